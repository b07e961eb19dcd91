//! Serialisation formats on the same records: really encoded, really decoded, and each byte accounted for.
//!
//! The encoders are our own, small, and written against the specifications; `tests/formats.rs` holds them against the well-kept
//! crates. [`read()`] takes JSON, [`infer()`] finds the schema, [`Format::encode`] gives bytes with [`Span`]s.

pub mod avro;
pub mod cbor;
pub mod flatbuffers;
pub mod json;
pub mod messagepack;
pub mod protobuf;
pub mod schema;
pub mod sink;
pub mod work;

pub use explorer_core::compression::payload_read::{ReadError, any, read};
pub use explorer_core::compression::payload_value::Value;
pub use schema::Type;
pub use sink::{Broken, Kind, Names, Sink, Span};

/// The type of one value.
pub fn infer(values: &[&Value]) -> Type {
    schema::infer(values)
}

/// A serialisation format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Compact JSON.
    Json,
    /// MessagePack.
    MessagePack,
    /// CBOR.
    Cbor,
    /// Protocol Buffers.
    Protobuf,
    /// Avro, a bare datum.
    Avro,
    /// FlatBuffers.
    FlatBuffers,
}

impl Format {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] =
        [Self::Json, Self::MessagePack, Self::Cbor, Self::Protobuf, Self::Avro, Self::FlatBuffers];

    /// The word in keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::MessagePack => "messagepack",
            Self::Cbor => "cbor",
            Self::Protobuf => "protobuf",
            Self::Avro => "avro",
            Self::FlatBuffers => "flatbuffers",
        }
    }

    /// Bytes of a value whose type is known, and what they are for.
    pub fn encode(self, kind: &Type, value: &Value) -> Sink {
        match self {
            Self::Json => json::encode(value),
            Self::MessagePack => messagepack::encode(value),
            Self::Cbor => cbor::encode(value),
            Self::Protobuf => protobuf::encode(kind, value),
            Self::Avro => avro::encode(kind, value),
            Self::FlatBuffers => flatbuffers::encode(kind, value),
        }
    }

    /// The value again.
    ///
    /// # Errors
    /// Where the bytes are no message of this type.
    pub fn decode(self, kind: &Type, bytes: &[u8]) -> Result<Value, Broken> {
        match self {
            Self::Json => std::str::from_utf8(bytes).ok().and_then(|text| any(text).ok()).ok_or(Broken),
            Self::MessagePack => messagepack::decode(bytes),
            Self::Cbor => cbor::decode(bytes),
            Self::Protobuf => protobuf::decode(kind, bytes),
            Self::Avro => avro::decode(kind, bytes),
            Self::FlatBuffers => flatbuffers::decode(kind, bytes),
        }
    }

    /// The schema in the format's own language; empty where it has none.
    pub fn schema_text(self, kind: &Type) -> String {
        match self {
            Self::Protobuf => protobuf::schema_text(kind),
            Self::Avro => avro::schema_text(kind),
            Self::FlatBuffers => flatbuffers::schema_text(kind),
            _ => String::new(),
        }
    }
}
