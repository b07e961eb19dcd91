//! Lognormal: the exponential of a normal variate; what measured service and response times often resemble.
//!
//! From mean m and cv: σ² = ln(1 + cv²), μ = ln m − σ²/2. Quantile: exp(μ + σ·Φ⁻¹(q)).
//! Source: Johnson, Kotz & Balakrishnan, *Continuous Univariate Distributions*, vol. 1, ch. 14.

use super::error::{check_cv, check_mean};
use super::{LawError, normal_quantile, ziggurat::normal};
use rand::Rng;

/// Lognormal with the given mean and coefficient of variation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lognormal {
    mean: f64,
    cv: f64,
    mu: f64,
    sigma: f64,
}

impl Lognormal {
    /// With mean `mean` (> 0) and cv in [0.01, 1000].
    /// # Errors
    /// When the mean is not positive or the cv is outside.
    pub fn new(mean: f64, cv: f64) -> Result<Self, LawError> {
        check_mean(mean)?;
        check_cv(cv, 0.01, 1000.0)?;
        let variance_of_log = libm::log1p(cv * cv);
        Ok(Self { mean, cv, mu: libm::log(mean) - 0.5 * variance_of_log, sigma: variance_of_log.sqrt() })
    }

    /// σ: the standard deviation of the logarithm.
    pub fn sigma(&self) -> f64 {
        self.sigma
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
        libm::exp(self.mu + self.sigma * normal_quantile(q))
    }

    /// One draw.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        libm::exp(self.mu + self.sigma * normal(rng))
    }
}
