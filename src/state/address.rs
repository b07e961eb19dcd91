//! The state's link, the steps of Undo, and the step of the lesson that is walked through.

use explorer_core::topic::{AnyTopic, Values};
use explorer_core::url;
use leptos::prelude::*;

use super::{PageState, Shared};
use crate::web::{frames, hash};

/// How long inputs must rest before they are written to the address and become a step of Undo.
pub const REST_MS: u64 = 350;
/// How many states Undo remembers.
pub const UNDO_DEPTH: usize = 50;

/// What a route asks for.
pub struct Opening {
    /// All inputs.
    pub values: Values,
    /// What could not be used as it stood.
    pub notices: Vec<String>,
    /// The step of the walkthrough, from 0, where it is open.
    pub step: Option<usize>,
}

impl Opening {
    /// Reads a route. A step without inputs of its own opens as the lesson has it.
    pub fn read(topic: &dyn AnyTopic, route: &url::Route) -> Self {
        let url::Decoded { mut values, notices } = url::decode(topic, &route.query);
        let last = topic.walk().len().checked_sub(1);
        let step = route.reserved("step").and_then(|step| step.parse::<usize>().ok()).zip(last);
        let step = step.map(|(step, last)| step.saturating_sub(1).min(last));
        if let Some(preset) = step.and_then(|step| preset_of(topic, step))
            && values == topic.defaults()
        {
            values = url::decode(topic, preset).values;
        }
        Self { values, notices, step }
    }
}

/// The query of the state that a step shows.
fn preset_of(topic: &dyn AnyTopic, step: usize) -> Option<&'static str> {
    let wanted = topic.walk().get(step)?.preset;
    topic.presets().iter().find(|preset| preset.slug == wanted).map(|preset| preset.query)
}

/// A lesson being walked through. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Lesson {
    /// The step, from 0, while it is open.
    at: RwSignal<Option<usize>>,
    /// Where it was left.
    left_at: StoredValue<usize>,
    /// The reader's own state, which comes back at the end.
    own: StoredValue<Option<Shared<Values>>>,
}

impl Lesson {
    pub(super) fn new(step: Option<usize>) -> Self {
        Self { at: RwSignal::new(step), left_at: StoredValue::new(0), own: StoredValue::new(None) }
    }
}

impl PageState {
    /// The step of the walkthrough, from 0, while it is open. Follows.
    pub fn step(&self) -> Option<usize> {
        self.lesson.at.get()
    }

    /// Whether the walkthrough is open, now.
    pub fn is_walked(&self) -> bool {
        self.lesson.at.try_get_untracked().flatten().is_some()
    }

    /// Opens the walkthrough where it was left; the reader's own state is kept for its end.
    pub fn walk(&self) {
        if self.lesson.at.get_untracked().is_none() && !self.topic.walk().is_empty() {
            self.lesson.own.set_value(Some(self.values.get_untracked()));
            self.walk_to(self.lesson.left_at.get_value());
        }
    }

    /// Goes to a step, and to the state it shows.
    pub fn walk_to(&self, step: usize) {
        let Some(last) = self.topic.walk().len().checked_sub(1) else { return };
        let step = step.min(last);
        self.lesson.at.set(Some(step));
        if let Some(query) = preset_of(self.topic, step) {
            self.load(query);
        }
    }

    /// Closes the walkthrough; the reader's own state is there again. Walked to its end, it begins anew next time.
    pub fn walk_out(&self, is_over: bool) {
        let Some(at) = self.lesson.at.get_untracked() else { return };
        self.lesson.left_at.set_value(if is_over { 0 } else { at });
        self.lesson.at.set(None);
        if let Some(own) = self.lesson.own.try_update_value(Option::take).flatten() {
            self.put(own);
        }
    }

    /// Sets all inputs to a query over the defaults (a preset, an exercise's numbers, a link).
    pub fn load(&self, query: &str) {
        let decoded = url::decode(self.topic, query);
        self.notices.set(decoded.notices);
        self.put(Shared::new(decoded.values));
    }

    /// The inputs' query.
    pub fn query(&self) -> url::Encoded {
        self.values.with(|values| url::encode(self.topic, values))
    }

    /// The hash of this state, with the step of the walkthrough while it is open.
    pub fn hash(&self) -> String {
        let query = self.query().query;
        let query = match self.step().map(|step| format!("step={}", step + 1)) {
            Some(step) if query.is_empty() => step,
            Some(step) => format!("{step}&{query}"),
            None => query,
        };
        url::Route { slug: self.topic.meta().slug.into(), query }.hash()
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        self.past.with(|past| past.len() > 1)
    }

    /// Back to the state before the last change that rested.
    pub fn undo(&self) {
        let current = self.values.get_untracked();
        let mut past = self.past.get_untracked();
        while past.last().is_some_and(|last| **last == *current) {
            past.pop();
        }
        if let Some(previous) = past.last().cloned() {
            self.past.set(past);
            self.put(previous);
        }
    }

    /// The inputs rest: they become a step of Undo.
    pub(super) fn remember(&self) {
        let values = self.values.get_untracked();
        self.past.update(|past| {
            if past.last().is_none_or(|last| **last != *values) {
                past.push(values);
            }
            if past.len() > UNDO_DEPTH {
                past.remove(0);
            }
        });
    }

    /// Writes inputs and step to the address once they rest, and remembers them for Undo.
    pub(super) fn keep_address(self) {
        self.remember();
        let opened = (self.values.get_untracked(), self.lesson.at.get_untracked());
        let pending: StoredValue<Option<frames::Timer>, LocalStorage> = StoredValue::new_local(None);
        Effect::new(move |first: Option<()>| {
            let now = (self.values.get(), self.lesson.at.get());
            // The link that was followed stays as it came until something changes, which may be before this runs. One that opens
            // a step need not name its state: so it says both from the start.
            if first.is_none() && now == opened && now.1.is_none() {
                return;
            }
            let rest = move || {
                if !self.values.is_disposed() {
                    self.remember();
                    hash::replace(&untrack(|| self.hash()));
                }
            };
            pending.set_value(Some(frames::after(REST_MS, rest)));
        });
    }
}
