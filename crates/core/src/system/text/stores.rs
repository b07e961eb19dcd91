//! From words to what stands between services: balancers, caches, databases, brokers.

use super::line::{Line, Wrong};
use super::reading::{CALLING, REPEATED, calling, needs_target};
use crate::system::caller::Caller;
use crate::system::parts::Work;
use crate::system::parts::balancer::{Balancer, Choice};
use crate::system::parts::broker::Broker;
use crate::system::parts::cache::{Cache, Eviction, Writing};
use crate::system::parts::database::Database;
use crate::system::parts::service::UNLIMITED;

pub(super) fn balancer(line: &mut Line<'_>) -> Result<Balancer, Wrong> {
    let (choice, weights) = (Choice::Random, Vec::new());
    let mut part = Balancer { choice, weights, eject: None, check_secs: None, targets: Vec::new() };
    let mut chosen = false;
    while let Some(word) = line.word(&[])? {
        let choice = match word {
            "random" => Some(Choice::Random),
            "round-robin" => Some(Choice::RoundRobin),
            "least-outstanding" => Some(Choice::LeastOutstanding),
            "power-of-two" => Some(Choice::PowerOfTwo),
            "weighted" => Some(Choice::Weighted),
            _ => None,
        };
        match word {
            _ if choice.is_some() && chosen => return line.fail("a balancer chooses in one way".into()),
            _ if choice.is_some() => {
                part.choice = choice.unwrap_or(Choice::Random);
                chosen = true;
                while word == "weighted" && line.peek().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit())) {
                    part.weights.push(line.number(0.0, 1e6)?);
                }
            }
            "eject" => {
                let times = line.whole(1, 10_000)?;
                if !line.takes("for") {
                    return line.fail("after how many failures comes `for 30s`".into());
                }
                part.eject = Some((times, line.secs(false)?));
            }
            "check" => part.check_secs = Some(line.secs(false)?),
            "->" => loop {
                part.targets.push(line.name()?);
                if !line.takes(",") {
                    break;
                }
            },
            word => {
                let known = "random, round-robin, least-outstanding, power-of-two, weighted, eject, check, ->";
                return line.unknown(word, "a balancer", known);
            }
        }
    }
    if part.choice == Choice::Weighted && !part.weights.iter().any(|w| *w > 0.0) {
        return line.fail("`weighted` needs weights such as `weighted 3 1`".into());
    }
    needs_target(line, part.targets.first().map_or("", String::as_str), "a balancer")?;
    Ok(part)
}

pub(super) fn cache(line: &mut Line<'_>) -> Result<Cache, Wrong> {
    let mut part = Cache {
        capacity: None,
        eviction: Eviction::Lru,
        ttl_secs: None,
        jitter: 0.0,
        single_flight_secs: None,
        stale_secs: 0.0,
        beta: None,
        hit: Work::fixed(0.0),
        hits: None,
        writing: Writing::Aside,
        warm: false,
        caller: Caller::default(),
        target: String::new(),
    };
    let mut chosen = false;
    while let Some(word) = line.word(REPEATED)? {
        let eviction = match word {
            "lru" => Some(Eviction::Lru),
            "lfu" => Some(Eviction::Lfu),
            "fifo" => Some(Eviction::Fifo),
            "s3-fifo" => Some(Eviction::S3Fifo),
            "sieve" => Some(Eviction::Sieve),
            "random" => Some(Eviction::Random),
            _ => None,
        };
        match word {
            _ if eviction.is_some() && chosen => return line.fail("a cache forgets in one way".into()),
            _ if eviction.is_some() => {
                part.eviction = eviction.unwrap_or(Eviction::Lru);
                part.capacity = Some(line.whole(1, 1_000_000)?);
                chosen = true;
            }
            "ttl" => {
                part.ttl_secs = Some(line.secs(false)?);
                part.jitter = if line.takes("jitter") { line.percent()? } else { 0.0 };
            }
            "single-flight" => {
                let timed = line.peek().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
                part.single_flight_secs = Some(if timed { line.secs(false)? } else { f64::INFINITY });
            }
            "stale" => part.stale_secs = line.secs(false)?,
            "xfetch" => part.beta = Some(line.number(0.001, 1000.0)?),
            "hit" => part.hit = line.work(true)?,
            "hits" => part.hits = Some(line.percent()?),
            "writing" => {
                part.writing = match line.next() {
                    Some("aside") => Writing::Aside,
                    Some("through") => Writing::Through,
                    Some("behind") => Writing::Behind,
                    other => {
                        let got = other.unwrap_or("nothing");
                        return line.fail(format!("`writing` is one of aside, through, behind, got `{got}`"));
                    }
                }
            }
            "warm" => part.warm = true,
            "->" | "calls" => part.target = line.name()?,
            word if calling(line, word, &mut part.caller)? => {}
            word => {
                let own = "lru, lfu, fifo, s3-fifo, sieve, random, ttl, single-flight, stale, xfetch, hit, hits, writing, warm, ->";
                return line.unknown(word, "a cache", &format!("{own}, {CALLING}"));
            }
        }
    }
    needs_target(line, &part.target, "a cache")?;
    Ok(part)
}

pub(super) fn database(line: &mut Line<'_>) -> Result<Database, Wrong> {
    let mut part = Database {
        replicas: 0,
        connections: 1,
        line: UNLIMITED,
        read: Work::fixed(0.0),
        write: Work::fixed(0.0),
        writes: 0.0,
        lag_secs: 0.0,
        replay: 1.0,
        sticky: false,
    };
    while let Some(word) = line.word(&[])? {
        match word {
            "replicas" => part.replicas = line.whole(0, 100)?,
            "connections" => part.connections = line.whole(1, 1_000_000)?,
            "line" => part.line = line.whole_or_unlimited(0, 1_000_000)?,
            "read" => part.read = line.work(true)?,
            "write" => part.write = line.work(true)?,
            "writes" => part.writes = line.percent()?,
            "lag" => part.lag_secs = line.secs(true)?,
            "replay" => part.replay = line.percent()?,
            "sticky" => part.sticky = true,
            word => {
                let known = "replicas, connections, line, read, write, writes, lag, replay, sticky";
                return line.unknown(word, "a database", known);
            }
        }
    }
    Ok(part)
}

pub(super) fn broker(line: &mut Line<'_>) -> Result<Broker, Wrong> {
    let mut part = Broker {
        visibility_secs: 30.0,
        attempts: 5,
        line: UNLIMITED,
        crash: 0.0,
        ordered: false,
        idempotent: false,
        prefetch: None,
        caller: Caller::default(),
        target: String::new(),
    };
    while let Some(word) = line.word(&[])? {
        match word {
            "visibility" => part.visibility_secs = line.secs(false)?,
            "attempts" => part.attempts = line.whole(1, 1000)?,
            "line" => part.line = line.whole_or_unlimited(1, 1_000_000)?,
            "crash" => part.crash = line.percent()?,
            "ordered" => part.ordered = true,
            "idempotent" => part.idempotent = true,
            "prefetch" => part.prefetch = Some(line.whole(1, 1_000_000)?),
            "->" | "calls" => part.target = line.name()?,
            word => {
                let known = "visibility, attempts, line, crash, ordered, idempotent, prefetch, ->";
                return line.unknown(word, "a broker", known);
            }
        }
    }
    needs_target(line, &part.target, "a broker")?;
    Ok(part)
}
