//! From the words of a line to a part, a link or a fault.

use super::line::{Line, Wrong};
use super::stores::{balancer, broker, cache, database};
use crate::system::caller::Caller;
use crate::system::parts::Work;
use crate::system::parts::clients::{Clients, Gaps, Keys, Ramp};
use crate::system::parts::service::{Callee, Order, Service, UNLIMITED};
use crate::system::policy::breaker::{Breaker, DEFAULT_PROBES};
use crate::system::policy::budget::{Budget, BudgetKind};
use crate::system::policy::bulkhead::Pool;
use crate::system::policy::codel::{self, Codel};
use crate::system::policy::hedge::{After, Hedge};
use crate::system::policy::limit::{Limit, LimitKind};
use crate::system::policy::retry::{Backoff, Retry};
use crate::system::policy::shed::Shed;
use crate::system::scenario::{Fault, Kind, Link, Part, Trouble};

#[expect(clippy::large_enum_variant, reason = "a handful of rows, each taken apart at once")]
pub(super) enum Row {
    Part(Part),
    Link(Link),
    Fault(Fault),
}

pub(super) const CALLING: &str = "timeout, cancels, deadline, retry, budget, hedge, breaker, pool, bulkhead";

pub(super) fn row(line: &mut Line<'_>) -> Result<Row, Wrong> {
    let kind = line.word(&[])?.unwrap_or_default();
    match kind {
        "link" => return link(line).map(Row::Link),
        "fault" => return fault(line).map(Row::Fault),
        "clients" | "balancer" | "service" | "cache" | "database" | "broker" => {}
        _ => {
            let known = "clients, balancer, service, cache, database, broker, link, fault";
            return line.fail(format!("a line begins with one of {known}, got `{kind}`"));
        }
    }
    let name = line.name()?;
    let kind = match kind {
        "clients" => Kind::Clients(clients(line)?),
        "balancer" => Kind::Balancer(balancer(line)?),
        "service" => Kind::Service(service(line)?),
        "cache" => Kind::Cache(cache(line)?),
        "database" => Kind::Database(database(line)?),
        _ => Kind::Broker(broker(line)?),
    };
    Ok(Row::Part(Part { name, kind }))
}

/// A word of the caller; false where it is none.
pub(super) fn calling(line: &mut Line<'_>, word: &str, caller: &mut Caller) -> Result<bool, Wrong> {
    match word {
        "timeout" => caller.timeout_secs = Some(line.secs(false)?),
        "cancels" => caller.cancels = true,
        "deadline" => caller.deadline_secs = Some(line.secs(false)?),
        "retry" => {
            let times = line.whole(1, 100)?;
            let backoff = match line.next() {
                Some("immediate") => Backoff::Immediate,
                Some("fixed") => Backoff::Fixed(line.secs(false)?),
                Some("exponential") => Backoff::Exponential(line.secs(false)?, line.secs(false)?),
                Some("full-jitter") => Backoff::FullJitter(line.secs(false)?, line.secs(false)?),
                Some("equal-jitter") => Backoff::EqualJitter(line.secs(false)?, line.secs(false)?),
                Some("decorrelated") => Backoff::Decorrelated(line.secs(false)?, line.secs(false)?),
                other => {
                    let got = other.unwrap_or("nothing");
                    let known = "immediate, fixed, exponential, full-jitter, equal-jitter, decorrelated";
                    return line.fail(format!("after `retry {times}` comes one of {known}, got `{got}`"));
                }
            };
            caller.retry = Some(Retry { times, backoff });
        }
        "budget" => {
            let share = line.percent()?;
            let kind = if line.takes("grpc") {
                BudgetKind::Grpc
            } else if line.takes("envoy") {
                BudgetKind::Envoy
            } else {
                BudgetKind::Bucket
            };
            caller.budget = Some(Budget { share, kind });
        }
        "hedge" => {
            let after = match line.peek().and_then(|w| w.strip_prefix('p')) {
                Some(level) if level.bytes().all(|b| b.is_ascii_digit() || b == b'.') => {
                    let level = crate::system::decimal::read(level, -2).filter(|q| (0.5..1.0).contains(q));
                    line.next();
                    match level {
                        Some(level) => After::Quantile(level),
                        None => return line.fail("a percentile to hedge at is from p50 to p99.9".into()),
                    }
                }
                _ => After::Secs(line.secs(false)?),
            };
            let budget = if line.takes("at-most") { line.percent()? } else { 1.0 };
            caller.hedge = Some(Hedge { after, budget });
        }
        "breaker" => {
            let threshold = line.percent()?;
            if !line.takes("of") {
                return line.fail("a breaker reads `breaker 50% of 100 open 30s`: `of` is missing".into());
            }
            let window = line.whole(1, 10_000)?;
            let minimum = if line.takes("min") { line.whole(1, 10_000)? } else { window };
            if !line.takes("open") {
                return line.fail("a breaker reads `breaker 50% of 100 open 30s`: `open` is missing".into());
            }
            let open_secs = line.secs(false)?;
            let probes = if line.takes("probes") { line.whole(1, 10_000)? } else { DEFAULT_PROBES };
            let slow = if line.takes("slow") { Some((line.percent()?, line.secs(false)?)) } else { None };
            if threshold == 0.0 {
                return line.fail("a breaker that opens at 0% failures never closes".into());
            }
            caller.breaker = Some(Breaker { threshold, window, minimum, open_secs, probes, slow });
        }
        "pool" | "bulkhead" => {
            let callee = line.name()?;
            let size = line.whole(1, 1_000_000)?;
            let wait_secs = if word == "pool" && line.takes("wait") { line.secs(true)? } else { 0.0 };
            if caller.pools.iter().any(|pool| pool.callee == callee) {
                return line.fail(format!("a second pool for `{callee}`"));
            }
            caller.pools.push(Pool { callee, size, wait_secs });
        }
        _ => return Ok(false),
    }
    Ok(true)
}

