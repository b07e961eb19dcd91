//! Reading the chart at a place: with the pointer over it, or with a slider from the keyboard. The picture is not repainted.

use explorer_charts::{Reading, UNITS_PER_PX, read, read_along, stops};
use explorer_core::chart::Along;
use leptos::prelude::*;

use crate::ui::thin::{focus, input, part, text};
use web_sys::PointerEvent;

use super::Chart;
use crate::state::pace;
use crate::web::resize;

/// Reads where the pointer is, if that is in the plot.
pub(super) fn follow(chart: Chart, event: &PointerEvent) {
    let Some(element) = chart.picture.get_untracked() else { return };
    let (x, y) = resize::pointer_px(&element, event);
    let along = chart.shown.with_untracked(read_along);
    let at = chart.painted.with_untracked(|painted| {
        let projection = painted.as_ref()?.projection;
        let plot = projection.plot;
        let near = 8.0;
        let is_inside =
            x >= plot.left - near && x <= plot.right() + near && y >= plot.top - near && y <= plot.bottom() + near;
        is_inside.then(|| if along == Along::X { projection.x_at(x) } else { projection.y_at(y) })
    });
    if chart.read_at.get_untracked() != at {
        chart.read_at.set(at);
    }
}

/// Crosshair, the values beside it, and the slider that does the same.
#[component]
pub(super) fn Hover(chart: Chart) -> impl IntoView {
    let reading = Memo::new(move |_| {
        let at = chart.read_at.get()?;
        let projection = chart.painted.with(|painted| painted.as_ref().map(|painted| painted.projection))?;
        Some(chart.shown.with(|spec| read(spec, &projection, at)))
    });
    let cross = move || {
        let Some(reading) = reading.get() else { return String::new() };
        chart
            .painted
            .with(|painted| painted.as_ref().map_or_else(String::new, |p| p.element(&cross(chart, p, &reading))))
    };
    view! {
        <div class="chart-layer" aria-hidden="true" inner_html=text(cross)></div>
        {part(move || reading.get().map(|reading| view! { <Values chart reading /> }).into_any())}
        <ByKeyboard chart />
    }
}

fn cross(chart: Chart, painted: &explorer_charts::Painted, reading: &Reading) -> String {
    let units = |px: f64| (px * f64::from(UNITS_PER_PX)).round();
    let plot = painted.projection.plot;
    let at = units(reading.at_px);
    let path = match chart.shown.with(read_along) {
        Along::X => format!("M{at} {}V{}", units(plot.top), units(plot.bottom())),
        Along::Y => format!("M{} {at}H{}", units(plot.left), units(plot.right())),
    };
    let mut out = format!("<path class=\"cross\" stroke-width=\"{}\" d=\"{path}\"/>", UNITS_PER_PX);
    for (class, (x, y)) in reading.values.iter().filter_map(|v| Some((v.class, v.at_px?))) {
        let radius = units(painted.size.text_px * 0.3);
        out += &format!("<circle class=\"read {class}\" cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>", units(x), units(y));
    }
    out
}

/// The values, on the side of the crosshair that has room.
#[component]
fn Values(chart: Chart, reading: Reading) -> impl IntoView {
    let plot = chart.painted.with_untracked(|p| p.as_ref().map(|p| (p.projection.plot, p.size)));
    let Some((plot, size)) = plot else { return ().into_any() };
    let (left, top) = match chart.shown.with_untracked(read_along) {
        Along::X => (reading.at_px, plot.top),
        Along::Y => (plot.left + plot.width * 0.4, reading.at_px),
    };
    let is_left = left > plot.left + plot.width / 2.0;
    let is_up = top > plot.top + plot.height * 0.6;
    let position = if is_left { format!("{:.1}px", size.width_px - left) } else { format!("{left:.1}px") };
    let rows = reading
        .values
        .into_iter()
        .map(
            |v| view! { <div><dt><span class=format!("key {}", v.class)></span>{v.label}</dt><dd>{v.value}</dd></div> },
        )
        .collect_view();
    view! {
        <div
            class="chart-hover"
            class:up=is_up
            aria-hidden="true"
            style:left=(!is_left).then(|| position.clone())
            style:right=is_left.then_some(position)
            style:top=format!("{top:.1}px")
        >
            <p>{reading.heading}</p>
            <dl>{rows}</dl>
        </div>
    }
    .into_any()
}

/// The same by keyboard: it appears where it has the focus.
#[component]
fn ByKeyboard(chart: Chart) -> impl IntoView {
    let in_motion = move || chart.hand.is_busy();
    let all = move || {
        let projection = chart.painted.with(|painted| painted.as_ref().map(|painted| painted.projection));
        projection.map_or_else(Vec::new, |projection| chart.shown.with(|spec| stops(spec, &projection)))
    };
    let places = pace::at_rest(all, in_motion);
    let index = RwSignal::new(0_usize);
    let last = move || places.with(Vec::len).saturating_sub(1);
    let place = move || places.with(|places| places.get(index.get().min(places.len().saturating_sub(1))).copied());
    let sentence = move || {
        let projection = chart.painted.with(|painted| painted.as_ref().map(|painted| painted.projection));
        match (projection, place()) {
            (Some(projection), Some(place)) => chart.shown.with(|spec| read(spec, &projection, place).sentence()),
            _ => String::new(),
        }
    };
    let valuetext = pace::at_rest(sentence, in_motion);
    let go = move |event: leptos::ev::Event| {
        index.set(event_target_value(&event).parse().unwrap_or(0));
        chart.read_at.set(place());
    };
    view! {
        <label class="chart-read">
            "Read the chart at "
            <input
                type="range"
                min="0"
                max=text(move || last().to_string())
                step="1"
                prop:value=text(move || index.get().min(last()).to_string())
                aria-valuetext=text(move || valuetext.get())
                on:input=input(go)
                on:focus=focus(move |_| chart.read_at.set(untrack(place)))
                on:blur=focus(move |_| chart.read_at.set(None))
            />
        </label>
    }
}
