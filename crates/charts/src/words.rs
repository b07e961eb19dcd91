//! Words in the plot: names of bands, rules and lines, text at bars and labels, each where nothing is in the way.

use crate::canvas::{Canvas, Drawn};
use crate::handle::{ring_px, ring_radius_px};
use crate::ink::{Ink, Look};
use crate::layout::Size;
use crate::scene::{Candidate, Px, Rect, Scene};
use crate::text::{bold_width_em, cut};
use explorer_core::chart::{Along, Bar, ChartSpec, Layer, Role};
use plotters::prelude::DrawingBackend;

/// Whether the lines of a chart are named in the plot: where there are few of them and it is wide enough. It depends on
/// nothing that moves, so that names do not jump between plot and legend while the reader drags.
pub(crate) fn are_lines_named_in_plot(spec: &ChartSpec, size: Size) -> bool {
    let named =
        spec.layers.iter().filter(|layer| matches!(layer, Layer::Line { label, .. } if !label.is_empty())).count();
    !size.compact && (1..=3).contains(&named)
}

/// All words of all layers.
pub(crate) fn words<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    spec: &ChartSpec,
    size: Size,
    scene: &mut Scene,
) -> Drawn<DB> {
    for (index, layer) in spec.layers.iter().enumerate() {
        match layer {
            Layer::Band { role, label, along, from, to } => band(canvas, scene, (*role, label, *along), (*from, *to))?,
            Layer::Rule { role, label, along, at } => rule(canvas, scene, (*role, label, *along), *at, index)?,
            Layer::Bars { bars, .. } => {
                let ends = bars.iter().filter(|bar| !bar.text.is_empty());
                let ring = spec.handle.as_ref().and_then(|handle| ring_px(handle, &canvas.projection));
                let is_horizontal = !spec.y.categories.is_empty();
                let ends: Vec<_> = ends.map(|bar| (bar, bar_end(canvas, bar, is_horizontal, ring))).collect();
                // Some words and not others would be read as a message: all of a layer or none.
                if ends.iter().all(|(_, end)| end.is_clear && !scene.has_words_in(&end.rect)) {
                    for (bar, end) in ends {
                        scene.add_words(end.rect);
                        canvas.text(&bar.text, end.at, end.anchor, Ink::of(Look::Text, Role::Muted, 0))?;
                    }
                }
            }
            Layer::Label { role, text, x, y } => {
                let (x, y) = canvas.px(canvas.share((*x, *y)));
                let gap = 0.5 * canvas.text_px;
                let around = [
                    ((x, y - gap), (0.5, 1.0)),
                    ((x + gap, y), (0.0, 0.5)),
                    ((x - gap, y), (1.0, 0.5)),
                    ((x, y + gap), (0.5, 0.0)),
                    ((x + gap, y - gap), (0.0, 1.0)),
                    ((x - gap, y - gap), (1.0, 1.0)),
                ];
                put(canvas, scene, (text, *role, None), &around, Look::Text)?;
            }
            _ => {}
        }
    }
    if are_lines_named_in_plot(spec, size) {
        if let Some(handle) = &spec.handle
            && let Some(at) = ring_px(handle, &canvas.projection)
        {
            let radius = ring_radius_px(canvas.text_px) + 2.0;
            let middle = at.0;
            let ring = Rect::of_text(at, (0.5, 0.5), (2.0 * radius, 2.0 * radius));
            let (at, anchor) = around_ring(at, radius, canvas.text_px)[0];
            let drop = Rect {
                left: middle - 3.0,
                top: ring.bottom,
                right: middle + 3.0,
                bottom: canvas.projection.plot.bottom(),
            };
            scene.add_handle([ring, drop, Rect::of_text(at, anchor, size_px(&handle.label, canvas.text_px))]);
        }
        for (index, layer) in spec.layers.iter().enumerate() {
            if let Layer::Line { role, label, .. } = layer
                && !label.is_empty()
            {
                let along = along_line(canvas, scene, index);
                put(canvas, scene, (label, *role, Some(index)), &along, Look::Text)?;
            }
        }
    }
    Ok(())
}

fn size_px(text: &str, text_px: f64) -> (f64, f64) {
    (bold_width_em(text) * text_px, 1.15 * text_px)
}

