//! Sentences with `**…**` around what matters.

use leptos::prelude::*;

/// The sentence with its marked parts in bold. Text only: nothing in it is read as HTML.
pub fn marked(text: &str) -> impl IntoView + use<> {
    text.split("**")
        .enumerate()
        .map(|(i, part)| {
            let part = part.to_owned();
            if i % 2 == 1 { view! { <b>{part}</b> }.into_any() } else { part.into_any() }
        })
        .collect_view()
}
