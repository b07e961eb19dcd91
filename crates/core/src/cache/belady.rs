//! Belady's MIN: the item that will be asked for again latest, or never, is thrown out.
//!
//! Semantics: needs the whole stream beforehand and must be asked exactly that; the newcomer is always admitted, even if it is
//! never asked for again, as every policy here does. No policy that admits always has more hits. O(log capacity) a request.
//! Source: Belady, "A study of replacement algorithms for a virtual-storage computer", IBM Systems Journal 5 (1966).

use super::heap::Heap;
use super::policy::{Mark, Policy, Shelf};

/// When a key that never comes again is asked for next.
const NEVER: u32 = u32::MAX;

/// A cache that knows the future.
#[derive(Clone, Debug)]
pub struct Belady {
    /// Rank: the later the next request, the less.
    heap: Heap,
    capacity: usize,
    /// For each request, the place of the next one for the same key.
    next: Vec<u32>,
    now: usize,
}

impl Belady {
    /// Empty, of `capacity` ≥ 1 items, for keys below `keys`, before the first request of `future`.
    pub fn new(capacity: usize, keys: usize, future: &[u32]) -> Self {
        let mut seen = vec![NEVER; keys];
        let mut next = vec![NEVER; future.len()];
        for (at, key) in future.iter().enumerate().rev() {
            next[at] = std::mem::replace(&mut seen[*key as usize], at as u32);
        }
        Self { heap: Heap::new(keys), capacity, next, now: 0 }
    }
}

impl Policy for Belady {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        let hit = self.heap.holds(key);
        if !hit && self.heap.len() == self.capacity {
            self.heap.pop();
        }
        let next = self.next.get(self.now).copied().unwrap_or(NEVER);
        self.now += 1;
        self.heap.set(key, u64::from(NEVER - next));
        hit
    }

    fn shelves(&self) -> Vec<Shelf> {
        let items = self.heap.falling().into_iter().map(|(_, key)| (key, Mark::None)).collect();
        vec![Shelf::of("needed next first", items)]
    }
}
