//! The formulas against independent values and derivations.

use super::che::{Popularity, Stay};
use super::payoff::{Payoff, kept_away};
use super::ttl::{Updates, hit_share, stale};
use super::writes::{Crash, Strategy};

/// Items, skew, capacity, LRU, FIFO or random: bisection over the plain sums in double (Python).
const CHE: &[(u32, f64, f64, f64, f64)] = &[
    (1000, 0.8, 10.0, 0.081_618_979_968_312_19, 0.074_072_928_033_866_61),
    (1000, 0.8, 100.0, 0.377_790_221_282_957_1, 0.333_679_709_404_777_7),
    (1000, 0.8, 500.0, 0.769_715_465_533_138_4, 0.727_394_868_366_353_9),
    (1000, 1.0, 100.0, 0.576_524_616_169_004_7, 0.520_248_575_506_734_6),
    (10_000, 0.8, 1000.0, 0.436_659_722_230_721_6, 0.394_179_100_637_835_4),
    (10_000, 1.0, 100.0, 0.390_525_485_410_650_46, f64::NAN),
];

#[test]
fn che_comes_to_the_independent_values_within_a_ten_millionth() {
    for &(items, skew, capacity, lru, fifo) in CHE {
        let popularity = Popularity::zipf(items, skew);
        for (stay, value) in [(Stay::Renewed, lru), (Stay::Fixed, fifo)] {
            let found = popularity.hit_share(stay, capacity);
            assert!(value.is_nan() || (found - value).abs() < 1e-7, "{items}, {skew}, {capacity}, {stay:?}: {found}");
        }
    }
    let time = Popularity::zipf(1000, 1.0).time(Stay::Renewed, 100.0);
    assert!((time / 180.928_928_143_057_08 - 1.0).abs() < 1e-9, "{time}");
}

/// The plain sums over every rank.
fn plainly(items: u32, skew: f64, stay: Stay, time: f64) -> (f64, f64) {
    let weights: Vec<f64> = (1..=items).map(|k| libm::pow(f64::from(k), -skew)).collect();
    let whole: f64 = weights.iter().rev().sum();
    weights.iter().rev().fold((0.0, 0.0), |(inside, hits), w| {
        let p = w / whole;
        let h = if stay == Stay::Renewed { 1.0 - libm::exp(-p * time) } else { p * time / (1.0 + p * time) };
        (inside + h, hits + p * h)
    })
}

#[test]
fn integrals_over_rare_ranks_come_to_the_plain_sums() {
    for (items, skew) in [(1, 0.8), (200, 0.8), (201, 0.8), (230, 1.2), (200_000, 0.0), (200_000, 0.9), (200_000, 2.5)]
    {
        let popularity = Popularity::zipf(items, skew);
        for stay in [Stay::Renewed, Stay::Fixed] {
            for time in [1.0, 1e3, 1e6] {
                let (found, wanted) = (popularity.at(stay, time), plainly(items, skew, stay, time));
                assert!((found.0 / wanted.0 - 1.0).abs() < 1e-8, "{items}, {skew}, {time}: {found:?} {wanted:?}");
                assert!((found.1 / wanted.1 - 1.0).abs() < 1e-8, "{items}, {skew}, {time}: {found:?} {wanted:?}");
            }
        }
    }
}

#[test]
fn a_cache_for_all_items_hits_always_and_the_curve_goes_through_the_solved_points() {
    let popularity = Popularity::zipf(1000, 0.8);
    assert_eq!(popularity.hit_share(Stay::Renewed, 1000.0), 1.0);
    assert_eq!(popularity.hit_share(Stay::Fixed, 0.0), 0.0);
    for stay in [Stay::Renewed, Stay::Fixed] {
        let curve = popularity.curve(stay, 40);
        assert!(curve.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 < w[1].1));
        for (capacity, share) in curve {
            assert!((popularity.hit_share(stay, capacity) - share).abs() < 1e-9, "{capacity}");
        }
    }
    // The hundred most popular of a thousand: 0.5258 (independent).
    assert!((popularity.top_share(100.0) - 0.5258).abs() < 1e-4);
}

