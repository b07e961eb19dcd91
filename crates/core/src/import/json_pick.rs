//! Durations out of JSON as planned.

use std::collections::BTreeMap;

use super::filter::Filter;
use super::json::{JsonReader, Leaf, Listener};
use super::number::{self, Piece, Reading};
use super::sink::Sink;
use super::{Format, ImportError, stamp};

/// What to read from JSON.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    pub format: Format,
    /// Path of the durations; with `end` that of the starts.
    pub value: String,
    /// Path of the end times, where a duration is what lies between.
    pub end: Option<String>,
    /// Path of the start times.
    pub start: Option<String>,
    /// Paths of the status and of what was asked for.
    pub status: Option<String>,
    pub name: Option<String>,
    /// Only objects in which this path says this.
    pub only: Option<(&'static str, Vec<u8>)>,
    /// Path of the object that holds all of these; empty to record each value at once.
    pub record: String,
    pub reading: Reading,
    /// Whether each line holds a value of its own.
    pub by_line: bool,
}

/// The parts of a HAR entry's time; `ssl` is inside `connect`.
const HAR_PARTS: [&str; 6] = ["blocked", "dns", "connect", "send", "wait", "receive"];

/// Reads JSON as planned.
#[derive(Debug)]
pub(super) struct JsonPick {
    reader: JsonReader,
    state: State,
}

/// The plan and what is known of the present object.
#[derive(Debug)]
struct State {
    plan: Plan,
    value: Vec<u8>,
    has_value: bool,
    end: Vec<u8>,
    start: Option<f64>,
    /// Sum of the parts of a HAR entry that are known.
    parts_ms: Option<f64>,
    chosen: bool,
    status: Vec<u8>,
    name: Vec<u8>,
    filter: Filter,
    summary: BTreeMap<String, f64>,
    line: u64,
    value_line: u64,
}

impl JsonPick {
    /// A reader for a plan.
    pub fn new(plan: Plan) -> Self {
        let chosen = plan.only.is_none();
        let state = State {
            plan,
            value: Vec::new(),
            has_value: false,
            end: Vec::new(),
            start: None,
            parts_ms: None,
            chosen,
            status: Vec::new(),
            name: Vec::new(),
            filter: Filter::default(),
            summary: BTreeMap::new(),
            line: 1,
            value_line: 1,
        };
        let reader = if state.plan.by_line { JsonReader::by_line() } else { JsonReader::default() };
        Self { reader, state }
    }

    /// What is kept of the requests.
    pub fn filter(&mut self) -> &mut Filter {
        &mut self.state.filter
    }

    /// Whether requests say their status, and what was asked for.
    pub fn tells(&self) -> (bool, bool) {
        let plan = &self.state.plan;
        (plan.status.is_some(), plan.name.is_some())
    }

    /// Reads a slice.
    ///
    /// # Errors
    /// Where the grammar breaks.
    pub fn push(&mut self, bytes: &[u8], sink: &mut Sink) -> Result<(), ImportError> {
        self.reader.push(bytes, &mut Picking { state: &mut self.state, sink })
    }

    /// Reads what is left.
    ///
    /// # Errors
    /// Where something is left open.
    pub fn finish(&mut self, sink: &mut Sink) -> Result<(), ImportError> {
        let ended = self.reader.finish(&mut Picking { state: &mut self.state, sink });
        if self.state.plan.format == Format::K6Summary {
            super::k6::summary(&self.state.summary, sink);
        }
        ended
    }
}

struct Picking<'a> {
    state: &'a mut State,
    sink: &'a mut Sink,
}

