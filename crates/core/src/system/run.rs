//! A run: the event loop in slices, windows, checkpoints, forks; bounded by events and memory.

use super::engine::World;
use super::observe::{STRETCHES, Window};
use super::plan::Plan;
use super::scenario::{Kind, Scenario};
use super::tally::Tally;
use crate::sim::Series;
use crate::stats::samples_needed;
use std::sync::Arc;

/// Events that one run may take, and bytes that it may hold, unless told otherwise.
const MOST_EVENTS: u64 = 400_000_000;
const MOST_BYTES: usize = 192 << 20;
/// Bytes that all checkpoints together may hold, and checkpoints at most.
const MOST_CHECKPOINT_BYTES: usize = 64 << 20;
const MOST_CHECKPOINTS: usize = 256;
/// Windows that are kept.
const MOST_WINDOWS: usize = 20_000;
/// Share of a run that is left out at its beginning, where nothing in it changes with time.
const WARM_UP: f64 = 0.05;
/// Events between two looks at limits.
const LOOK_EVERY: u64 = 4096;

/// Why a run ended before its time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stopped {
    /// It took too many events.
    Events {
        /// When, seconds.
        at: f64,
    },
    /// It held too much.
    Memory {
        /// When, seconds.
        at: f64,
        /// Calls inside.
        calls: usize,
    },
}

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Events { at } => write!(f, "Stopped after {at:.3} s: {MOST_EVENTS} events are the most for one run."),
            Self::Memory { at, calls } => {
                write!(
                    f,
                    "Stopped after {at:.3} s with {calls} calls inside: more comes than is worked off, and nothing limits the lines."
                )
            }
        }
    }
}

/// A state that can be gone back to.
#[derive(Clone, Debug)]
struct Checkpoint {
    at: f64,
    state: Watched,
    bytes: usize,
}

/// The world and what has been noted of it so far.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    pub world: World,
    pub stretches: Vec<Vec<Tally>>,
    pub windows: Vec<Window>,
    pub window_from: Vec<Tally>,
    pub next_mark: usize,
    pub next_window: usize,
}

/// A scenario in the middle of its run.
#[derive(Clone, Debug)]
pub struct Run {
    pub(super) scenario: Scenario,
    pub(super) plan: Arc<Plan>,
    pub(super) secs: f64,
    pub(super) warm_secs: f64,
    window_secs: Option<f64>,
    pub(super) watched: Watched,
    stopped: Option<Stopped>,
    most_events: u64,
    checkpoints: Vec<Checkpoint>,
    checkpoint_every: f64,
}

impl Run {
    /// A scenario for `secs` seconds.
    /// # Errors
    /// A sentence, when a law cannot be made.
    pub fn new(scenario: &Scenario, secs: f64, seed: u64) -> Result<Self, String> {
        let plan = Plan::new(scenario, seed)?;
        let world = World::new(&plan);
        let changes = |kind: &Kind| matches!(kind, Kind::Clients(c) if c.ramp.is_some() || c.day.is_some());
        let steady = scenario.faults().is_empty() && !scenario.parts().iter().any(|part| changes(&part.kind));
        let watched = Watched {
            stretches: Vec::new(),
            windows: Vec::new(),
            window_from: vec![Tally::default(); plan.parts.len()],
            next_mark: 0,
            next_window: 1,
            world,
        };
        Ok(Self {
            scenario: scenario.clone(),
            plan: Arc::new(plan),
            secs,
            warm_secs: if steady { WARM_UP * secs } else { 0.0 },
            window_secs: None,
            watched,
            stopped: None,
            most_events: MOST_EVENTS,
            checkpoints: Vec::new(),
            checkpoint_every: f64::INFINITY,
        })
    }

    /// Notes windows of so many seconds.
    #[must_use]
    pub fn with_windows(mut self, window_secs: f64) -> Self {
        let least = self.secs / MOST_WINDOWS as f64;
        self.window_secs = Some(window_secs.max(least));
        self
    }

    /// Ends after so many events at most.
    #[must_use]
    pub fn with_most_events(mut self, most: u64) -> Self {
        self.most_events = most;
        self
    }

    /// Keeps the spans of every so manieth request; 0 of none.
    #[must_use]
    pub fn with_traces(mut self, every: u64) -> Self {
        self.watched.world.spans.every = every;
        self
    }

    /// Keeps states to go back to, one every so many seconds (fewer, when they take too much memory).
    #[must_use]
    pub fn with_checkpoints(mut self, every_secs: f64) -> Self {
        self.checkpoint_every = every_secs;
        self
    }

