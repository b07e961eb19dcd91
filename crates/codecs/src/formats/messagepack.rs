//! MessagePack (specification of 2013-04, github.com/msgpack/msgpack): JSON's model in binary. Still every key in every record,
//! but lengths instead of punctuation, and numbers in as few bytes as they need.

use super::sink::{Broken, Kind, Sink, Source};
use explorer_core::compression::payload_read::MAX_DEPTH;
use explorer_core::compression::payload_value::Value;

/// Writes a value.
pub fn encode(value: &Value) -> Sink {
    let mut sink = Sink::default();
    write(&mut sink, value, 0);
    sink
}

fn write(sink: &mut Sink, value: &Value, name: u32) {
    match value {
        Value::Null => sink.put(Kind::Number, name, &[0xc0]),
        Value::Bool(b) => sink.put(Kind::Number, name, &[0xc2 | u8::from(*b)]),
        Value::Int(i) => int(sink, *i, name),
        Value::Big(u) => number(sink, 0xcf, &u.to_be_bytes(), name),
        Value::Float(x) => number(sink, 0xcb, &x.to_be_bytes(), name),
        Value::Text(words) => text(sink, words, Kind::Value, name),
        Value::List(items) => {
            many(sink, items.len(), 0x90, 0xdc, name);
            for item in items {
                write(sink, item, name);
            }
        }
        Value::Object(members) => {
            many(sink, members.len(), 0x80, 0xde, name);
            for (key, value) in members {
                let child = sink.names.child(name, key);
                text(sink, key, Kind::Key, child);
                write(sink, value, child);
            }
        }
    }
}

/// A type marker, and the number.
fn number(sink: &mut Sink, marker: u8, bytes: &[u8], name: u32) {
    sink.put(Kind::Tag, name, &[marker]);
    sink.put(Kind::Number, name, bytes);
}

fn int(sink: &mut Sink, value: i64, name: u32) {
    let bytes = value.to_be_bytes();
    match value {
        -32..=127 => sink.put(Kind::Number, name, &bytes[7..]),
        128..=0xff => number(sink, 0xcc, &bytes[7..], name),
        0x100..=0xffff => number(sink, 0xcd, &bytes[6..], name),
        0x1_0000..=0xffff_ffff => number(sink, 0xce, &bytes[4..], name),
        0x1_0000_0000.. => number(sink, 0xcf, &bytes, name),
        -128..=-33 => number(sink, 0xd0, &bytes[7..], name),
        -0x8000..=-129 => number(sink, 0xd1, &bytes[6..], name),
        -0x8000_0000..=-0x8001 => number(sink, 0xd2, &bytes[4..], name),
        _ => number(sink, 0xd3, &bytes, name),
    }
}

fn text(sink: &mut Sink, text: &str, kind: Kind, name: u32) {
    let len = text.len();
    let bytes = (len as u32).to_be_bytes();
    match len {
        0..=31 => sink.put(Kind::Length, name, &[0xa0 | len as u8]),
        32..=0xff => sink.put(Kind::Length, name, &[0xd9, bytes[3]]),
        0x100..=0xffff => sink.put(Kind::Length, name, &[0xda, bytes[2], bytes[3]]),
        _ => sink.put(Kind::Length, name, &[0xdb, bytes[0], bytes[1], bytes[2], bytes[3]]),
    }
    sink.put(kind, name, text.as_bytes());
}

/// How many items of a list or members of an object follow.
fn many(sink: &mut Sink, len: usize, small: u8, wide: u8, name: u32) {
    let bytes = (len as u32).to_be_bytes();
    match len {
        0..=15 => sink.put(Kind::Length, name, &[small | len as u8]),
        16..=0xffff => sink.put(Kind::Length, name, &[wide, bytes[2], bytes[3]]),
        _ => sink.put(Kind::Length, name, &[wide + 1, bytes[0], bytes[1], bytes[2], bytes[3]]),
    }
}

