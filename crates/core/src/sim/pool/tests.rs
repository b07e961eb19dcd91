use super::*;
use crate::queueing::Impatient;

fn scenario(arrivals_per_sec: f64, connections: u32) -> PoolScenario {
    PoolScenario {
        arrivals_per_sec,
        hold_secs: 0.04,
        connections,
        queue_limit: 1000,
        timeout_secs: 5.0,
        setup_secs: 0.046,
        kept_open: 10,
        idle_timeout_secs: 600.0,
        max_lifetime_secs: 1e9,
        contention: 0.0,
        coherency: 0.0,
    }
}

fn run(what: &PoolScenario, seed: u64, requests: u64) -> PoolRun {
    let mut run = PoolRun::new(what, seed);
    run.advance(run.warmup() + requests);
    run
}

fn theory(what: &PoolScenario) -> Impatient {
    Impatient::new(what.arrivals_per_sec, what.connections, what.queue_limit, what.timeout_secs, |n| what.rate(n))
        .unwrap()
}

/// Twice the 95 % half-width is a false alarm of about 1 in 10,000; with 7 pools × 4 values, 1 run in 400.
fn agrees(found: Estimate, expected: f64, what: &str) {
    assert!((found.value - expected).abs() <= 2.0 * found.half_width + 1e-9, "{what}: {found:?} for {expected}");
}

#[test]
fn simulated_pools_agree_with_theory() {
    let pools = [
        scenario(400.0, 20),
        scenario(450.0, 20),
        // Erlang B: nobody waits.
        PoolScenario { queue_limit: 0, ..scenario(500.0, 20) },
        // More than it can do: patience holds the line.
        PoolScenario { timeout_secs: 0.5, ..scenario(550.0, 20) },
        PoolScenario { timeout_secs: 0.05, queue_limit: 12, ..scenario(500.0, 20) },
        // A database that slows down.
        PoolScenario { contention: 0.02, coherency: 0.0005, timeout_secs: 0.3, ..scenario(280.0, 20) },
        PoolScenario { contention: 0.05, timeout_secs: 1.0, ..scenario(200.0, 60) },
    ];
    for (i, what) in pools.iter().enumerate() {
        let (found, known) = (run(what, 7, 200_000).estimates(), theory(what));
        agrees(found.wait_secs, known.mean_wait_secs, &format!("wait of {i}"));
        agrees(found.timeouts_share, known.timeouts_share, &format!("timeouts of {i}"));
        agrees(found.rejected_share, known.rejected_share, &format!("rejected of {i}"));
        agrees(found.busy_share, known.busy_share, &format!("busy of {i}"));
    }
}

#[test]
fn slices_do_not_change_a_digit() {
    let what = PoolScenario {
        timeout_secs: 0.2,
        kept_open: 2,
        idle_timeout_secs: 0.5,
        max_lifetime_secs: 3.0,
        ..scenario(480.0, 20)
    };
    let whole = run(&what, 42, 20_000);
    let mut sliced = PoolRun::new(&what, 42);
    let mut slice = 1;
    let all = sliced.warmup() + 20_000;
    while sliced.state.arrived() < all {
        sliced.advance(slice.min(all - sliced.state.arrived()));
        slice = slice * 5 % 997 + 1;
    }
    assert_eq!(whole.estimates(), sliced.estimates());
    assert_eq!(whole.scene(), sliced.scene());
}

#[test]
fn every_request_is_served_gives_up_is_turned_away_or_still_there() {
    let what = PoolScenario { timeout_secs: 0.028, queue_limit: 15, ..scenario(600.0, 20) };
    let run = run(&what, 3, 50_000);
    let scene = run.scene();
    let inside = u64::from(scene.working + scene.opening + scene.waiting);
    assert_eq!(scene.served + scene.timed_out + scene.rejected + inside, run.state.arrived());
    assert!(scene.timed_out > 100 && scene.rejected > 100, "{scene:?}");
}

#[test]
fn connections_closed_too_soon_are_opened_again_and_again() {
    // A request every 10 s on average, closed after 1 s: nearly all open anew.
    let hasty = PoolScenario { kept_open: 0, idle_timeout_secs: 1.0, ..scenario(0.1, 5) };
    let found = run(&hasty, 5, 20_000).estimates();
    // The gap from the return of a connection to the next request is longer than 1 s with probability e^−0.1.
    agrees(found.opened_share, libm::exp(-0.1), "opened");
    let patient = PoolScenario { idle_timeout_secs: 1e9, ..hasty };
    assert_eq!(run(&patient, 5, 20_000).estimates().opened_share.value, 0.0);
}

#[test]
fn connections_that_live_briefly_are_opened_once_a_life() {
    // One connection, always in use: replaced every 2 s and a little, at 25 requests a second.
    let brief = PoolScenario {
        max_lifetime_secs: 2.0,
        queue_limit: 50,
        timeout_secs: 100.0,
        setup_secs: 0.0,
        ..scenario(40.0, 1)
    };
    let found = run(&brief, 5, 20_000).estimates();
    assert!((0.018..0.021).contains(&found.opened_share.value), "{found:?}");
}
