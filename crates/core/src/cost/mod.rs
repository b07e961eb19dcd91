//! What slowness costs: lost orders, burnt processor time, a fleet of machines; and what others have measured.
//!
//! Money is in US dollars, a month is 30 days, times are seconds, shares lie in [0, 1]. Inputs are checked once, in `new`
//! where there is one; after that every method answers.

// A negated comparison refuses NaN as well, which is what the checks are for.
#![allow(clippy::neg_cmp_op_on_partial_ord)]

pub mod bounce;
pub mod compute;
pub mod findings;
pub mod fleet;
pub mod storefront;
pub mod waste;

pub use bounce::{BounceSource, bounce_share};
pub use compute::{Compute, ComputeError};
pub use findings::{FINDINGS, Finding};
pub use fleet::{Assumptions, FleetError, Plan, Row, Swing};
pub use storefront::{Shop, ShopError};

/// Days in the month of every bill here.
pub const DAYS_PER_MONTH: f64 = 30.0;
