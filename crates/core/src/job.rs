//! Heavy work as data: what to do, with which settings, on which bytes; and what came of it, as numbers and words.
//!
//! A topic describes the work and reads the outcome; it does not do the work. The page hands a [`Job`] to a worker, so that
//! nobody waits for it, and `evaluate` runs the same code natively. Both pass through one flat encoding:
//!
//! | part | bytes |
//! |---|---|
//! | text | length as u32, little-endian; then UTF-8 |
//! | number | f64, little-endian |
//! | list | count as u32, little-endian; then its items |
//! | head of a job | kind as text; list of settings, each two texts |
//! | outcome | list of (text, number); list of (text, text) |
//!
//! The bytes of a job travel beside its head, uncopied.

use std::fmt::Display;
use std::sync::Arc;

/// Bytes that many may hold, with a name to call them by: cheap to copy, and equal only to themselves (or when both are empty).
#[derive(Clone, Debug, Default)]
pub struct Bytes {
    /// A file's name, or empty.
    pub name: String,
    content: Arc<Vec<u8>>,
}

impl Bytes {
    /// Wraps bytes.
    #[must_use]
    pub fn new(name: impl Into<String>, content: Vec<u8>) -> Self {
        Self { name: name.into(), content: Arc::new(content) }
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.content, &other.content) || self.is_empty() && other.is_empty() && self.name == other.name
    }
}

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.content
    }
}

/// Work to be done elsewhere. Two equal jobs have the same outcome, speeds apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Job {
    /// Which work: a word that the worker knows.
    pub kind: String,
    /// How, in an order of the topic's own.
    pub settings: Vec<(String, String)>,
    /// On what; may be empty.
    pub bytes: Bytes,
}

impl Job {
    /// Work of a kind, without settings and bytes.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        Self { kind: kind.to_owned(), ..Self::default() }
    }

    /// Adds a setting.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Display) -> Self {
        self.settings.push((key.to_owned(), value.to_string()));
        self
    }

    /// Says on which bytes.
    #[must_use]
    pub fn on(mut self, bytes: Bytes) -> Self {
        self.bytes = bytes;
        self
    }

    /// A setting.
    #[must_use]
    pub fn setting(&self, key: &str) -> Option<&str> {
        self.settings.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    /// Everything but the bytes, encoded.
    #[must_use]
    pub fn head(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_text(&mut out, &self.kind);
        put_count(&mut out, self.settings.len());
        for (key, value) in &self.settings {
            put_text(&mut out, key);
            put_text(&mut out, value);
        }
        out
    }

    /// A job from its encoded head and its bytes; `None` where the head is none.
    #[must_use]
    pub fn from_parts(head: &[u8], bytes: Vec<u8>) -> Option<Self> {
        let mut from = head;
        let kind = take_text(&mut from)?;
        let settings = take_list(&mut from, |from| Some((take_text(from)?, take_text(from)?)))?;
        from.is_empty().then(|| Self { kind, settings, bytes: Bytes::new("", bytes) })
    }
}

/// What came of a job: numbers and words by name, in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Numbers, each in the unit its name says.
    pub numbers: Vec<(String, f64)>,
    /// Words; `failed` is a sentence for people, and then nothing else need be there.
    pub words: Vec<(String, String)>,
}

impl Outcome {
    /// An outcome that says only why there is none.
    #[must_use]
    pub fn failed(why: impl Into<String>) -> Self {
        let mut outcome = Self::default();
        outcome.say("failed", why);
        outcome
    }

    /// Adds a number.
    pub fn put(&mut self, key: impl Into<String>, number: f64) {
        self.numbers.push((key.into(), number));
    }

    /// Adds words.
    pub fn say(&mut self, key: impl Into<String>, words: impl Into<String>) {
        self.words.push((key.into(), words.into()));
    }

    /// A number by name.
    #[must_use]
    pub fn number(&self, key: &str) -> Option<f64> {
        self.numbers.iter().find(|(k, _)| k == key).map(|(_, number)| *number)
    }

