//! The inputs of the queue, and the station they describe.

use crate::dist::Law;
use crate::quantity::Unit;
use crate::sim::{Arrivals, Discipline, Scenario, ScenarioError};
use crate::topic::{LARGEST_SEED, Range, inputs, words};

words! {
    /// How long they take to serve.
    pub enum ServiceLaw {
        Exponential = "exponential", "exponential";
        Deterministic = "deterministic", "always the same";
        Erlang = "erlang", "steadier (Erlang)";
        Lognormal = "lognormal", "lognormal";
        Hyperexponential = "hyperexponential", "some quick, some slow (hyperexponential)";
        Pareto = "pareto", "heavy tail (Pareto)";
    }
}

words! {
    /// Whom a free server takes.
    pub enum WhoIsNext {
        Fifo = "fifo", "first come, first served";
        Lifo = "lifo", "last come, first served";
        Sjf = "sjf", "shortest job first";
        ProcessorSharing = "processor_sharing", "all at once (processor sharing)";
        Priority = "priority", "priority, no interruption";
        PriorityPreemptive = "priority_preemptive", "priority, interrupting";
    }
}

words! {
    /// How customers come.
    pub enum ArrivalLaw {
        Poisson = "poisson", "at random (Poisson)";
        Deterministic = "deterministic", "like clockwork";
        Erlang = "erlang", "steadier than random (Erlang)";
        Bursty = "bursty", "in bursts";
    }
}

inputs! {
    pub struct Inputs {
        /// Mean arrivals a second.
        arrivals_per_sec: f64 = 36.0 => number("Arrivals", Unit::PER_SEC, Range::log(1e-4, 1e6));
        /// Mean service time of one customer.
        service_ms: f64 = 25.0 => number("Time to serve one", Unit::MS, Range::log(0.001, 86_400_000.0));
        /// Parallel servers.
        servers: f64 = 1.0 => number("Servers", Unit::COUNT, Range::log(1.0, 10_000.0).whole());
        /// The law of the service times.
        service_law: ServiceLaw = ServiceLaw::Exponential => choice("Service times are");
        /// Coefficient of variation of the service time, of the laws that have one to choose.
        service_cv: f64 = 1.5 => number("Their variation", Unit::COUNT, Range::linear(0.05, 10.0, 0.05))
            .help("Standard deviation over mean: 0 is constant, 1 is exponential.")
            .when(|i| !matches!(i.service_law, ServiceLaw::Exponential | ServiceLaw::Deterministic));
        /// Whom a free server takes next.
        discipline: WhoIsNext = WhoIsNext::Fifo => choice("Who is next");
        /// Share of customers with priority.
        priority_share: f64 = 0.2 => number("Share with priority", Unit::SHARE, Range::linear(0.0, 1.0, 0.01))
            .when(|i| matches!(i.discipline, WhoIsNext::Priority | WhoIsNext::PriorityPreemptive)).more();
        /// The law of the gaps between customers.
        arrival_law: ArrivalLaw = ArrivalLaw::Poisson => choice("Customers come").more();
        /// Coefficient of variation of Erlang gaps.
        arrival_cv: f64 = 0.5 => number("Variation of the gaps", Unit::COUNT, Range::linear(0.05, 1.0, 0.05))
            .when(|i| i.arrival_law == ArrivalLaw::Erlang).more();
        /// How many times faster customers come during a burst.
        burst_ratio: f64 = 5.0 => number("A burst is faster by", Unit::RATIO, Range::linear(1.0, 10.0, 0.5))
            .help("Bursts fill a tenth of the time; the mean rate stays what is set above.")
            .when(|i| i.arrival_law == ArrivalLaw::Bursty).more();
        /// Places in the system, those in service included; infinite for no limit.
        capacity: f64 = f64::INFINITY => number("Places, with those in service", Unit::COUNT, Range::log(1.0, 1e6).whole().or_infinity())
            .help("Who finds no place is turned away. “inf” is no limit.").more();
        /// Seed of the simulation.
        seed: f64 = 42.0 => number("Seed", Unit::COUNT, Range::log(1.0, LARGEST_SEED).whole().or_zero())
            .help("The same seed gives the same customers, on every machine.").more();
        /// Customers to simulate.
        sim_customers: f64 = 100_000.0 => number("Customers to simulate", Unit::COUNT, Range::log(1000.0, 1e6).whole()).more();
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
            ArrivalLaw::Poisson => Arrivals::poisson(arrivals_per_sec)?,
            ArrivalLaw::Deterministic => Arrivals::deterministic(arrivals_per_sec)?,
            ArrivalLaw::Erlang => Arrivals::erlang(arrivals_per_sec, self.arrival_cv)?,
            ArrivalLaw::Bursty => Arrivals::bursty(arrivals_per_sec, self.burst_ratio)?,
        };
        let secs = Unit::MS.to_base(self.service_ms);
        let service = match self.service_law {
            ServiceLaw::Exponential => Law::exponential(secs)?,
            ServiceLaw::Deterministic => Law::deterministic(secs)?,
            ServiceLaw::Erlang => Law::erlang(secs, self.cv())?,
            ServiceLaw::Lognormal => Law::lognormal(secs, self.cv())?,
            ServiceLaw::Hyperexponential => Law::hyperexponential(secs, self.cv())?,
            ServiceLaw::Pareto => Law::pareto(secs, self.cv())?,
        };
        let high_share = self.priority_share;
        let discipline = match self.discipline {
            WhoIsNext::Fifo => Discipline::Fifo,
            WhoIsNext::Lifo => Discipline::Lifo,
            WhoIsNext::Sjf => Discipline::Sjf,
            WhoIsNext::ProcessorSharing => Discipline::ProcessorSharing,
            WhoIsNext::Priority => Discipline::Priority { high_share },
            WhoIsNext::PriorityPreemptive => Discipline::PriorityPreemptive { high_share },
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
            ServiceLaw::Erlang => self.service_cv.clamp(0.05, 1.0),
            ServiceLaw::Hyperexponential => self.service_cv.max(1.0),
            ServiceLaw::Exponential | ServiceLaw::Deterministic | ServiceLaw::Lognormal | ServiceLaw::Pareto => {
                self.service_cv.max(0.05)
            }
        }
    }
}
