//! A four-way heap of (time, tag): the order of events.
//!
//! Times are non-negative, so their bits compare as they do; a key is then two integers, compared without a branch on NaN.
//! Four children a node halve the depth, and the four lie side by side in memory.

/// When, and what breaks a tie: the smaller tag goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    time_bits: u64,
    /// Breaks ties; the users below put a sequence number in its upper bits.
    pub tag: u64,
}

impl Key {
    /// At `time` ≥ 0 (infinity is allowed and comes last). Not a number comes last too.
    #[inline(always)]
    pub fn new(time: f64, tag: u64) -> Self {
        // Adding zero turns −0.0 into 0.0, whose bits sort first.
        Self { time_bits: (time + 0.0).to_bits(), tag }
    }

    /// The time.
    #[inline(always)]
    pub fn time(self) -> f64 {
        f64::from_bits(self.time_bits)
    }

    /// Whether this comes before `other`.
    #[inline(always)]
    pub fn before(self, other: Self) -> bool {
        // Two comparisons, the second hardly ever made: quicker in WebAssembly than one of 128 bits.
        self.time_bits < other.time_bits || (self.time_bits == other.time_bits && self.tag < other.tag)
    }
}

/// The smallest key first.
#[derive(Clone, Debug, Default)]
pub struct Heap {
    keys: Vec<Key>,
}

impl Heap {
    /// An empty heap with room for `capacity` keys.
    pub fn with_capacity(capacity: usize) -> Self {
        Self { keys: Vec::with_capacity(capacity) }
    }

    /// How many keys there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The smallest key.
    #[inline(always)]
    pub fn peek(&self) -> Option<Key> {
        self.keys.first().copied()
    }

    /// Adds a key.
    #[inline]
    pub fn push(&mut self, key: Key) {
        self.keys.push(key);
        let mut at = self.keys.len() - 1;
        while at > 0 {
            let parent = (at - 1) / 4;
            if !key.before(self.keys[parent]) {
                break;
            }
            self.keys[at] = self.keys[parent];
            at = parent;
        }
        self.keys[at] = key;
    }

    /// Takes the smallest key out.
    #[inline]
    pub fn pop(&mut self) -> Option<Key> {
        let last = self.keys.pop()?;
        match self.keys.first().copied() {
            None => Some(last),
            Some(top) => {
                self.sift_down(last);
                Some(top)
            }
        }
    }

    /// Puts `key` in the place of the smallest: one journey down where a pop and a push would make two.
    #[inline]
    pub fn replace_top(&mut self, key: Key) {
        if self.keys.is_empty() {
            self.keys.push(key);
        } else {
            self.sift_down(key);
        }
    }

    /// Lets `key` sink from the root to where it belongs.
    #[inline]
    fn sift_down(&mut self, key: Key) {
        let keys = &mut self.keys[..];
        let mut at = 0;
        loop {
            let first = 4 * at + 1;
            if first >= keys.len() {
                break;
            }
            let mut best = first;
            for child in first + 1..(first + 4).min(keys.len()) {
                if keys[child].before(keys[best]) {
                    best = child;
                }
            }
            if !keys[best].before(key) {
                break;
            }
            keys[at] = keys[best];
            at = best;
        }
        keys[at] = key;
    }

    /// Keeps the keys for which `keep` says so.
    pub fn retain(&mut self, keep: impl FnMut(&Key) -> bool) {
        self.keys.retain(keep);
        // A sorted list is a heap.
        self.keys.sort_unstable();
    }

    /// The keys in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = Key> + '_ {
        self.keys.iter().copied()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.keys.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::streams::{Stream, stream};
    use rand::Rng;

    #[test]
    fn keys_come_out_in_order_of_time_then_tag() {
        let mut rng = stream(1, Stream::Other);
        let mut heap = Heap::default();
        let mut sorted = Vec::new();
        for tag in 0..2000 {
            let key = Key::new((rng.next_u64() % 100) as f64, tag);
            sorted.push(key);
            heap.push(key);
            if tag % 3 == 0 {
                sorted.sort();
                assert_eq!(heap.pop(), Some(sorted.remove(0)));
            }
        }
        sorted.sort();
        heap.replace_top(Key::new(50.5, 7));
        sorted[0] = Key::new(50.5, 7);
        sorted.sort();
        assert!(sorted.iter().all(|&key| heap.pop() == Some(key)) && heap.is_empty());
    }

    #[test]
    fn zero_is_zero_whatever_its_sign() {
        assert_eq!(Key::new(-0.0, 1), Key::new(0.0, 1));
        assert!(Key::new(1.0, 9).before(Key::new(f64::INFINITY, 0)));
    }
}
