//! One leaf of a fan-out: how long its answer takes, with a queue behind it and a remedy in front.
//!
//! Assumptions: a leaf has two replicas, each a server with a line of its own; requests come at random and go to either; service
//! is exponential. A slow answer is stuck on its way (a lost packet, a pause, a cold path): it takes `slow_secs` longer and does
//! not keep its server busy meanwhile.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | m | `body_secs`, mean service | s |
//! | D | `slow_secs`, how much longer a slow answer takes | s |
//! | q | `slow_share` | \[0, 1\] |
//! | ρ | `utilization`, of each replica, before the remedy | \[0, 1) |
//! | θ = m/(1−ρ) | mean time of a quick answer, queue included | s |
//! | S(t) = (1−q)e^(−t/θ) + q e^(−(t−D)⁺/θ) | `survival`: still unanswered after t | share |
//! | d | `hedge_after_secs`: the chosen quantile of S before hedging | s |
//! | h = S(d) | share of leaf requests that are asked twice | share |
//! | ρ′ = ρ(1 + h(ρ′)) | utilization once hedging has fed back on itself | share |
//! | S(t)·(1 − a + a·S(t − d)), t ≥ d | hedged; a: share of hedges that the budget lets through | share |
//! | M/M/2 | tied: two copies, one line in effect, the one that starts withdraws the other | – |
//!
//! Source: M/M/1 and M/M/2 response laws (Kleinrock, *Queueing Systems* 1, 1975, §3.2 and 3.5); remedies: J. Dean, L. A. Barroso,
//! "The Tail at Scale", CACM 56(2), 2013, doi:10.1145/2408776.2408794; hedging that overloads: A. Vulimiri et al., "Low latency via
//! redundancy", CoNEXT 2013, doi:10.1145/2535372.2535392. The fixed point of ρ′ is ours: hedges are taken to come at random.
//! Validity: hedges do not come at random but in clusters, so ρ′ is a little low; where it has no solution the queues grow for ever.

use super::fan_out::TailsError;
use crate::queueing::MMc;

/// What is done about slow leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remedy {
    /// Wait.
    None,
    /// Ask the other replica too once the answer takes longer than usual.
    Hedged {
        /// The quantile of the leaf's time, before hedging, after which to ask again; in [0, 1).
        after: f64,
        /// Most hedges for each leaf request, in [0, 1]; 1 is no limit.
        budget: f64,
    },
    /// Ask both replicas at once; the one that begins first withdraws the other.
    Tied,
}

/// A leaf before any remedy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leaf {
    body_secs: f64,
    slow_secs: f64,
    slow_share: f64,
    utilization: f64,
}

impl Leaf {
    /// A leaf with a mean service of `body_secs` > 0, of whose answers a `slow_share` in [0, 1] take `slow_secs` ≥ 0 longer, and
    /// whose replicas are busy a share `utilization` in [0, 1) of the time.
    ///
    /// # Errors
    /// Where one of them is out of range.
    pub fn new(body_secs: f64, slow_secs: f64, slow_share: f64, utilization: f64) -> Result<Self, TailsError> {
        if !(body_secs > 0.0 && body_secs.is_finite() && slow_secs >= 0.0 && slow_secs.is_finite()) {
            return Err(TailsError::Time);
        }
        if !(0.0..=1.0).contains(&slow_share) {
            return Err(TailsError::Share);
        }
        if !(0.0..1.0).contains(&utilization) {
            return Err(TailsError::Busy);
        }
        Ok(Self { body_secs, slow_secs, slow_share, utilization })
    }

    /// Share of answers that are slow.
    pub fn slow_share(&self) -> f64 {
        self.slow_share
    }

    /// Mean service, seconds.
    pub fn body_secs(&self) -> f64 {
        self.body_secs
    }

    /// How much longer a slow answer takes, seconds.
    pub fn slow_secs(&self) -> f64 {
        self.slow_secs
    }

