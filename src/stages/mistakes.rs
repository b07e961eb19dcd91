//! After each trap the question: what would have shown you this? Seven instruments to choose from.

use explorer_core::topic::Words;
use explorer_core::topics::mistakes::{INSTRUMENTS, Mistakes, Trap, instrument_for};
use leptos::prelude::*;

use crate::ui::thin::{click, text, word};

use super::inputs;
use crate::state::PageState;

/// The stage of the page of mistakes.
pub fn stage(state: PageState) -> AnyView {
    let trap = Memo::new(move |_| inputs::<Mistakes>(state).trap);
    let chosen: RwSignal<Option<Trap>> = RwSignal::new(None);
    // Another trap: another question.
    Effect::new(move |before: Option<Trap>| {
        let now = trap.get();
        if before.is_some_and(|before| before != now) {
            chosen.set(None);
        }
        now
    });
    let is_right = move || chosen.get().map(|instrument| instrument == trap.get());
    let verdict = move || {
        let picked = chosen.get()?;
        Some(if picked == trap.get() {
            instrument_for(picked).shows.to_owned()
        } else {
            format!("Not this one. It would have shown something else: {}", instrument_for(picked).shows)
        })
    };
    // By name, so that their order gives nothing away.
    let mut instruments = INSTRUMENTS;
    instruments.sort_by_key(|i| i.name);
    let buttons = instruments
        .into_iter()
        .map(|instrument| {
            view! {
                <button
                    type="button"
                    data-stage=format!("instrument-{}", instrument.trap.word())
                    aria-pressed=text(move || (chosen.get() == Some(instrument.trap)).to_string())
                    on:click=click(move |_| chosen.set(Some(instrument.trap)))
                >
                    {instrument.name}
                </button>
            }
        })
        .collect_view();
    view! {
        <h2>"What would have shown you this?"</h2>
        <p class="prose">"Turn the numbers until it hurts. Then choose the instrument that would have warned you."</p>
        <div class="presets" role="group" aria-label="Instruments">{buttons}</div>
        <p class="event" role="status" data-instrument=word(move || is_right().map_or("", |right| if right { "right" } else { "wrong" }))>{verdict}</p>
    }
    .into_any()
}
