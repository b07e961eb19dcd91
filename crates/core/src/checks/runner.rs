//! Runs all checks in slices.

use super::cells::{self, CUSTOMERS, Cell};
use super::{Finding, Group, exact};
use crate::sim::QueueRun;
use crate::stats::DIFFERS_BEYOND;

/// The seed of every cell.
const SEED: u64 = 42;

/// The checks on their way.
pub struct Runner {
    findings: Vec<Finding>,
    /// Exact checks not yet shown.
    cells: Vec<Cell>,
    next: usize,
    run: Option<QueueRun>,
    begun: bool,
}

/// How far they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Simulated customers so far.
    pub done: u64,
    /// All of them.
    pub all: u64,
}

impl Default for Runner {
    fn default() -> Self {
        Self::new()
    }
}

impl Runner {
    /// Nothing checked yet.
    #[must_use]
    pub fn new() -> Self {
        Self { findings: Vec::new(), cells: cells::all(), next: 0, run: None, begun: false }
    }

    /// Checks on for about so many simulated customers; says whether everything is done. The first call does all that needs no
    /// simulation.
    pub fn advance(&mut self, customers: u64) -> bool {
        if !self.begun {
            self.begun = true;
            self.findings = exact::all();
            return self.cells.is_empty();
        }
        let mut left = customers.max(1);
        while left > 0 {
            let Some(cell) = self.cells.get(self.next) else { return true };
            if self.run.is_none() {
                self.run = QueueRun::new(&cell.scenario, SEED, None).ok();
            }
            let finished = match &mut self.run {
                Some(run) => {
                    let before = run.arrived();
                    let wanted = (run.warmup() + CUSTOMERS).saturating_sub(before).min(left);
                    run.advance(wanted);
                    left -= wanted.min(left);
                    run.arrived() >= run.warmup() + CUSTOMERS || run.arrived() == before
                }
                None => true,
            };
            if finished {
                let finding = judge(cell, self.run.as_ref());
                self.findings.push(finding);
                self.run = None;
                self.next += 1;
            }
        }
        self.next >= self.cells.len()
    }

    /// What has been found so far.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let of_this = self.run.as_ref().map_or(0, |run| run.arrived().min(CUSTOMERS));
        Progress { done: self.next as u64 * CUSTOMERS + of_this, all: self.cells.len() as u64 * CUSTOMERS }
    }
}

fn judge(cell: &Cell, run: Option<&QueueRun>) -> Finding {
    let (found, half_width) = run.map_or((f64::NAN, 0.0), |run| cell.reading.of(&run.estimates()));
    Finding {
        group: Group::Simulation,
        what: cell.what.clone(),
        found,
        half_width,
        wanted: cell.wanted,
        by: cell.by,
        tolerance: DIFFERS_BEYOND * half_width,
        n: run.map_or(0, QueueRun::done),
    }
}
