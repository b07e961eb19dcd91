//! The run: the reader's fan-out, and its twin without the remedy on the same luck.

use std::cell::RefCell;

use super::inputs::{Hedge, Inputs};
use crate::chart::{Layer, Point, Role};
use crate::quantity::{self, Unit};
use crate::sim::Estimate;
use crate::sim::tail::{FanOutEstimates, FanOutRun, slower_share};
use crate::topic::{Known, Readout, Run, Snapshot};

/// A new look is taken once so many times as many requests are known: sorting them takes longer than a frame should.
const NEXT_LOOK: f64 = 1.15;

/// Twins in progress.
pub struct TailRun {
    with: FanOutRun,
    without: Option<FanOutRun>,
    fan_out: f64,
    utilization: f64,
    target: u64,
    seen: RefCell<(u64, Snapshot)>,
}

impl TailRun {
    /// The run for these inputs; none where they are refused.
    pub fn new(inputs: &Inputs) -> Option<Self> {
        inputs.leaf().ok()?;
        let (seed, target) = (inputs.seed as u64, inputs.target());
        let run = |scenario| FanOutRun::new(&scenario, seed, target);
        Some(Self {
            with: run(inputs.scenario()),
            without: (inputs.hedge != Hedge::None).then(|| run(inputs.scenario_without())),
            fan_out: inputs.fan_out,
            utilization: inputs.utilization_share,
            target,
            seen: RefCell::default(),
        })
    }

    fn look(&self) -> Snapshot {
        let found = self.with.estimates();
        let twin = self.without.as_ref().map(|twin| (twin.estimates(), slower_share(twin, &self.with)));
        Snapshot {
            readouts: readouts(&found, twin.as_ref(), self.with.is_growing()),
            layers: self.layers(&found, twin.as_ref()),
            says: self.says(&found, twin.as_ref()),
        }
    }

    fn layers(
        &self,
        found: &FanOutEstimates,
        twin: Option<&(FanOutEstimates, Estimate)>,
    ) -> Vec<(&'static str, Layer)> {
        let points = |role, label: &str, points: Vec<Point>| Layer::Points { role, label: label.into(), points };
        let tail = |e: &FanOutEstimates| {
            let of = [(0.5, e.p50_secs), (0.95, e.p95_secs), (0.99, e.p99_secs)];
            of.into_iter().filter(|(_, e)| e.is_known()).map(|(q, e)| dot(q, e.scaled(1e3))).collect()
        };
        let one = |x: f64, e: Estimate| if e.is_known() { vec![dot(x, e)] } else { Vec::new() };
        let mut layers = Vec::new();
        if let Some((without, _)) = twin {
            layers.push(("response-tail", points(Role::Muted, "simulated, without", tail(without))));
            layers.push((
                "by-load",
                points(Role::Muted, "simulated, without", one(self.utilization, without.p99_secs.scaled(1e3))),
            ));
        }
        layers.push((
            "slow-by-fan-out",
            points(Role::Simulation, "simulated", one(self.fan_out, found.slow_request_share)),
        ));
        layers.push(("response-tail", points(Role::Simulation, "simulated", tail(found))));
        layers.push((
            "by-load",
            points(Role::Simulation, "simulated", one(self.utilization, found.p99_secs.scaled(1e3))),
        ));
        layers
    }

    /// Whether it has stopped short of its target.
    fn is_exhausted(&self) -> bool {
        self.with.is_exhausted() || self.without.as_ref().is_some_and(FanOutRun::is_exhausted)
    }

    fn says(&self, found: &FanOutEstimates, twin: Option<&(FanOutEstimates, Estimate)>) -> String {
        let mut says = String::new();
        if self.is_exhausted() {
            let answered = found.p50_secs.n;
            says += &format!(
                "The simulation stopped: so many copies at once are more than a page can follow. {} Fewer leaves or less load would let it finish. ",
                match answered {
                    0 => "It had not settled by then, so nothing was counted.".to_owned(),
                    1 => "What is shown is of the one request answered until then.".to_owned(),
                    n => format!(
                        "What is shown is of the {} requests answered until then.",
                        quantity::grouped(n as f64, 0)
                    ),
                }
            );
        }
        if self.with.is_growing() {
            says += &format!(
                "The lines grow for as long as one watches: work for {} of the servers comes in. ",
                quantity::format(found.offered_utilization, Unit::SHARE)
            );
        }
        if let Some((_, slower)) = twin.filter(|(_, slower)| slower.is_known()) {
            says += &format!(
                "On the same luck, {} of the requests took longer with the remedy than without.",
                quantity::format(slower.value, Unit::SHARE)
            );
        }
        says
    }
}

impl Run for TailRun {
    fn advance(&mut self, steps: u64, beyond: bool) {
        if self.is_exhausted() {
            return;
        }
        if beyond && self.done() >= self.target {
            self.with.extend(steps);
            if let Some(twin) = &mut self.without {
                twin.extend(steps);
            }
        }
        self.with.advance(steps);
        if let Some(twin) = &mut self.without {
            twin.advance(steps);
        }
    }

    fn done(&self) -> u64 {
        if self.is_exhausted() {
            return self.target;
        }
        self.without.as_ref().map_or(u64::MAX, FanOutRun::done).min(self.with.done())
    }

    fn target(&self) -> u64 {
        self.target
    }

    fn snapshot(&self) -> Snapshot {
        let done = self.done();
        let mut seen = self.seen.borrow_mut();
        if done == self.target || seen.0 == 0 || done as f64 >= seen.0 as f64 * NEXT_LOOK {
            *seen = (done, self.look());
        }
        seen.1.clone()
    }

    fn steps_per_ms(&self) -> u64 {
        let leaves = self.fan_out * if self.without.is_some() { 2.0 } else { 1.0 };
        (2_000.0 / leaves).max(1.0) as u64
    }
}

fn dot(x: f64, e: Estimate) -> Point {
    Point { x, y: e.value, low: (e.value - e.half_width).max(0.0), high: e.value + e.half_width }
}

/// Times of lines that grow have no mean to lie around: they are what was seen so far, and nothing longer is ruled out.
const GROWING: Known = Known::Bound("what was seen so far, of lines that grow for ever");

fn readouts(found: &FanOutEstimates, twin: Option<&(FanOutEstimates, Estimate)>, growing: bool) -> Vec<Readout> {
    let mut list = vec![
        ("sim_slow_request_share", "Wait for a slow leaf", found.slow_request_share, Unit::SHARE),
        ("sim_p50_ms", "Half are answered within", found.p50_secs.scaled(1e3), Unit::MS),
        ("sim_p99_ms", "1 in 100 takes longer than", found.p99_secs.scaled(1e3), Unit::MS),
        ("sim_extra_load_share", "Extra requests to leaves", found.extra_load_share, Unit::SHARE),
    ];
    if let Some((without, slower)) = twin {
        list.push((
            "sim_p99_without_ms",
            "Without the remedy, 1 in 100 takes longer than",
            without.p99_secs.scaled(1e3),
            Unit::MS,
        ));
        list.push(("sim_slower_share", "Took longer with the remedy", *slower, Unit::SHARE));
    }
    list.into_iter()
        .filter(|(_, _, e, _)| e.is_known())
        .map(|(key, label, e, unit)| {
            let readout = Readout::simulated(key, label, e.value, e.half_width, e.n, unit);
            let is_time = matches!(key, "sim_p50_ms" | "sim_p99_ms");
            if growing && is_time { readout.known(GROWING) } else { readout }
        })
        .collect()
}
