//! Checks without chance: percentiles, published values of formulas, the README of HdrHistogram, figures of the topics.

use super::numpy::{ROWS, SAMPLES};
use super::{Finding, Group};
use crate::import::{LARGEST_RELATIVE_ERROR, Sample};
use crate::queueing::erlang::{erlang_b, erlang_c, servers_for_wait_share};
use crate::queueing::{MD1, MM1, MMc};
use crate::stats::omission::{Stall, corrected};
use crate::stats::order::share_any_above;
use crate::stats::{Definition, quantile_grouped, samples_needed};
use crate::topic::Quantity;
use crate::{topics, url};

/// All of them.
pub(super) fn all() -> Vec<Finding> {
    let mut findings = quantiles();
    findings.extend(published());
    findings.extend(omission());
    findings.extend(buckets());
    findings.extend(figures());
    findings
}

fn quantiles() -> Vec<Finding> {
    ROWS.iter()
        .map(|&(sample, kind, q, wanted)| {
            let definition = Definition::ALL[kind - 1];
            let found = quantile_grouped(SAMPLES[sample], q, definition).unwrap_or(f64::NAN);
            let what = format!("sample {}, {definition}, q = {q}", sample + 1);
            Finding::exact(Group::Quantiles, what, found, wanted, "NumPy 2.4.6", 1e-12)
        })
        .collect()
}

fn published() -> Vec<Finding> {
    let published = |what: String, found: f64, wanted: f64, by, rel_tol| {
        Finding::exact(Group::Published, what, found, wanted, by, rel_tol)
    };
    let or_nan = |value: Result<f64, _>| value.unwrap_or(f64::NAN);
    let mut findings = Vec::new();
    // Exact fractions, and values of textbooks and manuals.
    for (servers, offered, wanted, by, rel_tol) in [
        (2, 1.0, 1.0 / 3.0, "exact fraction", 1e-12),
        (3, 2.0, 4.0 / 9.0, "exact fraction", 1e-12),
        (2, 1.5, 9.0 / 14.0, "Wolfram documentation, ErlangC", 1e-12),
        (10, 6.0, 0.101_299, "recomputed curve reading", 1e-5),
        (5, 2.5, 0.130_371, "Wolfram documentation, ErlangC", 1e-5),
        (6, 2.5, 0.047_445, "Wolfram documentation, ErlangC", 1e-5),
        (8, 7.2, 0.701_533, "table of P(wait)", 1e-5),
        (64, 57.6, 0.310_663, "table of P(wait)", 1e-5),
    ] {
        findings.push(published(
            format!("Erlang C, {servers} servers, {offered} erlangs"),
            or_nan(erlang_c(servers, offered)),
            wanted,
            by,
            rel_tol,
        ));
    }
    for (servers, offered, wanted) in [
        (1, 0.5, 1.0 / 3.0),
        (5, 3.0, 0.110_054_347_826_086_96),
        (10, 5.0, 0.018_384_570_336_648_132),
        (1000, 1000.0, 0.024_811_917_646_160_41),
    ] {
        findings.push(published(
            format!("Erlang B, {servers} servers, {offered} erlangs"),
            or_nan(erlang_b(servers, offered)),
            wanted,
            "50-digit sums",
            1e-10,
        ));
    }
    let servers = servers_for_wait_share(2.5, 0.1).map_or(f64::NAN, f64::from);
    findings.push(published(
        "servers so that 90 % are not delayed, 2.5 erlangs".into(),
        servers,
        6.0,
        "Wolfram documentation, ErlangC",
        1e-12,
    ));
    // Bronson's worked problems.
    if let (Ok(one), Ok(two), Ok(three)) =
        (MM1::new(24.0, 1.0 / 30.0), MM1::new(30.0 / 60.0, 1.5), MMc::new(300.0, 1.0 / 182.5, 3))
    {
        findings.push(published(
            "M/M/1, 24 and 30 an hour: number in the system".into(),
            one.mean_in_system(),
            4.0,
            "Bronson 1982",
            1e-12,
        ));
        findings.push(published(
            "M/M/1, 24 and 30 an hour: time in the system, h".into(),
            one.mean_response_secs(),
            1.0 / 6.0,
            "Bronson 1982",
            1e-12,
        ));
        findings.push(published(
            "M/M/1, 30 an hour, 1.5 min: wait, min".into(),
            two.mean_wait_secs(),
            4.5,
            "Bronson 1982",
            1e-12,
        ));
        findings.push(published(
            "M/M/1, 30 an hour, 1.5 min: number waiting".into(),
            two.mean_queue_length(),
            2.25,
            "Bronson 1982",
            1e-12,
        ));
        findings.push(published(
            "M/M/3, 300 and 182.5 a year: number waiting".into(),
            three.mean_queue_length(),
            0.352_426,
            "Bronson 1982",
            1e-5,
        ));
        findings.push(published(
            "M/M/3, 300 and 182.5 a year: number in the system".into(),
            three.mean_in_system(),
            1.996_262,
            "Bronson 1982",
            1e-5,
        ));
    }
    for (utilization, wanted) in [(0.5, 1.0), (0.8, 4.0), (0.9, 9.0), (0.99, 99.0)] {
        let wait = MM1::new(utilization, 1.0).map_or(f64::NAN, |q| q.mean_wait_secs());
        let constant = MD1::new(utilization, 1.0).map_or(f64::NAN, |q| q.mean_wait_secs());
        findings.push(published(
            format!("M/M/1 wait in service times at {utilization}"),
            wait,
            wanted,
            "ρ/(1 − ρ)",
            1e-9,
        ));
        findings.push(published(
            format!("M/D/1 wait in service times at {utilization}"),
            constant,
            wanted / 2.0,
            "Pollaczek–Khinchine",
            1e-9,
        ));
    }
    let ratio = MM1::new(0.7, 1.0).map_or(f64::NAN, |q| q.response_quantile_secs(0.99) / q.mean_response_secs());
    findings.push(published("M/M/1: p99 over mean".into(), ratio, 4.605_170_185_988_091, "ln 100", 1e-10));
    findings.push(published(
        "requests that meet a slow leaf of 100".into(),
        share_any_above(100, 0.99),
        0.633_967_658_726_770_5,
        "1 − 0.99¹⁰⁰",
        1e-12,
    ));
    for (q, wanted) in [(0.99, 299.0), (0.999, 2_995.0)] {
        let needed = samples_needed(q, 0.95).map_or(f64::NAN, |n| n as f64);
        findings.push(published(
            format!("samples to see beyond the {q} quantile"),
            needed,
            wanted,
            "Wilks 1941",
            1e-12,
        ));
    }
    findings
}

