//! Protocol Buffers (protobuf.dev, "Encoding"; proto3): no keys on the wire, a field number before each value, and nothing at
//! all for a value that is its type's default.
//!
//! The schema is inferred. Fields are numbered in the order in which they appear. Whole numbers are `uint64`, or `sint64` where
//! one is below zero; a field that may be missing is `optional`; lists of numbers are packed; a list that may be missing, or
//! that stands in a list, gets a message of its own. The file is one message whose field 1 repeats the records.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::schema::{Field, Missing, Type, identifiers, singular, type_name};
use super::sink::{Broken, Kind, Sink, Source, unzigzag, varint, zigzag};
use explorer_core::compression::payload_value::Value;

const VARINT: u8 = 0;
const FIXED64: u8 = 1;
const LEN: u8 = 2;

/// Writes a value of this type as field 1 of a message.
pub fn encode(kind: &Type, value: &Value) -> Sink {
    let mut sink = Sink::default();
    field(&mut sink, 1, kind, value, false, 0);
    sink
}

fn tag(sink: &mut Sink, number: u32, wire: u8, name: u32) {
    sink.varint(Kind::Tag, name, u64::from(number) << 3 | u64::from(wire));
}

/// A scalar's bytes without its tag, how it travels, and whether it is its type's default.
fn scalar(kind: &Type, value: &Value) -> Option<(u8, [u8; 10], usize, bool)> {
    let number = match (kind, value) {
        (Type::Bool, Value::Bool(b)) => u64::from(*b),
        (Type::Int(low, _), Value::Int(i)) if *low < 0 => zigzag(*i),
        (Type::Int(..) | Type::Big, Value::Int(i)) => *i as u64,
        (Type::Big, Value::Big(u)) => *u,
        (Type::Float, number) => {
            let float = match number {
                Value::Float(x) => *x,
                Value::Int(i) => *i as f64,
                _ => return None,
            };
            let mut bytes = [0; 10];
            bytes[..8].copy_from_slice(&float.to_le_bytes());
            return Some((FIXED64, bytes, 8, float.to_bits() == 0));
        }
        _ => return None,
    };
    let (bytes, len) = varint(number);
    Some((VARINT, bytes, len, number == 0))
}

/// A field; `explicit` ones are written even with their type's default.
fn field(sink: &mut Sink, number: u32, kind: &Type, value: &Value, explicit: bool, name: u32) {
    if let Some((wire, bytes, len, default)) = scalar(kind, value) {
        if explicit || !default {
            tag(sink, number, wire, name);
            sink.put(Kind::Number, name, &bytes[..len]);
        }
        return;
    }
    match (kind, value) {
        (Type::List(_) | Type::Map(_), _) if explicit => nested(sink, number, kind, value, name),
        (Type::List(item), Value::List(values)) if is_scalar(item) => {
            if !values.is_empty() {
                let packed = sink.apart(|part| {
                    for value in values {
                        if let Some((_, bytes, len, _)) = scalar(item, value) {
                            part.put(Kind::Number, name, &bytes[..len]);
                        }
                    }
                });
                tag(sink, number, LEN, name);
                sink.varint(Kind::Length, name, packed.bytes.len() as u64);
                sink.append(&packed);
            }
        }
        (Type::List(item), Value::List(values)) => {
            for value in values {
                field(sink, number, item, value, true, name);
            }
        }
        (Type::Map(item), Value::Object(members)) => {
            for (key, value) in members {
                let entry = sink.apart(|part| {
                    text(part, 1, key, Kind::Key, name);
                    field(part, 2, item, value, true, name);
                });
                message(sink, number, &entry, name);
            }
        }
        (Type::Record(_), _) => nested(sink, number, kind, value, name),
        (Type::Text, Value::Text(words)) => {
            if explicit || !words.is_empty() {
                text(sink, number, words, Kind::Value, name);
            }
        }
        (Type::Json, value) => text(sink, number, &value.to_json(), Kind::Value, name),
        _ => {}
    }
}

fn text(sink: &mut Sink, number: u32, text: &str, kind: Kind, name: u32) {
    tag(sink, number, LEN, name);
    sink.varint(Kind::Length, name, text.len() as u64);
    sink.put(kind, name, text.as_bytes());
}

fn message(sink: &mut Sink, number: u32, body: &Sink, name: u32) {
    tag(sink, number, LEN, name);
    sink.varint(Kind::Length, name, body.bytes.len() as u64);
    sink.append(body);
}

/// A message inside: a record, or a list or map that needs one around it.
fn nested(sink: &mut Sink, number: u32, kind: &Type, value: &Value, name: u32) {
    let body = sink.apart(|part| match kind {
        Type::Record(fields) => {
            for (i, f) in fields.iter().enumerate() {
                if let Some(value) = f.of(value, i) {
                    let child = part.names.child(name, &f.key);
                    field(part, i as u32 + 1, &f.kind, value, f.missing != Missing::Never, child);
                }
            }
        }
        _ => field(part, 1, kind, value, false, name),
    });
    message(sink, number, &body, name);
}

