//! Processor time and its price.
//!
//! What: the processor hours that requests burn, and what they cost.
//! Assumptions: every request takes the mean time; a share of it is processor time, the rest is waiting (on a database, a disk,
//! the network) during which the core serves others; a core-hour has one price, and cores not needed are not paid for.
//! Symbols: n requests a day · t request time (s) · k processor share of it · hours n·t·k/3600 · dollars hours × price.
//! Source: accounting; figures of the tutorial (5 million × 450 ms at $0.17 an hour), AWS on-demand price below.
//! Validity: machines are rented whole and for peaks, so a real bill falls in steps and later than this line.

use super::DAYS_PER_MONTH;
use crate::quantity::Unit;
use crate::source::{Constant, Source};

/// What an hour of a small compute-optimised machine cost. ⚑ That is four virtual cores, not one: an hour of one core is a quarter.
pub const C5_XLARGE: Constant = Constant {
    name: "An hour of a c5.xlarge (4 virtual cores), US East, on demand",
    value: 0.17,
    low: 0.1,
    high: 0.2,
    unit: Unit::USD,
    source: Source {
        author: "Amazon Web Services",
        title: "EC2 on-demand pricing, Linux, us-east-1",
        as_of: "2024",
        at: "https://aws.amazon.com/ec2/pricing/on-demand/",
    },
};

/// Virtual cores of that machine.
pub const C5_XLARGE_CORES: f64 = 4.0;

/// Why a workload makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComputeError {
    /// Requests, time or price below zero or not finite.
    Size,
    /// A processor share outside [0, 1].
    Share,
}

impl std::fmt::Display for ComputeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Size => "Requests, time and price must be zero or more.",
            Self::Share => "The processor's share of the time must lie between 0 and 100 %.",
        })
    }
}

impl std::error::Error for ComputeError {}

/// A stream of requests and what their processor time costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compute {
    requests_per_day: f64,
    cpu_share: f64,
    usd_per_cpu_hour: f64,
}

impl Compute {
    /// `requests_per_day` ≥ 0, of whose time `cpu_share` in [0, 1] is processor time, at `usd_per_cpu_hour` ≥ 0.
    ///
    /// # Errors
    /// Where one of them is out of range.
    pub fn new(requests_per_day: f64, cpu_share: f64, usd_per_cpu_hour: f64) -> Result<Self, ComputeError> {
        let sized = |v: f64| v >= 0.0 && v.is_finite();
        if !sized(requests_per_day) || !sized(usd_per_cpu_hour) {
            return Err(ComputeError::Size);
        }
        if !(0.0..=1.0).contains(&cpu_share) {
            return Err(ComputeError::Share);
        }
        Ok(Self { requests_per_day, cpu_share, usd_per_cpu_hour })
    }

    /// Hours a day that all requests last together, waiting included, at `request_secs` ≥ 0 each.
    pub fn elapsed_hours_per_day(&self, request_secs: f64) -> f64 {
        self.requests_per_day * request_secs / 3600.0
    }

    /// Processor hours a day.
    pub fn cpu_hours_per_day(&self, request_secs: f64) -> f64 {
        self.elapsed_hours_per_day(request_secs) * self.cpu_share
    }

    /// Dollars a day.
    pub fn usd_per_day(&self, request_secs: f64) -> f64 {
        self.cpu_hours_per_day(request_secs) * self.usd_per_cpu_hour
    }

    /// Dollars a month of 30 days.
    pub fn usd_per_month(&self, request_secs: f64) -> f64 {
        self.usd_per_day(request_secs) * DAYS_PER_MONTH
    }

    /// Dollars a month saved by requests of `after_secs` instead of `before_secs`; negative where they became slower.
    pub fn saved_usd_per_month(&self, before_secs: f64, after_secs: f64) -> f64 {
        self.usd_per_month(before_secs) - self.usd_per_month(after_secs)
    }

    /// Cores kept busy on average: the offered load in the sense of queueing theory.
    pub fn busy_cores(&self, request_secs: f64) -> f64 {
        self.cpu_hours_per_day(request_secs) / 24.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs()
    }

    #[test]
    fn five_million_requests_of_450_ms_burn_625_hours_and_106_dollars_25_a_day() {
        let load = Compute::new(5e6, 1.0, 0.17).unwrap();
        assert!(near(load.cpu_hours_per_day(0.45), 625.0));
        assert!(near(load.usd_per_day(0.45), 106.25));
        assert!(near(load.saved_usd_per_month(0.45, 0.05), 2833.0 + 1.0 / 3.0));
        assert!(near(load.busy_cores(0.45), 625.0 / 24.0));
    }

    #[test]
    fn one_million_of_200_ms_and_ten_million_of_500_ms() {
        let small = Compute::new(1e6, 1.0, 0.17).unwrap();
        assert!((small.cpu_hours_per_day(0.2) - 55.5556).abs() < 1e-4);
        assert!((small.usd_per_day(0.2) - 9.444).abs() < 1e-3);
        assert!((small.usd_per_month(0.2) - 283.33).abs() < 1e-2);
        let large = Compute::new(1e7, 1.0, 0.17).unwrap();
        assert!((large.cpu_hours_per_day(0.5) - 1388.89).abs() < 1e-2);
    }

    #[test]
    fn time_spent_waiting_is_not_processor_time() {
        let waiting = Compute::new(5e6, 0.1, 0.17).unwrap();
        assert!(near(waiting.cpu_hours_per_day(0.45), 62.5));
        assert!(near(waiting.elapsed_hours_per_day(0.45), 625.0));
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(Compute::new(-1.0, 1.0, 0.17), Err(ComputeError::Size));
        assert_eq!(Compute::new(1.0, f64::NAN, 0.17), Err(ComputeError::Share));
    }
}
