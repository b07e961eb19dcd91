//! The loop: requests reach servers, packets take their turn on the line, acknowledgements come back.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::connection::{Connection, Packet};
use super::{Load, Page, Protocol, Span};
use crate::network::transfer::{SEGMENT_BYTES, TransferError};

/// More transmissions than this, and nothing ever comes through.
const MOST_TRANSMISSIONS: u64 = 200_000;

#[derive(Clone, Copy, Debug)]
enum What {
    /// The request for a resource reaches the server on a connection.
    Asked { connection: usize, resource: usize },
    /// The acknowledgement of a transmission is back at the server.
    Acknowledged { connection: usize, number: u64 },
    /// It is two round trips since a transmission that was lost.
    Probe { connection: usize, number: u64 },
}

#[derive(Clone, Copy, Debug)]
struct Event {
    secs: f64,
    sequence: u64,
    what: What,
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Event {}
impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Event {
    fn cmp(&self, other: &Self) -> Ordering {
        self.secs.total_cmp(&other.secs).then(self.sequence.cmp(&other.sequence))
    }
}

/// Bytes that only rounding leaves.
const NOTHING: f64 = 1e-3;

/// A resource while it is fetched; bytes.
#[derive(Clone, Copy, Debug)]
struct Progress {
    span: Span,
    to_send: f64,
    to_arrive: f64,
    to_deliver: f64,
}

pub(super) struct Simulation<'a> {
    page: &'a Page,
    lost: &'a mut dyn FnMut() -> bool,
    /// Round trip, its half, and the time a whole segment takes on the line, seconds.
    trip: f64,
    half: f64,
    segment: f64,
    events: BinaryHeap<Reverse<Event>>,
    sequence: u64,
    connections: Vec<Connection>,
    resources: Vec<Progress>,
    /// The next resource without a connection.
    next: usize,
    /// The connection whose turn on the line is next.
    turn: usize,
    line_free_at: f64,
    sent: u64,
    lost_count: u64,
    missing: usize,
}

impl<'a> Simulation<'a> {
    pub fn new(page: &'a Page, lost: &'a mut dyn FnMut() -> bool) -> Self {
        let bytes = page.resource_bytes;
        let span = Span {
            connection: 0,
            begun_secs: 0.0,
            asked_secs: 0.0,
            first_secs: f64::NAN,
            arrived_secs: 0.0,
            done_secs: 0.0,
        };
        let progress = Progress { span, to_send: bytes, to_arrive: bytes, to_deliver: bytes };
        let count = page.resources as usize;
        Self {
            page,
            lost,
            trip: page.line.round_trip_secs(),
            half: 0.5 * page.line.round_trip_secs(),
            segment: page.line.serialization_secs(SEGMENT_BYTES),
            events: BinaryHeap::new(),
            sequence: 0,
            connections: Vec::new(),
            resources: vec![progress; count],
            next: 0,
            turn: 0,
            line_free_at: 0.0,
            sent: 0,
            lost_count: 0,
            missing: count,
        }
    }

    pub fn run(mut self) -> Result<Load, TransferError> {
        let count = self.resources.len();
        if self.page.protocol.multiplexes() {
            self.connections.push(Connection::new());
            (0..count).for_each(|_| self.ask_next(0, 0.0, true));
        } else {
            for connection in 0..count.min(self.page.connections as usize) {
                self.connections.push(Connection::new());
                self.ask_next(connection, 0.0, true);
            }
        }
        let mut now = 0.0_f64;
        while self.missing > 0 {
            let soonest = self.events.peek().map_or(f64::INFINITY, |Reverse(event)| event.secs);
            let chance = self.line_free_at.max(now);
            // What happens first counts first: an acknowledgement at the very moment the line is free decides who may send.
            if soonest > chance
                && let Some(connection) = self.whose_turn()
            {
                now = chance;
                self.send(connection, now);
                if self.sent > MOST_TRANSMISSIONS {
                    return Err(TransferError::TooMuch);
                }
                continue;
            }
            let Some(Reverse(event)) = self.events.pop() else { return Err(TransferError::TooMuch) };
            now = event.secs;
            self.happen(event.what);
        }
        let spans: Vec<Span> = self.resources.iter().map(|r| r.span).collect();
        Ok(Load {
            page_secs: spans.iter().map(|s| s.done_secs).fold(0.0, f64::max),
            spans,
            handshakes: self.connections.len(),
            packets_sent: self.sent,
            packets_lost: self.lost_count,
        })
    }

