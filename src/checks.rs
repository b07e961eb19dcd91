//! The page of checks: does this explorer tell the truth? Run here, in the reader's browser, with progress and verdicts.

use explorer_core::checks::{Finding, Group, Runner};
use explorer_core::quantity;
use leptos::prelude::*;

use crate::ui::thin::{flag, text};

use crate::web::{frames, page};

/// Simulated customers between two looks at the clock.
const SLICE: u64 = 20_000;
/// Milliseconds of a frame for checking.
const SLICE_MS: f64 = 20.0;

/// The page.
#[component]
pub fn ChecksPage() -> impl IntoView {
    page::set_title("Does this explorer tell the truth? — Slow Elevator");
    let findings = RwSignal::new(Vec::<Finding>::new());
    let progress = RwSignal::new(0.0);
    let done = RwSignal::new(false);
    let started_ms = RwSignal::new(frames::now_ms());
    let took_ms = RwSignal::new(0.0);
    let runner: StoredValue<Runner, LocalStorage> = StoredValue::new_local(Runner::new());
    let frames_loop = frames::FrameLoop::new(move |_| {
        let begun = frames::now_ms();
        let finished = runner
            .try_update_value(|runner| {
                let mut finished = false;
                while !finished && frames::now_ms() - begun < SLICE_MS {
                    finished = runner.advance(SLICE);
                }
                if runner.findings().len() != findings.with_untracked(Vec::len) {
                    findings.set(runner.findings().to_vec());
                }
                let at = runner.progress();
                progress.set(at.done as f64 / at.all.max(1) as f64);
                finished
            })
            .unwrap_or(true);
        if finished {
            took_ms.set(frames::now_ms() - started_ms.get_untracked());
            done.set(true);
        }
        !finished
    });
    let frames_loop = StoredValue::new_local(frames_loop);
    let begin = move || frames_loop.with_value(frames::FrameLoop::wake);
    begin();
    let again = move |_| {
        runner.set_value(Runner::new());
        findings.set(Vec::new());
        done.set(false);
        started_ms.set(frames::now_ms());
        begin();
    };
    let wrong = move || findings.with(|f| f.iter().filter(|f| f.verdict() != "agrees").count());
    let says = move || {
        let count = findings.with(Vec::len);
        if !done.get() {
            format!("Checking: {count} so far.")
        } else if wrong() == 0 {
            format!("All {count} checks agree. They took {}.", quantity::format(took_ms.get(), quantity::Unit::MS))
        } else {
            format!("{} of {count} checks do not agree.", wrong())
        }
    };
    let groups = Group::ALL.into_iter().map(|group| view! { <GroupTable group findings /> }).collect_view();
    view! {
        <article class="checks" data-checks="" data-ready=text(move || done.get().to_string()) data-wrong=text(move || wrong().to_string())>
            <h1 tabindex="-1">"Does this explorer tell the truth?"</h1>
            <p class="lede">
                "Every number in this building is checked against somebody else’s: published tables, another program’s percentiles, or theory against \
                 simulation. The checks run here, now, in your browser, with the very program that draws the pages."
            </p>
            <div class="card progress">
                <progress max="1" aria-label="Progress of the checks" prop:value=move || if done.get() { 1.0 } else { progress.get() }></progress>
                <p role="status">{says}</p>
                <button type="button" class="tool" disabled=flag(move || !done.get()) on:click=again>"Check again"</button>
            </div>
            {groups}
            <section class="card prose">
                <h2>"What a verdict means"</h2>
                <p>
                    "An exact check agrees when both values are the same to the digits that were published. A simulated one has an interval that would \
                     hold the truth in 95 of 100 runs; it differs when theory lies more than two and a half half-widths away, which chance alone does \
                     about once in a million. Seeds are fixed: what agrees here agrees on every machine."
                </p>
            </section>
        </article>
    }
}

#[component]
fn GroupTable(group: Group, findings: RwSignal<Vec<Finding>>) -> impl IntoView {
    let rows =
        Memo::new(move |_| findings.with(|f| f.iter().filter(|f| f.group == group).cloned().collect::<Vec<_>>()));
    let summary = move || {
        rows.with(|rows| {
            let agree = rows.iter().filter(|f| f.verdict() == "agrees").count();
            format!("{agree} of {} agree", rows.len())
        })
    };
    let table = move || {
        rows.get()
            .into_iter()
            .map(|finding| {
                let found = if finding.half_width > 0.0 {
                    format!("{} ± {}", digits(finding.found), quantity::significant(finding.half_width, 2))
                } else {
                    digits(finding.found)
                };
                view! {
                    <tr>
                        <td>{finding.what.clone()}</td>
                        <td class="number">{found}</td>
                        <td class="number">{digits(finding.wanted)}</td>
                        <td>{finding.by}</td>
                        <td class=if finding.agrees() { "agrees" } else { "differs" } data-check-verdict=finding.verdict()>{finding.verdict()}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let few = group != Group::Quantiles;
    view! {
        <section class="card" data-check-group=group.title()>
            <h2>{group.title()}</h2>
            <details class="more" open=few>
                <summary>{summary}</summary>
                <div class="table" tabindex="0" role="region" aria-label=group.title()>
                    <table>
                        <thead>
                            <tr><th scope="col">"What"</th><th scope="col">"Found here"</th><th scope="col">"Should be"</th><th scope="col">"By"</th><th scope="col">"Verdict"</th></tr>
                        </thead>
                        <tbody>{table}</tbody>
                    </table>
                </div>
            </details>
        </section>
    }
}

fn digits(value: f64) -> String {
    quantity::significant(value, 6)
}
