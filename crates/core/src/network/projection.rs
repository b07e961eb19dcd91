//! Flat maps of the round Earth, in radii of the Earth, x to the right and y up.
//!
//! * **Equal Earth** (B. Šavrič, T. Patterson, B. Jenny, 2018, <https://doi.org/10.1080/13658816.2018.1504949>): the whole
//!   world with true areas. Distances on it are wrong nearly everywhere; x within ±2.7066, y within ±1.3173.
//! * **Azimuthal equidistant** around a centre: every place stands in its true direction and at its true distance from the
//!   centre (and only from there), d/R. x and y within ±π.
//!
//! Lines are given as places close together. On the flat map a line that leaves by one edge comes in by the other: it is
//! drawn unbroken beyond the edge and once more from the other side, and the picture cuts off what lies outside [`outline`].

use std::f64::consts::PI;

use super::coast;
use super::geodesic::{MEAN_RADIUS_KM, Place, destination, way};

/// Points of a line on the map.
pub type Line = Vec<(f64, f64)>;

/// A projection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Projection {
    /// The whole world, areas true.
    EqualEarth,
    /// Distances from this centre true.
    Around(Place),
}

const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
const M: f64 = 0.866_025_403_784_438_6;
/// Steps of drawn circles.
const CIRCLE_STEPS: usize = 120;
/// Edges of coastlines longer than this on the map are bent, radii.
const LONG_EDGE: f64 = 0.12;
/// Land is drawn around a centre so many degrees aside (0.15 km): an edge exactly through the opposite place, which coordinates
/// rounded to tenths of a degree do hit, would be drawn across the whole map.
const ASIDE: f64 = 0.001_37;

impl Projection {
    /// Half the width and half the height of the map.
    pub fn half_size(self) -> (f64, f64) {
        match self {
            Self::EqualEarth => (2.706_63, 1.317_363),
            Self::Around(_) => (PI, PI),
        }
    }

    /// Where a place stands.
    pub fn project(self, at: Place) -> (f64, f64) {
        match self {
            Self::EqualEarth => equal_earth(at.lon, at.lat),
            Self::Around(centre) => around(centre, at),
        }
    }

    /// The place that stands there; none outside the map.
    pub fn unproject(self, (x, y): (f64, f64)) -> Option<Place> {
        match self {
            Self::EqualEarth => equal_earth_inverse(x, y),
            Self::Around(centre) => {
                let angle = libm::hypot(x, y);
                let azimuth = libm::atan2(x, y).to_degrees();
                (angle <= PI).then(|| destination(centre, azimuth, angle * MEAN_RADIUS_KM))
            }
        }
    }

    /// The edge of the world.
    pub fn outline(self) -> Line {
        match self {
            Self::EqualEarth => {
                let side = |lon: f64, up: bool| {
                    (0..=60).map(move |i| equal_earth(lon, if up { 1.0 } else { -1.0 } * (f64::from(i) * 3.0 - 90.0)))
                };
                side(-180.0, true).chain(side(180.0, false)).collect()
            }
            Self::Around(_) => circle(PI),
        }
    }

    /// The land as closed rings, to be filled by the even-odd rule and cut off at the outline.
    pub fn land(self) -> Vec<Line> {
        match self {
            Self::EqualEarth => coast::rings().iter().flat_map(|ring| flat_rings(ring)).collect(),
            Self::Around(centre) => {
                let lat = if centre.lat > 0.0 { centre.lat - ASIDE } else { centre.lat + ASIDE };
                let centre = Place { lat, lon: centre.lon + 0.7 * ASIDE };
                let mut rings: Vec<Line> = coast::rings().iter().map(|ring| bent_ring(centre, ring)).collect();
                // Seen from the centre, the land around the opposite place is a frame: its ring is the frame's inner edge.
                if coast::on_land(centre.antipode()) {
                    rings.push(circle(PI));
                }
                rings
            }
        }
    }

    /// A line through places close together; in several copies where it crosses the edge of the flat map.
    pub fn line(self, places: &[Place]) -> Vec<Line> {
        match self {
            Self::EqualEarth => flat_copies(&unwrapped(places)),
            Self::Around(_) => vec![places.iter().map(|p| self.project(*p)).collect()],
        }
    }

    /// The shortest way between two places.
    pub fn way(self, from: Place, to: Place) -> Vec<Line> {
        self.line(&way(from, to, 64))
    }

    /// The places `km` from a centre; nothing beyond half around the Earth.
    pub fn ring(self, centre: Place, km: f64) -> Vec<Line> {
        if !(km > 0.0 && km < PI * MEAN_RADIUS_KM) {
            return Vec::new();
        }
        if self == Self::Around(centre) {
            return vec![circle(km / MEAN_RADIUS_KM)];
        }
        let steps = 0..=CIRCLE_STEPS;
        let places: Vec<Place> =
            steps.map(|i| destination(centre, i as f64 * 360.0 / CIRCLE_STEPS as f64, km)).collect();
        self.line(&places)
    }

