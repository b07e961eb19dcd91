//! The servers, the lines before them, and the events.

use std::collections::VecDeque;

use rand::{Rng, RngExt};

use super::measure::Measured;
use super::{FanOutScenario, Second};
use crate::dist::exp1;
use crate::sim::events::{EventId, EventList};
use crate::sim::streams::{Random, Stream, stream};

/// Events that one run may take, and bytes that its pending work may hold: what a page can do in a few seconds.
const MOST_EVENTS: u64 = 12_000_000;
const MOST_BYTES: usize = 40 << 20;

/// Second copies that a leaf may save up, where there is a budget: a fresh start and short bursts need a few.
const MOST_TOKENS: f64 = 10.0;

#[derive(Clone, Copy, Debug)]
enum Event {
    /// The next request comes.
    Arrive,
    /// Second copies of a request are due.
    Second { slot: u32 },
    /// A server is done with a copy.
    Served { server: u32, copy: Copy },
    /// A slow answer arrives at last.
    Answered { copy: Copy },
    /// A server learns that a copy has begun elsewhere.
    Forget { copy: Copy, id: u64 },
}

/// One copy of a leaf request: which task, and whether it is the second.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Copy {
    task: u32,
    second: bool,
}

#[derive(Clone, Debug, Default)]
struct Server {
    busy: bool,
    line: VecDeque<Copy>,
}

/// A leaf request: millions of them may be inside at once, so twelve bytes each.
#[derive(Clone, core::marker::Copy, Debug, Default)]
struct Task {
    /// Service of the first and the second copy, seconds.
    demand: [f32; 2],
    flags: u8,
}

impl Task {
    /// The first copy went to the leaf's second server.
    const SIDE: u8 = 1;
    const ANSWERED: u8 = 2;
    /// This and the next bit: the first or the second copy is slow …
    const SLOW: u8 = 4;
    /// … or need not begin any more.
    const FORGET: u8 = 16;

    fn is(self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn set(&mut self, flag: u8, on: bool) {
        if on {
            self.flags |= flag;
        }
    }

    /// The flag of one copy.
    fn of(flag: u8, second: bool) -> u8 {
        flag << u8::from(second)
    }
}

#[derive(Clone, Debug, Default)]
struct Request {
    id: u64,
    arrived: f64,
    missing: u32,
    /// Copies that wait, are served or are on their way back.
    copies: u32,
    /// Copies begun.
    begun: u32,
    work: f64,
    saw_slow: bool,
    done: bool,
    all_slow: Option<bool>,
    pending: Option<EventId>,
}

/// Whether all leaves of a request share one fate, and which. Both draws are made always, so that twins stay in step.
pub(super) fn one_fate(luck: &mut Random, scenario: &FanOutScenario) -> Option<bool> {
    let (is_one, all_slow) = (luck.random::<f64>(), luck.random::<f64>());
    (is_one < scenario.correlation).then_some(all_slow < scenario.slow_share)
}

/// Whether the first answer of a leaf is slow, and which of its servers is asked.
pub(super) fn leaf_fate(luck: &mut Random, scenario: &FanOutScenario, one: Option<bool>) -> (bool, bool) {
    let bits = luck.next_u64();
    let own = (bits >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0) < scenario.slow_share;
    (one.unwrap_or(own), bits & 1 == 1)
}

/// The whole system in the middle of a run.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    scenario: FanOutScenario,
    gap_secs: f64,
    events: EventList<Event>,
    gaps: Random,
    bodies: Random,
    luck: Random,
    seconds: Random,
    servers: Vec<Server>,
    /// Tasks of request slot i stand at i·leaves.
    tasks: Vec<Task>,
    requests: Vec<Request>,
    free: Vec<u32>,
    /// Second copies that each leaf may still get: a budget for all leaves together would all go to the one in trouble.
    tokens: Vec<f64>,
    arrived: u64,
    inside: u64,
    happened: u64,
    exhausted: bool,
    measured: Measured,
}

impl Cluster {
    pub(super) fn new(scenario: &FanOutScenario, seed: u64, measured: Measured) -> Self {
        let mut cluster = Self {
            // Either server of a leaf gets every second request.
            gap_secs: scenario.body_secs / (2.0 * scenario.utilization),
            scenario: *scenario,
            events: EventList::new(),
            gaps: stream(seed, Stream::Arrivals),
            bodies: stream(seed, Stream::Service),
            luck: stream(seed, Stream::Failure),
            seconds: stream(seed, Stream::Retry),
            servers: vec![Server::default(); 2 * scenario.leaves as usize],
            tasks: Vec::new(),
            requests: Vec::new(),
            free: Vec::new(),
            tokens: vec![1.0; scenario.leaves as usize],
            arrived: 0,
            inside: 0,
            happened: 0,
            exhausted: false,
            measured,
        };
        let first = cluster.gap_secs * exp1(&mut cluster.gaps);
        cluster.events.schedule(first, Event::Arrive);
        cluster
    }

