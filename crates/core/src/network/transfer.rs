//! How long it takes to fetch something over a network: handshakes, slow start, serialization.
//!
//! **What.** A request crosses to the server, which answers with `size_bytes`. On a new connection the server may send ten
//! segments at first and twice as many after each round trip (slow start), until the line is never idle. A connection in use
//! has opened its window already.
//!
//! **Assumptions.** One transfer at a time; the request is small; no loss; every segment is acknowledged at once; the receiver's
//! window is no limit; the narrowest line carries whole segments one after another.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | O | `size_bytes` | B |
//! | R | `bandwidth_bits_per_sec` | bit/s |
//! | T | `round_trip_secs` | s |
//! | h | `setup_round_trips` | – |
//! | s | [`SEGMENT_BYTES`] | B |
//! | w = 10 | [`INITIAL_WINDOW`] | segments |
//! | 8O/R | `serialization_secs` | s |
//! | n: w s (2ⁿ − 1) ≥ O | `windows` | – |
//! | (h + 1)T + 8O/R + Σₖ max(0, T + 8s/R − 2ᵏ⁻¹ w 8s/R), k = 1 … n − 1 | `total_secs` | s |
//!
//! The k-th term of the sum is how long the server stands idle after the k-th window, until the first acknowledgement is back.
//!
//! **Source.** J. F. Kurose and K. W. Ross, *Computer Networking*, 3rd ed. (2005), §3.7.2 (the sum, there with a first window of one
//! segment); J. Chu et al., "Increasing TCP's initial window", RFC 6928 (2013).
//!
//! **Where it stops being true.** With loss, with several transfers on one line (see [`super::page_load`]), and where the receiver
//! or the congestion window's memory of earlier trouble keeps the window small. Headers take about 5 % of the line.

use core::fmt;

/// Bytes of data in a segment: an Ethernet frame of 1,500 B less 40 B of IP and TCP headers.
pub const SEGMENT_BYTES: f64 = 1460.0;

/// Segments that a new connection may send before the first acknowledgement (RFC 6928).
pub const INITIAL_WINDOW: f64 = 10.0;

/// Why a transfer cannot be worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferError {
    /// Nothing to send.
    Size,
    /// A line that carries nothing.
    Bandwidth,
    /// A round trip of less than nothing.
    RoundTrip,
    /// More segments than are simulated one by one.
    TooMuch,
    /// A page without resources, or without connections.
    Nothing,
}

impl fmt::Display for TransferError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Size => "The size must be a number above zero.",
            Self::Bandwidth => "The bandwidth must be a number above zero.",
            Self::RoundTrip => "The round trip must be a number of zero or more.",
            Self::TooMuch => {
                "This page has too many packets to follow one by one: at most about 30 MB in all. Choose fewer or smaller resources."
            }
            Self::Nothing => "A page needs at least one resource and one connection.",
        })
    }
}

impl core::error::Error for TransferError {}

/// A line between two places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    bandwidth_bits_per_sec: f64,
    round_trip_secs: f64,
}

impl Line {
    /// A line of so many bits a second (infinitely many are allowed) and a round trip in seconds.
    ///
    /// # Errors
    /// [`TransferError`] for a bandwidth that is not above zero or a round trip below zero.
    pub fn new(bandwidth_bits_per_sec: f64, round_trip_secs: f64) -> Result<Self, TransferError> {
        if bandwidth_bits_per_sec.is_nan() || bandwidth_bits_per_sec <= 0.0 {
            return Err(TransferError::Bandwidth);
        }
        if !round_trip_secs.is_finite() || round_trip_secs < 0.0 {
            return Err(TransferError::RoundTrip);
        }
        Ok(Self { bandwidth_bits_per_sec, round_trip_secs })
    }

    /// Bits a second.
    #[must_use]
    pub fn bandwidth_bits_per_sec(&self) -> f64 {
        self.bandwidth_bits_per_sec
    }

    /// There and back, seconds.
    #[must_use]
    pub fn round_trip_secs(&self) -> f64 {
        self.round_trip_secs
    }

    /// How long the line is busy with so many bytes, seconds.
    #[must_use]
    pub fn serialization_secs(&self, bytes: f64) -> f64 {
        8.0 * bytes / self.bandwidth_bits_per_sec
    }
}

/// One thing fetched over a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transfer {
    line: Line,
    size_bytes: f64,
    setup_round_trips: f64,
    slow_start: bool,
}

/// Bytes that arrived by a time.
pub type Arrived = (f64, f64);

