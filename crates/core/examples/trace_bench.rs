//! How long traces take: 10⁵ spans parsed, laid out and with their critical path, and a long stream of them.
//!
//! `cargo run --release -p explorer-core --example trace_bench -- [megabytes]`; the times are of this machine.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::time::Instant;

use explorer_core::trace::{Content, Flame, Reader, Replay, Trace, critical_path, own_times, suspects};

/// A span as OpenTelemetry's exporters write it, one of a tree eight wide.
fn span(i: u64) -> String {
    let parent = if i.is_multiple_of(100_000) {
        String::new()
    } else {
        format!("{:016x}", (i / 100_000) * 100_000 + (i % 100_000 - 1) / 8 + 1)
    };
    let depth = (i % 100_000 + 1).ilog(8) as u64;
    let start = 1_700_000_000_000_000_000 + (i % 100_000) * 1_000 + depth;
    format!(
        "{{\"traceId\":\"{:032x}\",\"spanId\":\"{:016x}\",\"parentSpanId\":\"{parent}\",\"name\":\"call {}\",\"kind\":1,\"startTimeUnixNano\":\"{start}\",\"endTimeUnixNano\":\"{}\",\"attributes\":[{{\"key\":\"http.method\",\"value\":{{\"stringValue\":\"GET\"}}}},{{\"key\":\"db.statement\",\"value\":{{\"stringValue\":\"SELECT {} FROM t\"}}}}],\"status\":{{}}}}",
        i / 100_000 + 1,
        i + 1,
        i % 97,
        start + 900_000_000 / (1 + depth * depth * depth),
        i % 31
    )
}

fn read(slices: impl Iterator<Item = String>) -> (Trace, u64) {
    let mut reader = Reader::new("bench");
    reader.push(b"{\"resourceSpans\":[{\"resource\":{},\"scopeSpans\":[{\"spans\":[");
    for slice in slices {
        reader.push(slice.as_bytes());
    }
    reader.push(b"]}]}]}");
    match reader.finish() {
        Ok(opened) => match opened.content {
            Content::Trace(trace) => (trace, opened.bytes),
            Content::Profile(_) => (Trace::default(), 0),
        },
        Err(why) => {
            eprintln!("{why}");
            (Trace::default(), 0)
        }
    }
}

fn main() {
    let megabytes: u64 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(200);
    let text: Vec<String> = (0..100_000).map(|i| if i == 0 { span(i) } else { format!(",{}", span(i)) }).collect();
    let begun = Instant::now();
    let (trace, bytes) = read(text.into_iter());
    let parsed = begun.elapsed();
    let critical = critical_path(&trace, 0, 0.01);
    let path = begun.elapsed();
    let (own, slack, found) = (own_times(&trace), Replay::slack_ns(&trace, 0, 0.01), suspects(&trace, 0, 0.01));
    let flame = Flame::of_trace(&trace, 0);
    let all = begun.elapsed();
    println!(
        "{} spans, {} bytes: parsed and laid out {parsed:.0?}, with critical path {path:.0?}; with self times, slack, suspects and flame graph {all:.0?}",
        trace.spans.len(),
        bytes
    );
    println!(
        "({} pieces, {} ns of self time, {} slack, {} suspects, {} boxes)",
        critical.pieces.len(),
        own.iter().sum::<i64>(),
        slack.len(),
        found.len(),
        flame.frames.len()
    );
    drop((trace, flame));
    let each = span(123_456).len() as u64 + 1;
    let count = megabytes * 1_000_000 / each;
    // Text is made in slices of the size that a browser's file reader hands over, and that time taken off.
    let making = Instant::now();
    let mut made = 0;
    for i in 0..count {
        made += span(i).len();
    }
    let making = making.elapsed();
    let begun = Instant::now();
    let (trace, bytes) = read((0..count).map(|i| if i == 0 { span(i) } else { format!(",{}", span(i)) }));
    let took = begun.elapsed().saturating_sub(making);
    println!("{} MB ({made} made), {} spans: streamed in {took:.1?}", bytes / 1_000_000, trace.spans.len());
    let peak = std::fs::read_to_string("/proc/self/status").ok();
    if let Some(peak) = peak.as_deref().and_then(|s| s.lines().find(|line| line.starts_with("VmHWM"))) {
        println!("{peak}");
    }
}
