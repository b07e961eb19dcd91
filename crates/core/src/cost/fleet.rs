//! A fleet on the back of an envelope: what it takes to serve so many requests a second, row by row, and what it costs a month.
//!
//! Assumptions: everything is sized for the peak and paid for all month; traffic is the mean, peak over [`Assumptions::peak_factor`];
//! machines of a kind are equal and have a spare; a database shard is one primary and its replicas, every write is repeated on each
//! of them, and at most half of a node's room may go to writes before another shard is opened.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | requests at the peak that reach the servers: `requests_per_sec`·(1 − `cdn_share`) | 1/s |
//! | u | `busy_share`: how busy machines may be at the peak | (0, 1] |
//! | λ·t/u | cores for the app, t `cpu_secs` | – |
//! | r·h·p | share of the database's queries that the cache answers: reads × hot × hits | \[0, 1\] |
//! | w, R | writes, and reads that miss, a second | 1/s |
//! | S = ⌈w/(½Cu)⌉ | shards, C `node_per_sec` | ≥ 1 |
//! | n = ⌈(R/S)/(Cu − w/S)⌉ | nodes of a shard | ≥ 1 |
//! | (w + R)·q | connections in use (Little), q `query_secs` | – |
//!
//! Source: utilization law and Little's law (Lazowska et al., *Quantitative System Performance*, 1984, chapter 3); prices S. Eskildsen,
//! napkin-math, 8 March 2026. Validity: within a factor of two or three, as its author says of his prices; no discounts, no people.

use super::DAYS_PER_MONTH;
use crate::quantity::{self, Unit};
use crate::source::{Constant, Source, books};

/// Where the prices are from.
pub const NAPKIN_MATH: Source = books::NAPKIN_MATH;

const fn price(name: &'static str, value: f64) -> Constant {
    // The author claims to be right within a factor of two to three.
    Constant { name, value, low: value / 3.0, high: value * 3.0, unit: Unit::USD, source: NAPKIN_MATH }
}

/// A core for a month.
pub const CORE_MONTH: Constant = price("A virtual core for a month", 15.0);
/// A gigabyte of memory for a month.
pub const RAM_GB_MONTH: Constant = price("A gigabyte of memory for a month", 2.0);
/// A gigabyte sent to the internet.
pub const EGRESS_GB: Constant = price("A gigabyte sent to the internet", 0.1);
/// A gigabyte sent by a content delivery network.
pub const CDN_GB: Constant = price("A gigabyte sent by a content delivery network", 0.05);

/// More machines of a kind than this are no back-of-the-envelope matter.
const MOST_MACHINES: f64 = 1e9;
/// Share of a node's room that may go to writes.
const WRITE_ROOM: f64 = 0.5;

/// Why there is no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FleetError {
    /// Something negative, not finite, or a share outside its range.
    Range,
    /// Machines that may never be busy.
    Idle,
}

impl std::fmt::Display for FleetError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Range => {
                "An assumption is out of its range: amounts may not be negative, shares lie between 0 and 100 %."
            }
            Self::Idle => "Machines that may not be busy at all serve nobody: allow them some share of the time.",
        })
    }
}

impl std::error::Error for FleetError {}

