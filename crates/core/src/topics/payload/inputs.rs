//! The inputs of `payload`: an answer and what is left out of it, pictures, and records to encode.

use crate::compression::payload::Answer;
use crate::compression::payload_read::{self, ReadError};
use crate::compression::payload_records::MOST_RECORDS;
use crate::quantity::Unit;
use crate::topic::{Own, Range, inputs, words};

/// Largest file of records.
const MOST_BYTES: u32 = payload_read::MAX_BYTES as u32;

words! {
    /// A sample.
    pub enum Sample {
        Users = "users", "users: short texts and numbers";
        Orders = "orders", "orders: nested, with lists";
        Readings = "readings", "sensor readings: numbers only";
        Articles = "articles", "articles: long texts";
    }
}

inputs! {
    pub struct Inputs {
        /// The answer with everything in it.
        original_kb: f64 = 2_000.0 => number("The whole answer", Unit::KB, Range::log(0.001, 1e9));
        /// Speed of the link.
        bandwidth_mbps: f64 = 10.0 => number("Speed of the link", Unit::MBPS, Range::log(0.01, 1e5));
        /// Fields that are shown.
        fields_needed: f64 = 5.0 => number("Fields that are shown", Unit::COUNT, Range::log(1.0, 1e6).whole());
        /// Fields of a record as sent.
        fields_sent: f64 = 47.0 => number("Fields that are sent", Unit::COUNT, Range::log(1.0, 1e6).whole());
        /// Records in the answer, and records that are generated.
        records: f64 = 500.0 => number("Records in the answer", Unit::COUNT, Range::log(1.0, 1e6).whole())
            .help("At most 2,000 are generated and measured below.");
        /// Records on a page; 0 for all.
        page_size: f64 = 20.0 => number("Records on a page", Unit::COUNT, Range::log(1.0, 1e6).whole().or_zero())
            .help("0 sends all of them at once.");
        /// What compression takes off.
        reduction_pct: f64 = 80.0 => number("Compression takes off", Unit::PERCENT, Range::linear(0.0, 100.0, 1.0));
        /// A sample.
        sample: Sample = Sample::Users => choice("Records to encode").when(|i| matches!(i.own_text(), Ok(None)));
        /// The reader's own records instead.
        data: Own = Own::default() => file("Your own records instead", 1_000, MOST_BYTES)
            .help("JSON: a list of objects, or one object a line. At most 1 MB. Nothing leaves this tab.");
        /// A needed field's size, of the average field's.
        field_size_pct: f64 = 100.0 => number("Size of a needed field, of the average one’s", Unit::PERCENT, Range::log(0.01, 1e4))
            .when(|i| i.fields_needed < i.fields_sent).more();
        /// Requests that find nothing changed.
        unchanged_pct: f64 = 0.0 => number("Requests that find nothing changed", Unit::PERCENT, Range::linear(0.0, 100.0, 1.0))
            .help("They are answered by a 304, a head without a body.").more();
        /// There and back.
        round_trip_ms: f64 = 50.0 => number("Round trip", Unit::MS, Range::log(0.001, 1e5).or_zero())
            .help("What a 304 costs, however small it is.").more();
        /// Pictures on the page.
        images: f64 = 50.0 => number("Pictures on the page", Unit::COUNT, Range::log(1.0, 1e6).whole()).more();
        /// Of those, the ones seen before scrolling.
        images_seen: f64 = 6.0 => number("Of those, seen before scrolling", Unit::COUNT, Range::log(1.0, 1e6).whole()).more();
        /// Size of one as JPEG.
        image_kb: f64 = 100.0 => number("One picture as JPEG", Unit::KB, Range::log(0.001, 1e6)).more();
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
            Own::Text(text) => text.as_str(),
            Own::File(file) => std::str::from_utf8(file).map_err(|error| ReadError {
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
