//! Uniform: any value between two bounds, all alike.

use super::LawError;
use rand::{Rng, RngExt};

/// Uniform on [low, high).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    low: f64,
    high: f64,
}

impl Uniform {
    /// Between `low` (≥ 0) and `high` (> low).
    /// # Errors
    /// When the bounds are not 0 ≤ low < high < ∞.
    pub fn new(low: f64, high: f64) -> Result<Self, LawError> {
        if low >= 0.0 && low < high && high.is_finite() {
            Ok(Self { low, high })
        } else {
            Err(LawError::Bounds(low, high))
        }
    }

    /// The mean: halfway.
    pub fn mean(&self) -> f64 {
        0.5 * (self.low + self.high)
    }

    /// The variance: width²/12.
    pub fn variance(&self) -> f64 {
        (self.high - self.low) * (self.high - self.low) / 12.0
    }

    /// The value not exceeded with probability `q` in [0, 1].
    pub fn quantile(&self, q: f64) -> f64 {
        self.low + q * (self.high - self.low)
    }

    /// One draw.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.quantile(rng.random::<f64>())
    }
}
