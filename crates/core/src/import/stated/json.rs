//! JSON as a small tree, for reports of a few kilobytes.
//!
//! Numbers stay text, so that a unit's shift loses nothing. A text that breaks off gives what came before, without the token
//! it broke in. Names without quotes are taken too: Gatling's `stats.js` has them.

use super::Draft;
use super::text::{scaled, whole};

/// Deeper nesting is no report.
const MAX_DEPTH: usize = 40;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Number(&'a str),
    Text(String),
    Array(Vec<Value<'a>>),
    Object(Vec<(String, Value<'a>)>),
}

impl<'a> Value<'a> {
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.members().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Follows names separated by slashes.
    pub fn at(&self, path: &str) -> Option<&Value<'a>> {
        path.split('/').try_fold(self, |value, key| value.get(key))
    }

    pub fn members(&self) -> impl Iterator<Item = (&str, &Value<'a>)> {
        let members = if let Value::Object(members) = self { members.as_slice() } else { &[] };
        members.iter().map(|(key, value)| (key.as_str(), value))
    }

    pub fn items(&self) -> &[Value<'a>] {
        if let Value::Array(items) = self { items } else { &[] }
    }

    pub fn is_object(&self) -> bool {
        matches!(self, Value::Object(_))
    }

    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// A number, or a text that is one (OpenTelemetry writes whole numbers as text), times ten to `shift`.
    pub fn number(&self, shift: i32) -> Option<f64> {
        scaled(self.digits()?, shift)
    }

    pub fn whole(&self) -> Option<u64> {
        whole(self.digits()?)
    }

    fn digits(&self) -> Option<&str> {
        match self {
            Value::Number(digits) => Some(digits),
            Value::Text(text) => Some(text.trim()),
            _ => None,
        }
    }
}

/// The first value of a text, and how it ended.
pub(super) struct Document<'a> {
    pub root: Value<'a>,
    /// The value breaks off or breaks the grammar.
    pub broken: bool,
    /// What follows the value.
    pub rest: &'a str,
}

impl<'a> Document<'a> {
    /// `None` where the text does not begin as an object or array does.
    pub fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim_start();
        if !text.starts_with(['{', '[']) {
            return None;
        }
        let mut parser = Parser { text, at: 0, broken: false };
        let root = parser.value(0).unwrap_or(Value::Null);
        Some(Self { root, broken: parser.broken, rest: text[parser.at..].trim() })
    }

    /// Says in a draft what the text was like.
    pub fn mark(&self, draft: &mut Draft) {
        if self.broken {
            draft.cut_off();
        } else if !self.rest.is_empty() {
            draft.note("What follows its first JSON value was not read.");
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    broken: bool,
}

impl<'a> Parser<'a> {
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text.as_bytes().get(self.at).copied()
    }

    fn stop<T>(&mut self) -> Option<T> {
        self.broken = true;
        None
    }

    /// `None` only when broken.
    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        match self.peek() {
            Some(b'{') if depth < MAX_DEPTH => Some(self.object(depth)),
            Some(b'[') if depth < MAX_DEPTH => Some(self.array(depth)),
            Some(b'"') => self.string().map(Value::Text),
            Some(_) => self.word(),
            None => self.stop(),
        }
    }

    fn object(&mut self, depth: usize) -> Value<'a> {
        let mut members = Vec::new();
        self.at += 1;
        loop {
            if self.peek() == Some(b'}') {
                self.at += 1;
                break;
            }
            let key = if self.peek() == Some(b'"') { self.string() } else { self.name() };
            let Some(key) = key else { break };
            if self.peek() != Some(b':') {
                self.broken = true;
                break;
            }
            self.at += 1;
            let Some(value) = self.value(depth + 1) else { break };
            members.push((key, value));
            if self.broken || !self.separated(b'}') {
                break;
            }
        }
        Value::Object(members)
    }

    fn array(&mut self, depth: usize) -> Value<'a> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            if self.peek() == Some(b']') {
                self.at += 1;
                break;
            }
            let Some(value) = self.value(depth + 1) else { break };
            items.push(value);
            if self.broken || !self.separated(b']') {
                break;
            }
        }
        Value::Array(items)
    }

    /// A comma, or the end that is then seen again.
    fn separated(&mut self, end: u8) -> bool {
        match self.peek() {
            Some(b',') => self.at += 1,
            Some(byte) if byte == end => {}
            _ => self.broken = true,
        }
        !self.broken
    }

    fn string(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut escaped = false;
        for (i, c) in self.text[self.at + 1..].char_indices() {
            match (escaped, c) {
                (false, '"') => {
                    self.at += i + 2;
                    return Some(text);
                }
                (false, '\\') => escaped = true,
                // Names and numbers in reports need no escape; what a \u stands for is kept as written.
                (true, c) => {
                    escaped = false;
                    text.push(c);
                }
                (false, c) => text.push(c),
            }
        }
        self.at = self.text.len();
        self.stop()
    }

    fn name(&mut self) -> Option<String> {
        let rest = &self.text[self.at..];
        let length = rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        if length == 0 {
            return self.stop();
        }
        self.at += length;
        Some(rest[..length].into())
    }

    fn word(&mut self) -> Option<Value<'a>> {
        let rest = &self.text[self.at..];
        let length = rest.find([',', '}', ']', ' ', '\t', '\n', '\r', ':', '"', '{', '[']).unwrap_or(rest.len());
        let word = &rest[..length];
        self.at += length;
        match word {
            "" => self.stop(),
            // A word at the very end may have lost digits.
            _ if self.at == self.text.len() => self.stop(),
            "null" | "true" | "false" | "NaN" | "Infinity" => Some(Value::Null),
            _ if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') => Some(Value::Number(word)),
            _ => self.stop(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_breaks_off_gives_what_came_before_without_the_broken_number() {
        let document = Document::parse("{\"a\": {\"b\": 12.5, \"c\": 1107").unwrap();
        assert!(document.broken);
        assert_eq!(document.root.at("a/b").and_then(|v| v.number(0)), Some(12.5));
        assert_eq!(document.root.at("a/c"), None);
    }

    #[test]
    fn a_whole_text_is_not_broken_and_what_follows_is_kept() {
        let document = Document::parse(" {type: \"GROUP\", \"n\": [1, \"2\", null, -3e2]}\n{\"x\":1}").unwrap();
        assert!(!document.broken);
        assert_eq!(document.rest, "{\"x\":1}");
        assert_eq!(document.root.get("type").and_then(Value::text), Some("GROUP"));
        let numbers: Vec<Option<f64>> = document.root.get("n").unwrap().items().iter().map(|v| v.number(0)).collect();
        assert_eq!(numbers, [Some(1.0), Some(2.0), None, None]);
    }

    #[test]
    fn nothing_nested_without_end_takes_the_stack() {
        assert!(Document::parse(&"[".repeat(100_000)).unwrap().broken);
        assert!(Document::parse("word").is_none());
    }
}
