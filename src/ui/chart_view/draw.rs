//! "Draw the curve first": the reader commits to a guess before the real curve appears beside it.
//!
//! A guess is one height at each of a few places, set by dragging over the plot or by one slider a place.

use explorer_charts::{AxisMap, judge, position};
use explorer_core::chart::{ChartSpec, Layer, Role};
use leptos::ev::PointerEvent;
use leptos::prelude::*;

use crate::ui::thin::{flag, focus, text, when, word};
use wasm_bindgen::JsCast;

use super::Chart;
use crate::web::resize;

/// Asks for a curve before it is shown.
#[derive(Clone)]
pub struct DrawPrompt {
    /// What is asked, a sentence.
    pub question: String,
    /// Number of places at which a height can be set: about ten.
    pub points: usize,
    /// Whether the real curve is shown; set here when the reader asks for it.
    pub reveal: RwSignal<bool>,
}

/// A curve being drawn.
#[derive(Clone, Copy)]
pub(super) struct Drawn {
    question: StoredValue<String>,
    reveal: RwSignal<bool>,
    /// Heights in shares of the plot, from left to right.
    heights: RwSignal<Vec<Option<f64>>>,
    /// Whether the sliders have been reached: from then on they stay in sight.
    by_keys: RwSignal<bool>,
}

impl Drawn {
    pub fn new(prompt: DrawPrompt) -> Self {
        Self {
            question: StoredValue::new(prompt.question),
            reveal: prompt.reveal,
            heights: RwSignal::new(vec![None; prompt.points.clamp(3, 24)]),
            by_keys: RwSignal::new(false),
        }
    }

    pub fn is_revealed(&self) -> bool {
        self.reveal.get()
    }

    /// The chart with the reader's curve, and until it is revealed without what would give the answer away.
    pub fn overlay(&self, spec: &ChartSpec) -> ChartSpec {
        let mut spec = spec.clone();
        if !self.reveal.get() {
            spec.layers.retain(|layer| !gives_away(layer));
            spec.handle = None;
            spec.says = "Everything that gives the answer away is hidden until you ask for it.".into();
        }
        let points = self.curve(&spec);
        if points.len() > 1 {
            spec.layers.push(Layer::Line { role: Role::You, label: "you drew".into(), points, dashed: true });
        }
        spec
    }

    /// The heights set so far as points in axis units.
    fn curve(&self, spec: &ChartSpec) -> Vec<(f64, f64)> {
        let (x, y) = (AxisMap::new(&spec.x), AxisMap::new(&spec.y));
        self.heights.with(|heights| {
            let last = heights.len().saturating_sub(1).max(1) as f64;
            let point = |(i, height): (usize, &Option<f64>)| Some((x.value(i as f64 / last), y.value((*height)?)));
            heights.iter().enumerate().filter_map(point).collect()
        })
    }

    fn set(&self, index: usize, height: f64) {
        self.heights.update(|heights| {
            if let Some(slot) = heights.get_mut(index) {
                *slot = Some(height.clamp(0.0, 1.0));
            }
        });
    }

    /// Sets what a stroke passes over, so that fast strokes leave no gaps.
    fn stroke(&self, from: (f64, f64), to: (f64, f64)) {
        let last = self.heights.with_untracked(Vec::len).saturating_sub(1).max(1) as f64;
        let nearest = (to.0 * last).round();
        for i in 0..=last as usize {
            let at = i as f64 / last;
            let is_passed = (from.0.min(to.0)..=from.0.max(to.0)).contains(&at);
            if is_passed && from.0 != to.0 {
                self.set(i, from.1 + (at - from.0) / (to.0 - from.0) * (to.1 - from.1));
            } else if i as f64 == nearest && (to.0 * last - nearest).abs() < 0.35 {
                self.set(i, to.1);
            }
        }
    }
}

fn gives_away(layer: &Layer) -> bool {
    match layer {
        Layer::Line { role, .. } | Layer::Area { role, .. } | Layer::Points { role, .. } | Layer::Bars { role, .. } => {
            matches!(role, Role::Theory | Role::Simulation | Role::Pinned)
        }
        Layer::Label { .. } => true,
        Layer::Band { .. } | Layer::Rule { .. } => false,
    }
}

/// What is asked, above the picture.
#[component]
pub(super) fn Ask(drawn: Drawn) -> impl IntoView {
    view! {
        <Show when=when(move || !drawn.is_revealed())>
            <p class="chart-ask">
                <b>"Draw it first. "</b>
                {drawn.question.get_value()}
            </p>
        </Show>
    }
}

