//! Small files of every format of traces, re-created by the structure of the tools' own test material; and hostile ones.

use super::super::spans::NONE;
use super::super::*;

/// What came of a text, in short: spans as `name start+length <parent !marks` in µs; or the sentence that refuses it.
pub(super) fn told(text: &[u8]) -> String {
    match open("x", text) {
        Err(why) => format!("no: {why}"),
        Ok(opened) => match opened.content {
            Content::Trace(trace) => {
                let span = |place: usize| {
                    let span = &trace.spans[place];
                    let us = |ns: i64| format!("{}", ns as f64 / 1e3);
                    let parent = if span.parent == NONE {
                        String::new()
                    } else {
                        format!(" <{}", trace.name(span.parent as usize))
                    };
                    let marks = if span.marks.0 == 0 { String::new() } else { format!(" !{}", span.marks.0) };
                    format!(
                        "{} {}+{}{parent}{marks}",
                        trace.name(place),
                        us(span.start_ns),
                        us(span.end_ns - span.start_ns)
                    )
                };
                (0..trace.spans.len()).map(span).collect::<Vec<_>>().join(", ")
            }
            Content::Profile(flame) => {
                let frame = |place: usize| {
                    format!("{}={}/{}", flame.name(place), flame.frames[place].own, flame.frames[place].total)
                };
                let frames: Vec<String> = (0..flame.frames.len()).map(frame).collect();
                format!("{:?} {}", flame.weight, frames.join(" "))
            }
        },
    }
}

pub(super) fn notices(text: &[u8]) -> String {
    open("x", text).map(|o| o.notices.join(" ")).unwrap_or_default()
}

/// Holds each text against what should come of it (an answer, or a part of a sentence after `no: `), and then cuts it off at
/// every byte and feeds it byte by byte: nothing may break, and whole it must give the same.
pub(super) fn hold(cases: &[(&str, &str, &str)]) {
    assert!(cases.len() >= 12, "{} files", cases.len());
    for (what, text, wanted) in cases {
        let found = told(text.as_bytes());
        match wanted.strip_prefix("no: ") {
            Some(part) => assert!(found.starts_with("no: ") && found.contains(part), "{what}: {found}"),
            None => assert_eq!(found, *wanted, "{what}"),
        }
        for end in 0..text.len().min(3_000) {
            let _ = told(&text.as_bytes()[..end]);
        }
        let mut reader = Reader::new("x");
        for byte in text.as_bytes() {
            reader.push(&[*byte]);
        }
        assert_eq!(reader.finish().is_ok(), !found.starts_with("no: "), "{what}: byte by byte");
    }
}

fn otlp(spans: &str) -> String {
    format!(
        r#"{{"resourceSpans":[{{"resource":{{"attributes":[{{"key":"service.name","value":{{"stringValue":"shop"}}}}]}},"scopeSpans":[{{"scope":{{}},"spans":[{spans}]}}]}}]}}"#
    )
}

fn span(id: &str, parent: &str, name: &str, from: &str, to: &str) -> String {
    format!(
        r#"{{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"{id}","parentSpanId":"{parent}","name":"{name}","kind":1,"startTimeUnixNano":{from},"endTimeUnixNano":{to}}}"#
    )
}

