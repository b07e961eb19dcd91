//! What the page remembers on this device. Every access may fail: a private window, a full or forbidden storage.

use leptos::prelude::*;

const PREFIX: &str = "explorer.v1.";

/// A remembered text, if there is one and it may be read.
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{key}")).ok()?
}

/// Remembers a text; says whether that worked.
pub fn write(key: &str, text: &str) -> bool {
    storage().is_some_and(|s| s.set_item(&format!("{PREFIX}{key}"), text).is_ok())
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok()?
}
