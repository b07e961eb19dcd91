//! Times ten million durations from text to readouts, and a file of 200 MB in slices.
//!
//! `cargo run -q --release -p explorer-core --example import_speed`, or with the name of a file to read that one.
#![allow(clippy::disallowed_methods, reason = "a stopwatch needs a clock; the model does not")]

use std::io::Read;
use std::time::Instant;

use explorer_core::import::Importer;
use explorer_core::stats::Definition;

/// Reads one file in slices, never holding more of it than one.
fn read_file(name: &str) {
    let mut file = std::fs::File::open(name).expect("the file opens");
    let mut slice = vec![0; SLICE];
    let started = Instant::now();
    let mut importer = Importer::new(name);
    loop {
        let length = file.read(&mut slice).expect("the file reads");
        if length == 0 {
            break;
        }
        importer.push(&slice[..length]);
    }
    match importer.finish() {
        Ok(found) => println!(
            "{}: {} durations, {} bytes, {:.2} s",
            found.format.name(),
            found.sample.count(),
            found.bytes,
            started.elapsed().as_secs_f64()
        ),
        Err(error) => println!("{error}"),
    }
}

/// Slices as a page reads them from a file.
const SLICE: usize = 1 << 20;

fn main() {
    if let Some(name) = std::env::args().nth(1) {
        return read_file(&name);
    }
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        libm::exp((state >> 11) as f64 / (1_u64 << 53) as f64 * 9.0)
    };
    let mut column = String::new();
    let mut csv = String::from("timestamp,status,latency_ms,path\n");
    let mut units = String::new();
    let mut json = String::from("[");
    for i in 0..10_000_000_u32 {
        let value = next();
        column += &format!("{value:.3}\n");
        units += &format!("{value:.2} ms\n");
        json += &format!("{value},");
        if i < 5_000_000 {
            csv += &format!("{},200,{value:.4},/some/path/{}\n", 1_700_000_000 + i / 100, i % 100);
        }
    }
    json.pop();
    json.push(']');
    for (name, text) in [("column", column), ("with units", units), ("CSV", csv), ("JSON array", json)] {
        let started = Instant::now();
        let mut importer = Importer::new(name);
        text.as_bytes().chunks(SLICE).for_each(|slice| importer.push(slice));
        let found = importer.finish().expect("readable");
        let readouts: Vec<f64> = [0.5, 0.9, 0.95, 0.99, 0.999]
            .iter()
            .flat_map(|q| Definition::ALL.map(|d| found.sample.quantile(*q, d)))
            .collect();
        println!(
            "{name}: {} durations, {} MB, {:.2} s, exact {}, {} different, p99 {:.4} ms, fit {}",
            found.sample.count(),
            text.len() / 1_000_000,
            started.elapsed().as_secs_f64(),
            found.sample.exact,
            found.sample.distinct(),
            readouts[33],
            found.log.is_some(),
        );
    }
}
