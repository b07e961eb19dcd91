//! What was taken of the reader's data, as choices that may be made otherwise, and the figures that a tool's report states.

use explorer_core::import::{Dataset, Stated, UNIT_WORDS};
use explorer_core::quantity::{self, Unit};
use leptos::prelude::*;

use crate::ui::thin::input;

/// Makes a choice of the importer: its key, and a word.
pub type Choose = Callback<(&'static str, String)>;

/// A choice between words, each with its name on the page.
fn select(
    choose: Choose,
    (label, key): (&'static str, &'static str),
    options: Vec<(String, String)>,
    chosen: &str,
) -> AnyView {
    let options = options
        .into_iter()
        .map(|(word, name)| {
            let selected = word == chosen;
            view! { <option value=word selected=selected>{name}</option> }
        })
        .collect_view();
    let chooses = |this: &str| (this == key).then_some("");
    let make = input(move |event| choose.run((key, event_target_value(&event))));
    view! {
        <label class="column">
            {label}
            <select
                data-import-column=chooses("column")
                data-import-unit=chooses("unit")
                data-import-metric=chooses("metric")
                data-import-status=chooses("status")
                data-import-name=chooses("name")
                on:change=make
            >
                {options}
            </select>
        </label>
    }
    .into_any()
}

/// The label of a choice, and its key.
fn labelled(key: &str) -> (&'static str, &'static str) {
    match key {
        "metric" => ("Metric ", "metric"),
        "unit" => ("Numbers are ", "unit"),
        "status" => ("Status ", "status"),
        "name" => ("Only ", "name"),
        _ => ("Column ", "column"),
    }
}

fn same(names: &[String]) -> Vec<(String, String)> {
    names.iter().map(|name| (name.clone(), name.clone())).collect()
}

/// Column, unit, metric, status and name, where the data leave a choice.
pub fn choices(data: &Dataset, choose: Choose) -> AnyView {
    let offer = |key: &str, options: Vec<(String, String)>, chosen: &str| {
        (options.len() > 1).then(|| select(choose, labelled(key), options, chosen))
    };
    let chosen = data.column.and_then(|i| data.columns.get(i)).map_or("", String::as_str);
    let column = offer("column", same(&data.columns), chosen);
    let metric = offer("metric", same(&data.metrics), data.metric.as_deref().unwrap_or(""));
    let units = || UNIT_WORDS.iter().skip(1).map(|(word, name, _)| ((*word).to_owned(), (*name).to_owned())).collect();
    let unit = data.unit.and_then(|unit| offer("unit", units(), unit));
    let filter = |key: &str, there: &[(String, u64)], classes: Vec<(String, u64)>, chosen: &str| {
        let counted = |(word, count): (String, u64)| {
            let name = format!("{word} ({})", quantity::grouped(count as f64, 0));
            (word, name)
        };
        let mut options = vec![(String::new(), "all".to_owned())];
        // Asked for by its key, it may be none of those that are listed.
        let listed = chosen.is_empty() || there.iter().chain(&classes).any(|(word, _)| word == chosen);
        options.extend((!listed).then(|| (chosen.to_owned(), chosen.to_owned())));
        options.extend(classes.into_iter().chain(there.iter().cloned()).map(counted));
        // One word alone is no choice, unless it is the one that was made.
        (there.len() > 1 || !chosen.is_empty()).then(|| select(choose, labelled(key), options, chosen))
    };
    let status = filter("status", &data.statuses, classes(&data.statuses), data.wanted.status.trim());
    let name = filter("name", &data.names, Vec::new(), data.wanted.name.trim());
    view! { <span class="tools">{metric} {column} {unit} {status} {name}</span> }.into_any()
}

/// Classes of statuses, `2xx`, that hold more than one of them, with how many requests.
fn classes(statuses: &[(String, u64)]) -> Vec<(String, u64)> {
    let mut classes: Vec<(String, u64, u32)> = Vec::new();
    for (word, count) in statuses.iter().filter(|(word, _)| word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()))
    {
        let class = format!("{}xx", &word[..1]);
        match classes.iter_mut().find(|(known, ..)| *known == class) {
            Some((_, sum, kinds)) => (*sum, *kinds) = (*sum + count, *kinds + 1),
            None => classes.push((class, *count, 1)),
        }
    }
    classes.into_iter().filter(|(.., kinds)| *kinds > 1).map(|(class, sum, _)| (class, sum)).collect()
}

/// The likeliest answers, where the reader did not find one clearly the one.
pub fn candidates(key: &str, likely: &[String], chosen: &str, choose: Choose) -> AnyView {
    let mut options = vec![(String::new(), "choose …".to_owned())];
    options.extend(same(likely));
    view! { <span class="tools" data-import-offers="">{select(choose, labelled(key), options, chosen)}</span> }
        .into_any()
}

/// What a figure of a report is, in words.
fn meaning(name: &str) -> String {
    match name {
        "min" => "fastest".into(),
        "max" => "slowest".into(),
        "p50" => "p50, the median".into(),
        other => other.into(),
    }
}

/// The figures that a tool's report states of its requests, as it states them. `drawn` says that the picture draws lines between
/// them.
pub fn stated(report: &Stated, drawn: bool) -> AnyView {
    let of = report.count.map_or(String::new(), |n| format!(", of {} requests", quantity::grouped(n as f64, 0)));
    let caption = format!("What {} states{of}", report.tool);
    let figures = report.figures.iter().map(|figure| {
        view! {
            <tr data-stated=figure.name.clone() data-value=figure.value_ms.to_string()>
                <th scope="row">{meaning(&figure.name)}</th>
                <td>{quantity::format(figure.value_ms, Unit::MS)}</td>
            </tr>
        }
    });
    let steps = report.steps();
    let all = steps.last().map_or(1, |(_, n)| *n).max(1);
    let steps = steps.into_iter().map(|(end, n)| {
        let share = quantity::format(n as f64 / all as f64, Unit::SHARE);
        view! {
            <tr data-stated-up-to=end.to_string() data-value=n.to_string()>
                <th scope="row">{format!("no slower than {}", quantity::format(end, Unit::MS))}</th>
                <td>{format!("{} ({share})", quantity::grouped(n as f64, 0))}</td>
            </tr>
        }
    });
    let rows = figures.collect_view();
    let steps = steps.collect_view();
    let between = if drawn {
        "The picture draws straight lines between them."
    } else {
        "Of what lies between them it says nothing, and so nothing is drawn."
    };
    view! {
        <figure class="stated" data-import-stated=report.tool>
            <figcaption>{caption}</figcaption>
            <div class="rows" tabindex="0" role="region" aria-label=format!("Figures that {} states", report.tool)>
                <table>
                    <tbody>{rows} {steps}</tbody>
                </table>
            </div>
            <p class="help"><span class="known measured">{format!("measured: as {} states it", report.tool)}</span>" " {between}</p>
        </figure>
    }
    .into_any()
}
