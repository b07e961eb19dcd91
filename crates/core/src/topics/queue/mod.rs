//! `queue`: why does 90 % busy hurt? The heart of the explorer: theory and simulation of one queueing station side by side.

mod exercises;
mod inputs;
pub mod opening;
mod report;
mod run;
mod theory;

pub use inputs::Inputs;
pub use run::QueuePageRun;

use crate::exercise::Exercise;
use crate::source::{Source, books};
use crate::topic::{Bet, Meta, Part, Predict, Preset, Refusal, Report, Step, Topic};

/// The topic.
pub enum Queue {}

impl Topic for Queue {
    type Inputs = Inputs;
    type Run = QueuePageRun;
    const META: Meta = Meta {
        slug: "queue",
        title: "Why 90 % busy hurts",
        asks: "Why does 90 % busy hurt?",
        lede: "One server, one line, customers who come when they like. Nothing changes but how often they come, and yet the wait explodes.",
        part: Part::UnderLoad,
        floor: 16,
    };
    const PRESETS: &'static [Preset] = PRESETS;
    const PREDICT: Predict = Predict {
        asks: "The server is busy 90 % of the time. Now 5 % more customers come. How much longer do they wait?",
        bets: &[
            Bet {
                label: "about 5 % longer",
                right: false,
                says: "That would be so if waiting grew in step with traffic. But the wait follows what is left of the server’s time, and of that nearly half has just gone: 10 % idle became 5.5 %.",
            },
            Bet {
                label: "about 20 % longer",
                right: false,
                says: "More than traffic, you felt that much. But the idle time that absorbs bunches of customers shrank from 10 % to 5.5 %, and the wait goes with its inverse.",
            },
            Bet {
                label: "about twice as long",
                right: true,
                says: "The idle share fell from 10 % to 5.5 %, nearly half, so the wait nearly doubles: from 9 service times to 17.",
            },
            Bet {
                label: "ten times as long",
                right: false,
                says: "So steep it is only closer to the edge: at 99 % another 0.9 % does that. From 90 % to 94.5 % the wait goes from 9 to 17 service times.",
            },
        ],
        explains: "The mean wait of one server with random customers is ρ/(1 − ρ) service times. What counts is 1 − ρ, the idle share: each time it halves, the wait doubles.",
        shows: "five-percent-more",
        draw: "response-curve",
    };
    const WALK: &'static [Step] = &[
        Step {
            title: "Two thirds busy",
            says: "A barista takes two minutes a coffee; a customer comes every three. A third of the time she stands idle.",
            preset: "barista",
            asks: "How long does a customer wait, on average?",
            answer: "Four minutes: twice as long as the coffee takes, with a third of the day to spare.",
        },
        Step {
            title: "Four fifths busy",
            says: "Now one comes every two and a half minutes. 20 % more customers.",
            preset: "barista-80",
            asks: "And the wait?",
            answer: "Eight minutes. It doubled.",
        },
        Step {
            title: "Nine tenths busy",
            says: "Watch the ring climb and the line behind the counter grow. The counter still idles 10 % of the time.",
            preset: "barista-90",
            asks: "Where does the wait come from, if she is free one minute in ten?",
            answer: "From bunching: customers come at random, so many come together, and an idle minute cannot be saved for later.",
        },
        Step {
            title: "Near the edge",
            says: "95 %. Each halving of the idle share doubles the wait.",
            preset: "barista-95",
            asks: "At 97.5 %?",
            answer: "It doubles again: about 78 minutes for a two-minute coffee.",
        },
        Step {
            title: "Take the randomness out of the service",
            says: "The same 90 %, but every coffee takes exactly two minutes.",
            preset: "clockwork-90",
            asks: "How much shorter is the wait?",
            answer: "Half. The other half came from the customers’ own bunching.",
        },
        Step {
            title: "A big pool runs hot",
            says: "64 baristas with one line, all 90 % busy.",
            preset: "pool-64",
            asks: "What share of customers waits at all?",
            answer: "31 %, and on average a twentieth of a service time. The rule “stay below 70 %” is a rule for one server.",
        },
        Step {
            title: "Turn people away",
            says: "Twice as many customers as can be served, but room for only ten.",
            preset: "overloaded-but-bounded",
            asks: "Why does this queue have an answer at all?",
            answer: "Because half are turned away. A limit turns endless waiting into refusals: choose which you would rather explain.",
        },
    ];
    const EXERCISES: &'static [Exercise] = exercises::ALL;
    const LESSON: &'static str = include_str!("lesson.md");
    const LEAVES_OUT: &'static [&'static str] = &[
        "Customers never give up, never come back, and never look at the line before they join.",
        "Arrivals do not react to the wait; in a closed system, where each user waits for an answer before asking again, they do.",
        "Servers are equal, never break, and lose no time between customers.",
        "Everything is in its steady state: the morning rush, in which rates change faster than the queue settles, is not here.",
        "Shortest job first and priorities assume that sizes and classes are known on arrival.",
    ];
    const SOURCES: &'static [Source] = SOURCES;

    fn report(inputs: &Inputs) -> Result<Report, Refusal> {
        report::report(inputs)
    }

    fn start(inputs: &Inputs) -> Option<QueuePageRun> {
        QueuePageRun::new(inputs)
    }
}

