//! Che's approximation: a cache forgets as if each item stayed for one characteristic time T.
//!
//! LRU: hᵢ = 1 − e^(−pᵢT), FIFO and random: hᵢ = pᵢT/(1 + pᵢT), with Σ hᵢ = C. Assumes independent requests.

use crate::system::parts::cache::Eviction;

/// The share of hits of a cache of `capacity` items asked for with probabilities `shares`; none for what has no such form.
pub fn che_hit_share(shares: &[f64], capacity: u32, eviction: Eviction) -> Option<f64> {
    let held = |p: f64, t: f64| match eviction {
        Eviction::Lru => -libm::expm1(-p * t),
        _ => p * t / (1.0 + p * t),
    };
    if !matches!(eviction, Eviction::Lru | Eviction::Fifo | Eviction::Random) {
        return None;
    }
    if capacity as usize >= shares.len() {
        return Some(1.0);
    }
    let total = |t: f64| shares.iter().map(|p| held(*p, t)).sum::<f64>();
    let (mut low, mut high) = (0.0, 1.0);
    while total(high) < f64::from(capacity) {
        high *= 2.0;
    }
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if total(middle) < f64::from(capacity) { low = middle } else { high = middle }
    }
    Some(shares.iter().map(|p| p * held(*p, high)).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::zipf_weights;

    /// 1,000 items, α 0.8: values computed elsewhere in double precision by bisection.
    #[test]
    fn zipf_shares_give_the_published_style_values() {
        let shares = zipf_weights(1000, 0.8).expect("valid");
        for (capacity, lru, fifo) in
            [(10, 0.08161897996831219, 0.07407292803386661), (100, 0.3777902212829571, 0.3336797094047777)]
        {
            let near = |eviction, want: f64| {
                let got = che_hit_share(&shares, capacity, eviction).unwrap_or(f64::NAN);
                assert!((got - want).abs() < 1e-7, "{got} against {want}");
            };
            near(Eviction::Lru, lru);
            near(Eviction::Fifo, fifo);
            near(Eviction::Random, fifo);
        }
        assert_eq!(che_hit_share(&shares, 1000, Eviction::Lru), Some(1.0));
        assert_eq!(che_hit_share(&shares, 10, Eviction::Sieve), None);
    }
}
