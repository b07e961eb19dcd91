//! M/G/1 processor sharing: everyone is served at once, each at a share of the speed.
//!
//! **Assumptions.** Poisson arrivals, any service times, one server whose speed is divided equally among those present,
//! steady state. The means depend on the mean service time only ("insensitive").
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` | 1/s |
//! | E\[S\] | `mean_service_secs` | s |
//! | ρ = λE\[S\] | `utilization` | share |
//! | E\[S\]/(1 − ρ) | `mean_response_secs` | s |
//! | x/(1 − ρ) | `mean_response_of_job_secs` for a job of x seconds | s |
//!
//! **Source.** L. Kleinrock, *Queueing Systems* vol. 2 (Wiley, 1976), §4.4.
//!
//! **Where it stops being true.** ρ ≥ 1; and where switching between jobs costs something.

use super::error::QueueError;
use super::load::Load;

/// A server shared equally by all present.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MG1Ps {
    load: Load,
}

impl MG1Ps {
    /// A shared server with the given arrivals a second and mean service time in seconds.
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

    /// Mean response over service time, the same for jobs of every size.
    #[must_use]
    pub fn slowdown(&self) -> f64 {
        1.0 / self.load.idle_share
    }

    /// Mean time from arrival to departure, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.load.mean_service_secs / self.load.idle_share
    }

    /// Mean time lost to sharing, in seconds: the response without the service. Nobody waits in line.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.utilization() * self.mean_response_secs()
    }

    /// Mean number of customers in service.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.utilization() / self.load.idle_share
    }

    /// Mean response of a job that would take `job_secs` alone, in seconds.
    #[must_use]
    pub fn mean_response_of_job_secs(&self, job_secs: f64) -> f64 {
        job_secs / self.load.idle_share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyone_is_slowed_by_the_same_factor() {
        let server = MG1Ps::new(0.75, 1.0).unwrap();
        assert_eq!((server.slowdown(), server.mean_response_secs()), (4.0, 4.0));
        assert_eq!((server.mean_response_of_job_secs(0.01), server.mean_in_system()), (0.04, 3.0));
        assert!(MG1Ps::new(1.0, 1.0).is_err());
    }
}
