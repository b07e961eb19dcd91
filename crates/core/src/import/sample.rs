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

use crate::stats::quantile::quantile_by_rank;
use crate::stats::{Definition, RankInterval, quantile_ranks};

/// Durations, or different values, kept exactly.
pub const EXACT_VALUES: usize = 1_000_000;

/// Durations sorted at a time.
const BLOCK: usize = 50_000;

/// Bits of the mantissa that choose a bucket within a power of two.
const SUB_BITS: u32 = 10;
const SHIFT: u32 = 52 - SUB_BITS;
const SUB: usize = 1 << SUB_BITS;

/// Largest error of a value beyond the exact million, relative to the value.
pub const LARGEST_RELATIVE_ERROR: f64 = 1.0 / 2048.0;

/// A finished sample of durations in milliseconds. Never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    values: Vec<f64>,
    up_to: Vec<u64>,
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

/// A sample being gathered.
#[derive(Clone, Debug, Default)]
pub struct Gathering {
    /// Single durations not yet sorted in.
    fresh: Vec<f64>,
    /// Groups not yet sorted in.
    fresh_groups: Vec<(f64, u64)>,
    /// Sorted different values with counts.
    groups: Vec<(f64, u64)>,
    fine: Option<Box<FineBuckets>>,
    /// Whether most durations of the last sorted block differ from each other.
    mostly_different: bool,
    count: u64,
    negatives: u64,
    sum: f64,
    /// What rounding took from the sum (Neumaier).
    lost: f64,
    least: f64,
    most: f64,
}

impl Gathering {
    /// Takes in one duration in ms; one that is not finite is left out.
    #[inline]
    pub fn record(&mut self, ms: f64) {
        if !ms.is_finite() {
            return;
        }
        self.note(ms, 1);
        if let Some(fine) = &mut self.fine {
            fine.record(ms, 1);
            return;
        }
        if self.fresh.len() >= EXACT_VALUES {
            self.overflow();
            if let Some(fine) = &mut self.fine {
                fine.record(ms, 1);
                return;
            }
        }
        self.fresh.push(ms);
        if self.fresh.len().is_multiple_of(BLOCK) {
            self.sort_block();
        }
    }

    /// Takes in a duration `times` over.
    pub fn record_many(&mut self, ms: f64, times: u64) {
        if times == 1 {
            return self.record(ms);
        }
        if !ms.is_finite() || times == 0 {
            return;
        }
        self.note(ms, times);
        if let Some(fine) = &mut self.fine {
            fine.record(ms, times);
            return;
        }
        self.fresh_groups.push((ms, times));
        if self.fresh_groups.len() >= EXACT_VALUES / 2 {
            self.sort_in();
        }
    }

    /// Durations so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Durations below zero so far.
    #[must_use]
    pub fn negatives(&self) -> u64 {
        self.negatives
    }

    #[inline]
    fn note(&mut self, ms: f64, times: u64) {
        if self.count == 0 {
            (self.least, self.most) = (ms, ms);
        }
        self.least = self.least.min(ms);
        self.most = self.most.max(ms);
        self.count = self.count.saturating_add(times);
        if ms < 0.0 {
            self.negatives = self.negatives.saturating_add(times);
        }
        let term = ms * times as f64;
        let sum = self.sum + term;
        self.lost +=
            if libm::fabs(self.sum) >= libm::fabs(term) { (self.sum - sum) + term } else { (term - sum) + self.sum };
        self.sum = sum;
    }

    /// Sorts the block that has just been filled, so that the whole, once full, is a row of sorted stretches and takes little time
    /// at once: the page must stay awake.
    #[cold]
    fn sort_block(&mut self) {
        let from = self.fresh.len() - BLOCK;
        let block = &mut self.fresh[from..];
        block.sort_unstable_by(f64::total_cmp);
        let different = 1 + block.windows(2).filter(|pair| pair[0] != pair[1]).count();
        self.mostly_different = different * 2 > BLOCK;
    }

    /// Makes room once a million durations have come: few different values are merged and stay exact, many go to buckets.
    #[cold]
    fn overflow(&mut self) {
        if self.mostly_different { self.go_over_to_buckets() } else { self.sort_in() }
    }

