//! The point the reader drags: a ring on the curve, a dashed line down to its axis, and its name. It is painted apart
//! from the rest, so that dragging repaints three elements.

use crate::canvas::{Canvas, Drawn};
use crate::ink::{Ink, Look};
use crate::projection::{AxisMap, Projection};
use crate::scene::{Px, Rect, Scene};
use crate::text::bold_width_em;
use crate::words::around_ring;
use explorer_core::chart::{Axis, Handle, Role, Scale};
use plotters::prelude::DrawingBackend;

/// Radius of the ring in px, for a size of text.
pub fn ring_radius_px(text_px: f64) -> f64 {
    (text_px * 0.85).max(11.0)
}

/// Where the ring stands in px: held at the edge of the plot where its values are outside; nowhere if they are no number.
pub fn ring_px(handle: &Handle, projection: &Projection) -> Option<Px> {
    let (x, y) = (projection.x.share(handle.x), projection.y.share(handle.y));
    if x.is_nan() {
        return None;
    }
    // A response time without limit stands at the top.
    let y = if y.is_nan() { 1.0 } else { y };
    let plot = projection.plot;
    Some((plot.left + x.clamp(0.0, 1.0) * plot.width, plot.bottom() - y.clamp(0.0, 1.0) * plot.height))
}

pub(crate) fn handle<DB: DrawingBackend>(canvas: &Canvas<DB>, handle: &Handle, scene: &Scene) -> Drawn<DB> {
    let Some((x, y)) = ring_px(handle, &canvas.projection) else { return Ok(()) };
    let radius = ring_radius_px(canvas.text_px);
    let of = |look| Ink::of(look, Role::You, 0);
    let plot = canvas.projection.plot;
    if y + radius < plot.bottom() {
        canvas.line_px(&[(x, y + radius), (x, plot.bottom())], of(Look::Drop), 2.0)?;
    }
    canvas.circle_px((x, y), radius, of(Look::Ring), 4.0)?;
    if handle.label.is_empty() {
        return Ok(());
    }
    let em = canvas.text_px;
    let size = (bold_width_em(&handle.label) * em, 1.15 * em);
    let candidates = around_ring((x, y), radius, em);
    let Some(((at, anchor), _)) = scene.best(&candidates, size, &plot, None) else { return Ok(()) };
    let rect = Rect::of_text(at, anchor, size);
    let right = plot.right().max(plot.left + size.0);
    let dx = (plot.left - rect.left).max(0.0) + (right - rect.right).min(0.0);
    let dy = (plot.top - rect.top).max(0.0) + (plot.bottom() - rect.bottom).min(0.0);
    canvas.text(&handle.label, (at.0 + dx, at.1 + dy), anchor, of(Look::Text))
}

/// The input's value at a place the reader has dragged to: a number that a person would type, no finer than the axis can show.
pub fn dragged_value(handle: &Handle, axis: &Axis, x: f64) -> f64 {
    let map = AxisMap::new(axis);
    let x = x.clamp(map.min, map.max);
    let value = x * handle.value_per_x;
    // Steps of 1, 2 or 5: about a 500th of a linear axis, a 200th of the value itself elsewhere.
    let finest = match axis.scale {
        Scale::Linear => (map.max - map.min) * handle.value_per_x.abs() / 500.0,
        Scale::Log => value.abs() / 200.0,
        Scale::Tail => (1.0 - x) * handle.value_per_x.abs() / 50.0,
    };
    if !(finest > 1e-12 && finest < 1e15) {
        return value;
    }
    let exponent = libm::floor(libm::log10(finest)) as i32;
    // Divided by a power of ten that is exact, so that 0.3 comes out as 0.3.
    let decade = |e: i32| format!("1e{e}").parse::<f64>().unwrap_or(1.0);
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * decade(exponent) >= finest).unwrap_or(10.0);
    let count = (value / (step * decade(exponent))).round() * step;
    if exponent < 0 { count / decade(-exponent) } else { count * decade(exponent) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use explorer_core::quantity::Unit;

    #[test]
    fn dragged_values_are_what_a_person_would_type() {
        let handle = |value_per_x| Handle { key: "k", x: 0.0, y: 0.0, value_per_x, label: String::new() };
        let busy = Axis::linear("busy", Unit::SHARE, 0.0, 1.0);
        assert_eq!(dragged_value(&handle(30.0), &busy, 0.899_77), 27.0);
        assert_eq!(dragged_value(&handle(1.0), &busy, 0.123_456), 0.124);
        let size = Axis::log("size", Unit::BYTES, 1.0, 1e9);
        assert_eq!(dragged_value(&handle(1.0), &size, 1_234_567.0), 1_230_000.0);
        assert_eq!(dragged_value(&handle(1.0), &size, 5e12), 1e9);
    }
}
