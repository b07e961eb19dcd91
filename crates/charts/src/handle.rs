//! The point the reader drags: a ring on the curve, a dashed line down to its axis, and its name. It is painted apart
//! from the rest, so that dragging repaints three elements.

use crate::canvas::{Canvas, Drawn};
use crate::ink::{Ink, Look};
use crate::projection::Projection;
use crate::scene::{Px, Rect, Scene};
use crate::text::bold_width_em;
use crate::words::around_ring;
use explorer_core::chart::{Handle, Role};
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
