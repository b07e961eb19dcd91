//! The state of a running system, and its event loop. What a part does stands in its own file under `parts/`.

use std::collections::{BTreeMap, VecDeque};

use super::event::{Events, Happens};
use super::parts::broker::Queue;
use super::parts::shelf::Shelf;
use super::plan::{NO_PART, Plan, Turns};
use super::policy::breaker::BreakerState;
use super::policy::budget::BudgetState;
use super::policy::bulkhead::PoolState;
use super::policy::codel::CodelState;
use super::policy::hedge::HedgeState;
use super::policy::limit::LimitState;
use super::policy::single_flight::Flights;
use super::request::{Call, Job, NONE, Outcome, Row, RowEnds, Slab, State, Waits};
use super::scenario::Kind;
use super::spans::Spans;
use super::tally::{Sum, Tally};
use crate::sim::Series;
use crate::sim::heap::Heap;
use crate::stats::Histogram;

/// What a part remembers.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub tally: Tally,
    pub inside: u32,
    pub busy: u32,
    pub peak: u32,
    last: f64,
    /// Open arrivals so far, and where the unit-rate clock of the gaps stands.
    pub came: u64,
    pub round: usize,
    pub error_share: f64,
    pub shelf: Option<Box<Shelf>>,
    pub flights: Flights,
    pub queue: Option<Box<Queue>>,
    pub written: BTreeMap<u32, f64>,
    /// Responses of clients since the warm-up, and of the window that is open.
    pub responses: Option<Box<Series>>,
    pub window: Histogram,
}

impl Node {
    /// Brings the areas up to now; to be called before anything inside changes.
    #[inline]
    pub(super) fn touch(&mut self, now: f64) {
        let dt = now - self.last;
        self.tally.add(Sum::InsideArea, dt * f64::from(self.inside));
        self.tally.add(Sum::BusyArea, dt * f64::from(self.busy));
        self.last = now;
    }

    /// Its sums as they stand at `now`.
    pub(super) fn tally_at(&self, now: f64) -> Tally {
        let (mut tally, dt) = (self.tally, now - self.last);
        tally.add(Sum::InsideArea, dt * f64::from(self.inside));
        tally.add(Sum::BusyArea, dt * f64::from(self.busy));
        tally
    }

    #[inline]
    pub(super) fn enter(&mut self, now: f64) {
        self.touch(now);
        self.inside += 1;
        self.peak = self.peak.max(self.inside);
        self.tally.one(Sum::Arrived);
    }
}

/// What an instance remembers.
#[derive(Clone, Debug, Default)]
pub(super) struct Inst {
    pub busy: u32,
    pub waiting: u32,
    pub inside: u32,
    pub outstanding: u32,
    pub down: u16,
    pub drained: u16,
    pub fails_in_row: u32,
    pub ejected_until: f64,
    pub seen_down: bool,
    /// Those who wait (job, stamp); with priority in front, where that is the order.
    pub line: VecDeque<(u32, u32)>,
    pub first_line: VecDeque<(u32, u32)>,
    pub limit: Option<LimitState>,
    pub codel: CodelState,
    pub shared: Option<Box<Shared>>,
}

/// An instance whose work shares it: how much each has had since the beginning.
#[derive(Clone, Debug, Default)]
pub(super) struct Shared {
    pub had: f64,
    pub at: f64,
    pub pace: f64,
    pub working: u32,
    pub done: Heap,
    pub expected: f64,
}

/// What an edge remembers for one instance of the caller.
#[derive(Clone, Debug, Default)]
pub(super) struct EdgeState {
    pub pool: PoolState,
    pub breaker: BreakerState,
    pub budget: BudgetState,
    pub hedge: HedgeState,
}

/// A closed user.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct User {
    pub asked: u64,
}

/// A remarkable moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// When, seconds.
    pub at: f64,
    /// The number of the part.
    pub part: usize,
    /// What happened there.
    pub what: Remarkable,
}

/// What is worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remarkable {
    /// A breaker of this caller opened.
    BreakerOpened,
    /// The line of this part turned somebody away for the first time in a while.
    LineFull,
    /// A fault began or ended.
    Fault,
}

/// Moments that are kept.
const MOST_MOMENTS: usize = 1000;

/// A system in the middle of a run.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub now: f64,
    pub events: Events,
    pub calls: Slab<Call>,
    pub jobs: Slab<Job>,
    pub nodes: Vec<Node>,
    pub insts: Vec<Inst>,
    pub edges: Vec<EdgeState>,
    pub rows: Vec<Row>,
    pub users: Vec<User>,
    pub stamp: u32,
    pub happened: u64,
    pub spans: Spans,
    pub moments: Vec<Moment>,
    pub last_full: f64,
}

