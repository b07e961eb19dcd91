//! The inverse problem of geodesics on WGS-84 by Karney's method, distance only.
//!
//! Both points are mapped to an auxiliary sphere (reduced latitude β, tan β = (1 − f) tan φ). Newton's iteration finds the
//! azimuth α₁ whose geodesic meets the second meridian at the right longitude difference λ₁₂; near antipodes it starts from
//! the root of an astroid's equation. The length follows from series in ε of sixth order.
//!
//! Symbols of the paper ↔ names: β `bet`, α `alp`, σ `sig` (arc on the auxiliary sphere), ω `omg`, λ `lam`; a leading `s` or
//! `c` is sine or cosine; 1 and 2 the points, 12 a difference. After GeographicLib's `Geodesic` (C. F. F. Karney, MIT licence).

use super::Place;

const A_M: f64 = 6_378_137.0;
const F: f64 = 1.0 / 298.257_223_563;
const F1: f64 = 1.0 - F;
const EP2: f64 = F * (2.0 - F) / (F1 * F1);
const N: f64 = F / (2.0 - F);
const B_M: f64 = A_M * F1;
/// Below this arc a line is so short that the sphere solves it.
const ETOL2: f64 = 3.642_461_148_878_852_4e-8;
const TINY: f64 = 1.491_668_146_240_041_3e-154;
const TOL0: f64 = f64::EPSILON;
const TOL1: f64 = 200.0 * TOL0;
const TOL2: f64 = 1.490_116_119_384_765_6e-8;
const XTHRESH: f64 = 1000.0 * TOL2;
/// Newton steps before bisection takes over, and steps in all.
const MOST_NEWTON: usize = 20;
const MOST_STEPS: usize = MOST_NEWTON + 63;

/// Coefficients of A3 in ε⁵ … ε⁰, for this ellipsoid's n.
const A3: [f64; 6] = [
    -3.0 / 128.0,
    (-2.0 * N - 3.0) / 64.0,
    ((-N - 3.0) * N - 1.0) / 16.0,
    ((3.0 * N - 1.0) * N - 2.0) / 8.0,
    (N - 1.0) / 2.0,
    1.0,
];

/// A point on the auxiliary sphere: sine and cosine of its reduced latitude, and √(1 + e′² sin² β).
#[derive(Clone, Copy)]
struct Point {
    sbet: f64,
    cbet: f64,
    dn: f64,
}

/// An arc between two points of one geodesic.
#[derive(Clone, Copy)]
struct Arc {
    eps: f64,
    sig12: f64,
    ssig1: f64,
    csig1: f64,
    ssig2: f64,
    csig2: f64,
}

/// Metres between two places.
pub(super) fn distance_m(from: Place, to: Place) -> f64 {
    let (lon12, rest) = longitude_difference(from.lon, to.lon);
    let sign = if lon12 < 0.0 || (lon12 == 0.0 && rest < 0.0) { -1.0 } else { 1.0 };
    let (lon12, rest) = (sign * lon12, sign * rest);
    let lam12 = lon12.to_radians();
    let (slam12, clam12) = sin_cos_deg(lon12, rest);
    let supplement = (180.0 - lon12) - rest;
    // Canonical form: the first point the farther from the equator, and south of it.
    let (mut lat1, mut lat2) = (rounded(from.lat), rounded(to.lat));
    if lat1.abs() < lat2.abs() {
        (lat1, lat2) = (lat2, lat1);
    }
    if lat1 > 0.0 {
        (lat1, lat2) = (-lat1, -lat2);
    }
    let (mut p1, mut p2) = (Point::new(lat1), Point::new(lat2));
    if p1.cbet < -p1.sbet {
        if p2.cbet == p1.cbet {
            p2.sbet = p1.sbet.abs().copysign(p2.sbet);
        }
    } else if p2.sbet.abs() == -p1.sbet {
        p2.cbet = p1.cbet;
    }
    p1.dn = (1.0 + EP2 * p1.sbet * p1.sbet).sqrt();
    p2.dn = (1.0 + EP2 * p2.sbet * p2.sbet).sqrt();
    if (lat1 == -90.0 || slam12 == 0.0)
        && let Some(metres) = along_meridian(p1, p2, clam12)
    {
        return metres;
    }
    if p1.sbet == 0.0 && supplement >= F * 180.0 {
        return A_M * lam12;
    }
    let lam = Lambda { lam12, slam12, clam12 };
    match start(p1, p2, &lam) {
        Start::Short { sig12, dnm } => sig12 * B_M * dnm,
        Start::Azimuth(salp1, calp1) => {
            let arc = newton(p1, p2, &lam, (salp1, calp1));
            lengths(&arc, p1, p2).0 * B_M
        }
    }
}

