//! Parts of a whole side by side on a strip; their ends can be dragged. Sliders and fields do the same. Below it, where there
//! is one, the same parts after a change.

use explorer_core::quantity::{self, Unit};
use leptos::html::Div;
use leptos::prelude::*;

use crate::state::PageState;
use crate::state::hand::On;
use crate::ui::thin::{flag, pointer, text};
use crate::web::resize;

/// The strip is longer than the whole, so that it can grow.
const ROOM: f64 = 1.15;
/// Parts shorter than this share of the strip stay without their name.
const NAMED: f64 = 0.09;

/// A strip of times in milliseconds.
#[component]
pub fn Strip<const N: usize>(
    state: PageState,
    /// Of each part the key of its input and its name.
    parts: &'static [(&'static str, &'static str); N],
    #[prop(into)] ms: Signal<[f64; N]>,
    /// What the whole is.
    what: &'static str,
    /// The words below, from the whole in ms.
    caption: fn(f64) -> String,
    /// The part to set apart.
    #[prop(optional, into)]
    chosen: Option<Signal<usize>>,
    /// The parts after the change.
    #[prop(optional, into)]
    after_ms: Option<Signal<[f64; N]>>,
) -> impl IntoView {
    let strip: NodeRef<Div> = NodeRef::new();
    // The part that is dragged, and what the whole strip is worth meanwhile.
    let taken: RwSignal<(usize, f64)> = RwSignal::new((0, 0.0));
    let dragged = move || (state.hand.on() == Some(On::Picture)).then(|| taken.get());
    let total = move || ms.get().iter().sum::<f64>();
    let whole = move || dragged().map_or_else(|| (total() * ROOM).max(1e-9), |(_, whole)| whole);
    let place = move |event: &leptos::ev::PointerEvent| {
        let strip = strip.get_untracked()?;
        let (x, _) = resize::pointer_px(&strip, event);
        Some(x / f64::from(strip.client_width()).max(1.0))
    };
    let down = move |event: leptos::ev::PointerEvent| {
        let Some(at) = place(&event).map(|share| share * untrack(whole)) else { return };
        let mut end = 0.0;
        let ends = ms.get_untracked().map(|part| {
            end += part;
            end
        });
        // Of ends that fall together the last: it can be pulled out.
        let nearest = (0..N).fold(0, |best, i| if (ends[i] - at).abs() <= (ends[best] - at).abs() { i } else { best });
        if let Some(strip) = strip.get_untracked() {
            let _ = strip.set_pointer_capture(event.pointer_id());
        }
        event.prevent_default();
        taken.set((nearest, untrack(whole)));
        state.hand.take(On::Picture, event.pointer_id());
    };
    let drag = move |event: leptos::ev::PointerEvent| {
        if event.buttons() == 0 {
            state.hand.let_go(event.pointer_id());
        }
        let Some((part, whole)) = untrack(dragged) else { return };
        let Some(share) = place(&event) else { return };
        let before: f64 = ms.get_untracked()[..part].iter().sum();
        let wanted = (share.clamp(0.0, 1.0) * whole - before).max(0.0);
        // What a person would say: three digits.
        let rounded = quantity::significant(wanted, 3).replace(',', "").parse().unwrap_or(wanted);
        state.set_number(parts[part].0, rounded);
    };
    let percent = move |ms: f64| format!("{:.3}%", 100.0 * ms / whole());
    let segments = (0..N)
        .map(|part| {
            let own = move || ms.get()[part];
            let named = move || {
                let shows = own() / whole() > NAMED;
                if shows { format!("{} {}", parts[part].1, quantity::format(own(), Unit::MS)) } else { String::new() }
            };
            view! {
                <i
                    class=format!("segment s{part}")
                    class:chosen=flag(move || chosen.is_some_and(|chosen| chosen.get() == part))
                    style:width=text(move || percent(own()))
                >
                    {text(named)}
                </i>
            }
        })
        .collect_view();
    let after = after_ms.map(|after_ms| {
        let segments = (0..N)
            .map(|part| view! { <i class=format!("segment s{part}") style:width=text(move || percent(after_ms.get()[part]))></i> })
            .collect_view();
        view! { <div class="strip thin" aria-hidden="true">{segments}</div> }
    });
    let says = move || {
        let each =
            parts.iter().zip(ms.get()).map(|((_, name), ms)| format!("{name} {}", quantity::format(ms, Unit::MS)));
        format!("{what}: {}.", each.collect::<Vec<_>>().join(", "))
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
                on:pointerup=pointer(move |event| state.hand.let_go(event.pointer_id()))
                on:pointercancel=pointer(move |event| state.hand.let_go(event.pointer_id()))
            >
                {segments}
            </div>
            {after}
            <figcaption>{text(move || caption(total()))}</figcaption>
        </figure>
    }
}