macro_rules! assumptions {
    ($($(#[$doc:meta])* $name:ident: $kind:ident = $label:literal,)*) => {
        /// What is assumed; times in seconds, sizes in bytes, shares in [0, 1].
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Assumptions {
            $($(#[$doc])* pub $name: f64,)*
        }

        /// The assumptions that can be varied: name on the page, kind, and access.
        pub const VARIED: &[Varied] = &[$(Varied { label: $label, kind: Kind::$kind, get: |a| a.$name, set: |a, v| a.$name = v },)*];
    };
}

assumptions! {
    /// Requests at the peak.
    requests_per_sec: Amount = "requests at the peak",
    /// Peak over mean, at least 1.
    peak_factor: Fixed = "peak over mean",
    /// Share of requests that the content delivery network answers.
    cdn_share: Share = "answered by the CDN",
    /// Size of an answer.
    response_bytes: Amount = "size of an answer",
    /// Processor time of a request.
    cpu_secs: Amount = "CPU a request",
    /// Cores of a server.
    cores_per_server: Fixed = "cores a server",
    /// How busy machines may be at the peak.
    busy_share: Share = "how busy machines may be",
    /// Database queries of a request.
    queries_per_request: Amount = "queries a request",
    /// Share of queries that read.
    read_share: Share = "queries that read",
    /// Share of reads that ask for what the cache keeps.
    hot_share: Share = "reads of hot data",
    /// Share of those that find it.
    hit_share: Share = "hits among those",
    /// Size of what the cache keeps.
    cache_bytes: Amount = "size of the hot data",
    /// Queries that a database node answers a second when fully busy.
    node_per_sec: Amount = "queries a node can do",
    /// How long a query holds its connection.
    query_secs: Fixed = "time of a query",
    /// Share of requests that leave a job for later.
    job_share: Share = "requests that leave a job",
    /// Processor time of a job.
    job_secs: Amount = "CPU a job",
    /// Price of a core for a month.
    core_usd: Amount = "price of a core",
    /// Price of a database node for a month.
    node_usd: Amount = "price of a database node",
    /// Price of a byte of memory for a month.
    ram_usd_per_byte: Amount = "price of memory",
    /// Price of a byte sent to the internet.
    egress_usd_per_byte: Amount = "price of traffic",
    /// Price of a byte sent by the content delivery network.
    cdn_usd_per_byte: Amount = "price of CDN traffic",
}

/// How an assumption is varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Multiplied and divided.
    Amount,
    /// Its smaller side is multiplied and divided: 90 % hits are 10 % misses.
    Share,
    /// Not varied.
    Fixed,
}

/// An assumption that can be varied.
#[derive(Clone, Copy, Debug)]
pub struct Varied {
    /// Its name on the page.
    pub label: &'static str,
    kind: Kind,
    get: fn(&Assumptions) -> f64,
    set: fn(&mut Assumptions, f64),
}

/// A row of the envelope.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What is bought.
    pub what: &'static str,
    /// On which assumption.
    pub assumes: String,
    /// By which formula, with its numbers.
    pub formula: String,
    /// How much of it.
    pub result: String,
    /// Dollars a month.
    pub usd_per_month: f64,
}

/// The envelope.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Rows in the order of a request's way.
    pub rows: Vec<Row>,
    /// App servers, the spare included.
    pub app_servers: f64,
    /// Servers that work off jobs, the spare included.
    pub worker_servers: f64,
    /// Cache nodes, the spare included; none where nothing is cached.
    pub cache_nodes: f64,
    /// Share of the database's queries that the cache answers.
    pub removed_share: f64,
    /// Queries a second that reach the database.
    pub db_per_sec: f64,
    /// Database shards.
    pub shards: f64,
    /// Nodes in each shard, primary included.
    pub nodes_per_shard: f64,
    /// Connections to the database in use at the peak.
    pub connections: f64,
    /// Bits a second that are sent at the peak.
    pub bits_per_sec: f64,
    /// Dollars a month.
    pub usd_per_month: f64,
    /// Dollars for a million requests.
    pub usd_per_million: f64,
}

/// How the bill swings with one assumption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// The assumption.
    pub label: &'static str,
    /// Dollars a month with the smaller value.
    pub usd_at_less: f64,
    /// Dollars a month with the larger value.
    pub usd_at_more: f64,
}

impl Swing {
    /// How far apart the two are, dollars.
    pub fn span_usd(&self) -> f64 {
        libm::fabs(self.usd_at_more - self.usd_at_less)
    }
}

/// Bytes of memory of a cache node.
const CACHE_NODE_BYTES: f64 = 64e9;

impl Assumptions {
    fn check(&self) -> Result<(), FleetError> {
        for varied in VARIED {
            let value = (varied.get)(self);
            let fine = value >= 0.0 && value.is_finite() && (varied.kind != Kind::Share || value <= 1.0);
            if !fine {
                return Err(FleetError::Range);
            }
        }
        if !(self.peak_factor >= 1.0 && self.cores_per_server >= 1.0 && self.node_per_sec > 0.0) {
            return Err(FleetError::Range);
        }
        if self.busy_share > 0.0 { Ok(()) } else { Err(FleetError::Idle) }
    }

