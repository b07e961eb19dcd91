//! `littles-law`: how many are in there at once? Rate × time, for any box one may draw.

mod exercises;
mod inputs;
mod report;
mod run;

pub use inputs::Inputs;
pub use run::LittlesLawRun;

use crate::exercise::Exercise;
use crate::source::{Source, books};
use crate::topic::{Bet, Meta, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum LittlesLaw {}

impl Topic for LittlesLaw {
    type Inputs = Inputs;
    type Run = LittlesLawRun;
    const META: Meta = Meta {
        slug: "littles-law",
        title: "How many at once?",
        asks: "How many are in there at once?",
        lede: "Requests come at some rate and each stays for some time. Multiply, and you know how many are inside: connections, threads, people in a shop. Nothing else needs to be known.",
        part: Part::UnderLoad,
        floor: 17,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "A pool of 50 connections serves 100 requests a second, each holding one for 0.2 seconds. The database slows down tenfold, to 2 seconds. How many requests want a connection at once?",
        bets: &[
            Bet {
                label: "20, as before",
                right: false,
                says: "The rate stayed, but the time did not: ten times longer inside means ten times as many inside.",
            },
            Bet {
                label: "50: the pool is full",
                right: false,
                says: "Fifty hold a connection. But 100 a second still come, and all who are inside, waiting or served, count.",
            },
            Bet {
                label: "200 and more",
                right: true,
                says: "100 a second × 2 seconds = 200 are being worked on if there is room. The pool has room for 50, so the others wait, and the line grows by 75 every second.",
            },
            Bet {
                label: "1,000", right: false, says: "That would take 10 seconds each. Rate × time: 100 × 2 = 200."
            },
        ],
        explains: "L = λ × W. A pool that is well sized for one speed is four times too small at a tenth of it, and nobody touched the pool.",
        shows: "slow-database",
        draw: "",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "A calm pool",
            says: "100 requests a second, each holds a connection for 200 ms.",
            preset: "calm",
            asks: "How many connections are in use?",
            answer: "20: 100 a second × 0.2 seconds. The pool of 50 idles at 40 %.",
        },
        Step {
            title: "Then the database slows down",
            says: "2 seconds each. Nobody changed the traffic, nobody changed the pool.",
            preset: "slow-database",
            asks: "How many connections would it take now?",
            answer: "200. There are 50, so only 25 requests a second get through: 75 a second pile up.",
        },
        Step {
            title: "How long does it hurt?",
            says: "The lower chart: two minutes of trouble, and the line after it.",
            preset: "calm",
            asks: "Two minutes slow. How long until nobody waits any more?",
            answer: "About a minute more: 9,000 waiting, drained at 250 − 100 a second.",
        },
        Step {
            title: "A busier house",
            says: "1,000 a second, half a second each.",
            preset: "thousand",
            asks: "How many threads are busy?",
            answer: "500.",
        },
        Step {
            title: "A timeout is a limit on W",
            says: "The same, but whoever has waited 200 ms is sent away.",
            preset: "timeout",
            asks: "How many can be inside at most, on average?",
            answer: "200 on average: 1,000 a second × 0.2 seconds. A timeout bounds the crowd.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "The law is about means over a long time. Percentiles of the time do not multiply to percentiles of the number.",
        "It needs what comes in to go out again: while a backlog grows, the three means do not belong together.",
        "In the simulated slow-down nobody gives up and nobody retries; in life both happen, and retries make it worse.",
        "Holding times are exponential and independent; a real database slows down more the more work it has at once.",
    ];
    const SOURCES: &'static [Source] = &[
        books::LITTLE_1961,
        Source {
            author: "J. D. C. Little",
            title: "Little’s law as viewed on its 50th anniversary",
            as_of: "2011",
            at: "https://doi.org/10.1287/opre.1110.0940",
        },
        books::KLEINROCK_1976.section("section 2.7, fluid approximation"),
    ];

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn start(inputs: &Inputs) -> Option<LittlesLawRun> {
        LittlesLawRun::new(inputs)
    }
}

const PRESETS: &[Preset] = &[
    Preset { slug: "calm", label: "100 a second, 200 ms", query: "" },
    Preset { slug: "slow-database", label: "The database slows to 2 s", query: "response_ms=2000" },
    Preset {
        slug: "thousand",
        label: "1,000 a second, 0.5 s",
        query: "arrivals_per_sec=1000&response_ms=500&pool_size=600",
    },
    Preset {
        slug: "timeout",
        label: "… with a 200 ms timeout",
        query: "arrivals_per_sec=1000&response_ms=500&pool_size=600&timeout_ms=200",
    },
    Preset {
        slug: "which-rate",
        label: "50 inside, 250 ms each: how many a second?",
        query: "solve_for=arrivals_per_sec&response_ms=250&in_system_given=50",
    },
    Preset {
        slug: "how-long",
        label: "60 in the shop, 2 a minute: how long each?",
        query: "solve_for=response_ms&arrivals_per_sec=0.03333333333333333&in_system_given=60&pool_size=100",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased};
    use crate::url;

    fn preset(slug: &str, key: &str) -> f64 {
        let topic: &dyn AnyTopic = &Erased::<LittlesLaw>::new();
        let query = PRESETS.iter().find(|p| p.slug == slug).unwrap().query;
        let report = topic.report(&url::decode(topic, query).values).unwrap();
        report.readouts.iter().find(|r| r.key == key).and_then(|r| r.number()).unwrap()
    }

    #[test]
    fn a_hundred_a_second_for_200_ms_are_twenty() {
        assert_eq!(preset("calm", "in_system"), 20.0);
        assert_eq!(preset("calm", "pool_used_share"), 0.4);
        assert_eq!(preset("calm", "overflow_per_sec"), 0.0);
    }

    #[test]
    fn ten_times_slower_is_two_hundred_against_fifty_and_75_a_second_pile_up() {
        assert_eq!(preset("slow-database", "in_system"), 200.0);
        assert_eq!(preset("slow-database", "pool_used_share"), 1.0);
        assert_eq!(preset("slow-database", "overflow_per_sec"), 75.0);
    }

    #[test]
    fn a_timeout_bounds_the_crowd() {
        assert_eq!(preset("thousand", "in_system"), 500.0);
        assert_eq!(preset("timeout", "in_system_bound"), 200.0);
        let topic: &dyn AnyTopic = &Erased::<LittlesLaw>::new();
        let query = "arrivals_per_sec=1000&response_ms=500&pool_size=600&timeout_ms=";
        let label = |timeout: &str| {
            let report = topic.report(&url::decode(topic, &format!("{query}{timeout}")).values).unwrap();
            assert_eq!(report.says.contains("at most 200 inside"), timeout == "200", "{}", report.says);
            report.readouts.into_iter().find(|r| r.key == "in_system").unwrap().label
        };
        assert!(label("200").contains("without the timeout") && !label("600").contains("without"));
    }

    #[test]
    fn any_two_give_the_third() {
        assert_eq!(preset("which-rate", "arrivals_per_sec"), 200.0);
        assert!((preset("how-long", "response_ms") - 1_800_000.0).abs() < 1e-6);
    }
}
