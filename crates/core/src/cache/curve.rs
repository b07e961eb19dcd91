//! Everything at once, in slices: all policies side by side at one size, and the hits of each at many sizes. The reader's own
//! policy comes first and is served while the stream is drawn, so that something is known at once.
//!
//! LRU's whole curve comes from stack distances. The other policies have no such shortcut and are run at some sizes; on long
//! streams of many keys only samples of the keys are ([`super::sampling`]).

use super::policy::{Kind, Policy};
use super::sampling::{Estimate, combine, corrected, sample_of};
use super::stack::StackDistances;
use super::streams::Requests;

/// Requests up to which no policy is sampled.
const EXACT_REQUESTS: u64 = 1_000_000;
/// Requests up to which many sizes are run.
const MANY_SIZES: u64 = 200_000;
/// Requests of a sample, about.
const SAMPLE_REQUESTS: u64 = 250_000;
/// Fewest keys of a sample, on average.
const SAMPLE_KEYS: u64 = 1000;
/// Disjoint samples that are run.
const SAMPLES: u32 = 5;
/// Fewest items of a cache on a sample.
const FEWEST_ITEMS: u64 = 10;
/// Requests between two looks at the clock of whoever asks for a slice.
const CHUNK: u64 = 4096;
/// Stretches of the stream whose hit shares are kept.
pub const STRETCHES: usize = 50;

/// Where the keys are from.
enum From {
    Drawn(Requests),
    Given,
}

/// One run of one policy over one stream.
struct Pass {
    kind: Kind,
    capacity: u64,
    /// Which stream: 0 for all keys, else a sample.
    stream: usize,
    hits: u64,
    at: usize,
}

/// One stream, its keys numbered from 0.
#[derive(Default)]
struct Stream {
    keys: Vec<u32>,
    distinct: usize,
}

/// Hit share of one policy at one size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtSize {
    /// Items.
    pub capacity: u64,
    /// The hit share; its interval is 0 wide where nothing was sampled.
    pub estimate: Estimate,
}

/// The whole study.
pub struct Study {
    from: From,
    requests: u64,
    capacity: u64,
    streams: Vec<Stream>,
    parts: u32,
    stack: Option<StackDistances>,
    stack_at: usize,
    passes: Vec<Pass>,
    running: Option<Box<dyn Policy + Send>>,
    pass: usize,
    /// For each kind at the reader's size, hits in each stretch.
    stretches: Vec<Vec<u64>>,
    done: u64,
}

/// Hits of a policy among the requests it was served so far.
#[derive(Clone, Debug, PartialEq)]
pub struct SoFar {
    /// Hits.
    pub hits: u64,
    /// Requests.
    pub requests: u64,
    /// Hit shares of the stretches of the stream that are over.
    pub stretches: Vec<f64>,
}

impl Study {
    /// Of a drawn stream.
    pub fn drawn(stream: Requests, requests: u64, capacity: u64, first: Kind) -> Self {
        let keys = stream.keys(requests);
        let whole = Stream { keys: Vec::with_capacity(requests as usize), distinct: keys };
        Self::new(From::Drawn(stream), whole, (requests, capacity), first)
    }

    /// Of given keys, all below `distinct`.
    pub fn given(keys: Vec<u32>, distinct: usize, capacity: u64, first: Kind) -> Self {
        let requests = keys.len() as u64;
        Self::new(From::Given, Stream { keys, distinct }, (requests, capacity), first)
    }

