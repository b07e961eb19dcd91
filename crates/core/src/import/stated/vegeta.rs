//! vegeta 12.11: `report` as text and JSON (nanoseconds). Its `hdrplot` is a percentile table, read in `spectrum`.

use super::json::Document;
use super::text::{duration, lines, percentile, whole};
use super::{Draft, Stated};

pub(super) fn read(text: &str) -> Option<Stated> {
    let latencies = |line: &&str| line.starts_with("Latencies ") && line.contains('[');
    let requests = |line: &&str| line.starts_with("Requests ") && line.contains("[total, rate");
    if lines(text).find(requests).is_none() && lines(text).find(latencies).is_none() {
        return None;
    }
    let mut draft = Draft::new("vegeta", "'s report");
    let row = |line: &str| {
        let (names, values) = line.split_once('[')?.1.split_once(']')?;
        let split = |list: &str| list.split(',').map(|item| item.trim().to_owned()).collect::<Vec<_>>();
        Some((split(names), split(values)))
    };
    // The last line may have lost the end of its last value.
    let ended = text.ends_with(['\n', '\r']);
    let last = lines(text).filter(|line| !line.is_empty()).last();
    if let Some((names, values)) = lines(text).find(latencies).and_then(row) {
        if names.len() != values.len() || (!ended && lines(text).find(latencies) == last) {
            draft.cut_off();
        }
        for (name, value) in names.iter().zip(&values) {
            let ms = duration(value);
            match name.as_str() {
                "min" => draft.min(ms),
                "mean" => draft.mean(ms),
                "max" => draft.max(ms),
                _ => {
                    if let Some((name, q)) = percentile(name) {
                        draft.figure(&name, Some(q), ms);
                    }
                }
            }
        }
    }
    draft.count = lines(text).find(requests).and_then(row).and_then(|(_, values)| whole(values.first()?));
    if lines(text).filter(latencies).count() > 1 {
        draft.note("There are several reports in it: the first was read.");
    }
    Some(draft.summary())
}

pub(super) fn read_json(document: &Document<'_>) -> Option<Stated> {
    let root = &document.root;
    let latencies = root.get("latencies")?;
    if !(latencies.is_object() && root.get("bytes_in").is_some() | latencies.get("50th").is_some()) {
        return None;
    }
    let mut draft = Draft::new("vegeta", "'s JSON report");
    for (key, value) in latencies.members() {
        let ms = value.number(-6);
        match key {
            "mean" => draft.mean(ms),
            "min" => draft.min(ms),
            "max" => draft.max(ms),
            _ => {
                if let Some((name, q)) = key.strip_suffix("th").and_then(percentile) {
                    draft.figure(&name, Some(q), ms);
                }
            }
        }
    }
    draft.count = root.get("requests").and_then(|n| n.whole());
    document.mark(&mut draft);
    Some(draft.summary())
}
