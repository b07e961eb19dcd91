//! `payload`: do not send it at all. Fewer fields, fewer records, nothing when nothing changed; and what formats and compression
//! really gain on records one can edit.

mod exercises;
mod finished;
mod inputs;
mod report;

pub use inputs::Inputs;
pub use report::FORMATS;

use crate::compression::payload::{AVIF_SAVES, PUBLISHED_AT, WEBP_SAVES};
use crate::exercise::Exercise;
use crate::job::{Job, Outcome};
use crate::source::Source;
use crate::topic::{Bet, Meta, NoRun, Part, Predict, Preset, Refusal, Report, Snapshot, Step, Topic};

/// The topic.
pub enum Payload {}

impl Topic for Payload {
    type Inputs = Inputs;
    type Run = NoRun;
    const META: Meta = Meta {
        slug: "payload",
        title: "Send less",
        asks: "What need not be sent at all?",
        lede: "The profile has 47 fields and the screen shows five. The rest is sent, waited for and thrown away.",
        part: Part::Fix,
        floor: 15,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "Five hundred users as JSON, and the same in MessagePack, a binary format. Both are compressed with gzip. How much smaller is MessagePack then?",
        bets: &[
            Bet {
                label: "three to ten times",
                right: false,
                says: "That is the figure one reads. It speaks of uncompressed messages of many short numbers, and even there it is at the upper end.",
            },
            Bet {
                label: "about half as large",
                right: false,
                says: "Raw, something like that can be. But what MessagePack leaves out (quotes, commas, digits) is just what gzip squeezes best.",
            },
            Bet {
                label: "less than a quarter smaller",
                right: true,
                says: "Yes. Both hold the same names and texts, and those are what is left once repetition is gone.",
            },
            Bet {
                label: "it becomes larger",
                right: false,
                says: "It can happen: packed bytes repeat less obviously. On these records it does not, or hardly.",
            },
        ],
        explains: "A key that stands five hundred times costs full price once, and then a few bits. So a format without keys has little left to win after a compressor. What is never sent needs neither.",
        shows: "together",
        draw: "",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "Everything",
            says: "Two megabytes at ten megabits a second. Nobody asked for most of it.",
            preset: "everything",
            asks: "How long does it take?",
            answer: "1,600 ms: 16 megabits at ten a second.",
        },
        Step {
            title: "Three lines of configuration",
            says: "Compression takes four fifths off, and no code changes.",
            preset: "compressed",
            asks: "And now?",
            answer: "320 ms for 400 kB.",
        },
        Step {
            title: "Five fields",
            says: "Instead: send only the fields that are shown, 5 kB.",
            preset: "five-fields",
            asks: "4 ms! But is five of 47 fields really 5 kB of 2,000?",
            answer: "Only if those five are 42 times shorter than the average. If all were alike, 213 kB would be left.",
        },
        Step {
            title: "All of it together",
            says: "Needed fields, one page, compressed. The steps multiply, and so their order does not matter.",
            preset: "together",
            asks: "Which step would you build first?",
            answer: "The cheapest: compression. The largest: look at the bars.",
        },
        Step {
            title: "Or a better format?",
            says: "Six formats, the same records, measured now. Blue is raw, orange after gzip.",
            preset: "together",
            asks: "By how much do the orange bars differ?",
            answer: "By far less than the blue ones. The keys were repetition, and the compressor had found them.",
        },
        Step {
            title: "Numbers only",
            says: "Sensor readings: hardly any text. Raw, Avro is nearly four times smaller than JSON.",
            preset: "numbers-only",
            asks: "And after gzip?",
            answer: "Five per cent. MessagePack is even larger than JSON then, and FlatBuffers larger still: it is built to be read in place, not to be small.",
        },
        Step {
            title: "Nothing has changed",
            says: "Nine of ten requests find what they have already.",
            preset: "not-modified",
            asks: "What does a 304 cost?",
            answer: "Some 200 bytes, and a whole round trip. Cheaper still is not to ask.",
        },
        Step {
            title: "Pictures nobody scrolls to",
            says: "Fifty pictures, six in view.",
            preset: "gallery",
            asks: "WebP for all, or lazy loading?",
            answer: "Lazy loading leaves 12 %, WebP about 70 %. Both together: 8.5 %.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "Transfer is at full speed from the first byte. A new connection starts slowly: small answers take round trips, not bandwidth.",
        "Compression is taken to do as well on a small answer as on a large one. It does worse: there is less repetition in it.",
        "Time to build, encode, decode and parse is left out. That is where binary formats often gain most.",
        "Avro is the bare datum: neither its container file nor its schema is counted. Protocol Buffers and FlatBuffers too need a schema on both sides.",
        "FlatBuffers’ schema takes 32-bit numbers where they fit; one that knows more could take less.",
        "What WebP and AVIF save depends on the picture and on the encoder; the figures are averages.",
    ];
    const SOURCES: &'static [Source] = SOURCES;

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn job(inputs: &Inputs) -> Option<Job> {
        finished::job(inputs)
    }

