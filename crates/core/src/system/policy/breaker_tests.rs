//! Ten questions that people ask about when a breaker opens (threads of resilience4j), answered by ten scenarios.

use super::*;

fn rule(threshold: f64, window: u32, minimum: u32) -> Breaker {
    Breaker { threshold, window, minimum, open_secs: 60.0, probes: 10, slow: None }
}

fn feed(state: &mut BreakerState, rule: &Breaker, now: f64, results: &[bool]) -> Vec<bool> {
    results
        .iter()
        .filter_map(|&failed| {
            let passes = state.allows(rule, now);
            if passes {
                state.record(rule, now, failed, 0.01);
            }
            (!passes).then_some(true)
        })
        .collect()
}

fn opened(rule: &Breaker) -> BreakerState {
    let mut state = BreakerState::default();
    feed(&mut state, rule, 0.0, &vec![true; rule.minimum as usize]);
    assert_eq!(state.phase(), Phase::Open);
    state
}

#[test]
fn one_it_opens_at_the_threshold_not_beyond_it() {
    let rule = rule(0.5, 10, 10);
    let mut state = BreakerState::default();
    feed(&mut state, &rule, 0.0, &[true, true, true, true, false, false, false, false, false]);
    assert_eq!(state.phase(), Phase::Closed);
    feed(&mut state, &rule, 0.0, &[true]);
    assert_eq!(state.phase(), Phase::Open, "5 of 10 is ≥ 50 %");
}

#[test]
fn two_nothing_opens_it_before_the_minimum_of_calls() {
    let rule = rule(0.5, 100, 100);
    let mut state = BreakerState::default();
    feed(&mut state, &rule, 0.0, &[true; 99]);
    assert_eq!(state.phase(), Phase::Closed, "99 failures of 99 (issue 966: the default minimum is 100)");
    feed(&mut state, &rule, 0.0, &[true]);
    assert_eq!(state.phase(), Phase::Open);
}

#[test]
fn three_a_minimum_beyond_the_window_is_the_window() {
    let rule = rule(0.5, 5, 10);
    let mut state = BreakerState::default();
    feed(&mut state, &rule, 0.0, &[true; 4]);
    assert_eq!(state.phase(), Phase::Closed);
    feed(&mut state, &rule, 0.0, &[true]);
    assert_eq!(state.phase(), Phase::Open, "min(10, 5) calls are enough (issue 1349)");
}

#[test]
fn four_a_success_can_be_the_call_that_opens_it() {
    let rule = rule(0.5, 4, 4);
    let mut state = BreakerState::default();
    feed(&mut state, &rule, 0.0, &[true, true, false, false]);
    assert_eq!(state.phase(), Phase::Open, "the fourth result brings the minimum, and 2 of 4 failed");
}

#[test]
fn five_only_the_last_window_of_results_counts() {
    let rule = rule(0.5, 4, 4);
    let mut state = BreakerState::default();
    feed(&mut state, &rule, 0.0, &[true, false, false, false, true, false, false]);
    assert_eq!(state.phase(), Phase::Closed, "never 2 of the last 4");
    feed(&mut state, &rule, 0.0, &[true]);
    assert_eq!(state.phase(), Phase::Open, "true, false, false, true");
}

#[test]
fn six_it_stays_open_for_its_time_and_the_next_call_half_opens_it() {
    let rule = rule(0.5, 10, 10);
    let mut state = opened(&rule);
    assert!(!state.allows(&rule, 59.999) && state.phase() == Phase::Open);
    assert_eq!(state.phase(), Phase::Open, "no clock half-opens it");
    assert!(state.allows(&rule, 60.0));
    assert_eq!(state.phase(), Phase::HalfOpen);
}

#[test]
fn seven_half_open_lets_exactly_the_permitted_calls_through() {
    let rule = rule(0.5, 10, 10);
    let mut state = opened(&rule);
    let passed = (0..25).filter(|_| state.allows(&rule, 61.0)).count();
    assert_eq!(passed, 10);
    state.give_back(&rule);
    assert!(state.allows(&rule, 61.0) && !state.allows(&rule, 61.0), "a permission given back is one more call");
}

#[test]
fn eight_half_open_waits_for_all_permitted_results_whatever_the_minimum() {
    let rule = Breaker { probes: 7, ..rule(0.5, 10, 3) };
    let mut state = opened(&rule);
    feed(&mut state, &rule, 61.0, &[true; 6]);
    assert_eq!(state.phase(), Phase::HalfOpen, "6 of 7 (we follow issue 1869: permitted, not min(3, 7))");
    feed(&mut state, &rule, 61.0, &[false]);
    assert_eq!((state.phase(), state.opened), (Phase::Open, 2));
}

#[test]
fn nine_enough_successful_probes_close_it_with_an_empty_window() {
    let rule = rule(0.5, 10, 10);
    let mut state = opened(&rule);
    feed(&mut state, &rule, 61.0, &[false, false, false, false, false, false, true, true, true, true]);
    assert_eq!(state.phase(), Phase::Closed, "4 of 10 is below the threshold");
    feed(&mut state, &rule, 61.0, &[true; 9]);
    assert_eq!(state.phase(), Phase::Closed, "the probes' results are forgotten: nine new ones are too few");
}

#[test]
fn ten_slow_calls_open_it_without_a_single_failure() {
    let rule = Breaker { slow: Some((0.8, 0.5)), ..rule(0.5, 10, 10) };
    let mut state = BreakerState::default();
    for i in 0..10 {
        assert_eq!(state.phase(), Phase::Closed);
        state.record(&rule, 0.0, false, if i < 2 { 0.1 } else { 0.5 });
    }
    assert_eq!(state.phase(), Phase::Open, "8 of 10 took half a second or more");
}

/// P(Bin(n, p) ≥ n/2) of one full window: 15.03 % for 10 calls of which 30 % fail, 18.27 % for 100 of which 45 % fail.
#[test]
fn a_full_window_trips_as_often_as_the_binomial_says() {
    use crate::system::draw::{Draw, Purpose};
    for (window, failing, share) in [(10u32, 0.3, 0.15026833), (100, 0.45, 0.18272818), (100, 0.4, 0.02709920)] {
        let rule = rule(0.5, window, window);
        let n = 40_000u64;
        let trips = (0..n)
            .filter(|i| {
                let mut draw = Draw::of(i * 3 + u64::from(window), Purpose::Fail);
                let mut state = BreakerState::default();
                (0..window).for_each(|_| state.record(&rule, 0.0, draw.uniform() < failing, 0.0));
                state.phase() == Phase::Open
            })
            .count() as f64;
        let sigma = (n as f64 * share * (1.0 - share)).sqrt();
        assert!((trips - n as f64 * share).abs() < 4.9 * sigma, "{window} calls, {failing}: {trips}");
    }
}