    /// The plan.
    ///
    /// # Errors
    /// Where an assumption is out of range.
    pub fn plan(&self) -> Result<Plan, FleetError> {
        self.check()?;
        let share = |v: f64| quantity::format(v, Unit::SHARE);
        let per_sec = |v: f64| quantity::format(v, Unit::PER_SEC);
        let count = |v: f64| quantity::grouped(v, 0);
        let few = |v: f64| quantity::significant(v, 3);
        let secs = |v: f64| quantity::format(v, Unit::SECS);
        let size = |v: f64| quantity::format(v, Unit::BYTES);
        let servers_for = |cores: f64| if cores > 0.0 { whole(cores / self.cores_per_server) + 1.0 } else { 0.0 };

        let seconds_per_month = DAYS_PER_MONTH * 86_400.0;
        let mean_per_sec = self.requests_per_sec / self.peak_factor;
        let origin_per_sec = self.requests_per_sec * (1.0 - self.cdn_share);
        let bytes_per_month = mean_per_sec * self.response_bytes * seconds_per_month;
        let cdn_usd = bytes_per_month * self.cdn_share * self.cdn_usd_per_byte;
        let egress_usd = bytes_per_month * (1.0 - self.cdn_share) * self.egress_usd_per_byte;

        let app_cores = origin_per_sec * self.cpu_secs / self.busy_share;
        let app_servers = servers_for(app_cores);
        let server_usd = self.cores_per_server * self.core_usd;

        let queries = origin_per_sec * self.queries_per_request;
        let removed_share = self.read_share * self.hot_share * self.hit_share;
        let writes = queries * (1.0 - self.read_share);
        let reads = queries * (self.read_share - removed_share);
        let has_cache = self.hot_share * self.hit_share > 0.0 && self.cache_bytes > 0.0;
        let cache_nodes = if has_cache { whole(self.cache_bytes / CACHE_NODE_BYTES) + 1.0 } else { 0.0 };
        let cache_usd = if has_cache {
            (cache_nodes * CACHE_NODE_BYTES).max(self.cache_bytes) * self.ram_usd_per_byte
        } else {
            0.0
        };

        let room = self.node_per_sec * self.busy_share;
        let shards = whole(writes / (WRITE_ROOM * room)).max(1.0);
        // At least half of the room is left for reads; one node more, so that one may fail.
        let nodes_per_shard = whole((reads / shards) / (room - writes / shards)).max(1.0) + 1.0;
        let db_nodes = shards * nodes_per_shard;
        let connections = (reads + writes) * self.query_secs;

        let job_cores = origin_per_sec * self.job_share * self.job_secs / self.busy_share;
        let worker_servers = servers_for(job_cores);

        let rows = vec![
            Row {
                what: "CDN",
                assumes: format!("{} of the requests are for what never changes", share(self.cdn_share)),
                formula: format!(
                    "{} × {} × {}",
                    per_sec(mean_per_sec),
                    share(self.cdn_share),
                    size(self.response_bytes)
                ),
                result: format!("{} a month", size(bytes_per_month * self.cdn_share)),
                usd_per_month: cdn_usd,
            },
            Row {
                what: "Traffic",
                assumes: format!(
                    "an answer has {}; the mean is the peak over {}",
                    size(self.response_bytes),
                    few(self.peak_factor)
                ),
                formula: format!(
                    "{} × {} × {}",
                    per_sec(mean_per_sec),
                    share(1.0 - self.cdn_share),
                    size(self.response_bytes)
                ),
                result: format!("{} a month", size(bytes_per_month * (1.0 - self.cdn_share))),
                usd_per_month: egress_usd,
            },
            Row {
                what: "App servers",
                assumes: format!(
                    "{} of CPU a request, {} cores a server, {} busy at most, one spare",
                    secs(self.cpu_secs),
                    few(self.cores_per_server),
                    share(self.busy_share)
                ),
                formula: format!(
                    "{} × {} / {} = {} cores",
                    per_sec(origin_per_sec),
                    secs(self.cpu_secs),
                    share(self.busy_share),
                    few(app_cores)
                ),
                result: format!("{} servers", count(app_servers)),
                usd_per_month: app_servers * server_usd,
            },
            Row {
                what: "Cache",
                assumes: format!(
                    "{} of the queries read, {} of those are hot, {} of those hit",
                    share(self.read_share),
                    share(self.hot_share),
                    share(self.hit_share)
                ),
                formula: format!(
                    "{} × {} × {} = {} of the queries gone",
                    share(self.read_share),
                    share(self.hot_share),
                    share(self.hit_share),
                    share(removed_share)
                ),
                result: format!("{} nodes", count(cache_nodes)),
                usd_per_month: cache_usd,
            },
            Row {
                what: "Database",
                assumes: format!(
                    "a node can do {}; every write is repeated on every node of its shard; one spare each",
                    per_sec(self.node_per_sec)
                ),
                formula: format!(
                    "{} written: {} shards; {} read: {} nodes each",
                    per_sec(writes),
                    count(shards),
                    per_sec(reads),
                    count(nodes_per_shard)
                ),
                result: format!("{} nodes", count(db_nodes)),
                usd_per_month: db_nodes * self.node_usd,
            },
            Row {
                what: "Connection pools",
                assumes: format!("a query holds its connection for {}", secs(self.query_secs)),
                formula: format!("{} × {} (Little)", per_sec(reads + writes), secs(self.query_secs)),
                result: format!("{} in use, {} a server", few(connections), few(connections / app_servers.max(1.0))),
                usd_per_month: 0.0,
            },
            Row {
                what: "Workers",
                assumes: format!("{} of the requests leave a job of {}", share(self.job_share), secs(self.job_secs)),
                formula: format!(
                    "{} × {} / {} = {} cores",
                    per_sec(origin_per_sec * self.job_share),
                    secs(self.job_secs),
                    share(self.busy_share),
                    few(job_cores)
                ),
                result: format!("{} servers", count(worker_servers)),
                usd_per_month: worker_servers * server_usd,
            },
        ];
        let usd_per_month: f64 = rows.iter().map(|row| row.usd_per_month).sum();
        let requests_per_month = mean_per_sec * seconds_per_month;
        Ok(Plan {
            app_servers,
            worker_servers,
            cache_nodes,
            removed_share,
            db_per_sec: reads + writes,
            shards,
            nodes_per_shard,
            connections,
            bits_per_sec: self.requests_per_sec * self.response_bytes * 8.0,
            usd_per_month,
            usd_per_million: if requests_per_month > 0.0 { usd_per_month / requests_per_month * 1e6 } else { 0.0 },
            rows,
        })
    }

