//! What came of a reading: a data set with all that deserves a word, or a sentence why there is none.

use super::filter::{Filter, Tally};
use super::sink::Sink;
use super::sniff::{Reader, Recognised};
use super::wanted::unit_of;
use super::{Dataset, Format, ImportError, Wanted};
use crate::quantity::grouped;

/// All that was read.
pub(super) struct Read {
    pub name: String,
    pub wanted: Wanted,
    pub utf16: bool,
    pub found: Option<Recognised>,
    pub sink: Sink,
    pub bytes: u64,
    pub failed: Option<ImportError>,
}

/// The data set.
pub(super) fn dataset(read: Read) -> Result<Dataset, ImportError> {
    let Read { name, wanted, utf16, mut found, sink, bytes, failed } = read;
    let format = found.as_ref().map(|f| f.format);
    let mut notices = notices(&sink);
    let count = sink.gathering.count();
    let Sink { gathering, unreadable, first_unreadable, log, stated_mean_ms, stated, unknown, .. } = sink;
    let filtered = found.as_mut().and_then(|found| found.reader.filter()).map(|(filter, _, _)| std::mem::take(filter));
    let filtered = filtered.unwrap_or_default();
    let Some(mut sample) = gathering.finish() else {
        return Err(match (failed, format) {
            (Some(error), _) => error,
            (None, _) if filtered.left_out > 0 => nothing_left(&filtered, &wanted),
            (None, Some(Format::Har)) if unknown > 0 => ImportError::NoTimesInHar(unknown),
            (None, Some(Format::Har)) if unreadable == 0 => ImportError::EmptyHar,
            (None, Some(Format::K6Summary)) => ImportError::Summary(
                "This is a k6 summary: it states figures, not single requests, and of http_req_duration too few to show. It takes two of min, med, max and p(…).".into(),
            ),
            (None, Some(Format::Json | Format::JsonLines)) => ImportError::NoNumbersInJson,
            _ => ImportError::NoNumbers(first_unreadable.into_iter().map(|u| u.text).collect()),
        });
    };
    let Some(found) = found else { return Err(failed.unwrap_or(ImportError::Empty)) };
    if let Reader::Hgrm(hgrm) = &found.reader
        && let Some(line) = hgrm.falls
    {
        return Err(ImportError::FallingCounts(line));
    }
    if unreadable > count {
        let first = first_unreadable.first().map_or(String::new(), |u| u.text.clone());
        return Err(ImportError::MostlyUnreadable(unreadable, count, first));
    }
    if filtered.left_out > 0 {
        notices.push(format!(
            "Only what was asked for is counted: {} others were left out.",
            grouped(filtered.left_out as f64, 0)
        ));
    }
    let mean = stated_mean_ms.filter(|m| (sample.min_ms..=sample.max_ms).contains(m));
    if let Some(mean) = mean {
        sample.mean_ms = mean;
    }
    notices.extend(found.notices);
    if utf16 {
        notices.push("The text is in UTF-16 and was read as such.".into());
    }
    if matches!(found.reader, Reader::Tokens(_)) && !(wanted.status.trim().is_empty() && wanted.name.trim().is_empty())
    {
        notices.push("It says neither status nor name of its requests: all of them are counted.".into());
    }
    match &found.reader {
        Reader::Tokens(tokens) => notices
            .extend(tokens.heading().map(|heading| format!("The first line, “{heading}”, was taken as a heading."))),
        Reader::Xml(xml) if xml.parts > 0 => {
            let parts = grouped(xml.parts as f64, 0);
            notices.push(format!("{parts} samples inside others are their parts and were not counted again."));
        }
        _ => {}
    }
    match found.format {
        Format::Hgrm => notices.push(
            if mean.is_some() {
                "The table gives upper ends of steps, taken as milliseconds; the mean is the one it states."
            } else {
                "The table gives upper ends of steps, taken as milliseconds; the mean is taken from them."
            }
            .into(),
        ),
        Format::K6Summary => notices.push(
            "A summary holds percentiles, not requests: those it states are shown as they are, the rest is drawn straight between them.".into(),
        ),
        _ => {}
    }
    if !sample.exact {
        notices.push(
            "More than a million durations, too many to keep each: percentiles are right to three significant digits."
                .into(),
        );
    }
    if let Some(error) = failed {
        notices.push(format!("Not all of it could be used: {error}"));
    }
    Ok(Dataset {
        name,
        format: found.format,
        sample,
        columns: found.columns,
        column: found.column,
        unit: found.unit_ms.map(|ms| unit_of(ms).0),
        metrics: found.metrics,
        metric: found.metric,
        statuses: filtered.statuses.words(),
        names: filtered.names.words(),
        wanted,
        unreadable,
        first_unreadable,
        notices,
        stated,
        report: None,
        log: log.finish(),
        bytes,
    })
}

/// Why nothing came past the filter.
fn nothing_left(filter: &Filter, wanted: &Wanted) -> ImportError {
    let there = |tally: &Tally| tally.words().into_iter().take(5).map(|(word, _)| word).collect();
    let (by_status, by_name) = (wanted.status.trim(), wanted.name.trim());
    if by_name.is_empty() || (!by_status.is_empty() && filter.names.words().iter().any(|(word, _)| word == by_name)) {
        ImportError::NothingLeft("status", by_status.to_owned(), there(&filter.statuses))
    } else {
        ImportError::NothingLeft("name", by_name.to_owned(), there(&filter.names))
    }
}

/// What the pieces themselves give reason to say.
fn notices(sink: &Sink) -> Vec<String> {
    let mut notices = Vec::new();
    let number = |n: u64| grouped(n as f64, 0);
    let of = |n: u64, one: &str, many: &str| format!("{} {}", number(n), if n == 1 { one } else { many });
    if let Some(first) = sink.first_unreadable.first() {
        let what = of(sink.unreadable, "value could not be read and was", "values could not be read and were");
        notices.push(format!("{what} left out; the first is “{}” (line {}).", first.text, first.line));
    }
    if sink.grouped > 0 && sink.grouped < sink.gathering.count() {
        let groups = of(sink.grouped, "duration came in a group", "durations came in groups");
        notices.push(format!("{groups} (count × duration), the others one by one."));
    }
    if sink.unknown > 0 {
        let what = of(
            sink.unknown,
            "entry says that its time is not known and was",
            "entries say that their time is not known and were",
        );
        notices.push(format!("{what} left out."));
    }
    if sink.summed > 0 {
        let what = of(sink.summed, "entry states no time of its own: its", "entries state no time of their own: their");
        notices.push(format!("{what} parts were added up."));
    }
    if sink.without > 0 {
        let what = of(sink.without, "entry has none and was", "entries have none and were");
        notices.push(format!("{what} left out."));
    }
    let negatives = sink.gathering.negatives();
    if negatives > 0 {
        let what = of(negatives, "duration is", "durations are");
        notices.push(format!("{what} negative, as differences of two clocks may be; they are kept."));
    }
    if sink.met.mixed() {
        let bare = if sink.met.bare() { "; numbers without one were taken as milliseconds" } else { "" };
        notices.push(format!("Units are mixed ({}){bare}.", sink.met.names().join(", ")));
    }
    notices
}
