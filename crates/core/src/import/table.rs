//! Tables: rows of fields between delimiters, with quotes, of which one column holds durations and another, perhaps, when
//! each began.

use super::number::{Piece, Reading};
use super::sink::Sink;
use super::stamp;

/// Bytes kept of a field.
const MAX_FIELD: usize = 256;

/// What to read from a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    /// Between fields; a blank stands for any run of blanks and tabs.
    pub delimiter: u8,
    /// Rows to skip at the top.
    pub skip: u64,
    /// Column of the durations.
    pub value: usize,
    /// Column of start times.
    pub start: Option<usize>,
    /// Only rows whose field in this column says this.
    pub only: Option<(usize, &'static [u8])>,
    /// Column that says how many times a row counts.
    pub times: Option<usize>,
    /// How to read a duration.
    pub reading: Reading,
}

/// Reads a table as planned.
#[derive(Debug)]
pub(super) struct Table {
    plan: Plan,
    /// Duration, start, filter, times.
    fields: [Vec<u8>; 4],
    column: usize,
    quoted: bool,
    /// Whether the row has anything but blanks.
    filled: bool,
    /// Whether the last byte was a delimiting blank.
    after_blank: bool,
    line: u64,
    rows: u64,
}

impl Table {
    /// A reader for a plan.
    pub fn new(plan: Plan) -> Self {
        let after_blank = plan.delimiter == b' ';
        Self {
            plan,
            fields: Default::default(),
            column: 0,
            quoted: false,
            filled: false,
            after_blank,
            line: 1,
            rows: 0,
        }
    }

    /// Reads a slice.
    pub fn push(&mut self, bytes: &[u8], sink: &mut Sink) {
        let blanks = self.plan.delimiter == b' ';
        let mut i = 0;
        while i < bytes.len() {
            let end = bytes[i..]
                .iter()
                .position(|&b| b == self.plan.delimiter || matches!(b, b'\n' | b'\r' | b'"') || (blanks && b == b'\t'))
                .map_or(bytes.len(), |n| i + n);
            if end > i {
                self.keep(&bytes[i..end]);
                self.filled = true;
                self.after_blank = false;
                i = end;
                continue;
            }
            let byte = bytes[i];
            i += 1;
            match byte {
                b'"' => {
                    self.quoted = !self.quoted;
                    self.after_blank = false;
                }
                b'\n' | b'\r' => {
                    // A quote left open must not swallow the rest of the file.
                    self.quoted = false;
                    self.row(sink);
                    self.line += u64::from(byte == b'\n');
                }
                _ if self.quoted => self.keep(&[byte]),
                _ if blanks && self.after_blank => {}
                _ => {
                    self.column += 1;
                    self.after_blank = blanks;
                }
            }
        }
    }

    /// Reads what is left.
    pub fn finish(&mut self, sink: &mut Sink) {
        self.row(sink);
    }

    /// How many times the row counts; nothing where that cannot be read.
    fn times(&self) -> Option<u64> {
        if self.plan.times.is_none() {
            return Some(1);
        }
        let text = self.fields[3].trim_ascii();
        let (times, used) = super::number::prefix(text)?;
        (used == text.len() && (0.0..=9e15).contains(&times) && times == libm::floor(times)).then_some(times as u64)
    }

    fn keep(&mut self, bytes: &[u8]) {
        let wanted =
            [Some(self.plan.value), self.plan.start, self.plan.only.map(|(column, _)| column), self.plan.times];
        for (field, column) in self.fields.iter_mut().zip(wanted) {
            if column == Some(self.column) {
                let room = MAX_FIELD.saturating_sub(field.len());
                field.extend_from_slice(&bytes[..bytes.len().min(room)]);
            }
        }
    }

    fn row(&mut self, sink: &mut Sink) {
        if self.filled {
            self.rows += 1;
            let chosen = self.plan.only.is_none_or(|(_, word)| self.fields[2].trim_ascii() == word);
            if self.rows > self.plan.skip && chosen {
                let piece = sink.piece_times(&self.fields[0], self.plan.reading, self.line, self.times());
                if let (Piece::One(ms), Some(_)) = (piece, self.plan.start) {
                    sink.log.record(stamp::read(&self.fields[1]), ms);
                }
            }
        }
        self.fields.iter_mut().for_each(Vec::clear);
        self.column = 0;
        self.filled = false;
        self.after_blank = self.plan.delimiter == b' ';
    }
}
