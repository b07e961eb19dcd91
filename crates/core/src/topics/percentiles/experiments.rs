//! Three small experiments: averaged percentiles, a deploy that looks harmless, and a tester that stops asking.

use super::charts::{ms, share, time_axis};
use super::inputs::{Experiment, Inputs};
use crate::chart::{Along, Axis, Bar, ChartSpec, Handle, Layer, Role};
use crate::import::Sample;
use crate::quantity::{self, Unit};
use crate::stats::Definition;
use crate::stats::mixture::ExponentialParts;
use crate::stats::omission::Stall;
use crate::topic::{Note, Readout, Refusal};

/// Mean of a healthy server in the averaging experiment, in ms.
const HEALTHY_MS: f64 = 20.0;

/// What an experiment adds to the report.
pub struct Tried {
    /// The takeaway.
    pub says: String,
    /// Its numbers.
    pub readouts: Vec<Readout>,
    /// Its picture.
    pub chart: ChartSpec,
    /// A word beside it.
    pub note: Note,
}

/// The chosen experiment, where one is.
///
/// # Errors
/// Where it would take too many requests.
pub fn chosen(inputs: &Inputs) -> Result<Option<Tried>, Refusal> {
    match inputs.experiment {
        Experiment::Averaging => averaging(inputs).map(Some),
        Experiment::Deploy => Ok(Some(deploy(inputs))),
        Experiment::Omission => omission(inputs).map(Some),
        Experiment::Data => Ok(None),
    }
}

fn averaging(inputs: &Inputs) -> Result<Tried, Refusal> {
    let healthy = inputs.fleet_parts - 1.0;
    let slow_share = inputs.fleet_slow_pct / 100.0;
    let slow_ms = HEALTHY_MS * inputs.fleet_slow_factor;
    let parts: Vec<(f64, f64)> = (0..healthy as u32)
        .map(|_| ((1.0 - slow_share) / healthy, HEALTHY_MS))
        .chain([(slow_share, slow_ms)])
        .collect();
    let fleet =
        ExponentialParts::new(&parts).ok_or_else(|| Refusal("The shares of the servers make no sense.".into()))?;
    let (average, truth) = (fleet.averaged_quantile(0.99), fleet.quantile(0.99));
    let own = |mean: f64| -mean * libm::log(0.01);
    let x = time_axis("p99", own(HEALTHY_MS).min(truth), own(slow_ms).max(truth) * 1.05);
    let names = vec![
        "true p99 of all requests".to_owned(),
        "average of all p99s".into(),
        "slow server".into(),
        "healthy servers, each".into(),
    ];
    let bar =
        |i: usize, value: f64| Bar { x0: x.min, x1: value, y0: i as f64 + 0.2, y1: i as f64 + 0.8, text: ms(value) };
    let way = if average < truth { "too low" } else { "too high" };
    let factor = if average < truth { truth / average } else { average / truth };
    let times = quantity::significant(factor, 2);
    Ok(Tried {
        says: format!(
            "The average of {} servers’ p99s is **{}**. The p99 of all requests is **{}**: the average is {way} by a factor of **{times}**.",
            quantity::grouped(inputs.fleet_parts, 0),
            ms(average),
            ms(truth)
        ),
        readouts: vec![
            Readout::formula("averaged_p99_ms", "Average of the servers’ p99s", average, Unit::MS),
            Readout::formula("true_p99_ms", "p99 of all requests", truth, Unit::MS),
        ],
        chart: ChartSpec {
            id: "averaging",
            title: "An average of percentiles is not a percentile".into(),
            says: format!("One server of {} is {} times slower and serves {} of the requests. The average p99 of {} is {way} by a factor of {times}: all requests together have {}.", quantity::grouped(inputs.fleet_parts, 0), quantity::significant(inputs.fleet_slow_factor, 3), share(slow_share), ms(average), ms(truth)),
            layers: vec![
                Layer::Bars { role: Role::Muted, label: "one server".into(), bars: vec![bar(3, own(HEALTHY_MS)), bar(2, own(slow_ms))] },
                Layer::Bars { role: Role::Danger, label: "what the dashboard shows".into(), bars: vec![bar(1, average)] },
                Layer::Bars { role: Role::Theory, label: "what is true".into(), bars: vec![bar(0, truth)] },
            ],
            y: Axis::categories("whose p99", names),
            x,
            handle: None,
        },
        note: Note {
            title: "What may be averaged".into(),
            says: "Counts may be added, and so may histograms: add the buckets of all servers (or minutes), then read the percentile off the sum. **Percentiles themselves cannot be averaged**, not even with weights: too low where the slow server carries traffic, too high where it carries none.".into(),
            shows: if average < truth { "averaging-idle" } else { "averaging" },
        },
    })
}

