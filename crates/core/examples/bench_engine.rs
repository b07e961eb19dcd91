//! Races the engine and the fast roads against bare ones in the same process, and shows the cost of an event as the list grows.
//!
//! `cargo run --release -p explorer-core --example bench_engine [rounds] [customers]` prints one JSON object: for each racer its
//! millions of customers (or events) a second, a number a round, rounds interleaved; and the fingerprints of seeded runs.
//! `script/bench` joins it with the figures of the browser and of SimPy.

#[path = "../../../bench/bare.rs"]
mod bare;
#[path = "../../../bench/racers.rs"]
mod racers;

use std::time::Instant;

/// The clock is the bench's own; the model has none.
#[allow(clippy::disallowed_methods)]
fn now() -> Instant {
    Instant::now()
}

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|argument| argument.parse::<u64>().ok());
    let rounds = arguments.next().unwrap_or(7);
    let customers = arguments.next().unwrap_or(2_000_000);
    let names = racers::NAMES;
    let mut millions = vec![Vec::new(); names.len()];
    for round in 0..rounds {
        for (racer, speeds) in millions.iter_mut().enumerate() {
            let begun = now();
            let done = racers::run(racer, customers, round);
            assert!(done > 0.0, "a racer that did nothing");
            speeds.push(racers::work(racer, customers) / begun.elapsed().as_secs_f64() / 1e6);
        }
    }
    let lists: Vec<String> =
        names.iter().zip(&millions).map(|(name, speeds)| format!("\"{name}\":{speeds:.3?}")).collect();
    let prints: String = explorer_core::sim::fingerprints()
        .expect("valid scenarios")
        .iter()
        .map(|(name, hash)| format!("{name} 0x{hash:016x}\\n"))
        .collect();
    println!("{{\"fingerprints\":\"{prints}\",\"millions\":{{{}}}}}", lists.join(","));
}
