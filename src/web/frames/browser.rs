//! The browser's clock, frames and timers.

use std::time::Duration;

use leptos::leptos_dom::helpers::request_animation_frame;
use leptos::prelude::*;

/// Milliseconds since the page opened, in steps of about 0.1 ms.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |p| p.now())
}

/// Whether the tab can be seen.
pub fn visible() -> bool {
    !document().hidden()
}

/// Calls in the next frame.
pub fn next_frame(call: impl FnOnce() + 'static) {
    request_animation_frame(call);
}

/// A call to come. Dropping it calls it off.
pub struct Timer(Option<TimeoutHandle>);

/// Calls once after so many milliseconds, while the timer is kept.
pub fn after(ms: u64, call: impl FnOnce() + 'static) -> Timer {
    Timer(set_timeout_with_handle(call, Duration::from_millis(ms)).ok())
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(handle) = self.0 {
            handle.clear();
        }
    }
}
