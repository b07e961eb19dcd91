//! Does this explorer tell the truth? Checks that a reader can run in their own browser, and that the tests run natively.
//!
//! Each check is data: what is compared, with what, and how near it must come. Published tables and closed forms are compared
//! at once; simulations are advanced in slices and judged by their own intervals.
//!
//! **False alarms.** A simulated cell may miss its theory by chance: [`stats::verdict`] judges here and on every floor, with one
//! threshold. Seeds are fixed, so that a cell that agrees here agrees everywhere.

mod cells;
mod exact;
mod numpy;
mod runner;

use crate::stats::{self, Verdict};

pub use runner::{Progress, Runner};

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Percentiles against NumPy.
    Quantiles,
    /// Formulas against values that others published.
    Published,
    /// Coordinated omission against the README of HdrHistogram.
    Omission,
    /// Figures of the topics.
    Figures,
    /// Simulations against theory.
    Simulation,
}

impl Group {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Quantiles, Self::Published, Self::Omission, Self::Figures, Self::Simulation];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Quantiles => "Percentiles, by nine definitions, against NumPy",
            Self::Published => "Formulas against published values",
            Self::Omission => "Coordinated omission against the README of HdrHistogram",
            Self::Figures => "Figures of the topics",
            Self::Simulation => "Simulations against theory",
        }
    }
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is about.
    pub group: Group,
    /// What was compared, a noun phrase.
    pub what: String,
    /// What this explorer finds.
    pub found: f64,
    /// Half the 95 % interval of what was found; 0 where it is exact.
    pub half_width: f64,
    /// What it is held against.
    pub wanted: f64,
    /// Where that is known from.
    pub by: &'static str,
    /// How far apart they may be.
    pub tolerance: f64,
    /// Samples behind it; 0 where it is exact.
    pub n: u64,
}

impl Finding {
    /// Whether the two are near enough.
    #[must_use]
    pub fn agrees(&self) -> bool {
        libm::fabs(self.found - self.wanted) <= self.tolerance
    }

    /// The verdict in a word.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        if self.half_width == 0.0 {
            return if self.agrees() { "agrees" } else { "differs" };
        }
        match stats::verdict(self.wanted, self.found, self.half_width) {
            Verdict::Agrees | Verdict::Near => "agrees",
            Verdict::Differs => "differs",
            Verdict::TooFewToSay => "too few to say",
        }
    }

    /// An exact comparison with a relative tolerance.
    fn exact(group: Group, what: impl Into<String>, found: f64, wanted: f64, by: &'static str, rel_tol: f64) -> Self {
        let tolerance = rel_tol * libm::fabs(wanted).max(1e-12);
        Self { group, what: what.into(), found, half_width: 0.0, wanted, by, tolerance, n: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_agrees() {
        let mut runner = Runner::new();
        while !runner.advance(50_000) {}
        assert!(runner.findings().len() > 200, "{}", runner.findings().len());
        for finding in runner.findings() {
            assert_eq!(finding.verdict(), "agrees", "{finding:?}");
        }
        for group in Group::ALL {
            assert!(runner.findings().iter().any(|f| f.group == group), "{group:?} has no check");
        }
    }

    #[test]
    fn slices_do_not_change_the_findings() {
        let run = |slice: u64| {
            let mut runner = Runner::new();
            while !runner.advance(slice) {}
            runner.findings().to_vec()
        };
        assert_eq!(run(7_919), run(1_000_000));
    }

    #[test]
    fn a_wrong_value_is_found_out() {
        let wrong = Finding::exact(Group::Published, "C(2, 1)", 0.3334, 1.0 / 3.0, "", 1e-6);
        assert_eq!(wrong.verdict(), "differs");
        let simulated = Finding { half_width: 0.01, tolerance: 0.025, found: 1.03, wanted: 1.0, ..wrong };
        assert_eq!(simulated.verdict(), "differs");
    }
}
