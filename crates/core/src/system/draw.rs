//! Randomness by key: each draw is a function of what it is for, never of when it happens.
//!
//! A request carries a key mixed from the seed, the part that sent it and its number; a call mixes in the part called, the call's place
//! and the attempt. A draw mixes in its purpose. So a remedy that lets one more retry through, or one less, shifts nobody else's luck,
//! and two runs that differ in one line of text see the same customers with the same work.
//!
//! The mixer is the finaliser of SplitMix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014); a
//! draw that needs several numbers walks that generator from its key.

use core::convert::Infallible;

use crate::dist::{GOLDEN, SplitMix64, stirred};

/// What a draw is for. The number is part of every seeded result: never change one, only add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub(super) enum Purpose {
    Gap = 1,
    Work = 2,
    Route = 3,
    Link = 4,
    Backoff = 5,
    Think = 6,
    Item = 7,
    Class = 8,
    Write = 9,
    Fail = 10,
    Early = 11,
    Jitter = 12,
    Evict = 13,
    Loss = 14,
    Hit = 15,
    Crash = 16,
    Replica = 18,
}

/// Mixes one more number into a key.
#[inline(always)]
pub(super) fn mix(key: u64, with: u64) -> u64 {
    stirred(key ^ with.wrapping_mul(GOLDEN).wrapping_add(0x2545_f491_4f6c_dd1d))
}

/// A part's own number, from its name: a part more in the text changes nobody else's luck.
pub(super) fn name_key(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The generator of one draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draw(SplitMix64);

impl Draw {
    #[inline(always)]
    pub(super) fn of(key: u64, purpose: Purpose) -> Self {
        Self(SplitMix64::new(mix(key, purpose as u64)))
    }

    /// Uniform in [0, 1).
    #[inline(always)]
    pub(super) fn uniform(&mut self) -> f64 {
        self.0.unit()
    }

    /// Uniform among 0 … `n` − 1, n > 0.
    #[inline(always)]
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((self.0.draw() >> 32).wrapping_mul(n as u64) >> 32) as usize
    }
}

impl rand::TryRng for Draw {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.0.draw() >> 32) as u32)
    }

    #[inline(always)]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.0.draw())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.chunks_mut(8).for_each(|chunk| {
            let drawn = self.0.draw().to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::exp1;

    /// Neighbouring keys and purposes: pairs of draws must look unrelated.
    #[test]
    fn neighbouring_keys_are_uncorrelated_and_uniform() {
        let n = 400_000u64;
        let (mut cells, mut product, mut exponential) = ([0u32; 64], 0.0, 0.0);
        for i in 0..n {
            let key = mix(mix(42, 7), i);
            let (a, b) = (Draw::of(key, Purpose::Work).uniform(), Draw::of(key, Purpose::Route).uniform());
            let next = Draw::of(mix(mix(42, 7), i + 1), Purpose::Work).uniform();
            cells[(a * 8.0) as usize * 8 + (next * 8.0) as usize] += 1;
            product += (a - 0.5) * (b - 0.5);
            exponential += exp1(&mut Draw::of(key, Purpose::Gap));
        }
        let expected = n as f64 / 64.0;
        let chi2: f64 = cells.iter().map(|&c| (f64::from(c) - expected) * (f64::from(c) - expected) / expected).sum();
        // 63 degrees of freedom: above 130 once in a million.
        assert!(chi2 < 130.0, "{chi2}");
        // The product of two uniform deviations has standard deviation 1/12.
        assert!(product.abs() < 4.9 * (n as f64).sqrt() / 12.0, "{product}");
        assert!((exponential / n as f64 - 1.0).abs() < 4.9 / (n as f64).sqrt());
        assert!((0..10_000).map(|i| Draw::of(i, Purpose::Route).below(3)).all(|x| x < 3));
    }

    #[test]
    fn a_key_is_the_same_for_ever() {
        assert_eq!(mix(mix(42, name_key("web")), 1), mix(mix(42, name_key("web")), 1));
        assert_ne!(mix(1, 2), mix(2, 1));
        assert_eq!(name_key("a"), 0xaf63_dc4c_8601_ec8c);
    }
}
