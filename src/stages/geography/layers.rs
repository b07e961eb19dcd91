//! What lies on the map: lines as SVG paths, rings with their times, dots and names.

use std::fmt::Write;

use explorer_core::network::geodesic::{Place, destination};
use explorer_core::network::projection::{Line, Projection};

use super::camera::{Camera, base};

/// A path through lines in units of the picture, before the camera.
pub fn path(projection: Projection, lines: &[Line], closed: bool) -> String {
    let mut d = String::with_capacity(lines.iter().map(Vec::len).sum::<usize>() * 11);
    for line in lines {
        let mut last = (f64::NAN, f64::NAN);
        for (i, point) in line.iter().enumerate() {
            let (x, y) = base(projection, *point);
            // Tenths of a unit are enough up to the farthest zoom of rounded coastlines.
            let (x, y) = ((x * 10.0).round() / 10.0, (y * 10.0).round() / 10.0);
            if (x, y) == last {
                continue;
            }
            last = (x, y);
            let _ = write!(d, "{}{x} {y}", if i == 0 { "M" } else { "L" });
        }
        if closed {
            d.push('Z');
        }
    }
    d
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
