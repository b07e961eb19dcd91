//! `bottleneck`: where does the time go? Stages, Amdahl's law, the bottleneck that moves, and the narrow place that is another.

mod exercises;
mod inputs;
mod report;

pub use inputs::{Inputs, STAGE_NAMES, STAGES};

use crate::exercise::Exercise;
use crate::source::{Source, books};
use crate::topic::{Bet, Meta, NoRun, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum Bottleneck {}

impl Topic for Bottleneck {
    type Inputs = Inputs;
    type Run = NoRun;
    const META: Meta = Meta {
        slug: "bottleneck",
        title: "Where the time goes",
        asks: "Where does the time go?",
        lede: "A request passes five stages. Mend the longest and another becomes the longest; mend a short one and nobody notices.",
        part: Part::Find,
        floor: 5,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "A request takes 180 ms, of which the database is 150. You make the database fifteen times faster. How many times faster is the request?",
        bets: &[
            Bet {
                label: "15 times",
                right: false,
                says: "Only if the request were all database. The other 30 ms are as slow as before.",
            },
            Bet {
                label: "12.5 times",
                right: false,
                says: "15 × 83 %. But gains do not add up in shares; times do: 30 ms stay, 10 ms are left of the database.",
            },
            Bet {
                label: "4.5 times",
                right: true,
                says: "30 + 10 = 40 ms instead of 180. And with an infinitely fast database it would be 6 times, never more.",
            },
            Bet { label: "twice", right: false, says: "Too dark: 150 of the 180 ms nearly vanish." },
        ],
        explains: "Add up the times and divide: 180 / (30 + 150/15) = 4.5. What is not mended sets a ceiling: 180/30 = 6.",
        shows: "tutorial-request",
        draw: "amdahl",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "Five stages",
            says: "One request, 180 ms. Each bar is a stage.",
            preset: "as-it-is",
            asks: "Where would you start?",
            answer: "At the database: 150 of 180 ms. Anything else can save at most 17 %.",
        },
        Step {
            title: "Start somewhere else",
            says: "A team rewrites the serializer: a thousand times faster.",
            preset: "fast-parser",
            asks: "What do users notice?",
            answer: "Nothing: 8 ms of 180. The whole is 4.6 % faster.",
        },
        Step {
            title: "Mend the database",
            says: "An index: fifteen times faster.",
            preset: "tutorial-request",
            asks: "How much faster is the whole?",
            answer: "4.5 times. The database is down to 10 ms, and the app code is the longest now.",
        },
        Step {
            title: "Mend it again",
            says: "Another 67 times faster: a thousand in all.",
            preset: "beyond-reason",
            asks: "Did that week pay?",
            answer: "10 ms saved of 40. The ceiling is 6 times, and we stood at 4.5.",
        },
        Step {
            title: "How many a second?",
            says: "The same chain has four cores and sixty database connections.",
            preset: "two-bottlenecks",
            asks: "With the faster database, how many more requests a second pass?",
            answer: "Not one. Four cores of 15 ms pass 267 a second, before and after.",
        },
        Step {
            title: "Widen the narrow place",
            says: "Sixteen cores for the app code.",
            preset: "more-cores",
            asks: "And now?",
            answer: "As it stands 400 a second, by the database’s connections; with the database mended 500, by the serializer’s four cores. The narrow place moves too.",
        },
        Step {
            title: "Play",
            says: "Below: halve stages until the request takes 30 ms. Six halvings are enough.",
            preset: "as-it-is",
            asks: "Which rule finds the least work?",
            answer: "Always halve what is longest now, and look again after each step.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "Stages follow one another; what runs at the same time needs a critical path, which the waterfall topic has.",
        "Times are those of an idle system: near capacity, queues form in front of the narrowest stage and the sum grows.",
        "A stage’s time is one number; in life it varies, and the slow one in a hundred may have another bottleneck.",
        "Stages that share a processor or a disk slow one another; here each has workers of its own.",
        "In the game every halving costs the same; real ones do not, and the speed of light cannot be halved at all.",
        "The doctor’s patients are made up, with one fault each.",
    ];
    const SOURCES: &'static [Source] = &[
        books::AMDAHL_1967,
        Source {
            author: "B. Gregg",
            title: "Thinking Methodically about Performance (the USE method)",
            as_of: "2012",
            at: "https://doi.org/10.1145/2405116.2413037",
        },
        books::LAZOWSKA_1984.section("chapter 5, asymptotic bounds"),
        Source {
            author: "T. Ibaraki, N. Katoh",
            title: "Resource Allocation Problems: Algorithmic Approaches",
            as_of: "1988",
            at: "section 4.2, the greedy rule",
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
    Preset { slug: "as-it-is", label: "As it is", query: "speedup=1" },
    Preset { slug: "tutorial-request", label: "Database 15 times faster", query: "" },
    Preset { slug: "fast-parser", label: "A perfect parser", query: "stage=serialization&speedup=1000" },
    Preset { slug: "beyond-reason", label: "Database 1,000 times faster", query: "speedup=1000" },
    Preset { slug: "two-bottlenecks", label: "Slow here, narrow there", query: "stage_database_ms=150&workers_app=4" },
    Preset { slug: "more-cores", label: "16 cores for the app", query: "workers_app=16" },
    Preset {
        slug: "checkout",
        label: "A checkout of 3 s",
        query: "stage_network_ms=0&stage_app_ms=200&stage_database_ms=1800&stage_serialization_ms=200&stage_response_ms=800&speedup=36&target_ms=1000",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased, Quantity};
    use crate::url;

    fn value(query: &str, key: &str) -> Quantity {
        let topic: &dyn AnyTopic = &Erased::<Bottleneck>::new();
        let decoded = url::decode(topic, query);
        assert!(decoded.notices.is_empty(), "{:?}", decoded.notices);
        let report = topic.report(&decoded.values).unwrap();
        report.readouts.iter().find(|r| r.key == key).unwrap_or_else(|| panic!("{key}")).value.clone()
    }

    fn number(query: &str, key: &str) -> f64 {
        match value(query, key) {
            Quantity::Number(v) => v,
            Quantity::Text(word) => panic!("{key} is {word}"),
        }
    }

    fn word(query: &str, key: &str) -> String {
        match value(query, key) {
            Quantity::Text(word) => word,
            Quantity::Number(v) => panic!("{key} is {v}"),
        }
    }

    fn preset(slug: &str) -> &'static str {
        PRESETS.iter().find(|p| p.slug == slug).unwrap().query
    }

    fn close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() <= 1e-9 * wanted.abs(), "{found} is not {wanted}");
    }

    #[test]
    fn the_default_request_has_the_figures_of_the_bet() {
        close(number("", "total_ms"), 180.0);
        close(number("", "after_ms"), 40.0);
        close(number("", "speedup_overall"), 4.5);
        close(number("", "ceiling"), 6.0);
        assert_eq!(word("", "next_bottleneck"), "app");
        close(number("", "least_halvings"), 6.0);
    }

    #[test]
    fn the_faster_database_passes_not_one_request_more() {
        close(number("", "capacity_per_sec"), 4.0 / 0.015);
        close(number("", "after_capacity_per_sec"), 4.0 / 0.015);
        assert_eq!(word("", "throughput_bottleneck"), "app");
        close(number(preset("more-cores"), "capacity_per_sec"), 400.0);
        close(number(preset("more-cores"), "after_capacity_per_sec"), 500.0);
    }

    #[test]
    fn a_perfect_parser_gains_under_five_percent() {
        let whole = number(preset("fast-parser"), "speedup_overall");
        assert!((1.046..1.047).contains(&whole), "{whole}");
    }

    #[test]
    fn seven_percent_made_infinitely_fast_gain_1_075() {
        let query = "stage=serialization&stage_serialization_ms=7&stage_database_ms=93&stage_app_ms=0&stage_network_ms=0&stage_response_ms=0";
        close(number(query, "ceiling"), 100.0 / 93.0);
    }

    #[test]
    fn a_request_of_no_time_is_refused_in_a_sentence() {
        let topic: &dyn AnyTopic = &Erased::<Bottleneck>::new();
        let nothing =
            "stage_network_ms=0&stage_app_ms=0&stage_database_ms=0&stage_serialization_ms=0&stage_response_ms=0";
        assert!(topic.report(&url::decode(topic, nothing).values).unwrap_err().0.contains("at least one stage"));
        let only = "stage_network_ms=0&stage_app_ms=0&stage_serialization_ms=0&stage_response_ms=0";
        let report = topic.report(&url::decode(topic, only).values).unwrap();
        assert!(report.readouts.iter().all(|r| r.key != "ceiling"), "a request that is all database has no ceiling");
    }
}
