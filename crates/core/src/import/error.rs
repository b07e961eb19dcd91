//! Why nothing could be imported.

use std::fmt;

use super::Stated;

/// Why a file or a paste gave no numbers; `Display` is a sentence for the reader.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportError {
    /// Nothing in it.
    Empty,
    /// Bytes that are not text; what they look like, or empty.
    Binary(&'static str),
    /// Text without a single duration in it; the first lines that could not be read.
    NoNumbers(Vec<String>),
    /// JSON that breaks off or breaks its grammar, at this byte.
    BrokenJson(u64, &'static str),
    /// JSON nested deeper than is read.
    TooDeep,
    /// JSON in which no number looks like a duration.
    NoNumbersInJson,
    /// A HAR file without a single entry.
    EmptyHar,
    /// A percentile table whose counts or values fall, at this line.
    FallingCounts(u64),
    /// No column is clearly the one; the likeliest, by name.
    NoClearColumn(Vec<String>),
    /// Of several metrics none is known to be times.
    NoClearMetric(Vec<String>),
    /// A summary; the sentence says of what.
    Summary(String),
    /// A tool's report that states figures and lists no requests.
    Told(Box<Stated>),
    /// One report with a number deep inside, at this path.
    OneReport(String),
    /// Moments, not durations.
    OnlyMoments,
    /// An access log without a time.
    NoTimeInLog,
    /// Markup that is not JMeter's.
    Markup,
    /// More that cannot be read than can: unreadable, read, and the first that could not be.
    MostlyUnreadable(u64, u64, String),
    /// A HAR file whose entries state no time.
    NoTimesInHar(u64),
    /// A column was asked for that is not there.
    NoSuchColumn(String),
    /// No column clearly holds keys; the likeliest, by name.
    NoClearKeys(Vec<String>),
    /// Rows, but no key in any.
    NoKeys,
    /// A filter by this (`status`, `name`) where nothing says it.
    NothingToFilter(&'static str),
    /// No request has this status or name; what there is.
    NothingLeft(&'static str, String, Vec<String>),
}

impl ImportError {
    /// What may be chosen by hand to make something of it after all: which of the choices ([`Wanted::KEYS`](super::Wanted::KEYS)),
    /// and the likeliest answers.
    #[must_use]
    pub fn offers(&self) -> Option<(&'static str, &[String])> {
        let (key, words) = match self {
            Self::NoClearColumn(likely) | Self::NoClearKeys(likely) => ("column", likely),
            Self::NoClearMetric(likely) => ("metric", likely),
            Self::NothingLeft(what, _, there) => (*what, there),
            _ => return None,
        };
        (!words.is_empty()).then_some((key, words.as_slice()))
    }

    /// The report it is, where it is one.
    #[must_use]
    pub fn states(&self) -> Option<&Stated> {
        if let Self::Told(report) = self { Some(report) } else { None }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "There is nothing in it: paste or drop some durations, one a line."),
            Self::Binary("") => {
                write!(f, "This is not text but binary data; export it as CSV, JSON or one number a line.")
            }
            Self::Binary(kind) => {
                write!(f, "This is {kind}, not text; unpack or export it as CSV, JSON or one number a line.")
            }
            Self::NoNumbers(lines) if lines.is_empty() => write!(f, "No duration was found in it."),
            Self::NoNumbers(lines) => write!(f, "No duration was found in it; it begins with “{}”.", lines[0]),
            Self::BrokenJson(at, why) => write!(f, "This looks like JSON, but {why} at byte {at}."),
            Self::TooDeep => write!(
                f,
                "This JSON is nested more than {} deep, which no log of durations is.",
                super::json::MAX_DEPTH
            ),
            Self::NoNumbersInJson => write!(f, "This JSON holds no number that looks like a duration."),
            Self::EmptyHar => write!(f, "This HAR file holds no requests."),
            Self::NoClearColumn(likely) if likely.is_empty() => {
                write!(f, "None of its columns looks like durations. Name one by hand if there is one.")
            }
            Self::NoClearColumn(likely) => {
                let names: Vec<String> = likely.iter().map(|name| format!("“{name}”")).collect();
                write!(
                    f,
                    "No column is clearly the one that holds durations. Choose it by hand; the likeliest: {}.",
                    names.join(", ")
                )
            }
            Self::NoClearMetric(metrics) => {
                write!(
                    f,
                    "None of its metrics is known to hold times. Choose one by hand; it has {}.",
                    metrics.join(", ")
                )
            }
            Self::Told(report) => write!(f, "{}", report.says),
            Self::Summary(sentence) => write!(f, "{sentence}"),
            Self::OneReport(path) => {
                write!(f, "This is one report, not a list of requests: the number at {path} alone is no sample.")
            }
            Self::OnlyMoments => write!(f, "These are dates or times of day, not durations."),
            Self::NoTimeInLog => write!(
                f,
                "This log holds no durations: its format must be told to write them (nginx $request_time, Apache %D)."
            ),
            Self::Markup => {
                write!(f, "This is XML or HTML; of such files only JMeter’s results are read. Save it as CSV or JSON.")
            }
            Self::MostlyUnreadable(unreadable, read, first) => write!(
                f,
                "Most of it could not be read as durations ({} pieces against {}); the first is “{first}”.",
                crate::quantity::grouped(*unreadable as f64, 0),
                crate::quantity::grouped(*read as f64, 0)
            ),
            Self::NoTimesInHar(entries) => write!(
                f,
                "None of the {} entries of this HAR file states how long it took: neither time nor timings.",
                crate::quantity::grouped(*entries as f64, 0)
            ),
            Self::NoClearKeys(likely) => {
                let names: Vec<String> = likely.iter().map(|name| format!("“{name}”")).collect();
                write!(
                    f,
                    "No column is clearly the one that holds keys. Choose it by hand; the likeliest: {}.",
                    names.join(", ")
                )
            }
            Self::NoKeys => write!(f, "No key was found in it."),
            Self::NothingToFilter(what) => {
                write!(f, "It says no {what} of its requests: there is nothing to choose them by.")
            }
            Self::NothingLeft(what, word, there) => {
                let there = if there.is_empty() { String::new() } else { format!("; it has {}", there.join(", ")) };
                write!(f, "No request in it has the {what} “{word}”{there}.")
            }
            Self::NoSuchColumn(name) => write!(f, "There is no column “{name}” in it."),
            Self::FallingCounts(line) => write!(
                f,
                "This looks like a percentile table of HdrHistogram, but its counts fall at line {line}: they are how many were no slower, and can only grow."
            ),
        }
    }
}

impl std::error::Error for ImportError {}
