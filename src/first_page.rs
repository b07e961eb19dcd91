//! The first page: the story in a few lines with a live queue in it, then the building's floors.

use explorer_core::topics;
use leptos::prelude::*;

use crate::{floors, stages, web};

/// What a reader sees without a link.
#[component]
pub fn FirstPage() -> impl IntoView {
    floors::fetch_ahead();
    web::page::set_title("Slow Elevator: understand why computer systems are slow");
    let parts = topics::metas_by_floor()
        .into_iter()
        .map(|meta| {
            view! {
                <li>
                    <a class="floor" href=format!("#/{}", meta.slug)>
                        <span class="button" aria-hidden="true">{meta.floor.to_string()}</span>
                        <b>{meta.title}</b>
                        <span class="asks">{meta.asks}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <h1 tabindex="-1">"Is it slow, or does it only feel slow?"</h1>
        <div class="prose story">
            <p>
                "An office tower, a long wait for the lift, angry tenants. A faster motor costs half a million dollars, a second shaft twice that. \
                 Somebody hangs mirrors beside the doors for five hundred, and the complaints stop: people look at themselves instead of at the clock."
            </p>
            <p>
                "Then the building doubles. No mirror helps, because now the lift "<b>"is"</b>" slow. And why it is, though it stands idle \
                 part of every hour, is what this building is about. Drag the slider and watch."
            </p>
        </div>
        {stages::opening::stage()}
        <h2>"Take the stairs"</h2>
        <p class="prose">"Every floor answers one question, with formulas, simulations and real algorithms that run in this page. Nothing you enter leaves it."</p>
        <ol class="lobby">{parts}</ol>
    }
}
