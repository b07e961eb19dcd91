//! However a run is sliced, watched or gone back into, its digits are the same.

use super::random;
use crate::system::report::figures;
use crate::system::{Run, text};

fn digits(run: &Run) -> String {
    let values: Vec<_> = figures(run)
        .iter()
        .map(|f| (f.part, f.key, f.estimate.value.to_bits(), f.estimate.half_width.to_bits()))
        .collect();
    format!("{values:?} {} {:?}", run.events(), run.spans().last())
}

#[test]
fn slices_and_checkpoints_change_nothing_on_random_scenarios() {
    for seed in 0..300 {
        let scenario = random::scenario(seed);
        let fresh = || Run::new(&scenario, 3.0, seed).expect("laws").with_windows(0.5).with_most_events(30_000);
        let mut whole = fresh();
        while !whole.advance(u64::MAX) {}
        let mut sliced = fresh().with_checkpoints(0.25);
        let mut size = 1;
        while !sliced.advance(size) {
            size = size % 997 * 3 + 1;
        }
        if whole.stopped().is_some() {
            continue;
        }
        assert_eq!(digits(&whole), digits(&sliced), "seed {seed}\n{}", text::write(&scenario));
        assert_eq!(whole.windows(), sliced.windows(), "seed {seed}");
        let mut again = sliced.back_to(1.3).expect("a checkpoint");
        assert!((again.now() - 1.3).abs() < 1e-12);
        while !again.advance(777) {}
        assert_eq!(digits(&whole), digits(&again), "seed {seed}: gone back and run on\n{}", text::write(&scenario));
        let mut same = sliced.back_to(1.3).expect("a checkpoint").fork(&scenario, seed).expect("the same shape");
        while !same.advance(777) {}
        let good = |run: &Run| {
            run.windows()
                .iter()
                .map(|w| w.parts.iter().map(|t| t.get(crate::system::Sum::Good)).sum::<f64>())
                .collect::<Vec<_>>()
        };
        let steady = scenario.faults().is_empty();
        if steady {
            assert_eq!(
                good(&whole),
                good(&same),
                "seed {seed}: a fork that changes nothing\n{}",
                text::write(&scenario)
            );
        }
    }
}

const SHOP: &str = "clients c open 300/s poisson keys zipf 1000 0.9 timeout 1s retry 3 full-jitter 50ms 2s -> front
balancer front least-outstanding -> web
service web x4 workers 8 line 100 work 3ms exponential calls products, then db
cache products lru 100 ttl 5s single-flight hit 0.5ms -> db
database db replicas 1 connections 8 read 4ms exponential write 8ms writes 10% lag 200ms
fault db slow 10x from 20s to 30s";

#[test]
fn checkpoints_stay_below_64_mebibytes_and_any_moment_is_back() {
    let mut run = Run::new(&text::read(SHOP).expect("valid"), 120.0, 1).expect("laws").with_checkpoints(0.25);
    while !run.advance(50_000) {
        assert!(run.checkpoint_bytes() <= 64 << 20);
    }
    assert!(run.checkpoints().count() > 8, "{}", run.checkpoints().count());
    for at in [0.0, 25.0, 77.7, 119.0] {
        assert!((run.back_to(at).expect("kept").now() - at).abs() < 1e-9);
    }
}

#[test]
fn a_fork_meets_the_same_customers_under_the_other_text() {
    let scenario = text::read(SHOP).expect("valid");
    let mut run = Run::new(&scenario, 60.0, 3).expect("laws").with_checkpoints(5.0).with_windows(5.0);
    while !run.advance(50_000) {}
    let moment = run.back_to(20.0).expect("kept");
    let other = text::read(&SHOP.replace("connections 8", "connections 200")).expect("valid");
    let (mut same, mut wider) = (moment.fork(&scenario, 3).expect("fits"), moment.fork(&other, 3).expect("fits"));
    while !same.advance(50_000) || !wider.advance(50_000) {}
    let came =
        |run: &Run| run.windows().iter().map(|w| w.parts[0].get(crate::system::Sum::Arrived)).collect::<Vec<_>>();
    assert_eq!(came(&same), came(&wider), "the same customers come");
    let good = |run: &Run, at: usize| run.windows()[at].parts[0].get(crate::system::Sum::Good);
    assert!(good(&wider, 5) > good(&same, 5), "25 s to 30 s: {} against {}", good(&wider, 5), good(&same, 5));
    let foreign = text::read(&SHOP.replace("web x4", "web x5")).expect("valid");
    assert!(moment.fork(&foreign, 3).is_err_and(|says| says.contains("who calls whom")));
}

/// Twins: a remedy that lets fewer retries through must not change what the others draw.
#[test]
fn a_remedy_changes_nobody_elses_luck() {
    let slow = "clients c open 50/s poisson timeout 30ms retry 2 immediate -> s\nservice s workers unlimited work 20ms exponential";
    let calm = "clients c open 50/s poisson timeout 30ms -> s\nservice s workers unlimited work 20ms exponential";
    let (with, without) = (super::run(slow, 200.0, 5), super::run(calm, 200.0, 5));
    let (a, b) = (with.tally(0), without.tally(0));
    use crate::system::Sum;
    assert_eq!(a.get(Sum::Arrived), b.get(Sum::Arrived));
    // First tries have the same work: whoever was answered without retries is answered with them, no later.
    assert!(a.get(Sum::Good) > b.get(Sum::Good));
    let first_tries_answered = a.get(Sum::Good) - (a.get(Sum::Load) - a.get(Sum::Arrived));
    assert!(first_tries_answered <= b.get(Sum::Good));
}
