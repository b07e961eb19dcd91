//! Numbers with how they are known; a formula's number beside its simulated twin, with a verdict.

use explorer_core::quantity;
use explorer_core::stats::{self, Verdict};
use explorer_core::topic::{Known, Quantity, Readout};
use leptos::prelude::*;

use crate::ui::thin::part;

use crate::state::PageState;

/// Characters from which a figure is long.
const LONG: usize = 8;

/// All readouts of a page.
#[component]
pub fn Readouts(state: PageState) -> impl IntoView {
    let rows = Memo::new(move |_| {
        let names = |list: &[Readout]| list.iter().map(|x| (x.key, x.label)).collect::<Vec<_>>();
        let (plain, twins) =
            state.told.with(|told| (names(&told.scene.report.readouts), names(&told.snapshot.readouts)));
        let alone = twins.into_iter().filter(|(key, _)| {
            !key.strip_prefix("sim_").is_some_and(|plain_key| plain.iter().any(|(k, _)| *k == plain_key))
        });
        plain.iter().copied().chain(alone).collect::<Vec<_>>()
    });
    view! {
        <dl class="readouts">
            <For each=move || rows.get() key=|row| *row let((key, label))>
                <Row state key label />
            </For>
        </dl>
    }
}

fn find(state: PageState, key: &str) -> Option<Readout> {
    let of = |list: &[Readout]| list.iter().find(|r| r.key == key).cloned();
    state.told.with(|told| of(&told.scene.report.readouts).or_else(|| of(&told.snapshot.readouts)))
}

#[component]
fn Row(state: PageState, key: &'static str, label: &'static str) -> impl IntoView {
    let twin_key = format!("sim_{key}");
    let readout = Memo::new(move |_| find(state, key));
    let known = Memo::new(move |_| readout.with(|r| r.as_ref().map(|r| r.known.clone())));
    let twin =
        Memo::new(move |_| state.told.with(|told| told.snapshot.readouts.iter().find(|r| r.key == twin_key).cloned()));
    let pinned = Memo::new(move |_| {
        state.told.with(|told| {
            let p = told.pinned.as_ref()?;
            p.scene.report.readouts.iter().chain(&p.snapshot.readouts).find(|r| r.key == key).cloned()
        })
    });
    view! {
        <div class="readout">
            <dt>{label} {part(move || known.get().as_ref().map(chip).into_any())}</dt>
            <dd>
                {part(move || readout.get().map(|r| output(&r, "figure")).into_any())}
                {part(move || twin.get().map(|t| view! { <span class="twin">{output(&t, "twin-value")} " simulated"</span> }).into_any())}
                {part(move || verdict(readout.get().as_ref(), twin.get().as_ref()).into_any())}
                {part(move || compared(readout.get().as_ref(), pinned.get().as_ref()).into_any())}
                {part(move || readout.get().and_then(|r| r.needs_n).map(|n| view! {
                    <span class="needs">{format!("needs {} samples", quantity::grouped(n as f64, 0))}</span>
                }).into_any())}
            </dd>
        </div>
    }
}

fn output(readout: &Readout, class: &'static str) -> impl IntoView + use<> {
    let (half_width, n) = match readout.known {
        Known::Simulated { half_width, n } => (Some(format!("{half_width}")), Some(n.to_string())),
        _ => (None, None),
    };
    let (value, text) = match (&readout.value, &readout.known) {
        (Quantity::Text(word), _) => (word.clone(), word.clone()),
        (Quantity::Number(v), Known::Simulated { half_width, .. }) if *half_width > 0.0 => {
            (format!("{v}"), quantity::format_interval(*v, *half_width, readout.unit))
        }
        (Quantity::Number(v), _) => (format!("{v}"), quantity::format(*v, readout.unit)),
    };
    // A long figure is set smaller, so that it need not be broken.
    let class = if class == "figure" && text.chars().count() >= LONG { "figure long" } else { class };
    view! {
        <output
            class=class
            data-readout=readout.key
            data-value=value
            data-unit=readout.unit.symbol
            data-half-width=half_width
            data-n=n
        >
            {text}
        </output>
    }
}

/// The chip that says how a number is known.
fn chip(known: &Known) -> impl IntoView + use<> {
    let class = format!("known {}", known.word());
    let text = match known {
        Known::Formula => "formula".to_owned(),
        Known::Approximation(by) => format!("approximation: {by}"),
        Known::Bound(by) => format!("bound: {by}"),
        Known::Simulated { n, .. } => format!("simulated, n = {}", quantity::grouped(*n as f64, 0)),
        Known::Measured(by) => format!("measured: {by}"),
        Known::Rule(by) => format!("rule of thumb: {by}"),
    };
    view! { <span class=class>{text}</span> }
}

/// Whether simulation and theory agree, as the checks judge it; or how far an approximation is off.
fn verdict(theory: Option<&Readout>, twin: Option<&Readout>) -> Option<impl IntoView + use<>> {
    let (theory, twin) = (theory?, twin?);
    let Known::Simulated { half_width, n } = twin.known else { return None };
    let (exact, found) = (theory.number()?, twin.number()?);
    if n < 1_000 || half_width <= 0.0 {
        return None;
    }
    let judged = stats::verdict(exact, found, half_width);
    let off = 100.0 * (exact - found) / found.abs().max(1e-300);
    let (class, text) = match theory.known {
        Known::Formula => match judged {
            Verdict::Agrees => ("verdict agrees", "agrees".to_owned()),
            Verdict::Near => ("verdict agrees", "near".to_owned()),
            Verdict::Differs => ("verdict differs", "differs".to_owned()),
            Verdict::TooFewToSay => ("verdict", "too few to say".to_owned()),
        },
        Known::Approximation(_) if judged == Verdict::Agrees => ("verdict agrees", "agrees".to_owned()),
        Known::Approximation(_) => {
            ("verdict", format!("{}{} % off", if off > 0.0 { "+" } else { "−" }, quantity::significant(off.abs(), 2)))
        }
        _ => return None,
    };
    Some(view! { <span class=class>{text}</span> })
}

/// How a number compares with the pinned one.
fn compared(now: Option<&Readout>, pinned: Option<&Readout>) -> Option<impl IntoView + use<>> {
    let (now_v, then_v) = (now?.number()?, pinned?.number()?);
    let unit = now?.unit;
    let was = quantity::format(then_v, unit);
    let change = if then_v == 0.0 || now_v == then_v {
        String::new()
    } else {
        let ratio = now_v / then_v;
        if (0.5..2.0).contains(&ratio) {
            let percent = (ratio - 1.0) * 100.0;
            format!(" ({}{} %)", if percent > 0.0 { "+" } else { "−" }, quantity::significant(percent.abs(), 2))
        } else if ratio > 0.0 {
            format!(" ({} ×)", quantity::significant(ratio, 2))
        } else {
            String::new()
        }
    };
    Some(view! { <span class="compare">{format!("pinned: {was}{change}")}</span> })
}
