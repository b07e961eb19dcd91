//! The formats against their reference implementations, and on whatever records there may be.
#![allow(clippy::unwrap_used, reason = "tests may stop where they must")]

use explorer_codecs::formats::{Format, Kind, Type, Value, infer, read};
use proptest::prelude::*;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A value for the crates that speak serde.
struct Ser<'a>(&'a Value);

impl Serialize for Ser<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => s.serialize_unit(),
            Value::Bool(b) => s.serialize_bool(*b),
            Value::Int(i) => s.serialize_i64(*i),
            Value::Big(u) => s.serialize_u64(*u),
            Value::Float(x) => s.serialize_f64(*x),
            Value::Text(text) => s.serialize_str(text),
            Value::List(items) => {
                let mut seq = s.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(&Ser(item))?;
                }
                seq.end()
            }
            Value::Object(members) => {
                let mut map = s.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, &Ser(value))?;
                }
                map.end()
            }
        }
    }
}

fn check(value: &Value) {
    let kind = infer(&[value]);
    for format in Format::ALL {
        let sink = format.encode(&kind, value);
        let mut at = 0;
        for span in &sink.spans {
            assert!(span.start == at && span.end > at, "{format:?}: a gap at byte {at}");
            at = span.end;
        }
        assert_eq!(at as usize, sink.bytes.len(), "{format:?}: bytes without a meaning");
        let back = format.decode(&kind, &sink.bytes);
        assert_eq!(back.as_ref(), Ok(value), "{format:?} of {}", value.to_json());
    }
    let ours = Format::Json.encode(&kind, value).bytes;
    let reference = serde_json::to_vec(&Ser(value)).unwrap();
    if ours != reference {
        // It writes 1e+300 where we write 1e300.
        let meaning = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap();
        assert_eq!(meaning(&ours), meaning(&reference));
    }
    assert_eq!(Format::MessagePack.encode(&kind, value).bytes, rmp_serde::to_vec(&Ser(value)).unwrap());
    let mut cbor = Vec::new();
    ciborium::into_writer(&Ser(value), &mut cbor).unwrap();
    assert_eq!(Format::Cbor.encode(&kind, value).bytes, cbor);
    avro(&kind, value);
}

/// The reference reads what we wrote with the schema we inferred, and writes the same bytes again (but for the order of maps).
/// What is nested very deep is left out: its reader of schemas stops before ours does.
fn avro(kind: &Type, value: &Value) {
    if value.to_json().contains("[[[[[[[[[[[[[[[[") || value.to_json().contains("{\"a\":{\"a\":{\"a\":{\"a\":") {
        return;
    }
    let schema = apache_avro::Schema::parse_str(&Format::Avro.schema_text(kind)).unwrap();
    let bytes = Format::Avro.encode(kind, value).bytes;
    #[allow(deprecated, reason = "the new readers want more set up for the same")]
    let datum = apache_avro::from_avro_datum(&schema, &mut &bytes[..], None).unwrap();
    #[allow(deprecated, reason = "as above")]
    let again = apache_avro::to_avro_datum(&schema, datum).unwrap();
    if has_map(kind) {
        assert_eq!(again.len(), bytes.len());
    } else {
        assert_eq!(again, bytes);
    }
}

fn has_map(kind: &Type) -> bool {
    match kind {
        Type::Map(_) => true,
        Type::List(item) => has_map(item),
        Type::Record(fields) => fields.iter().any(|f| has_map(&f.kind)),
        _ => false,
    }
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-200i64..200).prop_map(Value::Int),
        any::<i64>().prop_map(Value::Int),
        (1u64 << 63..).prop_map(Value::Big),
        prop::num::f64::NORMAL.prop_map(Value::Float),
        prop::sample::select(vec![0.0, -0.0, 0.5, 1.0, 1e300, 5e-324, 65504.0, 1e16]).prop_map(Value::Float),
        "[a-z]{0,6}".prop_map(Value::Text),
        ".{0,40}".prop_map(Value::Text),
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-e]", 1 => "[A-Za-z_ 0-9é😀\"\\\\.]{0,5}"]
}

fn object(values: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec((key(), values), 0..6).prop_map(|mut members| {
        let mut seen = std::collections::BTreeSet::new();
        members.retain(|(key, _)| seen.insert(key.clone()));
        Value::Object(members)
    })
}

/// Anything at all.
fn anything() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(4, 60, 6, |inner| {
        prop_oneof![prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List), object(inner)]
    })
}

