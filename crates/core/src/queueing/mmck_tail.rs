//! Tails of wait and response of the customers whom an M/M/c/K system accepts.
//!
//! A customer who finds j others waiting waits for j + 1 departures, an Erlang time: P(wait > t) = P(N ≤ j) for a Poisson N
//! of mean cμt. Summing over j with geometric weights and exchanging the sums leaves
//! Σᵢ P(N = i) (1 + x + … + x^(m−1−i)): positive terms only, a few √(cμt) of which matter. The response adds an own service
//! of rate μ to a wait of stages of rate cμ, a convolution that is again such a sum.
//!
//! Source: D. Gross and C. M. Harris, *Fundamentals of Queueing Theory*, 3rd ed. (1998), §2.4–2.5; the arrangement is ours.

use super::geometric::PartialSums;
use super::load::Load;
use crate::stats::poisson::PoissonSum;

/// What the tails need to know of a system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct AcceptedTails {
    pub load: Load,
    /// m = K − c.
    pub places_to_wait: u32,
    /// ln of the share of accepted customers who find all servers busy and nobody waiting.
    pub ln_first: f64,
    /// ln of the share who take the last place.
    pub ln_last: f64,
    /// Share of accepted customers who wait.
    pub wait_probability: f64,
}

impl AcceptedTails {
    /// P(wait > secs), of accepted customers.
    pub fn wait(&self, secs: f64) -> f64 {
        if secs < 0.0 {
            return 1.0;
        }
        if self.wait_probability == 0.0 {
            return 0.0;
        }
        self.stages_tail(secs, self.ln_first, self.places_to_wait).min(1.0)
    }

    /// P(response > secs), of accepted customers.
    pub fn response(&self, secs: f64) -> f64 {
        if !(secs > 0.0) {
            return 1.0;
        }
        let services = secs / self.load.mean_service_secs;
        if self.places_to_wait == 0 || self.wait_probability == 0.0 {
            return libm::exp(-services);
        }
        if self.load.servers == 1 {
            // The own service is one more stage of the same rate, and "finds nobody" one more state of the same ratio.
            return self
                .stages_tail(secs, self.ln_first - self.load.ln_utilization(), self.places_to_wait + 1)
                .min(1.0);
        }
        let at_once = (1.0 - self.wait_probability) * libm::exp(-services);
        (at_once + self.wait(secs) + self.started_but_not_done(services)).min(1.0)
    }

    /// Σ weights·P(Erlang(j + 1, cμ) > secs) over j = 0 … count − 1, weights geometric from e^`ln_first`.
    fn stages_tail(&self, secs: f64, ln_first: f64, count: u32) -> f64 {
        if count == 0 {
            return 0.0;
        }
        let ln_ratio = self.load.ln_utilization();
        let departures = f64::from(self.load.servers) * secs / self.load.mean_service_secs;
        // Below full load rⁱ joins the Poisson probability, whose mean becomes that of the arrivals; above, the weights
        // are counted from the last place downwards.
        let (mean, ln_scale) = if ln_ratio <= 0.0 {
            (departures * self.load.utilization(), ln_first - departures * self.load.idle_share)
        } else {
            (departures, self.ln_last)
        };
        let last = u64::from(count) - 1;
        let sums = PartialSums::of(-ln_ratio.abs());
        PoissonSum { mean, first: 0, last, ln_scale }.of(|i| sums.up_to((last + 1 - i) as f64))
    }

    /// P(waited, service has started, and is not over), after `services` mean service times, for c ≥ 2.
    ///
    /// = e^(−μt) Σⱼ wⱼ κ^(j+1) P(N > j), κ = c/(c−1), N Poisson of mean (c−1)μt: with s = rκ = a/(c−1) the inner sum
    /// runs over powers of s, and is counted from its larger end.
    fn started_but_not_done(&self, services: f64) -> f64 {
        let others = f64::from(self.load.servers - 1);
        let waiting = u64::from(self.places_to_wait);
        let surplus = libm::fma(self.load.arrivals_per_sec, self.load.mean_service_secs, -others) / others;
        let ln_s =
            if surplus.abs() < 0.5 { libm::log1p(surplus) } else { libm::log(self.load.offered_erlangs() / others) };
        let ln_kappa = libm::log1p(1.0 / others);
        let mean = others * services;
        let sums = PartialSums::of(-ln_s.abs());
        let all = sums.up_to(waiting as f64);
        if ln_s <= 0.0 {
            let ln_scale = self.ln_first + ln_kappa - services;
            return PoissonSum { mean, first: 1, last: u64::MAX, ln_scale }
                .of(|i| if i < waiting { sums.up_to(i as f64) } else { all });
        }
        // Up to m departures: sⁱ joins the Poisson probability, whose mean becomes λt.
        let c = f64::from(self.load.servers);
        let ln_scale = self.ln_first - self.load.ln_utilization() - c * services * self.load.idle_share;
        let arrivals = self.load.offered_erlangs() * services;
        let few = PoissonSum { mean: arrivals, first: 1, last: waiting, ln_scale };
        // More than m: the inner sum is complete.
        let ln_scale = self.ln_first + ln_kappa - services + (waiting as f64 - 1.0) * ln_s;
        let many = PoissonSum { mean, first: waiting + 1, last: u64::MAX, ln_scale };
        few.of(|i| sums.up_to(i as f64)) + many.of(|_| all)
    }
}

#[cfg(test)]
mod tests {
    use crate::queueing::MMcK;

    #[test]
    fn one_server_two_places_by_hand() {
        // p ∝ 1, ρ; accepted customers find 0 or 1: response e^−t or Erlang(2).
        let queue = MMcK::new(0.5, 1.0, 1, 2).unwrap();
        let t: f64 = 1.3;
        let expected = (1.0 * libm::exp(-t) + 0.5 * (1.0 + t) * libm::exp(-t)) / 1.5;
        assert!((queue.response_tail(t) / expected - 1.0).abs() < 1e-14);
        assert!((queue.wait_tail(t) / (0.5 * libm::exp(-t) / 1.5) - 1.0).abs() < 1e-14);
    }

    #[test]
    fn two_servers_three_places_by_hand() {
        // p ∝ 1, a, a²/2, a³/4; one accepted in (1 + a + a²/2) waits an exponential of rate 2, then serves at rate 1.
        for a in [0.3, 1.0, 1.5, 2.0, 5.0] {
            let queue = MMcK::new(a, 1.0, 2, 3).unwrap();
            let wait_share = 0.5 * a * a / (1.0 + a + 0.5 * a * a);
            assert!((queue.wait_probability() / wait_share - 1.0).abs() < 1e-14);
            let t: f64 = 0.9;
            let convolved = 2.0 * libm::exp(-t) - libm::exp(-2.0 * t);
            let expected = (1.0 - wait_share) * libm::exp(-t) + wait_share * convolved;
            assert!((queue.response_tail(t) / expected - 1.0).abs() < 1e-13, "{a}");
        }
    }
}
