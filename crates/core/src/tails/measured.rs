//! What a large search service measured: the time until one leaf, most leaves and all leaves had answered.

use crate::quantity::Unit;
use crate::source::{Constant, Source};

/// Where the figures are from.
pub const DEAN_BARROSO: Source = Source {
    author: "J. Dean, L. A. Barroso",
    title: "The Tail at Scale, Communications of the ACM 56(2)",
    as_of: "2013",
    at: "https://doi.org/10.1145/2408776.2408794",
};

/// One row: when a share of the leaves had answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeasuredRow {
    /// Which leaves.
    pub leaves: &'static str,
    /// Half, 95 % and 99 % of the requests within so many milliseconds.
    pub p50_p95_p99_ms: [f64; 3],
}

/// The paper's table 1: one root, many leaves.
pub const TABLE: [MeasuredRow; 3] = [
    MeasuredRow { leaves: "one leaf", p50_p95_p99_ms: [1.0, 5.0, 10.0] },
    MeasuredRow { leaves: "95 % of the leaves", p50_p95_p99_ms: [12.0, 32.0, 70.0] },
    MeasuredRow { leaves: "all leaves", p50_p95_p99_ms: [40.0, 87.0, 140.0] },
];

const fn of_the_paper(name: &'static str, value: f64, unit: Unit) -> Constant {
    Constant { name, value, low: value, high: value, unit, source: DEAN_BARROSO }
}

/// What hedging did in the paper's benchmark of a wide-column store: 1,000 keys over 100 servers, hedged after 10 ms.
pub const HEDGING: [Constant; 3] = [
    of_the_paper("99.9th percentile without hedging", 1800.0, Unit::MS),
    of_the_paper("99.9th percentile with hedging after 10 ms", 74.0, Unit::MS),
    of_the_paper("more requests sent", 0.02, Unit::SHARE),
];

/// What tied requests saved in the paper's file system on an idle cluster: at the median and at the 99.9th percentile.
pub const TIED: [Constant; 2] = [
    of_the_paper("saved at the median by tied requests", 0.16, Unit::SHARE),
    of_the_paper("saved at the 99.9th percentile by tied requests", 0.40, Unit::SHARE),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_for_the_last_twentieth_of_the_leaves_is_half_of_the_tail() {
        let share = 1.0 - TABLE[1].p50_p95_p99_ms[2] / TABLE[2].p50_p95_p99_ms[2];
        assert_eq!(share, 0.5);
        assert!(HEDGING[0].value / HEDGING[1].value > 24.0);
    }
}