const PRESETS: &[Preset] = &[
    Preset {
        slug: "barista",
        label: "A barista, 67 % busy",
        query: "arrivals_per_sec=0.005555555555555556&service_ms=120000",
    },
    Preset { slug: "barista-70", label: "70 %", query: "arrivals_per_sec=0.005833333333333334&service_ms=120000" },
    Preset { slug: "barista-80", label: "80 %", query: "arrivals_per_sec=0.006666666666666667&service_ms=120000" },
    Preset { slug: "barista-90", label: "90 %", query: "arrivals_per_sec=0.0075&service_ms=120000" },
    Preset { slug: "barista-95", label: "95 %", query: "arrivals_per_sec=0.007916666666666667&service_ms=120000" },
    Preset { slug: "five-percent-more", label: "90 %, and 5 % more come", query: "arrivals_per_sec=37.8" },
    Preset {
        slug: "clockwork-90",
        label: "90 %, constant service",
        query: "arrivals_per_sec=0.0075&service_ms=120000&service_law=deterministic",
    },
    Preset { slug: "pool-64", label: "64 servers, 90 %", query: "arrivals_per_sec=2304&servers=64" },
    Preset { slug: "one-fast", label: "One fast server", query: "arrivals_per_sec=144&service_ms=6.25" },
    Preset { slug: "four-slow", label: "Four slow, one line", query: "arrivals_per_sec=144&servers=4" },
    Preset { slug: "four-lines", label: "Four slow, four lines", query: "arrivals_per_sec=36&service_ms=25&seed=43" },
    Preset {
        slug: "overloaded-but-bounded",
        label: "Overloaded, ten places",
        query: "arrivals_per_sec=80&capacity=10",
    },
    Preset {
        slug: "heavy-tail",
        label: "Heavy-tailed service",
        query: "arrivals_per_sec=32&service_law=pareto&service_cv=4",
    },
    Preset { slug: "bursts", label: "Customers in bursts", query: "arrivals_per_sec=28&arrival_law=bursty" },
];

