//! A list of future events of any kind: the kernel for whoever builds a simulation of their own.
//!
//! Events come out by (time, order of scheduling), so that equal times are first come, first served and runs repeat. Any event
//! can be cancelled by the id it was scheduled under. An id names a slot and its generation, so that an old id never cancels a
//! newer event that has moved into the slot. Cancelled entries stay in the heap until they surface, or until they outnumber
//! the live ones and are swept out.
//!
//! ```
//! use explorer_core::sim::EventList;
//! let mut list = EventList::new();
//! let timeout = list.schedule(2.0, "timeout");
//! list.schedule(1.0, "reply");
//! assert_eq!(list.pop(), Some((1.0, "reply")));
//! assert_eq!(list.cancel(timeout), Some("timeout"));
//! assert_eq!(list.pop(), None);
//! ```

use super::heap::{Heap, Key};

/// Slots fill the lower bits of a key's tag: room for 16 million pending events and 10¹² scheduled in all.
const SLOT_BITS: u32 = 24;
const SLOT_MASK: u64 = (1 << SLOT_BITS) - 1;

/// What `schedule` returns and `cancel` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventId {
    tag: u64,
}

#[derive(Clone, Debug)]
struct Slot<E> {
    /// The tag the event was scheduled under; the generation of the slot.
    tag: u64,
    event: Option<E>,
}

/// Future events, soonest first.
#[derive(Clone, Debug)]
pub struct EventList<E> {
    heap: Heap,
    slots: Vec<Slot<E>>,
    free: Vec<u32>,
    sequence: u64,
    now: f64,
}

impl<E> Default for EventList<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> EventList<E> {
    /// An empty list at time 0.
    pub fn new() -> Self {
        Self { heap: Heap::default(), slots: Vec::new(), free: Vec::new(), sequence: 0, now: 0.0 }
    }

    /// The time of the last event taken out.
    #[inline]
    pub fn now(&self) -> f64 {
        self.now
    }

    /// How many events are pending.
    pub fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Schedules `event` at `time`; a time already past means now.
    ///
    /// # Panics
    /// With more than 16 million events pending.
    #[inline]
    pub fn schedule(&mut self, time: f64, event: E) -> EventId {
        let slot = match self.free.pop() {
            Some(slot) => slot as usize,
            None => {
                assert!(self.slots.len() <= SLOT_MASK as usize, "more than 16 million events pending");
                self.slots.push(Slot { tag: 0, event: None });
                self.slots.len() - 1
            }
        };
        let tag = (self.sequence << SLOT_BITS) | slot as u64;
        self.sequence += 1;
        self.slots[slot] = Slot { tag, event: Some(event) };
        self.heap.push(Key::new(if time > self.now { time } else { self.now }, tag));
        EventId { tag }
    }

    /// Schedules `event` a `delay` ≥ 0 from now.
    #[inline]
    pub fn schedule_in(&mut self, delay: f64, event: E) -> EventId {
        self.schedule(self.now + delay, event)
    }

    /// Takes back the event scheduled under `id`; `None` when it has happened or been cancelled already.
    pub fn cancel(&mut self, id: EventId) -> Option<E> {
        let event = self.take(id.tag)?;
        // Swept when most of the heap is dead, so that the sweep is paid for by the cancellations before it.
        if self.heap.len() > 64 && self.heap.len() > 2 * self.len() {
            let slots = &self.slots;
            self.heap.retain(|key| {
                let slot = &slots[(key.tag & SLOT_MASK) as usize];
                slot.tag == key.tag && slot.event.is_some()
            });
        }
        Some(event)
    }

    /// Whether the event scheduled under `id` is still to come.
    pub fn is_pending(&self, id: EventId) -> bool {
        self.slots.get((id.tag & SLOT_MASK) as usize).is_some_and(|slot| slot.tag == id.tag && slot.event.is_some())
    }

    /// Takes out the soonest event, with its time, which becomes now.
    #[inline]
    pub fn pop(&mut self) -> Option<(f64, E)> {
        loop {
            let key = self.heap.pop()?;
            if let Some(event) = self.take(key.tag) {
                self.now = key.time();
                return Some((self.now, event));
            }
        }
    }

    /// The time of the soonest event.
    #[inline]
    pub fn next_time(&mut self) -> Option<f64> {
        loop {
            let key = self.heap.peek()?;
            let slot = &self.slots[(key.tag & SLOT_MASK) as usize];
            if slot.tag == key.tag && slot.event.is_some() {
                return Some(key.time());
            }
            self.heap.pop();
        }
    }

    #[inline]
    fn take(&mut self, tag: u64) -> Option<E> {
        let at = (tag & SLOT_MASK) as usize;
        let slot = self.slots.get_mut(at)?;
        if slot.tag != tag {
            return None;
        }
        let event = slot.event.take()?;
        self.free.push(at as u32);
        Some(event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_times_come_out_in_the_order_they_were_scheduled() {
        let mut list = EventList::new();
        (0..100).for_each(|i| {
            list.schedule(1.0, i);
        });
        assert!((0..100).all(|i| list.pop() == Some((1.0, i))));
    }

    #[test]
    fn an_old_id_never_cancels_a_newer_event_in_the_same_slot() {
        let mut list = EventList::new();
        let first = list.schedule(1.0, 'a');
        assert_eq!(list.pop(), Some((1.0, 'a')));
        let second = list.schedule(2.0, 'b');
        assert_eq!(list.cancel(first), None);
        assert!(list.is_pending(second) && !list.is_pending(first));
        assert_eq!((list.cancel(second), list.cancel(second)), (Some('b'), None));
    }

    #[test]
    fn cancelled_events_do_not_pile_up() {
        let mut list = EventList::new();
        list.schedule(1e9, 0);
        for i in 0..10_000 {
            let id = list.schedule(1e6 + f64::from(i), i);
            list.cancel(id);
        }
        assert!(list.heap.len() < 200, "{}", list.heap.len());
        assert_eq!((list.len(), list.next_time()), (1, Some(1e9)));
    }

    #[test]
    fn a_time_already_past_means_now() {
        let mut list = EventList::new();
        list.schedule(5.0, 'a');
        list.pop();
        list.schedule(1.0, 'b');
        assert_eq!(list.pop(), Some((5.0, 'b')));
    }
}
