//! `milliseconds-to-money`: what does a slow page cost? Lost orders, burnt processor time, and how far to trust famous findings.

mod exercises;
mod inputs;
mod report;

pub use inputs::Inputs;

use crate::cost::bounce::{BBC, GOOGLE_SOASTA};
use crate::cost::compute::C5_XLARGE;
use crate::cost::findings::FINDINGS;
use crate::exercise::Exercise;
use crate::source::Source;
use crate::topic::{Bet, Meta, NoRun, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum MillisecondsToMoney {}

impl Topic for MillisecondsToMoney {
    type Inputs = Inputs;
    type Run = NoRun;
    const META: Meta = Meta {
        slug: "milliseconds-to-money",
        title: "Milliseconds to money",
        asks: "What does a slow page cost?",
        lede: "A page takes three seconds, and some of those who came for it have gone. Count what leaves with them, what the machines burn meanwhile, and how sure you may be.",
        part: Part::See,
        floor: 1,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "100,000 visitors a month, 40 % leave a slow page, 2 % of those who stay spend $50. A faster page would lose only 10 %. What is that worth a month?",
        bets: &[
            Bet {
                label: "$3,000",
                right: false,
                says: "A tenth of it. 30 points of 100,000 visitors are 30,000 people; 2 % of them place 600 orders.",
            },
            Bet {
                label: "$30,000",
                right: true,
                says: "30,000 more visitors × 2 % × $50. The percentages are of all visitors, so their difference is too.",
            },
            Bet {
                label: "$36,000",
                right: false,
                says: "That is 90 % of the $40,000 lost: the bounce share falls to 10 %, not by 90 %. This figure is in print, so you are in company.",
            },
            Bet { label: "$40,000", right: false, says: "That is the whole loss. One visitor in ten still leaves." },
        ],
        explains: "What comes back is the difference of the two bounce shares, times all visitors, times what an average visitor is worth (here one dollar).",
        shows: "tutorial-shop",
        draw: "",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "Four in ten leave",
            says: "100,000 people came. 40 % did not wait. Of the others, 2 % spend $50.",
            preset: "tutorial-shop",
            asks: "What has the shop lost, a month?",
            answer: "40,000 visitors, 800 orders, $40,000.",
        },
        Step {
            title: "What the fix brings",
            says: "For $200 a month the page gets faster and only 10 % leave.",
            preset: "tutorial-shop",
            asks: "Is it $36,000 that comes back?",
            answer: "$30,000. To 10 % is 30 points less, not 90 % less.",
        },
        Step {
            title: "Small shop, same page",
            says: "A thousand visitors a month, a fix for $400.",
            preset: "small-shop",
            asks: "Still worth it?",
            answer: "No: $300 comes back. The same milliseconds are worth a hundred times less.",
        },
        Step {
            title: "The machines’ side",
            says: "Five million requests a day, 450 ms each.",
            preset: "tutorial-endpoint",
            asks: "How many cores does that keep busy, day and night?",
            answer: "26: 625 hours a day over 24.",
        },
        Step {
            title: "Waiting is not working",
            says: "The same 450 ms, but nine tenths of it the request waits on the database.",
            preset: "waits-on-database",
            asks: "What does the faster version save now?",
            answer: "$283 a month instead of $2,833. People still gain the 400 ms.",
        },
        Step {
            title: "Whom do you believe?",
            says: "Now the load time drives the bounces, by the BBC’s sentence from an interview.",
            preset: "bbc",
            asks: "What would Google and SOASTA’s figures say of the same page?",
            answer: "Far less: about 14 % leave, not 30 %. Both are somebody else’s visitors.",
        },
        Step {
            title: "Test it at home",
            says: "Below stand the famous findings, each with how it was obtained. Not one can be repeated from what was published.",
            preset: "tutorial-shop",
            asks: "What would you do before you put such a figure in a business case?",
            answer: "Slow the page a little for visitors chosen at random, change nothing else, and count.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "Those who stay buy as often as before; in truth people who waited may buy less, and the impatient may have been the keenest.",
        "Visitors lost today may come back tomorrow, or never again: neither is counted.",
        "Advertising, margins and the cost of goods: revenue is not profit.",
        "Machines are rented whole, for peaks and with reserve, so that a real bill falls in steps, later and less than processor time does.",
        "The processor’s share of the time is taken to be the same before and after the improvement.",
        "A month has 30 days.",
    ];
    const SOURCES: &'static [Source] = &[
        FINDINGS[0].source,
        FINDINGS[1].source,
        FINDINGS[2].source,
        FINDINGS[3].source,
        BBC,
        FINDINGS[5].source,
        FINDINGS[6].source,
        GOOGLE_SOASTA,
        C5_XLARGE.source,
    ];

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn start(_: &Inputs) -> Option<NoRun> {
        None
    }
}

