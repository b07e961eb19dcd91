//! The inputs: a page and how it is fetched; a pool of connections and its traffic.

use crate::network::handshake::Handshake;
use crate::network::page_load::{Page, Protocol};
use crate::network::transfer::{Line, TransferError};
use crate::quantity::Unit;
use crate::queueing::{Impatient, QueueError};
use crate::sim::PoolScenario;
use crate::topic::{Choice, Param, Range};

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// `page`, `pool`: what stands first.
    pub view: &'static str,
    /// `http10`, `http11`, `http2`, `http3`.
    pub protocol: &'static str,
    /// `none`, `tls12`, `tls13`, `resumed`.
    pub security: &'static str,
    /// Resources of the page.
    pub resources: f64,
    /// Size of each.
    pub resource_kb: f64,
    /// There and back.
    pub round_trip_ms: f64,
    /// The narrowest line on the way.
    pub bandwidth_mbps: f64,
    /// Data packets lost.
    pub loss_pct: f64,
    /// Connections at a time of HTTP/1.
    pub parallel_connections: f64,
    /// Most connections of the pool.
    pub pool_size: f64,
    /// Requests a second.
    pub arrivals_per_sec: f64,
    /// Mean time that a lone request keeps its connection.
    pub hold_ms: f64,
    /// What opening a connection takes.
    pub setup_ms: f64,
    /// How long a request waits for a connection.
    pub timeout_secs: f64,
    /// Most requests that wait.
    pub queue_limit: f64,
    /// Connections kept open though idle.
    pub kept_open: f64,
    /// After how long an idle one is closed.
    pub idle_timeout_secs: f64,
    /// After how long any is replaced.
    pub max_lifetime_secs: f64,
    /// Share of the database's work that waits for what is shared.
    pub db_contention_pct: f64,
    /// Cost of keeping a pair of requests in agreement.
    pub db_coherency_pct: f64,
    /// Seed of the simulations.
    pub seed: f64,
    /// Requests to simulate.
    pub sim_customers: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            view: "page",
            protocol: "http11",
            security: "tls13",
            resources: 40.0,
            resource_kb: 25.0,
            round_trip_ms: 50.0,
            bandwidth_mbps: 50.0,
            loss_pct: 0.0,
            parallel_connections: 6.0,
            pool_size: 20.0,
            arrivals_per_sec: 400.0,
            hold_ms: 40.0,
            setup_ms: 46.0,
            timeout_secs: 5.0,
            queue_limit: 10_000.0,
            kept_open: 10.0,
            idle_timeout_secs: 600.0,
            max_lifetime_secs: 1800.0,
            db_contention_pct: 0.0,
            db_coherency_pct: 0.0,
            seed: 42.0,
            sim_customers: 100_000.0,
        }
    }
}

impl Inputs {
    /// The version of HTTP.
    pub fn version(&self) -> Protocol {
        match self.protocol {
            "http10" => Protocol::Http10,
            "http2" => Protocol::Http2,
            "http3" => Protocol::Http3,
            _ => Protocol::Http11,
        }
    }

    /// How a version of HTTP sets its connections up with this security. QUIC is encrypted by TLS 1.3 in any case.
    pub fn handshake(&self, protocol: Protocol) -> Handshake {
        match (protocol, self.security) {
            (Protocol::Http3, "resumed") => Handshake::QuicEarlyData,
            (Protocol::Http3, _) => Handshake::Quic,
            (_, "none") => Handshake::Tcp,
            (_, "tls12") => Handshake::Tls12,
            (_, "resumed") => Handshake::Tls13EarlyData,
            _ => Handshake::Tls13,
        }
    }

    /// The page under a version of HTTP and from a distance.
    ///
    /// # Errors
    /// Where an input makes no sense.
    pub fn page(&self, protocol: Protocol, round_trip_ms: f64) -> Result<Page, TransferError> {
        Ok(Page {
            resources: self.resources as u32,
            resource_bytes: Unit::KB.to_base(self.resource_kb),
            protocol,
            connections: self.parallel_connections as u32,
            setup_round_trips: self.handshake(protocol).round_trips(),
            line: Line::new(Unit::MBPS.to_base(self.bandwidth_mbps), Unit::MS.to_base(round_trip_ms))?,
        })
    }