fn is_scalar(kind: &Type) -> bool {
    matches!(kind, Type::Bool | Type::Int(..) | Type::Big | Type::Float)
}

/// What stands on the wire for one field.
#[derive(Clone, Copy)]
enum Wire<'a> {
    Varint(u64),
    Fixed([u8; 8]),
    Len(&'a [u8]),
}

/// Reads a message of this type.
///
/// # Errors
/// Where the bytes are none.
pub fn decode(kind: &Type, bytes: &[u8]) -> Result<Value, Broken> {
    let wires = wires(bytes)?;
    read(kind, 1, false, &wires)?.ok_or(Broken)
}

fn wires(bytes: &[u8]) -> Result<Vec<(u32, Wire<'_>)>, Broken> {
    let mut source = Source { rest: bytes };
    let mut wires = Vec::new();
    while !source.rest.is_empty() {
        let tag = source.varint()?;
        let wire = match (tag & 7) as u8 {
            VARINT => Wire::Varint(source.varint()?),
            FIXED64 => Wire::Fixed(source.array()?),
            LEN => {
                let len = source.varint()?;
                Wire::Len(source.take(usize::try_from(len).map_err(|_| Broken)?)?)
            }
            _ => return Err(Broken),
        };
        wires.push((u32::try_from(tag >> 3).map_err(|_| Broken)?, wire));
    }
    Ok(wires)
}