/// Writes text at the best of the candidates, unless even that costs more than it is worth.
fn put<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    scene: &mut Scene,
    (text, role, owner): (&str, Role, Option<usize>),
    candidates: &[Candidate],
    look: Look,
) -> Drawn<DB> {
    let size = size_px(text, canvas.text_px);
    let Some(((at, anchor), cost)) = scene.best(candidates, size, &canvas.projection.plot, owner) else {
        return Ok(());
    };
    // The name of a band can do without; the legend has none of it, but the table does.
    if look == Look::Name && cost > 45.0 || !(at.0.is_finite() && at.1.is_finite()) {
        return Ok(());
    }
    // Whatever happens, words stay inside the picture's plot.
    let rect = Rect::of_text(at, anchor, size);
    let plot = canvas.projection.plot;
    let shift = |low: f64, high: f64, least: f64, most: f64| (least - low).max(0.0) + (most - high).min(0.0);
    let dx = shift(rect.left, rect.right, plot.left, plot.right().max(plot.left + size.0));
    let dy = shift(rect.top, rect.bottom, plot.top, plot.bottom());
    let at = (at.0 + dx, at.1 + dy);
    scene.add_words(Rect::of_text(at, anchor, size));
    canvas.text(text, at, anchor, Ink::of(look, role, 0))
}

fn band<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    scene: &mut Scene,
    (role, label, along): (Role, &str, Along),
    (from, to): (f64, f64),
) -> Drawn<DB> {
    let plot = canvas.projection.plot;
    let em = canvas.text_px;
    let map = if along == Along::X { canvas.projection.x } else { canvas.projection.y };
    let (a, b) = (map.share(from.min(to)).max(0.0), map.share(from.max(to)).min(1.0));
    if label.is_empty() || a.is_nan() || b.is_nan() || b <= a {
        return Ok(());
    }
    let candidates: Vec<Candidate> = match along {
        Along::X => {
            let (left, right) = (plot.left + a * plot.width, plot.left + b * plot.width);
            let (middle, inset) = ((left + right) / 2.0, 0.4 * em);
            let rows = [plot.top + 0.35 * em, plot.bottom() - 1.6 * em, plot.top + plot.height * 0.4];
            rows.iter()
                .flat_map(|&y| {
                    [((middle, y), (0.5, 0.0)), ((right - inset, y), (1.0, 0.0)), ((left + inset, y), (0.0, 0.0))]
                })
                .collect()
        }
        Along::Y => {
            let y = plot.bottom() - (a + b) / 2.0 * plot.height;
            let places = [plot.right() - 0.5 * em, plot.left + 0.5 * em];
            let top = plot.bottom() - b * plot.height + 0.2 * em;
            vec![
                ((places[0], y), (1.0, 0.5)),
                ((places[1], y), (0.0, 0.5)),
                ((places[1], top), (0.0, 0.0)),
                ((places[0], top), (1.0, 0.0)),
            ]
        }
    };
    put(canvas, scene, (&cut(label, plot.width / em * 0.6), role, None), &candidates, Look::Name)
}

fn rule<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    scene: &mut Scene,
    (role, label, along): (Role, &str, Along),
    at: f64,
    index: usize,
) -> Drawn<DB> {
    if label.is_empty() || scene.lines_of(index).next().is_none() {
        return Ok(());
    }
    let plot = canvas.projection.plot;
    let em = canvas.text_px;
    let candidates: Vec<Candidate> = match along {
        Along::X => {
            let x = canvas.projection.x_px(at);
            let rows = [0.0, 0.12, 0.24, 0.4, 0.6, 0.8].map(|share| plot.top + 0.3 * em + share * plot.height);
            rows.iter().flat_map(|&y| [((x + 0.4 * em, y), (0.0, 0.0)), ((x - 0.4 * em, y), (1.0, 0.0))]).collect()
        }
        Along::Y => {
            let y = canvas.projection.y_px(at);
            let columns =
                [(plot.right() - 0.3 * em, 1.0), (plot.left + 0.3 * em, 0.0), (plot.left + plot.width / 2.0, 0.5)];
            columns
                .iter()
                .flat_map(|&(x, anchor)| [((x, y - 0.25 * em), (anchor, 1.0)), ((x, y + 0.25 * em), (anchor, 0.0))])
                .collect()
        }
    };
    put(canvas, scene, (&cut(label, plot.width / em * 0.7), role, None), &candidates, Look::Text)
}

/// Where the words of a bar stand.
struct BarEnd {
    at: Px,
    anchor: (f64, f64),
    rect: Rect,
    /// Whether they are narrow enough for their bar.
    is_clear: bool,
}

