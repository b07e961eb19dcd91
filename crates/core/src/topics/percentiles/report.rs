//! What the page of percentiles says.

use super::answer::Answer;
use super::charts::{self, mean_ms, ms, share};
use super::experiments;
use super::inputs::Inputs;
use crate::quantity;
use crate::stats::order::share_any_above;
use crate::stats::{Definition, samples_needed};
use crate::topic::{Note, Refusal, Report};

/// The answer to the inputs.
///
/// # Errors
/// Where there is no data, or an experiment is too large.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let answer = Answer::new(inputs)?;
    let mut report = Report {
        says: says(&answer),
        readouts: answer.readouts(inputs),
        charts: vec![charts::histogram(inputs, &answer), charts::quantiles(&answer), charts::definitions(&answer)],
        notes: notes(inputs, &answer),
    };
    if let Some(experiment) = experiments::chosen(inputs)? {
        report.says = experiment.says;
        report.charts.insert(0, experiment.chart);
        report.notes.insert(0, experiment.note);
        let data = std::mem::replace(&mut report.readouts, experiment.readouts);
        report.readouts.extend(data);
    }
    Ok(report)
}

fn says(answer: &Answer) -> String {
    let sample = answer.sample();
    let mean = sample.mean_ms;
    let near = sample.between(mean * 0.8, mean * 1.25) as f64;
    let times = sample.max_ms / mean;
    let slowest = if mean > 0.0 && times >= 2.0 {
        format!("the slowest **{}**, {} times the mean", ms(sample.max_ms), quantity::significant(times, 2))
    } else {
        format!("the slowest **{}**", ms(sample.max_ms))
    };
    let nobody = if near == 0.0 && sample.distinct() > 1 {
        " Nobody’s request took anything near the mean.".to_owned()
    } else {
        format!(" One in a hundred took more than **{}**.", ms(answer.percentile(0.99)))
    };
    format!(
        "The mean says **{}**. Half of the requests were done within **{}**, and {slowest}.{nobody}",
        mean_ms(mean),
        ms(answer.percentile(0.5))
    )
}

/// The smallest value than which at least a share `q` of the requests is truly faster, where there is one.
fn literally(answer: &Answer, q: f64) -> Option<f64> {
    let sample = answer.sample();
    let wanted = q * sample.count() as f64 - 1e-9;
    (0..sample.distinct())
        .filter_map(|i| sample.step(i))
        .map(|(_, up_to)| up_to)
        .find(|up_to| *up_to as f64 >= wanted)
        .map(|up_to| sample.at_rank(up_to + 1))
}

fn notes(inputs: &Inputs, answer: &Answer) -> Vec<Note> {
    let sample = answer.sample();
    let count = sample.count();
    let mut notes = Vec::new();
    let at = |q, definition| sample.quantile(q, definition);
    let (floor, nearest, seven) = (Definition::FloorIndex, Definition::NearestRank, Definition::Type7);
    if at(0.95, floor) != at(0.95, nearest) || at(0.99, floor) != at(0.99, nearest) {
        let pair = |d| format!("{} and {}", ms(at(0.95, d)), ms(at(0.99, d)));
        let literal = match literally(answer, 0.5).filter(|_| inputs.is_tutorial()) {
            Some(value) => format!(
                " And “95 % are faster than p95”, taken at its word, would make even the median {}, since only then are half of them truly faster.",
                ms(value)
            ),
            None => String::new(),
        };
        notes.push(Note::usual_figure(
            format!("p95 and p99 of this sample are **{}** by floor index (the value at position ⌊n·q⌋, as home-made scripts have it), **{}** by nearest rank, and **{}** by type 7, the choice of NumPy, R and Excel.{literal}", pair(floor), pair(nearest), pair(seven)),
            "floor-index",
        ));
    }
    let slower = sample.above(inputs.threshold_ms) as f64 / count as f64;
    if slower > 0.0 {
        let session = inputs.requests_per_session as u64;
        notes.push(Note::usual_figure(
            format!(
                "{} a day makes **{} requests** a day slower than {}. That is often said of users, but a person makes many requests: with {} in a session, **{}** of the sessions meet at least one of them.",
                quantity::grouped(inputs.requests_per_day, 0),
                quantity::grouped(slower * inputs.requests_per_day, 0),
                ms(inputs.threshold_ms),
                quantity::grouped(inputs.requests_per_session, 0),
                share(share_any_above(session, 1.0 - slower)),
            ),
            "ten-million",
        ));
    }
    let unsupported: Vec<String> = [(0.9, "p90"), (0.95, "p95"), (0.99, "p99"), (0.999, "p99.9")]
        .iter()
        .filter_map(|(q, name)| {
            let needed = samples_needed(*q, 0.95).filter(|n| *n > count)?;
            Some(format!("{name} needs {}", quantity::grouped(needed as f64, 0)))
        })
        .collect();
    if !unsupported.is_empty() {
        notes.push(Note {
            title: "Too few samples to say".into(),
            says: format!("This sample has **{}** requests. To be 95 % sure that at least one of them lies beyond the true percentile, {}. Below that, the number shown is mostly the largest value that happened to come.", quantity::grouped(count as f64, 0), unsupported.join(", ")),
            shows: "",
        });
    }
    if let Some(fit) = &answer.loaded.log {
        notes.push(Note {
            title: "A queue like this log".into(),
            says: format!(
                "From {} start times and durations: **{}** arrivals a second (± {}), each served in **{}** (± {}), varying by {} (± {}). {}",
                quantity::grouped(fit.count as f64, 0),
                quantity::significant(fit.arrivals_per_sec, 4),
                quantity::significant(fit.arrivals_half_width, 2),
                ms(fit.service_ms),
                ms(fit.service_half_width_ms),
                quantity::significant(fit.service_cv, 3),
                quantity::significant(fit.service_cv_half_width, 2),
                if fit.one_at_a_time { "The requests went one at a time, so that waiting could be told from service.".to_owned() } else { format!("Up to {} were under way at once, so that waiting cannot be told from service: the durations are taken as service by that many servers.", quantity::grouped(f64::from(fit.servers), 0)) },
            ),
            shows: "",
        });
    }
    if !sample.exact {
        notes.push(Note {
            title: "How exact".into(),
            says: format!("More than a million durations: they were counted in {} buckets a thousandth of their value wide. Count, mean and extremes are exact, percentiles right to three significant digits.", quantity::grouped(sample.distinct() as f64, 0)),
            shows: "",
        });
    }
    notes
}
