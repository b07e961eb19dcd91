//! A machine with one fault: read its four resources, name the culprit, and hear why.

use explorer_core::exercise::doctor::{Case, Finding, Resource};
use explorer_core::quantity::{self, Unit};
use explorer_core::topics::bottleneck::Inputs;
use leptos::prelude::*;

use crate::ui::thin::{click, text, word};

use crate::state::PageState;

#[component]
pub fn Doctor(state: PageState, now: Memo<Inputs>) -> impl IntoView {
    let patient = Memo::new(move |_| now.with(|n| n.patient));
    let case = Memo::new(move |_| Case::draw(patient.get() as u64));
    let named: RwSignal<Option<Option<Resource>>> = RwSignal::new(None);
    Effect::new(move |before: Option<f64>| {
        let now = patient.get();
        if before.is_some_and(|before| before != now) {
            named.set(None);
        }
        now
    });
    let rows = move || {
        Resource::ALL
            .into_iter()
            .zip(case.get().vitals)
            .map(|(resource, vital)| {
                view! {
                    <tr>
                        <th scope="row">{resource.name()}</th>
                        <td>{quantity::format(vital.utilization, Unit::SHARE)}</td>
                        <td>{format!("{} {}", quantity::significant(vital.saturation, 3), resource.saturation_is())}</td>
                        <td>{format!("{} a second", quantity::significant(vital.errors_per_sec, 3))}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let answers = Resource::ALL.into_iter().map(Some).chain([None]);
    let buttons = answers
        .map(|answer| {
            let name = answer.map_or("none of them", Resource::name);
            view! {
                <button
                    type="button"
                    data-stage=format!("name-{}", answer.map_or("none", Resource::name).to_lowercase())
                    aria-pressed=text(move || (named.get() == Some(answer)).to_string())
                    on:click=click(move |_| named.set(Some(answer)))
                >
                    {name}
                </button>
            }
        })
        .collect_view();
    let is_right = move || named.get().map(|answer| answer == case.get().finding.resource());
    let verdict = move || {
        let case = case.get();
        match is_right()? {
            true => Some(format!("Yes. {}", case.because)),
            false => Some(match (case.finding, named.get().flatten()) {
                (Finding::Elsewhere, _) => {
                    "No: is anything waiting for it? Look at what waits and what fails, not at what is busy.".to_owned()
                }
                (Finding::Failing(_), _) => "No. One column has not been looked at yet: errors come first.".to_owned(),
                (Finding::Short(Resource::Memory), Some(Resource::Disk)) => {
                    "The disk is busy, but with what? Look at the pages swapped.".to_owned()
                }
                (Finding::Short(_), _) => {
                    "No: busy is not the same as short. Find the resource that work waits for.".to_owned()
                }
            }),
        }
    };
    view! {
        <p class="prose">{move || format!("Patient {}: “{}” Which resource is to blame?", quantity::grouped(patient.get(), 0), case.get().complaint)}</p>
        <div class="table-scroll" tabindex="0" role="region" aria-label="The patient’s figures">
            <table class="vitals">
                <thead><tr><th scope="col">"Resource"</th><th scope="col">"Busy"</th><th scope="col">"Waiting"</th><th scope="col">"Errors"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="presets" role="group" aria-label="Name the culprit">{buttons}</div>
        <p class="event" role="status" data-doctor=word(move || is_right().map_or("", |right| if right { "right" } else { "wrong" }))>{verdict}</p>
        <div class="transport">
            <button type="button" data-stage="next-patient" on:click=click(move |_| state.set_number("patient", patient.get_untracked() + 1.0))>"Next patient"</button>
        </div>
    }
}
