//! `latency-numbers`: how long does a computer take? The table everybody passes around, beside what was measured.

mod estimate;
mod exercises;
mod inputs;
mod report;

pub use inputs::Inputs;

use crate::exercise::Exercise;
use crate::source::Source;
use crate::source::operations::{NAPKIN, OPERATIONS};
use crate::topic::{Bet, Meta, NoRun, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum LatencyNumbers {}

impl Topic for LatencyNumbers {
    type Inputs = Inputs;
    type Run = NoRun;
    const META: Meta = Meta {
        slug: "latency-numbers",
        title: "How long things take",
        asks: "How long does a computer take?",
        lede: "From a cache to another continent it is eight powers of ten. Do not learn the numbers; learn the gaps, and where the numbers come from.",
        part: Part::See,
        floor: 4,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "A value lies in Redis, in memory, on another machine of the same data centre. How much longer does it take to read than one in your own memory?",
        bets: &[
            Bet {
                label: "about the same",
                right: false,
                says: "Both are in memory, but yours is a hundred nanoseconds of wire away and the other one is a network away.",
            },
            Bet {
                label: "ten times",
                right: false,
                says: "That is more like another cache level. A round trip passes two kernels, two network cards and a switch or three.",
            },
            Bet {
                label: "some thousands of times",
                right: true,
                says: "A quarter to half a millisecond of round trip against a hundred nanoseconds: 2,500 to 5,000 times. What is “in memory” there is dominated by the way there.",
            },
            Bet { label: "a million times", right: false, says: "That far away is another continent." },
        ],
        explains: "What dominates is not where the value lies but how far the question travels. Redis saves the disk; the round trip stays.",
        shows: "redis",
        draw: "",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "Eight powers of ten",
            says: "Every row is a different world. Let the class say the gap before you point at it.",
            preset: "ladder",
            asks: "How many times longer is Australia than memory?",
            answer: "1.8 million times.",
        },
        Step {
            title: "If a nanosecond were a second",
            says: "Memory: a minute and a half. SSD: hours. The data centre: days. Australia: years.",
            preset: "ladder",
            asks: "How long would the disk seek take?",
            answer: "23 days, and really more like four months.",
        },
        Step {
            title: "Only geography",
            says: "Three round trips from Sydney to the American east coast.",
            preset: "sydney",
            asks: "What would a faster database save?",
            answer: "Nothing of this: half a second is the way.",
        },
        Step {
            title: "A replica next door",
            says: "The same three round trips within the city.",
            preset: "sydney-replica",
            asks: "How much faster?",
            answer: "36 times, and no line of code changed.",
        },
        Step {
            title: "In order or at random",
            says: "A megabyte from an SSD, in fifty random pieces and in one.",
            preset: "ssd-random",
            asks: "The popular figures say 16 times. Why is it more?",
            answer: "A random read takes 100 µs rather than 16, and reading in order 116 µs rather than 50.",
        },
        Step {
            title: "“In memory”",
            says: "One look-up in Redis.",
            preset: "redis",
            asks: "Where does the time go?",
            answer: "Into the round trip. The memory is one part in five thousand.",
        },
        Step {
            title: "Where the numbers come from",
            says: "A page of 2012 with a slider for the year. Drag it.",
            preset: "slider-2026",
            asks: "What does it claim for 2026?",
            answer: "1.35 TB/s of memory bandwidth for one thread: 64 times what was measured.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "Each row is one typical machine and one typical path; yours may differ by two or three times either way.",
        "The range of a total takes all rows to be at their low or their high end together, which is wider than chance would have it.",
        "Operations at once are taken not to disturb each other; real disks and links share their bandwidth.",
        "Queues: every figure is that of an idle device.",
        "What software adds: system calls, serialisation, locks, garbage collection.",
    ];
    const SOURCES: &'static [Source] = &[
        NAPKIN,
        OPERATIONS[0].popular.source,
        OPERATIONS[0].measured.source,
        OPERATIONS[2].measured.source,
        OPERATIONS[3].measured.source,
        OPERATIONS[5].measured.source,
        OPERATIONS[6].measured.source,
        OPERATIONS[8].measured.source,
        OPERATIONS[9].measured.source,
        OPERATIONS[11].measured.source,
        Source {
            author: "C. Scott",
            title: "Latency numbers every programmer should know, interactive",
            as_of: "2012",
            at: "https://colin-scott.github.io/personal_website/research/interactive_latency.html",
        },
    ];

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn start(_: &Inputs) -> Option<NoRun> {
        None
    }
}