    /// The bill with every assumption in turn smaller and larger by `factor` (≥ 1), the widest swing first.
    ///
    /// # Errors
    /// Where an assumption is out of range.
    pub fn swings(&self, factor: f64) -> Result<Vec<Swing>, FleetError> {
        self.check()?;
        let factor = factor.max(1.0);
        let usd = |varied: &Varied, value: f64| -> Result<f64, FleetError> {
            let mut other = *self;
            (varied.set)(&mut other, value);
            Ok(other.plan()?.usd_per_month)
        };
        let mut swings = Vec::new();
        for varied in VARIED.iter().filter(|v| v.kind != Kind::Fixed) {
            let value = (varied.get)(self);
            let (less, more) = match varied.kind {
                Kind::Share if value > 0.5 => (1.0 - ((1.0 - value) * factor).min(1.0), 1.0 - (1.0 - value) / factor),
                Kind::Share => (value / factor, (value * factor).min(1.0)),
                _ => (value / factor, value * factor),
            };
            // A share that would come to nothing is left a little, so that there is a plan.
            swings.push(Swing {
                label: varied.label,
                usd_at_less: usd(varied, less.max(value * 1e-3))?,
                usd_at_more: usd(varied, more)?,
            });
        }
        swings.sort_by(|a, b| b.span_usd().total_cmp(&a.span_usd()));
        Ok(swings)
    }
}

