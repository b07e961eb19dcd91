//! A scenario made ready to run: names become numbers, means become laws, faults become a time line. It does not change while it runs.

use super::caller::Caller;
use super::draw::{mix, name_key};
use super::parts::service::{Order, UNLIMITED};
use super::request::{NONE, RowEnds};
use super::scenario::{Fault, Kind, Scenario, Trouble};
use crate::dist::{AliasTable, Law, zipf_weights};

/// No part.
pub(super) const NO_PART: u16 = u16::MAX;

#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub parts: Vec<PlanPart>,
    pub edges: Vec<Edge>,
    pub rows: Vec<(f64, RowEnds)>,
    pub turns: Vec<Turn>,
    /// The part of each closed user, and the user's number there.
    pub users: Vec<(u16, u32)>,
    pub instances: Vec<(u16, u16)>,
    pub edge_states: usize,
}

#[derive(Clone, Debug)]
pub(super) struct PlanPart {
    pub kind: Kind,
    /// Of all draws of the part; holds the seed.
    pub key: u64,
    pub caller: Caller,
    /// Its own work (a look-up, a read, a thought).
    pub work: Law,
    pub write: Law,
    pub items: Option<AliasTable>,
    /// Calls by stage: edge and how often.
    pub stages: Vec<Vec<(u32, u16)>>,
    /// The edge of the only callee (clients, cache, broker, `passes`).
    pub edge: u32,
    pub instances: u16,
    pub first: usize,
    pub workers: u32,
    pub places: u32,
    /// Work shares the instance rather than having a worker each.
    pub shared: bool,
    /// For each instance: from when it runs at which speed.
    pub speeds: Vec<Vec<(f64, f64)>>,
    pub cuts: Vec<(f64, f64)>,
    pub spikes: Vec<(f64, f64, f64)>,
    pub leaks: Vec<(Option<u32>, f64, f64, f64)>,
    pub timeout_row: u32,
    pub deadline_row: u32,
    pub extra_row: u32,
}

/// From a caller to a callee.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    pub from: u16,
    pub to: u16,
    pub latency: Option<Law>,
    pub loss: f64,
    pub pool: Option<(super::policy::bulkhead::Pool, u32)>,
    /// Where the states of this edge begin, one for each instance of the caller.
    pub state: usize,
    /// The balancer on the way.
    pub via: u16,
    /// Whom a call may go to.
    pub choices: Vec<(u16, u16)>,
}

/// A moment at which something changes by itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Turn {
    pub at: f64,
    pub part: u16,
    pub instance: Option<u16>,
    pub what: Turns,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Turns {
    Speed,
    Down(bool),
    Drained(bool),
    Errors(f64, bool),
    Flush,
    Mended,
}

impl Plan {
    pub(super) fn new(scenario: &Scenario, seed: u64) -> Result<Self, String> {
        let mut plan = Self {
            parts: Vec::new(),
            edges: Vec::new(),
            rows: Vec::new(),
            turns: Vec::new(),
            users: Vec::new(),
            instances: Vec::new(),
            edge_states: 0,
        };
        for part in scenario.parts() {
            let number = plan.parts.len() as u16;
            let made = plan.part(&part.kind, &part.name, number, seed)?;
            plan.parts.push(made);
        }
        for (at, part) in scenario.parts().iter().enumerate() {
            plan.connect(scenario, at, &part.kind)?;
        }
        for fault in scenario.faults() {
            if let Some(part) = scenario.find(&fault.part) {
                plan.fault(part, fault);
            }
        }
        for (part, named) in plan.parts.iter_mut().zip(scenario.parts()) {
            part.speeds = (0..part.instances).map(|i| speeds(scenario.faults(), &named.name, i)).collect();
        }
        plan.turns.sort_by(|a, b| a.at.total_cmp(&b.at));
        Ok(plan)
    }

