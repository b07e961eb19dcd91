//! Little's law measured: a place without a limit simulated, and the slow-down over time.

use super::inputs::Inputs;
use crate::chart::{Layer, Role};
use crate::dist::Law;
use crate::quantity::Unit;
use crate::sim::{Arrivals, QueueRun, Scenario, SlowdownRun};
use crate::topic::{Readout, Run, Snapshot};

/// Bins of the picture over time.
const BINS: usize = 100;
/// Most places that are simulated one by one.
const MOST_PLACES: f64 = 20_000.0;

/// The steady part first, then the slow-down.
pub struct LittlesLawRun {
    steady: QueueRun,
    slowdown: SlowdownRun,
    bin_secs: f64,
    /// Whether there is a timeout that bites, which is not simulated.
    bites: bool,
    /// Customers of the steady part, its warm-up included.
    wanted: u64,
    /// Most customers of the slow-down.
    most: u64,
    done: u64,
}

impl LittlesLawRun {
    /// The run for these inputs; none where a crowd is too large to simulate.
    pub fn new(inputs: &Inputs) -> Option<Self> {
        let law = inputs.law().ok()?;
        let inside = law.in_system;
        if !(inside > 0.0 && inside <= MOST_PLACES && inputs.pool_size <= 10.0 * MOST_PLACES) {
            return None;
        }
        // So many places that nobody ever waits: ten standard deviations above the mean of a Poisson number inside.
        let places = (inside + 10.0 * libm::sqrt(inside) + 10.0) as u32;
        let arrivals = Arrivals::poisson(law.arrivals_per_sec).ok()?;
        let steady = QueueRun::new(
            &Scenario::fifo(arrivals, Law::exponential(law.response_secs).ok()?, places),
            inputs.seed as u64,
            None,
        )
        .ok()?;
        let what = inputs.slowdown().ok()?;
        let slowdown = SlowdownRun::new(what, BINS, inputs.seed as u64);
        let customers = inputs.sim_customers as u64;
        let wanted = steady.warmup() + customers;
        // A picture that would take more customers than asked for stays unfinished, and shows the beginning.
        let expected = what.arrivals_per_sec * what.length_secs;
        let most = (expected + 10.0 * libm::sqrt(expected) + 10.0).min(customers as f64 * 2.0) as u64;
        Some(Self {
            steady,
            slowdown,
            bites: inputs.timeout_bites(&law),
            bin_secs: what.length_secs / BINS as f64,
            wanted,
            most,
            done: 0,
        })
    }
}

impl Run for LittlesLawRun {
    fn advance(&mut self, steps: u64, beyond: bool) {
        let own = self.wanted.saturating_sub(self.steady.arrived()).min(steps);
        self.steady.advance(own);
        let rest = (self.wanted + self.most).saturating_sub(self.done + own).min(steps - own);
        self.slowdown.advance(rest);
        let further = if beyond { steps - own - rest } else { 0 };
        self.steady.advance(further);
        self.done += own + rest + further;
    }

    fn done(&self) -> u64 {
        self.done
    }

    fn target(&self) -> u64 {
        self.wanted + self.most
    }

    fn snapshot(&self) -> Snapshot {
        let found = self.steady.estimates();
        let label = |plain, without| if self.bites { without } else { plain };
        let estimates = [
            (
                "sim_in_system",
                label("Inside at once", "Inside at once, without the timeout"),
                found.in_system,
                Unit::COUNT,
            ),
            ("sim_arrivals_per_sec", "Coming", found.throughput_per_sec, Unit::PER_SEC),
            (
                "sim_response_ms",
                label("Time inside", "Time inside, without the timeout"),
                found.response_secs.scaled(1e3),
                Unit::MS,
            ),
        ];
        let mut readouts: Vec<Readout> = estimates
            .into_iter()
            .filter(|(_, _, e, _)| e.is_known())
            .map(|(key, label, e, unit)| Readout::simulated(key, label, e.value, e.half_width, e.n, unit))
            .collect();
        let bins = self.slowdown.bins();
        let at = |i: usize| (i as f64 + 0.5) * self.bin_secs;
        if self.slowdown.over() {
            let peak = bins.iter().map(|b| b.waiting).fold(0.0, f64::max);
            let n = self.slowdown.came();
            let one_run = |key, label, value, unit| Readout::simulated(key, label, value, 0.0, n, unit);
            readouts.push(one_run("sim_peak_waiting", "Longest line in the trouble", peak, Unit::COUNT));
            readouts.push(one_run(
                "sim_recovery_secs",
                "Still waiting after the trouble",
                self.slowdown.recovery_secs(),
                Unit::SECS,
            ));
            readouts.push(one_run(
                "sim_longest_wait_ms",
                "Longest wait of anybody",
                self.slowdown.longest_wait_secs() * 1e3,
                Unit::MS,
            ));
        }
        let line = |label: &str, role, value: fn(&crate::sim::Bin) -> f64| Layer::Line {
            role,
            label: label.into(),
            points: bins.iter().enumerate().map(|(i, b)| (at(i), value(b))).collect(),
            dashed: false,
        };
        Snapshot {
            readouts,
            layers: vec![
                ("slowdown", line("waiting, simulated", Role::Simulation, |b| b.waiting)),
                ("slowdown", line("holding a connection", Role::You, |b| b.in_use)),
            ],
            says: "Rate, time and number inside are counted apart: the first two multiplied give the third.".into(),
        }
    }

    fn steps_per_ms(&self) -> u64 {
        2_000
    }
}
