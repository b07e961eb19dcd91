//! Binomial probabilities to full precision.
//!
//! **What.** P(B = k) = C(n, k) q^k (1−q)^(n−k), its head and its tail, for n up to 10¹² and more.
//!
//! **Source.** C. Loader, "Fast and accurate computation of binomial probabilities" (2000), the method of R's `dbinom`.
//!
//! **Where it stops being true.** Probabilities below about 1e-308 are rounded to zero.

use super::poisson::{deviance, stirling_error};

/// P(B = k) for n trials of probability `q` in [0, 1].
#[must_use]
pub fn binomial_pmf(k: u64, n: u64, q: f64) -> f64 {
    if k > n || q.is_nan() {
        return 0.0;
    }
    let (hits, misses, trials) = (k as f64, (n - k) as f64, n as f64);
    if k == 0 {
        return libm::exp(trials * libm::log1p(-q));
    }
    if k == n {
        return libm::exp(trials * libm::log(q));
    }
    if q <= 0.0 || q >= 1.0 {
        return 0.0;
    }
    let ln_ratio = stirling_error(trials)
        - stirling_error(hits)
        - stirling_error(misses)
        - deviance(hits, trials * q)
        - deviance(misses, trials * (1.0 - q));
    libm::exp(ln_ratio) * libm::sqrt(trials / (2.0 * core::f64::consts::PI * hits * misses))
}

/// P(B ≤ k), in [0, 1].
#[must_use]
pub fn binomial_cdf(k: u64, n: u64, q: f64) -> f64 {
    if k >= n {
        return 1.0;
    }
    // Summed on the side of k that holds less, where terms only fall.
    if k as f64 > n as f64 * q { 1.0 - upwards(k + 1, n, q) } else { downwards(k, n, q) }
}

/// P(B ≥ k), in [0, 1].
#[must_use]
pub fn binomial_tail(k: u64, n: u64, q: f64) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if k as f64 > n as f64 * q { upwards(k, n, q) } else { 1.0 - downwards(k - 1, n, q) }
}

fn downwards(k: u64, n: u64, q: f64) -> f64 {
    let mut term = binomial_pmf(k, n, q);
    let mut sum = term;
    for i in (1..=k).rev() {
        term *= i as f64 * (1.0 - q) / ((n - i + 1) as f64 * q);
        sum += term;
        if term < 1e-19 * sum {
            break;
        }
    }
    sum.min(1.0)
}

fn upwards(k: u64, n: u64, q: f64) -> f64 {
    let mut term = binomial_pmf(k, n, q);
    let mut sum = term;
    for i in k..n {
        term *= (n - i) as f64 * q / ((i + 1) as f64 * (1.0 - q));
        sum += term;
        if term < 1e-19 * sum {
            break;
        }
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fair_coin_thrown_ten_times() {
        let ways = [1, 10, 45, 120, 210, 252, 210, 120, 45, 10, 1];
        for (k, ways) in (0..).zip(ways) {
            assert!((binomial_pmf(k, 10, 0.5) / (f64::from(ways) / 1024.0) - 1.0).abs() < 1e-14);
        }
        assert!((binomial_cdf(3, 10, 0.5) - 176.0 / 1024.0).abs() < 1e-15);
        assert!((binomial_tail(8, 10, 0.5) - 56.0 / 1024.0).abs() < 1e-15);
    }

    #[test]
    fn head_and_tail_make_one() {
        for (n, q) in [(5, 0.2), (1_000, 0.99), (1_000_000, 0.5), (100_000_000, 0.999)] {
            for k in [1, n / 3, n / 2, n - 1, n] {
                assert!((binomial_cdf(k - 1, n, q) + binomial_tail(k, n, q) - 1.0).abs() < 1e-13, "{n} {q} {k}");
            }
        }
        assert_eq!((binomial_cdf(3, 3, 0.5), binomial_tail(0, 3, 0.5), binomial_tail(4, 3, 0.5)), (1.0, 1.0, 0.0));
    }
}
