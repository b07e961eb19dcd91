//! A call from its first try to its end: breaker, pool, timeout, second copy, retry.

use super::draw::{Draw, Purpose, mix};
use super::engine::{Remarkable, World};
use super::event::Happens;
use super::parts::draw;
use super::plan::Plan;
use super::policy::breaker::Phase;
use super::policy::bulkhead::Place;
use super::request::{BEHIND, COUNTED, Call, Job, NONE, Outcome, POOLED, PRIORITY, SAID, State, WRITES, Waits};
use super::scenario::Kind;
use super::tally::Sum;

/// How long a lost message waits before it is sent again, the first time: Linux's least retransmission timeout.
const RESEND_SECS: f64 = 0.2;

impl World {
    /// A new call by an edge, under a key; its parent (if any) knows it from here on.
    #[inline]
    pub(super) fn call(&mut self, plan: &Plan, call: Call) -> u32 {
        let born = self.new_stamp();
        let parent = call.parent;
        let edge = call.edge;
        let number = self.calls.add(Call { started: self.now, born, copies: [NONE; 2], ..call });
        if parent != NONE {
            self.calls[number].sibling = self.jobs[parent].first_child;
            self.jobs[parent].first_child = number;
        }
        let from = &plan.parts[plan.edges[edge as usize].from as usize];
        self.line_up(from.deadline_row, number, born);
        self.attempt(plan, number);
        number
    }

    fn state_of(&self, plan: &Plan, call: u32) -> usize {
        let call = &self.calls[call];
        plan.edges[call.edge as usize].state + call.instance as usize
    }

    /// One try: the first, or another.
    fn attempt(&mut self, plan: &Plan, number: u32) {
        let stamp = self.new_stamp();
        let (now, state) = (self.now, self.state_of(plan, number));
        let call = &mut self.calls[number];
        (call.stamp, call.tried, call.copies) = (stamp, now, [NONE; 2]);
        call.waits = Waits::Answer;
        call.flags &= !(POOLED | COUNTED);
        let (edge, attempt) = (&plan.edges[call.edge as usize], call.attempt);
        let from = &plan.parts[edge.from as usize];
        if matches!(from.kind, Kind::Clients(_)) {
            self.nodes[edge.from as usize].tally.one(Sum::Load);
        }
        let known = &mut self.edges[state];
        if let Some(rule) = &from.caller.budget {
            known.budget.begin(rule, attempt > 0);
        }
        if let Some(rule) = &from.caller.breaker {
            if !known.breaker.allows(rule, now) {
                return self.tried(plan, number, Outcome::Breaker);
            }
            self.calls[number].flags |= COUNTED;
        }
        self.line_up(from.timeout_row, number, stamp);
        if let Some((pool, row)) = &edge.pool {
            match self.edges[state].pool.ask(pool, (number, stamp)) {
                Place::Taken => self.calls[number].flags |= POOLED,
                Place::Waits => {
                    self.calls[number].waits = Waits::Pool;
                    return self.line_up(*row, number, stamp);
                }
                Place::Full => return self.tried(plan, number, Outcome::Rejected),
            }
        }
        self.begin(plan, number);
    }

    /// The call goes out.
    fn begin(&mut self, plan: &Plan, number: u32) {
        let state = self.state_of(plan, number);
        let from = plan.edges[self.calls[number].edge as usize].from as usize;
        if let Some(rule) = &plan.parts[from].caller.hedge
            && let Some(after) = self.edges[state].hedge.begin(rule)
        {
            self.calls[number].pending += 1;
            self.events.schedule(self.now + after, Happens::Hedge, number);
        }
        self.send(plan, number, 0);
    }

