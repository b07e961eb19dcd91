//! Prometheus' text format 0.0.4 and OpenMetrics 1.0: histograms (cumulative buckets) and summaries of durations.
//!
//! A name says the unit (`_seconds`, `_milliseconds`): a metric without one may be bytes or anything, and is not taken.

use std::collections::BTreeMap;

use super::text::{lines, scaled, whole};
use super::{Draft, Stated};

/// The shift to milliseconds that a metric's name tells.
pub(super) fn shift(name: &str) -> Option<i32> {
    let name = name.to_lowercase();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    if ends(&["_milliseconds", "_millis", "_ms"]) {
        Some(0)
    } else if ends(&["_microseconds", "_micros", "_us"]) {
        Some(-3)
    } else if ends(&["_nanoseconds", "_nanos", "_ns"]) {
        Some(-6)
    } else if ends(&["_seconds", "_secs"]) {
        Some(3)
    } else {
        None
    }
}

#[derive(Default)]
struct Metric<'a> {
    /// Cumulative buckets of each series: the `le` as written, and the count.
    buckets: BTreeMap<String, Vec<(&'a str, u64)>>,
    quantiles: Vec<(&'a str, &'a str)>,
    sum: BTreeMap<String, &'a str>,
    count: BTreeMap<String, u64>,
}

/// A name, its labels, a number.
type Line<'a> = (&'a str, Vec<(&'a str, &'a str)>, &'a str);

/// `name{label="value",…} number`.
fn sample(line: &str) -> Option<Line<'_>> {
    let (name, labels, value) = match line.split_once('{') {
        Some((name, rest)) => {
            let (labels, value) = rest.rsplit_once('}')?;
            (name, labels, value)
        }
        None => line.split_once(' ').map(|(name, value)| (name, "", value))?,
    };
    let labels = labels.split("\",").filter_map(|label| label.split_once("=\""));
    let labels = labels.map(|(key, value)| (key.trim(), value.trim_end_matches('"'))).collect();
    Some((name.trim(), labels, value.split_whitespace().next()?))
}

