//! The inputs: which trap, and the numbers of each.

use crate::quantity::Unit;
use crate::topic::{Range, inputs, words};

words! {
    /// The seven traps.
    pub enum Trap {
        Guessing = "guessing", "guessing instead of measuring";
        Averages = "averages", "looking at averages only";
        Premature = "premature", "polishing what does not matter";
        NPlusOne = "n_plus_one", "a query for every row";
        NoPooling = "no_pooling", "a new connection each time";
        NoExpiry = "no_expiry", "a cache without expiry";
        Everything = "everything", "sending everything";
    }
}

const MS: Range = Range::log(0.001, 86_400_000.0);
const COUNT: Range = Range::log(1.0, 1e6).whole();
const MONEY: Range = Range::log(0.01, 1e6).or_zero();

inputs! {
    pub struct Inputs {
        /// Which of the seven.
        trap: Trap = Trap::Guessing => choice("The trap");
        /// What was guessed to be slow.
        guess_ms: f64 = 0.3 => number("Guessed to be slow: the parser", Unit::MS, MS).when(|i| i.trap == Trap::Guessing);
        /// What is slow.
        culprit_ms: f64 = 800.0 => number("Slow: a query without index", Unit::MS, MS).when(|i| i.trap == Trap::Guessing);
        /// How many times faster the work makes it.
        work_speedup: f64 = 10.0 => number("A week of work makes it faster by", Unit::RATIO, Range::log(1.0, 10_000.0))
            .when(|i| i.trap == Trap::Guessing);
        /// Quick requests.
        fast_count: f64 = 99.0 => number("Quick requests", Unit::COUNT, COUNT).when(|i| i.trap == Trap::Averages);
        /// How long one takes.
        fast_ms: f64 = 50.0 => number("A quick one takes", Unit::MS, MS).when(|i| i.trap == Trap::Averages);
        /// Slow requests.
        slow_count: f64 = 1.0 => number("Slow requests", Unit::COUNT, COUNT.or_zero()).when(|i| i.trap == Trap::Averages);
        /// How long one takes.
        slow_ms: f64 = 5_000.0 => number("A slow one takes", Unit::MS, MS).when(|i| i.trap == Trap::Averages);
        /// Look-ups of a request.
        lookups: f64 = 100.0 => number("Look-ups a request", Unit::COUNT, COUNT).when(|i| i.trap == Trap::Premature);
        /// Saved at each look-up.
        lookup_saved_us: f64 = 2.0 => number("Saved at each", Unit::US, Range::log(0.001, 1e6))
            .when(|i| i.trap == Trap::Premature);
        /// The rest of the request.
        rest_ms: f64 = 150.0 => number("The request takes (three queries)", Unit::MS, MS).when(|i| i.trap == Trap::Premature);
        /// Rows of the list.
        parents: f64 = 50.0 => number("Rows of the list", Unit::COUNT, COUNT.or_zero()).when(|i| i.trap == Trap::NPlusOne);
        /// A query's round trip.
        query_ms: f64 = 2.0 => number("A query’s round trip", Unit::MS, MS).when(|i| i.trap == Trap::NPlusOne);
        /// To open a connection.
        setup_ms: f64 = 46.0 => number("To open a connection", Unit::MS, MS)
            .help("TCP 1, TLS 5, log-in 10, session 30 ms in the tutorial’s example.").when(|i| i.trap == Trap::NoPooling);
        /// Requests that open one.
        requests_per_sec: f64 = 1_000.0 => number("Requests", Unit::PER_SEC, Range::log(1e-4, 1e6))
            .when(|i| i.trap == Trap::NoPooling);
        /// To borrow one from a pool.
        borrow_ms: f64 = 0.01 => number("To borrow one from a pool", Unit::MS, MS.or_zero())
            .when(|i| i.trap == Trap::NoPooling);
        /// The price in the cache.
        old_price_usd: f64 = 29.99 => number("The price in the cache", Unit::USD, MONEY).when(|i| i.trap == Trap::NoExpiry);
        /// The price in the database.
        new_price_usd: f64 = 49.99 => number("The price in the database", Unit::USD, MONEY).when(|i| i.trap == Trap::NoExpiry);
        /// Orders.
        orders_per_day: f64 = 20.0 => number("Orders", Unit::PER_DAY, Range::log(0.01, 1e6)).when(|i| i.trap == Trap::NoExpiry);
        /// Since the price changed.
        stale_days: f64 = 21.0 => number("Days since the price changed", Unit::COUNT, Range::linear(0.0, 365.0, 1.0))
            .when(|i| i.trap == Trap::NoExpiry);
        /// The time to live that was left out.
        ttl_secs: f64 = 300.0 => number("The time to live it should have had", Unit::SECS, Range::log(1.0, 86_400.0))
            .when(|i| i.trap == Trap::NoExpiry);
        /// The whole answer.
        size_kb: f64 = 2_000.0 => number("The whole answer", Unit::KB, Range::log(0.001, 1e9))
            .when(|i| i.trap == Trap::Everything);
        /// The link.
        bandwidth_mbps: f64 = 10.0 => number("The link", Unit::MBPS, Range::log(0.001, 100_000.0))
            .when(|i| i.trap == Trap::Everything);
        /// What compression takes off.
        reduction_pct: f64 = 80.0 => number("Compression takes off", Unit::PERCENT, Range::linear(0.0, 99.0, 1.0))
            .when(|i| i.trap == Trap::Everything);
        /// What is needed of it.
        needed_kb: f64 = 5.0 => number("Needed of it: five fields", Unit::KB, Range::log(0.001, 1e9))
            .when(|i| i.trap == Trap::Everything);
    }
}
