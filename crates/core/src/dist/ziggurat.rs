//! Exponential and normal draws without a logarithm: Marsaglia and Tsang's ziggurat, 256 layers, in Doornik's variant.
//!
//! Ours rather than a library's, because the tail needs `ln` and `exp`, and a library picks the platform's as soon as some
//! other crate in the build switches `num-traits/std` on. These call `libm`, so a seed gives the same digits everywhere.
//!
//! Source: Marsaglia & Tsang, "The ziggurat method for generating random variables", J. Stat. Software 5 (2000), no. 8;
//! Doornik, "An improved ziggurat method to generate normal random samples" (2005).

use super::ziggurat_tables::{EXP_F, EXP_TAIL, EXP_X, NORMAL_F, NORMAL_TAIL, NORMAL_X};
use rand::{Rng, RngExt};

/// A number in [2^exponent, 2^(exponent+1)) from 52 random bits.
#[inline(always)]
fn with_exponent(mantissa: u64, exponent: u64) -> f64 {
    f64::from_bits(mantissa | ((1023 + exponent) << 52))
}

/// A uniform draw in (0, 1], safe to take the logarithm of.
#[inline(always)]
pub(crate) fn open01<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    1.0 - rng.random::<f64>()
}

/// One draw of the exponential distribution with mean 1.
#[inline(always)]
pub fn exp1<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    loop {
        match exp1_quick(rng) {
            Ok(x) => return x,
            Err(edge) => {
                if let Some(x) = exp1_edge(rng, edge) {
                    return x;
                }
            }
        }
    }
}

/// Where a quick draw failed: the layer, and how far out.
pub(crate) type Edge = (usize, f64);

/// The quick part of a draw, which succeeds 99 times in 100.
#[inline(always)]
pub(crate) fn exp1_quick<R: Rng + ?Sized>(rng: &mut R) -> Result<f64, Edge> {
    let bits = rng.next_u64();
    let layer = (bits & 0xff) as usize;
    // In (0, 1): the smallest value is half a unit in the last place, so that no draw is zero.
    let x = (with_exponent(bits >> 12, 0) - (1.0 - f64::EPSILON / 2.0)) * EXP_X[layer];
    if x < EXP_X[layer + 1] { Ok(x) } else { Err((layer, x)) }
}

/// The rest of a draw whose quick part failed. The generator travels by value, so that in the caller's loop it stays in registers:
/// a reference handed to this rare path would force its four words through memory at every draw.
#[cold]
#[inline(never)]
pub(crate) fn exp1_rest<R: Rng>(mut rng: R, edge: Edge) -> (R, f64) {
    let x = exp1_edge(&mut rng, edge).unwrap_or_else(|| exp1(&mut rng));
    (rng, x)
}

/// Fills `block` with draws of the exponential distribution with mean `mean`: the values of as many calls of `exp1`.
#[inline]
pub(super) fn fill_exp<R: Rng + Clone>(mean: f64, rng: &mut R, block: &mut [f64]) {
    let mut own = rng.clone();
    for value in block {
        let x = match exp1_quick(&mut own) {
            Ok(x) => x,
            Err(edge) => {
                let x;
                (own, x) = exp1_rest(own, edge);
                x
            }
        };
        *value = mean * x;
    }
    *rng = own;
}

/// The one draw in a hundred that lands on the curve's edge or in the tail.
#[cold]
fn exp1_edge<R: Rng + ?Sized>(rng: &mut R, (layer, x): Edge) -> Option<f64> {
    if layer == 0 {
        return Some(EXP_TAIL - libm::log(open01(rng)));
    }
    let (near, far) = (EXP_X[layer + 1], EXP_X[layer]);
    let (high, low) = (EXP_F[layer + 1], EXP_F[layer]);
    let height = high + (low - high) * rng.random::<f64>();
    // The curve hangs below its chord and lies above its tangents, so that exp is hardly ever needed.
    if height > high + (low - high) * (x - near) / (far - near) {
        return None;
    }
    let below_tangent = height < high * (1.0 - (x - near)) || height < low * (1.0 + (far - x));
    (below_tangent || height < libm::exp(-x)).then_some(x)
}

