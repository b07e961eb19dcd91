//! Named streams of randomness from one seed.
//!
//! Each use (arrivals, service, …) has its own generator, so that a change of policy does not shift every later draw:
//! two scenarios run on the same seed see the same arrivals and the same service demands (common random numbers).
//!
//! Generator: xoshiro256++ (Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021), no. 36).
//! It needs only 64-bit additions, shifts and rotations, which WebAssembly has; PCG's 128-bit product it would have to emulate.

use rand::SeedableRng;

use crate::dist::{GOLDEN, stirred};

/// The generator of every simulation.
pub type Random = rand::rngs::Xoshiro256PlusPlus;

/// What a stream is for. The number is part of every seeded result: never change one, only add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Stream {
    /// Gaps between arrivals.
    Arrivals = 1,
    /// Service demands, one for each arrival, in order of arrival.
    Service = 2,
    /// The class of each arrival.
    Class = 3,
    /// Which of several places to go to.
    Routing = 4,
    /// Think times of closed populations.
    Think = 5,
    /// Timeouts, retries and their jitter.
    Retry = 6,
    /// Failures, crashes, lost packets.
    Failure = 7,
    /// Which item is asked for.
    Popularity = 8,
    /// Anything else a topic needs.
    Other = 9,
}

/// The generator of `stream` under `seed`: independent of the other streams and of other seeds.
pub fn stream(seed: u64, stream: Stream) -> Random {
    substream(seed, stream, 0)
}

/// The generator number `index` of `stream`: for leaves, servers or replications that need one each.
pub fn substream(seed: u64, stream: Stream, index: u64) -> Random {
    // Any constant will do; with this one the default seed, 42, happens to show a typical M/M/1 queue rather than an odd one.
    Random::seed_from_u64(mix(mix(seed ^ 0x510e_527f_ade6_82f8).wrapping_add(stream as u64)).wrapping_add(mix(index)))
}

/// The first number of a SplitMix64 with this state.
fn mix(state: u64) -> u64 {
    stirred(state.wrapping_add(GOLDEN))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;
    use std::collections::BTreeSet;

    #[test]
    fn streams_seeds_and_indices_all_differ() {
        let mut firsts = BTreeSet::new();
        for seed in 0..100 {
            for kind in [Stream::Arrivals, Stream::Service, Stream::Class, Stream::Other] {
                for index in 0..10 {
                    firsts.insert(substream(seed, kind, index).next_u64());
                }
            }
        }
        assert_eq!(firsts.len(), 4000);
    }

    #[test]
    fn the_first_draw_of_seed_42_never_changes() {
        assert_eq!(stream(42, Stream::Arrivals).next_u64(), 6_164_853_789_664_485_213);
    }
}
