//! What services and databases have in common: a line before workers, work, the answer.

use super::draw;
use super::service::{Order, UNLIMITED};
use crate::system::draw::{Draw, Purpose, mix};
use crate::system::engine::{Remarkable, World};
use crate::system::event::Happens;
use crate::system::plan::Plan;
use crate::system::request::{NONE, Outcome, PRIORITY, REPLAY, State, WRITES};
use crate::system::scenario::Kind;
use crate::system::tally::Sum;

/// Seconds after which a full line is remarked on again.
const REMARK_AGAIN_SECS: f64 = 10.0;

impl World {
    /// A call arrives at its part.
    pub(in crate::system) fn deliver(&mut self, plan: &Plan, number: u32) {
        let job = &mut self.jobs[number];
        if job.state == State::Dead {
            return self.jobs.remove(number);
        }
        job.arrived = self.now;
        let (part, instance) = (job.part as usize, job.instance);
        self.nodes[part].enter(self.now);
        let first = plan.parts[part].first;
        self.insts[first + instance as usize].inside += 1;
        let inst = &self.insts[first + instance as usize];
        if inst.down > 0 || (inst.drained > 0 && self.jobs[number].flags & REPLAY == 0) {
            return self.refuse(plan, number, Outcome::Error);
        }
        match &plan.parts[part].kind {
            Kind::Cache(_) => {
                let secs = draw(&plan.parts[part].work, self.jobs[number].key, Purpose::Work);
                self.jobs[number].state = State::Works;
                self.nodes[part].tally.one(Sum::Begun);
                self.events.schedule(self.now + secs, Happens::Done, number);
            }
            Kind::Broker(_) => self.enqueue(plan, part, number),
            _ => self.admit(plan, part, instance, number),
        }
    }

    /// Into work or into the line; or out.
    fn admit(&mut self, plan: &Plan, part: usize, instance: u16, number: u32) {
        let own = &plan.parts[part];
        let at = own.first + instance as usize;
        let mut order = Order::Fifo;
        let priority = self.jobs[number].flags & PRIORITY != 0;
        if let Kind::Service(service) = &own.kind {
            order = service.order;
            let inst = &self.insts[at];
            let full = inst.limit.as_ref().is_some_and(|limit| !limit.allows(inst.inside - 1));
            if full || service.shed.is_some_and(|shed| shed.refuses(inst.waiting, priority)) {
                return self.refuse(plan, number, Outcome::Shed);
            }
        }
        let inst = &mut self.insts[at];
        if order == Order::Shared {
            if inst.inside > own.workers.saturating_add(own.places) {
                return self.full(plan, part, number);
            }
            return self.start(plan, part, instance, number);
        }
        let free = own.workers == UNLIMITED || inst.busy < own.workers_now(instance, self.now);
        if free && inst.waiting == 0 {
            return self.start(plan, part, instance, number);
        }
        if inst.waiting >= own.places {
            return self.full(plan, part, number);
        }
        let who = (number, self.jobs[number].stamp);
        if order == Order::Priority && priority {
            inst.first_line.push_back(who)
        } else {
            inst.line.push_back(who)
        }
        inst.waiting += 1;
        self.jobs[number].state = State::Waits;
    }

    fn full(&mut self, plan: &Plan, part: usize, number: u32) {
        if self.now - self.last_full > REMARK_AGAIN_SECS {
            self.remark(part, Remarkable::LineFull);
        }
        self.last_full = self.now;
        self.refuse(plan, number, Outcome::Rejected);
    }

    /// Turned away at the door.
    fn refuse(&mut self, plan: &Plan, number: u32, outcome: Outcome) {
        self.jobs[number].state = State::Travels;
        self.end_job(plan, number, outcome);
    }

    fn start(&mut self, plan: &Plan, part: usize, instance: u16, number: u32) {
        let own = &plan.parts[part];
        let (now, job) = (self.now, &mut self.jobs[number]);
        job.since = now;
        job.state = State::Works;
        let flags = job.flags;
        let law = if flags & (WRITES | REPLAY) != 0 && matches!(own.kind, Kind::Database(_)) {
            &own.write
        } else {
            &own.work
        };
        let mut work = draw(law, job.key, Purpose::Work);
        if let (Kind::Database(database), true) = (&own.kind, flags & REPLAY != 0) {
            work *= database.replay;
        }
        job.work = work;
        let waited = now - job.arrived;
        let span = job.span;
        self.spans.begin(span, now);
        let node = &mut self.nodes[part];
        node.tally.one(Sum::Begun);
        node.tally.add(Sum::Wait, waited);
        if own.shared {
            self.shared_begin(plan, part, instance, number, work);
        } else {
            node.touch(now);
            node.busy += 1;
            self.insts[own.first + instance as usize].busy += 1;
            self.events.schedule(own.done_at(instance, now, work), Happens::Done, number);
        }
    }

