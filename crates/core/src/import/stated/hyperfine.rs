//! hyperfine 1.18–1.20: `--export-json` (seconds, each run in `times`), `--export-csv` (seconds), and the console report.

use super::json::{Document, Value};
use super::table::Table;
use super::text::{duration, lines, whole};
use super::{Draft, Stated};

const OTHERS: &str = "It compares several commands: the first was read.";

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    let results = document.root.get("results")?.items();
    let first = results.first()?;
    first.get("command")?;
    if !["times", "mean", "exit_codes", "stddev"].iter().any(|key| first.get(key).is_some()) {
        return None;
    }
    let mut draft = Draft::new("hyperfine", "'s JSON report");
    draft.things = "runs";
    let get = |key: &str| first.get(key).and_then(|v| v.number(3));
    draft.mean(get("mean"));
    draft.min(get("min"));
    draft.figure("p50", Some(0.5), get("median"));
    draft.max(get("max"));
    if results.len() > 1 {
        draft.note(OTHERS);
    }
    document.mark(&mut draft);
    let times: Vec<f64> = first.get("times").map_or(&[][..], Value::items).iter().filter_map(|v| v.number(3)).collect();
    Some(if times.is_empty() { draft.summary() } else { draft.samples(times) })
}

pub(super) fn read(text: &str) -> Option<Stated> {
    csv(text).or_else(|| console(text))
}

fn console(text: &str) -> Option<Stated> {
    let time = |line: &&str| line.starts_with("Time (mean ±") || line.starts_with("Time (abs ≡)");
    let found = lines(text).find(time)?;
    let mut draft = Draft::new("hyperfine", "'s report");
    draft.things = "runs";
    let after = |line: &str| line.split_once("):").map(|(_, rest)| rest.trim().to_owned());
    draft.mean(after(found).and_then(|rest| duration(rest.split(['±', '[']).next()?)));
    match lines(text).find(|line| line.starts_with("Range (min")).and_then(after) {
        Some(range) => {
            let (min, rest) = range.split_once('…').unwrap_or(("", ""));
            let words: Vec<&str> = rest.split_whitespace().collect();
            // 11.9 ms … 13.2 ms    50 runs
            if let [number, unit, count, "runs"] = words[..] {
                draft.min(duration(min));
                draft.max(duration(&format!("{number} {unit}")));
                draft.count = whole(count);
            } else {
                draft.cut_off();
            }
        }
        None if found.starts_with("Time (mean") => draft.cut_off(),
        None => {}
    }
    if lines(text).filter(time).count() > 1 {
        draft.note(OTHERS);
    }
    Some(draft.summary())
}

fn csv(text: &str) -> Option<Stated> {
    let table = Table::read(text)?;
    if !table
        .heading
        .starts_with(&["command", "mean", "stddev", "median", "user", "system", "min", "max"].map(String::from))
    {
        return None;
    }
    let mut draft = Draft::new("hyperfine", "'s CSV report");
    draft.things = "runs";
    let Some(row) = table.rows.first() else {
        return Some(draft.nothing("it has no row that can be read"));
    };
    let get = |name: &str| table.number(row, table.column(name), 3);
    draft.mean(get("mean"));
    draft.min(get("min"));
    draft.figure("p50", Some(0.5), get("median"));
    draft.max(get("max"));
    if table.rows.len() > 1 {
        draft.note(OTHERS);
    }
    Some(draft.summary())
}
