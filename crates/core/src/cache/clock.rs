//! CLOCK (second chance): first in, first out, but an item asked for since the hand last passed gets another round.
//!
//! Semantics: one bit an item, 0 when it comes in, 1 after a hit. The hand clears ones until it finds a zero, throws that out,
//! puts the newcomer in its place and moves on. (Some set the bit at entry: that is another policy.) Amortised O(1) a request.
//! Source: Corbató, "A paging experiment with the Multics system", MIT Project MAC (1968).

use super::policy::{Mark, Policy, Shelf};

const OUT: u8 = 0;
const IN: u8 = 1;
const ASKED: u8 = 2;

/// A CLOCK cache.
#[derive(Clone, Debug)]
pub struct Clock {
    slots: Vec<u32>,
    capacity: usize,
    hand: usize,
    state: Vec<u8>,
}

impl Clock {
    /// Empty, of `capacity` ≥ 1 items, for keys below `keys`.
    pub fn new(capacity: usize, keys: usize) -> Self {
        Self { slots: Vec::with_capacity(capacity.min(keys)), capacity, hand: 0, state: vec![OUT; keys] }
    }

    fn step(&mut self) {
        self.hand = if self.hand + 1 == self.capacity { 0 } else { self.hand + 1 };
    }
}

impl Policy for Clock {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        if self.state[key as usize] != OUT {
            self.state[key as usize] = ASKED;
            return true;
        }
        self.state[key as usize] = IN;
        if self.slots.len() < self.capacity {
            self.slots.push(key);
            return false;
        }
        loop {
            let at = self.slots[self.hand];
            if self.state[at as usize] == IN {
                self.state[at as usize] = OUT;
                self.slots[self.hand] = key;
                self.step();
                return false;
            }
            self.state[at as usize] = IN;
            self.step();
        }
    }

    fn shelves(&self) -> Vec<Shelf> {
        let items = self.slots.iter().map(|k| (*k, Mark::Asked(self.state[*k as usize] == ASKED))).collect();
        vec![Shelf { hand: Some(self.hand), ..Shelf::of("round the clock", items) }]
    }
}
