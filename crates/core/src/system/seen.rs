//! What can be seen of a run.

use super::engine::Moment;
use super::observe::{STRETCHES, Stretch, Window};
use super::run::Run;
use super::spans::Span;
use super::tally::Tally;
use crate::sim::Series;

impl Run {
    /// What came of each part, whole stretches after the warm-up: (seconds, sums).
    pub fn stretches(&self, part: usize) -> Vec<Stretch> {
        let width = (self.secs - self.warm_secs) / STRETCHES as f64;
        self.watched.stretches.windows(2).map(|pair| (width, pair[1][part].since(&pair[0][part]))).collect()
    }

    /// The sums of a part since the beginning.
    pub fn tally(&self, part: usize) -> Tally {
        self.watched.world.nodes[part].tally_at(self.watched.world.now)
    }

    /// How many are inside a part, and the most that ever were.
    pub fn inside(&self, part: usize) -> (u32, u32) {
        let node = &self.watched.world.nodes[part];
        (node.inside, node.peak)
    }

    /// Seconds that those inside a part have spent there so far.
    pub fn spent_inside(&self, part: usize) -> f64 {
        self.watched.world.spent_inside(&self.plan, part)
    }

    /// Messages that wait in a broker.
    pub fn waiting_messages(&self, part: usize) -> usize {
        self.watched.world.nodes[part].queue.as_ref().map_or(0, |queue| queue.waiting())
    }

    /// The responses of clients since the warm-up.
    pub fn responses(&self, part: usize) -> Option<&Series> {
        self.watched.world.nodes[part].responses.as_deref()
    }

    /// Windows so far.
    pub fn windows(&self) -> &[Window] {
        &self.watched.windows
    }

    /// What a reader must know of this run: sentences.
    pub fn notices(&self) -> Vec<String> {
        let mut says: Vec<String> = self.stopped().iter().map(ToString::to_string).collect();
        says.extend(self.scenario.idle().iter().map(|name| format!("Nobody calls `{name}`.")));
        let late = self.scenario.faults().iter().filter(|fault| fault.from_secs >= self.secs);
        says.extend(
            late.map(|fault| format!("A fault of `{}` begins only after the run's {} s.", fault.part, self.secs)),
        );
        if self.warm_secs > 0.0 {
            says.push(format!("The first {} s are left out of the simulated figures.", self.warm_secs));
        }
        says
    }

    /// What was remarkable so far.
    pub fn moments(&self) -> &[Moment] {
        &self.watched.world.moments
    }

    /// Spans of the sampled requests.
    pub fn spans(&self) -> &[Span] {
        &self.watched.world.spans.all
    }
}