    fn finished(_: &Inputs, outcome: &Outcome) -> Snapshot {
        finished::finished(outcome)
    }

    fn check(inputs: &Inputs) -> Result<(), (&'static str, String)> {
        inputs.check().map_err(|error| ("data", error.to_string()))
    }

    fn start(_: &Inputs) -> Option<NoRun> {
        None
    }
}

const PRESETS: &[Preset] = &[
    Preset { slug: "together", label: "All of it together", query: "" },
    Preset { slug: "everything", label: "Send everything", query: "fields_needed=47&page_size=0&reduction_pct=0" },
    Preset { slug: "compressed", label: "Only compress", query: "fields_needed=47&page_size=0" },
    Preset {
        slug: "five-fields",
        label: "Only 5 fields, 5 kB",
        query: "page_size=0&reduction_pct=0&field_size_pct=2.35",
    },
    Preset { slug: "five-fields-alike", label: "5 of 47 fields, all alike", query: "page_size=0&reduction_pct=0" },
    Preset {
        slug: "first-page",
        label: "20 of 10,000 results",
        query: "fields_needed=47&records=10000&reduction_pct=0&original_kb=4000",
    },
    Preset {
        slug: "not-modified",
        label: "Nine of ten unchanged",
        query: "fields_needed=47&page_size=0&unchanged_pct=90",
    },
    Preset {
        slug: "gallery",
        label: "Fifty pictures, six seen",
        query: "original_kb=5000&fields_needed=47&page_size=0&reduction_pct=0",
    },
    Preset { slug: "numbers-only", label: "Formats: numbers only", query: "sample=readings" },
    Preset { slug: "nested", label: "Formats: nested orders", query: "sample=orders" },
    Preset { slug: "long-texts", label: "Formats: long texts", query: "sample=articles" },
    Preset { slug: "one-record", label: "Formats: one record", query: "records=1&page_size=0" },
];

