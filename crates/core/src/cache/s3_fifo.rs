//! S3-FIFO: three first-in-first-out queues. Newcomers enter the small one; what was asked for there at least twice more moves
//! to the main one, the rest leaves and is remembered by name; what comes back while remembered enters the main one at once.
//!
//! Semantics, where implementations differ: the small queue S has a tenth of the capacity (rounded down, at least 1), the main
//! queue M the rest, the names are as many as M has places. Each item counts its hits up to 3, from 0. S moves an item on where
//! its count is **above 1** (the paper's Algorithm 1; CacheLib and several ports move at 1 already) and then starts it again
//! from 0; M puts an item with a count above 0 back at the new end with one less. Room is made in S while it holds its tenth,
//! else in M; a full M gives up one of its own before it takes one over from S, so that one miss may throw out several. Whether
//! a key is remembered is asked after room was made. Amortised O(1) a request.
//! Source: Yang, Zhang, Qiu, Yue, Rashmi, "FIFO queues are all you need for cache eviction", SOSP 2023, Algorithm 1.

use super::links::{Links, List};
use super::policy::{Mark, Policy, Shelf};
use std::collections::VecDeque;

/// What is noted of a key: its count while it is in, or one of the two below.
const NOWHERE: u8 = 255;
const REMEMBERED: u8 = 254;
/// Hits are counted no further.
const MOST: u8 = 3;
/// The count above which the paper moves an item to the main queue.
const PAPER: u8 = 1;

/// An S3-FIFO cache.
#[derive(Clone, Debug)]
pub struct S3Fifo {
    small: VecDeque<u32>,
    main: VecDeque<u32>,
    links: Links,
    names: List,
    notes: Vec<u8>,
    capacity: usize,
    small_places: usize,
    moves_above: u8,
}

impl S3Fifo {
    /// The paper's. Empty, of `capacity` ≥ 1 items, for keys below `keys`.
    pub fn new(capacity: usize, keys: usize) -> Self {
        Self::moving_above(PAPER, capacity, keys)
    }

    /// One that moves items on above another count.
    pub fn moving_above(count: u8, capacity: usize, keys: usize) -> Self {
        Self {
            small: VecDeque::new(),
            main: VecDeque::new(),
            links: Links::new(keys),
            names: List::EMPTY,
            notes: vec![NOWHERE; keys],
            capacity,
            small_places: (capacity / 10).max(1),
            moves_above: count,
        }
    }

    fn main_places(&self) -> usize {
        self.capacity - self.small_places
    }

    fn evict_from_main(&mut self) {
        while let Some(key) = self.main.pop_front() {
            let count = &mut self.notes[key as usize];
            if *count == 0 {
                *count = NOWHERE;
                return;
            }
            *count -= 1;
            self.main.push_back(key);
        }
    }

    fn evict_from_small(&mut self) {
        while let Some(key) = self.small.pop_front() {
            if self.notes[key as usize] <= self.moves_above {
                self.remember(key);
                return;
            }
            if self.main.len() >= self.main_places() {
                self.evict_from_main();
            }
            self.notes[key as usize] = 0;
            self.main.push_back(key);
        }
    }

    fn remember(&mut self, key: u32) {
        self.notes[key as usize] = REMEMBERED;
        self.links.push(&mut self.names, key);
        if self.names.len() > self.main_places()
            && let Some(forgotten) = self.links.pop(&mut self.names)
        {
            self.notes[forgotten as usize] = NOWHERE;
        }
    }
}

impl Policy for S3Fifo {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        let note = &mut self.notes[key as usize];
        if *note < REMEMBERED {
            *note = (*note + 1).min(MOST);
            return true;
        }
        while self.small.len() + self.main.len() >= self.capacity {
            if self.small.len() >= self.small_places {
                self.evict_from_small();
            } else {
                self.evict_from_main();
            }
        }
        if self.notes[key as usize] == REMEMBERED {
            self.links.remove(&mut self.names, key);
            self.main.push_back(key);
        } else {
            self.small.push_back(key);
        }
        self.notes[key as usize] = 0;
        false
    }

    fn shelves(&self) -> Vec<Shelf> {
        let items = |queue: &VecDeque<u32>| {
            queue.iter().rev().map(|key| (*key, Mark::Count(u32::from(self.notes[*key as usize])))).collect()
        };
        let names = self.links.keys(&self.names).into_iter().map(|key| (key, Mark::None)).collect();
        vec![
            Shelf::of("newcomers", items(&self.small)),
            Shelf::of("main", items(&self.main)),
            Shelf { is_kept: false, ..Shelf::of("remembered by name", names) },
        ]
    }
}