    /// Share of the time each replica is busy before the remedy.
    pub fn utilization(&self) -> f64 {
        self.utilization
    }

    /// Share still unanswered after `secs` without a remedy.
    pub fn survival(&self, secs: f64) -> f64 {
        self.mixed(self.utilization, secs)
    }

    fn mixed(&self, utilization: f64, secs: f64) -> f64 {
        let quick = self.quick(utilization, secs);
        quick + self.slow_share * (self.quick(utilization, secs - self.slow_secs) - quick)
    }

    /// Share of quick answers still out after `secs`.
    fn quick(&self, utilization: f64, secs: f64) -> f64 {
        if secs <= 0.0 { 1.0 } else { libm::exp(-secs * (1.0 - utilization) / self.body_secs) }
    }

    /// The time that a share 1 − `q` of answers takes longer than, without a remedy, seconds.
    pub fn quantile_secs(&self, q: f64) -> f64 {
        invert(1.0 - q, self.body_secs, |t| self.survival(t))
    }

    /// The leaf with a remedy, once its load has settled; nothing where hedging feeds itself until the queues grow for ever.
    pub fn with(&self, remedy: Remedy) -> Option<Settled> {
        let leaf = *self;
        let settled = |utilization, hedged, after_secs, let_through| Settled {
            leaf,
            utilization,
            hedged_share: hedged,
            after_secs,
            let_through,
            tied: None,
        };
        match remedy {
            Remedy::None => Some(settled(self.utilization, 0.0, f64::INFINITY, 0.0)),
            Remedy::Tied => {
                // At no load at all there is no line to share.
                let arrivals_per_sec = 2.0 * self.utilization.max(1e-9) / self.body_secs;
                let pair = MMc::new(arrivals_per_sec, self.body_secs, 2).ok()?;
                Some(Settled { tied: Some(pair), ..settled(self.utilization, 0.0, f64::INFINITY, 0.0) })
            }
            Remedy::Hedged { after, budget } => {
                let after_secs = self.quantile_secs(after);
                let mut utilization = self.utilization;
                // Climbs to the smallest solution, or past 1.
                for _ in 0..20_000 {
                    let wanted = self.mixed(utilization, after_secs);
                    let hedged = wanted.min(budget);
                    let next = self.utilization * (1.0 + hedged);
                    if next >= 1.0 {
                        return None;
                    }
                    if next - utilization <= 1e-12 {
                        let let_through = if wanted > 0.0 { hedged / wanted } else { 0.0 };
                        return Some(settled(next, hedged, after_secs, let_through));
                    }
                    utilization = next;
                }
                None
            }
        }
    }
}

/// A leaf with its remedy, in its settled state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settled {
    leaf: Leaf,
    /// Share of the time each replica is busy, the remedy's own work included.
    pub utilization: f64,
    /// Extra requests for each leaf request.
    pub hedged_share: f64,
    /// When the second request is sent, seconds; infinite where none is.
    pub after_secs: f64,
    let_through: f64,
    tied: Option<MMc>,
}

/// Which answers of a leaf are slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Each by its own luck.
    Independent,
    /// None of this request's.
    AllQuick,
    /// All of this request's, whichever replica is asked.
    AllSlow,
}

impl Settled {
    /// Share still unanswered after `secs`, given whose answers are slow.
    pub fn survival(&self, secs: f64, fate: Fate) -> f64 {
        let first = self.one(secs, fate);
        if secs < self.after_secs || self.let_through == 0.0 {
            return first;
        }
        first * (1.0 - self.let_through + self.let_through * self.one(secs - self.after_secs, fate))
    }

    /// The same of one copy.
    fn one(&self, secs: f64, fate: Fate) -> f64 {
        let leaf = &self.leaf;
        let quick = |secs: f64| match &self.tied {
            Some(_) if secs <= 0.0 => 1.0,
            Some(pair) => pair.response_tail(secs),
            None => leaf.quick(self.utilization, secs),
        };
        let share = match fate {
            Fate::Independent => leaf.slow_share,
            Fate::AllQuick => 0.0,
            Fate::AllSlow => 1.0,
        };
        let body = quick(secs);
        body + share * (quick(secs - leaf.slow_secs) - body)
    }

