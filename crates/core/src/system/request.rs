//! To whom it happens: a *call* is what a caller waits for, over all its tries; a *job* is one try at one part.
//!
//! Both live in slabs and are named by their number. Whoever remembers a number across time remembers a stamp with it: a stamp is
//! given once, so an old memory is known to be one.

/// No call, no job, no span.
pub(super) const NONE: u32 = u32::MAX;

/// How a try or a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Outcome {
    /// Answered.
    #[default]
    Ok = 0,
    /// Nobody waits any more.
    Timeout = 1,
    /// A line or a pool was full.
    Rejected = 2,
    /// A breaker was open.
    Breaker = 3,
    /// Turned away on purpose: by priority, by CoDel, by a limit.
    Shed = 4,
    /// It failed.
    Error = 5,
}

/// Where a call stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Waits {
    /// Over; kept while an event refers to it.
    #[default]
    Over,
    /// For a place in a pool.
    Pool,
    /// A place came free; it goes out now.
    Granted,
    /// For an answer.
    Answer,
    /// To try again.
    Backoff,
}

/// What a caller waits for.
#[derive(Clone, Debug, Default)]
pub(super) struct Call {
    /// Of all its draws.
    pub key: u64,
    pub started: f64,
    pub tried: f64,
    pub backoff_secs: f64,
    /// The job that asks; none for clients, brokers, and caches that renew behind.
    pub parent: u32,
    /// The next call of the same parent.
    pub sibling: u32,
    pub edge: u32,
    pub stamp: u32,
    pub born: u32,
    pub copies: [u32; 2],
    /// The user, the message: whatever the caller knows it by.
    pub tag: u32,
    pub item: u32,
    pub span: u32,
    pub instance: u16,
    pub times: u16,
    pub attempt: u8,
    pub pending: u8,
    pub waits: Waits,
    pub flags: u8,
}

/// Has priority.
pub(super) const PRIORITY: u8 = 1;
/// Writes.
pub(super) const WRITES: u8 = 2;
/// Whether it writes has been said by the client.
pub(super) const SAID: u8 = 4;
/// Repeats a write on a replica.
pub(super) const REPLAY: u8 = 8;
/// A cache renews with it although the value held.
pub(super) const BEHIND: u8 = 16;
/// The call holds a place in a pool.
pub(super) const POOLED: u8 = 32;
/// The breaker let it through.
pub(super) const COUNTED: u8 = 64;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum State {
    /// On its way to the part.
    #[default]
    Travels,
    /// In a line.
    Waits,
    /// Being worked on.
    Works,
    /// Its own work is done, and it is about to go on.
    Finished,
    /// Waits for its own calls.
    Calls,
    /// Waits for somebody else's fetch.
    Flight,
    /// The answer is on its way back.
    Answers,
    /// Given up; kept while an event or a line refers to it.
    Dead,
}

/// One try at one part.
#[derive(Clone, Debug, Default)]
pub(super) struct Job {
    pub key: u64,
    pub arrived: f64,
    pub since: f64,
    pub work: f64,
    /// Who waits for it; none when nobody does.
    pub call: u32,
    pub first_child: u32,
    pub stamp: u32,
    pub item: u32,
    pub span: u32,
    pub part: u16,
    pub instance: u16,
    /// The balancer that chose.
    pub via: u16,
    pub left: u16,
    pub state: State,
    pub stage: u8,
    pub outcome: Outcome,
    pub flags: u8,
    /// The edge it came by.
    pub edge: u32,
}

/// Things by number; numbers of those gone are used again.
#[derive(Clone, Debug)]
pub(super) struct Slab<T> {
    items: Vec<T>,
    free: Vec<u32>,
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { items: Vec::new(), free: Vec::new() }
    }
}

impl<T: Default> Slab<T> {
    #[inline]
    pub(super) fn add(&mut self, item: T) -> u32 {
        match self.free.pop() {
            Some(at) => {
                self.items[at as usize] = item;
                at
            }
            None => {
                self.items.push(item);
                (self.items.len() - 1) as u32
            }
        }
    }

    #[inline]
    pub(super) fn remove(&mut self, at: u32) {
        self.free.push(at);
    }

    pub(super) fn len(&self) -> usize {
        self.items.len() - self.free.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.items.capacity() * size_of::<T>() + self.free.capacity() * 4
    }

    /// All numbers in use or once used.
    pub(super) fn numbers(&self) -> std::ops::Range<u32> {
        0..self.items.len() as u32
    }
}

impl<T> std::ops::Index<u32> for Slab<T> {
    type Output = T;
    #[inline(always)]
    fn index(&self, at: u32) -> &T {
        &self.items[at as usize]
    }
}

impl<T> std::ops::IndexMut<u32> for Slab<T> {
    #[inline(always)]
    fn index_mut(&mut self, at: u32) -> &mut T {
        &mut self.items[at as usize]
    }
}

/// Equal delays: who began first ends first, so a row needs one event at a time however many are in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub secs: f64,
    pub ends: RowEnds,
    pub queue: std::collections::VecDeque<(f64, u32, u32)>,
    pub armed: bool,
}

/// What the end of a delay means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum RowEnds {
    /// A try has taken too long (call, stamp).
    #[default]
    Timeout,
    /// All tries have (call, born).
    Deadline,
    /// No place in the pool came free in time (call, stamp).
    PoolWait,
    /// A delivery was not acknowledged in time (message, delivery); the broker.
    Visibility(u16),
    /// A replica repeats a write (item, part); the key is in the queue's last place.
    Replay(u16),
}
