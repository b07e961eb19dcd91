//! The inputs: five stages with their times and workers, the stage to mend, and a target.

use crate::pipeline::{Chain, ChainError};
use crate::quantity::Unit;
use crate::topic::{Choice, Param, Range};

/// Stages in the order in which a request passes them.
pub const STAGES: [&str; 5] = ["network", "app", "database", "serialization", "response"];

/// Their names on the page.
pub const STAGE_NAMES: [&str; 5] = ["network in", "app code", "database", "serialization", "network out"];

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Time in each stage, milliseconds, in the order of [`STAGES`].
    pub stage_ms: [f64; 5],
    /// Workers of each stage.
    pub workers: [f64; 5],
    /// The stage to mend.
    pub stage: &'static str,
    /// How many times faster it becomes.
    pub speedup: f64,
    /// The goal for the whole request.
    pub target_ms: f64,
    /// Which patient the doctor sees.
    pub patient: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            stage_ms: [5.0, 15.0, 150.0, 8.0, 2.0],
            workers: [50.0, 4.0, 60.0, 4.0, 50.0],
            stage: "database",
            speedup: 15.0,
            target_ms: 30.0,
            patient: 1.0,
        }
    }
}

impl Inputs {
    /// The chain, in seconds.
    ///
    /// # Errors
    /// Where no stage takes any time.
    pub fn chain(&self) -> Result<Chain, ChainError> {
        let stages: Vec<_> = self.stage_ms.iter().zip(self.workers).map(|(ms, n)| (Unit::MS.to_base(*ms), n)).collect();
        Chain::new(&stages)
    }

    /// Index of the stage to mend.
    pub fn chosen(&self) -> usize {
        STAGES.iter().position(|s| *s == self.stage).unwrap_or(2)
    }
}

const CHOICES: &[Choice] = &[
    Choice { word: "network", label: "network in" },
    Choice { word: "app", label: "app code" },
    Choice { word: "database", label: "database" },
    Choice { word: "serialization", label: "serialization" },
    Choice { word: "response", label: "network out" },
];

const MS: Range = Range::log(0.001, 86_400_000.0).or_zero();
const WORKERS: Range = Range::log(1.0, 10_000.0).whole();

type P = Param<Inputs>;

/// The inputs in the order of the page.
#[rustfmt::skip]
pub const PARAMS: &[P] = &[
    P::choice("stage", "Mend the", CHOICES, |i| i.stage, |i, v| i.stage = v),
    P::number("speedup", "Make it faster by", Unit::RATIO, Range::log(1.0, 1e6), |i| i.speedup, |i, v| i.speedup = v),
    P::number("stage_network_ms", "Network in", Unit::MS, MS, |i| i.stage_ms[0], |i, v| i.stage_ms[0] = v),
    P::number("stage_app_ms", "App code", Unit::MS, MS, |i| i.stage_ms[1], |i, v| i.stage_ms[1] = v),
    P::number("stage_database_ms", "Database", Unit::MS, MS, |i| i.stage_ms[2], |i, v| i.stage_ms[2] = v),
    P::number("stage_serialization_ms", "Serialization", Unit::MS, MS, |i| i.stage_ms[3], |i, v| i.stage_ms[3] = v),
    P::number("stage_response_ms", "Network out", Unit::MS, MS, |i| i.stage_ms[4], |i, v| i.stage_ms[4] = v),
    P::number("target_ms", "The game’s target", Unit::MS, Range::log(0.001, 86_400_000.0), |i| i.target_ms, |i, v| i.target_ms = v)
        .help("Halve stages until the whole request takes no longer than this."),
    P::number("workers_network", "Connections in", Unit::COUNT, WORKERS, |i| i.workers[0], |i, v| i.workers[0] = v)
        .help("How many requests this stage can have at once.").more(),
    P::number("workers_app", "Cores for app code", Unit::COUNT, WORKERS, |i| i.workers[1], |i, v| i.workers[1] = v).more(),
    P::number("workers_database", "Database connections", Unit::COUNT, WORKERS, |i| i.workers[2], |i, v| i.workers[2] = v).more(),
    P::number("workers_serialization", "Cores for serialization", Unit::COUNT, WORKERS, |i| i.workers[3], |i, v| i.workers[3] = v).more(),
    P::number("workers_response", "Connections out", Unit::COUNT, WORKERS, |i| i.workers[4], |i, v| i.workers[4] = v).more(),
    P::number("patient", "The doctor’s patient", Unit::COUNT, Range::log(1.0, 9_007_199_254_740_991.0).whole(), |i| i.patient, |i, v| i.patient = v)
        .help("Each number is another machine with one fault.").more(),
];
