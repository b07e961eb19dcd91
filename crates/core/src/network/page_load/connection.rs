//! One connection at the server: its window, what it may send, and what it has noticed of losses.

use std::collections::VecDeque;

use crate::network::transfer::INITIAL_WINDOW;

/// Later packets whose acknowledgement betrays a loss.
const LATER: u32 = 3;
/// The smallest window after a loss, segments.
const SMALLEST: f64 = 2.0;

/// A data packet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packet {
    /// Its place in the order of the connection.
    pub order: usize,
    /// Bytes of data.
    pub bytes: f64,
}

/// A loss that has not been noticed yet.
#[derive(Clone, Copy, Debug)]
struct Gap {
    number: u64,
    packet: Packet,
    later: u32,
}

/// A connection.
#[derive(Clone, Debug)]
pub(super) struct Connection {
    /// Resources with packets still to be sent for the first time, in turn.
    pub streams: VecDeque<usize>,
    /// Packets given out for the first time.
    pub given: usize,
    /// What the packets carry, in order: resource and bytes.
    pub parts: Vec<(usize, f64)>,
    /// For each packet in order, where its parts begin, and whether it has arrived.
    pub arrived: Vec<(usize, bool)>,
    /// All before this place have arrived.
    pub in_order: usize,
    window: f64,
    threshold: f64,
    in_flight: u32,
    /// Transmissions so far; each has its number.
    sent: u64,
    /// Losses of transmissions before this one belong to a trouble that was reacted to already.
    recovered_at: u64,
    /// The most that was under way in the last round, and the transmission with which the next round begins.
    peak: u32,
    peak_until: u64,
    gaps: Vec<Gap>,
    again: VecDeque<Packet>,
}

impl Connection {
    pub fn new() -> Self {
        Self {
            streams: VecDeque::new(),
            given: 0,
            parts: Vec::new(),
            arrived: Vec::new(),
            in_order: 0,
            window: INITIAL_WINDOW,
            threshold: f64::INFINITY,
            in_flight: 0,
            sent: 0,
            recovered_at: 0,
            peak: 0,
            peak_until: 0,
            gaps: Vec::new(),
            again: VecDeque::new(),
        }
    }

    /// What a packet carries: places in `parts`.
    pub fn parts_of(&self, order: usize) -> std::ops::Range<usize> {
        let end = self.arrived.get(order + 1).map_or(self.parts.len(), |next| next.0);
        self.arrived[order].0..end
    }

    /// Whether it may send now.
    pub fn may_send(&self) -> bool {
        !self.again.is_empty() || (!self.streams.is_empty() && f64::from(self.in_flight) + 1.0 <= self.window + 1e-9)
    }

    /// A packet that must be sent again, if there is one.
    pub fn take_again(&mut self) -> Option<Packet> {
        self.again.pop_front()
    }

    /// Notes a transmission and returns its number.
    pub fn sends(&mut self, packet: Packet, is_lost: bool) -> u64 {
        let number = self.sent;
        self.sent += 1;
        self.in_flight += 1;
        self.peak = self.peak.max(self.in_flight);
        if is_lost {
            self.gaps.push(Gap { number, packet, later: 0 });
        }
        number
    }

    /// The acknowledgement of a transmission is back.
    pub fn acknowledged(&mut self, number: u64) {
        if number >= self.peak_until {
            self.peak = self.in_flight;
            self.peak_until = self.sent;
        }
        let limits = self.window < 2.0 * f64::from(self.peak);
        if self.window < self.threshold {
            self.window += f64::from(u8::from(limits));
        } else if self.window <= f64::from(self.peak) + 1.0 {
            self.window += 1.0 / self.window;
        }
        self.in_flight -= 1;
        for gap in &mut self.gaps {
            gap.later += u32::from(gap.number < number);
        }
        while let Some(at) = self.gaps.iter().position(|gap| gap.later >= LATER) {
            self.notice(at);
        }
    }

    /// Two round trips after a transmission that was lost: if that has not been noticed, it is now.
    pub fn probed(&mut self, number: u64) {
        if let Some(at) = self.gaps.iter().position(|gap| gap.number == number) {
            self.notice(at);
        }
    }

    fn notice(&mut self, at: usize) {
        let gap = self.gaps.remove(at);
        if gap.number >= self.recovered_at {
            self.threshold = (0.5 * f64::from(self.in_flight)).max(SMALLEST);
            self.window = self.threshold;
            self.recovered_at = self.sent;
        }
        self.in_flight -= 1;
        self.again.push_back(gap.packet);
    }
}
