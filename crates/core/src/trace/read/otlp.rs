//! OpenTelemetry's JSON: `resourceSpans[].scopeSpans[].spans[]`, times as texts of nanoseconds, ids as hex or (from the mapping of
//! protobuf to JSON) as base64; the older names of scopes, snake case, one document a line, and Tempo's `batches` or `trace`.

use super::ids::id;
use super::notes::Notes;
use super::scan::{Listener, Want};
use super::value::Json;
use super::{Content, Records};
use crate::trace::{Builder, Marks, Raw, TraceError};

#[derive(Default)]
pub(super) struct Otlp {
    built: Builder,
    service: u32,
    /// Spans of the present resource: where it is named after them, they are named then.
    first_of_resource: usize,
    unreadable: (u64, String),
}

const RESOURCES: &[&str] = &["resourceSpans", "resource_spans", "batches"];
const ABOVE: &[&str] = &["$", "$[]", "$.result", "$.trace", "$.traces[]", "$.data[]", "$.data"];
const SCOPES: &[&str] = &["scopeSpans", "scope_spans", "instrumentationLibrarySpans", "instrumentation_library_spans"];

/// What stands below the list of resources, or nothing where the path is not below it.
fn below_resource(path: &str) -> Option<&str> {
    RESOURCES.iter().find_map(|list| {
        let (above, rest) = path.split_once(list)?;
        let above = above.strip_suffix('.')?;
        ABOVE.contains(&above).then_some(rest)
    })
}

impl Listener for Otlp {
    fn wants(&self, path: &str) -> Want {
        if ABOVE.contains(&path) || path == "$.traces" {
            return Want::Enter;
        }
        let Some(rest) = below_resource(path) else { return Want::Skip };
        match rest {
            "" | "[]" => Want::Enter,
            "[].resource" => Want::Take,
            _ => {
                let Some(rest) = rest.strip_prefix("[].") else { return Want::Skip };
                match SCOPES.iter().find_map(|scope| rest.strip_prefix(scope)) {
                    Some("" | "[]" | "[].spans") => Want::Enter,
                    Some("[].spans[]") => Want::Take,
                    _ => Want::Skip,
                }
            }
        }
    }

    fn take(&mut self, path: &str, value: &[u8], at: u64) -> Result<(), TraceError> {
        let json = Json::parse(value).map_err(|offset| TraceError::Broken("", at + offset as u64, String::new()))?;
        if path.ends_with(".resource") {
            self.service = self.built.names.number(&service(&json));
            let (service, first) = (self.service, self.first_of_resource);
            for span in &mut self.built.spans_mut()[first..] {
                span.service = service;
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
        if below_resource(path) == Some("[]") {
            (self.first_of_resource, self.service) = (self.built.count(), 0);
        }
    }
}

fn attribute<'a>(of: &'a Json<'_>, key: &str) -> Option<&'a str> {
    let found = of.get("attributes")?.items().iter().find(|a| a.get("key").and_then(Json::text) == Some(key))?;
    found.get("value")?.any(&["stringValue", "string_value", "intValue", "int_value"])?.words()
}

fn service(resource: &Json<'_>) -> String {
    attribute(resource, "service.name").unwrap_or_default().to_owned()
}

impl Otlp {
    fn span(&mut self, json: &Json<'_>) -> Option<Raw> {
        let start_ns = json.any(&["startTimeUnixNano", "start_time_unix_nano"])?.scaled(0)?;
        let end =
            json.any(&["endTimeUnixNano", "end_time_unix_nano"]).and_then(|end| end.scaled(0)).filter(|end| *end != 0);
        let words = |keys: &[&str]| json.any(keys).and_then(Json::words).map_or(0, id);
        let mut marks = Marks::default();
        if end.is_none() {
            marks = marks.with(Marks::UNFINISHED);
        }
        // A consumer works through a queue: its producer does not wait.
        let kind = json.get("kind").and_then(Json::words).unwrap_or_default();
        if matches!(kind, "5" | "SPAN_KIND_CONSUMER") {
            marks = marks.with(Marks::ASIDE);
        }
        if let Some(code) = json.get("status").and_then(|status| status.get("code")).and_then(Json::words)
            && matches!(code, "2" | "STATUS_CODE_ERROR")
        {
            marks = marks.with(Marks::ERROR);
        }
        const DETAILS: &[&str] =
            &["db.statement", "db.query.text", "url.full", "http.url", "http.target", "rpc.method", "detail"];
        let detail = DETAILS.iter().find_map(|key| attribute(json, key)).unwrap_or_default();
        Some(Raw {
            trace: words(&["traceId", "trace_id"]),
            id: words(&["spanId", "span_id"]),
            parent: words(&["parentSpanId", "parent_span_id"]),
            start_ns,
            end_ns: end.unwrap_or(start_ns),
            name: self.built.names.number(json.get("name").and_then(Json::text).unwrap_or("(no name)")),
            service: self.service,
            detail: self.built.names.number(detail),
            marks,
        })
    }
}

impl Records for Otlp {
    fn finish(self: Box<Self>, notes: &mut Notes) -> Result<Content, TraceError> {
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