/// One draw of the standard normal distribution.
#[inline]
pub fn normal<R: Rng + ?Sized>(rng: &mut R) -> f64 {
    loop {
        let bits = rng.next_u64();
        let layer = (bits & 0xff) as usize;
        let x = (with_exponent(bits >> 12, 1) - 3.0) * NORMAL_X[layer];
        if x.abs() < NORMAL_X[layer + 1] {
            return x;
        }
        if layer == 0 {
            return normal_tail(rng, x < 0.0);
        }
        let height = NORMAL_F[layer + 1] + (NORMAL_F[layer] - NORMAL_F[layer + 1]) * rng.random::<f64>();
        if height < libm::exp(-0.5 * x * x) {
            return x;
        }
    }
}

/// Marsaglia's rejection in the tail beyond `NORMAL_TAIL`.
#[cold]
fn normal_tail<R: Rng + ?Sized>(rng: &mut R, negative: bool) -> f64 {
    loop {
        let x = -libm::log(open01(rng)) / NORMAL_TAIL;
        let y = -libm::log(open01(rng));
        if 2.0 * y >= x * x {
            return if negative { -(NORMAL_TAIL + x) } else { NORMAL_TAIL + x };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::Xoshiro256PlusPlus;

    /// Every layer has the same area, so each edge follows from the one below it.
    fn follows(x: &[f64; 257], f: &[f64; 257], density: fn(f64) -> f64) {
        let area = x[0] * f[1];
        for layer in 1..256 {
            assert!((f[layer] - density(x[layer])).abs() < 1e-15, "height of layer {layer}");
            let this = x[layer] * (f[layer + 1] - f[layer]);
            assert!((this - area).abs() < 1e-14, "area of layer {layer}: {this} against {area}");
        }
        assert_eq!((x[256], f[256]), (0.0, 1.0));
    }

    #[test]
    fn the_layers_under_both_curves_have_equal_areas() {
        follows(&EXP_X, &EXP_F, |x| libm::exp(-x));
        follows(&NORMAL_X, &NORMAL_F, |x| libm::exp(-0.5 * x * x));
        let base = EXP_TAIL * libm::exp(-EXP_TAIL) + libm::exp(-EXP_TAIL);
        assert!((EXP_X[0] * EXP_F[1] - base).abs() < 1e-15);
    }

    /// Kolmogorov–Smirnov: √n·D exceeds 2.7 by chance once in a million.
    fn ks(mut values: Vec<f64>, cdf: fn(f64) -> f64) -> f64 {
        values.sort_by(f64::total_cmp);
        let n = values.len() as f64;
        let gap = |(i, &x): (usize, &f64)| (cdf(x) - i as f64 / n).abs().max((cdf(x) - (i + 1) as f64 / n).abs());
        values.iter().enumerate().map(gap).fold(0.0, f64::max) * n.sqrt()
    }

    #[test]
    fn a_hundred_thousand_draws_follow_their_distribution_functions() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
        assert!(ks((0..100_000).map(|_| exp1(&mut rng)).collect(), |x| 1.0 - libm::exp(-x)) < 2.7);
        let normals: Vec<f64> = (0..100_000).map(|_| normal(&mut rng)).collect();
        assert!(ks(normals.clone(), |x| 0.5 * libm::erfc(-x / core::f64::consts::SQRT_2)) < 2.7);
        assert!(
            ks(normals, |x| 0.5 * libm::erfc(-x * 1.03 / core::f64::consts::SQRT_2)) > 2.7,
            "a scale 3 % off is seen"
        );
    }

    #[test]
    fn the_tail_beyond_the_last_layer_is_reached_as_often_as_it_should() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
        let n = 4_000_000.0;
        let beyond = (0..n as u64).filter(|_| exp1(&mut rng) > EXP_TAIL).count() as f64;
        let expected = n * libm::exp(-EXP_TAIL);
        assert!((beyond - expected).abs() < 4.9 * expected.sqrt(), "{beyond} against {expected}");
    }
}