    /// Workers that are free take the next in line.
    pub(in crate::system) fn start_next(&mut self, plan: &Plan, part: usize, instance: u16) {
        let own = &plan.parts[part];
        let at = own.first + instance as usize;
        loop {
            let inst = &mut self.insts[at];
            if inst.waiting == 0 || (own.workers != UNLIMITED && inst.busy >= own.workers_now(instance, self.now)) {
                return;
            }
            let order = match &own.kind {
                Kind::Service(service) => service.order,
                _ => Order::Fifo,
            };
            let last_first = match order {
                Order::Lifo => true,
                Order::AdaptiveLifo => inst.waiting > own.workers,
                _ => false,
            };
            let next = if last_first {
                inst.line.pop_back()
            } else {
                inst.first_line.pop_front().or_else(|| inst.line.pop_front())
            };
            let Some((number, stamp)) = next else {
                inst.waiting = 0;
                return;
            };
            if self.jobs[number].stamp != stamp || self.jobs[number].state != State::Waits {
                continue;
            }
            inst.waiting -= 1;
            if let Order::Codel(rule) = order {
                let waited = self.now - self.jobs[number].arrived;
                let last = inst.waiting == 0;
                if inst.codel.drops(&rule, self.now, waited, last) {
                    self.refuse(plan, number, Outcome::Shed);
                    continue;
                }
            }
            self.start(plan, part, instance, number);
        }
    }

    /// A job's own work is done.
    pub(in crate::system) fn done(&mut self, plan: &Plan, number: u32) {
        if self.jobs[number].state == State::Dead {
            return self.jobs.remove(number);
        }
        let part = self.jobs[number].part as usize;
        let own = &plan.parts[part];
        if let Kind::Cache(_) = own.kind {
            return self.looked_up(plan, part, number);
        }
        self.jobs[number].state = State::Finished;
        let work = self.jobs[number].work;
        self.nodes[part].tally.add(Sum::Work, work);
        if !self.wanted(number) {
            self.nodes[part].tally.add(Sum::Wasted, work);
        }
        if let Kind::Database(_) = own.kind {
            return self.statement_done(plan, part, number);
        }
        let Kind::Service(service) = &own.kind else { return };
        let error_share = self.nodes[part].error_share;
        if service.fails > 0.0 || error_share > 0.0 {
            let fails = 1.0 - (1.0 - service.fails) * (1.0 - error_share);
            if Draw::of(self.jobs[number].key, Purpose::Fail).uniform() < fails {
                return self.end_job(plan, number, Outcome::Error);
            }
        }
        if own.edge != NONE {
            return self.pass_on(plan, part, number);
        }
        if own.stages.is_empty() {
            return self.end_job(plan, number, Outcome::Ok);
        }
        if own.shared {
            let instance = self.jobs[number].instance;
            self.shared_end(plan, part, instance);
        }
        self.jobs[number].state = State::Calls;
        self.jobs[number].stage = 0;
        self.begin_stage(plan, number);
    }

    /// The worker is free; the line moves.
    fn release(&mut self, plan: &Plan, number: u32) {
        let (part, instance) = (self.jobs[number].part as usize, self.jobs[number].instance);
        let own = &plan.parts[part];
        if own.shared && matches!(self.jobs[number].state, State::Works | State::Finished) {
            self.shared_end(plan, part, instance);
        }
        if !own.shared {
            let node = &mut self.nodes[part];
            node.touch(self.now);
            node.busy -= 1;
            self.insts[own.first + instance as usize].busy -= 1;
        } else if !matches!(&own.kind, Kind::Service(s) if s.order == Order::Shared) {
            self.insts[own.first + instance as usize].busy -= 1;
        }
        self.start_next(plan, part, instance);
    }

    /// Leaves the part; the answer goes back to whoever waits for it.
    pub(in crate::system) fn end_job(&mut self, plan: &Plan, number: u32, outcome: Outcome) {
        let state = self.jobs[number].state;
        let pending = state == State::Works && !self.is_shared(plan, number);
        self.orphan_children(plan, number);
        self.leave(plan, number, outcome);
        self.left_balancer(plan, number, outcome);
        let call = self.jobs[number].call;
        if pending {
            // A crash: the event of its end is still to come, so the answer needs a job of its own.
            let ghost = self.jobs[number].clone();
            self.jobs[number].state = State::Dead;
            self.jobs[number].call = NONE;
            let new = self.jobs.add(ghost);
            if call != NONE {
                self.calls[call].copies.iter_mut().filter(|c| **c == number).for_each(|c| *c = new);
            }
            return self.send_back(plan, new, outcome);
        }
        self.send_back(plan, number, outcome);
    }

