//! What tools write → a [`Trace`] or a [`Flame`]: fed in slices, recognised by its beginning, unpacked where it is packed.

mod chrome;
mod collapsed;
mod format;
mod gzip;
mod har;
mod ids;
mod jaeger;
mod notes;
mod otlp;
mod perf;
mod pprof;
mod recognise;
mod scan;
mod sketch;
mod speedscope;
mod stacks;
mod value;
mod zipkin;

use super::{Flame, Trace, TraceError};
use crate::import::{Decoder, ImportError};
pub use format::Format;
use notes::Notes;
use recognise::Kind;
use scan::{Listener, Scan, Stop};

/// What came of a file.
#[derive(Clone, Debug)]
pub enum Content {
    /// Spans with times.
    Trace(Trace),
    /// Stacks with weights, without times.
    Profile(Flame),
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The file's name.
    pub name: String,
    /// What it was recognised as.
    pub format: Format,
    /// What is in it.
    pub content: Content,
    /// What deserves a word, a sentence each.
    pub notices: Vec<String>,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Text looked at before the format is settled.
const HEAD: usize = 64 * 1024;
/// Largest profile in pprof's encoding, unpacked.
const LARGEST_PPROF: usize = 256_000_000;

/// A reader of one format of records in JSON.
trait Records: Listener {
    fn finish(self: Box<Self>, notes: &mut Notes) -> Result<Content, TraceError>;
    /// Spans or events so far.
    fn count(&self) -> usize;
    fn as_listener(&mut self) -> &mut dyn Listener;
}

/// A reader of one format of lines.
trait Lines {
    fn line(&mut self, line: &str, number: u64) -> Result<(), TraceError>;
    fn finish(self: Box<Self>, notes: &mut Notes) -> Result<Content, TraceError>;
    fn count(&self) -> usize;
}

enum Reading {
    Json(Scan, Box<dyn Records>, Option<(u64, &'static str)>),
    Lines(Vec<u8>, Box<dyn Lines>, u64),
    Sketch(Vec<u8>),
}

/// Reads a file or a paste, slice by slice.
pub struct Reader {
    name: String,
    bytes: u64,
    /// The first bytes, until it is known whether they are packed.
    magic: Vec<u8>,
    packed: Option<Box<gzip::Gunzip>>,
    is_plain: bool,
    /// The first unpacked bytes, until it is known whether they are text.
    first: Option<Vec<u8>>,
    binary: Option<Vec<u8>>,
    decoder: Decoder,
    head: Vec<u8>,
    format: Option<Format>,
    reading: Option<Reading>,
    failed: Option<TraceError>,
}

impl Reader {
    /// A reader of something of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            bytes: 0,
            magic: Vec::new(),
            packed: None,
            is_plain: false,
            first: Some(Vec::new()),
            binary: None,
            decoder: Decoder::default(),
            head: Vec::new(),
            format: None,
            reading: None,
            failed: None,
        }
    }

