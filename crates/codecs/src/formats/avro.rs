//! Avro (specification 1.12, "Binary encoding"): values one after another in the order of the schema, and nothing else. Without
//! the schema the bytes mean nothing. This is the bare datum: neither the container file nor the schema is counted.
//!
//! The schema is inferred: whole numbers are `long`, a field that may be missing is a union with `null`, whole numbers beyond
//! 63 bits are a `fixed` of eight bytes, because Avro has no unsigned ones.

use std::collections::BTreeSet;

use super::schema::{Missing, Type, identifiers, singular, type_name};
use super::sink::{Broken, Kind, Sink, Source, unzigzag, zigzag};
use explorer_core::compression::payload_value::{Value, quote};

/// Writes a value of this type.
pub fn encode(kind: &Type, value: &Value) -> Sink {
    let mut sink = Sink::default();
    write(&mut sink, kind, value, 0);
    sink
}

fn long(sink: &mut Sink, kind: Kind, value: i64, name: u32) {
    sink.varint(kind, name, zigzag(value));
}

fn text(sink: &mut Sink, kind: Kind, text: &str, name: u32) {
    long(sink, Kind::Length, text.len() as i64, name);
    sink.put(kind, name, text.as_bytes());
}

fn write(sink: &mut Sink, kind: &Type, value: &Value, name: u32) {
    match (kind, value) {
        (Type::Bool, Value::Bool(b)) => sink.put(Kind::Number, name, &[u8::from(*b)]),
        (Type::Int(..), Value::Int(i)) => long(sink, Kind::Number, *i, name),
        (Type::Big, Value::Int(i)) => sink.put(Kind::Number, name, &i.to_be_bytes()),
        (Type::Big, Value::Big(u)) => sink.put(Kind::Number, name, &u.to_be_bytes()),
        (Type::Float, Value::Float(x)) => sink.put(Kind::Number, name, &x.to_le_bytes()),
        (Type::Float, Value::Int(i)) => sink.put(Kind::Number, name, &(*i as f64).to_le_bytes()),
        (Type::Text, Value::Text(words)) => text(sink, Kind::Value, words, name),
        (Type::Json, value) => text(sink, Kind::Value, &value.to_json(), name),
        (Type::List(item), Value::List(values)) => {
            if !values.is_empty() {
                long(sink, Kind::Length, values.len() as i64, name);
                for value in values {
                    write(sink, item, value, name);
                }
            }
            sink.put(Kind::End, name, &[0]);
        }
        (Type::Map(item), Value::Object(members)) => {
            if !members.is_empty() {
                long(sink, Kind::Length, members.len() as i64, name);
                for (key, value) in members {
                    text(sink, Kind::Key, key, name);
                    write(sink, item, value, name);
                }
            }
            sink.put(Kind::End, name, &[0]);
        }
        (Type::Record(fields), record) => {
            for (i, field) in fields.iter().enumerate() {
                let child = sink.names.child(name, &field.key);
                let value = field.of(record, i);
                if field.missing != Missing::Never {
                    // Branch 0 of the union is null, branch 1 the value.
                    long(sink, Kind::Presence, i64::from(value.is_some()), child);
                }
                if let Some(value) = value {
                    write(sink, &field.kind, value, child);
                }
            }
        }
        _ => {}
    }
}

/// Reads a datum of this type.
///
/// # Errors
/// Where the bytes are none.
pub fn decode(kind: &Type, bytes: &[u8]) -> Result<Value, Broken> {
    let mut source = Source { rest: bytes };
    let value = read(kind, &mut source)?;
    if source.rest.is_empty() { Ok(value) } else { Err(Broken) }
}

fn read_long(source: &mut Source<'_>) -> Result<i64, Broken> {
    source.varint().map(unzigzag)
}

fn read_text(source: &mut Source<'_>) -> Result<String, Broken> {
    let len = u64::try_from(read_long(source)?).map_err(|_| Broken)?;
    source.text(len)
}

