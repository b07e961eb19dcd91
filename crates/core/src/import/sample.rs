//! Durations gathered in one pass: exact up to a million, and beyond that where they take few different values; otherwise to
//! three significant digits.
//!
//! | name | meaning |
//! |---|---|
//! | `values`, `up_to` | different values, ascending, and how many durations are no larger than each |
//! | `exact` | whether the values are the very durations, or middles of buckets |
//! | half a bucket | 1/2048 of the value ≈ 0.049 %: right to three significant digits |
//!
//! **Source.** The buckets are read off the bits of the number, as in [`Histogram`](crate::stats::Histogram), but eight times
//! finer, which is what HdrHistogram calls three significant digits (G. Tene, 2012). Mean, count and both extremes are exact
//! either way.

use super::Gathering;
use super::gathering::FineBuckets;
use crate::stats::quantile::quantile_by_rank;
use crate::stats::{Definition, RankInterval, quantile_ranks};

/// A finished sample of durations in milliseconds. Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    pub(super) values: Vec<f64>,
    pub(super) up_to: Vec<u64>,
    /// Mean in ms, exact to rounding.
    pub mean_ms: f64,
    /// Smallest, in ms, exact.
    pub min_ms: f64,
    /// Largest, in ms, exact.
    pub max_ms: f64,
    /// Whether every value is kept as it was; otherwise quantiles are right to three significant digits.
    pub exact: bool,
}

impl Sample {
    /// A sample of groups `(milliseconds, count)` in any order; nothing where all counts are zero.
    #[must_use]
    pub fn of_groups(groups: &[(f64, u64)]) -> Option<Self> {
        let mut gathering = Gathering::default();
        groups.iter().for_each(|&(ms, count)| gathering.record_many(ms, count));
        gathering.finish()
    }

