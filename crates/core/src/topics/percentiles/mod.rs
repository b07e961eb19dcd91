//! `percentiles`: what do users feel? A sample read honestly, the reader's own data, and three ways to fool oneself.

mod answer;
mod charts;
mod exercises;
mod experiments;
mod inputs;
mod report;

pub use inputs::{Inputs, TUTORIAL};

use crate::exercise::Exercise;
use crate::source::{Source, books};
use crate::topic::{Bet, Meta, NoRun, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum Percentiles {}

impl Topic for Percentiles {
    type Inputs = Inputs;
    type Run = NoRun;
    const META: Meta = Meta {
        slug: "percentiles",
        title: "What users feel",
        asks: "What do users feel?",
        lede: "A dashboard shows one number, the mean. A hundred people each feel their own. Watch them wait.",
        part: Part::See,
        floor: 3,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "Of a hundred requests 95 take 50 ms, four take 500 ms, and one takes 8 seconds. How many took about as long as the mean?",
        bets: &[
            Bet {
                label: "about half of them",
                right: false,
                says: "That would be so for something like body heights, where most are near the middle. Latencies pile up at one end and trail off at the other.",
            },
            Bet {
                label: "about ten of them",
                right: false,
                says: "A mean need not be near anything. Here it is pulled up by one request, to a place where nobody is.",
            },
            Bet {
                label: "just one",
                right: false,
                says: "The slow one made the mean what it is, but it took 54 times as long itself.",
            },
            Bet {
                label: "none",
                right: true,
                says: "The mean is 147.5 ms: three times what most felt, and a fifty-fourth of what the slowest felt. Nobody took that long.",
            },
        ],
        explains: "The mean shares out the total time evenly; nobody waits evenly. A percentile says how many wait at least how long, and that many requests, and the people behind them, did.",
        shows: "tutorial",
        draw: "",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "A hundred people",
            says: "Ninety-five get their answer at once, four blink, and one waits. And waits.",
            preset: "tutorial",
            asks: "What does the dashboard say meanwhile?",
            answer: "147.5 ms on average. Green.",
        },
        Step {
            title: "Nobody is average",
            says: "The mean stands where no bar is. It is the one time that nobody took.",
            preset: "tutorial",
            asks: "How much slower than the mean is the slowest?",
            answer: "54 times.",
        },
        Step {
            title: "What is p99?",
            says: "The same hundred requests, read by another definition.",
            preset: "floor-index",
            asks: "Is p99 8 seconds, 575 ms or 500 ms?",
            answer: "All three, by definition. With a hundred samples the definitions disagree; with a hundred thousand they would not.",
        },
        Step {
            title: "Too few to say",
            says: "The grey dots are percentiles that a hundred samples cannot support.",
            preset: "tutorial",
            asks: "How many would p99 take?",
            answer: "299, to be 95 % sure that at least one of them is beyond it. For p99.9: 2,995.",
        },
        Step {
            title: "Ten million a day",
            says: "One in a hundred takes four seconds.",
            preset: "ten-million",
            asks: "How many are hit a day?",
            answer: "100,000 requests. Not users: at fifty requests a session, two sessions in five meet one.",
        },
        Step {
            title: "The average p99",
            says: "Ten servers, one of them sick. The dashboard draws the average of their p99s.",
            preset: "averaging",
            asks: "Is the true p99 higher or lower?",
            answer: "3.4 times higher here. Take the traffic away from the sick one and it is lower. The average is right about nothing.",
        },
        Step {
            title: "A harmless deploy",
            says: "The mean rises from 120 to 220 ms. The tail went from 2 to 12 seconds.",
            preset: "deploy",
            asks: "The story is told with a mean of 135 ms. Why can that not be?",
            answer: "One in a hundred at 12 s alone adds 120 ms.",
        },
        Step {
            title: "The tester who stopped asking",
            says: "Two recorders, one server, one stall of 100 seconds.",
            preset: "stalled",
            asks: "What does each call p99?",
            answer: "1 ms and 98 seconds. The first waited for the answer, and asked nobody else meanwhile.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "The interval of a percentile takes the samples to be independent. Successive requests of a busy server are not: their interval is wider than the one shown.",
        "Sessions are taken to meet slow requests at random. Heavy users often have slow requests for a reason, and then the hits fall on fewer people, harder.",
        "In the averaging experiment every server’s latencies are exponential, and in the deploy experiment the slowest hundredth all take the same time.",
        "In the stall everything that waits is answered at once when the server wakes. One that serves in turn is worse until it has caught up.",
        "A queue fitted to a log takes the rate to be steady while the log was taken.",
    ];
    const SOURCES: &'static [Source] = SOURCES;

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn notices(inputs: &Inputs) -> Vec<String> {
        inputs.dataset().map(|data| data.notices.clone()).unwrap_or_default()
    }

    fn check(inputs: &Inputs) -> Result<(), (&'static str, String)> {
        inputs.dataset().map(|_| ()).map_err(|error| ("data", error.to_string()))
    }

    fn start(_: &Inputs) -> Option<NoRun> {
        None
    }
}

const PRESETS: &[Preset] = &[
    Preset { slug: "tutorial", label: "A hundred requests", query: "" },
    Preset { slug: "floor-index", label: "Read by floor index", query: "definition=floor_index" },
    Preset { slug: "nearest-rank", label: "Read by nearest rank", query: "definition=nearest_rank" },
    Preset { slug: "averages-only", label: "One in a hundred takes 5 s", query: "data=99%C3%9750%2C%201%C3%975000" },
    Preset {
        slug: "ten-million",
        label: "Ten million a day",
        query: "data=9900%C3%9780%2C%20100%C3%974000&threshold_ms=3999",
    },
    Preset { slug: "averaging", label: "Average of p99s: too low", query: "experiment=averaging" },
    Preset {
        slug: "averaging-idle",
        label: "Average of p99s: too high",
        query: "experiment=averaging&fleet_slow_pct=1",
    },
    Preset { slug: "deploy", label: "A harmless deploy", query: "experiment=deploy" },
    Preset { slug: "stalled", label: "The tester who stopped asking", query: "experiment=omission" },
    Preset {
        slug: "stall-raw",
        label: "A stall, as recorded",
        query: "data=10000%C3%971%2C%201%C3%97100000&definition=nearest_rank",
    },
    Preset {
        slug: "stall-corrected",
        label: "The same, corrected",
        query: "data=10000%C3%971%2C%201%C3%97100000&definition=nearest_rank&expected_interval_ms=10",
    },
];

const SOURCES: &[Source] = &[
    books::HYNDMAN_FAN_1996,
    books::DAVID_NAGARAJA_2003.section("section 7.1: intervals for quantiles"),
    Source {
        author: "S. S. Wilks",
        title: "Determination of sample sizes for setting tolerance limits",
        as_of: "1941",
        at: "https://doi.org/10.1214/aoms/1177731788",
    },
    Source {
        author: "G. Tene",
        title: "HdrHistogram, README: corrected vs. raw value recording calls",
        as_of: "2013",
        at: "https://github.com/HdrHistogram/HdrHistogram",
    },
    Source {
        author: "J. Dean and L. A. Barroso",
        title: "The tail at scale",
        as_of: "2013",
        at: "https://doi.org/10.1145/2408776.2408794",
    },
];

#[cfg(test)]
mod tests;
