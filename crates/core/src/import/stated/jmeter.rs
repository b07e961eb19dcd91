//! JMeter 5.6: the Aggregate Report and the Summary Report saved as CSV, and the dashboard's `statistics.json`.
//! All times are milliseconds; the row "TOTAL" is about all samples.

use super::json::Document;
use super::table::Table;
use super::text::percentile;
use super::{Draft, Stated};

/// The names of a column, as the tables show them and as older versions saved them.
const COUNT: &[&str] = &["# samples", "aggregate_report_count"];
const AVERAGE: &[&str] = &["average", "aggregate_report_average"];
const MEDIAN: &[&str] = &["median", "aggregate_report_median"];
const MIN: &[&str] = &["min", "aggregate_report_min"];
const MAX: &[&str] = &["max", "aggregate_report_max"];

pub(super) fn read(text: &str) -> Option<Stated> {
    let table = Table::read(text)?;
    let column = |names: &[&str]| names.iter().find_map(|name| table.column(name));
    let (Some(count), Some(average), true) =
        (column(COUNT), column(AVERAGE), matches!(table.heading[0].as_str(), "label" | "sampler_label"))
    else {
        return None;
    };
    let aggregate = column(MEDIAN).is_some();
    let mut draft = Draft::new("JMeter", if aggregate { "'s Aggregate Report" } else { "'s Summary Report" });
    draft.things = "samples";
    if table.short > 0 {
        draft.cut_off();
    }
    let total = table.rows.iter().find(|row| row[0].eq_ignore_ascii_case("total"));
    let Some(row) = total else {
        return Some(draft.nothing("its row TOTAL, which is about all samples, is missing: it is cut off or empty"));
    };
    draft.count = table.whole(row, Some(count));
    draft.mean(table.number(row, Some(average), 0));
    draft.min(table.number(row, column(MIN), 0));
    draft.figure("p50", Some(0.5), table.number(row, column(MEDIAN), 0));
    for (i, heading) in table.heading.iter().enumerate() {
        let line = heading.strip_suffix("line").or_else(|| heading.strip_prefix("aggregate_report_"));
        let percent = line.and_then(|rest| rest.split_once('%')).map(|(percent, _)| percent);
        if let Some((name, q)) = percent.and_then(percentile) {
            draft.figure(&name, Some(q), table.number(row, Some(i), 0));
        }
    }
    draft.max(table.number(row, column(MAX), 0));
    Some(draft.summary())
}

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    let total = document.root.get("Total")?;
    total.get("meanResTime")?;
    let mut draft = Draft::new("JMeter", "'s dashboard statistics");
    draft.things = "samples";
    let get = |key: &str| total.get(key).and_then(|v| v.number(0));
    draft.count = total.get("sampleCount").and_then(|v| v.whole());
    draft.mean(get("meanResTime"));
    draft.min(get("minResTime"));
    draft.figure("p50", Some(0.5), get("medianResTime"));
    for (key, name, q) in [("pct1ResTime", "p90", 0.9), ("pct2ResTime", "p95", 0.95), ("pct3ResTime", "p99", 0.99)] {
        draft.figure(name, Some(q), get(key));
    }
    draft.max(get("maxResTime"));
    draft.note("It does not say which percentiles it states: JMeter's own choice, 90, 95 and 99, was taken.");
    document.mark(&mut draft);
    Some(draft.summary())
}
