//! Why nothing could be imported.

use std::fmt;

/// Why a file or a paste gave no numbers; `Display` is a sentence for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// Nothing in it.
    Empty,
    /// Bytes that are not text; what they look like, or empty.
    Binary(&'static str),
    /// Text without a single duration in it; the first lines that could not be read.
    NoNumbers(Vec<String>),
    /// JSON that breaks off or breaks its grammar, at this byte.
    BrokenJson(u64, &'static str),
    /// JSON nested deeper than is read.
    TooDeep,
    /// JSON in which no number looks like a duration.
    NoNumbersInJson,
    /// A HAR file without a single entry.
    EmptyHar,
    /// A column was asked for that is not there.
    NoSuchColumn(usize),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "There is nothing in it: paste or drop some durations, one a line."),
            Self::Binary("") => {
                write!(f, "This is not text but binary data; export it as CSV, JSON or one number a line.")
            }
            Self::Binary(kind) => {
                write!(f, "This is {kind}, not text; unpack or export it as CSV, JSON or one number a line.")
            }
            Self::NoNumbers(lines) if lines.is_empty() => write!(f, "No duration was found in it."),
            Self::NoNumbers(lines) => write!(f, "No duration was found in it; it begins with “{}”.", lines[0]),
            Self::BrokenJson(at, why) => write!(f, "This looks like JSON, but {why} at byte {at}."),
            Self::TooDeep => write!(
                f,
                "This JSON is nested more than {} deep, which no log of durations is.",
                super::json::MAX_DEPTH
            ),
            Self::NoNumbersInJson => write!(f, "This JSON holds no number that looks like a duration."),
            Self::EmptyHar => write!(f, "This HAR file holds no requests."),
            Self::NoSuchColumn(i) => write!(f, "There is no column {} in it.", i + 1),
        }
    }
}

impl std::error::Error for ImportError {}