struct Lambda {
    lam12: f64,
    slam12: f64,
    clam12: f64,
}

impl Point {
    fn new(lat: f64) -> Self {
        let (s, c) = sin_cos_deg(lat, 0.0);
        let (sbet, cbet) = unit(s * F1, c);
        Self { sbet, cbet: cbet.max(TINY), dn: 1.0 }
    }
}

/// Metres along a meridian; none where that is not the shortest way.
fn along_meridian(p1: Point, p2: Point, clam12: f64) -> Option<f64> {
    let (ssig1, csig1, ssig2, csig2) = (p1.sbet, clam12 * p1.cbet, p2.sbet, p2.cbet);
    let sig12 = libm::atan2((csig1 * ssig2 - ssig1 * csig2).max(0.0), csig1 * csig2 + ssig1 * ssig2);
    let (s12, m12) = lengths(&Arc { eps: N, sig12, ssig1, csig1, ssig2, csig2 }, p1, p2);
    if sig12 < TOL2 || m12 >= 0.0 {
        let nothing = sig12 < 3.0 * TINY || (sig12 < TOL0 && (s12 < 0.0 || m12 < 0.0));
        Some(if nothing { 0.0 } else { s12 * B_M })
    } else {
        None
    }
}

enum Start {
    /// So short that the answer is there.
    Short { sig12: f64, dnm: f64 },
    /// Sine and cosine of the first guess of the azimuth.
    Azimuth(f64, f64),
}

fn start(p1: Point, p2: Point, lam: &Lambda) -> Start {
    let sbet12 = p2.sbet * p1.cbet - p2.cbet * p1.sbet;
    let cbet12 = p2.cbet * p1.cbet + p2.sbet * p1.sbet;
    let sbet12a = p2.sbet * p1.cbet + p2.cbet * p1.sbet;
    let short = cbet12 >= 0.0 && sbet12 < 0.5 && p2.cbet * lam.lam12 < 0.5;
    let (mut somg12, mut comg12, mut dnm) = (lam.slam12, lam.clam12, 1.0);
    if short {
        let sum = (p1.sbet + p2.sbet) * (p1.sbet + p2.sbet);
        let middle = sum / (sum + (p1.cbet + p2.cbet) * (p1.cbet + p2.cbet));
        dnm = (1.0 + EP2 * middle).sqrt();
        let omg12 = lam.lam12 / (F1 * dnm);
        (somg12, comg12) = (libm::sin(omg12), libm::cos(omg12));
    }
    let bulge = |sbet12: f64, divisor: f64| sbet12 + p2.cbet * p1.sbet * somg12 * somg12 / divisor;
    let mut salp1 = p2.cbet * somg12;
    let mut calp1 = if comg12 >= 0.0 { bulge(sbet12, 1.0 + comg12) } else { bulge(sbet12a, comg12 - 1.0) };
    let ssig12 = libm::hypot(salp1, calp1);
    let csig12 = p1.sbet * p2.sbet + p1.cbet * p2.cbet * comg12;
    if short && ssig12 < ETOL2 {
        return Start::Short { sig12: libm::atan2(ssig12, csig12), dnm };
    }
    if csig12 < 0.0 && ssig12 < 6.0 * N * std::f64::consts::PI * p1.cbet * p1.cbet {
        // Nearly opposite: x and y from the antipode, in units of the small caustic there.
        let k2 = p1.sbet * p1.sbet * EP2;
        let eps = k2 / (2.0 * (1.0 + (1.0 + k2).sqrt()) + k2);
        let lamscale = F * p1.cbet * polynomial(&A3, eps) * std::f64::consts::PI;
        let x = libm::atan2(-lam.slam12, -lam.clam12) / lamscale;
        let y = sbet12a / (lamscale * p1.cbet);
        if y > -TOL1 && x > -1.0 - XTHRESH {
            salp1 = (-x).min(1.0);
            calp1 = -(1.0 - salp1 * salp1).max(0.0).sqrt();
        } else {
            let k = astroid(x, y);
            let omg12a = lamscale * -x * k / (1.0 + k);
            let (somg, comg) = (libm::sin(omg12a), -libm::cos(omg12a));
            salp1 = p2.cbet * somg;
            calp1 = sbet12a - p2.cbet * p1.sbet * somg * somg / (1.0 - comg);
        }
    }
    if salp1 <= 0.0 {
        return Start::Azimuth(1.0, 0.0);
    }
    let (salp1, calp1) = unit(salp1, calp1);
    Start::Azimuth(salp1, calp1)
}

