//! The inputs of `payload`: an answer and what is left out of it, pictures, and records to encode.

use crate::compression::payload::Answer;
use crate::compression::payload_read::{self, ReadError};
use crate::compression::payload_records::MOST_RECORDS;
use crate::job::Bytes;
use crate::quantity::Unit;
use crate::topic::{Choice, Param, Range, Value};

/// Largest file of records.
const MOST_BYTES: u32 = payload_read::MAX_BYTES as u32;

/// The reader's own records.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Typed or pasted; nothing where it is empty.
    Text(String),
    /// A file.
    File(Bytes),
}

/// What the reader sets, each in the unit its name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// The answer with everything in it.
    pub original_kb: f64,
    /// Speed of the link.
    pub bandwidth_mbps: f64,
    /// Fields of a record as sent.
    pub fields_sent: f64,
    /// Fields that are shown.
    pub fields_needed: f64,
    /// A needed field's size, of the average field's.
    pub field_size_pct: f64,
    /// Records in the answer, and records that are generated.
    pub records: f64,
    /// Records on a page; 0 for all.
    pub page_size: f64,
    /// What compression takes off.
    pub reduction_pct: f64,
    /// Requests that find nothing changed.
    pub unchanged_pct: f64,
    /// There and back.
    pub round_trip_ms: f64,
    /// Pictures on the page.
    pub images: f64,
    /// Of those, the ones seen before scrolling.
    pub images_seen: f64,
    /// Size of one as JPEG.
    pub image_kb: f64,
    /// `users`, `orders`, `readings`, `articles`.
    pub sample: &'static str,
    /// The reader's own records instead.
    pub data: Data,
}

impl Default for Inputs {
    fn default() -> Self {
        Self {
            original_kb: 2_000.0,
            bandwidth_mbps: 10.0,
            fields_sent: 47.0,
            fields_needed: 5.0,
            field_size_pct: 100.0,
            records: 500.0,
            page_size: 20.0,
            reduction_pct: 80.0,
            unchanged_pct: 0.0,
            round_trip_ms: 50.0,
            images: 50.0,
            images_seen: 6.0,
            image_kb: 100.0,
            sample: "users",
            data: Data::Text(String::new()),
        }
    }
}

impl Inputs {
    /// The answer and what is done to it.
    pub fn answer(&self) -> Answer {
        Answer {
            bytes: Unit::KB.to_base(self.original_kb),
            fields_sent: self.fields_sent,
            fields_needed: self.fields_needed,
            field_size_share: self.field_size_pct / 100.0,
            records: self.records,
            page_size: self.page_size,
            reduction_share: self.reduction_pct / 100.0,
            unchanged_share: self.unchanged_pct / 100.0,
        }
    }

    /// The reader's own text, where there is any.
    ///
    /// # Errors
    /// Where a file is not UTF-8.
    pub fn own_text(&self) -> Result<Option<&str>, ReadError> {
        let text = match &self.data {
            Data::Text(text) => text.as_str(),
            Data::File(file) => std::str::from_utf8(file).map_err(|error| ReadError {
                line: file[..error.valid_up_to()].iter().filter(|b| **b == b'\n').count() + 1,
                column: 1,
                what: "this is not text in UTF-8, so it cannot be JSON.".into(),
            })?,
        };
        Ok(Some(text).filter(|text| !text.trim().is_empty()))
    }

    /// Whether the reader's own text, if there is any, is JSON.
    ///
    /// # Errors
    /// Where it is not, with line and column.
    pub fn check(&self) -> Result<(), ReadError> {
        self.own_text()?.map_or(Ok(()), |text| payload_read::read(text).map(|_| ()))
    }

    /// Records that are generated.
    pub fn generated(&self) -> u32 {
        (self.records as u32).min(MOST_RECORDS)
    }
}

const SAMPLES: &[Choice] = &[
    Choice { word: "users", label: "users: short texts and numbers" },
    Choice { word: "orders", label: "orders: nested, with lists" },
    Choice { word: "readings", label: "sensor readings: numbers only" },
    Choice { word: "articles", label: "articles: long texts" },
];

