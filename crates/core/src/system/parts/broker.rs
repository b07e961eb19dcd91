//! A broker: takes a message, says so at once, and delivers it at least once to a service that works it off.

use crate::system::caller::Caller;

/// A broker with its queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Broker {
    /// A delivery not acknowledged for so long is delivered again, seconds.
    pub visibility_secs: f64,
    /// Deliveries of a message at most; then it is a dead letter.
    pub attempts: u32,
    /// Messages it holds; further ones are refused.
    pub line: u32,
    /// Share of deliveries whose worker crashes before it acknowledges: the work is done or not, the message comes again.
    pub crash: f64,
    /// One message of a key at a time, in order.
    pub ordered: bool,
    /// Whether doing a message twice harms nobody.
    pub idempotent: bool,
    /// Deliveries at once; without, as many as the service has workers.
    pub prefetch: Option<u32>,
    /// How it calls: only a pool makes sense, the rest is the queue's.
    pub caller: Caller,
    /// Who works the messages off.
    pub target: String,
}

use std::collections::{BTreeSet, VecDeque};

use crate::system::draw::{Draw, Purpose, mix};
use crate::system::engine::World;
use crate::system::parts::service::UNLIMITED;
use crate::system::plan::Plan;
use crate::system::request::{Call, NONE, Outcome, SAID, Slab, WRITES};
use crate::system::scenario::Kind;
use crate::system::tally::Sum;

/// A message.
#[derive(Clone, Debug, Default)]
pub(in crate::system) struct Message {
    key: u64,
    came: f64,
    item: u32,
    deliveries: u32,
    /// Deliveries that are still being worked on.
    out: u32,
    done: bool,
    dead: bool,
    /// Among those ready to be delivered.
    ready: bool,
    /// Of the last delivery.
    stamp: u32,
    flags: u8,
}

/// What a broker holds.
#[derive(Clone, Debug, Default)]
pub(in crate::system) struct Queue {
    messages: Slab<Message>,
    ready: VecDeque<u32>,
    /// Deliveries being worked on.
    out: u32,
    /// Items of which a message is being worked on, where order matters.
    locked: BTreeSet<u32>,
}

impl Queue {
    pub(in crate::system) fn bytes(&self) -> usize {
        self.messages.bytes() + self.ready.capacity() * 4
    }

    /// Forgets a message that is over and that nobody works on.
    fn tidy(&mut self, number: u32) {
        let message = &mut self.messages[number];
        if message.out == 0 && !message.ready && (message.done || message.dead) {
            message.stamp = 0;
            self.messages.remove(number);
        }
    }

    pub(in crate::system) fn waiting(&self) -> usize {
        self.ready.len()
    }
}

impl World {
    /// A message comes: it is kept, and its sender told so.
    pub(in crate::system) fn enqueue(&mut self, plan: &Plan, part: usize, number: u32) {
        let Kind::Broker(broker) = &plan.parts[part].kind else { return };
        let (key, item, flags) = (self.jobs[number].key, self.jobs[number].item, self.jobs[number].flags);
        let errors = self.nodes[part].error_share;
        if errors > 0.0 && Draw::of(key, Purpose::Fail).uniform() < errors {
            return self.end_job(plan, number, Outcome::Error);
        }
        let now = self.now;
        let Some(queue) = &mut self.nodes[part].queue else { return };
        if queue.ready.len() >= broker.line as usize {
            return self.end_job(plan, number, Outcome::Rejected);
        }
        let message = queue.messages.add(Message { key, came: now, item, flags, ready: true, ..Message::default() });
        queue.ready.push_back(message);
        self.nodes[part].tally.one(Sum::Begun);
        self.end_job(plan, number, Outcome::Ok);
        self.pump(plan, part);
    }

