//! Statistics against the high-precision table.

use crate::table::{Family, Worst, tolerance};
use explorer_core::stats::{
    Definition, RankInterval, normal_quantile, order, quantile_grouped, quantile_ranks, quantile_sorted,
    samples_needed, share_interval, student_quantile,
};

#[test]
fn every_definition_of_a_quantile() {
    let family = Family::named("quantiles");
    let mut worst = Worst::default();
    for row in family.rows() {
        let (sample, q) = (&family.samples[row.whole("sample") as usize], row.number("q"));
        let groups: Vec<(f64, u64)> =
            sample.chunk_by(|a, b| a == b).map(|group| (group[0], group.len() as u64)).collect();
        for definition in Definition::ALL {
            let ours = quantile_sorted(sample, q, definition).unwrap();
            assert_eq!(quantile_grouped(&groups, q, definition), Some(ours), "{definition} at {q}");
            // Interpolation between values of 8,000 leaves rounding errors of their size, not of the result's.
            let size = sample.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
            let exact = row.number(definition.word());
            let allowed = if exact == 0.0 { 1e-15 * size } else { 1e-12f64.max(1e-15 * size / exact.abs()) };
            row.check(definition.word(), ours, allowed, &mut worst);
        }
    }
    worst.report("quantiles", 1_000);
}

#[test]
fn normal_and_student_quantiles() {
    let mut worst = Worst::default();
    for row in Family::named("normal").rows() {
        // Near the median the quantile is as small as p − ½ and loses its digits with it.
        let p = row.number("p");
        row.check("quantile", normal_quantile(p), 1e-13, &mut worst);
    }
    worst.report("normal", 19);
    let mut worst = Worst::default();
    for row in Family::named("student").rows() {
        row.check("quantile", student_quantile(row.number("p"), row.number("degrees")), 1e-11, &mut worst);
    }
    worst.report("student", 180);
}

#[test]
fn order_statistics() {
    let mut worst = Worst::default();
    for row in Family::named("order_statistics").rows() {
        let (n, q) = (row.long("n"), row.number("q"));
        // ln q keeps q's own last bit: worth ε/(1 − q), as everywhere near one.
        let allowed = tolerance(1.0 - q);
        row.check("any_above", order::share_any_above(n, q), allowed, &mut worst);
        row.check("level_of_slowest", order::level_of_slowest(n, q), allowed, &mut worst);
        row.check("level_of_quickest", order::level_of_quickest(n, q), allowed, &mut worst);
        row.check("slowest_exponential_q", order::quantile_slowest_exponential(n, q, 1.0), allowed, &mut worst);
        row.check("harmonic", order::harmonic(n), 1e-13, &mut worst);
    }
    worst.report("order_statistics", 1_000);
}

#[test]
fn ranks_that_hold_a_quantile() {
    for row in Family::named("quantile_ranks").rows() {
        let (n, q, confidence) = (row.long("count"), row.number("q"), row.number("confidence"));
        let rank = |column: &str| Some(row.long(column)).filter(|rank| *rank > 0);
        let exact = RankInterval { low: rank("low"), high: rank("high") };
        assert_eq!(quantile_ranks(n, q, confidence), exact, "{n} {q} {confidence}");
    }
}

#[test]
fn samples_that_a_quantile_needs() {
    for row in Family::named("samples_needed").rows() {
        let needed = samples_needed(row.number("q"), row.number("confidence"));
        assert_eq!(needed, Some(row.long("count")), "{} {}", row.text("q"), row.text("confidence"));
    }
}

#[test]
fn intervals_of_a_share() {
    let mut worst = Worst::default();
    for row in Family::named("share_interval").rows() {
        let (low, high) = share_interval(row.long("hits"), row.long("count"), row.number("confidence")).unwrap();
        row.check("low", low, 1e-10, &mut worst);
        row.check("high", high, 1e-10, &mut worst);
    }
    worst.report("share_interval", 54);
}
