//! Random scenarios: any text that can be written, and small ones that can be run.

use crate::system::caller::Caller;
use crate::system::draw::{Draw, Purpose};
use crate::system::parts::balancer::{Balancer, Choice};
use crate::system::parts::broker::Broker;
use crate::system::parts::cache::{Cache, Eviction, Writing};
use crate::system::parts::clients::{Clients, Gaps, Keys, Ramp};
use crate::system::parts::database::Database;
use crate::system::parts::service::{Callee, Order, Service, UNLIMITED};
use crate::system::parts::{Shape, Work};
use crate::system::policy::breaker::Breaker;
use crate::system::policy::budget::{Budget, BudgetKind};
use crate::system::policy::bulkhead::Pool;
use crate::system::policy::codel::{self, Codel};
use crate::system::policy::hedge::{After, Hedge};
use crate::system::policy::limit::{Limit, LimitKind};
use crate::system::policy::retry::{Backoff, Retry};
use crate::system::policy::shed::Shed;
use crate::system::scenario::{Fault, Kind, Link, Part, Scenario, Trouble};

/// Draws of one scenario.
struct Dice(Draw);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0.below(n)
    }

    fn chance(&mut self, share: f64) -> bool {
        self.0.uniform() < share
    }

    fn some<T>(&mut self, share: f64, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.chance(share) { Some(make(self)) } else { None }
    }

    /// Sometimes round, sometimes to the last bit.
    fn between(&mut self, low: f64, high: f64) -> f64 {
        let value = low + (high - low) * self.0.uniform();
        let rounded = (value * 1000.0).round() / 1000.0;
        if self.chance(0.5) && rounded >= low && rounded > 0.0 { rounded } else { value }
    }

    fn of<T: Copy>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())]
    }

    fn work(&mut self, low: f64, high: f64) -> Work {
        let shape = match self.below(6) {
            0 => Shape::Fixed,
            1 | 2 => Shape::Exponential,
            3 => Shape::Erlang(1 + self.below(9) as u32),
            4 => Shape::Hyperexponential(self.between(1.0, 5.0)),
            _ => {
                if self.chance(0.5) {
                    Shape::Lognormal(self.between(0.1, 4.0))
                } else {
                    Shape::Pareto(self.between(0.1, 4.0))
                }
            }
        };
        Work { mean_secs: self.between(low, high), shape }
    }

    fn caller(&mut self, targets: &[String], share: f64) -> Caller {
        let timeout_secs = self.some(share, |d| d.between(0.02, 1.0));
        Caller {
            timeout_secs,
            cancels: self.chance(0.5 * share),
            deadline_secs: self.some(0.3 * share, |d| d.between(0.05, 2.0)),
            retry: self.some(share, |d| {
                let (base, cap) = (d.between(0.001, 0.05), d.between(0.05, 1.0));
                let backoff = match d.below(6) {
                    0 => Backoff::Immediate,
                    1 => Backoff::Fixed(base),
                    2 => Backoff::Exponential(base, cap),
                    3 => Backoff::FullJitter(base, cap),
                    4 => Backoff::EqualJitter(base, cap),
                    _ => Backoff::Decorrelated(base, cap),
                };
                Retry { times: 1 + d.below(3) as u32, backoff }
            }),
            budget: self.some(0.5 * share, |d| {
                let kind = d.of(&[BudgetKind::Bucket, BudgetKind::Grpc, BudgetKind::Envoy]);
                Budget { share: d.between(0.01, 1.0), kind }
            }),
            hedge: self.some(0.4 * share, |d| {
                let after = if d.chance(0.5) {
                    After::Secs(d.between(0.001, 0.2))
                } else {
                    After::Quantile(d.between(0.5, 0.99))
                };
                Hedge { after, budget: if d.chance(0.5) { 1.0 } else { d.between(0.01, 0.9) } }
            }),
            breaker: self.some(0.5 * share, |d| {
                let window = 1 + d.below(50) as u32;
                Breaker {
                    threshold: d.between(0.1, 1.0),
                    window,
                    minimum: if d.chance(0.5) { window } else { 1 + d.below(60) as u32 },
                    open_secs: d.between(0.1, 3.0),
                    probes: d.of(&[10, 3, 1]),
                    slow: d.some(0.3, |d| (d.between(0.1, 1.0), d.between(0.01, 0.5))),
                }
            }),
            pools: {
                let mut pools: Vec<Pool> = Vec::new();
                for callee in targets {
                    if self.chance(0.4 * share) && !pools.iter().any(|pool| pool.callee == *callee) {
                        let wait_secs = if self.chance(0.5) { 0.0 } else { self.between(0.01, 0.5) };
                        pools.push(Pool { callee: callee.clone(), size: 1 + self.below(20) as u32, wait_secs });
                    }
                }
                pools
            },
        }
    }
}