    /// Meridians and parallels every 30 degrees.
    pub fn graticule(self) -> Vec<Line> {
        let meridian = |i: i32| (0..=60).map(move |j| (f64::from(i) * 30.0, f64::from(j) * 3.0 - 90.0)).collect();
        let parallel = |i: i32| (0..=120).map(move |j| (f64::from(j) * 3.0 - 180.0, f64::from(i) * 30.0)).collect();
        let lines = (-6..6).map(meridian).chain((-2..=2).map(parallel));
        let project =
            |line: Vec<(f64, f64)>| line.into_iter().map(|(lon, lat)| self.project(Place { lat, lon })).collect();
        lines.map(project).collect()
    }
}

fn circle(radius: f64) -> Line {
    (0..=CIRCLE_STEPS)
        .map(|i| {
            let t = i as f64 * 2.0 * PI / CIRCLE_STEPS as f64;
            (radius * libm::sin(t), radius * libm::cos(t))
        })
        .collect()
}

/// x is proportional to the longitude, so that longitudes beyond ±180 make sense too.
fn equal_earth(lon: f64, lat: f64) -> (f64, f64) {
    let theta = libm::asin(M * libm::sin(lat.to_radians()));
    let t2 = theta * theta;
    let t6 = t2 * t2 * t2;
    let x = lon.to_radians() * libm::cos(theta) / (M * slope(theta));
    (x, theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)))
}

/// dy/dθ.
fn slope(theta: f64) -> f64 {
    let t2 = theta * theta;
    A[0] + 3.0 * A[1] * t2 + t2 * t2 * t2 * (7.0 * A[2] + 9.0 * A[3] * t2)
}

fn equal_earth_inverse(x: f64, y: f64) -> Option<Place> {
    if !(y.abs() <= 1.317_363) {
        return None;
    }
    let mut theta = y / A[0];
    for _ in 0..12 {
        let t2 = theta * theta;
        theta -= (theta * (A[0] + A[1] * t2 + t2 * t2 * t2 * (A[2] + A[3] * t2)) - y) / slope(theta);
    }
    let lon = (M * x * slope(theta) / libm::cos(theta)).to_degrees();
    let lat = libm::asin((libm::sin(theta) / M).clamp(-1.0, 1.0)).to_degrees();
    Place::new(lat, lon).ok()
}

fn around(centre: Place, at: Place) -> (f64, f64) {
    let (lat0, lat) = (centre.lat.to_radians(), at.lat.to_radians());
    let east = (at.lon - centre.lon).to_radians();
    let (s0, c0, s, c) = (libm::sin(lat0), libm::cos(lat0), libm::sin(lat), libm::cos(lat));
    let (x, y, cosine) = (c * libm::sin(east), c0 * s - s0 * c * libm::cos(east), s0 * s + c0 * c * libm::cos(east));
    let sine = libm::hypot(x, y);
    if sine < 1e-12 {
        return if cosine > 0.0 { (0.0, 0.0) } else { (0.0, PI) };
    }
    let scale = libm::atan2(sine, cosine) / sine;
    (x * scale, y * scale)
}

/// Longitudes without jumps at the antimeridian.
fn unwrapped(places: &[Place]) -> Vec<(f64, f64)> {
    let mut turns = 0.0;
    let mut last: Option<f64> = None;
    places
        .iter()
        .map(|p| {
            match last.map(|l| p.lon - l) {
                Some(step) if step > 180.0 => turns -= 360.0,
                Some(step) if step < -180.0 => turns += 360.0,
                _ => {}
            }
            last = Some(p.lon);
            (p.lon + turns, p.lat)
        })
        .collect()
}

/// The line, and again a turn to the east or west where it leaves the map.
fn flat_copies(points: &[(f64, f64)]) -> Vec<Line> {
    let west = points.iter().any(|p| p.0 < -180.0);
    let east = points.iter().any(|p| p.0 > 180.0);
    let turns = [(true, 0.0), (west, 360.0), (east, -360.0)];
    let copy = |turn: f64| points.iter().map(|(lon, lat)| equal_earth(lon + turn, *lat)).collect();
    turns.into_iter().filter(|(wanted, _)| *wanted).map(|(_, turn)| copy(turn)).collect()
}

fn flat_rings(ring: &[(f64, f64)]) -> Vec<Line> {
    if !coast::winds(ring) {
        return flat_copies(ring);
    }
    // Around the pole: along the coast, down to the pole's line, and back along it; both copies, whatever its beginning.
    let (first, last) = (ring[0], ring[ring.len() - 1]);
    let mut closed = ring.to_vec();
    closed.extend([(last.0, -90.0), (first.0, -90.0)]);
    [0.0, 360.0, -360.0].map(|turn| closed.iter().map(|(lon, lat)| equal_earth(lon + turn, *lat)).collect()).to_vec()
}

