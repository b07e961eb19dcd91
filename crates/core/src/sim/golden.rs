//! Fingerprints of seeded runs: the same natively and in every browser, or simulated digits in links are worth nothing.
//!
//! Every law, discipline and road takes part. `tests/value_stability.rs` holds the numbers; a browser computes them again.

use super::{Arrivals, ClosedLoop, ClosedScenario, Discipline, Estimates, QueueRun, Scenario, ScenarioError};
use crate::dist::Law;

/// Customers in each run.
const CUSTOMERS: u64 = 20_000;

/// A name and the fingerprint of all digits of a run, for each of a fixed list of seeded runs.
///
/// # Errors
/// Never: the list is valid; the type saves every scenario its `expect`.
pub fn fingerprints() -> Result<Vec<(&'static str, u64)>, ScenarioError> {
    let mut found = Vec::new();
    for (name, scenario) in scenarios()? {
        let mut run = QueueRun::new(&scenario, 42, None)?;
        run.advance(run.warmup() + CUSTOMERS);
        found.push((name, fingerprint(&run.estimates())));
    }
    let users =
        ClosedScenario { users: 12, think: Law::exponential(5.0)?, service: Law::lognormal(1.0, 0.7)?, servers: 2 };
    let mut closed = ClosedLoop::new(&users, 42, 100)?;
    closed.run_requests(CUSTOMERS);
    found.push(("closed loop", fingerprint(&closed.estimates())));
    Ok(found)
}

fn scenarios() -> Result<Vec<(&'static str, Scenario)>, ScenarioError> {
    let poisson = |rate: f64| Arrivals::poisson(rate);
    let exponential = Law::exponential(1.0)?;
    let share = Discipline::ProcessorSharing;
    Ok(vec![
        ("M/M/1", Scenario::fifo(poisson(0.9)?, exponential.clone(), 1)),
        ("M/M/4", Scenario::fifo(poisson(3.6)?, exponential.clone(), 4)),
        ("M/M/64", Scenario::fifo(poisson(57.6)?, exponential.clone(), 64)),
        ("M/D/1", Scenario::fifo(poisson(0.8)?, Law::deterministic(1.0)?, 1)),
        ("E/E/1", Scenario::fifo(Arrivals::erlang(0.9, 0.5)?, Law::erlang(1.0, 0.3)?, 1)),
        ("M/H/2", Scenario::fifo(poisson(1.4)?, Law::hyperexponential(1.0, 3.0)?, 2)),
        ("M/lognormal/1", Scenario::fifo(poisson(0.7)?, Law::lognormal(1.0, 2.0)?, 1)),
        ("M/Pareto/3", Scenario::fifo(poisson(2.1)?, Law::pareto(1.0, 3.0)?, 3)),
        ("bursty/uniform/1", Scenario::fifo(Arrivals::bursty(0.6, 8.0)?, Law::uniform(0.5, 1.5)?, 1)),
        ("D/empirical/1", Scenario::fifo(Arrivals::deterministic(1.0)?, Law::empirical(&[0.1, 0.9, 1.3])?, 1)),
        ("last first", Scenario::fifo(poisson(0.8)?, exponential.clone(), 1).with_discipline(Discipline::Lifo)),
        ("shortest first", Scenario::fifo(poisson(0.8)?, exponential.clone(), 1).with_discipline(Discipline::Sjf)),
        ("sharing", Scenario::fifo(poisson(1.7)?, Law::lognormal(1.0, 2.0)?, 2).with_discipline(share)),
        (
            "priority",
            Scenario::fifo(poisson(1.7)?, exponential.clone(), 2)
                .with_discipline(Discipline::Priority { high_share: 0.3 }),
        ),
        (
            "preemption",
            Scenario::fifo(poisson(1.7)?, Law::erlang(1.0, 0.7)?, 2)
                .with_discipline(Discipline::PriorityPreemptive { high_share: 0.3 }),
        ),
        ("M/M/2/5", Scenario::fifo(poisson(3.0)?, exponential, 2).with_capacity(5)),
    ])
}

/// All digits of what a run says in one number (FNV-1a over the bits).
fn fingerprint(found: &Estimates) -> u64 {
    let estimates = [
        found.utilization,
        found.wait_secs,
        found.response_secs,
        found.queue_length,
        found.in_system,
        found.wait_probability,
        found.blocked_share,
        found.throughput_per_sec,
        found.p50_response_secs,
        found.p95_response_secs,
        found.p99_response_secs,
    ];
    let words = estimates.iter().flat_map(|e| [e.value.to_bits(), e.half_width.to_bits(), e.n]);
    words
        .flat_map(u64::to_le_bytes)
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
