//! Order statistics of independent values: the slowest and the quickest of several.
//!
//! **Assumptions.** n independent values of the same distribution.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | qⁿ | `share_all_below` (all n below the q quantile of one) | share |
//! | 1 − qⁿ | `share_any_above` | share |
//! | q^(1/n) | `level_of_slowest` (the q quantile of the slowest is this quantile of one) | share |
//! | 1 − (1−q)^(1/k) | `level_of_quickest` | share |
//! | m(1 + ½ + … + 1/n) | `mean_slowest_exponential` for a mean m | unit of m |
//! | −m ln(1 − q^(1/n)) | `quantile_slowest_exponential` | unit of m |
//!
//! **Source.** H. A. David and H. N. Nagaraja, *Order Statistics*, 3rd ed. (Wiley, 2003), §2.1 and §4.6; in computing, J. Dean and
//! L. A. Barroso, "The tail at scale", CACM 56(2) (2013), doi:10.1145/2408776.2408794.
//!
//! **Where it stops being true.** Servers that are slow together (a shared disk, a garbage collection, a busy hour) are not
//! independent, and the slowest is then less slow than this.

/// Share of requests of which all `n` parts are below the `q` quantile of one part, in [0, 1].
#[must_use]
pub fn share_all_below(n: u64, q: f64) -> f64 {
    libm::exp(n as f64 * libm::log(q.clamp(0.0, 1.0)))
}

/// Share of requests of which any of `n` parts is above the `q` quantile of one part, in [0, 1].
#[must_use]
pub fn share_any_above(n: u64, q: f64) -> f64 {
    if n == 0 { 0.0 } else { -libm::expm1(n as f64 * libm::log(q.clamp(0.0, 1.0))) }
}

/// The level in [0, 1] at which one part must be read for the `q` quantile of the slowest of `n` ≥ 1.
#[must_use]
pub fn level_of_slowest(n: u64, q: f64) -> f64 {
    libm::exp(libm::log(q.clamp(0.0, 1.0)) / n.max(1) as f64)
}

/// The level in [0, 1] at which one part must be read for the `q` quantile of the quickest of `k` ≥ 1.
#[must_use]
pub fn level_of_quickest(k: u64, q: f64) -> f64 {
    -libm::expm1(libm::log1p(-q.clamp(0.0, 1.0)) / k.max(1) as f64)
}

/// Mean of the slowest of `n` exponential values of the given mean, in its unit.
#[must_use]
pub fn mean_slowest_exponential(n: u64, mean: f64) -> f64 {
    mean * harmonic(n)
}

/// Mean of the quickest of `k` ≥ 1 exponential values of the given mean, in its unit.
#[must_use]
pub fn mean_quickest_exponential(k: u64, mean: f64) -> f64 {
    mean / k.max(1) as f64
}

/// The `q` quantile, `q` in [0, 1), of the slowest of `n` ≥ 1 exponential values of the given mean, in its unit.
#[must_use]
pub fn quantile_slowest_exponential(n: u64, q: f64, mean: f64) -> f64 {
    if !(q > 0.0) {
        return 0.0;
    }
    let ln_level = libm::log(q.min(1.0 - f64::EPSILON / 2.0)) / n.max(1) as f64;
    -mean * libm::log(-libm::expm1(ln_level))
}

/// 1 + ½ + … + 1/n, by the sum up to 64 and its expansion beyond.
#[must_use]
pub fn harmonic(n: u64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    if n <= 64 {
        return (1..=n).rev().fold(0.0, |sum, k| sum + 1.0 / k as f64);
    }
    let x = n as f64;
    let square = 1.0 / (x * x);
    libm::log(x) + EULER + 0.5 / x - square * (1.0 / 12.0 - square * (1.0 / 120.0 - square / 252.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_leaves_of_which_one_in_a_hundred_is_slow() {
        assert!((share_any_above(100, 0.99) - 0.633_967_658_726_770_5).abs() < 1e-15);
        assert!((share_all_below(10, 0.99) - 0.904_382_075_008_804_5).abs() < 1e-15);
        // One leaf in ten thousand, two thousand leaves: close to one request in five.
        assert!((share_any_above(2_000, 0.9999) - 0.1813).abs() < 5e-5);
        assert_eq!((share_any_above(0, 0.5), share_all_below(0, 0.5)), (0.0, 1.0));
    }

    #[test]
    fn the_expansion_continues_the_sum() {
        let sum: f64 = (1..=65).rev().map(|k| 1.0 / f64::from(k)).sum();
        assert!((harmonic(65) - sum).abs() < 1e-14);
        assert!((mean_slowest_exponential(10, 1.0) - 2.928_968_253_968_253_8).abs() < 1e-15);
    }

    #[test]
    fn levels_of_slowest_and_quickest_mirror_each_other() {
        for n in [1, 2, 10, 1_000] {
            assert!((level_of_slowest(n, 0.3) + level_of_quickest(n, 0.7) - 1.0).abs() < 1e-15);
            let q = share_all_below(n, level_of_slowest(n, 0.3));
            assert!((q - 0.3).abs() < 1e-13);
        }
        assert_eq!(quantile_slowest_exponential(3, 0.0, 1.0), 0.0);
    }
}
