//! One request as a strip, its stages side by side; their ends can be dragged. Sliders and fields do the same.

use explorer_core::quantity::{self, Unit};
use explorer_core::topics::bottleneck::{Inputs, STAGE_NAMES};
use leptos::html::Div;
use leptos::prelude::*;

use crate::ui::thin::{flag, pointer};

use crate::state::PageState;
use crate::web::resize;

/// Keys of the stages' times.
const KEYS: [&str; 5] =
    ["stage_network_ms", "stage_app_ms", "stage_database_ms", "stage_serialization_ms", "stage_response_ms"];
/// The strip is longer than the request, so that it can grow.
const ROOM: f64 = 1.15;

#[component]
pub fn Timeline(state: PageState, now: Memo<Inputs>) -> impl IntoView {
    let strip: NodeRef<Div> = NodeRef::new();
    // The stage that is dragged, and what the whole strip is worth meanwhile.
    let dragged: RwSignal<Option<(usize, f64)>> = RwSignal::new(None);
    let total = move || now.with(|n| n.stage_ms.iter().sum::<f64>());
    let whole = move || dragged.get().map_or_else(|| (total() * ROOM).max(1e-9), |(_, whole)| whole);
    let place = move |event: &leptos::ev::PointerEvent| {
        let strip = strip.get_untracked()?;
        let (x, _) = resize::pointer_px(&strip, event);
        Some(x / f64::from(strip.client_width()).max(1.0))
    };
    let down = move |event: leptos::ev::PointerEvent| {
        let Some(at) = place(&event).map(|share| share * untrack(whole)) else { return };
        let mut end = 0.0;
        let ends: Vec<f64> = now.with_untracked(|n| {
            n.stage_ms
                .iter()
                .map(|ms| {
                    end += ms;
                    end
                })
                .collect()
        });
        // Of ends that fall together the last: it can be pulled out.
        let nearest =
            (0..ends.len()).fold(0, |best, i| if (ends[i] - at).abs() <= (ends[best] - at).abs() { i } else { best });
        if let Some(strip) = strip.get_untracked() {
            let _ = strip.set_pointer_capture(event.pointer_id());
        }
        event.prevent_default();
        dragged.set(Some((nearest, untrack(whole))));
    };
    let drag = move |event: leptos::ev::PointerEvent| {
        let Some((stage, whole)) = dragged.get_untracked() else { return };
        let Some(share) = place(&event) else { return };
        let before: f64 = now.with_untracked(|n| n.stage_ms[..stage].iter().sum());
        let ms = (share.clamp(0.0, 1.0) * whole - before).max(0.0);
        // What a person would say: three digits.
        let rounded = quantity::significant(ms, 3).replace(',', "").parse().unwrap_or(ms);
        state.set_number(KEYS[stage], rounded);
    };
    let segments = (0..KEYS.len())
        .map(|stage| {
            let ms = move || now.with(|n| n.stage_ms[stage]);
            let mended = move || now.with(|n| if n.chosen() == stage { n.stage_ms[stage] / n.speedup.max(1.0) } else { n.stage_ms[stage] });
            let percent = move |ms: f64| format!("{:.3}%", 100.0 * ms / whole());
            let wide = move |ms: f64| ms / whole() > 0.09;
            (
                view! {
                    <i class=format!("segment s{stage}") class:chosen=flag(move || now.with(|n| n.chosen() == stage)) style:width=move || percent(ms())>
                        {move || wide(ms()).then(|| format!("{} {}", STAGE_NAMES[stage], quantity::format(ms(), Unit::MS)))}
                    </i>
                },
                view! { <i class=format!("segment s{stage}") style:width=move || percent(mended())></i> },
            )
        })
        .collect::<Vec<_>>();
    let (today, mended): (Vec<_>, Vec<_>) = segments.into_iter().unzip();
    let says = move || {
        now.with(|n| {
            let parts: Vec<String> = STAGE_NAMES
                .iter()
                .zip(n.stage_ms)
                .map(|(name, ms)| format!("{name} {}", quantity::format(ms, Unit::MS)))
                .collect();
            format!("One request: {}.", parts.join(", "))
        })
    };
    view! {
        <figure class="strip-figure">
            <div
                class="strip grab"
                data-stage="strip"
                node_ref=strip
                role="img"
                aria-label=says
                on:pointerdown=down
                on:pointermove=drag
                on:pointerup=pointer(move |_| dragged.set(None))
                on:pointercancel=move |_| dragged.set(None)
            >
                {today}
            </div>
            <div class="strip thin" aria-hidden="true">{mended}</div>
            <figcaption>
                {move || format!("Above today, {}; below mended. Drag the end of a stage, or use the sliders.", quantity::format(total(), Unit::MS))}
            </figcaption>
        </figure>
    }
}
