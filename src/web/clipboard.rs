//! Copying text.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Puts text on the clipboard, then tells whether that worked.
pub fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    leptos::task::spawn_local(async move {
        let clipboard = window().navigator().clipboard();
        // Missing on plain http from another machine: then the call itself throws, and the reader is shown the text instead.
        let copied = if wasm_bindgen::JsValue::from(clipboard.clone()).is_undefined() {
            false
        } else {
            JsFuture::from(clipboard.write_text(&text)).await.is_ok()
        };
        done(copied);
    });
}
