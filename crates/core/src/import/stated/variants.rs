//! What becomes of each format's material on its way: other line ends, marks, cuts, and ten thousand changes.

use super::{Holds, Stated, recognise};

/// Each format's material and the tool it is of.
const MATERIAL: &[(&str, &str)] = &[
    ("wrk", include_str!("material/wrk.txt")),
    ("wrk2", include_str!("material/wrk2.txt")),
    ("hey", include_str!("material/hey.txt")),
    ("oha", include_str!("material/oha.txt")),
    ("oha", include_str!("material/oha.json")),
    ("ApacheBench", include_str!("material/ab.txt")),
    ("vegeta", include_str!("material/vegeta.txt")),
    ("vegeta", include_str!("material/vegeta.json")),
    ("bombardier", include_str!("material/bombardier.txt")),
    ("bombardier", include_str!("material/bombardier.json")),
    ("autocannon", include_str!("material/autocannon.txt")),
    ("autocannon", include_str!("material/autocannon.json")),
    ("Artillery", include_str!("material/artillery.json")),
    ("Fortio", include_str!("material/fortio.json")),
    ("hyperfine", include_str!("material/hyperfine.txt")),
    ("hyperfine", include_str!("material/hyperfine.json")),
    ("ping", include_str!("material/ping_linux.txt")),
    ("ping", include_str!("material/ping_windows.txt")),
    ("k6", include_str!("material/k6.txt")),
    ("k6", include_str!("material/k6_flat.json")),
    ("JMeter", include_str!("material/jmeter.csv")),
    ("Locust", include_str!("material/locust_stats.csv")),
    ("Gatling", include_str!("material/gatling.json")),
    ("HdrHistogram", include_str!("material/jhiccup.hlog")),
    ("Prometheus", include_str!("material/prometheus.txt")),
    ("OpenTelemetry", include_str!("material/otel.json")),
];

fn values(stated: &Stated) -> Vec<f64> {
    let held: Vec<f64> = match &stated.holds {
        Holds::Samples(samples) => samples.clone(),
        Holds::Histogram(groups) => groups.iter().map(|(ms, _)| *ms).collect(),
        _ => Vec::new(),
    };
    stated.figures.iter().map(|f| f.value_ms).chain(held).collect()
}

#[test]
fn line_ends_marks_and_blanks_change_nothing() {
    for (tool, text) in MATERIAL {
        let plain = recognise("", text).unwrap_or_else(|| panic!("{tool}"));
        assert_eq!(plain.tool, *tool);
        assert!(!matches!(plain.holds, Holds::Nothing(_)), "{}", plain.says);
        assert!(plain.says.contains(tool) || *tool == "HdrHistogram", "{}", plain.says);
        let unix = text.replace("\r\n", "\n");
        for variant in [
            unix.replace('\n', "\r\n"),
            unix.replace('\n', "\r"),
            format!("\u{feff}{text}"),
            format!("\n\n{text}\n\n"),
            unix.replace('\n', " \n"),
        ] {
            assert_eq!(recognise("", &variant).as_ref(), Some(&plain), "{tool}");
        }
    }
}

#[test]
fn a_text_cut_anywhere_states_only_what_the_whole_one_states() {
    for (tool, text) in MATERIAL {
        let whole = values(&recognise("", text).unwrap());
        let cuts = text.char_indices().map(|(at, _)| at);
        let step = (text.len() / 200).max(1);
        for at in cuts.step_by(step) {
            let cut = &text[..at];
            let Some(stated) = recognise("", cut) else { continue };
            assert_eq!(stated.tool.trim_end_matches('2'), tool.trim_end_matches('2'), "{cut}");
            let last = cut.rsplit(|c: char| !(c.is_ascii_digit() || c == '.')).next().unwrap_or("");
            for value in values(&stated) {
                // A text may end in a number that lost digits and still be one.
                let lost = last.parse::<f64>().is_ok_and(|n| n == value);
                // An echo that came twice says so only at the end of its line.
                let lost = lost || (*tool == "ping" && value == 14.0);
                assert!(
                    whole.contains(&value) || lost,
                    "{tool}: {value} of …{}",
                    &cut[cut.len().saturating_sub(60)..].escape_debug()
                );
            }
        }
    }
}