    /// Whether it has stopped for good, since it took more events or memory than a page can give it.
    pub(super) fn is_exhausted(&self) -> bool {
        self.exhausted
    }

    /// What is allocated for pending events and for requests inside: an event stands in a heap and in a slot, a copy in a line at most.
    fn bytes(&self) -> usize {
        let event = size_of::<Event>() + 32;
        let task = size_of::<Task>() + size_of::<Copy>();
        self.events.len() * event + self.tasks.len() * task + self.requests.len() * size_of::<Request>()
    }

    pub(super) fn arrived(&self) -> u64 {
        self.arrived
    }

    pub(super) fn is_empty(&self) -> bool {
        self.inside == 0
    }

    pub(super) fn servers(&self) -> usize {
        self.servers.len()
    }

    /// Copies in the longest line.
    pub(super) fn longest_line(&self) -> usize {
        self.servers.iter().map(|server| server.line.len()).max().unwrap_or(0)
    }

    pub(super) fn measured(&self) -> &Measured {
        &self.measured
    }

    /// Runs until so many have come.
    pub(super) fn run_until_arrived(&mut self, until: u64) {
        while self.arrived < until {
            if self.exhausted || !self.step() {
                return;
            }
        }
    }

    /// Lets nobody in, and answers those inside; at most about the work of so many requests.
    pub(super) fn drain(&mut self, requests: u64) {
        let most = requests.saturating_mul(4 * u64::from(self.scenario.leaves) + 4);
        let mut held = None;
        for _ in 0..most {
            if self.inside == 0 || self.exhausted {
                break;
            }
            match self.events.pop() {
                // The next arrival is kept for later, should the run be extended.
                Some((time, Event::Arrive)) => held = Some(time),
                Some((now, event)) => self.happen(now, event),
                None => break,
            }
        }
        if let Some(time) = held {
            self.events.schedule(time, Event::Arrive);
        }
    }

    fn step(&mut self) -> bool {
        let Some((now, event)) = self.events.pop() else { return false };
        self.happen(now, event);
        true
    }

    fn happen(&mut self, now: f64, event: Event) {
        // A request brings as many copies as it has leaves.
        let brings = if matches!(event, Event::Arrive) { u64::from(self.scenario.leaves) } else { 0 };
        self.happened += 1 + brings / 4;
        // Memory is counted where it grows: when somebody comes or second copies are sent.
        let grows = matches!(event, Event::Arrive | Event::Second { .. });
        if self.happened > MOST_EVENTS || (grows && self.bytes() > MOST_BYTES) {
            self.exhausted = true;
        }
        match event {
            Event::Arrive => self.arrive(now),
            Event::Second { slot } => self.send_seconds(now, slot),
            Event::Served { server, copy } => self.served(now, server, copy),
            Event::Answered { copy } => self.answered(now, copy),
            Event::Forget { copy, id } => {
                if self.requests[self.slot(copy)].id == id {
                    self.tasks[copy.task as usize].set(Task::of(Task::FORGET, copy.second), true);
                }
            }
        }
    }

    fn slot(&self, copy: Copy) -> usize {
        (copy.task / self.scenario.leaves) as usize
    }

    fn arrive(&mut self, now: f64) {
        let next = self.gap_secs * exp1(&mut self.gaps);
        self.events.schedule(now + next, Event::Arrive);
        let leaves = self.scenario.leaves;
        let slot = self.free.pop().unwrap_or_else(|| {
            self.requests.push(Request::default());
            self.tasks.resize(self.tasks.len() + leaves as usize, Task::default());
            self.requests.len() as u32 - 1
        });
        let all_slow = one_fate(&mut self.luck, &self.scenario);
        self.requests[slot as usize] = Request {
            id: self.arrived,
            arrived: now,
            missing: leaves - self.scenario.dropped,
            all_slow,
            ..Request::default()
        };
        self.measured.arrived(self.arrived, now);
        self.arrived += 1;
        self.inside += 1;
        for leaf in 0..leaves {
            let (is_slow, side) = leaf_fate(&mut self.luck, &self.scenario, all_slow);
            let task = slot * leaves + leaf;
            let server = 2 * leaf + u32::from(side);
            let demand = self.scenario.body_secs * exp1(&mut self.bodies);
            let mut fresh = Task { demand: [demand as f32, 0.0], flags: u8::from(side) * Task::SIDE };
            fresh.set(Task::SLOW, is_slow);
            self.tasks[task as usize] = fresh;
            self.queue(now, server, Copy { task, second: false });
        }
        let pending = match self.scenario.second {
            Second::Never => None,
            Second::Hedged { after_secs, .. } => Some(after_secs),
            Second::Tied { message_secs } => Some(2.0 * message_secs),
        };
        // After the first copies, so that of equal times their words come first.
        self.requests[slot as usize].pending =
            pending.map(|after| self.events.schedule(now + after, Event::Second { slot }));
    }

