//! The inputs: the assumptions of the envelope.

use crate::cost::Assumptions;
use crate::quantity::Unit;
use crate::topic::{Param, Range};

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Requests at the peak.
    pub requests_per_sec: f64,
    /// Peak over mean.
    pub peak_factor: f64,
    /// Answered by the content delivery network.
    pub cdn_pct: f64,
    /// Size of an answer.
    pub response_kb: f64,
    /// Processor time of a request.
    pub cpu_ms: f64,
    /// Cores of a server.
    pub cores_per_server: f64,
    /// How busy machines may be at the peak.
    pub busy_pct: f64,
    /// Database queries of a request.
    pub queries_per_request: f64,
    /// Queries that read.
    pub read_pct: f64,
    /// Reads that ask for what the cache keeps.
    pub hot_pct: f64,
    /// Of those, found.
    pub hit_pct: f64,
    /// Size of what the cache keeps.
    pub cache_gb: f64,
    /// Queries a second that a node can do.
    pub node_per_sec: f64,
    /// How long a query holds its connection.
    pub query_ms: f64,
    /// Requests that leave a job for later.
    pub job_pct: f64,
    /// Processor time of a job.
    pub job_ms: f64,
    /// A core for a month.
    pub core_usd: f64,
    /// A database node for a month.
    pub node_usd: f64,
    /// A gigabyte of memory for a month.
    pub ram_usd_per_gb: f64,
    /// A gigabyte sent.
    pub egress_usd_per_gb: f64,
    /// A gigabyte sent by the CDN.
    pub cdn_usd_per_gb: f64,
    /// By what each assumption is varied.
    pub vary_by: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            requests_per_sec: 100_000.0,
            peak_factor: 3.0,
            cdn_pct: 30.0,
            response_kb: 10.0,
            cpu_ms: 1.0,
            cores_per_server: 8.0,
            busy_pct: 60.0,
            queries_per_request: 1.0,
            read_pct: 80.0,
            hot_pct: 60.0,
            hit_pct: 90.0,
            cache_gb: 20.0,
            node_per_sec: 10_000.0,
            query_ms: 5.0,
            job_pct: 5.0,
            job_ms: 20.0,
            core_usd: 15.0,
            node_usd: 500.0,
            ram_usd_per_gb: 2.0,
            egress_usd_per_gb: 0.1,
            cdn_usd_per_gb: 0.05,
            vary_by: 2.0,
        }
    }
}

const BYTES_PER_GB: f64 = 1e9;

impl Inputs {
    /// The assumptions, in SI units.
    pub fn assumptions(&self) -> Assumptions {
        let share = |pct: f64| Unit::PERCENT.to_base(pct);
        Assumptions {
            requests_per_sec: self.requests_per_sec,
            peak_factor: self.peak_factor,
            cdn_share: share(self.cdn_pct),
            response_bytes: Unit::KB.to_base(self.response_kb),
            cpu_secs: Unit::MS.to_base(self.cpu_ms),
            cores_per_server: self.cores_per_server,
            busy_share: share(self.busy_pct),
            queries_per_request: self.queries_per_request,
            read_share: share(self.read_pct),
            hot_share: share(self.hot_pct),
            hit_share: share(self.hit_pct),
            cache_bytes: self.cache_gb * BYTES_PER_GB,
            node_per_sec: self.node_per_sec,
            query_secs: Unit::MS.to_base(self.query_ms),
            job_share: share(self.job_pct),
            job_secs: Unit::MS.to_base(self.job_ms),
            core_usd: self.core_usd,
            node_usd: self.node_usd,
            ram_usd_per_byte: self.ram_usd_per_gb / BYTES_PER_GB,
            egress_usd_per_byte: self.egress_usd_per_gb / BYTES_PER_GB,
            cdn_usd_per_byte: self.cdn_usd_per_gb / BYTES_PER_GB,
        }
    }
}

const PERCENT: Range = Range::linear(0.0, 100.0, 1.0);
const MS: Range = Range::log(0.001, 86_400_000.0).or_zero();
const PRICE: Range = Range::log(0.001, 100_000.0).or_zero();

type P = Param<Inputs>;