    /// What runs.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// How far it has come, seconds.
    pub fn now(&self) -> f64 {
        self.watched.world.now
    }

    /// How long it is to run.
    pub fn secs(&self) -> f64 {
        self.secs
    }

    /// Seconds left out of estimates at the beginning.
    pub fn warm_secs(&self) -> f64 {
        self.warm_secs
    }

    /// Events so far.
    pub fn events(&self) -> u64 {
        self.watched.world.happened
    }

    /// Whether it is over.
    pub fn done(&self) -> bool {
        self.stopped.is_some() || self.watched.world.now >= self.secs
    }

    /// Why it ended early, if it did.
    pub fn stopped(&self) -> Option<Stopped> {
        self.stopped
    }

    /// About how many bytes its state takes.
    pub fn bytes(&self) -> usize {
        self.watched.world.bytes()
    }

    /// Runs on for at most so many events; true at the end.
    pub fn advance(&mut self, events: u64) -> bool {
        let mut left = events;
        while left > 0 && !self.done() {
            let some = left.min(LOOK_EVERY);
            self.slice(some, self.secs);
            left -= some;
        }
        self.done()
    }

    /// Runs on until `at`.
    pub fn advance_to(&mut self, at: f64) {
        let until = at.min(self.secs);
        while !self.done() && self.watched.world.now < until {
            self.slice(LOOK_EVERY, until);
        }
    }

    fn slice(&mut self, events: u64, until: f64) {
        let plan = Arc::clone(&self.plan);
        let mut left = events;
        loop {
            let next = self.watched.world.events.next_at();
            let mark = self.next_mark_at().min(until);
            if next > mark || next > until {
                // Nothing happens before the mark: time passes.
                self.watched.world.now = mark;
                if mark >= self.next_mark_at() {
                    self.mark();
                }
                if mark >= until {
                    return;
                }
                continue;
            }
            if left == 0 {
                break;
            }
            self.watched.world.step(&plan);
            left -= 1;
        }
        let world = &self.watched.world;
        if world.happened >= self.most_events {
            self.stopped = Some(Stopped::Events { at: world.now });
        } else if world.calls.len() + world.jobs.len() > 100_000 && world.bytes() > MOST_BYTES {
            self.stopped = Some(Stopped::Memory { at: world.now, calls: world.calls.len() });
        }
    }

    fn stretch_at(&self, number: usize) -> f64 {
        self.warm_secs + (self.secs - self.warm_secs) * number as f64 / STRETCHES as f64
    }

    fn next_mark_at(&self) -> f64 {
        let stretch =
            if self.watched.next_mark <= STRETCHES { self.stretch_at(self.watched.next_mark) } else { f64::INFINITY };
        let window = self.window_secs.map_or(f64::INFINITY, |w| w * self.watched.next_window as f64);
        let checkpoint = self.next_checkpoint_at();
        stretch.min(window).min(checkpoint)
    }

    fn next_checkpoint_at(&self) -> f64 {
        if self.checkpoint_every.is_finite() {
            self.checkpoints.last().map_or(0.0, |c| c.at + self.checkpoint_every)
        } else {
            f64::INFINITY
        }
    }

    /// Notes what is due now.
    fn mark(&mut self) {
        let now = self.watched.world.now;
        if self.watched.next_mark <= STRETCHES && now >= self.stretch_at(self.watched.next_mark) {
            if self.watched.next_mark == 0 {
                let typical = 0.1;
                for (node, part) in self.watched.world.nodes.iter_mut().zip(&self.plan.parts) {
                    if matches!(part.kind, Kind::Clients(_)) {
                        node.responses = Some(Box::new(Series::new(0, typical)));
                    }
                }
            }
            self.watched.stretches.push(self.tallies());
            self.watched.next_mark += 1;
        }
        if let Some(window) = self.window_secs
            && now >= window * self.watched.next_window as f64
        {
            self.close_window(window * (self.watched.next_window - 1) as f64, now);
            self.watched.next_window += 1;
        }
        if now >= self.next_checkpoint_at() {
            self.checkpoint();
        }
    }

    fn tallies(&self) -> Vec<Tally> {
        // Read, not written: sums must not depend on when somebody looks.
        self.watched.world.nodes.iter().map(|node| node.tally_at(self.watched.world.now)).collect()
    }

