//! What the measurement adds: a size for each format, raw and compressed, and the bars of the chart.

use super::inputs::Inputs;
use super::report::{FORMATS, TOP_PCT};
use crate::chart::{Bar, Layer, Role};
use crate::job::{Job, Outcome};
use crate::quantity::{self, Unit};
use crate::topic::{Known, Readout, Snapshot, Words};

/// Keys and labels of one format: raw, gzip, Brotli, Zstandard.
type Keys = [(&'static str, &'static str); 4];

const KEYS: [Keys; 6] = [
    [
        ("json_bytes", "JSON"),
        ("json_gzip_bytes", "JSON, gzip"),
        ("json_brotli_bytes", "JSON, Brotli"),
        ("json_zstd_bytes", "JSON, zstd"),
    ],
    [
        ("messagepack_bytes", "MessagePack"),
        ("messagepack_gzip_bytes", "MessagePack, gzip"),
        ("messagepack_brotli_bytes", "MessagePack, Brotli"),
        ("messagepack_zstd_bytes", "MessagePack, zstd"),
    ],
    [
        ("cbor_bytes", "CBOR"),
        ("cbor_gzip_bytes", "CBOR, gzip"),
        ("cbor_brotli_bytes", "CBOR, Brotli"),
        ("cbor_zstd_bytes", "CBOR, zstd"),
    ],
    [
        ("protobuf_bytes", "Protocol Buffers"),
        ("protobuf_gzip_bytes", "Protocol Buffers, gzip"),
        ("protobuf_brotli_bytes", "Protocol Buffers, Brotli"),
        ("protobuf_zstd_bytes", "Protocol Buffers, zstd"),
    ],
    [
        ("avro_bytes", "Avro"),
        ("avro_gzip_bytes", "Avro, gzip"),
        ("avro_brotli_bytes", "Avro, Brotli"),
        ("avro_zstd_bytes", "Avro, zstd"),
    ],
    [
        ("flatbuffers_bytes", "FlatBuffers"),
        ("flatbuffers_gzip_bytes", "FlatBuffers, gzip"),
        ("flatbuffers_brotli_bytes", "FlatBuffers, Brotli"),
        ("flatbuffers_zstd_bytes", "FlatBuffers, zstd"),
    ],
];

/// The work: these records in every format.
pub fn job(inputs: &Inputs) -> Option<Job> {
    inputs.check().ok()?;
    let job = Job::new("formats");
    Some(match inputs.own_text() {
        Ok(Some(text)) => job.with("data", text),
        _ => job.with("sample", inputs.sample.word()).with("records", inputs.generated()),
    })
}

/// What it adds.
pub fn finished(outcome: &Outcome) -> Snapshot {
    let Some(json) = outcome.number("json_bytes").filter(|bytes| *bytes > 0.0) else { return Snapshot::default() };
    let mut readouts = Vec::new();
    let mut add = |key, label, unit, value: Option<f64>| {
        readouts
            .extend(value.map(|value| Readout::formula(key, label, value, unit).known(Known::Measured("here, now"))));
    };
    add("measured_records", "Records measured", Unit::COUNT, outcome.number("records"));
    let ratio = |of: &str| {
        Some(outcome.number(&format!("json{of}_bytes"))? / outcome.number(&format!("messagepack{of}_bytes"))?)
    };
    add("messagepack_factor", "MessagePack is smaller than JSON by", Unit::RATIO, ratio(""));
    add("messagepack_gzip_factor", "And after gzip by", Unit::RATIO, ratio("_gzip"));
    for (key, label) in KEYS.iter().flatten() {
        add(key, label, Unit::BYTES, outcome.number(key));
    }
    Snapshot { layers: layers(outcome, json), says: says(outcome, json), readouts }
}

fn layers(outcome: &Outcome, json: f64) -> Vec<(&'static str, Layer)> {
    let row = |index: usize, role, label: &str, low: f64, high: f64| {
        let bars = KEYS.iter().enumerate().filter_map(|(i, keys)| {
            let bytes = outcome.number(keys[index].0)?;
            let y = (KEYS.len() - 1 - i) as f64;
            let x1 = (bytes / json * 100.0).min(TOP_PCT);
            Some(Bar { x0: 0.0, x1, y0: y + low, y1: y + high, text: quantity::format(bytes, Unit::BYTES) })
        });
        ("formats", Layer::Bars { role, label: label.into(), bars: bars.collect() })
    };
    vec![row(0, Role::Series(0), "raw", 0.52, 0.88), row(1, Role::Series(1), "after gzip", 0.12, 0.48)]
}

fn says(outcome: &Outcome, json: f64) -> String {
    let number = |key: &str| outcome.number(key).unwrap_or(f64::NAN);
    let extremes = |index: usize| {
        let sizes = KEYS.iter().zip(FORMATS).map(|(keys, (_, name))| (number(keys[index].0), name));
        let smallest = sizes.clone().fold((f64::INFINITY, ""), |best, x| if x.0 < best.0 { x } else { best });
        (smallest, number(KEYS[0][index].0))
    };
    let ((raw, raw_name), _) = extremes(0);
    let ((packed, packed_name), json_packed) = extremes(1);
    let times = |a: f64, b: f64| quantity::format(a / b, Unit::RATIO);
    let gain = |name: &str, factor: String| {
        if name == "JSON" {
            "nothing is smaller than JSON".to_owned()
        } else {
            format!("{name} is smaller than JSON by {factor}")
        }
    };
    format!(
        "Measured on these records: raw, {}. After gzip, {}: **compressing JSON alone gains {}**.",
        gain(raw_name, times(json, raw)),
        gain(packed_name, times(json_packed, packed)),
        times(json, json_packed)
    )
}