    fn schedule(&mut self, secs: f64, what: What) {
        self.events.push(Reverse(Event { secs, sequence: self.sequence, what }));
        self.sequence += 1;
    }

    /// The browser asks for the next resource on a connection, setting it up before if it is new.
    fn ask_next(&mut self, connection: usize, secs: f64, is_new: bool) {
        let resource = self.next;
        if resource == self.resources.len() {
            return;
        }
        self.next += 1;
        let setup = if is_new { f64::from(self.page.setup_round_trips) * self.trip } else { 0.0 };
        let span = &mut self.resources[resource].span;
        (span.connection, span.begun_secs, span.asked_secs) = (connection, secs, secs + setup);
        let at = span.asked_secs + self.half;
        self.schedule(at, What::Asked { connection, resource });
    }

    fn happen(&mut self, what: What) {
        match what {
            What::Asked { connection, resource } => self.connections[connection].streams.push_back(resource),
            What::Acknowledged { connection, number } => self.connections[connection].acknowledged(number),
            What::Probe { connection, number } => self.connections[connection].probed(number),
        }
    }

    fn whose_turn(&self) -> Option<usize> {
        let count = self.connections.len();
        (0..count).map(|i| (self.turn + i) % count).find(|&c| self.connections[c].may_send())
    }

    fn send(&mut self, connection: usize, now: f64) {
        self.turn = (connection + 1) % self.connections.len();
        let packet = match self.connections[connection].take_again() {
            Some(packet) => packet,
            None => self.fresh_packet(connection),
        };
        let is_lost = (self.lost)();
        self.sent += 1;
        self.lost_count += u64::from(is_lost);
        let number = self.connections[connection].sends(packet, is_lost);
        let finished = now + self.segment * (packet.bytes / SEGMENT_BYTES);
        self.line_free_at = finished;
        if is_lost {
            self.schedule(finished + 2.0 * self.trip, What::Probe { connection, number });
        } else {
            self.schedule(finished + self.trip, What::Acknowledged { connection, number });
            self.arrive(connection, packet, finished + self.half);
        }
    }

    fn fresh_packet(&mut self, connection: usize) -> Packet {
        let it = &mut self.connections[connection];
        let order = it.given;
        it.given += 1;
        it.arrived.push((it.parts.len(), false));
        let mut room = SEGMENT_BYTES;
        while room > NOTHING
            && let Some(resource) = it.streams.pop_front()
        {
            let progress = &mut self.resources[resource];
            let left = progress.to_send;
            let part = if left <= room + NOTHING { left } else { room };
            progress.to_send -= part;
            room -= part;
            it.parts.push((resource, part));
            if progress.to_send > 0.0 {
                it.streams.push_back(resource);
            }
        }
        Packet { order, bytes: SEGMENT_BYTES - room.max(0.0) }
    }

    /// A packet reaches the browser, later than what it got before.
    fn arrive(&mut self, connection: usize, packet: Packet, secs: f64) {
        for at in self.connections[connection].parts_of(packet.order) {
            let (resource, bytes) = self.connections[connection].parts[at];
            let progress = &mut self.resources[resource];
            if progress.span.first_secs.is_nan() {
                progress.span.first_secs = secs;
            }
            progress.span.arrived_secs = secs;
            progress.to_arrive -= bytes;
            // Order within the resource only: whole when all of it is there.
            if self.page.protocol == Protocol::Http3 && progress.to_arrive < NOTHING {
                self.done(connection, resource, secs);
            }
        }
        if self.page.protocol == Protocol::Http3 {
            return;
        }
        self.connections[connection].arrived[packet.order].1 = true;
        while let Some(&(_, true)) = self.connections[connection].arrived.get(self.connections[connection].in_order) {
            let order = self.connections[connection].in_order;
            self.connections[connection].in_order += 1;
            for at in self.connections[connection].parts_of(order) {
                let (resource, bytes) = self.connections[connection].parts[at];
                self.resources[resource].to_deliver -= bytes;
                if self.resources[resource].to_deliver < NOTHING {
                    self.done(connection, resource, secs);
                }
            }
        }
    }

    fn done(&mut self, connection: usize, resource: usize, secs: f64) {
        self.resources[resource].span.done_secs = secs;
        self.missing -= 1;
        match self.page.protocol {
            Protocol::Http10 if self.next < self.resources.len() => {
                self.connections.push(Connection::new());
                self.ask_next(self.connections.len() - 1, secs, true);
            }
            Protocol::Http11 => self.ask_next(connection, secs, false),
            _ => {}
        }
    }
}
