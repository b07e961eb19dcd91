//! `tail`: one slow leaf in a hundred. Fan-out, and remedies charged with the load they add.

mod exercises;
mod inputs;
mod report;
mod run;

pub use inputs::Inputs;
pub use run::TailRun;

use crate::exercise::Exercise;
use crate::source::{Source, books};
use crate::tails::measured::DEAN_BARROSO;
use crate::topic::{Bet, Meta, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum Tail {}

impl Topic for Tail {
    type Inputs = Inputs;
    type Run = TailRun;
    const META: Meta = Meta {
        slug: "tail",
        title: "One slow leaf in a hundred",
        asks: "Why is the page slow when every server is quick?",
        lede: "Each server is slow once in a hundred times, and nobody minds. Then a page asks many of them at once, and waits for the last.",
        part: Part::UnderLoad,
        floor: 18,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "Every server answers slowly in 1 % of the cases. A page asks 100 servers at once and waits for all of them. What share of the pages is slow?",
        bets: &[
            Bet {
                label: "1 %",
                right: false,
                says: "That is a page that asks one server. Each further one is a further chance to wait.",
            },
            Bet {
                label: "about 10 %",
                right: false,
                says: "That is a page that asks ten. With a hundred the chances of being spared multiply on: 0.99^100.",
            },
            Bet {
                label: "about 63 %",
                right: true,
                says: "All hundred are quick in 0.99^100 = 37 % of the cases. Nearly two pages in three wait for a slow server.",
            },
            Bet {
                label: "100 %",
                right: false,
                says: "100 × 1 % is the mean number of slow servers a page meets. Some pages meet two or three, so others meet none: 37 % of them.",
            },
        ],
        explains: "The page is quick only if every server is. Chances multiply: 0.99^n falls to 90 % at 10 servers, to 37 % at 100.",
        shows: "hundred",
        draw: "slow-by-fan-out",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "One in a hundred, ten times",
            says: "Each leaf answers in 10 ms, but one time in a hundred a second late. A request asks ten.",
            preset: "ten",
            asks: "How many requests are a second late?",
            answer: "9.6 %: 1 − 0.99^10.",
        },
        Step {
            title: "A hundred times",
            says: "The same leaves, a hundred of them.",
            preset: "hundred",
            asks: "And now?",
            answer: "63 %. The leaf’s exception is the page’s rule.",
        },
        Step {
            title: "One in ten thousand",
            says: "Leaves a hundred times better, and two thousand of them.",
            preset: "two-thousand",
            asks: "Good enough?",
            answer: "18 % of the requests are late: nearly one in five.",
        },
        Step {
            title: "Ask again",
            says: "After the 95th percentile, ask a second server. The servers are 30 % busy.",
            preset: "hedged-30",
            asks: "What does it cost?",
            answer: "6 % more requests, and one in a hundred now takes 0.1 s instead of 1.03 s.",
        },
        Step {
            title: "The same at 80 %",
            says: "Nothing else has changed.",
            preset: "hedged-80",
            asks: "What happens?",
            answer: "Second requests make lines longer, so more are late, so more are asked again. The lines grow for ever: minutes instead of a second.",
        },
        Step {
            title: "A budget",
            says: "At most one in twenty is asked again, each leaf by itself.",
            preset: "hedged-80-budget",
            asks: "Does it help?",
            answer: "It settles. Nine in ten of the slow requests are gone, for 2.5 % more work.",
        },
        Step {
            title: "Slow together",
            says: "Now one cause makes all leaves slow at once.",
            preset: "one-fate",
            asks: "What does hedging do?",
            answer: "Nothing. The second server is slow for the same reason. But only 1 % of the requests are hit at all.",
        },
        Step {
            title: "Do without the last",
            says: "Answer when nine of ten have answered.",
            preset: "drop-one",
            asks: "What is the price?",
            answer: "No work at all, and a tenth of the answer. 0.4 % of the requests are still slow: those with two slow leaves.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "A slow answer is stuck on its way and does not keep its server busy; where slow work does, lines are far longer.",
        "Each leaf has just two servers, and the first is chosen without looking at the lines.",
        "The formulas for half and for one in a hundred take leaves as independent; leaves of one request share its bursts, so the simulated times are a little shorter under load.",
        "Nobody gives up: no timeouts, no retries, no limits to the lines.",
        "Work of the root, the network’s capacity and the bytes of second answers are free.",
        "The percentile to hedge after was measured once, before hedging; a client that measures all the time behaves differently.",
    ];
    const SOURCES: &'static [Source] = &[
        DEAN_BARROSO,
        Source {
            author: "A. Vulimiri, P. B. Godfrey, R. Mittal, J. Sherry, S. Ratnasamy, S. Shenker",
            title: "Low latency via redundancy (CoNEXT)",
            as_of: "2013",
            at: "https://doi.org/10.1145/2535372.2535392",
        },
        Source {
            author: "R. Nelson, A. N. Tantawi",
            title: "Approximate analysis of fork/join synchronization in parallel queues",
            as_of: "1988",
            at: "https://doi.org/10.1109/12.2213",
        },
        books::DAVID_NAGARAJA_2003.section("section 2.1"),
        Source {
            author: "N. Bronson, A. Aghayev, A. Charapko, T. Zhu",
            title: "Metastable failures in distributed systems (HotOS)",
            as_of: "2021",
            at: "https://doi.org/10.1145/3458336.3465286",
        },
    ];

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn start(inputs: &Inputs) -> Option<TailRun> {
        TailRun::new(inputs)
    }
}

