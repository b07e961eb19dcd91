//! Queueing models against a second algorithm, written here in another way: balance of states, uniformization, embedded
//! chains, fixed points, mean value analysis, plain quadrature. These work away from the extremes; the table covers those.

use crate::table::{Family, tolerance};
use explorer_core::queueing::{
    FiniteSource, GM1, Interarrival, MD1, MG1, MG1Priority, MM1, MM1Sjf, MMc, MMcK, Preemption, ServiceClass, erlang,
};

fn close(ours: f64, second: f64, tolerance: f64, what: &str) {
    let error = if second == 0.0 { ours.abs() } else { (ours / second - 1.0).abs() };
    assert!(error <= tolerance, "{what}: {ours}, second way {second}, off by {error:e} > {tolerance:e}");
}

#[test]
fn erlang_b_by_the_inverse_sum() {
    // 1/B = 1 + c/a + c(c−1)/a² + …
    for row in Family::named("erlang_b").rows() {
        let (servers, offered) = (row.whole("servers"), row.number("offered_erlangs"));
        let (mut sum, mut term) = (1.0, 1.0);
        for k in (1..=servers).rev() {
            term *= f64::from(k) / offered;
            sum += term;
        }
        close(erlang::erlang_b(servers, offered).unwrap(), 1.0 / sum, 1e-10, "erlang_b");
    }
}

