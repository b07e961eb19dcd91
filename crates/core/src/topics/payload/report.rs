//! What the page says at once: what is left after each step, on which link, and what pictures weigh.

use super::inputs::Inputs;
use crate::chart::{Axis, Bar, ChartSpec, Handle, Layer, Point, Role, round_top};
use crate::compression::payload::{AVIF_SAVES, Ladder, NOT_MODIFIED_BYTES, PUBLISHED, WEBP_SAVES, transfer_secs};
use crate::quantity::{self, Unit};
use crate::topic::{Known, Note, Readout, Refusal, Report, Words};

/// Formats of the chart, from top to bottom: keys of the outcome and names.
pub const FORMATS: [(&str, &str); 6] = [
    ("json", "JSON"),
    ("messagepack", "MessagePack"),
    ("cbor", "CBOR"),
    ("protobuf", "Protocol Buffers"),
    ("avro", "Avro"),
    ("flatbuffers", "FlatBuffers"),
];
/// Largest size that the chart of formats shows, in per cent of JSON.
pub const TOP_PCT: f64 = 125.0;

fn ms(value: f64) -> String {
    quantity::format(value, Unit::MS)
}

fn size(bytes: f64) -> String {
    quantity::format(bytes, Unit::BYTES)
}

/// The answer to the inputs.
///
/// # Errors
/// Where the reader's own records are no JSON.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    inputs.check()?;
    let ladder = inputs.answer().ladder();
    Ok(Report {
        says: says(inputs, &ladder),
        readouts: readouts(inputs, &ladder),
        charts: vec![steps(inputs, &ladder), formats(inputs), links(inputs, &ladder), pictures(inputs)],
        notes: notes(inputs),
    })
}

fn transfer_ms(inputs: &Inputs, bytes: f64) -> f64 {
    transfer_secs(bytes, Unit::MBPS.to_base(inputs.bandwidth_mbps)) * 1e3
}

fn says(inputs: &Inputs, ladder: &Ladder) -> String {
    let (before, after) = (transfer_ms(inputs, ladder.everything), transfer_ms(inputs, ladder.average));
    if ladder.average >= ladder.everything {
        return format!(
            "Sending everything takes **{}** of transfer at {}, every time.",
            ms(before),
            quantity::format(inputs.bandwidth_mbps, Unit::MBPS)
        );
    }
    format!(
        "{} take {} at {}. Send only what is shown, and {} are left: **{}**.",
        size(ladder.everything),
        ms(before),
        quantity::format(inputs.bandwidth_mbps, Unit::MBPS),
        size(ladder.average),
        ms(after)
    )
}

fn readouts(inputs: &Inputs, ladder: &Ladder) -> Vec<Readout> {
    let (before, after) = (transfer_ms(inputs, ladder.everything), transfer_ms(inputs, ladder.average));
    let image_bytes = Unit::KB.to_base(inputs.image_kb);
    let seen = inputs.images_seen.min(inputs.images);
    let rule = |key, label, value, by| Readout::formula(key, label, value, Unit::KB).known(Known::Rule(by));
    let mut readouts = vec![
        Readout::formula("transfer_ms", "Everything takes", before, Unit::MS),
        Readout::formula("after_ms", "What is left takes", after, Unit::MS),
        Readout::formula("after_kb", "What is left", ladder.average / 1e3, Unit::KB),
    ];
    if ladder.average > 0.0 {
        readouts.push(Readout::formula(
            "smaller_factor",
            "Smaller by",
            ladder.everything / ladder.average,
            Unit::RATIO,
        ));
    }
    readouts.extend([
        Readout::formula("fields_kb", "With the needed fields only", ladder.fields / 1e3, Unit::KB),
        Readout::formula("page_kb", "Of those, one page", ladder.page / 1e3, Unit::KB),
        Readout::formula("compressed_kb", "That, compressed", ladder.compressed / 1e3, Unit::KB),
        Readout::formula(
            "revalidate_ms",
            "A 304 takes",
            inputs.round_trip_ms + transfer_ms(inputs, NOT_MODIFIED_BYTES),
            Unit::MS,
        ),
        Readout::formula("images_ms", "All pictures take", transfer_ms(inputs, image_bytes * inputs.images), Unit::MS),
        Readout::formula("lazy_images_ms", "Those that are seen", transfer_ms(inputs, image_bytes * seen), Unit::MS),
        rule("webp_kb", "One as WebP", inputs.image_kb * (1.0 - WEBP_SAVES.value), "Google, 2014: 25 to 34 % smaller"),
        rule("avif_kb", "One as AVIF", inputs.image_kb * (1.0 - AVIF_SAVES.value), "usual figure: about half"),
    ]);
    readouts
}