fn bent_ring(centre: Place, ring: &[(f64, f64)]) -> Line {
    let place = |&(lon, lat): &(f64, f64)| Place { lat, lon };
    let mut line = Line::with_capacity(ring.len() + 8);
    let mut last = place(&ring[ring.len() - 1]);
    let mut last_at = around(centre, last);
    for point in ring {
        let here = place(point);
        let here_at = around(centre, here);
        bend(centre, (last, last_at), (here, here_at), 16, &mut line);
        line.push(here_at);
        (last, last_at) = (here, here_at);
    }
    line
}

/// Adds the points between two, so that the edge follows the map's curvature: near the opposite place a short edge may go
/// halfway around the frame.
fn bend(centre: Place, a: (Place, (f64, f64)), b: (Place, (f64, f64)), deeper: u8, into: &mut Line) {
    let (dx, dy) = (a.1.0 - b.1.0, a.1.1 - b.1.1);
    if deeper == 0 || dx * dx + dy * dy < LONG_EDGE * LONG_EDGE {
        return;
    }
    let middle = way(a.0, b.0, 2)[1];
    let middle = (middle, around(centre, middle));
    bend(centre, a, middle, deeper - 1, into);
    into.push(middle.1);
    bend(centre, middle, b, deeper - 1, into);
}

#[cfg(test)]
mod tests {
    use super::super::geodesic::great_circle_km;
    use super::*;

    const SYDNEY: Place = Place { lat: -33.87, lon: 151.21 };
    const LONDON: Place = Place { lat: 51.51, lon: -0.13 };

    fn places() -> impl Iterator<Item = Place> {
        (-8..=8).flat_map(|i| (-17..=17).map(move |j| Place { lat: f64::from(i) * 10.0, lon: f64::from(j) * 10.0 }))
    }

    #[test]
    fn every_place_finds_its_way_back_on_both_maps() {
        for map in [Projection::EqualEarth, Projection::Around(SYDNEY), Projection::Around(LONDON)] {
            for at in places() {
                let back = map.unproject(map.project(at)).unwrap();
                assert!(great_circle_km(at, back) < 1e-3, "{map:?} {at:?} {back:?}");
            }
        }
    }

    #[test]
    fn around_a_centre_lengths_are_true_distances() {
        for at in places() {
            let (x, y) = Projection::Around(SYDNEY).project(at);
            assert!((libm::hypot(x, y) * MEAN_RADIUS_KM - great_circle_km(SYDNEY, at)).abs() < 1e-4, "{at:?}");
        }
    }

    #[test]
    fn equal_earth_has_its_published_corners() {
        // Šavrič, Patterson & Jenny: width 2.706629…, height 1.317362… times R on each side.
        let (x, _) = equal_earth(180.0, 0.0);
        let (_, y) = equal_earth(0.0, 90.0);
        assert!((x - 2.706_629_9).abs() < 1e-6 && (y - 1.317_362_8).abs() < 1e-6, "{x} {y}");
    }

    #[test]
    fn a_way_over_the_pacific_is_drawn_from_both_edges_and_never_across_the_map() {
        let lines = Projection::EqualEarth.way(Place { lat: 35.7, lon: 139.7 }, Place { lat: 39.0, lon: -77.5 });
        assert_eq!(lines.len(), 2);
        for step in lines.iter().flat_map(|l| l.windows(2)) {
            assert!((step[0].0 - step[1].0).abs() < 0.3, "{step:?}");
        }
    }

    #[test]
    fn no_edge_of_land_jumps_across_the_frame_whatever_the_centre() {
        for centre in places().chain([LONDON, SYDNEY, Place { lat: 90.0, lon: 0.0 }, Place { lat: -41.3, lon: 174.8 }])
        {
            for ring in Projection::Around(centre).land() {
                for step in ring.windows(2) {
                    let gap = libm::hypot(step[0].0 - step[1].0, step[0].1 - step[1].1);
                    assert!(gap < 0.2, "{centre:?}: {gap}");
                }
            }
        }
    }

    #[test]
    fn land_stays_within_the_frame() {
        for map in [Projection::Around(LONDON), Projection::Around(SYDNEY)] {
            assert!(map.land().iter().flatten().all(|(x, y)| libm::hypot(*x, *y) < PI + 1e-9));
        }
    }

    #[test]
    fn rings_beyond_half_around_the_earth_are_not_there() {
        assert!(Projection::EqualEarth.ring(SYDNEY, 20_100.0).is_empty());
        assert_eq!(Projection::Around(SYDNEY).ring(SYDNEY, 5_000.0).len(), 1);
    }
}
