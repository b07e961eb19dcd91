//! Two things to look at: a highway on which cars drive as the model says, and a response whose parts can be dragged.

mod highway;

use explorer_core::quantity::{self, Unit};
use explorer_core::topics::three_measures::{Inputs, PARTS, ThreeMeasures};
use leptos::prelude::*;

use super::inputs;
use super::strip::Strip;
use crate::state::PageState;

/// The stage of the page of the three measures.
pub fn stage(state: PageState) -> AnyView {
    let now: Memo<Inputs> = Memo::new(move |_| inputs::<ThreeMeasures>(state));
    let parts = Memo::new(move |_| now.with(Inputs::parts_ms));
    let caption = |total_ms: f64| {
        let total = quantity::format(total_ms, Unit::MS);
        format!("{total} in all. Drag the end of a part, or use the sliders of “the parts of a response”.")
    };
    view! {
        <h2>"A highway to look at"</h2>
        <highway::Road state now />
        <h2>"One response, taken apart"</h2>
        <Strip state parts=&PARTS ms=parts what="One response" caption />
    }
    .into_any()
}
