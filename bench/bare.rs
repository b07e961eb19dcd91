//! What the engine is raced against: nothing but the heap or the recursion, and the mean. No policies, no percentiles, no batches.
//!
//! Shared by the native bench and the one in the browser. The same generator and ziggurat as the engine, so that the race is
//! about simulation and not about random numbers.

use explorer_core::dist::exp1;
use explorer_core::sim::streams::{Stream, stream};
use std::cmp::Ordering;
use std::collections::{BinaryHeap, VecDeque};

/// An event as everyone writes it first: a time, a number to break ties, and what it is.
struct Event {
    time: f64,
    sequence: u64,
    departs: bool,
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Event {}
impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Event {
    fn cmp(&self, other: &Self) -> Ordering {
        // The standard heap takes the largest first.
        other.time.total_cmp(&self.time).then_with(|| other.sequence.cmp(&self.sequence))
    }
}

/// M/M/c first come, first served on the standard library's binary heap; service mean 1. Returns the mean wait.
pub fn heap(utilization: f64, servers: u32, customers: u64, seed: u64) -> f64 {
    let (mut arrivals, mut services) = (stream(seed, Stream::Arrivals), stream(seed, Stream::Service));
    let mean_gap = 1.0 / (utilization * f64::from(servers));
    let mut events = BinaryHeap::new();
    let mut queue = VecDeque::new();
    let (mut sequence, mut busy, mut arrived, mut waits) = (1, 0, 0, 0.0);
    events.push(Event { time: mean_gap * exp1(&mut arrivals), sequence: 0, departs: false });
    while let Some(Event { time, departs, .. }) = events.pop() {
        let starts = if departs {
            let next = queue.pop_front();
            match next {
                Some(since) => waits += time - since,
                None => busy -= 1,
            }
            next.is_some()
        } else {
            arrived += 1;
            if arrived < customers {
                events.push(Event { time: time + mean_gap * exp1(&mut arrivals), sequence, departs: false });
                sequence += 1;
            }
            if busy < servers {
                busy += 1;
                true
            } else {
                queue.push_back(time);
                false
            }
        };
        if starts {
            events.push(Event { time: time + exp1(&mut services), sequence, departs: true });
            sequence += 1;
        }
    }
    waits / customers as f64
}

/// M/M/1 by Lindley's recursion; service mean 1. Returns the mean wait.
pub fn lindley(utilization: f64, customers: u64, seed: u64) -> f64 {
    let (mut arrivals, mut services) = (stream(seed, Stream::Arrivals), stream(seed, Stream::Service));
    let mean_gap = 1.0 / utilization;
    let (mut wait, mut waits) = (0.0_f64, 0.0);
    for _ in 0..customers {
        waits += wait;
        wait = (wait + exp1(&mut services) - mean_gap * exp1(&mut arrivals)).max(0.0);
    }
    waits / customers as f64
}

/// M/M/4 by Kiefer and Wolfowitz's recursion on a sorted array; service mean 1. Returns the mean wait.
pub fn kiefer_wolfowitz(utilization: f64, customers: u64, seed: u64) -> f64 {
    const SERVERS: usize = 4;
    let (mut arrivals, mut services) = (stream(seed, Stream::Arrivals), stream(seed, Stream::Service));
    let mean_gap = 1.0 / (utilization * SERVERS as f64);
    let mut work = [0.0_f64; SERVERS];
    let mut waits = 0.0;
    for _ in 0..customers {
        waits += work[0];
        let mine = work[0] + exp1(&mut services);
        let mut at = 0;
        while at + 1 < SERVERS && work[at + 1] < mine {
            work[at] = work[at + 1];
            at += 1;
        }
        work[at] = mine;
        let gap = mean_gap * exp1(&mut arrivals);
        work.iter_mut().for_each(|w| *w = (*w - gap).max(0.0));
    }
    waits / customers as f64
}
