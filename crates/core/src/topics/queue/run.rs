//! The queue's run: the reader's station to `sim_customers`, and between slices a few customers for each dot of the curve.

use super::inputs::Inputs;
use super::report::READOUTS;
use crate::chart::{Layer, Point, Role};
use crate::quantity::{self, Unit};
use crate::sim::{Estimate, Estimates, QueueRun};
use crate::topic::{Readout, Run, Snapshot};

/// Utilizations at which dots gather.
const DOTS: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/// Customers a dot gets, as a share of those of the reader's own station.
const DOT_SHARE: f64 = 0.1;

/// The station, and stations along the curve with the same seed.
pub struct QueuePageRun {
    main: QueueRun,
    /// Utilization offered to it.
    here: f64,
    dots: Vec<(f64, QueueRun)>,
    /// Customers of each station, those of its warm-up included: the reader's own, then the dots.
    wanted: Vec<u64>,
    done: u64,
}

impl QueuePageRun {
    /// The run for these inputs; none where the queue is refused.
    pub fn new(inputs: &Inputs) -> Option<Self> {
        let scenario = inputs.scenario().ok()?;
        scenario.check_stable().ok()?;
        let seed = inputs.seed as u64;
        let target = inputs.sim_customers as u64;
        let per_rate = f64::from(scenario.effective_servers()) / scenario.service.mean();
        let here = scenario.offered_utilization();
        let station = |utilization: f64| {
            let scenario = inputs.scenario_at(utilization * per_rate).ok()?;
            scenario.check_stable().ok()?;
            QueueRun::new(&scenario, seed, None).ok()
        };
        let apart = |u: &f64| (u - here).abs() > 0.03;
        let dots: Vec<(f64, QueueRun)> =
            DOTS.into_iter().filter(apart).filter_map(|u| Some((u, station(u)?))).collect();
        let main = QueueRun::new(&scenario, seed, None).ok()?;
        let per_dot = (target as f64 * DOT_SHARE) as u64;
        let wanted =
            [main.warmup() + target].into_iter().chain(dots.iter().map(|(_, d)| d.warmup() + per_dot)).collect();
        Some(Self { main, here, dots, wanted, done: 0 })
    }

    fn stations(&mut self) -> impl Iterator<Item = &mut QueueRun> {
        std::iter::once(&mut self.main).chain(self.dots.iter_mut().map(|(_, dot)| dot))
    }
}

impl Run for QueuePageRun {
    fn advance(&mut self, steps: u64, beyond: bool) {
        let mut left = steps;
        let wanted = self.wanted.clone();
        // The reader's own station first, to the promised number; then the dots; beyond that, all in turn.
        for (station, wanted) in self.stations().zip(&wanted) {
            let part = wanted.saturating_sub(station.arrived()).min(left);
            station.advance(part);
            left -= part;
        }
        if beyond && left > 0 {
            let share = left / (wanted.len() as u64 + 1);
            for (i, station) in self.stations().enumerate() {
                // The reader's own twice.
                station.advance(if i == 0 { left - share * (wanted.len() as u64 - 1) } else { share });
            }
            left = 0;
        }
        self.done += steps - left;
    }

    fn done(&self) -> u64 {
        self.done
    }

    fn target(&self) -> u64 {
        self.wanted.iter().sum()
    }

    fn snapshot(&self) -> Snapshot {
        let found = self.main.estimates();
        let mut points: Vec<Point> = self.dots.iter().filter_map(|(u, dot)| point(*u, &dot.estimates())).collect();
        points.extend(point(self.here, &found));
        points.sort_by(|a, b| a.x.total_cmp(&b.x));
        let tail = [(0.5, found.p50_response_secs), (0.95, found.p95_response_secs), (0.99, found.p99_response_secs)];
        let tail = tail.into_iter().filter(|(_, e)| e.is_known()).map(|(q, e)| dot(q, e.scaled(1e3))).collect();
        let simulated = |points| Layer::Points { role: Role::Simulation, label: "simulated".into(), points };
        Snapshot {
            readouts: readouts(&found),
            layers: vec![("response-curve", simulated(points)), ("response-tail", simulated(tail))],
            says: little(&found),
        }
    }

    fn steps_per_ms(&self) -> u64 {
        4_000
    }
}

fn point(utilization: f64, found: &Estimates) -> Option<Point> {
    found.response_secs.is_known().then(|| dot(utilization, found.response_secs.scaled(1e3)))
}

fn dot(x: f64, e: Estimate) -> Point {
    let half = if e.half_width.is_finite() { e.half_width } else { 0.0 };
    Point { x, y: e.value, low: e.value - half, high: e.value + half }
}

fn readouts(found: &Estimates) -> Vec<Readout> {
    let estimates: [Estimate; 11] = [
        found.wait_secs.scaled(1e3),
        found.response_secs.scaled(1e3),
        found.utilization,
        found.queue_length,
        found.in_system,
        found.p50_response_secs.scaled(1e3),
        found.p95_response_secs.scaled(1e3),
        found.p99_response_secs.scaled(1e3),
        found.wait_probability,
        found.blocked_share,
        found.throughput_per_sec,
    ];
    READOUTS
        .iter()
        .zip(estimates)
        .filter(|(_, e)| e.is_known())
        .map(|(&(_, key, label, unit), e)| Readout::simulated(key, label, e.value, e.half_width, e.n, unit))
        .collect()
}

/// Little's law as measured: three numbers counted separately, and the product of two of them.
fn little(found: &Estimates) -> String {
    let law = found.little;
    let counted = [law.in_system, law.response_secs, law.product()];
    if !(law.arrivals_per_sec > 0.0) || !counted.iter().all(|value| value.is_finite()) {
        return String::new();
    }
    format!(
        "Counted apart: {} in the system, {} coming, {} each; the last two multiplied give {}. That is Little’s law.",
        quantity::significant(law.in_system, 4),
        quantity::format(law.arrivals_per_sec, Unit::PER_SEC),
        quantity::format(law.response_secs, Unit::SECS),
        quantity::significant(law.product(), 4),
    )
}
