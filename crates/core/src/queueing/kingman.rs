//! G/G/1: one server, any arrivals and any service: Kingman's approximation, and bounds that always hold.
//!
//! **Assumptions.** Independent times between arrivals, independent service times, one server, first come first served,
//! steady state. Only the first two moments of each are used.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` | 1/s |
//! | E\[S\] | `mean_service_secs` | s |
//! | c_a², c_s² | `arrival_scv`, `service_scv` | – |
//! | ρ = λE\[S\] | `utilization` | share |
//! | W_q ≈ ρ/(1−ρ) · (c_a² + c_s²)/2 · E\[S\] | `mean_wait_secs` | s, approximation |
//! | W_q ≤ (c_a² + ρ²c_s²)/(2λ(1−ρ)) | `kingman_bound_secs` | s, bound |
//! | W_q ≤ (ρ(2−ρ)c_a² + ρ²c_s²)/(2λ(1−ρ)) | `wait_upper_bound_secs` | s, bound |
//! | W_q ≥ (ρ²c_s² + ρ(ρ−2))/(2λ(1−ρ)) | `wait_lower_bound_secs` | s, bound |
//!
//! **Sources.** J. F. C. Kingman, "The single server queue in heavy traffic", Proc. Cambridge Phil. Soc. 57 (1961),
//! doi:10.1017/S0305004100036094 (approximation) and "Some inequalities for the queue GI/G/1", Biometrika 49 (1962),
//! doi:10.1093/biomet/49.3-4.315 (bound); D. J. Daley, "Inequalities for moments of tails of random variables, with a
//! queueing application", Z. Wahrscheinlichkeitstheorie 41 (1977), 139–143 (sharper bound); W. G. Marchal,
//! "Some simpler bounds on the mean queuing time", Operations Research 26 (1978), doi:10.1287/opre.26.6.1083 (lower).
//!
//! **Where it stops being true.** The approximation is exact for Poisson arrivals and right as ρ → 1; elsewhere two moments
//! do not decide the wait. At ρ = 0.5 it overstates D/M/1 by a factor of two, and it can understate bursty arrivals
//! (c_a² > 1). Correlated arrivals break approximation and bounds alike.

use super::error::{QueueError, variation};
use super::load::Load;

/// A single-server queue known by two moments of its arrivals and of its service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kingman {
    load: Load,
    arrival_scv: f64,
    service_scv: f64,
}

impl Kingman {
    /// A queue with the given arrivals a second, mean service time in seconds, and squared coefficients of variation of
    /// the times between arrivals and of the service times (0 constant, 1 exponential).
    ///
    /// # Errors
    /// [`QueueError::Unstable`] at ρ ≥ 1, [`QueueError::InfiniteVariance`] for an infinite variation, others for nonsense.
    pub fn new(
        arrivals_per_sec: f64,
        mean_service_secs: f64,
        arrival_scv: f64,
        service_scv: f64,
    ) -> Result<Self, QueueError> {
        let arrival_scv = variation("the time between arrivals", arrival_scv)?;
        let service_scv = variation("the service time", service_scv)?;
        Ok(Self { load: Load::stable(arrivals_per_sec, mean_service_secs, 1)?, arrival_scv, service_scv })
    }

    /// Share of the time that the server is busy, in (0, 1). Exact.
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.load.utilization()
    }

    /// Approximate mean time before service starts, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        let variation = 0.5 * (self.arrival_scv + self.service_scv);
        self.utilization() * variation * self.load.mean_service_secs / self.load.idle_share
    }

    /// Approximate mean time from arrival to departure, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.mean_wait_secs() + self.load.mean_service_secs
    }

    /// Approximate mean number of customers who wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.load.arrivals_per_sec * self.mean_wait_secs()
    }

    /// Approximate mean number of customers who wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.mean_queue_length() + self.utilization()
    }

    /// Kingman's upper bound on the mean wait, in seconds.
    #[must_use]
    pub fn kingman_bound_secs(&self) -> f64 {
        self.bound_secs(self.arrival_scv, 0.0)
    }

    /// Daley's upper bound on the mean wait, in seconds: never above Kingman's.
    #[must_use]
    pub fn wait_upper_bound_secs(&self) -> f64 {
        let utilization = self.utilization();
        self.bound_secs(utilization * (2.0 - utilization) * self.arrival_scv, 0.0)
    }

    /// Marchal's lower bound on the mean wait, in seconds; zero where it says nothing.
    #[must_use]
    pub fn wait_lower_bound_secs(&self) -> f64 {
        let utilization = self.utilization();
        self.bound_secs(0.0, utilization * (2.0 - utilization)).max(0.0)
    }

    fn bound_secs(&self, from_arrivals: f64, less: f64) -> f64 {
        let utilization = self.utilization();
        let from_service = utilization * utilization * self.service_scv;
        (from_arrivals + from_service - less) / (2.0 * self.load.arrivals_per_sec * self.load.idle_share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::MG1;

    #[test]
    fn poisson_arrivals_make_the_approximation_exact_and_the_bounds_true() {
        for (arrivals_per_sec, service_scv) in [(0.1, 0.0), (0.5, 1.0), (0.9, 4.0), (0.99, 30.0)] {
            let (two_moments, exact) = (
                Kingman::new(arrivals_per_sec, 1.0, 1.0, service_scv).unwrap(),
                MG1::new(arrivals_per_sec, 1.0, service_scv).unwrap().mean_wait_secs(),
            );
            assert!((two_moments.mean_wait_secs() / exact - 1.0).abs() < 1e-13);
            assert!(two_moments.wait_lower_bound_secs() <= exact);
            assert!(exact <= two_moments.wait_upper_bound_secs());
            assert!(two_moments.wait_upper_bound_secs() <= two_moments.kingman_bound_secs());
        }
    }

    #[test]
    fn constant_arrivals_and_service_never_wait() {
        let clockwork = Kingman::new(0.9, 1.0, 0.0, 0.0).unwrap();
        assert_eq!(clockwork.mean_wait_secs(), 0.0);
        assert_eq!(clockwork.wait_upper_bound_secs(), 0.0);
    }
}
