//! Statistics against a second algorithm: plotting positions, quadrature, plain products and sums.

use crate::table::Family;
use explorer_core::stats::poisson::{poisson_cdf, poisson_pmf};
use explorer_core::stats::student::student_tail;
use explorer_core::stats::{Definition, RankInterval, binomial, normal, order, quantile_ranks, quantile_sorted};

/// Types 4 to 9 are linear interpolation through (p_k, x_k), p_k = (k − α)/(n + 1 − α − β): Hyndman and Fan's other form.
fn by_plotting_positions(sorted: &[f64], q: f64, alpha: f64, beta: f64) -> f64 {
    let n = sorted.len() as f64;
    let position = |k: usize| (k as f64 - alpha) / (n + 1.0 - alpha - beta);
    let after = (1..=sorted.len()).find(|&k| position(k) >= q);
    match after {
        None => sorted[sorted.len() - 1],
        Some(1) => sorted[0],
        Some(k) => {
            let share = (q - position(k - 1)) / (position(k) - position(k - 1));
            sorted[k - 2] + share * (sorted[k - 1] - sorted[k - 2])
        }
    }
}

#[test]
fn continuous_quantiles_by_plotting_positions() {
    let mut points = 0;
    for sample in &Family::named("quantiles").samples {
        let size = sample.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
        for q in [0.0, 0.013, 0.1, 0.333, 0.5, 0.77, 0.95, 0.991, 1.0] {
            for (definition, alpha, beta) in [
                (Definition::Type4, 0.0, 1.0),
                (Definition::Type5, 0.5, 0.5),
                (Definition::Type6, 0.0, 0.0),
                (Definition::Type7, 1.0, 1.0),
                (Definition::Type8, 1.0 / 3.0, 1.0 / 3.0),
                (Definition::Type9, 0.375, 0.375),
            ] {
                let ours = quantile_sorted(sample, q, definition).unwrap();
                let second = by_plotting_positions(sample, q, alpha, beta);
                // Positions of a thousand values are right to 1000ε of a step between values.
                assert!((ours - second).abs() <= 1e-11 * size, "{definition} at {q}: {ours} {second}");
                points += 1;
            }
        }
    }
    assert!(points >= 300);
}

#[test]
fn stepped_quantiles_by_counting() {
    for sample in &Family::named("quantiles").samples {
        for q in [0.013, 0.1, 0.333, 0.5, 0.77, 0.95, 0.991, 1.0] {
            // The smallest value with at least a share q of the sample at or below it.
            let enough = |x: f64| sample.iter().filter(|&&y| y <= x).count() as f64 >= q * sample.len() as f64 - 1e-9;
            let inverse = *sample.iter().find(|&&x| enough(x)).unwrap();
            assert_eq!(quantile_sorted(sample, q, Definition::Type1), Some(inverse));
            assert_eq!(quantile_sorted(sample, q, Definition::NearestRank), Some(inverse));
        }
    }
}

fn simpson(from: f64, to: f64, panels: u32, f: impl Fn(f64) -> f64) -> f64 {
    let h = (to - from) / f64::from(panels);
    let at = |i: u32| f(from + f64::from(i) * h);
    let inner: f64 = (1..panels).map(|i| if i % 2 == 1 { 4.0 * at(i) } else { 2.0 * at(i) }).sum();
    h / 3.0 * (at(0) + inner + at(panels))
}

#[test]
fn normal_and_student_tails_by_quadrature() {
    for z in [0.1, 0.5, 1.0, 1.96, 3.0, 5.0] {
        let area = simpson(0.0, z, 2_000, |x| (-0.5 * x * x).exp()) / (2.0 * std::f64::consts::PI).sqrt();
        assert!((0.5 - normal::normal_tail(z) - area).abs() < 1e-12);
        for degrees in [1.0, 2.0, 3.0, 9.0, 30.0, 500.0] {
            let shape = |x: f64| (-0.5 * (degrees + 1.0) * (x * x / degrees).ln_1p()).exp();
            // Its own constant by quadrature too: x = tan θ maps the line to an interval.
            let whole = 2.0
                * simpson(0.0, std::f64::consts::FRAC_PI_2 - 1e-9, 20_000, |angle| {
                    shape(angle.tan()) * (1.0 + angle.tan() * angle.tan())
                });
            let area = simpson(0.0, z, 2_000, shape) / whole;
            assert!((0.5 - student_tail(z, degrees) - area).abs() < 1e-8, "{z} {degrees}");
        }
    }
}

#[test]
fn order_statistics_by_products() {
    let mut points = 0;
    for n in [1_u64, 2, 3, 10, 40, 100, 1_000, 2_000] {
        for q in [0.05, 0.5, 0.9, 0.95, 0.99, 0.999, 0.99999] {
            let product: f64 = (0..n).map(|_| q).product();
            assert!((order::share_any_above(n, q) - (1.0 - product)).abs() < 1e-12);
            assert!((order::share_all_below(n, q) - product).abs() < 1e-12);
            // The slowest's quantile, read back through its distribution (1 − e^−t)ⁿ.
            let t = order::quantile_slowest_exponential(n, q, 1.0);
            assert!(((1.0 - (-t).exp()).powi(n as i32) / q - 1.0).abs() < 1e-11, "{n} {q}");
            points += 3;
        }
    }
    assert!(points >= 150);
}

#[test]
fn ranks_by_plain_binomial_sums() {
    for (n, q) in [(20_u64, 0.5), (100, 0.9), (500, 0.99), (1_000, 0.95), (1_000, 0.75), (600, 0.1)] {
        let mut pmf = vec![0.0; n as usize + 1];
        // C(n, k) q^k (1 − q)^(n − k) built up one trial after another (Pascal's triangle with weights).
        pmf[0] = 1.0;
        for _ in 0..n {
            for k in (1..pmf.len()).rev() {
                pmf[k] = pmf[k] * (1.0 - q) + pmf[k - 1] * q;
            }
            pmf[0] *= 1.0 - q;
        }
        for (k, p) in pmf.iter().enumerate().filter(|(_, p)| **p > 1e-280) {
            assert!((binomial::binomial_pmf(k as u64, n, q) / p - 1.0).abs() < 1e-10, "{n} {q} {k}");
        }
        let low = (1..=n).rev().find(|&rank| pmf[..rank as usize].iter().sum::<f64>() <= 0.025);
        let high = (1..=n).find(|&rank| pmf[rank as usize..].iter().sum::<f64>() <= 0.025);
        assert_eq!(quantile_ranks(n, q, 0.95), RankInterval { low, high }, "{n} {q}");
    }
}

#[test]
fn poisson_sums_by_recursion() {
    for mean in [0.01, 0.7, 3.0, 20.0, 150.0, 600.0_f64] {
        let (mut term, mut head) = ((-mean).exp(), 0.0);
        for k in 0..1_000_u32 {
            head += term;
            if term > 1e-280 {
                assert!((poisson_pmf(f64::from(k), mean) / term - 1.0).abs() < 1e-11, "{mean} {k}");
            }
            assert!((poisson_cdf(u64::from(k), mean) - head).abs() < 1e-11);
            term *= mean / f64::from(k + 1);
        }
    }
}
