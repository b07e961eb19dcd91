//! M/M/c/K: several servers and a limited number of places; who finds no place is turned away.
//!
//! **Assumptions.** Poisson arrivals, exponential service, c equal servers, at most K customers in the system (those in
//! service included), first come first served, customers turned away do not come back, steady state. Any load is allowed.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` (offered) | 1/s |
//! | 1/μ | `mean_service_secs` | s |
//! | c | `servers`; at most K of them can ever be busy | – |
//! | K | `capacity` (Kendall's K) | – |
//! | a = λ/μ, r = a/c, m = K − c | offered load, its share of the servers, places to wait | |
//! | p_K = B rᵐ / (1 + B(r + … + rᵐ)) | `blocked_share`, B being Erlang's B(c, a) | share |
//! | λ(1 − p_K) | `throughput_per_sec` | 1/s |
//! | L_q = p_c Σ j rʲ (j = 1 … m) | `mean_queue_length` | – |
//! | L_q / (λ(1 − p_K)) | `mean_wait_secs` of accepted customers | s |
//!
//! An accepted customer finds n < K others with probability p_n/(1 − p_K) and, where n ≥ c, waits for n − c + 1 departures;
//! the tails of wait and response are sums of Poisson probabilities, arranged so that every term is positive.
//!
//! **Source.** D. Gross and C. M. Harris, *Fundamentals of Queueing Theory*, 3rd ed. (Wiley, 1998), §2.4–2.5.
//!
//! **Where it stops being true.** Waits and responses are those of accepted customers: under overload they say nothing of
//! those turned away. With K ≤ c nobody waits, and only then may service be other than exponential.

use super::erlang::blocked_and_accepted;
use super::error::QueueError;
use super::geometric::GeometricSums;
use super::load::{Load, level};
use super::mmck_tail::AcceptedTails;
use super::root::tail_quantile_secs;
use crate::stats::poisson::{poisson_cdf, poisson_pmf};

/// A queue with several servers and a limited number of places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MMcK {
    load: Load,
    blocked_share: f64,
    accepted_share: f64,
    wait_probability: f64,
    mean_queue_length: f64,
    empty_probability: f64,
    tails: AcceptedTails,
}

impl MMcK {
    /// A queue with the given arrivals a second, mean service time in seconds, servers, and places in the system.
    ///
    /// A capacity below `servers` acts as that many servers.
    ///
    /// # Errors
    /// [`QueueError::NotPositive`] or [`QueueError::OutOfRange`] for nonsense. Never unstable: the queue is limited.
    pub fn new(arrivals_per_sec: f64, mean_service_secs: f64, servers: u32, capacity: u32) -> Result<Self, QueueError> {
        if capacity == 0 {
            return Err(QueueError::NotPositive { what: "the capacity", value: 0.0 });
        }
        let load = Load::any(arrivals_per_sec, mean_service_secs, servers)?;
        let load = Load::any(load.arrivals_per_sec, load.mean_service_secs, servers.min(capacity))?;
        let places_to_wait = capacity - load.servers;
        let (blocked, accepted) = blocked_and_accepted(load.servers, load.offered_erlangs());
        // Weights relative to that of "all servers busy, nobody waits", times B; above full load also divided by rᵐ,
        // so that nothing overflows: `scale` is then r^−m.
        let sums = GeometricSums::new(&load, places_to_wait);
        let total = accepted * sums.scale + blocked * sums.below + blocked * sums.last;
        let entered = accepted * sums.scale + blocked * sums.below;
        let ln_blocked = libm::log(blocked);
        let tails = AcceptedTails {
            load,
            places_to_wait,
            // ln of the weight of "an accepted customer finds all busy, nobody waiting", and of "… finds K − 1".
            ln_first: ln_blocked + sums.ln_scale - libm::log(entered),
            ln_last: ln_blocked + sums.ln_scale - libm::log(entered)
                + (f64::from(places_to_wait) - 1.0) * load.ln_utilization(),
            wait_probability: blocked * sums.below / entered,
        };
        Ok(Self {
            load,
            blocked_share: blocked * sums.last / total,
            accepted_share: entered / total,
            wait_probability: tails.wait_probability,
            mean_queue_length: blocked * sums.weighted / total,
            empty_probability: empty_probability(&load, &sums, ln_blocked + sums.ln_scale - libm::log(total)),
            tails,
        })
    }

    /// Servers that can be busy: as given, or the capacity where that is smaller.
    #[must_use]
    pub fn servers(&self) -> u32 {
        self.load.servers
    }

    /// Share of arrivals turned away, in [0, 1).
    #[must_use]
    pub fn blocked_share(&self) -> f64 {
        self.blocked_share
    }

    /// Customers served a second.
    #[must_use]
    pub fn throughput_per_sec(&self) -> f64 {
        self.load.arrivals_per_sec * self.accepted_share
    }

