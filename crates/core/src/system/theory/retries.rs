//! Retries as load: where a system with timeouts can stand, and from where it cannot come back.
//!
//! One worker of capacity μ, first tries λ₀, timeout τ, r immediate retries, timed-out work still done. A try fails with
//! p(λ) = e^(−(μ−λ)τ) below μ (the response of M/M/1 exceeds τ) and 1 above; the load is λ = λ₀(1 + p + … + p^r). Its solutions are the
//! states: with three, the middle one is the tipping point. The collapsed state sustains itself while (1 + r)λ₀ > μ: the hidden capacity is
//! μ/(1 + r); with a budget of b tokens a first try, μ/(1 + b).
//!
//! Sources: N. Bronson et al., "Metastable failures in distributed systems", HotOS (2021); L. Huang et al., OSDI (2022), for the states.
//! A fluid picture: with randomness the healthy state is left in finite, if long, time near its end.

use super::Theory;
use crate::system::parts::Shape;
use crate::system::policy::budget::BudgetKind;
use crate::system::policy::retry::Backoff;
use crate::system::scenario::{Kind, Scenario};

/// Such a system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retrying {
    /// μ, a second.
    pub capacity_per_sec: f64,
    /// τ, seconds.
    pub timeout_secs: f64,
    /// r.
    pub retries: u32,
}

impl Retrying {
    /// λ₀(1 + p + … + p^r) for a load λ.
    fn offered(&self, first_tries: f64, load: f64) -> f64 {
        let fails = if load < self.capacity_per_sec {
            libm::exp(-(self.capacity_per_sec - load) * self.timeout_secs)
        } else {
            1.0
        };
        let (mut sum, mut power) = (1.0, 1.0);
        for _ in 0..self.retries {
            power *= fails;
            sum += power;
        }
        first_tries * sum
    }

    /// The loads at which it can stand for so many first tries a second, rising: one, or healthy, tipping and collapsed.
    pub fn states(&self, first_tries: f64) -> Vec<f64> {
        const STEPS: u32 = 4000;
        let gap = |load: f64| self.offered(first_tries, load) - load;
        let mut found = Vec::new();
        let at = |step: u32| self.capacity_per_sec * f64::from(step) / f64::from(STEPS);
        for step in 0..STEPS {
            // Just below μ the failing share is 1 in the limit: the last cell ends there.
            let (mut low, mut high) = (at(step), at(step + 1).min(self.capacity_per_sec * (1.0 - 1e-12)));
            if gap(low) == 0.0 || gap(low) * gap(high) < 0.0 {
                for _ in 0..100 {
                    let middle = 0.5 * (low + high);
                    if gap(low) * gap(middle) <= 0.0 { high = middle } else { low = middle }
                }
                found.push(0.5 * (low + high));
            }
        }
        let collapsed = first_tries * f64::from(self.retries + 1);
        if collapsed >= self.capacity_per_sec {
            found.push(collapsed);
        }
        found
    }

    /// The most first tries a second for which there is a healthy state.
    pub fn healthy_up_to_per_sec(&self) -> f64 {
        // λ₀ = λ/(1 + p + …) is largest where tipping and healthy state meet.
        let tries = |load: f64| load / self.offered(1.0, load);
        let (mut low, mut high) = (0.0, self.capacity_per_sec);
        for _ in 0..200 {
            let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
            if tries(a) < tries(b) { low = a } else { high = b }
        }
        tries(0.5 * (low + high))
    }

    /// From how many first tries a second on a collapse sustains itself; with a budget, of so many retries a first try.
    pub fn sustains_above_per_sec(&self, budget: Option<f64>) -> f64 {
        let most = f64::from(self.retries);
        self.capacity_per_sec / (1.0 + budget.map_or(most, |share| share.min(most)))
    }
}

/// (1 − p^(r+1))/(1 − p): tries for each first one when each fails with probability p.
pub fn amplification(retries: u32, fail_share: f64) -> f64 {
    (0..=retries).map(|k| libm::pow(fail_share, f64::from(k))).sum()
}

/// Says where such a system stands.
pub(super) fn bistable(scenario: &Scenario, theory: &mut Theory) {
    for part in scenario.parts() {
        let Kind::Clients(clients) = &part.kind else { continue };
        let (Some((rate, _)), Some(timeout_secs), Some(retry)) =
            (clients.open, clients.caller.timeout_secs, clients.caller.retry)
        else {
            continue;
        };
        let Some(Kind::Service(service)) = scenario.find(&clients.target).map(|at| &scenario.parts()[at].kind) else {
            continue;
        };
        let single = service.instances == 1 && service.workers == 1 && service.work.shape == Shape::Exponential;
        if !single
            || retry.backoff != Backoff::Immediate
            || service.passes.is_some()
            || !service.calls.is_empty()
            || clients.caller.cancels
        {
            continue;
        }
        let model = Retrying { capacity_per_sec: 1.0 / service.work.mean_secs, timeout_secs, retries: retry.times };
        let budget = clients.caller.budget.filter(|b| b.kind == BudgetKind::Bucket).map(|b| b.share);
        let states: Vec<String> = model.states(rate).iter().map(|s| format!("{s:.4}/s")).collect();
        let sustains = model.sustains_above_per_sec(budget);
        theory.says.push(format!(
            "Retries as load (fluid): for {rate}/s first tries it can stand at {}; a healthy state exists up to {:.2}/s, a collapse sustains itself above {sustains:.1}/s.",
            states.join(", "),
            model.healthy_up_to_per_sec(),
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: Retrying = Retrying { capacity_per_sec: 100.0, timeout_secs: 1.0, retries: 3 };

    /// Solved elsewhere: 70/s → 70.00000000000654, 98.78564419788853, 280; 95/s → 380 alone; 20/s → 20 alone.
    #[test]
    fn the_states_are_the_fixed_points_solved_elsewhere() {
        let cases: [(f64, &[f64]); 5] = [
            (20.0, &[20.0]),
            (70.0, &[70.00000000000654, 98.78564419788853, 280.0]),
            (90.0, &[90.00410297990925, 97.42634714106421, 360.0]),
            (95.0, &[380.0]),
            (97.0, &[388.0]),
        ];
        for (rate, want) in cases {
            let got = MODEL.states(rate);
            assert_eq!(got.len(), want.len(), "{rate}: {got:?}");
            assert!(got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-8 * b), "{rate}: {got:?}");
        }
    }

    #[test]
    fn the_lines_of_the_picture_stand_where_they_should() {
        assert!((MODEL.healthy_up_to_per_sec() - 94.44).abs() < 0.01, "{}", MODEL.healthy_up_to_per_sec());
        assert_eq!(MODEL.sustains_above_per_sec(None), 25.0);
        assert!((MODEL.sustains_above_per_sec(Some(0.1)) - 90.9090909090909).abs() < 1e-12);
    }

    #[test]
    fn each_retry_multiplies() {
        for (retries, fails, want) in [(1, 0.1, 1.1), (2, 0.5, 1.75), (3, 0.9, 3.439), (3, 0.5, 1.875), (3, 1.0, 4.0)] {
            assert!((amplification(retries, fails) - want).abs() < 1e-12);
        }
    }
}