    /// Puts a copy in line, or begins it.
    fn queue(&mut self, now: f64, server: u32, copy: Copy) {
        let slot = self.slot(copy);
        self.requests[slot].copies += 1;
        if self.servers[server as usize].busy {
            self.servers[server as usize].line.push_back(copy);
        } else {
            self.begin(now, server, copy);
        }
    }

    fn begin(&mut self, now: f64, server: u32, copy: Copy) {
        let (slot, which) = (self.slot(copy), usize::from(copy.second));
        self.servers[server as usize].busy = true;
        let demand = f64::from(self.tasks[copy.task as usize].demand[which]);
        let request = &mut self.requests[slot];
        request.begun += 1;
        request.work += demand;
        if let Second::Tied { message_secs } = self.scenario.second {
            let other = Copy { second: !copy.second, ..copy };
            self.events.schedule(now + message_secs, Event::Forget { copy: other, id: request.id });
        }
        self.events.schedule(now + demand, Event::Served { server, copy });
    }

    fn send_seconds(&mut self, now: f64, slot: u32) {
        self.requests[slot as usize].pending = None;
        let leaves = self.scenario.leaves;
        for leaf in 0..leaves {
            let at = (slot * leaves + leaf) as usize;
            let task = self.tasks[at];
            if task.is(Task::ANSWERED) || task.is(Task::of(Task::FORGET, true)) {
                continue;
            }
            if let Second::Hedged { budget, .. } = self.scenario.second
                && budget < 1.0
            {
                let tokens = &mut self.tokens[leaf as usize];
                if *tokens < 1.0 {
                    continue;
                }
                *tokens -= 1.0;
            }
            let own = self.seconds.random::<f64>() < self.scenario.slow_share;
            let demand = self.scenario.body_secs * exp1(&mut self.seconds);
            let is_slow = self.requests[slot as usize].all_slow.unwrap_or(own);
            self.tasks[at].demand[1] = demand as f32;
            self.tasks[at].set(Task::of(Task::SLOW, true), is_slow);
            let server = 2 * leaf + u32::from(!task.is(Task::SIDE));
            self.queue(now, server, Copy { task: at as u32, second: true });
        }
        // A tied copy may have been the last thing this request waited for.
        self.release(slot as usize);
    }

    fn served(&mut self, now: f64, server: u32, copy: Copy) {
        if self.tasks[copy.task as usize].is(Task::of(Task::SLOW, copy.second)) {
            self.events.schedule(now + self.scenario.slow_secs, Event::Answered { copy });
        } else {
            self.answered(now, copy);
        }
        while let Some(next) = self.servers[server as usize].line.pop_front() {
            if self.is_in_vain(next) {
                self.withdraw(next);
            } else {
                self.begin(now, server, next);
                return;
            }
        }
        self.servers[server as usize].busy = false;
    }

    /// Whether a copy in line need not be served.
    fn is_in_vain(&self, copy: Copy) -> bool {
        let task = &self.tasks[copy.task as usize];
        match self.scenario.second {
            Second::Never => false,
            Second::Hedged { withdraw, .. } => withdraw && task.is(Task::ANSWERED),
            Second::Tied { .. } => task.is(Task::of(Task::FORGET, copy.second)),
        }
    }

    fn withdraw(&mut self, copy: Copy) {
        let slot = self.slot(copy);
        self.requests[slot].copies -= 1;
        self.release(slot);
    }

    fn answered(&mut self, now: f64, copy: Copy) {
        let slot = self.slot(copy);
        let task = &mut self.tasks[copy.task as usize];
        let is_first = !task.is(Task::ANSWERED);
        task.set(Task::ANSWERED, true);
        let is_slow = task.is(Task::of(Task::SLOW, copy.second));
        if let Second::Hedged { budget, .. } = self.scenario.second
            && is_first
        {
            let tokens = &mut self.tokens[(copy.task % self.scenario.leaves) as usize];
            *tokens = (*tokens + budget).min(MOST_TOKENS);
        }
        let request = &mut self.requests[slot];
        request.copies -= 1;
        if is_first && !request.done {
            request.missing -= 1;
            request.saw_slow |= is_slow;
            if request.missing == 0 {
                request.done = true;
                let (id, response, saw_slow) = (request.id, now - request.arrived, request.saw_slow);
                // Second copies are for those who still wait.
                if let Some(event) = request.pending.take() {
                    self.events.cancel(event);
                }
                self.measured.answered(id, response, saw_slow);
            }
        }
        self.release(slot);
    }

    /// Gives the slot back once nothing of the request is left in the system.
    fn release(&mut self, slot: usize) {
        let request = &mut self.requests[slot];
        if request.done && request.copies == 0 && request.pending.is_none() && request.id != u64::MAX {
            self.measured.left(request.id, request.begun, self.scenario.leaves, request.work);
            // An id that no message carries.
            request.id = u64::MAX;
            self.free.push(slot as u32);
            self.inside -= 1;
        }
    }
}
