//! Latencies from wherever they are: pasted groups and columns, CSV, JSON, HAR, and what k6, wrk2, hey, ab and JMeter print.
//!
//! Everything is read in slices and in bounded memory, recognised by its beginning, and ends as a [`Dataset`] or in a sentence
//! that says why not. Bare numbers are milliseconds; a heading or a unit says otherwise. Negative durations are kept.

// A negated comparison refuses NaN as well, which is what the checks are for.
#![allow(clippy::neg_cmp_op_on_partial_ord)]

mod dataset;
mod encoding;
mod error;
mod fit;
mod hgrm;
mod importer;
mod json;
mod json_pick;
mod k6;
mod names;
mod number;
mod sample;
mod sink;
mod sniff;
mod stamp;
pub mod stated;
mod table;
#[cfg(test)]
mod tests;
mod tokens;

pub use dataset::{Dataset, Format, Loaded, Unreadable};
pub use error::ImportError;
pub use fit::LogFit;
pub use importer::{Importer, read};
pub use sample::{EXACT_VALUES, Gathering, LARGEST_RELATIVE_ERROR, Sample};
