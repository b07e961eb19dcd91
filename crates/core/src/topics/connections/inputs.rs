//! The inputs: a page and how it is fetched; a pool of connections and its traffic.

use crate::network::handshake::Handshake;
use crate::network::page_load::{Page, Protocol};
use crate::network::transfer::{Line, TransferError};
use crate::quantity::Unit;
use crate::queueing::{Impatient, QueueError};
use crate::sim::PoolScenario;
use crate::topic::{LARGEST_SEED, Range, inputs, words};

words! {
    /// What stands first.
    pub enum View {
        Page = "page", "a page";
        Pool = "pool", "a pool of connections";
    }
}

words! { for Protocol {
    Http10 = "http10", "HTTP/1.0, a connection for each";
    Http11 = "http11", "HTTP/1.1, kept alive";
    Http2 = "http2", "HTTP/2, all on one";
    Http3 = "http3", "HTTP/3, all on one over QUIC";
} }

words! {
    /// How a connection is encrypted.
    pub enum Security {
        None = "none", "none";
        Tls12 = "tls12", "TLS 1.2";
        Tls13 = "tls13", "TLS 1.3";
        Resumed = "resumed", "TLS 1.3, seen before (0-RTT)";
    }
}

const SECS: Range = Range::log(1e-6, 86_400.0).or_zero();

inputs! {
    pub struct Inputs {
        /// What stands first.
        view: View = View::Page => choice("Look at");
        /// The version of HTTP.
        protocol: Protocol = Protocol::Http11 => choice("Version of HTTP").when(page);
        /// There and back.
        round_trip_ms: f64 = 50.0 => number("Round trip", Unit::MS, Range::log(0.001, 86_400_000.0).or_zero()).when(page);
        /// How a connection is encrypted.
        security: Security = Security::Tls13 => choice("Encryption").help("HTTP/3 always has TLS 1.3 built in.").when(page);
        /// Resources of the page.
        resources: f64 = 40.0 => number("Resources", Unit::COUNT, Range::log(1.0, 2_000.0).whole())
            .help("At most about 30 MB in all: every packet is followed.").when(page);
        /// Size of each.
        resource_kb: f64 = 25.0 => number("Size of each", Unit::KB, Range::log(0.001, 30_000.0)).when(page);
        /// The narrowest line on the way.
        bandwidth_mbps: f64 = 50.0 => number("Bandwidth", Unit::MBPS, Range::log(0.001, 1e6)).when(page);
        /// Data packets lost.
        loss_pct: f64 = 0.0 => number("Packets lost", Unit::PERCENT, Range::log(0.01, 30.0).or_zero()).when(page);
        /// Connections at a time of HTTP/1.
        parallel_connections: f64 = 6.0 => number("Connections of HTTP/1 at a time", Unit::COUNT, Range::log(1.0, 100.0).whole())
            .when(page).more();
        /// Most connections of the pool.
        pool_size: f64 = 20.0 => number("Most connections", Unit::COUNT, Range::log(1.0, 10_000.0).whole()).when(pool);
        /// Requests a second.
        arrivals_per_sec: f64 = 400.0 => number("Requests", Unit::PER_SEC, Range::log(1e-4, 1e6)).when(pool);
        /// Mean time that a lone request keeps its connection.
        hold_ms: f64 = 40.0 => number("Each keeps its connection for", Unit::MS, Range::log(0.001, 86_400_000.0))
            .help("On average, while it is alone.").when(pool);
        /// What opening a connection takes.
        setup_ms: f64 = 46.0 => number("Opening a connection takes", Unit::MS, Range::log(0.001, 86_400_000.0).or_zero())
            .when(pool);
        /// How long a request waits for a connection.
        timeout_secs: f64 = 5.0 => number("Waits for one at most", Unit::SECS, SECS).when(pool);
        /// Most requests that wait.
        queue_limit: f64 = 10_000.0 => number("Places in line", Unit::COUNT, Range::log(1.0, 1e6).whole().or_zero()).when(pool);
        /// Share of the database's work that waits for what is shared.
        db_contention_pct: f64 = 0.0 => number("Database: contention", Unit::PERCENT, Range::log(0.001, 100.0).or_zero())
            .help("Share of its work that waits for what all share.").when(pool);
        /// Cost of keeping a pair of requests in agreement.
        db_coherency_pct: f64 = 0.0 => number("Database: coherency", Unit::PERCENT, Range::log(0.0001, 10.0).or_zero())
            .help("What each pair of requests at work costs the others.").when(pool);
        /// Connections kept open though idle.
        kept_open: f64 = 10.0 => number("Kept open though idle", Unit::COUNT, Range::log(1.0, 10_000.0).whole().or_zero())
            .when(pool).more();
        /// After how long an idle one is closed.
        idle_timeout_secs: f64 = 600.0 => number("Idle ones are closed after", Unit::SECS, SECS).when(pool).more();
        /// After how long any is replaced.
        max_lifetime_secs: f64 = 1800.0 => number("All are replaced after", Unit::SECS, Range::log(0.001, 86_400.0))
            .when(pool).more();
        /// Seed of the simulations.
        seed: f64 = 42.0 => number("Seed", Unit::COUNT, Range::log(1.0, LARGEST_SEED).whole().or_zero())
            .help("The same seed gives the same requests and the same lost packets.").more();
        /// Requests to simulate.
        sim_customers: f64 = 100_000.0 => number("Requests to simulate", Unit::COUNT, Range::log(1000.0, 1e6).whole()).more();
    }
}

impl Inputs {
    /// How a version of HTTP sets its connections up with this security. QUIC is encrypted by TLS 1.3 in any case.
    pub fn handshake(&self, protocol: Protocol) -> Handshake {
        match (protocol, self.security) {
            (Protocol::Http3, Security::Resumed) => Handshake::QuicEarlyData,
            (Protocol::Http3, Security::None | Security::Tls12 | Security::Tls13) => Handshake::Quic,
            (_, Security::None) => Handshake::Tcp,
            (_, Security::Tls12) => Handshake::Tls12,
            (_, Security::Tls13) => Handshake::Tls13,
            (_, Security::Resumed) => Handshake::Tls13EarlyData,
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

fn page(i: &Inputs) -> bool {
    i.view == View::Page
}
fn pool(i: &Inputs) -> bool {
    i.view == View::Pool
}