const PRESETS: &[Preset] = &[
    Preset { slug: "tutorial-shop", label: "The tutorial’s shop", query: "" },
    Preset { slug: "small-shop", label: "A small shop", query: "visitors_per_month=1000&fix_usd_per_month=400" },
    Preset { slug: "bbc", label: "The BBC’s figure", query: "bounce_source=bbc" },
    Preset { slug: "google-soasta", label: "Google/SOASTA’s figures", query: "bounce_source=google_soasta" },
    Preset {
        slug: "tutorial-endpoint",
        label: "5 million × 450 ms",
        query: "requests_per_day=5000000&request_ms=450&improved_ms=50",
    },
    Preset {
        slug: "one-million",
        label: "1 million × 200 ms wasted",
        query: "requests_per_day=1000000&request_ms=200&improved_ms=0.001",
    },
    Preset { slug: "ten-million", label: "10 million × 500 ms", query: "requests_per_day=10000000&request_ms=500" },
    Preset { slug: "waits-on-database", label: "It waits on a database", query: "cpu_share_pct=10" },
    Preset { slug: "one-core", label: "Price of one core", query: "usd_per_cpu_hour=0.0425" },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased};
    use crate::url;

    fn readout(query: &str, key: &str) -> f64 {
        let topic: &dyn AnyTopic = &Erased::<MillisecondsToMoney>::new();
        let decoded = url::decode(topic, query);
        assert!(decoded.notices.is_empty(), "{:?}", decoded.notices);
        let report = topic.report(&decoded.values).unwrap();
        report.readouts.iter().find(|r| r.key == key).and_then(|r| r.number()).unwrap()
    }

    fn preset(slug: &str, key: &str) -> f64 {
        readout(PRESETS.iter().find(|p| p.slug == slug).unwrap().query, key)
    }

    fn close(found: f64, wanted: f64, within: f64) {
        assert!((found - wanted).abs() <= within, "{found} is not {wanted}");
    }

    #[test]
    fn the_shop_loses_40_000_and_gets_30_000_back() {
        for (key, wanted) in [
            ("lost_visitors", 40_000.0),
            ("lost_orders", 800.0),
            ("lost_revenue_usd", 40_000.0),
            ("recovered_revenue_usd", 30_000.0),
            ("net_gain_usd", 29_800.0),
        ] {
            close(readout("", key), wanted, 1e-9);
        }
    }

    #[test]
    fn the_endpoint_burns_625_hours_and_saves_2_833_dollars() {
        close(readout("", "cpu_hours_per_day"), 625.0, 1e-9);
        close(readout("", "cpu_usd_per_day"), 106.25, 1e-9);
        close(readout("", "saved_usd_per_month"), 2833.33, 0.01);
    }

    #[test]
    fn the_tutorials_other_endpoints() {
        close(preset("one-million", "cpu_hours_per_day"), 55.56, 0.01);
        close(preset("one-million", "cpu_usd_per_day"), 9.44, 0.01);
        close(preset("one-million", "saved_usd_per_month"), 283.0, 0.5);
        close(preset("ten-million", "cpu_hours_per_day"), 1388.9, 0.05);
    }

    #[test]
    fn waiting_on_a_database_burns_no_processor_time() {
        close(preset("waits-on-database", "cpu_hours_per_day"), 62.5, 1e-9);
        close(preset("waits-on-database", "elapsed_hours_per_day"), 625.0, 1e-9);
        close(preset("waits-on-database", "saved_usd_per_month"), 283.333, 1e-3);
    }

    #[test]
    fn the_load_time_moves_nothing_until_a_source_is_chosen() {
        assert_eq!(readout("load_secs=9", "lost_revenue_usd"), readout("", "lost_revenue_usd"));
        close(preset("bbc", "bounce_share"), 1.0 - 0.9 * libm::pow(0.9, 2.4), 1e-12);
        close(preset("google-soasta", "bounce_share"), 0.1 * (1.32 + 0.2 / 2.0 * 0.58), 1e-12);
        assert!(readout("bounce_source=bbc&load_secs=9", "lost_revenue_usd") > preset("bbc", "lost_revenue_usd"));
    }

    #[test]
    fn the_small_shop_should_not_pay_for_the_fix() {
        close(preset("small-shop", "recovered_revenue_usd"), 300.0, 1e-9);
        close(preset("small-shop", "net_gain_usd"), -100.0, 1e-9);
    }

    #[test]
    fn a_core_hour_is_a_quarter_of_the_machines() {
        close(preset("one-core", "saved_usd_per_month") * 4.0, 2833.33, 0.01);
    }

    #[test]
    fn every_finding_is_told_with_year_and_warning() {
        let report = MillisecondsToMoney::report(&Inputs::default()).unwrap();
        for finding in FINDINGS {
            let note = report.notes.iter().find(|n| n.title == format!("{}, {}", finding.who, finding.source.as_of));
            assert!(note.is_some_and(|n| n.says.contains(finding.warning)), "{}", finding.who);
        }
    }
}
