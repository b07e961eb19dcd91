//! The mesh, the two axes, their ticks and titles.

use crate::canvas::{Canvas, Drawn};
use crate::ink::{Ink, Look};
use crate::layout::Layout;
use plotters::prelude::DrawingBackend;

/// Lines behind the marks.
pub(crate) fn mesh<DB: DrawingBackend>(canvas: &Canvas<DB>, layout: &Layout) -> Drawn<DB> {
    let plot = layout.plot;
    let ink = Ink::furniture(Look::Grid);
    if layout.y_names.is_empty() {
        for tick in &layout.y.major {
            let y = plot.bottom() - tick.share * plot.height;
            canvas.line_px(&[(plot.left, y), (plot.right(), y)], ink, 1.0)?;
        }
    }
    // Lines both ways only where x is read as closely as y: names and plain x axes do without.
    if !layout.y_names.is_empty() {
        for tick in &layout.x.major {
            let x = plot.left + tick.share * plot.width;
            canvas.line_px(&[(x, plot.top), (x, plot.bottom())], ink, 1.0)?;
        }
    }
    Ok(())
}

/// Axes, ticks and words around the plot.
pub(crate) fn axes<DB: DrawingBackend>(canvas: &Canvas<DB>, layout: &Layout) -> Drawn<DB> {
    let plot = layout.plot;
    let em = layout.size.text_px;
    let ink = Ink::furniture(Look::Axis);
    let tick = Ink::furniture(Look::Tick);
    if layout.y_names.is_empty() {
        canvas.line_px(&[(plot.left, plot.bottom()), (plot.right(), plot.bottom())], ink, 1.25)?;
    } else {
        canvas.line_px(&[(plot.left, plot.top), (plot.left, plot.bottom())], ink, 1.25)?;
    }
    let x_of = |share: f64| plot.left + share * plot.width;
    let y_of = |share: f64| plot.bottom() - share * plot.height;
    if layout.x_names.is_empty() {
        for mark in &layout.x.major {
            canvas.line_px(&[(x_of(mark.share), plot.bottom()), (x_of(mark.share), plot.bottom() + 5.0)], ink, 1.25)?;
        }
    }
    for &share in &layout.x.minor {
        canvas.line_px(&[(x_of(share), plot.bottom()), (x_of(share), plot.bottom() + 3.0)], ink, 1.25)?;
    }
    for &share in &layout.y.minor {
        canvas.line_px(&[(plot.left - 3.0, y_of(share)), (plot.left, y_of(share))], ink, 1.25)?;
    }

    let below = plot.bottom() + 0.55 * em;
    if layout.x_names.is_empty() {
        for mark in &layout.x.major {
            canvas.text(&mark.label, (x_of(mark.share), below), (0.5, 0.0), tick)?;
        }
    }
    for (mark, lines) in layout.x.major.iter().zip(&layout.x_names) {
        for (i, line) in lines.iter().enumerate() {
            if layout.are_names_upright {
                canvas.text_upright(line, (x_of(mark.share), below), tick)?;
            } else {
                canvas.text(line, (x_of(mark.share), below + 1.25 * em * i as f64), (0.5, 0.0), tick)?;
            }
        }
    }
    let beside = plot.left - 0.5 * em;
    if layout.y_names.is_empty() {
        for mark in &layout.y.major {
            canvas.text(&mark.label, (beside, y_of(mark.share)), (1.0, 0.5), tick)?;
        }
    }
    for (mark, lines) in layout.y.major.iter().zip(&layout.y_names) {
        let up = (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            canvas.text(line, (beside, y_of(mark.share) + 1.15 * em * (i as f64 - up)), (1.0, 0.5), tick)?;
        }
    }
    titles(canvas, layout)
}

/// The vertical axis' title above it, flush left and upright; the horizontal one's below its right end.
fn titles<DB: DrawingBackend>(canvas: &Canvas<DB>, layout: &Layout) -> Drawn<DB> {
    let em = layout.size.text_px;
    let ink = Ink::furniture(Look::Title);
    let room = layout.size.width_px / em - 0.4;
    let cut = |title: &str| crate::text::cut(title, room);
    if !layout.y.title.is_empty() {
        canvas.text(&cut(&layout.y.title), (0.0, 0.15 * em), (0.0, 0.0), ink)?;
    }
    if !layout.x.title.is_empty() {
        let right = layout.size.width_px - 0.3 * em;
        canvas.text(&cut(&layout.x.title), (right, layout.size.height_px - 0.1 * em), (1.0, 1.0), ink)?;
    }
    Ok(())
}
