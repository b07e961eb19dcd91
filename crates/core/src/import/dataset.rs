//! What was imported: the sample, where it came from, and what could not be used.

use std::sync::Arc;

use super::wanted::UNIT_WORDS;
use super::{LogFit, Sample, Stated, Wanted};

/// A recognised format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `95×50, 4×500`.
    Groups,
    /// One duration a line.
    Column,
    /// Durations separated by commas, semicolons or blanks.
    List,
    /// A table with commas, semicolons or bars.
    Csv,
    /// A table with tabs.
    Tsv,
    /// A table with blanks.
    Blanks,
    /// JSON with an array of numbers or objects.
    Json,
    /// JSON, one value a line.
    JsonLines,
    /// An HTTP archive, saved by a browser's network panel.
    Har,
    /// The summary of a k6 run.
    K6Summary,
    /// The samples of a k6 run as CSV.
    K6Csv,
    /// The samples of a k6 run as JSON lines.
    K6Json,
    /// The percentile output of HdrHistogram and wrk2.
    Hgrm,
    /// The CSV of hey.
    HeyCsv,
    /// The table of `ab -g`.
    AbTsv,
    /// The results of JMeter as CSV.
    JmeterCsv,
    /// The results of JMeter as XML.
    JmeterXml,
    /// The CSV of oha.
    OhaCsv,
    /// `vegeta encode --to csv`.
    VegetaCsv,
    /// `vegeta encode --to json`.
    VegetaJson,
    /// The log of a Gatling simulation.
    Gatling,
    /// Lines of a web server's access log.
    AccessLog,
    /// The W3C log of IIS.
    Iis,
    /// The log of CloudFront.
    CloudFront,
    /// The log of a load balancer of AWS.
    LoadBalancer,
    /// The HTTP log of HAProxy.
    HaProxy,
    /// The JSON access log of Traefik.
    Traefik,
    /// The JSON access log of Caddy.
    CaddyJson,
    /// Spans of Jaeger.
    Jaeger,
    /// Spans of Zipkin.
    Zipkin,
    /// Events of a Chrome trace.
    ChromeTrace,
    /// Lines of `key=value`.
    Pairs,
    /// What this tool prints of its requests.
    Told(&'static str),
}

impl Format {
    /// Whether it is a way of writing anything, not one tool's own.
    #[must_use]
    pub const fn is_general(self) -> bool {
        matches!(
            self,
            Self::Groups
                | Self::Column
                | Self::List
                | Self::Csv
                | Self::Tsv
                | Self::Blanks
                | Self::Json
                | Self::JsonLines
                | Self::Pairs
        )
    }

    /// Its name in a sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Groups => "groups (count × duration)",
            Self::Column => "a column of durations",
            Self::List => "a list of durations",
            Self::Csv => "a CSV table",
            Self::Tsv => "a table with tabs",
            Self::Blanks => "a table with blanks",
            Self::Json => "JSON",
            Self::JsonLines => "JSON lines",
            Self::Har => "a HAR file of a browser",
            Self::K6Summary => "a k6 summary",
            Self::K6Csv => "k6 samples as CSV",
            Self::K6Json => "k6 samples as JSON lines",
            Self::Hgrm => "an HdrHistogram or wrk2 percentile table",
            Self::HeyCsv => "the CSV of hey",
            Self::AbTsv => "the table of ab -g",
            Self::JmeterCsv => "JMeter results",
            Self::JmeterXml => "JMeter results as XML",
            Self::OhaCsv => "the CSV of oha",
            Self::VegetaCsv | Self::VegetaJson => "vegeta results",
            Self::Gatling => "a Gatling simulation log",
            Self::AccessLog => "a web server’s access log",
            Self::Iis => "an IIS log",
            Self::CloudFront => "a CloudFront log",
            Self::LoadBalancer => "an AWS load balancer’s log",
            Self::HaProxy => "an HAProxy log",
            Self::Traefik => "a Traefik access log",
            Self::CaddyJson => "a Caddy access log",
            Self::Jaeger => "Jaeger spans",
            Self::Zipkin => "Zipkin spans",
            Self::ChromeTrace => "a Chrome trace",
            Self::Pairs => "lines of key=value",
            Self::Told(tool) => tool,
        }
    }
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Line in the text, from 1 (in JSON: how many values came before, plus 1).
    pub line: u64,
    /// Its first characters.
    pub text: String,
}

