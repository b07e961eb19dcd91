//! The inputs: what is measured, and a response, a link and a processor for the formula.

use crate::compression::trade::{Trade, TradeError};
use crate::job::{Bytes, Job};
use crate::quantity::Unit;
use crate::topic::{Own, Range, Words, inputs, words};

words! {
    /// A sample.
    pub enum Sample {
        Json = "json", "JSON: a list of orders";
        Html = "html", "HTML: a page of products";
        Css = "css", "CSS: a style sheet";
        Log = "log", "log lines of a web server";
        Prose = "prose", "prose: lessons of this explorer";
        Image = "image", "a PNG picture, compressed already";
        Random = "random", "random bytes";
    }
}

words! {
    /// A compressor.
    pub enum Codec {
        Gzip = "gzip", "gzip";
        Brotli = "brotli", "Brotli";
        Zstd = "zstd", "Zstandard";
        Lz4 = "lz4", "LZ4";
    }
}

const SPEED: Range = Range::log(0.01, 100_000.0);

inputs! {
    pub struct Inputs {
        /// Speed of the link.
        bandwidth_mbps: f64 = 10.0 => number("The link carries", Unit::MBPS, Range::log(0.1, 100_000.0));
        /// Size of the response for the formula.
        size_kb: f64 = 100.0 => number("A response has", Unit::KB, Range::log(0.1, 1e6));
        /// How much of it goes away.
        reduction_pct: f64 = 85.0 => number("Compressing takes away", Unit::PERCENT, Range::linear(0.0, 99.9, 0.1))
            .help("Measure below how much that is for yours.");
        /// Speed of the compressor, in megabytes of the original.
        compress_mb_per_sec: f64 = 25.0 => number("A core compresses", Unit::MB_PER_SEC, SPEED)
            .help("Of the original. 25 is gzip level 6, 0.6 Brotli 11, 580 LZ4.");
        /// Speed of the decompressor, in megabytes of the original.
        decompress_mb_per_sec: f64 = 340.0 => number("A core decompresses", Unit::MB_PER_SEC, SPEED);
        /// How often it is sent.
        requests_per_day: f64 = 100_000.0 => number("Responses", Unit::PER_DAY, Range::log(1.0, 1e10));
        /// What is really compressed: a sample.
        sample: Sample = Sample::Json => choice("Really compress");
        /// A compressor.
        codec: Codec = Codec::Gzip => choice("With");
        /// Level of gzip, 0 to 9.
        gzip_level: f64 = 6.0 => number("gzip level", Unit::COUNT, Range::linear(0.0, 9.0, 1.0).whole()).more();
        /// Level of Brotli, 0 to 11.
        brotli_level: f64 = 5.0 => number("Brotli level", Unit::COUNT, Range::linear(0.0, 11.0, 1.0).whole()).more();
        /// Level of Zstandard, −5 to 22.
        zstd_level: f64 = 3.0 => number("Zstandard level", Unit::COUNT, Range::linear(-5.0, 22.0, 1.0).whole()).more();
        /// The reader's own text or file instead.
        data: Own = Own::default() => file("Your own text or file", 1_000, MOST_BYTES)
            .help("Instead of the sample. It stays in this tab.");
        /// Whether more levels are measured than the chosen ones.
        more_levels: bool = true => switch("Measure other levels too").help("Where the input has at most 256 KiB.").more();
        /// A message there and back.
        round_trip_ms: f64 = 50.0 => number("There and back", Unit::MS, Range::log(0.01, 10_000.0).or_zero())
            .help("A new connection sends ten segments, then twice as many each time.").more();
    }
}

/// Largest file.
pub const MOST_BYTES: u32 = 32 << 20;
/// Larger input is measured at the chosen levels only.
pub const SWEEP_BYTES: usize = 256 << 10;

/// Levels measured beside the chosen ones where the input is small.
const SWEEP: &[(Codec, i32)] = &[
    (Codec::Gzip, 1),
    (Codec::Gzip, 6),
    (Codec::Gzip, 9),
    (Codec::Brotli, 1),
    (Codec::Brotli, 5),
    (Codec::Brotli, 9),
    (Codec::Brotli, 11),
    (Codec::Zstd, -5),
    (Codec::Zstd, 1),
    (Codec::Zstd, 3),
    (Codec::Zstd, 9),
    (Codec::Zstd, 19),
    (Codec::Lz4, 1),
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
    pub fn level(&self, codec: Codec) -> i32 {
        match codec {
            Codec::Gzip => self.gzip_level as i32,
            Codec::Brotli => self.brotli_level as i32,
            Codec::Zstd => self.zstd_level as i32,
            Codec::Lz4 => 1,
        }
    }

    /// The key of a codec at its level in jobs and outcomes: `gzip:6`.
    pub fn key(&self, codec: Codec) -> String {
        format!("{}:{}", codec.word(), self.level(codec))
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
        let mut levels: Vec<String> = Codec::ALL.iter().map(|codec| self.key(*codec)).collect();
        if self.more_levels && small {
            for (codec, level) in SWEEP {
                let key = format!("{}:{level}", codec.word());
                if !levels.contains(&key) {
                    levels.push(key);
                }
            }
        }
        let job = Job::new("compress").with("levels", levels.join(" ")).with("chosen", self.key(self.codec));
        match (own, &self.data) {
            (Some(_), Own::Text(text)) => job.with("text", text),
            (Some(file), Own::File(_)) => job.on(file),
            (None, _) => job.with("sample", self.sample.word()),
        }
    }
}
