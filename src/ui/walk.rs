//! The walkthrough: one step at a time, large, by clicker keys, with answers hidden until asked for.

use leptos::prelude::*;

use crate::ui::thin::{click, flag, text, when, word};

use super::preferences::Preferences;
use crate::state::PageState;
use crate::web::page;

/// The bar at the foot of the page while a lesson is walked through.
#[component]
pub fn Walk(state: PageState) -> impl IntoView {
    let steps = state.topic.walk();
    let preferences = Preferences::get();
    let at = Memo::new(move |before: Option<&usize>| state.step().or(before.copied()).unwrap_or(0));
    let revealed = RwSignal::new(false);
    let is_black = RwSignal::new(false);
    preferences.projector.set(true);
    let opened_from = page::Focus::now();
    on_cleanup(move || {
        preferences.projector.try_set(false);
        // Not where the whole page goes: the next one has its own headline.
        if !state.is_walked() {
            opened_from.back("[data-tool=walk]");
        }
    });
    let show = move |step: usize| {
        revealed.set(false);
        state.walk_to(step);
    };
    let next = move || {
        let i = at.get_untracked();
        if !steps[i].asks.is_empty() && !revealed.get_untracked() {
            revealed.set(true);
        } else if i + 1 < steps.len() {
            show(i + 1);
        } else {
            state.walk_out(true);
        }
    };
    let back = move || {
        let i = at.get_untracked();
        if i > 0 {
            show(i - 1)
        }
    };
    // Clickers send Page Down and Page Up, and B or a full stop for a dark wall: these belong to the lesson wherever the focus
    // is, before any control sees them. Other keys work unless a control that takes them has the focus.
    page::on_key_first(move |event| {
        let key = event.key();
        let is_first = |allowed: bool| allowed && !(event.ctrl_key() || event.alt_key() || event.meta_key());
        let (anywhere, no_field, no_control) = (is_first(true), is_first(!page::writing()), is_first(!page::typing()));
        match key.as_str() {
            _ if is_black.get_untracked() && anywhere => is_black.set(false),
            "PageDown" if anywhere => next(),
            "PageUp" if anywhere => back(),
            "Escape" if anywhere => state.walk_out(false),
            "b" | "B" | "." if no_field => is_black.set(true),
            "ArrowRight" | " " if no_control => next(),
            "ArrowLeft" if no_control => back(),
            "Home" if no_control => show(0),
            "End" if no_control => show(steps.len() - 1),
            digit if no_field && digit.len() == 1 => match digit.parse::<usize>() {
                Ok(n) if (1..=steps.len()).contains(&n) => show(n - 1),
                _ => return false,
            },
            _ => return false,
        }
        true
    });
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
                <button type="button" class="tool" on:click=click(move |_| state.walk_out(false))>"Close"</button>
            </div>
        </section>
        <Show when=when(move || is_black.get())>
            <div class="blackout" data-blackout="" role="status" on:click=click(move |_| is_black.set(false))>
                <span class="visually-hidden">"The wall is black. Any key shows the page again."</span>
            </div>
        </Show>
    }
}
