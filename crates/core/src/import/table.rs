//! Tables: rows of fields between delimiters, with quotes, of which one column holds durations and another, perhaps, when
//! each began.

use super::number::{Piece, Reading};
use super::sink::Sink;
use super::stamp;

/// Bytes kept of a field.
const MAX_FIELD: usize = 256;

/// Bytes of a row kept to be shown where it cannot be read.
const SHOWN: usize = 80;

/// Which part of a field is the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    /// What stands behind `name=`.
    AfterEquals,
    /// One of several numbers with slashes between, as in the timers of HAProxy.
    Slash(usize),
}

/// What to read from a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    /// Between fields; a blank stands for any run of blanks and tabs.
    pub delimiter: u8,
    /// Rows to skip at the top.
    pub skip: u64,
    /// Column of the durations.
    pub value: usize,
    /// Column of end times, where the durations are what lies between the starts and them.
    pub end: Option<usize>,
    /// Column of start times.
    pub start: Option<usize>,
    /// Only rows whose field in this column says this.
    pub only: Option<(usize, Vec<u8>)>,
    /// Column that says how many times a row counts.
    pub times: Option<usize>,
    /// Fields that each row has; one with another number has lost its order and is not read.
    pub columns: Option<usize>,
    /// Whether square brackets hold a field together, as in access logs.
    pub brackets: bool,
    pub part: Part,
    /// Whether −1 says that the time is not known, as load balancers write it.
    pub minus_one_is_unknown: bool,
    /// How to read a duration.
    pub reading: Reading,
}

impl Plan {
    /// A plan that takes one column.
    pub fn of(delimiter: u8, value: usize, reading: Reading) -> Self {
        Self {
            delimiter,
            skip: 0,
            value,
            end: None,
            start: None,
            only: None,
            times: None,
            columns: None,
            brackets: false,
            part: Part::Whole,
            minus_one_is_unknown: false,
            reading,
        }
    }
}

/// Reads a table as planned.
#[derive(Debug)]
pub(super) struct Table {
    plan: Plan,
    /// Duration, start, filter, times, end.
    fields: [Vec<u8>; 5],
    wanted: [Option<usize>; 5],
    shown: Vec<u8>,
    column: usize,
    quoted: bool,
    bracketed: bool,
    /// Whether the row has anything but blanks.
    filled: bool,
    comment: bool,
    /// Whether the last byte was a delimiting blank.
    after_blank: bool,
    line: u64,
    rows: u64,
}

impl Table {
    /// A reader for a plan.
    pub fn new(plan: Plan) -> Self {
        let after_blank = plan.delimiter == b' ';
        let only = plan.only.as_ref().map(|(column, _)| *column);
        Self {
            fields: Default::default(),
            wanted: [Some(plan.value), plan.start, only, plan.times, plan.end],
            plan,
            shown: Vec::new(),
            column: 0,
            quoted: false,
            bracketed: false,
            filled: false,
            comment: false,
            after_blank,
            line: 1,
            rows: 0,
        }
    }

    /// Reads a slice.
    pub fn push(&mut self, bytes: &[u8], sink: &mut Sink) {
        let (blanks, brackets) = (self.plan.delimiter == b' ', self.plan.brackets);
        let mut i = 0;
        while i < bytes.len() {
            let end = bytes[i..]
                .iter()
                .position(|&b| {
                    b == self.plan.delimiter
                        || matches!(b, b'\n' | b'\r' | b'"')
                        || (blanks && b == b'\t')
                        || (brackets && matches!(b, b'[' | b']'))
                })
                .map_or(bytes.len(), |n| i + n);
            if end > i {
                if !self.filled && bytes[i] == b'#' {
                    self.comment = true;
                }
                self.keep(&bytes[i..end]);
                self.filled = true;
                self.after_blank = false;
                i = end;
                continue;
            }
            let byte = bytes[i];
            i += 1;
            match byte {
                b'"' if !self.bracketed => {
                    self.quoted = !self.quoted;
                    self.after_blank = false;
                }
                b'\n' | b'\r' => {
                    // A quote left open must not swallow the rest of the file.
                    (self.quoted, self.bracketed) = (false, false);
                    self.row(sink);
                    self.line += u64::from(byte == b'\n');
                }
                b'[' | b']' if brackets && !self.quoted && byte != self.plan.delimiter => {
                    self.bracketed = byte == b'[';
                    self.after_blank = false;
                }
                _ if self.quoted || self.bracketed => self.keep(&[byte]),
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
        for (field, column) in self.fields.iter_mut().zip(self.wanted) {
            if column == Some(self.column) {
                let room = MAX_FIELD.saturating_sub(field.len());
                field.extend_from_slice(&bytes[..bytes.len().min(room)]);
            }
        }
        let room = SHOWN.saturating_sub(self.shown.len());
        self.shown.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if room > 0 {
            self.shown.push(b' ');
        }
    }

    fn row(&mut self, sink: &mut Sink) {
        if self.filled && !self.comment {
            self.rows += 1;
            let chosen = self.plan.only.as_ref().is_none_or(|(_, word)| self.fields[2].trim_ascii() == word);
            // In Gatling's log lines of other kinds have other fields; elsewhere a row that lost its order is told of.
            let in_order = self.plan.end.is_some() || self.orderly();
            if self.rows > self.plan.skip && (chosen || !in_order) {
                self.read_row(sink);
            }
        }
        self.fields.iter_mut().for_each(Vec::clear);
        self.shown.clear();
        self.column = 0;
        (self.filled, self.comment) = (false, false);
        self.after_blank = self.plan.delimiter == b' ';
    }

    /// Whether the row has as many fields as it should: one more, even an empty one, and they may have moved.
    fn orderly(&self) -> bool {
        let trailing = usize::from(self.plan.delimiter == b' ' && self.after_blank);
        self.plan.columns.is_none_or(|columns| self.column + 1 - trailing == columns)
    }

    fn read_row(&self, sink: &mut Sink) {
        if !self.orderly() {
            sink.reject(&self.shown, self.line);
            return;
        }
        if self.plan.end.is_some() {
            match (stamp::nanos(&self.fields[0]), stamp::nanos(&self.fields[4])) {
                (Some(start), Some(end)) => {
                    let ms = (end - start) as f64 / 1e6;
                    sink.gathering.record(ms);
                    sink.log.record(stamp::read(&self.fields[0]), ms);
                }
                _ => sink.reject(&self.shown, self.line),
            }
            return;
        }
        let field = self.fields[0].trim_ascii();
        let field = match self.plan.part {
            Part::Whole => field,
            Part::AfterEquals => field.iter().position(|b| *b == b'=').map_or(field, |i| &field[i + 1..]),
            Part::Slash(i) => field.split(|b| *b == b'/').nth(i).unwrap_or(b""),
        };
        if field == b"-" || (self.plan.minus_one_is_unknown && field == b"-1") {
            sink.unknown += 1;
            return;
        }
        let piece = sink.piece_times(field, self.plan.reading, self.line, self.times());
        if let (Piece::One(ms), Some(_)) = (piece, self.plan.start) {
            sink.log.record(stamp::read(&self.fields[1]), ms);
        }
    }
}
