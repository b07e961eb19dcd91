//! Zipkin's JSON, version 2: a list of spans (or of lists of spans) in microseconds. Client and server may share one id: the
//! server's half then hangs below the client's, and what names that id as its parent hangs below the server's.

use super::ids::id;
use super::notes::Notes;
use super::scan::{Listener, Want};
use super::value::Json;
use super::{Content, Records};
use crate::trace::{Builder, Marks, Raw, TraceError};

#[derive(Default)]
pub(super) struct Zipkin {
    built: Builder,
    /// Places of server halves.
    shared: Vec<usize>,
    unreadable: (u64, String),
}

impl Listener for Zipkin {
    fn wants(&self, path: &str) -> Want {
        match path {
            // A list of traces is a list of lists: it is entered, and the spans in it are taken.
            "$" | "$.spans" | "$.traces" => Want::Enter,
            "$[]" | "$.spans[]" | "$.traces[]" => Want::Take,
            _ => Want::Skip,
        }
    }

    fn take(&mut self, _: &str, value: &[u8], at: u64) -> Result<(), TraceError> {
        let json = Json::parse(value).map_err(|offset| TraceError::Broken("", at + offset as u64, String::new()))?;
        let one = std::slice::from_ref(&json);
        for span in if matches!(json, Json::List(_)) { json.items() } else { one } {
            match self.span(span) {
                Some(raw) => {
                    if span.get("shared") == Some(&Json::Flag(true)) {
                        self.shared.push(self.built.count());
                    }
                    self.built.push(raw)?;
                }
                None => {
                    self.unreadable.0 += 1;
                    if self.unreadable.0 == 1 {
                        self.unreadable.1 = String::from_utf8_lossy(value).chars().take(80).collect();
                    }
                }
            }
        }
        Ok(())
    }
}

impl Zipkin {
    fn span(&mut self, json: &Json<'_>) -> Option<Raw> {
        let start_ns = json.get("timestamp")?.scaled(3)?;
        let length = json.get("duration").and_then(|d| d.scaled(3));
        let mut marks = Marks::default();
        if length.is_none() {
            marks = marks.with(Marks::UNFINISHED);
        }
        if json.get("kind").and_then(Json::text) == Some("CONSUMER") {
            marks = marks.with(Marks::ASIDE);
        }
        let tag = |key: &str| json.get("tags").and_then(|tags| tags.get(key)).and_then(Json::text);
        if tag("error").is_some_and(|error| error != "false") {
            marks = marks.with(Marks::ERROR);
        }
        let detail = ["sql.query", "db.statement", "http.url", "http.path", "detail"]
            .iter()
            .find_map(|key| tag(key))
            .unwrap_or_default();
        let service =
            json.get("localEndpoint").and_then(|e| e.get("serviceName")).and_then(Json::text).unwrap_or_default();
        let words = |key: &str| json.get(key).and_then(Json::words).map_or(0, id);
        Some(Raw {
            trace: words("traceId"),
            id: words("id"),
            parent: words("parentId"),
            start_ns,
            end_ns: start_ns.checked_add(length.unwrap_or(0))?,
            name: self.built.names.number(json.get("name").and_then(Json::text).unwrap_or("(no name)")),
            service: self.built.names.number(service),
            detail: self.built.names.number(detail),
            marks,
        })
    }

    /// Hangs server halves below their clients'.
    fn share(&mut self) {
        let spans = self.built.spans_mut();
        let is_shared = {
            let mut flags = vec![false; spans.len()];
            for &i in &self.shared {
                flags[i] = true;
            }
            flags
        };
        let mut clients: Vec<(u128, u128)> =
            spans.iter().zip(&is_shared).filter(|(_, s)| !**s).map(|(s, _)| (s.trace, s.id)).collect();
        clients.sort_unstable();
        const SERVER: u128 = 1 << 127;
        let mut served: Vec<(u128, u128)> = Vec::new();
        for &i in &self.shared {
            let key = (spans[i].trace, spans[i].id);
            if clients.binary_search(&key).is_ok() {
                served.push(key);
                (spans[i].parent, spans[i].id) = (key.1, key.1 ^ SERVER);
            }
        }
        served.sort_unstable();
        for (span, is_shared) in spans.iter_mut().zip(is_shared) {
            if !is_shared && served.binary_search(&(span.trace, span.parent)).is_ok() {
                span.parent ^= SERVER;
            }
        }
    }
}

impl Records for Zipkin {
    fn finish(mut self: Box<Self>, notes: &mut Notes) -> Result<Content, TraceError> {
        self.share();
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
