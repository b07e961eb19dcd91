//! What a run says of its parts: values with intervals, and windows.
//!
//! Every value is a ratio of two sums that grow (waits over calls begun, busy time over time). The run after its warm-up is cut into
//! stretches of equal time; the standard error comes from the residuals x − r·y of the stretches, with a correction where neighbours
//! still resemble each other ((1 + φ)/(1 − φ), φ their lag-one correlation where it is positive).
//! Source: A. M. Law, *Simulation Modeling and Analysis*, 5th ed. (2015), §9.5.3.

use super::tally::{Sum, Tally};
use crate::sim::Estimate;
use crate::stats::student_quantile;

/// Stretches into which a run is cut.
pub const STRETCHES: usize = 40;

/// One stretch of time at one part, or several together.
pub type Stretch = (f64, Tally);

/// What a value divides by what.
pub(super) fn estimate(stretches: &[Stretch], over: impl Fn(f64, &Tally) -> (f64, f64), n: f64) -> Option<Estimate> {
    let pairs: Vec<(f64, f64)> = stretches.iter().map(|(secs, tally)| over(*secs, tally)).collect();
    let (x, y) = pairs.iter().fold((0.0, 0.0), |(x, y), pair| (x + pair.0, y + pair.1));
    if !(y > 0.0) {
        return None;
    }
    let value = x / y;
    let k = pairs.len() as f64;
    let mut half_width = f64::INFINITY;
    if pairs.len() >= 4 {
        let residual: Vec<f64> = pairs.iter().map(|(x, y)| x - value * y).collect();
        let square: f64 = residual.iter().map(|r| r * r).sum();
        let lagged: f64 = residual.windows(2).map(|w| w[0] * w[1]).sum();
        let phi = if square > 0.0 { (lagged / square).clamp(0.0, 0.9) } else { 0.0 };
        let inflated = (1.0 + phi) / (1.0 - phi);
        let error = (square * inflated * k / (k - 1.0)).sqrt() / y;
        let degrees = ((k - 1.0) / inflated).max(2.0);
        half_width = student_quantile(0.975, degrees) * error;
    }
    Some(Estimate { value, half_width, n: n as u64 })
}

/// The mean of `sum` over `per`, in units of which one is `scale`.
pub(super) fn ratio(stretches: &[Stretch], sum: Sum, per: Sum, scale: f64) -> Option<Estimate> {
    let n: f64 = stretches.iter().map(|(_, tally)| tally.get(per)).sum();
    estimate(stretches, |_, tally| (tally.get(sum) * scale, tally.get(per)), n)
}

/// `sum` a second.
pub(super) fn rate(stretches: &[Stretch], sum: Sum, scale: f64) -> Option<Estimate> {
    let n: f64 = stretches.iter().map(|(_, tally)| tally.get(Sum::Arrived)).sum();
    estimate(stretches, |secs, tally| (tally.get(sum) * scale, secs), n)
}

/// A window of a run at one part.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// From when, seconds.
    pub from: f64,
    /// Until when.
    pub until: f64,
    /// What came of each part in it.
    pub parts: Vec<Tally>,
    /// For each part that has clients: answers, median and 99th percentile of their response in seconds, where there are enough.
    pub percentiles: Vec<(u64, Option<f64>, Option<f64>)>,
}
