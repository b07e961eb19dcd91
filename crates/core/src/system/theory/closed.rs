//! Closed networks: exact mean-value analysis.
//!
//! R_k(n) at a queueing centre with one server is S(1 + Q_k(n − 1)); X(n) = n/(Z + Σ V R); Q = X V R. Exponential work, FIFO, any think time.

use super::{Figure, Theory};
use crate::system::parts::Shape;
use crate::system::parts::service::{Order, UNLIMITED};
use crate::system::scenario::{Kind, Scenario};

/// A place of a closed network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Centre {
    /// Mean work of one visit, seconds.
    pub work_secs: f64,
    /// Servers; `UNLIMITED` is a delay.
    pub servers: u32,
}

/// Users up to which centres with several servers are solved.
const MOST_USERS: u32 = 2000;

/// (requests a second, mean response at each centre in seconds) of `users` who think for `think_secs` and visit each centre once.
pub fn mva(users: u32, think_secs: f64, centres: &[Centre]) -> (f64, Vec<f64>) {
    if users > 0 && centres.iter().any(|c| c.servers > 1 && c.servers != UNLIMITED) {
        return convolution(users.min(MOST_USERS), think_secs, centres);
    }
    let mut inside = vec![0.0; centres.len()];
    let (mut per_sec, mut responses) = (0.0, vec![0.0; centres.len()]);
    for n in 1..=users {
        for (k, centre) in centres.iter().enumerate() {
            responses[k] = centre.work_secs * if centre.servers == UNLIMITED { 1.0 } else { 1.0 + inside[k] };
        }
        let total: f64 = think_secs + responses.iter().sum::<f64>();
        per_sec = if total > 0.0 { f64::from(n) / total } else { f64::INFINITY };
        inside.iter_mut().zip(&responses).for_each(|(inside, response)| *inside = per_sec * response);
    }
    (per_sec, responses)
}

/// The same for centres with several servers, where the recursion loses its digits: sums of products over all ways to share the users
/// among the centres (J. P. Buzen, "Computational algorithms for closed queueing networks", CACM 16 (1973)), in logarithms.
fn convolution(users: u32, think_secs: f64, centres: &[Centre]) -> (f64, Vec<f64>) {
    let n = users as usize;
    let factors = |centre: &Centre| -> Vec<f64> {
        let mut logs = vec![0.0; n + 1];
        for j in 1..=n {
            let busy = if centre.servers == UNLIMITED { j as f64 } else { (j as f64).min(f64::from(centre.servers)) };
            logs[j] = logs[j - 1] + libm::log(centre.work_secs / busy);
        }
        logs
    };
    let convolve = |a: &[f64], b: &[f64]| -> Vec<f64> {
        let sum = |k: usize| {
            let top = (0..=k).map(|j| a[j] + b[k - j]).fold(f64::NEG_INFINITY, f64::max);
            top + libm::log((0..=k).map(|j| libm::exp(a[j] + b[k - j] - top)).sum::<f64>())
        };
        (0..=n).map(sum).collect()
    };
    let think = Centre { work_secs: think_secs.max(1e-300), servers: UNLIMITED };
    let all: Vec<Vec<f64>> = centres.iter().chain([&think]).map(factors).collect();
    let without = |skip: usize| {
        let others = all.iter().enumerate().filter(|(k, _)| *k != skip).map(|(_, f)| f);
        others
            .fold(None, |sum: Option<Vec<f64>>, f| Some(sum.map_or_else(|| f.clone(), |s| convolve(&s, f))))
            .unwrap_or_default()
    };
    let whole = convolve(&without(0), &all[0]);
    let per_sec = libm::exp(whole[n - 1] - whole[n]);
    let inside = |k: usize| {
        let rest = without(k);
        (1..=n).map(|j| j as f64 * libm::exp(all[k][j] + rest[n - j] - whole[n])).sum::<f64>()
    };
    (per_sec, (0..centres.len()).map(|k| inside(k) / per_sec).collect())
}

