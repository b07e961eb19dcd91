//! The fast road for first come, first served without limit of places: no events, one recursion a customer.
//!
//! With one server Lindley's recursion, with c servers Kiefer and Wolfowitz's: whoever arrives at A begins at
//! max(A, the soonest time a server is free). Written with times of day rather than waits, each sum is the one the event engine
//! makes, so the two agree in every bit, customer by customer (`tests/sim_roads.rs`).
//!
//! ∫N dt up to a moment is exact too: the time in the system of all who came, less what of it lies after that moment. After it
//! lie the work the servers still have to do, and the rest of each wait; starts never go backwards, so those who wait are the
//! last few who came.
//! Source: Lindley, Proc. Camb. Phil. Soc. 48 (1952) 277–289; Kiefer & Wolfowitz, Trans. AMS 78 (1955) 1–18.

use super::gaps::Gaps;
use super::observe::Estimates;
use super::record::{Record, Tally};
use super::scenario::{Discipline, Scenario, ScenarioError};
use super::servers::{Pool, on_pool};
use super::streams::{Stream, stream};
use super::stretch::Stretch;
use super::tap::{BLOCK, Tap};
use std::collections::VecDeque;

/// A station without events, in the middle of a run.
#[derive(Clone, Debug)]
pub struct Road {
    gaps: Tap,
    demands: Tap,
    servers: u32,
    pool: Pool,
    arrived: u64,
    /// When the last customer came.
    now: f64,
    /// When those still waiting at that moment will begin.
    starts: VecDeque<f64>,
    /// Waiting and work that lay ahead when the open batch began, seconds.
    ahead_before: Ahead,
    record: Record,
    /// When the customers of the last stretch begin, and how long the last of them is served.
    begun: [f64; BLOCK],
    last_service: f64,
}

/// What lies after a moment of the times in the system of those who came before it, seconds.
#[derive(Clone, Copy, Debug, Default)]
struct Ahead {
    waiting: f64,
    work: f64,
}

/// One customer on the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passage {
    /// When the customer came, seconds.
    pub arrived: f64,
    /// How long before service began, seconds.
    pub wait: f64,
    /// How long until the customer left, seconds.
    pub response: f64,
}

impl Road {
    /// Whether a scenario can take this road.
    pub fn is_open_to(scenario: &Scenario) -> bool {
        scenario.discipline == Discipline::Fifo && scenario.capacity.is_none() && scenario.arrivals.is_endless()
    }

    /// An empty station at time 0, measuring after the first `warmup` customers. Discipline and capacity are not looked at.
    /// # Errors
    /// When the number of servers is out of range, or the queue would grow for ever.
    pub fn new(scenario: &Scenario, seed: u64, warmup: u64) -> Result<Self, ScenarioError> {
        scenario.check_stable()?;
        Ok(Self {
            gaps: Tap::of_gaps(Gaps::new(&scenario.arrivals), stream(seed, Stream::Arrivals)),
            demands: Tap::of_law(scenario.service.clone(), stream(seed, Stream::Service)),
            servers: scenario.servers,
            pool: Pool::new(scenario.servers as usize),
            arrived: 0,
            now: 0.0,
            starts: VecDeque::new(),
            ahead_before: Ahead::default(),
            record: Record::new(warmup, scenario.service.mean()),
            begun: [0.0; BLOCK],
            last_service: 0.0,
        })
    }

    /// Customers who have come so far, warm-up included.
    pub fn arrived(&self) -> u64 {
        self.arrived
    }

    /// When the last of them came, seconds.
    pub fn now(&self) -> f64 {
        self.now
    }

    /// Lets one customer pass.
    pub fn pass(&mut self) -> Passage {
        self.run_customers(1);
        let wait = self.begun[0] - self.now;
        Passage { arrived: self.now, wait, response: wait + self.last_service }
    }

    /// Lets `count` customers pass.
    pub fn run_customers(&mut self, count: u64) {
        let mut to_do = count;
        while to_do > 0 {
            let until_page = self.record.ends_at - self.record.open.arrivals;
            let passed = self.run_stretch(until_page.min(to_do));
            to_do -= passed as u64;
            self.arrived += passed as u64;
            self.record.open.arrivals += passed as u64;
            if self.record.open.arrivals == self.record.ends_at {
                let ahead = self.ahead();
                self.record.open = self.open_tally(ahead);
                self.ahead_before = ahead;
                self.record.turn_page(self.now);
            }
        }
    }

    /// Lets some customers pass, `most` at most, and says how many.
    fn run_stretch(&mut self, most: u64) -> usize {
        let most = most.min(BLOCK as u64) as usize;
        let mut stretch =
            Stretch { now: self.now, begun: &mut self.begun, record: &mut self.record, last_service: 0.0 };
        let both = (self.gaps.exponential(), self.demands.exponential());
        let count = if let (Some(gaps), Some(demands)) = both {
            on_pool!(&mut self.pool, servers => stretch.pass_exponential(servers, gaps, demands, most));
            most
        } else {
            let (gaps, demands) = (self.gaps.ready(), self.demands.ready());
            let count = gaps.len().min(demands.len()).min(most);
            on_pool!(&mut self.pool, servers => stretch.pass(servers, &gaps[..count], &demands[..count]));
            self.gaps.took(count);
            self.demands.took(count);
            count
        };
        self.last_service = stretch.last_service;
        self.now = stretch.now;
        while self.starts.front().is_some_and(|&start| start <= self.now) {
            self.starts.pop_front();
        }
        let later = self.begun[..count].iter().rev().take_while(|&&start| start > self.now).count();
        self.starts.extend(&self.begun[count - later..count]);
        count
    }

    fn ahead(&self) -> Ahead {
        Ahead {
            waiting: self.starts.iter().filter(|&&start| start > self.now).map(|start| start - self.now).sum(),
            work: self.pool.work_after(self.now),
        }
    }

    /// The open batch up to now, its areas made from what passed and what lies ahead.
    fn open_tally(&self, ahead: Ahead) -> Tally {
        let open = &self.record.open;
        let queue_area = open.wait_secs + self.ahead_before.waiting - ahead.waiting;
        let busy_area = open.response_secs - open.wait_secs + self.ahead_before.work - ahead.work;
        let secs = self.now - self.record.since;
        Tally { secs, queue_area, busy_area, system_area: queue_area + busy_area, ..*open }
    }

    /// What the run says so far, up to the last arrival.
    pub fn estimates(&self) -> Estimates {
        Estimates::of(&self.record, &self.open_tally(self.ahead()), f64::from(self.servers), false)
    }

    /// How often each stretch of response times was seen: (from, to, count), seconds, increasing.
    pub fn response_buckets(&self) -> Vec<(f64, f64, u32)> {
        self.record.open_responses.buckets(&self.record.responses()).collect()
    }

    /// Whether the warm-up is over.
    pub fn is_measuring(&self) -> bool {
        self.record.is_measuring()
    }

    pub(super) fn record(&self) -> &Record {
        &self.record
    }
}
