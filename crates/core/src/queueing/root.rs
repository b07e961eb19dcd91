//! Where a falling function crosses zero: false position with the Illinois weighting, kept honest by bisection.
//!
//! Source: M. Dowell and P. Jarratt, "A modified regula falsi method for computing the root of an equation",
//! BIT 11 (1971), doi:10.1007/BF01934364. The bracket never leaves the root; it stops at the last bits of the answer.

/// The root of `f` in `[low, high]`, where `f(low) ≥ 0 ≥ f(high)`.
pub(crate) fn falling_root(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let (mut at_low, mut at_high) = (f(low), f(high));
    if at_low <= 0.0 {
        return low;
    }
    if at_high >= 0.0 {
        return high;
    }
    let (mut last, mut wide) = (f64::NAN, high - low);
    // Which end moved last: +1 the low one, −1 the high one.
    let mut moved = 0;
    for step in 1..200 {
        let mut x = high - at_high * (high - low) / (at_high - at_low);
        // Every fourth step checks that the bracket has at least halved; otherwise it is halved by force.
        if step % 4 == 0 {
            if high - low > 0.5 * wide {
                x = 0.5 * (low + high);
            }
            wide = high - low;
        }
        if !(x > low && x < high) {
            x = 0.5 * (low + high);
        }
        let at_x = f(x);
        // Where the guess has stopped moving, what is left is the rounding of `f`.
        if at_x == 0.0 || (x - last).abs() <= 4.0 * f64::EPSILON * x.abs() || !(x > low && x < high) {
            return x;
        }
        last = x;
        // An end that stays for the second time counts half, so that the next guess falls beyond the root.
        if at_x > 0.0 {
            (low, at_low) = (x, at_x);
            if moved > 0 {
                at_high *= 0.5;
            }
            moved = 1;
        } else {
            (high, at_high) = (x, at_x);
            if moved < 0 {
                at_low *= 0.5;
            }
            moved = -1;
        }
    }
    0.5 * (low + high)
}

/// The time that a share `tail` of customers exceeds, for a continuous falling `survival`.
///
/// `scale_secs` is any time of the right order, such as the mean. Zero where even `survival(0)` does not exceed `tail`.
pub(crate) fn tail_quantile_secs(tail: f64, scale_secs: f64, survival: impl Fn(f64) -> f64) -> f64 {
    if survival(0.0) <= tail {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, scale_secs);
    for _ in 0..2_000 {
        if survival(high) <= tail {
            break;
        }
        (low, high) = (high, 2.0 * high);
    }
    let ln_tail = libm::log(tail);
    // Tails are close to exponential, so their logarithm is close to a straight line.
    falling_root(low, high, |t| libm::log(survival(t).max(f64::MIN_POSITIVE)) - ln_tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_root_to_the_last_bits() {
        let root = falling_root(0.0, 10.0, |x| 2.0 - x * x);
        assert!((root - core::f64::consts::SQRT_2).abs() <= 4.0 * f64::EPSILON);
        let flat = falling_root(0.0, 1.0, |x| libm::pow(0.3, 21.0) - libm::pow(x, 21.0));
        assert!((flat - 0.3).abs() < 1e-14, "{flat}");
    }

    #[test]
    fn inverts_an_exponential_tail() {
        for tail in [0.999, 0.5, 1e-5, 1e-15] {
            let t = tail_quantile_secs(tail, 3.0, |t| libm::exp(-t / 2.0));
            assert!((t / (-2.0 * libm::log(tail)) - 1.0).abs() < 1e-12);
        }
        assert_eq!(tail_quantile_secs(0.7, 1.0, |t| 0.5 * libm::exp(-t)), 0.0);
    }
}
