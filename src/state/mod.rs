//! The state of a topic's page: inputs, and everything else derived from them.
//!
//! Link → inputs → scene → readouts and charts. What a page shows is always a whole [`Seen`]: inputs, their answer, and what a
//! run or a job has found. A change of inputs restarts the run, which is advanced in slices of a frame and looked at a few times
//! a second.

mod address;
mod found;
pub mod hand;
pub mod pace;
mod shared;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod toy;
mod work;

use explorer_core::chart::{ChartSpec, Layer, Point, Role};
use explorer_core::job::Job;
use explorer_core::topic::{AnyTopic, ParamInfo, Refusal, Report, Shape, Snapshot, Value, Values};
use explorer_core::url::Route;
use leptos::prelude::*;

use address::{Lesson, Opening};
use found::Found;
use hand::{Hand, On};

pub use shared::Shared;
pub use work::Work;

/// A topic with its page's signals. Cheap to copy.
#[derive(Clone, Copy)]
pub struct PageState {
    /// The topic.
    pub topic: &'static dyn AnyTopic,
    /// What is known of each input.
    pub params: StoredValue<Vec<ParamInfo>>,
    /// All inputs: the one source of truth.
    pub values: ReadSignal<Shared<Values>>,
    put_values: WriteSignal<Shared<Values>>,
    /// What could not be used of a link or a typed value.
    pub notices: RwSignal<Vec<String>>,
    /// The inputs and their answer.
    pub scene: Memo<Shared<Scene>>,
    /// What words, figures and controls show: while a hand moves something they follow as often as one can read.
    pub told: Memo<Seen>,
    /// What was found for the inputs, as readouts and layers.
    snapshot: Memo<Shared<Snapshot>>,
    /// Who moves what.
    pub hand: Hand,
    /// Whether the run may go beyond its target.
    pub beyond: RwSignal<bool>,
    /// A state kept to compare with.
    pub pinned: RwSignal<Option<Shared<Pinned>>>,
    /// The heavy work of this state, where it has any.
    pub job: Memo<Option<Job>>,
    /// How far that work is.
    pub work: RwSignal<Work>,
    /// What a run or that work has found.
    found: RwSignal<Found>,
    /// Counts what was asked to be done once more.
    again: RwSignal<u32>,
    past: RwSignal<Vec<Shared<Values>>>,
    lesson: Lesson,
}

/// Inputs and their answer. They are made together, so that none can be read without the other.
pub struct Scene {
    /// All inputs.
    pub values: Shared<Values>,
    /// Why they have no answer, where they have none.
    pub refusal: Option<Refusal>,
    /// Their answer, or the last one there was.
    pub report: Shared<Report>,
    /// The inputs that it answers.
    pub answers: Shared<Values>,
    /// Whether there has been an answer since the page was opened; until then it is that of the opening state.
    pub answered: bool,
}

impl Scene {
    /// The scene of these inputs; a refused one keeps the picture of the scene before.
    fn of(topic: &dyn AnyTopic, values: Shared<Values>, before: Option<&Self>) -> Self {
        let refusal = match topic.report(&values) {
            Ok(report) => {
                let same = before.filter(|before| *before.report == report).map(|before| before.report.clone());
                let report = same.unwrap_or_else(|| Shared::new(report));
                return Self { answers: values.clone(), values, refusal: None, report, answered: true };
            }
            Err(refusal) => Some(refusal),
        };
        if let Some(before) = before {
            let (report, answers) = (before.report.clone(), before.answers.clone());
            return Self { values, refusal, report, answers, answered: before.answered };
        }
        // A link may open on a refused state: then the picture shows the opening state until there is an answer.
        let opening = topic.defaults();
        let report = Shared::new(topic.report(&opening).unwrap_or_default());
        Self { values, refusal, report, answers: Shared::new(opening), answered: false }
    }
}

/// All that a picture of the state is made of. Equal only to itself.
#[derive(Clone, PartialEq)]
pub struct Seen {
    /// Inputs and answer.
    pub scene: Shared<Scene>,
    /// What was found for them, or for the last ones until that is there.
    pub snapshot: Shared<Snapshot>,
    /// What they are compared with.
    pub pinned: Option<Shared<Pinned>>,
}

/// A pinned state.
pub struct Pinned {
    /// Inputs and answer.
    pub scene: Shared<Scene>,
    /// What its run knew.
    pub snapshot: Shared<Snapshot>,
}

