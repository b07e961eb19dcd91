//! Trying again, and how long to wait before.
//!
//! Attempt k (from 0) waits, with base b and cap c: fixed b · exponential min(c, b·2^k) · full jitter uniform(0, min(c, b·2^k)) ·
//! equal jitter half of that and a uniform half · decorrelated min(c, uniform(b, 3·previous)).
//! Source: M. Brooker, "Exponential backoff and jitter", AWS Architecture Blog (2015).

use crate::system::draw::Draw;

/// How long to wait before trying again. Times in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Backoff {
    /// Not at all.
    Immediate,
    /// Always as long.
    Fixed(f64),
    /// Twice as long each time: base and cap.
    Exponential(f64, f64),
    /// Anything up to that.
    FullJitter(f64, f64),
    /// Half of that, and anything up to the other half.
    EqualJitter(f64, f64),
    /// Anything between the base and three times the last wait, up to the cap.
    Decorrelated(f64, f64),
}

/// How often to try again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retry {
    /// Tries after the first, 1 … 100.
    pub times: u32,
    /// The wait before each.
    pub backoff: Backoff,
}

impl Backoff {
    /// The wait before retry `attempt` (from 0); `previous` is the last wait of the same request, 0 before the first.
    pub(in crate::system) fn wait_secs(&self, attempt: u32, previous: f64, draw: &mut Draw) -> f64 {
        let grown = |base: f64, cap: f64| (base * libm::exp2(f64::from(attempt))).min(cap);
        match *self {
            Self::Immediate => 0.0,
            Self::Fixed(secs) => secs,
            Self::Exponential(base, cap) => grown(base, cap),
            Self::FullJitter(base, cap) => grown(base, cap) * draw.uniform(),
            Self::EqualJitter(base, cap) => 0.5 * grown(base, cap) * (1.0 + draw.uniform()),
            Self::Decorrelated(base, cap) => {
                let last = if previous > 0.0 { previous } else { base };
                (base + (3.0 * last - base) * draw.uniform()).min(cap)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::draw::Purpose;

    fn mean_total(backoff: Backoff, n: u64) -> f64 {
        let total = |i: u64| {
            let mut previous = 0.0;
            (0..5).fold(0.0, |sum, attempt| {
                previous =
                    backoff.wait_secs(attempt, previous, &mut Draw::of(i * 8 + u64::from(attempt), Purpose::Backoff));
                sum + previous
            })
        };
        (0..n).map(total).sum::<f64>() / n as f64
    }

    /// Sums over five retries from 100 ms: 3,100 ms; equal jitter three quarters of it; full jitter half; decorrelated by its mean
    /// E(s) = (b + 3·s)/2.
    #[test]
    fn five_waits_sum_to_what_the_formulas_say() {
        assert!((mean_total(Backoff::Exponential(0.1, 10.0), 1) - 3.1).abs() < 1e-12);
        assert!((mean_total(Backoff::Exponential(0.1, 1.0), 1) - 2.5).abs() < 1e-12, "the cap holds");
        let n = 200_000;
        assert!((mean_total(Backoff::EqualJitter(0.1, 10.0), n) - 2.325).abs() < 0.006);
        assert!((mean_total(Backoff::FullJitter(0.1, 10.0), n) - 1.55).abs() < 0.011);
        assert!((mean_total(Backoff::Decorrelated(0.1, f64::MAX), n) - 3.45625).abs() < 0.06);
        assert_eq!(mean_total(Backoff::Immediate, 1), 0.0);
    }
}