    /// One copy of a try, to an instance.
    fn send(&mut self, plan: &Plan, number: u32, copy: usize) {
        let call = &self.calls[number];
        let (edge_number, item) = (call.edge, call.item);
        let edge = &plan.edges[edge_number as usize];
        let key = mix(call.key, (u64::from(call.attempt) << 1) | copy as u64);
        let mut flags = call.flags & (PRIORITY | WRITES | SAID);
        let span = call.span;
        let (part, instance) = self.choose(plan, edge, key, item, &mut flags);
        let span = if span == NONE { NONE } else { self.spans.open(span, part, instance, self.now) };
        let stamp = self.new_stamp();
        let job = self.jobs.add(Job {
            key: mix(key, plan.parts[part as usize].key),
            call: number,
            first_child: NONE,
            stamp,
            item,
            span,
            part,
            instance,
            via: edge.via,
            flags,
            edge: edge_number,
            ..Job::default()
        });
        self.calls[number].copies[copy] = job;
        self.insts[plan.parts[part as usize].first + instance as usize].outstanding += 1;
        let at = self.over_link(plan, edge_number, job, self.now, 0);
        if at > self.now { self.events.schedule(at, Happens::Deliver, job) } else { self.deliver(plan, job) }
    }

    /// When what is sent at `at` is there: latency, losses, cuts.
    #[inline]
    pub(super) fn over_link(&self, plan: &Plan, edge: u32, job: u32, at: f64, way: u64) -> f64 {
        let edge = &plan.edges[edge as usize];
        let job = &self.jobs[job];
        let part = &plan.parts[job.part as usize];
        if edge.latency.is_none() && edge.loss == 0.0 && part.cuts.is_empty() {
            return at;
        }
        let mut at = at;
        if edge.loss > 0.0 {
            let mut dice = Draw::of(mix(job.key, way), Purpose::Loss);
            let mut again = RESEND_SECS;
            while dice.uniform() < edge.loss && again < 200.0 {
                at += again;
                again *= 2.0;
            }
        }
        if let Some(law) = &edge.latency {
            at += draw(law, mix(job.key, way), Purpose::Link);
        }
        part.reached_at(at)
    }

    /// An answer arrives at the caller.
    pub(super) fn answer(&mut self, plan: &Plan, job: u32) {
        let (call, outcome, span) = (self.jobs[job].call, self.jobs[job].outcome, self.jobs[job].span);
        self.spans.close(span, self.now, outcome);
        self.jobs.remove(job);
        self.jobs[job].state = State::Dead;
        self.jobs[job].stamp = 0;
        if call == NONE {
            return;
        }
        let copies = &mut self.calls[call].copies;
        let other = if copies[0] == job { copies[1] } else { copies[0] };
        if outcome != Outcome::Ok && other != NONE {
            // The other copy may still make it.
            copies.iter_mut().filter(|copy| **copy == job).for_each(|copy| *copy = NONE);
            return;
        }
        *copies = [NONE; 2];
        if other != NONE {
            self.abandon(plan, call, other);
        }
        self.tried(plan, call, outcome);
    }

    /// Nobody waits for a job any more.
    fn abandon(&mut self, plan: &Plan, call: u32, job: u32) {
        self.jobs[job].call = NONE;
        let from = plan.edges[self.calls[call].edge as usize].from as usize;
        if plan.parts[from].caller.cancels {
            self.cancel(plan, job);
        }
    }

    /// Gives a job up, with everything it asked for.
    fn cancel(&mut self, plan: &Plan, number: u32) {
        self.jobs[number].call = NONE;
        match self.jobs[number].state {
            State::Dead => {}
            State::Travels | State::Answers => {
                if self.jobs[number].state == State::Travels {
                    self.left_balancer(plan, number, Outcome::Ok);
                }
                self.jobs[number].state = State::Dead;
            }
            State::Waits | State::Works | State::Finished | State::Calls | State::Flight => self.lose(plan, number),
        }
    }

    /// Gives up the calls of a job.
    pub(super) fn cancel_children(&mut self, plan: &Plan, job: u32) {
        let mut child = std::mem::replace(&mut self.jobs[job].first_child, NONE);
        while child != NONE {
            let next = self.calls[child].sibling;
            self.calls[child].parent = NONE;
            let copies = std::mem::replace(&mut self.calls[child].copies, [NONE; 2]);
            for copy in copies.into_iter().filter(|copy| *copy != NONE) {
                self.cancel(plan, copy);
            }
            self.settle(plan, child, None);
            self.forget(child);
            child = next;
        }
    }

