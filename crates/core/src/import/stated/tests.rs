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

const OHA_JSON: &str = include_str!("material/oha.json");
const PROMETHEUS: &str = include_str!("material/prometheus.txt");
const HLOG: &str = include_str!("material/jhiccup.hlog");

#[test]
fn oha_json_states_seconds_and_no_rate() {
    let figures =
        [("mean", 11.0), ("p50", 8.0), ("p90", 13.0), ("p99", 30.0), ("max", 42.6), ("min", 0.5), ("p99.9", 42.0)];
    let stated = states(OHA_JSON, "oha", Some(100), &figures);
    // The highest percentile equals the slowest and has its own name.
    assert_eq!(stated.figures.len(), 12, "{}", stated.says);
}

#[test]
fn bombardier_and_autocannon_state_what_their_tables_say() {
    let figures = [("mean", 8.57), ("max", 1120.0), ("p50", 7.62), ("p95", 12.71), ("p99", 26.86)];
    states(include_str!("material/bombardier.txt"), "bombardier", Some(1_000_000), &figures);
    let figures = [("mean", 0.4127), ("max", 8.123), ("p50", 0.371), ("p99", 1.204)];
    states(include_str!("material/bombardier.json"), "bombardier", Some(1000), &figures);
    let figures = [("p2.5", 4.0), ("p50", 12.0), ("p97.5", 31.0), ("p99", 38.0), ("mean", 13.47), ("max", 102.0)];
    let text = states(include_str!("material/autocannon.txt"), "autocannon", None, &figures);
    assert_eq!(text.figures.len(), figures.len());
    assert!(text.says.contains("“7k”"), "{}", text.says);
    states(include_str!("material/autocannon.json"), "autocannon", Some(7096), &figures);
}

#[test]
fn artillery_states_response_times_not_sessions() {
    let figures = [("min", 36.0), ("max", 363.0), ("mean", 106.2), ("p50", 98.5), ("p95", 308.0), ("p99.9", 361.5)];
    states(include_str!("material/artillery.json"), "Artillery", Some(118), &figures);
    let old = "{\"aggregate\":{\"timestamp\":\"2026-03-12T15:40:39.730Z\",\"scenariosCreated\":60,\
               \"requestsCompleted\":61,\"latency\":{\"min\":76.2,\"max\":363.3,\"median\":106.2,\"p95\":308.5,\
               \"p99\":363.2},\"rps\":{\"count\":60,\"mean\":1.01},\"codes\":{\"200\":32}},\"intermediate\":[]}";
    states(old, "Artillery", Some(61), &[("min", 76.2), ("p50", 106.2), ("p95", 308.5), ("max", 363.3)]);
}

#[test]
fn fortio_is_a_histogram_of_bucket_ends() {
    let stated = states(
        include_str!("material/fortio.json"),
        "Fortio",
        Some(40),
        &[("mean", 3.15), ("p50", 2.0), ("p99", 22.8), ("p99.9", 23.4), ("max", 23.5)],
    );
    assert_eq!(stated.holds, Holds::Histogram(vec![(2.0, 20), (5.0, 18), (23.5, 2)]));
}

#[test]
fn hyperfine_holds_the_runs_of_its_first_command() {
    let stated = states(include_str!("material/hyperfine.json"), "hyperfine", Some(4), &[("mean", 12.5)]);
    assert_eq!(stated.holds, Holds::Samples(vec![11.9, 12.4, 12.5, 13.2]));
    assert!(stated.says.contains("several commands"));
    let figures = [("mean", 12.5), ("min", 11.9), ("max", 13.2)];
    states(include_str!("material/hyperfine.txt"), "hyperfine", Some(212), &figures);
    let csv =
        "command,mean,stddev,median,user,system,min,max\nsleep 0.01,0.0125,0.0004,0.0124,0.0005,0.0007,0.0119,0.0132\n";
    states(csv, "hyperfine", None, &[("mean", 12.5), ("p50", 12.4), ("max", 13.2)]);
}

