//! Laws of the statistics room, and known values of its estimators.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

use explorer_core::stats::{
    BatchMeans, Definition, Histogram, Summary, Verdict, histogram::LARGEST_RELATIVE_ERROR, quantile, quantile_grouped,
    quantile_ranks, quantile_sorted, samples_needed, verdict,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// A plain congruential generator (Knuth's MMIX), so that this file needs no other room.
fn uniforms(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }
}

#[test]
fn a_million_values_have_the_exact_quantile() {
    // A permutation of 1 … 1,000,000: 7919 has no factor in common with it.
    let mut values: Vec<f64> = (0..1_000_000_u64).map(|i| (i * 7_919 % 1_000_000) as f64 + 1.0).collect();
    quantile::sort(&mut values);
    for (q, rank) in [(0.5, 500_000.0), (0.95, 950_000.0), (0.99, 990_000.0), (0.999, 999_000.0), (0.999_99, 999_990.0)]
    {
        assert_eq!(quantile_sorted(&values, q, Definition::NearestRank), Some(rank));
        assert_eq!(quantile_sorted(&values, q, Definition::FloorIndex), Some(rank + 1.0));
        let type7 = quantile_sorted(&values, q, Definition::Type7).unwrap();
        assert!((type7 - (1.0 + 999_999.0 * q)).abs() < 1e-8, "{q}: {type7}");
    }
}

#[test]
fn rank_intervals_cover_the_true_quantile_as_often_as_they_promise() {
    // 2,000 samples of 500 uniforms: the true 0.9 quantile is 0.9.
    let mut draw = uniforms(11);
    let ranks = quantile_ranks(500, 0.9, 0.95);
    let (low, high) = (ranks.low.unwrap() as usize, ranks.high.unwrap() as usize);
    let covered = (0..2_000)
        .filter(|_| {
            let mut sample: Vec<f64> = (0..500).map(|_| draw()).collect();
            quantile::sort(&mut sample);
            sample[low - 1] <= 0.9 && 0.9 <= sample[high - 1]
        })
        .count();
    // At least 95 %, and by discreteness at most about 97 %: 1,900 less four standard deviations of 9.7.
    assert!((1_861..=1_980).contains(&covered), "{covered}");
}

#[test]
fn of_the_samples_needed_one_lies_beyond_with_the_confidence_promised() {
    let mut draw = uniforms(5);
    let needed = samples_needed(0.99, 0.95).unwrap();
    let beyond = (0..4_000).filter(|_| (0..needed).map(|_| draw()).fold(0.0, f64::max) > 0.99).count();
    // 95.05 % of 4,000, give or take four standard deviations of 13.7.
    assert!((3_747..=3_857).contains(&beyond), "{beyond}");
}

#[test]
fn published_bands_of_p99_hold_ours() {
    // Normal approximation: n = 1,000 → ranks 983–998; n = 10,000 → 9,880–9,921. The exact binomial may be a rank inside.
    for (n, low, high) in [(1_000, 983, 998), (10_000, 9_880, 9_921)] {
        let ranks = quantile_ranks(n, 0.99, 0.95);
        assert!(ranks.low.unwrap().abs_diff(low) <= 1 && ranks.high.unwrap().abs_diff(high) <= 1, "{ranks:?}");
    }
}

#[test]
fn waits_of_a_busy_queue_get_an_interval_wide_enough() {
    // Lindley's recursion for M/M/1 at 80 % load: the true mean wait is 4 service times, and taken as independent the values
    // would give an interval nine times too narrow.
    let mut covered = 0;
    for seed in 0..60 {
        let (mut draw, mut wait, mut batches) = (uniforms(seed + 1), 0.0_f64, BatchMeans::default());
        for customer in 0..220_000 {
            if customer >= 20_000 {
                batches.record(wait);
            }
            wait = (wait - libm::log(draw()) + libm::log(draw()) / 0.8).max(0.0);
        }
        let interval = batches.interval(0.95).unwrap();
        // √(1976/200,000) = 0.0994 is the standard error; a half width is about twice that.
        assert!((0.08..0.5).contains(&interval.half_width), "{interval:?}");
        covered += i32::from((interval.mean - 4.0).abs() <= interval.half_width);
        assert_ne!(verdict(4.0, interval.mean, interval.half_width), Verdict::Differs, "{seed} {interval:?}");
    }
    // 57 of 60 expected; fewer than 50 would be four standard deviations off.
    assert!(covered >= 50, "{covered}");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(300),
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn groups_are_the_values_written_out(groups in prop::collection::vec((-100..100_i32, 1_u64..20), 1..20), q in 0.0..=1.0_f64) {
        let mut groups: Vec<(f64, u64)> = groups.into_iter().map(|(value, count)| (f64::from(value) / 8.0, count)).collect();
        groups.sort_by(|a, b| a.0.total_cmp(&b.0));
        let written: Vec<f64> = groups.iter().flat_map(|&(value, count)| vec![value; count as usize]).collect();
        for definition in Definition::ALL {
            prop_assert_eq!(quantile_grouped(&groups, q, definition), quantile_sorted(&written, q, definition));
        }
    }

    #[test]
    fn a_quantile_rises_with_its_level_and_stays_inside(
        values in prop::collection::vec(-1e6..1e6_f64, 1..60), q in 0.0..1.0_f64, more in 0.0..1.0_f64,
    ) {
        let mut values = values;
        quantile::sort(&mut values);
        let higher = q + (1.0 - q) * more;
        for definition in Definition::ALL {
            let (low, high) = (
                quantile_sorted(&values, q, definition).unwrap(),
                quantile_sorted(&values, higher, definition).unwrap(),
            );
            // (1 − γ)a + γb rounds, so neighbours may cross by an ε of their size.
            prop_assert!(low <= high + 1e-9, "{} {} {}", definition, q, higher);
            prop_assert!(values[0] <= low && high <= values[values.len() - 1]);
        }
    }

    #[test]
    fn a_histogram_is_within_half_a_bucket_of_the_exact_quantile(
        values in prop::collection::vec(1e-9..1e9_f64, 1..300), q in 0.0..=1.0_f64, cut in 0_usize..300,
    ) {
        let mut values = values;
        let (mut left, mut right) = (Histogram::default(), Histogram::default());
        for (i, &value) in values.iter().enumerate() {
            if i < cut { left.record(value) } else { right.record(value) }
        }
        left.merge(&right);
        quantile::sort(&mut values);
        let (ours, exact) = (left.quantile(q).unwrap(), quantile_sorted(&values, q, Definition::NearestRank).unwrap());
        prop_assert!((ours / exact - 1.0).abs() <= LARGEST_RELATIVE_ERROR, "{} {}", ours, exact);
    }

    #[test]
    fn a_summary_matches_two_passes(values in prop::collection::vec(-1e3..1e3_f64, 2..200)) {
        let summary = Summary::of(&values);
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
        prop_assert!((summary.mean().unwrap() - mean).abs() < 1e-10);
        let variance = squares / (values.len() - 1) as f64;
        prop_assert!((summary.variance().unwrap() - variance).abs() <= 1e-9 * variance.max(1.0));
    }
}
