//! Reading a chart at a place: what hovering shows, and what the keyboard's slider says.

use crate::ink::role_class;
use crate::projection::Projection;
use crate::ticks::label::are_years;
use explorer_core::chart::{Along, Axis, Bar, ChartSpec, Layer, Scale};
use explorer_core::quantity::{Unit, format};

/// The values of all series at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The place: "Busy: 90 %".
    pub heading: String,
    /// Where it stands on the axis that is read along, in px.
    pub at_px: f64,
    /// One for each series that has a value there.
    pub values: Vec<SeriesValue>,
}

/// The value of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesValue {
    /// Class of its role.
    pub class: &'static str,
    /// Its name; empty where the chart has but one.
    pub label: String,
    /// Its value for people.
    pub value: String,
    /// Where its mark stands, in px, if it is inside the plot.
    pub at_px: Option<(f64, f64)>,
}

impl Reading {
    /// Everything in one sentence, for `aria-valuetext`.
    pub fn sentence(&self) -> String {
        let values: Vec<String> = self
            .values
            .iter()
            .map(|v| if v.label.is_empty() { v.value.clone() } else { format!("{} {}", v.label, v.value) })
            .collect();
        if values.is_empty() { self.heading.clone() } else { format!("{}: {}", self.heading, values.join("; ")) }
    }
}

/// The axis a chart is read along: the one with names, else x.
pub fn read_along(spec: &ChartSpec) -> Along {
    if spec.y.categories.is_empty() { Along::X } else { Along::Y }
}

/// The places at which a keyboard reads the chart: its names, its own points where there are few, else a hundred steps.
pub fn stops(spec: &ChartSpec, projection: &Projection) -> Vec<f64> {
    let axis = if read_along(spec) == Along::Y { &spec.y } else { &spec.x };
    if !axis.categories.is_empty() {
        return (0..axis.categories.len()).map(|i| i as f64 + 0.5).collect();
    }
    let mut own: Vec<f64> = Vec::new();
    for layer in &spec.layers {
        match layer {
            Layer::Line { points, .. } => own.extend(points.iter().map(|p| p.0)),
            Layer::Points { points, .. } => own.extend(points.iter().map(|p| p.x)),
            Layer::Bars { bars, .. } => own.extend(bars.iter().map(|bar| (bar.x0 + bar.x1) / 2.0)),
            _ => {}
        }
    }
    own.retain(|x| (0.0..=1.0).contains(&projection.x.share(*x)));
    own.sort_by(f64::total_cmp);
    own.dedup_by(|a, b| (projection.x.share(*a) - projection.x.share(*b)).abs() < 2e-3);
    if (1..=100).contains(&own.len()) {
        return own;
    }
    (0..=100).map(|i| projection.x.value(f64::from(i) / 100.0)).collect()
}

/// The chart's values at a value of the axis it is read along.
pub fn read(spec: &ChartSpec, projection: &Projection, at: f64) -> Reading {
    let along = read_along(spec);
    let (axis, at_px) = match along {
        Along::X => (&spec.x, projection.x_px(at)),
        Along::Y => (&spec.y, projection.y_px(at)),
    };
    let heading = match name_of(axis, at) {
        Some(name) => name.to_owned(),
        None if axis.label.is_empty() => position(axis, at),
        None => format!("{}: {}", axis.label, position(axis, at)),
    };
    let values = spec.layers.iter().flat_map(|layer| values(spec, projection, layer, at)).collect();
    Reading { heading, at_px, values }
}

