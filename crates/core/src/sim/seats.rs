//! Who sits where: servers taken, freed and, with preemption, taken away.

use super::customer::{Customer, HIGH};
use super::heap::Key;
use super::scenario::Discipline;
use super::station::Station;
use super::step::Started;

/// A departure's tag: sequence number above, server below.
pub(super) const SERVER_BITS: u32 = 24;
pub(super) const SERVER_MASK: u64 = (1 << SERVER_BITS) - 1;
/// The tag of a server that serves nobody.
pub(super) const IDLE: u64 = u64::MAX;

/// A server, or a seat where everyone is served at once, and who is there.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    pub customer: Customer,
    /// When this stretch of service began.
    pub since: f64,
    /// When it ends: on the clock, or on the clock of work where everyone shares.
    pub ends: f64,
    /// The tag of its departure; `IDLE` when nobody is there.
    pub tag: u64,
}

impl Station {
    /// `customer` begins (or goes on with) service on `server`; `replaces` when the departure on top of the heap is this server's.
    #[inline(always)]
    pub(super) fn start(&mut self, server: usize, customer: Customer, replaces: bool) -> Started {
        let tag = self.next_tag(server);
        let ends = self.last + customer.remaining;
        if replaces {
            self.departures.replace_top(Key::new(ends, tag));
        } else {
            self.departures.push(Key::new(ends, tag));
        }
        self.seats[server] = Seat { customer, since: self.last, ends, tag };
        if matches!(self.discipline, Discipline::PriorityPreemptive { .. }) && customer.class != HIGH {
            self.remember_interruptible(tag);
        }
        Started { id: customer.id, server }
    }

    /// `customer` joins those who share the servers.
    pub(super) fn take_seat(&mut self, mut customer: Customer) -> Started {
        // Found no server free: shares from the start.
        customer.interrupted = self.in_system >= self.servers as u64;
        let server = self.free.pop().map_or(self.seats.len(), |seat| seat as usize);
        let tag = self.next_tag(server);
        let ends = self.work_clock + customer.service;
        let seat = Seat { customer, since: self.last, ends, tag };
        if server == self.seats.len() {
            self.seats.push(seat);
        } else {
            self.seats[server] = seat;
        }
        self.departures.push(Key::new(ends, tag));
        Started { id: customer.id, server }
    }

    #[inline(always)]
    pub(super) fn next_tag(&mut self, server: usize) -> u64 {
        let tag = (self.sequence << SERVER_BITS) | server as u64;
        self.sequence += 1;
        tag
    }

    /// The server whose customer must make way for `customer`: the one without priority who began last.
    pub(super) fn victim_for(&mut self, customer: &Customer) -> Option<usize> {
        if customer.class != HIGH || !matches!(self.discipline, Discipline::PriorityPreemptive { .. }) {
            return None;
        }
        while let Some(tag) = self.interruptible.pop() {
            let server = (tag & SERVER_MASK) as usize;
            if self.seats[server].tag == tag {
                return Some(server);
            }
        }
        None
    }

    /// Sends the customer on `server` back to the head of its class and says who it is.
    pub(super) fn interrupt(&mut self, server: usize) -> u64 {
        let seat = &mut self.seats[server];
        let mut customer = seat.customer;
        customer.remaining = (seat.ends - self.last).max(0.0);
        customer.interrupted = true;
        seat.tag = IDLE;
        self.waiting.push_front(customer);
        self.in_queue += 1;
        // Its departure stays in the heap, dead; swept when the dead outnumber the living.
        if self.departures.len() > 2 * self.servers + 64 {
            let seats = &self.seats;
            self.departures.retain(|key| seats[(key.tag & SERVER_MASK) as usize].tag == key.tag);
        }
        self.drop_dead();
        customer.id
    }

    fn remember_interruptible(&mut self, tag: u64) {
        self.interruptible.push(tag);
        if self.interruptible.len() > 2 * self.servers + 16 {
            let seats = &self.seats;
            self.interruptible.retain(|tag| seats[(tag & SERVER_MASK) as usize].tag == *tag);
        }
    }

    /// Removes departures of interrupted stretches from the top of the heap.
    #[inline(always)]
    pub(super) fn drop_dead(&mut self) {
        if matches!(self.discipline, Discipline::PriorityPreemptive { .. }) {
            while self.departures.peek().is_some_and(|key| self.seats[(key.tag & SERVER_MASK) as usize].tag != key.tag)
            {
                self.departures.pop();
            }
        }
    }
}
