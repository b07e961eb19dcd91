//! Compact JSON (RFC 8259): every key in every record, and punctuation around everything.

use super::sink::{Kind, Sink};
use explorer_core::compression::payload_value::{Value, quote};

/// Writes a value.
pub fn encode(value: &Value) -> Sink {
    let mut sink = Sink::default();
    write(&mut sink, value, 0);
    sink
}

fn write(sink: &mut Sink, value: &Value, name: u32) {
    match value {
        Value::List(items) => {
            sink.put(Kind::Punctuation, name, b"[");
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    sink.put(Kind::Punctuation, name, b",");
                }
                write(sink, item, name);
            }
            sink.put(Kind::Punctuation, name, b"]");
        }
        Value::Object(members) => {
            sink.put(Kind::Punctuation, name, b"{");
            for (i, (key, value)) in members.iter().enumerate() {
                if i > 0 {
                    sink.put(Kind::Punctuation, name, b",");
                }
                let child = sink.names.child(name, key);
                text(sink, key, Kind::Key, child);
                sink.put(Kind::Punctuation, child, b":");
                write(sink, value, child);
            }
            sink.put(Kind::Punctuation, name, b"}");
        }
        Value::Text(words) => text(sink, words, Kind::Value, name),
        leaf => {
            let mut out = String::new();
            leaf.write_leaf(&mut out);
            sink.put(Kind::Number, name, out.as_bytes());
        }
    }
}

/// Text between quotes; the quotes are punctuation.
fn text(sink: &mut Sink, text: &str, kind: Kind, name: u32) {
    let mut quoted = String::new();
    quote(text, &mut quoted);
    sink.put(Kind::Punctuation, name, b"\"");
    sink.put(kind, name, &quoted.as_bytes()[1..quoted.len() - 1]);
    sink.put(Kind::Punctuation, name, b"\"");
}
