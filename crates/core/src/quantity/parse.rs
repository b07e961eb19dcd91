//! Reading what people type: "0.28 s", "280 ms", "1,5", "1 000", "−3", "5 %", "$30k", "1e3".

use super::{Dimension, Unit};

/// Why a typed quantity could not be read; `Display` is a sentence for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotUnderstood {
    /// Nothing was typed.
    Empty,
    /// No number at the start.
    NoNumber(String),
    /// The number is followed by a unit that does not fit.
    UnknownUnit(String, &'static str),
    /// Too large to hold.
    TooLarge,
}

impl std::fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => write!(f, "The field is empty: type a number."),
            Self::NoNumber(text) => write!(f, "“{}” is not a number.", shortened(text)),
            Self::UnknownUnit(unit, "") => {
                write!(f, "“{}” after the number is not understood: this is a plain number.", shortened(unit))
            }
            Self::UnknownUnit(unit, wanted) => {
                write!(f, "The unit “{}” does not fit here: use {wanted}, or a unit of the same kind.", shortened(unit))
            }
            Self::TooLarge => write!(f, "That number is too large."),
        }
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 24 { text.to_owned() } else { text.chars().take(23).chain(['…']).collect() }
}

/// Reads a number with or without a unit; the result is in `unit`.
///
/// Accepts decimal comma and point, grouped thousands (comma, point, space, apostrophe, underscore), exponents, the Unicode
/// minus, and any unit of the same dimension. A single comma followed by exactly three digits groups thousands ("1,250" is 1250).
///
/// # Errors
/// [`NotUnderstood`], whose text can be shown as it is.
pub fn parse(text: &str, unit: Unit) -> Result<f64, NotUnderstood> {
    let text: String = text.trim().chars().map(plain).collect();
    let text = text.trim();
    if text.is_empty() {
        return Err(NotUnderstood::Empty);
    }
    let lower = text.to_lowercase();
    if matches!(lower.as_str(), "inf" | "infinity" | "∞" | "no limit" | "unlimited") {
        return Ok(f64::INFINITY);
    }
    let (text, currency) = match text.strip_prefix('$') {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    };
    let (digits, suffix) = split_number(text);
    let number = read_number(digits).ok_or_else(|| NotUnderstood::NoNumber(text.to_owned()))?;
    if !number.is_finite() {
        return Err(NotUnderstood::TooLarge);
    }
    let suffix = suffix.trim();
    if currency && unit.dimension != Dimension::Money {
        return Err(NotUnderstood::UnknownUnit("$".into(), unit.symbol));
    }
    if suffix.is_empty() || suffix == unit.symbol {
        return Ok(number);
    }
    let in_base = unit_in_base(suffix, unit.dimension)
        .ok_or_else(|| NotUnderstood::UnknownUnit(suffix.to_owned(), unit.symbol))?;
    let value = tidy(number * (in_base / unit.in_base));
    if value.is_finite() { Ok(value) } else { Err(NotUnderstood::TooLarge) }
}

/// Typographic variants become the plain character.
fn plain(c: char) -> char {
    match c {
        '−' | '–' | '‐' | '‑' => '-',
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\t' => ' ',
        'μ' => 'µ',
        '’' | '٬' => '\'',
        '٫' => ',',
        '⁄' => '/',
        c => c,
    }
}

