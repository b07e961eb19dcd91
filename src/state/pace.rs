//! The one way to lag: what is shown follows its source a few times a second while something moves, and is the source itself
//! as soon as nothing does.
//!
//! What lags is derived, never written: it cannot be forgotten, and it ends at the truth whatever happened meanwhile.

use leptos::prelude::*;

use crate::web::frames::{self, FrameLoop};

/// How often figures, words and charts change while a hand moves something else, ms: oftener nobody reads them, and each change
/// has the browser lay the page out anew.
pub const READ_MS: f64 = 80.0;

/// The source; while `lags` says so, as it was at the last beat, of which there is one every `ms` at most, in turns with
/// everything else that lags.
pub fn paced<T: Clone + PartialEq + Send + Sync + 'static>(
    source: impl Fn() -> T + Copy + Send + Sync + 'static,
    ms: f64,
    lags: impl Fn() -> bool + Copy + Send + Sync + 'static,
) -> Memo<T> {
    let beat = RwSignal::new(0_u32);
    let heard = StoredValue::new(0_u32);
    let shown = Memo::new(move |before: Option<&T>| {
        let (now, lags, beat) = (source(), lags(), beat.get());
        let is_due = heard.try_update_value(|heard| std::mem::replace(heard, beat) != beat).unwrap_or(true);
        match before {
            Some(before) if lags && !is_due => before.clone(),
            _ => now,
        }
    });
    let last_ms = StoredValue::new(f64::NEG_INFINITY);
    let frames = StoredValue::new_local(FrameLoop::new(move |_| {
        if !untrack(lags) {
            return false;
        }
        let now_ms = frames::now_ms();
        if now_ms - last_ms.get_value() < ms || !frames::take_turn() {
            return true;
        }
        last_ms.set_value(now_ms);
        beat.update(|beat| *beat = beat.wrapping_add(1));
        false
    }));
    Effect::new(move |_| {
        source();
        if lags() {
            frames.with_value(FrameLoop::wake);
        }
    });
    shown
}

/// The source; while `moves` says so, as it was before: what is only read at rest.
pub fn at_rest<T: Clone + PartialEq + Send + Sync + 'static>(
    source: impl Fn() -> T + Send + Sync + 'static,
    moves: impl Fn() -> bool + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |before: Option<&T>| match before {
        Some(before) if moves() => before.clone(),
        _ => source(),
    })
}
