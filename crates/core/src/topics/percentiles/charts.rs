//! Charts of a data set: the histogram with its mean, the tail on a 1/(1 − q) axis, and eleven definitions side by side.

use super::answer::{Answer, PERCENTILES};
use super::inputs::{Inputs, Scale};
use crate::chart::{Along, Axis, Bar, ChartSpec, Handle, Layer, Point, Role};
use crate::import::Sample;
use crate::quantity::{self, Unit};
use crate::stats::{Definition, samples_needed};

/// Bars to a decade of the time axis.
const BARS_PER_DECADE: f64 = 12.0;

pub fn ms(value: f64) -> String {
    quantity::format(value, Unit::MS)
}

pub fn share(value: f64) -> String {
    quantity::format(value, Unit::SHARE)
}

/// A mean in ms with one digit more than usual: it is compared with percentiles digit by digit.
pub fn mean_ms(value: f64) -> String {
    if (1.0..1000.0).contains(&value) { format!("{}\u{a0}ms", quantity::significant(value, 4)) } else { ms(value) }
}

/// A time axis that holds these values: whole decades, or linear where something is not above zero.
pub fn time_axis(label: &str, min: f64, max: f64) -> Axis {
    if min > 0.0 {
        let low = libm::pow(10.0, libm::floor(libm::log10(min) + 1e-9));
        let high = libm::pow(10.0, libm::ceil(libm::log10(max) - 1e-9));
        // At least two decades, so that a narrow sample does not fill the whole width.
        let high = if high / low < 99.0 { low * 100.0 } else { high };
        Axis::log(label, Unit::MS, low, high)
    } else {
        let room = ((max - min) * 0.05).max(1.0);
        Axis::linear(label, Unit::MS, min - room, max.max(0.0) + room)
    }
}

/// How long requests took, as bars, with the mean among (or between) them.
pub fn histogram(inputs: &Inputs, answer: &Answer) -> ChartSpec {
    let sample = answer.sample();
    let x =
        time_axis("time of a request", sample.min_ms, sample.max_ms.max(inputs.threshold_ms.min(sample.max_ms * 10.0)));
    let log_bars = inputs.histogram_scale == Scale::Log;
    let bins = if x.min > 0.0 { libm::round(libm::log10(x.max / x.min) * BARS_PER_DECADE) as u32 } else { 40 };
    let count = sample.count() as f64;
    let least = 0.5 / count;
    let mut bars = Vec::new();
    let mut tallest: f64 = 0.0;
    for i in 0..bins {
        let (from, to) = (x.value_at(f64::from(i) / f64::from(bins)), x.value_at(f64::from(i + 1) / f64::from(bins)));
        // The last bar holds the largest value too.
        let up_to = if i + 1 == bins { f64::INFINITY } else { to };
        let part = sample.between(from, up_to) as f64 / count;
        if part > 0.0 {
            tallest = tallest.max(part);
            bars.push(Bar { x0: from, x1: to, y0: if log_bars { least } else { 0.0 }, y1: part, text: String::new() });
        }
    }
    let few: Vec<(f64, f64)> = if bars.len() <= 10 {
        bars.iter()
            .map(|bar| (x.value_at(0.5 * (x.position_share(bar.x0) + x.position_share(bar.x1))), bar.y1))
            .collect()
    } else {
        Vec::new()
    };
    let y = if log_bars {
        Axis::log("share of requests", Unit::SHARE, least.min(0.05), 1.0)
    } else {
        Axis::linear("share of requests", Unit::SHARE, 0.0, if tallest > 0.5 { 1.05 } else { tallest * 1.2 })
    };
    let mut layers = Vec::new();
    if (x.min..x.max).contains(&inputs.threshold_ms) {
        layers.push(Layer::Band {
            role: Role::Danger,
            label: "slow".into(),
            along: Along::X,
            from: inputs.threshold_ms,
            to: x.max,
        });
    }
    layers.push(Layer::Bars { role: Role::Series(0), label: "requests".into(), bars });
    layers.push(Layer::Rule {
        role: Role::Theory,
        label: format!("mean {}", mean_ms(sample.mean_ms)),
        along: Along::X,
        at: sample.mean_ms,
    });
    // Of a few bars each says its share: the last one is too low to be seen.
    let lift = if log_bars { 1.3 } else { 1.0 };
    layers.extend(few.into_iter().map(|(at, part)| Layer::Label {
        role: Role::Series(0),
        text: share(part),
        x: at,
        y: if log_bars { (part * lift).min(0.9) } else { part + 0.03 * y.max },
    }));
    let near = sample.between(sample.mean_ms * 0.8, sample.mean_ms * 1.25) as f64 / count;
    let above = sample.above(sample.mean_ms) as f64 / count;
    let around = if near == 0.0 {
        "no request took anything near it".to_owned()
    } else {
        format!("{} of the requests took about that long", share(near))
    };
    let handle_y = y.value_at(0.5);
    ChartSpec {
        id: "histogram",
        title: "How long requests took, and where the mean stands".into(),
        says: format!(
            "The mean is {}, and {around}: {} were faster, {} slower, the slowest {}. Drag the edge of “slow”.",
            mean_ms(sample.mean_ms),
            share(1.0 - above),
            share(above),
            ms(sample.max_ms)
        ),
        handle: Some(Handle {
            key: "threshold_ms",
            x: inputs.threshold_ms.clamp(x.min, x.max),
            y: handle_y,
            value_per_x: 1.0,
            label: format!("slow: over {}", ms(inputs.threshold_ms)),
        }),
        x,
        y,
        layers,
    }
}

