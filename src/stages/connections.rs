//! Of a page the ladders of its possible greetings, to scale; of a pool its connections, one by one.

mod ladder;
mod pool;

use explorer_core::topics::connections::{Connections, Inputs, View};
use leptos::prelude::*;

use super::inputs;
use crate::state::PageState;

/// The stage of the page of connections.
pub fn stage(state: PageState) -> AnyView {
    let now: Memo<Inputs> = Memo::new(move |_| inputs::<Connections>(state));
    let is_pool = Memo::new(move |_| now.with(|n| n.view == View::Pool));
    (move || if is_pool.get() { pool::stage(now) } else { ladder::stage(state, now) }).into_any()
}
