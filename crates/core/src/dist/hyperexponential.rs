//! Hyperexponential: mostly short, sometimes long; more variable than exponential.
//!
//! Two phases with balanced means: each phase contributes half of the mean, p₁/λ₁ = p₂/λ₂, which leaves one distribution for each
//! mean and cv ≥ 1: p₁ = (1 + √((cv²−1)/(cv²+1)))/2, phase means m/(2p₁) and m/(2p₂).
//! Source: Tijms, *A First Course in Stochastic Models*, appendix B; Allen, *Probability, Statistics, and Queueing Theory*, chapter 5.

use super::LawError;
use super::error::{check_cv, check_mean};
use super::ziggurat::exp1;
use rand::{Rng, RngExt};

/// Two exponential phases with balanced means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hyperexponential {
    mean: f64,
    cv: f64,
    short_share: f64,
    short_mean: f64,
    long_mean: f64,
}

impl Hyperexponential {
    /// With mean `mean` (> 0) and cv in [1, 1000]; cv 1 is the exponential.
    /// # Errors
    /// When the mean is not positive or the cv is outside.
    pub fn new(mean: f64, cv: f64) -> Result<Self, LawError> {
        check_mean(mean)?;
        check_cv(cv, 1.0, 1000.0)?;
        let square = cv * cv;
        let root = ((square - 1.0) / (square + 1.0)).sqrt();
        // 1 − root without cancellation where cv is large.
        let long_share = 1.0 / ((square + 1.0) * (1.0 + root));
        let short_share = 1.0 - long_share;
        Ok(Self { mean, cv, short_share, short_mean: 0.5 * mean / short_share, long_mean: 0.5 * mean / long_share })
    }

    /// The share of draws from the short phase, in [0.5, 1).
    pub fn short_share(&self) -> f64 {
        self.short_share
    }

    /// The means of the short and of the long phase.
    pub fn phase_means(&self) -> (f64, f64) {
        (self.short_mean, self.long_mean)
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance.
    pub fn variance(&self) -> f64 {
        (self.mean * self.cv) * (self.mean * self.cv)
    }

    /// One draw: which phase, then how long.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let mean = if rng.random::<f64>() < self.short_share { self.short_mean } else { self.long_mean };
        mean * exp1(rng)
    }
}
