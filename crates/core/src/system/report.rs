//! A run in figures: what `evaluate system` prints and pages show, by part and key.

use super::observe::{Window, estimate, rate, ratio};
use super::run::Run;
use super::scenario::Kind;
use super::tally::Sum;
use super::theory::{Figure, Theory};
use crate::sim::Estimate;

/// A simulated figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulated {
    /// The number of the part.
    pub part: usize,
    /// Its key; the unit is in it.
    pub key: &'static str,
    /// Value and interval, in the key's unit.
    pub estimate: Estimate,
}

/// The unit of a key.
pub fn unit(key: &str) -> &'static str {
    match key.rsplit('_').next() {
        Some("ms") => "ms",
        Some("share") => "share",
        Some("sec") => "1/s",
        _ => "",
    }
}

/// All figures of a run, part by part.
pub fn figures(run: &Run) -> Vec<Simulated> {
    let mut found = Vec::new();
    for (part, named) in run.scenario().parts().iter().enumerate() {
        let stretches = run.stretches(part);
        let mut add = |key: &'static str, value: Option<Estimate>| {
            found.extend(value.map(|estimate| Simulated { part, key, estimate }));
        };
        let share = |sum: Sum, per: Sum| ratio(&stretches, sum, per, 1.0).map(of_share);
        let wait = || ratio(&stretches, Sum::Wait, Sum::Begun, 1000.0);
        let inside = || rate(&stretches, Sum::InsideArea, 1.0);
        match &named.kind {
            Kind::Clients(_) => {
                add("offered_per_sec", rate(&stretches, Sum::Arrived, 1.0));
                add("load_per_sec", rate(&stretches, Sum::Load, 1.0));
                add("goodput_per_sec", rate(&stretches, Sum::Good, 1.0));
                let over = |tally: &super::Tally| tally.get(Sum::Served) + tally.get(Sum::Failed);
                let n: f64 = stretches.iter().map(|(_, tally)| over(tally)).sum();
                let of = |sum: Sum| estimate(&stretches, |_, tally| (tally.get(sum), over(tally)), n).map(of_share);
                add("errors_share", of(Sum::Failed));
                add("timeouts_share", of(Sum::Timeouts));
                add("rejected_errors_share", of(Sum::ErrRejected));
                add("breaker_errors_share", of(Sum::ErrBreaker));
                add("shed_errors_share", of(Sum::ErrShed));
                add("failed_errors_share", of(Sum::ErrFailed));
                add("mean_response_ms", ratio(&stretches, Sum::Response, Sum::Served, 1000.0));
                if let Some(responses) = run.responses(part).filter(|r| r.count() > 0) {
                    add("p50_response_ms", Some(responses.quantile(0.5).scaled(1000.0)));
                    add("p99_response_ms", Some(responses.quantile(0.99).scaled(1000.0)));
                }
            }
            Kind::Balancer(_) => {}
            Kind::Service(service) => {
                if service.workers != super::parts::service::UNLIMITED {
                    let workers = f64::from(service.workers) * f64::from(service.instances);
                    add("utilization_share", rate(&stretches, Sum::BusyArea, 1.0 / workers));
                }
                add("mean_wait_ms", wait());
                add("mean_in_system", inside());
                add("rejected_share", share(Sum::Rejected, Sum::Arrived));
                add("shed_share", share(Sum::Shed, Sum::Arrived));
                add("wasted_share", share(Sum::Wasted, Sum::Work));
                add("throughput_per_sec", rate(&stretches, Sum::Served, 1.0));
            }
            Kind::Database(database) => {
                let connections = f64::from(database.connections) * f64::from(database.replicas + 1);
                add("utilization_share", rate(&stretches, Sum::BusyArea, 1.0 / connections));
                add("mean_wait_ms", wait());
                add("mean_in_system", inside());
                add("rejected_share", share(Sum::Rejected, Sum::Arrived));
                add("wasted_share", share(Sum::Wasted, Sum::Work));
                add("stale_share", share(Sum::Stale, Sum::Lookups));
                add("throughput_per_sec", rate(&stretches, Sum::Served, 1.0));
            }
            Kind::Cache(_) => {
                add("hit_share", share(Sum::Hits, Sum::Lookups));
                add("stale_share", share(Sum::Stale, Sum::Lookups));
                add("mean_in_system", inside());
            }
            Kind::Broker(_) => {
                add("messages_per_sec", rate(&stretches, Sum::Begun, 1.0));
                add("done_per_sec", rate(&stretches, Sum::Acknowledged, 1.0));
                add("deliveries", ratio(&stretches, Sum::Delivered, Sum::Begun, 1.0));
                add("duplicates_share", share(Sum::Duplicates, Sum::Begun));
                add("dead_letters_share", share(Sum::DeadLetters, Sum::Begun));
                add("mean_wait_ms", ratio(&stretches, Sum::Wait, Sum::Begun, 1000.0));
            }
        }
    }
    found
}

