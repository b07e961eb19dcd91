//! Erlang's two formulas: the share of calls lost (B) and the share of calls that wait (C).
//!
//! **Assumptions.** Poisson arrivals, `servers` equal servers, steady state. B: no waiting room; holds for any service
//! distribution with the same mean. C: an endless waiting room and exponential service.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | c | `servers` | – |
//! | a = λE\[S\] | `offered_erlangs` | erlang: mean number of busy servers |
//! | B(c, a) = (a^c/c!) / Σₖ a^k/k! | `erlang_b` | share |
//! | C(c, a) = B / (1 − ρ(1 − B)), ρ = a/c | `erlang_c` | share |
//!
//! **Source.** A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic
//! telephone exchanges", Elektroteknikeren 13 (1917); the recursion: L. Kleinrock, *Queueing Systems* vol. 1 (Wiley,
//! 1975), §3.5–3.6. The defining sums overflow at c ≈ 170; B(k) = aB(k−1)/(k + aB(k−1)) never leaves [0, 1], has only
//! positive terms, and damps its own rounding errors.
//!
//! **Where it stops being true.** C needs a < c. Below about 1e-308 a probability is rounded to zero.

use super::error::{QueueError, not_negative, server_count};
use super::load::Load;

/// B and 1 − B, each to full relative precision.
pub(crate) fn blocked_and_accepted(servers: u32, offered_erlangs: f64) -> (f64, f64) {
    let (mut blocked, mut accepted) = (1.0, 0.0);
    for k in 1..=servers {
        let k = f64::from(k);
        let pressure = offered_erlangs * blocked;
        blocked = pressure / (k + pressure);
        accepted = k / (k + pressure);
    }
    (blocked, accepted)
}

/// C for a load that the servers can carry.
pub(crate) fn wait_probability(load: &Load) -> f64 {
    let (blocked, _) = blocked_and_accepted(load.servers, load.offered_erlangs());
    blocked / (load.idle_share + load.utilization() * blocked)
}

/// Share of calls lost when `servers` have no waiting room, in [0, 1]. Any load is allowed.
///
/// # Errors
/// [`QueueError`] for no servers, or an offered load that is negative or not a number.
pub fn erlang_b(servers: u32, offered_erlangs: f64) -> Result<f64, QueueError> {
    let servers = server_count(servers)?;
    let offered_erlangs = not_negative("the offered load", offered_erlangs)?;
    Ok(blocked_and_accepted(servers, offered_erlangs).0)
}

/// Share of calls that wait when `servers` have an endless waiting room, in [0, 1].
///
/// # Errors
/// [`QueueError::Unstable`] unless `offered_erlangs < servers`; other [`QueueError`]s for nonsense.
pub fn erlang_c(servers: u32, offered_erlangs: f64) -> Result<f64, QueueError> {
    if not_negative("the offered load", offered_erlangs)? == 0.0 {
        server_count(servers)?;
        return Ok(0.0);
    }
    Ok(wait_probability(&Load::stable(offered_erlangs, 1.0, servers)?))
}

/// The fewest servers with which at most `share` of calls wait, or nothing where it would take too many to count.
///
/// # Errors
/// [`QueueError`] for an offered load that is not positive, or a share outside (0, 1).
pub fn servers_for_wait_share(offered_erlangs: f64, share: f64) -> Result<u32, QueueError> {
    let offered_erlangs = super::error::positive("the offered load", offered_erlangs)?;
    super::error::in_range("the share of calls that may wait", share, f64::MIN_POSITIVE, 1.0 - f64::EPSILON)?;
    let mut blocked = 1.0;
    for servers in 1..=super::error::MOST_SERVERS {
        let c = f64::from(servers);
        blocked = offered_erlangs * blocked / (c + offered_erlangs * blocked);
        let idle_share = (c - offered_erlangs) / c;
        if idle_share > 0.0 && blocked / (idle_share + (1.0 - idle_share) * blocked) <= share {
            return Ok(servers);
        }
    }
    let high = f64::from(super::error::MOST_SERVERS);
    Err(QueueError::OutOfRange { what: "the number of servers needed", low: 1.0, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cases_are_exact_fractions() {
        assert!((erlang_c(2, 1.0).unwrap() - 1.0 / 3.0).abs() < 1e-15);
        assert!((erlang_c(3, 2.0).unwrap() - 4.0 / 9.0).abs() < 1e-15);
        assert!((erlang_c(2, 1.5).unwrap() - 9.0 / 14.0).abs() < 1e-15);
        assert!((erlang_b(1, 1.0).unwrap() - 0.5).abs() < 1e-15);
    }

    #[test]
    fn thirty_calls_an_hour_of_five_minutes_need_six_lines() {
        // Wolfram documentation of ErlangC: at least 90 % not delayed.
        assert_eq!(servers_for_wait_share(2.5, 0.1).unwrap(), 6);
    }

    #[test]
    fn ten_thousand_servers_and_a_monstrous_load_stay_finite() {
        assert!((erlang_b(10_000, 1e12).unwrap() - (1.0 - 1e-8)).abs() < 1e-12);
        let share = erlang_c(10_000, 9_999.0).unwrap();
        assert!(share > 0.98 && share < 1.0, "{share}");
        assert_eq!(erlang_c(10_000, 1.0).unwrap(), 0.0);
        assert!(erlang_c(10, 10.0).is_err() && erlang_b(0, 1.0).is_err() && erlang_b(1, f64::NAN).is_err());
    }
}
