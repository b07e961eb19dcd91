//! The same on a sphere: distances by the haversine in Vincenty's form (stable at every distance), ways and rings for maps.

use super::{MEAN_RADIUS_KM, Place};

/// Kilometres between two places on a sphere of the mean radius, 0 to 20,015.
pub fn great_circle_km(from: Place, to: Place) -> f64 {
    MEAN_RADIUS_KM * angle(unit(from), unit(to))
}

/// The place reached from `from` after `km` in the direction `azimuth_deg` (0 north, 90 east), on the sphere.
pub fn destination(from: Place, azimuth_deg: f64, km: f64) -> Place {
    let (lat, azimuth, delta) = (from.lat.to_radians(), azimuth_deg.to_radians(), km / MEAN_RADIUS_KM);
    let (sin_lat, cos_lat) = (libm::sin(lat), libm::cos(lat));
    let (sin_delta, cos_delta) = (libm::sin(delta), libm::cos(delta));
    let sin_there = sin_lat * cos_delta + cos_lat * sin_delta * libm::cos(azimuth);
    let east = libm::atan2(libm::sin(azimuth) * sin_delta * cos_lat, cos_delta - sin_lat * sin_there);
    Place { lat: libm::asin(sin_there.clamp(-1.0, 1.0)).to_degrees(), lon: wrapped(from.lon + east.to_degrees()) }
}

/// The great circle between two places as `steps` + 1 places. Between opposite places every way is as short: then over the
/// north pole.
pub fn way(from: Place, to: Place, steps: usize) -> Vec<Place> {
    let (a, b) = (unit(from), unit(to));
    let whole = angle(a, b);
    // The direction at `from`, at right angles to it.
    let mut side = sub(b, scaled(a, dot(a, b)));
    if norm(side) < 1e-9 {
        side = sub([0.0, 0.0, 1.0], scaled(a, a[2]));
    }
    if norm(side) < 1e-9 {
        side = [1.0, 0.0, 0.0];
    }
    let side = scaled(side, 1.0 / norm(side));
    let steps = steps.max(1);
    (0..=steps)
        .map(|i| {
            let t = whole * i as f64 / steps as f64;
            place(add(scaled(a, libm::cos(t)), scaled(side, libm::sin(t))))
        })
        .collect()
}

/// A longitude brought back between −180 and 180.
fn wrapped(lon: f64) -> f64 {
    if lon > 180.0 {
        lon - 360.0
    } else if lon < -180.0 {
        lon + 360.0
    } else {
        lon
    }
}

type Vector = [f64; 3];

fn unit(at: Place) -> Vector {
    let (lat, lon) = (at.lat.to_radians(), at.lon.to_radians());
    [libm::cos(lat) * libm::cos(lon), libm::cos(lat) * libm::sin(lon), libm::sin(lat)]
}

fn place(v: Vector) -> Place {
    Place { lat: libm::atan2(v[2], libm::hypot(v[0], v[1])).to_degrees(), lon: libm::atan2(v[1], v[0]).to_degrees() }
}

fn angle(a: Vector, b: Vector) -> f64 {
    let cross = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
    libm::atan2(norm(cross), dot(a, b))
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn norm(a: Vector) -> f64 {
    dot(a, a).sqrt()
}

fn scaled(a: Vector, by: f64) -> Vector {
    [a[0] * by, a[1] * by, a[2] * by]
}

fn add(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

fn sub(a: Vector, b: Vector) -> Vector {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

#[cfg(test)]
mod tests {
    use super::super::distance_km;
    use super::*;

    #[test]
    fn the_sphere_is_within_six_thousandths_of_the_ellipsoid() {
        let mut worst: f64 = 0.0;
        for lat in [-80.0, -33.0, -1.0, 0.0, 20.0, 51.5, 89.0] {
            for lon in [-179.0, -74.0, 0.0, 30.0, 151.0, 179.5] {
                let (a, b) = (Place { lat: 40.7, lon: -74.0 }, Place { lat, lon });
                worst = worst.max((great_circle_km(a, b) / distance_km(a, b) - 1.0).abs());
            }
        }
        assert!(worst > 1e-3 && worst < 5.7e-3, "{worst}");
    }

    #[test]
    fn a_way_begins_and_ends_where_it_should_and_its_steps_are_equal() {
        let (a, b) = (Place { lat: 35.7, lon: 139.7 }, Place { lat: 39.0, lon: -77.5 });
        let way = way(a, b, 10);
        let whole = great_circle_km(a, b);
        assert!(great_circle_km(way[0], a) < 1e-6 && great_circle_km(way[10], b) < 1e-6);
        for step in way.windows(2) {
            assert!((great_circle_km(step[0], step[1]) - whole / 10.0).abs() < 1e-6);
        }
        // From Tokyo to Virginia over Alaska, not along a parallel.
        assert!(way[5].lat > 60.0, "{:?}", way[5]);
    }

    #[test]
    fn a_destination_is_as_far_as_one_went() {
        let from = Place { lat: -33.9, lon: 151.2 };
        for azimuth in [0.0, 45.0, 90.0, 200.0, 359.0] {
            for km in [1.0, 1000.0, 12_000.0, 19_900.0] {
                assert!((great_circle_km(from, destination(from, azimuth, km)) - km).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn a_way_to_the_opposite_place_goes_over_the_north_pole() {
        let madrid = Place { lat: 40.0, lon: -3.0 };
        let way = way(madrid, madrid.antipode(), 100);
        assert!(way.iter().any(|p| p.lat > 88.0) && way.iter().all(|p| p.lat.is_finite()));
    }
}
