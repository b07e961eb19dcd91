//! The same seed gives the same digits, on every platform and in every release that keeps its `v`.
//!
//! Golden numbers, committed; a browser computes the same list (`bench/wasm`). If one of these changes on purpose, every link with
//! simulated digits changes with it: raise `v` and say so.

use explorer_core::sim::fingerprints;

const GOLDEN: [(&str, u64); 17] = [
    ("M/M/1", 0x8ffb0c0091a5c68c),
    ("M/M/4", 0x41f7086d671febec),
    ("M/M/64", 0xfd7d39b709908291),
    ("M/D/1", 0x313d80a648acf35a),
    ("E/E/1", 0x7a604210a6e5702b),
    ("M/H/2", 0x944121e955747ffc),
    ("M/lognormal/1", 0x9cb83645d8858174),
    ("M/Pareto/3", 0xffc3a488c9961666),
    ("bursty/uniform/1", 0x25312f05bd01cf04),
    ("D/empirical/1", 0x5fbabfc3783934ba),
    ("last first", 0xa851efe06462c132),
    ("shortest first", 0x0cb5d8ab2419cb28),
    ("sharing", 0xeb2560aeec9c95da),
    ("priority", 0xc9b7c0dad03c00ae),
    ("preemption", 0xf382f8d2475da70a),
    ("M/M/2/5", 0x87a39b6543214e43),
    ("closed loop", 0x7ac307eedcdc60d7),
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