fn service(d: &mut Dice, below: &[String], share: f64) -> Service {
    let order = match d.below(9) {
        0 => Order::Lifo,
        1 => Order::AdaptiveLifo,
        2 => Order::Priority,
        3 => Order::Codel(if d.chance(0.5) {
            codel::DEFAULT
        } else {
            Codel { target_secs: d.between(0.001, 0.05), interval_secs: d.between(0.05, 0.5) }
        }),
        4 => Order::Shared,
        _ => Order::Fifo,
    };
    let mut calls: Vec<Vec<Callee>> = Vec::new();
    let mut passes = None;
    if !below.is_empty() && d.chance(0.25) {
        passes = Some(below[d.below(below.len())].clone());
    } else if !below.is_empty() {
        for _ in 0..d.below(3) {
            let n = 1 + d.below(2);
            calls.push(
                (0..n)
                    .map(|_| Callee {
                        name: below[d.below(below.len())].clone(),
                        times: if d.chance(0.8) { 1 } else { 1 + d.below(4) as u32 },
                    })
                    .collect(),
            );
        }
    }
    let named: Vec<String> = calls.iter().flatten().map(|c| c.name.clone()).chain(passes.clone()).collect();
    Service {
        instances: if d.chance(0.6) { 1 } else { 1 + d.below(5) as u32 },
        workers: if d.chance(0.1) { UNLIMITED } else { 1 + d.below(20) as u32 },
        line: if d.chance(0.3) { UNLIMITED } else { d.below(50) as u32 },
        order,
        work: d.work(0.0005, 0.03),
        usl: d.some(0.15, |d| (d.between(0.001, 0.2), d.between(0.0001, 0.01))),
        calls,
        passes,
        caller: d.caller(&named, share),
        shed: d.some(0.15, |d| Shed { from_waiting: d.below(20) as u32 }),
        limit: d.some(0.2, |d| Limit {
            kind: d.of(&[LimitKind::Fixed, LimitKind::Aimd, LimitKind::Gradient]),
            start: 1 + d.below(40) as u32,
        }),
        fails: if d.chance(0.8) { 0.0 } else { d.between(0.01, 0.5) },
    }
}

fn cache(d: &mut Dice, below: &[String], share: f64) -> Cache {
    let target = below[d.below(below.len())].clone();
    let capacity = d.some(0.8, |d| 1 + d.below(50) as u32);
    let all = [Eviction::Lru, Eviction::Lfu, Eviction::Fifo, Eviction::S3Fifo, Eviction::Sieve, Eviction::Random];
    let ttl_secs = d.some(0.5, |d| d.between(0.1, 5.0));
    Cache {
        capacity,
        eviction: if capacity.is_some() { d.of(&all) } else { Eviction::Lru },
        jitter: if ttl_secs.is_some() && d.chance(0.5) { d.between(0.01, 0.5) } else { 0.0 },
        ttl_secs,
        single_flight_secs: d.some(0.5, |d| if d.chance(0.5) { f64::INFINITY } else { d.between(0.01, 1.0) }),
        stale_secs: if d.chance(0.7) { 0.0 } else { d.between(0.1, 2.0) },
        beta: d.some(0.3, |d| d.between(0.1, 5.0)),
        hit: if d.chance(0.3) { Work::fixed(0.0) } else { d.work(0.0001, 0.002) },
        hits: d.some(0.2, |d| d.between(0.01, 0.99)),
        writing: d.of(&[Writing::Aside, Writing::Through, Writing::Behind]),
        warm: d.chance(0.2),
        caller: d.caller(std::slice::from_ref(&target), 0.4 * share),
        target,
    }
}

