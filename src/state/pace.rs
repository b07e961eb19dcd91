//! How often what stands beside the picture follows, while the reader's hand moves something.

use leptos::prelude::*;

use super::PageState;
use crate::web::frames::{self, FrameLoop};

/// How often figures and words change while a hand moves something, ms: oftener nobody reads them, and each change has the
/// browser lay the page out anew.
const READ_MS: f64 = 80.0;

impl PageState {
    /// Whether the reader's hand moves a slider, a handle or a part of the living picture. Follows the state.
    pub fn in_hand(&self) -> bool {
        self.moving.get() || self.held.get()
    }

    /// Lets `shown` follow `good`, and `shown_values` the inputs: at once, or while a hand moves something every [`READ_MS`].
    pub(super) fn keep_pace(self) {
        let follow = move || {
            self.shown.set(self.good.get_untracked());
            self.shown_values.set(self.values.get_untracked());
        };
        let waited = StoredValue::new(0.0);
        let frames = StoredValue::new_local(FrameLoop::new(move |elapsed_ms| {
            waited.update_value(|waited| *waited += elapsed_ms);
            if untrack(|| self.in_hand()) && (waited.get_value() < READ_MS || !frames::take_turn()) {
                return true;
            }
            waited.set_value(0.0);
            follow();
            false
        }));
        Effect::new(move |before: Option<()>| {
            self.good.track();
            self.values.track();
            if before.is_none() {
                return;
            }
            if self.in_hand() {
                frames.with_value(FrameLoop::wake);
            } else {
                follow();
            }
        });
    }
}
