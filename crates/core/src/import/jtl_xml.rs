//! JMeter's results as XML: the attribute `t` of each `sample` and `httpSample`. Samples inside another are its parts, and the
//! other has their time already.

use super::filter::Filter;
use super::number::{self, Reading};
use super::sink::Sink;
use super::stamp;

/// Bytes kept of a tag.
const MAX_TAG: usize = 4096;

/// Reads the samples.
#[derive(Debug)]
pub(super) struct JtlXml {
    reading: Reading,
    tag: Vec<u8>,
    inside: bool,
    quote: u8,
    depth: u32,
    line: u64,
    /// Samples inside others.
    pub parts: u64,
    pub filter: Filter,
}

impl JtlXml {
    /// A reader; `reading` says what a bare number is.
    pub fn new(reading: Reading) -> Self {
        Self {
            reading,
            tag: Vec::new(),
            inside: false,
            quote: 0,
            depth: 0,
            line: 1,
            parts: 0,
            filter: Filter::default(),
        }
    }

    /// Reads a slice.
    pub fn push(&mut self, bytes: &[u8], sink: &mut Sink) {
        for &byte in bytes {
            self.line += u64::from(byte == b'\n');
            match byte {
                b'<' if self.quote == 0 => {
                    if self.inside && !self.tag.is_empty() {
                        let tag = std::mem::take(&mut self.tag);
                        self.broken(&tag, sink);
                    }
                    self.tag.clear();
                    self.inside = true;
                }
                b'>' if self.inside && self.quote == 0 => {
                    let tag = std::mem::take(&mut self.tag);
                    self.take(&tag, sink);
                    self.inside = false;
                }
                _ if self.inside => {
                    if self.quote == 0 && matches!(byte, b'"' | b'\'') {
                        self.quote = byte;
                    } else if byte == self.quote || (byte == b'\n' && self.quote != 0) {
                        // A quote left open must not swallow the rest of the file.
                        self.quote = 0;
                    }
                    if self.tag.len() < MAX_TAG {
                        self.tag.push(byte);
                    }
                }
                _ => {}
            }
        }
    }

    /// Reads what is left.
    pub fn finish(&mut self, sink: &mut Sink) {
        let tag = std::mem::take(&mut self.tag);
        if self.inside {
            self.broken(&tag, sink);
        }
    }

    fn broken(&mut self, tag: &[u8], sink: &mut Sink) {
        if is_sample(tag).is_some() {
            sink.reject(tag, self.line);
        }
    }

    fn take(&mut self, tag: &[u8], sink: &mut Sink) {
        if let Some(closing) = tag.strip_prefix(b"/") {
            self.depth = self.depth.saturating_sub(u32::from(matches!(closing, b"sample" | b"httpSample")));
            return;
        }
        let Some(attributes) = is_sample(tag) else { return };
        if self.depth > 0 {
            self.parts += 1;
        } else {
            let text = String::from_utf8_lossy(attributes);
            let word = |name: &str| attribute(&text, name).unwrap_or("").as_bytes();
            match attribute(&text, "t") {
                Some(_) if !self.filter.lets(word("rc"), word("lb")) => {}
                Some(value) => {
                    let piece = sink.piece(value.as_bytes(), self.reading, self.line);
                    if let (number::Piece::One(ms), Some(start)) = (piece, attribute(&text, "ts")) {
                        sink.log.record(stamp::read(start.as_bytes()), ms);
                    }
                }
                None => sink.reject(tag, self.line),
            }
        }
        self.depth += u32::from(!tag.ends_with(b"/"));
    }
}

fn is_sample(tag: &[u8]) -> Option<&[u8]> {
    let rest = tag.strip_prefix(b"httpSample").or(tag.strip_prefix(b"sample"))?;
    rest.first().is_some_and(u8::is_ascii_whitespace).then_some(rest)
}

fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back().is_some_and(char::is_whitespace);
        let after = &rest[at + name.len()..];
        if before
            && let Some(value) = after.trim_start().strip_prefix('=')
            && let Some(quote) = value.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))
        {
            return value.trim_start()[1..].split(quote).next();
        }
        rest = after;
    }
    None
}
