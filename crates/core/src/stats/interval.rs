//! How sure one may be: intervals for quantiles and shares, and how many samples a percentile takes.
//!
//! | symbol | name | meaning |
//! |---|---|---|
//! | n, q | `count`, `q` | sample size, level of the quantile |
//! | l, h | [`RankInterval`] | ranks with P(x₍ₗ₎ ≤ true quantile ≤ x₍ₕ₎) ≥ confidence, from the binomial distribution |
//! | ⌈ln(1 − confidence)/ln q⌉ | [`samples_needed`] | samples of which the largest exceeds the true quantile with that confidence |
//! | Wilson's centre ± half width | [`share_interval`] | interval for a share seen as k of n |
//!
//! **Sources.** H. A. David and H. N. Nagaraja, *Order Statistics*, 3rd ed. (Wiley, 2003), §7.1; S. S. Wilks, "Determination of
//! sample sizes for setting tolerance limits", Ann. Math. Statist. 12 (1941), doi:10.1214/aoms/1177731788; E. B. Wilson,
//! "Probable inference, the law of succession, and statistical inference", JASA 22 (1927),
//! doi:10.1080/01621459.1927.10502953.
//!
//! **Where it stops being true.** All three take the samples to be independent. Successive response times of a busy system are
//! not: use [`batch`](super::batch), or far fewer "effective" samples.

use super::binomial::{binomial_cdf, binomial_tail};
use super::normal::normal_quantile;

/// Sample size beyond which ranks come from the normal approximation: its error, a rank or two, is then far below any other.
const HUGE: u64 = 1_000_000_000;

/// Ranks (1-based) of the sorted sample between which the true quantile lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankInterval {
    /// Lower rank; nothing where even the smallest value may be above the true quantile.
    pub low: Option<u64>,
    /// Upper rank; nothing where even the largest value may be below it: the sample is too small.
    pub high: Option<u64>,
}

/// Ranks that hold the true `q` quantile with at least the given confidence, each side risking half of the rest.
///
/// `q` and `confidence` in (0, 1). Exact up to 10⁹ samples.
#[must_use]
pub fn quantile_ranks(count: u64, q: f64, confidence: f64) -> RankInterval {
    if count == 0 || !(q > 0.0 && q < 1.0 && confidence > 0.0 && confidence < 1.0) {
        return RankInterval { low: None, high: None };
    }
    let risk = 0.5 * (1.0 - confidence);
    let n = count as f64;
    let spread = normal_quantile(1.0 - risk) * libm::sqrt(n * q * (1.0 - q));
    let low_guess = libm::floor(n * q - spread).clamp(0.0, n) as u64;
    let high_guess = libm::ceil(n * q + spread + 1.0).clamp(1.0, n + 1.0) as u64;
    if count > HUGE {
        return RankInterval {
            low: (low_guess > 0).then_some(low_guess),
            high: (high_guess <= count).then_some(high_guess),
        };
    }
    // x₍ₗ₎ is above the quantile when fewer than l samples are below it; the largest rank with a risk small enough.
    let low_risk = |rank: u64| binomial_cdf(rank - 1, count, q);
    let mut low = low_guess;
    while low > 0 && low_risk(low) > risk {
        low -= 1;
    }
    while low < count && low_risk(low + 1) <= risk {
        low += 1;
    }
    let high_risk = |rank: u64| binomial_tail(rank, count, q);
    let mut high = high_guess;
    while high <= count && high_risk(high) > risk {
        high += 1;
    }
    while high > 1 && high_risk(high - 1) <= risk {
        high -= 1;
    }
    RankInterval { low: (low > 0).then_some(low), high: (high <= count).then_some(high) }
}

/// How many samples it takes for one of them to lie beyond the true `q` quantile with the given confidence: 299 for 0.99 and
/// 2,995 for 0.999 at 95 %. Below the median, "beyond" means below. Nothing unless both are in (0, 1).
#[must_use]
pub fn samples_needed(q: f64, confidence: f64) -> Option<u64> {
    if !(q > 0.0 && q < 1.0 && confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let ln_inside = if q >= 0.5 { libm::log(q) } else { libm::log1p(-q) };
    let exact = libm::log1p(-confidence) / ln_inside;
    Some(libm::ceil(exact * (1.0 - 8.0 * f64::EPSILON)).max(1.0) as u64)
}

/// Wilson's interval for a share seen as `hits` of `count`, as (low, high) in [0, 1]; nothing without samples.
#[must_use]
pub fn share_interval(hits: u64, count: u64, confidence: f64) -> Option<(f64, f64)> {
    if count == 0 || hits > count || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let (n, z) = (count as f64, normal_quantile(0.5 + 0.5 * confidence));
    let share = hits as f64 / n;
    let square = z * z / n;
    let centre = share + 0.5 * square;
    let half = z * libm::sqrt((share * (1.0 - share) + 0.25 * square) / n);
    let low = if hits == 0 { 0.0 } else { (centre - half) / (1.0 + square) };
    let high = if hits == count { 1.0 } else { (centre + half) / (1.0 + square) };
    Some((low, high))
}

/// What an interval says of a theory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The theory lies inside an interval narrow enough to mean something.
    Agrees,
    /// The theory lies just outside, as it does for one interval in twenty.
    Near,
    /// The theory lies more than [`DIFFERS_BEYOND`] half widths away.
    Differs,
    /// The interval is wider than a quarter of the theory, or there is none.
    TooFewToSay,
}

