//! M/M/1 shortest job first (without interruption): what knowing the sizes would gain.
//!
//! **Assumptions.** Poisson arrivals; exponential service times, known on arrival; one server that takes the shortest
//! waiting job next and finishes what it began; steady state.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` | 1/s |
//! | E\[S\] | `mean_service_secs` | s |
//! | x | size of a job in mean service times | – |
//! | ρ(x) = ρ(1 − (1 + x)e^(−x)) | load of jobs no longer than x | share |
//! | W_q(x) = ρE\[S\]/(1 − ρ(x))² | `mean_wait_of_job_secs` | s |
//! | W_q = ∫ W_q(x) e^(−x) dx | `mean_wait_secs` | s |
//!
//! **Source.** T. E. Phipps, "Machine repair as a priority waiting-line problem", Operations Research 4 (1956),
//! doi:10.1287/opre.4.1.76; L. Kleinrock, *Queueing Systems* vol. 2 (Wiley, 1976), §3.6. The integral is taken by Gauss's
//! rule of eight points on panels of half a mean service time: the integrand's poles are far enough away for full precision.
//!
//! **Where it stops being true.** ρ ≥ 1; and sizes are rarely known. The mean falls because the longest jobs wait far longer.

use super::error::QueueError;
use super::load::Load;

/// Nodes and weights of Gauss's rule of eight points on [−1, 1]; the other half mirrors them.
const GAUSS: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];

/// A single-server queue that serves the shortest waiting job next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MM1Sjf {
    load: Load,
    mean_wait_secs: f64,
}

impl MM1Sjf {
    /// A queue with the given arrivals a second and mean service time in seconds.
    ///
    /// # Errors
    /// [`QueueError::NotPositive`] or [`QueueError::OutOfRange`] for nonsense, [`QueueError::Unstable`] at ρ ≥ 1.
    pub fn new(arrivals_per_sec: f64, mean_service_secs: f64) -> Result<Self, QueueError> {
        let load = Load::stable(arrivals_per_sec, mean_service_secs, 1)?;
        let integral = gauss(load.idle_share, |x| integrand(&load, x));
        Ok(Self { load, mean_wait_secs: load.utilization() * mean_service_secs * integral })
    }

    /// Share of the time that the server is busy, in (0, 1).
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.load.utilization()
    }

    /// Share of customers who have to wait, in (0, 1).
    #[must_use]
    pub fn wait_probability(&self) -> f64 {
        self.load.utilization()
    }

    /// Mean time before service starts, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.mean_wait_secs
    }

    /// Mean time from arrival to departure, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.mean_wait_secs + self.load.mean_service_secs
    }

    /// Mean number of customers who wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.load.arrivals_per_sec * self.mean_wait_secs
    }

    /// Mean number of customers who wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.mean_queue_length() + self.utilization()
    }

    /// Mean wait of a job that takes `job_secs`, in seconds.
    #[must_use]
    pub fn mean_wait_of_job_secs(&self, job_secs: f64) -> f64 {
        let free = free_of_shorter(&self.load, job_secs.max(0.0) / self.load.mean_service_secs);
        self.load.utilization() * self.load.mean_service_secs / (free * free)
    }
}

/// ∫ f from 0 on, for an f that falls like e^−x/(1 − ρ)².
pub(super) fn gauss(idle_share: f64, f: impl Fn(f64) -> f64) -> f64 {
    // Beyond this the integrand is below e^−50 of anything that matters.
    let end = 50.0 - 2.0 * libm::log(idle_share);
    let panels = (2.0 * end) as u32 + 1;
    let half = 0.25;
    let mut integral = 0.0;
    for panel in 0..panels {
        let middle = half + 2.0 * half * f64::from(panel);
        for (node, weight) in GAUSS {
            integral += weight * half * (f(middle - half * node) + f(middle + half * node));
        }
    }
    integral
}

/// 1 − ρ(x).
fn free_of_shorter(load: &Load, x: f64) -> f64 {
    load.idle_share + load.utilization() * libm::exp(-x) * (1.0 + x)
}

fn integrand(load: &Load, x: f64) -> f64 {
    let free = free_of_shorter(load, x);
    libm::exp(-x) / (free * free)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::MM1;

    #[test]
    fn short_jobs_pass_and_long_jobs_pay() {
        let (sorted, in_order) = (MM1Sjf::new(0.9, 1.0).unwrap(), MM1::new(0.9, 1.0).unwrap());
        assert!(sorted.mean_wait_secs() < 0.5 * in_order.mean_wait_secs(), "{}", sorted.mean_wait_secs());
        assert!(sorted.mean_wait_of_job_secs(10.0) > in_order.mean_wait_secs());
        // The longest wait R/(1−ρ)², the shortest R.
        assert!((sorted.mean_wait_of_job_secs(1e6) / 90.0 - 1.0).abs() < 1e-12);
        assert!((sorted.mean_wait_of_job_secs(0.0) / 0.9 - 1.0).abs() < 1e-15);
    }

    #[test]
    fn at_light_load_the_order_does_not_matter() {
        let sorted = MM1Sjf::new(1e-6, 1.0).unwrap();
        assert!((sorted.mean_wait_secs() / MM1::new(1e-6, 1.0).unwrap().mean_wait_secs() - 1.0).abs() < 1e-5);
    }
}
