//! Tables known by their headings, or by the shape of their rows where they come without.

use super::number::Reading;
use super::sniff::{Reader, Recognised};
use super::stamp;
use super::table::{Plan, Table};
use super::wanted::Wanted;
use super::{Format, ImportError};

/// What a known table says of itself.
#[derive(Debug)]
pub(super) struct Tool {
    format: Format,
    value: usize,
    start: Option<usize>,
    ms: f64,
    only: Option<(usize, Vec<u8>)>,
    metrics: Vec<String>,
    metric: Option<String>,
    notices: Vec<String>,
}

/// Format, headings that must be there, column of the durations, of the starts, and milliseconds in a unit.
const HEADINGS: [(Format, &[&str], &str, &str, f64); 5] = [
    (Format::HeyCsv, &["response-time", "dns+dialup"], "response-time", "offset", 1e3),
    (Format::OhaCsv, &["request-start", "request-duration"], "request-duration", "request-start", 1e3),
    (Format::AbTsv, &["ttime", "seconds", "ctime"], "ttime", "seconds", 1.0),
    (Format::JmeterCsv, &["timestamp", "elapsed", "label"], "elapsed", "timestamp", 1.0),
    (Format::CloudFront, &["x-edge-location", "time-taken"], "time-taken", "", 1e3),
];

/// Metrics of k6 that are times, those of whole requests first.
pub(super) const K6_TIMES: [&str; 6] = [
    "http_req_duration",
    "grpc_req_duration",
    "ws_session_duration",
    "browser_http_req_duration",
    "iteration_duration",
    "group_duration",
];

/// The metric to take of those a file holds.
///
/// # Errors
/// Where the one that was asked for is not there, or none of them is known to be times.
pub(super) fn choose_metric(metrics: &[String], wanted: &Wanted) -> Result<String, ImportError> {
    let asked = wanted.metric.trim();
    if !asked.is_empty() {
        // It may come only after the beginning that was looked at.
        return Ok(asked.to_owned());
    }
    let known = K6_TIMES.iter().find(|name| metrics.iter().any(|m| m == *name));
    let custom: Vec<&String> = metrics.iter().filter(|m| m.contains("duration") || m.ends_with("_ms")).collect();
    match (known, custom.as_slice()) {
        (Some(name), _) => Ok((*name).to_owned()),
        (None, [one]) => Ok((*one).clone()),
        _ => Err(ImportError::NoClearMetric(metrics.iter().take(5).cloned().collect())),
    }
}

/// What to say where a file holds several metrics.
pub(super) fn metric_notice(metrics: &[String], metric: &str) -> Option<String> {
    (metrics.len() > 1 && metric != "http_req_duration").then(|| {
        let others: Vec<&str> = metrics.iter().filter(|m| *m != metric).map(String::as_str).take(5).collect();
        format!("Of several metrics “{metric}” was taken; there are also {}.", others.join(", "))
    })
}

/// Headings whose unit is a convention of what writes them: nginx writes seconds, the Elastic common schema nanoseconds.
pub(super) fn convention_ms(name: &str) -> Option<f64> {
    match name.to_lowercase().as_str() {
        "request_time" | "upstream_response_time" => Some(1e3),
        "event.duration" => Some(1e-6),
        _ => None,
    }
}

/// What to say of numbers without a unit.
pub(super) fn no_unit(name: &str) -> String {
    format!("Nothing says the unit of “{name}”: its numbers were taken as milliseconds.")
}

/// The sentence about a table of statistics.
pub(super) fn summary_sentence(names: &[String]) -> String {
    let lower: Vec<String> = names.iter().map(|n| n.to_lowercase()).collect();
    let has = |name: &str| lower.iter().any(|n| n == name);
    let what = if has("user count") && has("timestamp") {
        "This is Locust’s history: percentiles and rates of short stretches of a test"
    } else if has("# samples") {
        "This is JMeter’s report: statistics of each label"
    } else {
        "This table holds a summary, statistics in each row"
    };
    format!("{what}, not single requests. Durations cannot be had back from it.")
}

