//! Where encoders write: bytes, and beside them what each stretch of bytes is for.

use std::collections::BTreeMap;

/// What a stretch of bytes is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The name of a field.
    Key,
    /// What is named or typed or numbered at once: a type marker, a field number.
    Tag,
    /// How many bytes or items follow.
    Length,
    /// The reader's own text.
    Value,
    /// The reader's own number, truth or null.
    Number,
    /// Quotes, colons, commas, brackets.
    Punctuation,
    /// Nothing: bytes that move the next value to a round address.
    Padding,
    /// Where to find something else in the message.
    Offset,
    /// A table of where each field stands.
    VTable,
    /// Whether an optional field is there.
    Presence,
    /// What marks an end.
    End,
}

impl Kind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::Key,
        Self::Tag,
        Self::Length,
        Self::Value,
        Self::Number,
        Self::Punctuation,
        Self::Padding,
        Self::Offset,
        Self::VTable,
        Self::Presence,
        Self::End,
    ];

    /// One lower-case word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Tag => "tag",
            Self::Length => "length",
            Self::Value => "value",
            Self::Number => "number",
            Self::Punctuation => "punctuation",
            Self::Padding => "padding",
            Self::Offset => "offset",
            Self::VTable => "vtable",
            Self::Presence => "presence",
            Self::End => "end",
        }
    }
}

/// A stretch of bytes, from `start` to before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What it is for.
    pub kind: Kind,
    /// The field it belongs to, a number of [`Names`]; 0 for none.
    pub name: u32,
}

/// Paths of fields by number: 0 is the whole, and each other has a parent and a key.
#[derive(Clone, Debug)]
pub struct Names {
    children: Vec<BTreeMap<String, u32>>,
    paths: Vec<String>,
}

impl Default for Names {
    fn default() -> Self {
        Self { children: vec![BTreeMap::new()], paths: vec![String::new()] }
    }
}

impl Names {
    /// The number of a field inside another.
    pub fn child(&mut self, parent: u32, key: &str) -> u32 {
        if let Some(&name) = self.children[parent as usize].get(key) {
            return name;
        }
        let name = self.paths.len() as u32;
        let parent_path = &self.paths[parent as usize];
        let path = if parent_path.is_empty() { key.to_owned() } else { format!("{parent_path}.{key}") };
        self.children[parent as usize].insert(key.to_owned(), name);
        self.children.push(BTreeMap::new());
        self.paths.push(path);
        name
    }

    /// The path of a field, such as `address.city`; empty for the whole.
    pub fn path(&self, name: u32) -> &str {
        self.paths.get(name as usize).map_or("", String::as_str)
    }
}

/// Bytes, and what they are for.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    /// What was written.
    pub bytes: Vec<u8>,
    /// Stretches in the order of the bytes, without gaps.
    pub spans: Vec<Span>,
    /// Paths of the fields.
    pub names: Names,
}

impl Sink {
    /// Writes bytes for something; neighbours with the same purpose stay apart.
    pub fn put(&mut self, kind: Kind, name: u32, bytes: &[u8]) {
        let start = self.bytes.len() as u32;
        self.bytes.extend_from_slice(bytes);
        if !bytes.is_empty() {
            self.spans.push(Span { start, end: self.bytes.len() as u32, kind, name });
        }
    }

    /// Writes into a sink of its own, for what must know its length first.
    pub fn apart(&mut self, write: impl FnOnce(&mut Self)) -> Self {
        let mut part = Self { names: std::mem::take(&mut self.names), ..Self::default() };
        write(&mut part);
        self.names = std::mem::take(&mut part.names);
        part
    }

    /// Adds what was written apart.
    pub fn append(&mut self, part: &Self) {
        let shift = self.bytes.len() as u32;
        self.bytes.extend_from_slice(&part.bytes);
        self.spans.extend(part.spans.iter().map(|s| Span { start: s.start + shift, end: s.end + shift, ..*s }));
    }

    /// Writes a number of seven bits a byte, the lowest first (LEB128).
    pub fn varint(&mut self, kind: Kind, name: u32, value: u64) {
        let (bytes, len) = varint(value);
        self.put(kind, name, &bytes[..len]);
    }
}

/// A number as seven bits a byte, the lowest first, and how many bytes it takes.
pub fn varint(mut value: u64) -> ([u8; 10], usize) {
    let mut bytes = [0; 10];
    let mut len = 0;
    loop {
        bytes[len] = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            return (bytes, len + 1);
        }
        bytes[len] |= 0x80;
        len += 1;
    }
}

/// Small numbers of either sign as small numbers: 0, -1, 1, -2 become 0, 1, 2, 3.
pub fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

/// The inverse of [`zigzag`].
pub fn unzigzag(value: u64) -> i64 {
    ((value >> 1) as i64) ^ -((value & 1) as i64)
}

/// What cannot be decoded: bytes that end early or mean nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("these bytes are not a message of this format")
    }
}

impl std::error::Error for Broken {}

/// Bytes read from the front.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// What is left.
    pub rest: &'a [u8],
}

impl<'a> Source<'a> {
    /// The next so many bytes.
    ///
    /// # Errors
    /// Where fewer are left.
    pub fn take(&mut self, len: usize) -> Result<&'a [u8], Broken> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(Broken)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next so many bytes as an array.
    ///
    /// # Errors
    /// Where fewer are left.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], Broken> {
        self.take(N)?.try_into().map_err(|_| Broken)
    }

    /// The next byte.
    ///
    /// # Errors
    /// Where none is left.
    pub fn byte(&mut self) -> Result<u8, Broken> {
        self.array().map(|[b]| b)
    }

    /// A number of seven bits a byte.
    ///
    /// # Errors
    /// Where it ends early or takes more than ten bytes.
    pub fn varint(&mut self) -> Result<u64, Broken> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Broken)
    }

    /// So many bytes as text.
    ///
    /// # Errors
    /// Where fewer are left or they are not UTF-8.
    pub fn text(&mut self, len: u64) -> Result<String, Broken> {
        let bytes = self.take(usize::try_from(len).map_err(|_| Broken)?)?;
        String::from_utf8(bytes.to_vec()).map_err(|_| Broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specifications_example_150_takes_two_bytes() {
        // protobuf.dev, "Encoding": 150 is 96 01.
        assert_eq!(varint(150), ([0x96, 0x01, 0, 0, 0, 0, 0, 0, 0, 0], 2));
        for value in [0, 1, 127, 128, 300, u64::MAX] {
            let (bytes, len) = varint(value);
            assert_eq!(Source { rest: &bytes[..len] }.varint(), Ok(value));
        }
    }

    #[test]
    fn zigzag_keeps_small_numbers_small_and_finds_back() {
        assert_eq!([0, -1, 1, -2, 2_147_483_647].map(zigzag), [0, 1, 2, 3, 4_294_967_294]);
        for value in [0, -1, i64::MIN, i64::MAX, 5] {
            assert_eq!(unzigzag(zigzag(value)), value);
        }
    }

    #[test]
    fn bytes_that_end_early_are_broken_not_a_crash() {
        assert_eq!(Source { rest: &[0x80; 3] }.varint(), Err(Broken));
        assert_eq!(Source { rest: &[0x80; 30] }.varint(), Err(Broken));
        assert_eq!(Source { rest: b"ab" }.text(u64::MAX), Err(Broken));
    }
}
