//! A queue fitted to a log: start times and durations become an arrival rate, a service time and its variation.
//!
//! **What.** With n requests begun at t₁ ≤ … ≤ tₙ and lasting d₁ … dₙ:
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | λ = (n − 1)/(tₙ − t₁) | `arrivals_per_sec`, ± z·λ·c/√n with c the coefficient of variation of the gaps | 1/s |
//! | sᵢ | service: dᵢ, or end i − max(tᵢ, end i − 1) where the requests went one at a time | s |
//! | s̄ ± z·s/√n | `service_ms` | ms |
//! | cv = s/s̄ ± z·cv·√((κ − 1)/4n − γ·cv/n + cv²/n) | `service_cv`, by the delta method with skewness γ and kurtosis κ | – |
//!
//! **Assumptions.** The rate did not drift while the log was taken, and services are independent. Where requests overlap, nobody
//! can tell waiting from service in such a log: the durations are then taken as service and the largest number under way at once
//! as servers, which is what the queue looks like if nobody had to wait.
//!
//! **Source.** D. R. Cox and P. A. W. Lewis, *The Statistical Analysis of Series of Events* (Methuen, 1966), ch. 4; delta method:
//! any statistics text.
//!
//! **Where it stops being true.** Start times in whole seconds hide the gaps: then the rate stands, its interval is the one of a
//! Poisson stream, and requests are not put in order.

use crate::stats::normal_quantile;

/// Requests kept with their start; further ones only count.
const KEPT: usize = 500_000;

/// Pairs of start and duration, as they come.
#[derive(Debug, Default)]
pub(super) struct LogGathering {
    pairs: Vec<(f64, f64)>,
    beyond: u64,
}

impl LogGathering {
    /// Takes in one request: start in seconds where it could be read, duration in ms.
    pub fn record(&mut self, start_secs: Option<f64>, ms: f64) {
        let Some(start) = start_secs.filter(|s| s.is_finite()) else { return };
        if self.pairs.len() < KEPT {
            self.pairs.push((start, ms / 1e3));
        } else {
            self.beyond += 1;
        }
    }

    /// The fit; nothing for fewer than twenty requests or no time between them.
    pub fn finish(self) -> Option<LogFit> {
        fit(self.pairs, self.beyond)
    }
}

/// A queue that would make such a log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogFit {
    /// Requests it rests on.
    pub count: u64,
    /// Arrivals a second.
    pub arrivals_per_sec: f64,
    /// Half of its 95 % interval.
    pub arrivals_half_width: f64,
    /// Coefficient of variation of the gaps between arrivals: 1 for a Poisson stream; nothing where starts are in whole seconds.
    pub gap_cv: Option<f64>,
    /// Mean service time in ms.
    pub service_ms: f64,
    /// Half of its 95 % interval.
    pub service_half_width_ms: f64,
    /// Coefficient of variation of the service time.
    pub service_cv: f64,
    /// Half of its 95 % interval.
    pub service_cv_half_width: f64,
    /// Servers: 1 where the requests went one at a time, otherwise the largest number under way at once.
    pub servers: u32,
    /// Whether waiting could be told from service, because the requests went one at a time in order of arrival.
    pub one_at_a_time: bool,
    /// Whether only the first half million requests were used.
    pub part: bool,
}

impl LogFit {
    /// The query that opens the topic `queue` with this fit.
    #[must_use]
    pub fn queue_query(&self) -> String {
        let digits = |v: f64| -> f64 { format!("{v:.4e}").parse().unwrap_or(v) };
        let mut query =
            format!("arrivals_per_sec={}&service_ms={}", digits(self.arrivals_per_sec), digits(self.service_ms));
        if self.servers > 1 {
            query += &format!("&servers={}", self.servers);
        }
        let near = |cv: f64| libm::fabs(self.service_cv - cv) <= self.service_cv_half_width.max(0.03);
        if self.service_cv < 0.05 {
            query += "&service_law=deterministic";
        } else if !near(1.0) {
            query += &format!("&service_law=lognormal&service_cv={}", digits(self.service_cv.min(10.0)));
        }
        query
    }
}

fn fit(mut pairs: Vec<(f64, f64)>, beyond: u64) -> Option<LogFit> {
    pairs.retain(|(_, d)| *d >= 0.0);
    let n = pairs.len();
    if n < 20 {
        return None;
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.0 + a.1).total_cmp(&(b.0 + b.1))));
    let span = pairs[n - 1].0 - pairs[0].0;
    if !(span > 0.0) {
        return None;
    }
    let z = normal_quantile(0.975);
    let whole_seconds = pairs.iter().all(|(start, _)| *start == libm::rint(*start)) && (n as f64) > span;
    let gaps = Moments::of(pairs.windows(2).map(|w| w[1].0 - w[0].0));
    let gap_cv = (!whole_seconds).then(|| gaps.cv());
    let rate = (n - 1) as f64 / span;
    let alone = if whole_seconds { None } else { served_alone(&pairs) };
    let one_at_a_time = alone.is_some();
    let service = Moments::of(alone.unwrap_or_else(|| pairs.iter().map(|p| p.1).collect()).into_iter());
    let cv = service.cv();
    if !(service.mean > 0.0) {
        return None;
    }
    Some(LogFit {
        count: n as u64,
        arrivals_per_sec: rate,
        arrivals_half_width: z * rate * gap_cv.unwrap_or(1.0) / libm::sqrt(n as f64),
        gap_cv,
        service_ms: service.mean * 1e3,
        service_half_width_ms: z * cv * service.mean * 1e3 / libm::sqrt(n as f64),
        service_cv: cv,
        service_cv_half_width: z * service.cv_error(),
        servers: if one_at_a_time { 1 } else { most_at_once(&pairs) },
        one_at_a_time,
        part: beyond > 0,
    })
}

