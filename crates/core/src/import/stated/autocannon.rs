//! autocannon 7 and 8: its tables on the console, and `--json`. Latencies are milliseconds.

use super::json::Document;
use super::text::{duration, lines, percentile, whole};
use super::{Draft, Stated};

/// The cells of a row drawn with lines or, in Markdown, with bars.
fn cells(line: &str) -> Vec<&str> {
    line.split(['│', '|']).map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

pub(super) fn read(text: &str) -> Option<Stated> {
    let heading = lines(text)
        .map(cells)
        .find(|row| row.contains(&"Stat") && row.contains(&"Avg") && row.contains(&"Max") && row.contains(&"97.5%"))?;
    let row = lines(text).map(cells).find(|row| row.contains(&"Latency") && !row.contains(&"Percentile"));
    if row.is_none() && !text.contains("autocannon") && !text.contains("Latency") {
        return None;
    }
    let mut draft = Draft::new("autocannon", "'s report");
    match row {
        Some(row) if row.len() == heading.len() => {
            for (name, value) in heading.iter().zip(&row) {
                match *name {
                    "Avg" => draft.mean(duration(value)),
                    "Max" => draft.max(duration(value)),
                    _ => {
                        if let Some((name, q)) = name.strip_suffix('%').and_then(percentile) {
                            draft.figure(&name, Some(q), duration(value));
                        }
                    }
                }
            }
        }
        _ => draft.cut_off(),
    }
    let total = lines(text).find_map(|line| line.split_once(" requests in ")).map(|(count, _)| count);
    match total {
        Some(total) if whole(total).is_some() => draft.count = whole(total),
        Some(total) => draft.note(format!("It rounds its number of requests to “{total}”.")),
        None => draft.cut_off(),
    }
    Some(draft.summary())
}

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    let root = &document.root;
    let latency = root.get("latency").filter(|latency| latency.is_object())?;
    let known = |key: &str| latency.get(key).is_some();
    if !((known("p97_5") || known("p2_5") || known("p50")) && root.get("requests").is_some() | known("p97_5")) {
        return None;
    }
    let mut draft = Draft::new("autocannon", "'s JSON report");
    for (key, value) in latency.members() {
        let ms = value.number(0);
        match key {
            "average" | "mean" => draft.mean(ms),
            "min" => draft.min(ms),
            "max" => draft.max(ms),
            _ => {
                // p97_5 is the 97.5th percentile; in older versions p975 is too, so only what is at most 100 is taken.
                if let Some((name, q)) = key.strip_prefix('p').and_then(|p| percentile(&p.replacen('_', ".", 1))) {
                    draft.figure(&name, Some(q), ms);
                }
            }
        }
    }
    draft.count = root.at("requests/total").and_then(|n| n.whole());
    document.mark(&mut draft);
    Some(draft.summary())
}
