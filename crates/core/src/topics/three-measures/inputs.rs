//! The inputs of the four pictures: a transfer, batches, a road, and the parts of a response.

use crate::network::highway::{Highway, NotARoad};
use crate::network::transfer::{Line, Transfer, TransferError};
use crate::quantity::Unit;
use crate::queueing::{Batching, QueueError};
use crate::topic::{Choice, Param, Range};

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// `transfer`, `batching`, `highway`, `response`: the picture that stands first.
    pub view: &'static str,
    /// What is fetched.
    pub size_kb: f64,
    /// The narrowest line on the way.
    pub bandwidth_mbps: f64,
    /// There and back.
    pub round_trip_ms: f64,
    /// Whether the connection has to be set up.
    pub new_connection: bool,
    /// Round trips of its handshakes.
    pub setup_round_trips: f64,
    /// Items of a batch.
    pub batch_size: f64,
    /// What every batch takes besides its items.
    pub per_batch_ms: f64,
    /// What each item takes.
    pub per_item_ms: f64,
    /// Items that come a second.
    pub arrivals_per_sec: f64,
    /// Lanes of the road.
    pub lanes: f64,
    /// The speed that is allowed.
    pub speed_km_per_hour: f64,
    /// The length of the road.
    pub road_km: f64,
    /// Cars on it at once.
    pub cars: f64,
    /// The request's way to the server.
    pub request_network_ms: f64,
    /// Its wait there.
    pub queue_ms: f64,
    /// The work.
    pub processing_ms: f64,
    /// The answer's way back.
    pub response_network_ms: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            view: "transfer",
            size_kb: 100.0,
            bandwidth_mbps: 100.0,
            round_trip_ms: 100.0,
            new_connection: true,
            setup_round_trips: 1.0,
            batch_size: 100.0,
            per_batch_ms: 10.0,
            per_item_ms: 0.1,
            arrivals_per_sec: 2000.0,
            lanes: 3.0,
            speed_km_per_hour: 120.0,
            road_km: 30.0,
            cars: 300.0,
            request_network_ms: 5.0,
            queue_ms: 40.0,
            processing_ms: 150.0,
            response_network_ms: 5.0,
        }
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

const VIEWS: &[Choice] = &[
    Choice { word: "transfer", label: "a transfer" },
    Choice { word: "batching", label: "batches" },
    Choice { word: "highway", label: "a highway" },
    Choice { word: "response", label: "the parts of a response" },
];

const MS: Range = Range::log(0.001, 86_400_000.0).or_zero();

fn transfer(i: &Inputs) -> bool {
    i.view == "transfer"
}
fn batching(i: &Inputs) -> bool {
    i.view == "batching"
}
fn highway(i: &Inputs) -> bool {
    i.view == "highway"
}
fn response(i: &Inputs) -> bool {
    i.view == "response"
}

type P = Param<Inputs>;

/// The inputs in the order of the page.
#[rustfmt::skip]
pub const PARAMS: &[P] = &[
    P::choice("view", "Look at", VIEWS, |i| i.view, |i, v| i.view = v),
    P::number("size_kb", "Size", Unit::KB, Range::log(0.001, 1e9), |i| i.size_kb, |i, v| i.size_kb = v).when(transfer),
    P::number("bandwidth_mbps", "Bandwidth", Unit::MBPS, Range::log(0.001, 1e6), |i| i.bandwidth_mbps, |i, v| i.bandwidth_mbps = v).when(transfer),
    P::number("round_trip_ms", "Round trip", Unit::MS, MS, |i| i.round_trip_ms, |i, v| i.round_trip_ms = v).when(transfer),
    P::switch("new_connection", "New connection", |i| i.new_connection, |i, v| i.new_connection = v)
        .help("It needs a handshake and begins with ten segments. One in use has opened its window.").when(transfer),
    P::number("setup_round_trips", "Round trips of its handshakes", Unit::COUNT, Range::linear(0.0, 5.0, 1.0).whole(), |i| i.setup_round_trips, |i, v| i.setup_round_trips = v)
        .help("TCP alone 1, with TLS 1.3 2, with TLS 1.2 3.").when(|i| transfer(i) && i.new_connection).more(),
    P::number("batch_size", "Batch size", Unit::COUNT, Range::log(1.0, 1e6).whole(), |i| i.batch_size, |i, v| i.batch_size = v).when(batching),
    P::number("arrivals_per_sec", "Items that come", Unit::PER_SEC, Range::log(1e-4, 1e6), |i| i.arrivals_per_sec, |i, v| i.arrivals_per_sec = v).when(batching),
    P::number("per_batch_ms", "Each batch takes", Unit::MS, MS, |i| i.per_batch_ms, |i, v| i.per_batch_ms = v)
        .help("Once, however many items it holds.").when(batching),
    P::number("per_item_ms", "Each item takes", Unit::MS, MS, |i| i.per_item_ms, |i, v| i.per_item_ms = v).when(batching),
    P::number("cars", "Cars on the road", Unit::COUNT, Range::log(1.0, 1e6).whole(), |i| i.cars, |i, v| i.cars = v).when(highway),
    P::number("lanes", "Lanes", Unit::COUNT, Range::log(1.0, 100.0).whole(), |i| i.lanes, |i, v| i.lanes = v).when(highway),
    P::number("speed_km_per_hour", "Speed allowed", Unit::KM_PER_HOUR, Range::linear(1.0, 400.0, 1.0), |i| i.speed_km_per_hour, |i, v| i.speed_km_per_hour = v).when(highway),
    P::number("road_km", "Length", Unit::KM, Range::log(0.1, 10_000.0), |i| i.road_km, |i, v| i.road_km = v).when(highway),
    P::number("request_network_ms", "The request’s way", Unit::MS, MS, |i| i.request_network_ms, |i, v| i.request_network_ms = v).when(response),
    P::number("queue_ms", "Wait for a server", Unit::MS, MS, |i| i.queue_ms, |i, v| i.queue_ms = v).when(response),
    P::number("processing_ms", "Processing", Unit::MS, MS, |i| i.processing_ms, |i, v| i.processing_ms = v).when(response),
    P::number("response_network_ms", "The answer’s way", Unit::MS, MS, |i| i.response_network_ms, |i, v| i.response_network_ms = v).when(response),
];
