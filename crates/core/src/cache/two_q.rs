//! 2Q, the full version: newcomers wait on a shelf of their own (A1in); what leaves it is remembered by name (A1out); only what
//! is asked for while so remembered joins the main shelf (Am), an LRU.
//!
//! Semantics: A1in may hold a quarter of the capacity (at least 1) before it is the one to give up an item, A1out the names of
//! half the capacity (at least 1). A hit in A1in changes nothing. A name asked for is taken from A1out *before* room is made,
//! and the victim of A1in then enters A1out; a victim of Am is not remembered. While there is room nothing is thrown out.
//! Where Am is empty A1in gives up its oldest. O(1) a request.
//! Source: Johnson, Shasha, "2Q: a low overhead high performance buffer management replacement algorithm", VLDB 1994.

use super::links::{Links, List};
use super::policy::{Mark, Policy, Shelf};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Nowhere,
    In,
    Out,
    Main,
}

/// A 2Q cache.
#[derive(Clone, Debug)]
pub struct TwoQ {
    links: Links,
    newcomers: List,
    names: List,
    main: List,
    places: Vec<Place>,
    capacity: usize,
    most_newcomers: usize,
    most_names: usize,
}

impl TwoQ {
    /// Empty, of `capacity` ≥ 1 items, for keys below `keys`.
    pub fn new(capacity: usize, keys: usize) -> Self {
        Self {
            links: Links::new(keys),
            newcomers: List::EMPTY,
            names: List::EMPTY,
            main: List::EMPTY,
            places: vec![Place::Nowhere; keys],
            capacity,
            most_newcomers: (capacity / 4).max(1),
            most_names: (capacity / 2).max(1),
        }
    }

    fn make_room(&mut self) {
        if self.newcomers.len() + self.main.len() < self.capacity {
            return;
        }
        if self.newcomers.len() > self.most_newcomers || self.main.len() == 0 {
            if let Some(victim) = self.links.pop(&mut self.newcomers) {
                self.links.push(&mut self.names, victim);
                self.places[victim as usize] = Place::Out;
            }
            if self.names.len() > self.most_names
                && let Some(forgotten) = self.links.pop(&mut self.names)
            {
                self.places[forgotten as usize] = Place::Nowhere;
            }
        } else if let Some(victim) = self.links.pop(&mut self.main) {
            self.places[victim as usize] = Place::Nowhere;
        }
    }
}

impl Policy for TwoQ {
    #[inline]
    fn request(&mut self, key: u32) -> bool {
        match self.places[key as usize] {
            Place::Main => {
                self.links.remove(&mut self.main, key);
                self.links.push(&mut self.main, key);
                true
            }
            Place::In => true,
            Place::Out => {
                self.links.remove(&mut self.names, key);
                self.make_room();
                self.links.push(&mut self.main, key);
                self.places[key as usize] = Place::Main;
                false
            }
            Place::Nowhere => {
                self.make_room();
                self.links.push(&mut self.newcomers, key);
                self.places[key as usize] = Place::In;
                false
            }
        }
    }

    fn shelves(&self) -> Vec<Shelf> {
        let items = |list| self.links.keys(list).into_iter().map(|key| (key, Mark::None)).collect();
        vec![
            Shelf::of("newcomers", items(&self.newcomers)),
            Shelf::of("asked for again", items(&self.main)),
            Shelf { is_kept: false, ..Shelf::of("remembered by name", items(&self.names)) },
        ]
    }
}
