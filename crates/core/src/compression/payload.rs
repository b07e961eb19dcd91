//! What an answer weighs after each way of sending less of it, and how long the rest takes on a link.
//!
//! Assumptions: every record weighs the same; a needed field weighs `field_size_share` of the average field; compression takes
//! the same share off whatever is left; one transfer at the full speed of the link (no slow start, no waiting).
//! Symbols: bytes after fields = `bytes` × `fields_needed`/`fields_sent` × `field_size_share`, at most `bytes`; after the page
//! × `page_size`/`records`; after compression × (1 − `reduction_share`); on average over requests, with the share `unchanged`
//! answered by a 304 of [`NOT_MODIFIED_BYTES`]; time = 8 × bytes / bit/s.
//! Source: arithmetic; status 304 and conditional requests by RFC 9110, §13 and §15.4.5.
//! Validity: small answers are dominated by round trips, not by their size; compression does worse on little data.

use crate::quantity::Unit;
use crate::source::{Constant, Source};

/// Head of a response without a body: status line, date, validators, caching rules.
pub const NOT_MODIFIED_BYTES: f64 = 200.0;

const GOOGLE: Source = Source {
    author: "Google",
    title: "WebP compression study",
    as_of: "2014",
    at: "https://developers.google.com/speed/webp/docs/webp_study",
};

/// How much smaller WebP is than JPEG at the same measured quality.
pub const WEBP_SAVES: Constant = Constant {
    name: "what WebP saves on JPEG at the same structural similarity",
    value: 0.295,
    low: 0.25,
    high: 0.34,
    unit: Unit::SHARE,
    source: GOOGLE,
};

/// How much smaller AVIF is than JPEG.
pub const AVIF_SAVES: Constant = Constant {
    name: "what AVIF saves on JPEG: a rule of thumb",
    value: 0.5,
    low: 0.3,
    high: 0.6,
    unit: Unit::SHARE,
    source: Source {
        author: "Netflix Technology Blog",
        title: "AVIF for next-generation image coding",
        as_of: "2020",
        at: "https://netflixtechblog.com/avif-for-next-generation-image-coding-b1d75675fe4",
    },
};

/// Where the published sizes are from.
pub const PUBLISHED_AT: Source = Source {
    author: "D. Koloski and others",
    title: "rust_serialization_benchmark, data set “log”",
    as_of: "2026-08-21",
    at: "https://github.com/djkoloski/rust_serialization_benchmark",
};

/// Published sizes in bytes: name, raw, after zlib, after zstd.
pub const PUBLISHED: [(&str, f64, f64, f64); 4] = [
    ("JSON", 1_827_461.0, 470_560.0, 360_727.0),
    ("CBOR", 1_407_835.0, 403_440.0, 323_561.0),
    ("MessagePack", 784_997.0, 325_384.0, 277_608.0),
    ("FlatBuffers", 1_276_368.0, 468_539.0, 388_381.0),
];

/// An answer and what is done to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// Bytes with everything in it.
    pub bytes: f64,
    /// Fields of a record as it is sent.
    pub fields_sent: f64,
    /// Fields that are shown.
    pub fields_needed: f64,
    /// A needed field's size as a share of the average field's; may be above 1.
    pub field_size_share: f64,
    /// Records in all.
    pub records: f64,
    /// Records on a page; 0 for all.
    pub page_size: f64,
    /// What compression takes off, in [0, 1].
    pub reduction_share: f64,
    /// Share of requests that find nothing changed.
    pub unchanged_share: f64,
}

/// Bytes after each step, each including those before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ladder {
    /// As it is.
    pub everything: f64,
    /// With the needed fields only.
    pub fields: f64,
    /// Of those, one page.
    pub page: f64,
    /// That, compressed.
    pub compressed: f64,
    /// That, on average over requests of which some find nothing changed.
    pub average: f64,
}

impl Answer {
    /// Share of the bytes that is in the needed fields, in [0, 1].
    pub fn fields_share(&self) -> f64 {
        let share = self.fields_needed / self.fields_sent.max(1.0);
        if share >= 1.0 { 1.0 } else { (share * self.field_size_share).min(1.0) }
    }

    /// Share of the records that is on one page, in (0, 1].
    pub fn page_share(&self) -> f64 {
        if self.page_size > 0.0 { (self.page_size / self.records.max(1.0)).min(1.0) } else { 1.0 }
    }

    /// What is left after each step.
    pub fn ladder(&self) -> Ladder {
        let fields = self.bytes * self.fields_share();
        let page = fields * self.page_share();
        let compressed = page * (1.0 - self.reduction_share);
        let average = if self.unchanged_share > 0.0 {
            compressed * (1.0 - self.unchanged_share) + NOT_MODIFIED_BYTES * self.unchanged_share
        } else {
            compressed
        };
        Ladder { everything: self.bytes, fields, page, compressed, average }
    }
}

/// Seconds that so many bytes take on a link of so many bits a second (> 0).
pub fn transfer_secs(bytes: f64, bits_per_sec: f64) -> f64 {
    bytes * 8.0 / bits_per_sec
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: Answer = Answer {
        bytes: 2e6,
        fields_sent: 47.0,
        fields_needed: 47.0,
        field_size_share: 1.0,
        records: 500.0,
        page_size: 0.0,
        reduction_share: 0.0,
        unchanged_share: 0.0,
    };

    fn ms(bytes: f64) -> f64 {
        transfer_secs(bytes, 10e6) * 1e3
    }

    #[test]
    fn two_megabytes_take_1600_ms_then_320_then_4() {
        assert_eq!(ms(PROFILE.ladder().average), 1_600.0);
        let gzip = Answer { reduction_share: 0.8, ..PROFILE };
        assert!((ms(gzip.ladder().average) - 320.0).abs() < 1e-9);
        let five = Answer { fields_needed: 5.0, field_size_share: 0.0235, ..PROFILE };
        assert!((five.ladder().fields - 5e3).abs() < 1e-9 && (ms(five.ladder().average) - 4.0).abs() < 1e-12);
    }

    #[test]
    fn five_fields_of_47_that_are_alike_are_213_kb_not_5() {
        let alike = Answer { fields_needed: 5.0, ..PROFILE };
        assert!((alike.ladder().fields - 212_766.0).abs() < 0.1);
    }

    #[test]
    fn steps_multiply_and_never_add_bytes_except_for_a_304_to_next_to_nothing() {
        let all = Answer { fields_needed: 5.0, page_size: 20.0, reduction_share: 0.8, unchanged_share: 0.5, ..PROFILE };
        let l = all.ladder();
        assert!(l.everything > l.fields && l.fields > l.page && l.page > l.compressed && l.compressed > l.average);
        assert!((l.compressed - 2e6 * 5.0 / 47.0 * 0.04 * 0.2).abs() < 1e-9);
        let larger_than_all = Answer { page_size: 9_999.0, fields_needed: 99.0, field_size_share: 3.0, ..PROFILE };
        assert_eq!(larger_than_all.ladder().average, 2e6);
    }

    #[test]
    fn the_published_advantage_of_messagepack_shrinks_from_2_33_to_1_30() {
        let (json, packed) = (PUBLISHED[0], PUBLISHED[2]);
        assert!((json.1 / packed.1 - 2.33).abs() < 0.005);
        assert!((json.2 / packed.2 - 1.45).abs() < 0.005);
        assert!((json.3 / packed.3 - 1.30).abs() < 0.005);
    }
}
