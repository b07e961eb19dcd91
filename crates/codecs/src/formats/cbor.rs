//! CBOR (RFC 8949) in preferred serialisation: JSON's model in binary, shortest lengths, and the shortest float that loses nothing.

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
        Value::Null => sink.put(Kind::Number, name, &[0xf6]),
        Value::Bool(b) => sink.put(Kind::Number, name, &[0xf4 | u8::from(*b)]),
        Value::Int(i) if *i >= 0 => number(sink, 0, *i as u64, name),
        Value::Int(i) => number(sink, 1, !*i as u64, name),
        Value::Big(u) => number(sink, 0, *u, name),
        Value::Float(x) => float(sink, *x, name),
        Value::Text(words) => text(sink, words, Kind::Value, name),
        Value::List(items) => {
            head(sink, Kind::Length, 4, items.len() as u64, name);
            for item in items {
                write(sink, item, name);
            }
        }
        Value::Object(members) => {
            head(sink, Kind::Length, 5, members.len() as u64, name);
            for (key, value) in members {
                let child = sink.names.child(name, key);
                text(sink, key, Kind::Key, child);
                write(sink, value, child);
            }
        }
    }
}

/// A major type and its argument, in as few bytes as they need, and how many those are.
fn bytes_of_head(major: u8, argument: u64) -> ([u8; 9], usize) {
    let (low, len) = match argument {
        0..=23 => (argument as u8, 0),
        24..=0xff => (24, 1),
        0x100..=0xffff => (25, 2),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 8),
    };
    let mut bytes = [0; 9];
    bytes[0] = major << 5 | low;
    bytes[1..=len].copy_from_slice(&argument.to_be_bytes()[8 - len..]);
    (bytes, len + 1)
}

fn head(sink: &mut Sink, kind: Kind, major: u8, argument: u64, name: u32) {
    let (bytes, len) = bytes_of_head(major, argument);
    sink.put(kind, name, &bytes[..len]);
}

/// A number: in its first byte where it is small, or after it.
fn number(sink: &mut Sink, major: u8, argument: u64, name: u32) {
    let (bytes, len) = bytes_of_head(major, argument);
    if len > 1 {
        sink.put(Kind::Tag, name, &bytes[..1]);
    }
    sink.put(Kind::Number, name, &bytes[usize::from(len > 1)..len]);
}

fn text(sink: &mut Sink, text: &str, kind: Kind, name: u32) {
    head(sink, Kind::Length, 3, text.len() as u64, name);
    sink.put(kind, name, text.as_bytes());
}

fn float(sink: &mut Sink, value: f64, name: u32) {
    let single = value as f32;
    if f64::from(single).to_bits() != value.to_bits() {
        sink.put(Kind::Tag, name, &[0xfb]);
        return sink.put(Kind::Number, name, &value.to_be_bytes());
    }
    match half(single) {
        Some(bits) => {
            sink.put(Kind::Tag, name, &[0xf9]);
            sink.put(Kind::Number, name, &bits.to_be_bytes());
        }
        None => {
            sink.put(Kind::Tag, name, &[0xfa]);
            sink.put(Kind::Number, name, &single.to_be_bytes());
        }
    }
}

/// The 16-bit float that equals a finite 32-bit one, if there is one.
fn half(value: f32) -> Option<u16> {
    let bits = value.to_bits();
    let sign = (bits >> 16) as u16 & 0x8000;
    let exponent = ((bits >> 23) & 0xff) as i32 - 127;
    let fraction = bits & 0x7f_ffff;
    let found = match exponent {
        -127 if fraction == 0 => sign,
        -14..=15 => sign | ((exponent + 15) as u16) << 10 | (fraction >> 13) as u16,
        // Below the smallest normal one the leading one is written out.
        -24..=-15 => sign | ((fraction | 0x80_0000) >> (-1 - exponent)) as u16,
        _ => return None,
    };
    (from_half(found).to_bits() == f64::from(value).to_bits()).then_some(found)
}

