//! `three-measures`: latency, throughput, bandwidth; in a transfer, in batches, on a road, and in the parts of a response.

mod exercises;
mod inputs;
mod report;

pub use inputs::{Inputs, PARTS};

use crate::exercise::Exercise;
use crate::source::{Source, books};
use crate::topic::{Bet, Meta, NoRun, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum ThreeMeasures {}

impl Topic for ThreeMeasures {
    type Inputs = Inputs;
    type Run = NoRun;
    const META: Meta = Meta {
        slug: "three-measures",
        title: "Latency, throughput, bandwidth",
        asks: "Why does a faster line not make it faster?",
        lede: "How long one takes, how many get through, and how much there is room for: three measures that are often taken for one.",
        part: Part::See,
        floor: 2,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "A server 100 ms away sends 100 kB over a line of 100 Mbit/s. It takes 0.4 s over a new connection. The line is made ten times as wide. How long does it take now?",
        bets: &[
            Bet {
                label: "about 0.04 s",
                right: false,
                says: "That takes bandwidth for speed. Ten lanes do not make the way shorter: each round trip still takes 100 ms.",
            },
            Bet {
                label: "about 0.2 s",
                right: false,
                says: "Half of it would have to be data on the line. But 100 kB keep 100 Mbit/s busy for only 8 ms.",
            },
            Bet {
                label: "about 0.4 s",
                right: true,
                says: "The data took 8 ms of it and take 0.8 ms now. The rest is four round trips: one for the handshake, three while the window opens.",
            },
        ],
        explains: "A wide line sends more at once; it does not shorten the way. Small things from far away wait for round trips, and only a nearer server or fewer round trips help.",
        shows: "ten-times-the-bandwidth",
        draw: "",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "Far away, wide line",
            says: "100 kB over 100 Mbit/s from 100 ms away, over a new connection.",
            preset: "far",
            asks: "How much of the bandwidth is used?",
            answer: "2 %. The data keep the line busy for 8 ms of 405.",
        },
        Step {
            title: "Ten times the bandwidth",
            says: "The same over 1 Gbit/s.",
            preset: "ten-times-the-bandwidth",
            asks: "How much is saved?",
            answer: "4 ms of 405: the time on the line shrinks from 8 to 0.8 ms, and nothing else.",
        },
        Step {
            title: "A tenth of the way",
            says: "Back to 100 Mbit/s, from a server 10 ms away.",
            preset: "ten-times-nearer",
            asks: "And now?",
            answer: "45 ms instead of 405. This is what a server near the user buys.",
        },
        Step {
            title: "A connection kept open",
            says: "Far away again, but the connection is in use and its window open.",
            preset: "kept-open",
            asks: "How many round trips are left?",
            answer: "One: 108 ms. No handshake, no slow start.",
        },
        Step {
            title: "A hundred at a time",
            says: "A worker needs 10 ms for each batch and 0.1 ms for each item. 2,000 items come a second.",
            preset: "hundreds",
            asks: "Would single items keep up?",
            answer: "No: one by one it can pass 99 a second, in hundreds 5,000. Each item pays with 45 ms.",
        },
        Step {
            title: "Batches too large",
            says: "Five thousand at a time.",
            preset: "thousands",
            asks: "Throughput rises. What else?",
            answer: "An item waits more than a second for its batch to fill: throughput 9,804 a second, which nobody needed.",
        },
        Step {
            title: "Rush hour",
            says: "Ten lanes, thirty thousand cars.",
            preset: "rush-hour",
            asks: "Is bandwidth throughput?",
            answer: "No. The lanes could pass 21,000 an hour; 7,200 arrive, and each takes over four hours.",
        },
        Step {
            title: "Where a response spends its time",
            says: "200 ms in a data centre.",
            preset: "data-centre",
            asks: "What would a faster network gain?",
            answer: "At most 10 ms of 200. Drag the segments to see your own case.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "Headers take about 5 % of a line: 1,460 of 1,538 bytes on Ethernet are data.",
        "No loss and no other traffic; the floor on connections has both.",
        "The receiver’s window never limits; on long lines with old settings it does.",
        "A batch leaves only when it is full. Real batchers also leave after a while, which bounds the wait at low load.",
        "One worker takes the batches. The wait of full batches for it is Kingman’s approximation, a little too long.",
        "On the road all drive alike; real jams form and travel.",
        "The parts of a response are given, not worked out: how a queue grows is the floor under load.",
    ];
    const SOURCES: &'static [Source] = &[
        books::RFC_6928,
        Source {
            author: "J. F. Kurose, K. W. Ross",
            title: "Computer Networking: a top-down approach, 3rd edition",
            as_of: "2005",
            at: "section 3.7.2, latency of slow start",
        },
        books::NEWELL_2002,
        books::LITTLE_1961,
    ];

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn start(_: &Inputs) -> Option<NoRun> {
        None
    }
}

