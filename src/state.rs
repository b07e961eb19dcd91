//! The state of a topic's page: inputs in one signal, and everything else derived from it.
//!
//! Link → inputs → report → readouts and charts; a change of inputs restarts the run, which is advanced in slices of a frame
//! and publishes one snapshot a frame.

mod pace;
mod work;

use std::time::Duration;

use explorer_core::chart::{ChartSpec, Layer, Role};
use explorer_core::job::{Job, Outcome};
use explorer_core::topic::{AnyTopic, ParamInfo, Refusal, Report, Run, Snapshot, Value, Values};
use explorer_core::url;
use leptos::prelude::*;

use crate::web::{frames, hash};

pub use work::Work;

/// Milliseconds of a frame that a run may take once the inputs rest, and just after they changed.
const SLICE_MS: f64 = 8.0;
const FIRST_SLICE_MS: f64 = 1.0;
/// How long after a change slices stay small.
const SETTLING_MS: f64 = 120.0;
/// Milliseconds between two snapshots of a run, and while a hand moves what it depends on.
const SNAPSHOT_MS: f64 = 80.0;
const SNAPSHOT_IN_HAND_MS: f64 = 160.0;
/// A slice looks at the clock so many times a millisecond of a fast machine, so that a slow one does not overshoot.
const LOOKS_PER_MS: u64 = 4;
/// How long inputs must rest before they are written to the address and become a step of Undo.
const REST_MS: u64 = 350;
/// How many states Undo remembers.
const UNDO_DEPTH: usize = 50;

/// A topic with its page's signals. Cheap to copy.
#[derive(Clone, Copy)]
pub struct PageState {
    /// The topic.
    pub topic: &'static dyn AnyTopic,
    /// What is known of each input.
    pub params: StoredValue<Vec<ParamInfo>>,
    /// All inputs: the one source of truth.
    pub values: RwSignal<Values>,
    /// What could not be used of a link or a typed value.
    pub notices: RwSignal<Vec<String>>,
    /// The answer to the inputs, or why there is none.
    pub report: Memo<Result<Report, Refusal>>,
    /// The last answer there was.
    pub good: RwSignal<Report>,
    /// The same as figures and words show it: while a hand moves something it follows as often as one can read.
    pub shown: RwSignal<Report>,
    /// The inputs as the controls show them, at the same pace.
    pub shown_values: RwSignal<Values>,
    /// Whether there has been an answer since the page was opened; until then `good` is that of the opening state.
    pub answered: RwSignal<bool>,
    /// What the run knows.
    pub snapshot: RwSignal<Snapshot>,
    /// Steps of the run, done and wanted.
    pub progress: RwSignal<(u64, u64)>,
    /// Whether the run may go beyond its target.
    pub beyond: RwSignal<bool>,
    /// A state kept to compare with: its inputs and its readouts.
    pub pinned: RwSignal<Option<Pinned>>,
    /// The heavy work of this state, where it has any.
    pub job: Memo<Option<Job>>,
    /// How far that work is.
    pub work: RwSignal<Work>,
    /// What came of it; that of the last state until that of the present one is there.
    pub outcome: RwSignal<Option<Outcome>>,
    /// Whether the reader holds a part of the living picture: it follows every frame, and the charts less often.
    pub held: RwSignal<bool>,
    /// Whether the reader moves a slider or a chart's handle: the first chart or the one with the handle follows every frame,
    /// everything else less often.
    pub moving: RwSignal<bool>,
    /// Counts what was asked to be done once more.
    again: RwSignal<u32>,
    undo: RwSignal<Vec<Values>>,
}

/// A pinned state.
#[derive(Clone, PartialEq)]
pub struct Pinned {
    /// Its inputs.
    pub values: Values,
    /// Its answer.
    pub report: Report,
    /// What its run knew.
    pub snapshot: Snapshot,
}

