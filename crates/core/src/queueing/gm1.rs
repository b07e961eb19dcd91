//! G/M/1: one server, exponential service, arrivals of any regularity (D/M/1, E_k/M/1, H₂/M/1). Exact.
//!
//! **Assumptions.** Independent times between arrivals, exponential service, one server, an endless waiting room, steady
//! state; first come first served for the distributions.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` | 1/s |
//! | 1/μ | `mean_service_secs` | s |
//! | A*(s) = E\[e^(−sT)\] | [`Interarrival`] | – |
//! | σ, the root in (0, 1) of σ = A*(μ(1 − σ)) | `wait_probability` | share |
//! | W_q = σ/(μ(1−σ)) | `mean_wait_secs` | s |
//! | P(W_q > t) = σ e^(−μ(1−σ)t) | `wait_tail` | share |
//! | P(W > t) = e^(−μ(1−σ)t) | `response_tail` | share |
//!
//! **Source.** L. Kleinrock, *Queueing Systems* vol. 1 (Wiley, 1975), §6.4.
//!
//! **Where it stops being true.** ρ ≥ 1; correlated arrivals. Solved for y = 1 − σ, which near full load keeps the digits that
//! σ itself would lose.

use super::error::QueueError;
use super::interarrival::Interarrival;
use super::load::{Load, level};
use super::root::falling_root;

/// A single-server queue with exponential service and independent times between arrivals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GM1 {
    load: Load,
    /// σ.
    wait_probability: f64,
    /// 1 − σ.
    at_once: f64,
}

impl GM1 {
    /// A queue with the given arrivals a second, mean service time in seconds, and law of the times between arrivals.
    ///
    /// # Errors
    /// [`QueueError::Unstable`] at ρ ≥ 1; other [`QueueError`]s for nonsense, in the law as well.
    pub fn new(arrivals_per_sec: f64, mean_service_secs: f64, interarrival: Interarrival) -> Result<Self, QueueError> {
        let load = Load::stable(arrivals_per_sec, mean_service_secs, 1)?;
        interarrival.check()?;
        let ln_idle = libm::log(load.idle_share);
        let utilization = load.utilization();
        let gap = |ln_y: f64| ln_idle - libm::log(interarrival.idle_share_for(libm::exp(ln_y), utilization));
        let at_once = libm::exp(falling_root(-90.0, 0.0, gap));
        // One more step of the fixed point gives σ with its own digits, where it is far below one.
        let wait_probability = interarrival.transform(at_once / utilization);
        Ok(Self { load, wait_probability, at_once })
    }

    /// Share of the time that the server is busy, in (0, 1).
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.load.utilization()
    }

    /// Share of customers who have to wait, in (0, 1). Only for Poisson arrivals is it the utilization.
    #[must_use]
    pub fn wait_probability(&self) -> f64 {
        self.wait_probability
    }

    /// Mean time before service starts, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.wait_probability * self.mean_response_secs()
    }

    /// Mean time from arrival to departure, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.load.mean_service_secs / self.at_once
    }

    /// Mean number of customers who wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.load.arrivals_per_sec * self.mean_wait_secs()
    }

    /// Mean number of customers who wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.load.arrivals_per_sec * self.mean_response_secs()
    }

    /// Share of customers whose wait is longer than `secs`, in [0, 1].
    #[must_use]
    pub fn wait_tail(&self, secs: f64) -> f64 {
        if secs < 0.0 { 1.0 } else { self.wait_probability * self.response_tail(secs) }
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
        1.0 - self.response_tail(secs)
    }

    /// The wait that a share `q` in [0, 1) of customers does not exceed, in seconds.
    #[must_use]
    pub fn wait_quantile_secs(&self, q: f64) -> f64 {
        let ratio = self.wait_probability / (1.0 - level(q));
        if ratio > 1.0 { libm::log(ratio) * self.mean_response_secs() } else { 0.0 }
    }

    /// The response time that a share `q` in [0, 1) of customers does not exceed, in seconds.
    #[must_use]
    pub fn response_quantile_secs(&self, q: f64) -> f64 {
        -libm::log1p(-level(q)) * self.mean_response_secs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::MM1;

    #[test]
    fn clockwork_arrivals_wait_less_and_bursts_wait_more() {
        let waits = [
            Interarrival::Deterministic,
            Interarrival::Erlang { stages: 4 },
            Interarrival::Exponential,
            Interarrival::balanced_means(4.0),
        ]
        .map(|law| GM1::new(0.8, 1.0, law).unwrap().mean_wait_secs());
        assert!(waits.is_sorted(), "{waits:?}");
        assert!((waits[0] / 1.692_730_839_919_897_5 - 1.0).abs() < 1e-13);
        assert!((waits[2] / MM1::new(0.8, 1.0).unwrap().mean_wait_secs() - 1.0).abs() < 1e-13);
    }

    #[test]
    fn one_stage_and_no_variation_are_the_laws_they_should_be() {
        for utilization in [1e-3, 0.3, 0.9, 1.0 - 1e-9] {
            let of = |law| GM1::new(utilization, 1.0, law).unwrap().mean_response_secs();
            let plain = of(Interarrival::Exponential);
            assert!((of(Interarrival::Erlang { stages: 1 }) / plain - 1.0).abs() < 1e-12);
            assert!((of(Interarrival::balanced_means(1.0)) / plain - 1.0).abs() < 1e-12);
            let (many, clock) = (of(Interarrival::Erlang { stages: 1_000 }), of(Interarrival::Deterministic));
            assert!((many / clock - 1.0).abs() < 2e-3, "{utilization}: {many} {clock}");
        }
    }

    #[test]
    fn a_law_that_cannot_be_is_refused() {
        for law in [
            Interarrival::Erlang { stages: 0 },
            Interarrival::balanced_means(0.5),
            Interarrival::balanced_means(f64::NAN),
            Interarrival::Hyperexponential { first_share: 0.5, first_relative_mean: 3.0 },
        ] {
            assert!(GM1::new(0.5, 1.0, law).is_err(), "{law:?}");
        }
        assert!(GM1::new(1.0, 1.0, Interarrival::Deterministic).is_err());
    }
}
