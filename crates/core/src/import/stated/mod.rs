//! Reports that state figures instead of listing requests: what load-test and measuring tools print at their end.
//!
//! A report is recognised by its own layout before a number of it is read, so that no port, rate or test length can be taken
//! for a latency. What a report states is kept as stated, never drawn between. Each file here is one tool or one family, and
//! says which version's output it follows.

mod ab;
mod artillery;
mod autocannon;
mod bombardier;
mod consoles;
mod draft;
mod fortio;
mod gatling;
mod hdr;
mod hey;
pub(super) mod hlog;
mod hyperfine;
mod jmeter;
mod json;
mod k6;
mod locust;
mod oha;
mod otel;
mod ping;
mod prometheus;
mod spectrum;
mod table;
#[cfg(test)]
mod tests;
mod text;
#[cfg(test)]
mod variants;
mod vegeta;
#[cfg(test)]
mod versions;
mod wrk;

use draft::Draft;

/// What a report holds of its latencies.
#[derive(Clone, Debug, PartialEq)]
pub enum Holds {
    /// Stated figures only.
    Summary,
    /// Latencies [ms] with how many requests had them: upper ends of buckets, or values of a finer histogram.
    Histogram(Vec<(f64, u64)>),
    /// Single latencies [ms], in the report's order.
    Samples(Vec<f64>),
    /// A sentence why it cannot be used.
    Nothing(String),
}

/// A figure as the report states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its name: "mean", "min", "p99".
    pub name: String,
    /// Which quantile it is, from 0 (the smallest) to 1 (the largest); `None` for a mean.
    pub quantile: Option<f64>,
    /// Its value [ms].
    pub value_ms: f64,
}

/// A recognised report.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// The tool that wrote it.
    pub tool: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// What it states.
    pub figures: Vec<Figure>,
    /// How many requests (or runs, or echoes) it is about, where it says so.
    pub count: Option<u64>,
    /// What it is and what was taken from it, in sentences for people.
    pub says: String,
}

impl Stated {
    /// How many were no slower than each end [ms] of its buckets; nothing where it holds no histogram.
    #[must_use]
    pub fn steps(&self) -> Vec<(f64, u64)> {
        let Holds::Histogram(groups) = &self.holds else { return Vec::new() };
        let mut groups = groups.clone();
        groups.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut up_to = 0_u64;
        groups
            .into_iter()
            .map(|(end, count)| {
                up_to = up_to.saturating_add(count);
                (end, up_to)
            })
            .collect()
    }
}

/// A longer text is no report: it is a log, which others read in slices.
const MAX_BYTES: usize = 64 << 20;

type Reader = fn(&str) -> Option<Stated>;
const READERS: &[Reader] = &[
    wrk::read,
    hlog::read,
    spectrum::read,
    hey::read,
    ab::read,
    vegeta::read,
    bombardier::read,
    autocannon::read,
    hyperfine::read,
    k6::read,
    jmeter::read,
    locust::read,
    gatling::read,
    prometheus::read,
    ping::read,
    consoles::artillery,
    consoles::fortio,
    consoles::gatling,
    consoles::locust,
    consoles::vegeta_buckets,
];
const JSON_READERS: &[fn(&json::Document<'_>) -> Option<Stated>] = &[
    vegeta::read_json,
    oha::read_json,
    bombardier::read_json,
    autocannon::read_json,
    artillery::read_json,
    fortio::read_json,
    hyperfine::read_json,
    k6::read_json,
    jmeter::read_json,
    gatling::read_json,
    otel::read_json,
];

/// Reads a whole text if it is a report of one of the tools known here; `name` is the file's, or empty.
#[must_use]
pub fn recognise(name: &str, text: &str) -> Option<Stated> {
    let text = text.trim_start_matches('\u{feff}');
    if text.len() > MAX_BYTES {
        return None;
    }
    let _ = name;
    if let Some(document) = json::Document::parse(text) {
        return JSON_READERS.iter().find_map(|reader| reader(&document));
    }
    // "12.5m" at the very end may have been milliseconds.
    let kept =
        text.strip_suffix('m').map_or(text, |rest| rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.'));
    READERS.iter().find_map(|reader| reader(kept))
}
