//! Spans, one after the other in the order of a waterfall: each after its parent, brothers by their beginning.

use super::Names;

/// No span: the parent of a root.
pub const NONE: u32 = u32::MAX;

/// What is to be said of a span, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks(pub u16);

impl Marks {
    /// It failed.
    pub const ERROR: Self = Self(1);
    /// Nobody waits for it: it follows from its parent, or a queue lies between them.
    pub const ASIDE: Self = Self(2);
    /// Its parent is not in the file.
    pub const ORPHAN: Self = Self(4);
    /// Its line of parents led back to itself; it was made a root.
    pub const CYCLE: Self = Self(8);
    /// It ends before it begins.
    pub const NEGATIVE: Self = Self(16);
    /// It begins before its parent or ends after it: clocks differ, or nobody waited for it.
    pub const OUTSIDE: Self = Self(32);
    /// Another span has the same id.
    pub const TWIN: Self = Self(64);
    /// The file does not say when it ended.
    pub const UNFINISHED: Self = Self(128);
    /// Planted by a hunt.
    pub const PLANTED: Self = Self(256);

    /// Whether all of these are set.
    #[must_use]
    pub fn has(self, marks: Self) -> bool {
        self.0 & marks.0 == marks.0
    }

    /// These and others.
    #[must_use]
    pub fn with(self, marks: Self) -> Self {
        Self(self.0 | marks.0)
    }

    /// What looks wrong, in words; nothing for what is in order.
    #[must_use]
    pub fn words(self) -> Vec<&'static str> {
        const WORDS: &[(Marks, &str)] = &[
            (Marks::ERROR, "failed"),
            (Marks::ASIDE, "nobody waits for it"),
            (Marks::ORPHAN, "its parent is not in the file"),
            (Marks::CYCLE, "its parents form a circle"),
            (Marks::NEGATIVE, "ends before it begins"),
            (Marks::OUTSIDE, "lies partly outside its parent"),
            (Marks::TWIN, "shares its id with another"),
            (Marks::UNFINISHED, "has no end in the file"),
        ];
        WORDS.iter().filter(|(mark, _)| self.has(*mark)).map(|(_, words)| *words).collect()
    }
}

/// One span, as it was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Beginning, in ns after [`Trace::epoch_ns`].
    pub start_ns: i64,
    /// End, likewise; before the beginning where the file says so.
    pub end_ns: i64,
    /// Number of its name.
    pub name: u32,
    /// Number of its service's, process' or thread's name.
    pub service: u32,
    /// Number of a detail, such as an address or a statement.
    pub detail: u32,
    /// Place of its parent, or [`NONE`].
    pub parent: u32,
    /// Parents above it.
    pub depth: u32,
    /// Place after its last descendant.
    pub after: u32,
    /// What is to be said of it.
    pub marks: Marks,
}

impl Span {
    /// How long it took; a negative length counts as none.
    #[must_use]
    pub fn len_ns(&self) -> i64 {
        (self.end_ns - self.start_ns).max(0)
    }

    /// Where it ends; one of negative length ends where it begins.
    #[must_use]
    pub fn stop_ns(&self) -> i64 {
        self.end_ns.max(self.start_ns)
    }

    /// Whether its parent waits for it.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        !self.marks.has(Marks::ASIDE)
    }
}

/// Spans in the order of a waterfall.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// All names.
    pub names: Names,
    /// The spans: parents before children, children by their beginning.
    pub spans: Vec<Span>,
    /// When the first began, in ns since 1970 or since the file's own beginning.
    pub epoch_ns: i64,
}

impl PartialEq for Trace {
    /// Equal where the same names take the same times in the same places, whatever numbers the names have.
    fn eq(&self, other: &Self) -> bool {
        let words = |trace: &Self, span: &Span| {
            [span.name, span.service, span.detail].map(|number| trace.names.name(number).to_owned())
        };
        let plain = |span: &Span| Span { name: 0, service: 0, detail: 0, ..*span };
        self.spans.len() == other.spans.len()
            && self
                .spans
                .iter()
                .zip(&other.spans)
                .all(|(a, b)| plain(a) == plain(b) && words(self, a) == words(other, b))
    }
}

impl Trace {
    /// Places of a span's children, in the order of their beginnings.
    pub fn children(&self, place: usize) -> impl Iterator<Item = usize> {
        let end = self.spans[place].after as usize;
        let mut next = place + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.spans[child].after as usize;
                child
            })
        })
    }

    /// Places of the roots.
    pub fn roots(&self) -> impl Iterator<Item = usize> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let root = next;
            (root < self.spans.len()).then(|| {
                next = self.spans[root].after as usize;
                root
            })
        })
    }

    /// The root that took longest.
    #[must_use]
    pub fn longest_root(&self) -> Option<usize> {
        self.roots().max_by_key(|root| (self.spans[*root].len_ns(), std::cmp::Reverse(*root)))
    }

    /// The root above a span.
    #[must_use]
    pub fn root_of(&self, mut place: usize) -> usize {
        while self.spans[place].parent != NONE {
            place = self.spans[place].parent as usize;
        }
        place
    }

    /// A span's name.
    #[must_use]
    pub fn name(&self, place: usize) -> &str {
        self.names.name(self.spans[place].name)
    }

    /// The name of its service, process or thread.
    #[must_use]
    pub fn service(&self, place: usize) -> &str {
        self.names.name(self.spans[place].service)
    }

    /// The earliest beginning and the latest end of a tree, itself included.
    #[must_use]
    pub fn extent_ns(&self, root: usize) -> (i64, i64) {
        let tree = &self.spans[root..self.spans[root].after as usize];
        let start = tree.iter().map(|span| span.start_ns.min(span.end_ns)).min().unwrap_or(0);
        (start, tree.iter().map(Span::stop_ns).max().unwrap_or(0))
    }

    /// One tree by itself; places count from its root.
    #[must_use]
    pub fn tree(&self, root: usize) -> Self {
        let offset = root as u32;
        let tree = &self.spans[root..self.spans[root].after as usize];
        let moved = |span: &Span| Span {
            parent: if span.parent == NONE || span.parent < offset { NONE } else { span.parent - offset },
            depth: span.depth - self.spans[root].depth,
            after: span.after - offset,
            ..*span
        };
        Self { names: self.names.clone(), spans: tree.iter().map(moved).collect(), epoch_ns: self.epoch_ns }
    }
}
