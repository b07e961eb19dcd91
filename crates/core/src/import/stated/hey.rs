//! The console reports of hey 0.1.4 and oha 1.x: seconds in hey and early oha, the unit beside the number in later ones.

use super::text::{duration, lines, percentile_row, whole};
use super::{Draft, Stated};

pub(super) fn read(text: &str) -> Option<Stated> {
    let has = |start: &str| lines(text).any(|line| line.starts_with(start));
    if !(has("Summary:") && has("Slowest:") && has("Fastest:")) {
        return None;
    }
    let oha = has("Success rate:") || has("Response time distribution:");
    let mut draft = Draft::new(if oha { "oha" } else { "hey" }, "'s report");
    let mut section = "";
    let mut responses = None;
    for line in lines(text) {
        if line.ends_with(':') || line.starts_with("Details") {
            section = line;
            continue;
        }
        match section {
            "Summary:" => {
                if let Some((key, value)) = line.split_once(':') {
                    match key {
                        "Slowest" => draft.max(duration(value)),
                        "Fastest" => draft.min(duration(value)),
                        "Average" => draft.mean(duration(value)),
                        _ => {}
                    }
                }
            }
            "Latency distribution:" | "Response time distribution:" => {
                if let Some((name, q, ms)) = percentile_row(line) {
                    draft.figure(&name, Some(q), Some(ms));
                }
            }
            "Status code distribution:" => {
                let count = line.split_once(']').and_then(|(_, rest)| rest.trim().strip_suffix("responses"));
                if let Some(n) = count.and_then(|n| whole(n.trim())) {
                    responses = Some(responses.unwrap_or(0_u64).saturating_add(n));
                }
            }
            _ => {}
        }
    }
    draft.count = responses;
    if responses.is_none() {
        draft.cut_off();
    }
    Some(draft.summary())
}
