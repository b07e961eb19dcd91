//! The run: the pool, request by request, and beside it pages that lose packets by luck.

use super::inputs::{Inputs, View};
use crate::chart::{Layer, Point, Role};
use crate::network::page_load::{Page, Protocol};
use crate::quantity::{self, Unit};
use crate::sim::streams::{Stream, substream};
use crate::sim::{Estimate, PoolRun};
use crate::stats::student::student_quantile;
use crate::topic::{Readout, Run, Snapshot};
use rand::RngExt;

/// Loads of each version at most, at least, and packets of all of them together that a run can bear.
const MOST_LOADS: f64 = 100.0;
const FEWEST_LOADS: f64 = 8.0;
const PACKETS: f64 = 150_000.0;

/// Pages of each version of HTTP, loaded again and again with other losses.
struct Loads {
    pages: [Page; 4],
    chosen: usize,
    loss_share: f64,
    seed: u64,
    wanted: u64,
    /// Page times so far, seconds, by version.
    secs: [Vec<f64>; 4],
}

impl Loads {
    fn new(inputs: &Inputs) -> Option<Self> {
        if inputs.loss_pct == 0.0 {
            return None;
        }
        let page = |protocol| inputs.page(protocol, inputs.round_trip_ms).ok();
        let [a, b, c, d] = Protocol::ALL.map(page);
        let pages = [a?, b?, c?, d?];
        pages[0].load_with_even_loss(inputs.loss_share()).ok()?;
        let loads = (PACKETS / pages[0].packets()).clamp(FEWEST_LOADS, MOST_LOADS);
        Some(Self {
            pages,
            chosen: Protocol::ALL.iter().position(|p| *p == inputs.protocol).unwrap_or(0),
            loss_share: inputs.loss_share(),
            seed: inputs.seed as u64,
            wanted: 4 * loads as u64,
            secs: Default::default(),
        })
    }

    fn done(&self) -> u64 {
        self.secs.iter().map(|s| s.len() as u64).sum()
    }

    /// The next load: the versions take turns, and the n-th load of each has the same luck.
    fn one(&mut self) {
        let done = self.done();
        let version = (done % 4) as usize;
        let mut luck = substream(self.seed, Stream::Failure, done / 4);
        let share = self.loss_share;
        let load = self.pages[version].load(&mut || luck.random::<f64>() < share);
        self.secs[version].push(load.map_or(f64::NAN, |l| l.page_secs));
    }

    fn estimate(&self, version: usize) -> Option<Estimate> {
        let secs: Vec<f64> = self.secs[version].iter().copied().filter(|s| s.is_finite()).collect();
        let n = secs.len() as f64;
        if n < FEWEST_LOADS {
            return None;
        }
        let mean = secs.iter().sum::<f64>() / n;
        let variance = secs.iter().map(|s| (s - mean) * (s - mean)).sum::<f64>() / (n - 1.0);
        let half_width = student_quantile(0.975, n - 1.0) * libm::sqrt(variance / n);
        Some(Estimate { value: mean, half_width, n: secs.len() as u64 })
    }
}

/// A run in progress.
pub struct ConnectionsRun {
    pool: PoolRun,
    loads: Option<Loads>,
    arrivals_per_sec: f64,
    pool_size: f64,
    setup_ms: f64,
    shows_pool: bool,
    advanced: u64,
    wanted: u64,
    target: u64,
}

impl ConnectionsRun {
    /// The run for these inputs.
    pub fn new(inputs: &Inputs) -> Self {
        let pool = PoolRun::new(&inputs.pool(), inputs.seed as u64);
        let target = inputs.sim_customers as u64;
        Self {
            wanted: pool.warmup() + target,
            pool,
            loads: Loads::new(inputs),
            arrivals_per_sec: inputs.arrivals_per_sec,
            pool_size: inputs.pool_size,
            setup_ms: inputs.setup_ms,
            shows_pool: inputs.view == View::Pool,
            advanced: 0,
            target,
        }
    }

    /// Loads that are due by now.
    fn due(&self) -> u64 {
        self.loads.as_ref().map_or(0, |l| {
            (u128::from(l.wanted) * u128::from(self.advanced) / u128::from(self.wanted)).min(u128::from(l.wanted))
                as u64
        })
    }
}