/// Rounded up, with a hair of slack for rounding errors, and within reason.
fn whole(value: f64) -> f64 {
    libm::ceil(value - 1e-9).clamp(0.0, MOST_MACHINES)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn tutorial() -> Assumptions {
        Assumptions {
            requests_per_sec: 100_000.0,
            peak_factor: 3.0,
            cdn_share: 0.3,
            response_bytes: 10e3,
            cpu_secs: 0.001,
            cores_per_server: 8.0,
            busy_share: 0.6,
            queries_per_request: 1.0,
            read_share: 0.8,
            hot_share: 0.6,
            hit_share: 0.9,
            cache_bytes: 20e9,
            node_per_sec: 10_000.0,
            query_secs: 0.005,
            job_share: 0.05,
            job_secs: 0.020,
            core_usd: 15.0,
            node_usd: 500.0,
            ram_usd_per_byte: 2e-9,
            egress_usd_per_byte: 1e-10,
            cdn_usd_per_byte: 5e-11,
        }
    }

    #[test]
    fn the_interview_answer_comes_out_row_by_row() {
        let plan = tutorial().plan().unwrap();
        // 70,000 × 1 ms / 60 % = 116.7 cores = 14.6 servers of 8; and a spare.
        assert_eq!(plan.app_servers, 16.0);
        assert!((plan.removed_share - 0.432).abs() < 1e-12);
        // 14,000 writes; 70,000 × (0.8 − 0.432) = 25,760 reads.
        assert!((plan.db_per_sec - 39_760.0).abs() < 1e-6);
        // 14,000 / 3,000 = 4.7 shards; 5,152 / (6,000 − 2,800) = 1.6 nodes; and a spare.
        assert_eq!((plan.shards, plan.nodes_per_shard), (5.0, 3.0));
        assert!((plan.connections - 198.8).abs() < 1e-9);
        // 3,500 × 20 ms / 60 % = 116.7 cores.
        assert_eq!(plan.worker_servers, 16.0);
        assert!((plan.bits_per_sec - 8e9).abs() < 1.0);
        // 33,333 × 10 kB × 2,592,000 s = 864 TB: 30 % by the CDN, 70 % ourselves.
        assert!((plan.rows[0].usd_per_month - 12_960.0).abs() < 1e-6);
        assert!((plan.rows[1].usd_per_month - 60_480.0).abs() < 1e-6);
    }

    #[test]
    fn the_bill_is_the_sum_of_its_rows_and_traffic_is_most_of_it() {
        let plan = tutorial().plan().unwrap();
        let sum: f64 = plan.rows.iter().map(|r| r.usd_per_month).sum();
        assert!((plan.usd_per_month - sum).abs() < 1e-9);
        let traffic = plan.rows[0].usd_per_month + plan.rows[1].usd_per_month;
        assert!(traffic / plan.usd_per_month > 0.8, "{plan:?}");
    }

    #[test]
    fn no_node_is_asked_for_more_than_its_room() {
        for read_share in [0.0, 0.5, 0.8, 0.9, 0.99, 1.0] {
            for hit_share in [0.0, 0.5, 0.99] {
                let a = Assumptions { read_share, hit_share, ..tutorial() };
                let plan = a.plan().unwrap();
                let writes = 70_000.0 * (1.0 - read_share);
                let reads = plan.db_per_sec - writes;
                // One node of each shard may fail.
                let node = writes / plan.shards + reads / plan.shards / (plan.nodes_per_shard - 1.0);
                assert!(node <= 6_000.0 + 1e-6, "{read_share} {hit_share}: {node}");
                assert!(writes / plan.shards <= 3_000.0 + 1e-6);
            }
        }
    }

    #[test]
    fn the_widest_swing_is_the_number_of_requests_and_the_answers_size_is_next() {
        let swings = tutorial().swings(2.0).unwrap();
        assert_eq!(swings[0].label, "requests at the peak");
        assert_eq!(swings[1].label, "size of an answer");
        assert!(swings.windows(2).all(|w| w[0].span_usd() >= w[1].span_usd()));
        let base = tutorial().plan().unwrap().usd_per_month;
        assert!(swings.iter().all(|s| s.usd_at_less.min(s.usd_at_more) <= base + 1e-9));
    }

    #[test]
    fn a_share_is_varied_on_its_smaller_side() {
        let more_misses = Assumptions { hit_share: 0.8, ..tutorial() }.plan().unwrap().usd_per_month;
        let swings = tutorial().swings(2.0).unwrap();
        let hits = swings.iter().find(|s| s.label == "hits among those").unwrap();
        assert!((hits.usd_at_less - more_misses).abs() < 1e-9);
    }

    #[test]
    fn nothing_and_nonsense() {
        let nobody = Assumptions { requests_per_sec: 0.0, ..tutorial() }.plan().unwrap();
        assert_eq!((nobody.app_servers, nobody.usd_per_million), (0.0, 0.0));
        assert_eq!(Assumptions { busy_share: 0.0, ..tutorial() }.plan(), Err(FleetError::Idle));
        assert_eq!(Assumptions { cdn_share: 1.5, ..tutorial() }.plan(), Err(FleetError::Range));
        assert_eq!(Assumptions { cpu_secs: f64::NAN, ..tutorial() }.plan(), Err(FleetError::Range));
    }
}
