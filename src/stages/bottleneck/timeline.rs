//! One request as a strip, its stages side by side, today and mended.

use explorer_core::quantity::{self, Unit};
use explorer_core::topics::bottleneck::{Inputs, STAGE_NAMES};
use leptos::prelude::*;

use super::super::strip::Strip;
use crate::state::PageState;

/// Keys of the stages' times, and their names.
const PARTS: [(&str, &str); 5] = [
    ("stage_network_ms", STAGE_NAMES[0]),
    ("stage_app_ms", STAGE_NAMES[1]),
    ("stage_database_ms", STAGE_NAMES[2]),
    ("stage_serialization_ms", STAGE_NAMES[3]),
    ("stage_response_ms", STAGE_NAMES[4]),
];

#[component]
pub fn Timeline(state: PageState, now: Memo<Inputs>) -> impl IntoView {
    let today_ms = Signal::derive(move || now.with(|n| n.stage_ms()));
    let chosen = Signal::derive(move || now.with(Inputs::chosen));
    let mended_ms = Signal::derive(move || {
        now.with(|n| {
            let mut ms = n.stage_ms();
            ms[n.chosen()] /= n.speedup.max(1.0);
            ms
        })
    });
    let caption = |total_ms: f64| {
        let total = quantity::format(total_ms, Unit::MS);
        format!("Above today, {total}; below mended. Drag the end of a stage, or use the sliders.")
    };
    view! { <Strip state parts=&PARTS ms=today_ms what="One request" caption chosen after_ms=mended_ms /> }
}
