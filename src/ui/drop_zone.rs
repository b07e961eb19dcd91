//! Where the reader's own text or file goes in: typed, pasted, dropped or chosen. What becomes of it is for the control that
//! puts this on the page.

use explorer_core::topic::{ParamInfo, Value};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::state::PageState;
use crate::ui::thin::{flag, input, text};
use crate::web::files;

/// Characters of a paste that are still text to edit; a longer one is taken like a file.
const LONGEST_TEXT: u32 = 20_000;

/// The field, the file chooser, and whatever the control shows below them. `take` receives files and long pastes, `cancel` is
/// called when the reader types instead.
pub fn drop_zone(
    (state, index): (PageState, usize),
    applies: Signal<bool>,
    (hint, placeholder): (String, Signal<String>),
    (take, cancel): (impl Fn(files::Source) + Copy + 'static, impl Fn() + Copy + 'static),
    below: AnyView,
) -> AnyView {
    let param: ParamInfo = state.params.with_value(|p| p[index]);
    let over = RwSignal::new(false);
    let typed = Memo::new(move |_| match state.values.with(|v| v.get(index).cloned()) {
        Some(Value::Text(text)) => text,
        _ => String::new(),
    });
    let id = format!("input-{}", param.key);
    let help_id = format!("help-{}", param.key);
    let file_id = format!("file-{}", param.key);
    let type_in = move |text: String| {
        if text.len() as u32 > LONGEST_TEXT {
            if let Some(source) = files::of_text("pasted", &JsValue::from_str(&text)) {
                take(source);
            }
        } else {
            cancel();
            state.set(index, Value::Text(text));
        }
    };
    let paste = move |event: leptos::ev::ClipboardEvent| {
        if let Some((text, length)) = files::pasted(&event)
            && length > LONGEST_TEXT
            && let Some(source) = files::of_text("pasted", &text)
        {
            event.prevent_default();
            take(source);
        }
    };
    let hold = move |event: leptos::ev::DragEvent| {
        if files::carries_files(&event) {
            event.prevent_default();
            over.set(true);
        }
    };
    let drop = move |event: leptos::ev::DragEvent| {
        over.set(false);
        if files::carries_files(&event) {
            event.prevent_default();
            if let Some(source) = files::dropped(&event) {
                take(source);
            }
        }
    };
    view! {
        <div
            class="control text data-drop"
            class:off=flag(move || !applies.get())
            class:over=flag(move || over.get())
            on:dragover=hold
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <label for=id.clone()>{param.label}</label>
            <textarea
                id=id
                rows="3"
                spellcheck="false"
                data-input=param.key
                aria-describedby=help_id.clone()
                disabled=flag(move || !applies.get())
                placeholder=placeholder
                prop:value=text(move || typed.get())
                on:paste=paste
                on:input=input(move |event| type_in(event_target_value(&event)))
            ></textarea>
            <p class="help" id=help_id>{param.help}</p>
            <div class="file-row">
                <input
                    type="file"
                    class="file"
                    id=file_id.clone()
                    data-file=param.key
                    disabled=flag(move || !applies.get())
                    on:change=input(move |event| if let Some(source) = files::chosen(&event) { take(source) })
                />
                <label class="tool" for=file_id>"Choose a file"</label>
                <span class="help">{hint}</span>
            </div>
            {below}
        </div>
    }
    .into_any()
}
