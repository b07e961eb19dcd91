//! Trace events of Chrome and Perfetto: a list, whose closing bracket may be missing, or `traceEvents`; microseconds. Events that
//! begin and end (B, E) and whole ones (X) become spans, each inside the one of its thread that was open. Whole events that
//! overlap without one being inside the other are refused.

use super::notes::Notes;
use super::scan::{Listener, Want};
use super::stacks::Stack;
use super::value::Json;
use super::{Content, Records};
use crate::quantity::grouped;
use crate::trace::{Builder, NONE, TraceError};

#[derive(Clone, Copy)]
enum What {
    Begin,
    End,
    Whole(i64),
}

struct Event {
    thread: u32,
    start_ns: i64,
    what: What,
    name: u32,
}

#[derive(Default)]
pub(super) struct Chrome {
    built: Builder,
    events: Vec<Event>,
    /// Number of the name of each process and thread, as `pid/tid`, and what it calls itself.
    called: Vec<(u32, u32)>,
    others: u64,
    unreadable: (u64, String),
}

impl Listener for Chrome {
    fn wants(&self, path: &str) -> Want {
        match path {
            "$" | "$.traceEvents" => Want::Enter,
            "$[]" | "$.traceEvents[]" => Want::Take,
            _ => Want::Skip,
        }
    }

    fn take(&mut self, _: &str, value: &[u8], at: u64) -> Result<(), TraceError> {
        let json = Json::parse(value).map_err(|offset| TraceError::Broken("", at + offset as u64, String::new()))?;
        if self.event(&json).is_none() {
            self.unreadable.0 += 1;
            if self.unreadable.0 == 1 {
                self.unreadable.1 = String::from_utf8_lossy(value).chars().take(80).collect();
            }
        }
        Ok(())
    }
}

impl Chrome {
    fn event(&mut self, json: &Json<'_>) -> Option<()> {
        let kind = json.get("ph")?.text()?;
        let word = |key: &str| json.get(key).and_then(Json::words).unwrap_or("0");
        let thread = self.built.names.number(&format!("{}/{}", word("pid"), word("tid")));
        let micros = |key: &str| json.get(key).and_then(|v| v.scaled(3));
        let what = match kind {
            "B" => What::Begin,
            "E" => What::End,
            "X" => What::Whole(micros("dur").or(micros("tdur")).unwrap_or(0)),
            "M" => {
                let is_name = json.get("name").and_then(Json::text) == Some("thread_name");
                if let (true, Some(name)) = (is_name, json.get("args").and_then(|a| a.get("name")).and_then(Json::text))
                {
                    let name = self.built.names.number(name);
                    self.called.push((thread, name));
                }
                return Some(());
            }
            _ => {
                self.others += 1;
                return Some(());
            }
        };
        let name = match json.get("name").and_then(Json::text) {
            Some(name) => self.built.names.number(name),
            None if matches!(what, What::End) => NONE,
            None => self.built.names.number("(no name)"),
        };
        self.events.push(Event { thread, start_ns: micros("ts")?, what, name });
        Some(())
    }
}

impl Records for Chrome {
    fn finish(mut self: Box<Self>, notes: &mut Notes) -> Result<Content, TraceError> {
        notes.unreadables(self.unreadable.0, &self.unreadable.1);
        if self.others > 0 {
            notes.say(format!(
                "{} events that are no calls (marks, counters, flows, asynchronous ones) are not shown.",
                grouped(self.others as f64, 0)
            ));
        }
        if self.events.is_empty() {
            return Err(TraceError::Nothing("a trace of Chrome or Perfetto"));
        }
        // By thread and time; of those that begin together the longer is outside; else the order of the file.
        self.events.sort_by_key(|event| {
            let length = if let What::Whole(length) = event.what { length } else { i64::MAX };
            (
                event.thread,
                event.start_ns,
                std::cmp::Reverse(if matches!(event.what, What::Whole(_)) { length } else { 0 }),
            )
        });
        let end = |event: &Event| match event.what {
            What::Whole(length) => event.start_ns.saturating_add(length),
            _ => event.start_ns,
        };
        let mut strays = 0_u64;
        for thread in self.events.chunk_by(|a, b| a.thread == b.thread) {
            let service = self
                .called
                .iter()
                .rev()
                .find(|(key, _)| *key == thread[0].thread)
                .map_or(thread[0].thread, |(_, name)| *name);
            let mut stack = Stack::default();
            for event in thread {
                match event.what {
                    What::Begin => stack.open(&mut self.built, event.name, service, event.start_ns)?,
                    What::Whole(_) => {
                        stack.whole(&mut self.built, event.name, service, (event.start_ns, end(event)))?
                    }
                    What::End => {
                        if !stack.close(&mut self.built, event.name, event.start_ns) {
                            strays += 1;
                        }
                    }
                }
            }
            stack.end(&mut self.built, thread.iter().map(end).max().unwrap_or(0));
        }
        if strays > 0 {
            notes.say(format!("{} ends without a beginning were left out.", grouped(strays as f64, 0)));
        }
        if self.built.count() == 0 {
            return Err(TraceError::Nothing("a trace of Chrome or Perfetto"));
        }
        Ok(Content::Trace(self.built.finish()))
    }

    fn count(&self) -> usize {
        self.events.len() + self.others as usize
    }

    fn as_listener(&mut self) -> &mut dyn Listener {
        self
    }
}