    /// Share of data packets that are lost.
    pub fn loss_share(&self) -> f64 {
        Unit::PERCENT.to_base(self.loss_pct)
    }

    /// Whether connections hardly ever close: only then is the steady state known.
    pub fn stays_open(&self) -> bool {
        let idle = self.kept_open >= self.pool_size || self.arrivals_per_sec * self.idle_timeout_secs >= LONG_OPEN;
        idle && self.max_lifetime_secs >= LONG_OPEN * Unit::MS.to_base(self.hold_ms)
    }

    /// The pool.
    pub fn pool(&self) -> PoolScenario {
        PoolScenario {
            arrivals_per_sec: self.arrivals_per_sec,
            hold_secs: Unit::MS.to_base(self.hold_ms),
            connections: self.pool_size as u32,
            queue_limit: self.queue_limit as u32,
            timeout_secs: self.timeout_secs,
            setup_secs: Unit::MS.to_base(self.setup_ms),
            kept_open: self.kept_open as u32,
            idle_timeout_secs: self.idle_timeout_secs,
            max_lifetime_secs: self.max_lifetime_secs,
            contention: Unit::PERCENT.to_base(self.db_contention_pct),
            coherency: Unit::PERCENT.to_base(self.db_coherency_pct),
        }
    }
}

/// Requests that must be expected to come before an idle connection is closed, and holding times that it must live, for closing not to
/// matter.
const LONG_OPEN: f64 = 1_000.0;

/// The steady state of a pool whose connections stay open.
///
/// # Errors
/// Where an input makes no sense.
pub fn steady(pool: &PoolScenario) -> Result<Impatient, QueueError> {
    Impatient::new(pool.arrivals_per_sec, pool.connections, pool.queue_limit, pool.timeout_secs, |n| pool.rate(n))
}

const VIEWS: &[Choice] =
    &[Choice { word: "page", label: "a page" }, Choice { word: "pool", label: "a pool of connections" }];

const PROTOCOLS: &[Choice] = &[
    Choice { word: "http10", label: "HTTP/1.0, a connection for each" },
    Choice { word: "http11", label: "HTTP/1.1, kept alive" },
    Choice { word: "http2", label: "HTTP/2, all on one" },
    Choice { word: "http3", label: "HTTP/3, all on one over QUIC" },
];

const SECURITY: &[Choice] = &[
    Choice { word: "none", label: "none" },
    Choice { word: "tls12", label: "TLS 1.2" },
    Choice { word: "tls13", label: "TLS 1.3" },
    Choice { word: "resumed", label: "TLS 1.3, seen before (0-RTT)" },
];

const LARGEST_SEED: f64 = 9_007_199_254_740_991.0;
const SECS: Range = Range::log(1e-6, 86_400.0).or_zero();

fn page(i: &Inputs) -> bool {
    i.view == "page"
}
fn pool(i: &Inputs) -> bool {
    i.view == "pool"
}

type P = Param<Inputs>;

