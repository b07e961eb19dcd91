//! `compression`: smaller is faster, until it is not. Real codecs on the reader's own bytes, and when they pay.

mod exercises;
mod finished;
mod inputs;
mod report;

pub use crate::topic::Own;
pub use inputs::{Inputs, SWEEP_BYTES};

use crate::exercise::Exercise;
use crate::job::{Job, Outcome};
use crate::source::{Source, books};
use crate::topic::{Bet, Meta, NoRun, Part, Predict, Preset, Refusal, Report, Snapshot, Step, Topic};

/// The topic.
pub enum Compression {}

impl Topic for Compression {
    type Inputs = Inputs;
    type Run = NoRun;
    const META: Meta = Meta {
        slug: "compression",
        title: "Smaller is faster, until it is not",
        asks: "When does compressing make it faster?",
        lede: "Fewer bytes are sooner there. But somebody has to squeeze them, and on a quick link that takes longer than sending them.",
        part: Part::Fix,
        floor: 14,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "Brotli at its highest level makes files smallest. A server compresses each answer with it just before sending, over a link of 100 Mbit/s. What comes of it?",
        bets: &[
            Bet {
                label: "the page is faster: it has the fewest bytes",
                right: false,
                says: "It has, and the link is quickly done with them. But half a megabyte keeps a core busy for most of a second first.",
            },
            Bet {
                label: "about the same: what is saved is lost again",
                right: false,
                says: "That would be a compressor near its break-even. Level 11 handles about 0.6 MB a second; the link carries 12.5.",
            },
            Bet {
                label: "far slower than not compressing at all",
                right: true,
                says: "Sending 500 kB takes 40 ms. Compressing them at level 11 takes about 860 ms. It is for files that are compressed once and sent often.",
            },
            Bet {
                label: "faster for large answers, slower for small ones",
                right: false,
                says: "Both times grow with the size, so it falls out: the break-even is a link speed, whatever the size.",
            },
        ],
        explains: "Compressing on the fly pays only up to a link speed: 8 × the share saved ÷ the time a byte takes to squeeze and unsqueeze. For Brotli 11 that is about 4 Mbit/s.",
        shows: "brotli-11-live",
        draw: "",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "A page",
            says: "100 kB over 10 Mbit/s.",
            preset: "page",
            asks: "Compressed to 15 kB: how long instead of 80 ms?",
            answer: "12 ms on the link. The processors add about 4.",
        },
        Step {
            title: "Half a megabyte",
            says: "gzip takes 70 % away.",
            preset: "gzip-500k",
            asks: "What is saved in a day of 100,000 answers?",
            answer: "280 ms each: 7.78 hours of waiting.",
        },
        Step {
            title: "Nothing left to take",
            says: "A picture is compressed already.",
            preset: "picture",
            asks: "What do four compressors make of it?",
            answer: "Nothing: it stays as large, or grows by a frame. The time is spent all the same.",
        },
        Step {
            title: "The real thing",
            says: "The same bytes through gzip, Brotli, Zstandard and LZ4, here and now.",
            preset: "logs",
            asks: "Is the slowest always the smallest?",
            answer: "Mostly, but each further per cent costs more than the last. What lies off the front is beaten in both.",
        },
        Step {
            title: "In the data centre",
            says: "The same answer over 10 Gbit/s.",
            preset: "data-centre",
            asks: "Still worth it?",
            answer: "No: 0.4 ms on the link without, over 20 ms of processors with.",
        },
        Step {
            title: "A quicker compressor",
            says: "LZ4 takes away less and is twenty times as quick.",
            preset: "lz4-gigabit",
            asks: "Where is its break-even?",
            answer: "Above 2 Gbit/s, sixteen times that of gzip.",
        },
        Step {
            title: "The highest level, live",
            says: "Brotli 11 on each answer.",
            preset: "brotli-11-live",
            asks: "For whom is it made?",
            answer: "For files compressed once, when they are published. Then only the dashed line counts.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "Servers may compress while they send, which moves the break-even up.",
        "One core works for one answer: on a busy server, compressing makes others wait.",
        "Speeds measured here are those of WebAssembly in one browser tab; native programs are often two to four times as quick, most of all at low levels.",
        "The compressors are Rust ports: flate2 over miniz_oxide, rust-brotli, structured-zstd, lz4_flex. On the samples their sizes are within 3 % (gzip; 13 % at level 1), 1 % (Brotli, Zstandard) and 5 % (LZ4) of the C tools’.",
        "LZ4’s size differs by a little between a browser and a 64-bit program: it reads words as wide as the machine.",
        "A dictionary must be on both sides beforehand; bringing it there is not counted.",
        "Secrets and text chosen by an attacker in one compressed answer can leak the secret by its size (CRIME, BREACH).",
    ];
    const SOURCES: &'static [Source] = &[
        Source {
            author: "P. Skibinski",
            title: "lzbench 2.0.1, silesia.tar, one thread of an AMD EPYC 9554",
            as_of: "2025",
            at: "https://github.com/inikep/lzbench",
        },
        Source {
            author: "P. Deutsch",
            title: "RFC 1951 and 1952: DEFLATE and gzip",
            as_of: "1996",
            at: "https://www.rfc-editor.org/rfc/rfc1952",
        },
        Source {
            author: "J. Alakuijala, Z. Szabadka",
            title: "RFC 7932: Brotli",
            as_of: "2016",
            at: "https://www.rfc-editor.org/rfc/rfc7932",
        },
        Source {
            author: "Y. Collet, M. Kucherawy",
            title: "RFC 8878: Zstandard",
            as_of: "2021",
            at: "https://www.rfc-editor.org/rfc/rfc8878",
        },
        Source { author: "Y. Collet", title: "LZ4 frame format 1.6", as_of: "2020", at: "https://github.com/lz4/lz4" },
        books::RFC_6928,
    ];

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn job(inputs: &Inputs) -> Option<Job> {
        Some(inputs.job())
    }

    fn finished(inputs: &Inputs, outcome: &Outcome) -> Snapshot {
        finished::finished(inputs, outcome)
    }

    fn start(_: &Inputs) -> Option<NoRun> {
        None
    }
}

