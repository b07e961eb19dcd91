//! M/G/1: one server, any service times (the Pollaczek–Khinchine formula).
//!
//! **Assumptions.** Poisson arrivals; service times independent of each other and of the arrivals; one server; the order
//! of service does not depend on the service times (first come first served for `wait_second_moment`); steady state.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` | 1/s |
//! | E\[S\] | `mean_service_secs` | s |
//! | c_s² = Var\[S\]/E\[S\]² | `service_scv` | – |
//! | ρ = λE\[S\] | `utilization` | share |
//! | W_q = ρ E\[S\] (1 + c_s²) / (2(1 − ρ)) | `mean_wait_secs` | s |
//! | E\[W_q²\] = 2W_q² + λE\[S³\]/(3(1 − ρ)) | `wait_second_moment` | s² |
//!
//! **Source.** L. Kleinrock, *Queueing Systems* vol. 1 (Wiley, 1975), §5.6 (mean) and §5.7 (moments, Takács).
//!
//! **Where it stops being true.** ρ ≥ 1, or an infinite service variance (Pareto with shape ≤ 2): the mean wait is
//! infinite although the system is stable, and the model refuses. The distribution of the wait depends on more than two
//! moments of the service; see [`MD1`](super::MD1) and [`MM1`](super::MM1) where it is known.

use super::error::{QueueError, positive, variation};
use super::load::Load;

/// A single-server queue with general service times.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MG1 {
    load: Load,
    service_scv: f64,
}

impl MG1 {
    /// A queue with the given arrivals a second, mean service time in seconds, and squared coefficient of variation of
    /// the service (0 constant, 1 exponential).
    ///
    /// # Errors
    /// [`QueueError::Unstable`] at ρ ≥ 1, [`QueueError::InfiniteVariance`] for an infinite variation, others for nonsense.
    pub fn new(arrivals_per_sec: f64, mean_service_secs: f64, service_scv: f64) -> Result<Self, QueueError> {
        let service_scv = variation("the service time", service_scv)?;
        Ok(Self { load: Load::stable(arrivals_per_sec, mean_service_secs, 1)?, service_scv })
    }

    /// The same queue from the first two moments of the service time (seconds, seconds squared).
    ///
    /// # Errors
    /// As [`MG1::new`]; also where the second moment is below the square of the mean, which no distribution has.
    pub fn from_moments(arrivals_per_sec: f64, mean_secs: f64, second_moment_secs2: f64) -> Result<Self, QueueError> {
        let mean_secs = positive("the mean service time", mean_secs)?;
        Self::new(arrivals_per_sec, mean_secs, second_moment_secs2 / (mean_secs * mean_secs) - 1.0)
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
        self.mean_residual_work_secs() / self.load.idle_share
    }

    /// Mean time from arrival to departure, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.mean_wait_secs() + self.load.mean_service_secs
    }

    /// Mean number of customers who wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.load.arrivals_per_sec * self.mean_wait_secs()
    }

    /// Mean number of customers who wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.mean_queue_length() + self.utilization()
    }

    /// Mean work left in the service that an arrival finds under way, in seconds (zero where it finds none).
    #[must_use]
    pub fn mean_residual_work_secs(&self) -> f64 {
        0.5 * self.utilization() * self.load.mean_service_secs * (1.0 + self.service_scv)
    }

    pub(crate) fn idle_share(&self) -> f64 {
        self.load.idle_share
    }

    /// Mean of the squared wait under first come first served, in seconds squared, from E\[S³\] in seconds cubed.
    ///
    /// # Errors
    /// [`QueueError::NotPositive`] where the third moment is not a number above zero.
    pub fn wait_second_moment(&self, service_third_moment: f64) -> Result<f64, QueueError> {
        if !(service_third_moment > 0.0 && service_third_moment < f64::INFINITY) {
            let (what, value) = ("the third moment of the service time", service_third_moment);
            return Err(QueueError::NotPositive { what, value });
        }
        let mean = self.mean_wait_secs();
        Ok(2.0 * mean * mean + self.load.arrivals_per_sec * service_third_moment / (3.0 * self.load.idle_share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::MM1;

    #[test]
    fn exponential_service_gives_back_mm1() {
        let (general, exponential) = (MG1::new(0.9, 1.0, 1.0).unwrap(), MM1::new(0.9, 1.0).unwrap());
        assert!((general.mean_wait_secs() / exponential.mean_wait_secs() - 1.0).abs() < 1e-14);
        // E[W_q²] of M/M/1 is 2ρ/(μ(1−ρ))², and E[S³] of an exponential is 6.
        assert!((general.wait_second_moment(6.0).unwrap() / 180.0 - 1.0).abs() < 1e-13);
    }

    #[test]
    fn constant_service_halves_the_wait() {
        let (constant, exponential) = (MG1::new(0.9, 1.0, 0.0).unwrap(), MG1::new(0.9, 1.0, 1.0).unwrap());
        assert!((constant.mean_wait_secs() / exponential.mean_wait_secs() - 0.5).abs() < 1e-15);
        assert!((constant.mean_queue_length() - 4.05).abs() < 1e-13);
    }

    #[test]
    fn an_infinite_variance_is_refused_in_words() {
        let error = MG1::new(0.5, 1.0, f64::INFINITY).unwrap_err();
        assert!(error.to_string().contains("variance of the service time is infinite"));
        assert!(MG1::new(0.5, 1.0, f64::NAN).is_err() && MG1::new(0.5, 1.0, -0.1).is_err());
        assert!(MG1::from_moments(0.5, 1.0, 0.9).is_err());
    }
}
