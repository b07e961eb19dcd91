//! The job `formats`: the same records in every format, raw and compressed, each decoded again and compared.
//!
//! Settings: `data` (JSON text), or `sample` and `records`. Numbers of the outcome: `records`, and for each format
//! `<format>_bytes` and `<format>_<codec>_bytes`. Words, for the byte view: `<format>_view` (a line a span: start, end, kind, bytes
//! in hexadecimal, path), `<format>_uses` (a line a use: kind, count, bytes, path), `<format>_schema`, `untyped`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use explorer_core::compression::payload_read::read;
use explorer_core::compression::payload_records::generate;
use explorer_core::job::{Job, Outcome};

use super::{Format, Kind, Sink, Type, Value, infer, schema};
use crate::Watch;
use crate::codec::Codec;

/// The compressors and their levels: usual ones for answers that are compressed as they are sent.
pub const CODECS: [(Codec, i32); 3] = [(Codec::Gzip, 6), (Codec::Brotli, 5), (Codec::Zstd, 3)];
/// Bytes of each message that can be looked at.
const VIEW_BYTES: usize = 300;
/// Most bytes of one span that are handed on.
const LONGEST_SHOWN: usize = 120;
/// Most lines of a list of uses.
const MOST_USES: usize = 400;
/// Most characters of a schema.
const SCHEMA_CHARS: usize = 6_000;

/// Does the job.
pub fn run(job: &Job, watch: &mut dyn Watch) -> Outcome {
    let value = match job.setting("data") {
        Some(text) => match read(text) {
            Ok(value) => value,
            Err(error) => return Outcome::failed(error.to_string()),
        },
        None => {
            let records = job.setting("records").and_then(|n| n.parse().ok()).unwrap_or(0);
            generate(job.setting("sample").unwrap_or_default(), records)
        }
    };
    let kind = infer(&[&value]);
    let mut outcome = Outcome::default();
    outcome.put("records", if let Value::List(items) = &value { items.len() as f64 } else { 1.0 });
    outcome.say("untyped", schema::untyped(&kind).join("\n"));
    for (i, format) in Format::ALL.into_iter().enumerate() {
        watch.progress(i as f64 / Format::ALL.len() as f64, format.word());
        if let Err(why) = measure(format, &kind, &value, &mut outcome) {
            return Outcome::failed(why);
        }
    }
    outcome
}

fn measure(format: Format, kind: &Type, value: &Value, outcome: &mut Outcome) -> Result<(), String> {
    let sink = format.encode(kind, value);
    let word = format.word();
    if format.decode(kind, &sink.bytes).as_ref() != Ok(value) {
        return Err(format!("{word} did not give the records back as they were. Please report this."));
    }
    outcome.put(format!("{word}_bytes"), sink.bytes.len() as f64);
    for (codec, level) in CODECS {
        let packed = codec.compress(level, &sink.bytes, &mut |_| {})?;
        outcome.put(format!("{word}_{}_bytes", codec.word()), packed.len() as f64);
    }
    outcome.say(format!("{word}_view"), view(format, &sink));
    outcome.say(format!("{word}_uses"), uses(&sink));
    let schema = format.schema_text(kind);
    if !schema.is_empty() {
        let mut shown: String = schema.chars().take(SCHEMA_CHARS).collect();
        if shown.len() < schema.len() {
            shown.push('…');
        }
        outcome.say(format!("{word}_schema"), shown);
    }
    Ok(())
}

/// The spans at the start, and where the start is but a table of contents (FlatBuffers) those at the end too.
fn view(format: Format, sink: &Sink) -> String {
    let (head, tail) = match format {
        Format::FlatBuffers => (48, VIEW_BYTES),
        _ => (VIEW_BYTES, 0),
    };
    let from_end = sink.bytes.len().saturating_sub(tail);
    let mut lines = Vec::new();
    for span in &sink.spans {
        let (start, end) = (span.start as usize, span.end as usize);
        if start >= head && start < from_end {
            continue;
        }
        let mut line = format!("{start} {end} {} ", span.kind.word());
        for byte in sink.bytes[start..end].iter().take(LONGEST_SHOWN) {
            let _ = write!(line, "{byte:02x}");
        }
        let _ = write!(line, " {}", path(sink, span.name));
        lines.push(line);
    }
    lines.join("\n")
}

