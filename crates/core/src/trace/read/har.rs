//! HTTP archive 1.2: pages with their requests, each with its phases as spans. What is −1 or missing was not there; TLS is a
//! part of connecting; `time` is the sum of the phases without TLS, and where a file says otherwise that is told.

use super::notes::Notes;
use super::scan::{Listener, Want};
use super::value::Json;
use super::{Content, Records};
use crate::import::nanos;
use crate::trace::{Builder, Marks, Raw, TraceError};

struct Page {
    id: String,
    title: String,
    start_ns: i64,
    load_ns: i64,
}

#[derive(Default)]
pub(super) struct Har {
    built: Builder,
    pages: Vec<Page>,
    /// Page of each entry: the number of its name; and the entry's place.
    entries: Vec<(u32, usize)>,
    next_id: u128,
    /// Entries whose phases do not add up to their time.
    odd_sums: u64,
    unreadable: (u64, String),
}

/// Phases in the order in which they happen; TLS is inside connecting.
const PHASES: &[&str] = &["blocked", "dns", "connect", "send", "wait", "receive"];

impl Listener for Har {
    fn wants(&self, path: &str) -> Want {
        match path {
            "$" | "$.log" | "$.log.entries" | "$.log.pages" => Want::Enter,
            "$.log.entries[]" | "$.log.pages[]" => Want::Take,
            _ => Want::Skip,
        }
    }

    fn take(&mut self, path: &str, value: &[u8], at: u64) -> Result<(), TraceError> {
        let json = Json::parse(value).map_err(|offset| TraceError::Broken("", at + offset as u64, String::new()))?;
        let is_read = if path.ends_with("pages[]") { self.page(&json).is_some() } else { self.entry(&json)?.is_some() };
        if !is_read {
            self.unreadable.0 += 1;
            if self.unreadable.0 == 1 {
                self.unreadable.1 = String::from_utf8_lossy(value).chars().take(80).collect();
            }
        }
        Ok(())
    }
}

fn moment(json: &Json<'_>) -> Option<i64> {
    i64::try_from(nanos(json.get("startedDateTime")?.text()?.as_bytes())?).ok()
}

/// A phase in ns; nothing where it was not there.
fn phase(timings: &Json<'_>, key: &str) -> Option<i64> {
    timings.get(key)?.scaled(6).filter(|ns| *ns >= 0)
}

impl Har {
    fn page(&mut self, json: &Json<'_>) -> Option<()> {
        let start_ns = moment(json)?;
        let of = |key: &str| json.get(key).and_then(Json::text).unwrap_or_default().to_owned();
        let timings = json.get("pageTimings");
        let load = timings.and_then(|t| phase(t, "onLoad").or(phase(t, "onContentLoad"))).unwrap_or(0);
        self.pages.push(Page { id: of("id"), title: of("title"), start_ns, load_ns: start_ns.checked_add(load)? });
        Some(())
    }

    fn id(&mut self) -> u128 {
        self.next_id += 1;
        self.next_id
    }

    fn entry(&mut self, json: &Json<'_>) -> Result<Option<()>, TraceError> {
        let Some(start_ns) = moment(json) else { return Ok(None) };
        let nothing = Json::Null;
        let timings = json.get("timings").unwrap_or(&nothing);
        let phases: Vec<i64> = PHASES.iter().map(|key| phase(timings, key).unwrap_or(0)).collect();
        let sum: i64 = phases.iter().sum();
        let told = json.get("time").and_then(|time| time.scaled(6)).filter(|time| *time >= 0);
        if told.is_some_and(|told| sum > 0 && (told - sum).abs() > 1_000_000) {
            self.odd_sums += 1;
        }
        let request = json.get("request").unwrap_or(&nothing);
        let url = request.get("url").and_then(Json::text).unwrap_or_default();
        let method = request.get("method").and_then(Json::text).unwrap_or("GET");
        let (host, path) = address(url);
        let mut marks = Marks::default();
        if told.is_none() && sum == 0 {
            marks = marks.with(Marks::UNFINISHED);
        }
        let status = json.get("response").and_then(|r| r.get("status")).and_then(Json::number);
        if status.is_some_and(|status| status >= 400.0 || status == 0.0) {
            marks = marks.with(Marks::ERROR);
        }
        let page = self.built.names.number(json.get("pageref").and_then(Json::text).unwrap_or_default());
        let (service, detail) = (self.built.names.number(host), self.built.names.number(url));
        let name = self.built.names.number(&format!("{method} {path}"));
        let id = self.id();
        self.entries.push((page, self.built.count()));
        let length = told.unwrap_or(sum).max(sum);
        let Some(end_ns) = start_ns.checked_add(length) else { return Ok(None) };
        self.built.push(Raw { id, start_ns, end_ns, name, service, detail, marks, ..Raw::default() })?;
        let mut at = start_ns;
        for (key, length) in PHASES.iter().zip(&phases).filter(|(_, length)| **length > 0) {
            let name = self.built.names.number(key);
            let part =
                Raw { id: self.id(), parent: id, start_ns: at, end_ns: at + length, name, service, ..Raw::default() };
            self.built.push(part)?;
            if *key == "connect"
                && let Some(tls) = phase(timings, "ssl").filter(|tls| *tls > 0)
            {
                let name = self.built.names.number("TLS");
                let (start_ns, id) = (at + (length - tls).max(0), self.id());
                self.built.push(Raw {
                    id,
                    parent: part.id,
                    start_ns,
                    end_ns: at + length,
                    name,
                    service,
                    ..Raw::default()
                })?;
            }
            at += length;
        }
        Ok(Some(()))
    }
}

/// Host and path of an address.
fn address(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    (host, if path.is_empty() { "/" } else { path })
}

impl Records for Har {
    fn finish(mut self: Box<Self>, notes: &mut Notes) -> Result<Content, TraceError> {
        notes.unreadables(self.unreadable.0, &self.unreadable.1);
        if self.odd_sums > 0 {
            notes.say(format!(
                "The phases of {} requests do not add up to the time they state; the longer of the two is shown.",
                self.odd_sums
            ));
        }
        let mut roots: Vec<(u32, u128, i64, i64, String)> = Vec::new();
        for page in std::mem::take(&mut self.pages) {
            let (key, id) = (self.built.names.number(&page.id), self.id());
            let title = if page.title.is_empty() { page.id } else { page.title };
            roots.push((key, id, page.start_ns, page.load_ns, title));
        }
        for (page, place) in std::mem::take(&mut self.entries) {
            let span = self.built.spans_mut()[place];
            let found = match roots.iter().position(|(key, ..)| *key == page) {
                Some(found) => found,
                None => {
                    let id = self.id();
                    roots.push((page, id, span.start_ns, span.end_ns, "page".into()));
                    roots.len() - 1
                }
            };
            let root = &mut roots[found];
            (root.2, root.3) = (root.2.min(span.start_ns), root.3.max(span.end_ns));
            self.built.spans_mut()[place].parent = root.1;
        }
        for (_, id, start_ns, end_ns, title) in roots {
            let name = self.built.names.number(&title);
            self.built.push(Raw { id, start_ns, end_ns, name, ..Raw::default() })?;
        }
        Ok(Content::Trace(self.built.finish()))
    }

    fn count(&self) -> usize {
        self.built.count()
    }

    fn as_listener(&mut self) -> &mut dyn Listener {
        self
    }
}
