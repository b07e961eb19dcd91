//! Fortio 1.6x (and Nighthawk's Fortio output): the JSON of a run, whose `DurationHistogram` is in seconds.

use super::json::Document;
use super::text::percentile;
use super::{Draft, Stated};

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    let histogram = document.root.get("DurationHistogram").filter(|histogram| histogram.is_object())?;
    let mut draft = Draft::new("Fortio", "'s JSON report");
    let get = |key: &str| histogram.get(key).and_then(|v| v.number(3));
    draft.mean(get("Avg"));
    draft.min(get("Min"));
    for item in histogram.get("Percentiles").map_or(&[][..], |list| list.items()) {
        let percent = item.get("Percentile").and_then(|v| v.number(0)).map(|p| p.to_string());
        if let Some((name, q)) = percent.and_then(|percent| percentile(&percent)) {
            draft.figure(&name, Some(q), item.get("Value").and_then(|v| v.number(3)));
        }
    }
    draft.max(get("Max"));
    draft.count = histogram.get("Count").and_then(|v| v.whole());
    document.mark(&mut draft);
    let buckets = histogram.get("Data").map_or(&[][..], |list| list.items());
    let groups: Vec<(f64, u64)> = buckets
        .iter()
        .filter_map(|bucket| Some((bucket.get("End")?.number(3)?, bucket.get("Count")?.whole()?)))
        .collect();
    if groups.is_empty() {
        return Some(draft.summary());
    }
    if groups.windows(2).any(|pair| pair[0].0 > pair[1].0) {
        return Some(draft.nothing("its buckets do not rise: it is damaged"));
    }
    let total = groups.iter().fold(0_u64, |sum, group| sum.saturating_add(group.1));
    if groups.len() < buckets.len() || draft.count.is_some_and(|count| count != total) {
        draft.note("Its buckets do not add up to the number of requests it states.");
    }
    draft.note("Each bucket stands at its upper end: the histogram is no finer than that.");
    Some(draft.histogram(groups))
}
