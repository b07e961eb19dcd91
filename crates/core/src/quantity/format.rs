//! Numbers as a person would say them: three significant digits, the fitting unit, no-break spaces.

use super::{Dimension, Unit};

const NBSP: char = '\u{a0}';

/// A value in `unit` as a person would say it: 0.0123 s is "12.3 ms", 0.9 of a whole is "90 %", 30000 dollars "$30,000".
pub fn format(value: f64, unit: Unit) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "unknown".into()
        } else if value > 0.0 {
            "no limit".into()
        } else {
            "−no limit".into()
        };
    }
    if value < 0.0 {
        return format!("−{}", format(-value, unit));
    }
    let base = unit.to_base(value);
    match unit.dimension {
        Dimension::Count => significant(value, 3),
        Dimension::Ratio => format!("{}{NBSP}×", significant(value, 3)),
        Dimension::Time if unit == Unit::HOURS_PER_DAY => format!("{}{NBSP}h a day", significant(value, 3)),
        Dimension::Time => time(base),
        Dimension::Rate => rate(base, unit),
        Dimension::Share => format!("{}{NBSP}%", share_digits(base * 100.0)),
        Dimension::Data => scaled(base, &[(1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB"), (1e12, "TB")]),
        Dimension::DataRate if unit == Unit::MB_PER_SEC => {
            scaled(base / 8.0, &[(1.0, "B/s"), (1e3, "kB/s"), (1e6, "MB/s"), (1e9, "GB/s")])
        }
        Dimension::DataRate => scaled(base, &[(1.0, "bit/s"), (1e3, "kbit/s"), (1e6, "Mbit/s"), (1e9, "Gbit/s")]),
        Dimension::Length => scaled(base, &[(1.0, "m"), (1e3, "km")]),
        Dimension::Speed if unit == Unit::KM_PER_HOUR => format!("{}{NBSP}km/h", significant(value, 3)),
        Dimension::Speed => scaled(base, &[(1.0, "m/s"), (1e3, "km/s")]),
        Dimension::Money => money(value),
    }
}

/// An estimate and its half-width with the estimate's unit once: "17.6 ± 1.1 min".
pub fn format_interval(value: f64, half_width: f64, unit: Unit) -> String {
    if !(value.is_finite() && half_width.is_finite()) {
        return format(value, unit);
    }
    let (divisor, name) = shown_unit(value, unit);
    let half = significant(half_width / divisor, 2);
    let decimals = half.split_once('.').map_or(0, |(_, d)| d.len());
    let shown = grouped(value / divisor, decimals);
    if name.is_empty() { format!("{shown} ± {half}") } else { format!("{shown} ± {half}{NBSP}{name}") }
}

/// The divisor and name under which a value of `unit` is shown.
fn shown_unit(value: f64, unit: Unit) -> (f64, &'static str) {
    let base = unit.to_base(value.abs());
    let pick = |table: &[(f64, &'static str)]| {
        let &(size, name) = table.iter().rev().find(|(size, _)| base >= size * 0.9995).unwrap_or(&table[0]);
        (size / unit.in_base, name)
    };
    match unit.dimension {
        Dimension::Time => pick(&[
            (1e-9, "ns"),
            (1e-6, "µs"),
            (1e-3, "ms"),
            (1.0, "s"),
            (60.0, "min"),
            (3600.0, "h"),
            (86_400.0, "days"),
        ]),
        Dimension::Share => (0.01 / unit.in_base, "%"),
        Dimension::Rate => pick(&[(1.0 / 86_400.0, "a day"), (1.0 / 60.0, "a minute"), (1.0, "a second")]),
        Dimension::Money => (1.0, "USD"),
        Dimension::Count => (1.0, ""),
        _ => (1.0, unit.symbol),
    }
}

fn time(secs: f64) -> String {
    const TABLE: [(f64, &str); 4] = [(1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1.0, "s")];
    if secs == 0.0 {
        return format!("0{NBSP}s");
    }
    if secs < 119.95 {
        return scaled(secs, &TABLE);
    }
    if secs < 3599.5 {
        return format!("{}{NBSP}min", significant(secs / 60.0, 3));
    }
    if secs < 86_370.0 {
        let minutes = (secs / 60.0).round();
        let (hours, rest) = ((minutes / 60.0).floor(), minutes % 60.0);
        return if rest == 0.0 { format!("{hours}{NBSP}h") } else { format!("{hours}{NBSP}h {rest}{NBSP}min") };
    }
    format!("{}{NBSP}days", significant(secs / 86_400.0, 3))
}

fn rate(per_sec: f64, unit: Unit) -> String {
    let words = |v: f64, a: &str| format!("{} {a}", significant(v, 3));
    if unit == Unit::PER_DAY {
        words(per_sec * 86_400.0, "a day")
    } else if unit == Unit::PER_MONTH {
        words(per_sec * 2_592_000.0, "a month")
    } else if per_sec == 0.0 || (unit == Unit::PER_SEC && per_sec >= 0.9995) {
        words(per_sec, "a second")
    } else if per_sec >= 0.9995 / 60.0 {
        words(per_sec * 60.0, "a minute")
    } else if per_sec >= 0.9995 / 3600.0 {
        words(per_sec * 3600.0, "an hour")
    } else {
        words(per_sec * 86_400.0, "a day")
    }
}

/// Per cents near 0 and near 100 keep the digits that matter: 99.97 and 0.031, not 100 and 0.
fn share_digits(percent: f64) -> String {
    let miss = 100.0 - percent;
    if percent > 99.0 && miss > 0.0 && miss < 1.0 {
        let decimals = (2.0 - libm::floor(libm::log10(miss)) - 1.0).clamp(0.0, 9.0) as usize;
        return grouped(percent, decimals).trim_end_matches('0').to_owned();
    }
    significant(percent, 3)
}

fn money(usd: f64) -> String {
    if usd == 0.0 {
        "$0".into()
    } else if usd < 1.0 {
        format!("${}", significant(usd, 2))
    } else if usd < 10_000.0 && libm::fabs(usd - libm::round(usd)) > 0.004 {
        format!("${}", grouped(usd, 2))
    } else if usd < 1e7 {
        format!("${}", grouped(usd, 0))
    } else if usd < 1e9 {
        format!("${}{NBSP}million", significant(usd / 1e6, 3))
    } else {
        format!("${}{NBSP}billion", significant(usd / 1e9, 3))
    }
}

fn scaled(base: f64, table: &[(f64, &str)]) -> String {
    if base == 0.0 {
        return format!("0{NBSP}{}", table[0].1);
    }
    let (size, name) = table.iter().rev().find(|(size, _)| base >= size * 0.9995).unwrap_or(&table[0]);
    format!("{}{NBSP}{name}", significant(base / size, 3))
}

/// A number with `digits` significant digits at least in its integer part kept whole, thousands grouped, zeros trimmed.
pub fn significant(value: f64, digits: usize) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let magnitude = libm::floor(libm::log10(libm::fabs(value)) + 1e-12);
    if magnitude < -7.0 {
        return format!("{value:.*e}", digits.saturating_sub(1)).replace('e', " × 10^");
    }
    let decimals = (digits as f64 - 1.0 - magnitude).clamp(0.0, 12.0) as usize;
    let text = grouped(value, decimals);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A number with a fixed number of decimals and commas between thousands.
pub fn grouped(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return format(value, Unit::COUNT);
    }
    let text = format!("{:.*}", decimals, libm::fabs(value));
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(w, f)| (w, f));
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    let negative = value < 0.0 && out.contains(|c: char| c.is_ascii_digit() && c != '0');
    if negative { format!("−{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(value: f64, unit: Unit) -> String {
        format(value, unit).replace(NBSP, " ")
    }

    #[test]
    fn what_is_no_number_is_a_word_in_every_way_to_write_it() {
        for (value, word) in [(f64::NAN, "unknown"), (f64::INFINITY, "no limit"), (f64::NEG_INFINITY, "−no limit")] {
            assert_eq!([significant(value, 4), grouped(value, 2), format(value, Unit::MS)], [word; 3]);
        }
    }

    #[test]
    fn times_are_said_in_the_unit_a_person_would_use() {
        for (secs, text) in [
            (1.2, "1.2 s"),
            (0.085, "85 ms"),
            (12e-6, "12 µs"),
            (0.0, "0 s"),
            (0.9999999, "1 s"),
            (119.0, "119 s"),
            (240.0, "4 min"),
            (1092.0, "18.2 min"),
            (5520.0, "1 h 32 min"),
            (3599.9, "1 h"),
            (172_800.0, "2 days"),
        ] {
            assert_eq!(says(secs, Unit::SECS), text);
        }
        assert_eq!(says(540.0, Unit::MS), "540 ms");
        assert_eq!(says(28_000.0, Unit::MS), "28 s");
    }

    #[test]
    fn shares_keep_the_digits_that_matter_at_both_ends() {
        for (share, text) in [
            (0.9, "90 %"),
            (0.6666667, "66.7 %"),
            (0.9997, "99.97 %"),
            (1.0, "100 %"),
            (0.00031, "0.031 %"),
            (0.0, "0 %"),
        ] {
            assert_eq!(says(share, Unit::SHARE), text);
        }
        assert_eq!(says(12.5, Unit::PERCENT), "12.5 %");
    }

    #[test]
    fn money_data_and_rates_read_naturally() {
        for (value, unit, text) in [
            (30_000.0, Unit::USD, "$30,000"),
            (2833.333, Unit::USD, "$2,833.33"),
            (0.17, Unit::USD, "$0.17"),
            (1.5e6, Unit::BYTES, "1.5 MB"),
            (999.9, Unit::BYTES, "1 kB"),
            (10.0, Unit::MBPS, "10 Mbit/s"),
            (1000.0, Unit::MBPS, "1 Gbit/s"),
            (36.0, Unit::PER_SEC, "36 a second"),
            (0.45, Unit::PER_SEC, "27 a minute"),
            (100_000.0, Unit::PER_MONTH, "100,000 a month"),
            (12_345.6, Unit::COUNT, "12,346"),
            (-3.0, Unit::MS, "−3 ms"),
        ] {
            assert_eq!(says(value, unit), text);
        }
    }

    #[test]
    fn an_interval_shares_its_unit_and_its_decimals() {
        assert_eq!(format_interval(1056.0, 66.0, Unit::SECS).replace(NBSP, " "), "17.6 ± 1.1 min");
        assert_eq!(format_interval(0.897, 0.004, Unit::SHARE).replace(NBSP, " "), "89.7 ± 0.4 %");
        assert_eq!(format_interval(8.1, 0.5, Unit::COUNT), "8.1 ± 0.5");
    }

    #[test]
    fn what_is_not_a_number_is_never_printed_as_one() {
        assert_eq!(format(f64::NAN, Unit::MS), "unknown");
        assert_eq!(format(f64::INFINITY, Unit::COUNT), "no limit");
    }
}
