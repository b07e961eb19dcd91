//! A series of durations observed one after another, for simulations of any shape: mean, percentiles and the share of marked ones,
//! each with an interval that allows for neighbours resembling each other.
//!
//! ```
//! use explorer_core::sim::Series;
//! let mut waits = Series::new(1000, 0.1); // the first thousand are warm-up; a tenth of a second is typical
//! for i in 0..50_000u32 {
//!     waits.push(f64::from(i % 100) / 1000.0, i % 4 == 0);
//! }
//! assert!(waits.mean().covers(0.0495) && waits.marked_share().covers(0.25));
//! assert!((waits.quantile(0.5).value - 0.0495).abs() < 0.001);
//! ```

use super::observe::{Estimate, quantile_estimate, ratio_estimate};
use super::record::Record;

/// Durations in the order in which they were observed.
#[derive(Clone, Debug)]
pub struct Series {
    record: Record,
    seen: u64,
}

impl Series {
    /// Measures after the first `warmup` values; `typical_secs` > 0 is their order of magnitude.
    pub fn new(warmup: u64, typical_secs: f64) -> Self {
        Self { record: Record::new(warmup, typical_secs), seen: 0 }
    }

    /// Notes a duration ≥ 0; `marked` counts towards `marked_share`.
    #[inline]
    pub fn push(&mut self, secs: f64, marked: bool) {
        self.record.leave(0.0, secs, marked);
        self.record.open.arrivals += 1;
        self.seen += 1;
        if self.record.open.arrivals == self.record.ends_at {
            self.record.turn_page(self.seen as f64);
        }
    }

    /// How many have been measured.
    pub fn count(&self) -> u64 {
        self.record.total(&self.record.open).left
    }

    /// The mean.
    pub fn mean(&self) -> Estimate {
        let total = self.record.total(&self.record.open);
        ratio_estimate(&self.record.full, &total, total.left, |t| (t.response_secs, t.left as f64))
    }

    /// The share of marked ones.
    pub fn marked_share(&self) -> Estimate {
        let total = self.record.total(&self.record.open);
        ratio_estimate(&self.record.full, &total, total.left, |t| (t.waited as f64, t.left as f64))
    }

    /// The duration not exceeded with probability `q` in (0, 1).
    pub fn quantile(&self, q: f64) -> Estimate {
        quantile_estimate(&self.record, &self.record.responses(), q)
    }

    /// The longest measured, rounded up by at most 0.39 %.
    pub fn longest(&self) -> f64 {
        self.record.longest_response()
    }

    /// (from, to, count) of each stretch of durations seen, increasing.
    pub fn buckets(&self) -> Vec<(f64, f64, u32)> {
        self.record.open_responses.buckets(&self.record.responses()).collect()
    }
}
