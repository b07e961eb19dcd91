//! Every format in slices of every size, and every hostile file.

use super::*;
use crate::stats::Definition;

fn import(text: &[u8], slice: usize) -> Result<Dataset, ImportError> {
    let mut importer = Importer::new("test");
    text.chunks(slice.max(1)).for_each(|part| importer.push(part));
    importer.finish()
}

/// Reads in slices of several sizes, which must all give the same.
fn any(text: &str) -> Result<Dataset, ImportError> {
    let whole = import(text.as_bytes(), usize::MAX);
    for slice in [1, 7, 64, 1000] {
        assert_eq!(import(text.as_bytes(), slice), whole, "slices of {slice}");
    }
    whole
}

fn groups(text: &str) -> Vec<(f64, u64)> {
    any(text).unwrap_or_else(|e| panic!("{text}: {e}")).sample.groups().collect()
}

fn ones(values: &[f64]) -> Vec<(f64, u64)> {
    values.iter().map(|v| (*v, 1)).collect()
}

#[test]
fn groups_columns_and_lists_are_told_apart() {
    for (text, format, wanted) in [
        ("95×50, 4×500, 1×8000", Format::Groups, vec![(50.0, 95), (500.0, 4), (8000.0, 1)]),
        ("95 x 50ms; 4 x 0.5 s\n1*8000", Format::Groups, vec![(50.0, 95), (500.0, 4), (8000.0, 1)]),
        ("10\n20\n30\n", Format::Column, ones(&[10.0, 20.0, 30.0])),
        ("latency_ms\r\n10\r\n20\r\n", Format::Column, ones(&[10.0, 20.0])),
        ("0.5 s\n20 ms\n900 µs", Format::Column, ones(&[0.9, 20.0, 500.0])),
        ("10, 20, 30", Format::List, ones(&[10.0, 20.0, 30.0])),
        ("10,20,30,", Format::List, ones(&[10.0, 20.0, 30.0])),
        ("-5,10", Format::List, ones(&[-5.0, 10.0])),
        ("50,500", Format::List, ones(&[50.0, 500.0])),
        ("10,20\n30,40,50\n60\n", Format::List, ones(&[10.0, 20.0, 30.0, 40.0, 50.0, 60.0])),
        ("10 20 30\n40 50", Format::List, ones(&[10.0, 20.0, 30.0, 40.0, 50.0])),
        ("42", Format::Column, ones(&[42.0])),
        ("# comment\n5\n", Format::Column, ones(&[5.0])),
    ] {
        let found = any(text).unwrap();
        assert_eq!((found.format, found.sample.groups().collect::<Vec<_>>()), (format, wanted), "{text}");
    }
}

#[test]
fn tables_give_the_column_that_holds_durations() {
    let csv = "timestamp,status,latency_ms,path\n1700000000,200,12.5,/a\n1700000001,200,13.5,\"/b,c\"\n1700000002,500,900,/d\n";
    let found = any(csv).unwrap();
    assert_eq!((found.format, found.column), (Format::Csv, Some(2)));
    assert_eq!(found.sample.groups().collect::<Vec<_>>(), ones(&[12.5, 13.5, 900.0]));
    assert_eq!(found.columns, ["timestamp", "status", "latency_ms", "path"]);
    let column = |name: &str| Wanted { column: name.into(), ..Wanted::default() };
    for name in ["status", "Status", "2"] {
        let chosen = read_as("test", csv.as_bytes(), &column(name)).unwrap();
        assert_eq!(chosen.column, Some(1));
    }
    let chosen = read_as("test", csv.as_bytes(), &column("status"));
    assert_eq!(chosen.unwrap().sample.groups().collect::<Vec<_>>(), [(200.0, 2), (500.0, 1)]);
    assert_eq!(read_as("test", csv.as_bytes(), &column("9")), Err(ImportError::NoSuchColumn("9".into())));
    let seconds = Wanted { unit: "s".into(), ..Wanted::default() };
    assert_eq!(read_as("test", csv.as_bytes(), &seconds).unwrap().sample.max_ms, 900_000.0);
    // Without headings: not the epoch, not the status.
    assert_eq!(groups("1700000000\t200\t12.5\n1700000001\t200\t13.5\n"), ones(&[12.5, 13.5]));
    assert_eq!(groups("id;Dauer (s)\n1;0,25\n2;0,5\n"), ones(&[250.0, 500.0]));
    assert_eq!(groups("GET  /a  200  12.5\nGET  /b  404  13.5\n"), ones(&[12.5, 13.5]));
    assert_eq!(groups("elapsed_us,x\n1500,a\n2500,b\n"), ones(&[1.5, 2.5]));
}

