//! A trace written by hand: `auth 45, cache 15, database 480`.
//!
//! | written | means |
//! |---|---|
//! | `auth 45` | a span of 45 ms |
//! | `a 1, b 2` | one after the other |
//! | `a 1 | b 2` | side by side |
//! | `a 20 (b 5, c 5)` | 20 ms of its own, then what is in the brackets |
//! | `a (5, b 10)` | a number without a name is time of the span's own |
//! | `a 20 service=shop` | whose it is |
//!
//! Bars bind closer than commas: in `a, b | c, d` first a, then b beside c, then d. Numbers are milliseconds; units may be given.

use crate::quantity::{self, Unit};
use crate::trace::{Builder, Raw, Trace, TraceError};

/// Most levels of brackets.
const DEEPEST: usize = 1_000;

struct Sketch<'a> {
    text: &'a str,
    at: usize,
    built: Builder,
}

/// An open bracket: the span (by its place), when its present row began, and when all of the row have ended.
struct Open {
    place: usize,
    from_ns: i64,
    until_ns: i64,
}

/// The trace that a sketch describes. Several spans at the outermost level get a root of their own, named “request”.
pub(super) fn read(text: &str) -> Result<Trace, TraceError> {
    let mut sketch = Sketch { text, at: 0, built: Builder::default() };
    sketch.push("request", "", 0, 0, None)?;
    let mut open = vec![Open { place: 0, from_ns: 0, until_ns: 0 }];
    let mut is_beside = false;
    loop {
        let Some(top) = open.last_mut() else { return Err(sketch.wrong("there is a closing bracket too many")) };
        if !is_beside {
            top.from_ns = top.until_ns;
        }
        let from_ns = top.from_ns;
        let (name, length_ns, service) = sketch.item()?;
        let (parent, mut end_ns) = (top.place, from_ns + length_ns);
        if !name.is_empty() {
            let place = sketch.push(&name, &service, from_ns, end_ns, Some(parent))?;
            if sketch.eat('(') {
                if open.len() > DEEPEST {
                    return Err(sketch.wrong("there are more brackets than are read"));
                }
                open.push(Open { place, from_ns: end_ns, until_ns: end_ns });
                is_beside = false;
                continue;
            }
        }
        // What has ended ends its brackets too, where they close.
        loop {
            let Some(top) = open.last_mut() else { return Err(sketch.wrong("there is a closing bracket too many")) };
            top.until_ns = top.until_ns.max(end_ns);
            if open.len() > 1 && sketch.eat(')') {
                if let Some(closed) = open.pop() {
                    end_ns = closed.until_ns;
                    sketch.built.spans_mut()[closed.place].end_ns = end_ns;
                }
            } else {
                break;
            }
        }
        if sketch.eat(',') {
            is_beside = false;
        } else if sketch.eat('|') {
            is_beside = true;
        } else if sketch.rest().is_empty() {
            break;
        } else if sketch.rest().starts_with(')') {
            return Err(sketch.wrong("there is a closing bracket too many"));
        } else {
            return Err(sketch.wrong("a comma, a bar or a bracket is missing"));
        }
        if sketch.rest().is_empty() {
            break;
        }
    }
    if open.len() > 1 {
        return Err(sketch.wrong("a bracket is not closed"));
    }
    sketch.built.spans_mut()[0].end_ns = open[0].until_ns;
    let trace = sketch.built.finish();
    // One span that is all of it needs no root.
    let is_all = trace
        .spans
        .get(1)
        .is_some_and(|only| only.after as usize == trace.spans.len() && only.len_ns() == trace.spans[0].len_ns());
    if trace.spans.len() < 2 || trace.spans[0].len_ns() == 0 {
        return Err(TraceError::Nothing("a written trace"));
    }
    Ok(if is_all && trace.spans.len() > 2 { trace.tree(1) } else { trace })
}

impl<'a> Sketch<'a> {
    fn rest(&mut self) -> &'a str {
        let rest = self.text[self.at..].trim_start();
        self.at = self.text.len() - rest.len();
        rest
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn wrong(&self, why: &str) -> TraceError {
        TraceError::Sketch(self.text[..self.at].chars().count() + 1, why.into())
    }

    fn push(
        &mut self,
        name: &str,
        service: &str,
        start_ns: i64,
        end_ns: i64,
        parent: Option<usize>,
    ) -> Result<usize, TraceError> {
        let place = self.built.count();
        let (name, service) = (self.built.names.number(name), self.built.names.number(service));
        let parent = parent.map_or(0, |parent| parent as u128 + 1);
        self.built.push(Raw { id: place as u128 + 1, parent, start_ns, end_ns, name, service, ..Raw::default() })?;
        Ok(place)
    }

    /// Name, length and service of an item.
    fn item(&mut self) -> Result<(String, i64, String), TraceError> {
        let rest = self.rest();
        let end = rest.find([',', '|', '(', ')']).unwrap_or(rest.len());
        let (item, service) = rest[..end].trim().split_once("service=").unwrap_or((rest[..end].trim(), ""));
        let item = item.trim();
        // The number is the last word, or the last two where a unit stands apart.
        let words: Vec<&str> = item.split_whitespace().collect();
        let mut found = None;
        for count in [2, 1] {
            if words.len() >= count && words[words.len() - count].starts_with(|c: char| c.is_ascii_digit() || c == '.')
            {
                let written = words[words.len() - count..].join(" ");
                if let Ok(ms) = quantity::parse(&written, Unit::MS) {
                    found = Some((words[..words.len() - count].join(" "), ms));
                    break;
                }
            }
        }
        let opens = rest[end..].starts_with('(');
        let (name, ms) = match found {
            Some(found) => found,
            None if opens && !item.is_empty() => (item.to_owned(), 0.0),
            None if item.is_empty() => return Err(self.wrong("there is nothing where a name or a number should be")),
            None => return Err(self.wrong(&format!("“{item}” has no number"))),
        };
        if !(0.0..=86_400_000.0 * 365.0).contains(&ms) {
            return Err(self.wrong("the number is below zero or more than a year"));
        }
        if name.is_empty() && opens {
            return Err(self.wrong("a bracket stands behind a number without a name"));
        }
        self.at += end;
        Ok((name, libm::rint(ms * 1e6) as i64, service.trim().to_owned()))
    }
}
