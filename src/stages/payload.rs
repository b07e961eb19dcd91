//! The same records in six formats, byte by byte; and a picture in the formats that this browser can write.

mod bytes;
mod picture;

use explorer_core::compression::payload_records::generate;
use explorer_core::topic::Value;
use explorer_core::topic::{Own, Words};
use explorer_core::topics::payload::{Inputs, Payload};
use leptos::prelude::*;

use super::{inputs, last_outcome};
use crate::state::PageState;
use crate::ui::marked::marked;

/// Records that are given to the reader to edit.
const TO_EDIT: u32 = 12;

/// The stage of the page of payloads.
pub fn stage(state: PageState) -> AnyView {
    // The last outcome there was: a slip in the records does not wipe the picture.
    let outcome = last_outcome(state);
    let now: Memo<Inputs> = Memo::new(move |_| inputs::<Payload>(state));
    let own = Memo::new(move |_| now.with(|n| !matches!(&n.data, Own::Text(text) if text.trim().is_empty())));
    let edit = move |_| {
        let Some(index) = state.index("data") else { return };
        let text = if own.get_untracked() {
            String::new()
        } else {
            now.with_untracked(|n| by_line(&generate(n.sample.word(), n.generated().min(TO_EDIT))))
        };
        state.set(index, Value::Text(text));
    };
    view! {
        <h2>"Byte by byte"</h2>
        <p class="measured-says" aria-live="polite">{move || state.told.with(|told| marked(&told.snapshot.says).into_any())}</p>
        {bytes::view(outcome)}
        <div class="transport">
            <button type="button" data-stage="edit-records" on:click=edit>
                {move || if own.get() { "Back to the generated records".to_owned() } else { format!("Edit {TO_EDIT} of these records") }}
            </button>
        </div>
        <h2>"A picture, encoded here"</h2>
        {picture::view()}
    }
    .into_any()
}

/// A list as JSON with a record a line: to be edited by hand.
fn by_line(list: &explorer_core::compression::payload_value::Value) -> String {
    use explorer_core::compression::payload_value::Value::List;
    let List(items) = list else { return list.to_json() };
    let lines: Vec<String> = items.iter().map(|item| format!(" {}", item.to_json())).collect();
    format!("[\n{}\n]", lines.join(",\n"))
}