/// The body of the distribution: what ninety-nine in a hundred take for this mean.
fn body_ms(mean: f64, slow: f64) -> f64 {
    (mean - 0.01 * slow) / 0.99
}

fn deploy(inputs: &Inputs) -> Tried {
    let (mean, before, after) = (inputs.deploy_mean_ms, inputs.deploy_p99_ms, inputs.deploy_new_p99_ms);
    // The body cannot take less than nothing: then the mean is the tail's alone.
    let body = body_ms(mean, before).max(0.0);
    let mean = 0.99 * body + 0.01 * before;
    let new_mean = 0.99 * body + 0.01 * after;
    let tail_alone = 0.01 * after;
    let names =
        vec!["1 in 100, after".to_owned(), "1 in 100, before".into(), "mean, after".into(), "mean, before".into()];
    let values = [after, before, new_mean, mean];
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(0.0, f64::max);
    let x = time_axis("time of a request", least, most * 1.05);
    let bar = |i: usize| Bar {
        x0: x.min,
        x1: values[i].max(x.min),
        y0: i as f64 + 0.2,
        y1: i as f64 + 0.8,
        // The first says its value at the handle.
        text: if i == 0 { String::new() } else { ms(values[i]) },
    };
    let rise = quantity::significant(new_mean / mean.max(1e-12), 2);
    let tail = quantity::significant(after / before, 2);
    let handle = Handle {
        key: "deploy_new_p99_ms",
        x: after.clamp(x.min, x.max),
        y: 0.5,
        value_per_x: 1.0,
        label: format!("after: {}", ms(after)),
    };
    Tried {
        says: format!(
            "One request in a hundred goes from {} to **{}**, {tail} times. The mean goes from {} to **{}**, {rise} times: a shift many a dashboard shrugs at.",
            ms(before),
            ms(after),
            ms(mean),
            ms(new_mean)
        ),
        readouts: vec![
            Readout::formula("deploy_new_mean_ms", "Mean after the deploy", new_mean, Unit::MS),
            Readout::formula("deploy_body_ms", "What the other ninety-nine take", body, Unit::MS),
            Readout::formula("deploy_tail_alone_ms", "The slow one’s part of the mean", tail_alone, Unit::MS),
        ],
        chart: ChartSpec {
            id: "deploy",
            title: "What the mean sees of a tail that explodes".into(),
            says: format!(
                "With ninety-nine in a hundred unchanged at {}, a tail of {} for {} moves the mean from {} to {}. Drag the lowest bar.",
                ms(body),
                ms(after),
                ms(before),
                ms(mean),
                ms(new_mean)
            ),
            layers: vec![
                Layer::Bars { role: Role::Theory, label: "mean".into(), bars: vec![bar(2), bar(3)] },
                Layer::Bars {
                    role: Role::Danger,
                    label: "the slowest in a hundred".into(),
                    bars: vec![bar(0), bar(1)],
                },
            ],
            y: Axis::categories("what is measured", names),
            x,
            handle: Some(handle),
        },
        note: Note::usual_figure(
            format!(
                "The story is often told as a mean that creeps from 120 to 135 ms while p99 goes from 2 to 12 s. It cannot be: **one request in a hundred at 12 s alone adds 120 ms to the mean**, so the other ninety-nine would have to drop from 101 to 15 ms. With them unchanged the mean is 220 ms. Here the slow one alone adds {}.",
                ms(tail_alone)
            ),
            "deploy",
        ),
    }
}