    fn new(from: From, whole: Stream, (requests, capacity): (u64, u64), first: Kind) -> Self {
        let keys = whole.distinct as u64;
        let parts =
            if requests <= EXACT_REQUESTS { 1 } else { (requests / SAMPLE_REQUESTS).min(keys / SAMPLE_KEYS).max(1) };
        // Who looks into the future has to wait until it is drawn.
        let mut order = Kind::ALL.to_vec();
        order.sort_by_key(|kind| (*kind != first || *kind == Kind::Belady, *kind != Kind::Lru));
        let mut passes: Vec<Pass> =
            order.into_iter().map(|kind| Pass { kind, capacity, stream: 0, hits: 0, at: 0 }).collect();
        let samples = if parts == 1 { 0..=0 } else { 1..=SAMPLES.min(parts as u32) as usize };
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Lru) {
            for capacity in sizes_for(requests, keys).into_iter().filter(|c| parts == 1 || c / parts >= FEWEST_ITEMS) {
                passes.extend(samples.clone().map(|stream| Pass { kind, capacity, stream, hits: 0, at: 0 }));
            }
        }
        Self {
            from,
            requests,
            capacity,
            streams: vec![whole],
            parts: parts as u32,
            stack: None,
            stack_at: 0,
            passes,
            running: None,
            pass: 0,
            stretches: vec![vec![0; STRETCHES]; Kind::ALL.len()],
            done: 0,
        }
    }

    /// Steps to the end: requests served, about, over all passes.
    pub fn target(&self) -> u64 {
        // Drawing is not counted: it goes along with the first pass.
        self.requests + self.passes.iter().map(|pass| self.cost(pass)).sum::<u64>()
    }

    /// Steps done.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Requests of the stream.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// One of so many keys is in a sample; 1 where nothing is sampled.
    pub fn one_key_of(&self) -> u32 {
        self.parts
    }

    /// What a pass counts in steps.
    fn cost(&self, pass: &Pass) -> u64 {
        if pass.stream == 0 { self.requests } else { (self.requests / u64::from(self.parts)).max(1) }
    }

    /// Does some more; the same digits however it is cut.
    pub fn advance(&mut self, steps: u64) {
        let until = (self.done + steps).min(self.target());
        while self.done < until {
            let some = CHUNK.min(until - self.done);
            let did = match self.pass {
                0 => self.draw(some).or_else(|| self.run_policy(some)),
                _ => self.measure_distances(some).or_else(|| self.run_policy(some)),
            };
            match did {
                Some(did) => self.done += did,
                None => break,
            }
        }
    }

    /// Draws as many requests as the first pass is about to serve; `None`, so that it then does.
    fn draw(&mut self, some: u64) -> Option<u64> {
        if let From::Drawn(stream) = &mut self.from {
            let whole = &mut self.streams[0].keys;
            let wanted = (self.passes[0].at as u64 + some).min(self.requests);
            stream.draw(wanted.saturating_sub(whole.len() as u64), whole);
        }
        None
    }

    fn measure_distances(&mut self, some: u64) -> Option<u64> {
        let whole = &self.streams[0];
        let to = (self.stack_at + some as usize).min(whole.keys.len());
        if to == self.stack_at {
            return None;
        }
        let stack = self.stack.get_or_insert_with(|| StackDistances::new(whole.distinct));
        stack.serve(&whole.keys[self.stack_at..to]);
        let did = to - self.stack_at;
        self.stack_at = to;
        Some(did as u64)
    }

    fn run_policy(&mut self, some: u64) -> Option<u64> {
        if self.pass >= self.passes.len() {
            return None;
        }
        self.take_samples();
        let cost = self.cost(&self.passes[self.pass]);
        let pass = &mut self.passes[self.pass];
        let stream = &self.streams[pass.stream];
        let capacity = if pass.stream == 0 { pass.capacity } else { pass.capacity / u64::from(self.parts) };
        let policy =
            self.running.get_or_insert_with(|| pass.kind.cache(capacity as usize, stream.distinct, &stream.keys));
        let all = if pass.stream == 0 { self.requests as usize } else { stream.keys.len() };
        // Steps and requests are the same on the whole stream; on a sample, as near as its size comes to what was foreseen.
        let done = pass.at as u64;
        let did = some.min(cost - done);
        let place = |steps: u64| (u128::from(steps) * all as u128 / u128::from(cost)) as usize;
        let (mut from, to) = (place(done), place(done + did));
        if self.pass < Kind::ALL.len() {
            while from < to {
                let stretch = from * STRETCHES / all;
                let end = ((stretch + 1) * all).div_ceil(STRETCHES).min(to);
                let hits = policy.serve(&stream.keys[from..end]);
                self.stretches[self.pass][stretch] += hits;
                pass.hits += hits;
                from = end;
            }
        } else {
            pass.hits += policy.serve(&stream.keys[from..to]);
        }
        pass.at += did as usize;
        if pass.at as u64 == cost {
            self.running = None;
            self.pass += 1;
        }
        Some(did)
    }

    /// Splits samples off, once all keys are known.
    fn take_samples(&mut self) {
        if self.parts == 1 || self.streams.len() > 1 || self.pass < Kind::ALL.len() {
            return;
        }
        let samples = SAMPLES.min(self.parts) as usize;
        let mut streams: Vec<Stream> = (0..samples).map(|_| Stream::default()).collect();
        let mut names = vec![u32::MAX; self.streams[0].distinct];
        for &key in &self.streams[0].keys {
            let sample = sample_of(key, self.parts) as usize;
            if let Some(stream) = streams.get_mut(sample) {
                let name = &mut names[key as usize];
                if *name == u32::MAX {
                    *name = stream.distinct as u32;
                    stream.distinct += 1;
                }
                stream.keys.push(*name);
            }
        }
        self.streams.extend(streams);
    }

    /// What a policy has come to at the reader's size; nothing before it has begun.
    pub fn so_far(&self, kind: Kind) -> Option<SoFar> {
        let at = self.passes.iter().position(|pass| pass.kind == kind && pass.stream == 0)?;
        let pass = &self.passes[at];
        let bound = |i: usize| (i * self.requests as usize).div_ceil(STRETCHES);
        let over = (0..STRETCHES).filter(|i| bound(i + 1) > bound(*i) && bound(i + 1) <= pass.at);
        let share = |i: usize| self.stretches[at][i] as f64 / (bound(i + 1) - bound(i)) as f64;
        let found = || SoFar { hits: pass.hits, requests: pass.at as u64, stretches: over.map(share).collect() };
        (pass.at > 0).then(found)
    }

    /// Hits of a policy at the reader's size, once all requests are served.
    pub fn hits(&self, kind: Kind) -> Option<u64> {
        self.so_far(kind).filter(|found| found.requests == self.requests).map(|found| found.hits)
    }

    /// Different keys, once known.
    pub fn distinct(&self) -> Option<u64> {
        self.stack.as_ref().filter(|_| self.stack_at as u64 == self.requests).map(StackDistances::distinct)
    }

    /// LRU's hit shares at these sizes, which rise; once known.
    pub fn lru(&self, capacities: &[u64]) -> Option<Vec<f64>> {
        self.distinct()?;
        let hits = self.stack.as_ref()?.hits_of(capacities);
        Some(hits.into_iter().map(|hits| hits as f64 / self.requests as f64).collect())
    }

    /// Hit shares of a policy other than LRU at some sizes, rising; those not known yet left out.
    pub fn curve(&self, kind: Kind) -> Vec<AtSize> {
        let mut found: Vec<AtSize> = Vec::new();
        let mut estimates: Vec<f64> = Vec::new();
        for (at, pass) in self.passes.iter().enumerate().filter(|(_, pass)| pass.kind == kind) {
            if at >= self.pass {
                break;
            }
            if pass.stream == 0 {
                let share = pass.hits as f64 / self.requests as f64;
                found.push(AtSize { capacity: pass.capacity, estimate: Estimate { share, half_width: 0.0 } });
                continue;
            }
            let requests = self.streams[pass.stream].keys.len() as u64;
            estimates.push(corrected(pass.hits, requests, self.requests, 1.0 / f64::from(self.parts)));
            if pass.stream == self.streams.len() - 1 {
                found.push(AtSize { capacity: pass.capacity, estimate: combine(&estimates) });
                estimates.clear();
            }
        }
        found.sort_by_key(|at| at.capacity);
        found.dedup_by_key(|at| at.capacity);
        found
    }

    /// The reader's size.
    pub fn capacity(&self) -> u64 {
        self.capacity
    }
}

/// Sizes at which policies are run: four a decade below the number of keys, at most nine; on a long stream two, at most five.
pub fn sizes_for(requests: u64, keys: u64) -> Vec<u64> {
    let (a_decade, most) = if requests <= MANY_SIZES { (4, 9) } else { (2, 5) };
    let size = |i: i32| libm::round(keys as f64 * libm::pow(10.0, -f64::from(i) / f64::from(a_decade))) as u64;
    let mut sizes: Vec<u64> = (1..=most).rev().map(size).filter(|size| *size >= 1 && *size < keys).collect();
    sizes.dedup();
    sizes
}
