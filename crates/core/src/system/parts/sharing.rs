//! Work that shares an instance: everybody gets on at the same pace, so what counts is how much each has had.

use super::service::Order;
use crate::sim::heap::Key;
use crate::system::engine::World;
use crate::system::event::Happens;
use crate::system::plan::Plan;
use crate::system::request::State;
use crate::system::scenario::Kind;

impl World {
    fn pace(&self, plan: &Plan, part: usize, instance: u16, working: u32) -> f64 {
        let own = &plan.parts[part];
        let Kind::Service(service) = &own.kind else { return 1.0 };
        if working == 0 {
            return 0.0;
        }
        let (n, full) = (f64::from(working), f64::from(working.min(own.workers)));
        let (alpha, beta) = service.usl.unwrap_or((0.0, 0.0));
        let slower = 1.0 + alpha * (full - 1.0) + beta * full * (full - 1.0);
        own.speed(instance, self.now) * full / slower / n
    }

    pub(super) fn shared_begin(&mut self, plan: &Plan, part: usize, instance: u16, number: u32, work: f64) {
        let own = &plan.parts[part];
        let at = own.first + instance as usize;
        if !matches!(&own.kind, Kind::Service(s) if s.order == Order::Shared) {
            self.insts[at].busy += 1;
        }
        let stamp = self.jobs[number].stamp;
        self.shared_change(plan, part, instance, 1);
        if let Some(shared) = &mut self.insts[at].shared {
            shared.done.push(Key::new(shared.had + work, (u64::from(stamp) << 32) | u64::from(number)));
        }
        self.shared_schedule(own.first, instance);
    }

    pub(super) fn shared_end(&mut self, plan: &Plan, part: usize, instance: u16) {
        self.shared_change(plan, part, instance, -1);
        self.shared_schedule(plan.parts[part].first, instance);
    }

    /// Brings what everybody has had up to now, then changes how many share.
    fn shared_change(&mut self, plan: &Plan, part: usize, instance: u16, by: i32) {
        let own = &plan.parts[part];
        let (now, at) = (self.now, own.first + instance as usize);
        let Some(mut shared) = self.insts[at].shared.take() else { return };
        let before = shared.working.min(own.workers);
        shared.had += shared.pace * (now - shared.at);
        shared.at = now;
        shared.working = shared.working.saturating_add_signed(by);
        shared.pace = self.pace(plan, part, instance, shared.working);
        let node = &mut self.nodes[part];
        node.touch(now);
        node.busy = node.busy + shared.working.min(own.workers) - before;
        self.insts[at].shared = Some(shared);
    }

    pub(in crate::system) fn shared_pace(&mut self, plan: &Plan, part: usize, instance: u16) {
        self.shared_change(plan, part, instance, 0);
        self.shared_schedule(plan.parts[part].first, instance);
    }

    fn shared_schedule(&mut self, first: usize, instance: u16) {
        let at = first + instance as usize;
        let Some(shared) = &mut self.insts[at].shared else { return };
        let Some(next) = shared.done.peek() else {
            shared.expected = f64::INFINITY;
            return;
        };
        let when = if shared.pace > 0.0 {
            shared.at + ((next.time() - shared.had) / shared.pace).max(0.0)
        } else {
            f64::INFINITY
        };
        if when != shared.expected {
            shared.expected = when;
            if when.is_finite() {
                self.events.schedule(when, Happens::Shared, at as u32);
            }
        }
    }

    pub(in crate::system) fn shared_done(&mut self, plan: &Plan, at: usize) {
        let (part, instance) = plan.instances[at];
        let Some(shared) = &mut self.insts[at].shared else { return };
        if shared.expected != self.now {
            return;
        }
        let Some(key) = shared.done.pop() else { return };
        shared.expected = f64::NAN;
        // Nobody has had more than the one who is done: rounding goes to him.
        let (number, stamp) = (key.tag as u32, (key.tag >> 32) as u32);
        let here = self.jobs[number].stamp == stamp && self.jobs[number].state == State::Works;
        if here {
            self.shared_change(plan, part as usize, instance, 0);
            self.done(plan, number);
        }
        self.shared_schedule(plan.parts[part as usize].first, instance);
    }
}
