//! Count, mean, variance and extremes of a stream of values, in one pass and mergeable.
//!
//! | name | meaning |
//! |---|---|
//! | `count` | n |
//! | `mean` | Σx/n, in the unit of the values |
//! | `variance` | Σ(x − mean)²/(n − 1), unit squared |
//! | `scv` | variance/mean², the squared coefficient of variation of queueing formulas |
//!
//! **Source.** B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4
//! (1962), doi:10.1080/00401706.1962.10490022; merging: T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for
//! computing the sample variance", The American Statistician 37 (1983), doi:10.1080/00031305.1983.10483115.
//!
//! **Where it stops being true.** The variance describes the values, not the error of their mean: successive waits in a
//! queue resemble each other, and [`batch`](super::batch) is for that. Values that are not finite are not counted.

/// What a stream of values has been so far.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Summary {
    count: u64,
    mean: f64,
    squares: f64,
    least: f64,
    most: f64,
}

impl Summary {
    /// A summary of the values given.
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let mut summary = Self::default();
        values.iter().for_each(|&value| summary.record(value));
        summary
    }

    /// Takes in one value; one that is not finite is left out.
    #[inline]
    pub fn record(&mut self, value: f64) {
        if !value.is_finite() {
            return;
        }
        if self.count == 0 {
            (self.least, self.most) = (value, value);
        }
        self.count += 1;
        let from_mean = value - self.mean;
        self.mean += from_mean / self.count as f64;
        self.squares += from_mean * (value - self.mean);
        self.least = self.least.min(value);
        self.most = self.most.max(value);
    }

    /// Takes in the values of another summary, as if they had been recorded here.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        if self.count == 0 {
            *self = *other;
            return;
        }
        let (ours, theirs) = (self.count as f64, other.count as f64);
        let apart = other.mean - self.mean;
        self.mean += apart * (theirs / (ours + theirs));
        self.squares += other.squares + apart * apart * (ours * theirs / (ours + theirs));
        self.count += other.count;
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
    }

    /// Number of values.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean; nothing without values.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Sample variance; nothing below two values.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }

    /// Sample standard deviation; nothing below two values.
    #[must_use]
    pub fn std_dev(&self) -> Option<f64> {
        self.variance().map(libm::sqrt)
    }

    /// Squared coefficient of variation; nothing below two values or at mean zero.
    #[must_use]
    pub fn scv(&self) -> Option<f64> {
        self.variance().filter(|_| self.mean != 0.0).map(|variance| variance / (self.mean * self.mean))
    }

    /// Smallest value; nothing without values.
    #[must_use]
    pub fn min(&self) -> Option<f64> {
        (self.count > 0).then_some(self.least)
    }

    /// Largest value; nothing without values.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        (self.count > 0).then_some(self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_survive_a_large_offset() {
        let summary = Summary::of(&[1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0]);
        assert_eq!((summary.mean(), summary.variance()), (Some(1e9 + 10.0), Some(30.0)));
        assert_eq!((summary.min(), summary.max(), summary.count()), (Some(1e9 + 4.0), Some(1e9 + 16.0), 4));
    }

    #[test]
    fn merging_is_recording() {
        let values: Vec<f64> = (0..100).map(|i| libm::sin(f64::from(i)) * 5.0 + 2.0).collect();
        let whole = Summary::of(&values);
        for cut in [0, 1, 37, 100] {
            let mut parts = Summary::of(&values[..cut]);
            parts.merge(&Summary::of(&values[cut..]));
            assert!((parts.mean().unwrap() - whole.mean().unwrap()).abs() < 1e-14);
            assert!((parts.variance().unwrap() / whole.variance().unwrap() - 1.0).abs() < 1e-13);
            assert_eq!((parts.count(), parts.min(), parts.max()), (whole.count(), whole.min(), whole.max()));
        }
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        let mut empty = Summary::default();
        empty.record(f64::NAN);
        assert_eq!((empty.count(), empty.mean(), empty.variance(), empty.min()), (0, None, None, None));
        assert_eq!(Summary::of(&[3.0]).variance(), None);
    }
}
