//! Which path of a JSON text holds the durations: by the keys of known tools, or by what stands at each path.

use std::collections::BTreeMap;

use super::column::{self, Cells, Score};
use super::filter;
use super::json::{JsonReader, Leaf, Listener};
use super::json_pick::{JsonPick, Plan};
use super::names::{self, meaning};
use super::number::Reading;
use super::sniff::{Reader, Recognised};
use super::tools;
use super::wanted::{Wanted, unit_of};
use super::{Format, ImportError};

/// Paths looked at; more is not a log but a document.
const MAX_PATHS: usize = 300;

/// Format, keys that one object must have, key of the durations, of the starts, and milliseconds in a unit.
const TOOLS: [(Format, &[&str], &str, &str, f64); 7] = [
    (Format::VegetaJson, &["latency", "timestamp", "bytes_in"], "latency", "timestamp", 1e-6),
    (Format::Traefik, &["Duration", "OriginDuration"], "Duration", "StartUTC", 1e-6),
    (Format::Traefik, &["Duration", "DownstreamStatus"], "Duration", "StartUTC", 1e-6),
    (Format::CaddyJson, &["duration", "bytes_read", "status"], "duration", "ts", 1e3),
    (Format::Jaeger, &["traceID", "spanID", "duration"], "duration", "startTime", 1e-3),
    (Format::Zipkin, &["traceId", "id", "duration", "timestamp"], "duration", "timestamp", 1e-3),
    (Format::ChromeTrace, &["ph", "ts", "dur"], "dur", "ts", 1e-3),
];

#[derive(Default)]
struct Survey {
    seen: BTreeMap<String, (u32, Cells)>,
    leaves: u32,
    metrics: Vec<String>,
    /// Metrics declared to be trends of times.
    trends: Vec<String>,
    /// Metric, type and content of the present line of k6.
    declared: [String; 3],
}

impl Listener for Survey {
    fn leaf(&mut self, path: &str, leaf: Leaf<'_>) {
        self.leaves += 1;
        let text = match leaf {
            Leaf::Number(text) | Leaf::Text(text) => String::from_utf8_lossy(text).into_owned(),
            Leaf::Other => "null".to_owned(),
        };
        for (i, of) in ["$.metric", "$.data.type", "$.data.contains"].iter().enumerate() {
            if path == *of {
                self.declared[i].clone_from(&text);
            }
        }
        if path == "$.metric" && self.metrics.len() < 100 && !self.metrics.contains(&text) {
            self.metrics.push(text.clone());
        }
        if !self.seen.contains_key(path) && self.seen.len() >= MAX_PATHS {
            return;
        }
        let order = self.leaves;
        let (_, cells) = self.seen.entry(path.to_owned()).or_insert((order, Cells::default()));
        if leaf != Leaf::Other {
            cells.see(&text, false);
        }
    }

    fn object_end(&mut self, path: &str) {
        if path == "$" {
            let [metric, kind, contains] = std::mem::take(&mut self.declared);
            if kind == "trend" && contains == "time" && !self.trends.contains(&metric) {
                self.trends.push(metric);
            }
        }
    }
}

/// Whether the first line is a whole value and others follow.
fn is_by_line(head: &[u8]) -> bool {
    let Some(end) = head.iter().position(|b| *b == b'\n') else { return false };
    let (mut reader, mut survey) = (JsonReader::default(), Survey::default());
    let whole = reader.push(&head[..=end], &mut survey).is_ok() && reader.finish(&mut survey).is_ok();
    // A first line that is broken must not hide that the others are whole.
    let second = || {
        let rest = &head[end + 1..];
        let Some(end) = rest.iter().position(|b| *b == b'\n') else { return false };
        let (mut reader, mut survey) = (JsonReader::default(), Survey::default());
        rest.first() == Some(&b'{')
            && rest[..end].trim_ascii_end().ends_with(b"}")
            && reader.push(&rest[..=end], &mut survey).is_ok()
            && reader.finish(&mut survey).is_ok()
    };
    (whole && reader.roots == 1) || second()
}

