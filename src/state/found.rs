//! What a run or a job has found: one value, and one place that writes it.

use explorer_core::job::{Job, Outcome};
use explorer_core::topic::{AnyTopic, Run, Snapshot, Values};
use leptos::prelude::*;

use super::{PageState, Shared};
use crate::web::frames;

/// Milliseconds of a frame that a run may take once the inputs rest, and just after they changed.
const SLICE_MS: f64 = 8.0;
const FIRST_SLICE_MS: f64 = 1.0;
/// How long after a change slices stay small.
const SETTLING_MS: f64 = 120.0;
/// Milliseconds between two looks at a run, and while a hand moves what it depends on.
const LOOK_MS: f64 = 80.0;
const LOOK_IN_HAND_MS: f64 = 160.0;
/// A slice looks at the clock so many times a millisecond of a fast machine, so that a slow one does not overshoot.
const LOOKS_PER_MS: u64 = 4;

/// What was found for the present inputs, or for the last ones until that is there.
#[derive(Clone, Default, PartialEq)]
pub enum Found {
    /// There is nothing to be found.
    #[default]
    Nothing,
    /// By a run.
    Run {
        /// The inputs it runs for.
        of: Shared<Values>,
        /// What the last look saw.
        snapshot: Shared<Snapshot>,
        /// The inputs that look belongs to: those of the run before until the first look at this one.
        seen_of: Shared<Values>,
        /// Steps done and wanted.
        done: u64,
        target: u64,
    },
    /// By a job.
    Job {
        /// What was to be done.
        of: Job,
        /// What came of it.
        outcome: Shared<Outcome>,
    },
}

impl Found {
    /// A run begins. What was seen of the last one stands until the first look at this one.
    fn begun(self, of: Shared<Values>, target: u64) -> Self {
        match self {
            Self::Run { snapshot, seen_of, done, target: last_target, .. } => {
                // While a hand moves an input, each change starts a run: the count need not fall to 0 each time.
                let done = if done < last_target && target == last_target { done } else { 0 };
                Self::Run { of, snapshot, seen_of, done, target }
            }
            _ => Self::Run { seen_of: of.clone(), of, snapshot: Shared::default(), done: 0, target },
        }
    }

    /// Steps done and wanted; none where nothing runs.
    pub fn progress(&self) -> (u64, u64) {
        match self {
            Self::Run { done, target, .. } => (*done, *target),
            _ => (0, 0),
        }
    }

    /// Whether a run has come to its target with these inputs; true where nothing runs.
    pub fn is_through(&self, values: &Shared<Values>) -> bool {
        match self {
            Self::Run { of, done, target, .. } => of == values && done >= target,
            _ => true,
        }
    }
}

/// A run under way.
struct Running {
    run: Box<dyn Run>,
    of: Shared<Values>,
}

/// What was found, as readouts and layers. Derived, so that it fits the inputs whatever came first.
pub(super) fn snapshot(
    topic: &'static dyn AnyTopic,
    values: ReadSignal<Shared<Values>>,
    job: Memo<Option<Job>>,
    found: RwSignal<Found>,
) -> Memo<Shared<Snapshot>> {
    Memo::new(move |before: Option<&Shared<Snapshot>>| {
        found.with(|found| match found {
            Found::Nothing => Shared::default(),
            Found::Run { snapshot, .. } => snapshot.clone(),
            // Between a change and its outcome the last one stays as it was for the state it belongs to.
            Found::Job { of, outcome } => {
                if job.with(|job| job.as_ref() == Some(of)) {
                    Shared::new(values.with(|values| topic.finished(values, outcome)))
                } else {
                    before.cloned().unwrap_or_default()
                }
            }
        })
    })
}

impl PageState {
    /// The only place that writes what was found. What belongs to inputs or work that are no longer there is refused.
    pub(super) fn find(&self, found: Found) {
        let is_of_now = match &found {
            Found::Nothing => true,
            Found::Run { of, .. } => self.values.with_untracked(|values| values == of),
            Found::Job { of, .. } => self.job.with_untracked(|job| job.as_ref() == Some(of)),
        };
        if is_of_now {
            self.found.set(found);
        }
    }

    /// What came of the work; that of the last state until that of the present one is there.
    pub fn outcome(&self) -> Option<Shared<Outcome>> {
        self.found.with(|found| match found {
            Found::Job { outcome, .. } => Some(outcome.clone()),
            _ => None,
        })
    }

    /// Steps of the run, done and wanted.
    pub fn progress(&self) -> (u64, u64) {
        self.found.with(Found::progress)
    }

    /// Starts the run of the present inputs, where they have one.
    fn begin(&self, values: &Shared<Values>) -> Option<Running> {
        let run = self.topic.start(values);
        match &run {
            Some(run) => {
                let of = values.clone();
                self.find(self.found.get_untracked().begun(of, run.target()));
            }
            // A refused state has no run either, but its page keeps the last picture; and work has its own way.
            None if self.job.with_untracked(Option::is_some) => {}
            None if self.scene.with_untracked(|scene| scene.refusal.is_some()) => {
                let found = self.found.get_untracked();
                if let Found::Run { snapshot, seen_of, .. } = found {
                    self.find(Found::Run { of: values.clone(), snapshot, seen_of, done: 0, target: 0 });
                }
            }
            None => self.find(Found::Nothing),
        }
        run.map(|run| Running { run, of: values.clone() })
    }

    /// Restarts the run when the inputs change, and advances it a slice a frame.
    pub(super) fn keep_running(self) {
        let running: StoredValue<Option<Running>, LocalStorage> = StoredValue::new_local(None);
        let changed_at = StoredValue::new(0.0_f64);
        let looked_at = StoredValue::new(f64::NEG_INFINITY);
        let frames = frames::FrameLoop::new(move |_| {
            let beyond = self.beyond.get_untracked();
            running
                .try_update_value(|running| {
                    let Some(Running { run, of }) = running else { return false };
                    if !frames::visible() && run.done() >= run.target() {
                        return beyond;
                    }
                    let started = frames::now_ms();
                    let is_new = started - changed_at.get_value() < SETTLING_MS;
                    let slice_ms = if is_new { FIRST_SLICE_MS } else { SLICE_MS };
                    let before = run.done();
                    while (beyond || run.done() < run.target()) && frames::now_ms() - started < slice_ms {
                        run.advance((run.steps_per_ms() / LOOKS_PER_MS).max(1), beyond);
                    }
                    let there = run.done() >= run.target();
                    // The first look at once, the last in any case, those between a few times a second.
                    let in_hand = untrack(|| self.hand.is_busy());
                    let pause_ms = if in_hand { LOOK_IN_HAND_MS } else { LOOK_MS };
                    let is_due = started - looked_at.get_value() >= pause_ms;
                    let may = || !in_hand || frames::take_turn();
                    if run.done() != before && (there && !beyond || is_due && may()) {
                        looked_at.set_value(started);
                        self.find(Found::Run {
                            of: of.clone(),
                            snapshot: Shared::new(run.snapshot()),
                            seen_of: of.clone(),
                            done: run.done(),
                            target: run.target(),
                        });
                    }
                    beyond || !there
                })
                .unwrap_or(false)
        });
        let frames = StoredValue::new_local(frames);
        let wake = move || frames.with_value(frames::FrameLoop::wake);
        Effect::new(move |_| {
            let values = self.values.get();
            running.set_value(untrack(|| self.begin(&values)));
            changed_at.set_value(frames::now_ms());
            wake();
        });
        Effect::new(move |_| {
            if self.beyond.get() {
                wake();
            }
        });
    }
}
