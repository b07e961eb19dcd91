//! A pool of connections: requests borrow one, wait in line for it, give up, or find the line full.
//!
//! **What.** Poisson arrivals. A request takes the idle connection that was used last; if there is none and the pool may grow, it opens
//! one and pays for that; otherwise it waits, first come, first served, until its patience ends. Idle connections are closed after a
//! while, down to a number that is kept; old ones are closed when they come back.
//!
//! **The database.** A request keeps its connection for an exponential time of the mean `hold_secs`, as long as it is alone. With n
//! requests at work each proceeds at 1/(1 + α(n − 1) + βn(n − 1)) of its speed (Gunther's law, [`crate::queueing::Usl`]).
//!
//! The steady state of a pool that stays open is known in closed form: [`crate::queueing::Impatient`].

mod state;

use super::observe::Estimate;
use super::series::Series;
use state::State;

/// A pool and its traffic, in SI units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolScenario {
    /// Requests a second, above 0.
    pub arrivals_per_sec: f64,
    /// Mean time a lone request keeps its connection, seconds, above 0.
    pub hold_secs: f64,
    /// Most connections, at least 1.
    pub connections: u32,
    /// Most requests that wait.
    pub queue_limit: u32,
    /// How long a request waits before it gives up, seconds.
    pub timeout_secs: f64,
    /// How long it takes to open a connection, seconds.
    pub setup_secs: f64,
    /// Connections that are kept open though idle.
    pub kept_open: u32,
    /// After how long an idle connection is closed, seconds.
    pub idle_timeout_secs: f64,
    /// After how long any connection is replaced, seconds.
    pub max_lifetime_secs: f64,
    /// α: share of the database's work that waits for what is shared, in [0, 1].
    pub contention: f64,
    /// β: cost of keeping a pair of requests in agreement, 0 or more.
    pub coherency: f64,
}

impl PoolScenario {
    /// How much of its speed each of n requests at work keeps, in (0, 1].
    pub fn speed(&self, n: u32) -> f64 {
        let n = f64::from(n.max(1));
        1.0 / (1.0 + self.contention * (n - 1.0) + self.coherency * n * (n - 1.0))
    }

    /// Requests that n at work finish a second.
    pub fn rate(&self, n: u32) -> f64 {
        f64::from(n) * self.speed(n) / self.hold_secs
    }

    /// Requests that pass before measuring: thrice what fills pool and line, and ten times as many as a pool takes to forget that it
    /// began empty.
    pub fn warmup(&self) -> u64 {
        let line = f64::from(self.queue_limit).min(self.arrivals_per_sec * self.timeout_secs);
        let load = self.arrivals_per_sec / self.rate(self.connections);
        let gap = 1.0 - libm::sqrt(load.min(1.0));
        let forget = 10.0 / (gap * gap).max(1e-6);
        (3.0 * (f64::from(self.connections) + if load > 0.9 { line } else { 0.0 }) + forget).clamp(1_000.0, 50_000.0)
            as u64
    }
}

/// What is noted: each series has its own kind of request.
#[derive(Clone, Debug)]
struct Notes {
    /// At each arrival the share of connections in use; marked where the request was turned away.
    busy: Series,
    /// At each arrival's end its time in line; marked where it gave up.
    ended: Series,
    /// Of those served the time in line; marked where a connection had to be opened.
    waits: Series,
    /// Of those served the time from arrival to the connection's return.
    responses: Series,
}

/// What a run says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolEstimates {
    /// Mean time in line of requests that got a connection, seconds.
    pub wait_secs: Estimate,
    /// Share of requests that gave up.
    pub timeouts_share: Estimate,
    /// Share of requests that found the line full.
    pub rejected_share: Estimate,
    /// Share of the connections in use.
    pub busy_share: Estimate,
    /// Share of requests with a connection that had to open it.
    pub opened_share: Estimate,
    /// Mean time from arrival to the connection's return, seconds.
    pub response_secs: Estimate,
    /// One in a hundred served requests takes longer, seconds.
    pub p99_response_secs: Estimate,
}

/// What can be seen of a pool at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PoolScene {
    /// Connections with a request at work.
    pub working: u32,
    /// Connections that are being opened.
    pub opening: u32,
    /// Connections open and idle.
    pub idle: u32,
    /// Requests in line.
    pub waiting: u32,
    /// Requests that gave up, from the beginning.
    pub timed_out: u64,
    /// Requests turned away, from the beginning.
    pub rejected: u64,
    /// Requests served, from the beginning.
    pub served: u64,
    /// Seconds from the beginning.
    pub secs: f64,
}

/// A run, advanced in slices; slices do not change a digit.
#[derive(Clone, Debug)]
pub struct PoolRun {
    state: State,
    warmup: u64,
}

impl PoolRun {
    /// Ready to run, all connections open and idle.
    pub fn new(scenario: &PoolScenario, seed: u64) -> Self {
        let warmup = scenario.warmup();
        Self { state: State::new(scenario, seed, warmup), warmup }
    }

    /// Lets `requests` more come.
    pub fn advance(&mut self, requests: u64) {
        let until = self.state.arrived() + requests;
        while self.state.arrived() < until {
            self.state.step();
        }
    }

    /// Lets time pass until `secs`.
    pub fn run_until(&mut self, secs: f64) {
        while self.state.next_secs() <= secs {
            self.state.step();
        }
    }

    /// Requests that have come since the warm-up.
    pub fn done(&self) -> u64 {
        self.state.arrived().saturating_sub(self.warmup)
    }

    /// Requests that pass before measuring.
    pub fn warmup(&self) -> u64 {
        self.warmup
    }

    /// How it looks now.
    pub fn scene(&self) -> PoolScene {
        self.state.scene()
    }

    /// What it says so far.
    pub fn estimates(&self) -> PoolEstimates {
        let notes = self.state.notes();
        PoolEstimates {
            wait_secs: notes.waits.mean(),
            timeouts_share: share(notes.ended.marked_share()),
            rejected_share: share(notes.busy.marked_share()),
            busy_share: notes.busy.mean(),
            opened_share: share(notes.waits.marked_share()),
            response_secs: notes.responses.mean(),
            p99_response_secs: notes.responses.quantile(0.99),
        }
    }
}

/// A share never seen may still be up to 3/n.
fn share(estimate: Estimate) -> Estimate {
    let never = estimate.value == 0.0 || estimate.value == 1.0;
    let unseen = if never && estimate.n > 0 { 3.0 / estimate.n as f64 } else { 0.0 };
    Estimate { half_width: estimate.half_width.max(unseen), ..estimate }
}

#[cfg(test)]
mod tests;
