//! The exponential distribution: what does not remember how long it has lasted.
//!
//! Symbols: mean 1/λ · variance 1/λ² · cv 1 · quantile −ln(1−q)/λ.
//! Source: any text, e.g. Ross, *Introduction to Probability Models*, ch. 5.

use super::{LawError, error::check_mean, ziggurat::exp1};
use rand::Rng;

/// Exponential with the given mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    mean: f64,
}

impl Exponential {
    /// With mean `mean` (any unit, > 0).
    /// # Errors
    /// When the mean is not a positive finite number.
    pub fn new(mean: f64) -> Result<Self, LawError> {
        Ok(Self { mean: check_mean(mean)? })
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance: the mean squared.
    pub fn variance(&self) -> f64 {
        self.mean * self.mean
    }

    /// The value not exceeded with probability `q` in [0, 1].
    pub fn quantile(&self, q: f64) -> f64 {
        -self.mean * libm::log1p(-q)
    }

    /// One draw.
    #[inline(always)]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.mean * exp1(rng)
    }
}
