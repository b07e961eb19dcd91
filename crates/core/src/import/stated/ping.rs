//! ping of iputils, BusyBox, macOS/BSD and Windows, in any language: the words differ, `ttl`, the signs and "ms" do not.

use super::text::{lines, scaled, whole};
use super::{Draft, Stated};

/// "ms" as Windows and iputils write it, in Latin and Cyrillic letters.
const MS: &[&str] = &["ms", "мс"];

/// The values [ms] of a line that follow "=" or "<", and whether the sign was "<".
fn times(line: &str) -> Vec<(f64, bool)> {
    let mut found = Vec::new();
    for (at, sign) in line.match_indices(['=', '<']) {
        let rest = line[at + 1..].trim_start();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',').len();
        let after = rest[digits..].trim_start();
        let ended =
            |unit: &&&str| after.strip_prefix(**unit).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        if MS.iter().find(ended).is_some()
            // ping groups no thousands: a comma is the decimal sign of its language.
            && let Some(ms) = scaled(&rest[..digits].replacen(',', ".", 1), 0)
        {
            found.push((ms, sign == "<"));
        }
    }
    found
}

/// The four figures of iputils' and BSD's last line, `min/avg/max/mdev = 1.2/3.4/5.6/0.7 ms`.
fn statistics(line: &str) -> Option<Vec<f64>> {
    let (names, values) = line.split_once(" = ")?;
    let values = values.strip_suffix("ms").or_else(|| values.split_once(" ms").map(|(values, _)| values))?;
    let numbers: Vec<f64> = values.trim().split('/').filter_map(|v| scaled(&v.replacen(',', ".", 1), 0)).collect();
    (names.contains("min/avg/max") && numbers.len() >= 3).then_some(numbers)
}

pub(super) fn read(text: &str) -> Option<Stated> {
    let lower_ttl = |line: &str| line.to_lowercase().contains("ttl=");
    let echo = |line: &str| lower_ttl(line) && times(line).len() == 1;
    let first = lines(text).find(|line| !line.is_empty())?;
    let headed = first
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| matches!(word, "ping" | "ping6" | "pinging"))
        && (first.contains('[') || first.contains('(') || first.contains(char::is_numeric));
    if !headed && !lines(text).any(echo) && !lines(text).any(|line| statistics(line).is_some()) {
        return None;
    }
    let mut draft = Draft::new("ping", "'s output");
    draft.things = "echoes";
    let (mut samples, mut shorter, mut twice, mut lost) = (Vec::new(), 0, 0, None);
    for line in lines(text) {
        let found = times(line);
        // Windows leaves out the TTL with IPv6; its last line has three times and none of an echo.
        if let ([(ms, below)], true) = (&found[..], lower_ttl(line) || headed) {
            if line.contains("(DUP!)") {
                twice += 1;
                continue;
            }
            shorter += u64::from(*below);
            samples.push(*ms);
        } else if let (3, false) = (found.len(), lower_ttl(line)) {
            draft.min(Some(found[0].0));
            draft.max(Some(found[1].0));
            draft.mean(Some(found[2].0));
        } else if let Some(numbers) = statistics(line) {
            draft.min(Some(numbers[0]));
            draft.mean(Some(numbers[1]));
            draft.max(Some(numbers[2]));
        } else if let Some((sent, rest)) = line.split_once(" packets transmitted, ") {
            let received = rest.split(' ').next().and_then(whole);
            lost = whole(sent).zip(received).map(|(sent, received)| sent.saturating_sub(received));
        }
    }
    if shorter > 0 {
        draft.note(format!("Echoes stated only as shorter than a time were taken as that time: {shorter}."));
    }
    if twice > 0 {
        draft.note(format!("Echoes that came twice were counted once: {twice}."));
    }
    if let Some(lost) = lost.filter(|n| *n > 0) {
        draft.note(format!("Echoes that never came: {lost}; they have no time."));
    }
    if samples.is_empty() {
        return Some(if draft.figures.is_empty() {
            draft.nothing("no echo came back, or none of its lines can be read")
        } else {
            draft.summary()
        });
    }
    Some(draft.samples(samples))
}
