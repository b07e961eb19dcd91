//! The page's tools: walkthrough, link, undo, reset, pin, theme, projector.

use leptos::prelude::*;

use crate::ui::thin::{click, flag, text, when, word};

use super::preferences::Preferences;
use crate::state::PageState;
use crate::web::{clipboard, hash};

/// The row of tools above a topic.
#[component]
pub fn Tools(state: PageState) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let link_shown = RwSignal::new(false);
    let address = move || hash::address_with(&state.hash());
    let copy = move |_| {
        let left_out = untrack(|| state.query().left_out);
        let link = untrack(address);
        clipboard::copy(link, move |copied| {
            let mut words = if copied { "Link copied." } else { "Copy the link from this field:" }.to_owned();
            if left_out {
                words += " Your data is too long for a link and is not in it.";
            }
            if hash::is_file() {
                words += " It leads to a file on this device; others need the same file.";
            }
            link_shown.set(!copied);
            said.set(words);
        });
    };
    view! {
        <span class="tools" role="group" aria-label="Tools">
            <button type="button" class="tool" data-tool="walk" on:click=click(move |_| state.walk())>"Walkthrough"</button>
            <button type="button" class="tool" data-tool="link" on:click=copy>"Copy link"</button>
            <button type="button" class="tool" data-tool="undo" disabled=flag(move || !state.can_undo()) on:click=click(move |_| state.undo())>"Undo"</button>
            <button type="button" class="tool" data-tool="reset" on:click=click(move |_| state.load(""))>"Reset"</button>
            <button
                type="button"
                class="tool"
                data-tool="pin"
                aria-pressed=text(move || state.pinned.with(|p| p.is_some()).to_string())
                on:click=click(move |_| if state.pinned.with_untracked(|p| p.is_some()) { state.unpin() } else { state.pin() })
            >
                {word(move || if state.pinned.with(|p| p.is_some()) { "Unpin" } else { "Pin to compare" })}
            </button>
        </span>
        <span class="said" role="status">{text(move || said.get())}</span>
        <Show when=when(move || link_shown.get())>
            <input type="text" class="link" readonly aria-label="Link to this state" prop:value=text(address) />
        </Show>
    }
}

/// Theme and projector: for every page.
#[component]
pub fn ViewTools() -> impl IntoView {
    let preferences = Preferences::get();
    let theme = word(move || match preferences.theme.get() {
        "light" => "Theme: light",
        "dark" => "Theme: dark",
        _ => "Theme: auto",
    });
    view! {
        <span class="tools" role="group" aria-label="View">
            <button type="button" class="tool" data-tool="theme" on:click=click(move |_| preferences.next_theme())>{theme}</button>
            <button
                type="button"
                class="tool"
                data-tool="projector"
                aria-pressed=text(move || preferences.projector.get().to_string())
                on:click=click(move |_| preferences.projector.update(|p| *p = !*p))
            >
                "Projector"
            </button>
        </span>
    }
}