#[rustfmt::skip]
const PRESETS: &[Preset] = &[
    Preset { slug: "page", label: "A page, 100 kB", query: "" },
    Preset { slug: "gzip-500k", label: "500 kB, gzip 70 %", query: "size_kb=500&reduction_pct=70" },
    Preset { slug: "brotli-500k", label: "500 kB, Brotli 85 %", query: "size_kb=500&compress_mb_per_sec=37&decompress_mb_per_sec=450&codec=brotli" },
    Preset { slug: "data-centre", label: "In the data centre", query: "bandwidth_mbps=10000&size_kb=500&reduction_pct=70" },
    Preset { slug: "lz4-gigabit", label: "LZ4, 1 Gbit/s", query: "bandwidth_mbps=1000&size_kb=500&reduction_pct=52&compress_mb_per_sec=577&decompress_mb_per_sec=3716&codec=lz4" },
    Preset { slug: "brotli-11-live", label: "Brotli 11, live", query: "bandwidth_mbps=100&size_kb=500&compress_mb_per_sec=0.58&decompress_mb_per_sec=390&codec=brotli&brotli_level=11" },
    Preset { slug: "logs", label: "Log lines", query: "sample=log&codec=zstd" },
    Preset { slug: "picture", label: "A picture", query: "sample=image&reduction_pct=0" },
    Preset { slug: "noise", label: "Random bytes", query: "sample=random&reduction_pct=0" },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased, Readout, evaluate};
    use crate::url;

    fn topic() -> &'static dyn AnyTopic {
        const { &Erased::<Compression>::new() }
    }

    fn number(query: &str, key: &str) -> f64 {
        let decoded = url::decode(topic(), query);
        assert!(decoded.notices.is_empty(), "{:?}", decoded.notices);
        evaluate(topic(), &decoded.values).unwrap().iter().find(|r| r.key == key).and_then(Readout::number).unwrap()
    }

    fn preset(slug: &str) -> &'static str {
        PRESETS.iter().find(|p| p.slug == slug).unwrap().query
    }

    fn near(value: f64, wanted: f64) {
        assert!((value - wanted).abs() <= 1e-9 * wanted.abs(), "{value} for {wanted}");
    }

    #[test]
    fn the_page_of_100_kb_has_the_figures_of_the_course() {
        near(number("", "original_bytes"), 100_000.0);
        near(number("", "compressed_bytes"), 15_000.0);
        near(number("", "original_transfer_ms"), 80.0);
        near(number("", "compressed_transfer_ms"), 12.0);
        near(number("", "saved_ms"), 68.0);
    }

    #[test]
    fn half_a_megabyte_saves_7_78_and_9_44_hours_a_day() {
        near(number(preset("gzip-500k"), "original_transfer_ms"), 400.0);
        near(number(preset("gzip-500k"), "compressed_transfer_ms"), 120.0);
        near(number(preset("brotli-500k"), "compressed_transfer_ms"), 60.0);
        near(number(preset("gzip-500k"), "saved_hours_per_day"), 0.28 * 1e5 / 3600.0);
        near(number(preset("brotli-500k"), "saved_hours_per_day"), 0.34 * 1e5 / 3600.0);
        assert_eq!(format!("{:.2}", number(preset("gzip-500k"), "saved_hours_per_day")), "7.78");
        assert_eq!(format!("{:.2}", number(preset("brotli-500k"), "saved_hours_per_day")), "9.44");
    }

    #[test]
    fn the_presets_show_what_their_walk_says() {
        assert!(number(preset("data-centre"), "net_saved_ms") < -20.0);
        assert!(number(preset("lz4-gigabit"), "break_even_mbps") > 2000.0);
        let live = number(preset("brotli-11-live"), "net_saved_ms");
        assert!(live < -800.0, "{live}");
        assert!((3.5..4.5).contains(&number(preset("brotli-11-live"), "break_even_mbps")));
        assert_eq!(number(preset("picture"), "saved_ms"), 0.0);
    }

    #[test]
    fn the_job_follows_what_is_measured_and_nothing_else() {
        let job = |query: &str| topic().job(&url::decode(topic(), query).values).unwrap();
        assert_eq!(job(""), job("bandwidth_mbps=99&size_kb=1&reduction_pct=3&requests_per_day=5"));
        assert_ne!(job(""), job("sample=css"));
        assert_eq!(job("data=abc"), job("data=abc&sample=css"));
        assert_eq!(job("data=abc").setting("text"), Some("abc"));
        assert_eq!(job("more_levels=0").setting("levels"), Some("gzip:6 brotli:5 zstd:3 lz4:1"));
        assert_eq!(job("codec=zstd&zstd_level=-5").setting("chosen"), Some("zstd:-5"));
    }

    #[test]
    fn an_outcome_becomes_readouts_and_dots() {
        let inputs = Inputs::default();
        let mut outcome = Outcome::default();
        outcome.put("original", 1000.0);
        outcome.put("gzip:6", 200.0);
        outcome.put("lz4:1", 400.0);
        let plain = finished::finished(&inputs, &outcome);
        let number = |key: &str| plain.readouts.iter().find(|r| r.key == key).and_then(Readout::number);
        assert_eq!((number("gzip_bytes"), number("lz4_bytes"), number("brotli_bytes")), (Some(200.0), None, None));
        assert_eq!((number("measured_bytes"), number("measured_ratio")), (Some(200.0), Some(5.0)));
        assert!(plain.layers.iter().all(|(id, _)| *id == "sizes"), "no speeds, no dots");
        outcome.put("gzip:6 write", 40.0);
        let timed = finished::finished(&inputs, &outcome);
        assert_eq!(timed.readouts, plain.readouts, "speeds are no readouts: no two runs agree on them");
        assert!(timed.layers.iter().any(|(id, _)| *id == "size-speed"));
    }
}
