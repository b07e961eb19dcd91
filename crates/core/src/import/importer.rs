//! The importer: fed with slices of bytes, it recognises what they are and ends as a data set. Its memory is bounded whatever
//! the size of the file: a head of 64 kB, at most a million different values, and half a million starts.

use super::encoding::Decoder;
use super::sink::Sink;
use super::sniff::{self, Reader, Recognised};
use super::{Dataset, Format, ImportError, Wanted, finish, told};

/// Bytes of text looked at before the format is settled.
const HEAD: usize = 64 * 1024;

/// Reads a file or a paste, slice by slice.
#[derive(Debug)]
pub struct Importer {
    name: String,
    wanted: Wanted,
    decoder: Decoder,
    head: Vec<u8>,
    /// All of a text short enough to be a tool's report.
    whole: Vec<u8>,
    found: Option<Recognised>,
    /// Why it is of no use unless it turns out to be somebody's report, which takes all of it to tell.
    doubted: Option<ImportError>,
    sink: Sink,
    bytes: u64,
    failed: Option<ImportError>,
}

impl Importer {
    /// An importer for something of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            wanted: Wanted::default(),
            decoder: Decoder::default(),
            head: Vec::new(),
            whole: Vec::new(),
            found: None,
            doubted: None,
            sink: Sink::default(),
            bytes: 0,
            failed: None,
        }
    }

    /// Reads by these choices instead of what looks best.
    #[must_use]
    pub fn with(mut self, wanted: Wanted) -> Self {
        self.wanted = wanted;
        self
    }

    /// Bytes read so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Durations read so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.sink.gathering.count()
    }

    /// Why it will come to nothing, where that is known already: no need to read on.
    #[must_use]
    pub fn failed(&self) -> Option<&ImportError> {
        self.failed.as_ref().filter(|_| self.count() == 0)
    }

    /// Reads a slice, of any length.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        // Until the format is settled text is gathered: a slice of any size must not be gathered whole.
        let mut rest = bytes;
        while !rest.is_empty() && self.failed.is_none() {
            let direct = self.found.is_some() && !self.decoder.is_utf16();
            let (part, after) = if direct { (rest, &[][..]) } else { rest.split_at(rest.len().min(HEAD)) };
            let read = if direct { self.read(part) } else { self.decode(part) };
            self.failed = read.err();
            rest = after;
        }
    }

    fn decode(&mut self, bytes: &[u8]) -> Result<(), ImportError> {
        let mut text = Vec::new();
        self.decoder.push(bytes, |part| text.extend_from_slice(part))?;
        self.take(&text)
    }

    /// Decoded text: gathered until the format is settled, read from then on.
    fn take(&mut self, text: &[u8]) -> Result<(), ImportError> {
        if self.found.is_some() {
            return self.read(text);
        }
        if let Some(why) = self.doubted.take() {
            self.whole.extend_from_slice(text);
            if self.whole.len() > told::MOST_BYTES {
                self.whole = Vec::new();
                return Err(why);
            }
            self.doubted = Some(why);
            return Ok(());
        }
        self.head.extend_from_slice(text);
        if self.head.len() < HEAD { Ok(()) } else { self.settle(false) }
    }

    fn settle(&mut self, complete: bool) -> Result<(), ImportError> {
        let mut head = std::mem::take(&mut self.head);
        // A spreadsheet's word to itself about what separates its cells.
        if head.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"sep=")) {
            let end = head.iter().position(|b| *b == b'\n').map_or(head.len(), |end| end + 1);
            head.drain(..end.min(8));
        }
        let found = sniff::recognise(&head, complete, &self.wanted)
            .and_then(|mut found| found.reader.keep_only(&self.wanted).map(|()| found));
        match found {
            Ok(found) => self.found = Some(found),
            Err(why) => {
                self.whole = head;
                if complete {
                    return Err(why);
                }
                self.doubted = Some(why);
                return Ok(());
            }
        }
        self.read(&head)
    }

    fn read(&mut self, text: &[u8]) -> Result<(), ImportError> {
        if self.bytes <= told::MOST_BYTES as u64 {
            self.whole.extend_from_slice(text);
        } else if !self.whole.is_empty() {
            self.whole = Vec::new();
        }
        let Some(found) = &mut self.found else { return Ok(()) };
        match &mut found.reader {
            Reader::Tokens(tokens) => tokens.push(text, &mut self.sink),
            Reader::Table(table) => table.push(text, &mut self.sink),
            Reader::Pairs(pairs) => pairs.push(text, &mut self.sink),
            Reader::Xml(xml) => xml.push(text, &mut self.sink),
            Reader::Hgrm(hgrm) => hgrm.push(text, &mut self.sink),
            Reader::Intervals(log) => log.push(text),
            Reader::Json(json) => return json.push(text, &mut self.sink),
        }
        Ok(())
    }

    /// What came of it.
    ///
    /// # Errors
    /// An [`ImportError`], whose text can be shown as it is.
    pub fn finish(mut self) -> Result<Dataset, ImportError> {
        if self.bytes == 0 {
            return Err(ImportError::Empty);
        }
        if self.failed.is_none() {
            let mut text = Vec::new();
            let mut ended = self.decoder.finish(|part| text.extend_from_slice(part)).and_then(|()| self.take(&text));
            if let Some(why) = self.doubted.take() {
                ended = Err(why);
            } else if ended.is_ok() && self.found.is_none() {
                ended = self.settle(true);
            }
            if ended.is_ok()
                && let Some(found) = &mut self.found
            {
                match &mut found.reader {
                    Reader::Tokens(tokens) => tokens.finish(&mut self.sink),
                    Reader::Table(table) => table.finish(&mut self.sink),
                    Reader::Pairs(pairs) => pairs.finish(&mut self.sink),
                    Reader::Xml(xml) => xml.finish(&mut self.sink),
                    Reader::Hgrm(hgrm) => hgrm.finish(&mut self.sink),
                    Reader::Intervals(log) => {
                        let report = std::mem::take(log.as_mut()).finish();
                        return told::data(&self.name, self.bytes, &self.wanted, report);
                    }
                    Reader::Json(json) => ended = json.finish(&mut self.sink),
                }
            }
            self.failed = ended.err();
        }
        let (whole, name, wanted) = (std::mem::take(&mut self.whole), self.name.clone(), self.wanted.clone());
        let mut found = self.dataset();
        // What a tool's own layout says goes before what a general reading makes of it, unless a hand has chosen.
        let is_settled = match &found {
            Ok(data) => !data.format.is_general() || !wanted.is_nothing(),
            Err(why) => matches!(why, ImportError::FallingCounts(_)),
        };
        if let Ok(data) = &mut found
            && matches!(data.format, Format::K6Summary | Format::Hgrm)
        {
            data.report = told::stated(&name, &whole).map(Box::new);
        }
        if is_settled { found } else { told::read(&name, &whole, &wanted).unwrap_or(found) }
    }

    fn dataset(self) -> Result<Dataset, ImportError> {
        let Self { name, wanted, decoder, found, sink, bytes, failed, .. } = self;
        finish::dataset(finish::Read { name, wanted, utf16: decoder.is_utf16(), found, sink, bytes, failed })
    }
}

/// Reads a text at once.
///
/// # Errors
/// An [`ImportError`], whose text can be shown as it is.
pub fn read(name: &str, text: &[u8]) -> Result<Dataset, ImportError> {
    read_as(name, text, &Wanted::default())
}

/// Reads a text at once, by these choices.
///
/// # Errors
/// An [`ImportError`], whose text can be shown as it is.
pub fn read_as(name: &str, text: &[u8], wanted: &Wanted) -> Result<Dataset, ImportError> {
    let mut importer = Importer::new(name).with(wanted.clone());
    importer.push(text);
    importer.finish()
}
