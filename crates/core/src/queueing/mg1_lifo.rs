//! M/G/1 last come first served, without interruption: the mean of first come first served, and a far wider spread.
//!
//! **Assumptions.** As [`MG1`], but the server takes the newest customer next.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | W_q | `mean_wait_secs`: that of first come first served | s |
//! | E\[W_q²\] = E\[W_q²\] of first come first served / (1 − ρ) | `wait_second_moment` | s² |
//!
//! **Source.** L. Takács, "Delay distributions for one line with Poisson input, general holding times, and various orders of
//! service", Bell System Technical Journal 42 (1963), 487–503.
//!
//! **Where it stops being true.** As [`MG1`]. Service that interrupts (preemptive last come first served) has the mean
//! response of processor sharing instead.

use super::error::QueueError;
use super::mg1::MG1;

/// A single-server queue that serves the newest customer next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MG1Lifo {
    in_order: MG1,
}

impl MG1Lifo {
    /// A queue with the given arrivals a second, mean service time in seconds, and squared coefficient of variation of
    /// the service.
    ///
    /// # Errors
    /// As [`MG1::new`].
    pub fn new(arrivals_per_sec: f64, mean_service_secs: f64, service_scv: f64) -> Result<Self, QueueError> {
        Ok(Self { in_order: MG1::new(arrivals_per_sec, mean_service_secs, service_scv)? })
    }

    /// Share of the time that the server is busy, in (0, 1).
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.in_order.utilization()
    }

    /// Share of customers who have to wait, in (0, 1).
    #[must_use]
    pub fn wait_probability(&self) -> f64 {
        self.in_order.wait_probability()
    }

    /// Mean time before service starts, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.in_order.mean_wait_secs()
    }

    /// Mean time from arrival to departure, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.in_order.mean_response_secs()
    }

    /// Mean number of customers who wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.in_order.mean_queue_length()
    }

    /// Mean number of customers who wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.in_order.mean_in_system()
    }

    /// Mean of the squared wait, in seconds squared, from E\[S³\] in seconds cubed.
    ///
    /// # Errors
    /// [`QueueError::NotPositive`] where the third moment is not a number above zero.
    pub fn wait_second_moment(&self, service_third_moment: f64) -> Result<f64, QueueError> {
        Ok(self.in_order.wait_second_moment(service_third_moment)? / self.in_order.idle_share())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_exponential_service_those_who_wait_wait_for_a_busy_period() {
        // A share ρ waits for a busy period, whose second moment is 2/(μ²(1−ρ)³).
        let queue = MG1Lifo::new(0.5, 1.0, 1.0).unwrap();
        assert!((queue.wait_second_moment(6.0).unwrap() / (0.5 * 2.0 / 0.125) - 1.0).abs() < 1e-14);
        assert_eq!(queue.mean_wait_secs(), MG1::new(0.5, 1.0, 1.0).unwrap().mean_wait_secs());
    }
}
