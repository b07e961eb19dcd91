//! A cache before another part.

use super::Work;
use crate::system::caller::Caller;

/// Who must go when it is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eviction {
    /// The one used longest ago.
    Lru,
    /// The one used least often since it came (ties: used longest ago).
    Lfu,
    /// The one that came first.
    Fifo,
    /// A small line for newcomers, a main line for those used twice, a memory of those who left.
    S3Fifo,
    /// The first not used since a hand passed it.
    Sieve,
    /// Any.
    Random,
}

/// What a write does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// Goes to the origin, and what is cached is dropped.
    Aside,
    /// Goes to the origin, and what is cached is replaced when it is done.
    Through,
    /// Is answered at once and goes to the origin behind.
    Behind,
}

/// A cache. Looking up takes `hit`; any number at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Cache {
    /// How many values it holds; none is no limit.
    pub capacity: Option<u32>,
    /// Who must go.
    pub eviction: Eviction,
    /// How long a value holds, seconds.
    pub ttl_secs: Option<f64>,
    /// Each value's time is drawn from ttl·(1 ± jitter).
    pub jitter: f64,
    /// One asks for all; how long the one may take, seconds (infinite: as long as it takes).
    pub single_flight_secs: Option<f64>,
    /// How long after its end a value may still be served while it is renewed behind, seconds.
    pub stale_secs: f64,
    /// XFetch's β.
    pub beta: Option<f64>,
    /// A look-up.
    pub hit: Work,
    /// Instead of keys: every look-up hits with this probability.
    pub hits: Option<f64>,
    /// What a write does.
    pub writing: Writing,
    /// Full from the start, all values fresh: the run begins when they have just been filled.
    pub warm: bool,
    /// How it calls its origin.
    pub caller: Caller,
    /// The origin.
    pub target: String,
}

use crate::system::draw::{Draw, Purpose, mix};
use crate::system::engine::World;
use crate::system::plan::Plan;
use crate::system::policy::refresh::{self, Read};
use crate::system::request::{BEHIND, Call, NONE, Outcome, PRIORITY, SAID, State, WRITES};
use crate::system::scenario::Kind;
use crate::system::tally::Sum;

impl World {
    /// A look-up is done: what now?
    pub(in crate::system) fn looked_up(&mut self, plan: &Plan, part: usize, number: u32) {
        let Kind::Cache(cache) = &plan.parts[part].kind else { return };
        self.jobs[number].state = State::Calls;
        let (key, item, flags) = (self.jobs[number].key, self.jobs[number].item, self.jobs[number].flags);
        let errors = self.nodes[part].error_share;
        if errors > 0.0 && Draw::of(key, Purpose::Fail).uniform() < errors {
            return self.end_job(plan, number, Outcome::Error);
        }
        let now = self.now;
        let node = &mut self.nodes[part];
        if flags & WRITES != 0 {
            if cache.writing == Writing::Behind {
                node.shelf.iter_mut().for_each(|shelf| shelf.put(cache, item, now, 0.0, key));
                self.end_job(plan, number, Outcome::Ok);
                // The job is gone, its number not yet taken by another: the copy keeps what is needed.
                return self.write_behind(plan, part, key, item, flags);
            }
            return self.fetch(plan, part, number);
        }
        node.tally.one(Sum::Lookups);
        let read = match cache.hits {
            Some(share) if Draw::of(key, Purpose::Hit).uniform() < share => Read::Fresh,
            Some(_) => Read::Gone,
            None => node.shelf.as_mut().and_then(|shelf| shelf.look(item)).map_or(Read::Gone, |(expires, took)| {
                refresh::judge(now, expires, took, cache.stale_secs, cache.beta, &mut Draw::of(key, Purpose::Early))
            }),
        };
        match read {
            Read::Fresh => {
                node.tally.one(Sum::Hits);
                self.end_job(plan, number, Outcome::Ok);
            }
            Read::Stale => {
                node.tally.one(Sum::Hits);
                node.tally.one(Sum::Stale);
                self.renew_behind(plan, cache, part, number);
                self.end_job(plan, number, Outcome::Ok);
            }
            // One who renews early asks himself and waits; with one flight for all, only if nobody does yet.
            Read::Early => match cache.single_flight_secs {
                Some(limit) if node.flights.in_flight(item, now, limit) => {
                    node.tally.one(Sum::Hits);
                    self.end_job(plan, number, Outcome::Ok);
                }
                _ => self.miss(plan, cache, part, number),
            },
            Read::Gone => self.miss(plan, cache, part, number),
        }
    }

    fn miss(&mut self, plan: &Plan, cache: &Cache, part: usize, number: u32) {
        let (item, stamp) = (self.jobs[number].item, self.jobs[number].stamp);
        if let Some(limit) = cache.single_flight_secs
            && !self.nodes[part].flights.leads(item, self.now, limit, (number, stamp))
        {
            self.jobs[number].state = State::Flight;
            return;
        }
        self.fetch(plan, part, number);
    }

    /// The job asks the origin itself.
    fn fetch(&mut self, plan: &Plan, part: usize, number: u32) {
        let job = &self.jobs[number];
        let call = Call {
            key: mix(job.key, 2),
            parent: number,
            sibling: NONE,
            edge: plan.parts[part].edge,
            item: job.item,
            span: job.span,
            flags: job.flags & (PRIORITY | WRITES | SAID),
            ..Call::default()
        };
        self.call(plan, call);
    }

    fn renew_behind(&mut self, plan: &Plan, cache: &Cache, part: usize, number: u32) {
        // While it is being renewed nobody else begins: stale while revalidating is one flight by itself.
        let limit = cache.single_flight_secs.unwrap_or(f64::INFINITY);
        let item = self.jobs[number].item;
        let now = self.now;
        let flights = &mut self.nodes[part].flights;
        if !flights.in_flight(item, now, limit) && flights.leads(item, now, limit, (number, 0)) {
            self.behind(plan, part, number, BEHIND);
        }
    }

    fn write_behind(&mut self, plan: &Plan, part: usize, key: u64, item: u32, flags: u8) {
        let call = Call {
            key: mix(key, u64::from(BEHIND)),
            parent: NONE,
            sibling: NONE,
            edge: plan.parts[part].edge,
            item,
            span: NONE,
            flags: flags & (PRIORITY | WRITES | SAID),
            ..Call::default()
        };
        self.call(plan, call);
    }

    /// The origin has answered, or failed.
    pub(in crate::system) fn fetched(&mut self, plan: &Plan, part: usize, call: &Call, outcome: Outcome) {
        let Kind::Cache(cache) = &plan.parts[part].kind else { return };
        let (now, took) = (self.now, self.now - call.started);
        let writes = call.flags & WRITES != 0;
        let ok = outcome == Outcome::Ok;
        let node = &mut self.nodes[part];
        if let Some(shelf) = &mut node.shelf
            && cache.hits.is_none()
            && ok
        {
            match (writes, cache.writing) {
                (true, Writing::Aside) => shelf.drop_item(call.item),
                (true, Writing::Behind) => {}
                _ => shelf.put(cache, call.item, now, took, call.key),
            }
        }
        let waiting = if writes { Vec::new() } else { node.flights.land(call.item) };
        if call.parent != NONE {
            self.end_job(plan, call.parent, outcome);
        }
        for (job, stamp) in waiting {
            if self.jobs[job].stamp == stamp && self.jobs[job].state == State::Flight {
                self.end_job(plan, job, outcome);
            }
        }
    }
}