    /// Words by name.
    #[must_use]
    pub fn word(&self, key: &str) -> Option<&str> {
        self.words.iter().find(|(k, _)| k == key).map(|(_, words)| words.as_str())
    }

    /// Encoded.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_count(&mut out, self.numbers.len());
        for (key, number) in &self.numbers {
            put_text(&mut out, key);
            out.extend(number.to_le_bytes());
        }
        put_count(&mut out, self.words.len());
        for (key, words) in &self.words {
            put_text(&mut out, key);
            put_text(&mut out, words);
        }
        out
    }

    /// Decoded; `None` where the bytes are no outcome.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut from = bytes;
        let numbers = take_list(&mut from, |from| {
            let key = take_text(from)?;
            let (number, rest) = from.split_first_chunk::<8>()?;
            *from = rest;
            Some((key, f64::from_le_bytes(*number)))
        })?;
        let words = take_list(&mut from, |from| Some((take_text(from)?, take_text(from)?)))?;
        from.is_empty().then_some(Self { numbers, words })
    }
}

fn put_count(out: &mut Vec<u8>, count: usize) {
    out.extend((count as u32).to_le_bytes());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_count(out, text.len());
    out.extend(text.as_bytes());
}

fn take_count(from: &mut &[u8]) -> Option<usize> {
    let (count, rest) = from.split_first_chunk::<4>()?;
    *from = rest;
    Some(u32::from_le_bytes(*count) as usize)
}

fn take_text(from: &mut &[u8]) -> Option<String> {
    let length = take_count(from)?;
    let (text, rest) = from.split_at_checked(length)?;
    *from = rest;
    String::from_utf8(text.to_vec()).ok()
}

fn take_list<T>(from: &mut &[u8], mut item: impl FnMut(&mut &[u8]) -> Option<T>) -> Option<Vec<T>> {
    // Not reserved beforehand: the count may be anything.
    (0..take_count(from)?).map(|_| item(from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> Job {
        Job::new("compress")
            .with("levels", "gzip:6 brotli:11")
            .with("sample", "…")
            .on(Bytes::new("a.txt", vec![1, 2, 3]))
    }

    fn outcome() -> Outcome {
        let mut outcome = Outcome::default();
        outcome.put("gzip_6_bytes", 12_345.0);
        outcome.put("third", 1.0 / 3.0);
        outcome.say("checksum", "cbf43926");
        outcome
    }

    #[test]
    fn a_job_comes_back_as_it_was_sent() {
        let sent = job();
        let got = Job::from_parts(&sent.head(), sent.bytes.to_vec()).unwrap();
        assert_eq!((&got.kind, &got.settings), (&sent.kind, &sent.settings));
        assert_eq!(*got.bytes, *sent.bytes);
        assert_eq!(got.setting("levels"), Some("gzip:6 brotli:11"));
    }

    #[test]
    fn an_outcome_comes_back_digit_for_digit() {
        assert_eq!(Outcome::decode(&outcome().encode()), Some(outcome()));
        assert_eq!(Outcome::decode(&Outcome::default().encode()), Some(Outcome::default()));
    }

    #[test]
    fn what_is_cut_or_too_long_is_refused_and_asks_for_no_memory() {
        for whole in [job().head(), outcome().encode()] {
            for end in 0..whole.len() {
                assert!(Job::from_parts(&whole[..end], Vec::new()).is_none() || end == 0);
                assert!(Outcome::decode(&whole[..end]).is_none());
            }
            let mut longer = whole.clone();
            longer.push(0);
            assert!(Job::from_parts(&longer, Vec::new()).is_none() && Outcome::decode(&longer).is_none());
        }
        assert!(Outcome::decode(&[255; 12]).is_none());
    }

    #[test]
    fn the_same_bytes_are_equal_and_a_copy_is_another_file() {
        let file = Bytes::new("a", vec![1]);
        assert_eq!(file, file.clone());
        assert_ne!(file, Bytes::new("a", vec![1]));
        assert_eq!(Bytes::default(), Bytes::default());
    }
}