/// A chart of horizontal bars, the first on top.
fn bars(names: &[&str], values: &[(f64, String)], role: Role, label: &str) -> (Axis, Layer) {
    let n = names.len();
    let axis = Axis::categories("", names.iter().rev().map(|n| (*n).to_owned()).collect());
    let bar = |(i, (value, text)): (usize, &(f64, String))| {
        let y = (n - 1 - i) as f64;
        Bar { x0: 0.0, x1: *value, y0: y + 0.18, y1: y + 0.82, text: text.clone() }
    };
    (axis, Layer::Bars { role, label: label.into(), bars: values.iter().enumerate().map(bar).collect() })
}

/// A bound with room for the words at the end of the longest bar: 1, 1.5, 2, 3, 5, 7 or 10 times a power of ten, so that it moves
/// seldom while a reader drags.
fn top_with_room(longest: f64) -> f64 {
    let wanted = (longest * 1.45).max(1e-9);
    let decade = libm::pow(10.0, libm::floor(libm::log10(wanted)));
    [1.0, 1.5, 2.0, 3.0, 5.0, 7.0]
        .into_iter()
        .map(|step| step * decade)
        .find(|top| *top >= wanted)
        .unwrap_or(10.0 * decade)
}

/// Transfer time after each step.
fn steps(inputs: &Inputs, ladder: &Ladder) -> ChartSpec {
    let names = ["everything", "needed fields", "one page", "compressed", "with 304s"];
    let bytes = [ladder.everything, ladder.fields, ladder.page, ladder.compressed, ladder.average];
    let times = bytes.map(|b| transfer_ms(inputs, b));
    let values = bytes.map(|b| (transfer_ms(inputs, b), format!("{} · {}", ms(transfer_ms(inputs, b)), size(b))));
    let (mut y, all) = bars(&names, &values, Role::Theory, "transfer time");
    y.label = "step".into();
    let top = top_with_room(times[0]);
    ChartSpec {
        id: "steps",
        title: "What is left to wait for".into(),
        says: format!(
            "Transfer time after each step: everything {}, the needed fields {}, one page of them {}, compressed {}, on average with 304s {}.",
            ms(times[0]),
            ms(times[1]),
            ms(times[2]),
            ms(times[3]),
            ms(times[4])
        ),
        x: Axis::linear("transfer time", Unit::MS, 0.0, top),
        y,
        layers: vec![all],
        handle: None,
    }
}

/// Published sizes as dots, at the height of our bars: `high` above the middle of a format's row or below it.
fn published(label: &str, high: bool, of: fn(&(&str, f64, f64, f64)) -> f64) -> Layer {
    let dot = |row: &(&str, f64, f64, f64)| {
        let place = FORMATS.iter().position(|(_, name)| *name == row.0)?;
        let y = (FORMATS.len() - 1 - place) as f64 + if high { 0.7 } else { 0.3 };
        Some(Point { x: of(row) / PUBLISHED[0].1 * 100.0, y, low: y, high: y })
    };
    Layer::Points { role: Role::Muted, label: label.into(), points: PUBLISHED.iter().filter_map(dot).collect() }
}

/// The chart of formats: what was published about other records; the bars come from the measurement.
fn formats(inputs: &Inputs) -> ChartSpec {
    let what = match inputs.own_text() {
        Ok(None) => {
            format!("{} generated {}", quantity::grouped(f64::from(inputs.generated()), 0), inputs.sample.word())
        }
        _ => "your own records".to_owned(),
    };
    let mut y = Axis::categories("", FORMATS.iter().rev().map(|(_, name)| (*name).to_owned()).collect());
    y.label = "format".into();
    ChartSpec {
        id: "formats",
        title: "The same records in six formats".into(),
        says: format!(
            "Size of {what} in six formats, raw and after gzip, as a share of raw JSON: bars, measured here once the encoders are there. Dots are a published measurement of other records, raw and after zlib."
        ),
        x: Axis::linear("size, of raw JSON’s", Unit::PERCENT, 0.0, TOP_PCT),
        y,
        layers: vec![
            published("published, raw", true, |row| row.1),
            published("published, after zlib", false, |row| row.2),
        ],
        handle: None,
    }
}

