//! What Artillery 2, Fortio 1.6x, Gatling 3 and Locust 2 print at the end of a run. Their times are milliseconds, Fortio's seconds.

use super::text::{lines, percentile, scaled, whole};
use super::{Draft, Stated};

/// A number with its blanks, times ten to `shift` [ms].
fn ms(token: &str, shift: i32) -> Option<f64> {
    scaled(token.trim(), shift)
}

pub(super) fn artillery(text: &str) -> Option<Stated> {
    // Reports of every ten seconds come before the summary.
    let text = &text[text.rfind("Summary report @")?..];
    let mut draft = Draft::new("Artillery", "'s report");
    let mut section = "";
    for line in lines(text) {
        let Some((name, rest)) = line.split_once(':') else { continue };
        let value = rest.trim_start_matches([' ', '.']);
        if value.is_empty() {
            section = name;
        } else if name == "http.requests" {
            draft.count = whole(value);
        } else if section == "http.response_time" {
            match name {
                "min" => draft.min(ms(value, 0)),
                "max" => draft.max(ms(value, 0)),
                "mean" => draft.mean(ms(value, 0)),
                "median" => draft.figure("p50", Some(0.5), ms(value, 0)),
                "p999" => draft.figure("p99.9", Some(0.999), ms(value, 0)),
                _ => {
                    if let Some((name, q)) = name.strip_prefix('p').and_then(percentile) {
                        draft.figure(&name, Some(q), ms(value, 0));
                    } else {
                        section = "";
                    }
                }
            }
        }
    }
    Some(draft.summary())
}

pub(super) fn fortio(text: &str) -> Option<Stated> {
    let line = lines(text).find_map(|line| line.strip_prefix("Aggregated Function Time : "))?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let after = |name: &str| words.iter().position(|word| *word == name).and_then(|i| words.get(i + 1)).copied();
    let mut draft = Draft::new("Fortio", "'s report");
    draft.count = after("count").and_then(whole);
    draft.mean(after("avg").and_then(|avg| ms(avg, 3)));
    draft.min(after("min").and_then(|min| ms(min, 3)));
    for row in lines(text).filter_map(|line| line.strip_prefix("# target ")) {
        if let Some((percent, value)) = row.split_once('%')
            && let Some((name, q)) = percentile(percent)
        {
            draft.figure(&name, Some(q), ms(value, 3));
        }
    }
    draft.max(after("max").and_then(|max| ms(max, 3)));
    Some(draft.summary())
}

pub(super) fn gatling(text: &str) -> Option<Stated> {
    if !lines(text).any(|line| line.starts_with("---- Global Information")) {
        return None;
    }
    let mut draft = Draft::new("Gatling", "'s report");
    for line in lines(text).filter_map(|line| line.strip_prefix("> ")) {
        // "> name   100 (OK=100 KO=0)", and in 3.10 and later "> name | 100 | 100 | 0".
        let (name, value) = match line.split_once('|') {
            Some((name, rest)) => (name.trim(), rest.split('|').next()),
            None => match line.split_once('(').map_or(line, |(before, _)| before).trim_end().rsplit_once(' ') {
                Some((name, value)) => (name.trim(), Some(value)),
                None => continue,
            },
        };
        let value = value.map(|value| value.trim().replace(',', ""));
        let Some(value) = value.filter(|_| line.contains(['(', '|'])) else { continue };
        let name = name.strip_suffix("(ms)").unwrap_or(name).trim();
        match name {
            "request count" => draft.count = whole(&value),
            "min response time" => draft.min(ms(&value, 0)),
            "max response time" => draft.max(ms(&value, 0)),
            "mean response time" => draft.mean(ms(&value, 0)),
            _ => {
                let percent = name.strip_prefix("response time ").and_then(|rest| rest.split_once("th percentile"));
                if let Some((name, q)) = percent.and_then(|(percent, _)| percentile(percent)) {
                    draft.figure(&name, Some(q), ms(&value, 0));
                }
            }
        }
    }
    Some(draft.summary())
}

pub(super) fn locust(text: &str) -> Option<Stated> {
    let heading = |line: &&str| line.starts_with("Type ") && line.contains("# reqs") && line.contains("Avg");
    let at = lines(text).position(|line| heading(&line))?;
    let mut draft = Draft::new("Locust", "'s report");
    let all = lines(text).skip(at + 1).find(|line| line.starts_with("Aggregated "));
    let Some(row) = all else {
        return Some(draft.nothing("its row “Aggregated”, which is about all requests, is missing: it is cut off"));
    };
    let parts: Vec<Vec<&str>> = row.split('|').map(|part| part.split_whitespace().collect()).collect();
    draft.count = parts.first().and_then(|part| part.get(1)).and_then(|n| whole(n));
    if let Some([mean, min, max, median]) = parts.get(1).map(Vec::as_slice) {
        draft.mean(ms(mean, 0));
        draft.min(ms(min, 0));
        draft.figure("p50", Some(0.5), ms(median, 0));
        draft.max(ms(max, 0));
    }
    Some(draft.summary())
}

/// vegeta's `report -type='hist[0,2ms,4ms]'`: how many lie between two bounds.
pub(super) fn vegeta_buckets(text: &str) -> Option<Stated> {
    let heading = |line: &str| line.split_whitespace().eq(["Bucket", "#", "%", "Histogram"]);
    let mut rows = lines(text).skip_while(|line| !heading(line));
    rows.next()?;
    let mut draft = Draft::new("vegeta", "'s histogram");
    let (mut groups, mut beyond) = (Vec::new(), 0_u64);
    for row in rows.filter(|row| row.starts_with('[')) {
        let read = || {
            let (bounds, rest) = row.strip_prefix('[')?.split_once(']')?;
            let (_, end) = bounds.split_once(',')?;
            Some((end.trim().to_owned(), whole(rest.split_whitespace().next()?)?))
        };
        match read() {
            Some((end, count)) if end == "+Inf" => beyond = beyond.saturating_add(count),
            Some((end, count)) => match super::text::duration(&end) {
                Some(end) => groups.push((end, count)),
                None => draft.cut_off(),
            },
            None => draft.cut_off(),
        }
    }
    if beyond > 0 {
        return Some(draft.nothing(&format!("{beyond} of its requests lie in a bucket without an end")));
    }
    draft.note("Each bucket stands at its upper end: the histogram is no finer than that.");
    Some(draft.histogram(groups))
}
