//! Units in names, numbers for people, and reading what people type.
//!
//! A [`Unit`] ties a symbol to a dimension and to the dimension's base unit. Links, inputs and readouts carry values in
//! their key's unit; models convert to SI at their first line.

mod format;
mod parse;
mod rounded;

pub use format::{format, format_interval, grouped, significant};
pub use parse::{NotUnderstood, parse};
pub use rounded::rounded;

/// What kind of thing a unit measures; its base unit in brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A plain number (1).
    Count,
    /// Time (s).
    Time,
    /// Events a second (1/s).
    Rate,
    /// A share of a whole (1), shown in per cent.
    Share,
    /// Amount of data (byte).
    Data,
    /// Data in a time (bit/s).
    DataRate,
    /// Length (m).
    Length,
    /// Speed (m/s).
    Speed,
    /// Money (US dollar).
    Money,
    /// A ratio of two like things, shown with a multiplication sign (1).
    Ratio,
}

/// A unit: its symbol, what it measures, and how many base units it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// As shown in links' documentation and in `data-unit`.
    pub symbol: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// One of it, in the dimension's base unit.
    pub in_base: f64,
}

macro_rules! units {
    ($($(#[$doc:meta])* $name:ident = $symbol:literal, $dimension:ident, $in_base:expr;)*) => {
        impl Unit {
            $($(#[$doc])* pub const $name: Unit = Unit { symbol: $symbol, dimension: Dimension::$dimension, in_base: $in_base };)*
        }
    };
}

units! {
    /// A plain number.
    COUNT = "", Count, 1.0;
    /// Nanoseconds.
    NS = "ns", Time, 1e-9;
    /// Microseconds.
    US = "µs", Time, 1e-6;
    /// Milliseconds.
    MS = "ms", Time, 1e-3;
    /// Seconds.
    SECS = "s", Time, 1.0;
    /// Minutes.
    MINUTES = "min", Time, 60.0;
    /// Hours.
    HOURS = "h", Time, 3600.0;
    /// Hours of work in a day; the same as hours, named for what they add up over.
    HOURS_PER_DAY = "h/day", Time, 3600.0;
    /// Events a second.
    PER_SEC = "1/s", Rate, 1.0;
    /// Events a minute.
    PER_MINUTE = "1/min", Rate, 1.0 / 60.0;
    /// Events a day.
    PER_DAY = "1/day", Rate, 1.0 / 86_400.0;
    /// Events in a month of 30 days.
    PER_MONTH = "1/month", Rate, 1.0 / 2_592_000.0;
    /// A share between 0 and 1.
    SHARE = "share", Share, 1.0;
    /// Per cent.
    PERCENT = "%", Share, 0.01;
    /// Bytes.
    BYTES = "B", Data, 1.0;
    /// Kilobytes of 1,000 bytes.
    KB = "kB", Data, 1e3;
    /// Megabytes of 1,000,000 bytes.
    MB = "MB", Data, 1e6;
    /// Megabits a second.
    MBPS = "Mbit/s", DataRate, 1e6;
    /// Megabytes a second.
    MB_PER_SEC = "MB/s", DataRate, 8e6;
    /// Kilometres.
    KM = "km", Length, 1e3;
    /// Kilometres a second.
    KM_PER_SEC = "km/s", Speed, 1e3;
    /// Kilometres an hour.
    KM_PER_HOUR = "km/h", Speed, 1.0 / 3.6;
    /// US dollars.
    USD = "USD", Money, 1.0;
    /// A ratio.
    RATIO = "×", Ratio, 1.0;
}

impl Unit {
    /// A value of this unit in the dimension's base unit (seconds, bytes, bit/s, …).
    pub fn to_base(self, value: f64) -> f64 {
        value * self.in_base
    }
}
