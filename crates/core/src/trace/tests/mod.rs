//! Spans, paths and stacks against published figures, second algorithms and hostile files.

mod deep;
mod formats;
mod formats_profiles;
mod hunts;
mod naive;
mod oracles;
mod written;

use super::{Builder, Raw, Trace};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// A trace of spans with names, times and the names of their parents.
fn trace(spans: &[(&str, i64, i64, &str)]) -> Trace {
    let mut built = Builder::default();
    for (name, start_ns, end_ns, parent) in spans {
        let id = |name: &str| name.bytes().fold(0_u128, |id, b| id << 8 | u128::from(b));
        let number = built.names.number(name);
        built
            .push(Raw {
                id: id(name),
                parent: id(parent),
                start_ns: *start_ns,
                end_ns: *end_ns,
                name: number,
                ..Raw::default()
            })
            .unwrap();
    }
    built.finish()
}

/// Where the first span of a name stands.
fn place(trace: &Trace, name: &str) -> usize {
    (0..trace.spans.len()).find(|place| trace.name(*place) == name).unwrap()
}

/// A random tree of spans with small whole times, some of them outside their parents, of no length, or side by side.
fn random_trace(seed: u64, most: u32, longest: i64) -> Trace {
    let mut draw = Pcg64Mcg::seed_from_u64(seed);
    let count = draw.random_range(1..=most);
    let mut spans: Vec<(i64, i64)> = Vec::new();
    let mut built = Builder::default();
    for i in 0..count {
        let parent = if i == 0 { 0 } else { draw.random_range(0..i) };
        let (start, end) = if i == 0 {
            (0, longest)
        } else {
            let (from, to) = spans[parent as usize];
            let slip = draw.random_range(0..10_u32);
            let (low, high) = if slip == 0 { (from - 3, to + 3) } else { (from, to) };
            let (a, b) = (draw.random_range(low..=high.max(low)), draw.random_range(low..=high.max(low)));
            (a.min(b), a.max(b))
        };
        spans.push((start, end));
        let name = built.names.number(&format!("n{}", draw.random_range(0..6_u32)));
        let parent = if i == 0 { 0 } else { u128::from(parent) + 1 };
        built
            .push(Raw { id: u128::from(i) + 1, parent, start_ns: start, end_ns: end, name, ..Raw::default() })
            .unwrap();
    }
    built.finish()
}