fn read(kind: &Type, source: &mut Source<'_>) -> Result<Value, Broken> {
    Ok(match kind {
        Type::Unknown => return Err(Broken),
        Type::Null => Value::Null,
        Type::Bool => Value::Bool(source.byte()? != 0),
        Type::Int(..) => Value::Int(read_long(source)?),
        Type::Big => {
            let u = u64::from_be_bytes(source.array()?);
            i64::try_from(u).map_or(Value::Big(u), Value::Int)
        }
        Type::Float => Value::Float(f64::from_le_bytes(source.array()?)),
        Type::Text => Value::Text(read_text(source)?),
        Type::Json => super::any(&read_text(source)?).map_err(|_| Broken)?,
        Type::List(item) => {
            let mut values = Vec::new();
            loop {
                match read_long(source)? {
                    0 => break Value::List(values),
                    len @ 1.. => {
                        for _ in 0..len {
                            values.push(read(item, source)?);
                        }
                    }
                    _ => return Err(Broken),
                }
            }
        }
        Type::Map(item) => {
            let mut members = Vec::new();
            loop {
                match read_long(source)? {
                    0 => break Value::Object(members),
                    len @ 1.. => {
                        for _ in 0..len {
                            members.push((read_text(source)?, read(item, source)?));
                        }
                    }
                    _ => return Err(Broken),
                }
            }
        }
        Type::Record(fields) => {
            let mut members = Vec::new();
            for field in fields {
                let there = field.missing == Missing::Never || read_long(source)? == 1;
                let value = if there { Some(read(&field.kind, source)?) } else { None };
                field.restore(value, &mut members);
            }
            Value::Object(members)
        }
    })
}

/// The schema as JSON.
pub fn schema_text(kind: &Type) -> String {
    let mut out = String::new();
    declare(kind, "record", &mut BTreeSet::new(), &mut out, 0);
    out
}

fn declare(kind: &Type, name: &str, taken: &mut BTreeSet<String>, out: &mut String, depth: usize) {
    match kind {
        Type::Unknown | Type::Null => out.push_str("\"null\""),
        Type::Bool => out.push_str("\"boolean\""),
        Type::Int(..) => out.push_str("\"long\""),
        Type::Big => {
            let own = type_name(&format!("{name}_bits"), taken);
            out.push_str(&format!("{{\"type\": \"fixed\", \"size\": 8, \"name\": \"{own}\"}}"));
        }
        Type::Float => out.push_str("\"double\""),
        Type::Text | Type::Json => out.push_str("\"string\""),
        Type::List(item) => {
            out.push_str("{\"type\": \"array\", \"items\": ");
            declare(item, singular(name), taken, out, depth);
            out.push('}');
        }
        Type::Map(item) => {
            out.push_str("{\"type\": \"map\", \"values\": ");
            declare(item, name, taken, out, depth);
            out.push('}');
        }
        Type::Record(fields) => {
            let own = type_name(name, taken);
            out.push_str(&format!("{{\"type\": \"record\", \"name\": \"{own}\", \"fields\": ["));
            for (i, (field, id)) in fields.iter().zip(identifiers(fields)).enumerate() {
                out.push_str(if i > 0 { ",\n" } else { "\n" });
                out.push_str(&" ".repeat(2 * depth + 2));
                out.push_str("{\"name\": ");
                quote(&id, out);
                out.push_str(", \"type\": ");
                if field.missing == Missing::Never {
                    declare(&field.kind, &id, taken, out, depth + 1);
                } else {
                    out.push_str("[\"null\", ");
                    declare(&field.kind, &id, taken, out, depth + 1);
                    out.push(']');
                }
                out.push('}');
            }
            out.push_str("]}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{infer, read};
    use super::*;

    #[test]
    fn the_specifications_examples_come_out_byte_for_byte() {
        // "Binary encoding": {a: 27, b: "foo"} is 36 06 66 6f 6f; the array [3, 27] is 04 06 36 00.
        let value = read(r#"{"a":27,"b":"foo"}"#).unwrap();
        assert_eq!(encode(&infer(&[&value]), &value).bytes, b"\x36\x06foo");
        let value = read("[3,27]").unwrap();
        assert_eq!(encode(&infer(&[&value]), &value).bytes, b"\x04\x06\x36\x00");
    }

    #[test]
    fn an_optional_field_costs_a_byte_whether_it_is_there_or_not() {
        let value = read(r#"[{"a":"x"},{"a":null}]"#).unwrap();
        assert_eq!(encode(&infer(&[&value]), &value).bytes, b"\x04\x02\x02x\x00\x00");
    }

    #[test]
    fn broken_bytes_are_an_error_not_a_crash() {
        let list = Type::List(Box::new(Type::Text));
        for bytes in [&b"\x01"[..], b"\xff\xff\xff\xff\x0f", b"\x02\xff\xff\xff\xff\xff\xff\xff\xff\x7f", b""] {
            assert_eq!(decode(&list, bytes), Err(Broken));
        }
    }
}
