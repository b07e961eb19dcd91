//! The inputs: a fan-out over leaves, a remedy, and a seed.

use crate::quantity::Unit;
use crate::sim::tail::{FanOutScenario, Second};
use crate::tails::{FanOut, Leaf, Remedy, TailsError};
use crate::topic::{Choice, Param, Range};

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Leaves that a request asks.
    pub fan_out: f64,
    /// Share of answers that are slow.
    pub leaf_slow_pct: f64,
    /// Mean service of a leaf, exponential.
    pub leaf_ms: f64,
    /// How much longer a slow answer takes.
    pub slow_ms: f64,
    /// `none`, `hedged`, `tied`, `drop_slowest`.
    pub hedge: &'static str,
    /// The percentile of a leaf's time after which it is asked again.
    pub hedge_after_pct: f64,
    /// Most second requests for each first one.
    pub hedge_budget_pct: f64,
    /// Whether a copy that lost is withdrawn while it still waits.
    pub withdraw_losers: bool,
    /// Leaves not waited for.
    pub drop_leaves: f64,
    /// How long a message between tied servers takes.
    pub message_ms: f64,
    /// Share of requests with one fate for all their leaves.
    pub correlation: f64,
    /// How busy each leaf server is without the remedy.
    pub utilization_share: f64,
    /// Seed of the simulation.
    pub seed: f64,
    /// Requests to simulate.
    pub sim_customers: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            fan_out: 10.0,
            leaf_slow_pct: 1.0,
            leaf_ms: 10.0,
            slow_ms: 1000.0,
            hedge: "none",
            hedge_after_pct: 95.0,
            hedge_budget_pct: 100.0,
            withdraw_losers: false,
            drop_leaves: 1.0,
            message_ms: 1.0,
            correlation: 0.0,
            utilization_share: 0.3,
            seed: 42.0,
            sim_customers: 100_000.0,
        }
    }
}

/// Most requests to leaves that are simulated: what a page can do in a moment.
const MOST_LEAF_REQUESTS: f64 = 1e6;
/// Fewest requests that support a 99th percentile with 95 % confidence.
const FEWEST_REQUESTS: f64 = 299.0;
/// Servers that are never busy would never be asked either.
const LEAST_UTILIZATION: f64 = 1e-4;

impl Inputs {
    /// A leaf without a remedy.
    ///
    /// # Errors
    /// Where an input makes no sense.
    pub fn leaf(&self) -> Result<Leaf, TailsError> {
        self.leaf_at(self.utilization_share)
    }

    /// The same leaf with its servers busy another share of the time.
    ///
    /// # Errors
    /// As [`Inputs::leaf`].
    pub fn leaf_at(&self, utilization: f64) -> Result<Leaf, TailsError> {
        Leaf::new(Unit::MS.to_base(self.leaf_ms), Unit::MS.to_base(self.slow_ms), self.slow_share(), utilization)
    }

    /// Share of answers that are slow.
    pub fn slow_share(&self) -> f64 {
        Unit::PERCENT.to_base(self.leaf_slow_pct)
    }

    /// Leaves not waited for.
    pub fn dropped(&self) -> u64 {
        if self.hedge == "drop_slowest" { (self.drop_leaves as u64).min(self.fan_out as u64 - 1) } else { 0 }
    }

    /// The fan-out, with `leaves` leaves.
    ///
    /// # Errors
    /// Where an input makes no sense.
    pub fn fan_out_of(&self, leaves: u64) -> Result<FanOut, TailsError> {
        FanOut::new(leaves, self.dropped().min(leaves - 1), self.correlation)
    }

    /// The remedy as the formulas know it; nothing where they do not.
    pub fn remedy(&self) -> Option<Remedy> {
        match self.hedge {
            "hedged" if self.withdraw_losers => None,
            "hedged" => Some(Remedy::Hedged {
                after: Unit::PERCENT.to_base(self.hedge_after_pct),
                budget: Unit::PERCENT.to_base(self.hedge_budget_pct),
            }),
            "tied" => Some(Remedy::Tied),
            _ => Some(Remedy::None),
        }
    }

    /// When a leaf is asked again, seconds, where it is.
    pub fn hedge_after_secs(&self) -> Option<f64> {
        let leaf = self.leaf().ok()?;
        (self.hedge == "hedged").then(|| leaf.quantile_secs(Unit::PERCENT.to_base(self.hedge_after_pct)))
    }

    /// What is simulated.
    pub fn scenario(&self) -> FanOutScenario {
        let second = match self.hedge {
            "hedged" => Second::Hedged {
                after_secs: self.hedge_after_secs().unwrap_or(f64::MAX),
                budget: Unit::PERCENT.to_base(self.hedge_budget_pct),
                withdraw: self.withdraw_losers,
            },
            "tied" => Second::Tied { message_secs: Unit::MS.to_base(self.message_ms) },
            _ => Second::Never,
        };
        FanOutScenario { dropped: self.dropped() as u32, second, ..self.scenario_without() }
    }