pub(super) const REPEATED: &[&str] = &["pool", "bulkhead"];

fn clients(line: &mut Line<'_>) -> Result<Clients, Wrong> {
    let mut part = Clients {
        open: None,
        closed: None,
        ramp: None,
        day: None,
        keys: None,
        writes: None,
        priority: 0.0,
        caller: Caller::default(),
        target: String::new(),
    };
    while let Some(word) = line.word(REPEATED)? {
        match word {
            "open" => {
                let rate = line.rate()?;
                let gaps = if line.takes("fixed") {
                    Gaps::Fixed
                } else if line.takes("bursty") {
                    Gaps::Bursty(line.number(1.0, 100.0)?)
                } else {
                    line.takes("poisson");
                    Gaps::Poisson
                };
                part.open = Some((rate, gaps));
            }
            "closed" => {
                let users = line.whole(1, 1_000_000)?;
                let think = if line.takes("think") { line.work(true)? } else { Work::fixed(0.0) };
                part.closed = Some((users, think));
            }
            "ramp" => {
                let to_per_sec = line.rate()?;
                let (from_secs, until_secs) = span(line)?;
                part.ramp = Some(Ramp { to_per_sec, from_secs, until_secs });
            }
            "day" => part.day = Some((line.secs(false)?, line.percent()?)),
            "keys" => {
                line.takes("zipf");
                let count = line.whole(1, 1_000_000)?;
                let skew = line.number(0.0, 4.0)?;
                part.keys = Some(Keys { count, skew });
            }
            "writes" => part.writes = Some(line.percent()?),
            "priority" => part.priority = line.percent()?,
            "->" | "calls" => part.target = line.name()?,
            word if calling(line, word, &mut part.caller)? => {}
            word => {
                let own = "open, closed, ramp, day, keys, writes, priority, ->";
                return line.unknown(word, "clients", &format!("{own}, {CALLING}"));
            }
        }
    }
    if part.open.is_none() && part.closed.is_none() {
        return line.fail("clients need `open 100/s` or `closed 10 think 1s`".into());
    }
    if part.open.is_none() && (part.ramp.is_some() || part.day.is_some()) {
        return line.fail("`ramp` and `day` change the rate of open clients".into());
    }
    needs_target(line, &part.target, "clients")?;
    Ok(part)
}

pub(super) fn needs_target(line: &Line<'_>, target: &str, who: &str) -> Result<(), Wrong> {
    if target.is_empty() { line.fail(format!("{who} must say whom to ask: `-> name`")) } else { Ok(()) }
}

/// `from 60s to 90s`.
fn span(line: &mut Line<'_>) -> Result<(f64, f64), Wrong> {
    if !line.takes("from") {
        return line.fail("then comes `from 60s to 90s`".into());
    }
    let from = line.secs(true)?;
    if !line.takes("to") {
        return line.fail("after `from` and its time comes `to 90s`".into());
    }
    let until = line.secs(false)?;
    if from < until { Ok((from, until)) } else { line.fail("it must end after it begins".into()) }
}

