//! Latencies from wherever they are: pasted groups and columns, CSV, JSON, HAR, and what k6, wrk2, hey, ab and JMeter print.
//!
//! Two doors lead in: [`Importer`] for durations, and [`keys`] for whoever needs the keys of a cache.
//!
//! Everything is read in slices and in bounded memory, recognised by its beginning, and ends as a [`Dataset`] or in a sentence
//! that says why not. Bare numbers are milliseconds; a heading or a unit says otherwise. Negative durations are kept.

// A negated comparison refuses NaN as well, which is what the checks are for.
#![allow(clippy::neg_cmp_op_on_partial_ord)]

mod column;
mod dataset;
mod encoding;
mod error;
mod filter;
mod finish;
mod fit;
mod gathering;
mod hgrm;
mod importer;
mod json;
mod json_pick;
mod json_plan;
mod jtl_xml;
mod k6;
pub mod keys;
mod logs;
mod names;
mod number;
mod pairs;
mod sample;
mod sink;
mod sniff;
mod split;
mod spoken;
mod stamp;
mod stated;
mod table;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;
mod told;
mod tools;
mod wanted;

pub use dataset::{Dataset, Format, Loaded, Unreadable};
pub(crate) use encoding::Decoder;
pub use error::ImportError;
pub use fit::LogFit;
pub use gathering::{EXACT_VALUES, Gathering, LARGEST_RELATIVE_ERROR};
pub use importer::{Importer, read, read_as};
pub use sample::Sample;
pub(crate) use stamp::nanos;
pub use stated::{Figure, Holds, Stated};
pub use wanted::{UNIT_WORDS, Wanted};
