//! Reads JSON strictly (RFC 8259), and says in words and with line and column what it cannot take: nothing is lost silently.
//! Several values, a line each (JSON lines), are read as a list.

use std::collections::BTreeSet;
use std::fmt;

use super::payload_value::Value;

/// Most bytes that are read.
pub const MAX_BYTES: usize = 1_000_000;
/// Levels of nesting that are read.
pub const MAX_DEPTH: usize = 64;
/// Decimal digits a 64-bit float can have been printed with.
const FLOAT_DIGITS: usize = 17;

/// What stands in the way, and where: both counted from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
    /// What is wrong there, as the end of a sentence.
    pub what: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}, column {}: {}", self.line, self.column, self.what)
    }
}

impl std::error::Error for ReadError {}

/// Reads a text.
///
/// # Errors
/// Where it is no JSON, nests deeper than [`MAX_DEPTH`], has more than [`MAX_BYTES`], a key twice in one object, or a number
/// that no 64 bits hold.
pub fn read(text: &str) -> Result<Value, ReadError> {
    if text.len() > MAX_BYTES {
        let kb = text.len().div_ceil(1_000);
        let what = format!("the text has {kb} kB; at most 1,000 kB are read here. Take fewer records.");
        return Err(Reader { text, at: 0 }.error(what));
    }
    any(text)
}