fn instances(word: &str) -> Option<u32> {
    word.strip_prefix(['x', '×']).filter(|n| n.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}

fn service(line: &mut Line<'_>) -> Result<Service, Wrong> {
    let mut part = Service {
        instances: 1,
        workers: 1,
        line: UNLIMITED,
        order: Order::Fifo,
        work: Work::fixed(0.0),
        usl: None,
        calls: Vec::new(),
        passes: None,
        caller: Caller::default(),
        shed: None,
        limit: None,
        fails: 0.0,
    };
    while let Some(word) = line.word(REPEATED)? {
        match word {
            "workers" => part.workers = line.whole_or_unlimited(1, 1_000_000)?,
            "line" => part.line = line.whole_or_unlimited(0, 1_000_000)?,
            "work" => part.work = line.work(true)?,
            "order" => part.order = order(line)?,
            "usl" => part.usl = Some((line.number(0.0, 1.0)?, line.number(0.0, 1.0)?)),
            "calls" | "->" => part.calls = stages(line)?,
            "passes" => part.passes = Some(line.name()?),
            "shed" => part.shed = Some(Shed { from_waiting: line.whole(0, 1_000_000)? }),
            "limit" => {
                let kind = if line.takes("aimd") {
                    LimitKind::Aimd
                } else if line.takes("gradient") {
                    LimitKind::Gradient
                } else {
                    LimitKind::Fixed
                };
                part.limit = Some(Limit { kind, start: line.whole(1, 1_000_000)? });
            }
            "fails" => part.fails = line.percent()?,
            word if instances(word).is_some_and(|n| (1..=1000).contains(&n)) => {
                part.instances = instances(word).unwrap_or(1);
            }
            word if calling(line, word, &mut part.caller)? => {}
            word => {
                let own =
                    "x8 (instances, up to x1000), workers, line, order, work, usl, calls, passes, shed, limit, fails";
                return line.unknown(word, "a service", &format!("{own}, {CALLING}"));
            }
        }
    }
    if part.passes.is_some() && !part.calls.is_empty() {
        return line.fail("a service calls (and waits) or passes (and is done), not both".into());
    }
    Ok(part)
}

fn order(line: &mut Line<'_>) -> Result<Order, Wrong> {
    Ok(match line.next() {
        Some("fifo") => Order::Fifo,
        Some("lifo") => Order::Lifo,
        Some("adaptive-lifo") => Order::AdaptiveLifo,
        Some("priority") => Order::Priority,
        Some("shared") => Order::Shared,
        Some("codel") => {
            let timed = line.peek().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
            Order::Codel(if timed {
                Codel { target_secs: line.secs(false)?, interval_secs: line.secs(false)? }
            } else {
                codel::DEFAULT
            })
        }
        other => {
            let known = "fifo, lifo, adaptive-lifo, priority, codel, shared";
            return line.fail(format!("`order` is one of {known}, got `{}`", other.unwrap_or("nothing")));
        }
    })
}

/// `products, then stock x3 and mail`.
fn stages(line: &mut Line<'_>) -> Result<Vec<Vec<Callee>>, Wrong> {
    let mut stages = vec![Vec::new()];
    loop {
        let name = line.name()?;
        let times = match line.peek().and_then(instances) {
            Some(times @ 1..=1000) => {
                line.next();
                times
            }
            Some(_) => {
                line.next();
                return line.fail("a part is called from x1 to x1000 times".into());
            }
            None => 1,
        };
        if let Some(stage) = stages.last_mut() {
            stage.push(Callee { name, times });
        }
        let comma = line.takes(",");
        if line.takes("then") {
            stages.push(Vec::new());
        } else if comma {
            return line.fail("after a comma comes `then` and the next part".into());
        } else if !line.takes("and") {
            return Ok(stages);
        }
    }
}

fn link(line: &mut Line<'_>) -> Result<Link, Wrong> {
    let from = line.name()?;
    if !line.takes("->") {
        return line.fail("a link reads `link a -> b 5ms`".into());
    }
    let to = line.name()?;
    let latency = line.work(true)?;
    let loss = if line.takes("loss") { line.percent()? } else { 0.0 };
    if let Some(word) = line.next() {
        return line.unknown(word, "a link", "its time, loss");
    }
    if loss >= 1.0 {
        return line.fail("a link that loses everything is a `cut`".into());
    }
    Ok(Link { from, to, latency, loss })
}

fn fault(line: &mut Line<'_>) -> Result<Fault, Wrong> {
    let whole = line.peek().unwrap_or_default();
    let (part, instance) = match whole.split_once('#') {
        Some((name, number)) => {
            line.next();
            let number = number.parse::<u32>().ok().filter(|n| *n < 1000);
            match number {
                Some(number) if super::is_name(name) => (name.to_owned(), Some(number)),
                _ => return line.fail(format!("an instance is written `web#3`, got `{whole}`")),
            }
        }
        None => (line.name()?, None),
    };
    let word = line.word(&[])?.unwrap_or("nothing");
    let trouble = match word {
        "slow" => Trouble::Slow(line.factor()?),
        "stop" => Trouble::Stop,
        "crash" => Trouble::Crash,
        "cut" => Trouble::Cut,
        "errors" => Trouble::Errors(line.percent()?),
        "flush" => Trouble::Flush,
        "spike" => Trouble::Spike(line.factor()?),
        "deploy" => Trouble::Deploy,
        "leak" => Trouble::Leak(line.rate()?),
        _ => {
            let known = "slow 10x, stop, crash, cut, errors 20%, flush, spike 10x, deploy, leak 1/s";
            return line.fail(format!("a fault is one of {known}, got `{word}`"));
        }
    };
    let (from_secs, until_secs) = if trouble == Trouble::Flush {
        if !line.takes("at") {
            return line.fail("a flush reads `fault products flush at 60s`".into());
        }
        let at = line.secs(true)?;
        (at, at)
    } else {
        span(line)?
    };
    if let Some(word) = line.next() {
        return line.unknown(word, "a fault", "what, from when, to when");
    }
    Ok(Fault { part, instance, trouble, from_secs, until_secs })
}