/// Text at the end of a bar: beyond it where there is room, else inside.
fn bar_end<DB: DrawingBackend>(canvas: &Canvas<DB>, bar: &Bar, is_horizontal: bool, ring: Option<Px>) -> BarEnd {
    let em = canvas.text_px;
    let hold = |(x, y): Px| (x.clamp(0.0, 1.0), y.clamp(0.0, 1.0));
    let (x0, y0) = canvas.px(hold(canvas.share((bar.x0, bar.y0))));
    let (x1, y1) = canvas.px(hold(canvas.share((bar.x1, bar.y1))));
    let size = size_px(&bar.text, em);
    let (at, anchor) = if is_horizontal {
        let (low, mut high, middle) = (x0.min(x1), x0.max(x1), (y0 + y1) / 2.0);
        // Words at the end that is dragged stand beyond the ring.
        let radius = ring_radius_px(em) + 0.1 * em;
        if ring.is_some_and(|(x, y)| (x - high).abs() < radius && (y - middle).abs() < radius) {
            high += radius;
        }
        // The layout keeps room for these words at the right edge, outside the plot.
        if high + 0.4 * em + size.0 <= canvas.page_width_px() {
            ((high + 0.4 * em, middle), (0.0, 0.5))
        } else if low - 0.4 * em - size.0 >= canvas.projection.plot.left {
            ((low - 0.4 * em, middle), (1.0, 0.5))
        } else {
            ((high - 0.4 * em, middle), (1.0, 0.5))
        }
    } else {
        let is_down = bar.y1 < bar.y0;
        let wanted = if is_down { y1 + 0.25 * em } else { y1 - 0.25 * em };
        // A bar as high as the plot carries its words inside.
        let is_inside = !is_down && wanted - size.1 < canvas.projection.plot.top - 0.3 * em;
        let y = if is_inside { y1 + 0.25 * em } else { wanted };
        (((x0 + x1) / 2.0, y), (0.5, if is_down || is_inside { 0.0 } else { 1.0 }))
    };
    // Not over the bar's name, and hardly wider than an upright bar.
    let is_in_plot = anchor.0 < 1.0 || at.0 - size.0 >= canvas.projection.plot.left;
    let is_clear = if is_horizontal { is_in_plot } else { size.0 <= (x1 - x0).abs() * 1.9 + 0.5 * em };
    BarEnd {
        at,
        anchor,
        rect: Rect::of_text(at, anchor, size),
        is_clear: is_clear && at.0.is_finite() && at.1.is_finite(),
    }
}

/// Places for the name of a line: from its end backwards, on either side of it.
fn along_line<DB: DrawingBackend>(canvas: &Canvas<DB>, scene: &Scene, index: usize) -> Vec<Candidate> {
    const STEPS: usize = 14;
    let gap = 0.45 * canvas.text_px;
    let plot = canvas.projection.plot;
    let points: Vec<Px> = scene.lines_of(index).flatten().copied().collect();
    let Some((&first, &last)) = points.first().zip(points.last()) else {
        // Nothing of it is inside: its name stands at the top, where it has gone.
        return vec![((plot.right() - gap, plot.top + gap), (1.0, 0.0))];
    };
    let mut places = Vec::with_capacity(STEPS * 4);
    let mut from = points.len() - 1;
    for step in 0..STEPS {
        let x = last.0 - (last.0 - first.0) * 0.9 * step as f64 / STEPS as f64;
        while from > 0 && points[from].0 > x {
            from -= 1;
        }
        let (x, y) = between(points[from], points[(from + 1).min(points.len() - 1)], x);
        for (dx, anchor_x) in [(-gap, 1.0), (gap, 0.0)] {
            places.push(((x + dx, y - gap), (anchor_x, 1.0)));
            places.push(((x + dx, y + gap), (anchor_x, 0.0)));
        }
        places.push(((x, y - gap), (0.5, 1.0)));
        places.push(((x, y + gap), (0.5, 0.0)));
    }
    places
}

/// The point of a segment at an x.
fn between(a: Px, b: Px, x: f64) -> Px {
    let t = if b.0 > a.0 { ((x - a.0) / (b.0 - a.0)).clamp(0.0, 1.0) } else { 0.0 };
    (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))
}

/// Places for the name of the handle, around its ring.
pub(crate) fn around_ring((x, y): Px, radius: f64, em: f64) -> [Candidate; 6] {
    let gap = radius + 0.5 * em;
    let near = radius * 0.6;
    [
        ((x - gap, y), (1.0, 0.5)),
        ((x - near, y - gap), (1.0, 1.0)),
        ((x + gap, y), (0.0, 0.5)),
        ((x + near, y - gap), (0.0, 1.0)),
        ((x + near, y + gap), (0.0, 0.0)),
        ((x - near, y + gap), (1.0, 0.0)),
    ]
}
