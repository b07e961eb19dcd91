//! Numbers for problems, drawn from a seed.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// Draws numbers that read well. The same seed and exercise give the same numbers on every machine.
pub struct Draw(Pcg64Mcg);

impl Draw {
    /// A stream of its own for each exercise: the slug is mixed into the seed.
    pub fn new(seed: u64, slug: &str) -> Self {
        let mixed = slug
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(Pcg64Mcg::seed_from_u64(seed ^ mixed))
    }

    /// One of the options.
    ///
    /// # Panics
    /// Where there is none: the options of an exercise are written in its source.
    pub fn pick<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.0.random_range(0..options.len() as u32) as usize]
    }

    /// An integer from `low` to `high`, both included.
    pub fn integer(&mut self, low: u32, high: u32) -> u32 {
        self.0.random_range(low..=high)
    }

    /// A multiple of `step` from `low` to `high`, both included and themselves multiples.
    pub fn stepped(&mut self, low: f64, high: f64, step: f64) -> f64 {
        let steps = libm::round((high - low) / step) as u32;
        let value = low + step * f64::from(self.0.random_range(0..=steps));
        format!("{value:.9}").parse().unwrap_or(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same_numbers_and_another_seed_others() {
        let numbers = |seed, slug| {
            let mut draw = Draw::new(seed, slug);
            (0..8).map(|_| draw.integer(0, 1000)).collect::<Vec<_>>()
        };
        assert_eq!(numbers(1, "a"), numbers(1, "a"));
        assert_ne!(numbers(1, "a"), numbers(2, "a"));
        assert_ne!(numbers(1, "a"), numbers(1, "b"));
    }

    #[test]
    fn stepped_numbers_reach_both_ends_and_stay_on_the_grid() {
        let mut draw = Draw::new(7, "grid");
        let drawn: Vec<f64> = (0..500).map(|_| draw.stepped(0.1, 0.5, 0.1)).collect();
        assert!(drawn.contains(&0.1) && drawn.contains(&0.5));
        assert!(drawn.iter().all(|v| (v * 10.0 - (v * 10.0).round()).abs() < 1e-9));
    }
}