pub(super) fn closed(scenario: &Scenario, theory: &mut Theory) {
    match network(scenario) {
        Err(why) => theory.says.push(format!("No closed form is known: {why}.")),
        Ok((clients, users, think_secs, path)) => {
            let centres: Vec<Centre> = path.iter().map(|(_, centre)| *centre).collect();
            let (per_sec, responses) = mva(users, think_secs, &centres);
            let mut add = |part, key, value| theory.figures.push(Figure { part, key, value, by: None });
            add(clients, "mean_response_ms", 1000.0 * responses.iter().sum::<f64>());
            for key in ["offered_per_sec", "load_per_sec", "goodput_per_sec"] {
                add(clients, key, per_sec);
            }
            add(clients, "errors_share", 0.0);
            add(clients, "timeouts_share", 0.0);
            for ((part, centre), response) in path.iter().zip(&responses) {
                add(*part, "mean_in_system", per_sec * response);
                add(*part, "mean_wait_ms", 1000.0 * (response - centre.work_secs).max(0.0));
                if centre.servers != UNLIMITED {
                    add(*part, "utilization_share", per_sec * centre.work_secs / f64::from(centre.servers));
                }
            }
            theory.says.push("A closed network of exponential servers: exact mean-value analysis.".into());
        }
    }
}

type Network = (usize, u32, f64, Vec<(usize, Centre)>);

/// One kind of closed clients and the services that a request passes.
fn network(scenario: &Scenario) -> Result<Network, String> {
    let asking: Vec<usize> =
        (0..scenario.parts().len()).filter(|i| matches!(scenario.parts()[*i].kind, Kind::Clients(_))).collect();
    let [at] = asking[..] else { return Err("several kinds of clients, one of them closed".into()) };
    let Kind::Clients(clients) = &scenario.parts()[at].kind else { return Err("no clients".into()) };
    let Some((users, think)) = clients.closed else { return Err("no users".into()) };
    if clients.open.is_some() {
        return Err("clients both open and closed".into());
    }
    if users > MOST_USERS {
        return Err("the recursion over so many users is too long".into());
    }
    super::open::plain(scenario, at)?;
    let (mut path, mut name) = (Vec::new(), Some(clients.target.clone()));
    while let Some(next) = name {
        let part = scenario.find(&next).ok_or("a part is missing")?;
        let Kind::Service(service) = &scenario.parts()[part].kind else {
            return Err(format!("`{next}` is no service"));
        };
        super::open::plain(scenario, part)?;
        if service.instances > 1 || service.line != UNLIMITED || service.usl.is_some() || !service.calls.is_empty() {
            return Err(format!("`{next}` is more than one line before workers"));
        }
        let any_law = service.workers == UNLIMITED;
        if !any_law && (service.work.shape != Shape::Exponential || service.order != Order::Fifo) {
            return Err(format!("the work of `{next}` is not exponential, first come first served"));
        }
        if !any_law && service.workers > 1000 {
            return Err(format!("`{next}` has too many workers for the recursion"));
        }
        path.push((part, Centre { work_secs: service.work.mean_secs, servers: service.workers }));
        name = service.passes.clone();
    }
    Ok((at, users, think.mean_secs, path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::FiniteSource;

    #[test]
    fn one_server_gives_the_values_of_exact_mean_value_analysis() {
        let one = |users| mva(users, 1.0, &[Centre { work_secs: 0.01, servers: 1 }]);
        for (users, per_sec) in [(10, 9.891529521846165), (50, 49.069532063809056), (100, 92.4299547289139)] {
            assert!((one(users).0 - per_sec).abs() < 1e-9 * per_sec, "{users}");
        }
        assert!((one(10).1[0] - 0.010966).abs() < 1e-6 && (one(50).1[0] - 0.01896223373357167).abs() < 1e-12);
    }

    #[test]
    fn several_servers_agree_with_the_finite_source() {
        for (users, servers) in [(1, 2), (7, 2), (40, 3), (100, 10)] {
            let (per_sec, _) = mva(users, 0.5, &[Centre { work_secs: 0.1, servers }]);
            let other = FiniteSource::new(users, 0.5, 0.1, servers).expect("valid").throughput_per_sec();
            assert!((per_sec - other).abs() < 1e-9 * other, "{users} on {servers}: {per_sec} against {other}");
        }
    }

    #[test]
    fn two_equal_servers_without_thinking_share_the_users() {
        let (per_sec, responses) = mva(3, 0.0, &[Centre { work_secs: 0.1, servers: 1 }; 2]);
        // X = n/(n + 1) of the capacity for two balanced centres.
        assert!((per_sec - 7.5).abs() < 1e-12 && (responses[0] - 0.2).abs() < 1e-12);
    }
}