/// Conversion leaves dirt in the last bits (0.29 s is 290.00000000000006 ms): fifteen digits are what was meant.
fn tidy(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// Splits at the end of the longest prefix that looks like a number.
fn split_number(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut end = 0;
    let mut i = 0;
    while i < bytes.len() {
        let c = bytes[i];
        let next_is_digit = bytes.get(i + 1).is_some_and(u8::is_ascii_digit);
        let ok = match c {
            b'0'..=b'9' => true,
            b'+' | b'-' => i == 0,
            b'.' | b',' => true,
            b'\'' | b'_' => end > 0 && next_is_digit,
            // A space groups thousands only before exactly three digits.
            b' ' => end > 0 && bytes[i - 1].is_ascii_digit() && grouped_three(&bytes[i + 1..]),
            b'e' | b'E' => {
                let sign = usize::from(matches!(bytes.get(i + 1), Some(b'+' | b'-')));
                if end > 0 && bytes.get(i + 1 + sign).is_some_and(u8::is_ascii_digit) {
                    i += sign;
                    true
                } else {
                    false
                }
            }
            _ => false,
        };
        if !ok {
            break;
        }
        i += 1;
        end = i;
    }
    text.split_at(end)
}

fn grouped_three(rest: &[u8]) -> bool {
    rest.len() >= 3 && rest[..3].iter().all(u8::is_ascii_digit) && !rest.get(3).is_some_and(u8::is_ascii_digit)
}

fn read_number(digits: &str) -> Option<f64> {
    let digits: String = digits.chars().filter(|c| !matches!(c, ' ' | '\'' | '_')).collect();
    let split = digits.find(['e', 'E']).unwrap_or(digits.len());
    let (mantissa, exponent) = digits.split_at(split);
    if !mantissa.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let commas = mantissa.matches(',').count();
    let points = mantissa.matches('.').count();
    let thousands = |separator: char| {
        let body = mantissa.trim_start_matches(['+', '-']);
        let body = body.split(if separator == ',' { '.' } else { ',' }).next().unwrap_or(body);
        let groups: Vec<&str> = body.split(separator).collect();
        (1..=3).contains(&groups[0].len()) && groups[0] != "0" && groups[1..].iter().all(|g| g.len() == 3)
    };
    let cleaned = match (commas, points) {
        (0, 0 | 1) => mantissa.to_owned(),
        (1, 0) if !thousands(',') => mantissa.replace(',', "."),
        (_, 0) if thousands(',') => mantissa.replace(',', ""),
        (0, _) if thousands('.') => mantissa.replace('.', ""),
        (1, _) if mantissa.rfind(',') > mantissa.rfind('.') && thousands('.') => {
            mantissa.replace('.', "").replace(',', ".")
        }
        (_, 1) if mantissa.rfind('.') > mantissa.rfind(',') && thousands(',') => mantissa.replace(',', ""),
        _ => return None,
    };
    format!("{cleaned}{exponent}").parse().ok()
}

/// How many base units of `dimension` a typed unit is.
fn unit_in_base(suffix: &str, dimension: Dimension) -> Option<f64> {
    let squeezed: String = suffix.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = squeezed.to_lowercase();
    match dimension {
        Dimension::Count => multiplier(&squeezed),
        Dimension::Ratio => match lower.as_str() {
            "×" | "x" | "times" | "fold" => Some(1.0),
            _ => multiplier(&squeezed),
        },
        Dimension::Time => time_in_secs(lower.trim_end_matches(" a day").trim_end_matches("/day")),
        Dimension::Rate => rate_in_per_sec(&squeezed),
        Dimension::Share => match lower.as_str() {
            "%" | "pct" | "percent" | "per cent" => Some(0.01),
            "‰" | "per mille" => Some(0.001),
            "share" => Some(1.0),
            _ => None,
        },
        Dimension::Data => data_in_bytes(&squeezed),
        Dimension::DataRate => data_rate_in_bits_per_sec(&squeezed),
        Dimension::Length => match lower.as_str() {
            "m" | "metre" | "metres" | "meter" | "meters" => Some(1.0),
            "km" | "kilometres" | "kilometers" => Some(1e3),
            "mi" | "mile" | "miles" => Some(1609.344),
            _ => None,
        },
        Dimension::Speed => match lower.as_str() {
            "m/s" => Some(1.0),
            "km/s" => Some(1e3),
            "km/ms" => Some(1e6),
            "km/h" => Some(1.0 / 3.6),
            _ => None,
        },
        Dimension::Money => {
            let stripped = squeezed.trim_start_matches('$').trim();
            let stripped = stripped.strip_suffix("/month").or(stripped.strip_suffix(" a month")).unwrap_or(stripped);
            match stripped.to_lowercase().as_str() {
                "" | "$" | "usd" | "us$" | "dollar" | "dollars" => Some(1.0),
                "cent" | "cents" | "¢" => Some(0.01),
                _ => multiplier(stripped.trim_end_matches("USD").trim_end_matches('$').trim()),
            }
        }
    }
}

/// "k", "M", "million": for plain numbers and money.
fn multiplier(word: &str) -> Option<f64> {
    match word {
        "k" | "K" | "thousand" => Some(1e3),
        "M" | "m" | "million" | "mio" => Some(1e6),
        "G" | "B" | "bn" | "billion" => Some(1e9),
        "times" | "requests" | "users" | "customers" | "servers" | "orders" | "visitors" | "queries"
        | "round trips" | "pages" => Some(1.0),
        _ => None,
    }
}

fn time_in_secs(word: &str) -> Option<f64> {
    Some(match word {
        "ns" | "nanosecond" | "nanoseconds" => 1e-9,
        "µs" | "us" | "usec" | "microsecond" | "microseconds" => 1e-6,
        "ms" | "msec" | "millisecond" | "milliseconds" => 1e-3,
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
        "d" | "day" | "days" => 86_400.0,
        _ => return None,
    })
}

fn rate_in_per_sec(word: &str) -> Option<f64> {
    let (multiple, word) = match word.strip_prefix(['k', 'M']) {
        Some(rest) if rest.starts_with(['/', ' ', 'r', 'q']) => {
            (if word.starts_with('k') { 1e3 } else { 1e6 }, rest.trim_start())
        }
        _ => (1.0, word),
    };
    let lower = word.to_lowercase();
    if matches!(lower.as_str(), "rps" | "qps" | "tps" | "hz" | "r/s") {
        return Some(multiple);
    }
    let after = ["/", "per ", "a ", "an "]
        .iter()
        .find_map(|joint| lower.rfind(joint).map(|at| lower[at + joint.len()..].trim().to_owned()))?;
    let period = if matches!(after.as_str(), "month" | "mo") { 2_592_000.0 } else { time_in_secs(&after)? };
    Some(multiple / period)
}

/// Bytes are "B", bits are "bit" or "b"; K, Ki and k before them.
fn data_in_bytes(word: &str) -> Option<f64> {
    let (prefix, bits) = split_data_unit(word)?;
    let size = prefix_size(prefix)?;
    Some(if bits { size / 8.0 } else { size })
}

fn data_rate_in_bits_per_sec(word: &str) -> Option<f64> {
    if let Some(prefix) = word.strip_suffix("bps") {
        return prefix_size(prefix);
    }
    let amount = word
        .strip_suffix("/s")
        .or(word.strip_suffix(" per second"))
        .or(word.strip_suffix(" a second"))
        .or(word.strip_suffix("/sec"))?;
    Some(data_in_bytes(amount)? * 8.0)
}

fn split_data_unit(word: &str) -> Option<(&str, bool)> {
    for (ending, bits) in [("bytes", false), ("byte", false), ("bits", true), ("bit", true), ("B", false), ("b", true)]
    {
        if let Some(prefix) = word.strip_suffix(ending) {
            return Some((prefix.trim(), bits));
        }
    }
    None
}

fn prefix_size(prefix: &str) -> Option<f64> {
    Some(match prefix {
        "" => 1.0,
        "k" | "K" | "kilo" => 1e3,
        "M" | "mega" | "m" => 1e6,
        "G" | "giga" | "g" => 1e9,
        "T" | "tera" | "t" => 1e12,
        "Ki" | "ki" => 1024.0,
        "Mi" => 1_048_576.0,
        "Gi" => 1_073_741_824.0,
        "Ti" => 1_099_511_627_776.0,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_time_is_read_from_every_way_of_writing_it() {
        for text in
            ["0.28 s", "280 ms", "280", "0,28s", "280ms", " 280 ms ", "280000 µs", "280000us", "2.8e2", "0.28 seconds"]
        {
            assert_eq!(parse(text, Unit::MS), Ok(280.0), "{text}");
        }
    }

    #[test]
    fn commas_points_and_spaces_are_told_apart() {
        for (text, value) in [
            ("1,000", 1000.0),
            ("1,000,000", 1e6),
            ("1.000.000", 1e6),
            ("1.000,5", 1000.5),
            ("1,234.5", 1234.5),
            ("0,125", 0.125),
            ("1,5", 1.5),
            ("12 500", 12_500.0),
            ("12'500", 12_500.0),
            ("−3", -3.0),
            (".5", 0.5),
            ("1e3", 1000.0),
            ("1.5E-3", 0.0015),
        ] {
            assert_eq!(parse(text, Unit::COUNT), Ok(value), "{text}");
        }
    }

    #[test]
    fn units_of_every_dimension_are_converted() {
        for (text, unit, value) in [
            ("5 %", Unit::SHARE, 0.05),
            ("5", Unit::PERCENT, 5.0),
            ("0.05 share", Unit::PERCENT, 5.0),
            ("$30k", Unit::USD, 30_000.0),
            ("30,000 USD", Unit::USD, 30_000.0),
            ("27 an hour", Unit::PER_SEC, 0.0075),
            ("36/s", Unit::PER_SEC, 36.0),
            ("600 per minute", Unit::PER_SEC, 10.0),
            ("10 krps", Unit::PER_SEC, 10_000.0),
            ("1 MiB", Unit::BYTES, 1_048_576.0),
            ("8 Mbit", Unit::MB, 1.0),
            ("1 Gbps", Unit::MBPS, 1000.0),
            ("1 MB/s", Unit::MBPS, 8.0),
            ("20 min", Unit::SECS, 1200.0),
            ("inf", Unit::COUNT, f64::INFINITY),
        ] {
            assert_eq!(parse(text, unit), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_in_a_sentence() {
        assert_eq!(parse("", Unit::MS), Err(NotUnderstood::Empty));
        assert!(matches!(parse("abc", Unit::MS), Err(NotUnderstood::NoNumber(_))));
        assert!(matches!(parse("NaN", Unit::MS), Err(NotUnderstood::NoNumber(_))));
        assert!(matches!(parse("5 apples", Unit::MS), Err(NotUnderstood::UnknownUnit(..))));
        assert!(matches!(parse("5 ms", Unit::USD), Err(NotUnderstood::UnknownUnit(..))));
        assert!(matches!(parse("1e999", Unit::MS), Err(NotUnderstood::TooLarge)));
        assert!(matches!(parse("1.2.3", Unit::MS), Err(NotUnderstood::NoNumber(_))));
    }
}
