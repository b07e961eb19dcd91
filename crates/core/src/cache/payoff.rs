//! What a hit rate buys: the mean, the tail and the load on the origin.
//!
//! A request takes one of two times: `hit` seconds with probability h, else `miss` seconds. The miss is the whole path, the
//! look-up that failed included; where it was measured from the origin alone, the look-up comes on top.
//!
//! | symbol | here | unit |
//! |---|---|---|
//! | h | `hit_share` | share |
//! | h·hit + (1 − h)·miss | [`Payoff::mean_secs`] | s |
//! | (1 − h)·λ | [`Payoff::origin_per_sec`] | 1/s |
//! | smallest t with P(time ≤ t) ≥ q | [`Payoff::quantile_secs`]: one of the two times, nothing between | s |
//!
//! Source: expectation and quantile of a two-point law. It leaves out that an origin under less load answers sooner.

/// A cache in front of an origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Payoff {
    /// Share of the requests that hit, 0 to 1.
    pub hit_share: f64,
    /// Share of the requests that miss, 0 to 1: given beside the other, so that 99 % leave exactly 1 %.
    pub miss_share: f64,
    /// Time of a hit, seconds.
    pub hit_secs: f64,
    /// Time of a miss, the look-up included, seconds.
    pub miss_secs: f64,
}

impl Payoff {
    /// Of a hit rate in per cent, and the two times in seconds.
    pub fn new(hit_pct: f64, hit_secs: f64, miss_secs: f64) -> Self {
        Self { hit_share: hit_pct / 100.0, miss_share: (100.0 - hit_pct) / 100.0, hit_secs, miss_secs }
    }

    /// Mean time, seconds.
    pub fn mean_secs(&self) -> f64 {
        self.hit_share * self.hit_secs + self.miss_share * self.miss_secs
    }

    /// The time that a share `q` of the requests does not exceed, seconds.
    pub fn quantile_secs(&self, q: f64) -> f64 {
        let (quick, slow, slow_share) = if self.hit_secs <= self.miss_secs {
            (self.hit_secs, self.miss_secs, self.miss_share)
        } else {
            (self.miss_secs, self.hit_secs, self.hit_share)
        };
        // A hair of slack: 1 − 0.99 is not exactly the 0.01 that (100 − 99)/100 is.
        if slow_share > (1.0 - q) * (1.0 + 1e-12) { slow } else { quick }
    }

    /// Requests that reach the origin, of `per_sec`.
    pub fn origin_per_sec(&self, per_sec: f64) -> f64 {
        self.miss_share * per_sec
    }
}

/// A cache that only takes part of the traffic: the share of all requests it keeps from the database, if only `reads` of them
/// are reads, only `cached` of those are for what is cached at all, and `hits` of these hit.
pub fn kept_away(reads: f64, cached: f64, hits: f64) -> f64 {
    reads * cached * hits
}
