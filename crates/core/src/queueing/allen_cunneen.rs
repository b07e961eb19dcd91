//! G/G/c: several servers, any arrivals and any service: the Allen–Cunneen approximation.
//!
//! **Assumptions.** Independent times between arrivals, independent service times, c equal servers, one line, first come
//! first served, steady state. Only the first two moments of each are used.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ, E\[S\], c | `arrivals_per_sec`, `mean_service_secs`, `servers` | 1/s, s, – |
//! | c_a², c_s² | `arrival_scv`, `service_scv` | – |
//! | W_q ≈ W_q(M/M/c) · (c_a² + c_s²)/2 | `mean_wait_secs` | s, approximation |
//!
//! **Source.** A. O. Allen, *Probability, Statistics, and Queueing Theory*, 2nd ed. (Academic Press, 1990), chapter 5.
//!
//! **Where it stops being true.** Exact for M/M/c and, with one server, for M/G/1. Elsewhere typically within 10–20 % at high
//! load; poor at low load, for very variable service on many servers, and for correlated arrivals.

use super::error::{QueueError, variation};
use super::mmc::MMc;

/// A queue with several servers known by two moments of its arrivals and of its service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AllenCunneen {
    exponential: MMc,
    mean_service_secs: f64,
    variation: f64,
}

impl AllenCunneen {
    /// `exponential` is the same load with Poisson arrivals and exponential service; the squared coefficients of variation
    /// are those of the times between arrivals and of the service times.
    ///
    /// # Errors
    /// [`QueueError::InfiniteVariance`] or [`QueueError::Negative`] for a variation that is not a finite number of zero or more.
    pub fn new(exponential: MMc, arrival_scv: f64, service_scv: f64) -> Result<Self, QueueError> {
        let arrival_scv = variation("the time between arrivals", arrival_scv)?;
        let service_scv = variation("the service time", service_scv)?;
        let mean_service_secs = exponential.mean_service_secs();
        Ok(Self { exponential, mean_service_secs, variation: 0.5 * (arrival_scv + service_scv) })
    }

    /// Share of the time that a server is busy, in (0, 1). Exact.
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.exponential.utilization()
    }

    /// Approximate mean time before service starts, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.exponential.mean_wait_secs() * self.variation
    }

    /// Approximate mean time from arrival to departure, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.mean_wait_secs() + self.mean_service_secs
    }

    /// Approximate mean number of customers who wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.exponential.mean_queue_length() * self.variation
    }

    /// Approximate mean number of customers who wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.mean_queue_length() + self.exponential.offered_erlangs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::MG1;

    #[test]
    fn exact_where_the_exact_answer_is_known() {
        let many = MMc::new(7.0, 1.0, 8).unwrap();
        let same = AllenCunneen::new(many, 1.0, 1.0).unwrap();
        assert_eq!((same.mean_wait_secs(), same.mean_in_system()), (many.mean_wait_secs(), many.mean_in_system()));
        let one = AllenCunneen::new(MMc::new(0.8, 1.0, 1).unwrap(), 1.0, 4.0).unwrap();
        assert!((one.mean_wait_secs() / MG1::new(0.8, 1.0, 4.0).unwrap().mean_wait_secs() - 1.0).abs() < 1e-14);
        assert!(AllenCunneen::new(many, f64::INFINITY, 1.0).is_err());
    }
}
