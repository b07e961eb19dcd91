//! The live queue of the first page, with one slider.

use explorer_core::topics::queue::opening::{ARRIVALS, says, scenario, start};
use leptos::prelude::*;

use super::queue::{QueueStage, Shown};
use crate::state::hand::Hand;
use crate::ui::marked::marked;
use crate::ui::number::NumberControl;
use crate::ui::thin::part;

/// The picture, its slider and what they say.
pub fn stage() -> AnyView {
    let (first, seed) = start();
    let rate = RwSignal::new(first);
    let shown = Shown {
        scenario: Signal::derive(move || scenario(rate.get())),
        seed: Signal::derive(move || seed),
        arrivals_per_sec: rate.into(),
    };
    let value = Memo::new(move |_| rate.get());
    view! {
        <section class="card opening">
            <p class="says" aria-live="polite">{part(move || marked(&says(rate.get())).into_any())}</p>
            <NumberControl
                param=ARRIVALS
                value
                shown=value
                set=Callback::new(move |v| rate.set(v))
                applies=Signal::derive(|| true)
                hand=Hand::new()
            />
            <QueueStage shown />
            <p><a class="tool main" href="#/queue">"Why is that? Floor 16"</a></p>
        </section>
    }
    .into_any()
}