    /// Number of durations.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.up_to.last().copied().unwrap_or(0)
    }

    /// Different values with their counts, ascending.
    pub fn groups(&self) -> impl Iterator<Item = (f64, u64)> + '_ {
        let before = std::iter::once(0).chain(self.up_to.iter().copied());
        self.values.iter().zip(&self.up_to).zip(before).map(|((&value, &up_to), before)| (value, up_to - before))
    }

    /// Number of different values.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.values.len()
    }

    /// The `i`-th of the different values in ms, and how many durations are no larger.
    #[must_use]
    pub fn step(&self, i: usize) -> Option<(f64, u64)> {
        Some((*self.values.get(i)?, *self.up_to.get(i)?))
    }

    /// The value of 1-based rank `rank`, in ms; the last beyond the count.
    #[must_use]
    pub fn at_rank(&self, rank: u64) -> f64 {
        let i = self.up_to.partition_point(|&up_to| up_to < rank);
        let value = self.values[i.min(self.values.len() - 1)];
        // Bucket middles at the two ends may lie outside of what was seen.
        if rank >= self.count() {
            self.max_ms
        } else if rank <= 1 {
            self.min_ms
        } else {
            value.clamp(self.min_ms, self.max_ms)
        }
    }

    /// The `q` quantile in ms, `q` in \[0, 1\] (held inside).
    #[must_use]
    pub fn quantile(&self, q: f64, definition: Definition) -> f64 {
        let q = if q >= 0.0 { q.min(1.0) } else { 0.0 };
        quantile_by_rank(self.count(), q, definition, |rank| self.at_rank(rank)).unwrap_or(self.max_ms)
    }

    /// A 95 % interval for the true `q` quantile from order statistics, in ms; an end is nothing where the sample is too
    /// small for it.
    #[must_use]
    pub fn interval(&self, q: f64) -> (Option<f64>, Option<f64>) {
        let RankInterval { low, high } = quantile_ranks(self.count(), q, 0.95);
        (low.map(|rank| self.at_rank(rank)), high.map(|rank| self.at_rank(rank)))
    }

    /// How many durations are larger than `ms`; beyond the exact million a bucket counts as its middle.
    #[must_use]
    pub fn above(&self, ms: f64) -> u64 {
        let i = self.values.partition_point(|&value| value <= ms);
        self.count() - if i == 0 { 0 } else { self.up_to[i - 1] }
    }

    /// How many durations lie in [from, to) ms.
    #[must_use]
    pub fn between(&self, from: f64, to: f64) -> u64 {
        let below = |ms: f64| match self.values.partition_point(|&value| value < ms) {
            0 => 0,
            i => self.up_to[i - 1],
        };
        below(to).saturating_sub(below(from))
    }

    /// The same durations counted in buckets, as beyond the exact million.
    #[must_use]
    pub fn in_buckets(&self) -> Self {
        let mut fine = FineBuckets::default();
        self.groups().for_each(|(value, count)| fine.record(value, count));
        let mut up_to = 0;
        let (values, counts): (Vec<f64>, Vec<u64>) = fine.groups().into_iter().unzip();
        let counts = counts.into_iter().map(|count| {
            up_to += count;
            up_to
        });
        Self { values, up_to: counts.collect(), exact: false, ..self.clone() }
    }

    /// As comma-separated values: milliseconds and how many, one line a value.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut csv = String::from("duration_ms,count\r\n");
        for (value, count) in self.groups() {
            csv += &format!("{value},{count}\r\n");
        }
        csv
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::LARGEST_RELATIVE_ERROR;

    fn noise(n: usize) -> Vec<f64> {
        let mut state = 7_u64;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                // Lognormal-like: spread over six decades, all different.
                libm::exp((state >> 11) as f64 / (1_u64 << 53) as f64 * 14.0 - 7.0)
            })
            .collect()
    }

    #[test]
    fn a_sample_is_its_groups() {
        let sample = Sample::of_groups(&[(8000.0, 1), (50.0, 95), (500.0, 4)]).unwrap();
        assert_eq!((sample.count(), sample.mean_ms, sample.min_ms, sample.max_ms), (100, 147.5, 50.0, 8000.0));
        assert_eq!([1, 95, 96, 99, 100, 101].map(|r| sample.at_rank(r)), [50.0, 50.0, 500.0, 500.0, 8000.0, 8000.0]);
        assert_eq!([49.0, 50.0, 499.0, 500.0, 8000.0].map(|ms| sample.above(ms)), [100, 5, 5, 1, 0]);
        assert_eq!(sample.between(50.0, 500.0), 95);
        assert_eq!(sample.groups().collect::<Vec<_>>(), [(50.0, 95), (500.0, 4), (8000.0, 1)]);
    }

    #[test]
    fn singles_and_groups_give_the_same_sample() {
        let (mut singles, mut groups) = (Gathering::default(), Gathering::default());
        for i in 0..5_000_u64 {
            let value = (i * i % 97) as f64;
            (0..i % 4).for_each(|_| singles.record(value));
            groups.record_many(value, i % 4);
        }
        assert_eq!(singles.finish().unwrap(), groups.finish().unwrap());
    }

    #[test]
    fn beyond_a_million_the_digits_agree_with_the_exact_ones() {
        let mut values = noise(2_300_000);
        let mut gathering = Gathering::default();
        values.iter().for_each(|&v| gathering.record(v));
        let sample = gathering.finish().unwrap();
        assert!(!sample.exact && sample.count() == 2_300_000);
        crate::stats::quantile::sort(&mut values);
        for definition in Definition::ALL {
            for q in [0.0, 0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1.0] {
                let exact = crate::stats::quantile_sorted(&values, q, definition).unwrap();
                let found = sample.quantile(q, definition);
                assert!(
                    (found / exact - 1.0).abs() <= LARGEST_RELATIVE_ERROR * 1.001,
                    "{definition} {q}: {found} {exact}"
                );
            }
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        assert!((sample.mean_ms / mean - 1.0).abs() < 1e-12);
        let above = values.iter().filter(|v| **v > 100.0).count() as f64;
        assert!((sample.above(100.0) as f64 / above - 1.0).abs() < 0.01);
    }

    #[test]
    fn a_million_different_values_are_still_exact() {
        let values = noise(1_000_000);
        let mut gathering = Gathering::default();
        values.iter().for_each(|&v| gathering.record(v));
        assert!(gathering.finish().unwrap().exact);
    }

    #[test]
    fn many_durations_of_few_values_stay_exact() {
        let mut gathering = Gathering::default();
        (0..3_000_000_u32).for_each(|i| gathering.record(f64::from(i % 1000)));
        let sample = gathering.finish().unwrap();
        assert!(sample.exact && sample.distinct() == 1000 && sample.mean_ms == 499.5);
    }

    #[test]
    fn negatives_and_zeros_keep_their_order_in_buckets() {
        let mut fine = FineBuckets::default();
        for value in [3.0, -0.0, -2.0, 0.0, -5.0, 1e-3] {
            fine.record(value, 1);
        }
        let groups = fine.groups();
        assert_eq!(groups.len(), 5);
        assert!(groups.windows(2).all(|w| w[0].0 < w[1].0) && groups[2] == (0.0, 2));
        assert!((groups[0].0 / -5.0 - 1.0).abs() < LARGEST_RELATIVE_ERROR * 1.001);
    }
}
