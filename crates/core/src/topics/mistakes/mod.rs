//! `mistakes`: seven traps, each a small experiment that ends in “what would have shown you this?”.

mod exercises;
mod inputs;
mod instruments;
mod report;

pub use inputs::{Inputs, Trap};
pub use instruments::{INSTRUMENTS, Instrument, instrument_for};

use crate::exercise::Exercise;
use crate::source::{Source, books};
use crate::topic::{Bet, Meta, NoRun, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum Mistakes {}

impl Topic for Mistakes {
    type Inputs = Inputs;
    type Run = NoRun;
    const META: Meta = Meta {
        slug: "mistakes",
        title: "Seven traps",
        asks: "What would have shown you this?",
        lede: "Seven mistakes that felt right at the time, each as an experiment with its numbers. Turn them until it hurts, then name the instrument that would have warned you.",
        part: Part::Practise,
        floor: 21,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "99 requests take 50 ms, one takes 5 s. The dashboard shows the mean, 99.5 ms. How many of the hundred took about that long?",
        bets: &[
            Bet { label: "99", right: false, says: "They took 50 ms, half of the mean." },
            Bet {
                label: "about half",
                right: false,
                says: "Half are below the median. A mean has no such promise: here 99 are below it.",
            },
            Bet { label: "one", right: false, says: "That one took fifty times the mean." },
            Bet {
                label: "none",
                right: true,
                says: "99 took half of it, one fifty times as long. The mean describes nobody.",
            },
        ],
        explains: "A mean stands where the weights balance, whether or not anything is there. Two heaps balance between them.",
        shows: "averages",
        draw: "",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "A week on the parser",
            says: "It felt slow. It is ten times faster now.",
            preset: "guessing",
            asks: "What did users gain?",
            answer: "0.27 ms of 800. A trace would have shown it in a minute.",
        },
        Step {
            title: "The green dashboard",
            says: "The mean is 99.5 ms, below the target of 120.",
            preset: "averages",
            asks: "What does the histogram show?",
            answer: "Two heaps, and nothing at the mean.",
        },
        Step {
            title: "40 % faster!",
            says: "A cleverer map: 2 µs saved at each of a hundred look-ups.",
            preset: "premature",
            asks: "How much of the request?",
            answer: "0.13 %. From 3,950 look-ups on it would be a twentieth.",
        },
        Step {
            title: "It reads so well",
            says: "For each order, get the customer.",
            preset: "n-plus-one",
            asks: "How many queries for 50 orders?",
            answer: "51, and 102 ms instead of 2. On a laptop with ten rows nobody saw it.",
        },
        Step {
            title: "Connect, ask, hang up",
            says: "46 ms to connect, a thousand times a second.",
            preset: "no-pooling",
            asks: "How many connections are being opened right now?",
            answer: "46. A pool opens none.",
        },
        Step {
            title: "Fast and wrong",
            says: "The price went from $29.99 to $49.99 three weeks ago. The cache has not heard.",
            preset: "no-expiry",
            asks: "Who found out first?",
            answer: "Accounting. $8,400 later. With five minutes to live: $1.39.",
        },
        Step {
            title: "Send it all",
            says: "47 fields, 2 MB, a phone.",
            preset: "everything",
            asks: "How long, and how long for what is needed?",
            answer: "1.6 s, and 4 ms. On the developer’s gigabit nobody noticed.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "Each trap alone; in life they come together and hide one another.",
        "A joined query takes somewhat longer than one of the loop, and can be slow by itself.",
        "Transfers have round trips and slow start besides bandwidth; the last 5 kB take a round trip however thick the link.",
        "Opening a connection also costs the database memory and processes, which is not counted here.",
        "Orders come evenly; a sale at a wrong price draws more of them.",
        "The figures are the tutorial’s examples, not measurements.",
    ];
    const SOURCES: &'static [Source] = &[
        books::AMDAHL_1967,
        books::HYNDMAN_FAN_1996,
        books::LITTLE_1961,
        Source {
            author: "D. E. Knuth",
            title: "Structured programming with go to statements (on premature optimization)",
            as_of: "1974",
            at: "https://doi.org/10.1145/356635.356640",
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
    Preset { slug: "guessing", label: "1 Guessing", query: "" },
    Preset { slug: "averages", label: "2 Averages only", query: "trap=averages" },
    Preset { slug: "premature", label: "3 Premature polish", query: "trap=premature" },
    Preset { slug: "n-plus-one", label: "4 A query a row", query: "trap=n_plus_one" },
    Preset { slug: "no-pooling", label: "5 No pool", query: "trap=no_pooling" },
    Preset { slug: "no-expiry", label: "6 No expiry", query: "trap=no_expiry" },
    Preset { slug: "everything", label: "7 Sending everything", query: "trap=everything" },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic::{AnyTopic, Erased, Report as Answer};
    use crate::url;

    fn answer(slug: &str) -> Answer {
        let topic: &dyn AnyTopic = &Erased::<Mistakes>::new();
        let query = PRESETS.iter().find(|p| p.slug == slug).unwrap().query;
        topic.report(&url::decode(topic, query).values).unwrap()
    }

    fn number(slug: &str, key: &str) -> f64 {
        answer(slug).readouts.iter().find(|r| r.key == key).and_then(|r| r.number()).unwrap_or_else(|| panic!("{key}"))
    }

    fn close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() <= 1e-9 * wanted.abs(), "{found} is not {wanted}");
    }

    #[test]
    fn polishing_the_parser_leaves_800_milliseconds() {
        close(number("guessing", "total_ms"), 800.3);
        close(number("guessing", "after_guess_ms"), 800.03);
        close(number("guessing", "after_measured_ms"), 80.3);
        assert!(number("guessing", "guess_gain_share") < 0.000_4);
    }

    #[test]
    fn the_mean_is_99_5_and_nobody_is_near_it() {
        close(number("averages", "mean_ms"), 99.5);
        close(number("averages", "p50_ms"), 50.0);
        assert_eq!(number("averages", "near_mean_share"), 0.0);
        close(number("averages", "max_ms"), 5_000.0);
        let p99 = answer("averages").readouts.into_iter().find(|r| r.key == "p99_ms").unwrap();
        assert_eq!(p99.needs_n, Some(299));
    }

    #[test]
    fn two_hundred_microseconds_of_150_milliseconds() {
        close(number("premature", "saved_us"), 200.0);
        close(number("premature", "gain_share"), 0.2 / 150.2);
    }

    #[test]
    fn fifty_one_queries_take_102_milliseconds() {
        close(number("n-plus-one", "queries"), 51.0);
        close(number("n-plus-one", "n_plus_one_ms"), 102.0);
        close(number("n-plus-one", "joined_ms"), 2.0);
    }

    #[test]
    fn forty_six_seconds_of_set_up_each_second() {
        close(number("no-pooling", "setup_secs_per_sec"), 46.0);
        close(number("no-pooling", "connecting"), 46.0);
    }

    #[test]
    fn the_old_price_gives_20_dollars_away_each_time() {
        close(number("no-expiry", "loss_per_order_usd"), 20.0);
        close(number("no-expiry", "lost_usd"), 8_400.0);
        assert!(number("no-expiry", "lost_with_ttl_usd") < 1.4);
    }

    #[test]
    fn two_megabytes_320_and_4_milliseconds() {
        close(number("everything", "full_ms"), 1_600.0);
        close(number("everything", "compressed_ms"), 320.0);
        close(number("everything", "needed_ms"), 4.0);
        close(number("everything", "saved_factor"), 400.0);
    }

    #[test]
    fn every_trap_ends_in_the_question_and_has_its_instrument() {
        for (preset, instrument) in PRESETS.iter().zip(INSTRUMENTS) {
            let note = &answer(preset.slug).notes[0];
            assert_eq!(note.title, "What would have shown you this?");
            assert!(note.says.contains(instrument.shows), "{}", preset.slug);
        }
    }
}
