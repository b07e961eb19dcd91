//! No circle of imports: the app's own files, as their `use` lines tell. In every form: one path, braces, groups within groups,
//! renamed, on several lines, and paths named where they are used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

type Graph = BTreeMap<String, BTreeSet<String>>;

/// All source files below a folder, as the module each is.
fn modules(folder: &Path, path: &str, found: &mut BTreeMap<String, String>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).expect("the folder is there").map(|e| e.expect("readable").path()).collect();
    entries.sort();
    for entry in entries {
        let stem = entry.file_stem().and_then(|s| s.to_str()).expect("a name").to_owned();
        let module = if path.is_empty() { stem.clone() } else { format!("{path}::{stem}") };
        if entry.is_dir() {
            modules(&entry, &module, found);
        } else if entry.extension().is_some_and(|e| e == "rs") {
            let module = if stem == "mod" { path.to_owned() } else { module };
            found.insert(module, fs::read_to_string(&entry).expect("readable"));
        }
    }
}

/// Without comments, texts and test modules.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Every path after `crate::` or `super::` in a text, groups spelled out, relative to the crate. `at` is the module it stands in.
fn named(text: &str, at: &str) -> BTreeSet<String> {
    let text = code(text);
    let mut found = BTreeSet::new();
    for (start, root) in ["crate::", "super::", "self::"].iter().flat_map(|root| {
        let all: Vec<_> = text.match_indices(root).map(|(start, _)| (start, *root)).collect();
        all
    }) {
        let before = text[..start].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '$') {
            continue;
        }
        let mut base: Vec<&str> = match root {
            "crate::" => Vec::new(),
            "self::" => at.split("::").collect(),
            _ => {
                let mut base: Vec<_> = at.split("::").collect();
                base.pop();
                base
            }
        };
        let mut rest = &text[start + root.len()..];
        while let Some(further) = rest.strip_prefix("super::") {
            base.pop();
            rest = further;
        }
        spell(rest, &base.join("::"), &mut found);
    }
    found
}

/// Spells out what follows a path: a name, or a group in braces. Returns what is left.
fn spell<'a>(text: &'a str, base: &str, found: &mut BTreeSet<String>) -> &'a str {
    let text = text.trim_start();
    let join = |name: &str| if base.is_empty() { name.to_owned() } else { format!("{base}::{name}") };
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start_matches([' ', '\n', ',']);
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            if rest.is_empty() {
                return rest;
            }
            rest = spell(rest, base, found);
            // A renaming: the new name is of no interest.
            if let Some(after) = rest.trim_start().strip_prefix("as ") {
                rest = after.trim_start().trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
            }
        }
    }
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '*')).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    match rest.strip_prefix("::") {
        Some(further) => spell(further, &join(name), found),
        None => {
            found.insert(if name == "self" || name == "*" { base.to_owned() } else { join(name) });
            if rest.is_empty() {
                rest
            } else if end == 0 {
                &rest[rest.chars().next().map_or(0, char::len_utf8)..]
            } else {
                rest
            }
        }
    }
}

/// Which file uses which. A folder and what lies in it are of one piece: they may name each other.
fn graph(files: &BTreeMap<String, String>) -> Graph {
    let mut graph = Graph::new();
    for (module, text) in files {
        let uses = named(text, module).into_iter().filter_map(|path| {
            let mut path = path.as_str();
            while !files.contains_key(path) {
                path = path.rsplit_once("::")?.0;
            }
            Some(path.to_owned())
        });
        let is_kin = |other: &String| {
            other == module || other.starts_with(&format!("{module}::")) || module.starts_with(&format!("{other}::"))
        };
        graph.insert(module.clone(), uses.filter(|other| !is_kin(other)).collect());
    }
    graph
}

/// The same between rooms: the folders and files right below `src`.
fn rooms(graph: &Graph) -> Graph {
    let room = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
    let mut rooms = Graph::new();
    for (module, uses) in graph {
        let own = room(module);
        let others: Vec<_> = uses.iter().map(|other| room(other)).filter(|other| *other != own).collect();
        rooms.entry(own).or_default().extend(others);
    }
    rooms
}

/// A circle, as a way that ends where it began.
fn circle(graph: &Graph) -> Option<Vec<String>> {
    fn walk(at: &str, graph: &Graph, way: &mut Vec<String>, done: &mut BTreeSet<String>) -> Option<Vec<String>> {
        if let Some(from) = way.iter().position(|step| step == at) {
            return Some(way[from..].iter().cloned().chain([at.to_owned()]).collect());
        }
        if !done.insert(at.to_owned()) {
            return None;
        }
        way.push(at.to_owned());
        let found = graph.get(at).into_iter().flatten().find_map(|next| walk(next, graph, way, done));
        way.pop();
        found
    }
    let mut done = BTreeSet::new();
    graph.keys().find_map(|start| walk(start, graph, &mut Vec::new(), &mut done))
}

fn source() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    modules(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files);
    files
}

#[test]
fn no_file_and_no_room_of_the_app_uses_what_uses_it() {
    let graph = graph(&source());
    assert!(
        graph.len() > 60 && graph["page"].contains("state") && graph["ui::walk"].contains("web::page"),
        "{graph:?}"
    );
    assert_eq!(circle(&graph), None);
    assert_eq!(circle(&rooms(&graph)), None);
}

#[test]
fn a_circle_is_found_in_every_form_of_import() {
    let forms = [
        "use crate::b;",
        "use crate::b::Thing;",
        "pub use crate::b::*;",
        "use crate::{\n    b::{self, Thing},\n    c,\n};",
        "use crate::{c, d::e, b as other};",
        "use super::b::Thing;",
        "use super::{c::Other, b};",
        "fn f() { let x = crate::b::make(); }",
        "fn f(x: &crate::b::Thing) {}",
    ];
    for form in forms {
        let files: BTreeMap<String, String> = [
            ("a", form),
            ("b", "use crate::c::Further;"),
            ("c", "fn f() { super::a::make() }"),
            ("d", "// use crate::a;\nfn crate_a() {}"),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into();
        assert!(circle(&graph(&files)).is_some(), "{form}");
    }
    let files = [("a", "// use crate::b;"), ("b", "use crate::a;")].map(|(n, t)| (n.to_owned(), t.to_owned())).into();
    assert_eq!(circle(&graph(&files)), None);
}
