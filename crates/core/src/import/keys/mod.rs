//! Keys of a cache as people have them: one a line, a column of a table, the path of each request in a log, a path in JSON.
//!
//! ```
//! use explorer_core::import::keys::{Accesses, KeyReader};
//!
//! let mut accesses = Accesses::default();
//! let mut reader = KeyReader::new("log.csv");
//! reader.push(b"time,key\n1,a\n2,b\n3,a\n", |key| accesses.record(key));
//! let found = reader.finish(|key| accesses.record(key)).unwrap();
//! assert_eq!((found.column.as_deref(), accesses.keys()), (Some("key"), &[0, 1, 0][..]));
//! ```
//!
//! Text comes in slices and leaves as keys, one after the other: the reader itself keeps no more than the beginning it looked
//! at. [`Accesses`] numbers the keys for whoever wants them all.

mod accesses;
mod choose;
mod pick;
#[cfg(test)]
mod tests;

pub use accesses::Accesses;

use super::encoding::Decoder;
use super::{ImportError, Wanted};
use choose::Chosen;

/// Bytes of text looked at before it is settled where the keys stand.
const HEAD: usize = 64 * 1024;

/// Bytes of a key that tell it from others.
pub const LONGEST_KEY: usize = 2_048;

/// Reads keys, slice by slice.
#[derive(Debug)]
pub struct KeyReader {
    name: String,
    wanted: Wanted,
    decoder: Decoder,
    head: Vec<u8>,
    chosen: Option<Chosen>,
    failed: Option<ImportError>,
    bytes: u64,
    count: u64,
}

/// What came of a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeysFound {
    /// Where they came from.
    pub name: String,
    /// Columns that may be chosen instead; empty where there is no choice.
    pub columns: Vec<String>,
    /// The column taken; nothing where the keys stand one a line.
    pub column: Option<String>,
    /// How many were handed on.
    pub count: u64,
    /// Rows without a key where one should be.
    pub without: u64,
    /// Bytes read.
    pub bytes: u64,
}

impl KeysFound {
    /// What was taken, in a line.
    #[must_use]
    pub fn took(&self) -> String {
        let from = self.column.as_ref().map_or_else(|| "one a line".to_owned(), |name| format!("“{name}”"));
        format!("{from}, {} accesses", crate::quantity::grouped(self.count as f64, 0))
    }
}

impl KeyReader {
    /// A reader for something of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            wanted: Wanted::default(),
            decoder: Decoder::default(),
            head: Vec::new(),
            chosen: None,
            failed: None,
            bytes: 0,
            count: 0,
        }
    }

    /// Takes this column, by name or number from 1, instead of the one that looks best.
    #[must_use]
    pub fn with(mut self, wanted: Wanted) -> Self {
        self.wanted = wanted;
        self
    }

    /// Keys handed on so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Why it will come to nothing, where that is known already.
    #[must_use]
    pub fn failed(&self) -> Option<&ImportError> {
        self.failed.as_ref()
    }

    /// Reads a slice and hands on each key that ends in it.
    pub fn push(&mut self, bytes: &[u8], mut take: impl FnMut(&[u8])) {
        self.bytes += bytes.len() as u64;
        for part in bytes.chunks(HEAD) {
            if self.failed.is_none() {
                self.failed = self.decode(part, &mut take).err();
            }
        }
    }

    fn decode(&mut self, bytes: &[u8], take: &mut impl FnMut(&[u8])) -> Result<(), ImportError> {
        let Self { decoder, head, chosen, count, .. } = self;
        let mut read = Ok(());
        decoder.push(bytes, |text| match chosen {
            Some(chosen) => read = chosen.pick.push(text, counted(count, take)),
            None => head.extend_from_slice(text),
        })?;
        read?;
        if self.chosen.is_none() && self.head.len() >= HEAD { self.settle(false, take) } else { Ok(()) }
    }

    fn settle(&mut self, complete: bool, take: &mut impl FnMut(&[u8])) -> Result<(), ImportError> {
        let head = std::mem::take(&mut self.head);
        let chosen = self.chosen.insert(choose::choose(&head, complete, &self.wanted)?);
        chosen.pick.push(&head, counted(&mut self.count, take))
    }

    /// Hands on what is left, and says what was taken.
    ///
    /// # Errors
    /// An [`ImportError`], whose text can be shown as it is.
    pub fn finish(mut self, mut take: impl FnMut(&[u8])) -> Result<KeysFound, ImportError> {
        if let Some(why) = self.failed {
            return Err(why);
        }
        let head = &mut self.head;
        let mut late = Vec::new();
        self.decoder.finish(|text| late.extend_from_slice(text))?;
        match &mut self.chosen {
            Some(chosen) => chosen.pick.push(&late, counted(&mut self.count, &mut take))?,
            None => {
                head.extend_from_slice(&late);
                self.settle(true, &mut take)?;
            }
        }
        let Some(mut chosen) = self.chosen else { return Err(ImportError::Empty) };
        chosen.pick.finish(counted(&mut self.count, &mut take))?;
        if self.count == 0 {
            return Err(ImportError::NoKeys);
        }
        Ok(KeysFound {
            name: self.name,
            column: chosen.column.and_then(|i| chosen.columns.get(i).cloned()),
            columns: chosen.columns,
            count: self.count,
            without: chosen.pick.without(),
            bytes: self.bytes,
        })
    }
}

/// Counts what is handed on.
fn counted<'a>(count: &'a mut u64, take: &'a mut impl FnMut(&[u8])) -> impl FnMut(&[u8]) + 'a {
    move |key| {
        *count += 1;
        take(key);
    }
}

/// Reads a text at once, as numbered accesses.
///
/// # Errors
/// An [`ImportError`], whose text can be shown as it is.
pub fn read(name: &str, text: &[u8], wanted: &Wanted) -> Result<(Accesses, KeysFound), ImportError> {
    let mut accesses = Accesses::default();
    let mut reader = KeyReader::new(name).with(wanted.clone());
    reader.push(text, |key| accesses.record(key));
    let found = reader.finish(|key| accesses.record(key))?;
    Ok((accesses, found))
}
