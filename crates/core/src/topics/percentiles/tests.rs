//! Every figure that the contract names.

use super::*;
use crate::topic::{AnyTopic, Durations, Erased, Readout};
use crate::url;

fn readouts(query: &str) -> Vec<Readout> {
    let topic: &dyn AnyTopic = &Erased::<Percentiles>::new();
    let decoded = url::decode(topic, query);
    assert!(decoded.notices.is_empty(), "{query}: {:?}", decoded.notices);
    topic.report(&decoded.values).unwrap().readouts
}

fn readout(query: &str, key: &str) -> f64 {
    readouts(query).iter().find(|r| r.key == key).and_then(Readout::number).unwrap_or_else(|| panic!("no {key}"))
}

fn preset(slug: &str, key: &str) -> f64 {
    readout(PRESETS.iter().find(|p| p.slug == slug).unwrap().query, key)
}

fn close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() <= 1e-9 * wanted.abs(), "{found} is not {wanted}");
}

#[test]
fn the_tutorials_hundred_requests_by_three_definitions() {
    close(preset("tutorial", "mean_ms"), 147.5);
    close(preset("tutorial", "p50_ms"), 50.0);
    close(preset("tutorial", "p95_ms"), 72.5);
    close(preset("tutorial", "p99_ms"), 575.0);
    close(preset("floor-index", "p95_ms"), 500.0);
    close(preset("floor-index", "p99_ms"), 8000.0);
    close(preset("nearest-rank", "p95_ms"), 50.0);
    close(preset("nearest-rank", "p99_ms"), 500.0);
    close(preset("averages-only", "mean_ms"), 99.5);
    assert_eq!((preset("tutorial", "count"), preset("tutorial", "max_ms")), (100.0, 8000.0));
}

#[test]
fn ten_million_a_day_hit_a_hundred_thousand_requests() {
    close(readout("", "slower_share"), 0.01);
    close(readout("", "affected_per_day"), 100_000.0);
    close(preset("ten-million", "affected_per_day"), 100_000.0);
    close(preset("ten-million", "p99_9_ms"), 4000.0);
    // 1 − 0.99⁵⁰.
    assert!((readout("", "sessions_hit_share") - 0.394_993_932_866).abs() < 1e-9);
    assert!((readout("requests_per_session=10", "sessions_hit_share") - 0.0956).abs() < 5e-5);
    // Values equal to the threshold are not slower.
    close(readout("threshold_ms=500", "slower_share"), 0.01);
    close(readout("threshold_ms=499", "slower_share"), 0.05);
}

#[test]
fn percentiles_that_a_sample_cannot_support_say_what_it_would_take() {
    let needs = |query: &str, key: &str| readouts(query).iter().find(|r| r.key == key).unwrap().needs_n;
    assert_eq!((needs("", "p99_ms"), needs("", "p99_9_ms"), needs("", "p95_ms")), (Some(299), Some(2_995), None));
    assert_eq!(needs("data=298%C3%975,1%C3%977", "p99_ms"), None);
    assert_eq!(needs("data=297%C3%975,1%C3%977", "p99_ms"), Some(299));
}

#[test]
fn the_stall_of_the_readme_raw_and_corrected() {
    close(preset("stall-raw", "p99_99_ms"), 1.0);
    assert!((preset("stall-raw", "mean_ms") - 10.999).abs() < 1e-3);
    for (key, wanted) in [
        ("p50_ms", 1.0),
        ("p75_ms", 50_000.0),
        ("p90_ms", 80_000.0),
        ("p99_ms", 98_000.0),
        ("p99_9_ms", 99_800.0),
        ("mean_ms", 25_003.0),
        ("count", 20_000.0),
    ] {
        close(preset("stall-corrected", key), wanted);
    }
    for (key, wanted) in [
        ("omission_open_p50_ms", 1.0),
        ("omission_open_p75_ms", 50_000.0),
        ("omission_open_p99_ms", 98_000.0),
        ("omission_open_mean_ms", 25_003.0),
        ("omission_closed_p99_99_ms", 1.0),
        ("omission_closed_count", 10_001.0),
        ("omission_open_count", 20_000.0),
    ] {
        close(preset("stalled", key), wanted);
    }
    assert!((preset("stalled", "omission_closed_mean_ms") - 10.999).abs() < 1e-3);
}

#[test]
fn the_deploy_moves_the_mean_from_120_to_220() {
    close(preset("deploy", "deploy_new_mean_ms"), 220.0);
    close(preset("deploy", "deploy_tail_alone_ms"), 120.0);
    close(preset("deploy", "deploy_body_ms"), 100.0 / 0.99);
}

#[test]
fn averaged_percentiles_miss_either_way() {
    assert!(preset("averaging", "true_p99_ms") > 3.0 * preset("averaging", "averaged_p99_ms"));
    assert!(preset("averaging-idle", "true_p99_ms") < 0.5 * preset("averaging-idle", "averaged_p99_ms"));
}

#[test]
fn unreadable_data_gives_way_to_the_default_with_a_notice_and_negatives_stay() {
    let topic: &dyn AnyTopic = &Erased::<Percentiles>::new();
    let decoded = url::decode(topic, "data=abc&threshold_ms=500");
    assert!(decoded.notices.len() == 1 && decoded.notices[0].contains("No duration"), "{:?}", decoded.notices);
    assert_eq!(decoded.values[0], topic.defaults()[0]);
    let negative = url::decode(topic, "data=-5,10,20").values;
    let notices = topic.notices(&negative);
    assert!(notices.len() == 1 && notices[0].contains("negative"), "{notices:?}");
    let report = topic.report(&negative).unwrap();
    assert_eq!(report.readouts.iter().find(|r| r.key == "count").and_then(Readout::number), Some(3.0));
    let typed = Inputs { data: Durations::Text("abc".into()), ..Inputs::default() };
    assert!(Percentiles::report(&typed).is_err());
}

#[test]
fn all_eleven_definitions_may_be_chosen() {
    let all: Vec<f64> = crate::stats::Definition::ALL
        .iter()
        .map(|d| readout(&format!("definition={d}&data=1,2,4,8,16,32,64,128,256,512"), "p90_ms"))
        .collect();
    // By R 4.2.2's quantile(2^(0:9), 0.9, type = 1 … 9), then nearest rank and floor index.
    let wanted = [256.0, 384.0, 256.0, 256.0, 384.0, 486.4, 281.6, 418.133_333_333, 409.6, 256.0, 512.0];
    for (found, wanted) in all.iter().zip(wanted) {
        assert!((found - wanted).abs() < 1e-6, "{all:?}");
    }
}

#[test]
fn a_small_file_travels_in_the_link_and_a_large_one_does_not() {
    use crate::import::{Loaded, read};
    use crate::topic::Value;
    let topic: &dyn AnyTopic = &Erased::<Percentiles>::new();
    let with = |text: &str| {
        let mut values = topic.defaults();
        values[0] = Value::Data(Loaded::new(read("x.csv", text.as_bytes()).unwrap()));
        url::encode(topic, &values)
    };
    let small = with("10\n20\n10\n");
    assert!(!small.left_out);
    assert_eq!(url::decode(topic, &small.query).values[0], Value::Text("2×10, 1×20".into()));
    let large: String = (0..2000).map(|i| format!("{}\n", f64::from(i) * 1.234)).collect();
    assert!(with(&large).left_out && with(&large).query.is_empty());
}