    /// Delivers while workers are free.
    fn pump(&mut self, plan: &Plan, part: usize) {
        let own = &plan.parts[part];
        let Kind::Broker(broker) = &own.kind else { return };
        let edge = &plan.edges[own.edge as usize];
        let consumer = &plan.parts[edge.to as usize];
        let all =
            if consumer.workers == UNLIMITED { UNLIMITED } else { consumer.workers * u32::from(consumer.instances) };
        let most = broker.prefetch.unwrap_or(all);
        loop {
            let now = self.now;
            let stamp = self.new_stamp();
            let Some(queue) = &mut self.nodes[part].queue else { return };
            if queue.out >= most {
                return;
            }
            let free = |at: &u32| !broker.ordered || !queue.locked.contains(&queue.messages[*at].item);
            let Some(place) = queue.ready.iter().position(free) else { return };
            let Some(number) = queue.ready.remove(place) else { return };
            let message = &mut queue.messages[number];
            message.ready = false;
            if message.done || message.dead {
                queue.tidy(number);
                continue;
            }
            message.stamp = stamp;
            message.deliveries += 1;
            message.out += 1;
            queue.out += 1;
            let (key, item, flags, delivery) = (message.key, message.item, message.flags, message.deliveries);
            if broker.ordered {
                queue.locked.insert(item);
            }
            let waited = now - message.came;
            let tally = &mut self.nodes[part].tally;
            tally.one(Sum::Delivered);
            if delivery == 1 {
                tally.add(Sum::Wait, waited);
            }
            self.line_up(own.extra_row, number, stamp);
            let call = Call {
                key: mix(key, u64::from(delivery) + 16),
                parent: NONE,
                sibling: NONE,
                edge: own.edge,
                tag: number,
                item,
                span: NONE,
                times: delivery as u16,
                flags: flags & (WRITES | SAID),
                ..Call::default()
            };
            self.call(plan, call);
        }
    }

    /// A worker is done with a delivery, one way or the other.
    pub(in crate::system) fn delivered(&mut self, plan: &Plan, part: usize, call: &Call, outcome: Outcome) {
        let Kind::Broker(broker) = &plan.parts[part].kind else { return };
        let node = &mut self.nodes[part];
        let (Some(queue), tally) = (&mut node.queue, &mut node.tally) else { return };
        let message = &mut queue.messages[call.tag];
        message.out -= 1;
        queue.out -= 1;
        let item = message.item;
        let crashed = broker.crash > 0.0 && Draw::of(call.key, Purpose::Crash).uniform() < broker.crash;
        if outcome == Outcome::Ok && message.done {
            tally.one(Sum::Duplicates);
        }
        if outcome == Outcome::Ok && !crashed {
            if !message.done && !message.dead {
                message.done = true;
                tally.one(Sum::Acknowledged);
            }
            queue.locked.remove(&item);
        } else if outcome != Outcome::Ok
            && !message.done
            && !message.dead
            && u32::from(call.times) == message.deliveries
        {
            // A failure that the worker tells: again at once, or never.
            if message.deliveries >= broker.attempts {
                message.dead = true;
                tally.one(Sum::DeadLetters);
            } else if !message.ready {
                message.ready = true;
                queue.ready.push_back(call.tag);
            }
            queue.locked.remove(&item);
        }
        queue.tidy(call.tag);
        self.pump(plan, part);
    }

    /// A delivery has not been acknowledged in time: it is delivered again, whoever may still be working on it.
    pub(in crate::system) fn visible(&mut self, plan: &Plan, part: usize, number: u32, stamp: u32) {
        let Kind::Broker(broker) = &plan.parts[part].kind else { return };
        let node = &mut self.nodes[part];
        let (Some(queue), tally) = (&mut node.queue, &mut node.tally) else { return };
        let message = &mut queue.messages[number];
        if message.done || message.dead || message.stamp != stamp || message.ready {
            return;
        }
        let item = message.item;
        queue.locked.remove(&item);
        if message.deliveries >= broker.attempts {
            message.dead = true;
            tally.one(Sum::DeadLetters);
            queue.tidy(number);
        } else {
            message.ready = true;
            queue.ready.push_back(number);
        }
        self.pump(plan, part);
    }
}