/// A scenario from a seed; with `faults` within the first ten seconds.
pub(in crate::system) fn scenario(seed: u64) -> Scenario {
    let d = &mut Dice(Draw::of(seed, Purpose::Route));
    let share = d.of(&[0.0, 0.3, 0.6]);
    let n = 1 + d.below(6);
    // Built from the bottom: each part may call those below it.
    let mut parts: Vec<Part> = Vec::new();
    let mut below: Vec<String> = Vec::new();
    let mut services: Vec<String> = Vec::new();
    for i in 0..n {
        let name = format!("p{i}");
        let kind = match if below.is_empty() { d.below(2) } else { d.below(7) } {
            0 => {
                let replicas = d.of(&[0, 0, 1, 3]);
                Kind::Database(Database {
                    replicas,
                    connections: 1 + d.below(30) as u32,
                    line: if d.chance(0.5) { UNLIMITED } else { d.below(100) as u32 },
                    read: d.work(0.0005, 0.02),
                    write: if d.chance(0.3) { Work::fixed(0.0) } else { d.work(0.001, 0.02) },
                    writes: if d.chance(0.5) { 0.0 } else { d.between(0.01, 1.0) },
                    lag_secs: if d.chance(0.5) { 0.0 } else { d.between(0.01, 1.0) },
                    replay: if d.chance(0.5) { 1.0 } else { d.between(0.01, 0.99) },
                    sticky: d.chance(0.3),
                })
            }
            1..=3 => Kind::Service(service(d, &below, share)),
            4 => Kind::Cache(cache(d, &below, share)),
            5 if !services.is_empty() => {
                let target = services[d.below(services.len())].clone();
                Kind::Broker(Broker {
                    visibility_secs: d.between(0.05, 3.0),
                    attempts: 1 + d.below(5) as u32,
                    line: if d.chance(0.5) { UNLIMITED } else { 1 + d.below(50) as u32 },
                    crash: if d.chance(0.5) { 0.0 } else { d.between(0.01, 0.5) },
                    ordered: d.chance(0.3),
                    idempotent: d.chance(0.3),
                    prefetch: d.some(0.3, |d| 1 + d.below(10) as u32),
                    caller: Caller::default(),
                    target,
                })
            }
            _ => {
                let open: Vec<&String> = below
                    .iter()
                    .filter(|name| !parts.iter().any(|p| p.name == **name && matches!(p.kind, Kind::Balancer(_))))
                    .collect();
                if open.is_empty() {
                    Kind::Service(service(d, &below, share))
                } else {
                    let choice = d.of(&[
                        Choice::Random,
                        Choice::RoundRobin,
                        Choice::LeastOutstanding,
                        Choice::PowerOfTwo,
                        Choice::Weighted,
                    ]);
                    let mut targets = vec![open[d.below(open.len())].clone()];
                    let another = open[d.below(open.len())].clone();
                    if d.chance(0.3) && another != targets[0] {
                        targets.push(another);
                    }
                    let weights = if choice == Choice::Weighted {
                        vec![d.between(0.1, 5.0), d.between(0.1, 5.0)]
                    } else {
                        Vec::new()
                    };
                    let eject = d.some(0.3, |d| (1 + d.below(5) as u32, d.between(0.1, 2.0)));
                    Kind::Balancer(Balancer {
                        choice,
                        weights,
                        eject,
                        check_secs: d.some(0.3, |d| d.between(0.1, 2.0)),
                        targets,
                    })
                }
            }
        };
        if matches!(kind, Kind::Service(_)) {
            services.push(name.clone());
        }
        below.push(name.clone());
        parts.push(Part { name, kind });
    }
    for i in 0..1 + d.below(2) {
        let target = below[if d.chance(0.7) { below.len() - 1 } else { d.below(below.len()) }].clone();
        let closed = d
            .some(0.3, |d| (1 + d.below(20) as u32, if d.chance(0.5) { Work::fixed(0.05) } else { d.work(0.01, 0.5) }));
        let open = if closed.is_none() || d.chance(0.3) {
            let gaps = match d.below(3) {
                0 => Gaps::Poisson,
                1 => Gaps::Fixed,
                _ => Gaps::Bursty(d.between(1.0, 5.0)),
            };
            Some((d.between(5.0, 200.0), gaps))
        } else {
            None
        };
        let clients = Clients {
            ramp: open.and_then(|_| {
                d.some(0.2, |d| Ramp {
                    to_per_sec: d.between(1.0, 200.0),
                    from_secs: d.between(0.0, 1.0),
                    until_secs: d.between(1.1, 5.0),
                })
            }),
            day: open.and_then(|_| d.some(0.2, |d| (d.between(1.0, 10.0), d.between(0.0, 1.0)))),
            open,
            closed,
            keys: d.some(0.5, |d| Keys { count: 1 + d.below(200) as u32, skew: d.between(0.0, 2.0) }),
            writes: d.some(0.3, |d| d.between(0.0, 1.0)),
            priority: if d.chance(0.5) { 0.0 } else { d.between(0.01, 1.0) },
            caller: d.caller(std::slice::from_ref(&target), share),
            target,
        };
        parts.push(Part { name: format!("c{i}"), kind: Kind::Clients(clients) });
    }
    let mut links: Vec<Link> = Vec::new();
    let mut faults = Vec::new();
    for part in &parts {
        for to in part.kind.targets() {
            if d.chance(0.2) && !links.iter().any(|l| l.from == part.name && l.to == to) {
                let loss = if d.chance(0.7) { 0.0 } else { d.between(0.001, 0.3) };
                let latency = if d.chance(0.2) { Work::fixed(0.0) } else { d.work(0.0002, 0.02) };
                links.push(Link { from: part.name.clone(), to: to.to_owned(), latency, loss });
            }
        }
        if d.chance(0.3) {
            let trouble = match &part.kind {
                Kind::Clients(_) => Trouble::Spike(d.between(0.2, 4.0)),
                Kind::Balancer(_) => continue,
                Kind::Cache(_) => d.of(&[Trouble::Flush, Trouble::Errors(0.25), Trouble::Cut, Trouble::Crash]),
                Kind::Broker(_) => d.of(&[Trouble::Errors(0.25), Trouble::Cut]),
                Kind::Database(_) => {
                    d.of(&[Trouble::Slow(7.5), Trouble::Stop, Trouble::Crash, Trouble::Cut, Trouble::Errors(0.3)])
                }
                Kind::Service(_) => d.of(&[
                    Trouble::Slow(5.0),
                    Trouble::Stop,
                    Trouble::Crash,
                    Trouble::Cut,
                    Trouble::Errors(0.3),
                    Trouble::Deploy,
                    Trouble::Leak(2.0),
                ]),
            };
            let from_secs = d.between(0.0, 3.0);
            let until_secs = if trouble == Trouble::Flush { from_secs } else { from_secs + d.between(0.1, 3.0) };
            let instance =
                if matches!(trouble, Trouble::Slow(_) | Trouble::Stop | Trouble::Crash) && part.kind.instances() > 1 {
                    d.some(0.5, |d| d.below(part.kind.instances() as usize) as u32)
                } else {
                    None
                };
            faults.push(Fault { part: part.name.clone(), instance, trouble, from_secs, until_secs });
        }
    }
    Scenario::new(parts, links, faults).unwrap_or_else(|(place, says)| panic!("seed {seed}: {place:?} {says}"))
}
