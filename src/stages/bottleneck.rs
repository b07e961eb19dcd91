//! Three things to do with a request's stages: drag them, halve them down to a target, and find which resource is short.

mod doctor;
mod game;
mod timeline;

use explorer_core::topics::bottleneck::{Bottleneck, Inputs};
use leptos::prelude::*;

use super::inputs;
use crate::state::PageState;

/// The stage of the page of bottlenecks.
pub fn stage(state: PageState) -> AnyView {
    let now: Memo<Inputs> = Memo::new(move |_| inputs::<Bottleneck>(state));
    view! {
        <h2>"Drag it"</h2>
        <timeline::Timeline state now />
        <h2>"The least work"</h2>
        <game::Game now />
        <h2>"Four-resource doctor"</h2>
        <doctor::Doctor state now />
    }
    .into_any()
}
