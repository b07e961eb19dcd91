//! What the codecs measured: sizes as readouts, which are the same everywhere; speeds as dots, which are this device's.

use super::Inputs;
use super::inputs::Codec;
use super::report::dot;
use crate::chart::{Bar, Layer, Role};
use crate::compression::trade::pareto;
use crate::job::Outcome;
use crate::quantity::{self, Unit};
use crate::topic::{Known, Readout, Snapshot, Words};

const BY: Known = Known::Measured("with the codecs here");

/// Codec, key of its readout, its name on the page.
const CODECS: [(Codec, &str, &str); 4] = [
    (Codec::Gzip, "gzip_bytes", "gzip"),
    (Codec::Brotli, "brotli_bytes", "Brotli"),
    (Codec::Zstd, "zstd_bytes", "Zstandard"),
    (Codec::Lz4, "lz4_bytes", "LZ4"),
];

pub(super) fn finished(inputs: &Inputs, outcome: &Outcome) -> Snapshot {
    let Some(original) = outcome.number("original").filter(|bytes| *bytes > 0.0) else { return Snapshot::default() };
    let mut readouts = Vec::new();
    let mut add = |key, label, value: f64, unit| readouts.push(Readout::formula(key, label, value, unit).known(BY));
    add("measured_original_bytes", "Measured: as it is", original, Unit::BYTES);
    // lz4_flex reads words of the machine's own size, so its choices differ between 32 and 64 bits: seen, but no readout.
    let same_everywhere = |codec: Codec| codec != Codec::Lz4;
    if let Some(bytes) = outcome.number(&inputs.key(inputs.codec)).filter(|_| same_everywhere(inputs.codec)) {
        add("measured_bytes", "Measured: compressed as chosen", bytes, Unit::BYTES);
        add("measured_ratio", "Measured ratio", original / bytes.max(1.0), Unit::RATIO);
        add("measured_reduction_pct", "Measured: taken away", 100.0 * (1.0 - bytes / original), Unit::PERCENT);
    }
    let mut bars = Vec::new();
    for (i, (codec, key, label)) in CODECS.into_iter().enumerate() {
        let Some(bytes) = outcome.number(&inputs.key(codec)) else { continue };
        if same_everywhere(codec) {
            add(key, label, bytes, Unit::BYTES);
        }
        bars.push(bar(i, bytes / original));
    }
    if let Some(bytes) = outcome.number("twice") {
        if same_everywhere(inputs.codec) {
            add("twice_bytes", "Compressed twice", bytes, Unit::BYTES);
        }
        bars.push(bar(4, bytes / original));
    }
    for (from, key, label) in [
        ("record", "record_bytes", "A small message"),
        ("record alone", "record_alone_bytes", "… compressed alone"),
        ("record dictionary", "record_dictionary_bytes", "… with a dictionary"),
    ] {
        if let Some(bytes) = outcome.number(from) {
            add(key, label, bytes, Unit::BYTES);
        }
    }
    if let Some(sum) = outcome.word("checksum") {
        readouts.push(Readout::text("measured_checksum", "Checksum (CRC-32), before and after", sum).known(BY));
    }
    let mut layers = vec![("sizes", Layer::Bars { role: Role::You, label: "measured here".into(), bars })];
    layers.extend(dots(outcome, original).into_iter().map(|layer| ("size-speed", layer)));
    Snapshot { readouts, layers, says: String::new() }
}

fn bar(place: usize, share: f64) -> Bar {
    let x = place as f64;
    let text = quantity::format(share * 100.0, Unit::PERCENT);
    Bar { x0: x + 0.2, x1: x + 0.8, y0: 0.0, y1: share.min(1.1), text }
}

/// Size against speed, codec by codec, and the front of what nothing else beats.
fn dots(outcome: &Outcome, original: f64) -> Vec<Layer> {
    let mut all = Vec::new();
    let mut layers = Vec::new();
    for (i, (codec, _, label)) in CODECS.into_iter().enumerate() {
        let mut points = Vec::new();
        for (key, bytes) in &outcome.numbers {
            let Some(level) = key.strip_prefix(codec.word()).and_then(|rest| rest.strip_prefix(':')) else { continue };
            let Some(speed) = outcome.number(&format!("{key} write")) else { continue };
            let (x, y) = (speed.clamp(0.01, 1e4), (bytes / original).min(1.1));
            all.push((y, x));
            points.push(dot(x, y));
            if !level.is_empty() && codec != Codec::Lz4 {
                layers.push(Layer::Label { role: Role::Series(i as u8), text: format!(" {level}"), x, y });
            }
        }
        if !points.is_empty() {
            points.sort_by(|a, b| a.x.total_cmp(&b.x));
            layers.push(Layer::Points { role: Role::Series(i as u8), label: format!("{label}, here"), points });
        }
    }
    if all.len() >= 2 {
        let kept = pareto(&all);
        let mut points: Vec<_> = all.iter().zip(kept).filter(|(_, kept)| *kept).map(|((y, x), _)| (*x, *y)).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        layers.insert(0, Layer::Line { role: Role::You, label: "unbeaten here".into(), points, dashed: true });
    }
    layers
}