/// The positive root of k⁴ + 2k³ − (x² + y² − 1)k² − 2y²k − y² = 0.
fn astroid(x: f64, y: f64) -> f64 {
    let (p, q) = (x * x, y * y);
    let r = (p + q - 1.0) / 6.0;
    if q == 0.0 && r <= 0.0 {
        return 0.0;
    }
    let s = p * q / 4.0;
    let (r2, r3) = (r * r, r * r * r);
    let discriminant = s * (s + 2.0 * r3);
    let u = if discriminant >= 0.0 {
        let t3 = s + r3;
        let t = libm::cbrt(t3 + if t3 < 0.0 { -discriminant.sqrt() } else { discriminant.sqrt() });
        r + t + if t == 0.0 { 0.0 } else { r2 / t }
    } else {
        let angle = libm::atan2((-discriminant).sqrt(), -(s + r3));
        r + 2.0 * r * libm::cos(angle / 3.0)
    };
    let v = (u * u + q).sqrt();
    let uv = if u < 0.0 { q / (v - u) } else { u + v };
    let w = (uv - q) / (2.0 * v);
    uv / ((uv + w * w).sqrt() + w)
}

/// The geodesic whose longitude difference is the wanted one, found from a first azimuth.
fn newton(p1: Point, p2: Point, lam: &Lambda, first: (f64, f64)) -> Arc {
    let (mut salp1, mut calp1) = first;
    let (mut salp1a, mut calp1a, mut salp1b, mut calp1b) = (TINY, 1.0, TINY, -1.0);
    let (mut near, mut narrow) = (false, false);
    let mut step = 0;
    loop {
        let (v, slope, arc) = miss(p1, p2, lam, (salp1, calp1));
        // Negated, so that NaN ends it too.
        if narrow || !(v.abs() >= if near { 8.0 } else { 1.0 } * TOL0) || step == MOST_STEPS {
            return arc;
        }
        if v > 0.0 && (step > MOST_NEWTON || calp1 / salp1 > calp1b / salp1b) {
            (salp1b, calp1b) = (salp1, calp1);
        } else if v < 0.0 && (step > MOST_NEWTON || calp1 / salp1 < calp1a / salp1a) {
            (salp1a, calp1a) = (salp1, calp1);
        }
        step += 1;
        let turn = -v / slope;
        if step < MOST_NEWTON && slope > 0.0 && turn.abs() < std::f64::consts::PI {
            let (s, c) = (libm::sin(turn), libm::cos(turn));
            let next = salp1 * c + calp1 * s;
            if next > 0.0 {
                (salp1, calp1) = unit(next, calp1 * c - salp1 * s);
                near = v.abs() <= 16.0 * TOL0;
                continue;
            }
        }
        (salp1, calp1) = unit((salp1a + salp1b) / 2.0, (calp1a + calp1b) / 2.0);
        near = false;
        narrow = (salp1a - salp1).abs() + (calp1a - calp1) < TOL0 || (salp1 - salp1b).abs() + (calp1 - calp1b) < TOL0;
    }
}

