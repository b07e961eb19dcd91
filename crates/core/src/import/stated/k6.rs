//! k6's end-of-test summary: `--summary-export` (flat), `handleSummary` (each metric with `type`, `contains`, `values`),
//! the list of metrics of the newer machine-readable summary, and the console (0.4x, 1.x and 2.x). JSON is in milliseconds.

use super::json::{Document, Value};
use super::text::{duration, lines, percentile, whole};
use super::{Draft, Stated};

/// Metrics of time, the one looked for first being first.
const TIMES: &[&str] = &[
    "http_req_duration",
    "grpc_req_duration",
    "ws_session_duration",
    "browser_http_req_duration",
    "iteration_duration",
];

fn statistic(draft: &mut Draft, name: &str, ms: Option<f64>) {
    match name {
        "avg" => draft.mean(ms),
        "min" => draft.min(ms),
        "med" => draft.figure("p50", Some(0.5), ms),
        "max" => draft.max(ms),
        _ => {
            let percent = name.strip_prefix("p(").and_then(|rest| rest.strip_suffix(')'));
            if let Some((name, q)) = percent.and_then(percentile) {
                draft.figure(&name, Some(q), ms);
            }
        }
    }
}

/// How many times a metric of time is about: its requests where they are counted.
fn counter(metric: &str) -> &'static str {
    match metric {
        "http_req_duration" => "http_reqs",
        "iteration_duration" => "iterations",
        _ => "",
    }
}

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    let list = document.root.get("metrics").or_else(|| document.root.at("results/metrics"))?;
    // Either named members, or items that carry their name.
    let named = list.items().iter().filter_map(|item| Some((item.get("name")?.text()?, item)));
    let metrics: Vec<(&str, &Value<'_>)> = list.members().chain(named).collect();
    let k6 = ["http_reqs", "iterations", "vus", "vus_max", "data_received"];
    if !metrics.iter().any(|(name, _)| k6.contains(name) || TIMES.contains(name)) {
        return None;
    }
    let find = |wanted: &str| metrics.iter().find(|(name, _)| *name == wanted).copied();
    // A metric of one's own counts only where the summary says that it holds times.
    let own = metrics.iter().find(|(name, metric)| {
        metric.get("contains").and_then(Value::text) == Some("time")
            && !name.starts_with("http_")
            && !name.contains('{')
            && !TIMES.contains(name)
    });
    let mut draft = Draft::new("k6", "'s summary");
    let known = TIMES[..4].iter().find_map(|name| find(name));
    let Some((name, metric)) = known.or(own.copied()).or_else(|| find(TIMES[4])) else {
        return Some(draft.nothing("none of its metrics is a time"));
    };
    for (key, value) in metric.get("values").unwrap_or(metric).members() {
        statistic(&mut draft, key, value.number(0));
    }
    let inner = |metric: &Value<'_>| metric.get("values").unwrap_or(metric).get("count").and_then(Value::whole);
    draft.count = inner(metric).or_else(|| find(counter(name)).and_then(|(_, metric)| inner(metric)));
    draft.note(format!("They are its “{name}”."));
    document.mark(&mut draft);
    Some(draft.summary())
}

/// `http_req_duration..............: avg=144.56ms min=104.11ms …`: the metric's name and what follows.
fn metric(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.split_once(": ")?;
    let short = name.trim_end_matches('.');
    (short.len() < name.len() && !short.contains([' ', '{']))
        .then_some((short.trim_start_matches(['✓', '✗', ' ']), rest))
}

pub(super) fn read(text: &str) -> Option<Stated> {
    let metrics: Vec<(&str, &str)> =
        lines(text).filter_map(|line| metric(line.trim_start_matches(['✓', '✗', ' ']))).collect();
    let times = |wanted: &str| metrics.iter().find(|(name, rest)| *name == wanted && rest.contains('=')).copied();
    if !metrics.iter().any(|(name, _)| matches!(*name, "http_reqs" | "iterations" | "vus") || TIMES.contains(name)) {
        return None;
    }
    let mut draft = Draft::new("k6", "'s report");
    let Some((name, rest)) = TIMES.iter().find_map(|name| times(name)) else {
        return Some(draft.nothing("none of its metrics is a time"));
    };
    for (key, value) in rest.split_whitespace().filter_map(|pair| pair.split_once('=')) {
        statistic(&mut draft, key, duration(value));
    }
    let counted = metrics.iter().find(|(metric, _)| *metric == counter(name));
    draft.count = counted.and_then(|(_, rest)| whole(rest.split_whitespace().next()?));
    draft.note(format!("They are its “{name}”."));
    Some(draft.summary())
}
