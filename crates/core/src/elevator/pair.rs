//! Two buildings with the very same people: what an offer changes, person by person, so that most of the luck cancels.
//!
//! Source: A. M. Law, *Simulation Modeling and Analysis*, 5th ed., §11.2 (common random numbers). R. Peters and others report mean
//! waits from 4.1 to 7.4 s of one and the same rush: unpaired, a faster lift can look slower.

use super::measure::{LiftRun, mean, of_batches};
use crate::sim::Estimate;

/// Second less first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Of the mean waits, s; below zero where the second is quicker.
    pub wait_secs: Estimate,
}

impl Pair {
    /// Of two runs on one seed, over the people who count in both.
    pub fn of(first: &LiftRun, second: &LiftRun) -> Self {
        let pairs = first.waits().into_iter().zip(second.waits());
        let differences: Vec<f64> = pairs.map(|(a, b)| b - a).collect();
        Self { wait_secs: of_batches(&differences, mean) }
    }
}
