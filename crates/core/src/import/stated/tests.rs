//! Each format with its own test material, in the layout of the version its file names.

use super::{Holds, Stated, recognise};

/// The stated value of a name [ms].
fn figure(stated: &Stated, name: &str) -> Option<f64> {
    stated.figures.iter().find(|f| f.name == name).map(|f| f.value_ms)
}

#[track_caller]
fn states(text: &str, tool: &str, count: Option<u64>, figures: &[(&str, f64)]) -> Stated {
    let stated = recognise("", text).unwrap_or_else(|| panic!("not recognised: {text}"));
    assert_eq!(stated.tool, tool);
    assert_eq!(stated.count, count, "{}", stated.says);
    for (name, ms) in figures {
        assert_eq!(figure(&stated, name), Some(*ms), "{name}: {}", stated.says);
    }
    stated
}

const WRK: &str = include_str!("material/wrk.txt");

#[test]
fn wrk_states_its_percentiles_and_neither_port_nor_length_nor_rate() {
    let figures =
        [("mean", 525.29), ("max", 1730.0), ("p50", 489.47), ("p75", 570.62), ("p90", 710.66), ("p99", 1560.0)];
    let stated = states(WRK, "wrk", Some(377), &figures);
    assert_eq!(stated.holds, Holds::Summary);
    assert_eq!(stated.figures.len(), figures.len(), "and nothing else");
    assert!(stated.says.starts_with(
        "This is wrk's report: it holds a summary of 377 requests, not single requests. It states: mean 525.29 ms"
    ));
}

#[test]
fn wrk2_with_its_spectrum_is_a_histogram_of_the_first_table() {
    let stated = states(include_str!("material/wrk2.txt"), "wrk2", Some(1000), &[("p50", 2.97), ("p99.9", 1160.0)]);
    // The differences of the column TotalCount.
    assert_eq!(stated.holds, Holds::Histogram(vec![(1.012, 1), (2.971, 499), (65.407, 480), (1300.479, 20)]));
}

#[test]
fn hey_and_oha_state_seconds() {
    let hey = states(
        include_str!("material/hey.txt"),
        "hey",
        Some(200),
        &[("max", 12.8), ("min", 0.4), ("mean", 3.5), ("p50", 2.4), ("p95", 10.8), ("p99", 12.3)],
    );
    assert_eq!(hey.figures.len(), 10, "neither the parts of a request nor the length of the test");
    let oha = include_str!("material/oha.txt");
    states(oha, "oha", Some(20_000), &[("max", 36.7), ("p50", 1.1), ("p99.9", 10.5), ("p99.99", 36.3)]);
    // oha 1.9 and later choose the unit.
    let later = oha.replace("0.0011 secs", "1.1234 ms").replace("0.0367 secs", "36.7 ms").replace("secs", "sec");
    states(&later, "oha", Some(20_000), &[("max", 36.7), ("p50", 1.1234), ("mean", 1.1234)]);
}

#[test]
fn ab_states_milliseconds() {
    states(
        include_str!("material/ab.txt"),
        "ApacheBench",
        Some(2000),
        &[("min", 5.0), ("mean", 15.0), ("p50", 14.0), ("p66", 17.0), ("p98", 27.0), ("p99", 28.0), ("max", 31.0)],
    );
    let e = states(
        "Percentage served,Time in ms\n0,3.424\n50,14.2\n99,28.75\n100,31.001\n",
        "ApacheBench",
        None,
        &[("min", 3.424), ("p50", 14.2), ("p99", 28.75), ("max", 31.001)],
    );
    assert_eq!(e.holds, Holds::Summary);
    let g = "starttime\tseconds\tctime\tdtime\tttime\twait\n\
             Sun Mar 08 12:00:00 2026\t1772971200\t0\t14\t14\t13\nSun Mar 08 12:00:01 2026\t1772971201\t1\t17\t18\t16\n";
    assert_eq!(recognise("", g).unwrap().holds, Holds::Samples(vec![14.0, 18.0]));
}

#[test]
fn vegeta_states_go_durations_as_text_and_nanoseconds_as_json() {
    let text = include_str!("material/vegeta.txt");
    let figures = [("min", 92.562), ("mean", 5014.0), ("p50", 315.774), ("p95", 65_139.0), ("max", 120_000.0)];
    states(text, "vegeta", Some(60), &figures);
    let figures = [
        ("mean", 110.717316),
        ("p50", 102.001711),
        ("p90", 136.545395),
        ("p99", 208.712353),
        ("max", 282.0002),
        ("min", 97.9629),
    ];
    let json = states(include_str!("material/vegeta.json"), "vegeta", Some(1500), &figures);
    assert_eq!(json.figures.len(), 7, "the total of all latencies is not one");
    let plot = "Value(ms)  Percentile  TotalCount  1/(1-Percentile)\n0.412345   0.000000    0           1.000000\n\
                2.500000   0.500000    50          2.000000\n9.750000   1.000000    100         10000000.000000\n";
    assert_eq!(recognise("", plot).unwrap().holds, Holds::Histogram(vec![(2.5, 50), (9.75, 50)]));
}

#[test]
fn a_percentile_table_is_the_differences_of_its_counts_and_falling_counts_are_refused() {
    let table = "\"Value\",\"Percentile\",\"TotalCount\",\"1/(1-Percentile)\"\n\
                 1.000,0.000000000000,10000,1.00\n1.000,0.999895504324,10000,9569.77\n\
                 100007.935,0.999905953891,10001,10633.08\n100007.935,1.000000000000,10001,Infinity\n";
    let stated = states(table, "HdrHistogram", Some(10_001), &[]);
    assert_eq!(stated.holds, Holds::Histogram(vec![(1.0, 10_000), (100_007.935, 1)]));
    assert!(stated.figures.is_empty(), "no footer, no stated mean");
    let falling = table.replace("0.999895504324,10000", "0.999895504324,9000");
    assert!(matches!(recognise("", &falling).unwrap().holds, Holds::Nothing(_)));
}

#[test]
fn what_is_no_report_is_none() {
    for text in ["", "12\n13\n14\n", "[]", "{}", "timestamp,latency\n0,12\n1,15\n", "{\"duration\": 5}", "a,b\n"] {
        assert_eq!(recognise("", text), None, "{text}");
    }
}
