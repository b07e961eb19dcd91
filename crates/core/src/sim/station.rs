//! The event engine: one station, any discipline, one event at a time.
//!
//! Two kinds of event exist, the next arrival and the departures of those in service, so the arrival is kept aside and the heap
//! holds departures only: with four servers it is four keys deep. Events go by (time, sequence). Demands are drawn when a
//! customer arrives, in order of arrival, whatever the discipline, so two disciplines on one seed serve the same customers.
//!
//! Processor sharing runs on a clock of work done per customer, V, with dV/dt = min(1, servers/n): whoever arrives at V with
//! demand s leaves at V + s, so the heap is ordered by V and nobody's time need be touched when the rate changes.

use super::customer::{Customer, HIGH, WaitingRoom};
use super::gaps::Gaps;
use super::heap::{Heap, Key};
use super::history::History;
use super::record::{Record, Tally};
use super::scenario::{Discipline, Scenario, ScenarioError};
use super::seats::{IDLE, SERVER_MASK, Seat};
use super::step::{Departure, Happened, Step};
use super::streams::{Random, Stream, stream};
use super::tap::Tap;
use rand::RngExt;

/// A queueing station in the middle of a run.
#[derive(Clone, Debug)]
pub struct Station {
    pub(super) discipline: Discipline,
    pub(super) servers: usize,
    places: u64,
    gaps: Tap,
    demands: Tap,
    classes: Random,
    next_arrival: Key,
    pub(super) next_id: u64,
    pub(super) sequence: u64,
    pub(super) departures: Heap,
    pub(super) seats: Vec<Seat>,
    pub(super) free: Vec<u32>,
    pub(super) waiting: WaitingRoom,
    pub(super) in_system: u64,
    pub(super) in_queue: u64,
    /// Customers without priority in service, latest last; entries whose tag no longer holds are dead.
    pub(super) interruptible: Vec<u64>,
    /// Work done per customer since the system was last empty (processor sharing).
    pub(super) work_clock: f64,
    /// When the last event happened.
    pub(super) last: f64,
    /// How far the run has been watched; never before `last`.
    pub(super) now: f64,
    pub(super) blocked: u64,
    pub(super) left: u64,
    pub(super) record: Record,
    pub(super) history: Option<Box<History>>,
}

impl Station {
    /// An empty station at time 0, measuring after the first `warmup` customers.
    /// # Errors
    /// When servers, capacity or share are out of range. An unstable station is allowed: it can be watched, but has no mean.
    pub fn new(scenario: &Scenario, seed: u64, warmup: u64) -> Result<Self, ScenarioError> {
        scenario.check()?;
        let servers = scenario.effective_servers() as usize;
        let shared = scenario.discipline == Discipline::ProcessorSharing;
        let mut gaps = Tap::of_gaps(Gaps::new(&scenario.arrivals), stream(seed, Stream::Arrivals));
        let next_arrival = Key::new(gaps.draw(), 0);
        let nobody = Customer { id: 0, arrived: 0.0, service: 0.0, remaining: 0.0, class: 0, interrupted: false };
        let seat = Seat { customer: nobody, since: 0.0, ends: 0.0, tag: IDLE };
        Ok(Self {
            discipline: scenario.discipline,
            servers,
            places: scenario.capacity.unwrap_or(u64::MAX),
            gaps,
            demands: Tap::of_law(scenario.service.clone(), stream(seed, Stream::Service)),
            classes: stream(seed, Stream::Class),
            next_arrival,
            next_id: 0,
            sequence: 1,
            departures: Heap::with_capacity(servers.min(1024)),
            seats: if shared { Vec::new() } else { vec![seat; servers] },
            free: if shared { Vec::new() } else { (0..servers as u32).rev().collect() },
            waiting: WaitingRoom::new(scenario.discipline),
            in_system: 0,
            in_queue: 0,
            interruptible: Vec::new(),
            work_clock: 0.0,
            last: 0.0,
            now: 0.0,
            blocked: 0,
            left: 0,
            record: Record::new(warmup, scenario.service.mean()),
            history: None,
        })
    }

    /// Until when nothing happens; `None` when nothing will happen any more.
    pub fn next_event_time(&self) -> Option<f64> {
        let time = self.next_departure().map_or(self.next_arrival, |key| key.min(self.next_arrival)).time();
        time.is_finite().then_some(time)
    }

    /// Lets the next event happen and says what it was; `None` when nobody is left and nobody will come.
    pub fn step(&mut self) -> Option<Step> {
        self.next_step()
    }

    /// `step`, made part of each loop that calls it, so that what a loop does not look at is not even written down.
    #[inline(always)]
    fn next_step(&mut self) -> Option<Step> {
        let step = match self.next_departure() {
            Some(key) if key.before(self.next_arrival) => self.depart(key),
            _ if self.next_arrival.time().is_finite() => self.arrive(),
            _ => return None,
        };
        self.now = self.last;
        Some(step)
    }

    /// Runs until time `secs` (events at that very time included) and stands there.
    pub fn run_until(&mut self, secs: f64) {
        while self.next_event_time().is_some_and(|time| time <= secs) {
            self.step();
        }
        if secs > self.now {
            self.now = secs;
        }
    }

