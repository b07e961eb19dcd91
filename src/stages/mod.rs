//! Living pictures. Which topic has which says the list in `floors.rs`: every topic has its line there.

use explorer_core::job::Outcome;
use explorer_core::topic::{Declared, Topic};
use leptos::prelude::*;

use crate::state::{PageState, Shared};

pub mod bottleneck;
pub mod capacity;
pub mod compression;
pub mod connections;
pub mod geography;
pub mod mistakes;
pub mod opening;
pub mod payload;
pub mod percentiles;
pub mod queue;
mod strip;
pub mod tail;
pub mod three_measures;

/// The present inputs of a topic, typed.
fn inputs<T: Topic>(state: PageState) -> T::Inputs {
    let mut inputs = T::Inputs::default();
    state.values.with(|values| {
        for (param, value) in <T::Inputs as Declared>::PARAMS.iter().zip(values.iter()) {
            (param.set)(&mut inputs, value);
        }
    });
    inputs
}

/// What came of the work, the last there was: a slip or a stop does not wipe the picture.
fn last_outcome(state: PageState) -> Memo<Option<Shared<Outcome>>> {
    Memo::new(move |before: Option<&Option<Shared<Outcome>>>| state.outcome().or_else(|| before.cloned().flatten()))
}
