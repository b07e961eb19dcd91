//! Hunts: a request through a shop of a dozen services, in which one thing is wrong. The same seed gives the same shop, healthy
//! and sick, so that what mending the fault saves is known to the nanosecond: the sick trace less the healthy one.
//!
//! Lengths are invented; what each fault looks like is not. Evidence stands where tools put it: in the shape, in self time, and
//! in what a span says of itself.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::Trace;
use super::spans::Marks;
use plan::Plan;

mod plan;

/// Degrees of difficulty: from a dozen spans to some sixty with red herrings.
pub const LEVELS: u32 = 3;

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// One query an item, one after the other.
    NPlusOne,
    /// Independent calls, one after the other.
    Serial,
    /// Waiting for a row that another transaction holds.
    Lock,
    /// What should have been in the cache is not.
    ColdCache,
    /// Waiting for a connection.
    PoolWait,
    /// A process stands still to collect garbage.
    GcPause,
    /// One part of a fan-out is slow, and all wait for it.
    SlowShard,
    /// Attempts that time out and are made again.
    RetryStorm,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::NPlusOne,
        Self::Serial,
        Self::Lock,
        Self::ColdCache,
        Self::PoolWait,
        Self::GcPause,
        Self::SlowShard,
        Self::RetryStorm,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NPlusOne => "N+1 queries",
            Self::Serial => "calls in series that could be parallel",
            Self::Lock => "waiting for a lock",
            Self::ColdCache => "a cold cache",
            Self::PoolWait => "waiting for a connection",
            Self::GcPause => "a pause for garbage collection",
            Self::SlowShard => "one slow shard",
            Self::RetryStorm => "retries after timeouts",
        }
    }

    /// How it is known in a trace.
    #[must_use]
    pub fn known_by(self) -> &'static str {
        match self {
            Self::NPlusOne => {
                "many short spans of the same name under one parent, each beginning when the last has ended"
            }
            Self::Serial => "a staircase of different calls, none of which uses the other’s answer",
            Self::Lock => {
                "a single short statement that takes long by itself and says that it waited for a transaction"
            }
            Self::ColdCache => "a lookup that says “miss”, and a query and a write to the cache right behind it",
            Self::PoolWait => {
                "time before the query rather than in it: the wait for a connection of a pool that is all in use"
            }
            Self::GcPause => "several spans of one process that stand still at the same moment, whatever they do",
            Self::SlowShard => "a fan of equal calls of which one is several times longer than the others",
            Self::RetryStorm => {
                "failed spans of the same length, with growing gaps between them, before one that succeeds"
            }
        }
    }
}

/// A trace in which one thing is wrong.
#[derive(Clone, Debug)]
pub struct Hunt {
    /// What is wrong.
    pub fault: Fault,
    /// The trace.
    pub trace: Trace,
    /// The same without the fault.
    pub healthy: Trace,
    /// Places of the spans that show it: naming any of them is right.
    pub culprits: Vec<usize>,
    /// What mending it saves from end to end, in ns.
    pub saved_ns: i64,
}

impl Hunt {
    /// The hunt of a seed.
    #[must_use]
    pub fn drawn(seed: u64, level: u32) -> Self {
        let mut draw = Pcg64Mcg::seed_from_u64(seed ^ 0x6875_6e74);
        let fault = Fault::ALL[draw.random_range(0..Fault::ALL.len() as u32) as usize];
        Self::of(fault, seed, level)
    }

    /// The hunt of a seed for a fault.
    #[must_use]
    pub fn of(fault: Fault, seed: u64, level: u32) -> Self {
        let healthy = plan::shop(seed, level.clamp(1, LEVELS));
        let mut sick = healthy.clone();
        plan::plant(fault, &mut sick, seed);
        let healthy = laid_out(&healthy);
        let mut trace = laid_out(&sick);
        let mut culprits = Vec::new();
        for (place, span) in trace.spans.iter_mut().enumerate() {
            if span.marks.has(Marks::PLANTED) {
                culprits.push(place);
                span.marks = Marks(span.marks.0 & !Marks::PLANTED.0);
            }
        }
        let saved_ns = trace.spans[0].len_ns() - healthy.spans[0].len_ns();
        Self { fault, trace, healthy, culprits, saved_ns }
    }

    /// The culprit that takes longest.
    #[must_use]
    pub fn main_culprit(&self) -> usize {
        let longest = |place: &&usize| (self.trace.spans[**place].len_ns(), std::cmp::Reverse(**place));
        self.culprits.iter().max_by_key(longest).copied().unwrap_or(0)
    }
}

fn laid_out(plan: &Plan) -> Trace {
    let mut built = super::Builder::default();
    plan.lay_out(&mut built, 0, 0, 1_700_000_000_000_000_000);
    built.finish()
}
