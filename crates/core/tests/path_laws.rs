//! Laws that hold on every path, whatever the draws: 10,000 random scenarios.
//!
//! ∫N dt is the sum of the times in the system; who came in went out, is inside, or was turned away; no share leaves [0, 1];
//! percentiles come in order; and the busy time is what was served.

use explorer_core::dist::Law;
use explorer_core::sim::streams::{Random, Stream, substream};
use explorer_core::sim::{Arrivals, Discipline, Happened, QueueRun, Scenario, Station};
use rand::RngExt;

const SCENARIOS: u64 = 10_000;

fn pick(rng: &mut Random, count: u32) -> u32 {
    rng.random_range(0..count)
}

fn between(rng: &mut Random, low: f64, high: f64) -> f64 {
    low * libm::pow(high / low, rng.random::<f64>())
}

fn random_scenario(rng: &mut Random) -> Scenario {
    let mean = between(rng, 1e-6, 1e4);
    let servers = [1, 1, 2, 3, 5, 9, 40][pick(rng, 7) as usize];
    let service = match pick(rng, 8) {
        0 => Law::exponential(mean),
        1 => Law::deterministic(mean),
        2 => Law::erlang(mean, between(rng, 0.05, 1.0)),
        3 => Law::hyperexponential(mean, between(rng, 1.0, 20.0)),
        4 => Law::lognormal(mean, between(rng, 0.05, 5.0)),
        5 => Law::pareto(mean, between(rng, 0.05, 5.0)),
        6 => Law::uniform(0.5 * mean, 1.5 * mean),
        _ => Law::trace(&[0.0, mean, 0.1 * mean, 3.0 * mean]),
    }
    .expect("in range");
    let rate = between(rng, 0.1, 3.0) * f64::from(servers) / service.mean();
    let arrivals = match pick(rng, 5) {
        0 => Arrivals::poisson(rate),
        1 => Arrivals::deterministic(rate),
        2 => Arrivals::erlang(rate, between(rng, 0.05, 1.0)),
        3 => Arrivals::bursty(rate, between(rng, 1.0, 50.0)),
        _ => Arrivals::recorded(&(0..200).map(|i| f64::from(i / 3) / rate).collect::<Vec<_>>()),
    }
    .expect("in range");
    let high_share = rng.random::<f64>();
    let discipline = [
        Discipline::Fifo,
        Discipline::Lifo,
        Discipline::Sjf,
        Discipline::ProcessorSharing,
        Discipline::Priority { high_share },
        Discipline::PriorityPreemptive { high_share },
    ][pick(rng, 6) as usize];
    let capacity = (pick(rng, 2) == 0).then(|| u64::from(1 + pick(rng, 3 * servers)));
    Scenario { arrivals, service, servers, capacity, discipline }
}

/// Agreement to rounding: each of up to a few thousand sums is within 1.1e-16 of the largest.
fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-10 * (a.abs() + b.abs()) + f64::MIN_POSITIVE
}

/// Walks one scenario event by event, keeping its own books.
fn walk(scenario: &Scenario, seed: u64, customers: u64) {
    let mut station = Station::new(scenario, seed, 0).expect("valid");
    let (mut left, mut blocked) = (0, 0);
    let (mut inside_secs, mut served_secs, mut wait_secs, mut last) = (0.0, 0.0, 0.0, 0.0);
    while station.arrived() < customers {
        let Some(step) = station.step() else { break };
        assert!(step.time >= last, "time runs forward: {scenario:?}");
        last = step.time;
        match step.happened {
            Happened::Arrived { .. } => {}
            Happened::Blocked { .. } => blocked += 1,
            Happened::Departed(departure) => {
                left += 1;
                inside_secs += departure.response;
                wait_secs += departure.wait;
                served_secs += departure.response - departure.wait;
            }
        }
        let inside = station.in_system();
        assert_eq!(station.arrived(), left + inside + blocked, "in = out + inside + turned away: {scenario:?}");
        assert!(scenario.capacity.is_none_or(|places| inside <= places), "{scenario:?}");
    }
    let snapshot = station.snapshot();
    assert_eq!(snapshot.waiting.len() as u64, station.in_queue());
    assert_eq!((snapshot.waiting.len() + snapshot.serving.len()) as u64, station.in_system());
    // Those still inside have been there since they came.
    let since = |arrived: f64| snapshot.time - arrived;
    inside_secs += snapshot.waiting.iter().map(|c| since(c.arrived)).sum::<f64>();
    inside_secs += snapshot.serving.iter().map(|c| since(c.arrived)).sum::<f64>();
    let total = station.estimates().total;
    assert!(same(total.system_area, inside_secs), "∫N dt {} against {inside_secs}: {scenario:?}", total.system_area);
    assert!(same(total.system_area, total.queue_area + total.busy_area), "{scenario:?}");
    assert!(same(total.wait_secs, wait_secs) && total.left == left && total.blocked == blocked);
    if scenario.discipline != Discipline::ProcessorSharing {
        let part: f64 = snapshot.serving.iter().map(|c| (c.service - c.remaining).max(0.0)).sum();
        let begun: f64 = snapshot.waiting.iter().filter(|_| has_classes(scenario)).count() as f64;
        // Interrupted customers in the queue have been served in part; without them the books close exactly.
        assert!(
            begun > 0.0 || same(total.busy_area, served_secs + part),
            "{} {} {scenario:?}",
            total.busy_area,
            served_secs + part
        );
    }
}

fn has_classes(scenario: &Scenario) -> bool {
    matches!(scenario.discipline, Discipline::PriorityPreemptive { .. })
}

#[test]
fn ten_thousand_random_scenarios_keep_the_books() {
    for index in 0..SCENARIOS {
        let mut rng = substream(2026, Stream::Other, index);
        walk(&random_scenario(&mut rng), index, 150);
    }
}

#[test]
fn no_estimate_leaves_its_range() {
    let mut judged = 0;
    for index in 0..SCENARIOS {
        let mut rng = substream(2027, Stream::Other, index);
        let scenario = random_scenario(&mut rng);
        let Ok(mut run) = QueueRun::new(&scenario, index, Some(20)) else { continue };
        judged += 1;
        run.advance(20 + u64::from(pick(&mut rng, 1000)));
        let found = run.estimates();
        for share in [found.utilization, found.wait_probability, found.blocked_share] {
            assert!(share.value.is_nan() || (0.0..=1.0).contains(&share.value), "{share:?} {scenario:?}");
            assert!(share.half_width >= 0.0 || share.value.is_nan(), "{share:?} {scenario:?}");
        }
        let [p50, p95, p99] =
            [found.p50_response_secs, found.p95_response_secs, found.p99_response_secs].map(|e| e.value);
        if found.total.left > 0 {
            let in_order = p50 <= p95 && p95 <= p99 && p99 <= found.longest_response_secs;
            assert!(in_order, "{p50} {p95} {p99} {} {scenario:?}", found.longest_response_secs);
        }
        let counted: u64 = run.response_buckets().iter().map(|(_, _, count)| u64::from(*count)).sum();
        assert_eq!(counted, found.total.left);
    }
    assert!(judged > SCENARIOS / 3, "{judged}");
}
