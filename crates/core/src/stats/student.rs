//! Student's t distribution: how many standard errors a mean of few values may be off.
//!
//! **What.** P(T > t) for ν degrees of freedom, and the t exceeded with a given probability.
//!
//! | symbol | name | range |
//! |---|---|---|
//! | ν | `degrees` | > 0 |
//! | P(T > t) = ½ I_x(ν/2, ½), x = ν/(ν + t²) | `student_tail` | \[0, ½\] for t ≥ 0 |
//!
//! **Source.** M. Abramowitz and I. Stegun, *Handbook of Mathematical Functions* (1964), 26.7.1 and 26.5.8 (the continued
//! fraction of the incomplete beta function I, summed by Lentz's method); 6.1.47 for Γ(a + ½)/Γ(a).
//!
//! **Where it stops being true.** Beyond a million degrees of freedom it is replaced by its first correction of the normal.

use super::normal::{normal_quantile, normal_tail};

/// Degrees of freedom beyond which the distribution is normal but for a term of 1/ν.
const MANY: f64 = 1e6;

/// P(T > t) for `degrees` > 0 degrees of freedom, in [0, 1].
#[must_use]
pub fn student_tail(t: f64, degrees: f64) -> f64 {
    if t < 0.0 {
        return 1.0 - student_tail(-t, degrees);
    }
    if degrees > MANY {
        return normal_tail(t) + normal_density(t) * t * (t * t + 1.0) / (4.0 * degrees);
    }
    let half = 0.5 * degrees;
    let square = t * t / degrees;
    // x^a (1−x)^b / B(a, b) with b = ½, from ln(1 + t²/ν) so that nothing is lost at either end.
    let ln_x = -libm::log1p(square);
    let front = libm::exp(half * ln_x) * libm::sqrt(square / (1.0 + square)) * gamma_ratio(half)
        / libm::sqrt(core::f64::consts::PI);
    let (x, y) = (1.0 / (1.0 + square), square / (1.0 + square));
    if x < (half + 1.0) / (half + 2.5) {
        0.5 * front * beta_fraction(half, 0.5, x) / half
    } else {
        0.5 - front * beta_fraction(0.5, half, y)
    }
}

/// The t that is not exceeded with probability `p` in (0, 1), for `degrees` > 0 degrees of freedom.
#[must_use]
pub fn student_quantile(p: f64, degrees: f64) -> f64 {
    if !(degrees > 0.0) || p.is_nan() || p == 0.5 {
        return 0.0;
    }
    if p < 0.5 {
        return -upper_quantile(p.max(f64::MIN_POSITIVE), degrees);
    }
    upper_quantile((1.0 - p).max(f64::EPSILON / 2.0), degrees)
}

/// The t exceeded with probability `tail` < ½: bracketed, then halved in ln t with Newton's step where it stays inside.
fn upper_quantile(tail: f64, degrees: f64) -> f64 {
    let (mut low, mut high) = (0.0, normal_quantile(1.0 - tail).max(1.0));
    while student_tail(high, degrees) > tail && high < 1e150 {
        (low, high) = (high, 2.0 * high);
    }
    let mut t = 0.5 * (low + high);
    for _ in 0..200 {
        let at = student_tail(t, degrees);
        if at > tail {
            low = t;
        } else {
            high = t;
        }
        // The tail falls like a power far out and like a normal near by; its logarithm is well behaved in both.
        let slope = density(t, degrees) / at;
        let newton = t + libm::log(at / tail) / slope;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - t).abs() <= 2.0 * f64::EPSILON * t {
            return next;
        }
        t = next;
    }
    t
}

fn density(t: f64, degrees: f64) -> f64 {
    if degrees > MANY {
        return normal_density(t);
    }
    let front = gamma_ratio(0.5 * degrees) / libm::sqrt(core::f64::consts::PI * degrees);
    front * libm::exp(-0.5 * (degrees + 1.0) * libm::log1p(t * t / degrees))
}

fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * core::f64::consts::PI)
}

/// Γ(a + ½)/Γ(a): the asymptotic series at a ≥ 64, reached by Γ's recurrence.
fn gamma_ratio(a: f64) -> f64 {
    let (mut a, mut factor) = (a, 1.0);
    while a < 64.0 {
        factor *= a / (a + 0.5);
        a += 1.0;
    }
    let terms = [-1.0 / 8.0, 1.0 / 128.0, 5.0 / 1024.0, -21.0 / 32_768.0, -399.0 / 262_144.0, 869.0 / 4_194_304.0];
    let series = 1.0 + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / a);
    factor * libm::sqrt(a) * series
}

/// The continued fraction of I_x(a, b) without its front factor and 1/a.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let keep = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d) = (1.0, 1.0 / keep(1.0 - (a + b) * x / (a + 1.0)));
    let mut fraction = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_two_degrees_have_closed_forms() {
        for t in [0.0, 0.01, 0.7, 1.0, 3.0, 50.0] {
            let cauchy = 0.5 - libm::atan(t) / core::f64::consts::PI;
            assert!((student_tail(t, 1.0) - cauchy).abs() < 1e-15, "{t}");
            let two = 0.5 - 0.5 * t / libm::sqrt(2.0 + t * t);
            assert!((student_tail(t, 2.0) - two).abs() < 1e-15, "{t}");
        }
    }

    #[test]
    fn table_values_at_ninety_five_per_cent() {
        for (degrees, t) in [(9.0, 2.262_157_162_798_205), (19.0, 2.093_024_054_408_308_7)] {
            assert!((student_quantile(0.975, degrees) / t - 1.0).abs() < 1e-12);
            assert!((student_quantile(0.025, degrees) / t + 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn the_quantile_inverts_the_tail_and_nears_the_normal() {
        for degrees in [0.5, 1.0, 2.5, 10.0, 1_000.0, 999_999.0, 1e9] {
            for p in [0.51, 0.9, 0.99, 0.999_99] {
                let t = student_quantile(p, degrees);
                assert!((student_tail(t, degrees) / (1.0 - p) - 1.0).abs() < 1e-11, "{degrees} {p} {t}");
            }
        }
        let (below, above) = (student_quantile(0.975, 999_999.0), student_quantile(0.975, 1_000_001.0));
        assert!((below / above - 1.0).abs() < 1e-10, "{below} {above}");
        assert_eq!(student_quantile(0.5, 3.0), 0.0);
    }
}