/// Reads a text of any length: what was read before may have become longer.
///
/// # Errors
/// As [`read`], but for the length.
pub fn any(text: &str) -> Result<Value, ReadError> {
    let mut reader = Reader { text, at: 0 };
    if text.starts_with('\u{feff}') {
        reader.at = 3;
    }
    reader.space();
    if reader.peek().is_none() {
        return Err(
            reader.error("there is nothing here yet. A JSON list of records is expected, such as [{\"id\": 1}].")
        );
    }
    let first = reader.value(0)?;
    let mut end = reader.at;
    reader.space();
    if reader.peek().is_none() {
        return Ok(first);
    }
    let mut lines = vec![first];
    while reader.peek().is_some() {
        if !text[end..reader.at].contains('\n') {
            reader.at = end;
            reader.space();
            return Err(
                reader.error("something follows after the end of the value; a bracket or a comma may be missing.")
            );
        }
        lines.push(reader.value(1)?);
        end = reader.at;
        reader.space();
    }
    Ok(Value::List(lines))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn error(&self, what: impl Into<String>) -> ReadError {
        let mut at = self.at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let before = &self.text[..at];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        ReadError {
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before[line_start..].chars().filter(|c| *c != '\u{feff}').count() + 1,
            what: what.into(),
        }
    }

    /// “what” was expected, but something else is there.
    fn expected(&self, what: &str) -> ReadError {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            None => self.error(format!("the text ends where {what} was expected.")),
            Some(c) if c.is_control() => self.error(format!("{what} was expected.")),
            Some(c) => self.error(format!("{what} was expected, not “{c}”.")),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, ReadError> {
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => {
                Err(self.error(format!("it is nested more than {MAX_DEPTH} levels deep.")))
            }
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'\'') => Err(self.error("JSON puts strings in double quotes, not single ones.")),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => self.word(),
            Some(b'/') => Err(self.error("JSON has no comments.")),
            _ => Err(self.expected("a value")),
        }
    }

    fn word(&mut self) -> Result<Value, ReadError> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let value = match &rest[..end] {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "NaN" | "Infinity" => return Err(self.error(format!("JSON has no number “{}”.", &rest[..end]))),
            word => {
                let word: String = word.chars().take(20).collect();
                return Err(self.error(format!("“{word}” is no JSON. Strings and keys stand in double quotes.")));
            }
        };
        self.at += end;
        Ok(value)
    }

    fn list(&mut self, depth: usize) -> Result<Value, ReadError> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Value::List(items));
        }
        loop {
            self.space();
            if self.peek() == Some(b']') {
                return Err(self.error("a comma before the closing bracket is not allowed."));
            }
            items.push(self.value(depth + 1)?);
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Value::List(items));
                }
                _ => return Err(self.expected("a comma or “]”")),
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, ReadError> {
        self.at += 1;
        let mut members: Vec<(String, Value)> = Vec::new();
        let mut keys: BTreeSet<String> = BTreeSet::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            let key_at = self.at;
            match self.peek() {
                Some(b'"') => {}
                Some(b'}') => return Err(self.error("a comma before the closing brace is not allowed.")),
                _ => return Err(self.expected("a key in double quotes")),
            }
            let key = self.string()?;
            if !keys.insert(key.clone()) {
                self.at = key_at;
                let key: String = key.chars().take(40).collect();
                return Err(
                    self.error(format!("the key “{key}” stands twice in this object; one of the two would be lost."))
                );
            }
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.expected("a colon"));
            }
            self.at += 1;
            self.space();
            let value = self.value(depth + 1)?;
            members.push((key, value));
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(Value::Object(members));
                }
                _ => return Err(self.expected("a comma or “}”")),
            }
        }
    }

    fn string(&mut self) -> Result<String, ReadError> {
        let opened = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.bytes().position(|b| matches!(b, b'"' | b'\\') || b < b' ').unwrap_or(rest.len());
            out.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                Some(b'\n' | b'\r') => {
                    self.at = opened;
                    return Err(self.error("this string does not end on its line. A line break inside is written \\n."));
                }
                Some(_) => return Err(self.error("a control character inside a string must be written as \\u….")),
                None => {
                    self.at = opened;
                    return Err(self.error("this string has no closing quote."));
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, ReadError> {
        let at = self.at;
        self.at += 1;
        let c = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(at),
            _ => {
                self.at = at;
                return Err(self.error("JSON does not know this escape."));
            }
        };
        self.at += 1;
        Ok(c)
    }

    fn unicode(&mut self, at: usize) -> Result<char, ReadError> {
        let first = self.hex(at)?;
        let code = if (0xD800..0xDC00).contains(&first) && self.text[self.at..].starts_with("\\u") {
            self.at += 1;
            let second = self.hex(at)?;
            if (0xDC00..0xE000).contains(&second) {
                0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)
            } else {
                first
            }
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| {
            self.at = at;
            self.error("half of a surrogate pair is no character; no UTF-8 text can carry it.")
        })
    }

    /// Four hexadecimal digits after the `u` that stands here.
    fn hex(&mut self, at: usize) -> Result<u32, ReadError> {
        let digits = self.text.get(self.at + 1..self.at + 5).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|d| u32::from_str_radix(d, 16).ok()) {
            Some(code) => {
                self.at += 5;
                Ok(code)
            }
            None => {
                self.at = at;
                Err(self.error("\\u is followed by four hexadecimal digits."))
            }
        }
    }

    fn number(&mut self) -> Result<Value, ReadError> {
        let start = self.at;
        let digits = |reader: &mut Self| {
            let from = reader.at;
            while matches!(reader.peek(), Some(b'0'..=b'9')) {
                reader.at += 1;
            }
            reader.at - from
        };
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let first = self.peek();
        match digits(self) {
            0 => return Err(self.expected("a digit")),
            n if n > 1 && first == Some(b'0') => {
                self.at = start;
                return Err(
                    self.error("a number does not begin with a zero. An identifier with one belongs in quotes.")
                );
            }
            _ => {}
        }
        let mut whole = true;
        if self.peek() == Some(b'.') {
            self.at += 1;
            whole = false;
            if digits(self) == 0 {
                return Err(self.expected("a digit after the point"));
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            whole = false;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if digits(self) == 0 {
                return Err(self.expected("a digit of the exponent"));
            }
        }
        let written = &self.text[start..self.at];
        if whole && written != "-0" {
            if let Ok(int) = written.parse() {
                return Ok(Value::Int(int));
            }
            if let Ok(big) = written.parse() {
                return Ok(Value::Big(big));
            }
        }
        let value: f64 = written.parse().unwrap_or(f64::INFINITY);
        let mantissa = written.split(['e', 'E']).next().unwrap_or_default();
        let significant: String = mantissa.bytes().filter(u8::is_ascii_digit).map(char::from).collect();
        let significant = significant.trim_start_matches('0').trim_end_matches('0').len();
        if value.is_finite() && significant <= FLOAT_DIGITS && (value != 0.0 || significant == 0) {
            return Ok(Value::Float(value));
        }
        self.at = start;
        let shown: String = written.chars().take(30).collect();
        let dots = if written.len() > 30 { "…" } else { "" };
        Err(self.error(format!(
            "the number {shown}{dots} does not fit in 64 bits: every format here would round it. Put it in quotes."
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        match read(text) {
            Ok(value) => panic!("{text} was read as {value:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_line_and_column() {
        let cases = [
            ("", "Line 1, column 1: there is nothing here yet"),
            ("  \n ", "Line 2, column 2: there is nothing"),
            ("[\n {\"a\": 1,}\n]", "Line 2, column 10: a comma before the closing brace"),
            ("[1, 2", "Line 1, column 6: the text ends where a comma or “]” was expected."),
            ("[1 2]", "Line 1, column 4: a comma or “]” was expected, not “2”."),
            ("{\"é\": 'x'}", "Line 1, column 7: JSON puts strings in double quotes"),
            ("{a: 1}", "Line 1, column 2: a key in double quotes was expected, not “a”."),
            ("{\"a\" 1}", "Line 1, column 6: a colon was expected, not “1”."),
            ("{\"a\": 1, \"a\": 2}", "Line 1, column 10: the key “a” stands twice"),
            ("[01]", "Line 1, column 2: a number does not begin with a zero"),
            ("[1.]", "Line 1, column 4: a digit after the point was expected, not “]”."),
            ("[NaN]", "Line 1, column 2: JSON has no number “NaN”."),
            ("[undefined]", "Line 1, column 2: “undefined” is no JSON."),
            ("[\"abc]", "Line 1, column 2: this string has no closing quote."),
            ("[\"\\ud800\"]", "Line 1, column 3: half of a surrogate pair"),
            ("[\"\\x\"]", "Line 1, column 3: JSON does not know this escape."),
            ("[1] [2]", "Line 1, column 5: something follows after the end"),
            ("// x\n1", "Line 1, column 1: JSON has no comments."),
            ("[1e999]", "Line 1, column 2: the number 1e999 does not fit in 64 bits"),
            ("[1e-999]", "Line 1, column 2: the number 1e-999"),
            ("[18446744073709551617]", "Line 1, column 2: the number 18446744073709551617"),
        ];
        for (text, says) in cases {
            let said = refused(text);
            assert!(said.starts_with(says), "{text:?}: {said}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_or_too_deep_is_refused_without_a_crash() {
        assert!(refused(&"[".repeat(500_000)).contains("more than 64 levels"));
        assert!(refused(&" ".repeat(MAX_BYTES + 1)).contains("at most 1,000 kB"));
        let deep = "[".repeat(MAX_DEPTH) + &"]".repeat(MAX_DEPTH);
        assert!(read(&deep).is_ok());
    }

    #[test]
    fn numbers_keep_all_their_digits_or_are_refused() {
        let same = ["0", "-1", "9223372036854775807", "18446744073709551615", "-0.0", "0.1", "1e300", "2.5e-8"];
        for text in same {
            assert_eq!(read(text).map(|v| v.to_json()), Ok(text.to_owned()));
        }
        assert_eq!(read("0.10000000000000001"), Ok(Value::Float(0.1)));
        assert_eq!(read("100000000000000000000"), Ok(Value::Float(1e20)));
        assert!(read("0.1000000000000000055511").is_err());
    }

    #[test]
    fn escapes_emoji_and_json_lines_are_read() {
        assert_eq!(read("\"\\ud83d\\ude00 \\u00e9\\/\""), Ok(Value::Text("😀 é/".into())));
        assert_eq!(read("{\"a\":1}\n{\"a\":2}\n").map(|v| v.to_json()), Ok("[{\"a\":1},{\"a\":2}]".into()));
        assert_eq!(read("\u{feff}[]"), Ok(Value::List(Vec::new())));
    }
}