fn omission(inputs: &Inputs) -> Result<Tried, Refusal> {
    let stall = Stall {
        interval_ms: inputs.omission_interval_ms,
        service_ms: inputs.omission_service_ms,
        calm_secs: inputs.omission_calm_secs,
        stall_secs: inputs.omission_stall_secs,
    };
    let sample = |groups: Option<Vec<(f64, u64)>>| groups.and_then(|g| Sample::of_groups(&g));
    let (Some(closed), Some(open)) = (sample(stall.closed_loop()), sample(stall.open_loop())) else {
        return Err(Refusal("That is more than two million requests: ask less often, or for a shorter time.".into()));
    };
    // Nearest rank, as HdrHistogram reads percentiles: the digits of its README are this definition's.
    let at = |sample: &Sample, q: f64| sample.quantile(q, Definition::NearestRank);
    let x = Axis::tail("share of requests that are faster", 0.9999);
    let y = time_axis("time of a request", closed.min_ms.min(open.min_ms), closed.max_ms.max(open.max_ms));
    let line = |sample: &Sample| -> Vec<(f64, f64)> {
        (0..=240).map(|i| x.value_at(f64::from(i) / 240.0)).map(|q| (q, at(sample, q))).collect()
    };
    let layers = vec![
        Layer::Line {
            role: Role::Danger,
            label: "waits for each answer (closed loop)".into(),
            points: line(&closed),
            dashed: true,
        },
        Layer::Line {
            role: Role::Theory,
            label: "asks on plan (open loop)".into(),
            points: line(&open),
            dashed: false,
        },
        Layer::Rule { role: Role::Muted, label: "p99".into(), along: Along::X, at: 0.99 },
    ];
    let counts = (quantity::grouped(closed.count() as f64, 0), quantity::grouped(open.count() as f64, 0));
    Ok(Tried {
        says: format!("The same server, the same stall of {}. A tester that waits for answers reports p99 = **{}**; one that asks on plan reports **{}**.", quantity::format(stall.stall_secs, Unit::SECS), ms(at(&closed, 0.99)), ms(at(&open, 0.99))),
        readouts: vec![
            Readout::formula("omission_closed_mean_ms", "Closed loop: mean", closed.mean_ms, Unit::MS),
            Readout::formula("omission_closed_p99_ms", "Closed loop: p99", at(&closed, 0.99), Unit::MS),
            Readout::formula("omission_closed_p99_99_ms", "Closed loop: p99.99", at(&closed, 0.9999), Unit::MS),
            Readout::formula("omission_closed_count", "Closed loop: requests", closed.count() as f64, Unit::COUNT),
            Readout::formula("omission_open_mean_ms", "Open loop: mean", open.mean_ms, Unit::MS),
            Readout::formula("omission_open_p50_ms", "Open loop: p50", at(&open, 0.5), Unit::MS),
            Readout::formula("omission_open_p75_ms", "Open loop: p75", at(&open, 0.75), Unit::MS),
            Readout::formula("omission_open_p99_ms", "Open loop: p99", at(&open, 0.99), Unit::MS),
            Readout::formula("omission_open_count", "Open loop: requests", open.count() as f64, Unit::COUNT),
        ],
        chart: ChartSpec {
            id: "omission",
            title: "Two recorders watch the same server stall".into(),
            says: format!("During {} of stall the closed loop asks once and records {} requests in all; the open loop records {}. At p99 they say {} and {}.", quantity::format(stall.stall_secs, Unit::SECS), counts.0, counts.1, ms(at(&closed, 0.99)), ms(at(&open, 0.99))),
            x,
            y,
            layers,
            handle: None,
        },
        note: Note {
            title: "Coordinated omission".into(),
            says: "A tester that waits for an answer before it asks again **stops asking exactly when the server is slow**, so the worst minutes leave hardly a trace. Ask on a plan that does not depend on the answers; or, where the data is already taken, put back what was left out: “Requests were planned every …” under More settings does that to your own data.".into(),
            shows: "stall-corrected",
        },
    })
}
