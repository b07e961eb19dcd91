//! A time to live: how often it hits, and how often what it gives is out of date.
//!
//! An item is filled at a miss and dropped a fixed time after that, whether it was asked for or not. Its requests are a Poisson
//! process. The origin's value changes every U seconds, either exactly so (the fill falls anywhere between two changes) or at
//! random (Poisson, U on average). The item is taken to be asked for all the time, so that all ages from 0 to T count alike.
//!
//! | symbol | here | unit |
//! |---|---|---|
//! | λ | `per_sec`, requests for this one item | 1/s |
//! | T | `ttl_secs` | s |
//! | U | `update_secs` | s |
//! | λT / (1 + λT) | [`hit_share`] | share |
//! | T/(2U) for T ≤ U, else 1 − U/(2T) | [`stale`], regular changes: share of answers out of date | share |
//! | 1 − (1 − e^(−T/U)) U/T | [`stale`], random changes | share |
//! | T/3 for T ≤ U, else (T²/2 − UT/2 + U²/6)/(T − U/2) | [`stale`], regular: for how long an answer that is out of date has been so, on average | s |
//! | (T/2 − U + (1 − e^(−T/U)) U²/T) / share | [`stale`], random | s |
//!
//! Derivation: at age a an answer is out of date if a change fell into its last a seconds, and has been so since the first of
//! them; average over a from 0 to T. Source of the hit share: Jung, Berger, Balakrishnan, "Modeling TTL-based Internet caches",
//! INFOCOM 2003. Where it stops being true: entries thrown out before their time, invalidation, items asked for less than once
//! in T (they are filled afresh and so are younger than assumed).

/// Share of the requests for one item that hit; `per_sec` ≥ 0, `ttl_secs` ≥ 0.
pub fn hit_share(per_sec: f64, ttl_secs: f64) -> f64 {
    let x = per_sec * ttl_secs;
    x / (1.0 + x)
}

/// How the origin's value changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Updates {
    /// Exactly every U seconds.
    Regular,
    /// At random, U seconds apart on average.
    Random,
}

/// How stale what is served is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stale {
    /// Share of the answers that are out of date.
    pub share: f64,
    /// For how long those have been so, on average, seconds.
    pub mean_secs: f64,
}

/// What a time to live of `ttl_secs` > 0 serves, of a value that changes every `update_secs` > 0.
pub fn stale(updates: Updates, ttl_secs: f64, update_secs: f64) -> Stale {
    let (t, u) = (ttl_secs, update_secs);
    match updates {
        Updates::Regular if t <= u => Stale { share: t / (2.0 * u), mean_secs: t / 3.0 },
        Updates::Regular => {
            let total = t * t / 2.0 - u * t / 2.0 + u * u / 6.0;
            Stale { share: 1.0 - u / (2.0 * t), mean_secs: total / (t - u / 2.0) }
        }
        Updates::Random => {
            let x = t / u;
            if x < 1e-2 {
                // The formula below loses its digits here: series in T/U.
                let share = x * (0.5 - x * (1.0 / 6.0 - x * (1.0 / 24.0 - x / 120.0)));
                let late = x * x * (1.0 / 6.0 - x * (1.0 / 24.0 - x * (1.0 / 120.0 - x / 720.0)));
                return Stale { share, mean_secs: u * late / share };
            }
            let full = -libm::expm1(-x) / x;
            let share = 1.0 - full;
            Stale { share, mean_secs: (t / 2.0 - u * share) / share }
        }
    }
}
