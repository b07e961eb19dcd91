//! The one-way rule: a room of the core uses only rooms named before it.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in order. A room may use those of earlier lines, and those before it on its own line.
/// This list is the map: `docs/house.md` says what each is for.
const ROOMS: &[&[&str]] = &[
    &["quantity", "source"],
    &["stats", "dist"],
    &["queueing", "network", "compression", "storage", "pipeline", "cost", "tails", "trace", "import"],
    &["sim"],
    &["chart", "job"],
    &["exercise"],
    &["topic"],
    &["url"],
    &["topics"],
    &["checks"],
];

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|line| line.contains(&room))
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// Rooms named as `crate::room` in a line of code.
fn named(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or("");
    code.split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

#[test]
fn every_room_is_on_the_list() {
    for entry in fs::read_dir(source_root()).unwrap().flatten() {
        let path = entry.path();
        let room = path.file_stem().unwrap().to_str().unwrap();
        assert!(room == "lib" || rank(room).is_some(), "{room} is missing from the list in tests/house.rs");
    }
    let lib = fs::read_to_string(source_root().join("lib.rs")).unwrap();
    for line in lib.lines().filter_map(|l| l.strip_prefix("pub mod ")) {
        let room = line.split(';').next().unwrap();
        assert!(rank(room).is_some(), "{room} is missing from the list in tests/house.rs");
    }
}

#[test]
fn rooms_use_only_rooms_before_them() {
    let mut all = Vec::new();
    files(&source_root(), &mut all);
    let mut wrong = Vec::new();
    for file in all {
        let relative = file.strip_prefix(source_root()).unwrap().to_owned();
        let own = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        let Some(own_rank) = rank(&own) else { continue };
        for (number, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            for used in named(line) {
                if used != own && rank(&used).is_some_and(|used_rank| used_rank > own_rank) {
                    wrong.push(format!("{}:{}: {own} uses {used}", relative.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "a room uses a later room:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_one_list_matches_over_topics() {
    // Elsewhere a topic's slug in code would be a hidden second list.
    let mut all = Vec::new();
    files(&source_root(), &mut all);
    for file in all {
        let relative = file.strip_prefix(source_root()).unwrap().to_owned();
        if relative.starts_with("topics") || relative.starts_with("checks") {
            continue;
        }
        for (number, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            assert!(
                !code.contains("topics::") || code.contains("tests"),
                "{}:{} names a topic",
                relative.display(),
                number + 1
            );
        }
    }
}

#[test]
fn the_list_sees_a_room_in_a_line_of_code() {
    assert_eq!(named("use crate::sim::{Engine}; // crate::chart"), ["sim"]);
    assert_eq!(named("fn f(x: crate::quantity::Unit, y: crate::stats::Summary) {}"), ["quantity", "stats"]);
}