/// Records of one shape, whose fields are there, missing or null: what people have.
fn records() -> impl Strategy<Value = Value> {
    let column = prop_oneof![any::<bool>().prop_map(|_| 0), (1u8..9).prop_map(|n| n),];
    (prop::collection::vec((key(), column, 0u8..4), 1..6), prop::collection::vec(any::<[u32; 6]>(), 0..8)).prop_map(
        |(columns, rows)| {
            let row = |seeds: [u32; 6]| {
                let mut members: Vec<(String, Value)> = Vec::new();
                for ((key, kind, missing), seed) in columns.iter().zip(seeds) {
                    if members.iter().any(|(k, _)| k == key) || (*missing == 1 && seed.is_multiple_of(3)) {
                        continue;
                    }
                    let value = if *missing == 2 && seed.is_multiple_of(3) { Value::Null } else { cell(*kind, seed) };
                    members.push((key.clone(), value));
                }
                Value::Object(members)
            };
            Value::List(rows.into_iter().map(row).collect())
        },
    )
}

fn cell(kind: u8, seed: u32) -> Value {
    let list = |kind: u8| Value::List((0..seed % 4).map(|i| cell(kind, seed / 7 + i)).collect());
    match kind {
        0 => Value::Bool(seed.is_multiple_of(2)),
        1 => Value::Int(i64::from(seed % 300)),
        2 => Value::Int(i64::from(seed) - 2_000_000_000),
        3 => Value::Float(f64::from(seed) / 8.0),
        4 => Value::Text("é".repeat(seed as usize % 40)),
        5 => list(1),
        6 => list(4),
        7 => Value::Object(vec![("x".into(), cell(3, seed)), ("y z".into(), list(2))]),
        _ => list(5),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_gives_back_any_value(value in anything()) {
        check(&value);
    }

    #[test]
    fn every_format_gives_back_records_of_one_shape(value in records()) {
        check(&value);
    }

    #[test]
    fn reading_anything_ends_in_a_value_or_a_sentence(text in ".{0,60}|[\\[\\]{}\",:0-9eE+\\-.a-z\\\\u ]{0,40}") {
        match read(&text) {
            Ok(value) => {
                prop_assert_eq!(read(&value.to_json()), Ok(value.clone()));
                let reference: Result<serde_json::Value, _> = serde_json::from_str(&text);
                prop_assert!(reference.is_ok() || matches!(value, Value::List(_)));
            }
            Err(error) => prop_assert!(error.to_string().ends_with('.')),
        }
    }

    #[test]
    fn bytes_that_are_damaged_are_a_value_or_an_error_never_a_crash(value in records(), at in any::<u16>(), with in any::<u8>()) {
        let kind = infer(&[&value]);
        for format in Format::ALL {
            let mut bytes = format.encode(&kind, &value).bytes;
            let at = usize::from(at) % bytes.len().max(1);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = with;
            }
            let _ = format.decode(&kind, &bytes);
            let _ = format.decode(&kind, &bytes[..at.min(bytes.len())]);
        }
    }
}

#[test]
fn many_keys_long_texts_and_deep_nesting_come_back() {
    let map: Vec<String> = (0..300).map(|i| format!("\"user {i}\":[{i},{{\"a\":null}}]")).collect();
    let nested_maps: Vec<String> = (0..300).map(|i| format!("\"user {i}\":{i}")).collect();
    let texts = [
        format!("{{{}}}", map.join(",")),
        format!("[[{{{}}}]]", nested_maps.join(",")),
        format!("[{}]", "\"x\",".repeat(70_000) + "\"y\""),
        format!("{{\"a\":\"{}\"}}", "é".repeat(40_000)),
        format!("{}1{}", "[".repeat(60), "]".repeat(60)),
        format!("{}{{}}{}", "{\"a\":".repeat(60), "}".repeat(60)),
        "[{},{}]".into(),
        "[]".into(),
        "[[],[]]".into(),
        "null".into(),
        "\"😀\"".into(),
    ];
    for text in texts {
        check(&read(&text).unwrap());
    }
}

