//! A page of many resources over one line, packet by packet, under four versions of HTTP.
//!
//! **What.** A browser wants n equal resources at time 0. HTTP/1.0 opens a connection for each, HTTP/1.1 keeps its connections and
//! asks for one resource after another on each, HTTP/2 asks for all at once on one TCP connection, HTTP/3 on one QUIC connection.
//! Every data packet crosses the narrowest line, one after another; connections, and the streams on one connection, take turns.
//! HTTP/2 and HTTP/3 fill every packet: what is left of it where one resource ends carries the beginning of another's turn.
//!
//! **Congestion control.** Ten segments at first, one more for each acknowledgement while the window is what limits (slow start, RFC
//! 6928, RFC 5681); half of what is under way after a loss, then one more a round trip. A loss is noticed by the acknowledgements
//! of three later packets, or two round trips after sending where no three follow (RFC 5681, RFC 8985, RFC 9002), and sent again first.
//!
//! **Head-of-line blocking.** TCP hands data on in order of sending: what arrives behind a gap is held back until the gap is filled,
//! whichever resource the missing packet belongs to. QUIC keeps order within a resource only.
//!
//! **Assumptions.** Requests and acknowledgements take half a round trip and no bandwidth, and are never lost; servers answer at once;
//! the line queues at the senders, so that a packet sent again does not stand behind others; all resources are known from the start.
//!
//! **Where it stops being true.** Timeouts that double (above about 10 % loss), priorities, a document that must be read before its
//! resources are known, queues in the network, other congestion controls (CUBIC, BBR).

mod connection;
mod simulate;

use super::transfer::{Line, SEGMENT_BYTES, TransferError};

/// Most data packets of a page: they are followed one by one.
pub const MOST_PACKETS: f64 = 21_000.0;

/// A version of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// A connection for every resource.
    Http10,
    /// Connections are kept; one resource at a time on each.
    Http11,
    /// All resources interleaved on one TCP connection.
    Http2,
    /// All resources interleaved on one QUIC connection.
    Http3,
}

impl Protocol {
    /// From the oldest.
    pub const ALL: [Self; 4] = [Self::Http10, Self::Http11, Self::Http2, Self::Http3];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Http10 => "HTTP/1.0",
            Self::Http11 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
            Self::Http3 => "HTTP/3",
        }
    }

    /// Whether all resources share one connection.
    fn multiplexes(self) -> bool {
        matches!(self, Self::Http2 | Self::Http3)
    }
}

/// A page and how it is fetched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    /// How many resources, at least 1.
    pub resources: u32,
    /// Bytes of each.
    pub resource_bytes: f64,
    /// The version of HTTP.
    pub protocol: Protocol,
    /// Connections at a time, at least 1; HTTP/2 and HTTP/3 use one.
    pub connections: u32,
    /// Round trips before the first request on a connection.
    pub setup_round_trips: u32,
    /// The line.
    pub line: Line,
}

/// What became of one resource; times in seconds from the beginning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// The connection that carried it.
    pub connection: usize,
    /// When a connection was opened for it, or became free.
    pub begun_secs: f64,
    /// When its request was sent.
    pub asked_secs: f64,
    /// When its first packet arrived.
    pub first_secs: f64,
    /// When its last packet arrived.
    pub arrived_secs: f64,
    /// When the browser had all of it: later than that where it was held back behind a gap.
    pub done_secs: f64,
}

/// A page that has been loaded.
#[derive(Debug, Clone, PartialEq)]
pub struct Load {
    /// The resources in order.
    pub spans: Vec<Span>,
    /// When the last was there, seconds.
    pub page_secs: f64,
    /// Connections that were set up.
    pub handshakes: usize,
    /// Data packets sent, those sent again included.
    pub packets_sent: u64,
    /// Data packets lost.
    pub packets_lost: u64,
}

impl Load {
    /// How long resources that had arrived were held back, all together, seconds.
    #[must_use]
    pub fn held_secs(&self) -> f64 {
        self.spans.iter().map(|s| s.done_secs - s.arrived_secs).sum()
    }
}

impl Page {
    /// Data packets of the page.
    #[must_use]
    pub fn packets(&self) -> f64 {
        let each = |bytes: f64| libm::ceil(bytes / SEGMENT_BYTES - 1e-9).max(1.0);
        if self.protocol.multiplexes() {
            // One stream of bytes: where one resource ends, the next goes on in the same packet.
            each(f64::from(self.resources) * self.resource_bytes)
        } else {
            f64::from(self.resources) * each(self.resource_bytes)
        }
    }

    /// Loads it; `lost` says of each data packet in order of sending whether the line loses it.
    ///
    /// # Errors
    /// [`TransferError`] for a page of nothing, or of more packets than are followed one by one.
    pub fn load(&self, lost: &mut dyn FnMut() -> bool) -> Result<Load, TransferError> {
        if self.resources == 0 || self.connections == 0 {
            return Err(TransferError::Nothing);
        }
        if !self.resource_bytes.is_finite() || self.resource_bytes <= 0.0 {
            return Err(TransferError::Size);
        }
        if self.packets() > MOST_PACKETS {
            return Err(TransferError::TooMuch);
        }
        simulate::Simulation::new(self, lost).run()
    }

    /// Loads it without a loss.
    ///
    /// # Errors
    /// As [`Page::load`].
    pub fn load_without_loss(&self) -> Result<Load, TransferError> {
        self.load(&mut || false)
    }

    /// Loads it with every so many-th packet lost: `loss_share` in [0, 1) of them, evenly spaced.
    ///
    /// # Errors
    /// As [`Page::load`].
    pub fn load_with_even_loss(&self, loss_share: f64) -> Result<Load, TransferError> {
        let mut due = 0.5;
        self.load(&mut || {
            due += loss_share;
            let lost = due >= 1.0;
            due -= f64::from(u8::from(lost));
            lost
        })
    }

    /// Round trips on a line of endless bandwidth that loses nothing.
    ///
    /// # Errors
    /// As [`Page::load`].
    pub fn round_trips(&self) -> Result<f64, TransferError> {
        let line = Line::new(f64::INFINITY, 1.0)?;
        Ok(Self { line, ..*self }.load_without_loss()?.page_secs)
    }
}

#[cfg(test)]
mod tests;
