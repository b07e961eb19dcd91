//! A closed loop: a fixed number of users who think, ask, wait for the answer, and think again. Built on [`EventList`].
//!
//! Unlike customers from outside, users who wait ask nothing meanwhile, so the load eases off by itself: load tests that work
//! this way flatter the system (coordinated omission).

use super::customer::Customer;
use super::events::EventList;
use super::observe::Estimates;
use super::record::{Record, Tally};
use super::scenario::ScenarioError;
use super::streams::{Stream, stream};
use super::tap::Tap;
use crate::dist::Law;
use std::collections::VecDeque;

/// Users, their thinking, and who serves them.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosedScenario {
    /// How many users, at least 1.
    pub users: u32,
    /// How long a user thinks before asking again, seconds.
    pub think: Law,
    /// How long an answer takes to make, seconds.
    pub service: Law,
    /// How many answers are made at a time, at least 1.
    pub servers: u32,
}

#[derive(Clone, Copy, Debug)]
enum Event {
    Asks,
    Served(Customer),
}

/// A closed loop in the middle of a run.
#[derive(Clone, Debug)]
pub struct ClosedLoop {
    events: EventList<Event>,
    think: Tap,
    service: Tap,
    servers: u32,
    busy: u32,
    queue: VecDeque<Customer>,
    asked: u64,
    last: f64,
    record: Record,
}

impl ClosedLoop {
    /// Everyone begins by thinking. Measures after the first `warmup` requests.
    /// # Errors
    /// Without servers or users.
    pub fn new(scenario: &ClosedScenario, seed: u64, warmup: u64) -> Result<Self, ScenarioError> {
        if scenario.servers == 0 {
            return Err(ScenarioError::Servers(0));
        }
        if scenario.users == 0 {
            return Err(ScenarioError::Capacity);
        }
        let mut think = Tap::of_law(scenario.think.clone(), stream(seed, Stream::Think));
        let mut events = EventList::new();
        for _ in 0..scenario.users {
            events.schedule(think.draw(), Event::Asks);
        }
        Ok(Self {
            events,
            think,
            service: Tap::of_law(scenario.service.clone(), stream(seed, Stream::Service)),
            servers: scenario.servers,
            busy: 0,
            queue: VecDeque::new(),
            asked: 0,
            last: 0.0,
            record: Record::new(warmup, scenario.service.mean()),
        })
    }

    /// Simulates `count` more requests.
    pub fn run_requests(&mut self, count: u64) {
        let target = self.asked + count;
        while self.asked < target {
            let Some((now, event)) = self.events.pop() else { return };
            self.accrue(now);
            match event {
                Event::Asks => self.ask(now),
                Event::Served(customer) => self.serve(now, customer),
            }
        }
    }

    fn accrue(&mut self, now: f64) {
        let secs = now - self.last;
        let (queue, busy) = (self.queue.len() as f64, f64::from(self.busy));
        let tally = &mut self.record.open;
        tally.queue_area += queue * secs;
        tally.busy_area += busy * secs;
        tally.system_area += (queue + busy) * secs;
        self.last = now;
    }

    fn ask(&mut self, now: f64) {
        let service = self.service.draw();
        let customer =
            Customer { id: self.asked, arrived: now, service, remaining: service, class: 0, interrupted: false };
        self.asked += 1;
        if self.busy < self.servers {
            self.busy += 1;
            self.events.schedule(now + service, Event::Served(customer));
        } else {
            self.queue.push_back(customer);
        }
        self.record.open.arrivals += 1;
        if self.record.open.arrivals == self.record.ends_at {
            self.record.turn_page(now);
        }
    }

    fn serve(&mut self, now: f64, customer: Customer) {
        if customer.id >= self.record.first_id {
            let response = now - customer.arrived;
            let wait = (response - customer.service).max(0.0);
            self.record.leave(wait, response, customer.interrupted);
        }
        if let Some(mut next) = self.queue.pop_front() {
            // Marks that there was a wait.
            next.interrupted = true;
            self.events.schedule(now + next.service, Event::Served(next));
        } else {
            self.busy -= 1;
        }
        let thinking = self.think.draw();
        self.events.schedule(now + thinking, Event::Asks);
    }

    /// What the run says so far.
    pub fn estimates(&self) -> Estimates {
        let open = Tally { secs: self.last - self.record.since, ..self.record.open };
        Estimates::of(&self.record, &open, f64::from(self.servers), false)
    }
}
