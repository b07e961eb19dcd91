//! The racers, by number, for the native bench and the one in the browser.

use super::bare;
use explorer_core::dist::{Law, exp1};
use explorer_core::sim::streams::{Stream, stream};
use explorer_core::sim::{Arrivals, EventList, QueueRun, Scenario};

/// In the order of their numbers.
pub const NAMES: [&str; 12] = [
    "bare_heap_mm1",
    "engine_mm1",
    "bare_heap_mm4",
    "engine_mm4",
    "bare_lindley",
    "road_mm1",
    "bare_kiefer_wolfowitz",
    "road_mm4",
    "events_pending_1e1",
    "events_pending_1e3",
    "events_pending_1e5",
    "events_pending_1e6",
];

/// The recursions are so quick that they get more customers, to be as long on the clock.
const FAST: u64 = 4;

/// Runs a racer over `customers` customers (or events); returns something that depends on all of it.
pub fn run(racer: usize, customers: u64, seed: u64) -> f64 {
    match racer {
        0 => bare::heap(0.9, 1, customers, seed),
        1 => queue(1, customers, seed, true),
        2 => bare::heap(0.9, 4, customers, seed),
        3 => queue(4, customers, seed, true),
        4 => bare::lindley(0.9, FAST * customers, seed),
        5 => queue(1, FAST * customers, seed, false),
        6 => bare::kiefer_wolfowitz(0.9, FAST * customers, seed),
        7 => queue(4, FAST * customers, seed, false),
        8 => hold(10, customers, seed),
        9 => hold(1_000, customers, seed),
        10 => hold(100_000, customers, seed),
        _ => hold(1_000_000, customers, seed),
    }
}

/// How many customers (or events) that was.
pub fn work(racer: usize, customers: u64) -> f64 {
    match racer {
        0..=3 => customers as f64,
        4..=7 => (FAST * customers) as f64,
        // The hold model first fills its list; that counts as an event each.
        _ => customers as f64 + [10.0, 1e3, 1e5, 1e6][racer - 8],
    }
}

/// The engine with everything it records, or the fast road.
fn queue(servers: u32, customers: u64, seed: u64, engine: bool) -> f64 {
    let rate = 0.9 * f64::from(servers);
    let scenario =
        Scenario::fifo(Arrivals::poisson(rate).expect("a rate"), Law::exponential(1.0).expect("a mean"), servers);
    let make = if engine { QueueRun::on_engine } else { QueueRun::new };
    let mut run = make(&scenario, seed, Some(1000)).expect("stable");
    run.advance(customers);
    let found = run.estimates();
    found.wait_secs.value + found.p99_response_secs.value
}

/// The hold model: a list that always holds `pending` events; each one taken out schedules the next.
fn hold(pending: u64, events: u64, seed: u64) -> f64 {
    let mut rng = stream(seed, Stream::Other);
    let mut list = EventList::new();
    (0..pending).for_each(|event| {
        list.schedule(exp1(&mut rng), event);
    });
    for _ in 0..events {
        if let Some((time, event)) = list.pop() {
            list.schedule(time + exp1(&mut rng), event);
        }
    }
    list.now()
}
