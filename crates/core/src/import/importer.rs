//! The importer: fed with slices of bytes, it recognises what they are and ends as a data set. Its memory is bounded whatever
//! the size of the file: a head of 64 kB, at most a million different values, and half a million starts.

use super::encoding::Decoder;
use super::sink::Sink;
use super::sniff::{self, Reader, Recognised};
use super::{Dataset, Format, ImportError};

/// Bytes of text looked at before the format is settled.
const HEAD: usize = 64 * 1024;

/// Reads a file or a paste, slice by slice.
#[derive(Debug)]
pub struct Importer {
    name: String,
    column: Option<usize>,
    decoder: Decoder,
    head: Vec<u8>,
    found: Option<Recognised>,
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
            column: None,
            decoder: Decoder::default(),
            head: Vec::new(),
            found: None,
            sink: Sink::default(),
            bytes: 0,
            failed: None,
        }
    }

    /// Takes the durations from this column (or path in JSON), counted from 0, instead of the one that looks best.
    #[must_use]
    pub fn with_column(mut self, column: usize) -> Self {
        self.column = Some(column);
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
        if self.failed.is_some() {
            return;
        }
        let mut text = Vec::new();
        let decoded = if self.found.is_some() && !self.decoder.is_utf16() {
            self.read(bytes)
        } else {
            self.decoder.push(bytes, |part| text.extend_from_slice(part)).and_then(|()| self.take(&text))
        };
        if let Err(error) = decoded {
            self.failed = Some(error);
        }
    }

    /// Decoded text: gathered until the format is settled, read from then on.
    fn take(&mut self, text: &[u8]) -> Result<(), ImportError> {
        if self.found.is_some() {
            return self.read(text);
        }
        self.head.extend_from_slice(text);
        if self.head.len() < HEAD { Ok(()) } else { self.settle(false) }
    }

    fn settle(&mut self, complete: bool) -> Result<(), ImportError> {
        let head = std::mem::take(&mut self.head);
        self.found = Some(sniff::recognise(&head, complete, self.column)?);
        self.read(&head)
    }

    fn read(&mut self, text: &[u8]) -> Result<(), ImportError> {
        let Some(found) = &mut self.found else { return Ok(()) };
        match &mut found.reader {
            Reader::Tokens(tokens) => tokens.push(text, &mut self.sink),
            Reader::Table(table) => table.push(text, &mut self.sink),
            Reader::Hgrm(hgrm) => hgrm.push(text, &mut self.sink),
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
            if ended.is_ok() && self.found.is_none() {
                ended = self.settle(true);
            }
            if ended.is_ok()
                && let Some(found) = &mut self.found
            {
                match &mut found.reader {
                    Reader::Tokens(tokens) => tokens.finish(&mut self.sink),
                    Reader::Table(table) => table.finish(&mut self.sink),
                    Reader::Hgrm(hgrm) => hgrm.finish(&mut self.sink),
                    Reader::Json(json) => ended = json.finish(&mut self.sink),
                }
            }
            self.failed = ended.err();
        }
        self.dataset()
    }

    fn dataset(self) -> Result<Dataset, ImportError> {
        let Self { name, decoder, found, sink, bytes, failed, .. } = self;
        let Sink { gathering, unreadable, first_unreadable, met, log, stated_mean_ms, stated } = sink;
        let negatives = gathering.negatives();
        let format = found.as_ref().map(|f| f.format);
        let Some(mut sample) = gathering.finish() else {
            return Err(match (failed, format) {
                (Some(error), _) => error,
                (None, Some(Format::Har)) => ImportError::EmptyHar,
                (None, Some(Format::Json | Format::JsonLines | Format::K6Summary)) => ImportError::NoNumbersInJson,
                _ => ImportError::NoNumbers(first_unreadable.into_iter().map(|u| u.text).collect()),
            });
        };
        let Some(found) = found else { return Err(failed.unwrap_or(ImportError::Empty)) };
        if let Some(mean) = stated_mean_ms.filter(|m| (sample.min_ms..=sample.max_ms).contains(m)) {
            sample.mean_ms = mean;
        }
        let mut notices = Vec::new();
        if let Some(first) = first_unreadable.first() {
            let verb =
                if unreadable == 1 { "value could not be read and was" } else { "values could not be read and were" };
            let number = crate::quantity::grouped(unreadable as f64, 0);
            notices.push(format!("{number} {verb} left out; the first is “{}” (line {}).", first.text, first.line));
        }
        if negatives > 0 {
            let verb = if negatives == 1 { "duration is" } else { "durations are" };
            let number = crate::quantity::grouped(negatives as f64, 0);
            notices.push(format!("{number} {verb} negative, as a clock that is set back makes them; they are kept."));
        }
        if met.mixed() {
            let bare = if met.bare() { "; numbers without one were taken as milliseconds" } else { "" };
            notices.push(format!("Units are mixed ({}){bare}.", met.names().join(", ")));
        }
        notices.extend(found.notices);
        if decoder.is_utf16() {
            notices.push("The text is in UTF-16 and was read as such.".into());
        }
        if let Reader::Tokens(tokens) = &found.reader
            && let Some(heading) = tokens.heading()
        {
            notices.push(format!("The first line, “{heading}”, was taken as a heading."));
        }
        match found.format {
            Format::Hgrm => notices.push("The table gives upper ends of steps, taken as milliseconds; the mean is the one it states.".into()),
            Format::K6Summary => notices.push(
                "A summary holds percentiles, not requests: those it states are shown as they are, the rest is drawn straight between them.".into(),
            ),
            _ => {}
        }
        if !sample.exact {
            notices.push(
                "More than a million durations, too many to keep each: percentiles are right to three significant digits.".into(),
            );
        }
        if let Some(error) = failed {
            notices.push(format!("Not all of it could be used: {error}"));
        }
        Ok(Dataset {
            name,
            format: found.format,
            sample,
            columns: found.columns,
            column: found.column,
            unreadable,
            first_unreadable,
            notices,
            stated,
            log: log.finish(),
            bytes,
        })
    }
}

/// Reads a text at once.
///
/// # Errors
/// An [`ImportError`], whose text can be shown as it is.
pub fn read(name: &str, text: &[u8]) -> Result<Dataset, ImportError> {
    let mut importer = Importer::new(name);
    importer.push(text);
    importer.finish()
}
