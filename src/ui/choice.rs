//! A choice of words, a switch, and a text.

use explorer_core::topic::{Shape, Value};
use leptos::prelude::*;

use crate::ui::thin::{flag, input, text, word};

use crate::parts::DataControl;
use crate::state::PageState;

/// A text of at most so many characters is typed on one line.
const LINE: usize = 100;

/// The control of one input that is not a number.
#[component]
pub fn ChoiceControl(state: PageState, index: usize, applies: Signal<bool>) -> impl IntoView {
    let param = state.params.with_value(|p| p[index]);
    let id = format!("input-{}", param.key);
    let help = view! { <p class="help">{param.help}</p> };
    match param.shape {
        Shape::Choice(choices) => {
            let picked = Memo::new(move |_| match state.values.with(|v| v.get(index).cloned()) {
                Some(Value::Word(word)) => word,
                _ => "",
            });
            let options = choices
                .iter()
                .map(|c| view! { <option value=c.word prop:selected=flag(move || picked.get() == c.word)>{c.label}</option> })
                .collect_view();
            let pick = move |text: String| {
                if let Some(choice) = choices.iter().find(|c| c.word == text) {
                    state.set(index, Value::Word(choice.word));
                }
            };
            view! {
                <div class="control choice" class:off=flag(move || !applies.get())>
                    <label for=id.clone()>{param.label}</label>
                    <select
                        id=id.clone()
                        data-input=param.key
                        data-value=text(move || picked.get().to_owned())
                        disabled=flag(move || !applies.get())
                        prop:value=text(move || picked.get().to_owned())
                        on:change=input(move |event| pick(event_target_value(&event)))
                    >
                        {options}
                    </select>
                    {help}
                </div>
            }
            .into_any()
        }
        Shape::Switch => {
            let on =
                Memo::new(move |_| matches!(state.values.with(|v| v.get(index).cloned()), Some(Value::Flag(true))));
            view! {
                <div class="control switch" class:off=flag(move || !applies.get())>
                    <label for=id.clone()>{param.label}</label>
                    <input
                        type="checkbox"
                        role="switch"
                        id=id.clone()
                        data-input=param.key
                        data-value=word(move || if on.get() { "1" } else { "0" })
                        disabled=flag(move || !applies.get())
                        prop:checked=flag(move || on.get())
                        on:change=input(move |event| state.set(index, Value::Flag(event_target_checked(&event))))
                    />
                    {help}
                </div>
            }
            .into_any()
        }
        _ if param.streams || param.traces || param.most_bytes > 0 => {
            use_context::<DataControl>().map_or_else(|| ().into_any(), |control| control(state, index, applies))
        }
        _ => {
            let typed = Memo::new(move |_| match state.values.with(|v| v.get(index).cloned()) {
                Some(Value::Text(text)) => text,
                _ => String::new(),
            });
            let set = move |event| state.set(index, Value::Text(event_target_value(&event)));
            // What is a word or two stands on a line; what may be longer has room.
            let field = if matches!(param.shape, Shape::Text(most) if most <= LINE) {
                view! {
                    <input
                        type="text"
                        id=id.clone()
                        spellcheck="false"
                        autocomplete="off"
                        data-input=param.key
                        disabled=flag(move || !applies.get())
                        prop:value=text(move || typed.get())
                        on:input=input(set)
                    />
                }
                .into_any()
            } else {
                view! {
                    <textarea
                        id=id.clone()
                        rows="3"
                        spellcheck="false"
                        data-input=param.key
                        disabled=flag(move || !applies.get())
                        prop:value=text(move || typed.get())
                        on:input=input(set)
                    ></textarea>
                }
                .into_any()
            };
            view! {
                <div class="control text" class:off=flag(move || !applies.get())>
                    <label for=id.clone()>{param.label}</label>
                    {field}
                    {help}
                </div>
            }
            .into_any()
        }
    }
}
