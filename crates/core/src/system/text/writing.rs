//! From a scenario to its canonical text.

use crate::system::caller::Caller;
use crate::system::decimal::{percent, secs, write};
use crate::system::parts::balancer::Choice;
use crate::system::parts::cache::{Eviction, Writing};
use crate::system::parts::clients::{Clients, Gaps};
use crate::system::parts::service::{Callee, Order, Service, UNLIMITED};
use crate::system::parts::{Shape, Work};
use crate::system::policy::breaker::DEFAULT_PROBES;
use crate::system::policy::budget::BudgetKind;
use crate::system::policy::codel;
use crate::system::policy::hedge::After;
use crate::system::policy::limit::LimitKind;
use crate::system::policy::retry::Backoff;
use crate::system::scenario::{Fault, Kind, Scenario, Trouble};

pub(super) fn text(scenario: &Scenario) -> String {
    let mut rows: Vec<String> = Vec::new();
    for part in scenario.parts() {
        let mut words = vec![part.kind.word().to_owned(), part.name.clone()];
        self::part(&part.kind, &mut words);
        rows.push(words.join(" "));
    }
    for link in scenario.links() {
        let loss = if link.loss > 0.0 { format!(" loss {}", percent(link.loss)) } else { String::new() };
        rows.push(format!("link {} -> {} {}{loss}", link.from, link.to, work(&link.latency)));
    }
    rows.extend(scenario.faults().iter().map(fault));
    rows.join("\n")
}

fn work(work: &Work) -> String {
    let time = secs(work.mean_secs);
    match work.shape {
        Shape::Fixed => time,
        Shape::Exponential => format!("{time} exponential"),
        Shape::Erlang(stages) => format!("{time} erlang {stages}"),
        Shape::Hyperexponential(cv) => format!("{time} hyperexponential {}", write(cv, 0)),
        Shape::Lognormal(cv) => format!("{time} lognormal {}", write(cv, 0)),
        Shape::Pareto(cv) => format!("{time} pareto {}", write(cv, 0)),
    }
}

fn places(n: u32) -> String {
    if n == UNLIMITED { "unlimited".into() } else { n.to_string() }
}

fn part(kind: &Kind, words: &mut Vec<String>) {
    match kind {
        Kind::Clients(part) => clients(part, words),
        Kind::Service(part) => service(part, words),
        Kind::Balancer(part) => {
            let choice = match part.choice {
                Choice::Random => "random",
                Choice::RoundRobin => "round-robin",
                Choice::LeastOutstanding => "least-outstanding",
                Choice::PowerOfTwo => "power-of-two",
                Choice::Weighted => "weighted",
            };
            words.push(choice.into());
            if part.choice == Choice::Weighted {
                words.extend(part.weights.iter().map(|w| write(*w, 0)));
            }
            words.extend(part.eject.map(|(times, for_secs)| format!("eject {times} for {}", secs(for_secs))));
            words.extend(part.check_secs.map(|check| format!("check {}", secs(check))));
            words.push(format!("-> {}", part.targets.join(", ")));
        }
        Kind::Cache(part) => {
            let eviction = match part.eviction {
                Eviction::Lru => "lru",
                Eviction::Lfu => "lfu",
                Eviction::Fifo => "fifo",
                Eviction::S3Fifo => "s3-fifo",
                Eviction::Sieve => "sieve",
                Eviction::Random => "random",
            };
            words.extend(part.capacity.map(|n| format!("{eviction} {n}")));
            if let Some(ttl) = part.ttl_secs {
                words.push(format!("ttl {}", secs(ttl)));
                words.extend((part.jitter > 0.0).then(|| format!("jitter {}", percent(part.jitter))));
            }
            if let Some(limit) = part.single_flight_secs {
                words.push("single-flight".into());
                words.extend(limit.is_finite().then(|| secs(limit)));
            }
            words.extend((part.stale_secs > 0.0).then(|| format!("stale {}", secs(part.stale_secs))));
            words.extend(part.beta.map(|beta| format!("xfetch {}", write(beta, 0))));
            words.extend((part.hit != Work::fixed(0.0)).then(|| format!("hit {}", work(&part.hit))));
            words.extend(part.hits.map(|share| format!("hits {}", percent(share))));
            match part.writing {
                Writing::Aside => {}
                Writing::Through => words.push("writing through".into()),
                Writing::Behind => words.push("writing behind".into()),
            }
            words.extend(part.warm.then(|| "warm".into()));
            calling(&part.caller, words);
            words.push(format!("-> {}", part.target));
        }
        Kind::Database(part) => {
            words.extend((part.replicas > 0).then(|| format!("replicas {}", part.replicas)));
            words.push(format!("connections {}", part.connections));
            words.extend((part.line != UNLIMITED).then(|| format!("line {}", part.line)));
            words.push(format!("read {}", work(&part.read)));
            words.extend((part.write != Work::fixed(0.0)).then(|| format!("write {}", work(&part.write))));
            words.extend((part.writes > 0.0).then(|| format!("writes {}", percent(part.writes))));
            words.extend((part.lag_secs > 0.0).then(|| format!("lag {}", secs(part.lag_secs))));
            words.extend((part.replay != 1.0).then(|| format!("replay {}", percent(part.replay))));
            words.extend(part.sticky.then(|| "sticky".into()));
        }
        Kind::Broker(part) => {
            words.push(format!("visibility {}", secs(part.visibility_secs)));
            words.push(format!("attempts {}", part.attempts));
            words.extend((part.line != UNLIMITED).then(|| format!("line {}", part.line)));
            words.extend((part.crash > 0.0).then(|| format!("crash {}", percent(part.crash))));
            words.extend(part.ordered.then(|| "ordered".into()));
            words.extend(part.idempotent.then(|| "idempotent".into()));
            words.extend(part.prefetch.map(|n| format!("prefetch {n}")));
            words.push(format!("-> {}", part.target));
        }
    }
}