impl World {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut world = Self {
            now: 0.0,
            events: Events::default(),
            calls: Slab::default(),
            jobs: Slab::default(),
            nodes: vec![Node::default(); plan.parts.len()],
            insts: vec![Inst::default(); plan.instances.len()],
            edges: vec![EdgeState::default(); plan.edge_states],
            rows: plan.rows.iter().map(|&(secs, ends)| Row { secs, ends, ..Row::default() }).collect(),
            users: vec![User::default(); plan.users.len()],
            stamp: 0,
            happened: 0,
            spans: Spans::default(),
            moments: Vec::new(),
            last_full: f64::NEG_INFINITY,
        };
        for (at, part) in plan.parts.iter().enumerate() {
            let insts = &mut world.insts[part.first..part.first + part.instances as usize];
            match &part.kind {
                Kind::Clients(_) => world.first_clients(plan, at),
                Kind::Service(service) => insts.iter_mut().for_each(|inst| {
                    inst.limit = service.limit.as_ref().map(LimitState::new);
                    inst.shared = part.shared.then(Box::default);
                }),
                Kind::Balancer(balancer) => {
                    if let Some(every) = balancer.check_secs {
                        world.events.schedule(every, Happens::Check, at as u32);
                    }
                }
                Kind::Cache(cache) => world.nodes[at].shelf = Some(Box::new(Shelf::new(cache, part.key, plan))),
                Kind::Broker(_) => world.nodes[at].queue = Some(Box::default()),
                Kind::Database(_) => {}
            }
        }
        for (number, turn) in plan.turns.iter().enumerate() {
            world.events.schedule(turn.at, Happens::Turn, number as u32);
        }
        for user in 0..plan.users.len() {
            world.think(plan, user as u32);
        }
        world
    }

    /// Lets the next event happen.
    #[inline]
    pub(super) fn step(&mut self, plan: &Plan) -> bool {
        let Some((at, what, number)) = self.events.pop() else { return false };
        self.now = at;
        self.happened += 1;
        match what {
            Happens::Arrive => self.arrive(plan, number as usize),
            Happens::Thought => self.ask(plan, number),
            Happens::Deliver => self.deliver(plan, number),
            Happens::Done => self.done(plan, number),
            Happens::Answer => self.answer(plan, number),
            Happens::Retry => self.retry(plan, number),
            Happens::Hedge => self.hedge(plan, number),
            Happens::Row => self.row(plan, number),
            Happens::Shared => self.shared_done(plan, number as usize),
            Happens::Turn => self.turn(plan, number as usize),
            Happens::Check => self.check(plan, number as usize),
        }
        true
    }

    pub(super) fn new_stamp(&mut self) -> u32 {
        self.stamp = self.stamp.wrapping_add(1);
        self.stamp
    }

    /// Puts something at the end of a row of equal delays.
    #[inline]
    pub(super) fn line_up(&mut self, row: u32, number: u32, stamp: u32) {
        if row == NONE {
            return;
        }
        let line = &mut self.rows[row as usize];
        let at = self.now + line.secs;
        line.queue.push_back((at, number, stamp));
        if !line.armed {
            line.armed = true;
            self.events.schedule(at, Happens::Row, row);
        }
    }

    fn row(&mut self, plan: &Plan, number: u32) {
        let row = number as usize;
        let ends = self.rows[row].ends;
        while let Some(&(at, who, stamp)) = self.rows[row].queue.front() {
            if at > self.now {
                // Those who no longer wait are passed over, so that they cost no event.
                let waits = match ends {
                    RowEnds::Timeout => self.calls[who].stamp == stamp && self.calls[who].waits != Waits::Over,
                    _ => true,
                };
                if waits {
                    self.events.schedule(at, Happens::Row, number);
                    return;
                }
                self.rows[row].queue.pop_front();
                continue;
            }
            self.rows[row].queue.pop_front();
            match ends {
                RowEnds::Timeout => self.timed_out(plan, who, stamp),
                RowEnds::Deadline => self.deadline(plan, who, stamp),
                RowEnds::PoolWait => self.pool_waited(plan, who, stamp),
                RowEnds::Visibility(part) => self.visible(plan, part as usize, who, stamp),
                RowEnds::Replay(part) => self.replay(plan, part as usize, who, stamp),
            }
        }
        self.rows[row].armed = false;
    }

    pub(super) fn turn(&mut self, plan: &Plan, number: usize) {
        let turn = plan.turns[number];
        let part = turn.part as usize;
        self.remark(part, Remarkable::Fault);
        let all = 0..plan.parts[part].instances;
        let instances = turn.instance.map_or(all, |i| i..i + 1);
        match turn.what {
            Turns::Errors(share, begins) => {
                let node = &mut self.nodes[part];
                node.error_share = if begins { 1.0 - (1.0 - node.error_share) * (1.0 - share) } else { 0.0 };
            }
            Turns::Flush => {
                if let Some(shelf) = &mut self.nodes[part].shelf {
                    shelf.clear();
                }
            }
            Turns::Speed => instances.for_each(|i| self.shared_pace(plan, part, i)),
            Turns::Mended => instances.for_each(|i| self.start_next(plan, part, i)),
            Turns::Drained(begins) => instances.for_each(|i| {
                let inst = &mut self.insts[plan.parts[part].first + i as usize];
                inst.drained = if begins { inst.drained + 1 } else { inst.drained.saturating_sub(1) };
            }),
            Turns::Down(begins) => instances.for_each(|i| {
                let inst = &mut self.insts[plan.parts[part].first + i as usize];
                inst.down = if begins { inst.down + 1 } else { inst.down.saturating_sub(1) };
                if begins {
                    self.crash(plan, part, i);
                }
            }),
        }
    }

    /// Everything inside an instance is lost.
    fn crash(&mut self, plan: &Plan, part: usize, instance: u16) {
        for number in self.jobs.numbers() {
            let job = &self.jobs[number];
            let here = job.part as usize == part && job.instance == instance;
            if here && matches!(job.state, State::Waits | State::Works | State::Calls | State::Flight) {
                self.end_job(plan, number, Outcome::Error);
            }
        }
        if let Some(shelf) = &mut self.nodes[part].shelf {
            shelf.clear();
        }
    }

    pub(super) fn remark(&mut self, part: usize, what: Remarkable) {
        if self.moments.len() < MOST_MOMENTS {
            self.moments.push(Moment { at: self.now, part, what });
        }
    }

    /// Seconds that those inside a part have spent there so far: requests of clients, jobs of all others.
    pub(super) fn spent_inside(&self, plan: &Plan, part: usize) -> f64 {
        if let Kind::Clients(_) = plan.parts[part].kind {
            let mine = |n: &u32| {
                let call = &self.calls[*n];
                call.waits != Waits::Over && call.parent == NONE && plan.edges[call.edge as usize].from as usize == part
            };
            return self.calls.numbers().filter(mine).map(|n| self.now - self.calls[n].started).sum();
        }
        let inside = |n: &u32| {
            let job = &self.jobs[*n];
            job.part as usize == part
                && matches!(job.state, State::Waits | State::Works | State::Finished | State::Calls | State::Flight)
        };
        self.jobs.numbers().filter(inside).map(|n| self.now - self.jobs[n].arrived).sum()
    }

    /// About how much memory it takes.
    pub(super) fn bytes(&self) -> usize {
        let lines: usize = self.insts.iter().map(|i| (i.line.capacity() + i.first_line.capacity()) * 8).sum();
        let rows: usize = self.rows.iter().map(|row| row.queue.capacity() * 16).sum();
        let shelves: usize = self.nodes.iter().filter_map(|n| n.shelf.as_ref()).map(|s| s.bytes()).sum();
        let queues: usize = self.nodes.iter().filter_map(|n| n.queue.as_ref()).map(|q| q.bytes()).sum();
        let own = self.calls.bytes() + self.jobs.bytes() + self.events.len() * 24 + self.spans.bytes();
        own + lines + rows + shelves + queues + self.nodes.len() * 16_384 + self.insts.len() * size_of::<Inst>()
    }

    /// Who on the way up still waits: work for nobody is wasted.
    pub(super) fn wanted(&self, job: u32) -> bool {
        let mut at = job;
        loop {
            let call = self.jobs[at].call;
            if call == NONE {
                return self.jobs[at].flags & super::request::REPLAY != 0;
            }
            at = self.calls[call].parent;
            if at == NONE {
                return true;
            }
        }
    }

    /// The balancer's count of calls on their way.
    #[inline]
    pub(super) fn left_balancer(&mut self, plan: &Plan, job: u32, outcome: Outcome) {
        let (via, part, instance) = {
            let job = &self.jobs[job];
            (job.via, job.part as usize, job.instance)
        };
        let inst = &mut self.insts[plan.parts[part].first + instance as usize];
        inst.outstanding = inst.outstanding.saturating_sub(1);
        if via == NO_PART {
            return;
        }
        if outcome == Outcome::Ok {
            inst.fails_in_row = 0;
        } else if let Kind::Balancer(balancer) = &plan.parts[via as usize].kind
            && let Some((times, for_secs)) = balancer.eject
        {
            inst.fails_in_row += 1;
            if inst.fails_in_row >= times {
                inst.fails_in_row = 0;
                inst.ejected_until = self.now + for_secs;
            }
        }
    }
}