    /// Share of quick answers that are still out when the first slow one may come, without a remedy.
    pub fn quick_after_slow(&self) -> f64 {
        self.leaf.quick(self.utilization, self.leaf.slow_secs)
    }

    /// Whether a budget lets fewer second requests through than wanted.
    pub fn is_held_back(&self) -> bool {
        self.after_secs.is_finite() && self.let_through < 1.0 && self.hedged_share > 0.0
    }

    /// Share of leaf requests whose answer, in the end, is a slow one.
    ///
    /// A hedged leaf is slow if both copies are, or if the second, though quick, comes later than the slow first.
    pub fn slow_share(&self, fate: Fate) -> f64 {
        let q = match fate {
            Fate::Independent => self.leaf.slow_share,
            Fate::AllQuick => return 0.0,
            Fate::AllSlow => return 1.0,
        };
        if self.let_through == 0.0 {
            return q;
        }
        let head_start = self.leaf.slow_secs - self.after_secs;
        // The second copy is sent only if the first is still out; a slow one nearly always is.
        let sent = self.let_through * self.leaf.quick(self.utilization, -head_start);
        // Two exponential times of the same mean differ by more than x with probability e^(−x/θ)/2 either way.
        let apart = 0.5 * self.leaf.quick(self.utilization, libm::fabs(head_start));
        let second_later = if head_start >= 0.0 { apart } else { 1.0 - apart };
        q * (1.0 - sent * (1.0 - q) * (1.0 - second_later))
    }
}

/// What 1 − q and a sum of shares may be off by rounding, and far more than that: a share that differs by less is the same.
const SAME: f64 = 1e-12;