    /// Share of the time that a server is busy, in (0, 1): of accepted work, so never above one.
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.load.utilization() * self.accepted_share
    }

    /// Share of accepted customers who have to wait, in [0, 1].
    #[must_use]
    pub fn wait_probability(&self) -> f64 {
        self.wait_probability
    }

    /// Mean time before service starts, of accepted customers, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.mean_queue_length / self.throughput_per_sec()
    }

    /// Mean time from arrival to departure, of accepted customers, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.mean_wait_secs() + self.load.mean_service_secs
    }

    /// Mean number of customers who wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.mean_queue_length
    }

    /// Mean number of customers who wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.mean_queue_length + self.load.offered_erlangs() * self.accepted_share
    }

    /// Probability that nobody is there, in [0, 1].
    #[must_use]
    pub fn empty_probability(&self) -> f64 {
        self.empty_probability
    }

    /// Share of accepted customers whose wait is longer than `secs`, in [0, 1].
    #[must_use]
    pub fn wait_tail(&self, secs: f64) -> f64 {
        self.tails.wait(secs)
    }

    /// Share of accepted customers whose wait is at most `secs`, in [0, 1].
    #[must_use]
    pub fn wait_cdf(&self, secs: f64) -> f64 {
        (1.0 - self.wait_tail(secs)).max(0.0)
    }

    /// Share of accepted customers whose response takes longer than `secs`, in [0, 1].
    #[must_use]
    pub fn response_tail(&self, secs: f64) -> f64 {
        self.tails.response(secs)
    }

    /// Share of accepted customers whose response takes at most `secs`, in [0, 1].
    #[must_use]
    pub fn response_cdf(&self, secs: f64) -> f64 {
        (1.0 - self.response_tail(secs)).max(0.0)
    }

    /// The wait that a share `q` in [0, 1) of accepted customers does not exceed, in seconds.
    #[must_use]
    pub fn wait_quantile_secs(&self, q: f64) -> f64 {
        tail_quantile_secs(1.0 - level(q), self.mean_wait_secs().max(self.load.mean_service_secs), |t| {
            self.wait_tail(t)
        })
    }

    /// The response time that a share `q` in [0, 1) of accepted customers does not exceed, in seconds.
    #[must_use]
    pub fn response_quantile_secs(&self, q: f64) -> f64 {
        tail_quantile_secs(1.0 - level(q), self.mean_response_secs(), |t| self.response_tail(t))
    }
}

/// p₀. Up to full load e^−a over the states' sum in Poisson probabilities, which does not mind that "all busy" may be too rare
/// for a double; above it from ln p_c, as p_c = p₀ a^c/c!.
fn empty_probability(load: &Load, sums: &GeometricSums, ln_all_busy: f64) -> f64 {
    let (offered, servers) = (load.offered_erlangs(), f64::from(load.servers));
    if offered <= servers {
        let some_free = poisson_cdf(u64::from(load.servers) - 1, offered);
        return libm::exp(-offered) / (some_free + poisson_pmf(servers, offered) * (sums.below + sums.last));
    }
    let ln_offered = libm::log(offered);
    let ln_ratio = (1..=load.servers).fold(0.0, |sum, k| sum + libm::log(f64::from(k)) - ln_offered);
    libm::exp(ln_all_busy + ln_ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_with_four_places_at_full_load_turns_away_a_fifth() {
        let queue = MMcK::new(1.0, 1.0, 1, 4).unwrap();
        assert!((queue.blocked_share() - 0.2).abs() < 1e-15);
        assert!((queue.empty_probability() - 0.2).abs() < 1e-15);
        assert!((queue.mean_in_system() - 2.0).abs() < 1e-14);
    }

    #[test]
    fn twofold_overload_of_three_places() {
        // p ∝ 1, 2, 4, 8: blocked 8/15, L_q = (4·1 + 8·2)/15, W_q = L_q/(2·7/15).
        let queue = MMcK::new(2.0, 1.0, 1, 3).unwrap();
        assert!((queue.blocked_share() - 8.0 / 15.0).abs() < 1e-15);
        assert!((queue.mean_wait_secs() - 10.0 / 7.0).abs() < 1e-14);
        assert!(queue.response_quantile_secs(0.99) > queue.response_quantile_secs(0.5));
    }

    #[test]
    fn a_capacity_below_the_servers_acts_as_fewer_servers() {
        let (narrow, full) = (MMcK::new(5.0, 1.0, 8, 3).unwrap(), MMcK::new(5.0, 1.0, 3, 3).unwrap());
        assert_eq!((narrow, narrow.servers()), (full, 3));
        assert_eq!((full.mean_wait_secs(), full.wait_quantile_secs(0.999)), (0.0, 0.0));
        assert!((full.response_quantile_secs(0.5) - core::f64::consts::LN_2).abs() < 1e-14);
    }

    #[test]
    fn a_million_places_under_wild_overload_stay_finite() {
        for arrivals_per_sec in [1e-20, 0.5, 1.0, 1.0 + 1e-12, 2.0, 1e20] {
            let queue = MMcK::new(arrivals_per_sec, 1.0, 1, 1_000_000).unwrap();
            for value in [
                queue.blocked_share(),
                queue.throughput_per_sec(),
                queue.mean_wait_secs(),
                queue.response_quantile_secs(0.99),
                queue.wait_quantile_secs(0.99),
                queue.empty_probability(),
            ] {
                assert!(value.is_finite() && value >= 0.0, "{arrivals_per_sec}: {value}");
            }
            assert!(queue.utilization() <= 1.0 + 1e-12);
        }
        assert!(MMcK::new(1.0, 1.0, 1, 0).is_err());
    }
}
