//! The inputs of `latency-numbers`: two rows to compare, how many of each operation a request makes, and a year.

use crate::quantity::Unit;
use crate::source::operations::OPERATIONS;
use crate::topic::{Choice, Param, Range};

/// What the reader sets.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// The row to compare.
    pub from: &'static str,
    /// The row to compare it with.
    pub to: &'static str,
    /// `popular` or `measured`: whose figures the totals and ratios use.
    pub figures: &'static str,
    /// `series` or `parallel`.
    pub order: &'static str,
    /// How many of each operation, in the order of the table.
    pub counts: [f64; 12],
    /// Round trips within a city.
    pub n_nearby_rtt: f64,
    /// Year of the slider.
    pub slider_year: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            from: "ram",
            to: "us_australia_rtt",
            figures: "popular",
            order: "series",
            counts: [0.0; 12],
            n_nearby_rtt: 0.0,
            slider_year: 2026.0,
        }
    }
}

const ROWS: [Choice; 12] = {
    let mut rows = [Choice { word: "", label: "" }; 12];
    let mut i = 0;
    while i < rows.len() {
        rows[i] = Choice { word: OPERATIONS[i].row, label: OPERATIONS[i].name };
        i += 1;
    }
    rows
};

const FIGURES: &[Choice] =
    &[Choice { word: "popular", label: "as passed around" }, Choice { word: "measured", label: "as measured" }];

const ORDERS: &[Choice] =
    &[Choice { word: "series", label: "one after the other" }, Choice { word: "parallel", label: "all at once" }];

/// One of our inputs.
type P = Param<Inputs>;

const COUNT: Range = Range::log(1.0, 1e6).whole().or_zero();

macro_rules! count {
    ($key:literal, $label:literal, $row:literal) => {
        P::number($key, $label, Unit::COUNT, COUNT, |i| i.counts[$row], |i, v| i.counts[$row] = v)
    };
}

/// The inputs in the order of the page.
pub const PARAMS: &[Param<Inputs>] = &[
    P::choice("from", "How much slower than", &ROWS, |i| i.from, |i, v| i.from = v),
    P::choice("to", "is", &ROWS, |i| i.to, |i, v| i.to = v),
    P::choice("figures", "Figures", FIGURES, |i| i.figures, |i, v| i.figures = v),
    count!("n_ram", "Main memory references", 2),
    count!("n_ssd_random", "SSD random reads", 3),
    count!("n_datacenter_rtt", "Round trips in the data centre", 5),
    count!("n_us_australia_rtt", "Round trips US to Australia", 11),
    P::choice("order", "Done", ORDERS, |i| i.order, |i, v| i.order = v),
    count!("n_l1", "L1 cache references", 0).more(),
    count!("n_l2", "L2 cache references", 1).more(),
    count!("n_ssd_mb", "Megabytes from SSD, in order", 4).more(),
    count!("n_hdd_mb", "Megabytes from HDD, in order", 6).more(),
    count!("n_hdd_seek", "HDD random reads", 7).more(),
    count!("n_net_mb", "Megabytes over 1 Gbit/s", 8).more(),
    count!("n_us_coasts_rtt", "Round trips US East to West", 9).more(),
    count!("n_us_europe_rtt", "Round trips US to Europe", 10).more(),
    P::number(
        "n_nearby_rtt",
        "Round trips within a city",
        Unit::COUNT,
        COUNT,
        |i| i.n_nearby_rtt,
        |i, v| i.n_nearby_rtt = v,
    )
    .more(),
    P::number(
        "slider_year",
        "Year of the slider",
        Unit::COUNT,
        Range::linear(1990.0, 2040.0, 1.0).whole(),
        |i| i.slider_year,
        |i, v| i.slider_year = v,
    )
    .help("What a page of 2012 forecasts for this year, beside what was measured.")
    .more(),
];
