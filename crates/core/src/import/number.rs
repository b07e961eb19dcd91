//! One number with or without a unit, from bytes: the fast road for the millions, and `quantity::parse` for the odd ones.

use crate::quantity::{self, Unit};

/// What a piece of text turned out to be, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece {
    /// A duration.
    One(f64),
    /// So many times the same duration: `95×50`.
    Many(f64, u64),
    /// Neither.
    Unreadable,
}

/// How bare numbers and commas are to be understood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    /// Milliseconds in one unit of a bare number.
    pub ms_per_bare: f64,
    /// Whether a comma stands before decimals, whatever the number of digits after it.
    pub decimal_comma: bool,
}

impl Reading {
    /// Bare numbers are milliseconds.
    pub const MS: Self = Self { ms_per_bare: 1.0, decimal_comma: false };
}

/// Units met on the way, to say when they are mixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct UnitsMet(u8);

impl UnitsMet {
    /// Notes one: 0 is a bare number, others as in [`UNITS`].
    fn note(&mut self, which: u8) {
        self.0 |= 1 << which;
    }

    /// Whether more than one kind was met.
    pub fn mixed(self) -> bool {
        self.0.count_ones() > 1
    }

    /// Whether bare numbers were among them.
    pub fn bare(self) -> bool {
        self.0 & 1 != 0
    }

    /// Their names.
    pub fn names(self) -> Vec<&'static str> {
        let mut names: Vec<_> = (1..8).filter(|i| self.0 & (1 << i) != 0).map(|i| UNITS[i as usize - 1].2).collect();
        if self.bare() {
            names.push("none");
        }
        names
    }
}

/// Suffix, milliseconds, name.
const UNITS: [(&[u8], f64, &str); 6] = [
    (b"ms", 1.0, "ms"),
    (b"s", 1e3, "s"),
    ("µs".as_bytes(), 1e-3, "µs"),
    (b"us", 1e-3, "µs"),
    (b"ns", 1e-6, "ns"),
    (b"m", 6e4, "min"),
];

const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Reads a piece of text: a number, a number with a unit, or a group `count × value`.
pub(super) fn read(text: &[u8], reading: Reading, met: &mut UnitsMet) -> Piece {
    let text = text.trim_ascii();
    let Some((number, used)) = prefix(text) else { return slow(text, reading, met) };
    let rest = &text[used..];
    // Where commas stand before decimals, a point groups thousands.
    if reading.decimal_comma && text[..used].contains(&b'.') {
        return slow(text, reading, met);
    }
    if rest.is_empty() {
        met.note(0);
        return finite(number * reading.ms_per_bare);
    }
    // The letter m alone is too easily a mistake for ms: it goes the slow road, which refuses it.
    let suffix = rest.trim_ascii_start();
    if let Some(i) = UNITS[..5].iter().position(|(s, _, _)| *s == suffix) {
        met.note(i as u8 + 1);
        return finite(scaled(number, UNITS[i].1));
    }
    slow(text, reading, met)
}

/// A conversion by a power of ten that leaves no dirt: 0.29 s is 290 ms, not 290.00000000000006.
fn scaled(number: f64, ms: f64) -> f64 {
    if ms >= 1.0 {
        let product = number * ms;
        let tidy = libm::rint(product * 1e9) / 1e9;
        if libm::fabs(tidy - product) <= 4.0 * f64::EPSILON * libm::fabs(product) { tidy } else { product }
    } else {
        number / (1.0 / ms)
    }
}

/// Thirty million years are no latency, and sums of such would overflow.
const LONGEST_MS: f64 = 1e18;

fn finite(ms: f64) -> Piece {
    if libm::fabs(ms) <= LONGEST_MS { Piece::One(ms) } else { Piece::Unreadable }
}

/// The longest prefix that is a plain number, and its length. Exact: up to 2⁵³ and powers of ten to 22 a single rounding
/// (Clinger 1990), beyond them the standard library.
pub(super) fn prefix(text: &[u8]) -> Option<(f64, usize)> {
    let mut i = 0;
    let negative = match text.first() {
        Some(b'-') => {
            i = 1;
            true
        }
        Some(b'+') => {
            i = 1;
            false
        }
        _ => false,
    };
    let start = i;
    let (mut mantissa, mut digits, mut exponent) = (0_u64, 0_u32, 0_i32);
    let mut point = false;
    while let Some(&byte) = text.get(i) {
        match byte {
            b'0'..=b'9' => {
                mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                digits += u32::from(mantissa != 0);
                exponent -= i32::from(point);
            }
            b'.' if !point => point = true,
            _ => break,
        }
        i += 1;
    }
    if i == start || (point && i == start + 1) {
        return None;
    }
    if let Some(b'e' | b'E') = text.get(i) {
        let mut j = i + 1;
        let down = match text.get(j) {
            Some(b'-') => {
                j += 1;
                true
            }
            Some(b'+') => {
                j += 1;
                false
            }
            _ => false,
        };
        let first = j;
        let mut e = 0_i32;
        while let Some(&byte @ b'0'..=b'9') = text.get(j) {
            e = (e * 10 + i32::from(byte - b'0')).min(9999);
            j += 1;
        }
        if j > first {
            exponent += if down { -e } else { e };
            i = j;
        }
    }
    let size = if digits <= 15 && exponent.unsigned_abs() <= 22 {
        let power = POWERS[exponent.unsigned_abs() as usize];
        let mantissa = mantissa as f64;
        if exponent < 0 { mantissa / power } else { mantissa * power }
    } else {
        std::str::from_utf8(&text[start..i]).ok()?.parse().ok()?
    };
    Some((if negative { -size } else { size }, i))
}

