use super::*;
use crate::sim::Estimate;
use crate::tails::{FanOut, Leaf, Remedy};

fn scenario(utilization: f64, second: Second) -> FanOutScenario {
    FanOutScenario {
        leaves: 10,
        dropped: 0,
        body_secs: 0.010,
        slow_secs: 1.0,
        slow_share: 0.01,
        utilization,
        correlation: 0.0,
        second,
    }
}

fn hedged(utilization: f64, budget: f64, withdraw: bool) -> FanOutScenario {
    let leaf = Leaf::new(0.010, 1.0, 0.01, utilization).unwrap();
    scenario(utilization, Second::Hedged { after_secs: leaf.quantile_secs(0.95), budget, withdraw })
}

fn run(scenario: &FanOutScenario, seed: u64, target: u64) -> FanOutRun {
    let mut run = FanOutRun::new(scenario, seed, target);
    while !run.is_finished() {
        run.advance(5_000);
    }
    run
}

/// Within four standard errors: once in 16,000 runs of a right program this fails.
fn agrees(found: Estimate, wanted: f64) {
    let four = 4.0 / 1.96 * found.half_width;
    assert!((found.value - wanted).abs() <= four, "{found:?} is not {wanted}");
}

#[test]
fn one_slow_leaf_in_a_hundred_comes_out_within_its_own_interval() {
    for (leaves, share) in [(10, 1.0 - 0.904_382_075), (100, 1.0 - 0.366_032_341)] {
        let found = run(&FanOutScenario { leaves, ..scenario(0.3, Second::Never) }, 42, 20_000).estimates();
        assert!(found.slow_request_share.covers(share), "{leaves}: {:?} against {share}", found.slow_request_share);
        assert_eq!(found.extra_load_share.value, 0.0);
    }
}

#[test]
fn without_a_remedy_the_load_is_what_was_asked_for_and_the_quantiles_are_the_formulas() {
    for utilization in [0.05, 0.3, 0.6] {
        let found = run(&scenario(utilization, Second::Never), 7, 60_000).estimates();
        assert!((found.offered_utilization / utilization - 1.0).abs() < 0.02, "{found:?}");
        let leaf = Leaf::new(0.010, 1.0, 0.01, utilization).unwrap().with(Remedy::None).unwrap();
        let fan = FanOut::new(10, 0, 0.0).unwrap();
        for (estimate, q) in [(found.p50_secs, 0.5), (found.p99_secs, 0.99)] {
            let formula = fan.quantile_secs(&leaf, 0.01, q, 0.01);
            // Leaves of one request share its bursts, so their slowest is less slow than of independent ones (Nelson & Tantawi).
            let below = 1.0 - 0.25 * utilization;
            let (low, high) = (below * formula - estimate.half_width, formula + 2.0 * estimate.half_width);
            assert!((low..high).contains(&estimate.value), "{utilization} {q}: {estimate:?} against {formula}");
        }
    }
}

#[test]
fn a_single_leaf_has_the_quantiles_of_its_own_queue() {
    let found = run(&FanOutScenario { leaves: 1, ..scenario(0.5, Second::Never) }, 11, 200_000).estimates();
    let leaf = Leaf::new(0.010, 1.0, 0.01, 0.5).unwrap();
    agrees(found.p50_secs, leaf.quantile_secs(0.5));
    agrees(found.p95_secs, leaf.quantile_secs(0.95));
}

#[test]
fn tied_requests_are_served_as_by_one_line_and_two_servers() {
    let free_words = scenario(0.7, Second::Tied { message_secs: 0.0 });
    let found = run(&FanOutScenario { leaves: 1, ..free_words }, 5, 200_000).estimates();
    let pair = crate::queueing::MMc::new(140.0, 0.010, 2).unwrap();
    let survival = |t: f64| pair.response_tail(t) + 0.01 * (1.0 - pair.response_tail(t));
    let median = (1..100_000).map(|i| f64::from(i) * 1e-6).find(|t| survival(*t) <= 0.5).unwrap();
    agrees(found.p50_secs, median);
    assert!(found.extra_load_share.value < 1e-9, "{found:?}");
    let with_words = run(&scenario(0.3, Second::Tied { message_secs: 0.001 }), 5, 20_000).estimates();
    assert!((0.0..0.05).contains(&with_words.extra_load_share.value), "{with_words:?}");
}

/// Twelve pairs of twins, each on a seed of its own: the mean change of a quantile, and half its 95 % interval by Student's t.
fn change(first: &FanOutScenario, second: &FanOutScenario, q: f64) -> (f64, f64) {
    let changes: Vec<f64> =
        (1..=12).map(|seed| difference(&run(first, seed, 6_000), &run(second, seed, 6_000), q)).collect();
    let mean = changes.iter().sum::<f64>() / 12.0;
    let variance = changes.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / 11.0;
    (mean, 2.201 * libm::sqrt(variance / 12.0))
}

