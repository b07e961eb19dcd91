//! LRU: what has not been asked for the longest is thrown out.
//!
//! Semantics: a hit and a miss both make the key the newest; the victim is the oldest. O(1) a request.
//! Source: Mattson, Gecsei, Slutz, Traiger, "Evaluation techniques for storage hierarchies", IBM Systems Journal 9 (1970).

use super::policy::{Mark, Policy, Shelf};

/// An LRU cache. The keys that are in stand in a ring of links, closed by a node of its own behind the last key.
#[derive(Clone, Debug)]
pub struct Lru {
    /// For each key: the next newer and the next older one; [`ABSENT`] twice where it is not in.
    ring: Vec<(u32, u32)>,
    room: usize,
}

const ABSENT: u32 = u32::MAX;

impl Lru {
    /// Empty, of `capacity` ≥ 1 items, for keys below `keys`.
    pub fn new(capacity: usize, keys: usize) -> Self {
        let mut ring = vec![(ABSENT, ABSENT); keys];
        ring.push((keys as u32, keys as u32));
        Self { ring, room: capacity }
    }
}

impl Policy for Lru {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        let end = self.ring.len() - 1;
        let (newer, older) = self.ring[key as usize];
        let hit = newer != ABSENT;
        if hit {
            self.ring[newer as usize].1 = older;
            self.ring[older as usize].0 = newer;
        } else if self.room > 0 {
            self.room -= 1;
        } else {
            let victim = self.ring[end].0;
            let next = self.ring[victim as usize].0;
            self.ring[end].0 = next;
            self.ring[next as usize].1 = end as u32;
            self.ring[victim as usize] = (ABSENT, ABSENT);
        }
        let newest = self.ring[end].1;
        self.ring[key as usize] = (end as u32, newest);
        self.ring[newest as usize].0 = key;
        self.ring[end].1 = key;
        hit
    }

    fn shelves(&self) -> Vec<Shelf> {
        let end = self.ring.len() - 1;
        let mut items = Vec::new();
        let mut at = self.ring[end].1;
        while at != end as u32 {
            items.push((at, Mark::None));
            at = self.ring[at as usize].1;
        }
        vec![Shelf::of("last asked for first", items)]
    }
}