    fn is_shared(&self, plan: &Plan, number: u32) -> bool {
        plan.parts[self.jobs[number].part as usize].shared
    }

    fn send_back(&mut self, plan: &Plan, number: u32, outcome: Outcome) {
        let job = &mut self.jobs[number];
        job.outcome = outcome;
        job.state = State::Answers;
        if job.call == NONE {
            return self.answer(plan, number);
        }
        let edge = job.edge;
        let at = self.over_link(plan, edge, number, self.now, 1);
        if at > self.now { self.events.schedule(at, Happens::Answer, number) } else { self.answer(plan, number) }
    }

    /// Counts a job out of its part.
    fn leave(&mut self, plan: &Plan, number: u32, outcome: Outcome) {
        let job = &self.jobs[number];
        let (part, instance, state) = (job.part as usize, job.instance, job.state);
        let inside = self.now - job.arrived;
        let node = &mut self.nodes[part];
        node.touch(self.now);
        node.inside -= 1;
        node.tally.add(Sum::Inside, inside);
        let refused = state == State::Travels;
        match outcome {
            Outcome::Ok => {
                node.tally.one(Sum::Served);
                node.tally.add(Sum::Response, inside);
            }
            Outcome::Rejected if refused => node.tally.one(Sum::Rejected),
            Outcome::Shed if refused => node.tally.one(Sum::Shed),
            _ => node.tally.one(Sum::Failed),
        }
        self.out(plan, part, instance, state, number, outcome == Outcome::Ok, inside);
    }

    #[allow(clippy::too_many_arguments, reason = "all known to both callers")]
    fn out(&mut self, plan: &Plan, part: usize, instance: u16, state: State, number: u32, ok: bool, secs: f64) {
        let own = &plan.parts[part];
        let inst = &mut self.insts[own.first + instance as usize];
        if let (Kind::Service(service), Some(limit)) = (&own.kind, &mut inst.limit)
            && let (Some(rule), true) = (&service.limit, state != State::Travels)
        {
            limit.record(rule, inst.inside, secs, ok);
        }
        inst.inside -= 1;
        match state {
            State::Waits => inst.waiting -= 1,
            State::Works | State::Finished | State::Calls
                if matches!(own.kind, Kind::Service(_) | Kind::Database(_)) =>
            {
                self.release(plan, number);
            }
            _ => {}
        }
    }

    /// Given up inside: nobody is answered.
    pub(in crate::system) fn lose(&mut self, plan: &Plan, number: u32) {
        self.cancel_children(plan, number);
        let job = &self.jobs[number];
        let (part, instance, state, inside) = (job.part as usize, job.instance, job.state, self.now - job.arrived);
        let node = &mut self.nodes[part];
        node.touch(self.now);
        node.inside -= 1;
        node.tally.add(Sum::Inside, inside);
        node.tally.one(Sum::Lost);
        self.out(plan, part, instance, state, number, true, inside);
        self.left_balancer(plan, number, Outcome::Ok);
        let keeps = state == State::Works && !plan.parts[part].shared;
        let span = self.jobs[number].span;
        self.spans.close(span, self.now, Outcome::Timeout);
        self.jobs[number].state = State::Dead;
        if !keeps {
            self.jobs[number].stamp = 0;
            self.jobs.remove(number);
        }
    }

    /// Handed over: the worker is free, the caller waits for the next part's answer.
    fn pass_on(&mut self, plan: &Plan, part: usize, number: u32) {
        let edge = plan.parts[part].edge;
        let job = &self.jobs[number];
        let (instance, inside, key, item, mut flags) =
            (job.instance, self.now - job.arrived, mix(job.key, 1), job.item, job.flags);
        let node = &mut self.nodes[part];
        node.touch(self.now);
        node.inside -= 1;
        node.tally.add(Sum::Inside, inside);
        node.tally.one(Sum::Passed);
        self.out(plan, part, instance, State::Finished, number, true, inside);
        self.left_balancer(plan, number, Outcome::Ok);
        let to = &plan.edges[edge as usize];
        let (next, instance) = self.choose(plan, to, key, item, &mut flags);
        let (stamp, now) = (self.new_stamp(), self.now);
        self.insts[plan.parts[next as usize].first + instance as usize].outstanding += 1;
        let span = self.spans.hand_over(self.jobs[number].span, next, instance, now);
        let job = &mut self.jobs[number];
        (job.part, job.instance, job.via, job.flags, job.stamp) = (next, instance, to.via, flags, stamp);
        job.key = mix(key, plan.parts[next as usize].key);
        job.state = State::Travels;
        job.span = span;
        let at = self.over_link(plan, edge, number, now, 0);
        if at > now { self.events.schedule(at, Happens::Deliver, number) } else { self.deliver(plan, number) }
    }
}
