//! A queueing station as a question: who comes, how long each takes, how many serve, in what order, and how many fit.

use super::arrivals::{Arrivals, ArrivalsError};
use crate::dist::{Law, LawError};
use core::fmt;

/// In what order customers are served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Discipline {
    /// First come, first served.
    Fifo,
    /// Last come, first served; nobody in service is interrupted.
    Lifo,
    /// Shortest job first, known in advance; nobody in service is interrupted.
    Sjf,
    /// Everyone is served at once: each of n customers at rate min(1, servers/n).
    ProcessorSharing,
    /// A share of customers goes first in the queue; nobody in service is interrupted.
    Priority {
        /// The share of customers with priority, in [0, 1].
        high_share: f64,
    },
    /// A share of customers interrupts the others, who later go on where they stopped (preemptive resume).
    PriorityPreemptive {
        /// The share of customers with priority, in [0, 1].
        high_share: f64,
    },
}

impl Discipline {
    /// The share of customers with priority; 0 where the discipline knows no classes.
    pub fn high_share(self) -> f64 {
        match self {
            Self::Priority { high_share } | Self::PriorityPreemptive { high_share } => high_share,
            _ => 0.0,
        }
    }
}

/// One queueing station.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// When customers come.
    pub arrivals: Arrivals,
    /// How long each takes to serve, in seconds.
    pub service: Law,
    /// How many serve in parallel, at least 1.
    pub servers: u32,
    /// Places in the system, those in service included (Kendall's K); `None` is without limit.
    pub capacity: Option<u64>,
    /// Who is next.
    pub discipline: Discipline,
}

/// Why a scenario cannot be simulated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScenarioError {
    /// No server, or more than `MOST_SERVERS`.
    Servers(u32),
    /// No place at all.
    Capacity,
    /// The share of priority customers is outside [0, 1].
    PriorityShare(f64),
    /// More arrives than can be served and the queue has no limit: it grows for ever.
    Unstable {
        /// Offered work per server, ≥ 1.
        utilization: f64,
    },
    /// The arrivals refuse.
    Arrivals(ArrivalsError),
    /// The service law refuses.
    Service(LawError),
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Servers(count) => write!(f, "The number of servers runs from 1 to {MOST_SERVERS}, not {count}."),
            Self::Capacity => write!(f, "The system needs at least one place."),
            Self::PriorityShare(share) => write!(f, "The share with priority runs from 0 to 1, not {share}."),
            Self::Unstable { utilization } => {
                write!(
                    f,
                    "More work arrives than the servers can do ({utilization:.3} of their capacity): the queue grows for ever."
                )
            }
            Self::Arrivals(error) => error.fmt(f),
            Self::Service(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ScenarioError {}

impl From<ArrivalsError> for ScenarioError {
    fn from(error: ArrivalsError) -> Self {
        Self::Arrivals(error)
    }
}

impl From<LawError> for ScenarioError {
    fn from(error: LawError) -> Self {
        Self::Service(error)
    }
}

/// The most servers a station has.
pub const MOST_SERVERS: u32 = 1_000_000;

impl Scenario {
    /// First come, first served, without limit of places.
    pub fn fifo(arrivals: Arrivals, service: Law, servers: u32) -> Self {
        Self { arrivals, service, servers, capacity: None, discipline: Discipline::Fifo }
    }

    /// The same with another discipline.
    pub fn with_discipline(self, discipline: Discipline) -> Self {
        Self { discipline, ..self }
    }

    /// The same with `places` in the system.
    pub fn with_capacity(self, places: u64) -> Self {
        Self { capacity: Some(places), ..self }
    }

    /// Servers that can ever be busy: a capacity below the number of servers acts as fewer servers.
    pub fn effective_servers(&self) -> u32 {
        self.capacity.map_or(self.servers, |places| places.min(u64::from(self.servers)) as u32)
    }

    /// Work offered, in servers kept busy: rate × mean service.
    pub fn offered_servers(&self) -> f64 {
        self.arrivals.rate_per_sec() * self.service.mean()
    }

    /// Work offered per effective server, ρ; above 1 is possible where customers are turned away.
    pub fn offered_utilization(&self) -> f64 {
        self.offered_servers() / f64::from(self.effective_servers())
    }

    /// Whether the numbers make sense, without asking for stability.
    /// # Errors
    /// When servers, capacity or share are out of range.
    pub fn check(&self) -> Result<(), ScenarioError> {
        if self.servers == 0 || self.servers > MOST_SERVERS {
            return Err(ScenarioError::Servers(self.servers));
        }
        if self.capacity == Some(0) {
            return Err(ScenarioError::Capacity);
        }
        let share = self.discipline.high_share();
        if !(0.0..=1.0).contains(&share) {
            return Err(ScenarioError::PriorityShare(share));
        }
        Ok(())
    }

    /// Whether the numbers make sense and a long run has a mean to tell.
    /// # Errors
    /// As [`Scenario::check`]; and when ρ ≥ 1 with room for all.
    pub fn check_stable(&self) -> Result<(), ScenarioError> {
        self.check()?;
        let utilization = self.offered_utilization();
        let has_mean = self.capacity.is_some() || !self.arrivals.is_endless() || utilization < 1.0;
        if has_mean { Ok(()) } else { Err(ScenarioError::Unstable { utilization }) }
    }

    /// Customers to let pass before measuring: a few relaxation times of the queue, which starts empty.
    ///
    /// The relaxation time of M/M/c is 1/(cμ(1−√ρ)²), so ρ/(1−√ρ)² arrivals for any c; other laws stretch it by about (I + cv²)/2
    /// with the arrivals' index of dispersion I. Four of these, between 1,000 and 10,000.
    pub fn usual_warmup(&self) -> u64 {
        let rho = self.offered_utilization();
        if self.capacity.is_some_and(|places| places < 100) {
            return 1000;
        }
        let gap = 1.0 - rho.min(0.999).sqrt();
        let cv = self.service.cv();
        let stretch = 0.5 * (self.arrivals.index_of_dispersion() + cv * cv).max(1.0);
        (4.0 * stretch * rho / (gap * gap)).clamp(1000.0, 10_000.0) as u64
    }
}