/// The odd ones: groups, commas, other units, typographic characters.
fn slow(text: &[u8], reading: Reading, met: &mut UnitsMet) -> Piece {
    let Ok(text) = std::str::from_utf8(text) else { return Piece::Unreadable };
    if text.len() > 64 {
        return Piece::Unreadable;
    }
    let text = text.trim_matches(|c: char| matches!(c, '"' | '\'' | '[' | ']' | '(' | ')') || c.is_whitespace());
    if let Some(ms) = super::spoken::read(text) {
        met.note(if text.contains('s') || text.contains('S') { 2 } else { 6 });
        return finite(ms);
    }
    if let Some((left, right)) = text.split_once(['×', '*', 'x', 'X', '✕', '⨯']) {
        return group(left.trim(), right.trim(), reading, met);
    }
    match one(text, reading, met) {
        Some(ms) => finite(ms),
        None => Piece::Unreadable,
    }
}

/// `95 × 50` is ninety-five times 50 ms; `50 ms × 95` is the same, told by its unit.
fn group(left: &str, right: &str, reading: Reading, met: &mut UnitsMet) -> Piece {
    let has_unit = |s: &str| s.ends_with(|c: char| c.is_alphabetic());
    let (count, value) = if has_unit(left) && !has_unit(right) { (right, left) } else { (left, right) };
    let Ok(count) = quantity::parse(count, Unit::COUNT) else { return Piece::Unreadable };
    let whole = (0.0..=1e15).contains(&count) && count == libm::floor(count);
    match one(value, reading, met) {
        Some(ms) if whole && libm::fabs(ms) <= LONGEST_MS => Piece::Many(ms, count as u64),
        _ => Piece::Unreadable,
    }
}

/// `1.234,5` with a point for its comma; nothing where points and commas do not stand where they would.
fn decimal_comma(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once(',').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut groups = whole.trim_start_matches(['-', '+', '−']).split('.');
    let first = groups.next().unwrap_or("");
    let grouped = whole.contains('.');
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    if grouped
        && ((first.len() > 3 || first.is_empty())
            || !groups.all(|part| digits(part.trim_end_matches(|c: char| !c.is_ascii_digit()), 3)))
    {
        return None;
    }
    if fraction.is_some_and(|f| f.contains([',', '.'])) {
        return None;
    }
    let whole = whole.replace('.', "");
    Some(fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}")))
}

/// One duration by the slow road.
fn one(text: &str, reading: Reading, met: &mut UnitsMet) -> Option<f64> {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let replaced;
    let text = if reading.decimal_comma && text.contains([',', '.']) {
        replaced = decimal_comma(text)?;
        &replaced
    } else {
        text
    };
    let ms = quantity::parse(text, Unit::MS).ok().filter(|ms| ms.is_finite())?;
    if text.ends_with(|c: char| c.is_ascii_digit() || c == '.') {
        met.note(0);
        return Some(ms * reading.ms_per_bare);
    }
    let lower = text.to_lowercase();
    let which = UNITS.iter().position(|(s, _, _)| lower.as_bytes().ends_with(s)).unwrap_or(1);
    met.note(which as u8 + 1);
    Some(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> Option<f64> {
        match read(text.as_bytes(), Reading::MS, &mut UnitsMet::default()) {
            Piece::One(ms) => Some(ms),
            _ => None,
        }
    }

    #[test]
    fn every_way_of_writing_a_duration_is_read() {
        for (text, value) in [
            ("50", 50.0),
            (" 50 ", 50.0),
            ("0.29 s", 290.0),
            ("290ms", 290.0),
            ("12.5us", 0.0125),
            ("12.5 µs", 0.0125),
            ("7 μs", 0.007),
            ("250 ns", 0.00025),
            ("2 min", 120_000.0),
            ("-3", -3.0),
            ("−3", -3.0),
            ("1e3", 1000.0),
            ("1.5E-3", 0.0015),
            (".5", 0.5),
            ("5.", 5.0),
            ("12,5", 12.5),
            ("1,234.5 ms", 1234.5),
            ("\"42\"", 42.0),
            ("123456789012345678", 123_456_789_012_345_678.0),
            ("0.1234567890123456789", 0.123_456_789_012_345_68),
        ] {
            assert_eq!(ms(text), Some(value), "{text}");
        }
        for text in ["", "abc", "NaN", "inf", "-", ".", "5 apples", "1.2.3", "1e999", "1e300", "12 kB", "50 ms 60 ms"] {
            assert_eq!(ms(text), None, "{text}");
        }
    }

    #[test]
    fn the_fast_road_gives_the_standard_librarys_digits() {
        let mut state = 1_u64;
        for _ in 0..200_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let text = format!("{}.{}e{}", state >> 40, (state >> 20) & 0xfffff, (state % 30) as i64 - 15);
            let wanted: f64 = text.parse().unwrap();
            assert_eq!(prefix(text.as_bytes()), Some((wanted, text.len())), "{text}");
        }
    }

    #[test]
    fn groups_are_read_either_way_round() {
        let group = |text: &str| read(text.as_bytes(), Reading::MS, &mut UnitsMet::default());
        for text in ["95×50", "95 x 50", "95*50 ms", "95X50", "50 ms × 95", "95 × 0.05 s"] {
            assert_eq!(group(text), Piece::Many(50.0, 95), "{text}");
        }
        for text in ["1.5×50", "-1×50", "×50", "95×", "a×b"] {
            assert_eq!(group(text), Piece::Unreadable, "{text}");
        }
    }

    #[test]
    fn mixed_units_are_noticed() {
        let mut met = UnitsMet::default();
        for text in ["5 ms", "1 s", "7"] {
            read(text.as_bytes(), Reading::MS, &mut met);
        }
        assert!(met.mixed() && met.bare());
        assert_eq!(met.names(), ["ms", "s", "none"]);
    }
}
