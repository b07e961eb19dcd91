//! One loop over animation frames, timers, and a clock for slices. In tests time is moved by hand.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;

#[cfg(not(test))]
mod browser;
#[cfg(test)]
pub mod by_hand;

#[cfg(not(test))]
use browser::next_frame;
#[cfg(not(test))]
pub use browser::{Timer, after, now_ms, visible};
#[cfg(test)]
use by_hand::next_frame;
#[cfg(test)]
pub use by_hand::{Timer, after, now_ms, visible};

/// Two heavy changes of the page that need not come at once come at least so long after each other, ms: not in one frame.
const APART_MS: f64 = 40.0;

thread_local! {
    static TURN_MS: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
}

/// Whether it is the caller's turn to change much of the page; if not, it asks again in the next frame.
pub fn take_turn() -> bool {
    let now = now_ms();
    let is_free = now - TURN_MS.get() >= APART_MS;
    if is_free {
        TURN_MS.set(now);
    }
    is_free
}

/// A loop that calls once a frame while it is awake. It sleeps until woken, and ends with its owner.
#[derive(Clone)]
pub struct FrameLoop {
    state: Rc<State>,
}

struct State {
    call: Box<dyn Fn(f64) -> bool>,
    scheduled: Cell<bool>,
    ended: Cell<bool>,
    last_ms: Cell<f64>,
}

impl FrameLoop {
    /// `call` receives the milliseconds since the last frame (at most 100: time hidden does not count) and says whether it
    /// wants another.
    pub fn new(call: impl Fn(f64) -> bool + 'static) -> Self {
        let state = Rc::new(State {
            call: Box::new(call),
            scheduled: Cell::new(false),
            ended: Cell::new(false),
            last_ms: Cell::new(f64::NAN),
        });
        let ending = StoredValue::new_local(state.clone());
        on_cleanup(move || {
            ending.try_with_value(|state| state.ended.set(true));
        });
        Self { state }
    }

    /// Asks for the next frame; more than one call a frame is one.
    pub fn wake(&self) {
        schedule(self.state.clone());
    }
}

fn schedule(state: Rc<State>) {
    if state.ended.get() || state.scheduled.replace(true) {
        return;
    }
    next_frame(move || {
        state.scheduled.set(false);
        if state.ended.get() {
            return;
        }
        let now = now_ms();
        let elapsed = now - state.last_ms.replace(now);
        let elapsed = if elapsed.is_finite() { elapsed.clamp(0.0, 100.0) } else { 16.0 };
        if (state.call)(elapsed) {
            schedule(state);
        } else {
            state.last_ms.set(f64::NAN);
        }
    });
}
