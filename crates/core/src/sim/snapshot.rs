//! What can be seen of a station at one moment, and how to get to the next moment worth seeing.

use super::customer::HIGH;
use super::history::{History, Story};
use super::observe::Estimates;
use super::scenario::Discipline;
use super::seats::IDLE;
use super::station::Station;
use super::step::Happened;

/// A customer in the queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// Who.
    pub id: u64,
    /// Since when in the system, seconds.
    pub arrived: f64,
    /// Service still needed, seconds.
    pub remaining: f64,
    /// Whether the customer has priority.
    pub has_priority: bool,
}

/// A customer in service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Serving {
    /// On which server (or seat, where everyone shares).
    pub server: usize,
    /// Who.
    pub id: u64,
    /// Since when in the system, seconds.
    pub arrived: f64,
    /// Since when in service, seconds.
    pub since: f64,
    /// Service needed in all, seconds.
    pub service: f64,
    /// Service still needed now, seconds.
    pub remaining: f64,
    /// Whether the customer has priority.
    pub has_priority: bool,
}

/// A station at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The moment, seconds.
    pub time: f64,
    /// Who waits, next first.
    pub waiting: Vec<Waiting>,
    /// Who is served, by server.
    pub serving: Vec<Serving>,
    /// Servers there are.
    pub servers: usize,
    /// Customers who have come so far, warm-up included.
    pub arrived: u64,
    /// Of those, turned away.
    pub blocked: u64,
    /// Of those, left.
    pub left: u64,
}

/// Why a run to the next interesting event stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interesting {
    /// The queue is longer than it ever was since asked.
    LongestQueue {
        /// How many wait.
        waiting: u64,
    },
    /// A customer was turned away.
    Blocked {
        /// Who.
        id: u64,
    },
    /// A customer in service was interrupted.
    Interrupted {
        /// Who.
        id: u64,
    },
    /// The last customer left.
    Emptied,
    /// A customer left after a wait of more than ten mean services.
    LongWait {
        /// Who.
        id: u64,
    },
}

impl Station {
    /// The moment the run stands at, seconds.
    pub fn now(&self) -> f64 {
        self.now
    }

    /// Customers who have come so far, warm-up included.
    pub fn arrived(&self) -> u64 {
        self.next_id
    }

    /// Customers turned away so far.
    pub fn blocked(&self) -> u64 {
        self.blocked
    }

    /// Customers who have left so far.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Customers in the system.
    pub fn in_system(&self) -> u64 {
        self.in_system
    }

    /// Customers waiting (where everyone shares, nobody is).
    pub fn in_queue(&self) -> u64 {
        self.in_queue
    }

    /// The station as it stands.
    pub fn snapshot(&self) -> Snapshot {
        let waiting = self.waiting.in_order().into_iter().map(|c| Waiting {
            id: c.id,
            arrived: c.arrived,
            remaining: c.remaining,
            has_priority: c.class == HIGH,
        });
        let shared = self.discipline == Discipline::ProcessorSharing;
        let clock = if shared { self.work_clock + (self.now - self.last) / self.stretch() } else { self.now };
        let serving =
            self.seats.iter().enumerate().filter(|(_, seat)| seat.tag != IDLE).map(|(server, seat)| Serving {
                server,
                id: seat.customer.id,
                arrived: seat.customer.arrived,
                since: seat.since,
                service: seat.customer.service,
                remaining: (seat.ends - clock).max(0.0),
                has_priority: seat.customer.class == HIGH,
            });
        Snapshot {
            time: self.now,
            waiting: waiting.collect(),
            serving: serving.collect(),
            servers: self.servers,
            arrived: self.next_id,
            blocked: self.blocked,
            left: self.left,
        }
    }

    /// Runs to the next event worth stopping for, or `most` events; `longest` is the longest queue already seen.
    pub fn run_to_interesting(&mut self, longest: u64, long_wait_secs: f64, most: u64) -> Option<Interesting> {
        for _ in 0..most {
            let step = self.step()?;
            if let Some(id) = step.interrupted {
                return Some(Interesting::Interrupted { id });
            }
            match step.happened {
                Happened::Blocked { id } => return Some(Interesting::Blocked { id }),
                Happened::Arrived { .. } if self.in_queue > longest => {
                    return Some(Interesting::LongestQueue { waiting: self.in_queue });
                }
                Happened::Departed(departure) if departure.wait > long_wait_secs => {
                    return Some(Interesting::LongWait { id: departure.id });
                }
                Happened::Departed(_) if self.in_system == 0 => return Some(Interesting::Emptied),
                _ => {}
            }
        }
        None
    }

    /// Remembers the stories of the last `customers` customers from now on (0 to stop). Costs time: for a station one watches.
    pub fn remember(&mut self, customers: usize) {
        let mut present: Vec<u64> = self.waiting.in_order().iter().map(|c| c.id).collect();
        present.extend(self.seats.iter().filter(|seat| seat.tag != IDLE).map(|seat| seat.customer.id));
        present.sort_unstable();
        self.history = (customers > 0).then(|| Box::new(History::new(customers, present)));
    }

    /// The story of customer `id`, if it came lately enough and `remember` was asked before.
    pub fn story(&self, id: u64) -> Option<&Story> {
        self.history.as_ref()?.of(id)
    }

    /// What the run says so far, up to the last event.
    pub fn estimates(&self) -> Estimates {
        Estimates::of(&self.record, &self.open_tally(), self.servers as f64, self.is_limited())
    }

    /// Whether the warm-up is over.
    pub fn is_measuring(&self) -> bool {
        self.record.is_measuring()
    }

    /// How often each stretch of response times was seen: (from, to, count), seconds, increasing.
    pub fn response_buckets(&self) -> Vec<(f64, f64, u32)> {
        self.record.open_responses.buckets(&self.record.responses()).collect()
    }
}
