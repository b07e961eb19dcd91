//! "Set the page to this": the page then shows the exercise's own answer, or the exercise is listed here with the reason.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

use std::collections::BTreeSet;

use explorer_core::topic::{AnyTopic, Quantity};
use explorer_core::{topics, url};

/// Whose answer is a step on the way, a ratio of two figures shown, or what the reader must set: the page has its parts.
const NOT_A_FIGURE_OF_THE_PAGE: &[&str] = &[
    "bottleneck/how-much-faster",          // what the reader sets: the speed-up
    "capacity/replicas",                   // two plans compared
    "capacity/traffic-bill",               // one row of the bill
    "compression/processors",              // compressing, sending and unpacking added up
    "compression/ratio",                   // what the reader sets: the reduction
    "connections/at-work",                 // in use at once: the busy share of the pool
    "connections/being-opened",            // a product of two inputs
    "connections/slowed-down",             // the most that the pool can pass, with more offered
    "latency-numbers/bandwidth-behind-it", // a row turned round
    "latency-numbers/human-scale",         // on the ladder
    "latency-numbers/round-trips",         // a count to be found
    "milliseconds-to-money/break-even",    // where the gain crosses zero
    "payload/a-page-of-it",                // two figures subtracted
    "payload/below-the-fold",              // lazy and WebP together
    "queue/growth",                        // two states compared
    "tail/how-many-leaves",                // a count to be found
    "tail/leaf-goal",                      // what the reader sets: the leaf's share
    "tail/price",                          // a bound from below of a figure shown
    "three-measures/cars-on-the-road",     // what the reader sets: the cars
];

/// Whether a figure of the page is the answer, to the exercise's own tolerance.
fn shown(topic: &dyn AnyTopic, query: &str, answer: f64, rel_tol: f64) -> bool {
    let decoded = url::decode(topic, query);
    let Ok(report) = topic.report(&decoded.values) else { return false };
    report.readouts.iter().any(|readout| {
        let value = readout.unit.to_base(match readout.value {
            Quantity::Number(value) => value,
            _ => return false,
        });
        (value - answer).abs() <= rel_tol * answer.abs() + 1e-12
    })
}

#[test]
fn a_page_set_to_an_exercise_shows_its_answer() {
    let mut missing = BTreeSet::new();
    for topic in topics::ALL {
        for exercise in topic.exercises() {
            for seed in 1..=12 {
                let problem = exercise.problem(seed);
                if problem.given.is_empty() {
                    continue;
                }
                let answer = problem.answer.unit.to_base(problem.answer.value);
                if !shown(*topic, &problem.given, answer, problem.answer.rel_tol) {
                    missing.insert(format!("{}/{}", topic.meta().slug, exercise.slug));
                }
            }
        }
    }
    let listed: BTreeSet<String> = NOT_A_FIGURE_OF_THE_PAGE.iter().map(|place| (*place).to_owned()).collect();
    assert_eq!(missing, listed, "left: the page shows something else than the answer; right: the list");
}