const SOURCES: &[Source] = &[
    books::KLEINROCK_1975.section("chapters 3 to 5: M/M/1, M/M/c, M/G/1"),
    Source {
        author: "A. K. Erlang",
        title: "Solution of some problems in the theory of probabilities of significance in automatic telephone exchanges",
        as_of: "1917",
        at: "the loss and delay formulas",
    },
    Source {
        author: "J. F. C. Kingman",
        title: "The single server queue in heavy traffic",
        as_of: "1961",
        at: "https://doi.org/10.1017/S0305004100036094",
    },
    books::ALLEN_1990.section("chapter 5, the Allen–Cunneen approximation"),
    Source {
        author: "W. Whitt",
        title: "Planning queueing simulations",
        as_of: "1989",
        at: "https://doi.org/10.1287/mnsc.35.11.1341",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topics::kit::{Bench, near as close};

    const QUEUE: Bench<Queue> = Bench::new();

    fn readout(query: &str, key: &str) -> f64 {
        QUEUE.value(query, key)
    }

    fn preset(slug: &str, key: &str) -> f64 {
        QUEUE.preset(slug, key)
    }

    #[test]
    fn the_barista_makes_customers_wait_four_then_eight_minutes() {
        close(preset("barista", "mean_wait_ms"), 4.0 * 60e3);
        close(preset("barista-80", "mean_wait_ms"), 8.0 * 60e3);
        close(preset("barista-70", "utilization_share"), 0.70);
        close(preset("barista-90", "utilization_share"), 0.90);
        close(preset("barista-95", "utilization_share"), 0.95);
    }

    #[test]
    fn at_ninety_percent_eight_wait_and_with_constant_service_half_as_many() {
        close(preset("barista-90", "mean_queue_length"), 8.1);
        close(preset("clockwork-90", "mean_queue_length"), 4.05);
    }

    #[test]
    fn sixty_four_servers_are_calm_at_ninety_percent() {
        close(preset("pool-64", "wait_probability"), 0.310_663);
        close(preset("pool-64", "mean_wait_ms") / 25.0, 0.048_54);
    }

    #[test]
    fn five_percent_more_customers_nearly_double_the_wait() {
        let ratio = preset("five-percent-more", "mean_wait_ms") / readout("", "mean_wait_ms");
        assert!((1.8..2.0).contains(&ratio), "{ratio}");
    }

    #[test]
    fn the_one_in_a_hundred_stays_4_6_means_at_any_load() {
        for rate in ["4", "20", "36", "39.6"] {
            let query = format!("arrivals_per_sec={rate}");
            close(readout(&query, "p99_response_ms") / readout(&query, "mean_response_ms"), 4.605_17);
        }
    }

    #[test]
    fn an_unstable_queue_is_refused_with_what_would_help_and_a_limit_gives_an_answer() {
        let refusal = QUEUE.refusal("arrivals_per_sec=80");
        assert!(refusal.contains("at least 3 servers") && refusal.contains("below 40"), "{refusal}");
        close(preset("overloaded-but-bounded", "blocked_share"), 0.500_24);
    }

    #[test]
    fn one_fast_server_beats_four_slow_ones_in_response_and_loses_in_waiting() {
        assert!(preset("one-fast", "mean_response_ms") < preset("four-slow", "mean_response_ms"));
        assert!(preset("four-slow", "mean_wait_ms") < preset("one-fast", "mean_wait_ms") * 1.1);
        assert!(preset("four-slow", "mean_wait_ms") < 0.3 * preset("four-lines", "mean_wait_ms"));
    }

    #[test]
    fn a_capacity_below_the_servers_acts_as_fewer_servers() {
        close(
            readout("servers=8&capacity=2&arrivals_per_sec=100", "blocked_share"),
            readout("servers=2&capacity=2&arrivals_per_sec=100", "blocked_share"),
        );
    }

    #[test]
    fn wherever_there_is_a_formula_the_simulation_agrees_with_it() {
        let states = [
            "",
            "servers=8&arrivals_per_sec=280",
            "arrivals_per_sec=30&discipline=lifo",
            "arrivals_per_sec=30&discipline=sjf",
            "arrivals_per_sec=30&discipline=processor_sharing",
            "arrivals_per_sec=30&discipline=processor_sharing&service_law=lognormal",
            "arrivals_per_sec=30&discipline=priority",
            "arrivals_per_sec=30&discipline=priority_preemptive&service_law=erlang&service_cv=0.5",
            "arrivals_per_sec=30&service_law=deterministic",
            "arrivals_per_sec=30&service_law=hyperexponential&service_cv=2",
            "arrivals_per_sec=30&arrival_law=deterministic",
            "arrivals_per_sec=30&arrival_law=erlang&arrival_cv=0.5",
            "arrivals_per_sec=80&capacity=10",
            "arrivals_per_sec=300&servers=8&capacity=8&service_law=lognormal",
            "arrivals_per_sec=300&servers=8&capacity=12",
        ];
        let mut compared = 0;
        for query in states {
            let readouts = crate::topic::evaluate(QUEUE.topic(), &QUEUE.values(query)).unwrap();
            for theory in readouts.iter().filter(|r| r.known == crate::topic::Known::Formula) {
                let Some(twin) = readouts.iter().find(|r| r.key.strip_prefix("sim_") == Some(theory.key)) else {
                    continue;
                };
                let crate::topic::Known::Simulated { half_width, .. } = twin.known else { continue };
                let (exact, found) = (theory.number().unwrap(), twin.number().unwrap());
                // 4.9 standard errors (half a width is 1.96 of them), and what the histogram rounds.
                let allowed = 2.5 * half_width + 0.004 * exact.abs() + 1e-9;
                assert!(
                    (found - exact).abs() <= allowed,
                    "{query}: {} is {found} ± {half_width}, not {exact}",
                    theory.key
                );
                compared += 1;
            }
        }
        assert!(compared > 100, "{compared}");
    }
}