/// A path on one line.
fn path(sink: &Sink, name: u32) -> String {
    sink.names.path(name).chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// How often and how many bytes each kind of thing takes, for each field; the largest first.
fn uses(sink: &Sink) -> String {
    let mut sums: BTreeMap<(Kind, u32), (u32, u32)> = BTreeMap::new();
    for span in &sink.spans {
        let sum = sums.entry((span.kind, span.name)).or_default();
        sum.0 += 1;
        sum.1 += span.end - span.start;
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(what, (_, bytes))| (std::cmp::Reverse(*bytes), *what));
    sums.truncate(MOST_USES);
    let line = |((kind, name), (count, bytes)): &((Kind, u32), (u32, u32))| {
        format!("{} {count} {bytes} {}", kind.word(), path(sink, *name))
    };
    sums.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Unwatched, run};

    fn done(job: &Job) -> Outcome {
        run(job, &mut Unwatched)
    }

    #[test]
    fn five_hundred_users_are_measured_in_every_format_raw_and_compressed() {
        let outcome = done(&Job::new("formats").with("sample", "users").with("records", 500));
        assert_eq!(outcome.word("failed"), None);
        let bytes = |key: &str| outcome.number(key).unwrap();
        assert_eq!(bytes("records"), 500.0);
        let raw = bytes("json_bytes") / bytes("messagepack_bytes");
        let packed = bytes("json_gzip_bytes") / bytes("messagepack_gzip_bytes");
        assert!(raw > 1.2 && packed < 1.15, "raw {raw}, packed {packed}");
        let value = generate("users", 500);
        let gzip = Codec::Gzip.compress(6, value.to_json().as_bytes(), &mut |_| {}).unwrap();
        assert_eq!(bytes("json_gzip_bytes"), gzip.len() as f64);
        assert!(outcome.word("json_uses").unwrap().contains("key 500 2500 email"));
        let view = outcome.word("json_view").unwrap();
        assert!(view.starts_with("0 1 punctuation 5b \n") && view.contains("\n3 5 key 6964 id\n"), "{view}");
    }

    #[test]
    fn what_the_walk_says_of_readings_and_of_one_record_is_so() {
        let outcome = done(&Job::new("formats").with("sample", "readings").with("records", 500));
        let of = |outcome: &Outcome, key: &str| outcome.number(key).unwrap();
        let raw = of(&outcome, "json_bytes") / of(&outcome, "avro_bytes");
        let gzip = of(&outcome, "json_gzip_bytes") / of(&outcome, "avro_gzip_bytes");
        assert!((3.6..3.9).contains(&raw) && (1.04..1.06).contains(&gzip), "{raw}, {gzip}");
        assert!(of(&outcome, "messagepack_gzip_bytes") > of(&outcome, "json_gzip_bytes"));
        assert!(of(&outcome, "flatbuffers_gzip_bytes") > of(&outcome, "messagepack_gzip_bytes"));
        let one = done(&Job::new("formats").with("sample", "users").with("records", 1));
        assert!(of(&one, "avro_gzip_bytes") < 0.65 * of(&one, "json_gzip_bytes"));
    }

    #[test]
    fn text_that_is_no_json_fails_with_line_and_column() {
        let failed = done(&Job::new("formats").with("data", "[1,\n2,]"));
        assert_eq!(failed.word("failed"), Some("Line 2, column 3: a comma before the closing bracket is not allowed."));
    }

    #[test]
    fn every_sample_and_odd_texts_come_through() {
        for sample in ["users", "orders", "readings", "articles"] {
            assert_eq!(done(&Job::new("formats").with("sample", sample).with("records", 40)).word("failed"), None);
        }
        for data in ["null", "[]", "{}", "[1,\"a\",null]", "\"😀\"", "{\"a\\nb\":[{}]}"] {
            assert_eq!(done(&Job::new("formats").with("data", data)).word("failed"), None, "{data}");
        }
    }
}
