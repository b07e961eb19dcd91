//! The inputs: what is measured, and a response, a link and a processor for the formula.

use crate::compression::trade::{Trade, TradeError};
use crate::job::{Bytes, Job};
use crate::quantity::Unit;
use crate::topic::{Choice, Param, Range, Value};

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Size of the response for the formula.
    pub size_kb: f64,
    /// How much of it goes away.
    pub reduction_pct: f64,
    /// Speed of the link.
    pub bandwidth_mbps: f64,
    /// A message there and back.
    pub round_trip_ms: f64,
    /// How often it is sent.
    pub requests_per_day: f64,
    /// Speed of the compressor, in megabytes of the original.
    pub compress_mb_per_sec: f64,
    /// Speed of the decompressor, in megabytes of the original.
    pub decompress_mb_per_sec: f64,
    /// What is really compressed: a sample.
    pub sample: &'static str,
    /// The reader's own text or file instead.
    pub data: Own,
    /// `gzip`, `brotli`, `zstd`, `lz4`.
    pub codec: &'static str,
    /// Level of gzip, 0 to 9.
    pub gzip_level: f64,
    /// Level of Brotli, 0 to 11.
    pub brotli_level: f64,
    /// Level of Zstandard, −5 to 22.
    pub zstd_level: f64,
    /// Whether more levels are measured than the chosen ones.
    pub more_levels: bool,
}

/// The reader's own bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Own {
    /// Typed; empty for none.
    Text(String),
    /// A file.
    File(Bytes),
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            size_kb: 100.0,
            reduction_pct: 85.0,
            bandwidth_mbps: 10.0,
            round_trip_ms: 50.0,
            requests_per_day: 100_000.0,
            compress_mb_per_sec: 25.0,
            decompress_mb_per_sec: 340.0,
            sample: "json",
            data: Own::Text(String::new()),
            codec: "gzip",
            gzip_level: 6.0,
            brotli_level: 5.0,
            zstd_level: 3.0,
            more_levels: true,
        }
    }
}

/// Largest file.
pub const MOST_BYTES: u32 = 32_000_000;
/// Larger input is measured at the chosen levels only.
pub const SWEEP_BYTES: usize = 256 << 10;

const SAMPLES: &[Choice] = &[
    Choice { word: "json", label: "JSON: a list of orders" },
    Choice { word: "html", label: "HTML: a page of products" },
    Choice { word: "css", label: "CSS: a style sheet" },
    Choice { word: "log", label: "log lines of a web server" },
    Choice { word: "prose", label: "prose: lessons of this explorer" },
    Choice { word: "image", label: "a PNG picture, compressed already" },
    Choice { word: "random", label: "random bytes" },
];

const CODECS: &[Choice] = &[
    Choice { word: "gzip", label: "gzip" },
    Choice { word: "brotli", label: "Brotli" },
    Choice { word: "zstd", label: "Zstandard" },
    Choice { word: "lz4", label: "LZ4" },
];

/// Levels measured beside the chosen ones where the input is small.
const SWEEP: &[(&str, i32)] = &[
    ("gzip", 1),
    ("gzip", 6),
    ("gzip", 9),
    ("brotli", 1),
    ("brotli", 5),
    ("brotli", 9),
    ("brotli", 11),
    ("zstd", -5),
    ("zstd", 1),
    ("zstd", 3),
    ("zstd", 9),
    ("zstd", 19),
    ("lz4", 1),
];

impl Inputs {
    /// The trade of the formula.
    ///
    /// # Errors
    /// Where an input makes no sense.
    pub fn trade(&self) -> Result<Trade, TradeError> {
        Trade::new(
            Unit::KB.to_base(self.size_kb),
            Unit::PERCENT.to_base(self.reduction_pct),
            Unit::MBPS.to_base(self.bandwidth_mbps),
            Unit::MB.to_base(self.compress_mb_per_sec),
            Unit::MB.to_base(self.decompress_mb_per_sec),
        )
    }

    /// The level of a codec.
    pub fn level(&self, codec: &str) -> i32 {
        match codec {
            "gzip" => self.gzip_level as i32,
            "brotli" => self.brotli_level as i32,
            "zstd" => self.zstd_level as i32,
            _ => 1,
        }
    }

    /// The key of a codec at its level in jobs and outcomes: `gzip:6`.
    pub fn key(&self, codec: &str) -> String {
        format!("{codec}:{}", self.level(codec))
    }