fn omission() -> Vec<Finding> {
    let stall = Stall { interval_ms: 10.0, service_ms: 1.0, calm_secs: 100.0, stall_secs: 100.0 };
    let (Some(raw), Some(open)) = (stall.closed_loop(), stall.open_loop()) else { return Vec::new() };
    let sorted = |groups: &[(f64, u64)]| {
        let mut groups = groups.to_vec();
        groups.sort_by(|a, b| a.0.total_cmp(&b.0));
        groups
    };
    let fixed = sorted(&corrected(&raw, 10.0).unwrap_or_default());
    let (raw, open) = (sorted(&raw), sorted(&open));
    let at = |groups: &[(f64, u64)], q| quantile_grouped(groups, q, Definition::NearestRank).unwrap_or(f64::NAN);
    let mean = |groups: &[(f64, u64)]| {
        let count: u64 = groups.iter().map(|g| g.1).sum();
        groups.iter().map(|g| g.0 * g.1 as f64).sum::<f64>() / count as f64
    };
    let check = |what: &str, found: f64, wanted: f64, rel_tol: f64| {
        Finding::exact(Group::Omission, what, found, wanted, "README of HdrHistogram", rel_tol)
    };
    let mut findings = vec![
        check("as recorded: p99.99, ms", at(&raw, 0.9999), 1.0, 1e-12),
        check("as recorded: mean, ms", mean(&raw), 10.999, 5e-5),
        check("corrected: mean, ms", mean(&fixed), 25_003.0, 1e-12),
        check("open loop: mean, ms", mean(&open), 25_003.0, 1e-12),
    ];
    for (q, wanted) in [(0.5, 1.0), (0.75, 50_000.0), (0.9, 80_000.0), (0.99, 98_000.0), (0.999, 99_800.0)] {
        findings.push(check(&format!("corrected: {q} quantile, ms"), at(&fixed, q), wanted, 1e-12));
        findings.push(check(&format!("open loop: {q} quantile, ms"), at(&open, q), wanted, 1e-12));
    }
    findings
}