#[test]
fn otlp_is_read_as_exporters_write_it() {
    let a = span("b7ad6b7169203331", "", "R", "\"1700000000000000000\"", "\"1700000000000100000\"");
    let b = span("00f067aa0ba902b7", "b7ad6b7169203331", "A", "\"1700000000000010000\"", "\"1700000000000040000\"");
    let both = "R 0+100, A 10+30 <R";
    let numbers = span("00f067aa0ba902b7", "b7ad6b7169203331", "A", "1700000000000010000", "1700000000000040000");
    let base64 = [
        r#"{"traceId":"CvdlGRbNQ92ESOshHIAxnA==","spanId":"t61rcWkgMzE=","parentSpanId":"","name":"R","startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000000100000"}"#,
        // The parent of this one is written as hex: it is the same id.
        r#"{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"APBnqgupArc=","parentSpanId":"b7ad6b7169203331","name":"A","startTimeUnixNano":"1700000000000010000","endTimeUnixNano":"1700000000000040000"}"#,
    ].join(",");
    let whole = otlp(&format!("{b},{a}"));
    let lines = format!("{}\n{}\n", otlp(&a), otlp(&b));
    let old =
        whole.replace("scopeSpans", "instrumentationLibrarySpans").replace("\"scope\"", "\"instrumentationLibrary\"");
    let snake = whole
        .replace("resourceSpans", "resource_spans")
        .replace("scopeSpans", "scope_spans")
        .replace("traceId", "trace_id")
        .replace("spanId", "span_id")
        .replace("parentSpanId", "parent_span_id")
        .replace("startTimeUnixNano", "start_time_unix_nano")
        .replace("endTimeUnixNano", "end_time_unix_nano")
        .replace("parentSpanId", "parent_span_id");
    let tempo = whole.replace("resourceSpans", "batches");
    let tempo2 = format!("{{\"trace\":{whole}}}");
    let jaeger3 = format!("{{\"result\":{whole}}}");
    let late =
        format!(r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{a},{b}]}}],"resource":{{"attributes":[]}}}}]}}"#);
    let cut = &whole[..whole.len() - 60];
    let circle = otlp(&[span("1", "2", "A", "10", "20"), span("2", "1", "B", "5", "30")].join(","));
    let orphan = otlp(&[span("1", "", "A", "1000", "20000"), span("2", "9", "B", "5000", "30000")].join(","));
    let negative = otlp(&[span("1", "", "A", "0", "20000"), span("2", "1", "B", "5000", "3000")].join(","));
    let twins = otlp(
        &[span("1", "", "A", "0", "20000"), span("1", "", "B", "5000", "9000"), span("3", "1", "C", "6000", "7000")]
            .join(","),
    );
    let unfinished = otlp(r#"{"traceId":"1","spanId":"1","name":"A","startTimeUnixNano":"5"}"#);
    let own = otlp(&span("1", "1", "A", "0", "2000"));
    let aside = otlp(&format!("{a},{}", b.replace("\"kind\":1", "\"kind\":5")));
    let failed = otlp(&a.replace("\"kind\":1", "\"kind\":1,\"status\":{\"code\":2}"));
    let odd = otlp(&format!("{a},{}", r#"{"spanId":"zz","name":"no times"}"#));
    let deep = otlp(&format!("{a},{}1{}", "[".repeat(200), "]".repeat(200)));
    hold(&[
        ("whole", &whole, both),
        ("one document a line", &lines, both),
        ("older names", &old, both),
        ("snake case", &snake, both),
        ("Tempo", &tempo, both),
        ("Tempo, second version", &tempo2, both),
        ("Jaeger's own answer", &jaeger3, both),
        ("base64 and hex", &otlp(&base64), both),
        ("times as numbers", &otlp(&format!("{a},{numbers}")), both),
        ("resource after its spans", &late, both),
        ("a byte order mark", &format!("\u{feff}{whole}"), both),
        ("cut off", cut, "A 0+30 !4"),
        ("empty", r#"{"resourceSpans":[]}"#, "no: no span"),
        ("a circle", &circle, "B 0+0.025 !8, A 0.005+0.01 <B"),
        ("its own parent", &own, "A 0+2 !8"),
        ("an orphan", &orphan, "A 0+19, B 4+25 !4"),
        ("a negative length", &negative, "A 0+20, B 5+-2 <A !16"),
        ("colliding ids", &twins, "A 0+20 !64, C 6+1 <A, B 5+4 !64"),
        ("no end", &unfinished, "A 0+0 !128"),
        ("a consumer", &aside, "R 0+100, A 10+30 <R !2"),
        ("failed", &failed, "R 0+100 !1"),
        ("a span without times", &odd, "R 0+100"),
        ("deep nonsense", &deep, "R 0+100"),
        ("metrics", r#"{"resourceMetrics":[]}"#, "no: OpenTelemetry metrics"),
        ("foreign", r#"{"a":1}"#, "no: neither a trace nor a profile"),
        ("blank", "  \n ", "no: nothing in it"),
        ("HTML", "<html></html>", "no: HTML or XML"),
        ("broken", r#"{"resourceSpans":[{"scopeSpans":[{"spans":[}]}]}"#, "no: at byte"),
    ]);
    for (text, part) in [
        (&circle, "circle of parents was cut"),
        (&orphan, "1 span has a parent that is not in the file"),
        (&negative, "ends before it begins"),
        (&twins, "2 spans share their ids"),
        (&unfinished, "no end in the file"),
        (&odd, "1 record could not be read and was left out"),
    ] {
        assert!(notices(text.as_bytes()).contains(part), "{part}: {}", notices(text.as_bytes()));
    }
    assert!(
        notices(cut.as_bytes()).contains("it breaks off: what stands before that is shown"),
        "{}",
        notices(cut.as_bytes())
    );
    let mixed = otlp(&format!("{a},{}", span("5", "", "B", "1700000000000000", "1700000000100000")));
    assert!(notices(mixed.as_bytes()).contains("seem to be mixed"), "{}", notices(mixed.as_bytes()));
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(whole.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(told(&utf16), both);
    let Content::Trace(trace) = open("x", whole.as_bytes()).unwrap().content else { panic!() };
    assert_eq!(trace.service(1), "shop");
}

fn jaeger(spans: &str) -> String {
    format!(
        r#"{{"data":[{{"traceID":"t","spans":[{spans}],"processes":{{"p1":{{"serviceName":"shop","tags":[]}}}},"warnings":null}}],"total":0,"errors":null}}"#
    )
}

fn jspan(id: &str, parent: &str, name: &str, from: &str, length: &str) -> String {
    let reference = if parent.is_empty() {
        String::new()
    } else {
        format!(r#"{{"refType":"CHILD_OF","traceID":"t","spanID":"{parent}"}}"#)
    };
    format!(
        r#"{{"traceID":"t","spanID":"{id}","operationName":"{name}","references":[{reference}],"startTime":{from},"duration":{length},"tags":[],"processID":"p1"}}"#
    )
}

#[test]
fn jaegers_json_is_read_as_it_writes_it() {
    let (a, b) = (jspan("1", "", "R", "1700000000000000", "100"), jspan("2", "1", "A", "1700000000000010", "30"));
    let whole = jaeger(&format!("{a},{b}"));
    let both = "R 0+100, A 10+30 <R";
    let follows = jaeger(&format!("{a},{}", b.replace("CHILD_OF", "FOLLOWS_FROM")));
    let elsewhere =
        jaeger(&format!("{a},{}", b.replace(r#""traceID":"t","spanID":"1""#, r#""traceID":"u","spanID":"1""#)));
    let single = whole.replace(r#"{"data":["#, "").replace(r#"],"total":0,"errors":null}"#, "");
    let two = jaeger(&format!("{a},{},{b}", jspan("3", "", "S", "1700000000000000", "7")));
    hold(&[
        ("whole", &whole, both),
        ("children first", &jaeger(&format!("{b},{a}")), both),
        ("one trace without data", &single, both),
        ("a list of traces", &format!("[{single}]"), both),
        ("times as texts", &jaeger(&format!("{a},{}", jspan("2", "1", "A", "\"1700000000000010\"", "\"30\""))), both),
        ("decimals", &jaeger(&jspan("1", "", "R", "1700000000000000.5", "100.25")), "R 0+100.25"),
        ("follows", &follows, "R 0+100, A 10+30 <R !2"),
        ("parent in another trace", &elsewhere, "R 0+100, A 10+30"),
        (
            "old parent field",
            &jaeger(&format!(
                "{a},{}",
                r#"{"traceID":"t","spanID":"2","parentSpanID":"1","operationName":"A","startTime":1700000000000010,"duration":30,"processID":"p1"}"#
            )),
            both,
        ),
        (
            "failed",
            &jaeger(&a.replace("\"tags\":[]", r#""tags":[{"key":"error","type":"bool","value":true}]"#)),
            "R 0+100 !1",
        ),
        (
            "not failed",
            &jaeger(&a.replace("\"tags\":[]", r#""tags":[{"key":"error","type":"bool","value":false}]"#)),
            "R 0+100",
        ),
        (
            "no length",
            &jaeger(r#"{"traceID":"t","spanID":"1","operationName":"R","startTime":5,"references":[]}"#),
            "R 0+0 !128",
        ),
        (
            "skewed",
            &jaeger(&format!("{a},{}", jspan("2", "1", "A", "1699999999999990", "30"))),
            "R 10+100, A 0+30 <R !32",
        ),
        ("two roots", &two, "R 0+100, A 10+30 <R, S 0+7"),
        (
            "circle",
            &jaeger(&format!("{},{}", jspan("1", "2", "A", "1", "5"), jspan("2", "1", "B", "0", "9"))),
            "B 0+9 !8, A 1+5 <B",
        ),
        ("negative", &jaeger(&jspan("1", "", "R", "10", "-3")), "R 0+-3 !16"),
        ("cut off", &whole[..whole.len() - 150], "R 0+100"),
        ("empty", r#"{"data":[]}"#, "no: empty"),
        ("no spans", r#"{"data":[{"traceID":"t","spans":[],"processes":{}}]}"#, "no: no span"),
        ("huge times", &jaeger(&jspan("1", "", "R", "99999999999999999999", "1")), "no: no span"),
        ("escapes", &jaeger(&jspan("1", "", "R\\u00e9\\n\\ud83d\\ude00", "1", "1")), "Ré\n😀 0+1"),
        ("an error answer", r#"{"data":null,"errors":[{"code":404,"msg":"trace not found"}]}"#, "no: "),
    ]);
    let Content::Trace(trace) = open("x", whole.as_bytes()).unwrap().content else { panic!() };
    assert_eq!((trace.service(0), trace.epoch_ns), ("shop", 1_700_000_000_000_000_000));
    assert!(notices(two.as_bytes()).contains("2 trees"));
    let nanos = jaeger(&jspan("1", "", "R", "1700000000000000000", "100"));
    assert!(
        notices(nanos.as_bytes()).is_empty() && told(nanos.as_bytes()).starts_with("no: "),
        "beyond what ns can say: {}",
        told(nanos.as_bytes())
    );
}

#[test]
fn zipkins_json_is_read_as_it_writes_it() {
    let a = r#"{"traceId":"5982fe77008310cc","id":"5982fe77008310cc","name":"R","kind":"SERVER","timestamp":1700000000000000,"duration":100,"localEndpoint":{"serviceName":"front"}}"#;
    let b = r#"{"traceId":"5982fe77008310cc","parentId":"5982fe77008310cc","id":"90394f6bcffb5d13","name":"A","kind":"CLIENT","timestamp":1700000000000010,"duration":30,"localEndpoint":{"serviceName":"front"}}"#;
    let server = r#"{"traceId":"5982fe77008310cc","parentId":"5982fe77008310cc","id":"90394f6bcffb5d13","name":"a","kind":"SERVER","shared":true,"timestamp":1700000000000012,"duration":20,"localEndpoint":{"serviceName":"back"}}"#;
    let below = r#"{"traceId":"5982fe77008310cc","parentId":"90394f6bcffb5d13","id":"1","name":"q","timestamp":1700000000000015,"duration":5}"#;
    let both = "R 0+100, A 10+30 <R";
    let list = |spans: &[&str]| format!("[{}]", spans.join(","));
    hold(&[
        ("a list", &list(&[a, b]), both),
        ("the other way round", &list(&[b, a]), both),
        ("a list of lists", &format!("[[{a},{b}]]"), both),
        (
            "two traces",
            &format!(
                "[[{a}],[{}]]",
                b.replace("\"parentId\":\"5982fe77008310cc\",", "")
                    .replace("\"traceId\":\"5982fe77008310cc\"", "\"traceId\":\"2\"")
            ),
            "R 0+100, A 10+30",
        ),
        ("shared ids", &list(&[a, b, server, below]), "R 0+100, A 10+30 <R, a 12+20 <A, q 15+5 <a"),
        ("the server's half alone", &list(&[a, server]), "R 0+100, a 12+20 <R"),
        ("no length", &list(&[&a.replace("\"duration\":100,", "")]), "R 0+0 !128"),
        ("no time", &list(&[a, r#"{"traceId":"1","id":"2","name":"x"}"#]), "R 0+100"),
        ("a consumer", &list(&[a, &b.replace("CLIENT", "CONSUMER")]), "R 0+100, A 10+30 <R !2"),
        ("failed", &list(&[&a.replace("\"kind\"", "\"tags\":{\"error\":\"500\"},\"kind\"")]), "R 0+100 !1"),
        ("times as texts", &list(&[a, &b.replace("30,", "\"30\",")]), both),
        ("orphan", &list(&[b]), "A 0+30 !4"),
        ("cut off", &list(&[a, b])[..a.len() + 40], "R 0+100"),
        ("empty", "[]", "no: empty"),
        ("a comma missing", &format!("[{a} {b}]"), "R 0+100"),
        (
            "version 1",
            r#"[{"traceId":"1","id":"1","name":"x","annotations":[{"timestamp":1,"value":"sr"}],"binaryAnnotations":[]}]"#,
            "no: no span",
        ),
        (
            "an upper-case id",
            &list(&[a, &b.replace("\"parentId\":\"5982fe77008310cc\"", "\"parentId\":\"5982FE77008310CC\"")]),
            both,
        ),
    ]);
}

#[test]
fn http_archives_are_read_with_their_phases() {
    let entry = |from: &str, rest: &str| {
        format!(
            r#"{{"pageref":"p","startedDateTime":"2026-03-08T12:00:00.{from}Z","request":{{"method":"GET","url":"https://a.example/x/y?z=1"}},"response":{{"status":200}},{rest}}}"#
        )
    };
    let har = |entries: &str| {
        format!(
            r#"{{"log":{{"version":"1.2","creator":{{}},"pages":[{{"startedDateTime":"2026-03-08T12:00:00.000Z","id":"p","title":"home","pageTimings":{{"onLoad":50}}}}],"entries":[{entries}]}}}}"#
        )
    };
    let timings = r#""time":30,"timings":{"blocked":2,"dns":3,"connect":10,"ssl":6,"send":1,"wait":10,"receive":4}"#;
    let phases = "home 0+50000, GET /x/y 10000+30000 <home, blocked 10000+2000 <GET /x/y, dns 12000+3000 <GET /x/y, connect 15000+10000 <GET /x/y, TLS 19000+6000 <connect, send 25000+1000 <GET /x/y, wait 26000+10000 <GET /x/y, receive 36000+4000 <GET /x/y";
    let odd = har(&entry("010", &timings.replace("\"time\":30", "\"time\":36")));
    hold(&[
        ("whole", &har(&entry("010", timings)), phases),
        (
            "what is −1 was not there",
            &har(&entry(
                "010",
                r#""time":5,"timings":{"blocked":-1,"dns":-1,"connect":-1,"ssl":-1,"send":0,"wait":5,"receive":0}"#,
            )),
            "home 0+50000, GET /x/y 10000+5000 <home, wait 10000+5000 <GET /x/y",
        ),
        ("phases missing", &har(&entry("010", r#""time":5,"timings":{}"#)), "home 0+50000, GET /x/y 10000+5000 <home"),
        ("no timings", &har(&entry("010", r#""time":5"#)), "home 0+50000, GET /x/y 10000+5000 <home"),
        (
            "time null",
            &har(&entry("010", r#""time":null,"timings":{"wait":5}"#)),
            "home 0+50000, GET /x/y 10000+5000 <home, wait 10000+5000 <GET /x/y",
        ),
        (
            "time −1",
            &har(&entry("010", r#""time":-1,"timings":{"wait":5}"#)),
            "home 0+50000, GET /x/y 10000+5000 <home, wait 10000+5000 <GET /x/y",
        ),
        ("no times at all", &har(&entry("010", r#""time":null"#)), "home 0+50000, GET /x/y 10000+0 <home !128"),
        (
            "from the cache",
            &har(&entry("010", r#""time":0,"timings":{"wait":0},"cache":{"x":1}"#)),
            "home 0+50000, GET /x/y 10000+0 <home",
        ),
        ("longer than the page", &har(&entry("010", r#""time":100"#)), "home 0+110000, GET /x/y 10000+100000 <home"),
        (
            "no page",
            &har(&entry("010", r#""time":5"#)).replace(r#""pageref":"p","#, ""),
            "home 0+50000, page 10000+5000, GET /x/y 10000+5000 <page",
        ),
        (
            "no pages",
            &format!(r#"{{"log":{{"entries":[{}]}}}}"#, entry("010", r#""time":5"#)),
            "page 0+5000, GET /x/y 0+5000 <page",
        ),
        (
            "failed",
            &har(&entry("010", r#""time":5"#).replace("200", "503")),
            "home 0+50000, GET /x/y 10000+5000 <home !1",
        ),
        (
            "a date that is none",
            &har(&format!(
                "{},{}",
                entry("010", r#""time":5"#),
                entry("010", r#""time":5"#).replace("2026-03", "yesterday")
            )),
            "home 0+50000, GET /x/y 10000+5000 <home",
        ),
        ("decimals", &har(&entry("010", r#""time":5.123456789"#)), "home 0+50000, GET /x/y 10000+5123.457 <home"),
        ("times as texts", &har(&entry("010", r#""time":"5""#)), "home 0+50000, GET /x/y 10000+5000 <home"),
        (
            "cut off",
            &har(&format!("{},{}", entry("010", r#""time":5"#), entry("020", r#""time":5"#)))[..330],
            "home 0+50000, GET /x/y 10000+5000 <home",
        ),
        ("empty", &har(""), "no: no span"),
        ("broken at once", r#"{"log":{"entries":[,]}}"#, "no: at byte"),
    ]);
    assert!(notices(odd.as_bytes()).contains("do not add up"), "{}", notices(odd.as_bytes()));
}