    fn close_window(&mut self, from: f64, until: f64) {
        let now = self.tallies();
        let parts = now.iter().zip(&self.watched.window_from).map(|(now, then)| now.since(then)).collect();
        let (for_median, for_p99) = (samples_needed(0.5, 0.95), samples_needed(0.99, 0.95));
        let percentiles = self
            .watched
            .world
            .nodes
            .iter_mut()
            .map(|node| {
                let seen = std::mem::take(&mut node.window);
                let at =
                    |q: f64, needs: Option<u64>| seen.quantile(q).filter(|_| needs.is_some_and(|n| seen.count() >= n));
                (seen.count(), at(0.5, for_median), at(0.99, for_p99))
            })
            .collect();
        self.watched.windows.push(Window { from, until, parts, percentiles });
        self.watched.window_from = now;
    }

    fn checkpoint(&mut self) {
        let bytes = self.watched.world.bytes() + self.watched.windows.len() * 64;
        self.checkpoints.push(Checkpoint { at: self.watched.world.now, state: self.watched.clone(), bytes });
        // Thinned: every second goes, and from here on they are twice as far apart.
        while self.checkpoints.len() > MOST_CHECKPOINTS || self.checkpoint_bytes() > MOST_CHECKPOINT_BYTES {
            if self.checkpoints.len() < 2 {
                break;
            }
            let mut number = 0;
            self.checkpoints.retain(|_| {
                number += 1;
                number % 2 == 1
            });
            self.checkpoint_every *= 2.0;
        }
    }

    /// Bytes held by checkpoints.
    pub fn checkpoint_bytes(&self) -> usize {
        self.checkpoints.iter().map(|checkpoint| checkpoint.bytes).sum()
    }

    /// Moments that can be gone back to without running from the beginning.
    pub fn checkpoints(&self) -> impl Iterator<Item = f64> + '_ {
        self.checkpoints.iter().map(|checkpoint| checkpoint.at)
    }

    /// The same run as it stood at `at`: from the last checkpoint before.
    /// # Errors
    /// When `at` is before the first checkpoint (there is none without [`Run::with_checkpoints`]).
    pub fn back_to(&self, at: f64) -> Result<Self, String> {
        let found = self.checkpoints.iter().rev().find(|checkpoint| checkpoint.at <= at);
        let Some(checkpoint) = found else { return Err("No state was kept from before that moment.".into()) };
        let mut run = Self {
            watched: checkpoint.state.clone(),
            checkpoints: self.checkpoints.iter().take_while(|c| c.at <= checkpoint.at).cloned().collect(),
            stopped: None,
            scenario: self.scenario.clone(),
            plan: Arc::clone(&self.plan),
            ..*self
        };
        run.advance_to(at);
        Ok(run)
    }

    /// The same moment under another text: numbers and remedies may differ, not who calls whom.
    /// # Errors
    /// A sentence, when the other is another system.
    pub fn fork(&self, scenario: &Scenario, seed: u64) -> Result<Self, String> {
        if shape(scenario) != shape(&self.scenario) {
            return Err(
                "A fork changes numbers and remedies, not the parts, who calls whom, or how many users there are."
                    .into(),
            );
        }
        let mut plan = Plan::new(scenario, seed)?;
        if plan.parts.iter().zip(&self.plan.parts).any(|(new, old)| new.shared != old.shared) {
            return Err("A fork cannot change whether work shares its instance (`order shared`, `usl`).".into());
        }
        let mut run = self.clone();
        run.watched.world.reform(&mut plan);
        run.plan = Arc::new(plan);
        run.scenario = scenario.clone();
        run.checkpoints.clear();
        Ok(run)
    }
}

/// Of a part: name, kind, instances, whom it asks, and what else gives its state its size.
type Shape = (String, &'static str, u32, Vec<String>, Option<u32>);

/// What a fork may not change.
fn shape(scenario: &Scenario) -> Vec<Shape> {
    let part = |part: &super::scenario::Part| {
        let targets = part.kind.targets().into_iter().map(str::to_owned).collect();
        let number = match &part.kind {
            Kind::Clients(clients) => clients.closed.map(|(users, _)| users * 2 + u32::from(clients.open.is_some())),
            Kind::Balancer(balancer) => balancer.check_secs.map(|_| 1),
            Kind::Cache(cache) => Some(cache.eviction as u32),
            _ => None,
        };
        (part.name.clone(), part.kind.word(), part.kind.instances(), targets, number)
    };
    scenario.parts().iter().map(part).collect()
}
