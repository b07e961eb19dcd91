//! LFU: what was asked for least often is thrown out. Two policies share the name:
//!
//! * *in-cache* LFU forgets an item's count when it leaves; it comes back as a stranger;
//! * *perfect* LFU counts every request for every key for ever, in the cache or not.
//!
//! Semantics: ties go to the least recently used; the victim is chosen among those in the cache, so the newcomer is always
//! admitted, however rare it is. O(log capacity) a request.
//! Source: Breslau, Cao, Fan, Phillips, Shenker, "Web caching and Zipf-like distributions", INFOCOM 1999, names both.

use super::heap::Heap;
use super::policy::{Mark, Policy, Shelf};

/// An LFU cache of either kind.
#[derive(Clone, Debug)]
pub struct Lfu {
    /// Rank: count in the upper half, time of the last request in the lower.
    heap: Heap,
    counts: Vec<u32>,
    capacity: usize,
    forgets: bool,
    now: u32,
}

impl Lfu {
    /// Counts are forgotten on leaving. Empty, of `capacity` ≥ 1 items, for keys below `keys`.
    pub fn in_cache(capacity: usize, keys: usize) -> Self {
        Self { heap: Heap::new(keys), counts: vec![0; keys], capacity, forgets: true, now: 0 }
    }

    /// Counts are never forgotten.
    pub fn perfect(capacity: usize, keys: usize) -> Self {
        Self { forgets: false, ..Self::in_cache(capacity, keys) }
    }
}

impl Policy for Lfu {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        let hit = self.heap.holds(key);
        if !hit
            && self.heap.len() == self.capacity
            && let Some(victim) = self.heap.pop()
            && self.forgets
        {
            self.counts[victim as usize] = 0;
        }
        self.now = self.now.wrapping_add(1);
        let count = &mut self.counts[key as usize];
        *count = count.saturating_add(1);
        self.heap.set(key, u64::from(*count) << 32 | u64::from(self.now));
        hit
    }

    fn shelves(&self) -> Vec<Shelf> {
        let items = self.heap.falling().into_iter().map(|(rank, key)| (key, Mark::Count((rank >> 32) as u32)));
        vec![Shelf::of("most asked for first", items.collect())]
    }
}