impl Transfer {
    /// Over a new connection that needs `setup_round_trips` ≥ 0 before the request may go.
    ///
    /// # Errors
    /// [`TransferError::Size`] where there is nothing to send.
    pub fn on_new_connection(line: Line, size_bytes: f64, setup_round_trips: f64) -> Result<Self, TransferError> {
        if !size_bytes.is_finite() || size_bytes <= 0.0 {
            return Err(TransferError::Size);
        }
        Ok(Self { line, size_bytes, setup_round_trips: setup_round_trips.max(0.0), slow_start: true })
    }

    /// Over a connection in use, whose window is open.
    ///
    /// # Errors
    /// As [`Transfer::on_new_connection`].
    pub fn on_warm_connection(line: Line, size_bytes: f64) -> Result<Self, TransferError> {
        Ok(Self { slow_start: false, ..Self::on_new_connection(line, size_bytes, 0.0)? })
    }

    /// Windows that it takes: how often the server has to wait at most, the request included.
    #[must_use]
    pub fn windows(&self) -> f64 {
        if !self.slow_start {
            return 1.0;
        }
        // 2ⁿ ≥ 1 + O/(w s); a hair less, so that a size that fills its windows exactly needs no further one.
        let fills = 1.0 + self.size_bytes / (INITIAL_WINDOW * SEGMENT_BYTES);
        libm::ceil(libm::log2(fills) - 1e-9).max(1.0)
    }

    /// Round trips on a line of endless bandwidth: handshakes, and one for each window.
    #[must_use]
    pub fn round_trips(&self) -> f64 {
        self.setup_round_trips + self.windows()
    }

    /// How long the line carries data, seconds.
    #[must_use]
    pub fn serialization_secs(&self) -> f64 {
        self.line.serialization_secs(self.size_bytes)
    }

    /// How long the handshakes take, seconds.
    #[must_use]
    pub fn setup_secs(&self) -> f64 {
        self.setup_round_trips * self.line.round_trip_secs
    }

    /// How long the server stands idle after its k-th window (k from 1), seconds.
    fn idle_secs(&self, k: f64) -> f64 {
        let segment = self.line.serialization_secs(SEGMENT_BYTES);
        let window = libm::exp2(k - 1.0) * INITIAL_WINDOW * segment;
        (self.line.round_trip_secs + segment - window).max(0.0)
    }

    /// How long the server waits for acknowledgements in all, seconds.
    #[must_use]
    pub fn slow_start_secs(&self) -> f64 {
        let last = self.windows() - 1.0;
        let mut sum = 0.0;
        let mut k = 1.0;
        while k <= last {
            let idle = self.idle_secs(k);
            if idle == 0.0 {
                break;
            }
            sum += idle;
            k += 1.0;
        }
        sum
    }

    /// From the first word to the last byte, seconds.
    #[must_use]
    pub fn total_secs(&self) -> f64 {
        self.setup_secs() + self.line.round_trip_secs + self.slow_start_secs() + self.serialization_secs()
    }

    /// Bits a second over the whole time.
    #[must_use]
    pub fn achieved_bits_per_sec(&self) -> f64 {
        8.0 * self.size_bytes / self.total_secs()
    }

    /// Share of the line's bandwidth that was used over the whole time, in (0, 1].
    #[must_use]
    pub fn bandwidth_used_share(&self) -> f64 {
        self.serialization_secs() / self.total_secs()
    }

    /// How the data arrives, as corners of a line: at most two a window.
    #[must_use]
    pub fn arrivals(&self) -> Vec<Arrived> {
        let mut time = self.setup_secs() + self.line.round_trip_secs;
        let mut corners = vec![(0.0, 0.0), (time, 0.0)];
        let mut bytes = 0.0;
        let mut k = 1.0;
        while bytes < self.size_bytes {
            let idle = if self.slow_start { self.idle_secs(k) } else { 0.0 };
            let window = libm::exp2(k - 1.0) * INITIAL_WINDOW * SEGMENT_BYTES;
            let sent = if idle > 0.0 { window.min(self.size_bytes - bytes) } else { self.size_bytes - bytes };
            bytes += sent;
            time += self.line.serialization_secs(sent);
            corners.push((time, bytes));
            if bytes < self.size_bytes {
                time += idle;
                corners.push((time, bytes));
            }
            k += 1.0;
        }
        corners
    }
}

