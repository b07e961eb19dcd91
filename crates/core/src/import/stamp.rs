//! When something began: epoch numbers of any unit, ISO 8601, or plain seconds from some zero. In seconds.

/// Reads a start time; numbers are told apart by their size (seconds, milliseconds, micro-, nanoseconds since 1970).
pub(super) fn read(text: &[u8]) -> Option<f64> {
    let text = text.trim_ascii();
    let text = text.strip_prefix(b"\"").and_then(|t| t.strip_suffix(b"\"")).unwrap_or(text);
    if let Some((number, used)) = super::number::prefix(text)
        && used == text.len()
    {
        return Some(match libm::fabs(number) {
            size if size > 1e17 => number / 1e9,
            size if size > 1e14 => number / 1e6,
            size if size > 1e11 => number / 1e3,
            _ => number,
        });
    }
    iso(std::str::from_utf8(text).ok()?)
}

/// `2026-03-08T12:00:00.123Z`, with a blank for the T, an offset or none, a comma for the point.
fn iso(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let number = |from: usize, len: usize| -> Option<i64> {
        let part = bytes.get(from..from + len)?;
        part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0, |n, d| n * 10 + i64::from(d - b'0')))
    };
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') || !matches!(bytes.get(10), Some(b'T' | b' ' | b't'))
    {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 2)?, number(8, 2)?);
    let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2).unwrap_or(0));
    let mut rest = text.get(if bytes.get(16) == Some(&b':') { 19 } else { 16 }..)?;
    let mut fraction = 0.0;
    if let Some(after) = rest.strip_prefix(['.', ',']) {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        fraction = format!("0.{}", &after[..digits]).parse().ok()?;
        rest = &after[digits..];
    }
    let offset = match rest.trim() {
        "" | "Z" | "z" | "UTC" => 0,
        zone => {
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            let hours: i64 = digits.get(..2)?.parse().ok()?;
            let minutes: i64 = digits.get(2..4).unwrap_or("0").parse().ok()?;
            sign * (hours * 3600 + minutes * 60)
        }
    };
    Some((days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset) as f64 + fraction)
}

/// Days since 1970-01-01 in the Gregorian calendar (H. Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_moment_is_read_from_every_way_of_writing_it() {
        let moment = 1_772_971_200.25;
        for text in [
            "2026-03-08T12:00:00.25Z",
            "2026-03-08 12:00:00,250",
            "2026-03-08T13:00:00.250+01:00",
            "2026-03-08T07:00:00.25-0500",
            "1772971200.25",
            "1772971200250",
            "1772971200250000",
            "\"1772971200250000000\"",
        ] {
            // Nanoseconds since 1970 have more digits than a double.
            let found = read(text.as_bytes()).unwrap_or(0.0);
            assert!((found - moment).abs() < 1e-6, "{text}: {found}");
        }
        assert_eq!(read(b"0.0016"), Some(0.0016));
        assert_eq!(read(b"1970-01-01T00:00:00Z"), Some(0.0));
        for text in ["", "abc", "12:00", "2026-03-08", "2026-xx-08T12:00:00Z"] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
