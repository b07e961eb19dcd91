//! The inputs of `latency-numbers`: two rows to compare, how many of each operation a request makes, and a year.

use crate::quantity::Unit;
use crate::source::operations::{OPERATIONS, Operation};
use crate::topic::{Choice, Range, Words, inputs, words};

words! {
    /// Whose figures the totals and ratios use.
    pub enum Figures {
        Popular = "popular", "as passed around";
        Measured = "measured", "as measured";
    }
}

words! {
    /// How the operations follow one another.
    pub enum Order {
        Series = "series", "one after the other";
        Parallel = "parallel", "all at once";
    }
}

const COUNT: Range = Range::log(1.0, 1e6).whole().or_zero();

inputs! {
    pub struct Inputs {
        /// The row to compare.
        from: Row = Row::RAM => choice("How much slower than");
        /// The row to compare it with.
        to: Row = Row::US_AUSTRALIA_RTT => choice("is");
        /// Whose figures the totals and ratios use.
        figures: Figures = Figures::Popular => choice("Figures");
        /// Those of the row `ram`.
        n_ram: f64 = 0.0 => number("Main memory references", Unit::COUNT, COUNT);
        /// Those of the row `ssd_random`.
        n_ssd_random: f64 = 0.0 => number("SSD random reads", Unit::COUNT, COUNT);
        /// Those of the row `datacenter_rtt`.
        n_datacenter_rtt: f64 = 0.0 => number("Round trips in the data centre", Unit::COUNT, COUNT);
        /// Those of the row `us_australia_rtt`.
        n_us_australia_rtt: f64 = 0.0 => number("Round trips US to Australia", Unit::COUNT, COUNT);
        /// How the operations follow one another.
        order: Order = Order::Series => choice("Done");
        /// Those of the row `l1`.
        n_l1: f64 = 0.0 => number("L1 cache references", Unit::COUNT, COUNT).more();
        /// Those of the row `l2`.
        n_l2: f64 = 0.0 => number("L2 cache references", Unit::COUNT, COUNT).more();
        /// Those of the row `ssd_mb`.
        n_ssd_mb: f64 = 0.0 => number("Megabytes from SSD, in order", Unit::COUNT, COUNT).more();
        /// Those of the row `hdd_mb`.
        n_hdd_mb: f64 = 0.0 => number("Megabytes from HDD, in order", Unit::COUNT, COUNT).more();
        /// Those of the row `hdd_seek`.
        n_hdd_seek: f64 = 0.0 => number("HDD random reads", Unit::COUNT, COUNT).more();
        /// Those of the row `net_mb`.
        n_net_mb: f64 = 0.0 => number("Megabytes over 1 Gbit/s", Unit::COUNT, COUNT).more();
        /// Those of the row `us_coasts_rtt`.
        n_us_coasts_rtt: f64 = 0.0 => number("Round trips US East to West", Unit::COUNT, COUNT).more();
        /// Those of the row `us_europe_rtt`.
        n_us_europe_rtt: f64 = 0.0 => number("Round trips US to Europe", Unit::COUNT, COUNT).more();
        /// Round trips within a city.
        n_nearby_rtt: f64 = 0.0 => number("Round trips within a city", Unit::COUNT, COUNT).more();
        /// Year of the slider.
        slider_year: f64 = 2026.0 => number("Year of the slider", Unit::COUNT, Range::linear(1990.0, 2040.0, 1.0).whole())
            .help("What a page of 2012 forecasts for this year, beside what was measured.").more();
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row(usize);

impl Row {
    const RAM: Self = Self(2);
    const US_AUSTRALIA_RTT: Self = Self(11);

    /// What the table says of it.
    pub fn operation(self) -> &'static Operation {
        &OPERATIONS[self.0]
    }
}

impl Words for Row {
    const ALL: &'static [Self] = &{
        let mut rows = [Self(0); OPERATIONS.len()];
        let mut i = 0;
        while i < rows.len() {
            rows[i] = Self(i);
            i += 1;
        }
        rows
    };
    const CHOICES: &'static [Choice] = &{
        let mut rows = [Choice { word: "", label: "" }; OPERATIONS.len()];
        let mut i = 0;
        while i < rows.len() {
            rows[i] = Choice { word: OPERATIONS[i].row, label: OPERATIONS[i].name };
            i += 1;
        }
        rows
    };

    fn word(self) -> &'static str {
        self.operation().row
    }
}

impl Inputs {
    /// How many of each operation, in the order of the table.
    pub fn counts(&self) -> [f64; OPERATIONS.len()] {
        [
            self.n_l1,
            self.n_l2,
            self.n_ram,
            self.n_ssd_random,
            self.n_ssd_mb,
            self.n_datacenter_rtt,
            self.n_hdd_mb,
            self.n_hdd_seek,
            self.n_net_mb,
            self.n_us_coasts_rtt,
            self.n_us_europe_rtt,
            self.n_us_australia_rtt,
        ]
    }
}
