//! One customer, and the room where customers wait.

use super::heap::{Heap, Key};
use super::scenario::Discipline;
use std::collections::VecDeque;

/// The class that goes first.
pub const HIGH: u8 = 1;

/// What the station knows of a customer in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Customer {
    pub id: u64,
    pub arrived: f64,
    /// Service needed in all, seconds.
    pub service: f64,
    /// Service still needed when last put into the queue, seconds.
    pub remaining: f64,
    pub class: u8,
    /// Whether service has been interrupted.
    pub interrupted: bool,
}

/// Who waits, in the order in which they will be called.
#[derive(Clone, Debug)]
pub(crate) enum WaitingRoom {
    Fifo(VecDeque<Customer>),
    Lifo(Vec<Customer>),
    Sjf {
        order: Heap,
        slots: Vec<Customer>,
        free: Vec<u32>,
        sequence: u64,
    },
    /// Low, then high.
    Classes([VecDeque<Customer>; 2]),
}

/// The lower bits of a tag say which slot; the upper ones who came first.
const SLOT_BITS: u32 = 24;

impl WaitingRoom {
    pub(crate) fn new(discipline: Discipline) -> Self {
        match discipline {
            // Sharing has nobody waiting.
            Discipline::Fifo | Discipline::ProcessorSharing => Self::Fifo(VecDeque::new()),
            Discipline::Lifo => Self::Lifo(Vec::new()),
            Discipline::Sjf => Self::Sjf { order: Heap::default(), slots: Vec::new(), free: Vec::new(), sequence: 0 },
            Discipline::Priority { .. } | Discipline::PriorityPreemptive { .. } => {
                Self::Classes([VecDeque::new(), VecDeque::new()])
            }
        }
    }

    #[inline]
    pub(crate) fn push(&mut self, customer: Customer) {
        match self {
            Self::Fifo(queue) => queue.push_back(customer),
            Self::Lifo(stack) => stack.push(customer),
            Self::Classes(queues) => queues[usize::from(customer.class == HIGH)].push_back(customer),
            Self::Sjf { order, slots, free, sequence } => {
                let slot = match free.pop() {
                    Some(slot) => {
                        slots[slot as usize] = customer;
                        slot
                    }
                    None => {
                        slots.push(customer);
                        (slots.len() - 1) as u32
                    }
                };
                order.push(Key::new(customer.service, (*sequence << SLOT_BITS) | u64::from(slot)));
                *sequence += 1;
            }
        }
    }

    /// Puts an interrupted customer back at the head of its class.
    pub(crate) fn push_front(&mut self, customer: Customer) {
        match self {
            Self::Classes(queues) => queues[usize::from(customer.class == HIGH)].push_front(customer),
            // No other discipline interrupts.
            _ => self.push(customer),
        }
    }

    #[inline]
    pub(crate) fn pop(&mut self) -> Option<Customer> {
        match self {
            Self::Fifo(queue) => queue.pop_front(),
            Self::Lifo(stack) => stack.pop(),
            Self::Classes([low, high]) => high.pop_front().or_else(|| low.pop_front()),
            Self::Sjf { order, slots, free, .. } => {
                let slot = (order.pop()?.tag & ((1 << SLOT_BITS) - 1)) as u32;
                free.push(slot);
                Some(slots[slot as usize])
            }
        }
    }

    /// Everyone who waits, next first.
    pub(crate) fn in_order(&self) -> Vec<Customer> {
        match self {
            Self::Fifo(queue) => queue.iter().copied().collect(),
            Self::Lifo(stack) => stack.iter().rev().copied().collect(),
            Self::Classes([low, high]) => high.iter().chain(low).copied().collect(),
            Self::Sjf { order, slots, .. } => {
                let mut keys: Vec<Key> = order.iter().collect();
                keys.sort_unstable();
                keys.iter().map(|key| slots[(key.tag & ((1 << SLOT_BITS) - 1)) as usize]).collect()
            }
        }
    }
}
