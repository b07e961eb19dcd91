//! Numbers, durations and lines as the tools print them.

use std::str::FromStr;

/// Lines, whatever ends them, without blanks at their ends.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).map(str::trim)
}

/// A number that is digits, at most one point and an exponent, and nothing else, times ten to `shift`.
///
/// The shift is made in the decimal digits, so that 0.0426 s is exactly what 42.6 ms is.
pub(super) fn scaled(token: &str, shift: i32) -> Option<f64> {
    let (mantissa, exponent) = match token.find(['e', 'E']) {
        Some(at) => (&token[..at], i32::from_str(&token[at + 1..]).ok()?),
        None => (token, 0),
    };
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    let points = mantissa.bytes().filter(|b| *b == b'.').count();
    if digits == 0 || points > 1 || digits + points != mantissa.len() || !(-400..=400).contains(&exponent) {
        return None;
    }
    format!("{mantissa}e{}", exponent + shift).parse::<f64>().ok().filter(|value| value.is_finite())
}

/// A whole number of things.
pub(super) fn whole(token: &str) -> Option<u64> {
    scaled(token, 0).filter(|n| *n <= 9e15 && *n == libm::floor(*n)).map(|n| n as u64)
}

/// A unit of time: the power of ten that makes milliseconds of it, and a factor.
pub(super) fn unit(word: &str) -> Option<(i32, f64)> {
    Some(match word {
        "ns" => (-6, 1.0),
        "us" | "µs" | "μs" => (-3, 1.0),
        "ms" => (0, 1.0),
        "s" | "sec" | "secs" | "second" | "seconds" => (3, 1.0),
        "m" | "min" => (3, 60.0),
        "h" => (3, 3_600.0),
        _ => return None,
    })
}

/// A duration with its unit [ms]: `525.29ms`, `12.3 ms`, `0.0015 secs`, and Go's `1m5.3s`. Without a unit it is none.
pub(super) fn duration(token: &str) -> Option<f64> {
    let mut rest = token.trim();
    let (mut total, mut before) = (None, f64::INFINITY);
    while !rest.is_empty() {
        let number = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let after = rest[number..].trim_start();
        let word = after.len() - after.trim_start_matches(char::is_alphabetic).len();
        let (shift, factor) = unit(&after[..word])?;
        let part = scaled(&rest[..number], shift)? * factor;
        // Each further part is less than one of the part before and only the last has a point, as in 1h2m3.5s; what
        // is written otherwise is damaged.
        let further = !after[word..].is_empty();
        if part >= before || (further && (rest[..number].contains('.') || rest[number..].starts_with(' '))) {
            return None;
        }
        before = libm::exp10(f64::from(shift)) * factor;
        total = Some(total.unwrap_or(0.0) + part);
        rest = &after[word..];
    }
    total
}

/// The name and quantile of a percentage: "99.90" is p99.9, the 0.999 quantile.
pub(super) fn percentile(percent: &str) -> Option<(String, f64)> {
    let q = scaled(percent, -2).filter(|q| *q <= 1.0)?;
    let shown = if percent.contains('.') { percent.trim_end_matches('0').trim_end_matches('.') } else { percent };
    Some(match q {
        0.0 => ("min".into(), q),
        1.0 => ("max".into(), q),
        _ => (format!("p{}", shown.trim_start_matches('0')).replace("p.", "p0."), q),
    })
}

/// A row of a percentile list: `99%    1.56s`, `50.00% in 0.0015 secs`.
pub(super) fn percentile_row(line: &str) -> Option<(String, f64, f64)> {
    let (percent, value) = line.split_once('%')?;
    let (name, q) = percentile(percent.trim())?;
    let value = value.trim();
    Some((name, q, duration(value.strip_prefix("in ").unwrap_or(value))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_a_unit_and_nothing_else() {
        let read = [
            ("1.73s", 1730.0),
            ("12.3 ms", 12.3),
            ("1m5.3s", 65_300.0),
            ("2m0s", 120_000.0),
            ("430.399µs", 0.430399),
            ("0.0426 secs", 42.6),
        ];
        for (token, ms) in read {
            assert_eq!(duration(token), Some(ms), "{token}");
        }
        for token in [
            "",
            "12",
            "1.2.3ms",
            "-5ms",
            "12KB",
            "5ms)",
            "3 secs8s",
            "7.62m4s",
            "31 m8s",
            "5µs3ns7",
            "ms",
            "1e999s",
            "4.54MB read",
            "18.77/s",
            "NaNms",
        ] {
            assert_eq!(duration(token), None, "{token}");
        }
    }

    #[test]
    fn a_percentage_is_named_as_people_name_it() {
        assert_eq!(percentile("50.000"), Some(("p50".into(), 0.5)));
        assert_eq!(percentile("99.90"), Some(("p99.9".into(), 0.999)));
        assert_eq!(percentile("0.01"), Some(("p0.01".into(), 0.0001)));
        assert_eq!(percentile("100"), Some(("max".into(), 1.0)));
        assert_eq!(percentile("0"), Some(("min".into(), 0.0)));
        assert_eq!(percentile("120"), None);
    }
}
