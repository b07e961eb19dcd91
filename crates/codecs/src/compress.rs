//! The job `compress`: bytes, or a sample by name, through the compressors that are asked for, and back again.
//!
//! | setting | meaning |
//! |---|---|
//! | `sample` | a name of [`samples::NAMES`]; not looked at where the job brings bytes or `text` |
//! | `text` | a short text instead of bytes |
//! | `levels` | what to measure: `gzip:6 brotli:11 zstd:-5 lz4:1` |
//! | `chosen` | which of them is also done twice over |
//!
//! | outcome | meaning |
//! |---|---|
//! | `original` | bytes |
//! | `gzip:6` | bytes after that, checked by decompressing and comparing |
//! | `gzip:6 write`, `gzip:6 read` | speeds there and back in MB of the original a second; only where the watch knows the time |
//! | `twice` | bytes after compressing what `chosen` gave once more |
//! | `record`, `record alone`, `record dictionary` | a small piece of the end; compressed alone; compressed knowing what comes before it |
//! | `checksum` | CRC-32 of the bytes and of each copy that came back |

use explorer_core::job::{Job, Outcome};
use structured_zstd::decoding::{Dictionary, DictionaryHandle, StreamingDecoder};
use structured_zstd::encoding::{CompressionLevel, FrameCompressor};

use crate::codec::{Codec, checksum};
use crate::{Watch, samples};

/// Largest input.
pub const MOST_BYTES: usize = 32 << 20;
/// A speed is measured over at least so long.
const MEASURE_MS: f64 = 20.0;
/// Size of the piece that stands for a small message, and of what is known before it.
const RECORD_BYTES: usize = 400;
const DICTIONARY_BYTES: usize = 16 << 10;
const DICTIONARY_LEVEL: i32 = 3;

/// Does the job.
pub fn run(job: &Job, watch: &mut dyn Watch) -> Outcome {
    outcome(job, watch).unwrap_or_else(Outcome::failed)
}

fn outcome(job: &Job, watch: &mut dyn Watch) -> Result<Outcome, String> {
    let sample;
    let bytes: &[u8] = if !job.bytes.is_empty() {
        &job.bytes
    } else if let Some(text) = job.setting("text") {
        text.as_bytes()
    } else {
        sample = job.setting("sample").and_then(samples::named).ok_or("There is nothing to compress.")?;
        &sample
    };
    if bytes.len() > MOST_BYTES {
        return Err(format!("At most {} MiB are compressed here.", MOST_BYTES >> 20));
    }
    let levels: Vec<(Codec, i32)> =
        job.setting("levels").unwrap_or_default().split(' ').filter_map(named_level).collect();
    let whole: f64 = levels.iter().map(|(codec, level)| weight(*codec, *level)).sum();
    let mut outcome = Outcome::default();
    outcome.put("original", bytes.len() as f64);
    outcome.say("checksum", checksum(bytes));
    let mut done = 0.0;
    for (codec, level) in levels {
        let part = weight(codec, level) / whole;
        let words = format!("{} level {level}", codec.word());
        let packed = measure(codec, level, bytes, &words, (done, part), watch, &mut outcome)?;
        done += part;
        if job.setting("chosen").and_then(named_level) == Some((codec, level)) {
            let twice = codec.compress(level.min(9), &packed, &mut |_| {})?;
            outcome.put("twice", twice.len() as f64);
        }
    }
    if bytes.len() >= 4 * RECORD_BYTES {
        dictionary(bytes, &mut outcome)?;
    }
    watch.progress(1.0, "done");
    Ok(outcome)
}

/// The bytes that a job without bytes of its own is about: a sample, or a text; for the browser's own compressor.
#[must_use]
pub fn input_of(job: &Job) -> Vec<u8> {
    if job.kind != "compress" {
        return Vec::new();
    }
    match job.setting("text") {
        Some(text) => text.as_bytes().to_vec(),
        None => job.setting("sample").and_then(samples::named).unwrap_or_default(),
    }
}

fn named_level(word: &str) -> Option<(Codec, i32)> {
    let (codec, level) = word.split_once(':')?;
    let codec = Codec::of(codec)?;
    let (low, high) = codec.levels();
    level.parse().ok().filter(|level| (low..=high).contains(level)).map(|level| (codec, level))
}