/// Every number a text shows, with every unit of time that one of the formats could mean by it [ms].
fn shown(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let plain = text.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','));
    // A change may make an exponent of a letter.
    let with_exponent =
        text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | 'e'))).filter(|t| t.contains('e'));
    for token in plain.chain(with_exponent).filter(|t| !t.is_empty()) {
        found.extend(token.parse::<f64>());
        let grouped: String = token.chars().filter(char::is_ascii_digit).collect();
        let parts = token.split(',').map(str::to_owned);
        for number in parts.chain([token.replacen(',', ".", 1), grouped]) {
            for shift in [-6, -3, 0, 3] {
                found.extend(format!("{number}e{shift}").parse::<f64>());
            }
            found.extend(number.parse::<f64>().map(|minutes| minutes * 6e4));
        }
    }
    found
}

#[test]
fn ten_thousand_changes_give_stated_values_or_what_stands_there() {
    // A small generator of its own: the same changes on every machine.
    let mut state = 0x5eed_u64;
    let mut below = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n.max(1)
    };
    let (mut read, mut refused, mut unknown) = (0, 0, 0);
    let all_stated: Vec<Vec<f64>> = MATERIAL.iter().map(|(_, text)| values(&recognise("", text).unwrap())).collect();
    for round in 0..10_000 {
        let (tool, text) = MATERIAL[round % MATERIAL.len()];
        let stated = &all_stated[round % MATERIAL.len()];
        let mut chars: Vec<char> = text.chars().collect();
        for _ in 0..=below(3) {
            let at = below(chars.len());
            match below(5) {
                0 => drop(chars.remove(at)),
                1 => chars[at] = char::from(b'0' + below(10) as u8),
                2 => chars[at] = [',', '.', '-', ' ', '\n', '"', '%', 'e', 'm', ':', '{', '�'][below(12)],
                3 => chars.insert(at, char::from(b'0' + below(10) as u8)),
                _ => {
                    // A piece is lost.
                    let end = (at + below(60)).min(chars.len());
                    chars.drain(at..end);
                }
            }
            if chars.is_empty() {
                chars.push(' ');
            }
        }
        let changed: String = chars.into_iter().collect();
        let Some(report) = recognise("", &changed) else {
            unknown += 1;
            continue;
        };
        if let Holds::Nothing(why) = &report.holds {
            assert!(why.len() > 30 && report.figures.is_empty());
            refused += 1;
            continue;
        }
        read += 1;
        // A mean may be a sum divided by a count; 1m5s is a sum; a decoded histogram shows none of its numbers.
        if matches!(tool, "HdrHistogram") {
            continue;
        }
        let mut shown = shown(&changed);
        if tool == "Gatling" {
            // Some countries group thousands by blanks.
            shown.extend(self::shown(&changed.replace(' ', "")));
        }
        for figure in &report.figures {
            let divided = matches!(tool, "Prometheus" | "OpenTelemetry") && figure.name == "mean";
            let near = |ms: f64| shown.iter().any(|s| libm::fabs(s - ms) < 1e-6);
            let seconds = figure.value_ms % 6e4;
            let known = |ms: f64| stated.contains(&ms) || shown.contains(&ms);
            let composed = near(seconds) && near(figure.value_ms - seconds);
            assert!(divided || composed || known(figure.value_ms), "{tool}: {figure:?} in {changed}");
        }
        if let Holds::Samples(samples) = &report.holds {
            assert!(samples.iter().all(|ms| stated.contains(ms) || shown.contains(ms)), "{tool}: {samples:?}");
        }
        if let Holds::Histogram(groups) = &report.holds {
            assert!(groups.iter().all(|(ms, _)| stated.contains(ms) || shown.contains(ms)), "{tool}: {groups:?}");
        }
    }
    // The test would hold of a reader that reads nothing: most changed texts are still read.
    assert!(read > 7_000 && refused > 50 && unknown > 50, "{read} read, {refused} refused, {unknown} unknown");
}
