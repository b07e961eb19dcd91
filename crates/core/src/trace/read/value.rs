//! One record as a tree: small, and at most 64 deep.

use std::borrow::Cow;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Flag(bool),
    /// As it is written.
    Number(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// Levels read; deeper is refused.
const DEEPEST: u32 = 64;

impl<'a> Json<'a> {
    /// A record.
    ///
    /// # Errors
    /// The place in it where its grammar breaks.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, usize> {
        let text = std::str::from_utf8(bytes).map_err(|e| e.valid_up_to())?;
        let mut parser = Parser { text, bytes: text.as_bytes(), at: 0 };
        let value = parser.value(0).ok_or(parser.at)?;
        parser.blank();
        if parser.at == bytes.len() { Ok(value) } else { Err(parser.at) }
    }

    /// A member of an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(k, _)| k == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The first of several members that is there and not null.
    pub fn any(&self, keys: &[&str]) -> Option<&Self> {
        keys.iter().find_map(|key| self.get(key).filter(|value| **value != Self::Null))
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// A text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A text or a number as it is written.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(number),
            Self::Flag(true) => Some("true"),
            Self::Flag(false) => Some("false"),
            _ => None,
        }
    }

    /// A number, also one in quotes, times a power of ten, to the nearest integer: no digit of it passes through a float
    /// unless it is written with an exponent.
    pub fn scaled(&self, zeros: usize) -> Option<i64> {
        scaled(self.words()?, zeros)
    }

    /// A number, also one in quotes.
    pub fn number(&self) -> Option<f64> {
        self.words()?.trim().parse().ok().filter(|v: &f64| v.is_finite())
    }
}

/// See [`Json::scaled`].
pub(super) fn scaled(words: &str, zeros: usize) -> Option<i64> {
    let words = words.trim();
    let (is_negative, digits) = match words.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, words),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if digits.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        let value: f64 = words.parse().ok().filter(|v: &f64| v.is_finite())?;
        let mut factor = 1.0;
        for _ in 0..zeros {
            factor *= 10.0;
        }
        let value = libm::rint(value * factor);
        return (libm::fabs(value) < 9.2e18).then_some(value as i64);
    }
    let mut value: i128 = 0;
    for digit in whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(zeros)) {
        value = value.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
    }
    if fraction.as_bytes().get(zeros).is_some_and(|next| *next >= b'5') {
        value += 1;
    }
    i64::try_from(if is_negative { -value } else { value }).ok()
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Parser<'a> {
    fn blank(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Nested values are read by recursion, which `DEEPEST` bounds.
    fn value(&mut self, depth: u32) -> Option<Json<'a>> {
        self.blank();
        if depth > DEEPEST {
            return None;
        }
        match self.bytes.get(self.at)? {
            b'{' => {
                self.at += 1;
                let mut members = Vec::new();
                loop {
                    self.blank();
                    match self.bytes.get(self.at)? {
                        b'}' if members.is_empty() => break,
                        b'"' => {
                            let key = self.string()?;
                            self.blank();
                            if *self.bytes.get(self.at)? != b':' {
                                return None;
                            }
                            self.at += 1;
                            members.push((key, self.value(depth + 1)?));
                        }
                        _ => return None,
                    }
                    self.blank();
                    match self.bytes.get(self.at)? {
                        b',' => self.at += 1,
                        b'}' => break,
                        _ => return None,
                    }
                }
                self.at += 1;
                Some(Json::Object(members))
            }
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.blank();
                    if *self.bytes.get(self.at)? == b']' && items.is_empty() {
                        break;
                    }
                    items.push(self.value(depth + 1)?);
                    self.blank();
                    match self.bytes.get(self.at)? {
                        b',' => self.at += 1,
                        b']' => break,
                        _ => return None,
                    }
                }
                self.at += 1;
                Some(Json::List(items))
            }
            b'"' => self.string().map(Json::Text),
            b'-' | b'0'..=b'9' => {
                let from = self.at;
                while matches!(self.bytes.get(self.at), Some(b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E')) {
                    self.at += 1;
                }
                let words = &self.text[from..self.at];
                words.parse::<f64>().ok().map(|_| Json::Number(words))
            }
            _ => {
                for (word, value) in [
                    ("null", Json::Null),
                    ("true", Json::Flag(true)),
                    ("false", Json::Flag(false)),
                    ("NaN", Json::Null),
                ] {
                    if self.text[self.at..].starts_with(word) {
                        self.at += word.len();
                        return Some(value);
                    }
                }
                None
            }
        }
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.at += 1;
        let from = self.at;
        let end = self.bytes[from..].iter().position(|b| matches!(b, b'"' | b'\\'))? + from;
        if self.bytes[end] == b'"' {
            self.at = end + 1;
            return Some(Cow::Borrowed(&self.text[from..end]));
        }
        let mut out = String::from(&self.text[from..end]);
        self.at = end;
        loop {
            let rest = &self.text[self.at..];
            let stop = rest.bytes().position(|b| matches!(b, b'"' | b'\\'))?;
            out.push_str(&rest[..stop]);
            self.at += stop + 1;
            if rest.as_bytes()[stop] == b'"' {
                return Some(Cow::Owned(out));
            }
            let escape = *self.bytes.get(self.at)?;
            self.at += 1;
            match escape {
                b'n' => out.push('\n'),
                b't' => out.push('\t'),
                b'r' => out.push('\r'),
                b'b' | b'f' => out.push(' '),
                b'"' | b'\\' | b'/' => out.push(char::from(escape)),
                b'u' => {
                    let mut code = self.hex()?;
                    if (0xd800..0xdc00).contains(&code) && self.bytes[self.at..].starts_with(b"\\u") {
                        let back = self.at;
                        self.at += 2;
                        match self.hex()? {
                            low @ 0xdc00..=0xdfff => code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00),
                            _ => self.at = back,
                        }
                    }
                    out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                }
                _ => return None,
            }
        }
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}
