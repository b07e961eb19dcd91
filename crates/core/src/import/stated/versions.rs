//! Consoles, other versions and other families' files of each tool, made up in their layouts.

use crate::import::{Wanted, read, read_as};

/// The text of a refusal, or what was taken.
fn came(text: &str) -> String {
    read("test", text.as_bytes()).map_or_else(|why| why.to_string(), |found| format!("READ {}", found.took()))
}

/// What the report of a text states.
fn stated(text: &str) -> (String, Option<u64>, Vec<(String, f64)>) {
    let why = read("test", text.as_bytes()).map(|found| found.took()).unwrap_err();
    let report = why.states().unwrap_or_else(|| panic!("{why}"));
    let figures = report.figures.iter().map(|f| (f.name.clone(), f.value_ms)).collect();
    (report.tool.to_owned(), report.count, figures)
}

fn is(text: &str, tool: &str, count: u64, figures: &[(&str, f64)]) {
    let figures: Vec<(String, f64)> = figures.iter().map(|(name, ms)| ((*name).to_owned(), *ms)).collect();
    assert_eq!(stated(text), (tool.to_owned(), Some(count), figures), "{text}");
}

#[test]
fn the_consoles_of_artillery_fortio_gatling_and_locust_state_their_figures() {
    let artillery = "Metrics for period to: 12:00:10(+0000)\nhttp.response_time:\n  min: ... 1\n  max: ... 2\n\n--------------------------------\nSummary report @ 12:00:20(+0000)\n--------------------------------\n\nhttp.codes.200: ....... 100\nhttp.request_rate: .... 10/sec\nhttp.requests: ........ 100\nhttp.response_time:\n  min: ................ 5\n  max: ................ 120\n  mean: ............... 20.5\n  median: ............. 15\n  p95: ................ 60.1\n  p99: ................ 100.5\nvusers.completed: ..... 100\nvusers.session_length:\n  min: ................ 900\n  max: ................ 950\n";
    is(
        artillery,
        "Artillery",
        100,
        &[("min", 5.0), ("max", 120.0), ("mean", 20.5), ("p50", 15.0), ("p95", 60.1), ("p99", 100.5)],
    );
    let fortio = "Fortio 1.60.3 running at 8 queries per second, 8->8 procs, for 5s: http://localhost:8080/\nEnded after 5.0s : 40 calls. qps=8\nAggregated Function Time : count 40 avg 0.0043 +/- 0.0012 min 0.0021 max 0.0091 sum 0.172\n# range, mid point, percentile, count\n>= 0.0021 <= 0.003 , 0.00255 , 20.00, 8\n> 0.003 <= 0.0091 , 0.006 , 100.00, 32\n# target 50% 0.0041\n# target 99% 0.0089\nCode 200 : 40 (100.0 %)\n";
    is(fortio, "Fortio", 40, &[("mean", 4.3), ("min", 2.1), ("p50", 4.1), ("p99", 8.9), ("max", 9.1)]);
    let old = "---- Global Information --------\n> request count                 1100 (OK=1100   KO=0     )\n> min response time               20 (OK=20     KO=-     )\n> max response time              900 (OK=900    KO=-     )\n> mean response time              75 (OK=75     KO=-     )\n> std deviation                   30 (OK=30     KO=-     )\n> response time 50th percentile   60 (OK=60     KO=-     )\n> response time 99th percentile  700 (OK=700    KO=-     )\n> mean requests/sec               10 (OK=10     KO=-     )\n---- Response Time Distribution ----\n> t < 800 ms                      99 ( 99%)\n";
    let new = "---- Global Information ---------------|---Total---|---OK---|---KO---\n> request count                        |     1,100 |  1,100 |      0\n> min response time (ms)               |        20 |     20 |      -\n> max response time (ms)               |       900 |    900 |      -\n> mean response time (ms)              |        75 |     75 |      -\n> response time std deviation (ms)     |        30 |     30 |      -\n> response time 50th percentile (ms)   |        60 |     60 |      -\n> response time 99th percentile (ms)   |       700 |    700 |      -\n> mean throughput (rps)                |        10 |     10 |      -\n";
    for text in [old, new] {
        is(text, "Gatling", 1100, &[("min", 20.0), ("max", 900.0), ("mean", 75.0), ("p50", 60.0), ("p99", 700.0)]);
    }
    let locust = "Type     Name  # reqs      # fails |    Avg     Min     Max    Med |   req/s  failures/s\n--------|----|-------|-------------|-------|-------|-------|-------|--------|-----------\nGET      /        100     0(0.00%) |     75      20     900     60 |   10.00        0.00\n--------|----|-------|-------------|-------|-------|-------|-------|--------|-----------\n         Aggregated     200     0(0.00%) |     70      21     901     61 |   10.00        0.00\n";
    is(locust, "Locust", 200, &[("mean", 70.0), ("min", 21.0), ("p50", 61.0), ("max", 901.0)]);
}

