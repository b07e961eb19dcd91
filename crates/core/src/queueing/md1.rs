//! M/D/1: one server that always takes the same time.
//!
//! **Assumptions.** Poisson arrivals, constant service, one server, first come first served, steady state.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` | 1/s |
//! | D | `service_secs` | s |
//! | ρ = λD | `utilization` | share |
//! | W_q = ρD/(2(1−ρ)) | `mean_wait_secs` | s: half of M/M/1 |
//! | p_n | probability of n in the system | share |
//! | P(W_q > t) = Σⱼ P(N = j) P(n > k − j) | `wait_tail`, k = ⌊t/D⌋ + 1, N Poisson of mean λ(kD − t) | share |
//!
//! **Sources.** Mean: L. Kleinrock, *Queueing Systems* vol. 1 (Wiley, 1975), §5.6. Distribution: G. J. Franx, "A simple
//! solution for the M/D/c waiting time distribution", Operations Research Letters 29 (2001),
//! doi:10.1016/S0167-6377(01)00108-0, written for the tail; Erlang's alternating series loses all digits beyond t ≈ 15 D.
//! The p_n come from level crossings (positive terms only); beyond 64 services the tail is exponential to more digits than
//! a double has: H. C. Tijms, *A First Course in Stochastic Models* (Wiley, 2003), §9.6.
//!
//! **Where it stops being true.** ρ ≥ 1. First come first served only (the mean holds for any order that ignores service
//! times, and these are all equal).

use super::error::QueueError;
use super::load::{Load, level};
use super::root::{falling_root, tail_quantile_secs};
use crate::stats::poisson::{poisson_pmf, poisson_tail};

/// Services after which the tail is continued as an exponential.
const EXACT: usize = 64;

/// A single-server queue with constant service.
#[derive(Debug, Clone, PartialEq)]
pub struct MD1 {
    load: Load,
    /// P(more than n in the system), n = 0 … EXACT.
    more_than: Vec<f64>,
    decay: Decay,
}

/// The exponential far tail: P(W_q > t) → `height` · e^(−`excess` λt).
#[derive(Debug, Clone, Copy, PartialEq)]
struct Decay {
    /// z₀ − 1, z₀ > 1 being the root of z = e^(ρ(z−1)).
    excess: f64,
    height: f64,
}

