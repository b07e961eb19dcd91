//! What a cache holds: items by number, in the order in which they will have to go.
//!
//! Items are small numbers, so everything is an array: two linked lists (the second is S3-FIFO's small line), no search. LFU keeps a
//! sorted set of (uses, last use, item).

use std::collections::{BTreeSet, VecDeque};

use super::cache::{Cache, Eviction};
use crate::system::draw::{Draw, Purpose, mix};
use crate::system::plan::Plan;

const NIL: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
struct Entry {
    before: u32,
    after: u32,
    expires: f64,
    took: f32,
    uses: u32,
    used: u32,
    here: bool,
    small: bool,
}

const GONE: Entry =
    Entry { before: NIL, after: NIL, expires: 0.0, took: 0.0, uses: 0, used: 0, here: false, small: false };

#[derive(Clone, Copy, Debug)]
struct List {
    first: u32,
    last: u32,
    len: u32,
}

const EMPTY: List = List { first: NIL, last: NIL, len: 0 };

/// The items of one cache. The newest is first in its list.
#[derive(Clone, Debug)]
pub(in crate::system) struct Shelf {
    capacity: u32,
    eviction: Eviction,
    entries: Vec<Entry>,
    main: List,
    small: List,
    hand: u32,
    ranked: BTreeSet<(u32, u32, u32)>,
    ghosts: VecDeque<u32>,
    ghost: Vec<bool>,
    present: Vec<u32>,
    place: Vec<u32>,
    clock: u32,
    key: u64,
}

impl Shelf {
    pub(in crate::system) fn new(cache: &Cache, key: u64, plan: &Plan) -> Self {
        let mut shelf = Self {
            capacity: cache.capacity.unwrap_or(u32::MAX),
            eviction: cache.eviction,
            entries: Vec::new(),
            main: EMPTY,
            small: EMPTY,
            hand: NIL,
            ranked: BTreeSet::new(),
            ghosts: VecDeque::new(),
            ghost: Vec::new(),
            present: Vec::new(),
            place: Vec::new(),
            clock: 0,
            key,
        };
        if cache.warm {
            let keys = plan.parts.iter().filter_map(|part| match &part.kind {
                crate::system::scenario::Kind::Clients(clients) => clients.keys.map(|keys| keys.count),
                _ => None,
            });
            // The most popular ones.
            let count = keys.max().unwrap_or(1).min(shelf.capacity);
            for item in (0..count).rev() {
                shelf.put(cache, item, 0.0, 0.0, mix(key, u64::from(item)));
            }
        }
        shelf
    }

    /// Holds so many from now on; what is too much goes when the next comes.
    pub(in crate::system) fn resize(&mut self, capacity: Option<u32>) {
        self.capacity = capacity.unwrap_or(u32::MAX);
    }

    pub(in crate::system) fn bytes(&self) -> usize {
        self.entries.capacity() * (size_of::<Entry>() + 9) + self.ranked.len() * 24 + self.ghosts.len() * 4
    }

    pub(in crate::system) fn clear(&mut self) {
        self.entries.iter_mut().for_each(|entry| *entry = GONE);
        (self.main, self.small, self.hand) = (EMPTY, EMPTY, NIL);
        self.ranked.clear();
        self.ghosts.clear();
        self.ghost.iter_mut().for_each(|ghost| *ghost = false);
        self.present.clear();
    }

    /// Uses an item: when it expires and how long it took to fetch, if it is there.
    pub(in crate::system) fn look(&mut self, item: u32) -> Option<(f64, f64)> {
        let entry = *self.entries.get(item as usize).filter(|entry| entry.here)?;
        self.clock += 1;
        match self.eviction {
            Eviction::Lru => {
                self.unlink(item);
                self.push(item, false);
            }
            Eviction::Lfu => {
                self.ranked.remove(&(entry.uses, entry.used, item));
                self.ranked.insert((entry.uses + 1, self.clock, item));
            }
            Eviction::Fifo | Eviction::Random | Eviction::S3Fifo | Eviction::Sieve => {}
        }
        let entry = &mut self.entries[item as usize];
        let most = if self.eviction == Eviction::S3Fifo { 3 } else { u32::MAX };
        entry.uses = (entry.uses + 1).min(most);
        entry.used = self.clock;
        Some((entry.expires, f64::from(entry.took)))
    }