impl Listener for Picking<'_> {
    fn leaf(&mut self, path: &str, leaf: Leaf<'_>) {
        let state = &mut *self.state;
        if state.plan.format == Format::K6Summary {
            if let Leaf::Number(text) = leaf
                && let Some(rest) = path.strip_prefix("$.metrics.")
                && (rest.starts_with("http_req_duration.") || rest.starts_with("http_reqs."))
                && let Some((value, _)) = number::prefix(text)
            {
                state.summary.insert(rest.replace(".values.", "."), value);
            }
            return;
        }
        let text = match leaf {
            Leaf::Number(text) | Leaf::Text(text) => text,
            Leaf::Other => b"null",
        };
        if path == state.plan.value {
            state.value_line = state.line;
            if state.plan.record.is_empty() {
                self.sink.piece(text, state.plan.reading, state.value_line);
            } else {
                state.value.clear();
                state.value.extend_from_slice(text);
                state.has_value = true;
            }
        }
        if state.plan.end.as_deref() == Some(path) {
            state.end = text.to_vec();
        }
        if state.plan.start.as_deref() == Some(path) {
            state.start = stamp::read(text);
        }
        if state.plan.status.as_deref() == Some(path) {
            state.status = text.to_vec();
        }
        if state.plan.name.as_deref() == Some(path) {
            state.name = text.to_vec();
        }
        if state.plan.format == Format::Har
            && let Some(part) = path.strip_prefix("$.log.entries[].timings.")
            && HAR_PARTS.contains(&part)
            && let Some((ms, _)) = number::prefix(text).filter(|(ms, _)| *ms >= 0.0)
        {
            state.parts_ms = Some(state.parts_ms.unwrap_or(0.0) + ms);
        }
        if let Some((only, word)) = &state.plan.only
            && *only == path
        {
            state.chosen = text == word.as_slice();
        }
    }

    fn line(&mut self, line: u64) {
        self.state.line = line;
    }

    fn object_end(&mut self, path: &str) {
        let state = &mut *self.state;
        if state.plan.record.is_empty() || path != state.plan.record {
            return;
        }
        if state.chosen && state.lets() {
            state.record(self.sink);
        }
        state.clear();
    }

    fn broken(&mut self) {
        self.sink.reject(b"a line that is no whole JSON", self.state.line);
        self.state.clear();
    }
}

impl State {
    fn clear(&mut self) {
        self.has_value = false;
        self.end.clear();
        self.status.clear();
        self.name.clear();
        self.start = None;
        self.parts_ms = None;
        self.chosen = self.plan.only.is_none();
    }

    /// Whether the object that has ended is one of those asked for; one without a time is none, and not counted among them.
    fn lets(&mut self) -> bool {
        let holds = self.has_value || self.parts_ms.is_some();
        !holds || self.filter.lets(&self.status, &self.name)
    }

    /// One object has ended.
    fn record(&mut self, sink: &mut Sink) {
        if self.plan.format == Format::Har {
            return self.record_har(sink);
        }
        if !self.has_value {
            // Lines of k6 that declare a metric hold no value of it.
            sink.without += u64::from(self.plan.only.is_none());
            return;
        }
        if self.plan.end.is_some() {
            match (stamp::nanos(&self.value), stamp::nanos(&self.end)) {
                (Some(start), Some(end)) => {
                    let ms = (end - start) as f64 / 1e6;
                    sink.gathering.record(ms);
                    sink.log.record(stamp::read(&self.value), ms);
                }
                _ => sink.reject(&self.value, self.value_line),
            }
            return;
        }
        let piece = sink.piece(&self.value, self.plan.reading, self.value_line);
        if let Piece::One(ms) = piece {
            sink.log.record(self.start, ms);
        }
    }

    /// HAR 1.2: −1 is a time that is not known; where none is stated it is the sum of its parts.
    fn record_har(&mut self, sink: &mut Sink) {
        let stated = number::prefix(&self.value).filter(|(_, used)| self.has_value && *used == self.value.len());
        match (stated, self.parts_ms) {
            (Some((ms, _)), _) if ms >= 0.0 => {
                sink.gathering.record(ms * self.plan.reading.ms_per_bare);
                sink.log.record(self.start, ms * self.plan.reading.ms_per_bare);
            }
            (Some(_), _) => sink.unknown += 1,
            (None, _) if self.has_value && self.value != b"null" => sink.reject(&self.value, self.value_line),
            (None, Some(ms)) => {
                sink.summed += 1;
                sink.gathering.record(ms);
                sink.log.record(self.start, ms);
            }
            (None, None) => sink.unknown += 1,
        }
    }
}
