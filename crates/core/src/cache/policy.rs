//! What all policies have in common.

use super::belady::Belady;
use super::clock::Clock;
use super::fifo::Fifo;
use super::lfu::Lfu;
use super::lru::Lru;
use super::random::Random;
use super::s3_fifo::S3Fifo;
use super::sieve::Sieve;
use super::two_q::TwoQ;

/// A cache of a fixed number of items.
pub trait Policy {
    /// Serves one request: true for a hit. A miss brings the key in, and another out where there is no room.
    fn request(&mut self, key: u32) -> bool;

    /// Serves many; the hits among them.
    fn serve(&mut self, keys: &[u32]) -> u64 {
        keys.iter().map(|key| u64::from(self.request(*key))).sum()
    }

    /// What it holds, for a picture: each shelf from the newest place to the one that leaves first.
    fn shelves(&self) -> Vec<Shelf>;
}

/// A row of items as the policy keeps them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Its name on the page.
    pub name: &'static str,
    /// Keys, newest first, each with what is noted on it.
    pub items: Vec<(u32, Mark)>,
    /// Whether the items are really there; otherwise only their names are remembered.
    pub is_kept: bool,
    /// Place of the hand, where there is one.
    pub hand: Option<usize>,
}

impl Shelf {
    /// A shelf of items that are there, without a hand.
    pub fn of(name: &'static str, items: Vec<(u32, Mark)>) -> Self {
        Self { name, items, is_kept: true, hand: None }
    }
}

/// What a policy has noted on an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    None,
    /// Whether it was asked for again.
    Asked(bool),
    /// How often it was asked for.
    Count(u32),
}

/// The policies by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Least recently used goes.
    Lru,
    /// Least often used since it came in goes.
    Lfu,
    /// Least often used ever goes.
    PerfectLfu,
    /// First in, first out.
    Fifo,
    /// First in, first out, with a second chance.
    Clock,
    /// Newcomers apart from those asked for again.
    TwoQ,
    /// A small queue for newcomers, a main one, and remembered names.
    S3Fifo,
    /// A hand that sieves.
    Sieve,
    /// Any goes.
    Random,
    /// What is needed last goes: needs to know the future.
    Belady,
}

impl Kind {
    /// All of them, as they stand side by side.
    pub const ALL: [Self; 10] = [
        Self::Lru,
        Self::Lfu,
        Self::PerfectLfu,
        Self::Fifo,
        Self::Clock,
        Self::TwoQ,
        Self::S3Fifo,
        Self::Sieve,
        Self::Random,
        Self::Belady,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lru => "LRU",
            Self::Lfu => "LFU",
            Self::PerfectLfu => "perfect LFU",
            Self::Fifo => "FIFO",
            Self::Clock => "CLOCK",
            Self::TwoQ => "2Q",
            Self::S3Fifo => "S3-FIFO",
            Self::Sieve => "SIEVE",
            Self::Random => "random",
            Self::Belady => "Belady",
        }
    }

    /// What it does, in the few words that tell it from its namesakes elsewhere.
    pub fn says(self) -> &'static str {
        match self {
            Self::Lru => "throws out what has not been asked for the longest",
            Self::Lfu => "throws out what was asked for least often since it came in; counts are forgotten on leaving",
            Self::PerfectLfu => "throws out what was asked for least often ever; counts are kept for ever",
            Self::Fifo => "throws out what came in first, however often it was asked for",
            Self::Clock => "first in, first out, but what was asked for again gets another round",
            Self::TwoQ => {
                "keeps newcomers on a shelf of their own; only what comes back after leaving it joins the others"
            }
            Self::S3Fifo => "a tenth of the places for newcomers; what is asked for twice more moves to the main shelf",
            Self::Sieve => {
                "a hand walks from old to new and throws out the first that was not asked for again; nothing is moved"
            }
            Self::Random => "throws out any",
            Self::Belady => "throws out what will be needed last: the best that can be, if the future is known",
        }
    }

    /// An empty cache of `capacity` items (at least one) for keys below `keys`. `future` is the whole stream that will be asked,
    /// which only Belady looks at.
    pub fn cache(self, capacity: usize, keys: usize, future: &[u32]) -> Box<dyn Policy + Send> {
        let capacity = capacity.max(1);
        match self {
            Self::Lru => Box::new(Lru::new(capacity, keys)),
            Self::Lfu => Box::new(Lfu::in_cache(capacity, keys)),
            Self::PerfectLfu => Box::new(Lfu::perfect(capacity, keys)),
            Self::Fifo => Box::new(Fifo::new(capacity, keys)),
            Self::Clock => Box::new(Clock::new(capacity, keys)),
            Self::TwoQ => Box::new(TwoQ::new(capacity, keys)),
            Self::S3Fifo => Box::new(S3Fifo::new(capacity, keys)),
            Self::Sieve => Box::new(Sieve::new(capacity, keys)),
            Self::Random => Box::new(Random::new(capacity, keys)),
            Self::Belady => Box::new(Belady::new(capacity, keys, future)),
        }
    }
}