/// Service times where every request ends after the one before it (but for one in a thousand) and some had to wait.
fn served_alone(pairs: &[(f64, f64)]) -> Option<Vec<f64>> {
    let (mut services, mut out_of_order, mut overlaps) = (Vec::with_capacity(pairs.len()), 0_usize, 0_usize);
    let mut free = f64::NEG_INFINITY;
    for &(start, duration) in pairs {
        let end = start + duration;
        overlaps += usize::from(start < free);
        // Clocks and printing round: a hair before is not out of order.
        let slack = 1e-6 + 1e-3 * duration;
        if end < free - slack {
            out_of_order += 1;
            services.push(duration);
            continue;
        }
        services.push((end - start.max(free)).max(0.0));
        free = end.max(free);
    }
    (out_of_order * 1000 <= pairs.len() && (overlaps == 0 || out_of_order == 0)).then_some(services)
}

/// The largest number of requests under way at once.
fn most_at_once(pairs: &[(f64, f64)]) -> u32 {
    let mut ends: Vec<f64> = pairs.iter().map(|(start, duration)| start + duration).collect();
    ends.sort_by(f64::total_cmp);
    let (mut most, mut ended) = (0, 0);
    for (begun, (start, _)) in pairs.iter().enumerate() {
        while ended < ends.len() && ends[ended] <= *start {
            ended += 1;
        }
        most = most.max((begun + 1).saturating_sub(ended));
    }
    most.clamp(1, 10_000) as u32
}

/// Mean and central moments.
struct Moments {
    n: f64,
    mean: f64,
    second: f64,
    third: f64,
    fourth: f64,
}

impl Moments {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Self {
        let n = values.clone().count() as f64;
        let mean = values.clone().sum::<f64>() / n;
        let (mut second, mut third, mut fourth) = (0.0, 0.0, 0.0);
        for value in values {
            let d = value - mean;
            second += d * d;
            third += d * d * d;
            fourth += d * d * d * d;
        }
        Self { n, mean, second: second / n, third: third / n, fourth: fourth / n }
    }

    fn cv(&self) -> f64 {
        libm::sqrt(self.second * self.n / (self.n - 1.0)) / self.mean
    }

    /// Standard error of the coefficient of variation.
    fn cv_error(&self) -> f64 {
        let cv = self.cv();
        if !(self.second > 0.0) {
            return 0.0;
        }
        let kurtosis = self.fourth / (self.second * self.second);
        let skewness = self.third / libm::pow(self.second, 1.5);
        let relative = ((kurtosis - 1.0) / 4.0 - skewness * cv + cv * cv) / self.n;
        cv * libm::sqrt(relative.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};

    /// A log of one FIFO server: Poisson arrivals, service by `law`.
    fn log(n: usize, rate: f64, law: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(3);
        let (mut now, mut free) = (1.77e9, 0.0_f64);
        (0..n)
            .map(|_| {
                now += -libm::log(1.0 - rng.random::<f64>()) / rate;
                free = free.max(now) + law(rng.random());
                (now, free - now)
            })
            .collect()
    }

    #[test]
    fn one_servers_log_gives_its_arrivals_and_services_back() {
        let pairs = log(40_000, 30.0, |u| -libm::log(1.0 - u) * 0.025);
        let fit = fit(pairs, 0).unwrap();
        assert!(fit.one_at_a_time && fit.servers == 1, "{fit:?}");
        // Two half widths: a false alarm in about 15,000.
        assert!((fit.arrivals_per_sec - 30.0).abs() < 2.0 * fit.arrivals_half_width);
        assert!((fit.service_ms - 25.0).abs() < 2.0 * fit.service_half_width_ms);
        assert!((fit.service_cv - 1.0).abs() < 2.0 * fit.service_cv_half_width);
        assert!((fit.gap_cv.unwrap() - 1.0).abs() < 0.05);
        assert!(!fit.queue_query().contains("service_law"), "{}", fit.queue_query());
    }

    #[test]
    fn constant_service_is_told_from_random_service() {
        let fit = fit(log(5_000, 30.0, |_| 0.025), 0).unwrap();
        assert!(fit.service_cv < 0.02 && fit.queue_query().contains("deterministic"), "{fit:?}");
    }

    #[test]
    fn overlapping_requests_are_many_servers() {
        let pairs: Vec<(f64, f64)> = (0..1000).map(|i| (f64::from(i) * 0.1, 0.35 + f64::from(i % 7) * 0.1)).collect();
        let fit = fit(pairs, 0).unwrap();
        assert!(!fit.one_at_a_time && fit.servers > 3, "{fit:?}");
    }

    #[test]
    fn too_little_gives_no_fit() {
        assert_eq!(fit(log(10, 1.0, |_| 0.1), 0), None);
        assert_eq!(fit(vec![(5.0, 0.1); 100], 0), None);
    }
}
