//! HdrHistogram's interval log (`.hlog`, format 1.2 and 1.3), as jHiccup and HistogramLogWriter write it: one histogram a row,
//! compressed. All intervals are added up.
//!
//! The log names no unit. Its column of maxima is the histogram's own maximum divided by a whole power of ten (a million where
//! nobody chose otherwise: nanoseconds to milliseconds), so the two together tell the unit.

use std::collections::BTreeMap;

use super::hdr::{self, Counts};
use super::text::{lines, scaled};
use super::{Draft, Stated};

struct Interval<'a> {
    tag: &'a str,
    stated_max: Option<f64>,
    payload: &'a str,
}

fn interval(line: &str) -> Option<Interval<'_>> {
    let fields: Vec<&str> = line.split(',').map(|field| field.trim_matches('"')).collect();
    let (tag, fields) = match fields.first()?.strip_prefix("Tag=") {
        Some(tag) => (tag, &fields[1..]),
        None => ("", &fields[..]),
    };
    let [start, length, max, payload] = fields else { return None };
    scaled(start, 0).and(scaled(length, 0))?;
    Some(Interval { tag, stated_max: scaled(max, 0), payload })
}

pub(super) fn read(text: &str) -> Option<Stated> {
    let heading = "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\"";
    let version = |line: &str| line.starts_with("#[Histogram log format version");
    if !lines(text).any(|line| line.starts_with(heading) || version(line)) && !text.contains(",HISTF") {
        return None;
    }
    let mut draft = Draft::new("HdrHistogram", "'s interval log");
    draft.things = "values";
    let header = lines(text).find_map(|line| line.strip_prefix("#[MaxValueDivisor:"));
    let header = header.and_then(|rest| scaled(rest.trim_end_matches(']').trim(), 0)).filter(|d| *d >= 1.0);
    let (mut damaged, mut rows) = (0, 0);
    let mut tags: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut divisors: Vec<f64> = Vec::new();
    for line in lines(text).filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("\"Start")) {
        rows += 1;
        let Some((row, counts)) =
            interval(line).and_then(|row| Some((hdr::decode(row.payload)?, row))).map(|(c, r)| (r, c))
        else {
            damaged += 1;
            continue;
        };
        if let (Some(max), Some((largest, _))) = (row.stated_max.filter(|max| *max > 0.0), counts.last_key_value()) {
            divisors.push(*largest as f64 / max);
        }
        let sum = tags.entry(row.tag).or_default();
        for (value, count) in counts {
            let entry = sum.entry(value).or_insert(0);
            *entry = count.saturating_add(*entry);
        }
    }
    if rows == 0 {
        return Some(draft.nothing("it has no interval: it is empty or cut off"));
    }
    if damaged > 0 {
        draft.note(format!("Intervals left out because they are damaged or cut off: {damaged} of {rows}."));
    }
    let total = |counts: &Counts| counts.values().fold(0_u64, |sum, n| sum.saturating_add(*n));
    let Some((tag, counts)) = tags.iter().max_by_key(|(_, counts)| total(counts)) else {
        return Some(draft.nothing("none of its intervals can be read: it is damaged, or of an older encoding"));
    };
    if tags.len() > 1 {
        draft.note(format!("It has several tags: of “{tag}”, which has most values, all intervals were added up."));
    }
    divisors.sort_by(f64::total_cmp);
    let measured = divisors.get(divisors.len() / 2).copied();
    let near = |divisor: f64| measured.is_none_or(|m| (0.9..1.1).contains(&(m / divisor)));
    let divisor = header.filter(|d| near(*d)).or_else(|| [1e6, 1e3, 1.0, 1e9].into_iter().find(|d| near(*d)));
    let Some(divisor) = divisor else {
        return Some(draft.nothing("its stated maxima do not fit its histograms, so that its unit cannot be told"));
    };
    if divisors.iter().any(|d| !(0.9..1.1).contains(&(d / divisor))) {
        draft.note("Some of its stated maxima do not fit its histograms.");
    }
    draft.note(format!("Values were divided by {divisor} to milliseconds, as its stated maxima are."));
    let groups = counts.iter().map(|(value, count)| (*value as f64 / divisor, *count)).collect();
    Some(draft.histogram(groups))
}