/// Percentiles of twenty thousand durations, exactly and from buckets: what is said beyond a million different values.
fn buckets() -> Vec<Finding> {
    let groups: Vec<(f64, u64)> = (0..20_000_u32)
        .map(|i| (libm::exp(f64::from(i.wrapping_mul(2_654_435_761) >> 8) / 16_777_216.0 * 9.0), 1))
        .collect();
    let Some(exact) = Sample::of_groups(&groups) else { return Vec::new() };
    let bucketed = exact.in_buckets();
    [0.5, 0.9, 0.95, 0.99, 0.999]
        .into_iter()
        .map(|q| {
            let (found, wanted) = (bucketed.quantile(q, Definition::Type7), exact.quantile(q, Definition::Type7));
            let what = format!("{q} quantile from buckets");
            Finding::exact(Group::Quantiles, what, found, wanted, "the very durations", LARGEST_RELATIVE_ERROR)
        })
        .collect()
}

/// Figures that a page must show, taken through links as a reader would.
const FIGURES: &[(&str, &str, &str, f64, f64)] = &[
    ("percentiles", "", "mean_ms", 147.5, 1e-12),
    ("percentiles", "", "p95_ms", 72.5, 1e-9),
    ("percentiles", "", "p99_ms", 575.0, 1e-9),
    ("percentiles", "definition=floor_index", "p99_ms", 8_000.0, 1e-12),
    ("percentiles", "definition=nearest_rank", "p99_ms", 500.0, 1e-12),
    ("percentiles", "", "affected_per_day", 100_000.0, 1e-9),
    ("percentiles", "experiment=deploy", "deploy_new_mean_ms", 220.0, 1e-9),
    ("latency-numbers", "n_us_australia_rtt=3", "total_us", 540_000.0, 1e-9),
    ("latency-numbers", "n_ssd_random=50", "total_us", 800.0, 1e-9),
    ("latency-numbers", "n_net_mb=1", "measured_total_us", 8_000.0, 1e-9),
    ("latency-numbers", "", "slider_memory_ns", 742.0, 2e-3),
    ("queue", "arrivals_per_sec=0.005555555555555556&service_ms=120000", "mean_wait_ms", 240_000.0, 1e-6),
    ("queue", "arrivals_per_sec=0.006666666666666667&service_ms=120000", "mean_wait_ms", 480_000.0, 1e-6),
    ("queue", "arrivals_per_sec=2304&servers=64", "wait_probability", 0.310_663, 1e-5),
    ("milliseconds-to-money", "", "recovered_revenue_usd", 30_000.0, 1e-9),
    ("milliseconds-to-money", "", "cpu_usd_per_day", 106.25, 1e-9),
    ("littles-law", "", "in_system", 20.0, 1e-9),
];

fn figures() -> Vec<Finding> {
    FIGURES
        .iter()
        .filter_map(|&(slug, query, key, wanted, rel_tol)| {
            // A topic that is not in this building has nothing to check.
            let topic = topics::find(slug)?;
            let report = topic.report(&url::decode(topic, query).values).ok();
            let found =
                report.and_then(|r| r.readouts.into_iter().find(|r| r.key == key)).and_then(|r| match r.value {
                    Quantity::Number(value) => Some(value),
                    Quantity::Text(_) => None,
                });
            let what = if query.is_empty() { format!("{slug}: {key}") } else { format!("{slug}: {key} with {query}") };
            Some(Finding::exact(Group::Figures, what, found.unwrap_or(f64::NAN), wanted, "the contract", rel_tol))
        })
        .collect()
}
