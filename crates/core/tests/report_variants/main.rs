//! Each format as it comes from other systems: Windows line ends, byte order marks, UTF-16, cut off in the middle; and ten
//! thousand files with something broken in them, none of which may be misread in silence.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop here")]

mod formats;

use explorer_core::import::{Dataset, ImportError, read};
use formats::{ROWS, formats};
use proptest::prelude::*;

fn groups(values: impl Iterator<Item = (f64, u64)>) -> Vec<(i64, u64)> {
    // To the nearest nanosecond: conversions of units may leave a last bit.
    let mut nanos: Vec<(i64, u64)> = values.map(|(v, n)| ((v * 1e6).round() as i64, n)).collect();
    nanos.sort_unstable();
    let mut groups: Vec<(i64, u64)> = Vec::new();
    for (value, count) in nanos {
        match groups.last_mut() {
            Some((last, n)) if *last == value => *n += count,
            _ => groups.push((value, count)),
        }
    }
    groups
}

fn values_of(found: &Dataset) -> Vec<(i64, u64)> {
    groups(found.sample.groups())
}

/// How many of `wanted` are missing from `found`, and how many of `found` are none of `wanted`.
fn difference(wanted: &[(i64, u64)], found: &[(i64, u64)]) -> (u64, u64) {
    let count =
        |groups: &[(i64, u64)], value: i64| groups.binary_search_by_key(&value, |g| g.0).map_or(0, |i| groups[i].1);
    let missing = wanted.iter().map(|(v, n)| n.saturating_sub(count(found, *v))).sum();
    let strange = found.iter().map(|(v, n)| n.saturating_sub(count(wanted, *v))).sum();
    (missing, strange)
}

#[test]
fn every_format_is_read_from_every_system() {
    let mut faults = Vec::new();
    let mut tried = 0;
    for made in formats() {
        let text = made.text();
        let wanted = groups(made.rows.iter().map(|(_, v)| (*v, 1)));
        let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect()
        };
        let variants: [(&str, Vec<u8>); 6] = [
            ("as it is", text.clone().into_bytes()),
            ("CRLF", text.replace('\n', "\r\n").into_bytes()),
            ("BOM", [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat()),
            ("UTF-16 little", utf16([0xff, 0xfe], u16::to_le_bytes)),
            ("UTF-16 big", utf16([0xfe, 0xff], u16::to_be_bytes)),
            ("no last line end", text.trim_end_matches('\n').as_bytes().to_vec()),
        ];
        for (variant, bytes) in variants {
            tried += 1;
            match read(made.name, &bytes) {
                Ok(found) if values_of(&found) == wanted => {}
                Ok(found) => faults.push(format!(
                    "{} ({variant}): {:?} {:?}",
                    made.name,
                    difference(&wanted, &values_of(&found)),
                    found.notices
                )),
                Err(error) => faults.push(format!("{} ({variant}): {error}", made.name)),
            }
        }
        // Cut off in the middle of a row: what is whole is read, and at most the cut one is wrong.
        tried += 1;
        let cut = text.len() * 3 / 5;
        match read(made.name, &text.as_bytes()[..cut]) {
            Ok(found) => {
                let (_, strange) = difference(&wanted, &values_of(&found));
                if strange > 1 || found.sample.count() * 2 < u64::from(ROWS) {
                    faults.push(format!("{} (cut off): {strange} strange of {}", made.name, found.sample.count()));
                }
            }
            Err(error) => faults.push(format!("{} (cut off): {error}", made.name)),
        }
        tried += 1;
        if let Ok(found) = read(made.name, made.head.as_bytes())
            && !made.head.is_empty()
        {
            faults.push(format!("{} (head alone): {} durations", made.name, found.sample.count()));
        }
    }
    assert!(faults.is_empty(), "{} of {tried}:\n{}", faults.len(), faults.join("\n"));
    assert!(tried >= 150, "{tried}");
}