/// Half widths beyond which theory and estimate differ, on pages and in the checks alike. A half width of a 95 % interval is
/// 1.96 standard errors: 4.9 of them are one false alarm in a million.
pub const DIFFERS_BEYOND: f64 = 2.5;

/// Compares a theory with an estimate and the half width of its 95 % interval, all in the same unit.
#[must_use]
pub fn verdict(theory: f64, estimate: f64, half_width: f64) -> Verdict {
    let apart = (theory - estimate).abs();
    // Where theory and estimate agree to rounding, a vanishing half width must not cry wolf.
    let rounding = 1e-12 * theory.abs();
    if !(half_width >= 0.0 && apart.is_finite()) {
        return Verdict::TooFewToSay;
    }
    if apart > DIFFERS_BEYOND * half_width + rounding {
        Verdict::Differs
    } else if theory != 0.0 && half_width > 0.25 * theory.abs() {
        // Against a theory of exactly zero no width is large.
        Verdict::TooFewToSay
    } else if apart <= half_width + rounding {
        Verdict::Agrees
    } else {
        Verdict::Near
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p99_takes_299_samples_and_p999_takes_2_995() {
        assert_eq!(samples_needed(0.99, 0.95), Some(299));
        assert_eq!(samples_needed(0.999, 0.95), Some(2_995));
        assert_eq!(samples_needed(0.5, 0.5), Some(1));
        assert_eq!(samples_needed(0.01, 0.95), Some(299));
        assert_eq!(samples_needed(1.0, 0.95), None);
    }

    #[test]
    fn ranks_cover_and_one_rank_less_would_not() {
        for (count, q) in [(1_000, 0.99), (10_000, 0.99), (500, 0.5), (1_000_000, 0.999), (100, 0.1)] {
            let RankInterval { low: Some(low), high: Some(high) } = quantile_ranks(count, q, 0.95) else {
                panic!("{count} {q}: too few")
            };
            assert!(binomial_cdf(low - 1, count, q) <= 0.025 && binomial_cdf(low, count, q) > 0.025);
            assert!(binomial_tail(high, count, q) <= 0.025 && binomial_tail(high - 1, count, q) > 0.025);
        }
    }

    #[test]
    fn a_small_sample_bounds_p99_on_one_side_only() {
        let ranks = quantile_ranks(100, 0.99, 0.95);
        assert_eq!((ranks.low, ranks.high), (Some(97), None));
        // 0.99³⁶⁷ is the first power not above 2.5 %.
        assert_eq!(quantile_ranks(366, 0.99, 0.95).high, None);
        assert_eq!(quantile_ranks(368, 0.99, 0.95).high, Some(368));
        assert_eq!(quantile_ranks(0, 0.99, 0.95), RankInterval { low: None, high: None });
    }

    #[test]
    fn the_approximation_takes_over_without_a_jump() {
        let (exact, approximate) = (quantile_ranks(HUGE, 0.999, 0.95), quantile_ranks(HUGE + 1, 0.999, 0.95));
        assert!(exact.low.unwrap().abs_diff(approximate.low.unwrap()) <= 3);
        assert!(exact.high.unwrap().abs_diff(approximate.high.unwrap()) <= 3);
    }

    #[test]
    fn a_share_never_leaves_zero_to_one() {
        // Wilson's interval for 0 of 10 ends at z²/(n + z²).
        let (low, high) = share_interval(0, 10, 0.95).unwrap();
        let square = 1.959_963_984_540_054 * 1.959_963_984_540_054;
        assert!(low == 0.0 && (high - square / (10.0 + square)).abs() < 1e-14);
        assert_eq!(share_interval(10, 10, 0.95).unwrap().1, 1.0);
        assert_eq!(share_interval(1, 0, 0.95), None);
    }

    #[test]
    fn a_verdict_needs_a_narrow_interval() {
        assert_eq!(verdict(10.0, 10.3, 0.5), Verdict::Agrees);
        assert_eq!(verdict(10.0, 10.8, 0.5), Verdict::Near);
        assert_eq!(verdict(10.0, 11.2, 0.5), Verdict::Near);
        assert_eq!(verdict(10.0, 11.3, 0.5), Verdict::Differs);
        assert_eq!(verdict(10.0, 11.0, 6.0), Verdict::TooFewToSay);
        assert_eq!(verdict(10.0, 11.0, f64::NAN), Verdict::TooFewToSay);
        assert_eq!(verdict(10.0, 60.0, 6.0), Verdict::Differs, "however wide the interval");
        assert_eq!(verdict(0.0, 0.0, 0.0), Verdict::Agrees);
        assert_eq!(verdict(0.0, 0.001, 0.002), Verdict::Agrees);
    }
}
