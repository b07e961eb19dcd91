//! Numbers in a scenario's text: decimals that read back as the very number they were written from.
//!
//! A unit that is a power of ten moves the decimal point of the digits instead of multiplying, so `6.6667ms` is the number nearest to
//! 0.0066667, and written out it is `6.6667ms` again.

/// Reads plain decimal digits times 10^`shift`. None for anything else, and for what is too large to hold.
pub(super) fn read(digits: &str, shift: i32) -> Option<f64> {
    let (mantissa, exponent) = match digits.find(['e', 'E']) {
        Some(at) => (&digits[..at], digits[at + 1..].parse::<i32>().ok().filter(|e| e.abs() < 400)?),
        None => (digits, 0),
    };
    let plain =
        mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.') && mantissa.bytes().any(|b| b.is_ascii_digit());
    if !plain || mantissa.len() > 40 {
        return None;
    }
    let value: f64 = format!("{mantissa}e{}", exponent + shift).parse().ok()?;
    value.is_finite().then_some(value)
}

/// Writes `value` ≥ 0 times 10^`shift` in the fewest digits that read back.
pub(super) fn write(value: f64, shift: i32) -> String {
    let text = format!("{:e}", value + 0.0);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let point = 1 + shift + exponent.parse::<i32>().unwrap_or(0);
    if value == 0.0 {
        "0".into()
    } else if point <= 0 {
        format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize))
    } else if (point as usize) < digits.len() {
        format!("{}.{}", &digits[..point as usize], &digits[point as usize..])
    } else {
        format!("{digits}{}", "0".repeat(point as usize - digits.len()))
    }
}

/// A time in the unit in which one would say it.
pub(super) fn secs(value: f64) -> String {
    if value >= 1.0 || value == 0.0 { format!("{}s", write(value, 0)) } else { format!("{}ms", write(value, 3)) }
}

/// A share as per cent.
pub(super) fn percent(share: f64) -> String {
    format!("{}%", write(share, 2))
}

/// Splits a word after its number: `25ms` is `25` and `ms`.
pub(super) fn split(word: &str) -> (&str, &str) {
    let number = |(i, c): (usize, char)| {
        let next = word[i + c.len_utf8()..].chars().next();
        let exponent = matches!(c, 'e' | 'E') && i > 0 && next.is_some_and(|n| n.is_ascii_digit() || n == '-');
        let sign = c == '-' && i > 0 && matches!(word.as_bytes()[i - 1], b'e' | b'E');
        (!(c.is_ascii_digit() || c == '.' || exponent || sign)).then_some(i)
    };
    word.split_at(word.char_indices().find_map(number).unwrap_or(word.len()))
}

/// Reads a time in seconds.
pub(super) fn read_secs(word: &str) -> Option<f64> {
    let (digits, unit) = split(word);
    match unit {
        "s" => read(digits, 0),
        "ms" => read(digits, -3),
        "us" | "µs" | "μs" => read(digits, -6),
        "min" => read(digits, 0).map(|v| v * 60.0),
        "h" => read(digits, 0).map(|v| v * 3600.0),
        "" => read(digits, 0).filter(|v| *v == 0.0),
        _ => None,
    }
}

/// Reads a rate in events a second.
pub(super) fn read_rate(word: &str) -> Option<f64> {
    let (digits, unit) = split(word);
    match unit {
        "/s" => read(digits, 0),
        "/min" => read(digits, 0).map(|v| v / 60.0),
        "/h" => read(digits, 0).map(|v| v / 3600.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_moves_the_point_and_nothing_else() {
        assert_eq!(read_secs("6.6667ms"), Some(0.0066667));
        assert_eq!(secs(0.0066667), "6.6667ms");
        assert_eq!(read_secs("0.3ms").map(secs).as_deref(), Some("0.3ms"));
        assert_eq!(read("10", -2).map(percent).as_deref(), Some("10%"));
        assert_eq!(secs(90.0), "90s");
        assert_eq!(secs(1.5e-7), "0.00015ms");
        assert_eq!(write(1e21, 0), "1000000000000000000000");
        assert_eq!(split("2e3ms"), ("2e3", "ms"));
        for wrong in ["", "ms", "-3ms", "1.2.3s", "3", "infs", "nans", "1e999s", "1e"] {
            assert_eq!(read_secs(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_written_reads_back_to_the_last_bit() {
        let mut state = 1u64;
        for _ in 0..100_000 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let value = libm::exp((state >> 11) as f64 / (1u64 << 53) as f64 * 30.0 - 15.0);
            assert_eq!(read_secs(&secs(value)), Some(value));
            assert_eq!(read(write(value, 2).as_str(), -2), Some(value));
        }
    }
}
