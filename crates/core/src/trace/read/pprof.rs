//! pprof's profiles: protobuf, of which some fifteen fields say what a flame graph needs (google/pprof, `profile.proto`).

use super::Content;
use super::notes::Notes;
use crate::trace::{FlameBuilder, TraceError, Weight};

/// Whether bytes may be a profile: a first field of a length that fits, and no text.
pub(super) fn may_be(bytes: &[u8]) -> bool {
    // Sample types come first in what is written; other fields may too. A byte order mark or text is none of them.
    matches!(bytes.first(), Some(0x0a | 0x12 | 0x1a | 0x22 | 0x2a | 0x32))
        && bytes.get(1).is_some_and(|len| *len < 0x20 || *len > 0x7f || bytes.get(2) == Some(&0x08))
}

/// A field's number and content.
enum Field<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// Reads the fields of a message.
struct Wire<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Wire<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// The next field; `Ok(None)` at the end.
    fn next(&mut self) -> Result<Option<(u64, Field<'a>)>, usize> {
        if self.at >= self.bytes.len() {
            return Ok(None);
        }
        let from = self.at;
        self.field().map(Some).ok_or(from)
    }

    fn field(&mut self) -> Option<(u64, Field<'a>)> {
        let key = self.varint()?;
        let content = match key & 7 {
            0 => Field::Number(self.varint()?),
            1 => self.skip(8)?,
            2 => {
                let len = usize::try_from(self.varint()?).ok()?;
                self.skip(len)?
            }
            5 => self.skip(4)?,
            _ => return None,
        };
        (key >> 3 > 0).then_some((key >> 3, content))
    }

    fn skip(&mut self, len: usize) -> Option<Field<'a>> {
        let end = self.at.checked_add(len)?;
        let bytes = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(Field::Bytes(bytes))
    }
}

/// Numbers of a repeated field, packed or not.
fn numbers(field: &Field<'_>, into: &mut Vec<u64>) -> Option<()> {
    match field {
        Field::Number(number) => into.push(*number),
        Field::Bytes(bytes) => {
            let mut wire = Wire::new(bytes);
            while wire.at < bytes.len() {
                into.push(wire.varint()?);
            }
        }
    }
    Some(())
}

/// The first number of some fields of a message; 0 where it is not there.
fn fields<const N: usize>(bytes: &[u8], wanted: [u64; N]) -> Option<[u64; N]> {
    let mut found = [None; N];
    let mut wire = Wire::new(bytes);
    while let Some((number, field)) = wire.next().ok()? {
        if let (Some(i), Field::Number(value)) = (wanted.iter().position(|w| *w == number), field) {
            found[i].get_or_insert(value);
        }
    }
    Some(found.map(Option::unwrap_or_default))
}

#[derive(Default)]
struct Profile<'a> {
    /// Numbers of the words for type and unit.
    types: Vec<[u64; 2]>,
    samples: Vec<(Vec<u64>, Vec<u64>)>,
    /// Id, and functions from the innermost.
    locations: Vec<(u64, u64, Vec<u64>)>,
    /// Id, number of the name.
    functions: Vec<[u64; 2]>,
    words: Vec<&'a [u8]>,
    default_type: u64,
}

impl<'a> Profile<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, usize> {
        let mut profile = Self::default();
        let mut wire = Wire::new(bytes);
        loop {
            let from = wire.at;
            let Some((number, field)) = wire.next()? else { return Ok(profile) };
            profile.field(number, &field).ok_or(from)?;
        }
    }

    fn field(&mut self, number: u64, field: &Field<'a>) -> Option<()> {
        match (number, field) {
            (1, Field::Bytes(bytes)) => self.types.push(fields(bytes, [1, 2])?),
            (2, Field::Bytes(bytes)) => {
                let (mut locations, mut values) = (Vec::new(), Vec::new());
                let mut wire = Wire::new(bytes);
                while let Some((number, field)) = wire.next().ok()? {
                    match number {
                        1 => numbers(&field, &mut locations)?,
                        2 => numbers(&field, &mut values)?,
                        _ => {}
                    }
                }
                self.samples.push((locations, values));
            }
            (4, Field::Bytes(bytes)) => {
                let [id, address] = fields(bytes, [1, 3])?;
                let mut lines = Vec::new();
                let mut wire = Wire::new(bytes);
                while let Some((number, field)) = wire.next().ok()? {
                    if let (4, Field::Bytes(line)) = (number, field) {
                        lines.push(fields(line, [1])?[0]);
                    }
                }
                self.locations.push((id, address, lines));
            }
            (5, Field::Bytes(bytes)) => self.functions.push(fields(bytes, [1, 2])?),
            (6, Field::Bytes(bytes)) => self.words.push(bytes),
            (14, Field::Number(number)) => self.default_type = *number,
            // A number where a message belongs, or the other way round, is no profile.
            (1..=6, Field::Number(_)) | (9 | 10 | 12 | 14, Field::Bytes(_)) => return None,
            _ => {}
        }
        Some(())
    }

    fn word(&self, number: u64) -> String {
        self.words.get(number as usize).map(|word| String::from_utf8_lossy(word).into_owned()).unwrap_or_default()
    }
}