/// The inputs in the order of the page.
#[rustfmt::skip]
pub const PARAMS: &[P] = &[
    P::choice("view", "Look at", VIEWS, |i| i.view, |i, v| i.view = v),
    P::choice("protocol", "Version of HTTP", PROTOCOLS, |i| i.protocol, |i, v| i.protocol = v).when(page),
    P::number("round_trip_ms", "Round trip", Unit::MS, Range::log(0.001, 86_400_000.0).or_zero(), |i| i.round_trip_ms, |i, v| i.round_trip_ms = v).when(page),
    P::choice("security", "Encryption", SECURITY, |i| i.security, |i, v| i.security = v)
        .help("HTTP/3 always has TLS 1.3 built in.").when(page),
    P::number("resources", "Resources", Unit::COUNT, Range::log(1.0, 2_000.0).whole(), |i| i.resources, |i, v| i.resources = v)
        .help("At most about 30 MB in all: every packet is followed.").when(page),
    P::number("resource_kb", "Size of each", Unit::KB, Range::log(0.001, 30_000.0), |i| i.resource_kb, |i, v| i.resource_kb = v).when(page),
    P::number("bandwidth_mbps", "Bandwidth", Unit::MBPS, Range::log(0.001, 1e6), |i| i.bandwidth_mbps, |i, v| i.bandwidth_mbps = v).when(page),
    P::number("loss_pct", "Packets lost", Unit::PERCENT, Range::log(0.01, 30.0).or_zero(), |i| i.loss_pct, |i, v| i.loss_pct = v).when(page),
    P::number("parallel_connections", "Connections of HTTP/1 at a time", Unit::COUNT, Range::log(1.0, 100.0).whole(), |i| i.parallel_connections, |i, v| i.parallel_connections = v)
        .when(page).more(),
    P::number("pool_size", "Most connections", Unit::COUNT, Range::log(1.0, 10_000.0).whole(), |i| i.pool_size, |i, v| i.pool_size = v).when(pool),
    P::number("arrivals_per_sec", "Requests", Unit::PER_SEC, Range::log(1e-4, 1e6), |i| i.arrivals_per_sec, |i, v| i.arrivals_per_sec = v).when(pool),
    P::number("hold_ms", "Each keeps its connection for", Unit::MS, Range::log(0.001, 86_400_000.0), |i| i.hold_ms, |i, v| i.hold_ms = v)
        .help("On average, while it is alone.").when(pool),
    P::number("setup_ms", "Opening a connection takes", Unit::MS, Range::log(0.001, 86_400_000.0).or_zero(), |i| i.setup_ms, |i, v| i.setup_ms = v).when(pool),
    P::number("timeout_secs", "Waits for one at most", Unit::SECS, SECS, |i| i.timeout_secs, |i, v| i.timeout_secs = v).when(pool),
    P::number("queue_limit", "Places in line", Unit::COUNT, Range::log(1.0, 1e6).whole().or_zero(), |i| i.queue_limit, |i, v| i.queue_limit = v).when(pool),
    P::number("db_contention_pct", "Database: contention", Unit::PERCENT, Range::log(0.001, 100.0).or_zero(), |i| i.db_contention_pct, |i, v| i.db_contention_pct = v)
        .help("Share of its work that waits for what all share.").when(pool),
    P::number("db_coherency_pct", "Database: coherency", Unit::PERCENT, Range::log(0.0001, 10.0).or_zero(), |i| i.db_coherency_pct, |i, v| i.db_coherency_pct = v)
        .help("What each pair of requests at work costs the others.").when(pool),
    P::number("kept_open", "Kept open though idle", Unit::COUNT, Range::log(1.0, 10_000.0).whole().or_zero(), |i| i.kept_open, |i, v| i.kept_open = v).when(pool).more(),
    P::number("idle_timeout_secs", "Idle ones are closed after", Unit::SECS, SECS, |i| i.idle_timeout_secs, |i, v| i.idle_timeout_secs = v).when(pool).more(),
    P::number("max_lifetime_secs", "All are replaced after", Unit::SECS, Range::log(0.001, 86_400.0), |i| i.max_lifetime_secs, |i, v| i.max_lifetime_secs = v).when(pool).more(),
    P::number("seed", "Seed", Unit::COUNT, Range::log(1.0, LARGEST_SEED).whole().or_zero(), |i| i.seed, |i, v| i.seed = v)
        .help("The same seed gives the same requests and the same lost packets.").more(),
    P::number("sim_customers", "Requests to simulate", Unit::COUNT, Range::log(1000.0, 1e6).whole(), |i| i.sim_customers, |i, v| i.sim_customers = v).more(),
];