/// The figures of one window: (part, key, value). What has no observation is left out.
pub fn window_figures(run: &Run, window: &Window) -> Vec<(usize, &'static str, f64)> {
    let secs = window.until - window.from;
    let mut found = Vec::new();
    for (part, named) in run.scenario().parts().iter().enumerate() {
        let tally = &window.parts[part];
        let mut add = |key: &'static str, over: f64, per: f64| {
            if per > 0.0 {
                found.push((part, key, over / per));
            }
        };
        let get = |sum: Sum| tally.get(sum);
        match &named.kind {
            Kind::Clients(_) => {
                let over = get(Sum::Served) + get(Sum::Failed);
                add("offered_per_sec", get(Sum::Arrived), secs);
                add("load_per_sec", get(Sum::Load), secs);
                add("goodput_per_sec", get(Sum::Good), secs);
                add("errors_share", get(Sum::Failed), over);
                add("timeouts_share", get(Sum::Timeouts), over);
                add("mean_response_ms", 1000.0 * get(Sum::Response), get(Sum::Served));
                let (_, p50, p99) = window.percentiles[part];
                p50.iter().for_each(|p| add("p50_response_ms", 1000.0 * p, 1.0));
                p99.iter().for_each(|p| add("p99_response_ms", 1000.0 * p, 1.0));
            }
            Kind::Balancer(_) => {}
            Kind::Service(_) | Kind::Database(_) => {
                add("mean_wait_ms", 1000.0 * get(Sum::Wait), get(Sum::Begun));
                add("mean_in_system", get(Sum::InsideArea), secs);
                add("rejected_share", get(Sum::Rejected), get(Sum::Arrived));
                add("wasted_share", get(Sum::Wasted), get(Sum::Work));
                add("throughput_per_sec", get(Sum::Served), secs);
            }
            Kind::Cache(_) => {
                add("hit_share", get(Sum::Hits), get(Sum::Lookups));
                add("stale_share", get(Sum::Stale), get(Sum::Lookups));
            }
            Kind::Broker(_) => {
                add("messages_per_sec", get(Sum::Begun), secs);
                add("done_per_sec", get(Sum::Acknowledged), secs);
            }
        }
    }
    found
}

/// A share never (or always) seen may still be up to 3/n away from that: the rule of three.
fn of_share(estimate: Estimate) -> Estimate {
    let extreme = estimate.value == 0.0 || estimate.value == 1.0;
    let unseen = if extreme { 3.0 / estimate.n as f64 } else { 0.0 };
    Estimate { half_width: estimate.half_width.max(unseen), ..estimate }
}

/// The figure that theory gives for a simulated one.
pub fn beside<'a>(theory: &'a Theory, simulated: &Simulated) -> Option<&'a Figure> {
    theory.figures.iter().find(|figure| (figure.part, figure.key) == (simulated.part, simulated.key))
}
