//! Several servers, impatient customers, a limited line: a pool of connections with a timeout.
//!
//! **Assumptions.** Poisson arrivals; exponential service; c servers, first come first served; a customer who has waited `patience_secs`
//! gives up; who finds `places` waiting is turned away. The servers may slow each other down: n busy ones together work at the rate
//! X(n), given as a function. Steady state, which exists at any load.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ | `arrivals_per_sec` | 1/s |
//! | X(n) | rate at which n busy servers finish, n = 1 … c | 1/s |
//! | c, q, τ | `servers`, `places`, `patience_secs` | –, –, s |
//! | ρ = λ/X(c), N | N a Poisson number of mean X(c)τ | |
//! | p(n) = p(n−1) λ/X(n), n ≤ c | | |
//! | p(c+k) = p(c) ρᵏ P(N ≥ k), k ≤ q | | |
//! | λ p(c) Σ ρᵏ⁻¹ P(N = k−1), k = 1 … q | customers who give up, a second | 1/s |
//! | p(c+q) | `rejected_share` | share |
//!
//! Without patience (τ = 0) or places this is Erlang's B; with endless ones, Erlang's C.
//!
//! **Source.** A. Movaghar, "On queueing with customer impatience until the beginning of service", Queueing Systems 29 (1998) 337–350,
//! doi:10.1023/A:1019196416987; for an endless line also N. K. Boots and H. Tijms, "A multiserver queueing system with impatient
//! customers", Management Science 45 (1999) 444–448. The rates X(n) enter the states before the line as in any birth and death.
//!
//! **Where it stops being true.** Service not exponential; customers who try again; connections that must first be opened.

use super::error::{QueueError, positive, server_count};
use crate::stats::poisson::{ln_poisson_pmf, poisson_pmf, poisson_tail};

/// The steady state of a pool.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Impatient {
    /// Share of arrivals that wait too long and give up.
    pub timeouts_share: f64,
    /// Share of arrivals that find the line full.
    pub rejected_share: f64,
    /// Share of the time a server is busy.
    pub busy_share: f64,
    /// Share of arrivals that find all servers busy.
    pub all_busy_share: f64,
    /// Mean number waiting.
    pub mean_queue_length: f64,
    /// Mean wait of those who are served, seconds.
    pub mean_wait_secs: f64,
    /// Mean service of those who are served, seconds.
    pub mean_service_secs: f64,
    /// Served a second.
    pub throughput_per_sec: f64,
}

/// Sums over the states with a line, relative to the state without one, times e^−`ln_scale`.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    ln_scale: f64,
    /// All servers busy, with or without a line.
    all: f64,
    /// Weighted by the number waiting.
    waiting: f64,
    /// Givings-up for each arrival.
    given_up: f64,
    /// The last place.
    last: f64,
}

/// Terms smaller than this share of the sum no longer matter.
const NEGLIGIBLE: f64 = 1e-18;

impl Impatient {
    /// A pool of `servers`, with `places` to wait and so much patience (seconds, zero or more). `rate(n)` is how many services n busy
    /// servers finish a second; it must be above zero.
    ///
    /// # Errors
    /// [`QueueError`] for nonsense.
    pub fn new(
        arrivals_per_sec: f64,
        servers: u32,
        places: u32,
        patience_secs: f64,
        rate: impl Fn(u32) -> f64,
    ) -> Result<Self, QueueError> {
        let arrivals = positive("the arrival rate", arrivals_per_sec)?;
        let servers = server_count(servers)?;
        let patience = super::error::not_negative("the timeout", patience_secs)?;
        // Share of the state "n busy" among those up to n, and the mean number busy in them.
        let (mut share, mut busy) = (1.0, 0.0);
        for n in 1..=servers {
            let pressure = arrivals / positive("the service rate", rate(n))? * share;
            share = pressure / (1.0 + pressure);
            busy = (1.0 - share) * busy + share * f64::from(n);
        }
        let top_rate = rate(servers);
        let line = Line::new(arrivals / top_rate, top_rate * patience, places);
        // p(c) and its followers among all states; everything times e^−ln_scale, so that nothing overflows.
        let shrink = libm::exp(-line.ln_scale);
        let whole = (1.0 - share) * shrink + share * line.all;
        let at = |sum: f64| (share * sum / whole).min(1.0);
        let beyond = at((line.all - shrink).max(0.0));
        let busy_servers = busy * (1.0 - beyond) + beyond * f64::from(servers);
        let timeouts_share = at(line.given_up);
        let rejected_share = at(line.last);
        let throughput = arrivals * (1.0 - timeouts_share - rejected_share).max(0.0);
        let queue = share * line.waiting / whole;
        let waited = queue - arrivals * timeouts_share * patience;
        let per_served = |sum: f64| if throughput > 0.0 { (sum / throughput).max(0.0) } else { 0.0 };
        Ok(Self {
            timeouts_share,
            rejected_share,
            busy_share: (busy_servers / f64::from(servers)).min(1.0),
            all_busy_share: at(line.all),
            mean_queue_length: queue,
            mean_wait_secs: per_served(waited).min(patience),
            mean_service_secs: per_served(busy_servers),
            throughput_per_sec: throughput,
        })
    }
}