pub(super) fn read(text: &str) -> Option<Stated> {
    // Every line ends with a line feed: a last one without may have lost digits.
    let text = &text[..text.rfind(['\n', '\r']).map_or(0, |at| at + 1)];
    let types = lines(text).filter(|line| line.starts_with("# TYPE ")).count();
    if types == 0 && !(text.contains("_bucket{") && text.contains("le=\"")) {
        return None;
    }
    let mut metrics: BTreeMap<&str, Metric<'_>> = BTreeMap::new();
    let mut unread = 0;
    for line in lines(text).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some((name, labels, value)) = sample(line) else {
            unread += 1;
            continue;
        };
        let label = |wanted: &str| labels.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
        let others = labels.iter().filter(|(key, _)| !matches!(*key, "le" | "quantile"));
        let series = others.map(|(key, value)| format!("{key}={value};")).collect::<String>();
        if let (Some(base), Some(le)) = (name.strip_suffix("_bucket"), label("le")) {
            let Some(count) = whole(value) else {
                unread += 1;
                continue;
            };
            metrics.entry(base).or_default().buckets.entry(series).or_default().push((le, count));
        } else if let Some(quantile) = label("quantile") {
            metrics.entry(name).or_default().quantiles.push((quantile, value));
        } else if let Some(base) = name.strip_suffix("_sum") {
            metrics.entry(base).or_default().sum.insert(series, value);
        } else if let (Some(base), Some(count)) = (name.strip_suffix("_count"), whole(value)) {
            metrics.entry(base).or_default().count.insert(series, count);
        }
    }
    let mut draft = Draft::new("Prometheus", "' metrics");
    if unread > 0 {
        draft.note(format!("Lines that could not be read: {unread}."));
    }
    let total = |metric: &Metric<'_>| metric.count.values().fold(0_u64, |sum, n| sum.saturating_add(*n));
    let timed: Vec<(&str, &Metric<'_>)> = metrics
        .iter()
        .filter(|(name, metric)| shift(name).is_some() && !(metric.buckets.is_empty() && metric.quantiles.is_empty()))
        .map(|(name, metric)| (*name, metric))
        .collect();
    // What the language's runtime measures of itself is not what was asked.
    let rank = |(name, metric): &(&str, &Metric<'_>)| {
        let runtime = ["go_", "process_", "promhttp_", "jvm_", "prometheus_"].iter().any(|own| name.starts_with(own));
        (!runtime, !metric.buckets.is_empty(), total(metric))
    };
    let Some((name, metric)) = timed.iter().max_by_key(|metric| rank(metric)) else {
        return Some(draft.nothing(
            "none of its histograms or summaries has a unit of time in its name, and counters are no durations",
        ));
    };
    let shift = shift(name).unwrap_or(0);
    draft.note(format!("They are of “{name}”."));
    if timed.len() > 1 {
        draft.note(format!("Other durations in it were left out: {}.", timed.len() - 1));
    }
    let count = total(metric);
    draft.count = (count > 0).then_some(count);
    let sums: Option<f64> = metric.sum.values().map(|sum| scaled(sum, shift)).sum();
    if let Some(sum) = sums.filter(|_| count > 0 && metric.sum.len() == metric.count.len()) {
        draft.mean(Some(sum / count as f64));
        draft.note("Its mean is its sum divided by its count.");
    }
    if metric.buckets.is_empty() {
        let one = metric.sum.len().max(metric.count.len()) <= 1;
        for (quantile, value) in metric.quantiles.iter().filter(|_| one) {
            let percent = scaled(quantile, 2).map(|p| p.to_string());
            if let Some((name, q)) = percent.and_then(|percent| super::text::percentile(&percent)) {
                draft.figure(&name, Some(q), scaled(value, shift));
            }
        }
        if !one {
            draft.note("It has several series, and quantiles cannot be added up.");
        }
        return Some(draft.summary());
    }
    Some(match added_up(metric, shift) {
        Ok((groups, beyond)) => {
            draft.note("Each bucket stands at its upper end: the histogram is no finer than that.");
            if beyond > 0 {
                draft.note(format!("Longer than the last bucket's end, and counted at it: {beyond}."));
            }
            draft.histogram(groups)
        }
        Err(why) => draft.nothing(&why),
    })
}

/// All series of a metric as one histogram [ms], and how many lie beyond its last end.
fn added_up(metric: &Metric<'_>, shift: i32) -> Result<(Vec<(f64, u64)>, u64), String> {
    let (mut groups, mut beyond) = (BTreeMap::<u64, u64>::new(), 0_u64);
    for buckets in metric.buckets.values() {
        let mut ends: Vec<(f64, u64)> = Vec::new();
        for (le, count) in buckets {
            let end = if le.trim_start_matches('+') == "Inf" { Some(f64::INFINITY) } else { scaled(le, shift) };
            let Some(end) = end else { return Err(format!("its bucket le=\"{le}\" is no number")) };
            match ends.iter_mut().find(|(known, _)| *known == end) {
                // The same series scraped again: the later count holds the earlier one.
                Some(known) => known.1 = *count,
                None => ends.push((end, *count)),
            }
        }
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut before, mut last) = (0, None);
        for (end, count) in ends {
            if count < before {
                return Err(format!(
                    "its bucket up to {end} ms counts fewer than the one before, which cumulative buckets cannot"
                ));
            }
            let own = count - before;
            before = count;
            // Durations are not negative: their bits are in their order.
            match (end.is_finite(), last) {
                (true, _) => {
                    let entry = groups.entry(end.to_bits()).or_insert(0);
                    *entry = own.saturating_add(*entry);
                    last = Some(end);
                }
                (false, Some(last)) => {
                    let entry = groups.entry(f64::to_bits(last)).or_insert(0);
                    *entry = own.saturating_add(*entry);
                    beyond = beyond.saturating_add(own);
                }
                (false, None) => return Err("it has only the bucket without an end".into()),
            }
        }
    }
    Ok((groups.into_iter().map(|(end, count)| (f64::from_bits(end), count)).collect(), beyond))
}
