//! What a text is, by its beginning; and what it is instead, where it is neither trace nor profile.

use super::Format;
use super::collapsed::is_stack_line;
use super::perf::is_sample_head;
use crate::trace::TraceError;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Otlp,
    Jaeger,
    Zipkin,
    Har,
    Chrome,
    Speedscope,
    Collapsed,
    Perf,
    Sketch,
}

impl Kind {
    pub fn format(self) -> Format {
        match self {
            Self::Otlp => Format::Otlp,
            Self::Jaeger => Format::Jaeger,
            Self::Zipkin => Format::Zipkin,
            Self::Har => Format::Har,
            Self::Chrome => Format::Chrome,
            Self::Speedscope => Format::Speedscope,
            Self::Collapsed => Format::Collapsed,
            Self::Perf => Format::Perf,
            Self::Sketch => Format::Sketch,
        }
    }
}

/// What a text that begins so is.
pub(super) fn kind(head: &[u8], is_whole: bool) -> Result<Kind, TraceError> {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start();
    if text.is_empty() {
        return Err(TraceError::Empty);
    }
    if text.starts_with(['{', '[']) {
        return json(text);
    }
    if text.starts_with('<') {
        return Err(foreign("This is HTML or XML, not a trace. Export it as JSON."));
    }
    let lines: Vec<&str> = text.lines().take(200).collect();
    // The last line of a head may be cut.
    let lines = if is_whole || lines.len() < 2 { &lines[..] } else { &lines[..lines.len() - 1] };
    let told: Vec<&str> =
        lines.iter().copied().filter(|l| !l.trim().is_empty() && !l.starts_with(['#', '/'])).collect();
    if told.iter().any(|line| is_sample_head(line)) {
        return Ok(Kind::Perf);
    }
    let stacks = told.iter().filter(|line| is_stack_line(line)).count();
    let with_callers = told.iter().any(|line| is_stack_line(line) && line.contains(';'));
    if stacks * 2 > told.len() && (with_callers || stacks > 1 && !text.contains([',', '|', '('])) {
        return Ok(Kind::Collapsed);
    }
    let numbers = told
        .iter()
        .filter(|line| line.trim().split([',', ' ', '×', 'x']).all(|p| p.trim().parse::<f64>().is_ok()))
        .count();
    if numbers * 2 > told.len() {
        return Err(foreign(
            "These are numbers without names: durations, it seems. The floor “What users feel” reads those.",
        ));
    }
    if is_whole && text.len() <= 10_000 && text.chars().any(|c| c.is_ascii_digit()) {
        return Ok(Kind::Sketch);
    }
    let begins: String = text.chars().take(40).collect();
    Err(TraceError::Foreign(format!(
        "This is neither a trace nor a profile that is known here; it begins with “{}”.",
        begins.trim_end()
    )))
}

fn foreign(says: &str) -> TraceError {
    TraceError::Foreign(says.into())
}

fn json(text: &str) -> Result<Kind, TraceError> {
    let has = |key: &str| text.contains(&format!("\"{key}\""));
    if has("resourceSpans")
        || has("resource_spans")
        || has("batches") && (has("scopeSpans") || has("instrumentationLibrarySpans") || has("resource"))
    {
        return Ok(Kind::Otlp);
    }
    if has("resourceMetrics") || has("resourceLogs") {
        let what = if has("resourceMetrics") { "metrics" } else { "logs" };
        return Err(TraceError::Foreign(format!("These are OpenTelemetry {what}, not spans: export the traces.")));
    }
    if has("traceEvents") || has("ph") && (has("ts") || has("pid")) {
        return Ok(Kind::Chrome);
    }
    if has("frames") && has("shared") || text.contains("speedscope.app/file-format-schema") {
        return Ok(Kind::Speedscope);
    }
    if has("log") && (has("entries") || has("creator") || has("pages")) {
        return Ok(Kind::Har);
    }
    if has("spans") && (has("traceID") || has("spanID") || has("processes")) || has("data") && has("traceID") {
        return Ok(Kind::Jaeger);
    }
    let is_zipkin = has("traceId") && (has("localEndpoint") || has("timestamp") || has("duration") || has("id"));
    if is_zipkin {
        return Ok(Kind::Zipkin);
    }
    if has("nodes") && has("timeDeltas") || has("callFrame") {
        return Err(foreign(
            "This is a CPU profile of V8 (.cpuprofile). Open it in speedscope and export it from there: that can be read here.",
        ));
    }
    if has("threads") && has("frameTable") {
        return Err(foreign(
            "This is a profile of the Firefox Profiler. speedscope opens it, and what it exports can be read here.",
        ));
    }
    if has("annotations") && has("binaryAnnotations") {
        return Err(foreign("This is a trace of Zipkin’s version 1; only version 2 is read here."));
    }
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).take(40).collect();
    if matches!(compact.as_str(), "[]" | "{}" | "[[]]") || compact == "{\"data\":[]}" {
        return Err(TraceError::Foreign("This JSON is empty: there is no span and no sample in it.".into()));
    }
    Err(TraceError::Foreign(format!(
        "This is JSON, but neither a trace nor a profile that is known here; it begins with “{compact}”."
    )))
}

/// What is no text.
pub(super) fn binary(kind: &str) -> TraceError {
    if kind.is_empty() {
        return foreign("This is binary data, and no profile of pprof. Export the trace as JSON.");
    }
    TraceError::Foreign(format!(
        "This is {kind}, neither a trace nor a profile; unpack it, or export the trace as JSON."
    ))
}
