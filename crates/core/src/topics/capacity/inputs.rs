//! The inputs: the assumptions of the envelope.

use crate::cost::Assumptions;
use crate::quantity::Unit;
use crate::topic::{Range, inputs};

const PERCENT: Range = Range::linear(0.0, 100.0, 1.0);
const MS: Range = Range::log(0.001, 86_400_000.0).or_zero();
const PRICE: Range = Range::log(0.001, 100_000.0).or_zero();

inputs! {
    pub struct Inputs {
        /// Requests at the peak.
        requests_per_sec: f64 = 100_000.0 => number("Requests at the peak", Unit::PER_SEC, Range::log(1e-4, 1e6));
        /// Size of an answer.
        response_kb: f64 = 10.0 => number("An answer has", Unit::KB, Range::log(0.001, 1e9).or_zero());
        /// Answered by the content delivery network.
        cdn_pct: f64 = 30.0 => number("The CDN answers", Unit::PERCENT, PERCENT);
        /// Processor time of a request.
        cpu_ms: f64 = 1.0 => number("CPU a request", Unit::MS, MS);
        /// How busy machines may be at the peak.
        busy_pct: f64 = 60.0 => number("Machines may be busy", Unit::PERCENT, Range::linear(1.0, 100.0, 1.0))
            .help("At the peak. The rest absorbs bursts and failures.");
        /// Queries that read.
        read_pct: f64 = 80.0 => number("Queries that read", Unit::PERCENT, PERCENT);
        /// Reads that ask for what the cache keeps.
        hot_pct: f64 = 60.0 => number("Of those, for hot data", Unit::PERCENT, PERCENT);
        /// Of those, found.
        hit_pct: f64 = 90.0 => number("Of those, the cache has", Unit::PERCENT, PERCENT);
        /// Queries a second that a node can do.
        node_per_sec: f64 = 10_000.0 => number("A database node can do", Unit::PER_SEC, Range::log(1.0, 1e6));
        /// Peak over mean.
        peak_factor: f64 = 3.0 => number("Peak over mean", Unit::RATIO, Range::linear(1.0, 100.0, 0.5)).more();
        /// Cores of a server.
        cores_per_server: f64 = 8.0 => number("Cores of a server", Unit::COUNT, Range::log(1.0, 1024.0).whole()).more();
        /// Database queries of a request.
        queries_per_request: f64 = 1.0 => number("Queries a request", Unit::COUNT, Range::log(0.01, 1000.0).or_zero()).more();
        /// How long a query holds its connection.
        query_ms: f64 = 5.0 => number("A query takes", Unit::MS, MS).more();
        /// Size of what the cache keeps.
        cache_gb: f64 = 20.0 => number("The hot data have, GB", Unit::COUNT, Range::log(0.001, 1e6).or_zero()).more();
        /// Requests that leave a job for later.
        job_pct: f64 = 5.0 => number("Requests that leave a job", Unit::PERCENT, PERCENT)
            .help("Mail, reports, indexing: done later by workers.").more();
        /// Processor time of a job.
        job_ms: f64 = 20.0 => number("CPU a job", Unit::MS, MS).more();
        /// A core for a month.
        core_usd: f64 = 15.0 => number("A core costs a month", Unit::USD, PRICE).more();
        /// A database node for a month.
        node_usd: f64 = 500.0 => number("A database node costs a month", Unit::USD, PRICE).more();
        /// A gigabyte of memory for a month.
        ram_usd_per_gb: f64 = 2.0 => number("A GB of memory costs a month", Unit::USD, PRICE).more();
        /// A gigabyte sent.
        egress_usd_per_gb: f64 = 0.1 => number("A GB sent costs", Unit::USD, PRICE).more();
        /// A gigabyte sent by the CDN.
        cdn_usd_per_gb: f64 = 0.05 => number("A GB by the CDN costs", Unit::USD, PRICE).more();
        /// By what each assumption is varied.
        vary_by: f64 = 2.0 => number("Vary each assumption by", Unit::RATIO, Range::linear(1.1, 10.0, 0.1))
            .help("Up and down. Of shares the smaller side is varied: 90 % hits are 10 % misses.").more();
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