/// Recognises a known tool's table.
///
/// # Errors
/// Where the tool's table holds no durations, or the metric asked for is not there.
pub(super) fn by_heading(
    names: &[String],
    body: &[Vec<String>],
    heading: bool,
    delimiter: u8,
    wanted: &Wanted,
) -> Result<Option<Tool>, ImportError> {
    let plain = |format, value, start, ms| Tool {
        format,
        value,
        start,
        ms,
        only: None,
        metrics: Vec::new(),
        metric: None,
        notices: Vec::new(),
    };
    if !heading {
        return Ok(by_shape(body, delimiter).map(|(format, value, start, ms)| plain(format, value, Some(start), ms)));
    }
    let lower: Vec<String> = names.iter().map(|n| n.to_lowercase()).collect();
    let at = |name: &str| lower.iter().position(|n| n == name);
    if at("occurrences").is_some() && (at("error").is_some() || at("method").is_some()) {
        return Err(ImportError::Summary(
            "This is Locust’s list of failures: it counts errors and holds no durations.".into(),
        ));
    }
    if at("traceback").is_some() && at("count").is_some() {
        return Err(ImportError::Summary("This is Locust’s list of exceptions: it holds no durations.".into()));
    }
    if let (Some(metric), Some(value)) = (at("metric_name"), at("metric_value")) {
        let mut metrics: Vec<String> = Vec::new();
        for row in body {
            if let Some(name) = row.get(metric).filter(|name| !metrics.contains(name)) {
                metrics.push(name.clone());
            }
        }
        let chosen = choose_metric(&metrics, wanted)?;
        let mut tool = plain(Format::K6Csv, value, at("timestamp"), 1.0);
        tool.only = Some((metric, chosen.clone().into_bytes()));
        tool.notices.extend(metric_notice(&metrics, &chosen));
        (tool.metrics, tool.metric) = (metrics, Some(chosen));
        return Ok(Some(tool));
    }
    for (format, needs, value, start, ms) in HEADINGS {
        if needs.iter().all(|name| at(name).is_some())
            && let Some(value) = at(value)
        {
            return Ok(Some(plain(format, value, at(start), ms)));
        }
    }
    Ok(None)
}

/// JMeter without headings and `vegeta encode --to csv`: by what stands in the first columns of nine rows in ten.
fn by_shape(body: &[Vec<String>], delimiter: u8) -> Option<(Format, usize, usize, f64)> {
    if delimiter != b',' && delimiter != b';' && delimiter != b'\t' {
        return None;
    }
    let digits = |cell: &str| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit());
    let epoch =
        |cell: &str, len: usize| cell.len() == len && digits(cell) && stamp::is_epoch(cell.parse().unwrap_or(0.0));
    let most = |fits: &dyn Fn(&Vec<String>) -> bool| {
        !body.is_empty() && body.iter().filter(|row| fits(row)).count() * 10 >= body.len() * 9
    };
    let jmeter = |row: &Vec<String>| {
        row.len() >= 10 && epoch(&row[0], 13) && digits(&row[1]) && matches!(row[7].as_str(), "true" | "false")
    };
    let vegeta = |row: &Vec<String>| {
        row.len() >= 9
            && epoch(&row[0], 19)
            && digits(&row[1])
            && row[1].len() <= 3
            && row[2..5].iter().all(|c| digits(c))
    };
    if most(&jmeter) {
        Some((Format::JmeterCsv, 1, 0, 1.0))
    } else if most(&vegeta) {
        Some((Format::VegetaCsv, 2, 0, 1e-6))
    } else {
        None
    }
}

impl Tool {
    /// The reader for it; a column or unit chosen by hand goes before the tool's own.
    ///
    /// # Errors
    /// Where the column asked for is not there.
    pub fn recognised(
        self,
        delimiter: u8,
        width: usize,
        names: Vec<String>,
        heading: bool,
        wanted: &Wanted,
    ) -> Result<Recognised, ImportError> {
        let value = wanted.position(&names).map_err(ImportError::NoSuchColumn)?.unwrap_or(self.value);
        let own = if value == self.value { Some(self.ms) } else { super::names::meaning(&names[value]).ms };
        let ms = wanted.ms_per_bare().or(own).unwrap_or(self.ms);
        let mut plan = Plan::of(delimiter, value, Reading { ms_per_bare: ms, decimal_comma: false });
        (plan.skip, plan.columns) = (u64::from(heading), Some(width));
        (plan.start, plan.only) = (self.start.filter(|i| *i != value), self.only);
        (plan.status, plan.name) = match (heading, self.format) {
            (true, _) => super::filter::columns(&names),
            (false, Format::JmeterCsv) => (Some(3), Some(2)),
            (false, Format::VegetaCsv) => (Some(1), Some(10).filter(|i| *i < width)),
            (false, _) => (None, None),
        };
        let found = Recognised::new(Reader::Table(Box::new(Table::new(plan))), self.format);
        Ok(Recognised {
            columns: names,
            column: Some(value),
            unit_ms: Some(ms),
            metrics: self.metrics,
            metric: self.metric,
            notices: self.notices,
            ..found
        })
    }
}
