//! How much a column looks like durations: by its name, and by what stands in it. Row numbers, status codes, epoch stamps, times
//! of day and sizes are numbers too; a guess that is not clearly better than the next is not made.

use super::names::{self, Meaning};
use super::number::{self, Piece, Reading, UnitsMet};
use super::stamp;

/// No request takes longer than 30 days, ms.
const LONGEST_MS: f64 = 30.0 * 86_400_000.0;

/// What was seen in a column of the beginning.
#[derive(Clone, Debug, Default)]
pub(super) struct Cells {
    /// Cells that are not empty.
    filled: u32,
    /// Numbers, with a unit or without.
    read: u32,
    units: u32,
    stamps: u32,
    points: u32,
    codes: u32,
    /// Times of day, or durations written like them.
    clocks: u32,
    steps_of_one: u32,
    rising: u32,
    same: u32,
    /// Commas where decimals could be, and whether all of them would group thousands.
    pub commas: u32,
    pub thousands: u32,
    last: Option<f64>,
    values: Vec<f64>,
}

/// What a column amounts to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Score {
    /// How good a candidate it is; below zero none.
    pub total: i32,
    /// Whether its name or its units say that it holds durations.
    pub told: bool,
}

/// No candidate at all.
const NEVER: Score = Score { total: -100, told: false };

impl Cells {
    /// Takes in one cell.
    pub fn see(&mut self, cell: &str, decimal_comma: bool) {
        let cell = cell.trim();
        if cell.is_empty() || cell == "-" {
            return;
        }
        self.filled += 1;
        if stamp::is_date(cell) {
            self.stamps += 1;
            return;
        }
        // Nanoseconds since 1970 are longer than any duration that is read.
        if cell.len() == 19 && cell.parse().is_ok_and(stamp::is_epoch) {
            self.stamps += 1;
            self.read += 1;
            return;
        }
        if let Some((whole, fraction)) = cell.split_once(',') {
            let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
            self.commas += 1;
            self.thousands += u32::from(fraction.len() == 3 && digits(fraction) && whole != "0" && whole.len() <= 3);
        }
        let reading = Reading { ms_per_bare: 1.0, decimal_comma };
        let Piece::One(value) = number::read(cell.as_bytes(), reading, &mut UnitsMet::default()) else { return };
        self.read += 1;
        let clock = cell.contains(':');
        self.clocks += u32::from(clock && value >= 3_600_000.0);
        self.units += u32::from(clock || cell.ends_with(char::is_alphabetic));
        self.points += u32::from(cell.contains('.') || (decimal_comma && cell.contains(',')));
        self.stamps += u32::from(stamp::is_epoch(value) && !clock);
        let three_digits = cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_digit());
        self.codes += u32::from(three_digits && (100.0..600.0).contains(&value));
        if let Some(last) = self.last {
            self.steps_of_one += u32::from(value - last == 1.0);
            self.rising += u32::from(value > last);
            self.same += u32::from(value == last);
        }
        self.last = Some(value);
        if self.values.len() < 500 {
            self.values.push(value);
        }
    }

    /// Numbers seen.
    pub fn read(&self) -> u32 {
        self.read
    }

    /// Whether most cells state their own unit.
    pub fn has_units(&self) -> bool {
        self.units * 2 > self.read
    }

    /// Whether every number is whole.
    pub fn whole(&self) -> bool {
        self.points == 0
    }

    /// The middle one of the values seen; zero without any.
    pub fn median(&self) -> f64 {
        let mut sorted = self.values.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
    }

    /// Whether nearly all are dates or epoch stamps.
    pub fn is_stamps(&self) -> bool {
        self.filled > 0 && self.stamps * 10 >= self.filled * 9
    }

    /// Whether they are times of day: hours on a clock that only goes on.
    pub fn is_time_of_day(&self) -> bool {
        self.clocks * 2 > self.read && (self.read < 3 || self.rising + self.same + 1 >= self.read)
    }

    /// Whether they number the rows: each one more than the one before.
    pub fn is_row_number(&self) -> bool {
        self.read >= 3 && self.points == 0 && self.steps_of_one + 1 >= self.read
    }

    /// Status codes: three digits from 100 to 599, few different ones, most of them of the everyday kind.
    fn is_status(&self) -> bool {
        let everyday = |v: &f64| matches!(*v as u32, 200..=208 | 301 | 302 | 304 | 307 | 400..=429 | 499..=504);
        let most = self.values.iter().filter(|v| everyday(v)).count() * 10 >= self.values.len() * 9;
        let mut different = self.values.clone();
        different.sort_by(f64::total_cmp);
        different.dedup();
        self.read > 0 && self.codes == self.read && most && different.len() <= 2 + self.values.len() / 10
    }

    /// Scores the column by name (where there is one) and content.
    pub fn score(&self, name: Option<&str>) -> Score {
        let meaning = name.map_or(Meaning { duration: 0, start: 0, end: false, ms: None }, names::meaning);
        // Nanoseconds of one or two seconds look like seconds since 1970; a unit in the name says which, unless it makes years of
        // them.
        let is_short = |ms: f64| !self.values.is_empty() && self.values.iter().all(|value| value * ms < LONGEST_MS);
        let named = meaning.duration > 3 && self.read == self.filled && meaning.ms.is_some_and(is_short);
        let stamps = self.is_stamps() && !named;
        if self.read == 0 || self.read * 2 < self.filled || stamps || self.is_time_of_day() {
            return NEVER;
        }
        let mut total = meaning.duration * 2;
        if self.has_units() {
            total += 14;
        }
        let told = (self.has_units() && meaning.duration > -10) || meaning.duration > 3;
        total += if self.points * 2 > self.read { 3 } else { 0 };
        let often = self.read >= 5;
        if self.is_row_number() && (often || !told) {
            total -= 12;
        } else if often && self.rising + 1 >= self.read && !told {
            total -= 8;
        }
        if self.is_status() {
            total -= if told { 4 } else { 14 };
        }
        if often && self.same + 1 >= self.read {
            total -= 3;
        }
        Score { total, told }
    }
}

/// The best candidate, or why there is none: nothing that could be durations, or several as good as each other.
pub(super) fn choose(scores: &[Score]) -> Result<usize, Vec<usize>> {
    let mut order: Vec<usize> = (0..scores.len()).filter(|i| scores[*i].total >= 0).collect();
    order.sort_by_key(|i| (-scores[*i].total, *i));
    let Some(&best) = order.first() else {
        let mut all: Vec<usize> = (0..scores.len()).filter(|i| scores[*i].total > -100).collect();
        all.sort_by_key(|i| (-scores[*i].total, *i));
        all.truncate(3);
        return Err(all);
    };
    let clear = |second: &usize| scores[best].total - scores[*second].total >= 3;
    if scores[best].told || order.get(1).is_none_or(clear) {
        return Ok(best);
    }
    order.truncate(3);
    Err(order)
}
