//! The operating point: dragged by pointer, or moved by arrow keys like any slider. What is painted follows the model, not
//! the pointer; this is only what one takes hold of.

use explorer_charts::{AxisMap, dragged_value, position, ring_px};
use explorer_core::chart::{ChartSpec, Handle};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Chart;
use crate::state::hand::On;
use crate::ui::thin::{key, pointer, text};
use crate::web::frames::FrameLoop;
use crate::web::resize;

/// The place to take hold of, if the chart has one.
#[component]
pub(super) fn Grip(chart: Chart, on_drag: Callback<(&'static str, f64)>) -> impl IntoView {
    let exists =
        Memo::new(move |_| chart.painted.with(Option::is_some) && chart.shown.with(|spec| spec.handle.is_some()));
    move || exists.get().then(|| view! { <Slider chart on_drag /> })
}

#[component]
fn Slider(chart: Chart, on_drag: Callback<(&'static str, f64)>) -> impl IntoView {
    // One change a frame, the last one.
    let wanted: StoredValue<Option<(&'static str, f64)>> = StoredValue::new(None);
    let frames = StoredValue::new_local(FrameLoop::new(move |_| {
        if let Some(change) = wanted.try_update_value(Option::take).flatten() {
            on_drag.run(change);
        }
        false
    }));
    // Where the reader has asked it to be: keys go on from there where the input takes larger steps than they do.
    let asked: StoredValue<Option<(f64, f64)>> = StoredValue::new(None);
    let ask = move |spec: &ChartSpec, handle: &Handle, x: f64| {
        asked.set_value(Some((handle.x, x)));
        wanted.set_value(Some((handle.key, dragged_value(handle, &spec.x, x))));
        frames.with_value(FrameLoop::wake);
    };
    let with = move |act: &dyn Fn(&ChartSpec, &Handle)| {
        chart.shown.with_untracked(|spec| {
            if let Some(handle) = &spec.handle {
                act(spec, handle);
            }
        });
    };
    let at = Memo::new(move |_| {
        let projection = chart.painted.with(|painted| painted.as_ref().map(|painted| painted.projection))?;
        chart.shown.with(|spec| ring_px(spec.handle.as_ref()?, &projection))
    });
    // Moved by a transform: a place would have the browser lay the page out in every frame.
    let place = move || at.get().map_or_else(String::new, |(x, y)| format!("translate({x:.1}px, {y:.1}px)"));
    // How far from the middle it was taken hold of.
    let grabbed = StoredValue::new(0.0_f64);
    let held = On::Handle(chart.id);
    let pointer_x =
        move |event: &PointerEvent| chart.picture.get_untracked().map(|element| resize::pointer_px(&element, event).0);
    let take = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        if let (Some(x), Some((ring, _))) = (pointer_x(&event), at.get_untracked()) {
            event.prevent_default();
            event.stop_propagation();
            if let Some(element) = event.current_target().and_then(|t| t.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = element.set_pointer_capture(event.pointer_id());
                let _ = element.focus();
            }
            grabbed.set_value(x - ring);
            chart.read_at.set(None);
            chart.hand.take(held, event.pointer_id());
        }
    };
    let drag = move |event: PointerEvent| {
        // The hand may have let go where nobody saw it: outside the window, or behind a dialog.
        if event.buttons() == 0 {
            chart.hand.let_go_of(held);
        }
        if !chart.hand.holds(held) {
            return;
        }
        event.stop_propagation();
        let offset = grabbed.get_value();
        let projection = chart.painted.with_untracked(|painted| painted.as_ref().map(|painted| painted.projection));
        if let (Some(x), Some(projection)) = (pointer_x(&event), projection) {
            with(&|spec, handle| ask(spec, handle, projection.x_at(x - offset)));
        }
    };
    let release = move |event: PointerEvent| chart.hand.let_go(event.pointer_id());
    let press = move |event: KeyboardEvent| {
        let steps = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => 1.0,
            "ArrowLeft" | "ArrowDown" => -1.0,
            "PageUp" => 10.0,
            "PageDown" => -10.0,
            "Home" => -1000.0,
            "End" => 1000.0,
            _ => return,
        };
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        event.prevent_default();
        with(&|spec, handle| {
            let map = AxisMap::new(&spec.x);
            let from = match asked.get_value() {
                Some((before, asked)) if before == handle.x => asked,
                _ => handle.x,
            };
            ask(spec, handle, map.value((map.share(from) + steps / 100.0).clamp(0.0, 1.0)));
        });
    };
    // The handle is here as long as the chart has one.
    let of_handle = move |say: &dyn Fn(&ChartSpec, &Handle) -> String| {
        chart.shown.with(|spec| spec.handle.as_ref().map_or_else(String::new, |handle| say(spec, handle)))
    };
    let number =
        move |pick: fn(&ChartSpec, &Handle) -> f64| text(move || of_handle(&|spec, handle| plain(pick(spec, handle))));
    let says = move || of_handle(&|spec, handle| format!("{}; {}", position(&spec.x, handle.x), handle.label));
    let name = move || chart.shown.with(|spec| format!("Operating point: {}", spec.x.label));
    view! {
        <div
            class="chart-handle"
            role="slider"
            tabindex="0"
            data-handle=text(move || of_handle(&|_, handle| handle.key.to_owned()))
            aria-label=text(name)
            aria-valuemin=number(|spec, handle| AxisMap::new(&spec.x).min * handle.value_per_x)
            aria-valuemax=number(|spec, handle| AxisMap::new(&spec.x).max * handle.value_per_x)
            aria-valuenow=number(|_, handle| handle.x * handle.value_per_x)
            aria-valuetext=text(says)
            style:transform=text(place)
            on:pointerdown=pointer(take)
            on:pointermove=pointer(drag)
            on:pointerup=pointer(release)
            on:pointercancel=pointer(release)
            on:lostpointercapture=pointer(release)
            on:keydown=key(press)
        ></div>
    }
}

/// A number as `aria-valuenow` wants it, without what arithmetic leaves in the last digits.
fn plain(v: f64) -> String {
    let rounded: f64 = format!("{v:.5e}").parse().unwrap_or(v);
    rounded.to_string()
}