    /// Bytes read so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Spans, events or stacks read so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        match &self.reading {
            Some(Reading::Json(_, records, _)) => records.count() as u64,
            Some(Reading::Lines(_, lines, _)) => lines.count() as u64,
            _ => 0,
        }
    }

    /// Why it will come to nothing, where that is known already.
    #[must_use]
    pub fn failed(&self) -> Option<&TraceError> {
        self.failed.as_ref()
    }

    /// Reads a slice, of any length.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        for part in bytes.chunks(4 * HEAD) {
            if self.failed.is_none()
                && let Err(why) = self.unpack(part)
            {
                self.failed = Some(why);
            }
        }
    }

    fn unpack(&mut self, bytes: &[u8]) -> Result<(), TraceError> {
        if self.packed.is_none() && !self.is_plain {
            self.magic.extend_from_slice(bytes);
            if self.magic.len() < 3 {
                return Ok(());
            }
            let magic = std::mem::take(&mut self.magic);
            if magic.starts_with(&[0x1f, 0x8b]) {
                self.packed = Some(Box::default());
            } else {
                self.is_plain = true;
            }
            return self.unpack(&magic);
        }
        let Some(mut packed) = self.packed.take() else { return self.plain(bytes) };
        let read = packed.push(bytes, &mut |part| self.plain(part));
        self.packed = Some(packed);
        read
    }

    fn plain(&mut self, bytes: &[u8]) -> Result<(), TraceError> {
        if let Some(mut first) = self.first.take() {
            first.extend_from_slice(bytes);
            if first.len() < 3 {
                self.first = Some(first);
                return Ok(());
            }
            self.binary = pprof::may_be(&first).then(Vec::new);
            return self.plain(&first);
        }
        if let Some(binary) = &mut self.binary {
            if binary.len() + bytes.len() > LARGEST_PPROF {
                return Err(TraceError::TooLarge(0));
            }
            binary.extend_from_slice(bytes);
            return Ok(());
        }
        let mut text = Vec::new();
        self.decoder.push(bytes, |part| text.extend_from_slice(part)).map_err(foreign)?;
        self.text(&text)
    }

    fn text(&mut self, text: &[u8]) -> Result<(), TraceError> {
        if self.reading.is_some() {
            return self.read(text);
        }
        self.head.extend_from_slice(text);
        if self.head.len() < HEAD { Ok(()) } else { self.settle(false) }
    }

    fn settle(&mut self, is_whole: bool) -> Result<(), TraceError> {
        let head = std::mem::take(&mut self.head);
        let kind = recognise::kind(&head, is_whole)?;
        self.format = Some(kind.format());
        let json = |records: Box<dyn Records>| Reading::Json(Scan::default(), records, None);
        let lines = |lines: Box<dyn Lines>| Reading::Lines(Vec::new(), lines, 0);
        self.reading = Some(match kind {
            Kind::Otlp => json(Box::<otlp::Otlp>::default()),
            Kind::Jaeger => json(Box::<jaeger::Jaeger>::default()),
            Kind::Zipkin => json(Box::<zipkin::Zipkin>::default()),
            Kind::Har => json(Box::<har::Har>::default()),
            Kind::Chrome => json(Box::<chrome::Chrome>::default()),
            Kind::Speedscope => json(Box::<speedscope::Speedscope>::default()),
            Kind::Collapsed => lines(Box::<collapsed::Collapsed>::default()),
            Kind::Perf => lines(Box::<perf::Perf>::default()),
            Kind::Sketch => Reading::Sketch(Vec::new()),
        });
        self.read(&head)
    }

    fn read(&mut self, text: &[u8]) -> Result<(), TraceError> {
        match &mut self.reading {
            Some(Reading::Json(scan, records, stopped)) => {
                if stopped.is_none() {
                    match scan.push(text, records.as_listener()) {
                        Ok(()) => {}
                        Err(Stop::Refused(why)) => return Err(why),
                        // What was read before is kept, and the rest not looked at.
                        Err(Stop::Grammar(at, why)) => *stopped = Some((at, why)),
                    }
                }
                Ok(())
            }
            Some(Reading::Lines(carry, lines, number)) => {
                let mut rest = text;
                while let Some(end) = rest.iter().position(|b| *b == b'\n') {
                    *number += 1;
                    if carry.is_empty() {
                        lines.line(&String::from_utf8_lossy(&rest[..end]), *number)?;
                    } else {
                        carry.extend_from_slice(&rest[..end]);
                        lines.line(&String::from_utf8_lossy(carry), *number)?;
                        carry.clear();
                    }
                    rest = &rest[end + 1..];
                }
                carry.extend_from_slice(rest);
                if carry.len() > HEAD * 64 {
                    return Err(TraceError::TooLarge(self.bytes));
                }
                Ok(())
            }
            Some(Reading::Sketch(whole)) => {
                whole.extend_from_slice(text);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// What came of it.
    ///
    /// # Errors
    /// A [`TraceError`], whose text can be shown as it is.
    pub fn finish(mut self) -> Result<Opened, TraceError> {
        if self.bytes == 0 {
            return Err(TraceError::Empty);
        }
        let mut notes = Notes::default();
        if self.failed.is_none() {
            self.failed = self.end(&mut notes).err();
        }
        if let Some(why) = self.failed {
            return Err(why);
        }
        let bytes = self.bytes;
        if let Some(binary) = self.binary {
            let content = pprof::read(&binary, &mut notes)?;
            return Ok(Opened { name: self.name, format: Format::Pprof, content, notices: notes.sentences(), bytes });
        }
        let (Some(format), Some(reading)) = (self.format, self.reading) else { return Err(TraceError::Empty) };
        let content = match reading {
            Reading::Json(mut scan, mut records, stopped) => {
                let in_list = format == Format::Chrome && scan.is_in_list();
                let stopped = match stopped {
                    Some(stopped) => Some(stopped),
                    None => match scan.finish(records.as_listener()) {
                        Ok(()) => None,
                        Err(Stop::Refused(why)) => return Err(why),
                        Err(Stop::Grammar(at, why)) => Some((at, why)).filter(|_| !in_list),
                    },
                };
                if let Some((at, why)) = stopped {
                    if records.count() == 0 {
                        return Err(TraceError::Broken(format.name(), at, why.into()));
                    }
                    notes.say(format!(
                        "At byte {} {why}: what stands before that is shown.",
                        crate::quantity::grouped(at as f64, 0)
                    ));
                }
                if records.count() == 0 {
                    return Err(TraceError::Nothing(format.name()));
                }
                records.finish(&mut notes)?
            }
            Reading::Lines(carry, mut lines, number) => {
                if !carry.is_empty() {
                    lines.line(&String::from_utf8_lossy(&carry), number + 1)?;
                }
                if lines.count() == 0 {
                    return Err(TraceError::Nothing(format.name()));
                }
                lines.finish(&mut notes)?
            }
            Reading::Sketch(whole) => Content::Trace(sketch::read(&String::from_utf8_lossy(&whole))?),
        };
        notes.look_at(&content, format);
        Ok(Opened { name: self.name, format, content, notices: notes.sentences(), bytes })
    }

    /// What is held back is read.
    fn end(&mut self, notes: &mut Notes) -> Result<(), TraceError> {
        if let Some(packed) = &self.packed {
            if !packed.is_done() {
                notes.say("The packed file breaks off: what could be unpacked is shown.".into());
            }
        } else if !self.magic.is_empty() {
            let magic = std::mem::take(&mut self.magic);
            self.is_plain = true;
            self.plain(&magic)?;
        }
        if let Some(first) = self.first.take() {
            self.decoder.push(&first, |part| self.head.extend_from_slice(part)).map_err(foreign)?;
        }
        if self.binary.is_none() {
            let mut text = Vec::new();
            self.decoder.finish(|part| text.extend_from_slice(part)).map_err(foreign)?;
            self.text(&text)?;
            if self.reading.is_none() {
                self.settle(true)?;
            }
        }
        Ok(())
    }
}

fn foreign(why: ImportError) -> TraceError {
    match why {
        ImportError::Empty => TraceError::Empty,
        ImportError::Binary(kind) => recognise::binary(kind),
        other => TraceError::Foreign(other.to_string()),
    }
}

/// Reads a text at once.
///
/// # Errors
/// A [`TraceError`], whose text can be shown as it is.
pub fn open(name: &str, text: &[u8]) -> Result<Opened, TraceError> {
    let mut reader = Reader::new(name);
    reader.push(text);
    reader.finish()
}