#[test]
fn ten_thousand_broken_files_are_never_misread_in_silence() {
    let all = formats();
    let mut state = 5_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    const PIECES: [&str; 12] = [",", "\n", "\"", "{", "]", ";", " ", "e9", "-", "x", "NaN", "."];
    let mut faults = Vec::new();
    let mut counts = [0_u32; 3];
    for round in 0..10_000 {
        let made = &all[round % all.len()];
        let mut rows: Vec<String> = made.rows.iter().map(|(row, _)| row.clone()).collect();
        let mut head = made.head.clone();
        let mut touched = vec![false; rows.len()];
        for _ in 0..=random(3) {
            // One time in eight the head is hit.
            let row = (head.is_empty() || random(8) > 0).then(|| random(rows.len()));
            let text = match row {
                Some(row) => {
                    touched[row] = true;
                    // Without its line end a row runs into the next.
                    &mut rows[row]
                }
                None => {
                    // A head without a line end runs into the first row.
                    touched[0] |= !made.head.ends_with('\n');
                    &mut head
                }
            };
            let mut bytes = std::mem::take(text).into_bytes();
            let at = random(bytes.len() + 1);
            match random(3) {
                0 if at < bytes.len() => drop(bytes.remove(at)),
                1 if at < bytes.len() => bytes[at] = b' ' + random(95) as u8,
                _ => drop(bytes.splice(at..at, PIECES[random(PIECES.len())].bytes())),
            }
            *text = String::from_utf8_lossy(&bytes).into_owned();
        }
        let text = format!("{head}{}{}", rows.join(made.between), made.tail);
        let whole = groups(made.rows.iter().zip(&touched).filter(|(_, t)| !**t).map(|((_, v), _)| (*v, 1)));
        let hit = touched.iter().filter(|t| **t).count() as u64;
        match read(made.name, text.as_bytes()) {
            Ok(found) => {
                let (missing, strange) = difference(&whole, &values_of(&found));
                let said = !found.notices.is_empty();
                // A row may be cut in two, and each half may read as a number of its own.
                let silent = missing > 0 || strange > 3 * hit;
                counts[usize::from(said)] += 1;
                if silent && !said {
                    faults.push(format!(
                        "{}: {missing} missing, {strange} strange, {hit} hit, as {}\n{}",
                        made.name,
                        found.took(),
                        text.lines().take(4).collect::<Vec<_>>().join("\n")
                    ));
                }
            }
            Err(_) => counts[2] += 1,
        }
    }
    assert!(
        faults.is_empty(),
        "{}:\n{}",
        faults.len(),
        faults.iter().take(12).cloned().collect::<Vec<_>>().join("\n\n")
    );
    // The reader does not take the easy way out and refuse everything.
    assert!(counts[2] < 3_000, "{counts:?}");
}

#[test]
fn what_cannot_be_a_sample_is_refused_in_a_sentence() {
    for (text, says) in [
        (
            "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,95%,99%\n1772971200,5,,Aggregated,16.7,0,85,480,850\n1772971201,5,,Aggregated,16.8,0,86,481,851\n",
            "Locust’s history",
        ),
        ("Method,Name,Error,Occurrences\nGET,/,500,12\nGET,/b,404,3\n", "failures"),
        (
            "Label,# Samples,Average,Median,90% Line,95% Line,Min,Max,Error %,Throughput\nHome,20,110,102,136,166,97,282,0.0,49.8\nCart,20,110,102,136,166,97,282,0.0,49.8\n",
            "JMeter",
        ),
        (
            "row,port,status,bytes\n1,8080,200,512\n2,8080,200,900\n3,8080,500,800\n4,8080,200,700\n5,8080,200,611\n",
            "column",
        ),
        ("{\"points\":[{\"timeUnixNano\":\"1772971200000000000\"},{\"timeUnixNano\":\"1772971260000000000\"}]}", "."),
        ("1772971200\n1772971201\n1772971202\n1772971203\n", "dates"),
        ("12:00:01\n12:00:02\n12:00:03\n", "times of day"),
        (
            "203.0.113.1 - - [08/Mar/2026:12:00:00 +0400] \"GET / HTTP/1.1\" 200 512\n203.0.113.2 - - [08/Mar/2026:12:00:01 +0400] \"GET / HTTP/1.1\" 200 912\n",
            "no durations",
        ),
        ("<html><body>5 ms</body></html>", "JMeter"),
        ("5\na\nb\nc\n", "could not be read"),
        ("{\"summary\":{\"total\":4.99,\"requestsPerSec\":20.0,\"sizePerRequest\":10}}", "."),
        ("3,17,5\n8,11,9\n4,12,2\n", "likeliest"),
    ] {
        let error: ImportError = read("test", text.as_bytes()).map(|d| d.took()).expect_err(text);
        let sentence = error.to_string();
        assert!(sentence.contains(says) && sentence.ends_with('.'), "{text}: {sentence}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_exported_comes_back_the_same(
        groups in prop::collection::vec((prop_oneof![-1e3..1e7_f64, (-50_i32..2_000).prop_map(f64::from), 1e-6..1e-2_f64], 1_u64..2_000), 1..60)
    ) {
        let first = explorer_core::import::Sample::of_groups(&groups).unwrap();
        let again = read("again.csv", first.csv().as_bytes()).unwrap().sample;
        prop_assert!(again.groups().eq(first.groups()));
        prop_assert!((again.mean_ms - first.mean_ms).abs() <= 1e-12 * first.max_ms.abs().max(first.min_ms.abs()));
    }
}
