//! The console reports of wrk 4.2 and wrk2 4.0 (with `--latency` the percentiles, in wrk2 the whole spectrum too).

use super::text::{duration, lines, percentile_row, whole};
use super::{Draft, Stated, spectrum};

pub(super) fn read(text: &str) -> Option<Stated> {
    // autocannon begins with the same words, but has no threads.
    let running = |line: &str| line.contains(" threads and ") && line.ends_with(" connections");
    let threads = |line: &str| line.starts_with("Thread Stats ") && line.contains("+/- Stdev");
    if !lines(text).any(|line| running(line) || threads(line)) {
        return None;
    }
    let two = text.contains("HdrHistogram") || text.contains("Thread calibration");
    let mut draft = Draft::new(if two { "wrk2" } else { "wrk" }, "'s report");
    let mut listing = false;
    let mut lists = 0;
    for line in lines(text) {
        if line.starts_with("Latency Distribution") {
            lists += 1;
            // wrk2 -U prints a second list, without the wait before a late start.
            listing = lists == 1;
        } else if let Some((name, q, ms)) = percentile_row(line).filter(|_| listing) {
            draft.figure(&name, Some(q), Some(ms));
        } else if let Some(rest) = line.strip_prefix("Latency ") {
            let fields: Vec<&str> = rest.split_whitespace().collect();
            if fields.len() == 4 {
                draft.mean(duration(fields[0]));
                draft.max(duration(fields[2]));
            }
        } else if let Some((count, _)) = line.split_once(" requests in ") {
            draft.count = whole(count);
        }
        listing &= line.is_empty() || line.contains('%') || line.starts_with("Latency Distribution");
    }
    if lists > 1 {
        draft.note("Of its latency lists the first was read.");
    }
    if !lines(text).any(|line| line.starts_with("Transfer/sec:")) {
        draft.cut_off();
    }
    match spectrum::rows(text) {
        Some(Ok(table)) => {
            draft.note("The histogram is its detailed percentile spectrum.");
            if !table.complete {
                draft.cut_off();
            }
            Some(draft.histogram(table.groups))
        }
        Some(Err(why)) => Some(draft.nothing(&format!("of its percentile spectrum {why}"))),
        None => Some(draft.summary()),
    }
}
