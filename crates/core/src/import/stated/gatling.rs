//! Gatling 2 and 3: `js/stats.json`, `js/global_stats.json` and `js/stats.js` of its HTML report. Times are milliseconds.

use super::json::{Document, Value};
use super::text::whole;
use super::{Draft, Stated};

/// A whole number as the page shows it: "92,163", "   33", "-" for none.
fn shown(value: &Value<'_>) -> Option<f64> {
    let Some(text) = value.text() else { return value.number(0) };
    let text = text.trim();
    let mut parts = text.split([',', '.', ' ', '\u{a0}', '\u{202f}', '’']);
    let first = parts.next()?;
    let grouped = (1..=3).contains(&first.len()) && parts.all(|part| part.len() == 3);
    let digits = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '’');
    if !text.chars().all(digits) || !grouped && !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    whole(&digits).map(|n| n as f64)
}

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    let stats = document.root.get("stats").filter(|stats| stats.is_object()).unwrap_or(&document.root);
    if stats.get("numberOfRequests").is_none()
        || !["meanResponseTime", "minResponseTime", "percentiles1"].iter().any(|key| stats.get(key).is_some())
    {
        return (document.broken && stats.get("numberOfRequests").is_some())
            .then(|| Draft::new("Gatling", "'s statistics").nothing("it is cut off before its first time"));
    }
    let mut draft = Draft::new("Gatling", "'s statistics");
    let total = |key: &str| stats.get(key)?.get("total").and_then(shown);
    draft.count = total("numberOfRequests").map(|n| n as u64);
    draft.mean(total("meanResponseTime"));
    draft.min(total("minResponseTime"));
    for (key, name, q) in [
        ("percentiles1", "p50", 0.5),
        ("percentiles2", "p75", 0.75),
        ("percentiles3", "p95", 0.95),
        ("percentiles4", "p99", 0.99),
    ] {
        draft.figure(name, Some(q), total(key));
    }
    draft.max(total("maxResponseTime"));
    draft.note("It does not say which percentiles it states: Gatling's own choice, 50, 75, 95 and 99, was taken.");
    document.mark(&mut draft);
    Some(draft.summary())
}

/// `stats.js`: the same tree behind `var stats =`.
pub(super) fn read(text: &str) -> Option<Stated> {
    let tree = text.trim_start().strip_prefix("var stats")?.trim_start().strip_prefix('=')?;
    // The script goes on after its tree, with a semicolon or functions.
    read_json(&Document { rest: "", ..Document::parse(tree)? })
}
