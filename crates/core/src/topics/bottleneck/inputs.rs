//! The inputs: five stages with their times and workers, the stage to mend, and a target.

use crate::pipeline::{Chain, ChainError};
use crate::quantity::Unit;
use crate::topic::{LARGEST_SEED, Range, Words, inputs, words};

/// Stages in the order in which a request passes them.
pub const STAGES: [&str; 5] = {
    let mut words = [""; 5];
    let mut i = 0;
    while i < words.len() {
        words[i] = Stage::CHOICES[i].word;
        i += 1;
    }
    words
};

/// Their names on the page.
pub const STAGE_NAMES: [&str; 5] = {
    let mut names = [""; 5];
    let mut i = 0;
    while i < names.len() {
        names[i] = Stage::CHOICES[i].label;
        i += 1;
    }
    names
};

words! {
    /// A stage of a request, in the order in which it passes them.
    pub enum Stage {
        Network = "network", "network in";
        App = "app", "app code";
        Database = "database", "database";
        Serialization = "serialization", "serialization";
        Response = "response", "network out";
    }
}

const MS: Range = Range::log(0.001, 86_400_000.0).or_zero();
const WORKERS: Range = Range::log(1.0, 10_000.0).whole();

inputs! {
    pub struct Inputs {
        /// The stage to mend.
        stage: Stage = Stage::Database => choice("Mend the");
        /// How many times faster it becomes.
        speedup: f64 = 15.0 => number("Make it faster by", Unit::RATIO, Range::log(1.0, 1e6));
        /// Network in.
        stage_network_ms: f64 = 5.0 => number("Network in", Unit::MS, MS);
        /// App code.
        stage_app_ms: f64 = 15.0 => number("App code", Unit::MS, MS);
        /// Database.
        stage_database_ms: f64 = 150.0 => number("Database", Unit::MS, MS);
        /// Serialization.
        stage_serialization_ms: f64 = 8.0 => number("Serialization", Unit::MS, MS);
        /// Network out.
        stage_response_ms: f64 = 2.0 => number("Network out", Unit::MS, MS);
        /// The goal for the whole request.
        target_ms: f64 = 30.0 => number("The game’s target", Unit::MS, Range::log(0.001, 86_400_000.0))
            .help("Halve stages until the whole request takes no longer than this.");
        /// Connections in.
        workers_network: f64 = 50.0 => number("Connections in", Unit::COUNT, WORKERS)
            .help("How many requests this stage can have at once.").more();
        /// Cores for app code.
        workers_app: f64 = 4.0 => number("Cores for app code", Unit::COUNT, WORKERS).more();
        /// Database connections.
        workers_database: f64 = 60.0 => number("Database connections", Unit::COUNT, WORKERS).more();
        /// Cores for serialization.
        workers_serialization: f64 = 4.0 => number("Cores for serialization", Unit::COUNT, WORKERS).more();
        /// Connections out.
        workers_response: f64 = 50.0 => number("Connections out", Unit::COUNT, WORKERS).more();
        /// Which patient the doctor sees.
        patient: f64 = 1.0 => number("The doctor’s patient", Unit::COUNT, Range::log(1.0, LARGEST_SEED).whole())
            .help("Each number is another machine with one fault.").more();
    }
}

impl Inputs {
    /// The chain, in seconds.
    ///
    /// # Errors
    /// Where no stage takes any time.
    pub fn chain(&self) -> Result<Chain, ChainError> {
        let workers = [
            self.workers_network,
            self.workers_app,
            self.workers_database,
            self.workers_serialization,
            self.workers_response,
        ];
        let stages: Vec<_> = self.stage_ms().iter().zip(workers).map(|(ms, n)| (Unit::MS.to_base(*ms), n)).collect();
        Chain::new(&stages)
    }

    /// Time in each stage, in their order.
    pub fn stage_ms(&self) -> [f64; 5] {
        [
            self.stage_network_ms,
            self.stage_app_ms,
            self.stage_database_ms,
            self.stage_serialization_ms,
            self.stage_response_ms,
        ]
    }

    /// Index of the stage to mend.
    pub fn chosen(&self) -> usize {
        self.stage as usize
    }
}
