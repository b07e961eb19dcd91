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
    iso_parts(std::str::from_utf8(text).ok()?).map(|(seconds, fraction)| seconds as f64 + fraction)
}

/// Whether a number can be seconds, milliseconds, micro- or nanoseconds since 1970, of the years 2001 to 2039.
pub(super) fn is_epoch(number: f64) -> bool {
    [1e9, 1e12, 1e15, 1e18].iter().any(|unit| (1.0..2.2).contains(&(number / unit)))
}

/// Whether a text begins with a date: `2026-03-08`, `08.03.2026`, `3/8/26`, `08/Mar/2026:12:00:00`.
pub(super) fn is_date(text: &str) -> bool {
    let text = text.trim_start_matches(['"', '[', '\'']);
    let date: &str = text.split(['T', ' ', ':']).next().unwrap_or("");
    for separator in ['-', '/', '.'] {
        let parts: Vec<&str> = date.split(separator).collect();
        let [first, middle, last] = parts[..] else { continue };
        let digits = |part: &str, most: usize| {
            !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit())
        };
        let month = digits(middle, 2) || (middle.len() == 3 && middle.bytes().all(|b| b.is_ascii_alphabetic()));
        if digits(first, 4) && month && digits(last, 4) && (first.len() <= 2 || first.len() == 4) {
            return true;
        }
    }
    false
}

/// A moment in whole nanoseconds since some zero: differences of two lose nothing.
pub(crate) fn nanos(text: &[u8]) -> Option<i128> {
    let text = std::str::from_utf8(text.trim_ascii()).ok()?.trim_matches('"');
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if digits(whole) && digits(fraction) && !whole.is_empty() && whole.len() <= 20 {
        let unit: i128 = match whole.len() {
            0..=11 => 1_000_000_000,
            12..=14 => 1_000_000,
            15..=17 => 1_000,
            _ => 1,
        };
        let part: f64 = format!("0.{fraction}0").parse().ok()?;
        return Some(whole.parse::<i128>().ok()? * unit + libm::rint(part * unit as f64) as i128);
    }
    let (seconds, fraction) = iso_parts(text)?;
    Some(i128::from(seconds) * 1_000_000_000 + libm::rint(fraction * 1e9) as i128)
}

/// `2026-03-08T12:00:00.123Z`, with a blank for the T, an offset or none, a comma for the point.
fn iso_parts(text: &str) -> Option<(i64, f64)> {
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
    Some((days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset, fraction))
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
        assert_eq!(nanos(b"2026-03-08T12:00:00.25Z"), Some(1_772_971_200_250_000_000));
        assert_eq!(nanos(b"1772971200250"), Some(1_772_971_200_250_000_000));
        assert_eq!(nanos(b"1772971200.25"), Some(1_772_971_200_250_000_000));
        assert_eq!(nanos(b"1772971200250000001"), Some(1_772_971_200_250_000_001));
        for (text, date) in [
            ("2026-03-08", true),
            ("08/Mar/2026:12:00:00 +0400", true),
            ("08.03.2026", true),
            ("1.234.567", false),
            ("12.5", false),
            ("10/0/30/69/109", false),
        ] {
            assert_eq!(is_date(text), date, "{text}");
        }
        assert_eq!(read(b"0.0016"), Some(0.0016));
        assert_eq!(read(b"1970-01-01T00:00:00Z"), Some(0.0));
        for text in ["", "abc", "12:00", "2026-03-08", "2026-xx-08T12:00:00Z"] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }
}
