//! What a column's name says: whether it holds durations, in which unit, or when something began.

/// What the words of a name amount to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Meaning {
    /// How much it sounds like a duration; below zero it does not.
    pub duration: i32,
    /// How much it sounds like a start time.
    pub start: i32,
    /// Milliseconds in one unit, where the name has one.
    pub ms: Option<f64>,
}

/// The words of a name: split at anything but letters and digits, and before a capital.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
        } else {
            if c.is_uppercase() && lower_before {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        lower_before = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

fn unit_ms(word: &str) -> Option<f64> {
    Some(match word {
        "ms" | "msec" | "msecs" | "millis" | "millisecond" | "milliseconds" => 1.0,
        "us" | "µs" | "μs" | "usec" | "usecs" | "micros" | "microsecond" | "microseconds" => 1e-3,
        "ns" | "nsec" | "nanos" | "nanosecond" | "nanoseconds" => 1e-6,
        "s" | "sec" | "secs" | "second" | "seconds" => 1e3,
        "min" | "mins" | "minutes" => 6e4,
        _ => return None,
    })
}

/// Reads a column's name or the last key of a path.
pub(super) fn meaning(name: &str) -> Meaning {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    // Milliseconds are what a bare number is; only the last word that is a unit counts.
    let ms = words.iter().rev().find_map(|word| unit_ms(word));
    let mut duration = 0;
    if has(&["latency", "latencies", "duration", "durations", "elapsed", "took", "ttime", "rtt", "dur", "runtime"]) {
        duration += 12;
    }
    if has(&["time", "times", "t"]) {
        duration += 4;
        if has(&["response", "request", "taken", "service", "total", "load", "wall", "exec", "execution", "query"]) {
            duration += 6;
        }
    }
    if has(&["response", "rt", "wait", "delay"]) {
        duration += 3;
    }
    if ms.is_some() {
        duration += 3;
    }
    if has(&["total", "value", "values"]) {
        duration += 1;
    }
    if has(&["p50", "p90", "p95", "p99", "avg", "mean", "median", "max", "min", "stddev"]) {
        duration -= 2;
    }
    let mut start = 0;
    if has(&[
        "timestamp",
        "start",
        "started",
        "starttime",
        "begin",
        "began",
        "ts",
        "date",
        "datetime",
        "offset",
        "at",
        "arrival",
        "epoch",
    ]) {
        start += 8;
    }
    // "time" alone may be either; "timeStamp" splits into two words.
    if words.windows(2).any(|w| w[0] == "time" && w[1] == "stamp") {
        start += 8;
    }
    if words.len() == 1 && has(&["time", "seconds"]) {
        start += 3;
    }
    if has(&["end", "finish", "finished", "stop"]) {
        start -= 20;
    }
    if start >= 8 {
        duration -= 14;
    }
    if has(&[
        "id", "status", "code", "bytes", "size", "length", "count", "port", "pid", "line", "thread", "threads", "year",
        "n", "success", "retries", "vus", "no", "idx", "index", "level", "version", "row",
    ]) {
        duration -= 15;
    }
    Meaning { duration, start, ms }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_durations_beat_names_of_anything_else() {
        for name in [
            "latency_ms",
            "duration",
            "responseTime",
            "elapsed",
            "time_taken",
            "request_time",
            "ttime",
            "durationMs",
            "ms",
        ] {
            assert!(meaning(name).duration > 0, "{name}");
        }
        for name in [
            "timestamp",
            "timeStamp",
            "status",
            "responseCode",
            "start_time",
            "started",
            "bytes",
            "user_id",
            "startedDateTime",
        ] {
            assert!(meaning(name).duration <= 0, "{name}: {:?}", meaning(name));
        }
        for name in ["timestamp", "timeStamp", "startedDateTime", "start_time", "offset", "ts"] {
            assert!(meaning(name).start > 3, "{name}");
        }
    }

    #[test]
    fn units_are_read_off_names() {
        for (name, ms) in [
            ("latency_ms", Some(1.0)),
            ("durationNanos", Some(1e-6)),
            ("elapsed (s)", Some(1e3)),
            ("wait [µs]", Some(1e-3)),
            ("took", None),
            ("statuses", None),
        ] {
            assert_eq!(meaning(name).ms, ms, "{name}");
        }
    }
}
