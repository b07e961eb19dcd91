//! A JSON value: what every format here carries.

use std::fmt::Write as _;

/// A value of JSON. Keys of an object are distinct and stand in the order of the text.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits in 64 bits with a sign.
    Int(i64),
    /// A whole number beyond that, but within 64 bits without a sign.
    Big(u64),
    /// Any other number; finite.
    Float(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Vec<(String, Value)>),
}

impl PartialEq for Value {
    /// Whether they are the same JSON: members of an object have no order, and 10 is 10.0; 0.0 is not -0.0.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Big(a), Self::Big(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a.to_bits() == b.to_bits(),
            (Self::Int(a), Self::Float(b)) | (Self::Float(b), Self::Int(a)) => {
                (*a as f64).to_bits() == b.to_bits() && (*b as i64) == *a
            }
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::List(a), Self::List(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => {
                a.len() == b.len()
                    && a.iter().enumerate().all(|(i, (key, value))| match b.get(i) {
                        Some((k, v)) if k == key => v == value,
                        _ => b.iter().any(|(k, v)| k == key && v == value),
                    })
            }
            _ => false,
        }
    }
}

impl Value {
    /// The member of an object; `hint` is where it would stand if all objects had the same order.
    pub fn member(&self, key: &str, hint: usize) -> Option<&Value> {
        let Self::Object(members) = self else { return None };
        match members.get(hint) {
            Some((k, value)) if k == key => Some(value),
            _ => members.iter().find(|(k, _)| k == key).map(|(_, value)| value),
        }
    }

    /// As compact JSON.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (i, (key, value)) in members.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    quote(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
            leaf => leaf.write_leaf(out),
        }
    }

    /// Writes what is neither a list nor an object.
    pub fn write_leaf(&self, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Bool(b) => write!(out, "{b}"),
            Self::Int(i) => write!(out, "{i}"),
            Self::Big(u) => write!(out, "{u}"),
            Self::Float(x) => write!(out, "{x:?}"),
            Self::Text(text) => {
                quote(text, out);
                Ok(())
            }
            _ => write!(out, "null"),
        };
    }
}

/// A string with its quotes, escaped where JSON asks for it and nowhere else.
pub fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_have_no_order_and_ten_is_ten() {
        let object = |keys: [&str; 2]| Value::Object(keys.iter().map(|k| ((*k).to_owned(), Value::Int(1))).collect());
        assert_eq!(object(["a", "b"]), object(["b", "a"]));
        assert_ne!(object(["a", "b"]), object(["a", "c"]));
        assert_eq!(Value::Int(10), Value::Float(10.0));
        assert_ne!(Value::Int((1 << 53) + 1), Value::Float(9_007_199_254_740_992.0));
        assert_ne!(Value::Float(0.0), Value::Float(-0.0));
    }

    #[test]
    fn only_what_must_be_escaped_is() {
        let text = Value::Text("a\"\\\n\u{1}é😀/".into());
        assert_eq!(text.to_json(), "\"a\\\"\\\\\\n\\u0001é😀/\"");
    }
}
