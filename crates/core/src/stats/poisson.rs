//! Poisson probabilities to full precision, and weighted sums of them.
//!
//! The textbook expression e^(−m) m^k / k! overflows at m ≈ 700 and, taken through logarithms of factorials, loses as many
//! digits as those logarithms are large. The saddle-point form keeps them all: it measures how far k is from m instead.
//!
//! **Source.** C. Loader, "Fast and accurate computation of binomial probabilities" (2000), the method used by R's
//! `dpois` and `dbinom`.
//!
//! **Where it stops being true.** Probabilities below about 1e-308 are rounded to zero.

const LN_TWO_PI: f64 = 1.837_877_066_409_345_3;

/// ln k! − (Stirling's formula) for k = 0 … 15, where the series below has not converged.
const STIRLING_ERRORS: [f64; 16] = [
    0.0,
    0.08106146679532726,
    0.0413406959554093,
    0.02767792568499834,
    0.020790672103765093,
    0.016644691189821193,
    0.013876128823070748,
    0.01189670994589177,
    0.010411265261972096,
    0.009255462182712733,
    0.00833056343336287,
    0.007573675487951841,
    0.00694284010720953,
    0.006408994188004207,
    0.0059513701127588475,
    0.005554733551962801,
];

/// What Stirling's formula lacks: ln k! − (k + ½) ln k + k − ½ ln 2π, for a whole number k ≥ 0.
pub(crate) fn stirling_error(k: f64) -> f64 {
    if k < 16.0 {
        return STIRLING_ERRORS[k as usize];
    }
    let inverse_square = 1.0 / (k * k);
    let terms = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0];
    terms.iter().rev().fold(0.0, |sum, term| sum * inverse_square + term) / k
}

/// x ln(x/m) + m − x, without cancellation where x is close to m.
pub(crate) fn deviance(x: f64, m: f64) -> f64 {
    let difference = x - m;
    if difference.abs() >= 0.1 * (x + m) {
        return x * libm::log(x / m) - difference;
    }
    let v = difference / (x + m);
    let mut sum = difference * v;
    let mut power = 2.0 * x * v;
    for j in 1..1_000 {
        power *= v * v;
        let next = sum + power / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

/// ln P(N = k) for a Poisson N of the given mean > 0 and a whole number k ≥ 0.
#[must_use]
pub fn ln_poisson_pmf(k: f64, mean: f64) -> f64 {
    if k == 0.0 {
        return -mean;
    }
    -stirling_error(k) - deviance(k, mean) - 0.5 * (LN_TWO_PI + libm::log(k))
}

/// P(N = k) for a Poisson N of the given mean ≥ 0 and a whole number k ≥ 0, in [0, 1].
#[must_use]
pub fn poisson_pmf(k: f64, mean: f64) -> f64 {
    if mean == 0.0 {
        return if k == 0.0 { 1.0 } else { 0.0 };
    }
    libm::exp(ln_poisson_pmf(k, mean))
}

/// P(N ≤ k) for a Poisson N of the given mean ≥ 0 and k ≥ 0, in [0, 1].
#[must_use]
pub fn poisson_cdf(k: u64, mean: f64) -> f64 {
    PoissonSum { mean, first: 0, last: k, ln_scale: 0.0 }.of(|_| 1.0).min(1.0)
}

/// P(N > k) for a Poisson N of the given mean ≥ 0 and k ≥ 0, in [0, 1].
#[must_use]
pub fn poisson_tail(k: u64, mean: f64) -> f64 {
    PoissonSum { mean, first: k + 1, last: u64::MAX, ln_scale: 0.0 }.of(|_| 1.0).min(1.0)
}

/// e^`ln_scale` · Σ P(N = i) w(i) over i = `first` … `last`.
///
/// All terms are positive, so nothing cancels; the sum starts at its largest terms and stops on either side where what is
/// left no longer matters. The weights must be positive and change slowly next to the probabilities (no faster than
/// linearly), as every queueing sum here does once its exponential part has been moved into `mean` and `ln_scale`.
pub(crate) struct PoissonSum {
    pub mean: f64,
    pub first: u64,
    pub last: u64,
    pub ln_scale: f64,
}

impl PoissonSum {
    pub fn of(&self, weight: impl Fn(u64) -> f64) -> f64 {
        if self.first > self.last {
            return 0.0;
        }
        if self.mean <= 0.0 {
            return if self.first == 0 { libm::exp(self.ln_scale) * weight(0) } else { 0.0 };
        }
        let start = (self.mean as u64).clamp(self.first, self.last);
        let at_start = libm::exp(self.ln_scale + ln_poisson_pmf(start as f64, self.mean));
        let mut sum = at_start * weight(start);
        let (mut probability, mut i) = (at_start, start);
        while i < self.last {
            i += 1;
            probability *= self.mean / i as f64;
            let term = probability * weight(i);
            sum += term;
            if term <= 1e-20 * sum {
                break;
            }
        }
        (probability, i) = (at_start, start);
        while i > self.first {
            probability *= i as f64 / self.mean;
            i -= 1;
            let term = probability * weight(i);
            sum += term;
            if term <= 1e-20 * sum {
                break;
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cases_match_the_textbook_expression() {
        let mut expected = libm::exp(-2.5);
        for k in 0..60 {
            let k = f64::from(k);
            // The exponent, at most 132 here, is right to an ε of itself; the recursion beside it rounds 60 times twice.
            assert!((poisson_pmf(k, 2.5) / expected - 1.0).abs() < 250.0 * f64::EPSILON, "{k}");
            expected *= 2.5 / (k + 1.0);
        }
    }

    #[test]
    fn head_and_tail_make_one_far_beyond_the_range_of_exp() {
        for mean in [0.1, 30.0, 1e4, 1e6] {
            for k in [0, 25, 9_950, 1_000_300] {
                assert!((poisson_cdf(k, mean) + poisson_tail(k, mean) - 1.0).abs() < 1e-12, "{mean} {k}");
            }
        }
        // P(N ≤ 99) for mean 100, by 50-digit arithmetic.
        assert!((poisson_cdf(99, 100.0) / 0.486_701_201_720_851_3 - 1.0).abs() < 1e-13);
    }

    #[test]
    fn the_series_meets_the_table() {
        let direct = |k: f64| {
            let inverse = 1.0 / (k * k);
            (1.0 / 12.0 - inverse / 360.0 + inverse * inverse / 1260.0) / k
        };
        assert!((STIRLING_ERRORS[15] - direct(15.0)).abs() < 1e-11);
        assert!((stirling_error(16.0) - direct(16.0)).abs() < 1e-11);
    }
}
