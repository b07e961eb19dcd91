//! The walkthrough: one step at a time, large, by clicker keys, with answers hidden until asked for.

use leptos::prelude::*;

use crate::ui::thin::{click, flag, text, when, word};

use super::preferences::Preferences;
use crate::state::PageState;

/// The bar at the foot of the page while a lesson is walked through.
#[component]
pub fn Walk(state: PageState, walking: RwSignal<bool>, first: usize) -> impl IntoView {
    let steps = state.topic.walk();
    let preferences = Preferences::get();
    let at = RwSignal::new(first.min(steps.len().saturating_sub(1)));
    let revealed = RwSignal::new(false);
    preferences.projector.set(true);
    on_cleanup(move || {
        preferences.projector.try_set(false);
    });
    let show = move |i: usize| {
        at.set(i);
        revealed.set(false);
        if let Some(preset) = state.topic.presets().iter().find(|p| p.slug == steps[i].preset) {
            state.load(preset.query);
        }
    };
    let next = move || {
        let i = at.get_untracked();
        if !steps[i].asks.is_empty() && !revealed.get_untracked() {
            revealed.set(true);
        } else if i + 1 < steps.len() {
            show(i + 1);
        } else {
            walking.set(false);
        }
    };
    let back = move || {
        let i = at.get_untracked();
        if i > 0 {
            show(i - 1)
        }
    };
    // Clickers send Page Down and Page Up; keyboards also arrows and space, unless a control has the focus.
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if crate::web::page::typing() && !matches!(event.key().as_str(), "PageDown" | "PageUp" | "Escape") {
            return;
        }
        match event.key().as_str() {
            "PageDown" | "ArrowRight" | " " => next(),
            "PageUp" | "ArrowLeft" => back(),
            "Escape" => walking.set(false),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || keys.remove());
    if !steps.is_empty() {
        show(at.get_untracked());
    }
    let step = move || &steps[at.get()];
    view! {
        <section class="walk" aria-label="Walkthrough" data-walk=text(move || at.get().to_string())>
            <div class="step" role="status">
                <h2>{word(move || step().title)}</h2>
                <p>{word(move || step().says)}</p>
                <Show when=when(move || !step().asks.is_empty())>
                    <p class="asks"><b>{word(move || step().asks)}</b></p>
                    <p class="answer" class:hidden-answer=flag(move || !revealed.get()) aria-hidden=text(move || (!revealed.get()).to_string())>
                        {word(move || if revealed.get() { step().answer } else { "…" })}
                    </p>
                </Show>
            </div>
            <div class="bar">
                <span class="count">{text(move || format!("Step {} of {}", at.get() + 1, steps.len()))}</span>
                <button type="button" class="tool" disabled=flag(move || at.get() == 0) on:click=click(move |_| back())>"Back"</button>
                <button type="button" class="tool main" on:click=click(move |_| next())>
                    {move || {
                        let asks = !step().asks.is_empty() && !revealed.get();
                        if asks { "Reveal" } else if at.get() + 1 < steps.len() { "Next" } else { "Finish" }
                    }}
                </button>
                <button type="button" class="tool" on:click=click(move |_| walking.set(false))>"Close"</button>
            </div>
        </section>
    }
}