/// By how much the geodesic of this azimuth misses the longitude, the slope of that, and the geodesic.
fn miss(p1: Point, p2: Point, lam: &Lambda, (salp1, calp1): (f64, f64)) -> (f64, f64, Arc) {
    let calp1 = if p1.sbet == 0.0 && calp1 == 0.0 { -TINY } else { calp1 };
    let salp0 = salp1 * p1.cbet;
    let calp0 = libm::hypot(calp1, salp1 * p1.sbet);
    let (somg1, comg1) = (salp0 * p1.sbet, calp1 * p1.cbet);
    let (ssig1, csig1) = unit(p1.sbet, comg1);
    let calp2 = if p2.cbet != p1.cbet || p2.sbet.abs() != -p1.sbet {
        let rest = if p1.cbet < -p1.sbet {
            (p2.cbet - p1.cbet) * (p1.cbet + p2.cbet)
        } else {
            (p1.sbet - p2.sbet) * (p1.sbet + p2.sbet)
        };
        ((calp1 * p1.cbet) * (calp1 * p1.cbet) + rest).max(0.0).sqrt() / p2.cbet
    } else {
        calp1.abs()
    };
    let (somg2, comg2) = (salp0 * p2.sbet, calp2 * p2.cbet);
    let (ssig2, csig2) = unit(p2.sbet, comg2);
    let sig12 = libm::atan2((csig1 * ssig2 - ssig1 * csig2).max(0.0), csig1 * csig2 + ssig1 * ssig2);
    let somg12 = (comg1 * somg2 - somg1 * comg2).max(0.0);
    let comg12 = comg1 * comg2 + somg1 * somg2;
    let eta = libm::atan2(somg12 * lam.clam12 - comg12 * lam.slam12, comg12 * lam.clam12 + somg12 * lam.slam12);
    let k2 = calp0 * calp0 * EP2;
    let eps = k2 / (2.0 * (1.0 + (1.0 + k2).sqrt()) + k2);
    let c3 = c3(eps);
    let b312 = sine_series(ssig2, csig2, &c3) - sine_series(ssig1, csig1, &c3);
    let v = eta - F * polynomial(&A3, eps) * salp0 * (sig12 + b312);
    let arc = Arc { eps, sig12, ssig1, csig1, ssig2, csig2 };
    let slope =
        if calp2 == 0.0 { -2.0 * F1 * p1.dn / p1.sbet } else { lengths(&arc, p1, p2).1 * F1 / (calp2 * p2.cbet) };
    (v, slope, arc)
}

/// Distance and reduced length of an arc, both in units of the minor half-axis.
fn lengths(arc: &Arc, p1: Point, p2: Point) -> (f64, f64) {
    let (eps, eps2) = (arc.eps, arc.eps * arc.eps);
    let a1 = 1.0 + (polynomial(&[1.0, 4.0, 64.0, 0.0], eps2) / 256.0 + eps) / (1.0 - eps);
    let a2 = 1.0 + (polynomial(&[-11.0, -28.0, -192.0, 0.0], eps2) / 256.0 - eps) / (1.0 + eps);
    let (c1, c2) = (c1(eps), c2(eps));
    let b1 = sine_series(arc.ssig2, arc.csig2, &c1) - sine_series(arc.ssig1, arc.csig1, &c1);
    let b2 = sine_series(arc.ssig2, arc.csig2, &c2) - sine_series(arc.ssig1, arc.csig1, &c2);
    let s12 = a1 * (arc.sig12 + b1);
    let j12 = (a1 - a2) * arc.sig12 + (a1 * b1 - a2 * b2);
    let m12 = p2.dn * (arc.csig1 * arc.ssig2) - p1.dn * (arc.ssig1 * arc.csig2) - arc.csig1 * arc.csig2 * j12;
    (s12, m12)
}

