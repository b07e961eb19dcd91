//! The pool from event to event.

use std::collections::VecDeque;

use super::{Notes, PoolScenario, PoolScene};
use crate::dist::exp1;
use crate::sim::events::EventList;
use crate::sim::heap::{Heap, Key};
use crate::sim::series::Series;
use crate::sim::streams::{Random, Stream, stream};

/// What is scheduled at a time known beforehand.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// The next request comes.
    Arrival,
    /// A connection is open; the request that waited for it may begin.
    Opened(Request),
}

/// A request on its way.
#[derive(Clone, Copy, Debug)]
struct Request {
    arrived: f64,
    /// How long it stood in line.
    wait: f64,
    /// When its connection was opened.
    born: f64,
    opened: bool,
    measured: bool,
}

/// An idle connection.
#[derive(Clone, Copy, Debug)]
struct Idle {
    since: f64,
    born: f64,
}

#[derive(Clone, Debug)]
pub(super) struct State {
    what: PoolScenario,
    gaps: Random,
    holds: Random,
    events: EventList<Event>,
    /// Requests at work by the progress at which they end, and the requests themselves by slot.
    work: Heap,
    at_work: Vec<Request>,
    free: Vec<u32>,
    /// Progress of every request at work since the beginning, seconds of lone work.
    progress: f64,
    /// How fast it grows now.
    speed: f64,
    now: f64,
    opening: u32,
    idle: VecDeque<Idle>,
    line: VecDeque<(f64, bool)>,
    arrived: u64,
    warmup: u64,
    timed_out: u64,
    rejected: u64,
    served: u64,
    notes: Notes,
}

impl State {
    pub fn new(what: &PoolScenario, seed: u64, warmup: u64) -> Self {
        let mut gaps = stream(seed, Stream::Arrivals);
        let mut events = EventList::new();
        events.schedule(exp1(&mut gaps) / what.arrivals_per_sec, Event::Arrival);
        let typical = what.hold_secs + what.setup_secs;
        let series = |secs: f64| Series::new(0, secs);
        Self {
            what: *what,
            gaps,
            holds: stream(seed, Stream::Service),
            events,
            work: Heap::with_capacity(what.connections as usize),
            at_work: Vec::new(),
            free: Vec::new(),
            progress: 0.0,
            speed: 1.0,
            now: 0.0,
            opening: 0,
            idle: (0..what.connections).map(|_| Idle { since: 0.0, born: 0.0 }).collect(),
            line: VecDeque::new(),
            arrived: 0,
            warmup,
            timed_out: 0,
            rejected: 0,
            served: 0,
            notes: Notes {
                busy: series(0.5),
                ended: series(typical),
                waits: series(typical),
                responses: series(typical),
            },
        }
    }

    pub fn arrived(&self) -> u64 {
        self.arrived
    }

    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    pub fn scene(&self) -> PoolScene {
        PoolScene {
            working: self.working(),
            opening: self.opening,
            idle: self.idle.len() as u32,
            waiting: self.line.len() as u32,
            timed_out: self.timed_out,
            rejected: self.rejected,
            served: self.served,
            secs: self.now,
        }
    }

    fn working(&self) -> u32 {
        self.work.len() as u32
    }

    fn open(&self) -> u32 {
        self.working() + self.opening + self.idle.len() as u32
    }

    /// When the next request at work ends, if nothing happens before.
    fn work_ends(&self) -> f64 {
        self.work.peek().map_or(f64::INFINITY, |key| self.now + (key.time() - self.progress).max(0.0) / self.speed)
    }

    fn line_ends(&self) -> f64 {
        self.line.front().map_or(f64::INFINITY, |(arrived, _)| arrived + self.what.timeout_secs)
    }

    /// When something happens next.
    pub fn next_secs(&mut self) -> f64 {
        let scheduled = self.events.next_time().unwrap_or(f64::INFINITY);
        scheduled.min(self.work_ends()).min(self.line_ends())
    }

