//! Turns lessons and teacher notes from Markdown into HTML, so that no Markdown reader travels to the browser.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    // The splitter needs the linker's notes on what refers to what.
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let lessons = read_all("crates/core/src/topics", |folder| folder.join("lesson.md"));
    let notes = read_all("docs/classroom", |file| file.to_path_buf());
    let mut code = String::new();
    // A module a topic, so that its words travel with the part of the program that shows them.
    for (slug, lesson) in &lessons {
        let notes = notes.iter().find(|(s, _)| s == slug).map_or("", |(_, html)| html);
        let name = slug.replace('-', "_");
        let _ = writeln!(
            code,
            "pub mod {name} {{ pub static LESSON: &str = {lesson:?}; pub static CLASSROOM: &str = {notes:?}; }}"
        );
    }
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("words.rs"), code).expect("OUT_DIR can be written");
}

/// Slug and HTML of every Markdown file that `file_of` finds for the entries of a folder.
fn read_all(folder: &str, file_of: impl Fn(&Path) -> std::path::PathBuf) -> Vec<(String, String)> {
    println!("cargo::rerun-if-changed={folder}");
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<_> = entries
        .flatten()
        .filter_map(|entry| {
            let file = file_of(&entry.path());
            let markdown = fs::read_to_string(&file).ok()?;
            println!("cargo::rerun-if-changed={}", file.display());
            let slug = entry.path().file_stem()?.to_str()?.to_owned();
            let mut html = String::new();
            pulldown_cmark::html::push_html(&mut html, parser(&markdown));
            let html = html.replace("<th></th>", "<td></td>"); // an empty heading would head nothing
            Some((slug, html))
        })
        .collect();
    found.sort();
    found
}

fn parser(markdown: &str) -> pulldown_cmark::Parser<'_> {
    pulldown_cmark::Parser::new_ext(markdown, pulldown_cmark::Options::ENABLE_TABLES)
}