    /// Whether the reader's own bytes are measured.
    pub fn own(&self) -> Option<Bytes> {
        match &self.data {
            Own::Text(text) if text.is_empty() => None,
            Own::Text(text) => Some(Bytes::new("your text", text.clone().into_bytes())),
            Own::File(file) => Some(file.clone()),
        }
    }

    /// What the worker is asked to do.
    pub fn job(&self) -> Job {
        let own = self.own();
        let small = own.as_ref().is_none_or(|bytes| bytes.len() <= SWEEP_BYTES);
        let mut levels: Vec<String> = CODECS.iter().map(|codec| self.key(codec.word)).collect();
        if self.more_levels && small {
            for (codec, level) in SWEEP {
                let key = format!("{codec}:{level}");
                if !levels.contains(&key) {
                    levels.push(key);
                }
            }
        }
        let job = Job::new("compress").with("levels", levels.join(" ")).with("chosen", self.key(self.codec));
        match (own, &self.data) {
            (Some(_), Own::Text(text)) => job.with("text", text),
            (Some(file), Own::File(_)) => job.on(file),
            (None, _) => job.with("sample", self.sample),
        }
    }
}

type P = Param<Inputs>;

const SPEED: Range = Range::log(0.01, 100_000.0);

/// The inputs in the order of the page.
#[rustfmt::skip]
pub const PARAMS: &[P] = &[
    P::number("bandwidth_mbps", "The link carries", Unit::MBPS, Range::log(0.1, 100_000.0), |i| i.bandwidth_mbps, |i, v| i.bandwidth_mbps = v),
    P::number("size_kb", "A response has", Unit::KB, Range::log(0.1, 1e6), |i| i.size_kb, |i, v| i.size_kb = v),
    P::number("reduction_pct", "Compressing takes away", Unit::PERCENT, Range::linear(0.0, 99.9, 0.1), |i| i.reduction_pct, |i, v| i.reduction_pct = v)
        .help("Measure below how much that is for yours."),
    P::number("compress_mb_per_sec", "A core compresses", Unit::MB_PER_SEC, SPEED, |i| i.compress_mb_per_sec, |i, v| i.compress_mb_per_sec = v)
        .help("Of the original. 25 is gzip level 6, 0.6 Brotli 11, 580 LZ4."),
    P::number("decompress_mb_per_sec", "A core decompresses", Unit::MB_PER_SEC, SPEED, |i| i.decompress_mb_per_sec, |i, v| i.decompress_mb_per_sec = v),
    P::number("requests_per_day", "Responses", Unit::PER_DAY, Range::log(1.0, 1e10), |i| i.requests_per_day, |i, v| i.requests_per_day = v),
    P::choice("sample", "Really compress", SAMPLES, |i| i.sample, |i, v| i.sample = v),
    P::choice("codec", "With", CODECS, |i| i.codec, |i, v| i.codec = v),
    P::number("gzip_level", "gzip level", Unit::COUNT, Range::linear(0.0, 9.0, 1.0).whole(), |i| i.gzip_level, |i, v| i.gzip_level = v).more(),
    P::number("brotli_level", "Brotli level", Unit::COUNT, Range::linear(0.0, 11.0, 1.0).whole(), |i| i.brotli_level, |i, v| i.brotli_level = v).more(),
    P::number("zstd_level", "Zstandard level", Unit::COUNT, Range::linear(-5.0, 22.0, 1.0).whole(), |i| i.zstd_level, |i, v| i.zstd_level = v).more(),
    P::file("data", "Your own text or file", 1_000, MOST_BYTES, get_data, set_data)
        .help("Instead of the sample. It stays in this tab."),
    P::switch("more_levels", "Measure other levels too", |i| i.more_levels, |i, v| i.more_levels = v)
        .help("Where the input has at most 256 KiB.").more(),
    P::number("round_trip_ms", "There and back", Unit::MS, Range::log(0.01, 10_000.0).or_zero(), |i| i.round_trip_ms, |i, v| i.round_trip_ms = v)
        .help("A new connection sends ten segments, then twice as many each time.").more(),
];

fn get_data(inputs: &Inputs) -> Value {
    match &inputs.data {
        Own::Text(text) => Value::Text(text.clone()),
        Own::File(file) => Value::Bytes(file.clone()),
    }
}

fn set_data(inputs: &mut Inputs, value: Value) {
    match value {
        Value::Text(text) => inputs.data = Own::Text(text),
        Value::Bytes(file) => inputs.data = Own::File(file),
        _ => {}
    }
}