/// Time against the speed of the link, before and after.
fn links(inputs: &Inputs, ladder: &Ladder) -> ChartSpec {
    let (slow, fast) = (0.1, 1e3);
    let at = |bytes: f64, mbps: f64| (transfer_secs(bytes, mbps * 1e6) * 1e3).max(1e-6);
    let line = |role, label: &str, bytes: f64| {
        let points = (0..=40).map(|i| {
            let mbps = slow * libm::pow(fast / slow, f64::from(i) / 40.0);
            (mbps, at(bytes, mbps))
        });
        Layer::Line { role, label: label.into(), points: points.collect(), dashed: false }
    };
    let here = inputs.bandwidth_mbps.clamp(slow, fast);
    let (before, after) = (at(ladder.everything, here), at(ladder.average, here));
    let point = |y| Point { x: here, y, low: y, high: y };
    let top = round_top(at(ladder.everything, slow));
    let bottom = round_top(at(ladder.average.min(ladder.everything).max(1.0), fast)) / 10.0;
    ChartSpec {
        id: "links",
        title: "On a slow link and on a fast one".into(),
        says: format!(
            "Transfer time against the speed of the link: at {} everything takes {} and what is left {}. The distance between the lines is the same on every link.",
            quantity::format(here, Unit::MBPS),
            ms(before),
            ms(after)
        ),
        x: Axis::log("speed of the link", Unit::MBPS, slow, fast),
        y: Axis::log("transfer time", Unit::MS, bottom.min(top / 10.0), top),
        layers: vec![
            line(Role::Danger, "everything", ladder.everything),
            line(Role::Theory, "what is left", ladder.average),
            Layer::Points { role: Role::You, label: "you".into(), points: vec![point(before), point(after)] },
        ],
        handle: Some(Handle {
            key: "bandwidth_mbps",
            x: here,
            y: after,
            value_per_x: 1.0,
            label: format!("you: {}", ms(after)),
        }),
    }
}

/// Pictures by format, all and those that are seen.
fn pictures(inputs: &Inputs) -> ChartSpec {
    let all = Unit::KB.to_base(inputs.image_kb) * inputs.images;
    let seen = inputs.images_seen.min(inputs.images) / inputs.images;
    let (webp, avif) = (1.0 - WEBP_SAVES.value, 1.0 - AVIF_SAVES.value);
    let names = ["all, JPEG", "all, WebP", "all, AVIF", "seen, JPEG", "seen, WebP", "seen, AVIF"];
    let shares = [1.0, webp, avif, seen, seen * webp, seen * avif];
    let values = shares.map(|s| (transfer_ms(inputs, all * s), ms(transfer_ms(inputs, all * s))));
    let (mut y, layer) = bars(&names, &values, Role::Series(1), "transfer time");
    y.label = "pictures".into();
    let top = top_with_room(values[0].0);
    ChartSpec {
        id: "pictures",
        title: "Pictures: a better format, or not yet".into(),
        says: format!(
            "{} pictures take {} as JPEG, {} as WebP and {} as AVIF, by rules of thumb; the {} that are seen at first take {} as JPEG.",
            quantity::grouped(inputs.images, 0),
            values[0].1,
            values[1].1,
            values[2].1,
            quantity::grouped(inputs.images_seen.min(inputs.images), 0),
            values[3].1
        ),
        x: Axis::linear("transfer time", Unit::MS, 0.0, top),
        y,
        layers: vec![layer],
        handle: None,
    }
}

fn notes(inputs: &Inputs) -> Vec<Note> {
    let (json, packed) = (PUBLISHED[0], PUBLISHED[2]);
    let ratio = |a: f64, b: f64| quantity::format(a / b, Unit::RATIO);
    let mut notes = vec![Note::usual_figure(
        format!(
            "“Binary formats are 3 to 10 times smaller than JSON.” Before compression, on records of many short numbers. A compressor finds the repeated keys too: in a published measurement JSON is {} MessagePack raw, {} after zlib and only **{} after zstd**. The chart of formats shows it on these records.",
            ratio(json.1, packed.1),
            ratio(json.2, packed.2),
            ratio(json.3, packed.3)
        ),
        "numbers-only",
    )];
    let alike = inputs.original_kb * inputs.fields_needed / inputs.fields_sent.max(1.0);
    if inputs.field_size_pct < 50.0 && inputs.fields_needed < inputs.fields_sent {
        notes.push(Note::usual_figure(
            format!(
                "“{} of {} fields: {}.” Only if those fields are {} shorter than the average. If all fields were alike, {} would be left. Count bytes, not fields.",
                quantity::significant(inputs.fields_needed, 4),
                quantity::significant(inputs.fields_sent, 4),
                size(inputs.answer().ladder().fields),
                quantity::format(100.0 / inputs.field_size_pct, Unit::RATIO),
                size(alike * 1e3)
            ),
            "five-fields-alike",
        ));
    }
    if inputs.unchanged_pct > 0.0 {
        notes.push(Note::usual_figure(
            format!(
                "“A 304 transfers nothing.” It has no body, but a head of some {}, and it takes a whole round trip: {} here. Only what the cache may use without asking costs nothing.",
                size(NOT_MODIFIED_BYTES),
                ms(inputs.round_trip_ms)
            ),
            "",
        ));
    }
    notes
}
