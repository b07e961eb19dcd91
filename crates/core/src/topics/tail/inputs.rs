//! The inputs: a fan-out over leaves, a remedy, and a seed.

use crate::quantity::Unit;
use crate::sim::tail::{FanOutScenario, Second};
use crate::tails::{FanOut, Leaf, Remedy, TailsError};
use crate::topic::{LARGEST_SEED, Range, inputs, words};

words! {
    /// What is done against slow leaves.
    pub enum Hedge {
        None = "none", "nothing";
        Hedged = "hedged", "ask again (hedged)";
        Tied = "tied", "ask two at once (tied)";
        DropSlowest = "drop_slowest", "do without the slowest";
    }
}

const MS: Range = Range::log(0.001, 86_400_000.0);

inputs! {
    pub struct Inputs {
        /// Leaves that a request asks.
        fan_out: f64 = 10.0 => number("Leaves a request asks", Unit::COUNT, Range::log(1.0, 10_000.0).whole());
        /// Share of answers that are slow.
        leaf_slow_pct: f64 = 1.0 => number("Answers that are slow", Unit::PERCENT, Range::log(0.001, 100.0).or_zero());
        /// What is done against slow leaves.
        hedge: Hedge = Hedge::None => choice("Against slow leaves");
        /// The percentile of a leaf's time after which it is asked again.
        hedge_after_pct: f64 = 95.0 => number("Ask again after the percentile", Unit::PERCENT, Range::linear(0.0, 99.9, 0.1))
            .help("Of a leaf’s time at this load, as measured before hedging.").when(|i| i.hedge == Hedge::Hedged);
        /// How busy each leaf server is without the remedy.
        utilization_share: f64 = 0.3 => number("Leaf servers are busy", Unit::SHARE, Range::linear(0.0, 0.99, 0.01))
            .help("Before the remedy. Each leaf has two servers.");
        /// Share of requests with one fate for all their leaves.
        correlation: f64 = 0.0 => number("Leaves with one fate", Unit::SHARE, Range::linear(0.0, 1.0, 0.01))
            .help("Share of requests whose leaves, and second copies, are all slow or none is.");
        /// Most second requests for each first one.
        hedge_budget_pct: f64 = 100.0 => number("Ask again at most", Unit::PERCENT, Range::linear(0.0, 100.0, 1.0))
            .help("Second requests for each 100 first ones, each leaf by itself. 100 % is no limit.")
            .when(|i| i.hedge == Hedge::Hedged);
        /// Whether a copy that lost is withdrawn while it still waits.
        withdraw_losers: bool = false => switch("Withdraw the copy that lost")
            .help("While it still waits in line; otherwise it is served in vain.").when(|i| i.hedge == Hedge::Hedged);
        /// Leaves not waited for.
        drop_leaves: f64 = 1.0 => number("Leaves not waited for", Unit::COUNT, Range::log(1.0, 1000.0).whole())
            .when(|i| i.hedge == Hedge::DropSlowest);
        /// How long a message between tied servers takes.
        message_ms: f64 = 1.0 => number("A message between servers takes", Unit::MS, Range::log(0.001, 10_000.0).or_zero())
            .when(|i| i.hedge == Hedge::Tied).more();
        /// Mean service of a leaf, exponential.
        leaf_ms: f64 = 10.0 => number("A leaf takes, on average", Unit::MS, MS).more();
        /// How much longer a slow answer takes.
        slow_ms: f64 = 1000.0 => number("A slow answer takes longer by", Unit::MS, MS).more();
        /// Seed of the simulation.
        seed: f64 = 42.0 => number("Seed", Unit::COUNT, Range::log(1.0, LARGEST_SEED).whole().or_zero())
            .help("The same seed gives the same requests, with and without the remedy.").more();
        /// Requests to simulate.
        sim_customers: f64 = 100_000.0 => number("Requests to simulate", Unit::COUNT, Range::log(1000.0, 1e6).whole())
            .help("At most a million requests to leaves: with 100 leaves, 10,000 requests.").more();
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
        if self.hedge == Hedge::DropSlowest { (self.drop_leaves as u64).min(self.fan_out as u64 - 1) } else { 0 }
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
            Hedge::Hedged if self.withdraw_losers => None,
            Hedge::Hedged => Some(Remedy::Hedged {
                after: Unit::PERCENT.to_base(self.hedge_after_pct),
                budget: Unit::PERCENT.to_base(self.hedge_budget_pct),
            }),
            Hedge::Tied => Some(Remedy::Tied),
            Hedge::None | Hedge::DropSlowest => Some(Remedy::None),
        }
    }

    /// Whether a budget holds back second requests, often enough to matter: where half of it is wanted on average, bursts want more.
    pub fn is_held_back(&self, leaf: &Leaf) -> bool {
        let budget = Unit::PERCENT.to_base(self.hedge_budget_pct);
        if self.hedge != Hedge::Hedged || budget >= 1.0 {
            return false;
        }
        let after = Unit::PERCENT.to_base(self.hedge_after_pct);
        leaf.with(Remedy::Hedged { after, budget: 1.0 }).is_none_or(|free| free.hedged_share > 0.5 * budget)
    }

    /// When a leaf is asked again, seconds, where it is.
    pub fn hedge_after_secs(&self) -> Option<f64> {
        let leaf = self.leaf().ok()?;
        (self.hedge == Hedge::Hedged).then(|| leaf.quantile_secs(Unit::PERCENT.to_base(self.hedge_after_pct)))
    }

    /// What is simulated.
    pub fn scenario(&self) -> FanOutScenario {
        let second = match self.hedge {
            Hedge::Hedged => Second::Hedged {
                after_secs: self.hedge_after_secs().unwrap_or(f64::MAX),
                budget: Unit::PERCENT.to_base(self.hedge_budget_pct),
                withdraw: self.withdraw_losers,
            },
            Hedge::Tied => Second::Tied { message_secs: Unit::MS.to_base(self.message_ms) },
            Hedge::None | Hedge::DropSlowest => Second::Never,
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
