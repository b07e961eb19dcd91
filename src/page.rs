//! The generic page of a topic: link → inputs → report → view. It knows no topic by name.

use explorer_core::topic::{Shape, Value};
use explorer_core::url::Route;
use leptos::html::Details;
use leptos::prelude::*;

use crate::ui::thin::{click, flag, input, part, text, when, word};

use crate::parts::Floor;
use crate::state::PageState;
use crate::ui::chart_view::{ChartView, DrawPrompt};
use crate::ui::choice::ChoiceControl;
use crate::ui::exercise::Exercises;
use crate::ui::job_bar::JobBar;
use crate::ui::marked::marked;
use crate::ui::notes::{Fineprint, Notes, Notices, Refused};
use crate::ui::number::NumberControl;
use crate::ui::pin::PinnedLine;
use crate::ui::predict::{Guess, PredictCard};
use crate::ui::readouts::Readouts;
use crate::ui::tools::Tools;
use crate::ui::walk::Walk;
use crate::web;

/// The page of one topic, opened with a route.
#[component]
pub fn TopicPage(floor: Floor, route: Route) -> impl IntoView {
    let Floor { topic, stage, data, lesson, classroom } = floor;
    if let Some(data) = data {
        provide_context(data);
    }
    let meta = topic.meta();
    web::page::set_title(&format!("{} — Slow Elevator", meta.asks));
    let state = PageState::open(topic, &route);
    let walking = Memo::new(move |_| state.step().is_some());
    let guess = Guess::default();
    let painted = RwSignal::new(false);
    request_animation_frame(move || {
        painted.try_set(true);
    });
    // One key starts the walkthrough.
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
        if plain && matches!(event.key().as_str(), "w" | "W") && !web::page::typing() {
            state.walk();
        }
    });
    on_cleanup(move || keys.remove());
    let ready = move || painted.get() && state.ready();
    // What the layout must know is said by classes: selectors that look for it (`:has`) cost a restyling with every change.
    Effect::new(move |_| web::page::set_root_attribute("data-walking", walking.get().then_some("")));
    on_cleanup(|| web::page::set_root_attribute("data-walking", None));
    let staged = stage.is_some();
    let stage = stage.map(|stage| view! { <section class="card area-stage">{stage(state)}</section> });
    let charts =
        Memo::new(move |_| state.scene.with(|scene| scene.report.charts.iter().map(|c| c.id).collect::<Vec<_>>()));
    let first = Memo::new(move |_| charts.with(|charts| charts.first().copied()));
    let says = Memo::new(move |_| state.told.with(|told| told.scene.report.says.clone()));
    let further = move || charts.get().into_iter().enumerate().skip(1).collect::<Vec<_>>();
    view! {
        <article class="topic" class:refused=flag(move || state.scene.with(|scene| scene.refusal.is_some())) data-topic=meta.slug data-ready=text(move || ready().to_string())>
            <div class="crumb">
                <span>{format!("{} · floor {}", meta.part.title(), meta.floor)}</span>
                <Tools state />
            </div>
            <h1 tabindex="-1">{meta.asks}</h1>
            <p class="lede">{meta.lede}</p>
            <Notices notices=state.notices />
            <Refused state />
            <PinnedLine state />
            <div class="grid" class:staged=staged class:odd=flag(move || charts.with(|c| c.len() % 2 == 0))>
                <section class="card area-chart" aria-label="What it says">
                    <p class="says" aria-live="polite">{part(move || says.with(|says| marked(says).into_any()))}</p>
                    {part(move || first.get().map(|id| view! { <Chart state index=0 id guess /> }).into_any())}
                </section>
                <Controls state />
                {stage}
                <section class="card area-readouts">
                    <h2>"What comes of it"</h2>
                    <Readouts state />
                    <RunBar state />
                    <JobBar state />
                </section>
                <div class="area-wide"><PredictCard state guess /></div>
                <For each=further key=|(_, id)| *id let((index, id))>
                    <section class="card area-more"><Chart state index id guess /></section>
                </For>
                <div class="area-notes"><Notes state /></div>
            </div>
            <section class="card lesson"><div class="prose" inner_html=lesson></div></section>
            <Fineprint state />
            <Exercises state />
            <details class="card teacher">
                <summary>"For teachers"</summary>
                <div class="prose" inner_html=classroom></div>
            </details>
            <Show when=when(move || walking.get())>
                <Walk state />
            </Show>
        </article>
    }
}

