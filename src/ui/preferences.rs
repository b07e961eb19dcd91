//! What a reader prefers: theme, projector, less motion. Kept on this device where it may be.

use leptos::prelude::*;

use crate::web::{page, storage};

/// The reader's preferences, one context for the whole app.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// `auto`, `light` or `dark`.
    pub theme: RwSignal<&'static str>,
    /// Large type and few panels, for a wall.
    pub projector: RwSignal<bool>,
    /// Whether things move by themselves.
    pub motion: RwSignal<bool>,
}

impl Preferences {
    /// Reads what was kept and keeps what changes.
    pub fn provide() -> Self {
        let theme = match storage::read("theme").as_deref() {
            Some("light") => "light",
            Some("dark") => "dark",
            _ => "auto",
        };
        let preferences = Self {
            theme: RwSignal::new(theme),
            projector: RwSignal::new(false),
            motion: RwSignal::new(!page::media("(prefers-reduced-motion: reduce)")),
        };
        Effect::new(move |first: Option<()>| {
            let theme = preferences.theme.get();
            page::set_root_attribute("data-theme", (theme != "auto").then_some(theme));
            if first.is_some() {
                storage::write("theme", theme);
            }
        });
        Effect::new(move |_| page::set_root_attribute("data-mode", preferences.projector.get().then_some("projector")));
        provide_context(preferences);
        preferences
    }

    /// The preferences of the app.
    pub fn get() -> Self {
        expect_context()
    }

    /// Light, dark, then as the system has it.
    pub fn next_theme(&self) {
        self.theme.update(|t| {
            *t = if *t == "auto" {
                "dark"
            } else if *t == "dark" {
                "light"
            } else {
                "auto"
            }
        });
    }
}