/// Compresses, decompresses, compares; again until the time is long enough to be measured.
fn measure(
    codec: Codec,
    level: i32,
    bytes: &[u8],
    words: &str,
    (done, part): (f64, f64),
    watch: &mut dyn Watch,
    outcome: &mut Outcome,
) -> Result<Vec<u8>, String> {
    let size = bytes.len().max(1) as f64;
    watch.progress(done, words);
    let begun = watch.now_ms();
    let mut times = 0.0;
    let (packed, write_ms) = loop {
        let packed = codec.compress(level, bytes, &mut |at| {
            watch.progress(done + 0.9 * part * at as f64 / size, words);
        })?;
        times += 1.0;
        match since(begun, watch) {
            Some(ms) if ms < MEASURE_MS => {}
            ms => break (packed, ms.map(|ms| ms / times)),
        }
    };
    let begun = watch.now_ms();
    times = 0.0;
    let read_ms = loop {
        let back = codec.decompress(&packed, bytes.len())?;
        if back != bytes {
            return Err(format!("{words} did not give back what went in. Please report this, with the file."));
        }
        times += 1.0;
        match since(begun, watch) {
            Some(ms) if ms < MEASURE_MS => {}
            ms => break ms.map(|ms| ms / times),
        }
    };
    let key = format!("{}:{level}", codec.word());
    outcome.put(key.clone(), packed.len() as f64);
    if let (Some(write_ms), Some(read_ms)) = (write_ms, read_ms) {
        outcome.put(format!("{key} write"), size / 1e3 / write_ms.max(1e-3));
        outcome.put(format!("{key} read"), size / 1e3 / read_ms.max(1e-3));
    }
    Ok(packed)
}

fn since(begun: Option<f64>, watch: &dyn Watch) -> Option<f64> {
    Some(watch.now_ms()? - begun?)
}

/// Roughly how long a level takes beside the others: for the bar of progress, nothing else.
fn weight(codec: Codec, level: i32) -> f64 {
    match codec {
        Codec::Lz4 => 1.0,
        Codec::Gzip => 3.0 + f64::from(level),
        Codec::Brotli => {
            [2.0, 3.0, 4.0, 5.0, 7.0, 9.0, 11.0, 16.0, 22.0, 30.0, 250.0, 600.0][level.clamp(0, 11) as usize]
        }
        Codec::Zstd => match level {
            ..=2 => 2.0,
            3..=5 => 5.0,
            6..=9 => 15.0,
            10..=15 => 60.0,
            16..=18 => 200.0,
            _ => 400.0,
        },
    }
}

/// A small message alone, and with a dictionary: what a compressor that knows its like makes of it.
fn dictionary(bytes: &[u8], outcome: &mut Outcome) -> Result<(), String> {
    let at = bytes.len() - bytes.len() / 8 - RECORD_BYTES;
    let (before, record) = (&bytes[at.saturating_sub(DICTIONARY_BYTES)..at], &bytes[at..at + RECORD_BYTES]);
    let alone = Codec::Zstd.compress(DICTIONARY_LEVEL, record, &mut |_| {})?;
    let refused = |error: String| format!("zstd with a dictionary: {error}.");
    let mut compressor: FrameCompressor<&[u8], Vec<u8>> =
        FrameCompressor::new(CompressionLevel::from_level(DICTIONARY_LEVEL));
    compressor.set_dictionary_from_bytes(before).map_err(|error| refused(error.to_string()))?;
    compressor.set_source_size_hint(record.len() as u64);
    compressor.set_source(record);
    compressor.set_drain(Vec::new());
    compressor.compress();
    let packed = compressor.take_drain().unwrap_or_default();
    let known = Dictionary::from_raw_content(0, before.to_vec()).map_err(|error| refused(error.to_string()))?;
    let mut back = Vec::new();
    let mut reader =
        StreamingDecoder::new_with_dictionary_handle(&packed[..], &DictionaryHandle::from_dictionary(known))
            .map_err(|_| refused("the frame was refused".into()))?;
    std::io::Read::read_to_end(&mut reader, &mut back).map_err(|error| refused(error.to_string()))?;
    if back != record {
        return Err(refused("it did not give back what went in".into()));
    }
    outcome.put("record", record.len() as f64);
    outcome.put("record alone", alone.len() as f64);
    outcome.put("record dictionary", packed.len() as f64);
    Ok(())
}