#[test]
fn json_of_every_shape_is_read() {
    for (text, format, wanted) in [
        ("[10, 20.5, 3e1]", Format::Json, vec![10.0, 20.5, 30.0]),
        ("{\"name\":\"x\",\"latencies\":[1,2,3]}", Format::Json, vec![1.0, 2.0, 3.0]),
        ("[{\"id\":7,\"duration\":1.5},{\"id\":8,\"duration\":2.5}]", Format::Json, vec![1.5, 2.5]),
        (
            "{\"status\":200,\"elapsedSeconds\":0.5}\n{\"status\":200,\"elapsedSeconds\":0.25}\n",
            Format::JsonLines,
            vec![250.0, 500.0],
        ),
        ("[{\"took\":\"12 ms\"},{\"took\":\"0.5s\"}]", Format::Json, vec![12.0, 500.0]),
    ] {
        let found = any(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!((found.format, found.sample.groups().collect::<Vec<_>>()), (format, ones(&wanted)), "{text}");
    }
    let found = any("[1, NaN, null, 3, \"x\", 2]").unwrap();
    assert_eq!((found.sample.count(), found.unreadable), (3, 3));
}

#[test]
fn a_har_file_gives_times_and_starts() {
    let entry = |i: u32| {
        format!(
            "{{\"_initiator\":{{\"time\":99}},\"startedDateTime\":\"2026-03-08T12:00:{:02}.500Z\",\"time\":{},\"request\":{{\"url\":\"https://x/\",\"headers\":[]}},\"timings\":{{\"wait\":3}}}}",
            i % 60,
            100 + i
        )
    };
    let entries: Vec<String> = (0..40).map(entry).collect();
    let har = format!(
        "{{\"log\":{{\"version\":\"1.2\",\"creator\":{{\"name\":\"t\"}},\"entries\":[{}]}}}}",
        entries.join(",")
    );
    let found = any(&har).unwrap();
    assert_eq!(
        (found.format, found.sample.count(), found.sample.min_ms, found.sample.max_ms),
        (Format::Har, 40, 100.0, 139.0)
    );
    let log = found.log.unwrap();
    assert!((log.arrivals_per_sec - 1.0).abs() < 1e-9 && log.one_at_a_time, "{log:?}");
    let empty = "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"t\"},\"entries\":[]}}";
    assert_eq!(any(empty), Err(ImportError::EmptyHar));
}

#[test]
fn load_testers_output_is_recognised() {
    let k6 = "metric_name,timestamp,metric_value,check,error\nhttp_reqs,1595325560,1.000000,,\nhttp_req_duration,1595325560,221.899000,,\nhttp_req_duration,1595325561,119.5,,\nhttp_req_waiting,1595325561,1,,\n";
    let hey = "response-time,DNS+dialup,DNS,Request-write,Response-delay,Response-read,status-code,offset\n0.0500,0,0,0,0.05,0,200,0\n0.0600,0,0,0,0.06,0,200,0.05\n";
    let ab = "starttime\tseconds\tctime\tdtime\tttime\twait\nSun Mar 08 12:00:00 2026\t1772971200\t0\t12\t13\t12\nSun Mar 08 12:00:01 2026\t1772971201\t0\t14\t15\t14\n";
    let jmeter = "timeStamp,elapsed,label,responseCode\n1772971200000,120,GET,200\n1772971200250,130,GET,200\n";
    let lines = "{\"type\":\"Metric\",\"data\":{\"name\":\"http_req_duration\"},\"metric\":\"http_req_duration\"}\n{\"metric\":\"http_req_duration\",\"type\":\"Point\",\"data\":{\"time\":\"2026-03-08T12:00:00Z\",\"value\":5.5,\"tags\":{}}}\n{\"metric\":\"http_reqs\",\"type\":\"Point\",\"data\":{\"time\":\"2026-03-08T12:00:00Z\",\"value\":1,\"tags\":{}}}\n";
    for (text, format, wanted) in [
        (k6, Format::K6Csv, vec![119.5, 221.899]),
        (hey, Format::HeyCsv, vec![50.0, 60.0]),
        (ab, Format::AbTsv, vec![13.0, 15.0]),
        (jmeter, Format::JmeterCsv, vec![120.0, 130.0]),
        (lines, Format::K6Json, vec![5.5]),
    ] {
        let found = any(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!((found.format, found.sample.groups().collect::<Vec<_>>()), (format, ones(&wanted)), "{text}");
    }
}

#[test]
fn a_k6_summary_keeps_its_own_percentiles() {
    let summary = "{\"metrics\":{\"http_req_duration\":{\"type\":\"trend\",\"contains\":\"time\",\"values\":{\"avg\":123.78,\"min\":3.8,\"med\":82.1,\"max\":923.6,\"p(90)\":308.2,\"p(95)\":476.3},\"thresholds\":{\"p(95)<500\":{\"ok\":true}}},\"http_req_duration{expected_response:true}\":{\"values\":{\"avg\":1}},\"http_reqs\":{\"values\":{\"count\":600,\"rate\":10}}}}";
    let old = "{\"metrics\":{\"http_req_duration\":{\"avg\":123.78,\"min\":3.8,\"med\":82.1,\"max\":923.6,\"p(90)\":308.2,\"p(95)\":476.3},\"http_reqs\":{\"count\":600,\"rate\":10}}}";
    for text in [summary, old] {
        let found = any(text).unwrap();
        assert_eq!((found.format, found.sample.count(), found.sample.mean_ms), (Format::K6Summary, 600, 123.78));
        assert_eq!((found.sample.min_ms, found.sample.max_ms), (3.8, 923.6));
        assert_eq!(found.stated, [(0.0, 3.8), (0.5, 82.1), (0.9, 308.2), (0.95, 476.3), (1.0, 923.6)]);
        let p90 = found.sample.quantile(0.9, Definition::Type7);
        assert!((p90 / 308.2 - 1.0).abs() < 0.01, "{p90}");
    }
}

#[test]
fn an_hdr_histogram_table_is_read_from_wrk2s_report() {
    let report = "Running 30s test @ http://127.0.0.1:80/\n  Latency Distribution (HdrHistogram - Recorded Latency)\n 50.000%    4.92ms\n\n  Detailed Percentile spectrum:\n       Value   Percentile   TotalCount 1/(1-Percentile)\n\n       0.921     0.000000            1         1.00\n       4.919     0.500000          500         2.00\n       6.591     0.900000          900        10.00\n       9.343     0.990625          991       106.67\n      64.703     1.000000         1000          inf\n#[Mean    =        4.881, StdDeviation   =        1.600]\n#[Max     =       64.703, Total count    =         1000]\n#[Buckets =           27, SubBuckets     =         2048]\n----------------------------------------------------------\n  72000 requests in 30.00s, 6.73MB read\n";
    let found = any(report).unwrap();
    assert_eq!(
        (found.format, found.sample.count(), found.sample.mean_ms, found.unreadable),
        (Format::Hgrm, 1000, 4.881, 0)
    );
    let at = |q| found.sample.quantile(q, Definition::NearestRank);
    assert_eq!([at(0.5), at(0.9), at(0.99), at(1.0)], [4.919, 6.591, 9.343, 64.703]);
}

#[test]
fn hostile_files_get_a_sentence() {
    for (bytes, says) in [
        (Vec::new(), "nothing in it"),
        (b" \n\t ".to_vec(), "nothing in it"),
        (b"hello world".to_vec(), "No duration"),
        (b"NaN\nNaN\n".to_vec(), "No duration"),
        (b"PK\x03\x04abcdef".to_vec(), "zip archive"),
        ((0..5000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect(), "not text"),
        (vec![b'a'; 3_000_000], "No duration"),
        (b"{\"a\": {\"b\": \"c\"}}".to_vec(), "no number"),
        (b"[1, 2".to_vec(), ""),
        ("[".repeat(5000).into_bytes(), "nested"),
        (b"{\"a\":1".to_vec(), ""),
    ] {
        match import(&bytes, 4096) {
            Ok(found) => assert!(
                says.is_empty() && found.notices.iter().any(|n| n.contains("breaks off")),
                "{:?}",
                found.notices
            ),
            Err(error) => {
                let sentence = error.to_string();
                assert!(sentence.contains(says) && sentence.ends_with('.'), "{sentence}");
            }
        }
    }
}

#[test]
fn what_is_odd_is_read_with_a_notice() {
    let said = |text: &str, part: &str| {
        let found = any(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert!(found.notices.iter().any(|n| n.contains(part)), "{text}: {:?}", found.notices);
        found
    };
    let found = said("-5\n10\n-7\n", "2 durations are negative");
    assert_eq!((found.sample.count(), found.sample.min_ms), (3, -7.0));
    let found = said("12,5\n13,75\n14,0\n", "decimal comma");
    assert_eq!(found.sample.groups().collect::<Vec<_>>(), ones(&[12.5, 13.75, 14.0]));
    assert_eq!(said("1,250\n2,500\n", "thousands").sample.max_ms, 2500.0);
    let found = said("5 ms\n1 s\n7\n", "Units are mixed");
    assert_eq!(found.sample.groups().collect::<Vec<_>>(), ones(&[5.0, 7.0, 1000.0]));
    let found = said("1\n2\noops\n3\nNaN\n", "2 values could not be read");
    assert_eq!((found.sample.count(), found.unreadable), (3, 2));
    assert_eq!(found.first_unreadable[0], Unreadable { line: 3, text: "oops".into() });
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("10\n20\n".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let found = import(&utf16, 3).unwrap();
    assert!(found.sample.count() == 2 && found.notices.iter().any(|n| n.contains("UTF-16")));
}

#[test]
fn a_line_of_a_hundred_megabytes_neither_fills_the_memory_nor_stops_the_reader() {
    let mut importer = Importer::new("test");
    let slice = vec![b'x'; 1 << 20];
    (0..100).for_each(|_| importer.push(&slice));
    importer.push(b"\n5\n");
    // The first line is one unreadable value.
    let found = importer.finish().unwrap();
    assert_eq!((found.sample.count(), found.unreadable, found.bytes), (1, 1, (100 << 20) + 3));
    let mut list = Importer::new("test");
    let slice = b"12.5,13.5,".repeat(100_000);
    (0..10).for_each(|_| list.push(&slice));
    assert_eq!(list.finish().unwrap().sample.count(), 2_000_000);
}

#[test]
fn what_is_exported_can_be_imported_again() {
    let first = any("95×50, 4×500, 1×8000.25").unwrap();
    let again = any(&first.sample.csv()).unwrap();
    assert_eq!(again.sample, first.sample);
}

#[test]
fn a_key_that_comes_twice_counts_once_and_half_a_character_stays_in_its_key() {
    assert_eq!(groups("{\"duration\":5,\"duration\":7}"), ones(&[7.0]));
    assert_eq!(groups("[{\"d\":1,\"duration\":5,\"duration\":7},{\"d\":1,\"duration\":9}]"), ones(&[7.0, 9.0]));
    let found = any("{\"dur\\ud800ation\":5,\"x\":1,\"duration\":\"\\udfff7\",\"latency\":4}").unwrap();
    assert_eq!((found.sample.count(), found.sample.max_ms), (1, 4.0));
    let found = any("[1,\n2,\n\"x\"]").unwrap();
    assert_eq!(found.first_unreadable[0].line, 3);
}

#[test]
fn a_percentile_table_whose_counts_fall_is_refused() {
    let table = "       Value   Percentile   TotalCount 1/(1-Percentile)\n\n  1.5 0.0 100 1.0\n 2.5 0.9 40 10.0\n 3.5 1.0 200 inf\n";
    assert_eq!(any(table), Err(ImportError::FallingCounts(4)));
}

#[test]
fn mutilated_files_never_stop_the_reader_and_slices_never_matter() {
    const SEEDS: [&str; 9] = [
        "95×50, 4×500, 1×8000",
        "latency_ms\n10\n20,5\n30 s\n-4\n",
        "timestamp,status,\"latency, ms\"\n1700000000,200,12.5\n2026-03-08T12:00:00Z,500,900\n",
        "a;b\n1,5;2\n3,5;4\n",
        "[1, 2.5, {\"a\": [3, null, \"4 ms\"]}, \"\\u00b5\\ud835\\udfd9\"]",
        "{\"log\":{\"creator\":{},\"entries\":[{\"time\":1,\"startedDateTime\":\"2026-03-08T12:00:00Z\"}]}}",
        "{\"metrics\":{\"http_req_duration\":{\"avg\":1,\"min\":0,\"med\":1,\"max\":3,\"p(90)\":2},\"http_reqs\":{\"count\":60}}}",
        "       Value   Percentile   TotalCount 1/(1-Percentile)\n\n  1.5 0.0 1 1.0\n 2.5 1.0 3 inf\n#[Mean = 2.1, StdDeviation = 0]\n",
        "{\"d\":1,\"ts\":1700000000}\n{\"d\":2,\"ts\":1700000001}\n",
    ];
    let mut state = 11_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let pieces: [&[u8]; 12] =
        [b",", b"\n", b"\"", b"{", b"[", b"]", b"\x00", b"\xff", b"e9", b"-", "×".as_bytes(), b"NaN"];
    for round in 0..4_000 {
        let mut bytes = SEEDS[round % SEEDS.len()].as_bytes().to_vec();
        for _ in 0..=random(4) {
            let at = random(bytes.len() + 1);
            match random(3) {
                0 if at < bytes.len() => drop(bytes.remove(at)),
                1 if at < bytes.len() => bytes[at] = random(256) as u8,
                _ => drop(bytes.splice(at..at, pieces[random(pieces.len())].iter().copied())),
            }
        }
        let whole = import(&bytes, usize::MAX);
        assert_eq!(import(&bytes, 1 + random(7)), whole, "{}", String::from_utf8_lossy(&bytes));
        match whole {
            Ok(found) => {
                let quantiles = [0.0, 0.5, 0.99, 1.0].map(|q| found.sample.quantile(q, Definition::Type7));
                assert!(found.sample.count() > 0 && quantiles.iter().all(|v| v.is_finite()), "{found:?}");
                assert!(quantiles.windows(2).all(|w| w[0] <= w[1]) && found.sample.mean_ms.is_finite(), "{found:?}");
            }
            Err(error) => assert!(error.to_string().ends_with('.'), "{error}"),
        }
    }
}
