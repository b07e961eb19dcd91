//! A spike as water in a tank: what comes in faster than it runs off stands, and drains at the difference.
//!
//! Base rate b, factor f for D seconds, capacity K: backlog (bf − K)D, drained after the spike in backlog/(K − b), the longest delay
//! backlog/K, delayed everybody who comes while it stands. With a limit Q on the line the rest is lost.

use super::Theory;
use crate::system::parts::service::UNLIMITED;
use crate::system::scenario::{Kind, Scenario, Trouble};

/// A spike before a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spike {
    /// The most that stands.
    pub max_backlog: f64,
    /// How long after the spike it has drained, seconds; infinite where it never does.
    pub drain_secs: f64,
    /// The longest delay, seconds.
    pub longest_delay_secs: f64,
    /// How many are delayed.
    pub delayed: f64,
    /// How many find no place.
    pub lost: f64,
}

impl Spike {
    /// For the rates a second, the spike's length in seconds and the places in line (infinite: no limit).
    pub fn new(base_per_sec: f64, factor: f64, spike_secs: f64, capacity_per_sec: f64, places: f64) -> Self {
        let excess = base_per_sec * factor - capacity_per_sec;
        if excess <= 0.0 {
            return Self { max_backlog: 0.0, drain_secs: 0.0, longest_delay_secs: 0.0, delayed: 0.0, lost: 0.0 };
        }
        let backlog = (excess * spike_secs).min(places);
        let lost = excess * spike_secs - backlog;
        let spare = capacity_per_sec - base_per_sec;
        let drain_secs = if spare > 0.0 { backlog / spare } else { f64::INFINITY };
        let delayed = base_per_sec * factor * spike_secs - lost + base_per_sec * drain_secs;
        Self { max_backlog: backlog, drain_secs, longest_delay_secs: backlog / capacity_per_sec, delayed, lost }
    }
}

/// Says of each spike what a fluid line would make of it, at the first service behind the clients.
pub(super) fn spikes(scenario: &Scenario, theory: &mut Theory) {
    for fault in scenario.faults() {
        let Trouble::Spike(factor) = fault.trouble else { continue };
        let Some(Kind::Clients(clients)) = scenario.find(&fault.part).map(|at| &scenario.parts()[at].kind) else {
            continue;
        };
        let Some((base, _)) = clients.open else { continue };
        let mut target = scenario.find(&clients.target);
        if let Some(Kind::Balancer(b)) = target.map(|at| &scenario.parts()[at].kind) {
            target = scenario.find(&b.targets[0]);
        }
        if let Some(Kind::Broker(b)) = target.map(|at| &scenario.parts()[at].kind) {
            target = scenario.find(&b.target);
        }
        let Some(at) = target else { continue };
        let Kind::Service(service) = &scenario.parts()[at].kind else { continue };
        if service.workers == UNLIMITED || service.work.mean_secs == 0.0 {
            continue;
        }
        let workers = f64::from(service.workers) * f64::from(service.instances);
        let capacity = workers / service.work.mean_secs;
        let places =
            if service.line == UNLIMITED { f64::INFINITY } else { f64::from(service.line * service.instances) };
        let spike = Spike::new(base, factor, fault.until_secs - fault.from_secs, capacity, places);
        let name = &scenario.parts()[at].name;
        theory.says.push(if spike.drain_secs.is_infinite() {
            format!("Fluid line: at `{name}` {:.0} would stand after the spike, and never drain: the base rate is as large as the capacity.", spike.max_backlog)
        } else {
            format!(
                "Fluid line: at `{name}` {:.0} would stand after the spike, drained {:.1} s later; the longest delay {:.1} s, {:.0} lost.",
                spike.max_backlog, spike.drain_secs, spike.longest_delay_secs, spike.lost
            )
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spike_fills_and_drains_as_computed_by_hand() {
        let spike = Spike::new(100.0, 10.0, 60.0, 200.0, f64::INFINITY);
        assert_eq!((spike.max_backlog, spike.drain_secs, spike.longest_delay_secs), (48_000.0, 480.0, 240.0));
        assert_eq!(spike.delayed, 108_000.0);
        let limited = Spike::new(100.0, 10.0, 60.0, 200.0, 10_000.0);
        assert_eq!((limited.lost, limited.longest_delay_secs), (38_000.0, 50.0));
        assert_eq!(Spike::new(100.0, 10.0, 60.0, 200.0, 1000.0).lost, 47_000.0);
        let long = Spike::new(50.0, 10.0, 300.0, 120.0, f64::INFINITY);
        assert!(
            (long.drain_secs - 1628.5714285714287).abs() < 1e-9 && (long.delayed - 231428.57142857142).abs() < 1e-6
        );
        assert_eq!(Spike::new(100.0, 10.0, 60.0, 1200.0, f64::INFINITY).max_backlog, 0.0);
        assert!(Spike::new(100.0, 10.0, 60.0, 100.0, f64::INFINITY).drain_secs.is_infinite());
    }
}
