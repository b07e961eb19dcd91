//! Times the reading of large files, from bytes to percentiles. `script/bench-files` runs it, and measures its memory.
//!
//! `cargo run -q --release -p explorer-core --example import_speed -- write <folder>` writes the files, and with the name of a
//! file it reads that one; `keys <file>` reads it as keys.
#![allow(clippy::disallowed_methods, reason = "a stopwatch needs a clock; the model does not")]

use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::time::Instant;

use explorer_core::import::Importer;
use explorer_core::import::keys::{Accesses, KeyReader};
use explorer_core::stats::Definition;

/// Slices as a page reads them from a file.
const SLICE: usize = 1 << 20;

/// Bytes of the large files.
const LARGE: u64 = 200_000_000;

fn slices(name: &str, mut take: impl FnMut(&[u8])) {
    let mut file = File::open(name).expect("the file opens");
    let mut slice = vec![0; SLICE];
    loop {
        let length = file.read(&mut slice).expect("the file reads");
        if length == 0 {
            return;
        }
        take(&slice[..length]);
    }
}

fn read(name: &str) -> String {
    let mut importer = Importer::new(name);
    slices(name, |slice| importer.push(slice));
    match importer.finish() {
        Ok(found) => {
            let p99 = found.sample.quantile(0.99, Definition::Type7);
            format!("{}, p99 {p99:.3} ms", found.took())
        }
        Err(error) => error.to_string(),
    }
}

fn keys(name: &str) -> String {
    let (mut reader, mut accesses) = (KeyReader::new(name), Accesses::default());
    slices(name, |slice| reader.push(slice, |key| accesses.record(key)));
    match reader.finish(|key| accesses.record(key)) {
        Ok(found) => format!("{}, {} different", found.took(), accesses.distinct()),
        Err(error) => error.to_string(),
    }
}

/// Writes pieces until `most` bytes, or `count` of them, are there.
fn fill(folder: &Path, name: &str, most: u64, count: u64, mut piece: impl FnMut(u64, f64) -> String) {
    let mut file = BufWriter::new(File::create(folder.join(name)).expect("the file can be made"));
    let (mut state, mut bytes) = (7_u64, 0);
    for i in 0..count {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let text = piece(i, libm::exp((state >> 11) as f64 / (1_u64 << 53) as f64 * 9.0));
        bytes += text.len() as u64;
        if bytes > most {
            break;
        }
        file.write_all(text.as_bytes()).expect("the file can be written");
    }
}

fn write(folder: &Path) {
    let all = u64::MAX;
    fill(folder, "numbers.txt", all, 10_000_000, |_, v| format!("{v:.3}\n"));
    fill(folder, "units.txt", all, 10_000_000, |_, v| format!("{v:.2} ms\n"));
    fill(folder, "keys.txt", all, 10_000_000, |i, v| format!("user:{}\n", (v * 100.0) as u64 + i % 7));
    fill(folder, "own-keys.txt", all, 10_000_000, |i, _| format!("user:{i}\n"));
    fill(folder, "table.csv", LARGE, all, |i, v| match i {
        0 => "timestamp,status,latency_ms,path\n".into(),
        _ => format!("{},{},{v:.4},/some/path/{}\n", 1_700_000_000 + i / 100, 200 + i % 5, i % 90),
    });
    fill(folder, "vegeta.ndjson", LARGE, all, |i, v| {
        format!(
            "{{\"attack\":\"\",\"seq\":{i},\"code\":200,\"timestamp\":\"2026-03-08T12:00:00.{:06}Z\",\"latency\":{:.0},\"bytes_out\":0,\"bytes_in\":512,\"error\":\"\"}}\n",
            i % 1_000_000,
            v * 1e6
        )
    });
    fill(folder, "one-line-list.txt", LARGE, all, |_, v| format!("{v:.3}, "));
    fill(folder, "one-line-array.json", LARGE, all, |i, v| format!("{}{v:.3}", if i == 0 { "[" } else { "," }));
    fill(folder, "one-line-words.txt", LARGE, all, |_, _| "nothing to see here ".into());
    fill(
        folder,
        "one-line-field.csv",
        LARGE,
        all,
        |i, _| if i == 0 { "latency,name\n5,".into() } else { "x".repeat(1000) },
    );
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let started = Instant::now();
    let says = match words[..] {
        ["write", folder] => {
            write(Path::new(folder));
            "written".into()
        }
        ["keys", name] => keys(name),
        [name] => read(name),
        _ => "import_speed write <folder> | <file> | keys <file>".into(),
    };
    println!("{:.2} s: {says}", started.elapsed().as_secs_f64());
}
