//! A request that passes through stages: where its time goes, and what mending one of them gains.

// A negated comparison refuses NaN as well, which is what the checks are for.
#![allow(clippy::neg_cmp_op_on_partial_ord)]

pub mod chain;
pub mod halving;

pub use chain::{Chain, ChainError};
pub use halving::{halvings_until, level_under};