impl Line {
    /// `ratio` is λ/X(c), `mean` that of the departures within the patience.
    fn new(ratio: f64, mean: f64, places: u32) -> Self {
        let ln_ratio = libm::log(ratio);
        // The largest terms stand near the mean, tilted by the ratio; beyond, they fall fast.
        let tilted = mean * ratio.max(1.0);
        let reach = tilted + 12.0 * libm::sqrt(tilted) + 60.0;
        let top = if reach < f64::from(places) { reach as u32 } else { places };
        if ratio <= 1.0 {
            Self::upwards(ratio, mean, top, places)
        } else {
            Self::downwards(ln_ratio, mean, top, places)
        }
    }

    /// From the state without a line: the terms only fall.
    fn upwards(ratio: f64, mean: f64, top: u32, places: u32) -> Self {
        let mut line = Self { all: 1.0, last: f64::from(u8::from(places == 0)), ..Self::default() };
        let mut power = 1.0;
        let mut tail = Tail::new(mean);
        for k in 1..=top {
            if f64::from(k) > mean - tail.spread {
                line.given_up += power * poisson_pmf(f64::from(k - 1), mean);
            }
            power *= ratio;
            let term = power * tail.at_least(k);
            line.all += term;
            line.waiting += term * f64::from(k);
            if k == places {
                line.last = term;
            }
            if term * f64::from(k) < NEGLIGIBLE * line.all {
                break;
            }
        }
        line
    }

    /// From the longest line, at load above the servers' rate: the terms rise to a crest and are taken relative to it.
    fn downwards(ln_ratio: f64, mean: f64, top: u32, places: u32) -> Self {
        let crest = (mean * libm::exp(ln_ratio)).min(f64::from(top)) as u32;
        let mut tail = Tail::new(mean);
        let ln_scale = f64::from(crest) * ln_ratio + tail.ln_at_least(crest);
        let mut line = Self { ln_scale, ..Self::default() };
        for k in (0..=top).rev() {
            let ln_power = f64::from(k) * ln_ratio - ln_scale;
            let term = libm::exp(ln_power + tail.ln_at_least(k));
            // The givings-up of the state above.
            let given_up = if k < places { libm::exp(ln_power + ln_poisson_pmf(f64::from(k), mean)) } else { 0.0 };
            line.all += term;
            line.waiting += term * f64::from(k);
            line.given_up += given_up;
            if k == places {
                line.last = term;
            }
            if k < crest && term + given_up < NEGLIGIBLE * line.all {
                break;
            }
        }
        line
    }
}

/// P(N ≥ k) of a Poisson number, for k that go up or down by one.
struct Tail {
    mean: f64,
    /// Below the mean by more than this, P(N ≥ k) is 1.
    spread: f64,
    /// The last k asked for, with P(N ≥ k) up to the mean and P(N ≥ k)/P(N = k) beyond.
    last: Option<(u32, f64)>,
}

impl Tail {
    fn new(mean: f64) -> Self {
        Self { mean, spread: 12.0 * libm::sqrt(mean) + 40.0, last: None }
    }

    fn at_least(&mut self, k: u32) -> f64 {
        libm::exp(self.ln_at_least(k))
    }

