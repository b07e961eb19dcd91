//! Living pictures, and the second list: which topic has one. A test holds it against the first list.

use explorer_core::topic::Topic;
use leptos::prelude::*;

use crate::state::PageState;

mod bottleneck;
mod capacity;
mod mistakes;
mod payload;
mod percentiles;
mod queue;
mod strip;
mod tail;
mod three_measures;

/// Makes the living picture of a page.
pub type Stage = fn(PageState) -> AnyView;

/// Slug → living picture.
const STAGES: &[(&str, Stage)] = &[
    ("bottleneck", bottleneck::stage),
    ("capacity", capacity::stage),
    ("mistakes", mistakes::stage),
    ("payload", payload::stage),
    ("percentiles", percentiles::stage),
    ("queue", queue::stage),
    ("tail", tail::stage),
    ("three-measures", three_measures::stage),
];

/// The living picture of a topic, where it has one.
pub fn stage(slug: &str) -> Option<Stage> {
    STAGES.iter().find(|(s, _)| *s == slug).map(|(_, stage)| *stage)
}

/// The present inputs of a topic, typed.
fn inputs<T: Topic>(state: PageState) -> T::Inputs {
    let mut inputs = T::Inputs::default();
    state.values.with(|values| {
        for (param, value) in T::PARAMS.iter().zip(values) {
            param.set(&mut inputs, value);
        }
    });
    inputs
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_stage_belongs_to_a_topic() {
        for (slug, _) in super::STAGES {
            assert!(explorer_core::topics::find(slug).is_some(), "{slug}");
        }
    }
}
