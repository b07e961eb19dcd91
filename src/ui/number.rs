//! A number: a slider and a typed field for the same quantity.

use explorer_core::quantity::{self, Dimension};
use explorer_core::topic::{ParamInfo, Range, Value};
use explorer_core::url;
use leptos::prelude::*;

use crate::floors;
use crate::ui::thin::{flag, focus, input, key, pointer, text, word};

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
    /// Whether the reader's hand moves an input; set here while it is on the slider.
    moving: RwSignal<bool>,
) -> impl IntoView {
    let explorer_core::topic::Shape::Number(range) = param.shape else { return ().into_any() };
    let put = set;
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
            let read = floors::reading().await;
            // Only the last of what was typed counts, and only while the field is there.
            if typed.try_get_untracked().flatten().as_ref() != Some(&text) {
                return;
            }
            match read.map_err(|_| NOT_READ.to_owned()).and_then(|read| read(&param, range, &text)) {
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
                on:pointerdown=pointer(move |_| moving.set(true))
                on:pointerup=pointer(move |_| moving.set(false))
                on:pointercancel=pointer(move |_| moving.set(false))
                on:change=input(move |_| moving.set(false))
                on:keydown=key(slider_key)
            />
            <p class="help" id=help_id>{param.help}</p>
            <p class="complaint" id=complaint_id role="status">{text(move || complaint.get())}</p>
        </div>
    }
    .into_any()
}

/// Reads a typed number: what is known of the input, its range, the text; gives the value with a notice, or why there is none.
pub type Read = fn(&ParamInfo, Range, &str) -> Result<(f64, String), String>;

/// What is said where [`floors::reading`] does not arrive.
const NOT_READ: &str =
    "What reads numbers did not arrive: the connection broke. The slider works; typing again tries again.";

/// Reads a typed number; a value out of range goes to the nearer bound, with a sentence.
///
/// # Errors
/// A sentence that says what was not understood.
pub fn read(param: &ParamInfo, range: Range, text: &str) -> Result<(f64, String), String> {
    let number = quantity::parse(text, param.unit).map_err(|e| format!("{e} The last value stands."))?;
    if number == f64::INFINITY && !range.infinity {
        return Err("There must be a limit here. The last value stands.".into());
    }
    if range.integer && number.is_finite() && number != libm_round(number) {
        return Err("This must be a whole number. The last value stands.".into());
    }
    let allowed = range.clamp(number) + 0.0;
    let shown = |v| url::shown(param, &Value::Number(v));
    let notice = match number {
        n if n > allowed => format!("At most {}: that is used.", shown(range.max)),
        n if n < allowed => format!("At least {}: that is used.", shown(range.lowest())),
        _ => String::new(),
    };
    Ok((allowed, notice))
}

fn libm_round(v: f64) -> f64 {
    v.round()
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