/// The inputs in the order of the page.
#[rustfmt::skip]
pub const PARAMS: &[P] = &[
    P::number("requests_per_sec", "Requests at the peak", Unit::PER_SEC, Range::log(1e-4, 1e6), |i| i.requests_per_sec, |i, v| i.requests_per_sec = v),
    P::number("response_kb", "An answer has", Unit::KB, Range::log(0.001, 1e9).or_zero(), |i| i.response_kb, |i, v| i.response_kb = v),
    P::number("cdn_pct", "The CDN answers", Unit::PERCENT, PERCENT, |i| i.cdn_pct, |i, v| i.cdn_pct = v),
    P::number("cpu_ms", "CPU a request", Unit::MS, MS, |i| i.cpu_ms, |i, v| i.cpu_ms = v),
    P::number("busy_pct", "Machines may be busy", Unit::PERCENT, Range::linear(1.0, 100.0, 1.0), |i| i.busy_pct, |i, v| i.busy_pct = v)
        .help("At the peak. The rest absorbs bursts and failures."),
    P::number("read_pct", "Queries that read", Unit::PERCENT, PERCENT, |i| i.read_pct, |i, v| i.read_pct = v),
    P::number("hot_pct", "Of those, for hot data", Unit::PERCENT, PERCENT, |i| i.hot_pct, |i, v| i.hot_pct = v),
    P::number("hit_pct", "Of those, the cache has", Unit::PERCENT, PERCENT, |i| i.hit_pct, |i, v| i.hit_pct = v),
    P::number("node_per_sec", "A database node can do", Unit::PER_SEC, Range::log(1.0, 1e6), |i| i.node_per_sec, |i, v| i.node_per_sec = v),
    P::number("peak_factor", "Peak over mean", Unit::RATIO, Range::linear(1.0, 100.0, 0.5), |i| i.peak_factor, |i, v| i.peak_factor = v).more(),
    P::number("cores_per_server", "Cores of a server", Unit::COUNT, Range::log(1.0, 1024.0).whole(), |i| i.cores_per_server, |i, v| i.cores_per_server = v).more(),
    P::number("queries_per_request", "Queries a request", Unit::COUNT, Range::log(0.01, 1000.0).or_zero(), |i| i.queries_per_request, |i, v| i.queries_per_request = v).more(),
    P::number("query_ms", "A query takes", Unit::MS, MS, |i| i.query_ms, |i, v| i.query_ms = v).more(),
    P::number("cache_gb", "The hot data have, GB", Unit::COUNT, Range::log(0.001, 1e6).or_zero(), |i| i.cache_gb, |i, v| i.cache_gb = v).more(),
    P::number("job_pct", "Requests that leave a job", Unit::PERCENT, PERCENT, |i| i.job_pct, |i, v| i.job_pct = v)
        .help("Mail, reports, indexing: done later by workers.").more(),
    P::number("job_ms", "CPU a job", Unit::MS, MS, |i| i.job_ms, |i, v| i.job_ms = v).more(),
    P::number("core_usd", "A core costs a month", Unit::USD, PRICE, |i| i.core_usd, |i, v| i.core_usd = v).more(),
    P::number("node_usd", "A database node costs a month", Unit::USD, PRICE, |i| i.node_usd, |i, v| i.node_usd = v).more(),
    P::number("ram_usd_per_gb", "A GB of memory costs a month", Unit::USD, PRICE, |i| i.ram_usd_per_gb, |i, v| i.ram_usd_per_gb = v).more(),
    P::number("egress_usd_per_gb", "A GB sent costs", Unit::USD, PRICE, |i| i.egress_usd_per_gb, |i, v| i.egress_usd_per_gb = v).more(),
    P::number("cdn_usd_per_gb", "A GB by the CDN costs", Unit::USD, PRICE, |i| i.cdn_usd_per_gb, |i, v| i.cdn_usd_per_gb = v).more(),
    P::number("vary_by", "Vary each assumption by", Unit::RATIO, Range::linear(1.1, 10.0, 0.1), |i| i.vary_by, |i, v| i.vary_by = v)
        .help("Up and down. Of shares the smaller side is varied: 90 % hits are 10 % misses.").more(),
];
