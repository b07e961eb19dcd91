//! Batches: throughput bought with latency.

use super::{count, ms, share};
use crate::chart::{Along, Axis, ChartSpec, Handle, Layer, Role, round_top};
use crate::quantity::{self, Unit};
use crate::queueing::Batching;
use crate::topic::{Known, Note, Readout, Refusal, Report};
use crate::topics::three_measures::Inputs;

fn rate(value: f64) -> String {
    quantity::format(value, Unit::PER_SEC)
}

pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let batching = inputs.batching()?;
    let passes = batching.throughput_per_sec();
    let size = quantity::grouped(inputs.batch_size, 0);
    let says = match batching.mean_latency_secs() {
        Some(secs) => format!(
            "In batches of **{size}** the worker can pass **{}**, one by one only {}. The price: an item takes **{}** on average, {} of it waiting for the batch to fill.",
            rate(passes),
            rate(batching.with_size(1).throughput_per_sec()),
            ms(secs * 1e3),
            ms(batching.fill_secs() * 1e3),
        ),
        None => format!(
            "In batches of **{size}** the worker can pass {}, and {} come: the line **grows for ever**. {}",
            rate(passes),
            rate(inputs.arrivals_per_sec),
            match batching.least_size() {
                Some(least) => format!("Batches of at least **{}** would keep up.", quantity::grouped(least, 0)),
                None => "No batch is large enough: the items alone take too long.".into(),
            },
        ),
    };
    let known = if inputs.batch_size == 1.0 { Known::Formula } else { Known::Approximation("Kingman") };
    let mut readouts = vec![Readout::formula("throughput_per_sec", "In batches it can pass", passes, Unit::PER_SEC)];
    readouts.extend(batching.mean_latency_secs().map(|secs| {
        Readout::formula("mean_latency_ms", "An item of a batch takes, on average", secs * 1e3, Unit::MS).known(known)
    }));
    readouts.push(Readout::formula(
        "fill_ms",
        "… of it, until the batch is full",
        batching.fill_secs() * 1e3,
        Unit::MS,
    ));
    readouts.extend(
        batching
            .least_size()
            .map(|least| Readout::formula("least_batch_size", "The smallest batch that keeps up", least, Unit::COUNT)),
    );
    Ok(Report {
        says,
        readouts,
        charts: vec![throughput(inputs, &batching), latency(inputs, &batching)],
        notes: vec![Note::usual_figure(
            "“Groups of 100 every second give 10,000 requests a second.” A hundred a second is **a hundred a second**. Batching raises throughput where each batch pays a cost once; how long one waits to fill it raises only latency.",
            "once-a-second",
        )],
    })
}

/// Sizes on a logarithmic grid up to `right`.
fn sizes(right: f64) -> impl Iterator<Item = u32> {
    let mut before = 0;
    (0..=120).map(move |i| libm::round(libm::pow(right, f64::from(i) / 120.0)) as u32).filter(move |&size| {
        let is_new = size != before;
        before = size;
        is_new
    })
}

fn right(inputs: &Inputs) -> f64 {
    if inputs.batch_size > 1e4 { 1e6 } else { 1e4 }
}

fn throughput(inputs: &Inputs, batching: &Batching) -> ChartSpec {
    let right = right(inputs);
    let points: Vec<(f64, f64)> =
        sizes(right).map(|size| (f64::from(size), batching.with_size(size).throughput_per_sec())).collect();
    let most = points.iter().map(|p| p.1).fold(inputs.arrivals_per_sec, f64::max);
    ChartSpec {
        id: "throughput-by-batch",
        title: "Larger batches pass more".into(),
        says: format!(
            "Batches of {} can pass {}; {} come, so the worker is busy {} of the time. The curve flattens where the items themselves take the time.",
            quantity::grouped(inputs.batch_size, 0),
            rate(batching.throughput_per_sec()),
            rate(inputs.arrivals_per_sec),
            share(batching.utilization()),
        ),
        x: Axis::log("batch size", Unit::COUNT, 1.0, right),
        y: Axis::linear("can pass", Unit::PER_SEC, 0.0, round_top(most * 1.05)),
        layers: vec![
            Layer::Rule { role: Role::You, label: "come in".into(), along: Along::Y, at: inputs.arrivals_per_sec },
            Layer::Line { role: Role::Theory, label: "can pass".into(), points, dashed: false },
        ],
        handle: Some(Handle {
            key: "batch_size",
            x: inputs.batch_size,
            y: batching.throughput_per_sec(),
            value_per_x: 1.0,
            label: format!("you: {}", rate(batching.throughput_per_sec())),
        }),
    }
}

fn latency(inputs: &Inputs, batching: &Batching) -> ChartSpec {
    let right = right(inputs);
    let points: Vec<(f64, f64)> = sizes(right)
        .filter_map(|size| Some((f64::from(size), batching.with_size(size).mean_latency_secs()? * 1e3)))
        .collect();
    let (low, high) = points.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), p| (low.min(p.1), high.max(p.1)));
    let bottom = if low.is_finite() { libm::pow(10.0, libm::floor(libm::log10(low.max(1e-9)))) } else { 1.0 };
    let best = points.iter().copied().fold(None, |best: Option<(f64, f64)>, p| match best {
        Some(b) if b.1 <= p.1 => Some(b),
        _ => Some(p),
    });
    let says = match (batching.mean_latency_secs(), best) {
        (Some(secs), Some((size, least))) => format!(
            "In batches of {} an item takes {} on average. The least is {}, near a batch of {}: smaller ones keep the worker busy with beginnings, larger ones wait to be full.",
            quantity::grouped(inputs.batch_size, 0),
            ms(secs * 1e3),
            ms(least),
            count(size),
        ),
        (None, Some((size, least))) => format!(
            "Batches of {} do not keep up, so the wait has no end. The least latency is {}, near a batch of {}.",
            quantity::grouped(inputs.batch_size, 0),
            ms(least),
            count(size),
        ),
        _ => "No batch of any size keeps up with what comes in: the wait has no end, and there is no curve to draw."
            .into(),
    };
    let handle = batching.mean_latency_secs().map(|secs| Handle {
        key: "batch_size",
        x: inputs.batch_size,
        y: secs * 1e3,
        value_per_x: 1.0,
        label: format!("you: {}", ms(secs * 1e3)),
    });
    ChartSpec {
        id: "latency-by-batch",
        title: "And take longer".into(),
        says,
        x: Axis::log("batch size", Unit::COUNT, 1.0, right),
        y: Axis::log("an item takes", Unit::MS, bottom, round_top(high.max(bottom * 10.0))),
        layers: vec![Layer::Line { role: Role::Theory, label: "mean latency".into(), points, dashed: false }],
        handle,
    }
}
