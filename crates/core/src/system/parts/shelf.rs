//! What a cache holds: items by number, in the order in which they will have to go.
//!
//! Items are small numbers, so everything is an array: linked lists (S3-FIFO has a second one for newcomers, and one of names), no
//! search. LFU keeps a sorted set of (uses, last use, item). What each eviction means is told by the policy of its name in
//! `crate::cache`; here values end and are dropped besides, which those do not know. A test holds the two together.

use std::collections::BTreeSet;

use super::cache::{Cache, Eviction};
use crate::system::draw::{Draw, Purpose, mix};
use crate::system::plan::Plan;

const NIL: u32 = u32::MAX;

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Nowhere,
    Main,
    /// S3-FIFO's newcomers.
    Small,
    /// Not there, but remembered by name.
    Names,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    before: u32,
    after: u32,
    expires: f64,
    took: f32,
    uses: u32,
    used: u32,
    here: bool,
    line: Line,
}

const GONE: Entry =
    Entry { before: NIL, after: NIL, expires: 0.0, took: 0.0, uses: 0, used: 0, here: false, line: Line::Nowhere };

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
    names: List,
    hand: u32,
    ranked: BTreeSet<(u32, u32, u32)>,
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
            names: EMPTY,
            hand: NIL,
            ranked: BTreeSet::new(),
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
        self.entries.capacity() * (size_of::<Entry>() + 8) + self.ranked.len() * 24
    }

    pub(in crate::system) fn clear(&mut self) {
        self.entries.iter_mut().for_each(|entry| *entry = GONE);
        (self.main, self.small, self.names, self.hand) = (EMPTY, EMPTY, EMPTY, NIL);
        self.ranked.clear();
        self.present.clear();
    }

    /// Uses an item: when it expires and how long it took to fetch, if it is there.
    pub(in crate::system) fn look(&mut self, item: u32) -> Option<(f64, f64)> {
        let entry = *self.entries.get(item as usize).filter(|entry| entry.here)?;
        self.clock += 1;
        match self.eviction {
            Eviction::Lru => {
                self.unlink(item);
                self.push(item, Line::Main);
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
            self.place.resize(at + 1, 0);
        }
        if !self.entries[at].here {
            while self.main.len + self.small.len >= self.capacity {
                self.evict();
            }
            self.clock += 1;
            let is_remembered = self.entries[at].line == Line::Names;
            if is_remembered {
                self.unlink(item);
            }
            let is_newcomer = self.eviction == Eviction::S3Fifo && !is_remembered;
            self.push(item, if is_newcomer { Line::Small } else { Line::Main });
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

    /// Makes room among the newcomers while they have their tenth, else in the main line.
    fn evict_s3(&mut self) {
        let small_places = (self.capacity / 10).max(1);
        if self.small.len >= small_places {
            self.evict_newcomer(self.capacity - small_places);
        } else {
            self.evict_settled();
        }
    }

    /// Newcomers used more than once settle, for which a full main line gives up one of its own; the first that was not leaves and
    /// is remembered.
    fn evict_newcomer(&mut self, main_places: u32) {
        while self.small.len > 0 {
            let item = self.small.last;
            if self.entries[item as usize].uses <= 1 {
                self.remove(item);
                self.push(item, Line::Names);
                if self.names.len > main_places {
                    self.unlink(self.names.last);
                }
                return;
            }
            if self.main.len >= main_places {
                self.evict_settled();
            }
            self.entries[item as usize].uses = 0;
            self.unlink(item);
            self.push(item, Line::Main);
        }
    }

    /// The oldest of the main line goes round once for each use it has left; the first without one leaves.
    fn evict_settled(&mut self) {
        while self.main.len > 0 {
            let item = self.main.last;
            if self.entries[item as usize].uses == 0 {
                return self.remove(item);
            }
            self.entries[item as usize].uses -= 1;
            self.unlink(item);
            self.push(item, Line::Main);
        }
    }

    fn list(&mut self, line: Line) -> &mut List {
        match line {
            Line::Nowhere | Line::Main => &mut self.main,
            Line::Small => &mut self.small,
            Line::Names => &mut self.names,
        }
    }

    fn push(&mut self, item: u32, line: Line) {
        let list = self.list(line);
        let second = list.first;
        list.first = item;
        list.len += 1;
        if second == NIL {
            list.last = item;
        } else {
            self.entries[second as usize].before = item;
        }
        let entry = &mut self.entries[item as usize];
        (entry.before, entry.after, entry.line) = (NIL, second, line);
    }

    fn unlink(&mut self, item: u32) {
        let Entry { before, after, line, .. } = self.entries[item as usize];
        let list = self.list(line);
        list.len -= 1;
        if before == NIL {
            list.first = after;
        }
        if after == NIL {
            list.last = before;
        }
        if before != NIL {
            self.entries[before as usize].after = after;
        }
        if after != NIL {
            self.entries[after as usize].before = before;
        }
        self.entries[item as usize].line = Line::Nowhere;
    }
}