/// What a 16-bit float means.
fn from_half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff);
    let size = match (bits >> 10) & 31 {
        0 => fraction / 16_777_216.0,
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        // Two to the power of the exponent, less its bias of 15 and the ten bits of the fraction.
        exponent => (fraction + 1024.0) * f64::from_bits((u64::from(exponent) + 1023 - 25) << 52),
    };
    if bits & 0x8000 == 0 { size } else { -size }
}

/// Reads a message; what JSON does not know (tags, byte strings, unknown lengths) is refused.
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
    let first = source.byte()?;
    let argument = match first & 31 {
        small @ 0..=23 => u64::from(small),
        24 => u64::from(source.byte()?),
        25 => u64::from(u16::from_be_bytes(source.array()?)),
        26 => u64::from(u32::from_be_bytes(source.array()?)),
        27 => u64::from_be_bytes(source.array()?),
        _ => return Err(Broken),
    };
    Ok(match first >> 5 {
        0 => i64::try_from(argument).map_or(Value::Big(argument), Value::Int),
        1 => Value::Int(!i64::try_from(argument).map_err(|_| Broken)?),
        3 => Value::Text(source.text(argument)?),
        4 => Value::List((0..argument).map(|_| read(source, depth + 1)).collect::<Result<_, _>>()?),
        5 => {
            let mut members = Vec::new();
            for _ in 0..argument {
                let Value::Text(key) = read(source, depth + 1)? else { return Err(Broken) };
                members.push((key, read(source, depth + 1)?));
            }
            Value::Object(members)
        }
        7 => match first & 31 {
            20 => Value::Bool(false),
            21 => Value::Bool(true),
            22 => Value::Null,
            25 => Value::Float(from_half(argument as u16)),
            26 => Value::Float(f64::from(f32::from_bits(argument as u32))),
            27 => Value::Float(f64::from_bits(argument)),
            _ => return Err(Broken),
        },
        _ => return Err(Broken),
    })
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn the_examples_of_the_specifications_appendix_come_out_byte_for_byte() {
        // RFC 8949, appendix A.
        let cases: [(&str, &[u8]); 14] = [
            ("23", b"\x17"),
            ("24", b"\x18\x18"),
            ("1000000", b"\x1a\x00\x0f\x42\x40"),
            ("18446744073709551615", b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff"),
            ("-1000", b"\x39\x03\xe7"),
            ("0.0", b"\xf9\x00\x00"),
            ("1.1", b"\xfb\x3f\xf1\x99\x99\x99\x99\x99\x9a"),
            ("65504.0", b"\xf9\x7b\xff"),
            ("100000.0", b"\xfa\x47\xc3\x50\x00"),
            ("5.960464477539063e-8", b"\xf9\x00\x01"),
            ("0.00006103515625", b"\xf9\x04\x00"),
            ("-4.1", b"\xfb\xc0\x10\x66\x66\x66\x66\x66\x66"),
            ("\"\u{6c34}\"", b"\x63\xe6\xb0\xb4"),
            ("{\"a\": 1, \"b\": [2, 3]}", b"\xa2\x61a\x01\x61b\x82\x02\x03"),
        ];
        for (text, bytes) in cases {
            let value = read(text).unwrap();
            assert_eq!(encode(&value).bytes, bytes, "{text}");
            assert_eq!(decode(bytes), Ok(value), "{text}");
        }
    }

    #[test]
    fn every_16_bit_float_finds_its_way_back() {
        for bits in (0..=u16::MAX).filter(|b| b & 0x7c00 != 0x7c00) {
            assert_eq!(half(from_half(bits) as f32), Some(bits), "{bits:04x}");
        }
        assert_eq!(half(65_520.0), None);
        assert_eq!(half(1e-9), None);
    }

    #[test]
    fn broken_bytes_are_an_error_not_a_crash() {
        for bytes in [
            &b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff"[..],
            b"\x3b\xff\xff\xff\xff\xff\xff\xff\xff",
            b"",
            b"\x9f",
            &[0x81; 500],
        ] {
            assert_eq!(decode(bytes), Err(Broken));
        }
    }
}