const SOURCES: &[Source] = &[
    PUBLISHED_AT,
    Source {
        author: "S. Furuhashi and others",
        title: "MessagePack specification",
        as_of: "2013",
        at: "https://github.com/msgpack/msgpack/blob/master/spec.md",
    },
    Source {
        author: "C. Bormann and P. Hoffman",
        title: "RFC 8949: Concise Binary Object Representation (CBOR)",
        as_of: "2020",
        at: "https://www.rfc-editor.org/rfc/rfc8949",
    },
    Source {
        author: "Google",
        title: "Protocol Buffers: encoding",
        as_of: "2024",
        at: "https://protobuf.dev/programming-guides/encoding/",
    },
    Source {
        author: "Apache Avro",
        title: "Specification 1.12: binary encoding",
        as_of: "2024",
        at: "https://avro.apache.org/docs/1.12.0/specification/",
    },
    Source {
        author: "Google",
        title: "FlatBuffers: internals",
        as_of: "2024",
        at: "https://flatbuffers.dev/internals/",
    },
    Source {
        author: "R. Fielding, M. Nottingham and J. Reschke",
        title: "RFC 9110: HTTP semantics, conditional requests",
        as_of: "2022",
        at: "https://www.rfc-editor.org/rfc/rfc9110#section-13",
    },
    WEBP_SAVES.source,
    AVIF_SAVES.source,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased, Own};
    use crate::url;

    fn of(query: &str, key: &str) -> f64 {
        let topic: &dyn AnyTopic = const { &Erased::<Payload>::new() };
        let decoded = url::decode(topic, query);
        assert!(decoded.notices.is_empty(), "{query}: {:?}", decoded.notices);
        let report = topic.report(&decoded.values).unwrap();
        report.readouts.iter().find(|r| r.key == key).and_then(|r| r.number()).unwrap()
    }

    fn preset(slug: &str, key: &str) -> f64 {
        of(PRESETS.iter().find(|p| p.slug == slug).unwrap().query, key)
    }

    #[test]
    fn the_presets_show_1600_320_and_4_milliseconds() {
        for (slug, after) in [("everything", 1_600.0), ("compressed", 320.0), ("five-fields", 4.0)] {
            assert!((preset(slug, "after_ms") / after - 1.0).abs() < 1e-12, "{slug}");
            assert_eq!(preset(slug, "transfer_ms"), 1_600.0);
        }
        assert!((preset("five-fields", "after_kb") - 5.0).abs() < 1e-12);
        assert!((preset("five-fields-alike", "after_ms") - 170.21).abs() < 0.01);
        assert!((preset("first-page", "after_kb") - 8.0).abs() < 1e-12);
    }

    #[test]
    fn lazy_loading_leaves_six_of_fifty_pictures_and_webp_seventy_per_cent() {
        assert_eq!(preset("gallery", "images_ms"), 4_000.0);
        assert_eq!(preset("gallery", "lazy_images_ms"), 480.0);
        assert!((preset("gallery", "webp_kb") - 70.5).abs() < 1e-9 && preset("gallery", "avif_kb") == 50.0);
    }

    #[test]
    fn a_304_costs_a_round_trip_and_nearly_no_bytes() {
        assert!((preset("not-modified", "revalidate_ms") - 50.16).abs() < 1e-9);
        assert!((preset("not-modified", "after_kb") - 40.18).abs() < 1e-9);
    }

    #[test]
    fn own_records_that_are_no_json_are_refused_with_line_and_column() {
        let bad = Inputs { data: Own::Text("[{\"a\": 1},\n {\"b\": }]".into()), ..Inputs::default() };
        let refused = Payload::report(&bad).unwrap_err().0;
        assert_eq!(refused, "Line 2, column 8: a value was expected, not “}”.");
        assert!(Payload::job(&bad).is_none());
        let binary = Own::File(crate::job::Bytes::new("a.zip", vec![b'P', b'K', 10, 0xff]));
        let refused = Payload::report(&Inputs { data: binary, ..Inputs::default() }).unwrap_err().0;
        assert!(refused.starts_with("Line 2, column 1: this is not text"));
    }

    #[test]
    fn the_work_is_the_same_as_long_as_the_records_are() {
        let job = |query: &str| {
            let topic: &dyn AnyTopic = const { &Erased::<Payload>::new() };
            topic.job(&url::decode(topic, query).values)
        };
        assert_eq!(job(""), job("bandwidth_mbps=3&fields_needed=9"));
        assert_ne!(job(""), job("records=7"));
        assert_eq!(job("records=1000000"), job("records=2000"));
        assert_eq!(job("data=%5B1%5D").unwrap().setting("data"), Some("[1]"));
    }
}