/// Bytes that a new connection has delivered after so many whole round trips, the line being no limit.
#[must_use]
pub fn slow_start_bytes(round_trips: u32) -> f64 {
    INITIAL_WINDOW * SEGMENT_BYTES * (libm::exp2(f64::from(round_trips)) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(mbps: f64, ms: f64) -> Line {
        Line::new(mbps * 1e6, ms / 1e3).unwrap()
    }

    #[test]
    fn slow_start_delivers_14_6_then_43_8_102_2_and_219_kilobytes() {
        let kb: Vec<f64> = (1..=7).map(|n| slow_start_bytes(n) / 1e3).collect();
        assert_eq!(kb, [14.6, 43.8, 102.2, 219.0, 452.6, 919.8, 1854.2]);
    }

    #[test]
    fn windows_change_exactly_where_the_cumulative_sizes_stand() {
        for (kb, windows) in [
            (1.0, 1.0),
            (14.6, 1.0),
            (14.601, 2.0),
            (43.8, 2.0),
            (43.801, 3.0),
            (102.2, 3.0),
            (219.0, 4.0),
            (219.001, 5.0),
            (1854.2, 7.0),
        ] {
            let transfer = Transfer::on_new_connection(line(10.0, 100.0), kb * 1e3, 1.0).unwrap();
            assert_eq!(transfer.windows(), windows, "{kb} kB");
            assert_eq!(transfer.round_trips(), windows + 1.0);
        }
    }

    #[test]
    fn a_hundred_kilobytes_over_a_hundred_megabits_by_hand() {
        // Segment 0.1168 ms. Handshake 100, request 100, data 8 ms; idle 100 + 0.1168 − 1.168 after the first window of ten,
        // 100 + 0.1168 − 2.336 after the second of twenty; the third of forty is the last.
        let transfer = Transfer::on_new_connection(line(100.0, 100.0), 100e3, 1.0).unwrap();
        let by_hand = 100.0 + 100.0 + 8.0 + (100.1168 - 1.168) + (100.1168 - 2.336);
        assert!((transfer.total_secs() * 1e3 - by_hand).abs() < 1e-9, "{}", transfer.total_secs());
        assert!((transfer.bandwidth_used_share() - 8.0 / by_hand).abs() < 1e-12);
        assert!((transfer.achieved_bits_per_sec() / 1e6 - 800.0 / by_hand).abs() < 1e-9);
    }

    #[test]
    fn ten_megabits_over_a_short_way_never_wait() {
        // A window of ten takes 11.68 ms, longer than the round trip of 5 ms and a segment.
        let transfer = Transfer::on_new_connection(line(10.0, 5.0), 1e6, 2.0).unwrap();
        assert_eq!(transfer.slow_start_secs(), 0.0);
        assert!((transfer.total_secs() - (0.015 + 0.8)).abs() < 1e-12);
    }

    #[test]
    fn a_warm_connection_takes_one_round_trip_and_the_data() {
        let transfer = Transfer::on_warm_connection(line(10.0, 100.0), 100e3).unwrap();
        assert_eq!(transfer.round_trips(), 1.0);
        assert!((transfer.total_secs() - 0.180).abs() < 1e-12);
    }

    #[test]
    fn a_hundred_times_the_bandwidth_saves_little_of_a_far_transfer() {
        let slow = Transfer::on_new_connection(line(10.0, 150.0), 100e3, 1.0).unwrap();
        let fast = Transfer::on_new_connection(line(1000.0, 150.0), 100e3, 1.0).unwrap();
        assert!(fast.total_secs() > 0.9 * slow.total_secs());
    }

    #[test]
    fn the_corners_end_where_the_total_says() {
        for kb in [1.0, 14.6, 50.0, 300.0, 5000.0] {
            for (mbps, ms) in [(1.0, 10.0), (10.0, 100.0), (1000.0, 200.0), (1e5, 1.0)] {
                for transfer in [
                    Transfer::on_new_connection(line(mbps, ms), kb * 1e3, 1.0).unwrap(),
                    Transfer::on_warm_connection(line(mbps, ms), kb * 1e3).unwrap(),
                ] {
                    let corners = transfer.arrivals();
                    let (secs, bytes) = corners[corners.len() - 1];
                    assert!((secs / transfer.total_secs() - 1.0).abs() < 1e-12, "{kb} {mbps} {ms}");
                    assert!((bytes / (kb * 1e3) - 1.0).abs() < 1e-12);
                    assert!(corners.windows(2).all(|w| w[0].0 <= w[1].0 && w[0].1 <= w[1].1));
                }
            }
        }
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(Line::new(0.0, 0.1), Err(TransferError::Bandwidth));
        assert_eq!(Line::new(f64::NAN, 0.1), Err(TransferError::Bandwidth));
        assert_eq!(Line::new(1e6, -0.1), Err(TransferError::RoundTrip));
        assert!(Line::new(f64::INFINITY, 0.0).is_ok());
        assert_eq!(Transfer::on_warm_connection(line(1.0, 1.0), 0.0), Err(TransferError::Size));
    }
}
