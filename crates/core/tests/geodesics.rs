//! Distances on the ellipsoid against GeographicLib (the table's generator is `script/oracles/geodesics.py`), and against a
//! second way: Vincenty's iteration, where it converges.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

use explorer_core::network::geodesic::{FARTHEST_KM, Place, distance_km, great_circle_km};

struct Row {
    from: Place,
    to: Place,
    metres: f64,
}

fn table() -> Vec<Row> {
    let row = |line: &str| {
        let cells: Vec<f64> = line.split(' ').map(|cell| cell.parse().unwrap()).collect();
        Row {
            from: Place::new(cells[0], cells[1]).unwrap(),
            to: Place::new(cells[2], cells[3]).unwrap(),
            metres: cells[4],
        }
    };
    include_str!("data/geodesics.txt").lines().map(row).collect()
}

/// Both are good to 15 nm by their author's account; a micrometre leaves room for other last digits of sine and cosine.
#[test]
fn distances_agree_with_geographiclib_to_a_micrometre() {
    let table = table();
    assert!(table.len() >= 200);
    for Row { from, to, metres } in table {
        let got = distance_km(from, to) * 1e3;
        assert!((got - metres).abs() < 1e-6, "{from:?} to {to:?}: {got} instead of {metres}");
        assert!(got <= FARTHEST_KM * 1e3 + 1e-6);
    }
}

#[test]
fn distances_agree_with_vincentys_iteration_where_it_converges() {
    let mut compared = 0;
    for Row { from, to, .. } in table() {
        if let Some(metres) = vincenty(from, to) {
            // His series stops at the third order: half a millimetre over half the Earth.
            assert!((distance_km(from, to) * 1e3 - metres).abs() < 1e-3, "{from:?} to {to:?}");
            compared += 1;
        }
    }
    assert!(compared > 150, "{compared}");
}

#[test]
fn the_sphere_is_never_more_than_six_thousandths_off() {
    for Row { from, to, metres } in table() {
        assert!((great_circle_km(from, to) * 1e3 - metres).abs() <= 0.0057 * metres + 1e-3, "{from:?} to {to:?}");
    }
}

/// T. Vincenty, "Direct and inverse solutions of geodesics on the ellipsoid", Survey Review 23 (1975).
fn vincenty(from: Place, to: Place) -> Option<f64> {
    const A: f64 = 6_378_137.0;
    const F: f64 = 1.0 / 298.257_223_563;
    const B: f64 = A * (1.0 - F);
    let reduced = |lat: f64| libm::atan((1.0 - F) * libm::tan(lat.to_radians()));
    let (u1, u2) = (reduced(from.lat), reduced(to.lat));
    let (su1, cu1, su2, cu2) = (libm::sin(u1), libm::cos(u1), libm::sin(u2), libm::cos(u2));
    let l = (to.lon - from.lon).to_radians();
    let mut lambda = l;
    for _ in 0..200 {
        let (s, c) = (libm::sin(lambda), libm::cos(lambda));
        let sin_sigma = libm::hypot(cu2 * s, cu1 * su2 - su1 * cu2 * c);
        if sin_sigma == 0.0 {
            return None;
        }
        let cos_sigma = su1 * su2 + cu1 * cu2 * c;
        let sigma = libm::atan2(sin_sigma, cos_sigma);
        let sin_alpha = cu1 * cu2 * s / sin_sigma;
        let cos2_alpha = 1.0 - sin_alpha * sin_alpha;
        let middle = if cos2_alpha == 0.0 { 0.0 } else { cos_sigma - 2.0 * su1 * su2 / cos2_alpha };
        let k = F / 16.0 * cos2_alpha * (4.0 + F * (4.0 - 3.0 * cos2_alpha));
        let twice = 2.0 * middle * middle - 1.0;
        let next = l + (1.0 - k) * F * sin_alpha * (sigma + k * sin_sigma * (middle + k * cos_sigma * twice));
        if (next - lambda).abs() < 1e-13 {
            let v2 = cos2_alpha * (A * A - B * B) / (B * B);
            let a = 1.0 + v2 / 16_384.0 * (4_096.0 + v2 * (-768.0 + v2 * (320.0 - 175.0 * v2)));
            let b = v2 / 1_024.0 * (256.0 + v2 * (-128.0 + v2 * (74.0 - 47.0 * v2)));
            let third = b / 6.0 * middle * (4.0 * sin_sigma * sin_sigma - 3.0) * (4.0 * middle * middle - 3.0);
            return Some(B * a * (sigma - b * sin_sigma * (middle + b / 4.0 * (cos_sigma * twice - third))));
        }
        lambda = next;
    }
    None
}
