//! M/M/∞ (and M/G/∞): a server for everyone, so nobody waits.
//!
//! **Assumptions.** Poisson arrivals, as many servers as customers, steady state. The number in service depends on the mean
//! service time only; the response quantiles assume exponential service.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` | 1/s |
//! | 1/μ | `mean_service_secs` | s |
//! | a = λ/μ | `mean_in_system` | customers |
//! | P(N = n) = e^(−a) aⁿ/n! | `state_probability` | share |
//!
//! **Source.** L. Kleinrock, *Queueing Systems* vol. 1 (Wiley, 1975), §3.4.
//!
//! **Where it stops being true.** As soon as anything shared (a database, memory, a quota) limits the servers.

use super::error::QueueError;
use super::load::{Load, level};
use crate::stats::poisson::{poisson_cdf, poisson_pmf};

/// A system in which nobody waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MMInf {
    load: Load,
}

impl MMInf {
    /// A system with the given arrivals a second and mean service time in seconds.
    ///
    /// # Errors
    /// [`QueueError::NotPositive`] or [`QueueError::OutOfRange`] for nonsense. Never unstable.
    pub fn new(arrivals_per_sec: f64, mean_service_secs: f64) -> Result<Self, QueueError> {
        Ok(Self { load: Load::any(arrivals_per_sec, mean_service_secs, 1)? })
    }

    /// Mean number of customers in service.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.load.offered_erlangs()
    }

    /// Mean time from arrival to departure, in seconds: the service itself.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.load.mean_service_secs
    }

    /// Probability of exactly `customers` in service, in [0, 1].
    #[must_use]
    pub fn state_probability(&self, customers: u32) -> f64 {
        poisson_pmf(f64::from(customers), self.mean_in_system())
    }

    /// Probability that at most `customers` are in service, in [0, 1].
    #[must_use]
    pub fn in_system_cdf(&self, customers: u32) -> f64 {
        poisson_cdf(u64::from(customers), self.mean_in_system())
    }

    /// Share of customers whose response takes longer than `secs`, in [0, 1].
    #[must_use]
    pub fn response_tail(&self, secs: f64) -> f64 {
        if secs < 0.0 { 1.0 } else { libm::exp(-secs / self.load.mean_service_secs) }
    }

    /// The response time that a share `q` in [0, 1) of customers does not exceed, in seconds.
    #[must_use]
    pub fn response_quantile_secs(&self, q: f64) -> f64 {
        -libm::log1p(-level(q)) * self.load.mean_service_secs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_in_service_is_poisson() {
        let lounge = MMInf::new(10.0, 0.3).unwrap();
        assert_eq!(lounge.mean_in_system(), 3.0);
        assert!((lounge.state_probability(0) - libm::exp(-3.0)).abs() < 1e-16);
        assert!((lounge.in_system_cdf(1) - 4.0 * libm::exp(-3.0)).abs() < 1e-15);
        assert!((lounge.response_quantile_secs(0.5) - 0.3 * core::f64::consts::LN_2).abs() < 1e-16);
    }
}
