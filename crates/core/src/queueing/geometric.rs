//! Sums of a geometric series and of its first moment, exact near ratio one and without overflow far above it.
//!
//! The closed forms (1 − rᵐ)/(1 − r) and their derivatives cancel catastrophically near r = 1, where a busy system lives.
//! Doubling needs only sums of positive numbers: from Σ over n terms to Σ over 2n terms in one step.

use super::load::Load;

/// Sums over r⁰ … rᵐ for the ratio r = ρ of a load; above full load all are divided by rᵐ.
pub(crate) struct GeometricSums {
    /// 1, or r^−m where r > 1.
    pub scale: f64,
    /// ln of `scale`, which may be far below what `scale` can hold.
    pub ln_scale: f64,
    /// Σ rʲ over j = 0 … m − 1, scaled.
    pub below: f64,
    /// rᵐ, scaled.
    pub last: f64,
    /// Σ j rʲ over j = 1 … m, scaled.
    pub weighted: f64,
}

impl GeometricSums {
    pub fn new(load: &Load, terms: u32) -> Self {
        let ln_ratio = load.ln_utilization();
        let span = f64::from(terms) * ln_ratio;
        let rising = ln_ratio > 0.0;
        let ln_scale = if rising { -span } else { 0.0 };
        Self {
            scale: libm::exp(ln_scale),
            ln_scale,
            below: if rising {
                // Σ r^(j−m) over j = 0 … m−1 is x + … + xᵐ for x = 1/r.
                PartialSums::of(-ln_ratio).up_to(f64::from(terms)) * libm::exp(-ln_ratio)
            } else {
                PartialSums::of(ln_ratio).up_to(f64::from(terms))
            },
            last: libm::exp(span + ln_scale),
            weighted: weighted_sum(ln_ratio, terms),
        }
    }
}

/// The sums 1 + x + … + x^(n−1) for ln x ≤ 0, of which the tails need thousands for the same x.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PartialSums {
    ln_x: f64,
    /// x − 1.
    less_one: f64,
}

impl PartialSums {
    pub fn of(ln_x: f64) -> Self {
        Self { ln_x, less_one: libm::expm1(ln_x) }
    }

    pub fn up_to(&self, n: f64) -> f64 {
        if self.ln_x == 0.0 { n } else { libm::expm1(n * self.ln_x) / self.less_one }
    }
}

/// Σ j rʲ over j = 1 … n, divided by rⁿ where r > 1.
fn weighted_sum(ln_ratio: f64, n: u32) -> f64 {
    let rising = ln_ratio > 0.0;
    let (mut done, mut sum, mut weighted) = (0.0, 0.0, 0.0);
    for bit in (0..u32::BITS - n.leading_zeros()).rev() {
        // Twice as many terms: the second half is the first times r^done, its ranks moved up by `done`.
        let step = libm::exp(-(done * ln_ratio).abs());
        if rising {
            weighted = weighted * step + (weighted + done * sum);
            sum = sum * step + sum;
        } else {
            weighted += step * (weighted + done * sum);
            sum += step * sum;
        }
        done *= 2.0;
        if n >> bit & 1 == 1 {
            done += 1.0;
            if rising {
                let x = libm::exp(-ln_ratio);
                (sum, weighted) = (sum * x + 1.0, weighted * x + done);
            } else {
                let term = libm::exp(done * ln_ratio);
                (sum, weighted) = (sum + term, weighted + done * term);
            }
        }
    }
    weighted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubling_matches_term_by_term() {
        for utilization in [0.01, 0.5, 0.999_999, 1.0, 1.000_001, 3.0] {
            for terms in [0, 1, 2, 3, 7, 8, 100] {
                let sums = GeometricSums::new(&Load::any(utilization, 1.0, 1).unwrap(), terms);
                let (mut below, mut weighted, mut power) = (0.0, 0.0, 1.0);
                for j in 0..=terms {
                    weighted += f64::from(j) * power;
                    if j < terms {
                        below += power;
                        power *= utilization;
                    }
                }
                let scale = if utilization > 1.0 { 1.0 / power } else { 1.0 };
                for (ours, direct) in [(sums.below, below), (sums.weighted, weighted), (sums.last, power)] {
                    assert!((ours - direct * scale).abs() <= 1e-13 * direct * scale, "{utilization} {terms}");
                }
            }
        }
    }
}