fn clients(part: &Clients, words: &mut Vec<String>) {
    if let Some((rate, gaps)) = part.open {
        words.push(format!("open {}/s", write(rate, 0)));
        words.push(match gaps {
            Gaps::Poisson => "poisson".into(),
            Gaps::Fixed => "fixed".into(),
            Gaps::Bursty(cv) => format!("bursty {}", write(cv, 0)),
        });
    }
    if let Some((users, think)) = &part.closed {
        words.push(format!("closed {users}"));
        words.extend((*think != Work::fixed(0.0)).then(|| format!("think {}", work(think))));
    }
    if let Some(ramp) = part.ramp {
        let (from, until) = (secs(ramp.from_secs), secs(ramp.until_secs));
        words.push(format!("ramp {}/s from {from} to {until}", write(ramp.to_per_sec, 0)));
    }
    words.extend(part.day.map(|(length, swing)| format!("day {} {}", secs(length), percent(swing))));
    words.extend(part.keys.map(|keys| format!("keys zipf {} {}", keys.count, write(keys.skew, 0))));
    words.extend(part.writes.map(|share| format!("writes {}", percent(share))));
    words.extend((part.priority > 0.0).then(|| format!("priority {}", percent(part.priority))));
    calling(&part.caller, words);
    words.push(format!("-> {}", part.target));
}

fn callee(callee: &Callee) -> String {
    if callee.times == 1 { callee.name.clone() } else { format!("{} x{}", callee.name, callee.times) }
}

fn service(part: &Service, words: &mut Vec<String>) {
    words.extend((part.instances > 1).then(|| format!("x{}", part.instances)));
    words.push(format!("workers {}", places(part.workers)));
    words.extend((part.line != UNLIMITED).then(|| format!("line {}", part.line)));
    match part.order {
        Order::Fifo => {}
        Order::Lifo => words.push("order lifo".into()),
        Order::AdaptiveLifo => words.push("order adaptive-lifo".into()),
        Order::Priority => words.push("order priority".into()),
        Order::Shared => words.push("order shared".into()),
        Order::Codel(rule) if rule == codel::DEFAULT => words.push("order codel".into()),
        Order::Codel(rule) => {
            words.push(format!("order codel {} {}", secs(rule.target_secs), secs(rule.interval_secs)));
        }
    }
    words.push(format!("work {}", work(&part.work)));
    words.extend(part.usl.map(|(a, b)| format!("usl {} {}", write(a, 0), write(b, 0))));
    if !part.calls.is_empty() {
        let stage = |stage: &Vec<Callee>| stage.iter().map(callee).collect::<Vec<_>>().join(" and ");
        words.push(format!("calls {}", part.calls.iter().map(stage).collect::<Vec<_>>().join(", then ")));
    }
    words.extend(part.passes.as_ref().map(|name| format!("passes {name}")));
    words.extend(part.shed.map(|shed| format!("shed {}", shed.from_waiting)));
    if let Some(limit) = part.limit {
        words.push(match limit.kind {
            LimitKind::Fixed => format!("limit {}", limit.start),
            LimitKind::Aimd => format!("limit aimd {}", limit.start),
            LimitKind::Gradient => format!("limit gradient {}", limit.start),
        });
    }
    words.extend((part.fails > 0.0).then(|| format!("fails {}", percent(part.fails))));
    calling(&part.caller, words);
}

