//! The inputs: which trap, and the numbers of each.

use crate::quantity::Unit;
use crate::topic::{Choice, Param, Range};

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Which of the seven.
    pub trap: &'static str,
    /// What was guessed to be slow.
    pub guess_ms: f64,
    /// What is slow.
    pub culprit_ms: f64,
    /// How many times faster the work makes it.
    pub work_speedup: f64,
    /// Quick requests.
    pub fast_count: f64,
    /// How long one takes.
    pub fast_ms: f64,
    /// Slow requests.
    pub slow_count: f64,
    /// How long one takes.
    pub slow_ms: f64,
    /// Saved at each look-up.
    pub lookup_saved_us: f64,
    /// Look-ups of a request.
    pub lookups: f64,
    /// The rest of the request.
    pub rest_ms: f64,
    /// Rows of the list.
    pub parents: f64,
    /// A query's round trip.
    pub query_ms: f64,
    /// To open a connection.
    pub setup_ms: f64,
    /// Requests that open one.
    pub requests_per_sec: f64,
    /// To borrow one from a pool.
    pub borrow_ms: f64,
    /// The price in the cache.
    pub old_price_usd: f64,
    /// The price in the database.
    pub new_price_usd: f64,
    /// Orders.
    pub orders_per_day: f64,
    /// Since the price changed.
    pub stale_days: f64,
    /// The time to live that was left out.
    pub ttl_secs: f64,
    /// The whole answer.
    pub size_kb: f64,
    /// The link.
    pub bandwidth_mbps: f64,
    /// What compression takes off.
    pub reduction_pct: f64,
    /// What is needed of it.
    pub needed_kb: f64,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            trap: "guessing",
            guess_ms: 0.3,
            culprit_ms: 800.0,
            work_speedup: 10.0,
            fast_count: 99.0,
            fast_ms: 50.0,
            slow_count: 1.0,
            slow_ms: 5_000.0,
            lookup_saved_us: 2.0,
            lookups: 100.0,
            rest_ms: 150.0,
            parents: 50.0,
            query_ms: 2.0,
            setup_ms: 46.0,
            requests_per_sec: 1_000.0,
            borrow_ms: 0.01,
            old_price_usd: 29.99,
            new_price_usd: 49.99,
            orders_per_day: 20.0,
            stale_days: 21.0,
            ttl_secs: 300.0,
            size_kb: 2_000.0,
            bandwidth_mbps: 10.0,
            reduction_pct: 80.0,
            needed_kb: 5.0,
        }
    }
}

const TRAPS: &[Choice] = &[
    Choice { word: "guessing", label: "guessing instead of measuring" },
    Choice { word: "averages", label: "looking at averages only" },
    Choice { word: "premature", label: "polishing what does not matter" },
    Choice { word: "n_plus_one", label: "a query for every row" },
    Choice { word: "no_pooling", label: "a new connection each time" },
    Choice { word: "no_expiry", label: "a cache without expiry" },
    Choice { word: "everything", label: "sending everything" },
];

const MS: Range = Range::log(0.001, 86_400_000.0);
const COUNT: Range = Range::log(1.0, 1e6).whole();
const MONEY: Range = Range::log(0.01, 1e6).or_zero();

type P = Param<Inputs>;

