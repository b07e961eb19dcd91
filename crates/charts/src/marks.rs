//! The marks of each layer, without their words.

use crate::canvas::{Canvas, Drawn};
use crate::clip;
use crate::ink::{Ink, Look, Marker, line_width_px, marker};
use crate::scene::{Px, Rect, Scene};
use explorer_core::chart::{Along, Bar, Layer, Point, Role};
use plotters::prelude::DrawingBackend;

/// Paints one layer and notes in the scene where it stands.
pub(crate) fn layer<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    layer: &Layer,
    index: usize,
    scene: &mut Scene,
) -> Drawn<DB> {
    let of = |look, role: Role| Ink::of(look, role, (index % 254) as u8 + 1);
    match layer {
        Layer::Line { role, points, dashed, .. } => {
            let ink = of(if *dashed { Look::Dashed } else { Look::Line }, *role);
            for piece in clip::polyline(points.iter().map(|&point| canvas.share(point))) {
                scene.add_line(index, &piece.iter().map(|&share| canvas.px(share)).collect::<Vec<_>>());
                canvas.line(piece, ink, line_width_px(*role))?;
            }
        }
        Layer::Area { role, points, .. } => area(canvas, points, of(Look::Area, *role))?,
        Layer::Bars { role, bars, .. } => {
            for bar in bars {
                self::bar(canvas, bar, of(Look::Bar, *role), scene)?;
            }
        }
        Layer::Points { role, points, .. } => {
            let whisker = of(Look::Whisker, *role);
            for point in points.iter().filter(|p| p.low < p.high) {
                self::whisker(canvas, point, whisker)?;
            }
            let radius = if points.len() > 120 { 0.2 } else { 0.34 } * canvas.text_px;
            for point in points {
                let share = canvas.share((point.x, point.y));
                if (0.0..=1.0).contains(&share.0) && (0.0..=1.0).contains(&share.1) {
                    let at = canvas.px(share);
                    scene.add_dot(at);
                    dot(canvas, at, radius, marker(*role), &|look| of(look, *role))?;
                }
            }
        }
        Layer::Band { role, along, from, to, .. } => {
            let (from, to) = (from.min(*to), from.max(*to));
            let (a, b) = match along {
                Along::X => ((canvas.projection.x.share(from), 0.0), (canvas.projection.x.share(to), 1.0)),
                Along::Y => ((0.0, canvas.projection.y.share(from)), (1.0, canvas.projection.y.share(to))),
            };
            canvas.rect(a, b, of(Look::Band, *role), 0.0)?;
        }
        Layer::Rule { role, along, at, .. } => {
            let share = match along {
                Along::X => canvas.projection.x.share(*at),
                Along::Y => canvas.projection.y.share(*at),
            };
            if (0.0..=1.0).contains(&share) {
                let points = match along {
                    Along::X => vec![(share, 0.0), (share, 1.0)],
                    Along::Y => vec![(0.0, share), (1.0, share)],
                };
                scene.add_line(index, &points.iter().map(|&share| canvas.px(share)).collect::<Vec<_>>());
                canvas.line(points, of(Look::Rule, *role), 2.0)?;
            }
        }
        Layer::Label { .. } => {}
    }
    Ok(())
}

fn area<DB: DrawingBackend>(canvas: &Canvas<DB>, points: &[(f64, f64, f64)], ink: Ink) -> Drawn<DB> {
    // What is no number parts the area in two.
    for run in points.split(|(x, low, high)| x.is_nan() || low.is_nan() || high.is_nan()) {
        let low = run.iter().map(|&(x, low, _)| canvas.share((x, low)));
        let high = run.iter().rev().map(|&(x, _, high)| canvas.share((x, high)));
        let polygon = clip::polygon(low.chain(high).collect());
        if polygon.len() > 2 {
            canvas.polygon(polygon, ink)?;
        }
    }
    Ok(())
}

fn bar<DB: DrawingBackend>(canvas: &Canvas<DB>, bar: &Bar, ink: Ink, scene: &mut Scene) -> Drawn<DB> {
    let (a, b) = (canvas.share((bar.x0, bar.y0)), canvas.share((bar.x1, bar.y1)));
    let low = (a.0.min(b.0), a.1.min(b.1));
    let high = (a.0.max(b.0), a.1.max(b.1));
    if low.0.is_nan() || low.1.is_nan() || high.0.is_nan() || high.1.is_nan() {
        return Ok(());
    }
    canvas.rect(low, high, ink, 1.0)?;
    let hold = |(x, y): clip::Share| canvas.px((x.clamp(0.0, 1.0), y.clamp(0.0, 1.0)));
    let (low, high) = (hold(low), hold(high));
    scene.add_bar(Rect { left: low.0, top: high.1, right: high.0, bottom: low.1 });
    Ok(())
}

fn whisker<DB: DrawingBackend>(canvas: &Canvas<DB>, point: &Point, ink: Ink) -> Drawn<DB> {
    let ends = clip::polyline([canvas.share((point.x, point.low)), canvas.share((point.x, point.high))]);
    for end in ends {
        let (low, high) = (canvas.px(end[0]), canvas.px(end[1]));
        canvas.line(end, ink, 2.0)?;
        // Caps only where the interval really ends, not where the plot does.
        for (value, (x, y)) in [(point.low, low), (point.high, high)] {
            if (0.0..=1.0).contains(&canvas.projection.y.share(value)) {
                let half = 0.24 * canvas.text_px;
                canvas.line_px(&[(x - half, y), (x + half, y)], ink, 2.0)?;
            }
        }
    }
    Ok(())
}

/// A dot in the shape of its role.
pub(crate) fn dot<DB: DrawingBackend>(
    canvas: &Canvas<DB>,
    (x, y): Px,
    radius: f64,
    shape: Marker,
    of: &dyn Fn(Look) -> Ink,
) -> Drawn<DB> {
    let r = radius;
    match shape {
        Marker::Circle => canvas.circle_px((x, y), r, of(Look::Dot), 0.0),
        Marker::Ring => canvas.circle_px((x, y), r, of(Look::Ring), 2.0),
        Marker::Square => {
            let s = r * 0.9;
            canvas.polygon_px(&[(x - s, y - s), (x + s, y - s), (x + s, y + s), (x - s, y + s)], of(Look::Dot), 0.0)
        }
        Marker::Diamond => {
            let s = r * 1.25;
            canvas.polygon_px(&[(x, y - s), (x + s, y), (x, y + s), (x - s, y)], of(Look::Dot), 0.0)
        }
        Marker::Triangle => canvas.polygon_px(
            &[(x, y - 1.2 * r), (x + 1.1 * r, y + 0.8 * r), (x - 1.1 * r, y + 0.8 * r)],
            of(Look::Dot),
            0.0,
        ),
    }
}