#[test]
fn hedging_helps_at_thirty_percent_load_and_hurts_at_eighty() {
    let (plain, remedied) = (scenario(0.3, Second::Never), hedged(0.3, 1.0, false));
    let (p99, half) = change(&plain, &remedied, 0.99);
    assert!(p99 + half < -0.9, "at 30 % the 99th percentile falls by most of a second: {p99} ± {half}");
    let (p50, half) = change(&plain, &remedied, 0.5);
    assert!(p50.abs() + half < 0.003, "and the median hardly moves: {p50} ± {half}");
    let (plain, remedied) = (scenario(0.8, Second::Never), hedged(0.8, 1.0, false));
    for q in [0.5, 0.99] {
        let (change, half) = change(&plain, &remedied, q);
        assert!(change - half > 1.0, "at 80 % it rises by seconds: {q}: {change} ± {half}");
    }
    let (calm, busy) = (run(&hedged(0.3, 1.0, false), 42, 20_000), run(&remedied, 42, 20_000));
    assert!((0.05..0.07).contains(&calm.estimates().extra_load_share.value) && !calm.is_growing());
    assert!(busy.estimates().offered_utilization > 1.0 && busy.is_growing());
    assert!(slower_share(&run(&plain, 42, 20_000), &busy).value > 0.9);
}

#[test]
fn a_budget_or_withdrawn_losers_make_hedging_bearable_at_eighty_percent() {
    for kept in [hedged(0.8, 0.05, false), hedged(0.8, 1.0, true)] {
        let (mean, half) = change(&scenario(0.8, Second::Never), &kept, 0.95);
        assert!(mean + half < 0.0, "{kept:?}: {mean} ± {half}");
        let found = run(&kept, 42, 20_000);
        assert!(found.estimates().offered_utilization < 0.95 && !found.is_growing());
    }
}

#[test]
fn correlation_defeats_hedging() {
    let one_fate = FanOutScenario { correlation: 1.0, ..hedged(0.3, 1.0, false) };
    let found = run(&one_fate, 3, 40_000).estimates();
    assert!(found.slow_request_share.covers(0.01), "{found:?}");
    let free = run(&hedged(0.3, 1.0, false), 3, 40_000).estimates();
    assert!(free.slow_request_share.value < 0.003, "{free:?}");
}

#[test]
fn dropping_the_slowest_costs_no_load() {
    let found = run(&FanOutScenario { dropped: 1, ..scenario(0.3, Second::Never) }, 8, 60_000).estimates();
    let two = 1.0 - libm::pow(0.99, 10.0) - 0.1 * libm::pow(0.99, 9.0);
    agrees(found.slow_request_share, two);
    assert_eq!(found.extra_load_share.value, 0.0);
}

#[test]
fn twins_without_a_remedy_are_the_same_to_the_last_digit() {
    let never = run(&scenario(0.5, Second::Never), 9, 5_000);
    let late = run(&scenario(0.5, Second::Hedged { after_secs: 1e6, budget: 1.0, withdraw: false }), 9, 5_000);
    assert_eq!(never.measured().responses(), late.measured().responses());
    assert_eq!((difference(&never, &late, 0.99), slower_share(&never, &late).value), (0.0, 0.0));
}

#[test]
fn the_fates_shown_one_by_one_are_those_of_the_run() {
    let scenario = FanOutScenario { correlation: 0.3, slow_share: 0.03, ..scenario(0.4, Second::Never) };
    let found = run(&scenario, 6, 2_000);
    let fates = Fates::new(&scenario, 6).skip(scenario.warmup() as usize).take(2_000);
    let slow = fates.filter(|leaves| leaves.iter().any(|slow| *slow)).count();
    assert!((found.estimates().slow_request_share.value - slow as f64 / 2_000.0).abs() < 1e-12);
}

#[test]
fn slices_change_nothing() {
    let scenario = hedged(0.6, 0.3, true);
    let whole = run(&scenario, 1, 3_000);
    let mut sliced = FanOutRun::new(&scenario, 1, 3_000);
    let mut slice = 1;
    while !sliced.is_finished() {
        sliced.advance(slice);
        slice = slice * 3 % 97 + 1;
    }
    assert_eq!(whole.estimates(), sliced.estimates());
}

#[test]
fn the_path_of_every_request_ends() {
    for second in [
        Second::Never,
        Second::Hedged { after_secs: 0.0, budget: 1.0, withdraw: true },
        Second::Hedged { after_secs: 0.02, budget: 0.1, withdraw: false },
        Second::Tied { message_secs: 0.002 },
        Second::Tied { message_secs: 1.0 },
    ] {
        for dropped in [0, 3] {
            let found = run(&FanOutScenario { dropped, leaves: 4, ..scenario(0.6, second) }, 2, 2_000);
            assert_eq!(found.measured().responses().len(), 2_000, "{second:?}");
            assert!(found.done() == 2_000 && found.measured().responses().iter().all(|r| *r > 0.0));
        }
    }
}
