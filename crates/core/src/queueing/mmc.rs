//! M/M/c: one line in front of several equal servers (the "Erlang C" system).
//!
//! **Assumptions.** Poisson arrivals, exponential service, c equal servers, first come first served from one line, an
//! endless waiting room, steady state.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` | 1/s |
//! | 1/μ | `mean_service_secs` | s |
//! | c | `servers` | – |
//! | ρ = λ/(cμ) | `utilization` | share |
//! | C | `wait_probability` | share |
//! | δ = cμ − λ | 1 / `mean_delay_of_the_delayed_secs` | 1/s |
//! | W_q = C/δ | `mean_wait_secs` | s |
//! | P(W_q > t) = C e^(−δt) | `wait_tail` | share |
//! | P(W > t) = e^(−μt) + Cμ(e^(−μt) − e^(−δt))/(δ − μ) | `response_tail` | share |
//!
//! **Source.** L. Kleinrock, *Queueing Systems* vol. 1 (Wiley, 1975), §3.5; D. Gross and C. M. Harris, *Fundamentals of
//! Queueing Theory*, 3rd ed. (Wiley, 1998), §2.3 (distribution of the response).
//!
//! **Where it stops being true.** ρ ≥ 1. The case δ = μ, where the printed formula divides by zero, is no exception here:
//! the quotient is taken through (1 − e^(−z))/z, which is smooth.

use super::erlang;
use super::error::QueueError;
use super::load::{Load, level};
use super::root::tail_quantile_secs;

/// A queue with several servers and exponential service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MMc {
    load: Load,
    wait_probability: f64,
}

impl MMc {
    /// A queue with the given arrivals a second, mean service time in seconds, and number of servers.
    ///
    /// # Errors
    /// [`QueueError::NotPositive`] or [`QueueError::OutOfRange`] for nonsense, [`QueueError::Unstable`] at ρ ≥ 1.
    pub fn new(arrivals_per_sec: f64, mean_service_secs: f64, servers: u32) -> Result<Self, QueueError> {
        let load = Load::stable(arrivals_per_sec, mean_service_secs, servers)?;
        Ok(Self { load, wait_probability: erlang::wait_probability(&load) })
    }

    /// Mean service time, in seconds.
    #[must_use]
    pub fn mean_service_secs(&self) -> f64 {
        self.load.mean_service_secs
    }

    /// Mean number of busy servers.
    #[must_use]
    pub fn offered_erlangs(&self) -> f64 {
        self.load.offered_erlangs()
    }

    /// Share of the time that a server is busy, in (0, 1).
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.load.utilization()
    }

    /// Share of customers who have to wait (Erlang C), in [0, 1].
    #[must_use]
    pub fn wait_probability(&self) -> f64 {
        self.wait_probability
    }

    /// Mean wait of those who have to wait, in seconds: 1/(cμ − λ).
    #[must_use]
    pub fn mean_delay_of_the_delayed_secs(&self) -> f64 {
        self.load.mean_service_secs / (f64::from(self.load.servers) * self.load.idle_share)
    }

    /// Mean time before service starts, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.wait_probability * self.mean_delay_of_the_delayed_secs()
    }

    /// Mean time from arrival to departure, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.mean_wait_secs() + self.load.mean_service_secs
    }

    /// Mean number of customers who wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.wait_probability * self.utilization() / self.load.idle_share
    }

    /// Mean number of customers who wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.mean_queue_length() + self.load.offered_erlangs()
    }

    /// Share of customers whose wait is longer than `secs`, in [0, 1].
    #[must_use]
    pub fn wait_tail(&self, secs: f64) -> f64 {
        if secs < 0.0 {
            return 1.0;
        }
        self.wait_probability * libm::exp(-secs / self.mean_delay_of_the_delayed_secs())
    }

    /// Share of customers whose wait is at most `secs`, in [0, 1].
    #[must_use]
    pub fn wait_cdf(&self, secs: f64) -> f64 {
        1.0 - self.wait_tail(secs)
    }

    /// Share of customers whose response takes longer than `secs`, in [0, 1].
    #[must_use]
    pub fn response_tail(&self, secs: f64) -> f64 {
        if !(secs > 0.0) {
            return 1.0;
        }
        let in_services = secs / self.load.mean_service_secs;
        let in_delays = secs / self.mean_delay_of_the_delayed_secs();
        // (e^−x − e^−y)/(y − x) = e^−min · (1 − e^−d)/d with d = |y − x| has no cancellation and no exception at d = 0.
        // δ − μ = (c − 1)μ − λ, whose digits a difference of rounded rates would lose near zero.
        let places = f64::from(self.load.servers - 1);
        let apart = (in_services * libm::fma(-self.load.arrivals_per_sec, self.load.mean_service_secs, places)).abs();
        let quotient = if apart > 0.0 { -libm::expm1(-apart) / apart } else { 1.0 };
        let waited = self.wait_probability * in_services * libm::exp(-in_services.min(in_delays)) * quotient;
        libm::exp(-in_services) + waited
    }

    /// Share of customers whose response takes at most `secs`, in [0, 1].
    #[must_use]
    pub fn response_cdf(&self, secs: f64) -> f64 {
        (1.0 - self.response_tail(secs)).max(0.0)
    }

    /// The wait that a share `q` in [0, 1) of customers does not exceed, in seconds.
    #[must_use]
    pub fn wait_quantile_secs(&self, q: f64) -> f64 {
        let ratio = self.wait_probability / (1.0 - level(q));
        if ratio > 1.0 { libm::log(ratio) * self.mean_delay_of_the_delayed_secs() } else { 0.0 }
    }

    /// The response time that a share `q` in [0, 1) of customers does not exceed, in seconds.
    #[must_use]
    pub fn response_quantile_secs(&self, q: f64) -> f64 {
        tail_quantile_secs(1.0 - level(q), self.mean_response_secs(), |t| self.response_tail(t))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_servers_at_bronsons_load() {
        // R. Bronson, Operations Research (McGraw-Hill, 1982): λ = 300 and μ = 182.5 a year, three servers.
        let queue = MMc::new(300.0, 1.0 / 182.5, 3).unwrap();
        assert!((queue.mean_queue_length() - 0.352_426).abs() < 1e-6);
        assert!((queue.mean_in_system() - 1.996_262).abs() < 1e-6);
        assert!((queue.mean_wait_secs() - 0.001_175).abs() < 1e-6);
        assert!((queue.mean_response_secs() - 0.006_654).abs() < 1e-6);
    }

    #[test]
    fn nothing_breaks_where_delay_and_service_have_the_same_rate() {
        // c = 2, λ = 1, μ = 1: cμ − λ = μ. P(W > t) = (1 + C t) e^−t.
        let even = MMc::new(1.0, 1.0, 2).unwrap();
        let t = 1.7;
        assert!((even.response_tail(t) - (1.0 + t / 3.0) * libm::exp(-t)).abs() < 1e-15);
        let near = MMc::new(1.0 + 1e-12, 1.0, 2).unwrap();
        let gap = near.response_quantile_secs(0.99) - even.response_quantile_secs(0.99);
        assert!(gap > 0.0 && gap < 1e-10, "{gap}");
    }

    #[test]
    fn with_one_server_the_response_is_exponential() {
        let queue = MMc::new(0.9, 1.0, 1).unwrap();
        for t in [0.0, 0.1, 1.0, 30.0, 300.0] {
            assert!((queue.response_tail(t) / libm::exp(-0.1 * t) - 1.0).abs() < 1e-12);
        }
    }
}
