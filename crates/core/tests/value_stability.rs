//! The same seed gives the same digits, on every platform and in every release that keeps its `v`.
//!
//! Golden numbers, committed; a browser computes the same list (`bench/wasm`). If one of these changes on purpose, every link with
//! simulated digits changes with it: raise `v` and say so.

use explorer_core::sim::fingerprints;

const GOLDEN: [(&str, u64); 17] = [
    ("M/M/1", 0xd082ea7d5f33b9f2),
    ("M/M/4", 0xc7ae5c5f8dc6aa20),
    ("M/M/64", 0xd2a2d2ac49e78a27),
    ("M/D/1", 0x9f4e7de4f47c8045),
    ("E/E/1", 0xcf15424fc2dbead9),
    ("M/H/2", 0xb2d4430311864958),
    ("M/lognormal/1", 0x0d9e192d097e81b2),
    ("M/Pareto/3", 0xb7dd26c74b02009f),
    ("bursty/uniform/1", 0x9ca38e59873600b6),
    ("D/empirical/1", 0x979749ad3f8d7e4e),
    ("last first", 0x3584f4296c700bbd),
    ("shortest first", 0x96b1a42895fc37dd),
    ("sharing", 0x8c731041939e67e2),
    ("priority", 0xc44bac1ceff7334b),
    ("preemption", 0x6799d7f4faa95e59),
    ("M/M/2/5", 0x2936d7b398bac703),
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
