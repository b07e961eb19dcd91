//! HdrHistogram's interval log (`.hlog`, format 1.2 and 1.3), as jHiccup and HistogramLogWriter write it: one histogram a row,
//! compressed. All intervals are added up.
//!
//! The log names no unit. Its column of maxima is the histogram's own maximum divided by a whole power of ten (a million where
//! nobody chose otherwise: nanoseconds to milliseconds), so the two together tell the unit.

use std::collections::BTreeMap;

use super::hdr::{self, Counts};
use super::text::{lines, scaled};
use super::{Draft, Stated};

/// Bytes kept of a line: a histogram of any use is shorter.
const MAX_LINE: usize = 4 << 20;
/// Tags told apart, and maxima kept to tell the unit by.
const MAX_TAGS: usize = 64;
const MAX_DIVISORS: usize = 10_000;

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

/// Whether this is a log's beginning.
pub(in crate::import) fn is_log(text: &str) -> bool {
    let heading = "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\"";
    let version = |line: &str| line.starts_with("#[Histogram log format version");
    lines(text).any(|line| line.starts_with(heading) || version(line)) || text.contains(",HISTF")
}

pub(super) fn read(text: &str) -> Option<Stated> {
    if !is_log(text) {
        return None;
    }
    let mut log = Log::default();
    lines(text).for_each(|line| log.line(line));
    Some(log.finish())
}

/// A log being read, line by line: what it keeps does not grow with its intervals.
#[derive(Debug, Default)]
pub(in crate::import) struct Log {
    stated_divisor: Option<f64>,
    damaged: u64,
    rows: u64,
    tags: BTreeMap<String, Counts>,
    divisors: Vec<f64>,
    /// The line that a slice has cut.
    carry: Vec<u8>,
}

impl Log {
    /// Reads a slice.
    pub fn push(&mut self, mut bytes: &[u8]) {
        while let Some(end) = bytes.iter().position(|b| *b == b'\n') {
            self.keep(&bytes[..end]);
            let line = std::mem::take(&mut self.carry);
            self.line(String::from_utf8_lossy(&line).trim());
            bytes = &bytes[end + 1..];
        }
        self.keep(bytes);
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = MAX_LINE.saturating_sub(self.carry.len());
        self.carry.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn line(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("#[MaxValueDivisor:") {
            self.stated_divisor = scaled(rest.trim_end_matches(']').trim(), 0).filter(|d| *d >= 1.0);
        }
        if line.is_empty() || line.starts_with('#') || line.starts_with("\"Start") {
            return;
        }
        self.rows += 1;
        let Some((row, counts)) = interval(line).and_then(|row| hdr::decode(row.payload).map(|counts| (row, counts)))
        else {
            self.damaged += 1;
            return;
        };
        if let (Some(max), Some((largest, _))) = (row.stated_max.filter(|max| *max > 0.0), counts.last_key_value())
            && self.divisors.len() < MAX_DIVISORS
        {
            self.divisors.push(*largest as f64 / max);
        }
        if !self.tags.contains_key(row.tag) && self.tags.len() >= MAX_TAGS {
            self.damaged += 1;
            return;
        }
        let sum = self.tags.entry(row.tag.to_owned()).or_default();
        for (value, count) in counts {
            let entry = sum.entry(value).or_insert(0);
            *entry = count.saturating_add(*entry);
        }
    }

    /// What the log holds.
    pub fn finish(mut self) -> Stated {
        let line = std::mem::take(&mut self.carry);
        self.line(String::from_utf8_lossy(&line).trim());
        let mut draft = Draft::new("HdrHistogram", "'s interval log");
        draft.things = "values";
        if self.rows == 0 {
            return draft.nothing("it has no interval: it is empty or cut off");
        }
        if self.damaged > 0 {
            draft.note(format!(
                "Intervals left out because they are damaged or cut off: {} of {}.",
                self.damaged, self.rows
            ));
        }
        let total = |counts: &Counts| counts.values().fold(0_u64, |sum, n| sum.saturating_add(*n));
        let Some((tag, counts)) = self.tags.iter().max_by_key(|(_, counts)| total(counts)) else {
            return draft.nothing("none of its intervals can be read: it is damaged, or of an older encoding");
        };
        if self.tags.len() > 1 {
            draft.note(format!("It has several tags: of “{tag}”, which has most values, all intervals were added up."));
        }
        self.divisors.sort_by(f64::total_cmp);
        let measured = self.divisors.get(self.divisors.len() / 2).copied();
        let near = |divisor: f64| measured.is_none_or(|m| (0.9..1.1).contains(&(m / divisor)));
        let header = self.stated_divisor.filter(|d| near(*d));
        let Some(divisor) = header.or_else(|| [1e6, 1e3, 1.0, 1e9].into_iter().find(|d| near(*d))) else {
            return draft.nothing("its stated maxima do not fit its histograms, so that its unit cannot be told");
        };
        if self.divisors.iter().any(|d| !(0.9..1.1).contains(&(d / divisor))) {
            draft.note("Some of its stated maxima do not fit its histograms.");
        }
        draft.note(format!("Values were divided by {divisor} to milliseconds, as its stated maxima are."));
        let groups = counts.iter().map(|(value, count)| (*value as f64 / divisor, *count)).collect();
        draft.histogram(groups)
    }
}
