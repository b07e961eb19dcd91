//! Locust 2.x (and the headings of 0.x and 1.x): `_stats.csv`, `_stats_history.csv`, `_failures.csv`, `_exceptions.csv`.
//! All times are milliseconds; the row "Aggregated" (once "Total") is about all requests.

use super::table::Table;
use super::text::percentile;
use super::{Draft, Stated};

pub(super) fn read(text: &str) -> Option<Stated> {
    let table = Table::read(text)?;
    let has = |name: &str| table.column(name).is_some();
    if table.heading == ["method", "name", "error", "occurrences"] {
        let draft = Draft::new("Locust", "'s list of failures");
        return Some(draft.nothing("it counts errors and holds no times; its file _stats.csv states some"));
    }
    if table.heading == ["count", "message", "traceback", "nodes"] {
        let draft = Draft::new("Locust", "'s list of exceptions");
        return Some(draft.nothing("it counts errors and holds no times; its file _stats.csv states some"));
    }
    let history = has("timestamp") && has("total average response time");
    let stats = has("median response time") && has("average response time");
    if !(history || stats) || !has("name") {
        return None;
    }
    let mut draft = Draft::new("Locust", if history { "'s history of statistics" } else { "'s statistics" });
    let name = table.column("name");
    let named = |row: &&Vec<String>| name.and_then(|i| row.get(i)).is_some_and(|n| n == "Aggregated" || n == "Total");
    let row = if history { table.rows.iter().rfind(named) } else { table.rows.iter().find(named) };
    if table.short > 0 {
        draft.cut_off();
    }
    let Some(row) = row else {
        return Some(
            draft.nothing("its row “Aggregated”, which is about all requests, is missing: it is cut off or empty"),
        );
    };
    let prefix = if history { "total " } else { "" };
    let cell = |name: &str| table.number(row, table.column(&format!("{prefix}{name}")), 0);
    draft.count = table
        .whole(row, table.column(&format!("{prefix}request count")))
        .or_else(|| table.whole(row, table.column("# requests")));
    draft.mean(cell("average response time"));
    draft.min(cell("min response time"));
    draft.figure("p50", Some(0.5), cell("median response time"));
    if history {
        draft.note("These are its last row's totals; its percentiles are those of its last seconds and were left out.");
    } else {
        for (i, heading) in table.heading.iter().enumerate() {
            if let Some((name, q)) = heading.strip_suffix('%').and_then(percentile).filter(|(_, q)| *q < 1.0) {
                draft.figure(&name, Some(q), table.number(row, Some(i), 0));
            }
        }
    }
    draft.max(cell("max response time"));
    Some(draft.summary())
}
