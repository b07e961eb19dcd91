//! What the page says of each picture; the chosen one stands first.

mod batches;
mod parts;
mod road;
mod transfers;

use super::inputs::{Inputs, View};
use crate::quantity::{self, Unit};
use crate::topic::{Note, Refusal, Report};

fn ms(value: f64) -> String {
    quantity::format(value, Unit::MS)
}

fn mbps(value: f64) -> String {
    quantity::format(value, Unit::MBPS)
}

fn share(value: f64) -> String {
    quantity::format(value, Unit::SHARE)
}

fn count(value: f64) -> String {
    quantity::significant(value, 3)
}

/// The answer to the inputs.
///
/// # Errors
/// Where nothing takes any time.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let mut reports = vec![
        (View::Transfer, transfers::report(inputs)?),
        (View::Batching, batches::report(inputs)?),
        (View::Highway, road::report(inputs)?),
        (View::Response, parts::report(inputs)?),
    ];
    let chosen = reports.iter().position(|(view, _)| *view == inputs.view).unwrap_or(0);
    let first = reports.remove(chosen).1;
    let says = first.says.clone();
    let mut notes = first.notes.clone();
    notes.push(usage());
    let all = std::iter::once(first).chain(reports.into_iter().map(|(_, report)| report));
    let mut whole = Report { says, notes, ..Report::default() };
    for part in all {
        whole.readouts.extend(part.readouts);
        whole.charts.extend(part.charts);
    }
    Ok(whole)
}

/// The word means two things.
fn usage() -> Note {
    Note::usual_figure(
        "**“Latency” means two things.** Some keep it for the way through the network and call the whole “response time”. Many books and most dashboards call the whole time of a request its latency. Here the network’s part is named as such, and latency otherwise means the time until one thing is done. Ask which is meant before you compare figures.",
        "far-user",
    )
}
