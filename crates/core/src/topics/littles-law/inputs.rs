//! The inputs, and the three means they give.

use crate::quantity::Unit;
use crate::queueing::QueueError;
use crate::queueing::littles_law::LittlesLaw;
use crate::sim::Slowdown;
use crate::topic::{LARGEST_SEED, Range, inputs, words};

words! {
    /// Which of the three means follows from the others.
    pub enum SolveFor {
        InSystem = "in_system", "how many are inside";
        ArrivalsPerSec = "arrivals_per_sec", "how many come a second";
        ResponseMs = "response_ms", "how long each stays";
    }
}

inputs! {
    pub struct Inputs {
        /// Which of the three follows from the others.
        solve_for: SolveFor = SolveFor::InSystem => choice("Find");
        /// Mean arrivals a second.
        arrivals_per_sec: f64 = 100.0 => number("Arrivals", Unit::PER_SEC, Range::log(1e-4, 1e6))
            .when(|i| i.solve_for != SolveFor::ArrivalsPerSec);
        /// Mean time inside.
        response_ms: f64 = 200.0 => number("Time inside", Unit::MS, Range::log(0.001, 86_400_000.0))
            .when(|i| i.solve_for != SolveFor::ResponseMs);
        /// Mean number inside, where it is given.
        in_system_given: f64 = 20.0 => number("Inside, on average", Unit::COUNT, Range::log(0.001, 1e6))
            .when(|i| i.solve_for != SolveFor::InSystem);
        /// Places in the pool.
        pool_size: f64 = 50.0 => number("Pool size", Unit::COUNT, Range::log(1.0, 1e6).whole());
        /// After how long a request is given up; 0 for never.
        timeout_ms: f64 = 0.0 => number("Given up after", Unit::MS, Range::log(0.001, 86_400_000.0).or_zero())
            .help("0 is never.").more();
        /// Mean time inside during the trouble.
        slow_ms: f64 = 2000.0 => number("Time inside during the trouble", Unit::MS, Range::log(0.001, 86_400_000.0)).more();
        /// How long the trouble lasts.
        slow_secs: f64 = 120.0 => number("The trouble lasts", Unit::SECS, Range::log(1.0, 86_400.0)).more();
        /// Seed of the simulation.
        seed: f64 = 42.0 => number("Seed", Unit::COUNT, Range::log(1.0, LARGEST_SEED).whole().or_zero()).more();
        /// Customers to simulate.
        sim_customers: f64 = 100_000.0 => number("Customers to simulate", Unit::COUNT, Range::log(1000.0, 1e6).whole()).more();
    }
}

/// Seconds of calm before the trouble, as a share of the trouble.
const CALM_BEFORE: f64 = 0.5;
/// Length of the whole picture, in lengths of the trouble.
const PICTURE: f64 = 5.0;

impl Inputs {
    /// Whether the timeout sends anybody away: those who would stay longer on average.
    pub fn timeout_bites(&self, law: &LittlesLaw) -> bool {
        self.timeout_ms > 0.0 && Unit::MS.to_base(self.timeout_ms) < law.response_secs
    }

    /// The three means, in SI units.
    ///
    /// # Errors
    /// Where two inputs do not give the third.
    pub fn law(&self) -> Result<LittlesLaw, QueueError> {
        let secs = Unit::MS.to_base(self.response_ms);
        match self.solve_for {
            SolveFor::ArrivalsPerSec => LittlesLaw::from_in_system_and_response(self.in_system_given, secs),
            SolveFor::ResponseMs => {
                LittlesLaw::from_in_system_and_arrivals(self.in_system_given, self.arrivals_per_sec)
            }
            SolveFor::InSystem => LittlesLaw::from_arrivals_and_response(self.arrivals_per_sec, secs),
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
