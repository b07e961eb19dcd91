//! The engine, the fast roads and their bare opponents, callable from a page.

#[path = "../../bare.rs"]
mod bare;
mod chart;
#[path = "../../racers.rs"]
mod racers;

use wasm_bindgen::prelude::wasm_bindgen;

/// The racers' names, joined by commas, in the order of their numbers.
#[wasm_bindgen]
pub fn names() -> String {
    racers::NAMES.join(",")
}

/// Runs racer number `racer` over `customers` customers.
#[wasm_bindgen]
pub fn run(racer: usize, customers: f64, seed: f64) -> f64 {
    racers::run(racer, customers as u64, seed as u64)
}

/// How many customers (or events) that is.
#[wasm_bindgen]
pub fn work(racer: usize, customers: f64) -> f64 {
    racers::work(racer, customers as u64)
}

/// The fingerprints of the seeded runs, one "name 0x…" a line: to be held against those of `tests/value_stability.rs`.
#[wasm_bindgen]
pub fn fingerprints() -> String {
    let found = explorer_core::sim::fingerprints().unwrap_or_default();
    found.iter().map(|(name, hash)| format!("{name} 0x{hash:016x}\n")).collect()
}