/// Plans from the beginning of a file.
///
/// # Errors
/// Where it is not JSON after all, or no path is clearly the one.
pub(super) fn plan(head: &[u8], complete: bool, wanted: &Wanted) -> Result<Recognised, ImportError> {
    let by_line = is_by_line(head);
    let mut reader = if by_line { JsonReader::by_line() } else { JsonReader::default() };
    let mut survey = Survey::default();
    let mut read = reader.push(head, &mut survey);
    if read.is_ok() && complete {
        read = reader.finish(&mut survey);
    }
    if let Err(error) = read
        && survey.seen.values().all(|(_, cells)| cells.read() == 0)
    {
        return Err(error);
    }
    let has = |word: &str| head.windows(word.len()).any(|w| w == word.as_bytes());
    let bare = |ms: f64| Reading { ms_per_bare: wanted.ms_per_bare().unwrap_or(ms), decimal_comma: false };
    let plain = |format, value: &str, start: Option<&str>, record: &str, ms: f64| Plan {
        format,
        value: value.into(),
        end: None,
        start: start.map(Into::into),
        status: None,
        name: None,
        only: None,
        record: record.into(),
        reading: bare(ms),
        by_line,
    };
    // A browser's archive may hold megabytes before its first time: it is known by its beginning.
    if survey.seen.keys().any(|p| p.starts_with("$.log.")) && (has("\"entries\"") || has("\"creator\"")) {
        let (entry, time) = ("$.log.entries[]", "$.log.entries[].time");
        let mut plan = plain(Format::Har, time, Some("$.log.entries[].startedDateTime"), entry, 1.0);
        plan.status = Some("$.log.entries[].response.status".into());
        plan.name = Some("$.log.entries[].request.url".into());
        return Ok(recognised(plan, Vec::new()));
    }
    if has("http_req_duration") && survey.seen.keys().any(|p| p.starts_with("$.metrics.")) {
        return Ok(recognised(plain(Format::K6Summary, "$.metrics.http_req_duration", None, "", 1.0), Vec::new()));
    }
    if !survey.metrics.is_empty() && has("\"data\"") && (has("\"Point\"") || has("\"Metric\"")) {
        let known = tools::K6_TIMES.iter().any(|name| survey.metrics.iter().any(|m| m == name));
        let candidates = if known { &survey.metrics } else { &survey.trends };
        let metric = match candidates.as_slice() {
            [one] if wanted.metric.trim().is_empty() => one.clone(),
            _ => tools::choose_metric(candidates, wanted)?,
        };
        let mut plan = plain(Format::K6Json, "$.data.value", Some("$.data.time"), "$", 1.0);
        plan.only = Some(("$.metric", metric.clone().into_bytes()));
        told(&mut plan, &survey);
        let mut found = recognised(plan, Vec::new());
        found.notices.extend(tools::metric_notice(&survey.metrics, &metric));
        (found.metrics, found.metric) = (survey.metrics, Some(metric));
        return Ok(found);
    }
    let names = names_of(&survey);
    let chosen = wanted.position(&names).map_err(ImportError::NoSuchColumn)?;
    if chosen.is_none() {
        for (format, needs, value, start, ms) in TOOLS {
            let beside = |path: &str, key: &str| parent(path) + "." + key;
            let value = survey.seen.iter().find(|(path, (_, cells))| {
                last_key(path) == value
                    && cells.read() > 0
                    && needs.iter().all(|key| survey.seen.contains_key(&beside(path, key)))
            });
            if let Some((path, (_, cells))) = value {
                let mut plan = plain(format, path, Some(&beside(path, start)), &parent(path), ms);
                told(&mut plan, &survey);
                let mut found = recognised(plan, names);
                if cells.has_units() {
                    found.unit_ms = None;
                }
                return Ok(found);
            }
        }
    }
    choose(&survey, reader.roots, chosen, wanted, by_line)
}

fn recognised(plan: Plan, names: Vec<String>) -> Recognised {
    let column = names.iter().position(|name| *name == plan.value);
    let ms = plan.reading.ms_per_bare;
    let format = plan.format;
    let found = Recognised::new(Reader::Json(Box::new(JsonPick::new(plan))), format);
    Recognised { columns: if names.len() > 1 { names } else { Vec::new() }, column, unit_ms: Some(ms), ..found }
}

/// Paths of numbers in the order they came.
fn names_of(survey: &Survey) -> Vec<String> {
    let mut paths: Vec<(&String, u32)> = survey
        .seen
        .iter()
        .filter(|(_, (_, cells))| cells.read() > 0)
        .map(|(path, (order, _))| (path, *order))
        .collect();
    paths.sort_by_key(|(_, order)| *order);
    paths.into_iter().map(|(path, _)| path.clone()).collect()
}

fn last_key(path: &str) -> &str {
    let name = path.trim_end_matches("[]");
    name.rsplit('.').next().unwrap_or(name)
}