    /// Runs until `count` more customers have come (turned away or not), or nobody will; says how many came.
    pub fn run_customers(&mut self, count: u64) -> u64 {
        let first = self.next_id;
        let target = first.saturating_add(count);
        while self.next_id < target && self.next_step().is_some() {}
        self.next_id - first
    }

    /// When the next customer leaves.
    #[inline(always)]
    fn next_departure(&self) -> Option<Key> {
        let key = self.departures.peek()?;
        if self.discipline == Discipline::ProcessorSharing {
            let work = (key.time() - self.work_clock).max(0.0);
            return Some(Key::new(self.last + work * self.stretch(), key.tag));
        }
        Some(key)
    }

    /// Seconds on the clock to a second of work done for each customer, where everyone shares.
    #[inline(always)]
    pub(super) fn stretch(&self) -> f64 {
        (self.in_system as f64 / self.servers as f64).max(1.0)
    }

    /// Moves the clock to `time`, adding up what stood still since the last event.
    #[inline(always)]
    fn accrue(&mut self, time: f64) {
        let secs = time - self.last;
        let queue = if self.discipline == Discipline::ProcessorSharing {
            self.work_clock += secs / self.stretch();
            self.in_system.saturating_sub(self.servers as u64)
        } else {
            self.in_queue
        };
        let tally = &mut self.record.open;
        tally.system_area += self.in_system as f64 * secs;
        tally.queue_area += queue as f64 * secs;
        tally.busy_area += (self.in_system - queue) as f64 * secs;
        self.last = time;
    }

    #[inline(always)]
    fn arrive(&mut self) -> Step {
        let time = self.next_arrival.time();
        self.accrue(time);
        let id = self.next_id;
        self.next_id += 1;
        let service = self.demands.draw();
        let high_share = self.discipline.high_share();
        let class = if high_share > 0.0 && self.classes.random::<f64>() < high_share { HIGH } else { 0 };
        let customer = Customer { id, arrived: time, service, remaining: service, class, interrupted: false };
        if let Some(history) = &mut self.history {
            history.arrived(&customer, self.in_system, self.in_queue);
        }
        let mut step = Step { time, happened: Happened::Arrived { id }, started: None, interrupted: None };
        if self.in_system >= self.places {
            self.blocked += 1;
            self.record.open.blocked += 1;
            step.happened = Happened::Blocked { id };
            if let Some(history) = &mut self.history {
                history.blocked(id);
            }
        } else if self.discipline == Discipline::ProcessorSharing {
            step.started = Some(self.take_seat(customer));
            self.in_system += 1;
        } else {
            self.in_system += 1;
            if let Some(server) = self.free.pop() {
                step.started = Some(self.start(server as usize, customer, false));
            } else if let Some(victim) = self.victim_for(&customer) {
                step.interrupted = Some(self.interrupt(victim));
                step.started = Some(self.start(victim, customer, false));
            } else {
                self.waiting.push(customer);
                self.in_queue += 1;
            }
        }
        // After the start of service, so that of a departure and an arrival due at the same time the departure goes first.
        self.next_arrival = Key::new(time + self.gaps.draw(), self.next_tag(0));
        self.record.open.arrivals += 1;
        if self.record.open.arrivals == self.record.ends_at {
            self.record.turn_page(time);
        }
        step
    }

    #[inline(always)]
    fn depart(&mut self, key: Key) -> Step {
        let time = key.time();
        self.accrue(time);
        let server = (key.tag & SERVER_MASK) as usize;
        let shared = self.discipline == Discipline::ProcessorSharing;
        let customer = self.seats[server].customer;
        // What was not service was waiting. Without interruption the wait is start − arrival, and the response is put together from
        // it and the demand: late in a long run the clock's own digits are coarser than a short service.
        let (wait, response) = if shared || customer.interrupted {
            let response = time - customer.arrived;
            ((response - customer.service).max(0.0), response)
        } else {
            let wait = self.seats[server].since - customer.arrived;
            (wait, wait + customer.service)
        };
        let waited = if shared { customer.interrupted } else { wait > 0.0 };
        self.in_system -= 1;
        self.left += 1;
        let mut started = None;
        if shared {
            // Exactly, so that rounding does not build up.
            self.work_clock = if self.in_system == 0 { 0.0 } else { self.seats[server].ends };
            self.departures.pop();
            self.seats[server].tag = IDLE;
            self.free.push(server as u32);
        } else if let Some(next) = self.waiting.pop() {
            self.in_queue -= 1;
            started = Some(self.start(server, next, true));
        } else {
            self.departures.pop();
            self.seats[server].tag = IDLE;
            self.free.push(server as u32);
        }
        self.drop_dead();
        if customer.id >= self.record.first_id {
            self.record.leave(wait, response, waited);
            if customer.class == HIGH {
                self.record.open.left_high += 1;
                self.record.open.wait_high_secs += wait;
            }
        }
        if let Some(history) = &mut self.history {
            history.left(customer.id, server, self.seats[server].since, time, wait);
        }
        let departure = Departure { id: customer.id, server, arrived: customer.arrived, wait, response };
        Step { time, happened: Happened::Departed(departure), started, interrupted: None }
    }

    /// Whether customers can be turned away.
    pub(super) fn is_limited(&self) -> bool {
        self.places < u64::MAX
    }

    /// The unfinished batch, completed up to the last event.
    pub(super) fn open_tally(&self) -> Tally {
        Tally { secs: self.last - self.record.since, ..self.record.open }
    }
}