#[test]
fn nine_more_hits_in_a_hundred_take_nine_tenths_of_the_load_off() {
    let of = |pct| Payoff::new(pct, 1.0, 100.0);
    for (pct, mean) in [(90.0, 10.9), (99.0, 1.99), (99.9, 1.099)] {
        assert!((of(pct).mean_secs() - mean).abs() < 1e-12, "{pct}");
    }
    assert_eq!((of(90.0).origin_per_sec(1000.0), of(99.0).origin_per_sec(1000.0)), (100.0, 10.0));
}

#[test]
fn the_99th_percentile_jumps_where_one_in_a_hundred_misses() {
    let p99 = |pct| Payoff::new(pct, 1.0, 100.0).quantile_secs(0.99);
    assert_eq!([0.0, 90.0, 98.9, 98.999, 99.0, 99.001, 100.0].map(p99), [100.0, 100.0, 100.0, 100.0, 1.0, 1.0, 1.0]);
    // A cache slower than its origin turns it round.
    assert_eq!(Payoff::new(0.5, 100.0, 1.0).quantile_secs(0.99), 1.0);
    assert_eq!(Payoff::new(90.0, 100.0, 1.0).quantile_secs(0.99), 100.0);
}

#[test]
fn a_time_to_live_hits_and_is_stale_as_independent_values_say() {
    let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-12, "{found}, not {wanted}");
    near(hit_share(0.1, 60.0), 0.857_142_857_142_857_1);
    near(hit_share(1.0, 60.0), 0.983_606_557_377_049_2);
    near(stale(Updates::Regular, 60.0, 300.0).share, 0.1);
    near(stale(Updates::Random, 60.0, 300.0).share, 0.093_653_765_389_909_1);
    near(stale(Updates::Random, 300.0, 60.0).share, 0.801_347_589_399_817_1);
    near(stale(Updates::Regular, 300.0, 300.0).share, 0.5);
}

/// Average over ages and, for regular changes, over where the fill falls between two of them.
fn staleness_by_sums(updates: Updates, t: f64, u: f64) -> (f64, f64) {
    let n = 2000;
    let middle = |i: i32| (f64::from(i) + 0.5) / f64::from(n);
    let (mut share, mut secs) = (0.0, 0.0);
    for age in (0..n).map(|i| t * middle(i)) {
        match updates {
            Updates::Regular => {
                // Late by more than 0 with chance min(age/u, 1), evenly between 0 and age (or age − u and age).
                let chance = (age / u).min(1.0);
                share += chance;
                secs += chance * (age + (age - u).max(0.0)) / 2.0;
            }
            Updates::Random => {
                share += 1.0 - libm::exp(-age / u);
                secs += age - u * (1.0 - libm::exp(-age / u));
            }
        }
    }
    (share / f64::from(n), secs / share)
}

#[test]
fn the_formulas_of_staleness_are_the_averages_they_claim() {
    for updates in [Updates::Regular, Updates::Random] {
        for (t, u) in [(60.0, 300.0), (300.0, 300.0), (900.0, 300.0), (1.0, 1000.0), (3000.0, 200.0), (2.0, 190.0)] {
            let (found, (share, secs)) = (stale(updates, t, u), staleness_by_sums(updates, t, u));
            assert!((found.share / share - 1.0).abs() < 1e-5, "{updates:?} {t} {u}: {found:?} {share}");
            assert!((found.mean_secs / secs - 1.0).abs() < 1e-5, "{updates:?} {t} {u}: {found:?} {secs}");
        }
    }
}

#[test]
fn two_readings_of_one_sentence_differ_by_29_points() {
    assert!((kept_away(0.8, 0.6, 0.9) - 0.432).abs() < 1e-15);
    assert!((kept_away(0.8, 1.0, 0.9) - 0.72).abs() < 1e-15);
}

#[test]
fn a_crash_loses_an_answered_write_only_behind_and_leaves_stale_only_aside() {
    for strategy in Strategy::ALL {
        for steps in 0..=strategy.steps().len() {
            for crash in [Crash::Cache, Crash::Application] {
                let end = strategy.crashed(steps, crash);
                let lost = strategy == Strategy::Behind && crash == Crash::Cache && steps == 2;
                let stale = strategy == Strategy::Aside && crash == Crash::Application && steps == 1;
                assert_eq!((end.is_lost(), end.is_stale()), (lost, stale), "{strategy:?} {steps} {crash:?}: {end:?}");
            }
        }
        let end = strategy.after(3);
        assert!(end.answered && end.stored == 2 && !end.is_stale());
    }
    assert!(Strategy::Behind.after(2).is_at_risk());
}