const PRESETS: &[Preset] = &[
    Preset { slug: "far", label: "Far away, wide line", query: "" },
    Preset { slug: "ten-times-the-bandwidth", label: "Ten times the bandwidth", query: "bandwidth_mbps=1000" },
    Preset { slug: "ten-times-nearer", label: "A tenth of the way", query: "round_trip_ms=10" },
    Preset { slug: "kept-open", label: "Connection kept open", query: "new_connection=0" },
    Preset { slug: "eighty-ms", label: "“80 ms”", query: "bandwidth_mbps=10&round_trip_ms=50" },
    Preset { slug: "large", label: "A gigabyte", query: "size_kb=1000000" },
    Preset { slug: "hundreds", label: "A hundred at a time", query: "view=batching" },
    Preset { slug: "thousands", label: "Five thousand at a time", query: "view=batching&batch_size=5000" },
    Preset { slug: "once-a-second", label: "A hundred, every second", query: "view=batching&arrivals_per_sec=100" },
    Preset {
        slug: "sports-car",
        label: "Sports car, single lane",
        query: "view=highway&lanes=1&speed_km_per_hour=240&road_km=20&cars=4",
    },
    Preset {
        slug: "cargo",
        label: "Slow and many",
        query: "view=highway&lanes=20&speed_km_per_hour=40&road_km=1000&cars=400000",
    },
    Preset { slug: "rush-hour", label: "Rush hour", query: "view=highway&lanes=10&cars=30000" },
    Preset { slug: "wide-and-free", label: "Wide and free", query: "view=highway&lanes=10&cars=4000" },
    Preset { slug: "data-centre", label: "Response in a data centre", query: "view=response" },
    Preset {
        slug: "far-user",
        label: "User far away",
        query: "view=response&request_network_ms=90&response_network_ms=90",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased, Readout};
    use crate::url;

    fn topic() -> &'static dyn AnyTopic {
        const { &Erased::<ThreeMeasures>::new() }
    }

    fn readout(query: &str, key: &str) -> Option<f64> {
        let decoded = url::decode(topic(), query);
        assert!(decoded.notices.is_empty(), "{:?}", decoded.notices);
        topic().report(&decoded.values).unwrap().readouts.iter().find(|r| r.key == key).and_then(Readout::number)
    }

    fn preset(slug: &str, key: &str) -> f64 {
        readout(PRESETS.iter().find(|p| p.slug == slug).unwrap().query, key).unwrap()
    }

    fn near(value: f64, expected: f64, tolerance: f64) {
        assert!((value - expected).abs() <= tolerance, "{value} for {expected}");
    }

    #[test]
    fn a_far_transfer_is_round_trips_whatever_the_bandwidth() {
        near(preset("far", "transfer_ms"), 404.73, 0.01);
        near(preset("far", "serialization_ms"), 8.0, 1e-9);
        assert_eq!(preset("far", "round_trips"), 4.0);
        near(preset("far", "bandwidth_used_share"), 8.0 / 404.73, 1e-5);
        near(preset("ten-times-the-bandwidth", "transfer_ms"), 400.5, 0.05);
        near(preset("ten-times-nearer", "transfer_ms"), 44.9, 0.2);
        near(preset("kept-open", "transfer_ms"), 108.0, 1e-9);
        assert_eq!(preset("kept-open", "round_trips"), 1.0);
    }

    #[test]
    fn a_hundred_kilobytes_over_ten_megabits_keep_the_line_busy_for_80_ms_and_take_247() {
        near(preset("eighty-ms", "serialization_ms"), 80.0, 1e-9);
        // Handshake 50, request 50, data 80, idle 50 + 1.168 − 11.68 and 50 + 1.168 − 23.36.
        near(preset("eighty-ms", "transfer_ms"), 180.0 + 39.488 + 27.808, 1e-6);
        assert!(readout("", "network_share").is_some());
    }

    #[test]
    fn a_gigabyte_uses_the_bandwidth() {
        assert!(preset("large", "bandwidth_used_share") > 0.99);
        near(preset("large", "achieved_mbps"), 100.0, 1.0);
    }

    #[test]
    fn batches_raise_throughput_and_latency() {
        near(readout("view=batching&batch_size=1&arrivals_per_sec=50", "throughput_per_sec").unwrap(), 99.0, 0.01);
        near(preset("hundreds", "throughput_per_sec"), 5000.0, 1e-9);
        near(preset("hundreds", "mean_latency_ms"), 44.82, 0.01);
        near(preset("thousands", "throughput_per_sec"), 9803.9, 0.1);
        assert!(preset("thousands", "mean_latency_ms") > 1000.0);
        near(preset("once-a-second", "fill_ms"), 495.0, 1e-9);
        assert_eq!(readout("view=batching&batch_size=1", "mean_latency_ms"), None);
        assert_eq!(readout("view=batching&batch_size=1", "least_batch_size"), Some(26.0));
    }

    #[test]
    fn the_four_corners_of_the_road() {
        let corner = |slug| (preset(slug, "travel_minutes"), preset(slug, "cars_per_hour"));
        let (sports, cargo, rush, free) =
            (corner("sports-car"), corner("cargo"), corner("rush-hour"), corner("wide-and-free"));
        near(sports.0, 5.0, 1e-9);
        near(sports.1, 48.0, 1e-9);
        near(cargo.0, 1500.0, 1e-6);
        near(cargo.1, 16_000.0, 1e-6);
        near(rush.0, 250.0, 1e-6);
        near(rush.1, 7200.0, 1e-6);
        near(free.0, 15.0, 1e-6);
        near(free.1, 16_000.0, 1e-6);
        near(preset("rush-hour", "road_capacity_per_hour"), 21_052.6, 0.1);
    }

    #[test]
    fn a_full_road_passes_nothing_and_says_so() {
        let query = "view=highway&cars=1000000";
        assert_eq!((readout(query, "travel_minutes"), readout(query, "cars_per_hour")), (None, Some(0.0)));
    }

    #[test]
    fn the_parts_of_a_response_add_up() {
        near(preset("data-centre", "response_time_ms"), 200.0, 1e-9);
        near(preset("data-centre", "network_share"), 0.05, 1e-12);
        near(preset("far-user", "network_latency_ms"), 180.0, 1e-9);
        near(readout("queue_ms=900", "response_time_ms").unwrap(), 1060.0, 1e-9);
    }

    #[test]
    fn every_part_answers_whichever_stands_first() {
        for view in ["transfer", "batching", "highway", "response"] {
            let query = format!("view={view}&size_kb=200&batch_size=10&cars=50&queue_ms=1");
            for key in ["transfer_ms", "throughput_per_sec", "cars_per_hour", "response_time_ms"] {
                assert!(readout(&query, key).is_some(), "{view} {key}");
            }
        }
    }
}
