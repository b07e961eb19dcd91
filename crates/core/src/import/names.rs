//! What a column's name says: whether it holds durations, in which unit, or when something began.

/// What the words of a name amount to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Meaning {
    /// How much it sounds like a duration; below zero it does not.
    pub duration: i32,
    /// How much it sounds like a start time.
    pub start: i32,
    /// Whether it sounds like an end time.
    pub end: bool,
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
        "ms" | "msec" | "msecs" | "millis" | "milli" | "millisecond" | "milliseconds" | "millisekunden" | "мс" => 1.0,
        "us" | "µs" | "μs" | "usec" | "usecs" | "micros" | "microsecond" | "microseconds" | "mikrosekunden" => 1e-3,
        "ns" | "nsec" | "nano" | "nanos" | "nanosecond" | "nanoseconds" | "nanosekunden" => 1e-6,
        "s" | "sec" | "secs" | "second" | "seconds" | "sekunden" | "secondes" | "segundos" | "secondi" => 1e3,
        "minutes" | "mins" | "minuten" => 6e4,
        _ => return None,
    })
}

/// What a duration is called, in the languages of spreadsheets.
const DURATIONS: &[&str] = &[
    "latency",
    "latencies",
    "duration",
    "durations",
    "elapsed",
    "took",
    "ttime",
    "rtt",
    "dur",
    "runtime",
    "dauer",
    "laufzeit",
    "antwortzeit",
    "latenz",
    "durée",
    "duree",
    "latence",
    "duración",
    "duracion",
    "latencia",
    "durata",
    "latenza",
    "duração",
    "duracao",
    "latência",
    "duur",
    "svarstid",
    "süre",
    "gecikme",
    "длительность",
    "задержка",
    "耗时",
    "延迟",
    "响应时间",
    "応答時間",
    "レイテンシ",
    "所要時間",
    "lag",
    "laptime",
];
const TIMES: &[&str] =
    &["time", "times", "t", "zeit", "temps", "tiempo", "tempo", "tid", "tijd", "czas", "время", "时间", "時間"];
/// What counts, numbers, names or sizes things.
const NOT_DURATIONS: &[&str] = &[
    "id",
    "status",
    "code",
    "bytes",
    "byte",
    "size",
    "length",
    "count",
    "port",
    "pid",
    "line",
    "thread",
    "threads",
    "year",
    "n",
    "nr",
    "success",
    "retries",
    "vus",
    "no",
    "idx",
    "index",
    "level",
    "version",
    "row",
    "seq",
    "sequence",
    "number",
    "num",
    "kb",
    "mb",
    "kib",
    "mib",
    "gb",
    "user",
    "users",
    "rate",
    "rps",
    "qps",
    "tps",
    "throughput",
    "percent",
    "pct",
    "errors",
    "error",
    "failures",
    "hits",
    "samples",
    "weight",
    "zeile",
    "zone",
    "lat",
    "lon",
    "latitude",
    "longitude",
    "attempt",
    "attempts",
    "depth",
    "cpu",
    "memory",
    "score",
    "price",
    "rank",
    "shard",
    "worker",
    "conn",
    "connections",
    "concurrency",
    "ip",
    "hour",
    "day",
    "month",
    "minute",
];
const STARTS: &[&str] = &[
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
    "datum",
    "fecha",
    "data",
    "zeitstempel",
    "timestamps",
];
const ENDS: &[&str] = &["end", "ended", "endtime", "finish", "finished", "stop", "stopped", "completed"];
const STATISTICS: &[&str] = &[
    "p50", "p75", "p90", "p95", "p99", "p999", "avg", "average", "mean", "median", "max", "maximum", "minimum",
    "stddev", "stdev",
];

/// Whether a heading is the name of a statistic: `p99`, `95%`, `90% Line`, `Average`, `Min`.
pub(super) fn is_statistic(name: &str) -> bool {
    let words = words(name);
    let percent = name.trim_start().split_once('%').is_some_and(|(number, _)| number.trim().parse::<f64>().is_ok());
    percent
        || words.iter().any(|w| STATISTICS.contains(&w.as_str()))
        // "Min [ms]" is a minimum with its unit behind it.
        || words.first().is_some_and(|w| w == "min" && (unit_of_words(name, &words).is_none() || name.contains(['(', '['])))
}