    fn row(&mut self, secs: Option<f64>, ends: RowEnds) -> u32 {
        secs.map_or(NONE, |secs| {
            self.rows.push((secs, ends));
            self.rows.len() as u32 - 1
        })
    }

    fn part(&mut self, kind: &Kind, name: &str, number: u16, seed: u64) -> Result<PlanPart, String> {
        let none = Law::deterministic(0.0).map_err(|e| e.to_string())?;
        let law = |work: &super::parts::Work| work.law().map_err(|e| format!("`{name}`: {e}"));
        let instances = kind.instances() as u16;
        let first = self.instances.len();
        self.instances.extend((0..instances).map(|i| (number, i)));
        let caller = kind.caller().cloned().unwrap_or_default();
        let (mut work, mut write, mut items) = (none.clone(), none, None);
        let (mut workers, mut places, mut shared) = (UNLIMITED, UNLIMITED, false);
        let mut extra_row = NONE;
        match kind {
            Kind::Clients(clients) => {
                if let Some((users, think)) = &clients.closed {
                    work = law(think)?;
                    self.users.extend((0..*users).map(|i| (number, i)));
                }
                if let Some(keys) = clients.keys {
                    let weights = zipf_weights(keys.count as usize, keys.skew).map_err(|e| e.to_string())?;
                    items = Some(AliasTable::new(&weights).map_err(|e| e.to_string())?);
                }
            }
            Kind::Service(service) => {
                work = law(&service.work)?;
                (workers, places) = (service.workers, service.line);
                shared = service.order == Order::Shared || service.usl.is_some();
            }
            Kind::Database(database) => {
                work = law(&database.read)?;
                write = law(&database.write)?;
                (workers, places) = (database.connections, database.line);
                extra_row = self.row((database.replicas > 0).then_some(database.lag_secs), RowEnds::Replay(number));
            }
            Kind::Cache(cache) => work = law(&cache.hit)?,
            Kind::Broker(broker) => {
                extra_row = self.row(Some(broker.visibility_secs), RowEnds::Visibility(number));
            }
            Kind::Balancer(_) => {}
        }
        let timeout_row = self.row(caller.timeout_secs, RowEnds::Timeout);
        let deadline_row = self.row(caller.deadline_secs, RowEnds::Deadline);
        Ok(PlanPart {
            kind: kind.clone(),
            key: mix(mix(0x736c_6f77, seed), name_key(name)),
            caller,
            work,
            write,
            items,
            stages: Vec::new(),
            edge: NONE,
            instances,
            first,
            workers,
            places,
            shared,
            speeds: Vec::new(),
            cuts: Vec::new(),
            spikes: Vec::new(),
            leaks: Vec::new(),
            timeout_row,
            deadline_row,
            extra_row,
        })
    }

    fn connect(&mut self, scenario: &Scenario, at: usize, kind: &Kind) -> Result<(), String> {
        match kind {
            Kind::Balancer(_) | Kind::Database(_) => {}
            Kind::Service(service) => {
                let mut stages = Vec::new();
                for stage in &service.calls {
                    let mut edges = Vec::new();
                    for callee in stage {
                        edges.push((self.edge(scenario, at, &callee.name)?, callee.times as u16));
                    }
                    stages.push(edges);
                }
                self.parts[at].stages = stages;
                if let Some(name) = &service.passes {
                    self.parts[at].edge = self.edge(scenario, at, name)?;
                }
            }
            other => {
                for name in other.targets() {
                    self.parts[at].edge = self.edge(scenario, at, name)?;
                }
            }
        }
        Ok(())
    }

