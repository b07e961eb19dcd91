//! What lies on the map: lines as SVG paths, rings with their times, dots and names.

use std::fmt::Write;

use explorer_core::network::geodesic::{Place, destination};
use explorer_core::network::projection::{Line, Projection};

use super::camera::{Camera, base};

/// A path through lines in units of the picture, before the camera.
pub fn path(projection: Projection, lines: &[Line], closed: bool) -> String {
    let mut d = String::with_capacity(lines.iter().map(Vec::len).sum::<usize>() * 11);
    for line in lines {
        let mut last = None;
        for (i, point) in line.iter().enumerate() {
            let (x, y) = base(projection, *point);
            // Tenths of a unit are enough up to the farthest zoom of rounded coastlines.
            let at = ((x * 10.0).round() as i32, (y * 10.0).round() as i32);
            if last == Some(at) {
                continue;
            }
            last = Some(at);
            d.push(if i == 0 { 'M' } else { 'L' });
            push_tenths(&mut d, at.0);
            d.push(' ');
            push_tenths(&mut d, at.1);
        }
        if closed {
            d.push('Z');
        }
    }
    d
}

/// Writes a number of tenths: whole numbers are written several times as fast as fractions, and a ring has hundreds.
fn push_tenths(d: &mut String, tenths: i32) {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    let _ = write!(d, "{sign}{whole}");
    if rest > 0 {
        let _ = write!(d, ".{rest}");
    }
}

/// The round times of rings, ms; those that reach no further than a few hundred km are left out.
const RING_MS: [f64; 6] = [50.0, 100.0, 150.0, 200.0, 300.0, 400.0];

/// A ring: its time, its path, and the place of its label.
#[derive(Clone, PartialEq)]
pub struct Ring {
    pub ms: f64,
    pub d: String,
    pub label: Place,
}

/// Rings of equal usual round trip around a place.
pub fn rings(projection: Projection, centre: Place, km_within: impl Fn(f64) -> Option<f64>) -> Vec<Ring> {
    let mut rings = Vec::new();
    for ms in RING_MS {
        let Some(km) = km_within(ms).filter(|km| *km > 200.0) else { continue };
        let lines = projection.ring(centre, km);
        if lines.is_empty() {
            continue;
        }
        // Above the centre; below it where the pole is nearer than the ring.
        let north = centre.lat + km / 111.2 < 84.0;
        let label = destination(centre, if north { 0.0 } else { 180.0 }, km);
        rings.push(Ring { ms, d: path(projection, &lines, false), label });
    }
    rings
}

/// Where a place is seen.
pub fn seen(projection: Projection, camera: Camera, at: Place) -> (f64, f64) {
    camera.seen(projection, projection.project(at))
}

#[cfg(test)]
mod tests {
    #[test]
    fn tenths_are_written_as_numbers() {
        for (tenths, words) in [(0, "0"), (5, "0.5"), (-3, "-0.3"), (120, "12"), (-125, "-12.5")] {
            let mut d = String::new();
            super::push_tenths(&mut d, tenths);
            assert_eq!(d, words);
        }
    }
}
