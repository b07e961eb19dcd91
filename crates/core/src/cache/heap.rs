//! A binary heap that knows where each key stands, so that a rank can change: the key of least rank on top.

/// No place.
const NOWHERE: u32 = u32::MAX;

/// Keys by rank.
#[derive(Clone, Debug)]
pub struct Heap {
    /// (rank, key).
    tree: Vec<(u64, u32)>,
    /// Where each key stands in the tree.
    places: Vec<u32>,
}

impl Heap {
    /// Empty, for keys below `keys`.
    pub fn new(keys: usize) -> Self {
        Self { tree: Vec::new(), places: vec![NOWHERE; keys] }
    }

    /// Keys in it.
    pub fn len(&self) -> usize {
        self.tree.len()
    }

    /// Whether a key is in it.
    #[inline]
    pub fn holds(&self, key: u32) -> bool {
        self.places[key as usize] != NOWHERE
    }

    /// Gives a key a rank, bringing it in where it is not.
    #[inline]
    pub fn set(&mut self, key: u32, rank: u64) {
        let place = self.places[key as usize];
        if place == NOWHERE {
            self.tree.push((rank, key));
            self.up(self.tree.len() - 1);
        } else {
            let before = self.tree[place as usize].0;
            self.tree[place as usize].0 = rank;
            if rank < before { self.up(place as usize) } else { self.down(place as usize) }
        }
    }

    /// Takes the key of least rank out.
    #[inline]
    pub fn pop(&mut self) -> Option<u32> {
        let (_, key) = *self.tree.first()?;
        self.tree.swap_remove(0);
        self.places[key as usize] = NOWHERE;
        if !self.tree.is_empty() {
            self.down(0);
        }
        Some(key)
    }

    /// All, the least rank last.
    pub fn falling(&self) -> Vec<(u64, u32)> {
        let mut all = self.tree.clone();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all
    }

    #[inline]
    fn up(&mut self, mut at: usize) {
        let moved = self.tree[at];
        while at > 0 {
            let parent = (at - 1) / 2;
            if self.tree[parent].0 <= moved.0 {
                break;
            }
            self.put(at, self.tree[parent]);
            at = parent;
        }
        self.put(at, moved);
    }

    #[inline]
    fn down(&mut self, mut at: usize) {
        let moved = self.tree[at];
        loop {
            let mut child = 2 * at + 1;
            if child >= self.tree.len() {
                break;
            }
            if child + 1 < self.tree.len() && self.tree[child + 1].0 < self.tree[child].0 {
                child += 1;
            }
            if self.tree[child].0 >= moved.0 {
                break;
            }
            self.put(at, self.tree[child]);
            at = child;
        }
        self.put(at, moved);
    }

    #[inline]
    fn put(&mut self, at: usize, entry: (u64, u32)) {
        self.tree[at] = entry;
        self.places[entry.1 as usize] = at as u32;
    }
}
