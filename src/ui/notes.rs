//! Words beside the picture: notes, notices, refusals, lesson, what is left out, sources.

use explorer_core::topic::Note;
use leptos::prelude::*;

use crate::ui::thin::{click, part, text, when, word};

use super::marked::marked;
use crate::state::PageState;

/// Notes of the present answer, each with its way to see it.
#[component]
pub fn Notes(state: PageState) -> impl IntoView {
    // By title: while a control is dragged the same notes stay, with other numbers in them.
    let titles = move || {
        state.told.with(|told| {
            let notes = &told.scene.report.notes;
            notes.iter().map(|n| n.title.clone()).enumerate().collect::<Vec<_>>()
        })
    };
    view! {
        <For each=titles key=Clone::clone let((index, title))>
            <Said state index title />
        </For>
    }
}

/// One note.
#[component]
fn Said(state: PageState, index: usize, title: String) -> impl IntoView {
    let note: Memo<Option<Note>> =
        Memo::new(move |_| state.told.with(|told| told.scene.report.notes.get(index).cloned()));
    let says = move || note.with(|note| note.as_ref().map(|note| marked(&note.says)));
    let shows = Memo::new(move |_| note.with(|note| note.as_ref().map_or("", |note| note.shows)));
    let show = move || {
        let preset = state.topic.presets().iter().find(|p| p.slug == shows.get());
        preset.map(|preset| {
            let load = click(move |_| state.load(preset.query));
            view! { <button type="button" class="tool" on:click=load>"Show me: " {preset.label}</button> }
        })
    };
    view! {
        <section class="card note">
            <h2>{title}</h2>
            <p class="prose">{part(move || says().into_any())}</p>
            {part(move || show().into_any())}
        </section>
    }
}

/// What could not be used of a link, in one dismissible line.
#[component]
pub fn Notices(notices: RwSignal<Vec<String>>) -> impl IntoView {
    view! {
        <Show when=when(move || !notices.with(Vec::is_empty))>
            <div class="notice" data-notice="" role="status">
                <p>{text(move || notices.get().join(" "))}</p>
                <button type="button" class="tool" on:click=click(move |_| notices.set(Vec::new()))>"Dismiss"</button>
            </div>
        </Show>
    }
}

/// Why there is no answer.
#[component]
pub fn Refused(state: PageState) -> impl IntoView {
    let words = move || state.scene.with(|scene| scene.refusal.as_ref().map(|refusal| refusal.0.clone()));
    part(move || {
        words()
            .map(|words| {
                view! {
                    <div class="refusal" data-refusal="" role="alert">
                        <p>{words}</p>
                        <p class="help">
                            {word(move || if state.scene.with(|scene| scene.answered) {
                                "The picture still shows the last state that had an answer."
                            } else {
                                "The picture shows how this page opens, since this state has no answer."
                            })}
                        </p>
                    </div>
                }
            })
            .into_any()
    })
}

/// What the model leaves out, and where it is known from.
#[component]
pub fn Fineprint(state: PageState) -> impl IntoView {
    let leaves_out = state.topic.leaves_out().iter().map(|s| view! { <li>{*s}</li> }).collect_view();
    let sources = state
        .topic
        .sources()
        .iter()
        .map(|s| {
            let words = format!("{}, {} ({})", s.author, s.title, s.as_of);
            let place = if s.at.starts_with("http") {
                view! { <a href=s.at rel="noreferrer" target="_blank">{words}</a> }.into_any()
            } else if s.at.is_empty() {
                words.into_any()
            } else {
                format!("{words}, {}", s.at).into_any()
            };
            view! { <li>{place}</li> }
        })
        .collect_view();
    view! {
        <section class="card leaves-out"><h2>"What this leaves out"</h2><ul class="prose">{leaves_out}</ul></section>
        <section class="card sources"><h2>"Sources"</h2><ul class="prose">{sources}</ul></section>
    }
}