    /// The next thing that happens: of things at one time the end of work first, then the end of patience.
    pub fn step(&mut self) {
        let scheduled = self.events.next_time().unwrap_or(f64::INFINITY);
        let (work, line) = (self.work_ends(), self.line_ends());
        if work <= line && work <= scheduled {
            self.pass(work);
            self.work_over();
        } else if line <= scheduled {
            self.pass(line);
            self.give_up();
        } else if let Some((secs, event)) = self.events.pop() {
            self.pass(secs);
            match event {
                Event::Arrival => self.arrive(),
                Event::Opened(request) => {
                    self.opening -= 1;
                    self.begin(request);
                }
            }
        }
    }

    fn pass(&mut self, secs: f64) {
        if !self.work.is_empty() {
            self.progress += (secs - self.now).max(0.0) * self.speed;
        }
        self.now = secs;
    }

    fn begin(&mut self, request: Request) {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.at_work.push(request);
            self.at_work.len() as u32 - 1
        });
        self.at_work[slot as usize] = request;
        let ends = self.progress + exp1(&mut self.holds) * self.what.hold_secs;
        self.work.push(Key::new(ends, u64::from(slot)));
        self.speed = self.what.speed(self.working());
    }

    fn arrive(&mut self) {
        self.events.schedule_in(exp1(&mut self.gaps) / self.what.arrivals_per_sec, Event::Arrival);
        self.arrived += 1;
        let measured = self.arrived > self.warmup;
        let in_use = f64::from(self.working() + self.opening) / f64::from(self.what.connections);
        self.close_idle();
        let mut turned_away = false;
        if let Some(idle) = self.take_idle() {
            self.get(self.now, 0.0, Some(idle.born), measured);
        } else if self.open() < self.what.connections {
            self.get(self.now, 0.0, None, measured);
        } else if self.line.len() >= self.what.queue_limit as usize {
            turned_away = true;
            self.rejected += 1;
            if measured {
                self.notes.ended.push(0.0, false);
            }
        } else {
            self.line.push_back((self.now, measured));
        }
        if measured {
            self.notes.busy.push(in_use, turned_away);
        }
    }

    /// A request gets a connection: one born at that time, or a new one.
    fn get(&mut self, arrived: f64, wait: f64, born: Option<f64>, measured: bool) {
        if measured {
            self.notes.ended.push(wait, false);
            self.notes.waits.push(wait, born.is_none());
        }
        match born {
            Some(born) => self.begin(Request { arrived, wait, born, opened: false, measured }),
            None => {
                self.opening += 1;
                let request = Request { arrived, wait, born: self.now, opened: true, measured };
                self.events.schedule_in(self.what.setup_secs, Event::Opened(request));
            }
        }
    }

    /// Closes what has been idle too long; the front is the one that was used longest ago.
    fn close_idle(&mut self) {
        while self.open() > self.what.kept_open
            && self.idle.front().is_some_and(|idle| idle.since + self.what.idle_timeout_secs <= self.now)
        {
            self.idle.pop_front();
        }
    }

    /// The idle connection used last that is not too old.
    fn take_idle(&mut self) -> Option<Idle> {
        while let Some(idle) = self.idle.pop_back() {
            if self.now - idle.born < self.what.max_lifetime_secs {
                return Some(idle);
            }
        }
        None
    }

    fn give_up(&mut self) {
        if let Some((arrived, measured)) = self.line.pop_front() {
            self.timed_out += 1;
            if measured {
                self.notes.ended.push(self.now - arrived, true);
            }
        }
    }

    fn work_over(&mut self) {
        let Some(key) = self.work.pop() else { return };
        self.progress = self.progress.max(key.time());
        let request = self.at_work[key.tag as usize];
        self.free.push(key.tag as u32);
        self.served += 1;
        self.speed = self.what.speed(self.working());
        if request.measured {
            self.notes.responses.push(self.now - request.arrived, request.opened && request.wait > 0.0);
        }
        let is_old = self.now - request.born >= self.what.max_lifetime_secs;
        match self.line.pop_front() {
            Some((arrived, measured)) => {
                self.get(arrived, self.now - arrived, (!is_old).then_some(request.born), measured);
            }
            None if !is_old => self.idle.push_back(Idle { since: self.now, born: request.born }),
            None => {}
        }
    }
}
