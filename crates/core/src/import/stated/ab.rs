//! ApacheBench 2.3: its console report, the percentiles of `-e` and the requests of `-g`. All of them are in milliseconds.

use super::table::Table;
use super::text::{lines, percentile, scaled, whole};
use super::{Draft, Stated};

const PERCENTILES: &str = "Percentage of the requests served within a certain time (ms)";

pub(super) fn read(text: &str) -> Option<Stated> {
    requests(text).or_else(|| percentages(text)).or_else(|| console(text))
}

fn console(text: &str) -> Option<Stated> {
    let known = |line: &str| line.starts_with("This is ApacheBench") || line == PERCENTILES;
    if !lines(text).any(known) {
        return None;
    }
    let mut draft = Draft::new("ApacheBench", "'s report");
    let (mut times, mut listing) = (false, false);
    for line in lines(text) {
        if let Some(count) = line.strip_prefix("Complete requests:") {
            draft.count = whole(count.trim());
        }
        times |= line == "Connection Times (ms)";
        listing |= line == PERCENTILES;
        if let Some(total) = line.strip_prefix("Total:").filter(|_| times) {
            let fields: Vec<&str> = total.split_whitespace().collect();
            // min, mean, deviation, median, max.
            if fields.len() == 5 {
                draft.min(scaled(fields[0], 0));
                draft.mean(scaled(fields[1], 0));
                draft.max(scaled(fields[4], 0));
            }
        }
        if let Some((percent, ms)) = line.split_once('%').filter(|_| listing) {
            let (last, ms) = match ms.trim().strip_suffix("(longest request)") {
                Some(ms) => (true, ms.trim()),
                None => (false, ms.trim()),
            };
            if let Some((name, q)) = percentile(percent).filter(|(_, q)| last == (*q == 1.0)) {
                draft.figure(&name, Some(q), scaled(ms, 0));
            }
        }
    }
    if !text.contains("(longest request)") {
        draft.cut_off();
    }
    Some(draft.summary())
}

/// `ab -e`: the time within which each whole percentage was served.
fn percentages(text: &str) -> Option<Stated> {
    let table = Table::read(text)?;
    if table.heading != ["percentage served", "time in ms"] {
        return None;
    }
    let mut draft = Draft::new("ApacheBench", "'s table of percentages (-e)");
    for row in &table.rows {
        if let Some((name, q)) = percentile(&row[0]) {
            draft.figure(&name, Some(q), table.number(row, Some(1), 0));
        }
    }
    if table.short > 0 || draft.figures.iter().all(|f| f.quantile < Some(0.98)) {
        draft.cut_off();
    }
    Some(draft.summary())
}

/// `ab -g`: one request a row, its whole time in `ttime`.
fn requests(text: &str) -> Option<Stated> {
    let table = Table::read(text)?;
    let (Some(ttime), Some(_), Some(_)) = (table.column("ttime"), table.column("starttime"), table.column("ctime"))
    else {
        return None;
    };
    let mut draft = Draft::new("ApacheBench", "'s table of requests (-g)");
    let samples: Vec<f64> = table.rows.iter().filter_map(|row| table.number(row, Some(ttime), 0)).collect();
    if samples.is_empty() {
        return Some(draft.nothing("it has no row that can be read"));
    }
    let left_out = table.short + table.rows.len() - samples.len();
    if left_out > 0 {
        draft.note(format!("Rows left out because they could not be read: {left_out}."));
    }
    Some(draft.samples(samples))
}