    /// Leaves the calls of a job to themselves.
    pub(super) fn orphan_children(&mut self, plan: &Plan, job: u32) {
        let mut child = std::mem::replace(&mut self.jobs[job].first_child, NONE);
        while child != NONE {
            let next = self.calls[child].sibling;
            let copies = std::mem::replace(&mut self.calls[child].copies, [NONE; 2]);
            for copy in copies.into_iter().filter(|copy| *copy != NONE) {
                self.jobs[copy].call = NONE;
            }
            self.settle(plan, child, None);
            self.forget(child);
            child = next;
        }
    }

    fn forget(&mut self, call: u32) {
        self.calls[call].waits = Waits::Over;
        self.calls[call].stamp = 0;
        self.calls[call].born = 0;
        if self.calls[call].pending == 0 {
            self.calls.remove(call);
        }
    }

    /// Gives back what a try held, and tells breaker, budget and hedge how it went (nothing, if it was given up from above).
    fn settle(&mut self, plan: &Plan, number: u32, outcome: Option<Outcome>) {
        let state = self.state_of(plan, number);
        let call = &self.calls[number];
        if call.waits == Waits::Backoff {
            return;
        }
        let (edge, flags, attempt, took) =
            (&plan.edges[call.edge as usize], call.flags, call.attempt, self.now - call.tried);
        let caller = &plan.parts[edge.from as usize].caller;
        let ok = outcome == Some(Outcome::Ok);
        let known = &mut self.edges[state];
        if let Some(rule) = &caller.budget {
            known.budget.end(rule, attempt > 0, ok || outcome.is_none());
        }
        if let (Some(rule), true) = (&caller.breaker, flags & COUNTED != 0) {
            match outcome {
                Some(_) => {
                    let before = known.breaker.phase();
                    known.breaker.record(rule, self.now, !ok, took);
                    if before != Phase::Open && known.breaker.phase() == Phase::Open {
                        self.remark(edge.from as usize, Remarkable::BreakerOpened);
                    }
                }
                None => known.breaker.give_back(rule),
            }
        }
        let known = &mut self.edges[state];
        if let (Some(rule), true) = (&caller.hedge, ok) {
            known.hedge.record(rule, took);
        }
        self.calls[number].flags &= !(COUNTED | POOLED);
        if flags & POOLED != 0
            && let Some((pool, _)) = &edge.pool
        {
            let calls = &self.calls;
            let waits = |(call, stamp): (u32, u32)| calls[call].stamp == stamp && calls[call].waits == Waits::Pool;
            if let Some(next) = self.edges[state].pool.leave(pool.size, waits) {
                // By an event, not at once: a long line refused at once would be a deep recursion.
                let next_call = &mut self.calls[next];
                next_call.waits = Waits::Granted;
                next_call.flags |= POOLED;
                next_call.pending += 1;
                self.events.schedule(self.now, Happens::Retry, next);
            }
        }
    }

    /// A try is over: again, or that was it.
    fn tried(&mut self, plan: &Plan, number: u32, outcome: Outcome) {
        self.settle(plan, number, Some(outcome));
        let call = &self.calls[number];
        let (key, attempt) = (call.key, call.attempt);
        let caller = &plan.parts[plan.edges[call.edge as usize].from as usize].caller;
        if outcome == Outcome::Ok || outcome == Outcome::Breaker {
            return self.conclude(plan, number, outcome);
        }
        let Some(retry) = &caller.retry else { return self.conclude(plan, number, outcome) };
        let state = self.state_of(plan, number);
        let pays = |world: &mut Self| caller.budget.as_ref().is_none_or(|rule| world.edges[state].budget.allows(rule));
        if u32::from(attempt) >= retry.times || !pays(self) {
            return self.conclude(plan, number, outcome);
        }
        let mut dice = Draw::of(mix(key, u64::from(attempt)), Purpose::Backoff);
        let wait = retry.backoff.wait_secs(u32::from(attempt), self.calls[number].backoff_secs, &mut dice);
        let call = &mut self.calls[number];
        call.waits = Waits::Backoff;
        call.backoff_secs = wait;
        call.pending += 1;
        self.events.schedule(self.now + wait, Happens::Retry, number);
    }

