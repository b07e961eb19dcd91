//! The part of the address after `#`, and the history.

use leptos::prelude::*;

/// What stands after the `#`, with it; empty where there is nothing.
pub fn current() -> String {
    window().location().hash().unwrap_or_default()
}

#[cfg(test)]
thread_local! {
    static WRITTEN: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

/// What was written to the address last.
#[cfg(test)]
pub fn written() -> String {
    WRITTEN.with_borrow(String::clone)
}

/// In tests the address is a word that is kept.
#[cfg(test)]
pub fn replace(hash: &str) {
    WRITTEN.set(hash.to_owned());
}

/// Replaces the hash without a new entry in the history and without an event. A refused call is no loss: the page stands.
#[cfg(not(test))]
pub fn replace(hash: &str) {
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(hash));
    }
}

/// The whole address with another hash.
pub fn address_with(hash: &str) -> String {
    let href = window().location().href().unwrap_or_default();
    let base = href.split('#').next().unwrap_or_default();
    format!("{base}{hash}")
}

/// Whether the page was opened from a file, so that its address means nothing to others.
pub fn is_file() -> bool {
    window().location().protocol().is_ok_and(|p| p == "file:")
}

/// Calls back whenever the reader goes to another hash (a link, the back button, the address bar).
pub fn on_change(call: impl Fn(String) + 'static) {
    let handle = window_event_listener(leptos::ev::hashchange, move |_| call(current()));
    on_cleanup(move || handle.remove());
}
