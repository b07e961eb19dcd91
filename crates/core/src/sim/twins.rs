//! Two scenarios on the same random numbers: the same customers come at the same moments with the same demands, so most of the
//! luck cancels in the difference, and a small change shows with a tenth of the customers or less.
//!
//! The difference is taken batch by batch, between stretches of the same arrivals, and its interval from those differences.
//! Source: Law, *Simulation Modeling and Analysis*, 5th ed., §11.2 (common random numbers), §10.2.1 (paired t).

use super::observe::{Estimate, Estimates, half_width};
use super::record::Tally;
use super::run::QueueRun;
use super::scenario::{Scenario, ScenarioError};

/// Two runs side by side.
#[derive(Clone, Debug)]
pub struct Twins {
    first: QueueRun,
    second: QueueRun,
}

/// Second less first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Of the mean waits, seconds.
    pub wait_secs: Estimate,
    /// Of the mean times in the system, seconds.
    pub response_secs: Estimate,
    /// Of the mean numbers in the system.
    pub in_system: Estimate,
    /// Of the shares turned away.
    pub blocked_share: Estimate,
    /// Of the customers served a second.
    pub throughput_per_sec: Estimate,
}

impl Twins {
    /// Both on the same seed and the longer of the two warm-ups.
    /// # Errors
    /// When one of them makes no sense, or its queue would grow for ever.
    pub fn new(first: &Scenario, second: &Scenario, seed: u64) -> Result<Self, ScenarioError> {
        let warmup = Some(first.usual_warmup().max(second.usual_warmup()));
        Ok(Self { first: QueueRun::new(first, seed, warmup)?, second: QueueRun::new(second, seed, warmup)? })
    }

    /// Simulates `customers` more arrivals in each.
    pub fn advance(&mut self, customers: u64) {
        self.first.advance(customers);
        self.second.advance(customers);
    }

    /// Simulates until `customers` have been measured in each, at most `slice` more now; whether both are there.
    pub fn advance_to(&mut self, customers: u64, slice: u64) -> bool {
        let first = self.first.advance_to(customers, slice);
        self.second.advance_to(customers, slice) && first
    }

    /// Customers measured in each.
    pub fn done(&self) -> u64 {
        self.first.done().min(self.second.done())
    }

    /// What each says by itself.
    pub fn estimates(&self) -> (Estimates, Estimates) {
        (self.first.estimates(), self.second.estimates())
    }

    /// How the second differs from the first.
    pub fn difference(&self) -> Difference {
        let (first, second) = self.estimates();
        let between = |over: fn(&Tally) -> (f64, f64), a: Estimate, b: Estimate| {
            let value = b.value - a.value;
            let pairs = self.first.record().full.iter().zip(&self.second.record().full);
            let ratio = |(x, y): (f64, f64)| x / y;
            let differences: Vec<f64> = pairs.map(|(a, b)| ratio(over(&b.tally)) - ratio(over(&a.tally))).collect();
            let mean = differences.iter().sum::<f64>() / differences.len() as f64;
            let residuals: Vec<f64> = differences.iter().map(|d| d - mean).collect();
            Estimate { value, half_width: half_width(&residuals), n: a.n.min(b.n) }
        };
        Difference {
            wait_secs: between(|t| (t.wait_secs, t.left as f64), first.wait_secs, second.wait_secs),
            response_secs: between(|t| (t.response_secs, t.left as f64), first.response_secs, second.response_secs),
            in_system: between(|t| (t.system_area, t.secs), first.in_system, second.in_system),
            blocked_share: between(
                |t| (t.blocked as f64, t.arrivals as f64),
                first.blocked_share,
                second.blocked_share,
            ),
            throughput_per_sec: between(
                |t| (t.left as f64, t.secs),
                first.throughput_per_sec,
                second.throughput_per_sec,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Law;
    use crate::sim::{Arrivals, Discipline};

    fn at(service: f64) -> Scenario {
        Scenario::fifo(Arrivals::poisson(0.8).expect("valid"), Law::exponential(service).expect("valid"), 1)
    }

    #[test]
    fn a_difference_of_two_per_cent_in_service_shows_through_the_noise() {
        let mut twins = Twins::new(&at(1.0), &at(1.02), 5).expect("stable");
        while !twins.advance_to(100_000, 7_777) {}
        let difference = twins.difference().response_secs;
        // 1/(1/1.02 − 0.8) − 1/(1 − 0.8) = 0.5435.
        assert!(difference.covers(0.543_478), "{difference:?}");
        let (first, second) = twins.estimates();
        let apart = libm::hypot(first.response_secs.half_width, second.response_secs.half_width);
        assert!(difference.half_width < 0.35 * apart, "{} against {apart} unpaired", difference.half_width);
    }

    #[test]
    fn twins_of_different_order_serve_the_same_customers() {
        let first = at(1.0).with_discipline(Discipline::Lifo);
        let second = at(1.0).with_discipline(Discipline::Sjf);
        let mut twins = Twins::new(&first, &second, 9).expect("stable");
        twins.advance(150_000);
        let (first, second) = twins.estimates();
        // Both keep the one server busy whenever there is work: the same busy time, to rounding.
        assert!((first.total.busy_area - second.total.busy_area).abs() < 1e-6 * first.total.busy_area);
        assert!(twins.difference().response_secs.value < 0.0, "shortest first is quicker on average");
    }
}
