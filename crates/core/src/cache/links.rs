//! Doubly linked lists over key numbers, each key in at most one list: moves in constant time, without allocation.

/// No key.
pub const NONE: u32 = u32::MAX;

/// The links of all keys.
#[derive(Clone, Debug)]
pub struct Links {
    /// For each key: the one that came after it, and the one before it.
    nodes: Vec<(u32, u32)>,
}

/// Ends and length of one list.
#[derive(Clone, Copy, Debug)]
pub struct List {
    newest: u32,
    oldest: u32,
    len: usize,
}

impl List {
    /// Nothing in it.
    pub const EMPTY: Self = Self { newest: NONE, oldest: NONE, len: 0 };

    /// The key that came first, or [`NONE`].
    pub fn oldest(&self) -> u32 {
        self.oldest
    }

    /// Keys in it.
    pub fn len(&self) -> usize {
        self.len
    }
}

impl Links {
    /// For keys below `keys`.
    pub fn new(keys: usize) -> Self {
        Self { nodes: vec![(NONE, NONE); keys] }
    }

    /// The next newer key of the same list, or [`NONE`].
    #[inline]
    pub fn newer(&self, key: u32) -> u32 {
        self.nodes[key as usize].0
    }

    /// Puts a key that is in no list at the new end.
    #[inline]
    pub fn push(&mut self, list: &mut List, key: u32) {
        let before = list.newest;
        self.nodes[key as usize] = (NONE, before);
        if before == NONE {
            list.oldest = key;
        } else {
            self.nodes[before as usize].0 = key;
        }
        list.newest = key;
        list.len += 1;
    }

    /// Takes a key out of its list.
    #[inline]
    pub fn remove(&mut self, list: &mut List, key: u32) {
        let (newer, older) = self.nodes[key as usize];
        if newer == NONE {
            list.newest = older;
        } else {
            self.nodes[newer as usize].1 = older;
        }
        if older == NONE {
            list.oldest = newer;
        } else {
            self.nodes[older as usize].0 = newer;
        }
        list.len -= 1;
    }

    /// Takes the oldest key out, where there is one.
    #[inline]
    pub fn pop(&mut self, list: &mut List) -> Option<u32> {
        let oldest = list.oldest;
        (oldest != NONE).then(|| {
            self.remove(list, oldest);
            oldest
        })
    }

    /// The keys of a list, newest first.
    pub fn keys(&self, list: &List) -> Vec<u32> {
        let older = |key: &u32| Some(self.nodes[*key as usize].1).filter(|k| *k != NONE);
        std::iter::successors(Some(list.newest).filter(|k| *k != NONE), older).collect()
    }
}
