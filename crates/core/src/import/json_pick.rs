//! Durations out of JSON: which path holds them, and when each began.

use std::collections::BTreeMap;

use super::json::{JsonReader, Leaf, Listener};
use super::names::meaning;
use super::number::{self, Piece, Reading, UnitsMet};
use super::sink::Sink;
use super::{Format, ImportError, stamp};

/// Paths looked at; more is not a log but a document.
const MAX_PATHS: usize = 300;

/// What to read from JSON.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    pub format: Format,
    /// Path of the durations.
    pub value: String,
    /// Path of the start times.
    pub start: Option<String>,
    /// Only objects in which this path says this.
    pub only: Option<(&'static str, &'static [u8])>,
    /// Path of the object that holds all of these; empty to record each value at once.
    pub record: String,
    pub reading: Reading,
    /// Paths that could be chosen instead.
    pub paths: Vec<String>,
}

/// What was seen at one path of the beginning.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    numbers: u32,
    units: u32,
    stamps: u32,
    order: u32,
}

#[derive(Default)]
struct Survey {
    seen: BTreeMap<String, Seen>,
    leaves: u32,
}

impl Listener for Survey {
    fn leaf(&mut self, path: &str, leaf: Leaf<'_>) {
        self.leaves += 1;
        if !self.seen.contains_key(path) && self.seen.len() >= MAX_PATHS {
            return;
        }
        let order = self.leaves;
        let seen = self.seen.entry(path.to_owned()).or_insert(Seen { order, ..Seen::default() });
        match leaf {
            Leaf::Number(text) => {
                seen.numbers += 1;
                let size = number::prefix(text).map_or(0.0, |(v, _)| v);
                seen.stamps += u32::from(size > 1e9);
            }
            Leaf::Text(text) => {
                let duration = matches!(number::read(text, Reading::MS, &mut UnitsMet::default()), Piece::One(_));
                seen.units += u32::from(duration);
                seen.stamps += u32::from(!duration && stamp::read(text).is_some());
            }
            Leaf::Other => {}
        }
    }
    fn object_end(&mut self, _: &str) {}
}

/// Plans from the beginning of a file; `column` chooses a path by hand.
///
/// # Errors
/// Where it is not JSON after all, or holds nothing that looks like a duration.
pub(super) fn plan(head: &[u8], complete: bool, column: Option<usize>) -> Result<Plan, ImportError> {
    let (mut reader, mut survey) = (JsonReader::default(), Survey::default());
    let mut read = reader.push(head, &mut survey);
    if read.is_ok() && complete {
        read = reader.finish(&mut survey);
    }
    if let Err(error) = read
        && survey.seen.values().all(|s| s.numbers + s.units == 0)
    {
        return Err(error);
    }
    let has = |word: &str| {
        let word = word.as_bytes();
        head.windows(word.len()).any(|w| w == word)
    };
    let plain = |format, value: &str, start: Option<&str>, record: &str| Plan {
        format,
        value: value.into(),
        start: start.map(Into::into),
        only: None,
        record: record.into(),
        reading: Reading::MS,
        paths: Vec::new(),
    };
    // A browser's archive may hold megabytes before its first time: it is known by its beginning.
    if survey.seen.keys().any(|p| p.starts_with("$.log.")) && (has("\"entries\"") || has("\"creator\"")) {
        let (entry, time) = ("$.log.entries[]", "$.log.entries[].time");
        return Ok(plain(Format::Har, time, Some("$.log.entries[].startedDateTime"), entry));
    }
    if has("http_req_duration") && survey.seen.keys().any(|p| p.starts_with("$.metrics.")) {
        return Ok(plain(Format::K6Summary, "$.metrics.http_req_duration", None, ""));
    }
    if survey.seen.contains_key("$.metric") && (has("\"Point\"") || has("\"data\"")) && has("http_req_") {
        let mut plan = plain(Format::K6Json, "$.data.value", Some("$.data.time"), "$");
        plan.only = Some(("$.metric", b"http_req_duration"));
        return Ok(plan);
    }
    choose(&survey, reader.roots, column)
}