#[test]
fn a_vegeta_histogram_is_told_as_its_buckets_and_never_counted_as_requests() {
    let text = "Bucket           #   %       Histogram\n[0s,     2ms]    1   33.33%  #########\n[2ms,    4ms]    2   66.67%  ##################\n";
    let why = read("test", text.as_bytes()).map(|found| found.took()).unwrap_err();
    assert_eq!(why.states().map(|report| report.steps()), Some(vec![(2.0, 1), (4.0, 3)]), "{why}");
    let open = format!("{text}[4ms,    +Inf]   5   0.00%   \n");
    assert!(came(&open).contains("without an end"), "{}", came(&open));
}

#[test]
fn tables_of_statistics_with_units_behind_their_names_are_no_requests() {
    let markdown = "| Command | Mean [ms] | Min [ms] | Max [ms] | Relative |\n|:---|---:|---:|---:|---:|\n| `sleep 0.1` | 102.1 ± 0.9 | 100.3 | 105.0 | 1.00 |\n";
    assert!(!came(markdown).starts_with("READ"), "{}", came(markdown));
}

/// Name, text, and the durations that are in it [ms].
const READ: [(&str, &str, &[f64]); 13] = [
    (
        "Gatling 2",
        "RUN\tshop.Basic\tbasic\t1490000000000\t \t2.0\nREQUEST\tScn\t1\t\tHome\t1490000000100\t1490000000350\tOK\t \nREQUEST\tScn\t1\t\tCart\t1490000000400\t1490000000450\tKO\tx\n",
        &[50.0, 250.0],
    ),
    (
        "Gatling 3.3",
        "RUN\tshop.Basic\tbasic\t1772971200000\t \t3.3.1\nUSER\tScn\t1\tSTART\t1772971200000\t1772971200000\nREQUEST\t1\t\tHome\t1772971200100\t1772971200350\tOK\t \nREQUEST\t1\tGroup\tCart\t1772971200400\t1772971200450\tKO\tx\n",
        &[50.0, 250.0],
    ),
    (
        "vegeta hdrplot",
        "Value(ms)  Percentile  TotalCount  1/(1-Percentile)\n0.076   0.000000    0           1.000000\n0.439   0.500000    2          2.000000\n0.900   0.900000    3          10.000000\n2.500   1.000000    4         inf\n",
        &[0.439, 0.439, 0.9, 2.5],
    ),
    (
        "network load balancer",
        "tls 2.0 2026-03-08T12:00:00 net/shop/c6e7 g3d4 192.0.2.1:51341 192.0.2.9:443 5 2 98 246 - arn:aws:acm:x -\ntls 2.0 2026-03-08T12:00:01 net/shop/c6e7 g3d4 192.0.2.1:51342 192.0.2.9:443 17 2 98 246 - arn:aws:acm:x -\ntls 2.0 2026-03-08T12:00:02 net/shop/c6e7 g3d4 192.0.2.1:51343 192.0.2.9:443 9 2 98 246 - arn:aws:acm:x -\n",
        &[5.0, 9.0, 17.0],
    ),
    (
        "classic load balancer",
        "2026-03-08T12:00:00.1Z shop 192.0.2.1:2817 192.0.2.9:80 0.000073 0.021048 0.000057 200 200 0 29 \"GET http://shop.example:80/ HTTP/1.1\" \"curl/8\" - -\n2026-03-08T12:00:01.1Z shop 192.0.2.1:2817 192.0.2.9:80 0.000073 0.031048 0.000057 200 200 0 29 \"GET http://shop.example:80/ HTTP/1.1\" \"curl/8\" - -\n",
        &[21.048, 31.048],
    ),
    (
        "Traefik in the common format",
        "192.0.2.1 - - [08/Mar/2026:12:00:00 +0000] \"GET /a HTTP/1.1\" 200 537 \"-\" \"curl/8\" 1 \"shop@docker\" \"http://192.0.2.9:80\" 12ms\n192.0.2.1 - - [08/Mar/2026:12:00:01 +0000] \"GET /a HTTP/1.1\" 200 511 \"-\" \"curl/8\" 2 \"shop@docker\" \"http://192.0.2.9:80\" 905ms\n",
        &[12.0, 905.0],
    ),
    (
        "nginx as JSON",
        "{\"time_local\":\"08/Mar/2026:12:00:00 +0000\",\"status\":\"200\",\"body_bytes_sent\":\"500\",\"request_time\":\"0.011\",\"upstream_response_time\":\"0.001\"}\n{\"time_local\":\"08/Mar/2026:12:00:01 +0000\",\"status\":\"200\",\"body_bytes_sent\":\"531\",\"request_time\":\"0.042\",\"upstream_response_time\":\"0.002\"}\n",
        &[11.0, 42.0],
    ),
    (
        "a German spreadsheet",
        "Datum;Uhrzeit;Antwortzeit in ms;Größe\r\n08.03.2026;12:00:00;1.234,5;1.000\r\n08.03.2026;12:00:01;12,5;2.000\r\n08.03.2026;12:00:02;99,25;3.500\r\n",
        &[12.5, 99.25, 1234.5],
    ),
    (
        "a French spreadsheet",
        "Horodatage;Temps de réponse (ms);Taille\r\n08/03/2026 12:00;1\u{202f}234,5;10\r\n08/03/2026 12:01;12,5;11\r\n08/03/2026 12:02;99,25;17\r\n",
        &[12.5, 99.25, 1234.5],
    ),
    ("a Swiss spreadsheet", "Zeit;Dauer (ms)\n12:00;1'234.5\n12:01;12.5\n12:02;99.25\n", &[12.5, 99.25, 1234.5]),
    (
        "an American spreadsheet",
        "Date,\"Response Time (ms)\",Bytes\n3/8/2026,\"1,234.5\",100\n3/8/2026,12.5,200\n3/8/2026,99.25,170\n",
        &[12.5, 99.25, 1234.5],
    ),
    (
        "a Japanese spreadsheet",
        "日時,応答時間(ミリ秒)\n2026/03/08 12:00,12.5\n2026/03/08 12:01,20\n2026/03/08 12:02,31\n",
        &[12.5, 20.0, 31.0],
    ),
    (
        "a spreadsheet that names its separator",
        "sep=;\r\nname;duration_ms\r\na;12.5\r\nb;30\r\nc;41\r\n",
        &[12.5, 30.0, 41.0],
    ),
];

#[test]
fn other_versions_and_other_countries_write_the_same_durations_in_their_own_way() {
    let mut wrong = Vec::new();
    for (name, text, wanted) in READ {
        match read(name, text.as_bytes()) {
            Ok(found) => {
                let values: Vec<f64> =
                    found.sample.groups().flat_map(|(ms, n)| std::iter::repeat_n(ms, n as usize)).collect();
                let same = values.len() == wanted.len()
                    && values.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-9);
                if !same || found.unreadable > 0 {
                    wrong.push(format!("{name}: {values:?}, {} unreadable", found.unreadable));
                }
            }
            Err(why) => wrong.push(format!("{name}: {why}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn durations_are_read_as_go_clocks_and_iso_write_them() {
    let text = "task,duration\na,1m5s\nb,250ms\nc,PT1.5S\nd,00:00:01.23\ne,1h2m3.5s\nf,450µs\ng,PT2M\n";
    let found = read_as("test", text.as_bytes(), &Wanted::default()).unwrap();
    let values: Vec<f64> = found.sample.groups().map(|(ms, _)| ms).collect();
    assert_eq!(values, [0.45, 250.0, 1230.0, 1500.0, 65_000.0, 120_000.0, 3_723_500.0]);
}