impl MD1 {
    /// A queue with the given arrivals a second and constant service time in seconds.
    ///
    /// # Errors
    /// [`QueueError::NotPositive`] or [`QueueError::OutOfRange`] for nonsense, [`QueueError::Unstable`] at ρ ≥ 1.
    pub fn new(arrivals_per_sec: f64, service_secs: f64) -> Result<Self, QueueError> {
        let load = Load::stable(arrivals_per_sec, service_secs, 1)?;
        let decay = Decay::of(&load);
        Ok(Self { load, more_than: more_than(&load, &decay), decay })
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
        0.5 * self.utilization() * self.load.mean_service_secs / self.load.idle_share
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

    /// Share of customers whose wait is longer than `secs`, in [0, 1].
    #[must_use]
    pub fn wait_tail(&self, secs: f64) -> f64 {
        if secs < 0.0 {
            return 1.0;
        }
        let services = secs / self.load.mean_service_secs;
        if services >= (EXACT - 1) as f64 {
            return self.decay.height * libm::exp(-self.decay.excess * self.load.arrivals_per_sec * secs);
        }
        let k = services as usize + 1;
        let mean = self.utilization() * (k as f64 - services);
        (0..k)
            .fold(poisson_tail(k as u64 - 1, mean), |sum, j| sum + poisson_pmf(j as f64, mean) * self.more_than[k - j])
    }

    /// Share of customers whose wait is at most `secs`, in [0, 1].
    #[must_use]
    pub fn wait_cdf(&self, secs: f64) -> f64 {
        (1.0 - self.wait_tail(secs)).max(0.0)
    }

    /// Share of customers whose response takes longer than `secs`, in [0, 1].
    #[must_use]
    pub fn response_tail(&self, secs: f64) -> f64 {
        self.wait_tail(secs - self.load.mean_service_secs)
    }

    /// Share of customers whose response takes at most `secs`, in [0, 1].
    #[must_use]
    pub fn response_cdf(&self, secs: f64) -> f64 {
        self.wait_cdf(secs - self.load.mean_service_secs)
    }

    /// The wait that a share `q` in [0, 1) of customers does not exceed, in seconds.
    #[must_use]
    pub fn wait_quantile_secs(&self, q: f64) -> f64 {
        let tail = 1.0 - level(q);
        // Where the exponential tail is all there is, its inverse is known.
        let far = libm::log(self.decay.height / tail) / (self.decay.excess * self.load.arrivals_per_sec);
        if far >= (EXACT - 1) as f64 * self.load.mean_service_secs {
            return far;
        }
        tail_quantile_secs(tail, self.mean_response_secs(), |t| self.wait_tail(t))
    }

    /// The response time that a share `q` in [0, 1) of customers does not exceed, in seconds.
    #[must_use]
    pub fn response_quantile_secs(&self, q: f64) -> f64 {
        self.wait_quantile_secs(q) + self.load.mean_service_secs
    }
}

impl Decay {
    fn of(load: &Load) -> Self {
        // z = e^(ρ(z−1)) with v = z − 1 reads 1 − ln(1 + v)/v = 1 − ρ. Solved in ln v, for v runs from 1e-15 to 1e32.
        let gap = |ln_v: f64| load.idle_share - one_less_log_ratio(libm::exp(ln_v));
        let ln_low = libm::log(load.idle_share) - 1.0;
        let excess = libm::exp(falling_root(ln_low, 80.0, gap));
        Self { excess, height: load.idle_share / (load.utilization() * excess - load.idle_share) }
    }
}

/// 1 − ln(1 + v)/v without cancellation at small v.
fn one_less_log_ratio(v: f64) -> f64 {
    if v > 0.1 {
        return 1.0 - libm::log1p(v) / v;
    }
    // v/2 − v²/3 + v³/4 …: seventeen terms reach the last bit at v = 0.1.
    (2..=18).rev().fold(0.0, |sum, n| v * (1.0 / f64::from(n) - sum))
}

/// P(more than n in the system), n = 0 … EXACT, by level crossings: a₀ p_n = p₀ ā_(n−1) + Σ p_i ā_(n−i), i = 1 … n − 1, where
/// ā_k is the probability of more than k arrivals during a service.
fn more_than(load: &Load, decay: &Decay) -> Vec<f64> {
    let utilization = load.utilization();
    let arrivals_more_than: Vec<f64> = (0..=EXACT as u64).map(|k| poisson_tail(k, utilization)).collect();
    let none = libm::exp(-utilization);
    let mut probability = vec![load.idle_share];
    for n in 1..=EXACT {
        let up = (1..n).fold(probability[0] * arrivals_more_than[n - 1], |sum, i| {
            sum + probability[i] * arrivals_more_than[n - i]
        });
        probability.push(up / none);
    }
    // Beyond the last the probabilities fall as z₀^−n.
    let mut tail = probability[EXACT] / decay.excess;
    let mut more_than = vec![tail];
    for n in (1..=EXACT).rev() {
        tail += probability[n];
        more_than.push(tail);
    }
    more_than.reverse();
    more_than
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_half_of_those_of_exponential_service() {
        let queue = MD1::new(0.9, 1.0).unwrap();
        assert!((queue.mean_wait_secs() - 4.5).abs() < 1e-13);
        assert!((queue.mean_queue_length() - 4.05).abs() < 1e-13);
    }

    #[test]
    fn short_waits_follow_the_first_arc() {
        // For t < D: P(W_q ≤ t) = (1 − ρ) e^(λt).
        let queue = MD1::new(0.7, 1.0).unwrap();
        for t in [0.0, 0.25, 0.999] {
            assert!((queue.wait_cdf(t) - 0.3 * libm::exp(0.7 * t)).abs() < 1e-15);
        }
    }

    #[test]
    fn the_tail_is_seamless_and_its_area_is_the_mean() {
        for utilization in [0.1, 0.5, 0.9, 0.99, 0.999] {
            let queue = MD1::new(utilization, 1.0).unwrap();
            let seam = (EXACT - 1) as f64;
            let (before, after) = (queue.wait_tail(seam - 1e-9), queue.wait_tail(seam));
            assert!(
                (before / after - 1.0).abs() < 1e-7 * utilization.max(0.1) * 100.0,
                "{utilization}: {before} {after}"
            );
            // Midpoints of 1/64 up to the seam, then the exponential's own area.
            let step = 1.0 / 64.0;
            let area: f64 = (0..63 * 64).map(|i| queue.wait_tail((f64::from(i) + 0.5) * step) * step).sum();
            let rest = after / (queue.decay.excess * utilization);
            assert!(((area + rest) / queue.mean_wait_secs() - 1.0).abs() < 1e-3, "{utilization}");
        }
    }
}
