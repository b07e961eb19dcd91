//! Why a file is no trace and no profile, in a sentence for the reader.

use std::fmt;

use crate::quantity::grouped;

/// Why nothing came of a file; `Display` is a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TraceError {
    /// Nothing in it.
    Empty,
    /// Something else; the sentence says what.
    Foreign(String),
    /// Its grammar breaks at this byte.
    Broken(&'static str, u64, String),
    /// Recognised, but without a single span or sample in it.
    Nothing(&'static str),
    /// Two events of one thread overlap without one being inside the other.
    NotNested(String),
    /// More spans than are kept.
    TooMany(u64),
    /// One record is larger than is read.
    TooLarge(u64),
    /// A sketch that is not understood, at this character.
    Sketch(usize, String),
}

impl fmt::Display for TraceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(
                f,
                "There is nothing in it: drop a trace or a profile, or write one such as “auth 45, cache 15, database 480”."
            ),
            Self::Foreign(says) | Self::NotNested(says) => write!(f, "{says}"),
            Self::Broken(format, at, why) => {
                write!(f, "This looks like {format}, but at byte {} {why}.", grouped(*at as f64, 0))
            }
            Self::Nothing(format) => write!(f, "This is {format}, but there is no span and no sample in it."),
            Self::TooMany(most) => write!(
                f,
                "It holds more than {} spans, which is as many as are kept here. Export a part of it.",
                grouped(*most as f64, 0)
            ),
            Self::TooLarge(at) => write!(
                f,
                "One record of it, at byte {}, is larger than 64 MB, which no span is.",
                grouped(*at as f64, 0)
            ),
            Self::Sketch(at, why) => write!(
                f,
                "Written traces look like “auth 45, cache 15, database 480”, with parts in brackets and parallel ones between bars; at character {at} {why}."
            ),
        }
    }
}

impl std::error::Error for TraceError {}
