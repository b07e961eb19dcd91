//! The inputs of the queue, and the station they describe.

use crate::dist::Law;
use crate::quantity::Unit;
use crate::sim::{Arrivals, Discipline, Scenario, ScenarioError};
use crate::topic::{Choice, Param, Range};

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Mean arrivals a second.
    pub arrivals_per_sec: f64,
    /// Mean service time of one customer.
    pub service_ms: f64,
    /// Parallel servers.
    pub servers: f64,
    /// `poisson`, `deterministic`, `erlang`, `bursty`.
    pub arrival_law: &'static str,
    /// Coefficient of variation of Erlang gaps.
    pub arrival_cv: f64,
    /// How many times faster customers come during a burst.
    pub burst_ratio: f64,
    /// `exponential`, `deterministic`, `erlang`, `lognormal`, `hyperexponential`, `pareto`.
    pub service_law: &'static str,
    /// Coefficient of variation of the service time, of the laws that have one to choose.
    pub service_cv: f64,
    /// Places in the system, those in service included; infinite for no limit.
    pub capacity: f64,
    /// `fifo`, `lifo`, `sjf`, `processor_sharing`, `priority`, `priority_preemptive`.
    pub discipline: &'static str,
    /// Share of customers with priority.
    pub priority_share: f64,
    /// Seed of the simulation.
    pub seed: f64,
    /// Customers to simulate.
    pub sim_customers: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            arrivals_per_sec: 36.0,
            service_ms: 25.0,
            servers: 1.0,
            arrival_law: "poisson",
            arrival_cv: 0.5,
            burst_ratio: 5.0,
            service_law: "exponential",
            service_cv: 1.5,
            capacity: f64::INFINITY,
            discipline: "fifo",
            priority_share: 0.2,
            seed: 42.0,
            sim_customers: 100_000.0,
        }
    }
}

impl Inputs {
    /// The station, in SI units.
    ///
    /// # Errors
    /// Where an input makes no sense; stability is not asked here.
    pub fn scenario(&self) -> Result<Scenario, ScenarioError> {
        self.scenario_at(self.arrivals_per_sec)
    }

    /// The same station with another arrival rate a second.
    ///
    /// # Errors
    /// As [`Inputs::scenario`].
    pub fn scenario_at(&self, arrivals_per_sec: f64) -> Result<Scenario, ScenarioError> {
        let arrivals = match self.arrival_law {
            "deterministic" => Arrivals::deterministic(arrivals_per_sec)?,
            "erlang" => Arrivals::erlang(arrivals_per_sec, self.arrival_cv)?,
            "bursty" => Arrivals::bursty(arrivals_per_sec, self.burst_ratio)?,
            _ => Arrivals::poisson(arrivals_per_sec)?,
        };
        let secs = Unit::MS.to_base(self.service_ms);
        let service = match self.service_law {
            "deterministic" => Law::deterministic(secs)?,
            "erlang" => Law::erlang(secs, self.cv())?,
            "lognormal" => Law::lognormal(secs, self.cv())?,
            "hyperexponential" => Law::hyperexponential(secs, self.cv())?,
            "pareto" => Law::pareto(secs, self.cv())?,
            _ => Law::exponential(secs)?,
        };
        let high_share = self.priority_share;
        let discipline = match self.discipline {
            "lifo" => Discipline::Lifo,
            "sjf" => Discipline::Sjf,
            "processor_sharing" => Discipline::ProcessorSharing,
            "priority" => Discipline::Priority { high_share },
            "priority_preemptive" => Discipline::PriorityPreemptive { high_share },
            _ => Discipline::Fifo,
        };
        let scenario = Scenario::fifo(arrivals, service, self.servers as u32).with_discipline(discipline);
        let scenario = if self.capacity.is_finite() { scenario.with_capacity(self.capacity as u64) } else { scenario };
        scenario.check()?;
        Ok(scenario)
    }

    /// The coefficient of variation in use: an Erlang law varies at most as much as an exponential one, a hyperexponential
    /// one at least as much.
    pub fn cv(&self) -> f64 {
        match self.service_law {
            "erlang" => self.service_cv.clamp(0.05, 1.0),
            "hyperexponential" => self.service_cv.max(1.0),
            _ => self.service_cv.max(0.05),
        }
    }
}

