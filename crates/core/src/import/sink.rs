//! Where every reader puts what it finds.

use super::number::{self, Piece, Reading, UnitsMet};
use super::{Gathering, Unreadable, fit::LogGathering};

/// Unreadable pieces kept to be shown.
const KEPT: usize = 5;
/// Characters kept of each.
const KEPT_CHARS: usize = 60;

/// Durations, unreadable pieces, units met, and the log.
#[derive(Debug, Default)]
pub(super) struct Sink {
    pub gathering: Gathering,
    pub unreadable: u64,
    /// Entries that say of themselves that their time is not known.
    pub unknown: u64,
    /// Durations that came in groups, `count × duration`.
    pub grouped: u64,
    /// Lines and objects that are about something else.
    pub without: u64,
    /// Entries of a HAR without a time, whose parts were added up.
    pub summed: u64,
    pub first_unreadable: Vec<Unreadable>,
    pub met: UnitsMet,
    pub log: LogGathering,
    /// A mean the file states itself, in ms.
    pub stated_mean_ms: Option<f64>,
    /// Percentiles the file states itself.
    pub stated: Vec<(f64, f64)>,
}

impl Sink {
    /// Reads a piece of text as a duration or a group of them.
    #[inline]
    pub fn piece(&mut self, text: &[u8], reading: Reading, line: u64) -> Piece {
        self.piece_times(text, reading, line, Some(1))
    }

    /// The same, counted several times over; unreadable where the number of times is.
    #[inline]
    pub fn piece_times(&mut self, text: &[u8], reading: Reading, line: u64, times: Option<u64>) -> Piece {
        let piece = number::read(text, reading, &mut self.met);
        match (piece, times) {
            (Piece::One(ms), Some(times)) => self.gathering.record_many(ms, times),
            (Piece::Many(ms, n), Some(times)) => {
                let n = n.saturating_mul(times);
                self.grouped = self.grouped.saturating_add(n);
                self.gathering.record_many(ms, n);
            }
            (Piece::Unreadable, _) | (_, None) => {
                self.reject(text, line);
                return Piece::Unreadable;
            }
        }
        piece
    }

    /// Counts something that could not be read.
    pub fn reject(&mut self, text: &[u8], line: u64) {
        self.unreadable += 1;
        if self.first_unreadable.len() < KEPT {
            let shown = String::from_utf8_lossy(&text[..text.len().min(4 * KEPT_CHARS)]);
            let mut short: String = shown.trim().chars().filter(|c| !c.is_control()).take(KEPT_CHARS).collect();
            if text.len() > short.len() + 2 {
                short.push('…');
            }
            self.first_unreadable.push(Unreadable { line, text: short });
        }
    }
}
