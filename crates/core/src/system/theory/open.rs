//! Open networks: each part by its own model, as long as what comes to it is Poisson.

use super::station::{Station, queue};
use super::{Figure, Theory};
use crate::cache::che::{Popularity, Stay};
use crate::queueing::{GM1, Impatient, Interarrival};
use crate::system::caller::Caller;
use crate::system::parts::balancer::Choice;
use crate::system::parts::cache::Eviction;
use crate::system::parts::clients::{Clients, Gaps};
use crate::system::parts::service::{Order, Service, UNLIMITED};
use crate::system::parts::{Shape, Work};
use crate::system::scenario::{Kind, Scenario};

/// Whether a part calls (and is called) without any of what has no closed form.
pub(super) fn plain(scenario: &Scenario, at: usize) -> Result<(), String> {
    let part = &scenario.parts()[at];
    if scenario.faults().iter().any(|fault| fault.part == part.name) {
        return Err(format!("a fault of `{}` changes it with time", part.name));
    }
    let links = scenario.links().iter();
    if links.into_iter().any(|link| link.loss > 0.0 && (link.from == part.name || link.to == part.name)) {
        return Err("a link loses messages".into());
    }
    let Some(caller) = part.kind.caller() else { return Ok(()) };
    let rules: [(bool, &str); 5] = [
        (caller.timeout_secs.is_some() || caller.deadline_secs.is_some(), "a timeout"),
        (caller.retry.is_some(), "retries"),
        (caller.hedge.is_some(), "second copies"),
        (caller.breaker.is_some(), "a breaker"),
        (!caller.pools.is_empty(), "a pool"),
    ];
    match rules.iter().find(|rule| rule.0) {
        Some((_, what)) => Err(format!("`{}` has {what}", part.name)),
        None => Ok(()),
    }
}

fn steady(clients: &Clients) -> Result<f64, String> {
    match clients.open {
        Some((rate, Gaps::Poisson)) if clients.ramp.is_none() && clients.day.is_none() => Ok(rate),
        Some((_, Gaps::Poisson)) => Err("the rate changes with time".into()),
        _ => Err("the arrivals are not Poisson".into()),
    }
}

pub(super) fn open(scenario: &Scenario, theory: &mut Theory) {
    let n = scenario.parts().len();
    let mut solver = Solver { scenario, rates: vec![0.0; n], broken: vec![None; n], stations: vec![None; n], theory };
    for at in 0..n {
        if let Kind::Clients(clients) = &scenario.parts()[at].kind
            && let Some((rate, gaps)) = clients.open
            && clients.ramp.is_none()
            && clients.day.is_none()
            && !scenario.faults().iter().any(|f| f.part == scenario.parts()[at].name)
        {
            let _ = gaps;
            solver.figure(at, "offered_per_sec", rate, None);
        }
    }
    for at in solver.order() {
        solver.solve(at);
    }
    for at in 0..n {
        if matches!(scenario.parts()[at].kind, Kind::Clients(_)) {
            solver.clients(at);
        }
    }
}

pub(super) struct Solver<'a> {
    pub scenario: &'a Scenario,
    rates: Vec<f64>,
    /// Why what comes to a part is not Poisson.
    broken: Vec<Option<String>>,
    pub stations: Vec<Option<Result<Station, String>>>,
    theory: &'a mut Theory,
}

