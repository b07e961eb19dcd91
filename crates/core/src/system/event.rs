//! What happens, and when: a heap of 16-byte keys that hold the event themselves.
//!
//! An event is a kind and the number of what it is about. What has become void meanwhile is found out when it comes up: nothing is ever
//! searched for in the heap.

use crate::sim::heap::{Heap, Key};

/// What happens, to the thing of the number that goes with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Happens {
    /// The next open client comes (part).
    Arrive = 0,
    /// A user has thought (user).
    Thought = 1,
    /// A call arrives (job).
    Deliver = 2,
    /// A job's own work is done (job).
    Done = 3,
    /// An answer arrives (job).
    Answer = 4,
    /// A retry is due (call).
    Retry = 5,
    /// A second copy is due (call).
    Hedge = 6,
    /// The first of a row of equal delays is over (row).
    Row = 7,
    /// The next of those who share an instance is done (instance).
    Shared = 8,
    /// A fault begins or ends (turn).
    Turn = 9,
    /// A balancer looks after its instances (part).
    Check = 10,
}

const KINDS: [Happens; 11] = [
    Happens::Arrive,
    Happens::Thought,
    Happens::Deliver,
    Happens::Done,
    Happens::Answer,
    Happens::Retry,
    Happens::Hedge,
    Happens::Row,
    Happens::Shared,
    Happens::Turn,
    Happens::Check,
];

const NUMBER_BITS: u32 = 28;
const KIND_BITS: u32 = 4;

/// The events to come. Ties go in the order in which they were scheduled.
#[derive(Clone, Debug, Default)]
pub(super) struct Events {
    heap: Heap,
    scheduled: u64,
}

impl Events {
    #[inline]
    pub(super) fn schedule(&mut self, at: f64, what: Happens, number: u32) {
        debug_assert!(number < 1 << NUMBER_BITS);
        let low = (u64::from(what as u8) << NUMBER_BITS) | u64::from(number);
        self.heap.push(Key::new(at, (self.scheduled << (NUMBER_BITS + KIND_BITS)) | low));
        self.scheduled += 1;
    }

    /// When the next one happens.
    #[inline]
    pub(super) fn next_at(&self) -> f64 {
        self.heap.peek().map_or(f64::INFINITY, Key::time)
    }

    #[inline]
    pub(super) fn pop(&mut self) -> Option<(f64, Happens, u32)> {
        let key = self.heap.pop()?;
        let kind = KINDS[((key.tag >> NUMBER_BITS) & 0xf) as usize % KINDS.len()];
        Some((key.time(), kind, (key.tag & ((1 << NUMBER_BITS) - 1)) as u32))
    }

    /// Forgets all events of a kind.
    pub(super) fn forget(&mut self, what: Happens) {
        self.heap.retain(|key| (key.tag >> NUMBER_BITS) & 0xf != what as u64);
    }

    pub(super) fn len(&self) -> usize {
        self.heap.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_time_then_in_order_of_scheduling_with_what_they_are_about() {
        let mut events = Events::default();
        for (i, kind) in KINDS.iter().enumerate() {
            assert_eq!(*kind as usize, i);
            events.schedule(2.0, *kind, i as u32 + (1 << 27));
        }
        events.schedule(1.0, Happens::Check, 5);
        assert_eq!(events.next_at(), 1.0);
        assert_eq!(events.pop(), Some((1.0, Happens::Check, 5)));
        for (i, kind) in KINDS.iter().enumerate() {
            assert_eq!(events.pop(), Some((2.0, *kind, i as u32 + (1 << 27))));
        }
        assert_eq!((events.pop(), events.len()), (None, 0));
    }
}