impl Run for ConnectionsRun {
    fn advance(&mut self, steps: u64, beyond: bool) {
        let left = self.wanted.saturating_sub(self.advanced);
        let steps = if beyond { steps } else { steps.min(left) };
        self.pool.advance(steps);
        self.advanced += steps;
        let due = self.due();
        if let Some(loads) = &mut self.loads {
            while loads.done() < due {
                loads.one();
            }
        }
    }

    fn done(&self) -> u64 {
        self.pool.done()
    }

    fn target(&self) -> u64 {
        self.target
    }

    fn snapshot(&self) -> Snapshot {
        let found = self.pool.estimates();
        let kept = Estimate { value: 1.0 - found.opened_share.value, ..found.opened_share };
        let pages = |version: usize| self.loads.as_ref().and_then(|l| l.estimate(version));
        let page = self.loads.as_ref().and_then(|l| l.estimate(l.chosen));
        let rows = [
            ("sim_page_ms", "The page takes, on average", page.map(|e| e.scaled(1e3)), Unit::MS),
            ("sim_pool_wait_ms", "Wait for a connection", Some(found.wait_secs.scaled(1e3)), Unit::MS),
            ("sim_timeouts_share", "Give up waiting", Some(found.timeouts_share), Unit::SHARE),
            ("sim_rejected_share", "Find the line full", Some(found.rejected_share), Unit::SHARE),
            ("sim_busy_share", "Connections in use", Some(found.busy_share), Unit::SHARE),
            ("sim_setup_saved_ms", "Saved by not opening one", Some(kept.scaled(self.setup_ms)), Unit::MS),
            ("sim_pool_response_ms", "From arrival to done", Some(found.response_secs.scaled(1e3)), Unit::MS),
            ("sim_pool_p99_ms", "1 in 100 takes longer than", Some(found.p99_response_secs.scaled(1e3)), Unit::MS),
            ("sim_opened_share", "Had to open a connection", Some(found.opened_share), Unit::SHARE),
        ];
        let readouts = rows
            .into_iter()
            .filter_map(|(key, label, e, unit)| Some((key, label, e.filter(Estimate::is_known)?, unit)))
            .map(|(key, label, e, unit)| Readout::simulated(key, label, e.value, e.half_width, e.n, unit))
            .collect();
        let dots =
            |label: &str, points: Vec<Point>| Layer::Points { role: Role::Simulation, label: label.into(), points };
        let lost = Estimate {
            value: found.timeouts_share.value + found.rejected_share.value,
            half_width: found.timeouts_share.half_width + found.rejected_share.half_width,
            n: found.timeouts_share.n,
        };
        let mut layers = Vec::new();
        let by_luck: Vec<Point> = (0..4).filter_map(|i| Some(dot(i as f64 + 0.5, pages(i)?.scaled(1e3)))).collect();
        if !by_luck.is_empty() {
            layers.push(("by-protocol", dots("lost by luck, mean", by_luck)));
        }
        if found.response_secs.is_known() {
            layers
                .push(("by-pool-size", dots("simulated", vec![dot(self.pool_size, found.response_secs.scaled(1e3))])));
        }
        if lost.is_known() {
            layers.push(("losses-by-load", dots("simulated", vec![dot(self.arrivals_per_sec, lost)])));
        }
        let scene = self.pool.scene();
        let mut says = format!(
            "The pool served {} requests; {} gave up, {} found the line full.",
            quantity::grouped(scene.served as f64, 0),
            quantity::grouped(scene.timed_out as f64, 0),
            quantity::grouped(scene.rejected as f64, 0)
        );
        if let Some(loads) = &self.loads {
            says += &format!(" The page was loaded {} times with each version.", loads.done() / 4);
        }
        // The report has the charts of one picture.
        layers.retain(|(chart, _)| (*chart != "by-protocol") == self.shows_pool);
        Snapshot { readouts, layers, says }
    }

    fn steps_per_ms(&self) -> u64 {
        // Loads come between: so small a step that at most a few are due.
        self.loads.as_ref().map_or(1_500, |l| (self.wanted / (4 * l.wanted)).clamp(1, 1_500))
    }
}

fn dot(x: f64, e: Estimate) -> Point {
    Point { x, y: e.value, low: (e.value - e.half_width).max(0.0), high: e.value + e.half_width }
}
