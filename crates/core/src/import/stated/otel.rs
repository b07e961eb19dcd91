//! OpenTelemetry metrics as JSON (OTLP 1.x, as the collector's file exporter and SDKs write them, one object a line too):
//! explicit and exponential histograms, and summaries. A metric is taken where its unit is one of time.

use super::json::{Document, Value};
use super::text::{percentile, unit};
use super::{Draft, Stated, prometheus};

/// A member by its name in camel case or with underscores.
fn get<'v, 'a>(value: &'v Value<'a>, camel: &str) -> Option<&'v Value<'a>> {
    let snake: String = camel
        .chars()
        .flat_map(|c| if c.is_ascii_uppercase() { vec!['_', c.to_ascii_lowercase()] } else { vec![c] })
        .collect();
    value.get(camel).or_else(|| value.get(&snake))
}

fn items<'v, 'a>(value: &'v Value<'a>, name: &str) -> &'v [Value<'a>] {
    get(value, name).map_or(&[], Value::items)
}

/// The shift to milliseconds of a metric, by its unit or, where it has none, its name.
fn shift(metric: &Value<'_>) -> Option<i32> {
    match metric.get("unit").and_then(Value::text).unwrap_or("") {
        "" => prometheus::shift(&metric.get("name")?.text()?.replace('.', "_")),
        word => unit(word).filter(|(_, factor)| *factor == 1.0).map(|(shift, _)| shift),
    }
}

const KINDS: &[&str] = &["histogram", "exponentialHistogram", "summary"];

fn points<'v, 'a>(metric: &'v Value<'a>) -> &'v [Value<'a>] {
    KINDS.iter().find_map(|kind| get(metric, kind)).map_or(&[], |data| items(data, "dataPoints"))
}

/// The points that count: of a cumulative metric the last of each series.
fn latest<'v, 'a>(metric: &'v Value<'a>) -> Vec<&'v Value<'a>> {
    let data = KINDS.iter().find_map(|kind| get(metric, kind));
    let temporality = data.and_then(|data| get(data, "aggregationTemporality"));
    let delta = temporality.is_some_and(|t| t.whole() == Some(1) || t.text() == Some("AGGREGATION_TEMPORALITY_DELTA"));
    let mut kept: Vec<&Value<'a>> = Vec::new();
    for point in points(metric) {
        let series = get(point, "attributes");
        match kept.iter_mut().find(|known| !delta && get(known, "attributes") == series) {
            Some(known) => *known = point,
            None => kept.push(point),
        }
    }
    kept
}

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    get(&document.root, "resourceMetrics")?;
    let mut draft = Draft::new("OpenTelemetry", "'s metrics");
    let mut metrics: Vec<&Value<'_>> = Vec::new();
    for resource in items(&document.root, "resourceMetrics") {
        for scope in items(resource, "scopeMetrics") {
            metrics.extend(items(scope, "metrics"));
        }
    }
    let counted = |metric: &Value<'_>| {
        latest(metric).iter().filter_map(|p| p.get("count")?.whole()).fold(0_u64, u64::saturating_add)
    };
    let timed: Vec<&Value<'_>> =
        metrics.into_iter().filter(|metric| shift(metric).is_some() && counted(metric) > 0).collect();
    let Some(metric) = timed.iter().max_by_key(|metric| counted(metric)) else {
        return Some(draft.nothing("none of its histograms has a unit of time and a count"));
    };
    let shift = shift(metric).unwrap_or(0);
    draft.count = Some(counted(metric));
    draft.note(format!("They are of “{}”.", metric.get("name").and_then(Value::text).unwrap_or("")));
    if timed.len() > 1 {
        draft.note(format!("Other durations in it were left out: {}.", timed.len() - 1));
    }
    document.mark(&mut draft);
    let latest = latest(metric);
    let one = (latest.len() == 1).then(|| latest[0]);
    let number = |key: &str| one.and_then(|point| point.get(key)).and_then(|v| v.number(shift));
    if let (Some(sum), Some(count)) = (number("sum"), one.and_then(|p| p.get("count")?.whole()).filter(|n| *n > 0)) {
        draft.mean(Some(sum / count as f64));
        draft.note("Its mean is its sum divided by its count.");
    }
    if get(metric, "summary").is_some() {
        for quantile in one.map_or(&[][..], |point| items(point, "quantileValues")) {
            let percent = quantile.get("quantile").and_then(|v| v.number(2)).map(|p| p.to_string());
            if let Some((name, q)) = percent.and_then(|percent| percentile(&percent)) {
                draft.figure(&name, Some(q), quantile.get("value").and_then(|v| v.number(shift)));
            }
        }
        return Some(draft.summary());
    }
    draft.min(number("min"));
    draft.max(number("max"));
    let mut groups = Vec::new();
    for point in latest {
        let read = if get(metric, "histogram").is_some() { explicit(point, shift) } else { exponential(point, shift) };
        let Some((mut buckets, note)) = read else {
            return Some(draft.nothing("its buckets do not fit their bounds or their count: it is cut off or damaged"));
        };
        draft.note(note);
        groups.append(&mut buckets);
    }
    groups.sort_by(|a, b| a.0.total_cmp(&b.0));
    Some(draft.histogram(groups))
}