/// Chooses the path that most looks like durations.
fn choose(
    survey: &Survey,
    roots: u64,
    chosen: Option<usize>,
    wanted: &Wanted,
    by_line: bool,
) -> Result<Recognised, ImportError> {
    let names = names_of(survey);
    let cells = |path: &String| &survey.seen[path].1;
    let most = names.iter().map(|path| cells(path).read()).max().unwrap_or(0);
    let bare_list = |path: &str| path.trim_start_matches('$').chars().all(|c| matches!(c, '[' | ']'));
    let score = |path: &String| {
        let key = last_key(path);
        let mut score = cells(path).score((!bare_list(path)).then_some(key));
        let rare = cells(path).read() * 2 < most;
        score.total -= if rare { 12 } else { 0 };
        if names::is_statistic(key) {
            score = Score { total: score.total.min(-50), told: false };
        }
        score
    };
    let scores: Vec<Score> = names.iter().map(score).collect();
    let ends = start_and_end(survey);
    let best = match (chosen, column::choose(&scores)) {
        (Some(i), _) => i,
        // An array of numbers and nothing else: there is no other to be mistaken for it.
        (None, _) if names.len() == 1 && bare_list(&names[0]) && !cells(&names[0]).is_stamps() => 0,
        (None, Ok(best)) if scores[best].told || bare_list(&names[best]) => best,
        (None, result) => {
            if let Some((start, end)) = ends {
                let says = format!("A duration is the time from {start} to {end}.");
                let plan = Plan {
                    format: if roots > 1 { Format::JsonLines } else { Format::Json },
                    record: parent(&start),
                    value: start,
                    end: Some(end),
                    start: None,
                    status: None,
                    name: None,
                    only: None,
                    reading: Reading::MS,
                    by_line,
                };
                let mut plan = plan;
                told(&mut plan, survey);
                let found = recognised(plan, names);
                return Ok(Recognised { unit_ms: None, notices: vec![says], ..found });
            }
            let likely = result.map_or_else(|likely| likely, |best| vec![best]);
            if likely.is_empty() || survey.seen.keys().any(|path| names::is_statistic(last_key(path))) {
                return Err(ImportError::NoNumbersInJson);
            }
            return Err(ImportError::NoClearColumn(likely.into_iter().map(|i| names[i].clone()).collect()));
        }
    };
    let value = &names[best];
    // One number deep inside of one object is a report's, not a request's.
    let report = || survey.seen.keys().any(|path| path.matches('.').count() > 1 || names::is_statistic(last_key(path)));
    if chosen.is_none() && roots <= 1 && !value.contains("[]") && report() {
        return Err(ImportError::OneReport(value.clone()));
    }
    let start = survey
        .seen
        .iter()
        .filter(|(path, (_, cells))| {
            *path != value && (cells.is_stamps() || cells.read() > 0) && meaning(last_key(path)).start > 0
        })
        .max_by_key(|(path, _)| meaning(last_key(path)).start)
        .map(|(path, _)| path.clone());
    let record = start.as_ref().map_or(String::new(), |start| common_object(value, start));
    let paired = start.is_some() && record.matches("[]").count() == value.matches("[]").count();
    let key = last_key(value);
    let units = cells(value).has_units();
    let meant = wanted.ms_per_bare().or(meaning(key).ms).or(tools::convention_ms(key));
    let mut notices = Vec::new();
    match meant {
        None if !units && !bare_list(value) => notices.push(tools::no_unit(value)),
        Some(ms) if ms != 1.0 && !units => notices.push(format!("Numbers at {value} were read as {}.", unit_of(ms).1)),
        _ => {}
    }
    let mut plan = Plan {
        format: if roots > 1 { Format::JsonLines } else { Format::Json },
        value: value.clone(),
        end: None,
        start: start.filter(|_| paired),
        status: None,
        name: None,
        only: None,
        record: if paired { record } else { parent(value) },
        reading: Reading { ms_per_bare: meant.unwrap_or(1.0), decimal_comma: false },
        by_line,
    };
    told(&mut plan, survey);
    let mut found = recognised(plan, names.clone());
    found.notices = notices;
    if units {
        found.unit_ms = None;
    }
    Ok(found)
}

/// Finds out where in the object of a duration its status stands and what was asked for.
fn told(plan: &mut Plan, survey: &Survey) {
    let inside = |path: &&String| {
        let within = path.strip_prefix(plan.record.as_str()).is_some_and(|rest| rest.starts_with('.'));
        within && path.matches("[]").count() == plan.record.matches("[]").count() && **path != plan.value
    };
    let paths: Vec<String> = survey.seen.keys().filter(inside).filter(|_| !plan.record.is_empty()).cloned().collect();
    let (status, name) = filter::columns(&paths);
    (plan.status, plan.name) = (status.map(|i| paths[i].clone()), name.map(|i| paths[i].clone()));
}

/// Two paths of one object that hold moments and are called start and end.
fn start_and_end(survey: &Survey) -> Option<(String, String)> {
    let stamps = || survey.seen.iter().filter(|(_, (_, cells))| cells.is_stamps()).map(|(path, _)| path);
    let end = stamps().find(|path| meaning(last_key(path)).end)?;
    let start = stamps().find(|path| meaning(last_key(path)).start > 0 && parent(path) == parent(end))?;
    Some((start.clone(), end.clone()))
}

/// The object whose key a path ends with: there a key that comes twice counts once. Empty for elements of an array.
fn parent(path: &str) -> String {
    if path.ends_with("[]") { String::new() } else { path.rsplit_once('.').map_or("", |(object, _)| object).to_owned() }
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
