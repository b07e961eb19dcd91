//! What a part does when it calls another: how long it waits, whether it tries again, and when it does not even try.

use super::policy::breaker::Breaker;
use super::policy::budget::Budget;
use super::policy::bulkhead::Pool;
use super::policy::hedge::Hedge;
use super::policy::retry::Retry;

/// The rules of one caller; the same for clients, services, caches and brokers.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Caller {
    /// How long one try may take, seconds, the wait for a place in a pool included.
    pub timeout_secs: Option<f64>,
    /// Whether a call given up is given up everywhere below. Most systems do not.
    pub cancels: bool,
    /// How long all tries together may take, seconds.
    pub deadline_secs: Option<f64>,
    /// Trying again.
    pub retry: Option<Retry>,
    /// A limit on that.
    pub budget: Option<Budget>,
    /// A second copy.
    pub hedge: Option<Hedge>,
    /// A breaker before each part called, one for each instance of the caller.
    pub breaker: Option<Breaker>,
    /// Pools and bulkheads, by callee.
    pub pools: Vec<Pool>,
}
