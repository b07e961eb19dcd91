//! Exercises: drawn from a seed, marked as typed, with hints and a worked solution.

use explorer_core::exercise::{Exercise, Verdict, mark};
use leptos::prelude::*;

use crate::ui::thin::{click, flag, input, part, text, when, word};

use super::marked::marked;
use crate::state::PageState;

/// All exercises of a topic.
#[component]
pub fn Exercises(state: PageState) -> impl IntoView {
    let cards = state.topic.exercises().iter().map(|exercise| view! { <ExerciseCard state exercise /> }).collect_view();
    view! { <section class="exercises" id="exercises"><h2>"Try it yourself"</h2>{cards}</section> }
}

#[component]
fn ExerciseCard(state: PageState, exercise: &'static Exercise) -> impl IntoView {
    let seed = RwSignal::new(1_u64);
    let problem = Memo::new(move |_| exercise.problem(seed.get()));
    let typed = RwSignal::new(String::new());
    let verdict: RwSignal<Option<Verdict>> = RwSignal::new(None);
    let hints = RwSignal::new(0_usize);
    let worked = RwSignal::new(false);
    let check = move || verdict.set(Some(problem.with_untracked(|p| mark(p, &typed.get_untracked()))));
    let redraw = move || {
        seed.update(|s| *s += 1);
        typed.set(String::new());
        verdict.set(None);
        hints.set(0);
        worked.set(false);
    };
    let id = format!("answer-{}", exercise.slug);
    let unit = move || problem.with(|p| p.answer.unit.symbol);
    let shown_hints = move || {
        problem.with(|p| p.hints.iter().take(hints.get()).map(|h| view! { <li>{marked(h)}</li> }).collect_view())
    };
    view! {
        <article
            class="card exercise"
            data-exercise=exercise.slug
            data-seed=text(move || seed.get().to_string())
            data-verdict=move || verdict.get().map(|v| v.word())
        >
            <h3>{exercise.title}</h3>
            <p class="prose asks">{part(move || problem.with(|p| marked(&p.asks).into_any()))}</p>
            <form class="answer" on:submit=move |event| { event.prevent_default(); check() }>
                <label for=id.clone()>"Your answer"</label>
                <input
                    type="text"
                    id=id.clone()
                    inputmode="text"
                    autocomplete="off"
                    data-answer=""
                    prop:value=text(move || typed.get())
                    on:input=input(move |event| { typed.set(event_target_value(&event)); verdict.set(None) })
                />
                <span class="unit">{word(unit)}</span>
                <button type="submit" class="tool main">"Check"</button>
            </form>
            <p class="verdict" role="status">{text(move || verdict.get().map_or_else(String::new, |v| v.says().to_owned()))}</p>
            <ol class="hint">{part(move || shown_hints().into_any())}</ol>
            <div class="tools">
                <button
                    type="button"
                    class="tool"
                    disabled=flag(move || problem.with(|p| p.hints.len() <= hints.get()))
                    on:click=click(move |_| hints.update(|h| *h += 1))
                >
                    "Hint"
                </button>
                <button type="button" class="tool" aria-expanded=text(move || worked.get().to_string()) on:click=click(move |_| worked.update(|w| *w = !*w))>
                    "Worked answer"
                </button>
                <button
                    type="button"
                    class="tool"
                    hidden=flag(move || problem.with(|p| p.given.is_empty()))
                    on:click=click(move |_| {
                        state.load(&problem.with_untracked(|p| p.given.clone()));
                        crate::web::page::scroll_to("[data-topic]");
                    })
                >
                    "Set the page to this"
                </button>
                <button type="button" class="tool" on:click=click(move |_| redraw())>"Other numbers"</button>
            </div>
            <Show when=when(move || worked.get())>
                <p class="prose worked">{part(move || problem.with(|p| marked(&p.worked).into_any()))}</p>
            </Show>
        </article>
    }
}