const PRESETS: &[Preset] = &[
    Preset { slug: "ladder", label: "The whole ladder", query: "" },
    Preset { slug: "sydney", label: "Sydney to US East, 3 round trips", query: "n_us_australia_rtt=3" },
    Preset { slug: "sydney-replica", label: "The same, replica in Sydney", query: "n_nearby_rtt=3" },
    Preset { slug: "ssd-random", label: "1 MB from SSD in 50 random reads", query: "n_ssd_random=50" },
    Preset { slug: "ssd-sequential", label: "1 MB from SSD in order", query: "n_ssd_mb=1" },
    Preset { slug: "redis", label: "A look-up in Redis", query: "n_ram=1&n_datacenter_rtt=1" },
    Preset { slug: "megabyte", label: "1 MB over 1 Gbit/s", query: "n_net_mb=1" },
    Preset { slug: "slider-2026", label: "The year slider, 2026", query: "from=l1&to=ram" },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased, Readout};
    use crate::url;

    fn readout(query: &str, key: &str) -> f64 {
        let topic: &dyn AnyTopic = &Erased::<LatencyNumbers>::new();
        let report = topic.report(&url::decode(topic, query).values).unwrap();
        report.readouts.iter().find(|r| r.key == key).and_then(Readout::number).unwrap()
    }

    fn preset(slug: &str, key: &str) -> f64 {
        readout(PRESETS.iter().find(|p| p.slug == slug).unwrap().query, key)
    }

    #[test]
    fn the_presets_give_the_tutorials_figures_and_the_measured_ones_beside_them() {
        for (slug, popular, measured) in [
            ("sydney", 540_000.0, 690_000.0),
            ("sydney-replica", 15_000.0, 15_000.0),
            ("ssd-random", 800.0, 5_000.0),
            ("ssd-sequential", 50.0, 116.4),
            ("redis", 500.1, 250.1),
            ("megabyte", 10_000.0, 8_000.0),
        ] {
            assert!((preset(slug, "total_us") - popular).abs() < 1e-9 * popular, "{slug}");
            assert!((preset(slug, "measured_total_us") - measured).abs() < 1e-9 * measured, "{slug}");
            assert!(
                preset(slug, "measured_low_us") <= measured && measured <= preset(slug, "measured_high_us"),
                "{slug}"
            );
        }
    }

    #[test]
    fn any_two_rows_have_their_ratio() {
        assert_eq!(readout("from=l1&to=us_australia_rtt", "ratio"), 180e6);
        assert_eq!(readout("from=ram&to=ssd_random", "ratio"), 160.0);
        assert_eq!(readout("from=ssd_random&to=ram", "ratio"), 1.0 / 160.0);
        assert_eq!(readout("from=ssd_random&to=hdd_seek", "ratio"), 125.0);
        assert_eq!(readout("to=ram", "to_felt_secs"), 100.0);
        assert_eq!(readout("from=ram&to=ssd_random&figures=measured", "ratio"), 1000.0);
    }

    #[test]
    fn in_parallel_only_the_slowest_counts() {
        assert_eq!(readout("n_ssd_random=50&n_ram=7&order=parallel", "total_us"), 16.0);
        assert!((readout("n_ssd_random=50&n_ram=7", "total_us") - 800.7).abs() < 1e-9);
        assert_eq!(readout("", "total_us"), 0.0);
    }

    #[test]
    fn the_slider_is_off_by_64_today() {
        assert!((readout("", "slider_off_ratio") - 64.3).abs() < 0.05);
        assert!((readout("", "slider_memory_ns") - 742.0).abs() < 1.0);
    }
}
