//! How many requests a second pass through each policy, and how long LRU's whole curve takes.
//!
//! `cargo run --release -p explorer-core --example bench_cache [items] [requests]` (a million and ten millions unless told).
//! The stream is Zipf with skew 1 and is drawn beforehand; the cache holds a tenth of the items; the best of three runs counts.

// An example has a clock: it measures.
#![allow(clippy::disallowed_methods)]

use explorer_core::cache::stack::StackDistances;
use explorer_core::cache::{Kind, Requests, Traffic};
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|a| a.parse::<u64>().ok());
    let (items, requests) = (arguments.next().unwrap_or(1_000_000), arguments.next().unwrap_or(10_000_000));
    let mut stream = Vec::new();
    let mut source = Requests::new(Traffic::Zipf, items as u32, 1.0, 42);
    source.draw(requests, &mut stream);
    let keys = source.keys(requests);
    println!("{items} items, {requests} requests, capacity {}", items / 10);
    for kind in Kind::ALL {
        let run = || {
            let mut cache = kind.cache((items / 10) as usize, keys, &stream);
            let begins = Instant::now();
            let hits = cache.serve(&stream);
            (begins.elapsed().as_secs_f64(), hits)
        };
        let runs = [run(), run(), run()];
        let secs = runs.iter().map(|r| r.0).fold(f64::INFINITY, f64::min);
        println!("{:12} {:6.1} M requests/s, {} hits", kind.name(), requests as f64 / secs / 1e6, runs[0].1);
    }
    let begins = Instant::now();
    let mut stack = StackDistances::new(keys);
    stack.serve(&stream);
    let hits = stack.hits(items / 10);
    println!("whole LRU curve {:6.2} s, {hits} hits at the capacity", begins.elapsed().as_secs_f64());
}