    /// ln P(N ≥ k), also where P itself would be rounded to zero.
    fn ln_at_least(&mut self, k: u32) -> f64 {
        let at = f64::from(k);
        if k == 0 || at < self.mean - self.spread {
            self.last = None;
            return 0.0;
        }
        if at <= self.mean {
            return libm::log(poisson_tail(u64::from(k) - 1, self.mean));
        }
        let over_pmf = match self.last {
            // One step down: all terms positive.
            Some((last, ratio)) if last == k + 1 => 1.0 + self.mean / (at + 1.0) * ratio,
            // One step up, where that loses no digits.
            Some((last, ratio)) if last + 1 == k && ratio > 2.0 => (ratio - 1.0) * at / self.mean,
            _ => self.series(at),
        };
        self.last = Some((k, over_pmf));
        ln_poisson_pmf(at, self.mean) + libm::log(over_pmf)
    }

    /// P(N ≥ k)/P(N = k) = 1 + m/(k+1) + m²/((k+1)(k+2)) + … for k above the mean m.
    fn series(&self, k: f64) -> f64 {
        let (mut sum, mut term, mut i) = (1.0, 1.0, k);
        while term > 1e-17 * sum {
            i += 1.0;
            term *= self.mean / i;
            sum += term;
        }
        sum
    }
}