fn c1(e: f64) -> [f64; 6] {
    let e2 = e * e;
    let e3 = e2 * e;
    [
        e * polynomial(&[-1.0, 6.0, -16.0], e2) / 32.0,
        e2 * polynomial(&[-9.0, 64.0, -128.0], e2) / 2048.0,
        e3 * polynomial(&[9.0, -16.0], e2) / 768.0,
        e2 * e2 * polynomial(&[3.0, -5.0], e2) / 512.0,
        e2 * e3 * -7.0 / 1280.0,
        e3 * e3 * -7.0 / 2048.0,
    ]
}

fn c2(e: f64) -> [f64; 6] {
    let e2 = e * e;
    let e3 = e2 * e;
    [
        e * polynomial(&[1.0, 2.0, 16.0], e2) / 32.0,
        e2 * polynomial(&[35.0, 64.0, 384.0], e2) / 2048.0,
        e3 * polynomial(&[15.0, 80.0], e2) / 768.0,
        e2 * e2 * polynomial(&[7.0, 35.0], e2) / 512.0,
        e2 * e3 * 63.0 / 1280.0,
        e3 * e3 * 77.0 / 2048.0,
    ]
}

fn c3(e: f64) -> [f64; 5] {
    const N2: f64 = N * N;
    let e2 = e * e;
    let first =
        [3.0 / 128.0, (2.0 * N + 5.0) / 128.0, (-N2 + 3.0 * N + 3.0) / 64.0, (-N2 + 1.0) / 8.0, (-N + 1.0) / 4.0];
    let second = [5.0 / 256.0, (N + 3.0) / 128.0, (-3.0 * N2 - 2.0 * N + 3.0) / 64.0, (N2 - 3.0 * N + 2.0) / 32.0];
    let third = [7.0 / 512.0, (-10.0 * N + 9.0) / 384.0, (5.0 * N2 - 9.0 * N + 5.0) / 192.0];
    [
        e * polynomial(&first, e),
        e2 * polynomial(&second, e),
        e2 * e * polynomial(&third, e),
        e2 * e2 * polynomial(&[7.0 / 512.0, (-14.0 * N + 7.0) / 512.0], e),
        e2 * e2 * e * 21.0 / 2560.0,
    ]
}

/// Horner's rule, the highest power first.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |y, c| y * x + c)
}

/// Σ cᵢ sin 2iσ by Clenshaw's rule, i from 1.
fn sine_series(s: f64, c: f64, coefficients: &[f64]) -> f64 {
    let twice = 2.0 * (c - s) * (c + s);
    let (mut y0, mut y1) = (0.0, 0.0);
    for coefficient in coefficients.iter().rev() {
        (y0, y1) = (twice * y0 - y1 + coefficient, y0);
    }
    2.0 * s * c * y0
}

fn unit(x: f64, y: f64) -> (f64, f64) {
    let r = libm::hypot(x, y);
    (x / r, y / r)
}

/// Rounded so that tiny angles become zero.
fn rounded(x: f64) -> f64 {
    let z = 1.0 / 16.0;
    let y = x.abs();
    if y < z { (z - (z - y)).copysign(x) } else { x }
}

/// λ₂ − λ₁ in −180 to 180 degrees, and what rounding lost.
fn longitude_difference(lon1: f64, lon2: f64) -> (f64, f64) {
    let (d, lost) = two_sum(-lon1, lon2);
    let d = if d > 180.0 {
        d - 360.0
    } else if d < -180.0 {
        d + 360.0
    } else {
        d
    };
    two_sum(d, lost)
}

/// A sum and what rounding lost of it.
fn two_sum(u: f64, v: f64) -> (f64, f64) {
    let s = u + v;
    let up = s - v;
    let vpp = s - up;
    (s, -((up - u) + (vpp - v)))
}

/// Sine and cosine of degrees (and a small rest), exact at multiples of 90.
fn sin_cos_deg(x: f64, rest: f64) -> (f64, f64) {
    let q = libm::round(x / 90.0);
    let r = rounded((x - 90.0 * q) + rest).to_radians();
    let (s, c) = (libm::sin(r), libm::cos(r));
    match (q as i64).rem_euclid(4) {
        1 => (c, -s + 0.0),
        2 => (-s, -c),
        3 => (-c, s),
        _ => (s, c),
    }
}
