//! Columns, lists and groups: durations between separators.

use super::number::Reading;
use super::sink::Sink;

/// Bytes kept of a piece; a longer one is no duration.
const MAX_PIECE: usize = 128;

/// Splits at separators and reads each piece.
#[derive(Debug)]
pub(super) struct Tokens {
    separators: [bool; 256],
    reading: Reading,
    carry: Vec<u8>,
    line: u64,
    /// A first piece that is not a number is a heading.
    heading: Option<String>,
    pieces: u64,
}

impl Tokens {
    /// A line end always separates.
    pub fn new(separators: &[u8], reading: Reading) -> Self {
        let mut table = [false; 256];
        for &byte in separators.iter().chain(b"\n\r") {
            table[usize::from(byte)] = true;
        }
        Self { separators: table, reading, carry: Vec::new(), line: 1, heading: None, pieces: 0 }
    }

    /// The heading, where there was one.
    pub fn heading(&self) -> Option<&str> {
        self.heading.as_deref()
    }

    /// Reads a slice.
    pub fn push(&mut self, mut bytes: &[u8], sink: &mut Sink) {
        while let Some(end) = bytes.iter().position(|b| self.separators[usize::from(*b)]) {
            if self.carry.is_empty() {
                self.piece(&bytes[..end], sink);
            } else {
                self.keep(&bytes[..end]);
                let carry = std::mem::take(&mut self.carry);
                self.piece(&carry, sink);
                self.carry = carry;
                self.carry.clear();
            }
            self.line += u64::from(bytes[end] == b'\n');
            bytes = &bytes[end + 1..];
        }
        self.keep(bytes);
    }

    /// Reads what is left.
    pub fn finish(&mut self, sink: &mut Sink) {
        let carry = std::mem::take(&mut self.carry);
        self.piece(&carry, sink);
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = MAX_PIECE.saturating_sub(self.carry.len());
        self.carry.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn piece(&mut self, piece: &[u8], sink: &mut Sink) {
        let piece = piece.trim_ascii();
        // A comma or semicolon left at a line's end belongs to the list, not to the number.
        let piece = piece.strip_suffix(b",").or(piece.strip_suffix(b";")).unwrap_or(piece);
        if piece.is_empty() || piece.starts_with(b"#") {
            return;
        }
        self.pieces += 1;
        if self.pieces == 1 && !piece.iter().any(u8::is_ascii_digit) && piece.iter().any(u8::is_ascii_alphabetic) {
            let words = !matches!(piece.to_ascii_lowercase().as_slice(), b"nan" | b"inf" | b"null" | b"none" | b"-");
            if words && piece.len() < 60 {
                self.heading = Some(String::from_utf8_lossy(piece).into_owned());
                return;
            }
        }
        sink.piece(piece, self.reading, self.line);
    }
}
