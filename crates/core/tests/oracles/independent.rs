//! The entries of `data/oracles.json` that concern queueing and statistics: values computed elsewhere (mpmath by defining sums,
//! SciPy, NumPy, R, Octave's queueing package), each with its own tolerance and source.

use explorer_core::queueing::{GM1, Interarrival, Kingman, MD1, MG1, MM1, MMc, MMcK, Usl, erlang};
use explorer_core::stats::{
    Definition, Histogram, Summary, order, quantile_grouped, quantile_sorted, student_quantile,
};
use serde_json::Value;

/// The values that this entry stands for: ours, or nothing where the entry belongs to another room.
fn ours(name: &str, given: &Value) -> Option<f64> {
    let get = |key: &str| given[key].as_f64().unwrap_or_else(|| panic!("{name}: no {key}"));
    let count = |key: &str| given[key].as_u64().unwrap_or_else(|| panic!("{name}: no {key}")) as u32;
    let mmc = || MMc::new(get("lam"), 1.0 / get("mu"), count("c")).unwrap();
    let mmck = || MMcK::new(get("lam"), 1.0 / get("mu"), count("c"), count("K")).unwrap();
    let mg1 = || MG1::new(get("lam"), get("s"), get("cs2")).unwrap();
    let value = match name {
        "erlang_b" => erlang::erlang_b(count("c"), get("a")).unwrap(),
        "erlang_c" => erlang::erlang_c(count("c"), get("a")).unwrap(),
        "mmc_lq" => mmc().mean_queue_length(),
        "mmc_l" => mmc().mean_in_system(),
        "mmc_wq" => mmc().mean_wait_secs(),
        "mmc_w" => mmc().mean_response_secs(),
        "mmc_p_wait" => mmc().wait_probability(),
        "mmc_p_wait_gt" => mmc().wait_tail(get("t")),
        "mmc_wait_quantile" => mmc().wait_quantile_secs(get("q")),
        "mmc_response_quantile" => mmc().response_quantile_secs(get("q")),
        "md1_lq" => MD1::new(get("lam"), get("s")).unwrap().mean_queue_length(),
        "md1_wq" => MD1::new(get("lam"), get("s")).unwrap().mean_wait_secs(),
        "md1_wait_cdf" => MD1::new(get("rho") / get("d"), get("d")).unwrap().wait_cdf(get("t")),
        "mg1_wq" => mg1().mean_wait_secs(),
        "mg1_lq" => mg1().mean_queue_length(),
        "mg1_wq_pareto" => {
            let (alpha, least) = (get("alpha"), get("xm"));
            let (mean, second) = (alpha * least / (alpha - 1.0), alpha * least * least / (alpha - 2.0));
            MG1::from_moments(get("lam"), mean, second).unwrap().mean_wait_secs()
        }
        "mg1_wq_uniform" => {
            let (low, high) = (get("lo"), get("hi"));
            let (mean, second) = (0.5 * (low + high), (low * low + low * high + high * high) / 3.0);
            MG1::from_moments(get("lam"), mean, second).unwrap().mean_wait_secs()
        }
        "mmck_lq" => mmck().mean_queue_length(),
        "mmck_wq_accepted" => mmck().mean_wait_secs(),
        "mmck_blocking" => mmck().blocked_share(),
        "mmck_p0" => mmck().empty_probability(),
        "gm1_wq_exact" => {
            let law = match given["model"].as_str() {
                Some("D/M/1") => Interarrival::Deterministic,
                Some("E2/M/1") => Interarrival::Erlang { stages: 2 },
                other => panic!("{other:?}"),
            };
            GM1::new(get("lam"), 1.0 / get("mu"), law).unwrap().mean_wait_secs()
        }
        "kingman_wq" => Kingman::new(get("lam"), 1.0 / get("mu"), get("ca2"), get("cs2")).unwrap().mean_wait_secs(),
        "mm1_wq_asymptotic_variance_per_customer" => {
            MM1::new(get("rho") * get("mu"), 1.0 / get("mu")).unwrap().wait_asymptotic_variance_secs2()
        }
        "usl_capacity" => Usl::new(1.0, get("alpha"), get("beta")).unwrap().capacity(get("N")),
        "p_all_below_p99" => order::share_all_below(count("n").into(), get("q")),
        "p_any_above_p99" => order::share_any_above(count("n").into(), get("q")),
        "max_of_n_exp_mean" => order::mean_slowest_exponential(count("n").into(), get("mean")),
        "max_of_n_exp_q" => order::quantile_slowest_exponential(count("n").into(), get("q"), get("mean")),
        "min_of_k_exp_mean" => order::mean_quickest_exponential(count("k").into(), get("mean")),
        "max_of_10_lognormal_q50" => {
            let level = order::level_of_slowest(count("n").into(), get("q"));
            libm::exp(get("mu") + get("sigma") * explorer_core::stats::normal_quantile(level))
        }
        "t_quantile_975" => student_quantile(0.975, get("df")),
        "mean_latency100" => {
            let mut summary = Summary::default();
            [(50.0, 95), (500.0, 4), (8_000.0, 1)].iter().for_each(|&(x, n)| (0..n).for_each(|_| summary.record(x)));
            summary.mean().unwrap()
        }
        _ => {
            let definition: Definition =
                name.strip_prefix("quantile_hf").map(|kind| format!("type{kind}"))?.parse().ok()?;
            quantile_of(&given["data"], get("q"), definition)
        }
    };
    Some(value)
}

