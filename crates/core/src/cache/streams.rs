//! Streams of requests, the same digits everywhere: popularity after Zipf, a scan through it, a loop, favourites that change,
//! and all in turns.
//!
//! Zipf: rank k of n is asked for with weight k^(−skew). Drawn by inversion: SplitMix64, its upper 53 bits as a number u in
//! [0, 1), and the first rank whose running sum of weights exceeds u times the whole sum. Key = rank, counted from 0.
//! Source of the generator: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.

use crate::dist::SplitMix64;

/// How requests come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traffic {
    /// Each request for itself, popularity after Zipf.
    Zipf,
    /// Zipf, and after every three times as many requests as there are items, one pass over as many cold items.
    Scan,
    /// All items in turn, again and again.
    Loop,
    /// Zipf, but every ten requests a new key becomes the most popular and all others fall by one rank: news.
    Drift,
    /// Turns of as many requests as there are items: Zipf, a cold pass, Zipf, a loop over a fifth of the items.
    Mixed,
}

/// Requests after which favourites move on by one.
const DRIFT_EVERY: u64 = 10;

/// A stream of requests without end.
#[derive(Clone, Debug)]
pub struct Requests {
    traffic: Traffic,
    items: u32,
    running: Vec<f64>,
    skew: f64,
    draws: SplitMix64,
    at: u64,
}

impl Requests {
    /// The stream of a seed over `items` ≥ 1 items.
    pub fn new(traffic: Traffic, items: u32, skew: f64, seed: u64) -> Self {
        let items = items.max(1);
        let running = Vec::with_capacity(if traffic == Traffic::Loop { 0 } else { items as usize });
        Self { traffic, items, running, skew, draws: SplitMix64::new(seed), at: 0 }
    }

    /// Prepares some more of the table that ranks are drawn from, in `steps` steps; whether there is more to do. Asking for
    /// requests before the end finishes it.
    pub fn prepare(&mut self, steps: usize) -> bool {
        if self.traffic == Traffic::Loop {
            return false;
        }
        let mut sum = self.running.last().copied().unwrap_or(0.0);
        for k in self.running.len()..(self.running.len() + steps).min(self.items as usize) {
            sum += libm::pow((k + 1) as f64, -self.skew);
            self.running.push(sum);
        }
        self.running.len() < self.items as usize
    }

    /// Keys that can come in the first `requests` requests: all are below.
    pub fn keys(&self, requests: u64) -> usize {
        let items = self.items as usize;
        match self.traffic {
            Traffic::Zipf | Traffic::Loop => items,
            Traffic::Scan | Traffic::Mixed => 2 * items,
            Traffic::Drift => items + (requests / DRIFT_EVERY) as usize + 1,
        }
    }

    /// The next `count` requests, appended.
    pub fn draw(&mut self, count: u64, into: &mut Vec<u32>) {
        while self.prepare(1 << 16) {}
        into.extend((0..count).map(|_| self.next_key()));
    }

    fn next_key(&mut self) -> u32 {
        let n = u64::from(self.items);
        let at = self.at;
        self.at += 1;
        match self.traffic {
            Traffic::Zipf => self.rank(),
            Traffic::Loop => (at % n) as u32,
            Traffic::Scan => match at % (4 * n) {
                turn if turn < 3 * n => self.rank(),
                turn => self.items + (turn - 3 * n) as u32,
            },
            Traffic::Drift => {
                // The newest key is the most popular.
                let rank = self.rank();
                let newest = self.items - 1 + (at / DRIFT_EVERY) as u32;
                newest - rank
            }
            Traffic::Mixed => match (at / n % 4, at % n) {
                (0 | 2, _) => self.rank(),
                (1, turn) => self.items + turn as u32,
                (_, turn) => (turn % n.div_ceil(5)) as u32,
            },
        }
    }

    fn rank(&mut self) -> u32 {
        let whole = self.running.last().copied().unwrap_or(1.0);
        let wanted = self.draws.unit() * whole;
        self.running.partition_point(|sum| *sum <= wanted).min(self.items as usize - 1) as u32
    }
}
