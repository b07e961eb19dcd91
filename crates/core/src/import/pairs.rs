//! Lines of `key=value`, as logfmt and the routers of clouds write them, in any order.

use super::column::{self, Cells};
use super::filter::{self, Filter};
use super::names::meaning;
use super::number::Reading;
use super::sink::Sink;
use super::sniff::{Reader, Recognised};
use super::wanted::{Wanted, unit_of};
use super::{Format, ImportError};

/// Bytes kept of a line.
const MAX_LINE: usize = 8192;

/// Reads one key's value from each line.
#[derive(Debug)]
pub(super) struct Pairs {
    key: String,
    /// Keys of the status and of what was asked for.
    status: Option<String>,
    name: Option<String>,
    pub filter: Filter,
    reading: Reading,
    carry: Vec<u8>,
    line: u64,
}

/// The pairs of a line: a word, an equals sign, a value up to the next blank or in quotes.
fn pairs(line: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some(equals) = rest.find('=') {
        let key =
            rest[..equals].rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | ',' | ';')).next().unwrap_or("");
        let after = &rest[equals + 1..];
        let (value, next) = match after.strip_prefix('"') {
            Some(inner) => inner.split_once('"').unwrap_or((inner, "")),
            None => {
                let end = after.find(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).unwrap_or(after.len());
                (&after[..end], &after[end..])
            }
        };
        if !key.is_empty() {
            found.push((key, value));
        }
        rest = next;
    }
    found
}

/// Plans such lines, where nine in ten have three pairs.
///
/// # Errors
/// Where no key is clearly the one.
pub(super) fn plan(lines: &[&[u8]], wanted: &Wanted) -> Option<Result<Recognised, ImportError>> {
    let texts: Vec<String> = lines.iter().map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    let read: Vec<Vec<(&str, &str)>> = texts.iter().map(|text| pairs(text)).collect();
    if read.iter().filter(|pairs| pairs.len() >= 3).count() * 10 < read.len() * 9 {
        return None;
    }
    let mut keys: Vec<String> = Vec::new();
    let mut cells: Vec<Cells> = Vec::new();
    for (key, value) in read.iter().flatten() {
        let i = keys.iter().position(|k| k == key).unwrap_or_else(|| {
            keys.push((*key).to_owned());
            cells.push(Cells::default());
            keys.len() - 1
        });
        cells[i].see(value, false);
    }
    let scores: Vec<column::Score> = cells.iter().zip(&keys).map(|(cells, key)| cells.score(Some(key))).collect();
    Some(chosen(keys, &cells, &scores, wanted))
}

fn chosen(
    keys: Vec<String>,
    cells: &[Cells],
    scores: &[column::Score],
    wanted: &Wanted,
) -> Result<Recognised, ImportError> {
    let best = match (wanted.position(&keys).map_err(ImportError::NoSuchColumn)?, column::choose(scores)) {
        (Some(i), _) => i,
        (None, Ok(best)) if scores[best].told => best,
        (None, Ok(best)) => return Err(ImportError::NoClearColumn(vec![keys[best].clone()])),
        (None, Err(likely)) => {
            return Err(ImportError::NoClearColumn(likely.into_iter().map(|i| keys[i].clone()).collect()));
        }
    };
    let meant = wanted.ms_per_bare().or(meaning(&keys[best]).ms).or(super::tools::convention_ms(&keys[best]));
    let units = cells[best].has_units();
    let mut notices = Vec::new();
    match meant {
        None if !units => notices.push(super::tools::no_unit(&keys[best])),
        Some(ms) if ms != 1.0 && !units => notices.push(format!("“{}” was read as {}.", keys[best], unit_of(ms).1)),
        _ => {}
    }
    let reading = Reading { ms_per_bare: meant.unwrap_or(1.0), decimal_comma: false };
    let (status, name) = filter::columns(&keys);
    let of = |i: Option<usize>| i.filter(|i| *i != best).map(|i| keys[i].clone());
    let (status, name, filter) = (of(status), of(name), Filter::default());
    let reader = Pairs { key: keys[best].clone(), status, name, filter, reading, carry: Vec::new(), line: 0 };
    let found = Recognised::new(Reader::Pairs(reader), Format::Pairs);
    let unit_ms = (!units).then_some(reading.ms_per_bare);
    Ok(Recognised { columns: keys, column: Some(best), unit_ms, notices, ..found })
}

impl Pairs {
    /// Whether lines say their status, and what was asked for.
    pub fn tells(&self) -> (bool, bool) {
        (self.status.is_some(), self.name.is_some())
    }

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
        let text = String::from_utf8_lossy(line);
        if text.trim().is_empty() || text.starts_with('#') {
            return;
        }
        let pairs = pairs(&text);
        let of = |wanted: &String| pairs.iter().find(|(key, _)| key == wanted).map(|(_, value)| *value);
        let word = |key: &Option<String>| key.as_ref().and_then(of).unwrap_or("").as_bytes();
        match of(&self.key) {
            Some(value) if self.filter.lets(word(&self.status), word(&self.name)) => {
                sink.piece(value.as_bytes(), self.reading, self.line);
            }
            Some(_) => {}
            // A line about something else has no such key.
            None => sink.without += 1,
        }
    }
}
