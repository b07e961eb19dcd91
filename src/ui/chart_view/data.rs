//! The numbers behind the picture: a table when asked for, and files.

use explorer_charts::{LIGHT, Size, svg_standalone};
use explorer_core::chart::DataTable;
use leptos::html::Details;
use leptos::prelude::*;

use crate::ui::thin::{part, text, when};

use super::Chart;
use crate::web::download;

/// More rows than this nobody reads; the file has them all.
const MOST_ROWS: usize = 200;
/// Width of a downloaded picture: half a slide.
const FILE_WIDTH_PX: f64 = 960.0;

/// The table under a disclosure, built when opened, and downloads.
#[component]
pub(super) fn DataTwin(chart: Chart) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let details = NodeRef::<Details>::new();
    let toggle = move |_| is_open.set(details.get_untracked().is_some_and(|details| details.open()));
    let picture = move || {
        chart.shown.with_untracked(|spec| {
            let size = Size::fitting(spec, FILE_WIDTH_PX, 16.0);
            (spec.id, svg_standalone(spec, size, &LIGHT))
        })
    };
    let save_svg = move |_| {
        let (id, svg) = picture();
        download::save_text(&format!("{id}.svg"), "image/svg+xml", &svg);
    };
    let save_png = move |_| {
        let (id, svg) = picture();
        download::save_png(format!("{id}.png"), &svg, explorer_charts::standalone_size(&svg), 2.0);
    };
    let save_csv = move |_| {
        let (id, csv) = chart.shown.with_untracked(|spec| (spec.id, spec.data_table().csv()));
        download::save_text(&format!("{id}.csv"), "text/csv;charset=utf-8", &csv);
    };
    view! {
        <details class="chart-data" node_ref=details on:toggle=toggle>
            <summary>"Numbers and files"</summary>
            <Show when=when(move || is_open.get())>
                <p class="chart-files">
                    <button type="button" class="tool" data-download="png" on:click=save_png>"Picture (PNG)"</button>
                    <button type="button" class="tool" data-download="svg" on:click=save_svg>"Drawing (SVG)"</button>
                    <button type="button" class="tool" data-download="csv" on:click=save_csv>"Numbers (CSV)"</button>
                </p>
                <Table chart />
            </Show>
        </details>
    }
}

#[component]
fn Table(chart: Chart) -> impl IntoView {
    let table = Memo::new(move |_| chart.shown.with(|spec| spec.data_table()));
    let name = Memo::new(move |_| chart.shown.with(|spec| format!("Numbers of: {}", spec.title)));
    view! {
        <div class="table" tabindex="0" role="region" aria-label=text(move || name.get())>
            {part(move || table.with(rows).into_any())}
        </div>
    }
}

fn rows(table: &DataTable) -> impl IntoView + use<> {
    // Columns that are empty throughout say nothing.
    let used: Vec<usize> = (0..table.columns.len())
        .filter(|i| table.rows.iter().any(|row| row.get(*i).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let head = used.iter().map(|i| view! { <th scope="col">{table.columns[*i].clone()}</th> }).collect_view();
    let body = table
        .rows
        .iter()
        .take(MOST_ROWS)
        .map(|row| {
            let cells =
                used.iter().map(|i| view! { <td>{row.get(*i).cloned().unwrap_or_default()}</td> }).collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    let more = table.rows.len().saturating_sub(MOST_ROWS);
    let rest =
        (more > 0).then(|| view! { <p>{format!("The first {MOST_ROWS} rows; {more} more are in the CSV file.")}</p> });
    view! {
        <table>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
        {rest}
    }
}
