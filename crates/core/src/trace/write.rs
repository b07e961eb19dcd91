//! Traces out: OTLP JSON and Jaeger JSON, which real tools open, and a table.
//!
//! Ids are made from places, times are whole nanoseconds (Jaeger's whole microseconds with three decimals, which its own readers
//! take); what is read back is the same trace.

use super::spans::{Marks, NONE, Trace};

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            c if u32::from(c) < 0x20 => out += &format!("\\u{:04x}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The trace's id: one for each tree.
fn trace_id(root: usize) -> String {
    format!("{:032x}", 0x510e_1e7a_0000_0000_0000_0000_0000_0000_u128 + root as u128 + 1)
}

fn span_id(place: usize) -> String {
    format!("{:016x}", place + 1)
}

/// Places by service, in the order in which services come up.
fn by_service(trace: &Trace) -> Vec<(u32, Vec<usize>)> {
    let mut groups: Vec<(u32, Vec<usize>)> = Vec::new();
    let mut at: std::collections::BTreeMap<u32, usize> = std::collections::BTreeMap::new();
    for (place, span) in trace.spans.iter().enumerate() {
        let group = *at.entry(span.service).or_insert(groups.len());
        if group == groups.len() {
            groups.push((span.service, Vec::new()));
        }
        groups[group].1.push(place);
    }
    groups
}

/// The root of each span.
fn roots(trace: &Trace) -> Vec<usize> {
    let mut roots = vec![0; trace.spans.len()];
    for (place, span) in trace.spans.iter().enumerate() {
        roots[place] = if span.parent == NONE { place } else { roots[span.parent as usize] };
    }
    roots
}

/// As OpenTelemetry's JSON.
#[must_use]
pub fn to_otlp_json(trace: &Trace) -> String {
    let roots = roots(trace);
    let attribute =
        |key: &str, value: &str| format!("{{\"key\":\"{key}\",\"value\":{{\"stringValue\":{}}}}}", quoted(value));
    let span = |place: &usize| {
        let span = &trace.spans[*place];
        let at = |ns: i64| trace.epoch_ns + ns;
        let parent = if span.parent == NONE {
            String::new()
        } else {
            format!("\"parentSpanId\":\"{}\",", span_id(span.parent as usize))
        };
        let detail = trace.names.name(span.detail);
        let attributes = if detail.is_empty() {
            String::new()
        } else {
            format!(",\"attributes\":[{}]", attribute("detail", detail))
        };
        let kind = if span.marks.has(Marks::ASIDE) { 5 } else { 1 };
        let status = if span.marks.has(Marks::ERROR) { ",\"status\":{\"code\":2}" } else { "" };
        let end = if span.marks.has(Marks::UNFINISHED) {
            String::new()
        } else {
            format!(",\"endTimeUnixNano\":\"{}\"", at(span.end_ns))
        };
        format!(
            "{{\"traceId\":\"{}\",\"spanId\":\"{}\",{parent}\"name\":{},\"kind\":{kind},\"startTimeUnixNano\":\"{}\"{end}{attributes}{status}}}",
            trace_id(roots[*place]),
            span_id(*place),
            quoted(trace.name(*place)),
            at(span.start_ns)
        )
    };
    let resource = |(service, places): &(u32, Vec<usize>)| {
        let spans: Vec<String> = places.iter().map(span).collect();
        format!(
            "{{\"resource\":{{\"attributes\":[{}]}},\"scopeSpans\":[{{\"scope\":{{\"name\":\"slow-elevator\"}},\"spans\":[\n{}\n]}}]}}",
            attribute("service.name", trace.names.name(*service)),
            spans.join(",\n")
        )
    };
    let resources: Vec<String> = by_service(trace).iter().map(resource).collect();
    format!("{{\"resourceSpans\":[{}]}}\n", resources.join(","))
}

/// Microseconds with as many decimals as nanoseconds need.
fn micros(ns: i64) -> String {
    if ns % 1_000 == 0 {
        return (ns / 1_000).to_string();
    }
    let sign = if ns < 0 { "-" } else { "" };
    format!("{sign}{}.{:03}", ns.unsigned_abs() / 1_000, ns.unsigned_abs() % 1_000).trim_end_matches('0').to_owned()
}

/// As Jaeger's JSON.
#[must_use]
pub fn to_jaeger_json(trace: &Trace) -> String {
    let groups = by_service(trace);
    let process = |service: u32| groups.iter().position(|(s, _)| *s == service).unwrap_or(0) + 1;
    let mut traces = Vec::new();
    for root in trace.roots() {
        let trace_id = trace_id(root);
        let span = |place: usize| {
            let span = &trace.spans[place];
            let kind = if span.marks.has(Marks::ASIDE) { "FOLLOWS_FROM" } else { "CHILD_OF" };
            let reference = match span.parent {
                NONE => String::new(),
                parent => format!(
                    "{{\"refType\":\"{kind}\",\"traceID\":\"{trace_id}\",\"spanID\":\"{}\"}}",
                    span_id(parent as usize)
                ),
            };
            let mut tags = Vec::new();
            let detail = trace.names.name(span.detail);
            if !detail.is_empty() {
                tags.push(format!("{{\"key\":\"detail\",\"type\":\"string\",\"value\":{}}}", quoted(detail)));
            }
            if span.marks.has(Marks::ERROR) {
                tags.push("{\"key\":\"error\",\"type\":\"bool\",\"value\":true}".into());
            }
            let duration = if span.marks.has(Marks::UNFINISHED) {
                String::new()
            } else {
                format!("\"duration\":{},", micros(span.end_ns - span.start_ns))
            };
            format!(
                "{{\"traceID\":\"{trace_id}\",\"spanID\":\"{}\",\"operationName\":{},\"references\":[{reference}],\"startTime\":{},{duration}\"tags\":[{}],\"processID\":\"p{}\"}}",
                span_id(place),
                quoted(trace.name(place)),
                micros(trace.epoch_ns + span.start_ns),
                tags.join(","),
                process(span.service)
            )
        };
        let spans: Vec<String> = (root..trace.spans[root].after as usize).map(span).collect();
        let processes: Vec<String> = groups
            .iter()
            .map(|(service, _)| {
                format!(
                    "\"p{}\":{{\"serviceName\":{},\"tags\":[]}}",
                    process(*service),
                    quoted(trace.names.name(*service))
                )
            })
            .collect();
        traces.push(format!(
            "{{\"traceID\":\"{trace_id}\",\"spans\":[\n{}\n],\"processes\":{{{}}}}}",
            spans.join(",\n"),
            processes.join(",")
        ));
    }
    format!("{{\"data\":[{}]}}\n", traces.join(","))
}

/// As a table: one span a line, with what is said of it.
#[must_use]
pub fn to_csv(trace: &Trace, own_ns: &[i64], critical_ns: &[i64]) -> String {
    let field = |text: &str| {
        if text.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let ms = |ns: i64| format!("{}", ns as f64 / 1e6);
    let mut out =
        String::from("row,parent,name,service,start (ms),length (ms),self (ms),critical (ms),detail,marks\r\n");
    for (place, span) in trace.spans.iter().enumerate() {
        let parent = if span.parent == NONE { String::new() } else { (span.parent + 1).to_string() };
        let cells = [
            (place + 1).to_string(),
            parent,
            field(trace.name(place)),
            field(trace.service(place)),
            ms(span.start_ns),
            ms(span.end_ns - span.start_ns),
            ms(own_ns.get(place).copied().unwrap_or(0)),
            ms(critical_ns.get(place).copied().unwrap_or(0)),
            field(trace.names.name(span.detail)),
            field(&span.marks.words().join("; ")),
        ];
        out += &cells.join(",");
        out += "\r\n";
    }
    out
}