/// The flame graph of a profile.
pub(super) fn read(bytes: &[u8], notes: &mut Notes) -> Result<Content, TraceError> {
    let broken = |at: usize| {
        TraceError::Broken(
            "a pprof profile (or other binary data)",
            at as u64,
            "its fields break off or are none".into(),
        )
    };
    let mut profile = Profile::read(bytes).map_err(broken)?;
    if profile.types.is_empty() || profile.words.first().is_none_or(|word| !word.is_empty()) {
        return Err(super::recognise::binary(""));
    }
    if profile.samples.is_empty() {
        return Err(TraceError::Nothing("a pprof profile"));
    }
    profile.locations.sort_by_key(|(id, ..)| *id);
    profile.functions.sort_unstable();
    // The default type, or else the last: so do pprof's own tools.
    let chosen = profile
        .types
        .iter()
        .position(|[kind, _]| *kind == profile.default_type && *kind != 0)
        .unwrap_or(profile.types.len() - 1);
    let names: Vec<String> = profile
        .types
        .iter()
        .map(|[kind, unit]| format!("{} in {}", profile.word(*kind), profile.word(*unit)))
        .collect();
    if names.len() > 1 {
        notes.say(format!("It holds {}; shown is {}.", names.join(", "), names[chosen]));
    }
    let (weight, scale) = match profile.word(profile.types[chosen][1]).as_str() {
        "nanoseconds" => (Weight::Nanoseconds, 1.0),
        "microseconds" => (Weight::Nanoseconds, 1e3),
        "milliseconds" => (Weight::Nanoseconds, 1e6),
        "seconds" => (Weight::Nanoseconds, 1e9),
        "bytes" => (Weight::Bytes, 1.0),
        _ if profile.word(profile.types[chosen][0]) == "samples" => (Weight::Samples, 1.0),
        _ => (Weight::Count, 1.0),
    };
    let mut flame = FlameBuilder::default();
    let function_names: Vec<u32> =
        profile.functions.iter().map(|[_, name]| flame.names.number(&profile.word(*name))).collect();
    let mut stack: Vec<u32> = Vec::new();
    let mut strays = 0_u64;
    for (locations, values) in &profile.samples {
        stack.clear();
        for location in locations {
            let Ok(at) = profile.locations.binary_search_by_key(location, |(id, ..)| *id) else {
                strays += 1;
                continue;
            };
            let (_, address, lines) = &profile.locations[at];
            for function in lines {
                match profile.functions.binary_search_by_key(function, |[id, _]| *id) {
                    Ok(at) => stack.push(function_names[at]),
                    Err(_) => strays += 1,
                }
            }
            if lines.is_empty() {
                stack.push(flame.names.number(&format!("0x{address:x}")));
            }
        }
        // Values are signed: a difference of two profiles may hold negative ones.
        let value = values.get(chosen).map_or(0.0, |value| *value as i64 as f64);
        if !stack.is_empty() && value != 0.0 {
            flame.stack(stack.iter().rev().copied(), value * scale);
        }
    }
    if strays > 0 {
        notes.say(format!("{strays} places in its stacks are not explained in the file, and were left out."));
    }
    if flame.count() == 0 {
        return Err(TraceError::Nothing("a pprof profile"));
    }
    Ok(Content::Profile(flame.finish(weight)))
}