    /// The edge from a part to another; there is one for each pair.
    fn edge(&mut self, scenario: &Scenario, from: usize, name: &str) -> Result<u32, String> {
        let to = scenario.find(name).ok_or_else(|| format!("no part is named `{name}`"))?;
        if let Some(at) = self.edges.iter().position(|e| (e.from as usize, e.to as usize) == (from, to)) {
            return Ok(at as u32);
        }
        let link = scenario.links().iter().find(|link| link.from == scenario.parts()[from].name && link.to == name);
        let latency = match link {
            Some(link) if link.latency.mean_secs > 0.0 => Some(link.latency.law().map_err(|e| e.to_string())?),
            _ => None,
        };
        let pool = self.parts[from].caller.pools.iter().find(|pool| pool.callee == name).cloned();
        let pool = pool.map(|pool| {
            let row = self.row((pool.wait_secs > 0.0).then_some(pool.wait_secs), RowEnds::PoolWait);
            (pool, row)
        });
        let all = |part: usize| (0..self.parts[part].instances).map(move |i| (part as u16, i));
        let (via, choices) = match &self.parts[to].kind {
            Kind::Balancer(balancer) => {
                let targets = balancer.targets.iter().filter_map(|name| scenario.find(name));
                (to as u16, targets.flat_map(all).collect())
            }
            _ => (NO_PART, all(to).collect()),
        };
        let state = self.edge_states;
        self.edge_states += self.parts[from].instances as usize;
        let loss = link.map_or(0.0, |link| link.loss);
        self.edges.push(Edge { from: from as u16, to: to as u16, latency, loss, pool, state, via, choices });
        Ok(self.edges.len() as u32 - 1)
    }

    fn fault(&mut self, at: usize, fault: &Fault) {
        let part = at as u16;
        let instance = fault.instance.map(|i| i as u16);
        let (from, until) = (fault.from_secs, fault.until_secs);
        let mut both = |begins: Turns, ends: Turns| {
            self.turns.push(Turn { at: from, part, instance, what: begins });
            self.turns.push(Turn { at: until, part, instance, what: ends });
        };
        match fault.trouble {
            Trouble::Slow(_) | Trouble::Stop => both(Turns::Speed, Turns::Speed),
            Trouble::Crash => both(Turns::Down(true), Turns::Down(false)),
            Trouble::Errors(share) => both(Turns::Errors(share, true), Turns::Errors(share, false)),
            Trouble::Flush => self.turns.push(Turn { at: from, part, instance, what: Turns::Flush }),
            Trouble::Cut => self.parts[at].cuts.push((from, until)),
            Trouble::Spike(factor) => self.parts[at].spikes.push((from, until, factor)),
            Trouble::Leak(rate) => {
                self.turns.push(Turn { at: until, part, instance, what: Turns::Mended });
                self.parts[at].leaks.push((fault.instance, rate, from, until));
            }
            Trouble::Deploy => {
                let n = self.parts[at].instances;
                let each = (until - from) / f64::from(n);
                for i in 0..n {
                    let (begins, ends) = (from + each * f64::from(i), from + each * f64::from(i + 1));
                    let instance = Some(i);
                    self.turns.push(Turn { at: begins, part, instance, what: Turns::Drained(true) });
                    self.turns.push(Turn { at: ends, part, instance, what: Turns::Drained(false) });
                }
            }
        }
    }
}

/// From when an instance runs at which speed, beginning at 0; empty where nothing ever slows it.
fn speeds(all: &[Fault], name: &str, instance: u16) -> Vec<(f64, f64)> {
    let mine = |fault: &&Fault| {
        let here = fault.part == name && fault.instance.is_none_or(|i| i == u32::from(instance));
        here && matches!(fault.trouble, Trouble::Slow(_) | Trouble::Stop)
    };
    let faults: Vec<&Fault> = all.iter().filter(mine).collect();
    if faults.is_empty() {
        return Vec::new();
    }
    let mut times: Vec<f64> = faults.iter().flat_map(|f| [f.from_secs, f.until_secs]).chain([0.0]).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let at = |time: f64| {
        let active = faults.iter().filter(|f| f.from_secs <= time && time < f.until_secs);
        active.fold(1.0, |speed, f| match f.trouble {
            Trouble::Slow(factor) => speed / factor,
            _ => 0.0,
        })
    };
    times.into_iter().map(|time| (time, at(time))).collect()
}