#[derive(Clone, PartialEq, prost::Message)]
struct Message {
    #[prost(message, repeated, tag = "1")]
    records: Vec<Record>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Record {
    #[prost(uint64, tag = "1")]
    id: u64,
    #[prost(sint64, tag = "2")]
    balance: i64,
    #[prost(double, tag = "3")]
    score: f64,
    #[prost(bool, tag = "4")]
    active: bool,
    #[prost(string, tag = "5")]
    name: String,
    #[prost(string, optional, tag = "6")]
    nick: Option<String>,
    #[prost(uint64, repeated, tag = "7")]
    visits: Vec<u64>,
    #[prost(string, repeated, tag = "8")]
    tags: Vec<String>,
    #[prost(message, optional, tag = "9")]
    address: Option<Address>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct Address {
    #[prost(string, tag = "1")]
    city: String,
    #[prost(sint64, optional, tag = "2")]
    floor: Option<i64>,
}

#[test]
fn prost_reads_our_protocol_buffers_and_writes_the_same_bytes() {
    let text = r#"[
        {"id":1,"balance":-5,"score":0.5,"active":true,"name":"Ada","nick":null,"visits":[3,270,86942],"tags":["a",""],
         "address":{"city":"Ulm","floor":-2}},
        {"id":0,"balance":300,"score":0,"active":false,"name":"","nick":"","visits":[],"tags":[],"address":null},
        {"id":9007199254740993,"balance":0,"score":-1e300,"active":true,"name":"😀","nick":"x","visits":[0],"tags":[],
         "address":{"city":""}}]"#;
    let value = read(text).unwrap();
    let kind = infer(&[&value]);
    let bytes = Format::Protobuf.encode(&kind, &value).bytes;
    let message: Message = prost::Message::decode(&bytes[..]).unwrap();
    assert_eq!(message.records[0].address.as_ref().unwrap().floor, Some(-2));
    assert_eq!(message.records[1].nick.as_deref(), Some(""));
    assert_eq!(message.records[2].id, 9_007_199_254_740_993);
    assert_eq!(prost::Message::encode_to_vec(&message), bytes);
    check(&value);
}

#[test]
fn the_reference_builder_lays_out_the_same_flatbuffer() {
    use flatbuffers::{FlatBufferBuilder, WIPOffset};
    let text = r#"[{"id":1,"big":5000000000,"name":"Ada","score":0.5,"on":true,"tags":["x","yz"],"n":[1,-2,3]},
                   {"id":0,"big":5000000001,"name":"","score":0,"on":false,"tags":[],"n":[]},
                   {"id":7,"big":5000000002,"name":"Grace Hopper","score":2.25,"on":true,"tags":["😀"],"n":[9]}]"#;
    let value = read(text).unwrap();
    let ours = Format::FlatBuffers.encode(&infer(&[&value]), &value).bytes;
    type Row<'a> = (u32, i64, &'a str, f64, bool, &'a [&'a str], &'a [i32]);
    let rows: [Row<'_>; 3] = [
        (1, 5_000_000_000, "Ada", 0.5, true, &["x", "yz"], &[1, -2, 3]),
        (0, 5_000_000_001, "", 0.0, false, &[], &[]),
        (7, 5_000_000_002, "Grace Hopper", 2.25, true, &["😀"], &[9]),
    ];
    let mut b = FlatBufferBuilder::new();
    let mut tables = Vec::new();
    for (id, big, name, score, on, tags, n) in rows {
        let name = b.create_string(name);
        let tags: Vec<WIPOffset<&str>> = tags.iter().map(|t| b.create_string(t)).collect();
        let tags = b.create_vector(&tags);
        let n = b.create_vector(n);
        let start = b.start_table();
        b.push_slot(10, score, 0.0);
        b.push_slot(6, big, 0i64);
        b.push_slot_always(16, n);
        b.push_slot_always(14, tags);
        b.push_slot_always(8, name);
        b.push_slot(4, id, 0u32);
        b.push_slot(12, on, false);
        tables.push(b.end_table(start));
    }
    let records = b.create_vector(&tables);
    let start = b.start_table();
    b.push_slot_always(4, records);
    let root = b.end_table(start);
    b.finish(root, None);
    assert_eq!(ours, b.finished_data());
}

#[test]
fn each_stretch_of_bytes_says_what_it_is() {
    let value = read(r#"[{"email":"a@b.c"},{"email":"d@e.f"}]"#).unwrap();
    let kind = infer(&[&value]);
    let keys = |format: Format| {
        let sink = format.encode(&kind, &value);
        let keys: Vec<_> = sink.spans.iter().filter(|s| s.kind == Kind::Key).copied().collect();
        assert!(keys.iter().all(|s| &sink.bytes[s.start as usize..s.end as usize] == b"email"));
        assert!(keys.iter().all(|s| sink.names.path(s.name) == "email"));
        keys.len()
    };
    assert_eq!(Format::ALL.map(keys), [2, 2, 2, 0, 0, 0]);
}
