//! One simulated scenario from start to finish, on the fast road where there is one, in slices of any size.
//!
//! The digits depend on scenario, seed, warm-up and the number of customers alone, never on how the run was sliced.

use super::observe::Estimates;
use super::record::Record;
use super::road::Road;
use super::scenario::{Scenario, ScenarioError};
use super::station::Station;

/// A run in progress.
#[derive(Clone, Debug)]
pub struct QueueRun {
    way: Way,
    warmup: u64,
}

#[derive(Clone, Debug)]
enum Way {
    Road(Box<Road>),
    Engine(Box<Station>),
}

impl QueueRun {
    /// Ready to run `scenario` from an empty system. `warmup` customers are let pass unmeasured; `None` is
    /// [`Scenario::usual_warmup`].
    /// # Errors
    /// When the scenario makes no sense, or the queue would grow for ever.
    pub fn new(scenario: &Scenario, seed: u64, warmup: Option<u64>) -> Result<Self, ScenarioError> {
        scenario.check_stable()?;
        let warmup = warmup.unwrap_or_else(|| scenario.usual_warmup());
        let way = if Road::is_open_to(scenario) {
            Way::Road(Box::new(Road::new(scenario, seed, warmup)?))
        } else {
            Way::Engine(Box::new(Station::new(scenario, seed, warmup)?))
        };
        Ok(Self { way, warmup })
    }

    /// The same, always on the event engine.
    /// # Errors
    /// As [`QueueRun::new`].
    pub fn on_engine(scenario: &Scenario, seed: u64, warmup: Option<u64>) -> Result<Self, ScenarioError> {
        scenario.check_stable()?;
        let warmup = warmup.unwrap_or_else(|| scenario.usual_warmup());
        Ok(Self { way: Way::Engine(Box::new(Station::new(scenario, seed, warmup)?)), warmup })
    }

    /// Simulates `customers` more arrivals (those of the warm-up first). Returns how many came: fewer only when recorded arrivals
    /// have run out.
    pub fn advance(&mut self, customers: u64) -> u64 {
        match &mut self.way {
            Way::Road(road) => {
                road.run_customers(customers);
                customers
            }
            Way::Engine(station) => station.run_customers(customers),
        }
    }

    /// Simulates until `customers` have been measured (turned away or not), at most `slice` more now; whether it is there.
    pub fn advance_to(&mut self, customers: u64, slice: u64) -> bool {
        let missing = (self.warmup + customers).saturating_sub(self.arrived());
        let came = self.advance(missing.min(slice));
        came == missing || (came < slice && came < missing)
    }

    /// Customers measured so far, those turned away included.
    pub fn done(&self) -> u64 {
        self.arrived().saturating_sub(self.warmup)
    }

    /// Customers let pass before measuring.
    pub fn warmup(&self) -> u64 {
        self.warmup
    }

    /// Customers who have come in all.
    pub fn arrived(&self) -> u64 {
        match &self.way {
            Way::Road(road) => road.arrived(),
            Way::Engine(station) => station.arrived(),
        }
    }

    /// What the run says so far.
    pub fn estimates(&self) -> Estimates {
        match &self.way {
            Way::Road(road) => road.estimates(),
            Way::Engine(station) => station.estimates(),
        }
    }

    /// How often each stretch of response times was seen: (from, to, count), seconds, increasing.
    pub fn response_buckets(&self) -> Vec<(f64, f64, u32)> {
        match &self.way {
            Way::Road(road) => road.response_buckets(),
            Way::Engine(station) => station.response_buckets(),
        }
    }

    pub(super) fn record(&self) -> &Record {
        match &self.way {
            Way::Road(road) => road.record(),
            Way::Engine(station) => &station.record,
        }
    }
}
