//! The summary of a k6 run holds a handful of percentiles, not the durations: what lies between them is drawn straight.

use std::collections::BTreeMap;

use super::sink::Sink;

/// Durations drawn where the summary has more requests.
const DRAWN: u64 = 2_000;

/// Turns the numbers of `http_req_duration` and `http_reqs` into a sample whose percentiles are those stated.
pub(super) fn summary(numbers: &BTreeMap<String, f64>, sink: &mut Sink) {
    let mut knots: Vec<(f64, f64)> = Vec::new();
    for (key, &value) in numbers {
        let Some(name) = key.strip_prefix("http_req_duration.") else { continue };
        let q = match name {
            "min" => Some(0.0),
            "med" => Some(0.5),
            "max" => Some(1.0),
            _ => name
                .strip_prefix("p(")
                .and_then(|rest| rest.strip_suffix(')'))
                .and_then(|percent| percent.parse::<f64>().ok())
                .map(|percent| percent / 100.0),
        };
        if let Some(q) = q.filter(|q| (0.0..=1.0).contains(q)) {
            knots.push((q, value));
        }
    }
    knots.sort_by(|a, b| a.0.total_cmp(&b.0));
    if knots.len() < 2 {
        return;
    }
    let count = ["http_req_duration.count", "http_reqs.count"].iter().find_map(|key| numbers.get(*key));
    let count = count.filter(|n| **n >= 1.0 && **n < 9e15).map_or(100, |n| *n as u64);
    let drawn = count.min(DRAWN);
    for i in 0..drawn {
        let share = (i as f64) / (drawn - 1).max(1) as f64;
        let times = count / drawn + u64::from(i < count % drawn);
        sink.gathering.record_many(between(&knots, share), times);
    }
    sink.stated_mean_ms = numbers.get("http_req_duration.avg").copied();
    sink.stated = knots;
}

/// The value at `q` on straight lines between the knots, level beyond them.
fn between(knots: &[(f64, f64)], q: f64) -> f64 {
    let after = knots.partition_point(|k| k.0 < q);
    if after == 0 {
        return knots[0].1;
    }
    let Some(&(q1, v1)) = knots.get(after) else { return knots[knots.len() - 1].1 };
    let (q0, v0) = knots[after - 1];
    v0 + (v1 - v0) * (q - q0) / (q1 - q0)
}
