//! What is said before the first request: the messages of each handshake, and how many round trips they take.
//!
//! **Assumptions.** Messages are small: they take half a round trip each way and no time to send. Neither side computes for long.
//! No message is lost. The name of the server is known already (DNS is not counted).
//!
//! | handshake | round trips before the request | source |
//! |---|---|---|
//! | TCP alone | 1 | RFC 9293 |
//! | TCP, then TLS 1.2 | 1 + 2 | RFC 5246 |
//! | TCP, then TLS 1.3 | 1 + 1 | RFC 8446 |
//! | TCP, then TLS 1.3 with early data | 1 + 0 | RFC 8446, §2.3 |
//! | QUIC | 1 | RFC 9001 |
//! | QUIC with early data | 0 | RFC 9001 |
//!
//! **Where it stops being true.** TCP Fast Open and TLS 1.2 False Start save a round trip each and are seldom used; a lost first
//! message costs a second or more; early data may be replayed by an attacker, so servers accept it only for harmless requests.

/// How a connection is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handshake {
    /// TCP without encryption.
    Tcp,
    /// TLS 1.2 over TCP.
    Tls12,
    /// TLS 1.3 over TCP.
    Tls13,
    /// TLS 1.3 over TCP to a known server: the request goes with the first TLS message.
    Tls13EarlyData,
    /// QUIC: transport and encryption in one.
    Quic,
    /// QUIC to a known server: the request goes with the first packet.
    QuicEarlyData,
}

/// One message between client and server, in halves of a round trip from the first word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message {
    /// When it is sent, in halves of a round trip; it arrives one half later.
    pub sent_half_trips: u32,
    /// Whether the client sends it.
    pub from_client: bool,
    /// What it says.
    pub says: &'static str,
    /// What it belongs to.
    pub part: Part,
}

/// What a message belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Setting up the transport.
    Transport,
    /// Agreeing on keys.
    Encryption,
    /// The request and its answer.
    Request,
}

use Part::{Encryption, Request, Transport};

const fn client(sent_half_trips: u32, says: &'static str, part: Part) -> Message {
    Message { sent_half_trips, from_client: true, says, part }
}

const fn server(sent_half_trips: u32, says: &'static str, part: Part) -> Message {
    Message { sent_half_trips, from_client: false, says, part }
}

const TCP: &[Message] = &[
    client(0, "SYN", Transport),
    server(1, "SYN, ACK", Transport),
    client(2, "ACK, request", Request),
    server(3, "answer", Request),
];
const TLS12: &[Message] = &[
    client(0, "SYN", Transport),
    server(1, "SYN, ACK", Transport),
    client(2, "ClientHello", Encryption),
    server(3, "certificate", Encryption),
    client(4, "key, Finished", Encryption),
    server(5, "Finished", Encryption),
    client(6, "request", Request),
    server(7, "answer", Request),
];
const TLS13: &[Message] = &[
    client(0, "SYN", Transport),
    server(1, "SYN, ACK", Transport),
    client(2, "ClientHello, key", Encryption),
    server(3, "key, certificate", Encryption),
    client(4, "Finished, request", Request),
    server(5, "answer", Request),
];
const TLS13_EARLY: &[Message] = &[
    client(0, "SYN", Transport),
    server(1, "SYN, ACK", Transport),
    client(2, "Hello and request", Request),
    server(3, "Finished, answer", Request),
];
const QUIC: &[Message] = &[
    client(0, "Initial: Hello, key", Encryption),
    server(1, "key, certificate", Encryption),
    client(2, "Finished, request", Request),
    server(3, "answer", Request),
];
const QUIC_EARLY: &[Message] = &[client(0, "Hello and request", Request), server(1, "Finished, answer", Request)];

impl Handshake {
    /// All of them, from the oldest to the shortest.
    pub const ALL: [Self; 6] =
        [Self::Tcp, Self::Tls12, Self::Tls13, Self::Tls13EarlyData, Self::Quic, Self::QuicEarlyData];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Tcp => "TCP alone",
            Self::Tls12 => "TLS 1.2",
            Self::Tls13 => "TLS 1.3",
            Self::Tls13EarlyData => "TLS 1.3, 0-RTT",
            Self::Quic => "QUIC",
            Self::QuicEarlyData => "QUIC, 0-RTT",
        }
    }

    /// Its messages in order of time, the request and the beginning of the answer included.
    #[must_use]
    pub fn messages(self) -> &'static [Message] {
        match self {
            Self::Tcp => TCP,
            Self::Tls12 => TLS12,
            Self::Tls13 => TLS13,
            Self::Tls13EarlyData => TLS13_EARLY,
            Self::Quic => QUIC,
            Self::QuicEarlyData => QUIC_EARLY,
        }
    }

    /// Whole round trips before the request may be sent.
    #[must_use]
    pub fn round_trips(self) -> u32 {
        match self {
            Self::QuicEarlyData => 0,
            Self::Tcp | Self::Tls13EarlyData | Self::Quic => 1,
            Self::Tls13 => 2,
            Self::Tls12 => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_messages_take_as_many_round_trips_as_the_table_says() {
        for handshake in Handshake::ALL {
            let request = handshake.messages().iter().find(|m| m.part == Request).unwrap();
            assert!(request.from_client);
            assert_eq!(request.sent_half_trips, 2 * handshake.round_trips(), "{}", handshake.name());
        }
    }

    #[test]
    fn each_side_answers_once_the_message_before_has_arrived() {
        for handshake in Handshake::ALL {
            for (i, message) in handshake.messages().iter().enumerate() {
                assert_eq!(message.sent_half_trips as usize, i);
                assert_eq!(message.from_client, i % 2 == 0);
            }
        }
    }

    #[test]
    fn a_handshake_of_the_tutorials_coasts_takes_80_to_120_ms_and_quic_40() {
        let ms = |h: Handshake| 40.0 * f64::from(h.round_trips());
        assert_eq!([ms(Handshake::Tls13), ms(Handshake::Tls12)], [80.0, 120.0]);
        assert_eq!([ms(Handshake::Quic), ms(Handshake::QuicEarlyData)], [40.0, 0.0]);
    }
}
