//! oha 1.x: `--output-format json` (once `-j`). All times are seconds.

use super::text::percentile;
use super::{Draft, Stated, json::Document};

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    let root = &document.root;
    let summary = root.get("summary")?;
    if !(summary.get("successRate").is_some() && summary.get("requestsPerSec").is_some())
        && root.get("latencyPercentiles").is_none()
    {
        return None;
    }
    let mut draft = Draft::new("oha", "'s JSON report");
    let get = |key: &str| summary.get(key).and_then(|v| v.number(3));
    draft.mean(get("average"));
    draft.min(get("fastest"));
    for (key, value) in root.get("latencyPercentiles").into_iter().flat_map(|list| list.members()) {
        if let Some((name, q)) = key.strip_prefix('p').and_then(percentile) {
            draft.figure(&name, Some(q), value.number(3));
        }
    }
    draft.max(get("slowest"));
    let statuses = root.get("statusCodeDistribution");
    draft.count = statuses.map(|list| list.members().filter_map(|(_, n)| n.whole()).fold(0, u64::saturating_add));
    document.mark(&mut draft);
    Some(draft.summary())
}