const PRESETS: &[Preset] = &[
    Preset { slug: "ten", label: "Ten leaves", query: "" },
    Preset { slug: "hundred", label: "A hundred", query: "fan_out=100" },
    Preset { slug: "two-thousand", label: "1 in 10,000, 2,000 leaves", query: "fan_out=2000&leaf_slow_pct=0.01" },
    Preset { slug: "hedged-30", label: "Ask again, 30 % load", query: "hedge=hedged" },
    Preset { slug: "hedged-80", label: "Ask again, 80 % load", query: "hedge=hedged&utilization_share=0.8" },
    Preset {
        slug: "hedged-80-budget",
        label: "… with a budget",
        query: "hedge=hedged&utilization_share=0.8&hedge_budget_pct=5",
    },
    Preset {
        slug: "hedged-80-withdraw",
        label: "… losers withdrawn",
        query: "hedge=hedged&utilization_share=0.8&withdraw_losers=1",
    },
    Preset { slug: "tied-70", label: "Tied, 70 % load", query: "hedge=tied&utilization_share=0.7" },
    Preset { slug: "drop-one", label: "Do without the last", query: "hedge=drop_slowest" },
    Preset { slug: "one-fate", label: "Slow together", query: "hedge=hedged&correlation=1" },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased, Known, Readout, evaluate};
    use crate::url;

    fn topic() -> &'static dyn AnyTopic {
        const { &Erased::<Tail>::new() }
    }

    fn formula(query: &str, key: &str) -> Option<f64> {
        let decoded = url::decode(topic(), query);
        assert!(decoded.notices.is_empty(), "{:?}", decoded.notices);
        topic().report(&decoded.values).unwrap().readouts.iter().find(|r| r.key == key).and_then(Readout::number)
    }

    fn preset(slug: &str) -> &'static str {
        PRESETS.iter().find(|p| p.slug == slug).unwrap().query
    }

    #[test]
    fn ten_leaves_hit_one_request_in_ten_and_a_hundred_two_in_three() {
        assert!((formula("", "slow_request_share").unwrap() - 0.0956).abs() < 5e-5);
        assert!((1.0 - formula("", "slow_request_share").unwrap() - 0.9044).abs() < 5e-5);
        assert!((1.0 - formula("fan_out=100", "slow_request_share").unwrap() - 0.3660).abs() < 5e-5);
        assert!((formula(preset("two-thousand"), "slow_request_share").unwrap() - 0.1813).abs() < 1e-4);
        assert_eq!(formula("", "extra_load_share"), Some(0.0));
    }

    #[test]
    fn hedging_settles_at_thirty_percent_and_has_no_formula_at_eighty() {
        let extra = formula(preset("hedged-30"), "extra_load_share").unwrap();
        assert!((0.05..0.06).contains(&extra), "{extra}");
        assert!(formula(preset("hedged-30"), "p99_ms").unwrap() < 130.0);
        assert!(formula("", "p99_ms").unwrap() > 1000.0);
        assert_eq!(formula(preset("hedged-80"), "p99_ms"), None);
        // A budget that holds back: an approximation was off by four times, so there is none.
        assert_eq!(formula(preset("hedged-80-budget"), "slow_request_share"), None);
        assert_eq!(formula(preset("hedged-80-budget"), "extra_load_share"), None);
        assert!(
            formula("hedge=hedged&hedge_budget_pct=50", "p99_ms").is_some(),
            "one that does not is as good as none"
        );
    }

    #[test]
    fn one_leaf_in_a_hundred_slow_takes_as_long_as_a_slow_answer() {
        for slow in ["500", "1000", "20000"] {
            let p99 = formula(&format!("fan_out=1&slow_ms={slow}"), "p99_ms").unwrap();
            let slow: f64 = slow.parse().unwrap();
            assert!(p99 >= slow && p99 < slow + 1.0, "{slow}: {p99}");
        }
        // The same edge for requests of one fate, and where hedging begins at a leaf's 99th percentile.
        assert!(formula("correlation=1", "p99_ms").unwrap() >= 1000.0);
        assert!(formula("hedge=hedged&hedge_after_pct=99", "hedge_after_ms").unwrap() >= 1000.0);
    }

    #[test]
    fn doing_without_the_slowest_is_a_formula_only_where_slow_answers_come_last() {
        let readout = |query: &str| {
            let report = topic().report(&url::decode(topic(), query).values).unwrap();
            report.readouts.into_iter().find(|r| r.key == "slow_request_share").unwrap()
        };
        assert_eq!(readout("hedge=drop_slowest").known, Known::Formula);
        let near = readout("hedge=drop_slowest&slow_ms=5");
        assert_eq!(near.known.word(), "approximation");
        assert!((near.number().unwrap() - 0.082).abs() < 0.002, "{near:?}: a run of its own found 0.082");
    }

    #[test]
    fn slow_together_is_seldom_and_hedging_does_not_help() {
        assert!((formula(preset("one-fate"), "slow_request_share").unwrap() - 0.01).abs() < 1e-12);
        assert!((formula("correlation=1", "slow_request_share").unwrap() - 0.01).abs() < 1e-12);
    }

    #[test]
    fn the_simulation_finds_the_formulas_share_within_its_interval_at_the_defaults() {
        let readouts = evaluate(topic(), &url::decode(topic(), "sim_customers=20000").values).unwrap();
        let found = readouts.iter().find(|r| r.key == "sim_slow_request_share").unwrap();
        let Known::Simulated { half_width, n } = found.known else { panic!("{found:?}") };
        assert_eq!(n, 20_000);
        assert!((found.number().unwrap() - 0.095_617_9).abs() <= half_width, "{found:?}");
    }

    #[test]
    fn the_page_shows_the_harm_of_hedging_at_eighty_percent() {
        let with = |query: &str, key: &str| {
            let values = url::decode(topic(), &format!("{query}&sim_customers=10000")).values;
            evaluate(topic(), &values).unwrap().iter().find(|r| r.key == key).and_then(Readout::number).unwrap()
        };
        assert!(with(preset("hedged-30"), "sim_p99_ms") < 0.2 * with(preset("hedged-30"), "sim_p99_without_ms"));
        assert!(with(preset("hedged-80"), "sim_p99_ms") > 5.0 * with(preset("hedged-80"), "sim_p99_without_ms"));
        assert!(with(preset("hedged-80"), "sim_slower_share") > 0.8);
    }
}
