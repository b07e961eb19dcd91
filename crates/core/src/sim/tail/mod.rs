//! A fan-out on the event kernel: every request asks all leaves, each leaf is two servers with a line each, and a remedy sends
//! second copies that queue like any other work.
//!
//! Assumptions: as in [`crate::tails`]. Two runs on one seed see the same arrivals, the same service of first copies, the same slow
//! answers and the same choice of server, whatever the remedy (common random numbers); second copies draw from a stream of their own.
//!
//! ```
//! use explorer_core::sim::tail::{FanOutRun, FanOutScenario, Second};
//! let scenario = FanOutScenario {
//!     leaves: 10, dropped: 0, body_secs: 0.010, slow_secs: 1.0, slow_share: 0.01,
//!     utilization: 0.3, correlation: 0.0, second: Second::Never,
//! };
//! let mut run = FanOutRun::new(&scenario, 42, 20_000);
//! while !run.is_finished() {
//!     run.advance(1_000);
//! }
//! assert!(run.estimates().slow_request_share.covers(0.0956));
//! ```

mod cluster;
mod measure;

pub use measure::{FanOutEstimates, difference, slower_share};

use super::streams::{Random, Stream, stream};
use cluster::Cluster;
use measure::Measured;

/// When a second copy of a leaf request is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Second {
    /// Never.
    Never,
    /// To the other server, once the answer is still out after `after_secs` ≥ 0.
    Hedged {
        /// How long to wait for the first, seconds.
        after_secs: f64,
        /// Most second copies for each request to a leaf, each leaf by itself, in [0, 1]; 1 is no limit.
        budget: f64,
        /// Whether a copy that still waits is withdrawn once the other has been answered; otherwise it is served in vain.
        withdraw: bool,
    },
    /// At once to both servers; the one that begins tells the other, by a message of `message_secs` ≥ 0, to forget its copy. The
    /// second copy follows two messages after the first, so that an idle server can begin and say so.
    Tied {
        /// How long a message between servers takes, seconds.
        message_secs: f64,
    },
}

/// What is simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FanOutScenario {
    /// Leaves that a request asks, at least 1.
    pub leaves: u32,
    /// Leaves that it does not wait for, fewer than `leaves`.
    pub dropped: u32,
    /// Mean service of a leaf, exponential, seconds.
    pub body_secs: f64,
    /// How much longer a slow answer takes, seconds; its server is free meanwhile.
    pub slow_secs: f64,
    /// Share of answers that are slow, in [0, 1].
    pub slow_share: f64,
    /// Share of the time a server is busy without second copies, in (0, 1).
    pub utilization: f64,
    /// Share of requests whose answers, second ones too, are all slow or all not, in [0, 1].
    pub correlation: f64,
    /// The remedy.
    pub second: Second,
}

impl FanOutScenario {
    /// Requests that pass before measuring: ten times as many as it takes a server to forget that it began empty (its relaxation
    /// time, 1/(μ(1 − √ρ)²); Cohen, *The Single Server Queue*, III.7.3).
    pub fn warmup(&self) -> u64 {
        let root = 1.0 - libm::sqrt(self.utilization);
        (20.0 * self.utilization / (root * root)).clamp(500.0, 20_000.0) as u64
    }
}

/// Which leaves of each request are slow, request by request: those of a run on the same seed, without its queues.
#[derive(Clone, Debug)]
pub struct Fates {
    scenario: FanOutScenario,
    luck: Random,
}

impl Fates {
    /// From the first request on.
    pub fn new(scenario: &FanOutScenario, seed: u64) -> Self {
        Self { scenario: *scenario, luck: stream(seed, Stream::Failure) }
    }
}

impl Iterator for Fates {
    type Item = Vec<bool>;

    /// The next request: for each leaf, whether its first answer is slow.
    fn next(&mut self) -> Option<Vec<bool>> {
        let one = cluster::one_fate(&mut self.luck, &self.scenario);
        Some((0..self.scenario.leaves).map(|_| cluster::leaf_fate(&mut self.luck, &self.scenario, one).0).collect())
    }
}

/// A run.
#[derive(Clone, Debug)]
pub struct FanOutRun {
    cluster: Cluster,
    target: u64,
    warmup: u64,
    /// Longer than this no line of a settled system gets, but once in a million.
    long_line: f64,
    longest_line: usize,
}

impl FanOutRun {
    /// Ready to measure `target` requests after the warm-up.
    pub fn new(scenario: &FanOutScenario, seed: u64, target: u64) -> Self {
        let warmup = scenario.warmup();
        // A line of an M/M/1 exceeds k with probability ρᵏ⁺¹ < e^(−k(1−ρ)).
        let long_line = 30.0 / (1.0 - scenario.utilization);
        let cluster = Cluster::new(scenario, seed, Measured::new(warmup, target));
        Self { cluster, target, warmup, long_line, longest_line: 0 }
    }

    /// Lets at most `requests` more come, and once all have come, serves those still inside, a slice at a time.
    pub fn advance(&mut self, requests: u64) {
        let all = self.warmup + self.target;
        let until = (self.cluster.arrived() + requests).min(all);
        if self.cluster.arrived() < until {
            self.cluster.run_until_arrived(until);
            self.longest_line = self.cluster.longest_line();
        }
        if self.cluster.arrived() == all {
            self.cluster.drain(requests);
        }
    }

    /// Lets `requests` more come than were to be measured, and measures them as well.
    pub fn extend(&mut self, requests: u64) {
        self.target += requests;
    }

    /// Requests that have come since the warm-up; the last counts only when all have been answered.
    pub fn done(&self) -> u64 {
        let came = self.cluster.arrived().saturating_sub(self.warmup);
        if came >= self.target && !self.cluster.is_empty() { self.target - 1 } else { came }
    }

    /// Whether all requests have come and been answered, or the run has stopped for good.
    pub fn is_finished(&self) -> bool {
        self.is_exhausted() || self.done() >= self.target
    }

    /// Whether the run has stopped before its target, since it took more events or memory than a page can give it: what is known is
    /// of the requests answered until then.
    pub fn is_exhausted(&self) -> bool {
        self.cluster.is_exhausted()
    }

    /// Whether some line, when last looked at before the end, was longer than any settled system's: it grows for ever, and the
    /// times depend on how long one watches.
    pub fn is_growing(&self) -> bool {
        self.longest_line as f64 > self.long_line
    }

    /// What the run says of the requests answered so far (up to the first that is not).
    pub fn estimates(&self) -> FanOutEstimates {
        self.cluster.measured().estimates(self.cluster.servers())
    }

    pub(crate) fn measured(&self) -> &Measured {
        self.cluster.measured()
    }
}

#[cfg(test)]
mod tests;
