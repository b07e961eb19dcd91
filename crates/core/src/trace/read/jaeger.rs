//! Jaeger's JSON: `data[].spans[]` in microseconds, parents as references, names of services in a map of processes that
//! mostly comes after the spans. A single trace without `data`, and a list of traces, are read too.

use super::ids::id;
use super::notes::Notes;
use super::scan::{Listener, Want};
use super::value::Json;
use super::{Content, Records};
use crate::trace::{Builder, Marks, Raw, TraceError};

#[derive(Default)]
pub(super) struct Jaeger {
    built: Builder,
    first_of_trace: usize,
    /// The present trace's processes: number of their key, number of their service's name.
    processes: Vec<(u32, u32)>,
    unreadable: (u64, String),
}

const TRACES: &[&str] = &["$.data[]", "$", "$[]", "$.traces[]"];

impl Listener for Jaeger {
    fn wants(&self, path: &str) -> Want {
        if TRACES.contains(&path) || matches!(path, "$.data" | "$.traces") {
            return Want::Enter;
        }
        let below = |name: &str| path.strip_suffix(name).is_some_and(|above| TRACES.contains(&above));
        match path {
            _ if below(".spans[]") || below(".processes") => Want::Take,
            _ if below(".spans") => Want::Enter,
            _ => Want::Skip,
        }
    }

    fn take(&mut self, path: &str, value: &[u8], at: u64) -> Result<(), TraceError> {
        let json = Json::parse(value).map_err(|offset| TraceError::Broken("", at + offset as u64, String::new()))?;
        if path.ends_with(".processes") {
            if let Json::Object(members) = &json {
                for (key, process) in members {
                    let key = self.built.names.number(key);
                    let name = process.any(&["serviceName", "service_name"]).and_then(Json::text).unwrap_or_default();
                    let name = self.built.names.number(name);
                    self.processes.push((key, name));
                }
            }
            return Ok(());
        }
        match self.span(&json) {
            Some(span) => self.built.push(span),
            None => {
                self.unreadable.0 += 1;
                if self.unreadable.0 == 1 {
                    self.unreadable.1 = String::from_utf8_lossy(value).chars().take(80).collect();
                }
                Ok(())
            }
        }
    }

    fn left(&mut self, path: &str) {
        if TRACES.contains(&path) {
            self.name_services();
        }
    }
}

fn tag<'a>(of: &'a Json<'_>, key: &str) -> Option<&'a Json<'a>> {
    of.get("tags")?.items().iter().find(|tag| tag.get("key").and_then(Json::text) == Some(key))?.get("value")
}

impl Jaeger {
    fn span(&mut self, json: &Json<'_>) -> Option<Raw> {
        let start_ns = json.get("startTime")?.scaled(3)?;
        let length = json.get("duration").and_then(|d| d.scaled(3));
        let mut marks = Marks::default();
        if length.is_none() {
            marks = marks.with(Marks::UNFINISHED);
        }
        // The first reference within the same trace names the parent; one that follows is not waited for.
        let own_trace = json.any(&["traceID", "traceId"]).and_then(Json::words).unwrap_or_default();
        let mut parent = json.any(&["parentSpanID", "parentSpanId"]).and_then(Json::words).map_or(0, id);
        if let Some(references) = json.get("references") {
            let follows = |r: &Json<'_>| r.get("refType").and_then(Json::text) == Some("FOLLOWS_FROM");
            let here = |r: &&Json<'_>| r.get("traceID").and_then(Json::words).is_none_or(|t| t == own_trace);
            let mut all: Vec<&Json<'_>> = references.items().iter().filter(here).collect();
            all.sort_by_key(|r| follows(r));
            if let Some(first) = all.first() {
                parent = first.any(&["spanID", "spanId"]).and_then(Json::words).map_or(0, id);
                if follows(first) {
                    marks = marks.with(Marks::ASIDE);
                }
            }
        }
        if tag(json, "span.kind").and_then(Json::text) == Some("consumer") {
            marks = marks.with(Marks::ASIDE);
        }
        if matches!(tag(json, "error"), Some(Json::Flag(true)) | Some(Json::Text(_)))
            && tag(json, "error").and_then(Json::text) != Some("false")
        {
            marks = marks.with(Marks::ERROR);
        }
        let detail = ["db.statement", "db.query.text", "http.url", "url.full", "detail"]
            .iter()
            .find_map(|key| tag(json, key)?.text())
            .unwrap_or_default();
        let detail = self.built.names.number(detail);
        let process = json.any(&["processID", "processId"]).and_then(Json::text).unwrap_or_default();
        let embedded = json.get("process").and_then(|p| p.get("serviceName")).and_then(Json::text);
        let process = match embedded {
            Some(name) => {
                let (key, name) =
                    (self.built.names.number(&format!("process of {name}")), self.built.names.number(name));
                self.processes.push((key, name));
                key
            }
            None => self.built.names.number(process),
        };
        Some(Raw {
            trace: id(own_trace),
            id: json.any(&["spanID", "spanId"]).and_then(Json::words).map_or(0, id),
            parent,
            start_ns,
            end_ns: start_ns.checked_add(length.unwrap_or(0))?,
            name: self
                .built
                .names
                .number(json.any(&["operationName", "name"]).and_then(Json::text).unwrap_or("(no name)")),
            service: process,
            detail,
            marks,
        })
    }

    /// The trace is whole: keys of processes become names of services.
    fn name_services(&mut self) {
        self.processes.sort_unstable();
        let first = self.first_of_trace;
        for span in &mut self.built.spans_mut()[first..] {
            let at = self.processes.partition_point(|(key, _)| *key < span.service);
            if let Some((key, name)) = self.processes.get(at)
                && *key == span.service
            {
                span.service = *name;
            }
        }
        self.first_of_trace = self.built.count();
        self.processes.clear();
    }
}

impl Records for Jaeger {
    fn finish(mut self: Box<Self>, notes: &mut Notes) -> Result<Content, TraceError> {
        self.name_services();
        notes.unreadables(self.unreadable.0, &self.unreadable.1);
        Ok(Content::Trace(self.built.finish()))
    }

    fn count(&self) -> usize {
        self.built.count()
    }

    fn as_listener(&mut self) -> &mut dyn Listener {
        self
    }
}
