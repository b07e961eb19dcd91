//! The room as a whole: random scenarios and their laws, texts against theory, the cases of the literature.

mod cases;
mod laws;
pub(super) mod random;
mod retries;
mod shelves;
mod slicing;
mod texts;

use super::report::figures;
use super::{Run, text};
use crate::sim::Estimate;

/// A text run to its end.
pub(super) fn run(words: &str, secs: f64, seed: u64) -> Run {
    let scenario = text::read(words).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]));
    let mut run = Run::new(&scenario, secs, seed).expect("a law for everything");
    while !run.advance(1_000_000) {}
    run
}

/// One of its figures.
pub(super) fn figure(run: &Run, part: &str, key: &str) -> Estimate {
    let at = run.scenario().find(part).expect("a part of that name");
    let found = figures(run).into_iter().find(|f| (f.part, f.key) == (at, key));
    found.unwrap_or_else(|| panic!("no {part}.{key}")).estimate
}