const ARRIVAL_LAWS: &[Choice] = &[
    Choice { word: "poisson", label: "at random (Poisson)" },
    Choice { word: "deterministic", label: "like clockwork" },
    Choice { word: "erlang", label: "steadier than random (Erlang)" },
    Choice { word: "bursty", label: "in bursts" },
];

const SERVICE_LAWS: &[Choice] = &[
    Choice { word: "exponential", label: "exponential" },
    Choice { word: "deterministic", label: "always the same" },
    Choice { word: "erlang", label: "steadier (Erlang)" },
    Choice { word: "lognormal", label: "lognormal" },
    Choice { word: "hyperexponential", label: "some quick, some slow (hyperexponential)" },
    Choice { word: "pareto", label: "heavy tail (Pareto)" },
];

const DISCIPLINES: &[Choice] = &[
    Choice { word: "fifo", label: "first come, first served" },
    Choice { word: "lifo", label: "last come, first served" },
    Choice { word: "sjf", label: "shortest job first" },
    Choice { word: "processor_sharing", label: "all at once (processor sharing)" },
    Choice { word: "priority", label: "priority, no interruption" },
    Choice { word: "priority_preemptive", label: "priority, interrupting" },
];

const LARGEST_SEED: f64 = 9_007_199_254_740_991.0;

type P = Param<Inputs>;

/// The inputs in the order of the page.
pub const PARAMS: &[Param<Inputs>] = &[
    P::number(
        "arrivals_per_sec",
        "Arrivals",
        Unit::PER_SEC,
        Range::log(1e-4, 1e6),
        |i| i.arrivals_per_sec,
        |i, v| i.arrivals_per_sec = v,
    ),
    P::number(
        "service_ms",
        "Time to serve one",
        Unit::MS,
        Range::log(0.001, 86_400_000.0),
        |i| i.service_ms,
        |i, v| i.service_ms = v,
    ),
    P::number(
        "servers",
        "Servers",
        Unit::COUNT,
        Range::log(1.0, 10_000.0).whole(),
        |i| i.servers,
        |i, v| i.servers = v,
    ),
    P::choice("service_law", "Service times are", SERVICE_LAWS, |i| i.service_law, |i, v| i.service_law = v),
    P::number(
        "service_cv",
        "Their variation",
        Unit::COUNT,
        Range::linear(0.05, 10.0, 0.05),
        |i| i.service_cv,
        |i, v| i.service_cv = v,
    )
    .help("Standard deviation over mean: 0 is constant, 1 is exponential.")
    .when(|i| !matches!(i.service_law, "exponential" | "deterministic")),
    P::choice("discipline", "Who is next", DISCIPLINES, |i| i.discipline, |i, v| i.discipline = v),
    P::number(
        "priority_share",
        "Share with priority",
        Unit::SHARE,
        Range::linear(0.0, 1.0, 0.01),
        |i| i.priority_share,
        |i, v| i.priority_share = v,
    )
    .when(|i| i.discipline.starts_with("priority"))
    .more(),
    P::choice("arrival_law", "Customers come", ARRIVAL_LAWS, |i| i.arrival_law, |i, v| i.arrival_law = v).more(),
    P::number(
        "arrival_cv",
        "Variation of the gaps",
        Unit::COUNT,
        Range::linear(0.05, 1.0, 0.05),
        |i| i.arrival_cv,
        |i, v| i.arrival_cv = v,
    )
    .when(|i| i.arrival_law == "erlang")
    .more(),
    P::number(
        "burst_ratio",
        "A burst is faster by",
        Unit::RATIO,
        Range::linear(1.0, 10.0, 0.5),
        |i| i.burst_ratio,
        |i, v| i.burst_ratio = v,
    )
    .help("Bursts fill a tenth of the time; the mean rate stays what is set above.")
    .when(|i| i.arrival_law == "bursty")
    .more(),
    P::number(
        "capacity",
        "Places, with those in service",
        Unit::COUNT,
        Range::log(1.0, 1e6).whole().or_infinity(),
        |i| i.capacity,
        |i, v| i.capacity = v,
    )
    .help("Who finds no place is turned away. “inf” is no limit.")
    .more(),
    P::number(
        "seed",
        "Seed",
        Unit::COUNT,
        Range::log(1.0, LARGEST_SEED).whole().or_zero(),
        |i| i.seed,
        |i, v| i.seed = v,
    )
    .help("The same seed gives the same customers, on every machine.")
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