    pub(super) fn retry(&mut self, plan: &Plan, number: u32) {
        let call = &mut self.calls[number];
        call.pending -= 1;
        match call.waits {
            Waits::Backoff => {
                call.attempt += 1;
                self.attempt(plan, number);
            }
            Waits::Granted => {
                call.waits = Waits::Answer;
                self.begin(plan, number);
            }
            _ => self.drop_if_over(number),
        }
    }

    fn drop_if_over(&mut self, number: u32) {
        if self.calls[number].waits == Waits::Over && self.calls[number].pending == 0 {
            self.calls.remove(number);
        }
    }

    pub(super) fn hedge(&mut self, plan: &Plan, number: u32) {
        self.calls[number].pending -= 1;
        let call = &self.calls[number];
        if call.waits != Waits::Answer || call.copies[1] != NONE || call.copies[0] == NONE {
            return self.drop_if_over(number);
        }
        let state = self.state_of(plan, number);
        let from = plan.edges[self.calls[number].edge as usize].from as usize;
        if let Some(rule) = &plan.parts[from].caller.hedge
            && self.edges[state].hedge.allows(rule)
        {
            if matches!(plan.parts[from].kind, Kind::Clients(_)) {
                self.nodes[from].tally.one(Sum::Load);
            }
            self.send(plan, number, 1);
        }
    }

    pub(super) fn timed_out(&mut self, plan: &Plan, number: u32, stamp: u32) {
        let call = &self.calls[number];
        if call.stamp == stamp && matches!(call.waits, Waits::Answer | Waits::Pool | Waits::Granted) {
            self.give_up(plan, number);
            self.tried(plan, number, Outcome::Timeout);
        }
    }

    fn give_up(&mut self, plan: &Plan, number: u32) {
        let copies = std::mem::replace(&mut self.calls[number].copies, [NONE; 2]);
        for copy in copies.into_iter().filter(|copy| *copy != NONE) {
            self.abandon(plan, number, copy);
        }
    }

    pub(super) fn deadline(&mut self, plan: &Plan, number: u32, born: u32) {
        if self.calls[number].born != born || self.calls[number].waits == Waits::Over {
            return;
        }
        self.give_up(plan, number);
        self.settle(plan, number, Some(Outcome::Timeout));
        self.conclude(plan, number, Outcome::Timeout);
    }

    pub(super) fn pool_waited(&mut self, plan: &Plan, number: u32, stamp: u32) {
        if self.calls[number].stamp == stamp && self.calls[number].waits == Waits::Pool {
            self.tried(plan, number, Outcome::Rejected);
        }
    }

    /// The call is over: whoever made it goes on.
    fn conclude(&mut self, plan: &Plan, number: u32, outcome: Outcome) {
        let call = &self.calls[number];
        let (parent, from) = (call.parent, plan.edges[call.edge as usize].from as usize);
        if parent != NONE {
            self.unlink(parent, number);
        }
        let call = self.calls[number].clone();
        self.forget(number);
        match &plan.parts[from].kind {
            Kind::Clients(_) => self.client_over(plan, from, &call, outcome),
            Kind::Broker(_) => self.delivered(plan, from, &call, outcome),
            Kind::Cache(_) => self.fetched(plan, from, &call, outcome),
            _ if parent != NONE => self.child_over(plan, parent, &call, outcome),
            _ => {}
        }
    }

    fn unlink(&mut self, parent: u32, number: u32) {
        let next = self.calls[number].sibling;
        let mut at = self.jobs[parent].first_child;
        if at == number {
            self.jobs[parent].first_child = next;
            return;
        }
        while at != NONE {
            if self.calls[at].sibling == number {
                self.calls[at].sibling = next;
                return;
            }
            at = self.calls[at].sibling;
        }
    }

    /// A call by a cache that nobody waits for.
    pub(super) fn behind(&mut self, plan: &Plan, part: usize, like: u32, flags: u8) {
        let job = &self.jobs[like];
        let call = Call {
            key: mix(job.key, u64::from(BEHIND)),
            parent: NONE,
            sibling: NONE,
            edge: plan.parts[part].edge,
            item: job.item,
            span: NONE,
            flags: (job.flags & (PRIORITY | WRITES | SAID)) | flags,
            ..Call::default()
        };
        self.call(plan, call);
    }
}
