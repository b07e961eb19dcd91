//! HdrHistogram's percentile table: value, percentile, total count, 1/(1-percentile).
//!
//! Written by `outputPercentileDistribution` of HdrHistogram 2.1/2.2 (`.hgrm`, as text or CSV), wrk2's detailed spectrum and
//! `vegeta report -type=hdrplot` (12.11). Each row says how many values are no larger than its own: the difference to the row
//! before is a group. Values, percentiles and counts can only rise; where one falls the table is not what it says.

use super::text::{lines, scaled, unit, whole};
use super::{Draft, Stated};

/// A percentile table as groups.
#[derive(Debug, PartialEq)]
pub(super) struct Spectrum {
    /// Values [ms] with how many there are.
    pub groups: Vec<(f64, u64)>,
    /// Whether it reaches its last percentile.
    pub complete: bool,
    /// What the footer states: mean, maximum [ms], count.
    pub mean_ms: Option<f64>,
    pub max_ms: Option<f64>,
    pub count: Option<u64>,
    /// The unit its heading names.
    pub unit_named: bool,
}

/// The columns of a heading: the shift of its values to milliseconds, and whether a unit is named.
fn heading(line: &str) -> Option<(i32, bool)> {
    let lower = line.to_lowercase().replace('"', "");
    if !(lower.starts_with("value") && lower.contains("percentile") && lower.contains("totalcount")) {
        return None;
    }
    let named = lower.strip_prefix("value(").and_then(|rest| unit(rest.split(')').next()?));
    Some(match named {
        Some((shift, 1.0)) => (shift, true),
        _ => (0, false),
    })
}

/// The first table in a text; an error is a clause why it cannot be used.
pub(super) fn rows(text: &str) -> Option<Result<Spectrum, String>> {
    let mut lines = lines(text);
    let (shift, unit_named) = lines.find_map(heading)?;
    let mut table =
        Spectrum { groups: Vec::new(), complete: false, mean_ms: None, max_ms: None, count: None, unit_named };
    let (mut before_ms, mut before_q, mut before_total) = (0.0, 0.0, 0);
    for line in lines {
        if let Some(footer) = line.strip_prefix("#[") {
            let after = |name: &str| {
                let rest = footer[footer.find(name)? + name.len()..].trim_start_matches([' ', '=']);
                rest.split([',', ']', ' ']).next()
            };
            table.mean_ms = table.mean_ms.or(after("Mean").and_then(|t| scaled(t, shift)));
            table.max_ms = table.max_ms.or(after("Max").and_then(|t| scaled(t, shift)));
            table.count = table.count.or(after("Total count").and_then(whole));
            if footer.starts_with("Buckets") {
                break;
            }
            continue;
        }
        let fields: Vec<&str> = line.split([' ', '\t', ',', ';', '"']).filter(|f| !f.is_empty()).collect();
        if fields.is_empty() {
            continue;
        }
        let row = fields.first().and_then(|f| scaled(f, shift));
        let (Some(ms), Some(q), Some(total), 3..=4) =
            (row, fields.get(1).and_then(|f| scaled(f, 0)), fields.get(2).and_then(|f| whole(f)), fields.len())
        else {
            // What follows the table of wrk2 is its own report; a row that breaks off is the last.
            break;
        };
        if ms < before_ms || q < before_q || total < before_total || q > 1.0 {
            return Some(Err(format!("the row “{line}” falls below the one before it, which no such table can")));
        }
        if total > before_total {
            table.groups.push((ms, total - before_total));
        }
        table.complete = q == 1.0;
        (before_ms, before_q, before_total) = (ms, q, total);
    }
    Some(Ok(table))
}

/// A table that is a file of its own.
pub(super) fn read(text: &str) -> Option<Stated> {
    let table = rows(text)?;
    let vegeta = lines(text).find(|line| !line.is_empty()).is_some_and(|line| line.starts_with("Value(ms)"));
    let mut draft = if vegeta {
        Draft::new("vegeta", "'s HdrHistogram plot (a percentile table)")
    } else {
        Draft::new("HdrHistogram", "'s percentile table")
    };
    draft.things = "values";
    match table {
        Err(why) => Some(draft.nothing(&why)),
        Ok(table) => {
            draft.mean(table.mean_ms);
            draft.max(table.max_ms);
            if !table.unit_named {
                draft.note("It names no unit: its values were read as milliseconds.");
            }
            if !table.complete {
                draft.cut_off();
            }
            let total: u64 = table.groups.iter().map(|g| g.1).sum();
            if table.count.is_some_and(|count| count != total) {
                draft.note("Its footer states another count than its rows.");
            }
            Some(draft.histogram(table.groups))
        }
    }
}