fn calling(caller: &Caller, words: &mut Vec<String>) {
    words.extend(caller.timeout_secs.map(|t| format!("timeout {}", secs(t))));
    words.extend(caller.cancels.then(|| "cancels".into()));
    words.extend(caller.deadline_secs.map(|t| format!("deadline {}", secs(t))));
    if let Some(retry) = caller.retry {
        let backoff = match retry.backoff {
            Backoff::Immediate => "immediate".into(),
            Backoff::Fixed(wait) => format!("fixed {}", secs(wait)),
            Backoff::Exponential(base, cap) => format!("exponential {} {}", secs(base), secs(cap)),
            Backoff::FullJitter(base, cap) => format!("full-jitter {} {}", secs(base), secs(cap)),
            Backoff::EqualJitter(base, cap) => format!("equal-jitter {} {}", secs(base), secs(cap)),
            Backoff::Decorrelated(base, cap) => format!("decorrelated {} {}", secs(base), secs(cap)),
        };
        words.push(format!("retry {} {backoff}", retry.times));
    }
    if let Some(budget) = caller.budget {
        let kind = match budget.kind {
            BudgetKind::Bucket => "",
            BudgetKind::Grpc => " grpc",
            BudgetKind::Envoy => " envoy",
        };
        words.push(format!("budget {}{kind}", percent(budget.share)));
    }
    if let Some(hedge) = caller.hedge {
        words.push(match hedge.after {
            After::Secs(after) => format!("hedge {}", secs(after)),
            After::Quantile(q) => format!("hedge p{}", write(q, 2)),
        });
        words.extend((hedge.budget < 1.0).then(|| format!("at-most {}", percent(hedge.budget))));
    }
    if let Some(rule) = caller.breaker {
        words.push(format!("breaker {} of {}", percent(rule.threshold), rule.window));
        words.extend((rule.minimum != rule.window).then(|| format!("min {}", rule.minimum)));
        words.push(format!("open {}", secs(rule.open_secs)));
        words.extend((rule.probes != DEFAULT_PROBES).then(|| format!("probes {}", rule.probes)));
        words.extend(rule.slow.map(|(share, time)| format!("slow {} {}", percent(share), secs(time))));
    }
    for pool in &caller.pools {
        words.push(if pool.wait_secs > 0.0 {
            format!("pool {} {} wait {}", pool.callee, pool.size, secs(pool.wait_secs))
        } else {
            format!("bulkhead {} {}", pool.callee, pool.size)
        });
    }
}

fn fault(fault: &Fault) -> String {
    let instance = fault.instance.map_or(String::new(), |number| format!("#{number}"));
    let trouble = match fault.trouble {
        Trouble::Slow(factor) => format!("slow {}x", write(factor, 0)),
        Trouble::Stop => "stop".into(),
        Trouble::Crash => "crash".into(),
        Trouble::Cut => "cut".into(),
        Trouble::Errors(share) => format!("errors {}", percent(share)),
        Trouble::Flush => return format!("fault {}{instance} flush at {}", fault.part, secs(fault.from_secs)),
        Trouble::Spike(factor) => format!("spike {}x", write(factor, 0)),
        Trouble::Deploy => "deploy".into(),
        Trouble::Leak(rate) => format!("leak {}/s", write(rate, 0)),
    };
    format!("fault {}{instance} {trouble} from {} to {}", fault.part, secs(fault.from_secs), secs(fault.until_secs))
}
