//! Who moves what: the one value that says whether the reader's hand is on something, and on what.

use leptos::prelude::*;

/// What a hand can be on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A slider: the first chart follows every frame, everything else less often.
    Control,
    /// The handle of the chart of this name: it follows every frame, and the first chart.
    Handle(&'static str),
    /// A part of the living picture: the picture follows every frame, and the charts less often.
    Picture,
}

/// The reader's hand. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Hand(RwSignal<Option<(On, i32)>>);

impl Hand {
    /// A hand that is on nothing. It lets go by itself wherever its pointer is lifted, and when the page loses the reader.
    pub fn new() -> Self {
        let hand = Self(RwSignal::new(None));
        #[cfg(not(test))]
        crate::web::pointer::on_release(move |pointer| match pointer {
            Some(pointer) => hand.let_go(pointer),
            None => hand.let_go_of_all(),
        });
        hand
    }

    /// What it is on. Follows.
    pub fn on(&self) -> Option<On> {
        self.0.get().map(|(on, _)| on)
    }

    /// Whether it is on something. Follows.
    pub fn is_busy(&self) -> bool {
        self.0.with(Option::is_some)
    }

    /// Whether it is on this, now.
    pub fn holds(&self, what: On) -> bool {
        self.0.try_get_untracked().flatten().is_some_and(|(on, _)| on == what)
    }

    /// Takes hold of something with a pointer. One hand holds one thing: the last.
    pub fn take(&self, what: On, pointer: i32) {
        self.0.set(Some((what, pointer)));
    }

    /// This pointer lets go; another one's hold stays.
    pub fn let_go(&self, pointer: i32) {
        if self.0.try_get_untracked().flatten().is_some_and(|(_, holding)| holding == pointer) {
            self.0.set(None);
        }
    }

    /// Lets go of this, if it is on this.
    pub fn let_go_of(&self, what: On) {
        if self.holds(what) {
            self.0.set(None);
        }
    }

    /// Whatever holds lets go.
    pub fn let_go_of_all(&self) {
        if self.0.try_get_untracked().flatten().is_some() {
            self.0.set(None);
        }
    }
}
