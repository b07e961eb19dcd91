//! The tail of a request that asks many leaves: how it grows with their number, and what the usual remedies do and cost.

// A negated comparison refuses NaN as well, which is what the checks are for.
#![allow(clippy::neg_cmp_op_on_partial_ord)]

pub mod fan_out;
pub mod leaf;
pub mod measured;

pub use fan_out::{FanOut, TailsError};
pub use leaf::{Leaf, Remedy, Settled};
