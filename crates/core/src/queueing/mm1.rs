//! M/M/1: one server, first come first served, customers who know nothing of each other.
//!
//! **Assumptions.** Poisson arrivals, exponential service, one server, an endless waiting room, steady state.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` | 1/s |
//! | 1/μ | `mean_service_secs` | s |
//! | ρ = λ/μ | `utilization` | share |
//! | W_q = ρ/(μ(1−ρ)) | `mean_wait_secs` | s |
//! | W = 1/(μ(1−ρ)) | `mean_response_secs` | s |
//! | P(W_q > t) = ρ e^(−μ(1−ρ)t) | `wait_tail` | share |
//! | P(W > t) = e^(−μ(1−ρ)t) | `response_tail` | share |
//!
//! **Source.** L. Kleinrock, *Queueing Systems* vol. 1 (Wiley, 1975), §3.2 and §5.12.
//!
//! **Where it stops being true.** ρ ≥ 1 has no steady state. Means also hold for processor sharing and last come first
//! served; the distributions hold for first come first served only. Near full load the steady state is reached after a
//! time of order 1/(μ(1−ρ)²).

use super::error::QueueError;
use super::load::{Load, level};

/// A single-server queue with exponential service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MM1 {
    load: Load,
}

impl MM1 {
    /// A queue with the given arrivals a second and mean service time in seconds.
    ///
    /// # Errors
    /// [`QueueError::NotPositive`] or [`QueueError::OutOfRange`] for nonsense, [`QueueError::Unstable`] at ρ ≥ 1.
    pub fn new(arrivals_per_sec: f64, mean_service_secs: f64) -> Result<Self, QueueError> {
        Ok(Self { load: Load::stable(arrivals_per_sec, mean_service_secs, 1)? })
    }

    /// Share of the time that the server is busy, in (0, 1).
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.load.utilization()
    }

    /// Share of customers who have to wait, in (0, 1).
    #[must_use]
    pub fn wait_probability(&self) -> f64 {
        self.utilization()
    }

    /// Mean time before service starts, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.utilization() * self.mean_response_secs()
    }

    /// Mean time from arrival to departure, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.load.mean_service_secs / self.load.idle_share
    }

    /// Mean number of customers who wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.utilization() * self.mean_in_system()
    }

    /// Mean number of customers who wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.utilization() / self.load.idle_share
    }

    /// Share of customers whose wait is longer than `secs`, in [0, 1].
    #[must_use]
    pub fn wait_tail(&self, secs: f64) -> f64 {
        if secs < 0.0 { 1.0 } else { self.utilization() * self.response_tail(secs) }
    }

    /// Share of customers whose wait is at most `secs`, in [0, 1].
    #[must_use]
    pub fn wait_cdf(&self, secs: f64) -> f64 {
        1.0 - self.wait_tail(secs)
    }

    /// Share of customers whose response takes longer than `secs`, in [0, 1].
    #[must_use]
    pub fn response_tail(&self, secs: f64) -> f64 {
        if secs < 0.0 { 1.0 } else { libm::exp(-secs / self.mean_response_secs()) }
    }

    /// Share of customers whose response takes at most `secs`, in [0, 1].
    #[must_use]
    pub fn response_cdf(&self, secs: f64) -> f64 {
        if secs < 0.0 { 0.0 } else { -libm::expm1(-secs / self.mean_response_secs()) }
    }

    /// The wait that a share `q` in [0, 1) of customers does not exceed, in seconds.
    #[must_use]
    pub fn wait_quantile_secs(&self, q: f64) -> f64 {
        let q = level(q);
        // ln(ρ/(1−q)) written so that nothing cancels where the quantile leaves zero.
        let excess = q - self.load.idle_share;
        if excess <= 0.0 { 0.0 } else { self.mean_response_secs() * libm::log1p(excess / (1.0 - q)) }
    }

    /// The response time that a share `q` in [0, 1) of customers does not exceed, in seconds.
    #[must_use]
    pub fn response_quantile_secs(&self, q: f64) -> f64 {
        -libm::log1p(-level(q)) * self.mean_response_secs()
    }

    /// Asymptotic variance of the mean of n successive waits, times n, in seconds squared: successive waits resemble each
    /// other, so that an interval needs this in place of their variance.
    ///
    /// Source: D. J. Daley, "The serial correlation coefficients of waiting times in a stationary single server queue",
    /// J. Austral. Math. Soc. 8 (1968), 683–699.
    #[must_use]
    pub fn wait_asymptotic_variance_secs2(&self) -> f64 {
        let (rho, idle) = (self.utilization(), self.load.idle_share);
        let secs = self.load.mean_service_secs / (idle * idle);
        rho * (2.0 + rho * (5.0 - rho * (4.0 - rho))) * secs * secs
    }

    /// Probability of exactly `customers` in the system, in [0, 1].
    #[must_use]
    pub fn state_probability(&self, customers: u32) -> f64 {
        self.load.idle_share * libm::exp(f64::from(customers) * self.load.ln_utilization())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_ninety_per_cent_the_response_is_ten_times_the_service() {
        let queue = MM1::new(36.0, 0.025).unwrap();
        assert!((queue.mean_response_secs() - 0.25).abs() < 1e-14);
        assert!((queue.mean_queue_length() - 8.1).abs() < 1e-12);
        assert_eq!(queue.wait_quantile_secs(0.05), 0.0);
    }

    #[test]
    fn full_load_is_refused() {
        assert!(matches!(MM1::new(40.0, 0.025), Err(QueueError::Unstable { .. })));
        assert!(MM1::new(f64::NAN, 0.025).is_err());
    }

    #[test]
    fn p99_is_4_6_means_at_every_load() {
        for arrivals_per_sec in [1.0, 20.0, 39.9] {
            let queue = MM1::new(arrivals_per_sec, 0.025).unwrap();
            let ratio = queue.response_quantile_secs(0.99) / queue.mean_response_secs();
            assert!((ratio - libm::log(100.0)).abs() < 1e-12);
        }
    }
}