impl Solver<'_> {
    fn figure(&mut self, part: usize, key: &'static str, value: f64, by: Option<&'static str>) {
        self.theory.figures.push(Figure { part, key, value, by });
    }

    /// Callers before callees.
    fn order(&self) -> Vec<usize> {
        let parts = self.scenario.parts();
        let mut callers = vec![0; parts.len()];
        let target = |name: &str| self.scenario.find(name).unwrap_or(0);
        parts.iter().flat_map(|p| p.kind.targets()).for_each(|name| callers[target(name)] += 1);
        let mut ready: Vec<usize> = (0..parts.len()).filter(|at| callers[*at] == 0).collect();
        let mut order = Vec::new();
        while let Some(at) = ready.pop() {
            order.push(at);
            for name in parts[at].kind.targets() {
                callers[target(name)] -= 1;
                if callers[target(name)] == 0 {
                    ready.push(target(name));
                }
            }
        }
        order
    }

    fn send(&mut self, name: &str, rate: f64, poisson: &Result<(), String>) {
        let Some(at) = self.scenario.find(name) else { return };
        self.rates[at] += rate;
        if let Err(why) = poisson {
            self.broken[at] = Some(why.clone());
        }
    }

    fn solve(&mut self, at: usize) {
        let part = &self.scenario.parts()[at];
        let own = plain(self.scenario, at);
        let inflow = self.broken[at].clone().map_or(Ok(()), Err);
        let rate = self.rates[at];
        match &part.kind {
            Kind::Clients(clients) => {
                let poisson = steady(clients).map(|_| ()).and(own);
                self.send(&clients.target, clients.open.map_or(0.0, |open| open.0), &poisson);
            }
            Kind::Balancer(balancer) => {
                let split = match balancer.choice {
                    _ if balancer.eject.is_some() => Err("ejection depends on the past".into()),
                    Choice::Random | Choice::Weighted => Ok(()),
                    Choice::RoundRobin | Choice::PowerOfTwo => Ok(()),
                    Choice::LeastOutstanding => Err("the shortest line of several has no closed form".to_owned()),
                };
                let several = balancer.targets.len() > 1 && balancer.choice != Choice::Random;
                let flow = inflow.and(own).and(split).and(if several { Err("an uneven split".into()) } else { Ok(()) });
                let instances =
                    |name: &String| self.scenario.find(name).map_or(1, |i| self.scenario.parts()[i].kind.instances());
                let each: Vec<f64> = balancer.targets.iter().map(|name| f64::from(instances(name))).collect();
                let total: f64 = each.iter().sum();
                for (name, share) in balancer.targets.iter().zip(each) {
                    self.send(name, rate * share / total, &flow);
                }
            }
            Kind::Service(service) => {
                let pooled = self.pooled(at, service, rate, &inflow);
                let station = match pooled {
                    Some(station) => station,
                    None => inflow.and(own).and_then(|()| self.station(at, service, rate)),
                };
                let flow = match &station {
                    Ok(station) if station.passes_poisson => Ok(()),
                    Ok(_) => Err(format!("what leaves `{}` is not Poisson", part.name)),
                    Err(why) => Err(why.clone()),
                };
                for callee in service.calls.iter().flatten() {
                    self.send(&callee.name, rate * f64::from(callee.times), &flow);
                }
                if let Some(next) = &service.passes {
                    self.send(next, rate, &flow);
                }
                self.tell(at, &station, rate);
                self.stations[at] = Some(station);
            }
            Kind::Cache(cache) => {
                if cache.writing == crate::system::parts::cache::Writing::Behind {
                    self.send(&cache.target, rate, &Err("writes go behind".into()));
                }
                self.cache_figures(at);
                let flow = match cache.hits {
                    Some(_) => inflow.and(own),
                    None => Err(format!("what `{}` misses depends on what it holds", part.name)),
                };
                self.send(&cache.target, rate * (1.0 - cache.hits.unwrap_or(0.0)), &flow);
            }
            Kind::Database(database) => {
                let station = inflow.and(own).and_then(|()| {
                    let mixed = database.writes > 0.0 && database.read != database.write;
                    if database.replicas > 0 || mixed {
                        return Err(format!("`{}` has nodes or statements of several kinds", part.name));
                    }
                    queue(rate, database.connections, database.line, Order::Fifo, &database.read)
                });
                self.tell(at, &station, rate);
                self.stations[at] = Some(station);
            }
            Kind::Broker(broker) => {
                self.send(&broker.target, rate, &Err("a broker delivers when workers are free".into()));
            }
        }
    }

    /// A pool before a part with unlimited workers is the line; the part that has the pool must not hold anybody up either.
    fn pooled(
        &self,
        at: usize,
        service: &Service,
        rate: f64,
        inflow: &Result<(), String>,
    ) -> Option<Result<Station, String>> {
        let [pool] = &service.caller.pools[..] else { return None };
        let alone = Caller { pools: vec![pool.clone()], ..Caller::default() } == service.caller;
        let Kind::Service(callee) = &self.scenario.parts()[self.scenario.find(&pool.callee)?].kind else { return None };
        let simple = service.workers == UNLIMITED
            && service.instances == 1
            && service.work == Work::fixed(0.0)
            && service.calls.len() == 1;
        let behind = callee.workers == UNLIMITED
            && callee.work.shape == Shape::Exponential
            && callee.calls.is_empty()
            && callee.passes.is_none();
        if !(alone
            && simple
            && behind
            && service.calls[0].len() == 1
            && service.calls[0][0].times == 1
            && callee.order == Order::Fifo)
        {
            return None;
        }
        if let Err(why) = inflow {
            return Some(Err(why.clone()));
        }
        let _ = at;
        let mean = callee.work.mean_secs;
        let model = Impatient::new(rate, pool.size, u32::MAX, pool.wait_secs, |n| f64::from(n) / mean);
        Some(model.map_err(|e| e.to_string()).map(|m| Station {
            model: "M/M/c + D: a pool with a fixed patience",
            by: None,
            wait_secs: m.mean_wait_secs,
            response_secs: m.mean_wait_secs + m.mean_service_secs,
            utilization: None,
            rejected: m.timeouts_share + m.rejected_share,
            passes_poisson: false,
            pooled: true,
            quantiles: None,
        }))
    }

    fn station(&self, at: usize, service: &Service, rate: f64) -> Result<Station, String> {
        let name = &self.scenario.parts()[at].name;
        let errors: [(bool, &str); 4] = [
            (service.usl.is_some(), "slows down as more run at once"),
            (service.shed.is_some(), "sheds"),
            (service.limit.is_some(), "has a limit inside"),
            (service.fails > 0.0, "fails at times"),
        ];
        if let Some((_, what)) = errors.iter().find(|e| e.0) {
            return Err(format!("`{name}` {what}"));
        }
        if !service.calls.is_empty() && service.workers != UNLIMITED {
            return Err(format!("a worker of `{name}` is held while its calls last"));
        }
        let instances = service.instances;
        let chosen = self.scenario.parts().iter().find_map(|part| match &part.kind {
            Kind::Balancer(b) if b.targets.contains(name) => Some(b.choice),
            _ => None,
        });
        let single = service.workers == 1 && service.line == UNLIMITED && service.order == Order::Fifo;
        let exponential = service.work.shape == Shape::Exponential;
        match chosen {
            Some(Choice::RoundRobin) if instances > 1 => {
                if !(single && exponential) {
                    return Err("round robin has a closed form for single workers with exponential work".into());
                }
                let m = GM1::new(
                    rate / f64::from(instances),
                    service.work.mean_secs,
                    Interarrival::Erlang { stages: instances },
                )
                .map_err(|e| e.to_string())?;
                Ok(Station {
                    model: "Eₙ/M/1 (every n-th Poisson arrival)",
                    by: None,
                    wait_secs: m.mean_wait_secs(),
                    response_secs: m.mean_response_secs(),
                    utilization: Some(m.utilization()),
                    rejected: 0.0,
                    passes_poisson: false,
                    pooled: false,
                    quantiles: Some((m.response_quantile_secs(0.5), m.response_quantile_secs(0.99))),
                })
            }
            Some(Choice::PowerOfTwo) if instances > 1 => {
                let load = rate / f64::from(instances) * service.work.mean_secs;
                if !(single && exponential && load < 1.0) {
                    return Err(
                        "power of two is known for single workers with exponential work below their capacity".into()
                    );
                }
                // Σ ρ^(2^k − 2) services.
                let response: f64 = (1..60).map(|k| libm::pow(load, libm::exp2(f64::from(k)) - 2.0)).sum::<f64>()
                    * service.work.mean_secs;
                Ok(Station {
                    model: "power of two choices, the limit of many servers",
                    by: Some("Mitzenmacher (limit of many servers)"),
                    wait_secs: response - service.work.mean_secs,
                    response_secs: response,
                    utilization: Some(load),
                    rejected: 0.0,
                    passes_poisson: false,
                    pooled: false,
                    quantiles: None,
                })
            }
            _ => queue(rate / f64::from(instances), service.workers, service.line, service.order, &service.work),
        }
    }

    fn tell(&mut self, at: usize, station: &Result<Station, String>, rate: f64) {
        let name = self.scenario.parts()[at].name.clone();
        match station {
            // What a pool's line does is seen by the callers alone.
            Ok(station) if station.pooled => self.theory.says.push(format!("`{name}`: {}.", station.model)),
            Err(why) => self.theory.says.push(format!("`{name}`: no closed form is known: {why}.")),
            Ok(station) => {
                let by = station.by;
                self.figure(at, "mean_wait_ms", 1000.0 * station.wait_secs, by);
                let calls = matches!(&self.scenario.parts()[at].kind, Kind::Service(s) if !s.calls.is_empty());
                if !calls {
                    let inside = rate * (1.0 - station.rejected) * station.response_secs;
                    self.figure(at, "mean_in_system", inside, by);
                }
                self.figure(at, "rejected_share", station.rejected, by);
                if let Some(utilization) = station.utilization {
                    self.figure(at, "utilization_share", utilization, by);
                }
                self.theory.says.push(format!("`{name}`: {}.", station.model));
            }
        }
    }

    fn clients(&mut self, at: usize) {
        let Kind::Clients(clients) = &self.scenario.parts()[at].kind else { return };
        let Some(target) = self.scenario.find(&clients.target) else { return };
        let name = &self.scenario.parts()[at].name;
        let link = self.scenario.links().iter().find(|link| link.from == *name && link.to == clients.target);
        let there_and_back = link.map_or(0.0, |link| 2.0 * link.latency.mean_secs);
        let found = steady(clients)
            .and_then(|rate| plain(self.scenario, at).map(|()| rate))
            .and_then(|rate| Ok((rate, self.response(target)?)));
        let (rate, (secs, refused, quantiles)) = match found {
            Ok(found) => found,
            Err(why) => {
                let says = format!("`{name}`: no closed form is known for the whole: {why}.");
                return self.theory.says.push(says);
            }
        };
        let by = self.stations[target].as_ref().and_then(|s| s.as_ref().ok()).and_then(|s| s.by);
        let by = by.or_else(|| match &self.scenario.parts()[target].kind {
            Kind::Balancer(b) if b.choice == Choice::PowerOfTwo => Some("Mitzenmacher (limit of many servers)"),
            _ => None,
        });
        self.figure(at, "mean_response_ms", 1000.0 * (secs + there_and_back), by);
        self.figure(at, "load_per_sec", rate, None);
        self.figure(at, "goodput_per_sec", rate * (1.0 - refused), by);
        self.figure(at, "errors_share", refused, by);
        self.figure(at, "timeouts_share", 0.0, None);
        if let (Some((p50, p99)), true) = (quantiles, there_and_back == 0.0) {
            self.figure(at, "p50_response_ms", 1000.0 * p50, by);
            self.figure(at, "p99_response_ms", 1000.0 * p99, by);
        }
    }

    fn cache_figures(&mut self, at: usize) {
        let Kind::Cache(cache) = &self.scenario.parts()[at].kind else { return };
        if let Some(hits) = cache.hits {
            return self.figure(at, "hit_share", hits, None);
        }
        let keys: Vec<_> = self
            .scenario
            .parts()
            .iter()
            .filter_map(|part| match &part.kind {
                Kind::Clients(clients) => Some(clients.keys),
                _ => None,
            })
            .collect();
        let plain_cache = cache.ttl_secs.is_none() && cache.beta.is_none();
        if let ([Some(keys)], Some(capacity), true) = (&keys[..], cache.capacity, plain_cache)
            && let Some(stay) = stay(cache.eviction)
        {
            let hits = Popularity::zipf(keys.count, keys.skew).hit_share(stay, f64::from(capacity));
            self.figure(at, "hit_share", hits, Some("Che"));
            let name = &self.scenario.parts()[at].name;
            self.theory.says.push(format!("`{name}`: Che's approximation for the share of hits."));
        }
    }
}

/// How long an item stays, where Che's approximation knows it.
fn stay(eviction: Eviction) -> Option<Stay> {
    match eviction {
        Eviction::Lru => Some(Stay::Renewed),
        Eviction::Fifo | Eviction::Random => Some(Stay::Fixed),
        Eviction::Lfu | Eviction::S3Fifo | Eviction::Sieve => None,
    }
}
