//! Always the same value: the best case a queue can hope for.

use super::LawError;

/// Always `value`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deterministic {
    value: f64,
}

impl Deterministic {
    /// Always `value` (≥ 0; zero is allowed, for a step that costs nothing).
    /// # Errors
    /// When the value is negative, infinite or not a number.
    pub fn new(value: f64) -> Result<Self, LawError> {
        if value >= 0.0 && value.is_finite() { Ok(Self { value }) } else { Err(LawError::Mean(value)) }
    }

    /// The mean: the value.
    pub fn mean(&self) -> f64 {
        self.value
    }

    /// The variance: 0.
    pub fn variance(&self) -> f64 {
        0.0
    }

    /// The value, whatever `q`.
    pub fn quantile(&self, _q: f64) -> f64 {
        self.value
    }
}