/// The value of a field of a message; nothing where it may be missing and is.
fn read(kind: &Type, number: u32, explicit: bool, wires: &[(u32, Wire<'_>)]) -> Result<Option<Value>, Broken> {
    let mut mine = wires.iter().filter(|(n, _)| *n == number).map(|(_, wire)| *wire);
    match kind {
        Type::List(_) | Type::Map(_) if explicit => match mine.next() {
            Some(Wire::Len(body)) => read(kind, 1, false, &self::wires(body)?),
            Some(_) => Err(Broken),
            None => Ok(None),
        },
        Type::List(item) if is_scalar(item) => {
            let mut values = Vec::new();
            for wire in mine {
                let Wire::Len(packed) = wire else { return Err(Broken) };
                let mut source = Source { rest: packed };
                while !source.rest.is_empty() {
                    let wire = match **item {
                        Type::Float => Wire::Fixed(source.array()?),
                        _ => Wire::Varint(source.varint()?),
                    };
                    values.push(one(item, wire)?);
                }
            }
            Ok(Some(Value::List(values)))
        }
        Type::List(item) => mine.map(|wire| one(item, wire)).collect::<Result<_, _>>().map(Value::List).map(Some),
        Type::Map(item) => {
            let mut members = Vec::new();
            for wire in mine {
                let Wire::Len(body) = wire else { return Err(Broken) };
                let entry = self::wires(body)?;
                let Some(Value::Text(key)) = read(&Type::Text, 1, true, &entry)? else { return Err(Broken) };
                members.push((key, read(item, 2, true, &entry)?.ok_or(Broken)?));
            }
            Ok(Some(Value::Object(members)))
        }
        _ => match mine.next_back() {
            Some(wire) => one(kind, wire).map(Some),
            None if explicit => Ok(None),
            None => Ok(match kind {
                Type::Null => Some(Value::Null),
                Type::Bool => Some(Value::Bool(false)),
                Type::Int(..) | Type::Big => Some(Value::Int(0)),
                Type::Float => Some(Value::Float(0.0)),
                Type::Text => Some(Value::Text(String::new())),
                _ => return Err(Broken),
            }),
        },
    }
}

/// A value that is there.
fn one(kind: &Type, wire: Wire<'_>) -> Result<Value, Broken> {
    Ok(match (kind, wire) {
        (Type::Bool, Wire::Varint(n)) => Value::Bool(n != 0),
        (Type::Int(low, _), Wire::Varint(n)) if *low < 0 => Value::Int(unzigzag(n)),
        (Type::Int(..) | Type::Big, Wire::Varint(n)) => i64::try_from(n).map_or(Value::Big(n), Value::Int),
        (Type::Float, Wire::Fixed(bytes)) => Value::Float(f64::from_le_bytes(bytes)),
        (Type::Text, Wire::Len(bytes)) => Value::Text(Source { rest: bytes }.text(bytes.len() as u64)?),
        (Type::Json, Wire::Len(bytes)) => {
            let text = std::str::from_utf8(bytes).map_err(|_| Broken)?;
            super::any(text).map_err(|_| Broken)?
        }
        (Type::List(_) | Type::Map(_), Wire::Len(body)) => read(kind, 1, false, &wires(body)?)?.ok_or(Broken)?,
        (Type::Record(fields), Wire::Len(body)) => {
            let wires = wires(body)?;
            let mut members = Vec::new();
            for (i, field) in fields.iter().enumerate() {
                let value = read(&field.kind, i as u32 + 1, field.missing != Missing::Never, &wires)?;
                field.restore(value, &mut members);
            }
            Value::Object(members)
        }
        _ => return Err(Broken),
    })
}

/// The schema as a `.proto` file.
pub fn schema_text(kind: &Type) -> String {
    let mut messages = Vec::new();
    let mut taken = BTreeSet::from(["Message".to_owned()]);
    let line = declare(kind, "records", 1, Missing::Never, &mut taken, &mut messages);
    let mut text = format!("syntax = \"proto3\";\n\nmessage Message {{\n{line}}}\n");
    messages.reverse();
    for message in messages {
        let _ = write!(text, "\n{message}");
    }
    text
}

/// The line that declares a field, and the messages it needs.
fn declare(
    kind: &Type,
    name: &str,
    number: u32,
    missing: Missing,
    taken: &mut BTreeSet<String>,
    messages: &mut Vec<String>,
) -> String {
    let optional = if missing == Missing::Never { "" } else { "optional " };
    match kind {
        Type::Null => format!("  // {name} is always null\n"),
        Type::List(item) if missing == Missing::Never && !matches!(**item, Type::List(_) | Type::Map(_)) => {
            format!("  repeated {} {name} = {number};\n", word(item, name, taken, messages))
        }
        Type::Map(item) if missing == Missing::Never => {
            format!("  map<string, {}> {name} = {number};\n", word(item, name, taken, messages))
        }
        Type::List(item) if missing == Missing::Never => {
            format!("  repeated {} {name} = {number};\n", word(item, name, taken, messages))
        }
        kind => format!("  {optional}{} {name} = {number};\n", word(kind, name, taken, messages)),
    }
}

/// The word for a type; for a message, its name.
fn word(kind: &Type, name: &str, taken: &mut BTreeSet<String>, messages: &mut Vec<String>) -> String {
    let plain = match kind {
        Type::Unknown | Type::Null | Type::Bool => "bool",
        Type::Int(low, _) if *low < 0 => "sint64",
        Type::Int(..) | Type::Big => "uint64",
        Type::Float => "double",
        Type::Text => "string",
        Type::Json => "string /* JSON */",
        Type::List(_) | Type::Map(_) => {
            let own = type_name(&format!("{name}_list"), taken);
            let line = declare(kind, "items", 1, Missing::Never, taken, messages);
            messages.push(format!("message {own} {{\n{line}}}\n"));
            return own;
        }
        Type::Record(fields) => {
            let own = type_name(singular(name), taken);
            let lines = lines(fields, taken, messages);
            messages.push(format!("message {own} {{\n{lines}}}\n"));
            return own;
        }
    };
    plain.to_owned()
}

fn lines(fields: &[Field], taken: &mut BTreeSet<String>, messages: &mut Vec<String>) -> String {
    let names = identifiers(fields);
    let pairs = fields.iter().zip(&names).enumerate();
    pairs.map(|(i, (f, name))| declare(&f.kind, name, i as u32 + 1, f.missing, taken, messages)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{infer, read};
    use super::*;

    #[test]
    fn the_documentations_examples_come_out_byte_for_byte() {
        // protobuf.dev, "Encoding": field 1 = 150 is 08 96 01; field 2 = "testing" is 12 07 …; packed 3, 270, 86942.
        let value = read(r#"[{"a":150,"b":"testing","f":[3,270,86942]}]"#).unwrap();
        let bytes = encode(&infer(&[&value]), &value).bytes;
        assert_eq!(bytes[2..], *b"\x08\x96\x01\x12\x07testing\x1a\x06\x03\x8e\x02\x9e\xa7\x05");
        assert_eq!(bytes[..2], [0x0a, bytes.len() as u8 - 2]);
    }

    #[test]
    fn defaults_take_no_bytes_unless_the_field_may_be_missing() {
        let value = read(r#"[{"a":0,"b":""},{"a":0,"b":""}]"#).unwrap();
        assert_eq!(encode(&infer(&[&value]), &value).bytes, [0x0a, 0, 0x0a, 0]);
        let value = read(r#"[{"a":0},{}]"#).unwrap();
        assert_eq!(encode(&infer(&[&value]), &value).bytes, [0x0a, 2, 0x08, 0, 0x0a, 0]);
    }

    #[test]
    fn the_schema_is_written_as_a_proto_file() {
        let value =
            read(r#"[{"id":1,"tags":["a"],"address":{"city":"x"}},{"id":-2,"tags":[],"address":null}]"#).unwrap();
        let text = schema_text(&infer(&[&value]));
        let expected = "syntax = \"proto3\";\n\nmessage Message {\n  repeated Record records = 1;\n}\n\nmessage Record {\n  \
                        sint64 id = 1;\n  repeated string tags = 2;\n  optional Address address = 3;\n}\n\nmessage Address \
                        {\n  string city = 1;\n}\n";
        assert_eq!(text, expected);
    }
}
