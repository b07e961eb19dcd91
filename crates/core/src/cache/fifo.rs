//! FIFO: what came in first is thrown out, however often it was asked for.
//!
//! Semantics: a hit changes nothing. O(1) a request.
//! Source: Belady, "A study of replacement algorithms for a virtual-storage computer", IBM Systems Journal 5 (1966).

use super::policy::{Mark, Policy, Shelf};

/// A FIFO cache: a ring of slots, the oldest of which is written next.
#[derive(Clone, Debug)]
pub struct Fifo {
    slots: Vec<u32>,
    capacity: usize,
    next: usize,
    is_in: Vec<bool>,
}

impl Fifo {
    /// Empty, of `capacity` ≥ 1 items, for keys below `keys`.
    pub fn new(capacity: usize, keys: usize) -> Self {
        Self { slots: Vec::with_capacity(capacity.min(keys)), capacity, next: 0, is_in: vec![false; keys] }
    }
}

impl Policy for Fifo {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        if self.is_in[key as usize] {
            return true;
        }
        self.is_in[key as usize] = true;
        if self.slots.len() < self.capacity {
            self.slots.push(key);
        } else {
            let victim = std::mem::replace(&mut self.slots[self.next], key);
            self.is_in[victim as usize] = false;
            self.next = if self.next + 1 == self.capacity { 0 } else { self.next + 1 };
        }
        false
    }

    fn shelves(&self) -> Vec<Shelf> {
        let (newer, older) = self.slots.split_at(self.next);
        let items = older.iter().chain(newer).rev().map(|key| (*key, Mark::None)).collect();
        vec![Shelf::of("last come first", items)]
    }
}