type Buckets = (Vec<(f64, u64)>, String);

fn counts(holder: &Value<'_>) -> Option<Vec<u64>> {
    items(holder, "bucketCounts").iter().map(Value::whole).collect()
}

fn adds_up(point: &Value<'_>, groups: &[(f64, u64)]) -> bool {
    let total = groups.iter().fold(0_u64, |sum, group| sum.saturating_add(group.1));
    point.get("count").and_then(Value::whole) == Some(total)
}

fn explicit(point: &Value<'_>, shift: i32) -> Option<Buckets> {
    let bounds: Vec<f64> = items(point, "explicitBounds").iter().map(|v| v.number(shift)).collect::<Option<_>>()?;
    let counts = counts(point)?;
    let last = *bounds.last()?;
    if counts.len() != bounds.len() + 1 || bounds.windows(2).any(|pair| pair[0] >= pair[1]) {
        return None;
    }
    let max = point.get("max").and_then(|v| v.number(shift)).filter(|max| *max >= last);
    let ends = bounds.iter().copied().chain([max.unwrap_or(last)]);
    let groups: Vec<(f64, u64)> = ends.zip(counts.iter().copied()).collect();
    let mut note = String::from("Each bucket stands at its upper end: the histogram is no finer than that.");
    if let (None, Some(beyond @ 1..)) = (max, counts.last()) {
        note += &format!(" Longer than the last bucket's end, and counted at it: {beyond}.");
    }
    adds_up(point, &groups).then_some((groups, note))
}

/// Bucket i of a scale s holds what is in (2^(i/2^s), 2^((i+1)/2^s)], after the metrics data model of OpenTelemetry 1.x.
fn exponential(point: &Value<'_>, shift: i32) -> Option<Buckets> {
    let signed = |value: &Value<'_>| match value {
        Value::Number(digits) => digits.parse::<i32>().ok(),
        _ => None,
    };
    let scale = point.get("scale").map_or(Some(0), signed).filter(|scale| (-10..=20).contains(scale))?;
    let zeros = get(point, "zeroCount").and_then(Value::whole).unwrap_or(0);
    let mut groups = vec![(0.0, zeros)];
    if get(point, "negative").is_some_and(|negative| counts(negative).is_none_or(|n| n.iter().any(|n| *n > 0))) {
        return None;
    }
    let step = libm::exp2(f64::from(-scale));
    if let Some(positive) = get(point, "positive") {
        let offset = positive.get("offset").map_or(Some(0), signed)?;
        for (i, count) in counts(positive)?.into_iter().enumerate() {
            let end = libm::exp2((f64::from(offset) + i as f64 + 1.0) * step) * libm::exp10(f64::from(shift));
            groups.push((end, count));
        }
    }
    let width = (libm::exp2(step) - 1.0) * 100.0;
    let note = format!("Each bucket stands at its upper end, at most {width:.2} % above what it holds.");
    adds_up(point, &groups).then_some((groups, note))
}
