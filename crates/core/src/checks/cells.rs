//! Simulated cells and what theory says of them.

use crate::dist::{Law, LawError};
use crate::queueing::{MG1, MM1, MMc, MMcK};
use crate::sim::{Arrivals, Discipline, Estimates, Scenario};

/// What is read off a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Mean wait, in service times.
    Wait,
    /// Mean time in the system, in service times.
    Response,
    /// Median time in the system, in service times.
    P50,
    /// Share of customers who waited.
    Waited,
    /// Share of customers turned away.
    Blocked,
}

impl Reading {
    /// Estimate and half width.
    pub(super) fn of(self, found: &Estimates) -> (f64, f64) {
        let estimate = match self {
            Self::Wait => found.wait_secs,
            Self::Response => found.response_secs,
            Self::P50 => found.p50_response_secs,
            Self::Waited => found.wait_probability,
            Self::Blocked => found.blocked_share,
        };
        (estimate.value, estimate.half_width)
    }
}

/// A cell: a station with mean service 1 s, and what theory says of one of its numbers.
pub(super) struct Cell {
    /// What it is.
    pub what: String,
    /// The station.
    pub scenario: Scenario,
    /// The number.
    pub reading: Reading,
    /// Theory.
    pub wanted: f64,
    /// Whose.
    pub by: &'static str,
}

/// Customers of each cell.
pub(super) const CUSTOMERS: u64 = 200_000;

fn station(utilization: f64, service: Result<Law, LawError>, servers: u32) -> Option<Scenario> {
    Some(Scenario::fifo(Arrivals::poisson(utilization * f64::from(servers)).ok()?, service.ok()?, servers))
}

/// All of them.
pub(super) fn all() -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut add = |what: String, scenario: Option<Scenario>, reading, wanted: Option<f64>, by| {
        if let (Some(scenario), Some(wanted)) = (scenario, wanted) {
            cells.push(Cell { what, scenario, reading, wanted, by });
        }
    };
    for utilization in [0.3, 0.5, 0.7, 0.8, 0.9] {
        let theory = MM1::new(utilization, 1.0).ok();
        let scenario = || station(utilization, Law::exponential(1.0), 1);
        add(
            format!("M/M/1 at {utilization}: wait"),
            scenario(),
            Reading::Wait,
            theory.map(|t| t.mean_wait_secs()),
            "M/M/1",
        );
        add(
            format!("M/M/1 at {utilization}: median"),
            scenario(),
            Reading::P50,
            theory.map(|t| t.response_quantile_secs(0.5)),
            "M/M/1",
        );
    }
    for (servers, utilization) in [(2, 0.8), (8, 0.9), (64, 0.9)] {
        let theory = MMc::new(utilization * f64::from(servers), 1.0, servers).ok();
        let scenario = || station(utilization, Law::exponential(1.0), servers);
        add(
            format!("M/M/{servers} at {utilization}: wait"),
            scenario(),
            Reading::Wait,
            theory.map(|t| t.mean_wait_secs()),
            "Erlang C",
        );
        add(
            format!("M/M/{servers} at {utilization}: who waits"),
            scenario(),
            Reading::Waited,
            theory.map(|t| t.wait_probability()),
            "Erlang C",
        );
    }
    for (name, law, scv) in [
        ("D", Law::deterministic(1.0), 0.0),
        ("Erlang", Law::erlang(1.0, 0.5), 0.25),
        ("hyperexponential", Law::hyperexponential(1.0, 2.0), 4.0),
        ("lognormal", Law::lognormal(1.0, 1.5), 2.25),
    ] {
        let wanted = MG1::new(0.7, 1.0, scv).ok().map(|t| t.mean_wait_secs());
        add(
            format!("M/G/1 at 0.7, {name} service: wait"),
            station(0.7, law, 1),
            Reading::Wait,
            wanted,
            "Pollaczek–Khinchine",
        );
    }
    let shared =
        station(0.8, Law::hyperexponential(1.0, 2.0), 1).map(|s| s.with_discipline(Discipline::ProcessorSharing));
    add(
        "processor sharing at 0.8: time in the system".into(),
        shared,
        Reading::Response,
        Some(5.0),
        "insensitivity, 1/(1 − ρ)",
    );
    let lost = station(0.75, Law::exponential(1.0), 8).map(|s| s.with_capacity(8));
    let blocked = MMcK::new(6.0, 1.0, 8, 8).ok().map(|t| t.blocked_share());
    add("8 servers, no waiting room, 6 erlangs: turned away".into(), lost, Reading::Blocked, blocked, "Erlang B");
    cells
}
