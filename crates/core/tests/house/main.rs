//! The one-way rule: a room of the core uses only rooms named before it.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

mod paths;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use paths::{Named, named};

/// The rooms in order: a room may use those before it. `lib.rs` names them in this order and `docs/house.md` says what each is for.
const ROOMS: &[&str] = &[
    "quantity",
    "source",
    "stats",
    "dist",
    "queueing",
    "network",
    "compression",
    "pipeline",
    "tails",
    "cost",
    "cache",
    "import",
    "trace",
    "sim",
    "elevator",
    "system",
    "chart",
    "job",
    "exercise",
    "topic",
    "url",
    "topics",
    "checks",
];

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|name| *name == room)
}

/// Every file below a folder, as a path relative to it.
fn files() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                into.push(path);
            }
        }
    }
    let mut all = Vec::new();
    walk(&source_root(), &mut all);
    all.into_iter()
        .map(|file| (file.strip_prefix(source_root()).unwrap().to_owned(), fs::read_to_string(&file).unwrap()))
        .collect()
}

/// The room that a file belongs to.
fn own_room(relative: &Path) -> String {
    relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// What a file of `own` names that comes after it, or is no room at all.
fn wrong(own: &str, relative: &Path, text: &str) -> Vec<String> {
    let at = |named: &Named| format!("{}:{}", relative.display(), named.line);
    let own_rank = rank(own).unwrap();
    named(relative, text)
        .into_iter()
        .filter(|used| used.room != own)
        .filter_map(|used| match rank(&used.room) {
            Some(rank) if rank < own_rank => None,
            Some(_) => Some(format!("{}: {own} uses {}, which comes after it", at(&used), used.room)),
            None => Some(format!("{}: {own} uses crate::{}, which is no room", at(&used), used.room)),
        })
        .collect()
}

#[test]
fn the_list_has_exactly_the_rooms_there_are() {
    let listed: BTreeSet<String> = ROOMS.iter().map(|room| (*room).to_owned()).collect();
    assert_eq!(listed.len(), ROOMS.len(), "a room twice");
    let there: BTreeSet<String> = fs::read_dir(source_root())
        .unwrap()
        .flatten()
        .map(|entry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "lib")
        .collect();
    assert_eq!(listed, there, "the list in tests/house/main.rs against the folders and files in src");
}

#[test]
fn the_crate_names_its_rooms_in_the_same_order() {
    let lib = fs::read_to_string(source_root().join("lib.rs")).unwrap();
    let named: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(named, ROOMS, "lib.rs");
}

#[test]
fn the_map_names_every_room_and_none_that_is_not_there() {
    let map = fs::read_to_string(source_root().join("../../../docs/house.md")).unwrap();
    let core = map.split("\ncrates/core ").nth(1).unwrap().split("\ncrates/").next().unwrap();
    let mut named = Vec::new();
    for line in core.lines().skip(1).filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        // Rooms stand before the first gap of two blanks, with dots between them.
        named.extend(line.trim().split("  ").next().unwrap().split(" · "));
    }
    assert_eq!(named, ROOMS, "docs/house.md, “Rooms”");
}

#[test]
fn rooms_use_only_rooms_before_them() {
    let mut found = Vec::new();
    for (relative, text) in files() {
        let own = own_room(&relative);
        if own != "lib" {
            found.extend(wrong(&own, &relative, &text));
        }
    }
    assert!(found.is_empty(), "a room uses a later room:\n{}", found.join("\n"));
}

/// The titles that a text gives to sources it writes out.
fn cited(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for block in text.split("Source {").skip(1).filter_map(|rest| rest.split('}').next()) {
        let field = |name: &str| block.split(name).nth(1)?.split('"').nth(1);
        if field("author:").is_some() {
            found.extend(field("title:").map(str::to_owned));
        }
    }
    found
}

#[test]
fn a_work_that_is_cited_twice_is_written_once() {
    let mut seen = BTreeSet::new();
    for (relative, text) in files() {
        let written: BTreeSet<String> = if relative.ends_with("source/books.rs") {
            text.split('"').skip(1).step_by(2).map(str::to_owned).filter(|words| words.contains(' ')).collect()
        } else {
            cited(&text).into_iter().collect()
        };
        for title in written {
            let again = !seen.insert(title.clone());
            assert!(!again, "{}: “{title}” stands elsewhere too: name it in source/books.rs", relative.display());
        }
    }
    assert!(seen.len() > 60, "{} titles were found: is this still how sources are written?", seen.len());
}

#[test]
fn a_source_written_out_is_seen() {
    let text =
        "Source { author: \"A\", title: \"One work\", as_of: \"1\", at: \"x\" }, Source { title: \"Two\", ..ONE }";
    assert_eq!(cited(text), ["One work"]);
}

#[test]
fn every_way_to_name_a_later_room_is_seen() {
    let sees = |file: &str, text: &str| wrong(&own_room(Path::new(file)), Path::new(file), text);
    for text in [
        "use crate::sim::Engine;",
        "use crate::{quantity::Unit, sim};",
        "use crate::{quantity::{self, Unit},\n    sim::{Engine, twins}};",
        "pub(crate) use crate::sim as engine;",
        "fn f(x: &crate::sim::Engine) {}",
        "fn f() { let x = [1]; crate :: sim::run(x[0]) }",
        "use super::super::sim::Engine;",
        "use super::{super::sim};",
        "mod tests { use super::super::super::sim; }",
        "const A: &str = \"// \"; use crate::sim;",
        "const A: char = '\"'; use crate::sim;",
        "const A: &str = r#\"a \" b\"#; use crate::sim;",
        "use crate::*;",
    ] {
        assert!(!sees("stats/batch.rs", text).is_empty(), "{text}");
    }
    for text in [
        "use crate::quantity::Unit;",
        "use super::summary::Summary;",
        "use super::super::quantity;",
        "use self::inner::Thing;",
        "mod tests { use super::*; use super::super::summary; }",
        "mod one { } use super::super::quantity;",
        "// use crate::sim;",
        "/* use crate::sim; /* */ use crate::sim; */",
        "const A: &str = \"use crate::sim;\";",
        "pub(crate) fn sim(crate_sim: u32) {}",
        "fn f<'a>(x: &'a str) -> &'a str { x }",
    ] {
        assert_eq!(sees("stats/batch.rs", text), Vec::<String>::new(), "{text}");
    }
    // What is above the crate's root of a file that is a room by itself, and of a folder's `mod.rs`.
    assert_eq!(sees("source.rs", "use super::sim;").len(), 1);
    assert_eq!(sees("stats/mod.rs", "use super::sim;\nuse super::quantity;").len(), 1);
    assert_eq!(sees("stats/mod.rs", "\n\nuse super::sim;"), ["stats/mod.rs:3: stats uses sim, which comes after it"]);
    assert_eq!(
        sees("stats/mod.rs", "use crate::storage;"),
        ["stats/mod.rs:1: stats uses crate::storage, which is no room"]
    );
}
