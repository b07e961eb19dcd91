//! A sample being gathered: durations sorted in as they come, in bounded memory, and buckets where they are too many.

use super::Sample;

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
pub(super) struct FineBuckets {
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
    pub fn record(&mut self, value: f64, times: u64) {
        // Adding zero makes −0 plain zero.
        let bits = (value + 0.0).to_bits();
        let octave = self.octaves[(bits >> 52) as usize].get_or_insert_with(|| Box::new([0; SUB]));
        let bucket = &mut octave[((bits >> SHIFT) as usize) & (SUB - 1)];
        *bucket = bucket.saturating_add(times);
    }

    /// Bucket middles with counts, ascending.
    pub fn groups(&self) -> Vec<(f64, u64)> {
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