/// State probabilities by balance, from the likeliest outwards so that nothing overflows; `last` states beyond zero.
fn states(offered: f64, servers: u32, last: u32) -> Vec<f64> {
    let step = |n: u32| offered / f64::from(n.min(servers));
    let start = if offered >= f64::from(servers) { last } else { last.min(offered as u32) };
    let mut weights = vec![0.0; last as usize + 1];
    weights[start as usize] = 1.0;
    for n in start + 1..=last {
        weights[n as usize] = weights[n as usize - 1] * step(n);
    }
    for n in (0..start).rev() {
        weights[n as usize] = weights[n as usize + 1] / step(n + 1);
    }
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

/// P(response > t) and P(wait > t) of a customer who finds n others with probability `found[n]`, by uniformization at rate cμ
/// of the chain "departures until my service starts, then my service".
fn tails_by_uniformization(found: &[f64], servers: usize, services: f64) -> (f64, f64) {
    let mut waiting = vec![0.0; found.len().saturating_sub(servers) + 1];
    let mut serving = 0.0;
    for (n, share) in found.iter().enumerate() {
        if n < servers { serving += share } else { waiting[n - servers] += share }
    }
    let mean = servers as f64 * services;
    let (mut response_tail, mut wait_tail, mut weight) = (0.0, 0.0, (-mean).exp());
    assert!(weight > 0.0, "too long for a plain Poisson weight");
    for jump in 1..(mean + 12.0 * mean.sqrt() + 60.0) as u32 {
        let still: f64 = waiting.iter().sum();
        response_tail += weight * (still + serving);
        wait_tail += weight * still;
        weight *= mean / f64::from(jump);
        serving *= 1.0 - 1.0 / servers as f64;
        serving += waiting[0];
        waiting.rotate_left(1);
        if let Some(last) = waiting.last_mut() {
            *last = 0.0;
        }
    }
    (response_tail, wait_tail)
}

#[test]
fn mmck_by_balance_of_states_and_uniformization() {
    let mut points = 0;
    for row in Family::named("mmck").rows() {
        let (rate, secs) = (row.number("arrivals_per_sec"), row.number("mean_service_secs"));
        let capacity = row.whole("capacity");
        let servers = row.whole("servers").min(capacity);
        let queue = MMcK::new(rate, secs, row.whole("servers"), capacity).unwrap();
        let probabilities = states(rate * secs, servers, capacity);
        let entered = 1.0 - probabilities[capacity as usize];
        if entered < 0.1 {
            continue;
        }
        let queued: f64 =
            probabilities.iter().zip(0..).map(|(p, n)| p * f64::from(u32::saturating_sub(n, servers))).sum();
        close(queue.throughput_per_sec(), rate * entered, 1e-10, "throughput");
        close(queue.mean_queue_length(), queued, 1e-10, "mean_queue");
        let t = row.number("t");
        let services = t / secs;
        if f64::from(servers) * services < 600.0 && capacity <= 200 {
            let found: Vec<f64> = probabilities[..capacity as usize].iter().map(|p| p / entered).collect();
            let (response, wait) = tails_by_uniformization(&found, servers as usize, services);
            close(queue.response_tail(t), response, 1e-10, "response_tail");
            if wait > 1e-9 {
                close(queue.wait_tail(t), wait, 1e-10, "wait_tail");
            }
            points += 2;
        }
    }
    assert!(points >= 200, "only {points}");
}

#[test]
fn mm1_and_mmc_by_balance_of_states_and_uniformization() {
    let mut points = 0;
    for servers in [1, 2, 3, 8, 10, 64] {
        for utilization in [0.05, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95] {
            let offered = utilization * f64::from(servers);
            // ρ^last < 1e-17.
            let last = servers + (40.0 / -utilization.ln()) as u32;
            let probabilities = states(offered, servers, last);
            let queue = MMc::new(offered, 1.0, servers).unwrap();
            let inside: f64 = probabilities.iter().zip(0..).map(|(p, n)| p * f64::from(n)).sum();
            let busy: f64 = probabilities[servers as usize..].iter().sum();
            close(queue.mean_in_system(), inside, 1e-10, "mean_in_system");
            close(queue.wait_probability(), busy, 1e-10, "wait_probability");
            for t in [0.2, 1.0, 4.0] {
                let (response, wait) = tails_by_uniformization(&probabilities, servers as usize, t);
                close(queue.response_tail(t), response, 1e-10, "response_tail");
                // States beyond `last` hold 1e-17, jumps left out less.
                if wait > 1e-6 {
                    close(queue.wait_tail(t), wait, 1e-10, "wait_tail");
                }
                points += 2;
            }
            if servers == 1 {
                let one = MM1::new(offered, 1.0).unwrap();
                close(one.mean_in_system(), inside, 1e-10, "mm1");
                close(one.response_quantile_secs(0.99), queue.response_quantile_secs(0.99), 1e-10, "mm1 q");
            }
        }
    }
    assert!(points >= 200, "only {points}");
}

#[test]
fn md1_by_erlangs_series_and_by_its_mean() {
    // The series loses e^(2λt) digits: up to four services it keeps enough for 1e-9 of a tail above 1 %.
    for utilization in [0.1, 0.3, 0.5, 0.7, 0.9, 0.99] {
        let queue = MD1::new(utilization, 1.0).unwrap();
        for step in 0..40 {
            let t = f64::from(step) * 0.1;
            let mut sum = 0.0;
            for k in 0..=t as u32 {
                let x = utilization * (t - f64::from(k));
                let factorial: f64 = (1..=k).map(f64::from).product();
                sum += (-x).powi(k as i32) / factorial * x.exp();
            }
            let cdf = (1.0 - utilization) * sum;
            assert!((queue.wait_cdf(t) - cdf).abs() < 1e-12, "{utilization} {t}");
        }
        // Simpson's rule service by service; inside a service the tail is smooth.
        let area =
            (0..60).map(|service| simpson(f64::from(service), f64::from(service) + 1.0, 64, |t| queue.wait_tail(t)));
        let rest = queue.wait_tail(60.0) / (-(queue.wait_tail(61.0) / queue.wait_tail(60.0)).ln()).max(1e-3);
        let area = area.sum::<f64>() + if queue.wait_tail(60.0) > 1e-300 { rest } else { 0.0 };
        close(queue.mean_wait_secs(), area, 1e-7, "area under the tail");
    }
}

fn simpson(from: f64, to: f64, panels: u32, f: impl Fn(f64) -> f64) -> f64 {
    let h = (to - from) / f64::from(panels);
    // Just inside the ends, where a piecewise function may jump.
    let at = |i: u32| f((from + f64::from(i) * h).clamp(from + 1e-12, to - 1e-12));
    let inner: f64 = (1..panels).map(|i| if i % 2 == 1 { 4.0 * at(i) } else { 2.0 * at(i) }).sum();
    h / 3.0 * (at(0) + inner + at(panels))
}

#[test]
fn mg1_by_its_embedded_chain() {
    // Hyperexponential service of two means: arrivals during a service are a mixture of geometrics.
    let mut points = 0;
    for utilization in [0.1, 0.3, 0.5, 0.7, 0.8, 0.9] {
        for (share, short) in [(0.5, 1.0), (0.5, 0.2), (0.9, 0.5), (0.2, 0.1), (0.7, 0.01), (0.99, 0.8)] {
            let long = (1.0 - share * short) / (1.0 - share);
            let second = 2.0 * (share * short * short + (1.0 - share) * long * long);
            let ratios = [short, long].map(|mean: f64| utilization * mean / (1.0 + utilization * mean));
            // P(more than k arrive in a service) = Σ shareᵢ ratioᵢ^(k+1).
            let more = |k: usize| share * ratios[0].powi(k as i32 + 1) + (1.0 - share) * ratios[1].powi(k as i32 + 1);
            let none = 1.0 - more(0);
            let mut p = vec![1.0 - utilization];
            let mut inside = 0.0;
            for n in 1..4_000 {
                let up: f64 = (1..n).rev().take(600).map(|i| p[i] * more(n - i)).sum::<f64>() + p[0] * more(n - 1);
                p.push(up / none);
                inside += n as f64 * p[n];
                if n > 50 && p[n] < 1e-18 {
                    break;
                }
            }
            let queue = MG1::from_moments(utilization, 1.0, second).unwrap();
            close(queue.mean_in_system(), inside, 1e-9, "mg1");
            points += 1;
        }
    }
    assert_eq!(points, 36);
}

#[test]
fn gm1_by_fixed_point_iteration() {
    for utilization in [0.1, 0.3, 0.5, 0.7, 0.8, 0.9] {
        for (law, transform) in [
            (Interarrival::Deterministic, Box::new(|x: f64| (-x).exp()) as Box<dyn Fn(f64) -> f64>),
            (Interarrival::Erlang { stages: 3 }, Box::new(|x: f64| (1.0 + x / 3.0).powi(-3))),
            (Interarrival::Exponential, Box::new(|x: f64| 1.0 / (1.0 + x))),
            (
                Interarrival::Hyperexponential { first_share: 0.75, first_relative_mean: 0.4 },
                Box::new(|x: f64| 0.75 / (1.0 + 0.4 * x) + 0.25 / (1.0 + 2.8 * x)),
            ),
        ] {
            let mut sigma = utilization;
            for _ in 0..3_000 {
                sigma = transform((1.0 - sigma) / utilization);
            }
            let queue = GM1::new(utilization, 1.0, law).unwrap();
            close(queue.wait_probability(), sigma, 1e-10, "sigma");
            close(queue.mean_wait_secs(), sigma / (1.0 - sigma), 1e-10, "wait");
        }
    }
}

#[test]
fn shortest_job_first_by_plain_quadrature_and_priorities_by_their_conservation_law() {
    for utilization in [0.1, 0.5, 0.9, 0.99] {
        let free = |x: f64| 1.0 - utilization + utilization * (-x).exp() * (1.0 + x);
        let wait = utilization * simpson(0.0, 60.0, 20_000, |x| (-x).exp() / (free(x) * free(x)));
        close(MM1Sjf::new(utilization, 1.0).unwrap().mean_wait_secs(), wait, 1e-8, "sjf");
    }
    // Σ ρᵢWᵢ does not depend on the order (Kleinrock 1965), only on residual work.
    for row in Family::named("priority").rows() {
        let class = |i: u32| ServiceClass {
            arrivals_per_sec: row.number(&format!("arrivals_{i}")),
            mean_service_secs: row.number(&format!("service_{i}")),
            service_scv: row.number(&format!("scv_{i}")),
        };
        let (a, b) = (class(1), class(2));
        let weigh = |queue: &MG1Priority, classes: [ServiceClass; 2]| -> f64 {
            classes.iter().zip(queue.mean_waits_secs()).map(|(c, w)| c.arrivals_per_sec * c.mean_service_secs * w).sum()
        };
        let one = MG1Priority::new(&[a, b], Preemption::None).unwrap();
        let other = MG1Priority::new(&[b, a], Preemption::None).unwrap();
        let idle = 1.0 - one.utilization();
        close(weigh(&one, [a, b]), weigh(&other, [b, a]), tolerance(idle), "conservation");
    }
}

#[test]
fn finite_source_by_mean_value_analysis() {
    for (think, service) in [(0.1, 1.0), (4.0, 0.5), (100.0, 1.0), (0.0, 2.0)] {
        let mut inside = 0.0;
        for users in 1..=200_u32 {
            let response = service * (1.0 + inside);
            inside = f64::from(users) * response / (think + response);
            let queue = FiniteSource::new(users, think, service, 1).unwrap();
            close(queue.mean_response_secs(), response, 1e-10, "mva");
        }
    }
}
