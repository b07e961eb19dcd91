//! Artillery: `--output` JSON of 2.0 (`aggregate.summaries`) and of 1.x (`aggregate.latency`). Times are milliseconds.

use super::json::{Document, Value};
use super::{Draft, Stated};

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    let aggregate = document.root.get("aggregate").filter(|aggregate| aggregate.is_object())?;
    let known = ["counters", "rates", "summaries", "histograms", "scenariosCreated", "requestsCompleted"];
    if !known.iter().any(|key| aggregate.get(key).is_some()) {
        return None;
    }
    let mut draft = Draft::new("Artillery", "'s JSON report");
    let summaries = aggregate.get("summaries");
    let times: Vec<(&str, &Value<'_>)> = summaries
        .into_iter()
        .flat_map(|list| list.members())
        .filter(|(name, _)| name.ends_with("response_time"))
        .collect();
    let chosen = times.iter().find(|(name, _)| *name == "http.response_time").or(times.first()).copied();
    let times_of = chosen.or_else(|| aggregate.get("latency").map(|latency| ("latency", latency)));
    let Some((name, values)) = times_of else {
        return Some(draft.nothing("it states no response times"));
    };
    for (key, value) in values.members() {
        let ms = value.number(0);
        match key {
            "mean" => draft.mean(ms),
            "min" => draft.min(ms),
            "max" => draft.max(ms),
            "median" | "p50" => draft.figure("p50", Some(0.5), ms),
            "p75" => draft.figure("p75", Some(0.75), ms),
            "p90" => draft.figure("p90", Some(0.9), ms),
            "p95" => draft.figure("p95", Some(0.95), ms),
            "p99" => draft.figure("p99", Some(0.99), ms),
            "p999" => draft.figure("p99.9", Some(0.999), ms),
            _ => {}
        }
    }
    draft.count = values.get("count").or_else(|| aggregate.get("requestsCompleted")).and_then(Value::whole);
    draft.note(format!("They are its “{name}”."));
    document.mark(&mut draft);
    Some(draft.summary())
}
