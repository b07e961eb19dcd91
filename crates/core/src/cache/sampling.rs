//! Hit curves from a sample of the keys.
//!
//! Of all keys a share R is taken, by a hash of the key, with all its requests; a cache of R·C items on that sample behaves much
//! as one of C items on the whole. One sample is off by luck, above all by which of the popular keys it caught; so the keys are
//! split into as many disjoint samples as are run, each gives an estimate, and their spread gives the 95 % interval
//! (Student's t over the samples). Each estimate is corrected for the requests that its sample holds more or fewer than R of
//! all: hits are divided by R times all requests, and what is missing or surplus counts as hits at every size, since it is
//! popular keys that make the difference.
//!
//! Source: Waldspurger, Park, Garthwaite, Ahmad, "Efficient MRC construction with SHARDS", FAST 2015; correction: SHARDS-adj
//! there. Where it stops being true: samples of a few hundred keys, sizes of fewer than a hundred items (R·C below about ten).

use crate::dist::{GOLDEN, stirred};
use crate::stats::student_quantile;

/// Which of `parts` disjoint samples a key belongs to.
#[inline]
pub fn sample_of(key: u32, parts: u32) -> u32 {
    // Not the key's own low bits: keys are ranks, and the popular ones must spread.
    (((stirred(u64::from(key).wrapping_add(GOLDEN)) >> 32) * u64::from(parts)) >> 32) as u32
}

/// An estimate of one hit share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The hit share.
    pub share: f64,
    /// Half of its 95 % interval.
    pub half_width: f64,
}

/// The hit share on the whole from one sample: its hits and requests, all requests, and the share R of keys it holds.
pub fn corrected(hits: u64, requests: u64, all: u64, rate: f64) -> f64 {
    let expected = rate * all as f64;
    ((hits as f64 + (expected - requests as f64)) / expected).clamp(0.0, 1.0)
}

/// From the estimates of disjoint samples: their mean and interval.
pub fn combine(estimates: &[f64]) -> Estimate {
    let n = estimates.len() as f64;
    let share = estimates.iter().sum::<f64>() / n;
    if estimates.len() < 2 {
        return Estimate { share, half_width: 0.0 };
    }
    let variance = estimates.iter().map(|e| (e - share) * (e - share)).sum::<f64>() / (n - 1.0);
    Estimate { share, half_width: student_quantile(0.975, n - 1.0) * libm::sqrt(variance / n) }
}
