//! Tables: rows of which one column holds durations and another, perhaps, when each began.

use super::filter::Filter;
use super::number::{Piece, Reading};
use super::sink::Sink;
use super::split::{Layout, Split};
use super::stamp;

/// Bytes kept of a field.
const MAX_FIELD: usize = 256;

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
    /// Column of the outcome of a request, such as its status.
    pub status: Option<usize>,
    /// Column of what was asked for, such as a label or a path.
    pub name: Option<usize>,
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
            status: None,
            name: None,
            columns: None,
            brackets: false,
            part: Part::Whole,
            minus_one_is_unknown: false,
            reading,
        }
    }
}

/// Places of the fields in a row as it is split.
const VALUE: usize = 0;
const START: usize = 1;
const ONLY: usize = 2;
const TIMES: usize = 3;
const END: usize = 4;
const STATUS: usize = 5;
const NAME: usize = 6;

/// Reads a table as planned.
#[derive(Debug)]
pub(super) struct Table {
    split: Split,
    rows: Rows,
}

#[derive(Debug)]
struct Rows {
    plan: Plan,
    filter: Filter,
    rows: u64,
}

impl Table {
    /// A reader for a plan; the filter is set before the first slice.
    pub fn new(plan: Plan) -> Self {
        let only = plan.only.as_ref().map(|(column, _)| *column);
        let wanted = vec![Some(plan.value), plan.start, only, plan.times, plan.end, plan.status, plan.name];
        let layout = Layout { delimiter: plan.delimiter, brackets: plan.brackets };
        Self { split: Split::new(layout, wanted, MAX_FIELD), rows: Rows { plan, filter: Filter::default(), rows: 0 } }
    }

    /// What is kept of the rows.
    pub fn filter(&mut self) -> &mut Filter {
        &mut self.rows.filter
    }

    /// Whether rows say their status, and what was asked for.
    pub fn tells(&self) -> (bool, bool) {
        (self.rows.plan.status.is_some(), self.rows.plan.name.is_some())
    }

    /// Reads a slice.
    pub fn push(&mut self, bytes: &[u8], sink: &mut Sink) {
        let Self { split, rows } = self;
        split.push(bytes, |row| rows.take(row, sink));
    }

    /// Reads what is left.
    pub fn finish(&mut self, sink: &mut Sink) {
        let Self { split, rows } = self;
        split.finish(|row| rows.take(row, sink));
    }
}

impl Rows {
    fn take(&mut self, row: &Split, sink: &mut Sink) {
        self.rows += 1;
        if self.rows <= self.plan.skip {
            return;
        }
        let chosen = self.plan.only.as_ref().is_none_or(|(_, word)| row.field(ONLY) == word);
        // One field more than there should be, even an empty one, and they may have moved.
        let orderly = self.plan.columns.is_none_or(|columns| row.width() == columns);
        // In Gatling's log lines of other kinds have other fields; elsewhere a row that lost its order is told of.
        if !chosen && (self.plan.end.is_some() || orderly) {
            return;
        }
        if !orderly {
            sink.reject(row.shown(), row.line());
        } else if self.filter.lets(self.word(row, STATUS), self.word(row, NAME)) {
            self.read(row, sink);
        }
    }

    /// A word of the row, without the name before it where fields have one, as in `status=200`.
    fn word<'a>(&self, row: &'a Split, place: usize) -> &'a [u8] {
        let word = row.field(place);
        match word.iter().position(|b| *b == b'=') {
            Some(equals) if self.plan.part == Part::AfterEquals => &word[equals + 1..],
            _ => word,
        }
    }

    /// How many times the row counts; nothing where that cannot be read.
    fn times(&self, row: &Split) -> Option<u64> {
        if self.plan.times.is_none() {
            return Some(1);
        }
        let text = row.field(TIMES);
        let (times, used) = super::number::prefix(text)?;
        (used == text.len() && (0.0..=9e15).contains(&times) && times == libm::floor(times)).then_some(times as u64)
    }

    fn read(&self, row: &Split, sink: &mut Sink) {
        if self.plan.end.is_some() {
            match (stamp::nanos(row.field(VALUE)), stamp::nanos(row.field(END))) {
                (Some(start), Some(end)) => {
                    let ms = (end - start) as f64 / 1e6;
                    sink.gathering.record(ms);
                    sink.log.record(stamp::read(row.field(VALUE)), ms);
                }
                _ => sink.reject(row.shown(), row.line()),
            }
            return;
        }
        let field = row.field(VALUE);
        let field = match self.plan.part {
            Part::Whole => field,
            Part::AfterEquals => field.iter().position(|b| *b == b'=').map_or(field, |i| &field[i + 1..]),
            Part::Slash(i) => field.split(|b| *b == b'/').nth(i).unwrap_or(b""),
        };
        if field == b"-" || (self.plan.minus_one_is_unknown && field == b"-1") {
            sink.unknown += 1;
            return;
        }
        let piece = sink.piece_times(field, self.plan.reading, row.line(), self.times(row));
        if let (Piece::One(ms), Some(_)) = (piece, self.plan.start) {
            sink.log.record(stamp::read(row.field(START)), ms);
        }
    }
}