impl PageState {
    /// The state a query asks for, with its loops running until the owner is disposed of; `in_address` keeps it in the link.
    pub fn open(topic: &'static dyn AnyTopic, query: &str, in_address: bool) -> Self {
        let decoded = url::decode(topic, query);
        let shown_values = RwSignal::new(decoded.values.clone());
        let values = RwSignal::new(decoded.values);
        let report = Memo::new(move |_| values.with(|v| topic.report(v)));
        // A link may open on a refused state: then the picture shows the opening state until there is an answer.
        let opening = || topic.report(&topic.defaults()).unwrap_or_default();
        let good = RwSignal::new(report.get_untracked().unwrap_or_else(|_| opening()));
        let shown = RwSignal::new(good.get_untracked());
        let answered = RwSignal::new(report.with_untracked(Result::is_ok));
        let state = Self {
            topic,
            params: StoredValue::new(topic.params()),
            values,
            notices: RwSignal::new(decoded.notices),
            report,
            good,
            shown,
            shown_values,
            answered,
            snapshot: RwSignal::new(Snapshot::default()),
            progress: RwSignal::new((0, 0)),
            beyond: RwSignal::new(false),
            pinned: RwSignal::new(None),
            job: Memo::new(move |_| values.with(|v| topic.job(v))),
            work: RwSignal::new(Work::None),
            outcome: RwSignal::new(None),
            held: RwSignal::new(false),
            moving: RwSignal::new(false),
            again: RwSignal::new(0),
            undo: RwSignal::new(Vec::new()),
        };
        Effect::new(move |_| {
            if let Ok(answer) = report.get() {
                good.set(answer);
                answered.set(true);
            }
        });
        state.keep_pace();
        state.keep_running();
        state.keep_working();
        if in_address {
            state.keep_address();
        }
        state
    }

    /// Where an input stands in the list.
    pub fn index(&self, key: &str) -> Option<usize> {
        self.params.with_value(|params| params.iter().position(|p| p.key == key))
    }

    /// A numeric input; 0 for one that is none. Follows the state.
    pub fn number(&self, index: usize) -> f64 {
        self.values.with(|values| number_of(values, index))
    }

    /// The same as the controls show it.
    pub fn number_shown(&self, index: usize) -> f64 {
        self.shown_values.with(|values| number_of(values, index))
    }

    /// Sets one input.
    pub fn set(&self, index: usize, value: Value) {
        let changed = self.values.with_untracked(|v| v.get(index) != Some(&value));
        if changed {
            self.values.update(|values| values[index] = value);
        }
    }

    /// Sets one numeric input by key, kept in its range, and whole where only whole numbers are allowed.
    pub fn set_number(&self, key: &str, number: f64) {
        let Some(index) = self.index(key) else { return };
        let explorer_core::topic::Shape::Number(range) = self.params.with_value(|p| p[index].shape) else { return };
        self.set(index, Value::Number(range.settle(number)));
    }

    /// Sets all inputs to a query over the defaults (a preset, an exercise's numbers, a link).
    pub fn load(&self, query: &str) {
        let decoded = url::decode(self.topic, query);
        self.notices.set(decoded.notices);
        self.values.set(decoded.values);
    }

    /// The inputs' query.
    pub fn query(&self) -> url::Encoded {
        self.values.with(|values| url::encode(self.topic, values))
    }

    /// The hash of this state.
    pub fn hash(&self) -> String {
        let query = self.query().query;
        url::Route { slug: self.topic.meta().slug.into(), query }.hash()
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        self.undo.with(|u| u.len() > 1)
    }

    /// Back to the state before the last change that rested.
    pub fn undo(&self) {
        let current = self.values.get_untracked();
        let mut states = self.undo.get_untracked();
        while states.last() == Some(&current) {
            states.pop();
        }
        if let Some(previous) = states.last().cloned() {
            self.undo.set(states);
            self.values.set(previous);
        }
    }

    /// Keeps the present state to compare with.
    pub fn pin(&self) {
        self.pinned.set(Some(Pinned {
            values: self.values.get_untracked(),
            report: self.good.get_untracked(),
            snapshot: self.snapshot.get_untracked(),
        }));
    }

    /// Whether the picture stands: nothing to run, or run to its target; no work under way.
    pub fn ready(&self) -> bool {
        let (done, target) = self.progress.get();
        done >= target && !self.work.with(Work::under_way)
    }

    /// Stops the work under way.
    pub fn stop_work(&self) {
        self.outcome.set(None);
        self.work.set(Work::Failed("Stopped. Nothing was lost: the file and all settings are still there.".into()));
    }

    /// Does the work of this state once more.
    pub fn work_again(&self) {
        self.again.update(|n| *n += 1);
    }

