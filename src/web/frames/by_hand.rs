//! Time for tests: it stands until it is moved, and what was asked for comes in order.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

type Call = Box<dyn FnOnce()>;

/// When it is due, whether it still stands, and what it calls.
type Pending = (f64, Rc<Cell<bool>>, Call);

thread_local! {
    static NOW_MS: Cell<f64> = const { Cell::new(0.0) };
    static FRAMES: RefCell<Vec<Call>> = const { RefCell::new(Vec::new()) };
    static TIMERS: RefCell<Vec<Pending>> = const { RefCell::new(Vec::new()) };
}

pub fn now_ms() -> f64 {
    NOW_MS.get()
}

pub fn visible() -> bool {
    true
}

pub fn next_frame(call: impl FnOnce() + 'static) {
    FRAMES.with_borrow_mut(|frames| frames.push(Box::new(call)));
}

/// A call to come. Dropping it calls it off.
pub struct Timer(Rc<Cell<bool>>);

pub fn after(ms: u64, call: impl FnOnce() + 'static) -> Timer {
    let wanted = Rc::new(Cell::new(true));
    TIMERS.with_borrow_mut(|timers| timers.push((now_ms() + ms as f64, wanted.clone(), Box::new(call))));
    Timer(wanted)
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// Moves time on by a frame: timers that are due, then what waits for the frame.
pub fn frame(ms: f64) {
    NOW_MS.set(now_ms() + ms);
    TIMERS.with_borrow_mut(|timers| timers.retain(|(_, wanted, _)| wanted.get()));
    while let Some((_, wanted, call)) = TIMERS.with_borrow_mut(|timers| {
        let due = timers.iter().position(|(at, ..)| *at <= now_ms())?;
        Some(timers.remove(due))
    }) {
        if wanted.get() {
            call();
        }
    }
    for call in FRAMES.with_borrow_mut(std::mem::take) {
        call();
    }
}

/// Moves the clock without a frame, as work does that takes its time.
pub fn pass(ms: f64) {
    NOW_MS.set(now_ms() + ms);
}

/// Forgets all that was asked for.
pub fn forget() {
    FRAMES.with_borrow_mut(Vec::clear);
    TIMERS.with_borrow_mut(Vec::clear);
}