/// The whole curve of quantiles, on an axis that gives the tail the room it deserves.
pub fn quantiles(answer: &Answer) -> ChartSpec {
    let sample = answer.sample();
    let count = sample.count();
    let furthest = (1.0 - 0.5 / count as f64).clamp(0.9995, 0.999_999);
    let x = Axis::tail("share of requests that are faster", furthest);
    let y = time_axis("time of a request", sample.min_ms, sample.max_ms);
    let points: Vec<(f64, f64)> =
        (0..=240).map(|i| x.value_at(f64::from(i) / 240.0)).map(|q| (q, answer.percentile(q))).collect();
    let supported = |q: f64| samples_needed(q, 0.95).is_none_or(|needed| needed <= count);
    let edge = points.iter().rposition(|(q, _)| supported(*q)).unwrap_or(0);
    let mut layers = vec![
        Layer::Line {
            role: Role::Series(0),
            label: "quantiles".into(),
            points: points[..=edge].to_vec(),
            dashed: false,
        },
        Layer::Rule {
            role: Role::Theory,
            label: format!("mean {}", mean_ms(sample.mean_ms)),
            along: Along::Y,
            at: sample.mean_ms,
        },
    ];
    if edge + 1 < points.len() {
        let beyond = points[edge..].to_vec();
        layers.push(Layer::Line {
            role: Role::Muted,
            label: "too few samples to say".into(),
            points: beyond,
            dashed: true,
        });
    }
    let mut marks = (Vec::new(), Vec::new());
    for (_, _, q) in PERCENTILES {
        if q > furthest {
            continue;
        }
        let value = answer.percentile(q);
        let (low, high) = sample.interval(q);
        // An end the sample cannot give is open: drawn to the edge of the chart.
        let point =
            Point { x: q, y: value, low: low.unwrap_or(y.min).min(value), high: high.unwrap_or(y.max).max(value) };
        if supported(q) { marks.0.push(point) } else { marks.1.push(point) }
    }
    layers.push(Layer::Points { role: Role::You, label: "percentile, 95 % interval".into(), points: marks.0 });
    if !marks.1.is_empty() {
        layers.push(Layer::Points {
            role: Role::Muted,
            label: "not supported by so few samples".into(),
            points: marks.1,
        });
    }
    let last = [0.9999, 0.999, 0.99, 0.95, 0.9, 0.5].into_iter().find(|q| supported(*q)).unwrap_or(0.5);
    let (low, high) = sample.interval(last);
    let name = quantity::significant(last * 100.0, 6);
    let range = match (low, high) {
        (Some(low), Some(high)) => format!("between {} and {}", ms(low), ms(high)),
        (Some(low), None) => format!("at least {}", ms(low)),
        _ => "anywhere".into(),
    };
    ChartSpec {
        id: "quantiles",
        title: "From the median out into the tail".into(),
        says: format!(
            "{} samples support percentiles up to p{name}, which is {range} with 95 % confidence. Each step to the right is a tenth as many requests.",
            quantity::grouped(count as f64, 0)
        ),
        x,
        y,
        layers,
        handle: None,
    }
}

/// The same percentile by every definition.
pub fn definitions(answer: &Answer) -> ChartSpec {
    let sample: &Sample = answer.sample();
    let names: Vec<String> = Definition::ALL
        .iter()
        .map(|d| d.word().replace("nearest_rank", "nearest").replace("floor_index", "floor").replace("type", "type "))
        .collect();
    let at = |q: f64| -> Vec<(f64, f64)> {
        let values = Definition::ALL.iter().enumerate();
        values.map(|(i, definition)| (i as f64 + 0.5, sample.quantile(q, *definition))).collect()
    };
    let (p95, p99) = (at(0.95), at(0.99));
    let extremes = |points: &[(f64, f64)]| {
        points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| (low.min(p.1), high.max(p.1)))
    };
    let ((low95, high95), (low99, high99)) = (extremes(&p95), extremes(&p99));
    let dots = |points: Vec<(f64, f64)>| points.into_iter().map(|(x, y)| Point { x, y, low: y, high: y }).collect();
    ChartSpec {
        id: "definitions",
        title: "One sample, eleven definitions".into(),
        says: format!(
            "By definition alone, p95 of this sample is anything from {} to {}, and p99 from {} to {}. More samples bring the definitions together.",
            ms(low95),
            ms(high95),
            ms(low99),
            ms(high99)
        ),
        x: Axis::categories("definition", names),
        y: time_axis("percentile", low95.min(low99), high95.max(high99)),
        layers: vec![
            Layer::Points { role: Role::Series(0), label: "p95".into(), points: dots(p95) },
            Layer::Points { role: Role::Series(1), label: "p99".into(), points: dots(p99) },
        ],
        handle: None,
    }
}
