//! bombardier 1.2 and 2.0: the console report, and JSON (`-o json`), whose latencies are microseconds.

use super::json::Document;
use super::text::{duration, lines, percentile, percentile_row, whole};
use super::{Draft, Stated};

pub(super) fn read(text: &str) -> Option<Stated> {
    let statistics = |line: &str| line.split_whitespace().eq(["Statistics", "Avg", "Stdev", "Max"]);
    if !lines(text).any(statistics) {
        return None;
    }
    let mut draft = Draft::new("bombardier", "'s report");
    let (mut lists, mut counted) = (0, None);
    for line in lines(text) {
        if line.starts_with("Latency Distribution") {
            lists += 1;
        } else if let Some((name, q, ms)) = percentile_row(line).filter(|_| lists == 1) {
            draft.figure(&name, Some(q), Some(ms));
        } else if let Some(rest) = line.strip_prefix("Latency ") {
            let fields: Vec<&str> = rest.split_whitespace().collect();
            if fields.len() == 3 {
                draft.mean(duration(fields[0]));
                draft.max(duration(fields[2]));
            }
        } else if line.contains("xx - ") || line.starts_with("others - ") {
            let codes = line.split(", ").filter_map(|code| whole(code.split_once(" - ")?.1));
            counted = Some(codes.fold(counted.unwrap_or(0_u64), u64::saturating_add));
        }
    }
    draft.count = counted;
    if lists > 1 {
        draft.note("Of its latency lists the first was read.");
    }
    if !lines(text).any(|line| line.starts_with("Throughput:")) {
        draft.cut_off();
    }
    Some(draft.summary())
}

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    let result = document.root.get("result")?;
    if result.get("timeTakenSeconds").is_none() && result.get("bytesRead").is_none() {
        return None;
    }
    let mut draft = Draft::new("bombardier", "'s JSON report");
    if let Some(latency) = result.get("latency") {
        draft.mean(latency.get("mean").and_then(|v| v.number(-3)));
        draft.max(latency.get("max").and_then(|v| v.number(-3)));
        for (percent, value) in latency.get("percentiles").into_iter().flat_map(|list| list.members()) {
            if let Some((name, q)) = percentile(percent) {
                draft.figure(&name, Some(q), value.number(-3));
            }
        }
    }
    let codes = ["req1xx", "req2xx", "req3xx", "req4xx", "req5xx", "others"];
    let counts: Vec<u64> = codes.iter().filter_map(|code| result.get(code)?.whole()).collect();
    draft.count = (!counts.is_empty()).then(|| counts.into_iter().fold(0, u64::saturating_add));
    document.mark(&mut draft);
    Some(draft.summary())
}
