//! `capacity`: serving 100,000 requests a second, on the back of an envelope.

mod exercises;
mod inputs;
mod report;

pub use inputs::Inputs;

use crate::cost::fleet::NAPKIN_MATH;
use crate::exercise::Exercise;
use crate::source::{Source, books};
use crate::topic::{Bet, Meta, NoRun, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum Capacity {}

impl Topic for Capacity {
    type Inputs = Inputs;
    type Run = NoRun;
    const META: Meta = Meta {
        slug: "capacity",
        title: "100,000 requests a second",
        asks: "What does it take to serve 100,000 requests a second?",
        lede: "Servers, cache, replicas, pools, workers: a row for each, with its assumption, its formula and its price. Then see which assumption matters.",
        part: Part::UnderLoad,
        floor: 20,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "A service answers 100,000 requests a second at the peak, 10 kB each, with 1 ms of CPU and one query. What is the largest row of the bill?",
        bets: &[
            Bet {
                label: "the app servers",
                right: false,
                says: "They are what one sees, but 1 ms × 70,000 is 70 cores: sixteen servers, about $2,000 a month.",
            },
            Bet {
                label: "the database",
                right: false,
                says: "A good guess for what is hard. Fifteen nodes at $500 are $7,500.",
            },
            Bet {
                label: "the cache",
                right: false,
                says: "20 GB of memory is among the cheapest rows: some hundred dollars.",
            },
            Bet {
                label: "the traffic",
                right: true,
                says: "8 Gbit/s at the peak, 860 terabytes a month: over $70,000, more than everything else together.",
            },
        ],
        explains: "Bytes are billed all month. The answer’s size matters more than anything that is done to compute it.",
        shows: "tutorial",
        draw: "",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "The question",
            says: "100,000 requests a second at the peak. How many servers?",
            preset: "tutorial",
            asks: "30 % go to the CDN, each of the others takes 1 ms of CPU, servers have 8 cores and may be 60 % busy.",
            answer: "70 cores busy, 117 with room to spare, 15 servers; 16 with a spare.",
        },
        Step {
            title: "Put a cache before the database",
            says: "80 % read, 60 % of those hot, 90 % of those found.",
            preset: "tutorial",
            asks: "What share of the queries is gone?",
            answer: "43.2 %. Not 72: that would be if every read were hot.",
        },
        Step {
            title: "And without it?",
            says: "No hits.",
            preset: "no-cache",
            asks: "How many nodes more?",
            answer: "25 instead of 15, and all 70,000 queries a second reach them.",
        },
        Step {
            title: "More reads",
            says: "90 % read instead of 80.",
            preset: "nine-in-ten-read",
            asks: "What changes in the database?",
            answer: "Half the writes: three shards instead of five.",
        },
        Step {
            title: "What matters?",
            says: "Each assumption twice and half as large.",
            preset: "tutorial",
            asks: "Which row would you look at first?",
            answer: "The size of an answer, and what a gigabyte costs.",
        },
        Step {
            title: "Send less",
            says: "2 kB instead of 10: fewer fields, compressed.",
            preset: "small-answers",
            asks: "What is the bill now?",
            answer: "A third. No server was touched.",
        },
        Step {
            title: "A small service",
            says: "100 a second.",
            preset: "small",
            asks: "What does it pay for now?",
            answer: "For the spares: two nodes of each kind that hardly work.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "Queues: how long requests wait at these loads is asked elsewhere; here machines simply may not be busier than you allow.",
        "People, licences, support, discounts, storage, backups, other regions, load balancers and monitoring.",
        "Prices are list prices of one provider on one day; real ones differ by a factor of three.",
        "Shards are taken to be equal; in life one key is hot and its shard is full.",
        "A cache that fails, and what reaches the database then.",
        "A month has 30 days.",
    ];
    const SOURCES: &'static [Source] =
        &[NAPKIN_MATH, books::LAZOWSKA_1984.section("chapter 3: utilization law, Little’s law"), books::LITTLE_1961];

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn start(_: &Inputs) -> Option<NoRun> {
        None
    }
}

const PRESETS: &[Preset] = &[
    Preset { slug: "tutorial", label: "The interview answer", query: "" },
    Preset { slug: "all-reads-hot", label: "Every read hot (72 %)", query: "hot_pct=100" },
    Preset { slug: "no-cache", label: "No cache", query: "hit_pct=0" },
    Preset { slug: "nine-in-ten-read", label: "90 % reads", query: "read_pct=90" },
    Preset { slug: "small-answers", label: "Answers of 2 kB", query: "response_kb=2" },
    Preset { slug: "small", label: "100 a second", query: "requests_per_sec=100" },
    Preset {
        slug: "heavy-pages",
        label: "Pages of 200 ms CPU",
        query: "requests_per_sec=2000&cpu_ms=200&response_kb=100",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased, Quantity};
    use crate::url;

    fn value(slug: &str, key: &str) -> Quantity {
        let topic: &dyn AnyTopic = &Erased::<Capacity>::new();
        let query = PRESETS.iter().find(|p| p.slug == slug).unwrap().query;
        let report = topic.report(&url::decode(topic, query).values).unwrap();
        report.readouts.iter().find(|r| r.key == key).unwrap_or_else(|| panic!("{key}")).value.clone()
    }

    fn number(slug: &str, key: &str) -> f64 {
        match value(slug, key) {
            Quantity::Number(v) => v,
            Quantity::Text(word) => panic!("{key} is {word}"),
        }
    }

    #[test]
    fn the_interview_answer_has_the_figures_the_walk_tells() {
        assert_eq!(number("tutorial", "app_servers"), 16.0);
        assert!((number("tutorial", "db_load_removed_share") - 0.432).abs() < 1e-12);
        assert_eq!((number("tutorial", "db_shards"), number("tutorial", "db_nodes")), (5.0, 15.0));
        assert_eq!(value("tutorial", "most_sensitive"), Quantity::Text("requests at the peak".into()));
        assert!((number("tutorial", "bandwidth_mbps") - 8_000.0).abs() < 1e-9);
        assert!((80_000.0..90_000.0).contains(&number("tutorial", "cost_usd_per_month")));
    }

    #[test]
    fn if_every_read_were_hot_it_would_be_72_percent() {
        assert!((number("all-reads-hot", "db_load_removed_share") - 0.72).abs() < 1e-12);
    }

    #[test]
    fn without_a_cache_and_with_fewer_writes() {
        assert_eq!(number("no-cache", "db_nodes"), 25.0);
        assert_eq!(number("no-cache", "db_queries_per_sec"), 70_000.0);
        assert_eq!(number("nine-in-ten-read", "db_shards"), 3.0);
    }

    #[test]
    fn small_answers_bring_the_bill_to_a_third() {
        let ratio = number("small-answers", "cost_usd_per_month") / number("tutorial", "cost_usd_per_month");
        assert!((0.28..0.36).contains(&ratio), "{ratio}");
    }
}