    /// Counts everything so far in buckets.
    fn go_over_to_buckets(&mut self) {
        let mut fine = Box::<FineBuckets>::default();
        self.groups.iter().chain(&self.fresh_groups).for_each(|&(value, count)| fine.record(value, count));
        self.fresh.iter().for_each(|&value| fine.record(value, 1));
        self.fine = Some(fine);
        (self.groups, self.fresh, self.fresh_groups) = (Vec::new(), Vec::new(), Vec::new());
    }

    /// Sorts the fresh durations in, and goes over to buckets where that makes too many different values.
    fn sort_in(&mut self) {
        // The stable sort finds the sorted stretches and only merges them.
        self.fresh.sort_by(f64::total_cmp);
        self.fresh_groups.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let old = std::mem::take(&mut self.groups);
        let mut merged: Vec<(f64, u64)> = Vec::with_capacity(old.len() + self.fresh.len() / 4);
        let mut singles = self.fresh.iter().map(|&value| (value, 1)).peekable();
        let mut groups = self.fresh_groups.iter().copied().peekable();
        let mut old = old.into_iter().peekable();
        loop {
            let next = |head: Option<&(f64, u64)>| head.map_or(f64::INFINITY, |g| g.0);
            let (a, b, c) = (next(singles.peek()), next(groups.peek()), next(old.peek()));
            let taken = if a <= b && a <= c && a.is_finite() {
                singles.next()
            } else if b <= c && b.is_finite() {
                groups.next()
            } else {
                old.next()
            };
            let Some((value, count)) = taken else { break };
            match merged.last_mut() {
                Some(last) if last.0 == value => last.1 = last.1.saturating_add(count),
                _ => merged.push((value, count)),
            }
        }
        self.fresh.clear();
        self.fresh_groups.clear();
        self.groups = merged;
        if self.groups.len() > EXACT_VALUES {
            self.go_over_to_buckets();
        }
    }

    /// The sample; nothing without a duration.
    #[must_use]
    pub fn finish(mut self) -> Option<Sample> {
        if self.fine.is_none() {
            self.sort_in();
        }
        let exact = self.fine.is_none();
        let groups = match self.fine {
            Some(fine) => fine.groups(),
            None => self.groups,
        };
        if self.count == 0 || groups.is_empty() {
            return None;
        }
        let mut sample = Sample {
            values: Vec::with_capacity(groups.len()),
            up_to: Vec::with_capacity(groups.len()),
            mean_ms: ((self.sum + self.lost) / self.count as f64).clamp(self.least, self.most) + 0.0,
            min_ms: self.least,
            max_ms: self.most,
            exact,
        };
        let mut up_to = 0_u64;
        for (value, count) in groups {
            up_to = up_to.saturating_add(count);
            sample.values.push(value);
            sample.up_to.push(up_to);
        }
        Some(sample)
    }
}

/// Buckets a thousandth of their value wide, below and above zero, allocated a power of two at a time.
#[derive(Clone, Debug)]
struct FineBuckets {
    /// By sign and exponent.
    octaves: Vec<Option<Box<[u64; SUB]>>>,
}

impl Default for FineBuckets {
    fn default() -> Self {
        Self { octaves: vec![None; 4096] }
    }
}

impl FineBuckets {
    #[inline]
    fn record(&mut self, value: f64, times: u64) {
        // Adding zero makes −0 plain zero.
        let bits = (value + 0.0).to_bits();
        let octave = self.octaves[(bits >> 52) as usize].get_or_insert_with(|| Box::new([0; SUB]));
        let bucket = &mut octave[((bits >> SHIFT) as usize) & (SUB - 1)];
        *bucket = bucket.saturating_add(times);
    }

    /// Bucket middles with counts, ascending.
    fn groups(&self) -> Vec<(f64, u64)> {
        let mut groups = Vec::new();
        for (index, octave) in self.octaves.iter().enumerate() {
            let Some(octave) = octave else { continue };
            for (place, &count) in octave.iter().enumerate().filter(|(_, count)| **count > 0) {
                let edge = ((index as u64) << 52) | ((place as u64) << SHIFT);
                // Zero is a value of its own, not the smallest bucket above it.
                let middle = if edge == 0 { 0.0 } else { f64::from_bits(edge + (1 << (SHIFT - 1))) };
                groups.push((middle, count));
            }
        }
        groups.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
