//! A bet before the picture is touched: choose, then see, then read why.

use leptos::prelude::*;

use crate::ui::thin::{click, text, word};

use crate::state::PageState;
use crate::web::page;

/// A curve that the reader draws before it is shown.
#[derive(Clone, Copy)]
pub struct Guess {
    /// Whether the reader asked to draw.
    pub drawing: RwSignal<bool>,
    /// Whether the real curve is shown beside it.
    pub revealed: RwSignal<bool>,
}

impl Default for Guess {
    fn default() -> Self {
        Self { drawing: RwSignal::new(false), revealed: RwSignal::new(false) }
    }
}

/// The page's question to answer first.
#[component]
pub fn PredictCard(state: PageState, guess: Guess) -> impl IntoView {
    let predict = state.topic.predict();
    let chosen: RwSignal<Option<usize>> = RwSignal::new(None);
    let preset = state.topic.presets().iter().find(|p| p.slug == predict.shows);
    let bets = predict
        .bets
        .iter()
        .enumerate()
        .map(|(i, bet)| {
            view! {
                <button
                    type="button"
                    data-bet=i.to_string()
                    aria-pressed=word(move || if chosen.get() == Some(i) { "true" } else { "false" })
                    on:click=click(move |_| chosen.set(Some(i)))
                >
                    {bet.label}
                </button>
            }
        })
        .collect_view();
    let outcome = move || {
        chosen.get().map(|i| {
            let bet = &predict.bets[i];
            let show = preset.map(|preset| view! {
                <button type="button" class="tool" on:click=click(move |_| state.load(preset.query))>"Show me: " {preset.label}</button>
            });
            view! {
                <p class="prose outcome" data-bet-right=if bet.right { "1" } else { "0" }>
                    <b>{if bet.right { "You saw it coming. " } else { "Surprised? Most are. " }}</b>
                    {predict.says_to(bet)}
                </p>
                <p class="prose">{predict.explains}</p>
                {show}
            }
        })
    };
    view! {
        <section class="card predict" data-predict="">
            <h2>"Before you touch anything: place your bet"</h2>
            <p class="prose">{predict.asks}</p>
            <div class="presets" role="group" aria-label="Bets">{bets}</div>
            <div role="status">{outcome}</div>
            {(!predict.draw.is_empty()).then(|| view! { <DrawInstead guess /> })}
        </section>
    }
}

/// The way to draw the curve first, and back.
#[component]
fn DrawInstead(guess: Guess) -> impl IntoView {
    let toggle = move |_| {
        guess.revealed.set(false);
        guess.drawing.update(|d| *d = !*d);
        if guess.drawing.get_untracked() {
            page::scroll_to("[data-chart]");
        }
    };
    view! {
        <p>
            <button type="button" class="tool" data-tool="draw" aria-pressed=text(move || guess.drawing.get().to_string()) on:click=toggle>
                {word(move || if guess.drawing.get() { "Done drawing" } else { "Draw the curve before you see it" })}
            </button>
        </p>
    }
}