/// A data set that many may hold: cheap to copy, and equal only to itself.
#[derive(Clone, Debug)]
pub struct Loaded(Arc<Dataset>);

impl Loaded {
    /// Wraps a data set.
    #[must_use]
    pub fn new(dataset: Dataset) -> Self {
        Self(Arc::new(dataset))
    }
}

impl PartialEq for Loaded {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Loaded {
    type Target = Dataset;

    fn deref(&self) -> &Dataset {
        &self.0
    }
}

impl Dataset {
    /// What was taken, in a line: `vegeta results: “latency”, nanoseconds, 20 requests`.
    #[must_use]
    pub fn took(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.metric.clone());
        if self.metric.is_none() {
            parts.extend(self.column.and_then(|i| self.columns.get(i)).map(|name| format!("“{name}”")));
        }
        let unit =
            UNIT_WORDS.iter().find(|(word, _, _)| Some(*word) == self.unit).map(|(_, name, _)| (*name).to_owned());
        parts.extend(unit);
        let only = [("status", &self.wanted.status), ("name", &self.wanted.name)];
        let only = only.iter().filter(|(_, word)| !word.trim().is_empty());
        parts.extend(only.map(|(what, word)| format!("only {what} “{}”", word.trim())));
        let count = self.sample.count();
        let requests = if count == 1 { "request" } else { "requests" };
        parts.push(format!("{} {requests}", crate::quantity::grouped(count as f64, 0)));
        format!("{}: {}", self.format.name(), parts.join(", "))
    }

    /// The durations as groups, `95×50, 4×500`, where that takes at most so many characters and loses nothing.
    #[must_use]
    pub fn groups_text(&self, most_chars: usize) -> Option<String> {
        if !self.sample.exact || !self.stated.is_empty() || self.sample.distinct() > most_chars / 3 {
            return None;
        }
        // With a unit chosen by hand bare numbers would be read in it again.
        let unit = if self.wanted.ms_per_bare().is_some() { "ms" } else { "" };
        let groups: Vec<String> = self.sample.groups().map(|(ms, count)| format!("{count}×{ms}{unit}")).collect();
        let text = groups.join(", ");
        (text.chars().count() <= most_chars).then_some(text)
    }
}

/// A finished import. Never without a duration.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// Where it came from: a file's name, or "pasted".
    pub name: String,
    /// What it was recognised as.
    pub format: Format,
    /// The durations.
    pub sample: Sample,
    /// Columns (or paths in JSON) that may be chosen instead; empty where there is no choice.
    pub columns: Vec<String>,
    /// Which of the columns the durations are from.
    pub column: Option<usize>,
    /// What bare numbers were taken as (`ns`, `us`, `ms`, `s`, `min`); nothing where each states its own unit.
    pub unit: Option<&'static str>,
    /// Metrics that may be chosen instead; empty where there is one.
    pub metrics: Vec<String>,
    /// Which of them was taken.
    pub metric: Option<String>,
    /// Which statuses the requests had, with how many, before any was left out; empty where they say none, or too many.
    pub statuses: Vec<(String, u64)>,
    /// The same of their names.
    pub names: Vec<(String, u64)>,
    /// What was chosen by hand.
    pub wanted: Wanted,
    /// How many values could not be read.
    pub unreadable: u64,
    /// The first of them.
    pub first_unreadable: Vec<Unreadable>,
    /// What deserves a word, a sentence each.
    pub notices: Vec<String>,
    /// Percentiles the file itself states, as (q, ms), where it holds nothing finer.
    pub stated: Vec<(f64, f64)>,
    /// The report it stands in, with the figures that states of itself.
    pub report: Option<Box<Stated>>,
    /// Arrivals and service read from start times and durations, where the file has both.
    pub log: Option<LogFit>,
    /// Size of what was read.
    pub bytes: u64,
}