/// The surface one draws on, and its sliders.
#[component]
pub(super) fn Pad(chart: Chart, drawn: Drawn) -> impl IntoView {
    let before: StoredValue<Option<(f64, f64)>> = StoredValue::new(None);
    let plot = move || chart.painted.with(|painted| painted.as_ref().map(|painted| painted.projection.plot));
    let share = move |event: &PointerEvent| {
        let element = chart.picture.get_untracked()?;
        let (x, y) = resize::pointer_px(&element, event);
        let plot = untrack(plot)?;
        Some((((x - plot.left) / plot.width).clamp(0.0, 1.0), ((plot.bottom() - y) / plot.height).clamp(0.0, 1.0)))
    };
    let begin = move |event: PointerEvent| {
        if let Some(at) = share(&event) {
            event.prevent_default();
            event.stop_propagation();
            if let Some(element) = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) {
                let _ = element.set_pointer_capture(event.pointer_id());
            }
            before.set_value(Some(at));
            drawn.stroke(at, at);
        }
    };
    let go = move |event: PointerEvent| {
        event.stop_propagation();
        if let (Some(from), Some(to)) = (before.get_value(), share(&event)) {
            drawn.stroke(from, to);
            before.set_value(Some(to));
        }
    };
    let end = move |_: PointerEvent| before.set_value(None);
    let px =
        move |pick: fn(explorer_charts::PlotRect) -> f64| move || plot().map(|plot| format!("{:.1}px", pick(plot)));
    let count = drawn.heights.with_untracked(Vec::len);
    view! {
        <Show when=when(move || !drawn.is_revealed() && plot().is_some())>
            <div
                class="chart-pad"
                data-draw=""
                style:left=px(|plot| plot.left)
                style:top=px(|plot| plot.top)
                style:width=px(|plot| plot.width)
                style:height=px(|plot| plot.height)
                on:pointerdown=begin
                on:pointermove=go
                on:pointerup=end
                on:pointercancel=end
            ></div>
            <fieldset class="chart-sliders" class:open=flag(move || drawn.by_keys.get())>
                <legend>"Your curve, place by place"</legend>
                {(0..count).map(|index| view! { <Place chart drawn index /> }).collect_view()}
            </fieldset>
        </Show>
    }
}

/// The height at one place, as a slider.
#[component]
fn Place(chart: Chart, drawn: Drawn, index: usize) -> impl IntoView {
    let last = drawn.heights.with_untracked(Vec::len).saturating_sub(1).max(1) as f64;
    let name = move || {
        chart.shown.with(|spec| format!("At {}", position(&spec.x, AxisMap::new(&spec.x).value(index as f64 / last))))
    };
    let height = move || drawn.heights.with(|heights| heights.get(index).copied().flatten());
    let valuetext = text(move || match height() {
        Some(share) => chart.shown.with(|spec| position(&spec.y, AxisMap::new(&spec.y).value(share))),
        None => "not drawn yet".to_owned(),
    });
    let set = move |event: leptos::ev::Event| {
        if let Ok(percent) = event_target_value(&event).parse::<f64>() {
            drawn.set(index, percent / 100.0);
        }
    };
    view! {
        <label>
            {name}
            <input
                type="range"
                min="0"
                max="100"
                step="1"
                prop:value=text(move || (height().unwrap_or(0.0) * 100.0).round().to_string())
                aria-valuetext=valuetext
                on:input=set
                on:focus=focus(move |_| drawn.by_keys.set(true))
            />
            <output>{valuetext}</output>
        </label>
    }
}

/// The way on, and how far off the guess was.
#[component]
pub(super) fn Outcome(chart: Chart, drawn: Drawn, spec: Signal<ChartSpec>) -> impl IntoView {
    let has_begun = move || drawn.heights.with(|heights| heights.iter().flatten().count() > 1);
    let verdict = move || {
        if !drawn.is_revealed() || !has_begun() {
            return None;
        }
        let projection = chart.painted.with(|painted| painted.as_ref().map(|painted| painted.projection))?;
        spec.with(|spec| {
            let real = spec.layers.iter().find_map(|layer| match layer {
                Layer::Line { role: Role::Theory, points, .. } => Some(points),
                _ => None,
            })?;
            judge(spec, &projection, &drawn.curve(spec), real)
        })
    };
    let again = move |_| {
        drawn.heights.update(|heights| heights.fill(None));
        drawn.reveal.set(false);
    };
    view! {
        <div class="chart-outcome">
            <p role="status">{verdict}</p>
            <Show
                when=when(move || drawn.is_revealed())
                fallback=move || {
                    view! {
                        <button type="button" class="main" data-draw="reveal" on:click=move |_| drawn.reveal.set(true)>
                            {word(move || if has_begun() { "Show the real curve" } else { "Show it without drawing" })}
                        </button>
                    }
                }
            >
                <button type="button" class="tool" data-draw="again" on:click=again>{word(move || if has_begun() { "Draw again" } else { "Let me draw it" })}</button>
            </Show>
        </div>
    }
}