fn values(spec: &ChartSpec, projection: &Projection, layer: &Layer, at: f64) -> Vec<SeriesValue> {
    let place = |x: f64, y: f64| {
        let inside = |share: f64| (0.0..=1.0).contains(&share);
        (inside(projection.x.share(x)) && inside(projection.y.share(y)))
            .then(|| (projection.x_px(x), projection.y_px(y)))
    };
    let one = |role, label: &str, value: String, at_px| SeriesValue {
        class: role_class(role),
        label: label.to_owned(),
        value,
        at_px,
    };
    match layer {
        Layer::Line { role, label, points, .. } if !label.is_empty() => {
            let Some(y) = height_at(projection, points, at) else { return Vec::new() };
            vec![one(*role, label, number(&spec.y, y), place(at, y))]
        }
        Layer::Area { role, label, points } if !label.is_empty() => {
            let edge = |pick: fn(&(f64, f64, f64)) -> f64| {
                let line: Vec<(f64, f64)> = points.iter().map(|p| (p.0, pick(p))).collect();
                height_at(projection, &line, at)
            };
            let Some((low, high)) = edge(|p| p.1).zip(edge(|p| p.2)) else { return Vec::new() };
            vec![one(*role, label, range(&spec.y, low, high), None)]
        }
        Layer::Points { role, label, points } if !label.is_empty() => {
            let away = |x: f64| (projection.x.share(x) - projection.x.share(at)).abs();
            let nearest = points.iter().filter(|p| p.y.is_finite()).min_by(|a, b| away(a.x).total_cmp(&away(b.x)));
            let Some(p) = nearest.filter(|p| away(p.x) < 0.015) else { return Vec::new() };
            let value = number(&spec.y, p.y);
            let value = if p.low < p.high { format!("{value} ({})", range(&spec.y, p.low, p.high)) } else { value };
            vec![one(*role, label, value, place(p.x, p.y))]
        }
        Layer::Bars { role, label, bars } if !label.is_empty() => {
            let is_named = !spec.y.categories.is_empty();
            let hit = |bar: &&Bar| {
                let (from, to) = if is_named { (bar.y0, bar.y1) } else { (bar.x0, bar.x1) };
                from.min(to) <= at && at < from.max(to)
            };
            bars.iter().filter(hit).map(|bar| one(*role, label, bar_value(spec, bar, is_named), None)).collect()
        }
        _ => Vec::new(),
    }
}

fn bar_value(spec: &ChartSpec, bar: &Bar, is_horizontal: bool) -> String {
    if !bar.text.is_empty() {
        return bar.text.clone();
    }
    let (axis, from, to) = if is_horizontal { (&spec.x, bar.x0, bar.x1) } else { (&spec.y, bar.y0, bar.y1) };
    if from == 0.0 || from <= axis.min { number(axis, to) } else { range(axis, from, to) }
}

/// Where the painted line is at an x: straight between its points as they are drawn, whatever the scales.
fn height_at(projection: &Projection, points: &[(f64, f64)], x: f64) -> Option<f64> {
    if let Some(&(_, y)) = points.iter().find(|p| p.0 == x) {
        return y.is_finite().then_some(y);
    }
    let pair = points.windows(2).find(|pair| pair[0].0 <= x && x <= pair[1].0)?;
    let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
    if !(y0.is_finite() && y1.is_finite()) {
        return None;
    }
    let place = |v: f64| projection.x.share(v);
    let t = if x1 > x0 { (place(x) - place(x0)) / (place(x1) - place(x0)) } else { 0.0 };
    let (s0, s1) = (projection.y.share(y0), projection.y.share(y1));
    Some(projection.y.value(s0 + t * (s1 - s0)))
}

/// The name at a place on an axis of names.
fn name_of(axis: &Axis, at: f64) -> Option<&str> {
    let index = if at >= 0.0 { at as usize } else { 0 };
    axis.categories.get(index.min(axis.categories.len().saturating_sub(1))).map(String::as_str)
}

/// A place on a numeric axis for people: "90 %", "p99".
pub fn position(axis: &Axis, at: f64) -> String {
    match axis.scale {
        Scale::Tail => format!("p{}", format(at, Unit::SHARE).trim_end_matches(['%', '\u{a0}'])),
        _ if are_years(axis) => format(at.round(), axis.unit).replace(',', ""),
        _ => format(at, axis.unit),
    }
}

fn number(axis: &Axis, v: f64) -> String {
    match name_of(axis, v) {
        Some(name) => name.to_owned(),
        None => position(axis, v),
    }
}

fn range(axis: &Axis, low: f64, high: f64) -> String {
    format!("{} to {}", number(axis, low), number(axis, high))
}
