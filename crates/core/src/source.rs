//! The one place where numbers from the world live: each with its range, its source and its date.

pub mod books;
pub mod operations;

use crate::quantity::Unit;

/// Where something is known from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Source {
    /// Author or organisation.
    pub author: &'static str,
    /// Title of the work.
    pub title: &'static str,
    /// Year, or date of measurement, as `2026` or `2026-03-08`.
    pub as_of: &'static str,
    /// Address, DOI or chapter, whatever leads a reader there.
    pub at: &'static str,
}

impl Source {
    /// The same work, at the place that is meant here.
    #[must_use]
    pub const fn section(self, at: &'static str) -> Self {
        Self { at, ..self }
    }
}

/// A number from the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant {
    /// What it is, as a noun phrase.
    pub name: &'static str,
    /// The value to calculate with.
    pub value: f64,
    /// The smallest plausible value.
    pub low: f64,
    /// The largest plausible value.
    pub high: f64,
    /// Unit of all three.
    pub unit: Unit,
    /// Where it is known from.
    pub source: Source,
}
