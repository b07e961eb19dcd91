//! Where and when a pointer lets go, wherever that is.

use leptos::prelude::*;
use web_sys::PointerEvent;

/// Calls whenever a pointer may have let go: with its number where one is lifted, cancelled, or comes back to the page without
/// a pressed button; without where the page itself has lost the reader. Ends with its owner.
pub fn on_release(call: impl Fn(Option<i32>) + Copy + 'static) {
    let lifted = move |event: PointerEvent| call(Some(event.pointer_id()));
    let moved = move |event: PointerEvent| {
        if event.buttons() == 0 {
            call(Some(event.pointer_id()));
        }
    };
    let handles = [
        window_event_listener(leptos::ev::pointerup, lifted),
        window_event_listener(leptos::ev::pointercancel, lifted),
        window_event_listener(leptos::ev::pointermove, moved),
        window_event_listener(leptos::ev::blur, move |_| call(None)),
        window_event_listener_untyped("visibilitychange", move |_| call(None)),
    ];
    on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
}