/// Share of arrivals that find all `servers` ≥ 1 at work where everybody waits and nobody is turned away; `rate(n)` is what n at work
/// finish a second, and `arrivals_per_sec` below `rate(servers)`. Erlang's C where `rate(n)` grows with n.
///
/// With pₙ ∝ Π λ/rate(i), the line beyond the servers is geometric and its sum 1/(1 − λ/rate(c)): nothing is cut off.
#[must_use]
pub fn all_busy_share(arrivals_per_sec: f64, servers: u32, rate: impl Fn(u32) -> f64) -> f64 {
    // Σ pₙ/p_k over n ≤ k, from k = 0 to c − 1, then over n < c in terms of p_c.
    let below = (1..servers).fold(1.0, |sum, n| 1.0 + sum * rate(n) / arrivals_per_sec);
    let full = rate(servers);
    let line = full / (full - arrivals_per_sec);
    line / (below * full / arrivals_per_sec + line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::erlang::erlang_b;
    use crate::queueing::{MMc, MMcK};

    fn pool(arrivals: f64, service: f64, servers: u32, places: u32, patience: f64) -> Impatient {
        Impatient::new(arrivals, servers, places, patience, |n| f64::from(n) / service).unwrap()
    }

    fn near(value: f64, expected: f64, tolerance: f64) {
        assert!((value - expected).abs() <= tolerance * expected.abs().max(1e-12), "{value} for {expected}");
    }

    #[test]
    fn near_full_load_who_waits_is_erlangs_c_to_the_last_digits() {
        for (servers, load) in [(1, 0.5), (10, 0.999), (50, 0.999_999), (400, 0.9)] {
            let arrivals = f64::from(servers) * load;
            let found = all_busy_share(arrivals, servers, f64::from);
            let wanted = crate::queueing::MMc::new(arrivals, 1.0, servers).unwrap().wait_probability();
            assert!((found / wanted - 1.0).abs() < 1e-9, "{servers} {load}: {found} against {wanted}");
        }
    }

    #[test]
    fn without_patience_or_places_it_is_erlangs_b() {
        for (servers, load) in [(1, 0.5), (5, 3.0), (20, 25.0), (100, 90.0)] {
            let blocked = erlang_b(servers, load).unwrap();
            near(pool(load, 1.0, servers, 0, 5.0).rejected_share, blocked, 1e-12);
            let impatient = pool(load, 1.0, servers, 1000, 0.0);
            near(impatient.timeouts_share, blocked, 1e-12);
            near(impatient.busy_share, load * (1.0 - blocked) / f64::from(servers), 1e-12);
        }
    }

    #[test]
    fn with_endless_patience_it_is_erlangs_c() {
        for (servers, load) in [(1, 0.9), (5, 3.0), (20, 18.0), (100, 90.0)] {
            let endless = MMc::new(load, 1.0, servers).unwrap();
            let pool = pool(load, 1.0, servers, 100_000, 1e6);
            near(pool.mean_wait_secs, endless.mean_wait_secs(), 1e-10);
            near(pool.all_busy_share, endless.wait_probability(), 1e-10);
            near(pool.mean_service_secs, 1.0, 1e-10);
        }
    }

    #[test]
    fn with_endless_patience_and_few_places_it_is_m_m_c_k() {
        for (servers, load, places) in [(2, 1.5, 3), (5, 8.0, 40), (20, 19.0, 10), (10, 30.0, 1000)] {
            let limited = MMcK::new(load, 1.0, servers, servers + places).unwrap();
            let pool = pool(load, 1.0, servers, places, 1e7);
            near(pool.rejected_share, limited.blocked_share(), 1e-10);
            near(pool.mean_wait_secs, limited.mean_wait_secs(), 1e-9);
            near(pool.busy_share, limited.utilization(), 1e-10);
        }
    }

    /// For an endless line by the density of the wait on offer: f(x) = λ p(c−1) e^−(cμ−λ)x up to the patience, falling with cμ beyond.
    fn by_density(arrivals: f64, servers: u32, patience: f64) -> (f64, f64) {
        let c = f64::from(servers);
        let delta = c - arrivals;
        let before = 1.0 / erlang_b(servers - 1, arrivals).unwrap();
        let steps = 200_000;
        let h = patience / f64::from(steps);
        let (mut mass, mut moment) = (0.0, 0.0);
        for i in 0..steps {
            let x = (f64::from(i) + 0.5) * h;
            let density = arrivals * libm::exp(-delta * x);
            mass += density * h;
            moment += x * density * h;
        }
        let late = arrivals * libm::exp(-delta * patience) / c;
        let whole = before + mass + late;
        (late / whole, moment / (before + mass))
    }

    #[test]
    fn timeouts_and_waits_agree_with_the_density_of_the_wait_on_offer() {
        for (arrivals, servers, patience) in
            [(1.5, 2, 1.0), (4.0, 5, 0.3), (5.0, 5, 2.0), (9.0, 5, 1.0), (30.0, 20, 0.5), (2.5, 2, 8.0)]
        {
            let (late, wait) = by_density(arrivals, servers, patience);
            let pool = pool(arrivals, 1.0, servers, 1_000_000, patience);
            near(pool.timeouts_share, late, 1e-7);
            near(pool.mean_wait_secs, wait, 1e-7);
        }
    }

    #[test]
    fn what_comes_in_is_served_gives_up_or_is_turned_away() {
        for load in [0.1, 0.8, 1.0, 1.2, 5.0] {
            for places in [0, 1, 10, 300, 1_000_000] {
                for patience in [0.0, 0.01, 1.0, 50.0, 86_400.0] {
                    let rate = |n: u32| f64::from(n) / (1.0 + 0.02 * f64::from(n - 1));
                    let arrivals = load * rate(8);
                    let pool = Impatient::new(arrivals, 8, places, patience, rate).unwrap();
                    // Services finished a second, state by state, are what is served: Σ X(n) p(n).
                    assert!((0.0..=1.0).contains(&pool.timeouts_share), "{load} {places} {patience}: {pool:?}");
                    assert!((0.0..=1.0).contains(&pool.rejected_share), "{load} {places} {patience}: {pool:?}");
                    assert!(pool.timeouts_share + pool.rejected_share <= 1.0 + 1e-9);
                    let most = rate(8);
                    assert!(pool.throughput_per_sec <= most * (1.0 + 1e-9), "{load} {places} {patience}: {pool:?}");
                    assert!(pool.mean_wait_secs >= 0.0 && pool.mean_wait_secs <= patience + 1e-9);
                    if load > 1.0 && places >= 300 && patience >= 50.0 {
                        near(pool.throughput_per_sec, most, 1e-6);
                    }
                }
            }
        }
    }

    #[test]
    fn extreme_pools_answer_quickly_and_finitely() {
        for (arrivals, servers, places, patience) in [
            (1e6, 10_000, 1_000_000, 86_400.0),
            (1e-4, 10_000, 1_000_000, 86_400.0),
            (1e6, 1, 1_000_000, 1e-6),
            (1e5, 1000, 1_000_000, 5.0),
        ] {
            let pool = pool(arrivals, 0.01, servers, places, patience);
            assert!(
                pool.mean_wait_secs.is_finite() && pool.timeouts_share.is_finite() && pool.busy_share <= 1.0,
                "{pool:?}"
            );
        }
    }
}