/// Chooses the path that most looks like durations.
fn choose(survey: &Survey, roots: u64, column: Option<usize>) -> Result<Plan, ImportError> {
    let key = |path: &str| {
        let name = path.trim_end_matches("[]");
        name.rsplit('.').next().unwrap_or(name).to_owned()
    };
    let mut paths: Vec<(&String, &Seen)> = survey.seen.iter().filter(|(_, s)| s.numbers + s.units > 0).collect();
    paths.sort_by_key(|(_, seen)| seen.order);
    let most = paths.iter().map(|(_, s)| s.numbers + s.units).max().unwrap_or(0);
    let score = |(path, seen): &(&String, &Seen)| {
        let count = seen.numbers + seen.units;
        let often = if count * 2 >= most { 0 } else { -6 };
        let stamps = if seen.stamps * 2 > count { -12 } else { 0 };
        meaning(&key(path)).duration + often + stamps + i32::from(seen.units > 0) * 4
    };
    let best = match column {
        Some(i) => i,
        None => {
            let index = (0..paths.len()).max_by_key(|i| (score(&paths[*i]), -(*i as i64)));
            index.ok_or(ImportError::NoNumbersInJson)?
        }
    };
    let Some((value, _)) = paths.get(best) else { return Err(ImportError::NoSuchColumn(best)) };
    let start = survey
        .seen
        .iter()
        .filter(|(path, seen)| path != value && (seen.stamps > 0 || seen.numbers > 0) && meaning(&key(path)).start > 0)
        .max_by_key(|(path, _)| meaning(&key(path)).start)
        .map(|(path, _)| path.clone());
    let record = start.as_ref().map_or(String::new(), |start| common_object(value, start));
    let paired = start.is_some() && record.matches("[]").count() == value.matches("[]").count();
    Ok(Plan {
        format: if roots > 1 { Format::JsonLines } else { Format::Json },
        value: (*value).clone(),
        start: start.filter(|_| paired),
        only: None,
        record: if paired { record } else { String::new() },
        reading: Reading { ms_per_bare: meaning(&key(value)).ms.unwrap_or(1.0), decimal_comma: false },
        paths: paths.iter().map(|(path, _)| (*path).clone()).collect(),
    })
}

/// The innermost object that holds both paths.
fn common_object(a: &str, b: &str) -> String {
    let mut end = 0;
    for (i, (x, y)) in a.bytes().zip(b.bytes()).enumerate() {
        if x != y {
            break;
        }
        if x == b'.' {
            end = i;
        }
    }
    a[..end].to_owned()
}

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
    count: u64,
    value: Vec<u8>,
    has_value: bool,
    start: Option<f64>,
    chosen: bool,
    summary: BTreeMap<String, f64>,
}

impl JsonPick {
    /// A reader for a plan.
    pub fn new(plan: Plan) -> Self {
        let chosen = plan.only.is_none();
        let state = State {
            plan,
            count: 0,
            value: Vec::new(),
            has_value: false,
            start: None,
            chosen,
            summary: BTreeMap::new(),
        };
        Self { reader: JsonReader::default(), state }
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
            state.count += 1;
            if state.plan.record.is_empty() {
                self.sink.piece(text, state.plan.reading, state.count);
            } else {
                state.value.clear();
                state.value.extend_from_slice(text);
                state.has_value = true;
            }
        } else if state.plan.start.as_deref() == Some(path) {
            state.start = stamp::read(text);
        } else if let Some((only, word)) = state.plan.only
            && only == path
        {
            state.chosen = text == word;
        }
    }

    fn object_end(&mut self, path: &str) {
        let state = &mut *self.state;
        if state.plan.record.is_empty() || path != state.plan.record {
            return;
        }
        if state.has_value && state.chosen {
            let piece = self.sink.piece(&state.value, state.plan.reading, state.count);
            if let Piece::One(ms) = piece {
                self.sink.log.record(state.start, ms);
            }
        }
        state.has_value = false;
        state.start = None;
        state.chosen = state.plan.only.is_none();
    }
}
