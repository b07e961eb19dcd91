//! The shell: the building's lift panel as the menu, and the page of the present route.

use explorer_core::topic::Meta;
use explorer_core::topics;
use explorer_core::url::Route;
use leptos::prelude::*;

use crate::ui::thin::{click, flag, part, text};

use crate::first_page::FirstPage;
use crate::floors;
use crate::parts;
use crate::ui::preferences::Preferences;
use crate::ui::tools::ViewTools;
use crate::ui::typed::Reader;
use crate::web::{hash, page, storage};

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    Preferences::provide();
    Reader::provide(floors::reading);
    let route = RwSignal::new(Route::parse(&hash::current()));
    hash::on_change(move |hash| route.set(Route::parse(&hash)));
    let visited = RwSignal::new(storage::read("visited").unwrap_or_default());
    let menu_open = RwSignal::new(false);
    // Whether the reader came here from another page: then its headline takes the focus, once it is here.
    let moved = StoredValue::new(false);
    // A page is made anew for each navigation; what it writes to the address itself makes no event.
    Effect::new(move |before: Option<String>| {
        let slug = route.with(|r| r.slug.clone());
        menu_open.set(false);
        if before.as_ref().is_some_and(|b| *b != slug) {
            moved.set_value(true);
            page::scroll_to_top();
            page::focus("main h1");
        }
        if topics::meta(&slug).is_some() && !visited.with_untracked(|v| v.split(' ').any(|s| s == slug)) {
            visited.update(|v| *v = format!("{v} {slug}").trim().to_owned());
            storage::write("visited", &visited.get_untracked());
        }
        slug
    });
    let embedded = move || route.with(|r| r.reserved("embed").is_some());
    view! {
        <a class="skip" href="#main" on:click=click(move |event| { event.prevent_default(); page::focus("main h1") })>"Skip to the page"</a>
        <div class="shell" class:embedded=embedded>
            <Lift route visited menu_open />
            <main id="main" tabindex="-1">
                {part(move || {
                    let route = route.get();
                    match topics::meta(&route.slug) {
                        Some(meta) => view! { <TopicFloor meta route moved /> }.into_any(),
                        None if route.slug.is_empty() => view! { <FirstPage /> }.into_any(),
                        None if route.slug == "checks" => parts::arriving(floors::checks, waiting, move |page| arrived(page(), moved)).into_any(),
                        None => view! { <NotFound slug=route.slug /> }.into_any(),
                    }
                })}
            </main>
        </div>
    }
}

/// The page of a topic, whose part of the program may still be on its way.
#[component]
fn TopicFloor(meta: Meta, route: Route, moved: StoredValue<bool>) -> impl IntoView {
    let headline = move || {
        view! {
            <article class="topic" aria-busy="true">
                <div class="crumb"><span>{format!("{} · floor {}", meta.part.title(), meta.floor)}</span></div>
                <h1 tabindex="-1">{meta.asks}</h1>
                <p class="lede">{meta.lede}</p>
            </article>
        }
        .into_any()
    };
    parts::arriving(
        move || floors::furnished(meta.slug),
        headline,
        move |(floor, page)| arrived(page(floor, route.clone()), moved),
    )
}

/// Nothing yet, in place of a page on its way.
fn waiting() -> AnyView {
    view! { <h1 tabindex="-1">"On its way …"</h1> }.into_any()
}

/// A page that has just arrived: its headline takes the focus that the headline before it had.
fn arrived(page: AnyView, moved: StoredValue<bool>) -> AnyView {
    if moved.get_value() {
        request_animation_frame(|| page::focus("main h1"));
    }
    page
}

/// The menu: topics are floors.
#[component]
fn Lift(route: RwSignal<Route>, visited: RwSignal<String>, menu_open: RwSignal<bool>) -> impl IntoView {
    let here = move || route.with(|r| topics::meta(&r.slug).map(|meta| meta.floor));
    let mut parts: Vec<(&'static str, Vec<Meta>)> = Vec::new();
    for meta in topics::metas_by_floor() {
        match parts.last_mut() {
            Some((title, list)) if *title == meta.part.title() => list.push(meta),
            _ => parts.push((meta.part.title(), vec![meta])),
        }
    }
    let groups = parts
        .into_iter()
        .map(|(title, list)| {
            let items = list
                .into_iter()
                .map(|meta| {
                    let current = move || route.with(|r| r.slug == meta.slug);
                    view! {
                        <li class:done=flag(move || visited.with(|v| v.split(' ').any(|s| s == meta.slug)))>
                            <a href=format!("#/{}", meta.slug) aria-current=move || current().then_some("page")>
                                <span class="button" aria-hidden="true">{meta.floor.to_string()}</span>
                                {meta.title}
                            </a>
                        </li>
                    }
                })
                .collect_view();
            view! { <h2>{title}</h2><ol>{items}</ol> }
        })
        .collect_view();
    view! {
        <nav class="lift" class:open=flag(move || menu_open.get()) aria-label="Topics">
            <a class="brand" href="#/">
                <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
                    <rect x="3" y="2" width="18" height="20" rx="2" />
                    <path d="M12 2v20M8 9l-2 3h4zM16 15l-2-3h4z" />
                </svg>
                "Slow Elevator"
            </a>
            <button
                type="button"
                class="floors"
                aria-expanded=text(move || menu_open.get().to_string())
                on:click=click(move |_| menu_open.update(|o| *o = !*o))
            >
                {text(move || here().map_or("Floors".to_owned(), |f| format!("Floor {f}")))}
                " ▾"
            </button>
            <div class="panel">{groups}<p class="checks-link"><a href="#/checks">"Does this tell the truth?"</a></p><ViewTools /></div>
        </nav>
    }
}

#[component]
fn NotFound(slug: String) -> impl IntoView {
    page::set_title("Not on any floor — Slow Elevator");
    let links = topics::metas_by_floor()
        .into_iter()
        .map(|meta| view! { <li><a href=format!("#/{}", meta.slug)>{meta.title}</a></li> })
        .collect_view();
    view! {
        <h1 tabindex="-1">"There is no such floor"</h1>
        <p class="lede">{format!("The link leads to “{}”, which this building does not have. These floors it has:", slug.chars().take(60).collect::<String>())}</p>
        <ul class="prose">{links}</ul>
    }
}
