//! Random: any item is thrown out, all with the same chance.
//!
//! Semantics: the victim's slot is the next number of SplitMix64 from seed 7, modulo the capacity; the newcomer takes that slot.
//! A hit changes nothing. O(1) a request.

use super::policy::{Mark, Policy, Shelf};
use crate::dist::SplitMix64;

/// Seed of the draws: fixed, so that the requests' seed changes nothing but the requests.
const SEED: u64 = 7;

/// A cache with random victims.
#[derive(Clone, Debug)]
pub struct Random {
    slots: Vec<u32>,
    capacity: usize,
    is_in: Vec<bool>,
    draws: SplitMix64,
}

impl Random {
    /// Empty, of `capacity` ≥ 1 items, for keys below `keys`.
    pub fn new(capacity: usize, keys: usize) -> Self {
        let slots = Vec::with_capacity(capacity.min(keys));
        Self { slots, capacity, is_in: vec![false; keys], draws: SplitMix64::new(SEED) }
    }
}

impl Policy for Random {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        if self.is_in[key as usize] {
            return true;
        }
        self.is_in[key as usize] = true;
        if self.slots.len() < self.capacity {
            self.slots.push(key);
        } else {
            let slot = (self.draws.draw() % self.capacity as u64) as usize;
            let victim = std::mem::replace(&mut self.slots[slot], key);
            self.is_in[victim as usize] = false;
        }
        false
    }

    fn shelves(&self) -> Vec<Shelf> {
        vec![Shelf::of("in no order", self.slots.iter().map(|key| (*key, Mark::None)).collect())]
    }
}
