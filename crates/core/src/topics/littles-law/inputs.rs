//! The inputs, and the three means they give.

use crate::quantity::Unit;
use crate::queueing::QueueError;
use crate::queueing::littles_law::LittlesLaw;
use crate::sim::Slowdown;
use crate::topic::{Choice, Param, Range};

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// `in_system`, `arrivals_per_sec`, `response_ms`: which of the three follows from the others.
    pub solve_for: &'static str,
    /// Mean arrivals a second.
    pub arrivals_per_sec: f64,
    /// Mean time inside.
    pub response_ms: f64,
    /// Mean number inside, where it is given.
    pub in_system_given: f64,
    /// Places in the pool.
    pub pool_size: f64,
    /// After how long a request is given up; 0 for never.
    pub timeout_ms: f64,
    /// Mean time inside during the trouble.
    pub slow_ms: f64,
    /// How long the trouble lasts.
    pub slow_secs: f64,
    /// Seed of the simulation.
    pub seed: f64,
    /// Customers to simulate.
    pub sim_customers: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            solve_for: "in_system",
            arrivals_per_sec: 100.0,
            response_ms: 200.0,
            in_system_given: 20.0,
            pool_size: 50.0,
            timeout_ms: 0.0,
            slow_ms: 2000.0,
            slow_secs: 120.0,
            seed: 42.0,
            sim_customers: 100_000.0,
        }
    }
}

/// Seconds of calm before the trouble, as a share of the trouble.
const CALM_BEFORE: f64 = 0.5;
/// Length of the whole picture, in lengths of the trouble.
const PICTURE: f64 = 5.0;

impl Inputs {
    /// The three means, in SI units.
    ///
    /// # Errors
    /// Where two inputs do not give the third.
    pub fn law(&self) -> Result<LittlesLaw, QueueError> {
        let secs = Unit::MS.to_base(self.response_ms);
        match self.solve_for {
            "arrivals_per_sec" => LittlesLaw::from_in_system_and_response(self.in_system_given, secs),
            "response_ms" => LittlesLaw::from_in_system_and_arrivals(self.in_system_given, self.arrivals_per_sec),
            _ => LittlesLaw::from_arrivals_and_response(self.arrivals_per_sec, secs),
        }
    }

    /// The slow-down of this pool.
    ///
    /// # Errors
    /// As [`Inputs::law`].
    pub fn slowdown(&self) -> Result<Slowdown, QueueError> {
        let law = self.law()?;
        let begins_secs = self.slow_secs * CALM_BEFORE;
        Ok(Slowdown {
            arrivals_per_sec: law.arrivals_per_sec,
            hold_secs: law.response_secs,
            slow_hold_secs: Unit::MS.to_base(self.slow_ms),
            places: self.pool_size as u32,
            begins_secs,
            ends_secs: begins_secs + self.slow_secs,
            length_secs: self.slow_secs * PICTURE,
        })
    }
}

const SOLVE_FOR: &[Choice] = &[
    Choice { word: "in_system", label: "how many are inside" },
    Choice { word: "arrivals_per_sec", label: "how many come a second" },
    Choice { word: "response_ms", label: "how long each stays" },
];

type P = Param<Inputs>;

/// The inputs in the order of the page.
pub const PARAMS: &[Param<Inputs>] = &[
    P::choice("solve_for", "Find", SOLVE_FOR, |i| i.solve_for, |i, v| i.solve_for = v),
    P::number(
        "arrivals_per_sec",
        "Arrivals",
        Unit::PER_SEC,
        Range::log(1e-4, 1e6),
        |i| i.arrivals_per_sec,
        |i, v| i.arrivals_per_sec = v,
    )
    .when(|i| i.solve_for != "arrivals_per_sec"),
    P::number(
        "response_ms",
        "Time inside",
        Unit::MS,
        Range::log(0.001, 86_400_000.0),
        |i| i.response_ms,
        |i, v| i.response_ms = v,
    )
    .when(|i| i.solve_for != "response_ms"),
    P::number(
        "in_system_given",
        "Inside, on average",
        Unit::COUNT,
        Range::log(0.001, 1e6),
        |i| i.in_system_given,
        |i, v| i.in_system_given = v,
    )
    .when(|i| i.solve_for != "in_system"),
    P::number(
        "pool_size",
        "Pool size",
        Unit::COUNT,
        Range::log(1.0, 1e6).whole(),
        |i| i.pool_size,
        |i, v| i.pool_size = v,
    ),
    P::number(
        "timeout_ms",
        "Given up after",
        Unit::MS,
        Range::log(0.001, 86_400_000.0).or_zero(),
        |i| i.timeout_ms,
        |i, v| i.timeout_ms = v,
    )
    .help("0 is never.")
    .more(),
    P::number(
        "slow_ms",
        "Time inside during the trouble",
        Unit::MS,
        Range::log(0.001, 86_400_000.0),
        |i| i.slow_ms,
        |i, v| i.slow_ms = v,
    )
    .more(),
    P::number(
        "slow_secs",
        "The trouble lasts",
        Unit::SECS,
        Range::log(1.0, 86_400.0),
        |i| i.slow_secs,
        |i, v| i.slow_secs = v,
    )
    .more(),
    P::number(
        "seed",
        "Seed",
        Unit::COUNT,
        Range::log(1.0, 9_007_199_254_740_991.0).whole().or_zero(),
        |i| i.seed,
        |i, v| i.seed = v,
    )
    .more(),
    P::number(
        "sim_customers",
        "Customers to simulate",
        Unit::COUNT,
        Range::log(1000.0, 1e6).whole(),
        |i| i.sim_customers,
        |i, v| i.sim_customers = v,
    )
    .more(),
];