/// Data are a list of numbers, or groups such as "50x95,500x4".
fn quantile_of(data: &Value, q: f64, definition: Definition) -> f64 {
    if let Some(groups) = data.as_str() {
        let groups: Vec<(f64, u64)> = groups
            .split(',')
            .map(|group| group.split_once('x').unwrap())
            .map(|(value, count)| (value.parse().unwrap(), count.parse().unwrap()))
            .collect();
        return quantile_grouped(&groups, q, definition).unwrap();
    }
    let mut values: Vec<f64> = data.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect();
    explorer_core::stats::quantile::sort(&mut values);
    quantile_sorted(&values, q, definition).unwrap()
}

#[test]
fn values_computed_elsewhere() {
    let table: Value = serde_json::from_str(include_str!("../data/oracles.json")).unwrap();
    let mut checked = 0;
    for entry in table["entries"].as_array().unwrap() {
        let (name, exact) = (entry["name"].as_str().unwrap(), entry["value"].as_f64().unwrap());
        let Some(ours) = ours(name, &entry["inputs"]) else { continue };
        let allowed = entry["rel_tol"].as_f64().unwrap();
        let error = if exact == 0.0 { ours.abs() } else { (ours / exact - 1.0).abs() };
        // Full load one part in twenty away, rates as rounded quotients: 8ε/(1 − ρ) where that is more.
        let allowed = allowed.max(8.0 * f64::EPSILON / 0.01);
        assert!(error <= allowed, "{name} {}: {ours}, not {exact}, off by {error:e}", entry["inputs"]);
        checked += 1;
    }
    assert!(checked >= 270, "only {checked} entries");
}

#[test]
fn a_stalled_recorder_as_hdrhistogram_tells_it() {
    // 10,000 samples of 1 ms every 10 ms, then a stall of 100 s, in microseconds; corrected, the stall is also what the
    // requests that should have been sent meanwhile would have seen.
    let (mut raw, mut corrected) = (Histogram::default(), Histogram::default());
    raw.record_many(1_000.0, 10_000);
    raw.record(1e8);
    corrected.merge(&raw);
    (1..10_000).for_each(|missed| corrected.record(1e8 - f64::from(missed) * 1e4));
    let table: Value = serde_json::from_str(include_str!("../data/oracles.json")).unwrap();
    let mut checked = 0;
    for entry in table["entries"].as_array().unwrap() {
        let histogram = match entry["name"].as_str().unwrap() {
            "hdr_raw_percentile" => &raw,
            "hdr_corrected_percentile" => &corrected,
            _ => continue,
        };
        let q = entry["inputs"]["p"].as_f64().unwrap() / 100.0;
        let (ours, theirs) = (histogram.quantile(q).unwrap(), entry["value"].as_f64().unwrap());
        // Theirs is right to 0.1 % (three digits), ours to 0.39 %.
        assert!((ours / theirs - 1.0).abs() <= 0.0049, "{q}: {ours}, not {theirs}");
        checked += 1;
    }
    assert_eq!(checked, 6);
}
