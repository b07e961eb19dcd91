//! Fitting the Universal Scalability Law to measured points by least squares.
//!
//! The sum of squares of *throughput* residuals is made smallest (not that of the linearised form N/X, which lets the
//! slowest points rule). In a = 1/γ, b = α/γ, c = β/γ the model is X = N/(a + b(N−1) + cN(N−1)); the linearised problem
//! gives the start, Gauss and Newton's steps the rest. Where an unconstrained fit would make α or β negative, it is fitted
//! without that term instead: of the admissible fits the best is taken.
//!
//! Source: N. J. Gunther, *Guerrilla Capacity Planning* (Springer, 2007), ch. 5; J. Nocedal and S. J. Wright, *Numerical
//! Optimization*, 2nd ed. (Springer, 2006), §10.3.

use super::error::{QueueError, in_range, positive};
use super::usl::Usl;

/// A fitted curve and how well it fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UslFit {
    /// The curve.
    pub curve: Usl,
    /// Root of the mean squared difference between measured and fitted throughput, a second.
    pub rms_residual_per_sec: f64,
    /// Share of the variance of the throughput that the curve explains, at most 1.
    pub explained_share: f64,
    /// Number of points.
    pub points: usize,
}

impl UslFit {
    /// Fits points of (workers ≥ 1, throughput a second).
    ///
    /// # Errors
    /// [`QueueError::OutOfRange`] for fewer than three different numbers of workers, [`QueueError`] for a point that is no
    /// measurement, or where no curve with a positive throughput fits.
    pub fn to_points(points: &[(f64, f64)]) -> Result<Self, QueueError> {
        let mut workers: Vec<f64> = points.iter().map(|point| point.0).collect();
        for &(n, throughput) in points {
            in_range("a number of workers", n, 1.0, 1e9)?;
            positive("a throughput", throughput)?;
        }
        workers.sort_unstable_by(f64::total_cmp);
        workers.dedup();
        in_range("the number of different worker counts", workers.len() as f64, 3.0, f64::from(u32::MAX))?;
        // Scaled so that the largest throughput is one: the steps then know what is small.
        let scale = points.iter().fold(0.0, |most: f64, point| most.max(point.1));
        let scaled: Vec<(f64, f64)> = points.iter().map(|&(n, x)| (n, x / scale)).collect();
        let mut best: Option<(f64, Usl)> = None;
        for free in [[true, true, true], [true, true, false], [true, false, true], [true, false, false]] {
            let Some(([a, b, c], squares)) = fit(&scaled, free) else { continue };
            let Ok(curve) = Usl::new(scale / a, (b / a).max(0.0), (c / a).max(0.0)) else { continue };
            // Rounding may leave a hair below zero; anything more is not admissible.
            let admissible = b >= -1e-12 * a && c >= -1e-12 * a;
            if admissible && best.is_none_or(|(least, _)| squares < least) {
                best = Some((squares, curve));
            }
        }
        let Some((squares, curve)) = best else {
            return Err(QueueError::NotPositive { what: "the fitted throughput of one worker", value: f64::NAN });
        };
        let count = points.len() as f64;
        let mean = scaled.iter().map(|point| point.1).sum::<f64>() / count;
        let spread: f64 = scaled.iter().map(|point| (point.1 - mean) * (point.1 - mean)).sum();
        Ok(Self {
            curve,
            rms_residual_per_sec: scale * libm::sqrt(squares / count),
            explained_share: if spread > 0.0 { 1.0 - squares / spread } else { 1.0 },
            points: points.len(),
        })
    }
}

