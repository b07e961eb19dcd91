//! A histogram whose buckets are read off the bits of the number: fast, mergeable, right to 0.39 %.
//!
//! A floating-point number is an exponent and a mantissa, so its leading bits are a logarithm for free: each power of two is
//! cut into 128 equal buckets. A bucket's middle is within 1/256 ≈ 0.39 % of everything in it.
//!
//! **Source.** The idea is that of HdrHistogram (G. Tene, 2012); reading the buckets off the bits is folklore.
//!
//! **Where it stops being true.** Below 2.2e-308 (subnormal numbers) buckets are wider. Quantiles here are by nearest rank on
//! bucket middles, held within the exact minimum and maximum; for exact quantiles keep the values and use
//! [`quantile_sorted`](super::quantile_sorted).

/// Bits of the mantissa that choose a bucket within a power of two.
const SUB_BITS: u32 = 7;
const SHIFT: u32 = 52 - SUB_BITS;

/// Largest error of a value read back, relative to the value: half a bucket, 1/256.
pub const LARGEST_RELATIVE_ERROR: f64 = 1.0 / 256.0;

/// Counts of values by size.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Histogram {
    /// Bucket number of `counts[0]`.
    first: usize,
    counts: Vec<u64>,
    total: u64,
    zeros: u64,
    negatives: u64,
    least: f64,
    most: f64,
}

impl Histogram {
    /// Counts a value; one that is not finite is left out.
    #[inline]
    pub fn record(&mut self, value: f64) {
        self.record_many(value, 1);
    }

    /// Counts a value `times` over.
    #[inline]
    pub fn record_many(&mut self, value: f64, times: u64) {
        if !value.is_finite() || times == 0 {
            return;
        }
        if self.total == 0 {
            (self.least, self.most) = (value, value);
        }
        self.least = self.least.min(value);
        self.most = self.most.max(value);
        self.total += times;
        if value > 0.0 {
            let bucket = (value.to_bits() >> SHIFT) as usize;
            let place = bucket.wrapping_sub(self.first);
            if place >= self.counts.len() {
                self.grow(bucket);
            }
            self.counts[bucket - self.first] += times;
        } else if value == 0.0 {
            self.zeros += times;
        } else {
            self.negatives += times;
        }
    }

    /// Makes room for a bucket, with a power of two to spare.
    #[cold]
    fn grow(&mut self, bucket: usize) {
        let spare = 1 << SUB_BITS;
        let (from, to) = if self.counts.is_empty() {
            (bucket.saturating_sub(spare), bucket + spare)
        } else {
            (self.first.min(bucket.saturating_sub(spare)), (self.first + self.counts.len()).max(bucket + spare))
        };
        let mut counts = vec![0; to - from];
        if !self.counts.is_empty() {
            let offset = self.first - from;
            counts[offset..offset + self.counts.len()].copy_from_slice(&self.counts);
        }
        (self.first, self.counts) = (from, counts);
    }

    /// Takes in the counts of another histogram.
    pub fn merge(&mut self, other: &Self) {
        if other.total == 0 {
            return;
        }
        if self.total == 0 {
            *self = other.clone();
            return;
        }
        for (place, &count) in other.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let bucket = other.first + place;
            if bucket.wrapping_sub(self.first) >= self.counts.len() {
                self.grow(bucket);
            }
            self.counts[bucket - self.first] += count;
        }
        self.total += other.total;
        self.zeros += other.zeros;
        self.negatives += other.negatives;
        self.least = self.least.min(other.least);
        self.most = self.most.max(other.most);
    }

    /// Number of values counted, zeros and negatives included.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.total
    }

    /// Number of zeros.
    #[must_use]
    pub fn zeros(&self) -> u64 {
        self.zeros
    }

    /// Number of values below zero.
    #[must_use]
    pub fn negatives(&self) -> u64 {
        self.negatives
    }

    /// Smallest value, exact; nothing without values.
    #[must_use]
    pub fn min(&self) -> Option<f64> {
        (self.total > 0).then_some(self.least)
    }

    /// Largest value, exact; nothing without values.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        (self.total > 0).then_some(self.most)
    }

    /// The value of rank ⌈nq⌉ to within [`LARGEST_RELATIVE_ERROR`]; a rank among the negatives gives the minimum. Nothing
    /// without values or for `q` outside \[0, 1\].
    #[must_use]
    pub fn quantile(&self, q: f64) -> Option<f64> {
        if self.total == 0 || !(0.0..=1.0).contains(&q) {
            return None;
        }
        let exact = self.total as f64 * q;
        let rank = (libm::ceil(exact * (1.0 - 4.0 * f64::EPSILON)) as u64).clamp(1, self.total);
        let mut seen = self.negatives;
        if rank <= seen {
            return Some(self.least);
        }
        seen += self.zeros;
        if rank <= seen {
            return Some(0.0);
        }
        if rank == self.total {
            return Some(self.most);
        }
        for (place, count) in self.counts.iter().enumerate() {
            seen += count;
            if rank <= seen {
                return Some(middle(self.first + place).clamp(self.least, self.most));
            }
        }
        Some(self.most)
    }

    /// Buckets that are not empty, ascending: (from, to, count), from included and to not. Zeros and negatives are apart.
    pub fn buckets(&self) -> impl Iterator<Item = (f64, f64, u64)> + '_ {
        self.counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(place, &count)| {
            let bucket = self.first + place;
            (edge(bucket), edge(bucket + 1), count)
        })
    }
}

fn edge(bucket: usize) -> f64 {
    f64::from_bits((bucket as u64) << SHIFT)
}

fn middle(bucket: usize) -> f64 {
    f64::from_bits(((bucket as u64) << SHIFT) + (1 << (SHIFT - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back_within_the_promised_error() {
        for exponent in -300..300 {
            for step in 0..50 {
                let value = libm::pow(10.0, f64::from(exponent)) * (1.0 + f64::from(step) * 0.181);
                let bucket = (value.to_bits() >> SHIFT) as usize;
                assert!(edge(bucket) <= value && value < edge(bucket + 1));
                assert!((middle(bucket) / value - 1.0).abs() <= LARGEST_RELATIVE_ERROR, "{value}");
            }
        }
    }

    #[test]
    fn merging_is_recording() {
        let (mut whole, mut a, mut b) = (Histogram::default(), Histogram::default(), Histogram::default());
        for i in 0..1_000 {
            let value = f64::from(i - 10) * libm::exp(f64::from(i % 7));
            whole.record(value);
            if i % 3 == 0 { a.record(value) } else { b.record(value) }
        }
        a.merge(&b);
        assert_eq!((a.count(), a.zeros(), a.negatives()), (1_000, 1, 10));
        assert_eq!(a.buckets().collect::<Vec<_>>(), whole.buckets().collect::<Vec<_>>());
        for q in [0.0, 0.005, 0.5, 0.99, 1.0] {
            assert_eq!(a.quantile(q), whole.quantile(q));
        }
    }

    #[test]
    fn zeros_and_negatives_have_their_ranks() {
        let mut histogram = Histogram::default();
        for value in [-3.0, 0.0, 0.0, 5.0, f64::NAN, f64::INFINITY] {
            histogram.record(value);
        }
        assert_eq!(histogram.count(), 4);
        assert_eq!([0.25, 0.5, 0.75, 1.0].map(|q| histogram.quantile(q).unwrap()), [-3.0, 0.0, 0.0, 5.0]);
        assert_eq!(Histogram::default().quantile(0.5), None);
    }
}
