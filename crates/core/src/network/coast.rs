//! The coastlines of the world, small enough to travel with the page.
//!
//! Natural Earth's land polygons 1:50 million (public domain, version 4.1.0) as packed by world-atlas 2.0.2 (ISC licence),
//! simplified to 0.2 degrees and rounded to tenths of a degree by `script/coastlines.mjs`: for pictures, not for measuring.

use std::sync::LazyLock;

use super::geodesic::Place;

/// A closed ring of (longitude, latitude) in degrees. Longitudes run on across the antimeridian, so they may leave −180 to 180.
pub type Ring = Vec<(f64, f64)>;

static RINGS: LazyLock<Vec<Ring>> = LazyLock::new(|| include_str!("coast.txt").lines().map(ring).collect());

/// All rings, those with the most points first.
pub fn rings() -> &'static [Ring] {
    &RINGS
}

/// Whether a ring goes once around a pole: its last point is a turn away from its first, not a step.
pub fn winds(ring: &[(f64, f64)]) -> bool {
    match (ring.first(), ring.last()) {
        (Some(a), Some(b)) => (a.0 - b.0).abs() > 180.0,
        _ => false,
    }
}

/// Whether there is land at a place.
pub fn on_land(at: Place) -> bool {
    let crossings = |ring: &Ring| {
        let mut points = ring.clone();
        if winds(ring) {
            points.extend([(ring[ring.len() - 1].0, -90.0), (ring[0].0, -90.0)]);
        }
        let turns = [at.lon - 360.0, at.lon, at.lon + 360.0];
        turns.into_iter().filter(|lon| inside(&points, *lon, at.lat)).count()
    };
    rings().iter().map(crossings).sum::<usize>() % 2 == 1
}

/// By the parity of the edges to the east.
fn inside(points: &[(f64, f64)], lon: f64, lat: f64) -> bool {
    let mut inside = false;
    let mut last = points[points.len() - 1];
    for &point in points {
        let between = (point.1 > lat) != (last.1 > lat);
        if between && lon < (last.0 - point.0) * (lat - point.1) / (last.1 - point.1) + point.0 {
            inside = !inside;
        }
        last = point;
    }
    inside
}

/// Reads the encoded-polyline format with tenths of a degree, longitude first.
fn ring(line: &str) -> Ring {
    let mut numbers = Vec::with_capacity(line.len());
    let (mut value, mut shift) = (0_i32, 0);
    for byte in line.bytes() {
        let five = i32::from(byte) - 63;
        value |= (five & 31) << shift;
        shift += 5;
        if five < 32 {
            numbers.push(if value & 1 == 1 { !(value >> 1) } else { value >> 1 });
            (value, shift) = (0, 0);
        }
    }
    let (mut x, mut y) = (0, 0);
    let point = |pair: &[i32]| {
        x += pair[0];
        y += pair[1];
        (f64::from(x) / 10.0, f64::from(y) / 10.0)
    };
    numbers.chunks_exact(2).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::super::cities;
    use super::*;

    #[test]
    fn the_rings_stay_on_the_earth_and_one_goes_around_a_pole() {
        assert!(rings().len() > 100);
        assert_eq!(rings().iter().filter(|r| winds(r)).count(), 1, "Antarctica");
        for ring in rings() {
            assert!(ring.len() >= 3);
            assert!(ring.iter().all(|(lon, lat)| lon.abs() <= 540.0 && lat.abs() <= 90.0));
        }
    }

    #[test]
    fn cities_inland_are_on_land_and_the_middle_of_oceans_is_not() {
        for slug in
            ["denver", "kansas-city", "brasilia", "madrid", "moscow", "novosibirsk", "delhi", "harare", "la-paz"]
        {
            assert!(on_land(cities::find(slug).unwrap().place), "{slug}");
        }
        for (lat, lon) in [(0.0, -30.0), (-30.0, -120.0), (40.0, 180.0), (-40.0, 90.0), (89.0, 0.0)] {
            assert!(!on_land(Place { lat, lon }), "{lat},{lon}");
        }
        // Across the antimeridian: Chukotka; and at the south pole.
        assert!(on_land(Place { lat: 66.5, lon: -175.0 }) && on_land(Place { lat: 67.0, lon: 175.0 }));
        assert!(on_land(Place { lat: -85.0, lon: 10.0 }));
    }

    #[test]
    fn the_file_keeps_to_its_budget() {
        // 40 kB after compression is the limit of the topic; the text itself stays far below.
        assert!(include_str!("coast.txt").len() < 12_000);
    }
}
