//! Marks of linear axes: multiples of 1, 2 or 5, and of the steps of a clock where the unit is a clock's.

use super::label::{Style, are_years, style};
use super::{Room, Tick, Ticks, on_axis};
use crate::projection::AxisMap;
use explorer_core::chart::Axis;

/// The smallest step whose labels fit.
pub(super) fn ticks(axis: &Axis, room: Room) -> Ticks {
    let map = AxisMap::new(axis);
    let style = style(axis.unit, map.min.abs().max(map.max.abs()));
    let mut major = Vec::new();
    for step in steps(&style, (map.max - map.min) / style.divisor, room.most()) {
        major = marks(&map, &style, step);
        if major.len() <= room.most() + 1 && room.fits(&major) {
            break;
        }
    }
    if major.is_empty() || !room.fits(&major) {
        let label = style.label(map.min / style.divisor, map.max / style.divisor, map.min.abs() / style.divisor * 1e-3);
        major = vec![Tick { share: 0.0, label }];
    }
    if are_years(axis) {
        major.iter_mut().for_each(|tick| tick.label.retain(|c| c != ','));
    }
    Ticks { major, minor: Vec::new(), title: title(axis, style.in_title) }
}

fn title(axis: &Axis, unit: &str) -> String {
    match (axis.label.as_str(), unit) {
        (label, "") => label.to_owned(),
        ("", unit) => unit.to_owned(),
        (label, unit) if label.ends_with(unit) => label.to_owned(),
        (label, unit) => format!("{label} ({unit})"),
    }
}

/// Steps to try, growing, in the shown unit.
fn steps(style: &Style, span: f64, most: usize) -> Vec<f64> {
    let least = span / (most + 1) as f64;
    let mut decade = decade_below(least);
    let mut steps = Vec::new();
    while steps.len() < 12 && decade <= span * 10.0 {
        for times in [1.0, 2.0, 5.0] {
            steps.push(times * decade);
        }
        decade *= 10.0;
    }
    match style.in_title {
        "s" | "min" if span > 12.0 => steps = vec![1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0],
        "h" if span > 5.0 => steps = vec![1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 120.0],
        _ => {}
    }
    // A hair under, so that a step that is exactly enough counts.
    steps.retain(|step| *step >= least * 0.999);
    steps
}

/// The power of ten at or below a number above zero.
fn decade_below(v: f64) -> f64 {
    let exponent = libm::floor(libm::log10(v)).clamp(-300.0, 300.0) as i32;
    // Parsing gives the nearest double; multiplying up would drift.
    format!("1e{exponent}").parse().unwrap_or(1.0)
}

fn marks(map: &AxisMap, style: &Style, step: f64) -> Vec<Tick> {
    let (min, max) = (map.min / style.divisor, map.max / style.divisor);
    let (first, last) = (libm::ceil(min / step - 1e-9), libm::floor(max / step + 1e-9));
    if last - first > 60.0 {
        return Vec::new();
    }
    (0..=(last - first).max(-1.0) as i64)
        .map(|i| {
            let shown = (first + i as f64) * step;
            let share = map.share(shown * style.divisor).clamp(0.0, 1.0);
            Tick { share, label: style.label(shown, min.abs().max(max.abs()), step) }
        })
        .filter(|tick| on_axis(tick.share))
        .collect()
}