    /// Puts an item in (or anew), fetched in so many seconds.
    pub(in crate::system) fn put(&mut self, cache: &Cache, item: u32, now: f64, took: f64, key: u64) {
        let ttl = cache.ttl_secs.map_or(f64::INFINITY, |ttl| {
            ttl * (1.0 + cache.jitter * (2.0 * Draw::of(key, Purpose::Jitter).uniform() - 1.0))
        });
        let at = item as usize;
        if at >= self.entries.len() {
            self.entries.resize(at + 1, GONE);
            self.ghost.resize(at + 1, false);
            self.place.resize(at + 1, 0);
        }
        if !self.entries[at].here {
            while self.main.len + self.small.len >= self.capacity {
                self.evict();
            }
            self.clock += 1;
            let to_main = self.eviction != Eviction::S3Fifo || self.ghost[at];
            self.ghost[at] = false;
            self.push(item, !to_main);
            let entry = &mut self.entries[at];
            (entry.here, entry.uses, entry.used) = (true, 0, self.clock);
            if self.eviction == Eviction::Lfu {
                self.ranked.insert((0, self.clock, item));
            }
            if self.eviction == Eviction::Random {
                self.place[at] = self.present.len() as u32;
                self.present.push(item);
            }
        }
        let entry = &mut self.entries[at];
        (entry.expires, entry.took) = (now + ttl, took as f32);
    }

    pub(in crate::system) fn drop_item(&mut self, item: u32) {
        if self.entries.get(item as usize).is_some_and(|entry| entry.here) {
            self.remove(item);
        }
    }

    fn remove(&mut self, item: u32) {
        let entry = self.entries[item as usize];
        if self.hand == item {
            self.hand = entry.before;
        }
        self.unlink(item);
        if self.eviction == Eviction::Lfu {
            self.ranked.remove(&(entry.uses, entry.used, item));
        }
        if self.eviction == Eviction::Random {
            let place = self.place[item as usize];
            self.present.swap_remove(place as usize);
            if let Some(moved) = self.present.get(place as usize) {
                self.place[*moved as usize] = place;
            }
        }
        self.entries[item as usize].here = false;
    }

    fn evict(&mut self) {
        match self.eviction {
            Eviction::Lru | Eviction::Fifo => self.remove(self.main.last),
            Eviction::Lfu => {
                if let Some(&(_, _, item)) = self.ranked.first() {
                    self.remove(item);
                }
            }
            Eviction::Random => {
                self.clock += 1;
                let at = Draw::of(mix(self.key, u64::from(self.clock)), Purpose::Evict).below(self.present.len());
                self.remove(self.present[at]);
            }
            Eviction::Sieve => {
                // The hand walks from the oldest to the newest, forgiving each use once.
                let mut at = if self.hand == NIL { self.main.last } else { self.hand };
                while self.entries[at as usize].uses > 0 {
                    self.entries[at as usize].uses = 0;
                    at = self.entries[at as usize].before;
                    if at == NIL {
                        at = self.main.last;
                    }
                }
                self.hand = self.entries[at as usize].before;
                self.remove(at);
            }
            Eviction::S3Fifo => self.evict_s3(),
        }
    }

    /// From the small line those used more than once move on, the rest leave and are remembered; from the main one those used go round.
    fn evict_s3(&mut self) {
        let small_share = (self.capacity / 10).max(1);
        loop {
            if self.small.len > 0 && (self.small.len >= small_share || self.main.len == 0) {
                let item = self.small.last;
                let uses = self.entries[item as usize].uses;
                if uses > 1 {
                    self.unlink(item);
                    self.push(item, false);
                    self.entries[item as usize].uses = 0;
                    continue;
                }
                self.remove(item);
                self.ghost[item as usize] = true;
                self.ghosts.push_back(item);
                if self.ghosts.len() > (self.capacity - small_share).max(1) as usize
                    && let Some(old) = self.ghosts.pop_front()
                {
                    self.ghost[old as usize] = self.ghosts.contains(&old) && self.ghost[old as usize];
                }
                return;
            }
            let item = self.main.last;
            if self.entries[item as usize].uses > 0 {
                self.entries[item as usize].uses -= 1;
                self.unlink(item);
                self.push(item, false);
                continue;
            }
            return self.remove(item);
        }
    }

    fn push(&mut self, item: u32, small: bool) {
        let list = if small { &mut self.small } else { &mut self.main };
        let second = list.first;
        list.first = item;
        list.len += 1;
        if second == NIL {
            list.last = item;
        } else {
            self.entries[second as usize].before = item;
        }
        let entry = &mut self.entries[item as usize];
        (entry.before, entry.after, entry.small) = (NIL, second, small);
    }

    fn unlink(&mut self, item: u32) {
        let Entry { before, after, small, .. } = self.entries[item as usize];
        let list = if small { &mut self.small } else { &mut self.main };
        list.len -= 1;
        if before == NIL {
            list.first = after;
        } else {
            self.entries[before as usize].after = after;
        }
        let list = if small { &mut self.small } else { &mut self.main };
        if after == NIL {
            list.last = before;
        } else {
            self.entries[after as usize].before = before;
        }
    }
}
