//! Zipf popularity: the item of rank r is asked for with weight 1/r^skew; and Vose's alias table, which draws from any weights
//! in constant time.
//!
//! Source: Vose, "A linear algorithm for generating random numbers with a given distribution", IEEE Trans. Softw. Eng. 17 (1991).

use super::LawError;
use rand::{Rng, RngExt};

/// The shares of `items` items by falling popularity; they sum to 1. `skew` 0 is uniform, 0.6–1.2 is usual.
/// # Errors
/// When there are no items, or the skew is negative or not a number.
pub fn zipf_weights(items: usize, skew: f64) -> Result<Vec<f64>, LawError> {
    if items == 0 {
        return Err(LawError::NoValues);
    }
    if !(skew >= 0.0 && skew.is_finite()) {
        return Err(LawError::Skew(skew));
    }
    let mut weights: Vec<f64> = (1..=items).map(|rank| libm::pow(rank as f64, -skew)).collect();
    // Smallest first, so that the small ones are not lost in the sum.
    let total: f64 = weights.iter().rev().sum();
    weights.iter_mut().for_each(|w| *w /= total);
    Ok(weights)
}

/// Draws an index with probability proportional to its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct AliasTable {
    /// (probability of keeping the column, the other index).
    columns: Vec<(f64, u32)>,
}

impl AliasTable {
    /// For `weights` (≥ 0, not all zero; they need not sum to 1).
    /// # Errors
    /// When there are none, one is negative or not a number, or all are zero.
    pub fn new(weights: &[f64]) -> Result<Self, LawError> {
        if let Some((at, &weight)) = weights.iter().enumerate().find(|(_, w)| !(**w >= 0.0 && w.is_finite())) {
            return Err(LawError::Value(at, weight));
        }
        let total: f64 = weights.iter().sum();
        if !(total > 0.0 && total.is_finite()) || u32::try_from(weights.len()).is_err() {
            return Err(LawError::NoValues);
        }
        let scale = weights.len() as f64 / total;
        let mut columns: Vec<(f64, u32)> = weights.iter().enumerate().map(|(i, w)| (w * scale, i as u32)).collect();
        let (mut poor, mut rich): (Vec<usize>, Vec<usize>) = (0..columns.len()).partition(|&i| columns[i].0 < 1.0);
        while let (Some(&donor), Some(taker)) = (rich.last(), poor.pop()) {
            columns[taker].1 = donor as u32;
            columns[donor].0 -= 1.0 - columns[taker].0;
            if columns[donor].0 < 1.0 {
                rich.pop();
                poor.push(donor);
            }
        }
        // What is left is 1 but for rounding.
        for i in poor.into_iter().chain(rich) {
            columns[i].0 = 1.0;
        }
        Ok(Self { columns })
    }

    /// One draw: an index below the number of weights.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> usize {
        let spot = rng.random::<f64>() * self.columns.len() as f64;
        let column = spot as usize;
        let (keep, alias) = self.columns[column];
        if spot - column as f64 >= keep { alias as usize } else { column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand::rngs::Xoshiro256PlusPlus;

    #[test]
    fn zipf_draws_by_alias_follow_the_weights() {
        let weights = zipf_weights(50, 0.8).expect("valid");
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-14 && weights[0] / weights[1] > 1.7);
        let table = AliasTable::new(&weights).expect("valid");
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
        let n = 500_000.0;
        let mut counts = [0u32; 50];
        (0..n as u32).for_each(|_| counts[table.sample(&mut rng)] += 1);
        let off = |o: u32, w: f64| (f64::from(o) - n * w) * (f64::from(o) - n * w) / (n * w);
        let chi2: f64 = counts.iter().zip(&weights).map(|(&o, &w)| off(o, w)).sum();
        // 49 degrees of freedom: above 110 once in a million.
        assert!(chi2 < 110.0, "{chi2}");
    }
}
