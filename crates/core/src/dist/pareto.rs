//! Bounded Pareto: a heavy tail, α = 1.5, cut off at an upper bound so that mean and variance exist.
//!
//! Density proportional to x^(−α−1) on [L, H]. Mean and cv leave one of the three parameters free; the tail index is fixed at
//! α = 1.5, inside the 1.1–1.9 found for CPU times and file sizes. With h = H/L, cv grows from 0 at h = 1 without bound, so each
//! cv has one h: found by bisection on ln h, after which L follows from the mean.
//!
//! Moments: E[Xⁿ] = α Lⁿ (h^(n−α) − 1) / ((n−α)(1 − h^(−α))). Quantile: L (1 − q(1 − h^(−α)))^(−1/α).
//! Source: Harchol-Balter, *Performance Modeling and Design of Computer Systems*, ch. 20; Crovella & Bestavros,
//! "Self-similarity in World Wide Web traffic", IEEE/ACM Trans. Networking 5 (1997) 835–846, for measured tails.

use super::LawError;
use super::error::{check_cv, check_mean};
use rand::{Rng, RngExt};

/// Bounded Pareto with tail index 1.5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundedPareto {
    mean: f64,
    cv: f64,
    low: f64,
    high: f64,
    /// 1 − h^(−α): the share of the unbounded distribution that is kept.
    kept: f64,
}

/// E[X²]/E[X]² for the ratio of bounds h = exp(`log_ratio`), with α = 3/2: (h^½−1)(1−h^(−3/2)) / (3 (1−h^(−½))²).
fn second_over_first_squared(log_ratio: f64) -> f64 {
    let down = libm::expm1(-0.5 * log_ratio);
    libm::expm1(0.5 * log_ratio) * -libm::expm1(-1.5 * log_ratio) / (3.0 * down * down)
}

impl BoundedPareto {
    /// With mean `mean` (> 0) and cv in [0.01, 1000].
    /// # Errors
    /// When the mean is not positive or the cv is outside.
    pub fn new(mean: f64, cv: f64) -> Result<Self, LawError> {
        check_mean(mean)?;
        check_cv(cv, 0.01, 1000.0)?;
        let wanted = 1.0 + cv * cv;
        let (mut below, mut above) = (0.0, 64.0);
        for _ in 0..100 {
            let middle = 0.5 * (below + above);
            if second_over_first_squared(middle) < wanted { below = middle } else { above = middle }
        }
        let log_ratio = 0.5 * (below + above);
        let kept = -libm::expm1(-1.5 * log_ratio);
        // E[X] = 3 L (1 − h^(−½)) / (1 − h^(−3/2)).
        let low = mean * kept / (-3.0 * libm::expm1(-0.5 * log_ratio));
        Ok(Self { mean, cv, low, high: low * libm::exp(log_ratio), kept })
    }

    /// The smallest and the largest value.
    pub fn bounds(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance.
    pub fn variance(&self) -> f64 {
        (self.mean * self.cv) * (self.mean * self.cv)
    }

    /// The value not exceeded with probability `q` in [0, 1].
    pub fn quantile(&self, q: f64) -> f64 {
        // The power −2/3 as a cube root: quicker than `pow`, and as exact.
        let root = libm::cbrt(1.0 - q * self.kept);
        (self.low / (root * root)).min(self.high)
    }

    /// One draw, by inversion.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.quantile(rng.random::<f64>())
    }
}