/// The time at which a falling `survival` comes down to `tail`, by doubling and halving; `scale` is any time of the right order.
///
/// Where a share of exactly `tail` never gets below it until something happens (1 % is slow, and one in a hundred is asked for),
/// the time is when it happens: what rounding makes of the rest must not decide.
pub(crate) fn invert(tail: f64, scale: f64, survival: impl Fn(f64) -> f64) -> f64 {
    let tail = tail * (1.0 - SAME);
    if survival(0.0) <= tail {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, scale);
    for _ in 0..1_100 {
        if survival(high) <= tail {
            break;
        }
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if high - low <= 1e-13 * high || middle <= low || middle >= high {
            break;
        }
        if survival(middle) > tail { low = middle } else { high = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(utilization: f64) -> Leaf {
        Leaf::new(0.010, 1.0, 0.01, utilization).unwrap()
    }

    fn hedged(after: f64, budget: f64) -> Remedy {
        Remedy::Hedged { after, budget }
    }

    #[test]
    fn without_a_queue_the_body_is_exponential_and_one_in_a_hundred_a_second_late() {
        let idle = leaf(0.0);
        assert!((idle.survival(0.010) - (0.99 * libm::exp(-1.0) + 0.01)).abs() < 1e-15);
        assert!((idle.survival(0.999) - 0.01).abs() < 1e-12);
        assert!((idle.quantile_secs(0.95) - 0.010 * libm::log(0.99 / 0.04)).abs() < 1e-12);
        assert!(idle.quantile_secs(0.995) > 1.0);
    }

    #[test]
    fn at_thirty_percent_hedging_settles_a_little_higher() {
        let settled = leaf(0.3).with(hedged(0.95, 1.0)).unwrap();
        assert!((0.05..0.06).contains(&settled.hedged_share), "{settled:?}");
        assert!((settled.utilization - 0.3 * (1.0 + settled.hedged_share)).abs() < 1e-9);
    }

    #[test]
    fn at_eighty_percent_hedging_feeds_itself_and_a_budget_stops_it() {
        assert_eq!(leaf(0.8).with(hedged(0.95, 1.0)), None);
        let kept = leaf(0.8).with(hedged(0.95, 0.05)).unwrap();
        assert!((kept.utilization - 0.84).abs() < 1e-9 && (kept.hedged_share - 0.05).abs() < 1e-9);
    }

    #[test]
    fn a_hedged_leaf_is_slow_when_both_copies_are() {
        let settled = leaf(0.3).with(hedged(0.95, 1.0)).unwrap();
        assert!((settled.slow_share(Fate::Independent) / 1e-4 - 1.0).abs() < 1e-6);
        assert_eq!(settled.slow_share(Fate::AllSlow), 1.0);
        assert_eq!(leaf(0.3).with(Remedy::None).unwrap().slow_share(Fate::Independent), 0.01);
        assert_eq!(leaf(0.3).with(Remedy::Tied).unwrap().slow_share(Fate::Independent), 0.01);
    }

    #[test]
    fn every_survival_falls_from_one_to_nothing() {
        for remedy in [Remedy::None, hedged(0.95, 1.0), hedged(0.0, 1.0), hedged(0.5, 0.1), Remedy::Tied] {
            let settled = leaf(0.4).with(remedy).unwrap();
            for fate in [Fate::Independent, Fate::AllQuick, Fate::AllSlow] {
                let mut before = 1.0;
                for i in 0..400 {
                    let now = settled.survival(f64::from(i) * 0.005, fate);
                    assert!(now <= before + 1e-12 && now >= 0.0, "{remedy:?} {fate:?} at {i}: {before} then {now}");
                    before = now;
                }
                assert!(before < 1e-9, "{remedy:?} {fate:?}");
            }
        }
    }

    #[test]
    fn where_exactly_one_in_a_hundred_is_slow_the_99th_percentile_is_a_slow_answer() {
        for slow_secs in [0.5, 1.0, 5.0, 100.0] {
            let leaf = Leaf::new(0.010, slow_secs, 0.01, 0.3).unwrap();
            // S(t) = 0.99 e^(−t/θ) + 0.01 > 0.01 for every t < D; beyond it t = D + θ ln(1 + 99 e^(−D/θ)).
            let theta = 0.010 / 0.7;
            let exact = slow_secs + theta * libm::log1p(99.0 * libm::exp(-slow_secs / theta));
            assert!((leaf.quantile_secs(0.99) / exact - 1.0).abs() < 1e-10, "{}", leaf.quantile_secs(0.99));
        }
        // A little to either side of the edge.
        assert!(leaf(0.3).quantile_secs(0.989) < 0.2 && leaf(0.3).quantile_secs(0.991) > 1.0);
        // Half slow, and the median.
        let half = Leaf::new(0.010, 1.0, 0.5, 0.0).unwrap();
        assert!((half.quantile_secs(0.5) - 1.0).abs() < 1e-10, "{}", half.quantile_secs(0.5));
    }

    #[test]
    fn tied_requests_share_one_line() {
        let settled = leaf(0.8).with(Remedy::Tied).unwrap();
        let pair = MMc::new(160.0, 0.010, 2).unwrap();
        assert!((settled.survival(0.05, Fate::AllQuick) - pair.response_tail(0.05)).abs() < 1e-15);
        assert!(leaf(0.0).with(Remedy::Tied).unwrap().survival(0.01, Fate::AllQuick) > 0.36);
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(Leaf::new(0.0, 1.0, 0.01, 0.3), Err(TailsError::Time));
        assert_eq!(Leaf::new(0.01, 1.0, 1.01, 0.3), Err(TailsError::Share));
        assert_eq!(Leaf::new(0.01, 1.0, 0.01, 1.0), Err(TailsError::Busy));
        assert_eq!(Leaf::new(0.01, f64::NAN, 0.01, 0.3), Err(TailsError::Time));
    }
}
