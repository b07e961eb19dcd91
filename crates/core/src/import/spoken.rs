//! Durations in several parts: `1m5s` as Go prints them, `00:00:01.23` as .NET and databases do, `PT1.5S` of ISO 8601.

use super::number;

/// Reads one of them, in milliseconds.
pub(super) fn read(text: &str) -> Option<f64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let ms = if text.contains(':') { clock(text) } else { iso(text).or_else(|| compound(text)) }?;
    Some(sign * ms)
}

/// `1h2m3.5s`: at least two parts, each unit smaller than the one before. `2m` alone stays unreadable: it may be meant as ms.
fn compound(text: &str) -> Option<f64> {
    const PARTS: [(&str, f64); 8] = [
        ("d", 86_400_000.0),
        ("h", 3_600_000.0),
        ("ms", 1.0),
        ("m", 60_000.0),
        ("s", 1_000.0),
        ("µs", 1e-3),
        ("us", 1e-3),
        ("ns", 1e-6),
    ];
    let (mut rest, mut total, mut parts, mut last) = (text, 0.0, 0, f64::INFINITY);
    while !rest.is_empty() {
        let (number, used) = number::prefix(rest.as_bytes()).filter(|(n, _)| *n >= 0.0)?;
        let after = rest.get(used..)?;
        let (unit, ms) = PARTS.iter().find(|(unit, _)| after.starts_with(unit))?;
        if *ms >= last {
            return None;
        }
        (last, parts) = (*ms, parts + 1);
        total += if *ms >= 1.0 { number * ms } else { number / libm::rint(1.0 / ms) };
        rest = after[unit.len()..].trim_start();
    }
    (parts >= 2).then_some(total)
}

/// `hh:mm:ss` with or without a fraction; two parts alone may be hours or minutes and stay unreadable.
fn clock(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').collect();
    let [hours, minutes, seconds] = parts[..] else { return None };
    let whole = |part: &str| {
        (!part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<f64>().ok())
            .flatten()
    };
    let replaced = seconds.replace(',', ".");
    let (seconds, used) = number::prefix(replaced.as_bytes())?;
    let plain = replaced.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let (hours, minutes) = (whole(hours)?, whole(minutes)?);
    if used != replaced.len() || !plain || minutes >= 60.0 || seconds >= 60.0 {
        return None;
    }
    // A sum of milliseconds leaves no dirt behind the point.
    Some(hours * 3_600_000.0 + minutes * 60_000.0 + libm::rint(seconds * 1e12) / 1e9)
}

/// `PT1H2M1.5S`, `P1DT2H`; years and months have no length.
fn iso(text: &str) -> Option<f64> {
    let rest = text.strip_prefix(['P', 'p'])?;
    let (days, time) = rest.split_once(['T', 't']).unwrap_or((rest, ""));
    let mut total = 0.0;
    let mut any = false;
    for (part, units) in
        [(days, &[('D', 86_400_000.0)][..]), (time, &[('H', 3_600_000.0), ('M', 60_000.0), ('S', 1_000.0)][..])]
    {
        let mut part = part.to_ascii_uppercase().replace(',', ".");
        for (letter, ms) in units {
            if let Some((number, rest)) = part.clone().split_once(*letter) {
                let (value, used) = number::prefix(number.as_bytes())?;
                if used != number.len() {
                    return None;
                }
                total += libm::rint(value * ms * 1e9) / 1e9;
                any = true;
                part = rest.to_owned();
            }
        }
        if !part.is_empty() {
            return None;
        }
    }
    any.then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_several_parts_are_read() {
        for (text, ms) in [
            ("1m5s", 65_000.0),
            ("1h2m3.5s", 3_723_500.0),
            ("1m0s", 60_000.0),
            ("2s500ms", 2_500.0),
            ("-1m5s", -65_000.0),
            ("00:00:01.23", 1_230.0),
            ("0:01:05", 65_000.0),
            ("00:00:00.0123400", 12.34),
            ("PT1.5S", 1_500.0),
            ("PT1M5S", 65_000.0),
            ("PT0.29S", 290.0),
            ("P1DT1H", 90_000_000.0),
        ] {
            assert_eq!(read(text), Some(ms), "{text}");
        }
        for text in ["2m", "5s1m", "1m5", "12:30", "00:61:00", "1:2:3:4", "P1Y", "PT", "P", "m5s", "10.0.0.1:80", "::1"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
