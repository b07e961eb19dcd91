use core::fmt;

/// Why a distribution cannot be made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LawError {
    /// The mean is zero, negative, infinite or not a number.
    Mean(f64),
    /// The coefficient of variation is outside what the distribution can have, from `min` to `max`.
    Cv {
        /// What was asked for.
        cv: f64,
        /// The smallest the distribution can have.
        min: f64,
        /// The largest it is offered with.
        max: f64,
    },
    /// The lower bound is negative, or not below the upper one.
    Bounds(f64, f64),
    /// No values at all.
    NoValues,
    /// A value that is negative, infinite or not a number, and where it stands.
    Value(usize, f64),
    /// A skew that is negative or not a number.
    Skew(f64),
}

impl fmt::Display for LawError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mean(mean) => write!(f, "The mean must be a positive number, not {mean}."),
            Self::Cv { cv, min, max } => {
                write!(f, "This distribution's coefficient of variation runs from {min} to {max}; {cv} is outside.")
            }
            Self::Bounds(low, high) => write!(f, "The bounds must be 0 ≤ low < high, not {low} and {high}."),
            Self::NoValues => write!(f, "There are no values to draw from."),
            Self::Value(at, value) => write!(f, "Value number {} is {value}: it must be zero or positive.", at + 1),
            Self::Skew(skew) => write!(f, "The skew must be zero or positive, not {skew}."),
        }
    }
}

impl core::error::Error for LawError {}

/// Lets positive, finite means through.
pub(super) fn check_mean(mean: f64) -> Result<f64, LawError> {
    if mean > 0.0 && mean.is_finite() { Ok(mean) } else { Err(LawError::Mean(mean)) }
}

/// Lets coefficients of variation in [min, max] through; NaN is outside.
pub(super) fn check_cv(cv: f64, min: f64, max: f64) -> Result<f64, LawError> {
    if cv >= min && cv <= max { Ok(cv) } else { Err(LawError::Cv { cv, min, max }) }
}