/// One of our inputs.
type P = Param<Inputs>;

/// The inputs in the order of the page.
pub const PARAMS: &[Param<Inputs>] = &[
    P::number(
        "original_kb",
        "The whole answer",
        Unit::KB,
        Range::log(0.001, 1e9),
        |i| i.original_kb,
        |i, v| i.original_kb = v,
    ),
    P::number(
        "bandwidth_mbps",
        "Speed of the link",
        Unit::MBPS,
        Range::log(0.01, 1e5),
        |i| i.bandwidth_mbps,
        |i, v| i.bandwidth_mbps = v,
    ),
    P::number(
        "fields_needed",
        "Fields that are shown",
        Unit::COUNT,
        Range::log(1.0, 1e6).whole(),
        |i| i.fields_needed,
        |i, v| i.fields_needed = v,
    ),
    P::number(
        "fields_sent",
        "Fields that are sent",
        Unit::COUNT,
        Range::log(1.0, 1e6).whole(),
        |i| i.fields_sent,
        |i, v| i.fields_sent = v,
    ),
    P::number(
        "records",
        "Records in the answer",
        Unit::COUNT,
        Range::log(1.0, 1e6).whole(),
        |i| i.records,
        |i, v| i.records = v,
    )
    .help("At most 2,000 are generated and measured below."),
    P::number(
        "page_size",
        "Records on a page",
        Unit::COUNT,
        Range::log(1.0, 1e6).whole().or_zero(),
        |i| i.page_size,
        |i, v| i.page_size = v,
    )
    .help("0 sends all of them at once."),
    P::number(
        "reduction_pct",
        "Compression takes off",
        Unit::PERCENT,
        Range::linear(0.0, 100.0, 1.0),
        |i| i.reduction_pct,
        |i, v| i.reduction_pct = v,
    ),
    P::choice("sample", "Records to encode", SAMPLES, |i| i.sample, |i, v| i.sample = v)
        .when(|i| matches!(i.own_text(), Ok(None))),
    P::file(
        "data",
        "Your own records instead",
        1_000,
        MOST_BYTES,
        |i| match &i.data {
            Data::Text(text) => Value::Text(text.clone()),
            Data::File(file) => Value::Bytes(file.clone()),
        },
        |i, v| match v {
            Value::Text(text) => i.data = Data::Text(text),
            Value::Bytes(file) => i.data = Data::File(file),
            _ => {}
        },
    )
    .help("JSON: a list of objects, or one object a line. At most 1 MB. Nothing leaves this tab."),
    P::number(
        "field_size_pct",
        "Size of a needed field, of the average one’s",
        Unit::PERCENT,
        Range::log(0.01, 1e4),
        |i| i.field_size_pct,
        |i, v| i.field_size_pct = v,
    )
    .when(|i| i.fields_needed < i.fields_sent)
    .more(),
    P::number(
        "unchanged_pct",
        "Requests that find nothing changed",
        Unit::PERCENT,
        Range::linear(0.0, 100.0, 1.0),
        |i| i.unchanged_pct,
        |i, v| i.unchanged_pct = v,
    )
    .help("They are answered by a 304, a head without a body.")
    .more(),
    P::number(
        "round_trip_ms",
        "Round trip",
        Unit::MS,
        Range::log(0.001, 1e5).or_zero(),
        |i| i.round_trip_ms,
        |i, v| i.round_trip_ms = v,
    )
    .help("What a 304 costs, however small it is.")
    .more(),
    P::number(
        "images",
        "Pictures on the page",
        Unit::COUNT,
        Range::log(1.0, 1e6).whole(),
        |i| i.images,
        |i, v| i.images = v,
    )
    .more(),
    P::number(
        "images_seen",
        "Of those, seen before scrolling",
        Unit::COUNT,
        Range::log(1.0, 1e6).whole(),
        |i| i.images_seen,
        |i, v| i.images_seen = v,
    )
    .more(),
    P::number(
        "image_kb",
        "One picture as JPEG",
        Unit::KB,
        Range::log(0.001, 1e6),
        |i| i.image_kb,
        |i, v| i.image_kb = v,
    )
    .more(),
];
