//! The percentile table of HdrHistogram, as wrk2 and many others print it: value, percentile, total count.
//!
//! Each row says how many durations are no larger than its value; the difference to the row before is a group. The values are
//! upper ends of the printed steps, so the mean comes from the footer, where there is one.

use super::number::{self, Piece, Reading, UnitsMet};
use super::sink::Sink;

/// Bytes kept of a line.
const MAX_LINE: usize = 512;

/// Reads the table wherever it begins.
#[derive(Debug, Default)]
pub(super) struct Hgrm {
    carry: Vec<u8>,
    inside: bool,
    total: u64,
    line: u64,
    value_ms: f64,
    /// Line at which the counts or the values fall, as those of no such table can.
    pub falls: Option<u64>,
}

/// Whether a line is the table's heading.
pub(super) fn is_heading(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&line[..line.len().min(MAX_LINE)]).to_lowercase();
    text.contains("value") && text.contains("percentile") && text.contains("totalcount")
}

impl Hgrm {
    /// Reads a slice.
    pub fn push(&mut self, mut bytes: &[u8], sink: &mut Sink) {
        while let Some(end) = bytes.iter().position(|b| *b == b'\n') {
            self.keep(&bytes[..end]);
            let line = std::mem::take(&mut self.carry);
            self.take(&line, sink);
            bytes = &bytes[end + 1..];
        }
        self.keep(bytes);
    }

    /// Reads what is left.
    pub fn finish(&mut self, sink: &mut Sink) {
        let line = std::mem::take(&mut self.carry);
        self.take(&line, sink);
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = MAX_LINE.saturating_sub(self.carry.len());
        self.carry.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn take(&mut self, line: &[u8], sink: &mut Sink) {
        self.line += 1;
        if is_heading(line) {
            // A second table in the file (wrk2 prints an uncorrected one too) is not added to the first.
            self.inside = sink.gathering.count() == 0;
            return;
        }
        let text = line.trim_ascii();
        if !self.inside || text.is_empty() {
            return;
        }
        if text.starts_with(b"#") {
            self.footer(&String::from_utf8_lossy(text), sink);
            return;
        }
        let fields: Vec<&[u8]> =
            text.split(|b| matches!(b, b' ' | b'\t' | b',' | b'"' | b';')).filter(|field| !field.is_empty()).collect();
        let number = |i: usize| fields.get(i).and_then(|f| number::prefix(f).filter(|(_, used)| *used == f.len()));
        let value = fields.first().map(|f| number::read(f, Reading::MS, &mut UnitsMet::default()));
        match (value, number(1), number(2)) {
            (Some(Piece::One(ms)), Some(_), Some((total, _))) if (0.0..=9e15).contains(&total) => {
                let total = total as u64;
                if total < self.total || (self.total > 0 && ms < self.value_ms) {
                    self.falls = self.falls.or(Some(self.line));
                }
                self.value_ms = ms;
                sink.gathering.record_many(ms, total.saturating_sub(self.total));
                self.total = self.total.max(total);
            }
            // What follows the table of wrk2 is its own report.
            _ if self.total > 0 => self.inside = false,
            _ => sink.reject(text, self.line),
        }
    }

    /// `#[Mean    =        4.881, StdDeviation   =        1.6]`.
    fn footer(&self, text: &str, sink: &mut Sink) {
        let after = |name: &str| {
            let rest = text.get(text.find(name)? + name.len()..)?.trim_start_matches([' ', '=']);
            number::prefix(rest.as_bytes()).map(|(value, _)| value)
        };
        if let Some(mean) = after("Mean") {
            sink.stated_mean_ms = Some(mean);
        }
    }
}
