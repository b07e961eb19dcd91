//! The reader's own values: drawn at random with replacement, or replayed in the order given.
//!
//! Moments are those of the values themselves (divisor n): the values are the whole population the draw comes from.

use super::LawError;
use rand::{Rng, RngExt};
use std::sync::Arc;

/// Values to draw from.
#[derive(Clone, Debug, PartialEq)]
pub struct Empirical {
    values: Arc<[f64]>,
    sorted: Arc<[f64]>,
    in_order: bool,
    next: usize,
    mean: f64,
    variance: f64,
}

impl Empirical {
    /// Draws at random from `values` (each ≥ 0), with replacement.
    /// # Errors
    /// When there are no values, or one is negative, infinite or not a number.
    pub fn new(values: &[f64]) -> Result<Self, LawError> {
        if values.is_empty() {
            return Err(LawError::NoValues);
        }
        if let Some((at, &value)) = values.iter().enumerate().find(|(_, v)| !(**v >= 0.0 && v.is_finite())) {
            return Err(LawError::Value(at, value));
        }
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        Ok(Self { values: values.into(), sorted: sorted.into(), in_order: false, next: 0, mean, variance })
    }

    /// Replays `values` in their order, again and again.
    /// # Errors
    /// As [`Empirical::new`].
    pub fn trace(values: &[f64]) -> Result<Self, LawError> {
        Ok(Self { in_order: true, ..Self::new(values)? })
    }

    /// The values, as given.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The values in ascending order.
    pub fn sorted(&self) -> &[f64] {
        &self.sorted
    }

    /// Whether they are replayed in their order, for ever.
    pub fn is_in_order(&self) -> bool {
        self.in_order
    }

    /// The mean of the values.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Their variance, with divisor n.
    pub fn variance(&self) -> f64 {
        self.variance
    }

    /// The smallest value with at least a share `q` in [0, 1] of the values at or below it.
    pub fn quantile(&self, q: f64) -> f64 {
        let rank = libm::ceil(q * self.sorted.len() as f64) as usize;
        self.sorted[rank.clamp(1, self.sorted.len()) - 1]
    }

    /// One draw, or the next value of the trace.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&mut self, rng: &mut R) -> f64 {
        if self.in_order {
            let value = self.values[self.next];
            self.next = if self.next + 1 == self.values.len() { 0 } else { self.next + 1 };
            value
        } else {
            self.values[(rng.random::<f64>() * self.values.len() as f64) as usize]
        }
    }
}
