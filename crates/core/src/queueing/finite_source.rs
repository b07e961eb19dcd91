//! M/M/c//N: a fixed population that thinks, asks, and waits (the "machine repair" or closed-loop model).
//!
//! **Assumptions.** N users; each thinks for an exponential time, then sends one request and waits for its answer; c equal
//! servers with exponential service, first come first served; steady state. (Means hold for any thinking time.)
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | N | `sources` | – |
//! | Z | `mean_think_secs` | s |
//! | 1/μ | `mean_service_secs` | s |
//! | c | `servers` | – |
//! | p_n min(n, c) μ = p_(n−1) (N − n + 1)/Z | state probabilities | share |
//! | X = μ Σ min(n, c) p_n | `throughput_per_sec` | 1/s |
//! | W = N/X − Z | `mean_response_secs` | s |
//!
//! **Source.** D. Gross and C. M. Harris, *Fundamentals of Queueing Theory*, 3rd ed. (Wiley, 1998), §2.7; asymptotes:
//! P. J. Denning and J. P. Buzen, "The operational analysis of queueing network models", Computing Surveys 10 (1978),
//! doi:10.1145/356733.356735.
//!
//! **Where it stops being true.** Users who give up, retry, or send several requests at once. Never unstable: a user who
//! waits sends nothing, which is why closed-loop load tests cannot show an overload.

use super::error::{MOST_SERVERS, QueueError, in_range, not_negative, positive, server_count};

/// A closed population in front of equal servers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FiniteSource {
    sources: u32,
    mean_think_secs: f64,
    mean_service_secs: f64,
    servers: u32,
    mean_busy: f64,
    mean_queue_length: f64,
    wait_probability: f64,
}

impl FiniteSource {
    /// `sources` users (1 … 1,000,000) who think for `mean_think_secs` (zero or more) between requests.
    ///
    /// # Errors
    /// [`QueueError`] for nonsense.
    pub fn new(sources: u32, mean_think_secs: f64, mean_service_secs: f64, servers: u32) -> Result<Self, QueueError> {
        in_range("the number of users", f64::from(sources), 1.0, f64::from(MOST_SERVERS))?;
        let mean_think_secs = not_negative("the mean think time", mean_think_secs)?;
        let mean_service_secs = positive("the mean service time", mean_service_secs)?;
        let servers = server_count(servers)?;
        // From n = N downwards, so that thinking for no time at all needs no exception.
        let thinking = mean_think_secs / mean_service_secs;
        let (mut weight, mut total, mut busy, mut queue, mut behind) = (1.0, 0.0, 0.0, 0.0, 0.0);
        for n in (0..=sources).rev() {
            let serving = f64::from(n.min(servers));
            total += weight;
            busy += serving * weight;
            if n > servers {
                queue += f64::from(n - servers) * weight;
                behind += serving * weight;
            }
            weight *= serving * thinking / f64::from(sources - n + 1);
            if weight > 1e200 {
                for sum in [&mut weight, &mut total, &mut busy, &mut queue, &mut behind] {
                    *sum *= 1e-200;
                }
            }
        }
        Ok(Self {
            sources,
            mean_think_secs,
            mean_service_secs,
            servers,
            mean_busy: busy / total,
            mean_queue_length: queue / total,
            // Who arrives finds n as often as who departs leaves n behind.
            wait_probability: behind / busy,
        })
    }

    /// Requests answered a second.
    #[must_use]
    pub fn throughput_per_sec(&self) -> f64 {
        self.mean_busy / self.mean_service_secs
    }

    /// Share of the time that a server is busy, in (0, 1].
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.mean_busy / f64::from(self.servers)
    }

    /// Share of requests that have to wait, in [0, 1].
    #[must_use]
    pub fn wait_probability(&self) -> f64 {
        self.wait_probability
    }

    /// Mean time before service starts, in seconds.
    #[must_use]
    pub fn mean_wait_secs(&self) -> f64 {
        self.mean_queue_length / self.throughput_per_sec()
    }

    /// Mean time from request to answer, in seconds.
    #[must_use]
    pub fn mean_response_secs(&self) -> f64 {
        self.mean_wait_secs() + self.mean_service_secs
    }

    /// Mean number of requests that wait.
    #[must_use]
    pub fn mean_queue_length(&self) -> f64 {
        self.mean_queue_length
    }

    /// Mean number of requests that wait or are served.
    #[must_use]
    pub fn mean_in_system(&self) -> f64 {
        self.mean_queue_length + self.mean_busy
    }

    /// The number of users at which the two asymptotes of throughput meet, (Z + S)·c/S: beyond it, more users mean waiting.
    #[must_use]
    pub fn saturation_users(&self) -> f64 {
        f64::from(self.servers) * (self.mean_think_secs / self.mean_service_secs + 1.0)
    }

    /// No system of these means answers more requests a second: min(N/(Z + S), c/S).
    #[must_use]
    pub fn throughput_bound_per_sec(&self) -> f64 {
        let alone = f64::from(self.sources) / (self.mean_think_secs + self.mean_service_secs);
        alone.min(f64::from(self.servers) / self.mean_service_secs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_agrees_with_mean_value_analysis() {
        // R(n) = S(1 + L(n−1)), X(n) = n/(Z + R), L = XR.
        let (think, service) = (4.0, 0.5);
        let mut inside = 0.0;
        for users in 1..=60 {
            let response = service * (1.0 + inside);
            let throughput = f64::from(users) / (think + response);
            inside = throughput * response;
            let closed = FiniteSource::new(users, think, service, 1).unwrap();
            assert!((closed.mean_response_secs() / response - 1.0).abs() < 1e-13, "{users}");
            assert!((closed.throughput_per_sec() / throughput - 1.0).abs() < 1e-13);
            assert!(closed.throughput_per_sec() <= closed.throughput_bound_per_sec() * (1.0 + 1e-14));
        }
    }

    #[test]
    fn without_thinking_every_server_is_always_busy() {
        let closed = FiniteSource::new(10, 0.0, 0.5, 3).unwrap();
        assert_eq!((closed.utilization(), closed.throughput_per_sec()), (1.0, 6.0));
        assert_eq!((closed.mean_queue_length(), closed.wait_probability()), (7.0, 1.0));
        assert!((closed.mean_response_secs() - 10.0 / 6.0).abs() < 1e-15);
    }

    #[test]
    fn with_a_server_each_nobody_waits_and_a_million_users_stay_finite() {
        let free = FiniteSource::new(5, 2.0, 1.0, 5).unwrap();
        assert_eq!((free.mean_wait_secs(), free.wait_probability()), (0.0, 0.0));
        let crowd = FiniteSource::new(1_000_000, 1e6, 1.0, 2).unwrap();
        assert!(crowd.mean_wait_secs() > 0.0 && crowd.utilization() < 0.6);
        assert!(FiniteSource::new(0, 1.0, 1.0, 1).is_err());
    }
}