/// The unit at a name's end or in brackets; after a slash or "per" it makes a rate.
fn unit_of_words(name: &str, words: &[String]) -> Option<f64> {
    let bracketed = name.split(['(', '[', '{']).nth(1).and_then(|rest| rest.split([')', ']', '}']).next());
    if let Some(unit) = bracketed {
        let unit = unit.trim().to_lowercase();
        if let Some(ms) = unit_ms(&unit).or((unit == "min" || unit == "m").then_some(6e4)) {
            return Some(ms);
        }
    }
    let last = words.iter().rposition(|word| unit_ms(word).is_some() || word == "min")?;
    // "Min" alone, or before another word, is a minimum; "duration_min" are minutes.
    let named = words[..last].iter().any(|w| DURATIONS.contains(&w.as_str()) || TIMES.contains(&w.as_str()));
    if words[last] == "min" {
        return (last + 1 == words.len() && named && words.len() <= 2).then_some(6e4);
    }
    unit_ms(&words[last])
}

fn is_rate(name: &str, words: &[String]) -> bool {
    let lower = name.to_lowercase();
    let after_slash = lower.split('/').skip(1).any(|rest| {
        let unit: String = rest.trim_start().chars().take_while(|c| c.is_alphabetic()).collect();
        matches!(unit.as_str(), "s" | "sec" | "second" | "secs" | "min" | "minute" | "h" | "hour")
    });
    after_slash
        || words.windows(2).any(|w| w[0] == "per" && (unit_ms(&w[1]).is_some() || w[1] == "minute"))
        || words.iter().any(|w| matches!(w.as_str(), "rps" | "qps" | "tps" | "throughput" | "persec"))
}

/// Reads a column's name or the last key of a path.
pub(super) fn meaning(name: &str) -> Meaning {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let rate = is_rate(name, &words);
    let ms = if rate { None } else { unit_of_words(name, &words) };
    let mut duration = 0;
    if has(DURATIONS) {
        duration += 12;
    }
    if has(TIMES) {
        duration += 4;
        if has(&[
            "response",
            "request",
            "taken",
            "service",
            "total",
            "load",
            "wall",
            "exec",
            "execution",
            "query",
            "processing",
            "handler",
            "render",
        ]) {
            duration += 6;
        }
    }
    if has(&["response", "rt", "wait", "delay"]) {
        duration += 3;
    }
    // The time of the whole comes before that of its parts.
    if has(&["dns", "dialup", "upstream", "backend", "connect", "db", "view", "origin", "overhead", "wait", "delay"]) {
        duration -= 4;
    }
    if ms.is_some() {
        duration += 5;
    }
    if has(&["total", "value", "values"]) {
        duration += 1;
    }
    if is_statistic(name) {
        duration -= 6;
    }
    let mut start = 0;
    if has(STARTS) {
        start += 8;
    }
    // "time" alone may be either; "timeStamp" splits into two words.
    if words.windows(2).any(|w| w[0] == "time" && w[1] == "stamp") {
        start += 8;
    }
    if words.len() == 1 && has(&["time", "seconds"]) {
        start += 3;
    }
    let end = has(ENDS);
    if end {
        start -= 20;
        duration -= 14;
    }
    if start >= 8 {
        duration -= 14;
    }
    if has(NOT_DURATIONS) {
        duration -= 15;
    }
    // A name with a broken character in it is not the name it looks like.
    if rate || name.contains('\u{fffd}') {
        duration -= 40;
    }
    Meaning { duration, start, end, ms }
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
            "Dauer",
            "Durée",
            "Tiempo de respuesta (ms)",
            "耗时",
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
            "Requests/s",
            "KB/sec",
            "Min",
            "Nr",
            "end_time",
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
            ("Min", None),
            ("Min Response Time", None),
            ("duration_min", Some(6e4)),
            ("Dauer (min)", Some(6e4)),
            ("Requests/s", None),
            ("KB/sec", None),
            ("requests per second", None),
        ] {
            assert_eq!(meaning(name).ms, ms, "{name}");
        }
    }
}