#[test]
fn ping_is_read_in_many_tongues() {
    let linux = states(include_str!("material/ping_linux.txt"), "ping", Some(3), &[("min", 11.912), ("mean", 42.066)]);
    assert_eq!(linux.holds, Holds::Samples(vec![12.3, 11.9, 102.0]));
    assert!(linux.says.contains("came twice were counted once: 1") && linux.says.contains("never came: 1"));
    let windows = states(include_str!("material/ping_windows.txt"), "ping", Some(3), &[("max", 16.0), ("mean", 10.0)]);
    assert_eq!(windows.holds, Holds::Samples(vec![14.0, 1.0, 16.0]));
    for line in [
        "Reply from 8.8.8.8: bytes=32 time=14ms TTL=117",
        "Réponse de 8.8.8.8 : octets=32 temps=14 ms TTL=117",
        "Respuesta desde 8.8.8.8: bytes=32 tiempo=14ms TTL=117",
        "Risposta da 8.8.8.8: byte=32 durata=14ms TTL=117",
        "Odpowiedź z 8.8.8.8: bajtów=32 czas=14ms TTL=117",
        "Ответ от 8.8.8.8: число байт=32 время=14мс TTL=117",
        "8.8.8.8 からの応答: バイト数 =32 時間 =14ms TTL=117",
        "来自 8.8.8.8 的回复: 字节=32 时间=14ms TTL=117",
        "64 bytes from 8.8.8.8: seq=0 ttl=117 time=14.000 ms",
        "64 octets de 8.8.8.8: icmp_seq=1 ttl=117 temps=14,0 ms",
        "64 Bytes von 8.8.8.8: icmp_seq=1 ttl=117 Zeit=14 ms",
    ] {
        assert_eq!(recognise("", line).map(|s| s.holds), Some(Holds::Samples(vec![14.0])), "{line}");
    }
    let silent = "PING 10.0.0.9 (10.0.0.9) 56(84) bytes of data.\n\n--- 10.0.0.9 ping statistics ---\n\
                  3 packets transmitted, 0 received, 100% packet loss, time 2043ms\n";
    assert!(matches!(recognise("", silent).unwrap().holds, Holds::Nothing(_)));
}

#[test]
fn k6_states_one_metric() {
    let flat = states(include_str!("material/k6_flat.json"), "k6", Some(3699), &[("mean", 4.21), ("p95", 6.33)]);
    assert_eq!(flat.figures.len(), 2);
    let figures =
        [("mean", 140.36), ("min", 119.08), ("p50", 140.96), ("max", 1140.0), ("p90", 146.88), ("p95", 148.21)];
    states(include_str!("material/k6.txt"), "k6", Some(45), &figures);
    let handled = "{\"root_group\":{},\"metrics\":{\"http_reqs\":{\"type\":\"counter\",\"contains\":\"default\",\"values\":\
                   {\"count\":45,\"rate\":6.5}},\"http_req_duration\":{\"type\":\"trend\",\"contains\":\"time\",\"values\":\
                   {\"avg\":140.36,\"p(99.9)\":154.6,\"max\":154.63}}},\"state\":{\"testRunDurationMs\":6858.8}}";
    states(handled, "k6", Some(45), &[("mean", 140.36), ("p99.9", 154.6), ("max", 154.63)]);
    let listed = "{\"results\":{\"metrics\":[{\"name\":\"iterations\",\"type\":\"counter\",\"values\":{\"count\":9}},\
                  {\"name\":\"grpc_req_duration\",\"type\":\"trend\",\"contains\":\"time\",\"values\":{\"avg\":3.5}}]}}";
    states(listed, "k6", None, &[("mean", 3.5)]);
}

#[test]
fn locust_states_the_row_about_all() {
    let text = include_str!("material/locust_stats.csv");
    let figures = [("mean", 130.3), ("min", 3.8), ("p50", 85.0), ("p90", 310.0), ("p99", 850.0), ("max", 1200.0)];
    states(text, "Locust", Some(1000), &figures);
    // A spreadsheet where the comma is the decimal sign.
    let german = text.replace(',', ";").replace('.', ",").replace("99,9", "99.9").replace('\n', "\r\n");
    states(&german, "Locust", Some(1000), &figures);
    let history = "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,99%,100%,Total Request Count,Total Failure Count,\
                   Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,\
                   Total Average Content Size\n1772971200,5,,Aggregated,0,0,N/A,N/A,N/A,0,0,0,0,0,0,0\n\
                   1772971201,5,,Aggregated,9.5,0,80,700,900,19,0,85,130.3,3.8,900.2,1648\n";
    states(history, "Locust", Some(19), &[("p50", 85.0), ("mean", 130.3), ("max", 900.2)]);
    let failures = "Method,Name,Error,Occurrences\nGET,/cart,HTTPError,3\n";
    assert!(matches!(recognise("", failures).unwrap().holds, Holds::Nothing(_)));
}

