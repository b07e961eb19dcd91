//! Stack distances: the LRU hits of every cache size from one pass.
//!
//! An LRU cache of C items holds the C keys asked for last; so a request is a hit in every cache of at least so many items as
//! there are different keys since its last one, itself counted. Those distances are counted here: a line of places in time, one
//! mark for each key at its last request. A request counts the marks after its own and moves its mark to the end; when the
//! line is full the marks close ranks. Marks are bits, counted by the word, and a Fenwick tree over blocks of words gives what
//! lies before a block: O(log n) a request in little memory.
//!
//! Source: Mattson, Gecsei, Slutz, Traiger, "Evaluation techniques for storage hierarchies", IBM Systems Journal 9 (1970);
//! tree: Bennett, Kruskal, "LRU stack processing", IBM Journal of Research and Development 19 (1975).

/// Not asked for so far.
const NEVER: u32 = u32::MAX;
/// Words of 64 places to a leaf of the tree.
const WORDS: usize = 8;
/// Places to a leaf.
const LEAF: usize = 64 * WORDS;

/// Counts distances.
#[derive(Clone, Debug)]
pub struct StackDistances {
    /// For each key the place of its mark.
    last: Vec<u32>,
    /// The marks.
    words: Vec<u64>,
    /// Fenwick tree over the marks of each leaf.
    tree: Vec<u32>,
    /// The next free place.
    end: usize,
    /// Different keys so far.
    distinct: u64,
    /// `hits[d]`: requests at distance d + 1.
    hits: Vec<u64>,
    requests: u64,
}

impl StackDistances {
    /// For keys below `keys`.
    pub fn new(keys: usize) -> Self {
        let leaves = (2 * keys / LEAF + 1).next_power_of_two().max(2);
        Self {
            last: vec![NEVER; keys],
            words: vec![0; leaves * WORDS],
            tree: vec![0; leaves + 1],
            end: 0,
            distinct: 0,
            hits: Vec::new(),
            requests: 0,
        }
    }

    /// Counts some more requests.
    pub fn serve(&mut self, keys: &[u32]) {
        for &key in keys {
            self.request(key);
        }
    }

    #[inline]
    fn request(&mut self, key: u32) {
        self.requests += 1;
        if self.end == self.words.len() * 64 {
            self.close_ranks();
        }
        let place = self.last[key as usize];
        if place == NEVER {
            self.distinct += 1;
            self.hits.push(0);
        } else {
            let before = self.before(place as usize);
            self.hits[(self.distinct - before - 1) as usize] += 1;
            self.words[place as usize / 64] &= !(1 << (place % 64));
            self.add(place as usize / LEAF, u32::MAX);
        }
        self.last[key as usize] = self.end as u32;
        self.words[self.end / 64] |= 1 << (self.end % 64);
        self.add(self.end / LEAF, 1);
        self.end += 1;
    }

    /// Marks before a place.
    #[inline]
    fn before(&self, place: usize) -> u64 {
        let (leaf, word) = (place / LEAF, place / 64);
        let mut count = 0;
        let mut at = leaf;
        while at > 0 {
            count += self.tree[at];
            at &= at - 1;
        }
        for w in leaf * WORDS..word {
            count += self.words[w].count_ones();
        }
        let below = (1u64 << (place % 64)) - 1;
        u64::from(count + (self.words[word] & below).count_ones())
    }

    /// Adds to a leaf; `u32::MAX` takes one away.
    #[inline]
    fn add(&mut self, leaf: usize, count: u32) {
        let mut at = leaf + 1;
        while at < self.tree.len() {
            self.tree[at] = self.tree[at].wrapping_add(count);
            at += at & at.wrapping_neg();
        }
    }

    /// Moves all marks to the beginning of the line, in their order.
    fn close_ranks(&mut self) {
        let mut by_place = vec![NEVER; self.end];
        for (key, place) in self.last.iter().enumerate().filter(|(_, place)| **place != NEVER) {
            by_place[*place as usize] = key as u32;
        }
        self.words.fill(0);
        self.tree.fill(0);
        self.end = 0;
        for key in by_place.into_iter().filter(|key| *key != NEVER) {
            self.last[key as usize] = self.end as u32;
            self.words[self.end / 64] |= 1 << (self.end % 64);
            self.add(self.end / LEAF, 1);
            self.end += 1;
        }
    }

    /// Requests so far.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// Different keys so far.
    pub fn distinct(&self) -> u64 {
        self.distinct
    }

    /// Hits of an LRU cache of so many items.
    pub fn hits(&self, capacity: u64) -> u64 {
        self.hits.iter().take(capacity.min(self.distinct) as usize).sum()
    }

    /// Hits of LRU caches of these sizes, which rise.
    pub fn hits_of(&self, capacities: &[u64]) -> Vec<u64> {
        let (mut sum, mut from) = (0, 0);
        let mut until = |capacity: u64| {
            let to = (capacity.min(self.distinct) as usize).max(from);
            sum += self.hits[from..to].iter().sum::<u64>();
            from = to;
            sum
        };
        capacities.iter().map(|capacity| until(*capacity)).collect()
    }
}
