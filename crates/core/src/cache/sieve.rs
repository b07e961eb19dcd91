//! SIEVE: a hand walks from the oldest item to the newest and throws out the first that was not asked for since it last passed.
//!
//! Semantics: newcomers enter at the new end with their bit 0; a hit sets the bit and moves nothing. The hand starts at the
//! oldest, clears ones on its way, stays where it found its victim (the next newer one), and goes back to the oldest when it has
//! passed the newest. Unlike CLOCK the newcomer does not take the victim's place. Amortised O(1) a request.
//! Source: Zhang, Yang, Yue, Vigfusson, Rashmi, "SIEVE is simpler than LRU", NSDI 2024.

use super::links::{Links, List, NONE};
use super::policy::{Mark, Policy, Shelf};

const OUT: u8 = 0;
const IN: u8 = 1;
const ASKED: u8 = 2;

/// A SIEVE cache.
#[derive(Clone, Debug)]
pub struct Sieve {
    links: Links,
    list: List,
    state: Vec<u8>,
    hand: u32,
    capacity: usize,
}

impl Sieve {
    /// Empty, of `capacity` ≥ 1 items, for keys below `keys`.
    pub fn new(capacity: usize, keys: usize) -> Self {
        Self { links: Links::new(keys), list: List::EMPTY, state: vec![OUT; keys], hand: NONE, capacity }
    }

    fn evict(&mut self) {
        let mut at = if self.hand == NONE { self.list.oldest() } else { self.hand };
        while self.state[at as usize] == ASKED {
            self.state[at as usize] = IN;
            let newer = self.links.newer(at);
            at = if newer == NONE { self.list.oldest() } else { newer };
        }
        self.hand = self.links.newer(at);
        self.links.remove(&mut self.list, at);
        self.state[at as usize] = OUT;
    }
}

impl Policy for Sieve {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        if self.state[key as usize] != OUT {
            self.state[key as usize] = ASKED;
            return true;
        }
        if self.list.len() == self.capacity {
            self.evict();
        }
        self.links.push(&mut self.list, key);
        self.state[key as usize] = IN;
        false
    }

    fn shelves(&self) -> Vec<Shelf> {
        let keys = self.links.keys(&self.list);
        let hand =
            if self.hand == NONE { keys.len().checked_sub(1) } else { keys.iter().position(|k| *k == self.hand) };
        let items = keys.into_iter().map(|k| (k, Mark::Asked(self.state[k as usize] == ASKED))).collect();
        vec![Shelf { hand, ..Shelf::of("last come first", items) }]
    }
}