#[test]
fn jmeter_and_gatling_state_all_requests() {
    let figures = [("mean", 130.0), ("min", 4.0), ("p50", 85.0), ("p90", 310.0), ("p99", 850.0), ("max", 1200.0)];
    states(include_str!("material/jmeter.csv"), "JMeter", Some(1000), &figures);
    let summary = "Label,# Samples,Average,Min,Max,Std. Dev.,Error %,Throughput,Received KB/sec,Sent KB/sec,Avg. Bytes\n\
                   TOTAL,20,236,211,480,60.1,0.00%,19.9,4.1,2.3,211.0\n";
    let stated = states(summary, "JMeter", Some(20), &[("mean", 236.0), ("min", 211.0), ("max", 480.0)]);
    assert_eq!(stated.figures.len(), 3);
    let figures = [("mean", 143.0), ("min", 2.0), ("p50", 108.0), ("p75", 190.0), ("p99", 1204.0), ("max", 20_058.0)];
    let json = include_str!("material/gatling.json");
    let stated = states(json, "Gatling", Some(92_163), &figures);
    assert_eq!(stated.figures.len(), 7);
    let script = format!("var stats = {}\n\nfunction fillStats(stat){{\n}}\n", json.replace("\"type\"", "type"));
    states(&script, "Gatling", Some(92_163), &figures);
}

#[test]
fn an_interval_log_is_its_decoded_intervals_added_up() {
    let stated = states(HLOG, "HdrHistogram", Some(2001), &[]);
    let Holds::Histogram(groups) = stated.holds else { panic!("{}", stated.says) };
    let total: u64 = groups.iter().map(|g| g.1).sum();
    let mean = groups.iter().map(|(ms, n)| ms * *n as f64).sum::<f64>() / total as f64;
    // Nearest rank; values from the HdrHistogram package of Python.
    let rank = |q: f64| {
        let mut left = libm::ceil(q * total as f64) as u64;
        groups
            .iter()
            .find(|(_, n)| {
                let here = left <= *n;
                left = left.saturating_sub(*n);
                here
            })
            .unwrap()
            .0
    };
    for (read, expected) in
        [(mean, 0.31868575), (rank(0.5), 0.196137), (rank(0.9), 0.557455), (rank(0.99), 1.291758), (rank(1.0), 85.0)]
    {
        assert!(libm::fabs(read / expected - 1.0) < 0.002, "{read} for {expected}");
    }
    // A changed letter in a payload breaks its checksum: that interval is left out and said.
    let damaged = HLOG.replacen("D2TO4sUU", "D2TO5sUU", 1);
    assert_ne!(damaged, HLOG);
    let stated = recognise("", &damaged).unwrap();
    assert!(stated.says.contains("damaged or cut off: 1 of 4"), "{}", stated.says);
}

#[test]
fn prometheus_buckets_are_differences_of_cumulative_counts_in_the_names_unit() {
    let stated = states(PROMETHEUS, "Prometheus", Some(200), &[("mean", 2266.0)]);
    let groups =
        [100.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0, 25_000.0].into_iter().zip([20, 40, 40, 40, 30, 20, 10]);
    assert_eq!(stated.holds, Holds::Histogram(groups.collect()), "the last two lie beyond 25 s and are counted at it");
    assert!(stated.says.contains("counted at it: 2"), "{}", stated.says);
    let falling = PROMETHEUS.replace("le=\"2\"} 140", "le=\"2\"} 90");
    assert!(matches!(recognise("", &falling).unwrap().holds, Holds::Nothing(_)));
    let counters = "# TYPE http_requests_total counter\nhttp_requests_total{code=\"200\"} 1027\n";
    assert!(matches!(recognise("", counters).unwrap().holds, Holds::Nothing(_)));
    let summary = "# TYPE rpc_duration_seconds summary\nrpc_duration_seconds{quantile=\"0.5\"} 0.012\n\
                   rpc_duration_seconds{quantile=\"0.99\"} 0.076656\nrpc_duration_seconds_sum 17.56\nrpc_duration_seconds_count 439\n";
    states(summary, "Prometheus", Some(439), &[("p50", 12.0), ("p99", 76.656), ("mean", 40.0)]);
}

#[test]
fn opentelemetry_histograms_are_read_in_their_unit_of_time() {
    let stated = states(
        include_str!("material/otel.json"),
        "OpenTelemetry",
        Some(10),
        &[("mean", 120.0), ("min", 10.0), ("max", 400.0)],
    );
    assert_eq!(stated.holds, Holds::Histogram(vec![(50.0, 2), (100.0, 5), (250.0, 2), (400.0, 1)]));
    let exponential = "{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"name\":\"d\",\"unit\":\"ms\",\
        \"exponentialHistogram\":{\"aggregationTemporality\":1,\"dataPoints\":[{\"count\":\"6\",\"sum\":40,\"scale\":0,\
        \"zeroCount\":\"1\",\"positive\":{\"offset\":1,\"bucketCounts\":[\"2\",\"3\"]}}]}}]}]}]}";
    // Scale 0: powers of two; bucket 1 ends at 4, bucket 2 at 8.
    assert_eq!(recognise("", exponential).unwrap().holds, Holds::Histogram(vec![(0.0, 1), (4.0, 2), (8.0, 3)]));
}
