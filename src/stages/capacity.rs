//! The envelope: a row for each thing that is bought, with its assumption, formula, result and price.

use explorer_core::cost::Plan;
use explorer_core::quantity::{self, Unit};
use explorer_core::topics::capacity::Capacity;
use leptos::prelude::*;

use super::inputs;
use crate::state::PageState;

/// The stage of the page of capacity.
pub fn stage(state: PageState) -> AnyView {
    let plan = Memo::new(move |before: Option<&Option<Plan>>| {
        inputs::<Capacity>(state).assumptions().plan().ok().or_else(|| before.cloned().flatten())
    });
    let usd = |value: f64| quantity::format(if value >= 100.0 { value.round() } else { value }, Unit::USD);
    let rows = move || {
        plan.get().map(|plan| {
            plan.rows
                .into_iter()
                .map(|row| {
                    view! {
                        <tr data-row=row.what>
                            <th scope="row">{row.what}</th>
                            <td>
                                <span class="assumed">{row.assumes}</span>
                                <span>{row.formula}</span>
                            </td>
                            <td><b>{row.result}</b></td>
                            <td class="money">{usd(row.usd_per_month)}</td>
                        </tr>
                    }
                })
                .collect_view()
        })
    };
    let total = move || plan.with(|p| p.as_ref().map_or_else(String::new, |p| usd(p.usd_per_month)));
    view! {
        <h2>"The envelope"</h2>
        <div class="table-scroll" tabindex="0" role="region" aria-label="The plan, row by row">
            <table class="envelope">
                <thead>
                    <tr>
                        <th scope="col">"What"</th><th scope="col">"Assumption, formula"</th><th scope="col">"Result"</th><th scope="col" class="money">"A month"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><th scope="row">"In all"</th><td></td><td></td><td class="money"><b>{total}</b></td></tr></tfoot>
            </table>
        </div>
    }
    .into_any()
}