    /// A chart of the present answer with the run's layers and the pinned state's lines over it.
    pub fn chart(&self, index: usize) -> Option<ChartSpec> {
        let report = if index == 0 { self.good } else { self.shown };
        let mut chart = report.with(|report| report.charts.get(index).cloned())?;
        self.pinned.with(|pinned| {
            let Some(pinned) = pinned else { return };
            let Some(twin) = pinned.report.charts.iter().find(|c| c.id == chart.id) else { return };
            for layer in &twin.layers {
                if let Layer::Line { role: Role::Theory, label, points, .. } = layer {
                    let label = if label.is_empty() { String::new() } else { format!("{label}, pinned") };
                    chart.layers.push(Layer::Line { role: Role::Pinned, label, points: points.clone(), dashed: true });
                }
            }
            if let Some(handle) = &twin.handle {
                let (x, y) = (handle.x, handle.y);
                let points = vec![explorer_core::chart::Point { x, y, low: y, high: y }];
                chart.layers.push(Layer::Points { role: Role::Pinned, label: "pinned state".into(), points });
            }
        });
        self.snapshot.with(|snapshot| {
            let layers = snapshot.layers.iter().filter(|(id, _)| *id == chart.id);
            chart.layers.extend(layers.map(|(_, layer)| layer.clone()));
        });
        Some(chart)
    }

    /// Restarts the run when the inputs change, and advances it a slice a frame.
    fn keep_running(self) {
        let run: StoredValue<Option<Box<dyn Run>>, LocalStorage> = StoredValue::new_local(None);
        let changed_at = StoredValue::new(0.0_f64);
        let shown_at = StoredValue::new(f64::NEG_INFINITY);
        let frames = frames::FrameLoop::new(move |_| {
            let beyond = self.beyond.get_untracked();
            run.try_update_value(|run| {
                let Some(run) = run else { return false };
                if !frames::visible() && run.done() >= run.target() {
                    return beyond;
                }
                let started = frames::now_ms();
                let slice_ms = if started - changed_at.get_value() < SETTLING_MS { FIRST_SLICE_MS } else { SLICE_MS };
                let before = run.done();
                while (beyond || run.done() < run.target()) && frames::now_ms() - started < slice_ms {
                    run.advance((run.steps_per_ms() / LOOKS_PER_MS).max(1), beyond);
                }
                let there = run.done() >= run.target();
                // The first look at once, the last in any case, those between a few times a second.
                let in_hand = untrack(|| self.in_hand());
                let pause_ms = if in_hand { SNAPSHOT_IN_HAND_MS } else { SNAPSHOT_MS };
                let is_due = started - shown_at.get_value() >= pause_ms;
                let may = || !in_hand || frames::take_turn();
                if run.done() != before && (there && !beyond || is_due && may()) {
                    shown_at.set_value(started);
                    self.snapshot.set(run.snapshot());
                    self.progress.set((run.done(), run.target()));
                }
                beyond || !there
            })
            .unwrap_or(false)
        });
        let frames = StoredValue::new_local(frames);
        let wake = move || frames.with_value(frames::FrameLoop::wake);
        Effect::new(move |_| {
            let started = self.values.with(|values| self.topic.start(values));
            // While a hand moves an input, each change starts a run: what was said of the last one stands until the next look.
            let target = started.as_ref().map_or(0, |run| run.target());
            let (done, last_target) = self.progress.get_untracked();
            if done >= last_target || target != last_target {
                self.progress.set((0, target));
            }
            // A refused state has no run either, but its page keeps the last picture.
            let has_job = self.job.with_untracked(Option::is_some);
            if started.is_none() && !has_job && self.report.with_untracked(Result::is_ok) {
                self.snapshot.set(Snapshot::default());
            }
            run.set_value(started);
            changed_at.set_value(frames::now_ms());
            wake();
        });
        Effect::new(move |_| {
            if self.beyond.get() {
                wake();
            }
        });
    }

    /// Writes the inputs to the address once they rest, and remembers them for Undo.
    fn keep_address(self) {
        self.undo.set(vec![self.values.get_untracked()]);
        let pending: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
        Effect::new(move |first: Option<()>| {
            self.values.track();
            if first.is_none() {
                return;
            }
            if let Some(handle) = pending.get_value() {
                handle.clear();
            }
            let rest = move || {
                if self.values.is_disposed() {
                    return;
                }
                let values = self.values.get_untracked();
                self.undo.update(|states| {
                    if states.last() != Some(&values) {
                        states.push(values);
                    }
                    if states.len() > UNDO_DEPTH {
                        states.remove(0);
                    }
                });
                hash::replace(&untrack(|| self.hash()));
            };
            pending.set_value(set_timeout_with_handle(rest, Duration::from_millis(REST_MS)).ok());
        });
        on_cleanup(move || {
            if let Some(Some(handle)) = pending.try_get_value() {
                handle.clear();
            }
        });
    }
}

fn number_of(values: &Values, index: usize) -> f64 {
    match values.get(index) {
        Some(Value::Number(v)) => *v,
        _ => 0.0,
    }
}