    /// The twin without a remedy.
    pub fn scenario_without(&self) -> FanOutScenario {
        FanOutScenario {
            leaves: self.fan_out as u32,
            dropped: 0,
            body_secs: Unit::MS.to_base(self.leaf_ms),
            slow_secs: Unit::MS.to_base(self.slow_ms),
            slow_share: self.slow_share(),
            utilization: self.utilization_share.max(LEAST_UTILIZATION),
            correlation: self.correlation,
            second: Second::Never,
        }
    }

    /// Requests that are simulated: as many as asked for, as long as their leaves are not too many.
    pub fn target(&self) -> u64 {
        self.sim_customers.min((MOST_LEAF_REQUESTS / self.fan_out).max(FEWEST_REQUESTS)) as u64
    }
}

const HEDGES: &[Choice] = &[
    Choice { word: "none", label: "nothing" },
    Choice { word: "hedged", label: "ask again (hedged)" },
    Choice { word: "tied", label: "ask two at once (tied)" },
    Choice { word: "drop_slowest", label: "do without the slowest" },
];

const MS: Range = Range::log(0.001, 86_400_000.0);
const LARGEST_SEED: f64 = 9_007_199_254_740_991.0;

type P = Param<Inputs>;

/// The inputs in the order of the page.
#[rustfmt::skip]
pub const PARAMS: &[P] = &[
    P::number("fan_out", "Leaves a request asks", Unit::COUNT, Range::log(1.0, 10_000.0).whole(), |i| i.fan_out, |i, v| i.fan_out = v),
    P::number("leaf_slow_pct", "Answers that are slow", Unit::PERCENT, Range::log(0.001, 100.0).or_zero(), |i| i.leaf_slow_pct, |i, v| i.leaf_slow_pct = v),
    P::choice("hedge", "Against slow leaves", HEDGES, |i| i.hedge, |i, v| i.hedge = v),
    P::number("hedge_after_pct", "Ask again after the percentile", Unit::PERCENT, Range::linear(0.0, 99.9, 0.1), |i| i.hedge_after_pct, |i, v| i.hedge_after_pct = v)
        .help("Of a leaf’s time at this load, as measured before hedging.").when(|i| i.hedge == "hedged"),
    P::number("utilization_share", "Leaf servers are busy", Unit::SHARE, Range::linear(0.0, 0.99, 0.01), |i| i.utilization_share, |i, v| i.utilization_share = v)
        .help("Before the remedy. Each leaf has two servers."),
    P::number("correlation", "Leaves with one fate", Unit::SHARE, Range::linear(0.0, 1.0, 0.01), |i| i.correlation, |i, v| i.correlation = v)
        .help("Share of requests whose leaves, and second copies, are all slow or none is."),
    P::number("hedge_budget_pct", "Ask again at most", Unit::PERCENT, Range::linear(0.0, 100.0, 1.0), |i| i.hedge_budget_pct, |i, v| i.hedge_budget_pct = v)
        .help("Second requests for each 100 first ones, each leaf by itself. 100 % is no limit.").when(|i| i.hedge == "hedged"),
    P::switch("withdraw_losers", "Withdraw the copy that lost", |i| i.withdraw_losers, |i, v| i.withdraw_losers = v)
        .help("While it still waits in line; otherwise it is served in vain.").when(|i| i.hedge == "hedged"),
    P::number("drop_leaves", "Leaves not waited for", Unit::COUNT, Range::log(1.0, 1000.0).whole(), |i| i.drop_leaves, |i, v| i.drop_leaves = v)
        .when(|i| i.hedge == "drop_slowest"),
    P::number("message_ms", "A message between servers takes", Unit::MS, Range::log(0.001, 10_000.0).or_zero(), |i| i.message_ms, |i, v| i.message_ms = v)
        .when(|i| i.hedge == "tied").more(),
    P::number("leaf_ms", "A leaf takes, on average", Unit::MS, MS, |i| i.leaf_ms, |i, v| i.leaf_ms = v).more(),
    P::number("slow_ms", "A slow answer takes longer by", Unit::MS, MS, |i| i.slow_ms, |i, v| i.slow_ms = v).more(),
    P::number("seed", "Seed", Unit::COUNT, Range::log(1.0, LARGEST_SEED).whole().or_zero(), |i| i.seed, |i, v| i.seed = v)
        .help("The same seed gives the same requests, with and without the remedy.").more(),
    P::number("sim_customers", "Requests to simulate", Unit::COUNT, Range::log(1000.0, 1e6).whole(), |i| i.sim_customers, |i, v| i.sim_customers = v)
        .help("At most a million requests to leaves: with 100 leaves, 10,000 requests.").more(),
];
