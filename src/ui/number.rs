//! A number: a slider and a typed field for the same quantity.

use explorer_core::quantity::{self, Dimension};
use explorer_core::topic::{ParamInfo, Value};
use explorer_core::url;
use leptos::prelude::*;

use crate::state::hand::{Hand, On};
use crate::ui::thin::{flag, focus, input, key, pointer, text, word};
use crate::ui::typed::Reader;

/// The control of one numeric input.
#[component]
pub fn NumberControl(
    /// What is known of the input.
    param: ParamInfo,
    /// Its value.
    value: Memo<f64>,
    /// The same as it is shown: it may follow less often while a hand moves something.
    shown: Memo<f64>,
    /// Sets it.
    set: Callback<f64>,
    /// Whether it means anything now.
    applies: Signal<bool>,
    /// The reader's hand; taken here while it is on the slider.
    hand: Hand,
) -> impl IntoView {
    let explorer_core::topic::Shape::Number(range) = param.shape else { return ().into_any() };
    let put = set;
    let reader = Reader::get();
    let complaint = RwSignal::new(String::new());
    // While the field is being edited it shows what was typed; otherwise the value.
    let typed: RwSignal<Option<String>> = RwSignal::new(None);
    let field = text(move || typed.get().unwrap_or_else(|| plain(shown.get())));
    let set = move |v: f64| {
        complaint.set(String::new());
        put.run(v);
    };
    let type_in = move |text: String| {
        typed.set(Some(text.clone()));
        leptos::task::spawn_local(async move {
            let read = reader.read(&param, range, &text).await;
            // Only the last of what was typed counts, and only while the field is there.
            if typed.try_get_untracked().flatten().as_ref() != Some(&text) {
                return;
            }
            match read {
                Ok((v, notice)) => {
                    complaint.set(notice);
                    put.run(v);
                }
                Err(why) => complaint.set(why),
            }
        });
    };
    let leave = move || {
        if complaint.with_untracked(String::is_empty) {
            typed.set(None);
        }
    };
    let slider_key = move |event: leptos::ev::KeyboardEvent| {
        let steps = range.slider_steps();
        let tenth = if range.log { range.step as u32 / 5 } else { (steps / 10).max(1) };
        let tenth = tenth.min(10.max(steps / 10)).max(1);
        let at = range.slider_at(value.get_untracked());
        // Where whole numbers lie several positions apart, an arrow goes to the next number, not to the next position.
        let now = value.get_untracked();
        let differs = |position: &u32| range.at_slider(*position) != now;
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => (at..=steps).find(differs).unwrap_or(at),
            "ArrowLeft" | "ArrowDown" => (0..=at).rev().find(differs).unwrap_or(at),
            "PageUp" => at.saturating_add(tenth).min(steps),
            "PageDown" => at.saturating_sub(tenth),
            _ => return,
        };
        event.prevent_default();
        typed.set(None);
        set(range.at_slider(to));
    };
    let id = format!("input-{}", param.key);
    let help_id = format!("help-{}", param.key);
    let complaint_id = format!("complaint-{}", param.key);
    let described = format!("{help_id} {complaint_id}");
    let unit = unit_words(&param);
    view! {
        <div class="control" class:off=flag(move || !applies.get())>
            <label for=id.clone()>{param.label}</label>
            <span class="typed">
                <input
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    spellcheck="false"
                    id=id.clone()
                    data-input-number=param.key
                    aria-invalid=word(move || if complaint.with(String::is_empty) { "false" } else { "true" })
                    aria-describedby=described.clone()
                    disabled=flag(move || !applies.get())
                    prop:value=field
                    on:input=input(move |event| type_in(event_target_value(&event)))
                    on:blur=focus(move |_| leave())
                    on:keydown=key(move |event| {
                        if event.key() == "Enter" { leave() }
                        if event.key() == "Escape" { complaint.set(String::new()); typed.set(None) }
                    })
                />
                <span class="unit">{unit}</span>
            </span>
            <input
                type="range"
                min="0"
                max=range.slider_steps().to_string()
                step="1"
                aria-label=param.label
                aria-valuetext=text(move || url::shown(&param, &Value::Number(shown.get())))
                data-input=param.key
                data-value=text(move || url::word(&Value::Number(shown.get())))
                disabled=flag(move || !applies.get())
                prop:value=text(move || range.slider_at(shown.get()).to_string())
                on:input=input(move |event| {
                    if let Ok(position) = event_target_value(&event).parse() {
                        typed.set(None);
                        set(range.at_slider(position));
                    }
                })
                on:pointerdown=pointer(move |event| hand.take(On::Control, event.pointer_id()))
                on:change=input(move |_| hand.let_go_of(On::Control))
                on:keydown=key(slider_key)
            />
            <p class="help" id=help_id>{param.help}</p>
            <p class="complaint" id=complaint_id role="status">{text(move || complaint.get())}</p>
        </div>
    }
    .into_any()
}

/// A value in its field: plain decimals, as it could be typed.
fn plain(v: f64) -> String {
    if v == f64::INFINITY { "no limit".into() } else { format!("{v}") }
}

/// The unit after the field.
fn unit_words(param: &ParamInfo) -> &'static str {
    match param.unit.dimension {
        Dimension::Rate if param.unit == quantity::Unit::PER_SEC => "a second",
        Dimension::Rate if param.unit == quantity::Unit::PER_MINUTE => "a minute",
        Dimension::Rate if param.unit == quantity::Unit::PER_DAY => "a day",
        Dimension::Rate => "a month",
        Dimension::Money => "$",
        Dimension::Share if param.unit == quantity::Unit::SHARE => "of 1",
        _ => param.unit.symbol,
    }
}