/// The inputs in the order of the page.
#[rustfmt::skip]
pub const PARAMS: &[P] = &[
    P::choice("trap", "The trap", TRAPS, |i| i.trap, |i, v| i.trap = v),
    P::number("guess_ms", "Guessed to be slow: the parser", Unit::MS, MS, |i| i.guess_ms, |i, v| i.guess_ms = v).when(|i| i.trap == "guessing"),
    P::number("culprit_ms", "Slow: a query without index", Unit::MS, MS, |i| i.culprit_ms, |i, v| i.culprit_ms = v).when(|i| i.trap == "guessing"),
    P::number("work_speedup", "A week of work makes it faster by", Unit::RATIO, Range::log(1.0, 10_000.0), |i| i.work_speedup, |i, v| i.work_speedup = v).when(|i| i.trap == "guessing"),
    P::number("fast_count", "Quick requests", Unit::COUNT, COUNT, |i| i.fast_count, |i, v| i.fast_count = v).when(|i| i.trap == "averages"),
    P::number("fast_ms", "A quick one takes", Unit::MS, MS, |i| i.fast_ms, |i, v| i.fast_ms = v).when(|i| i.trap == "averages"),
    P::number("slow_count", "Slow requests", Unit::COUNT, COUNT.or_zero(), |i| i.slow_count, |i, v| i.slow_count = v).when(|i| i.trap == "averages"),
    P::number("slow_ms", "A slow one takes", Unit::MS, MS, |i| i.slow_ms, |i, v| i.slow_ms = v).when(|i| i.trap == "averages"),
    P::number("lookups", "Look-ups a request", Unit::COUNT, COUNT, |i| i.lookups, |i, v| i.lookups = v).when(|i| i.trap == "premature"),
    P::number("lookup_saved_us", "Saved at each", Unit::US, Range::log(0.001, 1e6), |i| i.lookup_saved_us, |i, v| i.lookup_saved_us = v).when(|i| i.trap == "premature"),
    P::number("rest_ms", "The request takes (three queries)", Unit::MS, MS, |i| i.rest_ms, |i, v| i.rest_ms = v).when(|i| i.trap == "premature"),
    P::number("parents", "Rows of the list", Unit::COUNT, COUNT.or_zero(), |i| i.parents, |i, v| i.parents = v).when(|i| i.trap == "n_plus_one"),
    P::number("query_ms", "A query’s round trip", Unit::MS, MS, |i| i.query_ms, |i, v| i.query_ms = v).when(|i| i.trap == "n_plus_one"),
    P::number("setup_ms", "To open a connection", Unit::MS, MS, |i| i.setup_ms, |i, v| i.setup_ms = v)
        .help("TCP 1, TLS 5, log-in 10, session 30 ms in the tutorial’s example.").when(|i| i.trap == "no_pooling"),
    P::number("requests_per_sec", "Requests", Unit::PER_SEC, Range::log(1e-4, 1e6), |i| i.requests_per_sec, |i, v| i.requests_per_sec = v).when(|i| i.trap == "no_pooling"),
    P::number("borrow_ms", "To borrow one from a pool", Unit::MS, MS.or_zero(), |i| i.borrow_ms, |i, v| i.borrow_ms = v).when(|i| i.trap == "no_pooling"),
    P::number("old_price_usd", "The price in the cache", Unit::USD, MONEY, |i| i.old_price_usd, |i, v| i.old_price_usd = v).when(|i| i.trap == "no_expiry"),
    P::number("new_price_usd", "The price in the database", Unit::USD, MONEY, |i| i.new_price_usd, |i, v| i.new_price_usd = v).when(|i| i.trap == "no_expiry"),
    P::number("orders_per_day", "Orders", Unit::PER_DAY, Range::log(0.01, 1e6), |i| i.orders_per_day, |i, v| i.orders_per_day = v).when(|i| i.trap == "no_expiry"),
    P::number("stale_days", "Days since the price changed", Unit::COUNT, Range::linear(0.0, 365.0, 1.0), |i| i.stale_days, |i, v| i.stale_days = v).when(|i| i.trap == "no_expiry"),
    P::number("ttl_secs", "The time to live it should have had", Unit::SECS, Range::log(1.0, 86_400.0), |i| i.ttl_secs, |i, v| i.ttl_secs = v).when(|i| i.trap == "no_expiry"),
    P::number("size_kb", "The whole answer", Unit::KB, Range::log(0.001, 1e9), |i| i.size_kb, |i, v| i.size_kb = v).when(|i| i.trap == "everything"),
    P::number("bandwidth_mbps", "The link", Unit::MBPS, Range::log(0.001, 100_000.0), |i| i.bandwidth_mbps, |i, v| i.bandwidth_mbps = v).when(|i| i.trap == "everything"),
    P::number("reduction_pct", "Compression takes off", Unit::PERCENT, Range::linear(0.0, 99.0, 1.0), |i| i.reduction_pct, |i, v| i.reduction_pct = v).when(|i| i.trap == "everything"),
    P::number("needed_kb", "Needed of it: five fields", Unit::KB, Range::log(0.001, 1e9), |i| i.needed_kb, |i, v| i.needed_kb = v).when(|i| i.trap == "everything"),
];
