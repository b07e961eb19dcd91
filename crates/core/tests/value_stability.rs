//! The same seed gives the same digits, on every platform and in every release that keeps its `v`.
//!
//! Golden numbers, committed; a browser computes the same list (`bench/wasm`). If one of these changes on purpose, every link with
//! simulated digits changes with it: raise `v` and say so.

use explorer_core::sim::fingerprints;

const GOLDEN: [(&str, u64); 17] = [
    ("M/M/1", 0x5502209691bf112f),
    ("M/M/4", 0xf0fcd6c0fa3d6710),
    ("M/M/64", 0x82d027acfcdc0080),
    ("M/D/1", 0x5a714a9222b66825),
    ("E/E/1", 0x2dea08dacc49d869),
    ("M/H/2", 0xb225ed930b71a940),
    ("M/lognormal/1", 0x74ec939d84ded0a7),
    ("M/Pareto/3", 0xa50f5f97f8aa6a1d),
    ("bursty/uniform/1", 0x29fca649768f60cf),
    ("D/empirical/1", 0xe58a07ea1d7d7a6c),
    ("last first", 0xb2f239f744c40f3f),
    ("shortest first", 0xd24f08acd7b38308),
    ("sharing", 0x8c731041939e67e2),
    ("priority", 0x2e2834b4117c12cb),
    ("preemption", 0x62f2751367860f04),
    ("M/M/2/5", 0xd0aef9f366fa7c8b),
    ("closed loop", 0x2a065b8962424889),
];

#[test]
fn the_digits_of_seeded_runs_are_those_of_the_last_release() {
    let found = fingerprints().expect("valid scenarios");
    // What to commit when a change is meant: shown when the test fails.
    found.iter().for_each(|(name, hash)| println!("    (\"{name}\", 0x{hash:016x}),"));
    assert_eq!(found, GOLDEN);
}

#[test]
fn a_second_computation_gives_the_same() {
    assert_eq!(fingerprints(), fingerprints());
}
