//! Draws ahead in blocks: the law is looked up and the generator loaded once for many values.
//!
//! The values and their order are those of drawing one at a time, whoever draws: the engine and the fast roads see the same.

use super::gaps::Gaps;
use super::streams::Random;
use crate::dist::Law;

pub(crate) const BLOCK: usize = 128;

/// What a tap draws from.
#[derive(Clone, Debug)]
enum Spring {
    Law(Law),
    Gaps(Gaps),
}

/// An endless supply of draws from one law and one stream.
#[derive(Clone, Debug)]
pub(crate) struct Tap {
    block: [f64; BLOCK],
    at: usize,
    spring: Spring,
    rng: Random,
}

impl Tap {
    pub(crate) fn of_law(law: Law, rng: Random) -> Self {
        Self { block: [0.0; BLOCK], at: BLOCK, spring: Spring::Law(law), rng }
    }

    pub(crate) fn of_gaps(gaps: Gaps, rng: Random) -> Self {
        Self { block: [0.0; BLOCK], at: BLOCK, spring: Spring::Gaps(gaps), rng }
    }

    /// The next draw.
    #[inline(always)]
    pub(crate) fn draw(&mut self) -> f64 {
        if self.at >= BLOCK {
            self.refill();
        }
        let value = self.block[self.at];
        self.at += 1;
        value
    }

    /// The draws already made, at least one: take some, then say how many with `took`.
    #[inline]
    pub(crate) fn ready(&mut self) -> &[f64] {
        if self.at >= BLOCK {
            self.refill();
        }
        &self.block[self.at..]
    }

    /// Marks the first `count` of `ready` as used.
    #[inline]
    pub(crate) fn took(&mut self, count: usize) {
        self.at += count;
    }

    /// The mean and the generator, where the law is exponential and nothing is drawn ahead: for whoever draws in a loop of
    /// its own.
    #[inline]
    pub(crate) fn exponential(&mut self) -> Option<(f64, &mut Random)> {
        match &self.spring {
            Spring::Law(Law::Exponential(law)) | Spring::Gaps(Gaps::Renewal(Law::Exponential(law)))
                if self.at == BLOCK =>
            {
                Some((law.mean(), &mut self.rng))
            }
            _ => None,
        }
    }

    #[inline(never)]
    fn refill(&mut self) {
        match &mut self.spring {
            Spring::Law(law) => law.fill(&mut self.rng, &mut self.block),
            Spring::Gaps(gaps) => gaps.fill(&mut self.rng, &mut self.block),
        }
        self.at = 0;
    }
}