impl PageState {
    /// The state a route asks for, with its loops running until the owner is disposed of; it is kept in the link.
    pub fn open(topic: &'static dyn AnyTopic, route: &Route) -> Self {
        let opening = Opening::read(topic, route);
        let (values, put_values) = signal(Shared::new(opening.values));
        let scene = Memo::new(move |before: Option<&Shared<Scene>>| {
            Shared::new(Scene::of(topic, values.get(), before.map(|before| &**before)))
        });
        let job = Memo::new(move |_| values.with(|values| topic.job(values)));
        let (found, pinned, hand) = (RwSignal::new(Found::Nothing), RwSignal::new(None), Hand::new());
        let snapshot = found::snapshot(topic, values, job, found);
        let now = move || Seen { scene: scene.get(), snapshot: snapshot.get(), pinned: pinned.get() };
        let state = Self {
            topic,
            params: StoredValue::new(topic.params()),
            values,
            put_values,
            notices: RwSignal::new(opening.notices),
            scene,
            snapshot,
            told: pace::paced(now, pace::READ_MS, move || hand.is_busy()),
            hand,
            beyond: RwSignal::new(false),
            pinned,
            job,
            work: RwSignal::new(Work::None),
            found,
            again: RwSignal::new(0),
            past: RwSignal::new(Vec::new()),
            lesson: Lesson::new(opening.step),
        };
        state.keep_running();
        state.keep_working();
        state.keep_address();
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
        self.told.with(|told| number_of(&told.scene.values, index))
    }

    /// The only place that writes inputs.
    fn put(&self, values: Shared<Values>) {
        if self.values.with_untracked(|now| **now != *values) {
            self.put_values.set(values);
        }
    }

    /// Sets one input.
    pub fn set(&self, index: usize, value: Value) {
        let mut values = self.values.with_untracked(|values| (**values).clone());
        if let Some(slot) = values.get_mut(index) {
            *slot = value;
            self.put(Shared::new(values));
        }
    }

    /// Sets one numeric input by key to the nearest value that it takes.
    pub fn set_number(&self, key: &str, number: f64) {
        let Some(index) = self.index(key) else { return };
        let Shape::Number(range) = self.params.with_value(|p| p[index].shape) else { return };
        if !number.is_nan() {
            self.set(index, Value::Number(range.settle(number)));
        }
    }

    /// Compares no more.
    pub fn unpin(&self) {
        self.pinned.set(None);
    }

    /// Puts the pinned state's inputs in place of the present ones.
    pub fn back_to_pinned(&self) {
        if let Some(pinned) = self.pinned.get_untracked() {
            self.put(pinned.scene.values.clone());
        }
    }

    /// Keeps the present state to compare with.
    pub fn pin(&self) {
        let (scene, snapshot) = (self.scene.get_untracked(), self.snapshot.get_untracked());
        self.pinned.set(Some(Shared::new(Pinned { scene, snapshot })));
    }

    /// Whether the picture stands: nothing to run, or run to its target; no work under way.
    pub fn ready(&self) -> bool {
        let is_through = self.values.with(|values| self.found.with(|found| found.is_through(values)));
        is_through && !self.work.with(Work::under_way)
    }

    /// Stops the work under way.
    pub fn stop_work(&self) {
        self.fail_work("Stopped. Nothing was lost: the file and all settings are still there.".into());
    }

    /// Does the work of this state once more.
    pub fn work_again(&self) {
        self.again.update(|n| *n += 1);
    }

    /// All that the chart with this place in the report shows: at once, but a few times a second while the hand is on something
    /// that it need not follow. `id` is its name.
    pub fn seen_by_chart(self, index: usize, id: &'static str) -> Memo<Seen> {
        let now = move || self.now();
        pace::paced(now, pace::READ_MS, move || self.chart_lags(index, id))
    }

    /// Whether the hand is on something that this chart follows less often. Follows.
    pub fn chart_lags(&self, index: usize, id: &str) -> bool {
        match self.hand.on() {
            None => false,
            Some(On::Picture) => true,
            Some(On::Control) => index != 0,
            Some(On::Handle(held)) => index != 0 && held != id,
        }
    }

    /// All there is to see, now. Follows.
    pub fn now(&self) -> Seen {
        Seen { scene: self.scene.get(), snapshot: self.snapshot.get(), pinned: self.pinned.get() }
    }
}

impl Seen {
    /// A chart of the answer with the run's layers and the pinned state's lines over it.
    pub fn chart(&self, index: usize) -> Option<ChartSpec> {
        let mut chart = self.scene.report.charts.get(index).cloned()?;
        let twin = self.pinned.as_ref().and_then(|p| p.scene.report.charts.iter().find(|c| c.id == chart.id));
        if let Some(twin) = twin {
            for layer in &twin.layers {
                if let Layer::Line { role: Role::Theory, label, points, .. } = layer {
                    let label = if label.is_empty() { String::new() } else { format!("{label}, pinned") };
                    chart.layers.push(Layer::Line { role: Role::Pinned, label, points: points.clone(), dashed: true });
                }
            }
            if let Some(handle) = &twin.handle {
                let (x, y) = (handle.x, handle.y);
                let points = vec![Point { x, y, low: y, high: y }];
                chart.layers.push(Layer::Points { role: Role::Pinned, label: "pinned state".into(), points });
            }
        }
        let layers = self.snapshot.layers.iter().filter(|(id, _)| *id == chart.id);
        chart.layers.extend(layers.map(|(_, layer)| layer.clone()));
        Some(chart)
    }
}

fn number_of(values: &Values, index: usize) -> f64 {
    match values.get(index) {
        Some(Value::Number(v)) => *v,
        _ => 0.0,
    }
}
