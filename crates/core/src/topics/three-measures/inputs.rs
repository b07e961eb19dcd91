//! The inputs of the four pictures: a transfer, batches, a road, and the parts of a response.

use crate::network::highway::{Highway, NotARoad};
use crate::network::transfer::{Line, Transfer, TransferError};
use crate::quantity::Unit;
use crate::queueing::{Batching, QueueError};
use crate::topic::{Range, inputs, words};

words! {
    /// What stands first.
    pub enum View {
        Transfer = "transfer", "a transfer";
        Batching = "batching", "batches";
        Highway = "highway", "a highway";
        Response = "response", "the parts of a response";
    }
}

const MS: Range = Range::log(0.001, 86_400_000.0).or_zero();

inputs! {
    pub struct Inputs {
        /// The picture that stands first.
        view: View = View::Transfer => choice("Look at");
        /// What is fetched.
        size_kb: f64 = 100.0 => number("Size", Unit::KB, Range::log(0.001, 1e9)).when(transfer);
        /// The narrowest line on the way.
        bandwidth_mbps: f64 = 100.0 => number("Bandwidth", Unit::MBPS, Range::log(0.001, 1e6)).when(transfer);
        /// There and back.
        round_trip_ms: f64 = 100.0 => number("Round trip", Unit::MS, MS).when(transfer);
        /// Whether the connection has to be set up.
        new_connection: bool = true => switch("New connection")
            .help("It needs a handshake and begins with ten segments. One in use has opened its window.").when(transfer);
        /// Round trips of its handshakes.
        setup_round_trips: f64 = 1.0 => number("Round trips of its handshakes", Unit::COUNT, Range::linear(0.0, 5.0, 1.0).whole())
            .help("TCP alone 1, with TLS 1.3 2, with TLS 1.2 3.").when(|i| transfer(i) && i.new_connection).more();
        /// Items of a batch.
        batch_size: f64 = 100.0 => number("Batch size", Unit::COUNT, Range::log(1.0, 1e6).whole()).when(batching);
        /// Items that come a second.
        arrivals_per_sec: f64 = 2000.0 => number("Items that come", Unit::PER_SEC, Range::log(1e-4, 1e6)).when(batching);
        /// What every batch takes besides its items.
        per_batch_ms: f64 = 10.0 => number("Each batch takes", Unit::MS, MS)
            .help("Once, however many items it holds.").when(batching);
        /// What each item takes.
        per_item_ms: f64 = 0.1 => number("Each item takes", Unit::MS, MS).when(batching);
        /// Cars on it at once.
        cars: f64 = 300.0 => number("Cars on the road", Unit::COUNT, Range::log(1.0, 1e6).whole()).when(highway);
        /// Lanes of the road.
        lanes: f64 = 3.0 => number("Lanes", Unit::COUNT, Range::log(1.0, 100.0).whole()).when(highway);
        /// The speed that is allowed.
        speed_km_per_hour: f64 = 120.0 => number("Speed allowed", Unit::KM_PER_HOUR, Range::linear(1.0, 400.0, 1.0))
            .when(highway);
        /// The length of the road.
        road_km: f64 = 30.0 => number("Length", Unit::KM, Range::log(0.1, 10_000.0)).when(highway);
        /// The request's way to the server.
        request_network_ms: f64 = 5.0 => number("The request’s way", Unit::MS, MS).when(response);
        /// Its wait there.
        queue_ms: f64 = 40.0 => number("Wait for a server", Unit::MS, MS).when(response);
        /// The work.
        processing_ms: f64 = 150.0 => number("Processing", Unit::MS, MS).when(response);
        /// The answer's way back.
        response_network_ms: f64 = 5.0 => number("The answer’s way", Unit::MS, MS).when(response);
    }
}

/// The parts of a response in order: keys of the inputs and names.
pub const PARTS: [(&str, &str); 4] = [
    ("request_network_ms", "the request’s way"),
    ("queue_ms", "queue"),
    ("processing_ms", "processing"),
    ("response_network_ms", "the answer’s way"),
];

impl Inputs {
    /// The line.
    ///
    /// # Errors
    /// Where an input makes no sense.
    pub fn line(&self) -> Result<Line, TransferError> {
        Line::new(Unit::MBPS.to_base(self.bandwidth_mbps), Unit::MS.to_base(self.round_trip_ms))
    }

    /// The transfer over a line.
    ///
    /// # Errors
    /// Where an input makes no sense.
    pub fn transfer_over(&self, line: Line) -> Result<Transfer, TransferError> {
        let bytes = Unit::KB.to_base(self.size_kb);
        if self.new_connection {
            Transfer::on_new_connection(line, bytes, self.setup_round_trips)
        } else {
            Transfer::on_warm_connection(line, bytes)
        }
    }

    /// The batches.
    ///
    /// # Errors
    /// Where an input makes no sense.
    pub fn batching(&self) -> Result<Batching, QueueError> {
        let ms = |v| Unit::MS.to_base(v);
        Batching::new(self.batch_size as u32, ms(self.per_batch_ms), ms(self.per_item_ms), self.arrivals_per_sec)
    }

    /// The road.
    ///
    /// # Errors
    /// Where an input makes no sense.
    pub fn highway(&self) -> Result<Highway, NotARoad> {
        let speed = Unit::KM_PER_HOUR.to_base(self.speed_km_per_hour);
        Highway::new(self.lanes, speed, Unit::KM.to_base(self.road_km), self.cars)
    }

    /// The parts of the response, milliseconds.
    pub fn parts_ms(&self) -> [f64; 4] {
        [self.request_network_ms, self.queue_ms, self.processing_ms, self.response_network_ms]
    }
}

fn transfer(i: &Inputs) -> bool {
    i.view == View::Transfer
}
fn batching(i: &Inputs) -> bool {
    i.view == View::Batching
}
fn highway(i: &Inputs) -> bool {
    i.view == View::Highway
}
fn response(i: &Inputs) -> bool {
    i.view == View::Response
}