/// The chart of this place and name, with the run's layers over it; to be drawn by the reader first where that was asked for.
#[component]
fn Chart(state: PageState, index: usize, id: &'static str, guess: Guess) -> impl IntoView {
    let seen = state.seen_by_chart(index, id);
    let spec = Memo::new(move |_| seen.with(|seen| seen.chart(index)));
    let drag = move |(key, value): (&'static str, f64)| state.set_number(key, value);
    let asked = Memo::new(move |_| guess.drawing.get() && state.topic.predict().draw == id);
    part(move || {
        let first = spec.get_untracked();
        let draw = asked.get().then(|| DrawPrompt {
            question: "How does the curve run? Draw it, then compare.".into(),
            points: 11,
            reveal: guess.revealed,
        });
        first
            .map(|first| {
                let shown = Signal::derive(move || spec.get().unwrap_or_else(|| first.clone()));
                view! { <ChartView id spec=shown on_drag=drag hand=state.hand draw /> }
            })
            .into_any()
    })
}

/// With fewer controls than this they stay in sight beside the picture.
const TALL_CONTROLS: usize = 6;
/// More controls than this are shown only where they apply.
const MANY_CONTROLS: usize = 14;

/// The controls: presets, the few that matter, and the rest under a disclosure.
#[component]
fn Controls(state: PageState) -> impl IntoView {
    let applies = Memo::new(move |_| state.values.with(|v| state.topic.applies(v)));
    let control = move |index: usize| {
        let applies = Signal::derive(move || applies.with(|a| a.get(index).copied().unwrap_or(true)));
        match state.params.with_value(|p| p[index].shape) {
            Shape::Number(_) => {
                let param = state.params.with_value(|p| p[index]);
                let value = Memo::new(move |_| state.number(index));
                let shown = Memo::new(move |_| state.number_shown(index));
                let set = Callback::new(move |v| state.set(index, Value::Number(v)));
                view! { <NumberControl param value shown set applies hand=state.hand /> }.into_any()
            }
            _ => view! { <ChoiceControl state index applies /> }.into_any(),
        }
    };
    let split = |more: bool| {
        let wanted = |(i, p): (usize, &explorer_core::topic::ParamInfo)| (p.more == more).then_some(i);
        state.params.with_value(|params| params.iter().enumerate().filter_map(wanted).collect::<Vec<_>>())
    };
    let (few, rest) = (split(false), split(true));
    let has_rest = !rest.is_empty();
    let is_short = few.len() < TALL_CONTROLS;
    let (details, is_open) = (NodeRef::<Details>::new(), RwSignal::new(false));
    let toggle = input(move |_| is_open.set(details.get_untracked().is_some_and(|details| details.open())));
    // Where a topic holds several experiments, the controls of the others would bury the few that matter now.
    let many = few.len() + rest.len() > MANY_CONTROLS;
    // The sliders that matter most first, then the named states, then the rest: so both are in sight without scrolling.
    let (first, few) = few.split_at(few.len().min(3));
    let first = first.iter().copied().map(control).collect_view();
    let few = few.iter().copied().map(control).collect_view();
    let rest = rest.into_iter().map(control).collect_view();
    view! {
        <section class="card area-controls" class:only-what-applies=many class:short=flag(move || is_short && !is_open.get())>
            <h2>"Set the scene"</h2>
            {first}
            <Presets state />
            {few}
            {has_rest.then(|| view! {
                <details class="more" node_ref=details on:toggle=toggle><summary>"More settings"</summary>{rest}</details>
            })}
        </section>
    }
}

/// Named states.
#[component]
fn Presets(state: PageState) -> impl IntoView {
    let buttons = state
        .topic
        .presets()
        .iter()
        .map(|preset| {
            let wanted = explorer_core::url::decode(state.topic, preset.query).values;
            let pressed = Memo::new(move |_| state.values.with(|v| **v == wanted));
            view! {
                <button
                    type="button"
                    data-preset=preset.slug
                    aria-pressed=text(move || pressed.get().to_string())
                    on:click=click(move |_| state.load(preset.query))
                >
                    {preset.label}
                </button>
            }
        })
        .collect_view();
    view! { <div class="presets" role="group" aria-label="Presets">{buttons}</div> }
}

/// How far the run is, and whether it goes on.
#[component]
fn RunBar(state: PageState) -> impl IntoView {
    let words = move || {
        let (done, target) = state.progress();
        let says = state.told.with(|told| told.snapshot.says.clone());
        let count = explorer_core::quantity::grouped(done as f64, 0);
        if done < target {
            format!("Simulating: {count} so far. {says}")
        } else {
            format!("Simulated: {count}. {says}")
        }
    };
    view! {
        <Show when=when(move || state.progress().1 != 0)>
            <p class="run">
                {text(words)}
                " "
                <button
                    type="button"
                    class="tool"
                    data-tool="continue"
                    aria-pressed=text(move || state.beyond.get().to_string())
                    on:click=click(move |_| state.beyond.update(|b| *b = !*b))
                >
                    {word(move || if state.beyond.get() { "Hold" } else { "Simulate on" })}
                </button>
            </p>
        </Show>
    }
}
