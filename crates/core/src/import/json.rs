//! A small JSON reader that is fed in slices and keeps nothing but where it stands: a stack of at most 64 levels, the path to
//! the present value, and the first 256 bytes of a string. Roots may follow each other, as in JSON lines.
//!
//! Each leaf is handed on with its path, such as `$.log.entries[].time` or `$[]`.

use super::ImportError;

/// Levels read; deeper is refused.
pub(super) const MAX_DEPTH: usize = 64;
/// Bytes kept of a string; the rest is skipped.
const MAX_STRING: usize = 256;
/// Bytes kept of a key.
const MAX_KEY: usize = 64;

/// A leaf of the tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Leaf<'a> {
    /// A number as it is written.
    Number(&'a [u8]),
    /// The beginning of a string, escapes resolved.
    Text(&'a [u8]),
    /// true, false or null.
    Other,
}

/// What the reader tells.
pub(super) trait Listener {
    /// A leaf and its path.
    fn leaf(&mut self, path: &str, leaf: Leaf<'_>);
    /// An object ended; the path is the object's own.
    fn object_end(&mut self, path: &str);
    /// Another line began; the first is 1.
    fn line(&mut self, _: u64) {}
    /// A line that holds a value of its own breaks its grammar and is left out.
    fn broken(&mut self) {}
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Object,
    Array,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before a value; whether a closing bracket may come instead.
    Value {
        or_end: bool,
    },
    /// Before a key or, right after the brace, its end.
    Key {
        or_end: bool,
    },
    Colon,
    /// After a value inside something.
    Next,
    /// Inside a string; whether it is a key, and how far an escape has come.
    String {
        key: bool,
    },
    Escape {
        key: bool,
    },
    Hex {
        key: bool,
        left: u8,
        code: u32,
    },
    Number,
    Word,
}

/// The reader.
#[derive(Debug)]
pub(super) struct JsonReader {
    state: State,
    levels: Vec<Level>,
    path: String,
    /// Length of the path at each level.
    lengths: Vec<usize>,
    scratch: Vec<u8>,
    at: u64,
    /// Roots completed.
    pub roots: u64,
    /// The first half of a character beyond the basic plane, waiting for its second.
    high: Option<u32>,
    line: u64,
    /// Whether each line holds a value of its own: then a broken one spoils no other.
    by_line: bool,
    /// Whether the rest of a broken line is being skipped.
    skipping: bool,
    /// Bytes kept of a string.
    longest: usize,
}

impl Default for JsonReader {
    fn default() -> Self {
        Self {
            state: State::Value { or_end: false },
            levels: Vec::new(),
            path: String::from("$"),
            lengths: Vec::new(),
            scratch: Vec::new(),
            at: 0,
            roots: 0,
            high: None,
            line: 1,
            by_line: false,
            skipping: false,
            longest: MAX_STRING,
        }
    }
}

impl JsonReader {
    /// A reader of lines each of which holds a value of its own.
    pub fn by_line() -> Self {
        Self { by_line: true, ..Self::default() }
    }

    /// A reader that keeps more, or less, of a string than is usual.
    pub fn with_texts_up_to(bytes: usize) -> Self {
        Self { longest: bytes, ..Self::default() }
    }

    /// Reads a slice; a broken line among lines is told and left out.
    ///
    /// # Errors
    /// Where the grammar breaks or it nests too deep.
    pub fn push(&mut self, mut bytes: &[u8], listener: &mut impl Listener) -> Result<(), ImportError> {
        loop {
            if self.skipping {
                let end = bytes.iter().position(|b| *b == b'\n');
                let skipped = end.unwrap_or(bytes.len());
                bytes = &bytes[skipped..];
                self.at += skipped as u64;
                if end.is_none() {
                    return Ok(());
                }
                self.skipping = false;
            }
            match self.read(bytes, listener) {
                Err(ImportError::BrokenJson(at, _)) if self.by_line => {
                    listener.broken();
                    let offset = ((at - self.at) as usize).min(bytes.len());
                    bytes = &bytes[offset..];
                    let fresh = Self {
                        at,
                        roots: self.roots,
                        line: self.line,
                        by_line: true,
                        skipping: true,
                        longest: self.longest,
                        ..Self::default()
                    };
                    *self = fresh;
                }
                other => return other,
            }
        }
    }

    fn read(&mut self, bytes: &[u8], listener: &mut impl Listener) -> Result<(), ImportError> {
        let mut i = 0;
        while i < bytes.len() {
            // The long stretches, without looking at the state for each byte.
            match self.state {
                State::String { key } => {
                    let end = bytes[i..]
                        .iter()
                        .position(|b| matches!(b, b'"' | b'\\' | b'\n'))
                        .map_or(bytes.len(), |n| i + n);
                    if end > i {
                        self.give_up_half(key);
                        self.keep(&bytes[i..end], if key { MAX_KEY } else { self.longest });
                    }
                    i = end;
                    let Some(&byte) = bytes.get(i) else { break };
                    if byte == b'\n' {
                        return self.broken(i as u64, "a string is not closed in its line");
                    }
                    i += 1;
                    if byte == b'\\' {
                        self.state = State::Escape { key };
                    } else if key {
                        self.give_up_half(key);
                        self.key_done();
                    } else {
                        self.give_up_half(key);
                        listener.leaf(&self.path, Leaf::Text(&self.scratch));
                        self.value_done();
                    }
                    continue;
                }
                State::Number => {
                    let is_part = |b: &u8| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
                    let end = bytes[i..].iter().position(|b| !is_part(b)).map_or(bytes.len(), |n| i + n);
                    if end < bytes.len() && self.scratch.is_empty() {
                        listener.leaf(&self.path, Leaf::Number(&bytes[i..end]));
                        self.value_done();
                    } else {
                        self.keep(&bytes[i..end], self.longest);
                        if end < bytes.len() {
                            listener.leaf(&self.path, Leaf::Number(&self.scratch));
                            self.value_done();
                        }
                    }
                    i = end;
                    continue;
                }
                State::Word => {
                    let end = bytes[i..].iter().position(|b| !b.is_ascii_alphabetic()).map_or(bytes.len(), |n| i + n);
                    self.keep(&bytes[i..end], MAX_KEY);
                    if end < bytes.len() {
                        self.word(i as u64, listener)?;
                    }
                    i = end;
                    continue;
                }
                _ => {}
            }
            let byte = bytes[i];
            self.step(byte, i as u64, listener)?;
            // A number or a word begins with the very byte that announced it.
            if !matches!(self.state, State::Number | State::Word) {
                i += 1;
            }
        }
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// What is left at the end.
    ///
    /// # Errors
    /// Where something is left open.
    pub fn finish(&mut self, listener: &mut impl Listener) -> Result<(), ImportError> {
        match self.state {
            State::Number if self.levels.is_empty() => {
                listener.leaf(&self.path, Leaf::Number(&self.scratch));
                self.value_done();
            }
            State::Word if self.levels.is_empty() => self.word(0, listener)?,
            _ => {}
        }
        if self.levels.is_empty() && self.state == (State::Value { or_end: false }) {
            Ok(())
        } else if self.by_line {
            listener.broken();
            Ok(())
        } else {
            Err(ImportError::BrokenJson(self.at, "it breaks off"))
        }
    }

    fn broken<T>(&self, offset: u64, why: &'static str) -> Result<T, ImportError> {
        Err(ImportError::BrokenJson(self.at + offset, why))
    }

    fn keep(&mut self, bytes: &[u8], most: usize) {
        let room = most.saturating_sub(self.scratch.len());
        self.scratch.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn step(&mut self, byte: u8, offset: u64, listener: &mut impl Listener) -> Result<(), ImportError> {
        let blank = matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
        if byte == b'\n' {
            if self.by_line && !self.levels.is_empty() {
                return self.broken(offset, "a line ends too early");
            }
            self.line += 1;
            listener.line(self.line);
        }
        match self.state {
            State::Value { or_end } => match byte {
                _ if blank => {}
                // JSON text sequences and lists of roots with commas between them are let through.
                b',' | 0x1e if self.levels.is_empty() => {}
                b'{' => self.open(Level::Object, State::Key { or_end: true })?,
                b'[' => {
                    self.open(Level::Array, State::Value { or_end: true })?;
                    self.path.push_str("[]");
                }
                b']' if or_end => self.close(listener),
                b'"' => {
                    self.scratch.clear();
                    self.state = State::String { key: false };
                }
                b'-' | b'0'..=b'9' => {
                    self.scratch.clear();
                    self.state = State::Number;
                }
                b'a'..=b'z' | b'A'..=b'Z' => {
                    self.scratch.clear();
                    self.state = State::Word;
                }
                _ => return self.broken(offset, "there is no value where one should be"),
            },
            State::Key { or_end } => match byte {
                _ if blank => {}
                b'"' => {
                    self.scratch.clear();
                    self.state = State::String { key: true };
                }
                b'}' if or_end => self.close(listener),
                _ => return self.broken(offset, "there is no key where one should be"),
            },
            State::Colon => match byte {
                _ if blank => {}
                b':' => self.state = State::Value { or_end: false },
                _ => return self.broken(offset, "a colon is missing"),
            },
            State::Next => match (byte, self.levels.last()) {
                _ if blank => {}
                (b',', Some(Level::Object)) => self.state = State::Key { or_end: false },
                (b',', Some(Level::Array)) => self.state = State::Value { or_end: false },
                (b'}', Some(Level::Object)) | (b']', Some(Level::Array)) => self.close(listener),
                _ => return self.broken(offset, "a comma or bracket is missing"),
            },
            State::Escape { key } => self.escape(byte, key),
            State::Hex { key, left, code } => {
                let Some(digit) = char::from(byte).to_digit(16) else {
                    return self.broken(offset, "an escape in a string is broken");
                };
                let code = code * 16 + digit;
                self.state = State::Hex { key, left: left - 1, code };
                if left == 1 {
                    self.unicode(code, key);
                }
            }
            State::String { .. } | State::Number | State::Word => {}
        }
        Ok(())
    }

    fn open(&mut self, level: Level, state: State) -> Result<(), ImportError> {
        if self.levels.len() >= MAX_DEPTH {
            return Err(ImportError::TooDeep);
        }
        self.levels.push(level);
        self.lengths.push(self.path.len());
        self.state = state;
        Ok(())
    }

    fn close(&mut self, listener: &mut impl Listener) {
        let level = self.levels.pop();
        self.path.truncate(self.lengths.pop().unwrap_or(1));
        if level == Some(Level::Object) {
            listener.object_end(&self.path);
        }
        self.value_done();
    }

    fn key_done(&mut self) {
        self.path.truncate(self.lengths.last().copied().unwrap_or(1));
        self.path.push('.');
        self.path.push_str(&String::from_utf8_lossy(&self.scratch));
        self.state = State::Colon;
    }

    fn value_done(&mut self) {
        if self.levels.is_empty() {
            self.roots += 1;
            self.state = State::Value { or_end: false };
        } else {
            self.state = State::Next;
        }
    }

    fn word(&mut self, offset: u64, listener: &mut impl Listener) -> Result<(), ImportError> {
        match self.scratch.as_slice() {
            b"true" | b"false" | b"null" => listener.leaf(&self.path, Leaf::Other),
            // Not JSON, but what Python and JavaScript write: kept as text, so that it is counted as unreadable.
            b"NaN" | b"Infinity" | b"Inf" | b"nan" | b"inf" => listener.leaf(&self.path, Leaf::Text(&self.scratch)),
            _ => return self.broken(offset, "there is a word that JSON does not know"),
        }
        self.value_done();
        Ok(())
    }
}

#[path = "json_strings.rs"]
mod strings;

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
