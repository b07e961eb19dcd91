//! Cutting marks at the edges of the plot, in shares of its width and height: what is outside is not drawn, and what
//! crosses an edge ends on it, instead of running along it.

/// A position in shares of the plot, (0, 0) at its lower left corner.
pub(crate) type Share = (f64, f64);

/// The pieces of a polyline that lie inside the plot. Points that are no number break the line.
pub(crate) fn polyline(points: impl IntoIterator<Item = Share>) -> Vec<Vec<Share>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Share> = Vec::new();
    let mut before: Option<Share> = None;
    for point in points {
        if point.0.is_nan() || point.1.is_nan() {
            finish(&mut pieces, &mut piece);
            before = None;
            continue;
        }
        if let Some(start) = before {
            match segment(start, point) {
                Some((a, b)) => {
                    if piece.last() != Some(&a) {
                        finish(&mut pieces, &mut piece);
                        piece.push(a);
                    }
                    piece.push(b);
                }
                None => finish(&mut pieces, &mut piece),
            }
        }
        before = Some(point);
    }
    finish(&mut pieces, &mut piece);
    pieces
}

fn finish(pieces: &mut Vec<Vec<Share>>, piece: &mut Vec<Share>) {
    if piece.len() > 1 {
        pieces.push(std::mem::take(piece));
    } else {
        piece.clear();
    }
}

/// The part of a segment inside the unit square (Liang and Barsky 1984, "A new concept and method for line clipping").
fn segment(a: Share, b: Share) -> Option<(Share, Share)> {
    if inside(a) && inside(b) {
        return Some((a, b));
    }
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (slope, room) in [(-dx, a.0), (dx, 1.0 - a.0), (-dy, a.1), (dy, 1.0 - a.1)] {
        if slope == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if slope < 0.0 {
            enter = enter.max(room / slope);
        } else {
            leave = leave.min(room / slope);
        }
    }
    if enter > leave {
        return None;
    }
    let at = |t: f64, end: Share| if t == 0.0 || t == 1.0 { end } else { hold((a.0 + t * dx, a.1 + t * dy)) };
    Some((at(enter, a), at(leave, b)))
}

fn inside((x, y): Share) -> bool {
    (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y)
}

fn hold((x, y): Share) -> Share {
    (x.clamp(0.0, 1.0), y.clamp(0.0, 1.0))
}

/// The part of a polygon inside the unit square (Sutherland and Hodgman 1974).
pub(crate) fn polygon(points: Vec<Share>) -> Vec<Share> {
    let mut points = points;
    // For each edge: how far inside a point is.
    let depths: [fn(Share) -> f64; 4] = [|p| p.0, |p| 1.0 - p.0, |p| p.1, |p| 1.0 - p.1];
    for depth in depths {
        if points.iter().all(|&p| depth(p) >= 0.0) {
            continue;
        }
        let mut kept = Vec::with_capacity(points.len() + 4);
        for (i, &b) in points.iter().enumerate() {
            let a = points[(i + points.len() - 1) % points.len()];
            let (da, db) = (depth(a), depth(b));
            if (da < 0.0) != (db < 0.0) {
                let t = da / (da - db);
                kept.push((a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1)));
            }
            if db >= 0.0 {
                kept.push(b);
            }
        }
        points = kept;
    }
    points.into_iter().map(hold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_where_it_meets_the_edge() {
        let pieces = polyline([(0.0, 0.5), (0.5, 0.5), (1.0, 2.5)]);
        assert_eq!(pieces.len(), 1);
        let &(x, y) = pieces[0].last().expect("a piece has points");
        assert!((x - 0.625).abs() < 1e-12 && (y - 1.0).abs() < 1e-12, "{pieces:?}");
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_two_pieces() {
        let pieces = polyline([(0.0, 0.5), (0.25, 1.5), (0.75, 1.5), (1.0, 0.5)]);
        assert_eq!(pieces.len(), 2);
    }

    #[test]
    fn what_is_no_number_breaks_the_line() {
        assert_eq!(polyline([(0.0, 0.0), (0.2, 0.2), (f64::NAN, 0.3), (0.5, 0.5), (0.9, 0.9)]).len(), 2);
        assert!(polyline([(0.5, f64::NAN)]).is_empty());
    }

    #[test]
    fn a_polygon_over_the_edge_keeps_its_area_inside() {
        let square = vec![(0.5, 0.5), (1.5, 0.5), (1.5, 1.5), (0.5, 1.5)];
        let p = polygon(square);
        let area: f64 = (0..p.len()).map(|i| p[i].0 * p[(i + 1) % p.len()].1 - p[(i + 1) % p.len()].0 * p[i].1).sum();
        assert!((area / 2.0 - 0.25).abs() < 1e-12, "{p:?}");
        assert!(polygon(vec![(2.0, 2.0), (3.0, 2.0), (3.0, 3.0)]).is_empty());
    }
}