/// Reads a message.
///
/// # Errors
/// Where the bytes are none.
pub fn decode(bytes: &[u8]) -> Result<Value, Broken> {
    let mut source = Source { rest: bytes };
    let value = read(&mut source, 0)?;
    if source.rest.is_empty() { Ok(value) } else { Err(Broken) }
}

fn read(source: &mut Source<'_>, depth: usize) -> Result<Value, Broken> {
    if depth > MAX_DEPTH {
        return Err(Broken);
    }
    let marker = source.byte()?;
    Ok(match marker {
        0..=0x7f => Value::Int(i64::from(marker)),
        0x80..=0x8f => members(source, u32::from(marker & 15), depth)?,
        0x90..=0x9f => items(source, u32::from(marker & 15), depth)?,
        0xa0..=0xbf => Value::Text(source.text(u64::from(marker & 31))?),
        0xe0.. => Value::Int(i64::from(marker as i8)),
        0xc0 => Value::Null,
        0xc2 | 0xc3 => Value::Bool(marker == 0xc3),
        0xcb => Value::Float(f64::from_be_bytes(source.array()?)),
        0xcc => Value::Int(i64::from(source.byte()?)),
        0xcd => Value::Int(i64::from(u16::from_be_bytes(source.array()?))),
        0xce => Value::Int(i64::from(u32::from_be_bytes(source.array()?))),
        0xcf => {
            let u = u64::from_be_bytes(source.array()?);
            i64::try_from(u).map_or(Value::Big(u), Value::Int)
        }
        0xd0 => Value::Int(i64::from(i8::from_be_bytes(source.array()?))),
        0xd1 => Value::Int(i64::from(i16::from_be_bytes(source.array()?))),
        0xd2 => Value::Int(i64::from(i32::from_be_bytes(source.array()?))),
        0xd3 => Value::Int(i64::from_be_bytes(source.array()?)),
        0xd9 => Value::Text({
            let len = source.byte()?;
            source.text(u64::from(len))?
        }),
        0xda => Value::Text({
            let len = u16::from_be_bytes(source.array()?);
            source.text(u64::from(len))?
        }),
        0xdb => Value::Text({
            let len = u32::from_be_bytes(source.array()?);
            source.text(u64::from(len))?
        }),
        0xdc | 0xde => {
            let len = u32::from(u16::from_be_bytes(source.array()?));
            if marker == 0xdc { items(source, len, depth)? } else { members(source, len, depth)? }
        }
        0xdd | 0xdf => {
            let len = u32::from_be_bytes(source.array()?);
            if marker == 0xdd { items(source, len, depth)? } else { members(source, len, depth)? }
        }
        _ => return Err(Broken),
    })
}

fn items(source: &mut Source<'_>, len: u32, depth: usize) -> Result<Value, Broken> {
    (0..len).map(|_| read(source, depth + 1)).collect::<Result<_, _>>().map(Value::List)
}

fn members(source: &mut Source<'_>, len: u32, depth: usize) -> Result<Value, Broken> {
    let mut members = Vec::new();
    for _ in 0..len {
        let Value::Text(key) = read(source, depth + 1)? else { return Err(Broken) };
        members.push((key, read(source, depth + 1)?));
    }
    Ok(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn the_example_of_its_home_page_takes_18_bytes_instead_of_27() {
        // msgpack.org: {"compact":true,"schema":0}
        let value = read("{\"compact\":true,\"schema\":0}").unwrap();
        let bytes = encode(&value).bytes;
        assert_eq!((bytes.len(), value.to_json().len()), (18, 27));
        assert_eq!(bytes, b"\x82\xa7compact\xc3\xa6schema\x00");
    }

    #[test]
    fn broken_bytes_are_an_error_not_a_crash() {
        for bytes in
            [&b"\xdf\xff\xff\xff\xff"[..], b"\xc1", b"", b"\xdb\xff\xff\xff\xffab", b"\x81\x01\x01", &[0x91; 500]]
        {
            assert_eq!(decode(bytes), Err(Broken));
        }
    }
}