/// The terms 1, N − 1, N(N − 1) of N/X.
fn terms(n: f64) -> [f64; 3] {
    [1.0, n - 1.0, n * (n - 1.0)]
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn squares(points: &[(f64, f64)], at: [f64; 3]) -> f64 {
    points.iter().fold(0.0, |sum, &(n, x)| {
        let denominator = dot(at, terms(n));
        let residual = if denominator > 0.0 { x - n / denominator } else { f64::INFINITY };
        sum + residual * residual
    })
}

/// The least squares over the free coefficients, the others zero.
fn fit(points: &[(f64, f64)], free: [bool; 3]) -> Option<([f64; 3], f64)> {
    // Weighted so that a residual of N/X counts as the residual of X it stands for.
    let mut at = step(points.iter().map(|&(n, x)| (terms(n).map(|t| t * x * x / n), x)), free)?;
    let mut least = squares(points, at);
    for _ in 0..100 {
        let move_by = step(
            points.iter().map(|&(n, x)| {
                let fitted = n / dot(at, terms(n));
                (terms(n).map(|t| -t * fitted * fitted / n), x - fitted)
            }),
            free,
        )?;
        let mut part = 1.0;
        let (next, next_least) = loop {
            let next = [0, 1, 2].map(|i| at[i] + part * move_by[i]);
            let sum = squares(points, next);
            if sum <= least || part < 1e-9 {
                break (next, sum);
            }
            part *= 0.5;
        };
        if !(next_least < least) {
            break;
        }
        (at, least) = (next, next_least);
    }
    (least.is_finite() && at[0] > 0.0).then_some((at, least))
}

/// Solves the linear least squares of `rows` (coefficients, right-hand side) over the free unknowns, by Gram–Schmidt.
fn step(rows: impl Iterator<Item = ([f64; 3], f64)> + Clone, free: [bool; 3]) -> Option<[f64; 3]> {
    let columns: Vec<usize> = (0..3).filter(|&i| free[i]).collect();
    let mut basis: Vec<Vec<f64>> = columns.iter().map(|&i| rows.clone().map(|row| row.0[i]).collect()).collect();
    let mut rest: Vec<f64> = rows.map(|row| row.1).collect();
    let mut upper = [[0.0; 3]; 3];
    let mut projected = [0.0; 3];
    let inner = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
    for k in 0..columns.len() {
        let before = libm::sqrt(inner(&basis[k], &basis[k]));
        // Twice is enough: the second pass removes what rounding left of the first.
        for _ in 0..2 {
            for j in 0..k {
                let share = inner(&basis[j], &basis[k]);
                upper[j][k] += share;
                let direction = basis[j].clone();
                basis[k].iter_mut().zip(&direction).for_each(|(x, d)| *x -= share * d);
            }
        }
        let length = libm::sqrt(inner(&basis[k], &basis[k]));
        if !(length > 1e-12 * before) {
            return None;
        }
        upper[k][k] = length;
        basis[k].iter_mut().for_each(|x| *x /= length);
        projected[k] = inner(&basis[k], &rest);
        rest.iter_mut().zip(&basis[k]).for_each(|(r, d)| *r -= projected[k] * d);
    }
    let mut solution = [0.0; 3];
    for k in (0..columns.len()).rev() {
        let known: f64 = (k + 1..columns.len()).map(|j| upper[k][j] * solution[columns[j]]).sum();
        solution[columns[k]] = (projected[k] - known) / upper[k][k];
    }
    Some(solution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_on_a_curve_give_back_the_curve() {
        let truth = Usl::new(995.6, 0.026_7, 0.000_769).unwrap();
        let points = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0].map(|n| (n, truth.throughput_per_sec(n)));
        let fit = UslFit::to_points(&points).unwrap();
        assert!((fit.curve.one_worker_per_sec() / 995.6 - 1.0).abs() < 1e-9);
        assert!((fit.curve.contention() / 0.026_7 - 1.0).abs() < 1e-9);
        assert!((fit.curve.coherency() / 0.000_769 - 1.0).abs() < 1e-9);
        assert!(fit.explained_share > 1.0 - 1e-12 && fit.rms_residual_per_sec < 1e-6);
    }

    #[test]
    fn a_straight_line_shows_neither_contention_nor_coherency() {
        let fit = UslFit::to_points(&[(1.0, 10.0), (2.0, 20.5), (4.0, 41.0), (8.0, 83.0)]).unwrap();
        assert_eq!((fit.curve.contention(), fit.curve.coherency()), (0.0, 0.0));
        assert_eq!(fit.curve.peak_workers(), None);
    }

    #[test]
    fn no_other_curve_nearby_fits_noisy_points_better() {
        let points = [(1.0, 64.9), (18.0, 995.9), (36.0, 1_652.4), (72.0, 1_853.2), (108.0, 1_828.9), (144.0, 1_775.0)];
        let fit = UslFit::to_points(&points).unwrap();
        let sum =
            |curve: Usl| points.iter().map(|&(n, x)| libm::pow(x - curve.throughput_per_sec(n), 2.0)).sum::<f64>();
        let least = sum(fit.curve);
        let curve = fit.curve;
        for nudge in [0.999, 1.001] {
            for one in [
                Usl::new(curve.one_worker_per_sec() * nudge, curve.contention(), curve.coherency()).unwrap(),
                Usl::new(curve.one_worker_per_sec(), curve.contention() * nudge, curve.coherency()).unwrap(),
                Usl::new(curve.one_worker_per_sec(), curve.contention(), curve.coherency() * nudge).unwrap(),
            ] {
                assert!(sum(one) >= least);
            }
        }
    }

    #[test]
    fn too_few_points_are_refused() {
        assert!(UslFit::to_points(&[(1.0, 1.0), (2.0, 2.0), (2.0, 2.1)]).is_err());
        assert!(UslFit::to_points(&[(1.0, 1.0), (2.0, 2.0), (3.0, f64::NAN)]).is_err());
        assert!(UslFit::to_points(&[]).is_err());
    }
}
