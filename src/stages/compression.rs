//! One response on three ways over the same link; and what the codecs really made of the reader's bytes.

use explorer_core::job::Outcome;
use explorer_core::quantity::{self, Unit};
use explorer_core::topics::compression::{Compression, Inputs};
use leptos::prelude::*;

use super::{inputs, last_outcome};
use crate::state::PageState;
use crate::ui::thin::click;

/// What one compressor made of the bytes.
#[derive(Clone, PartialEq)]
struct Row {
    codec: &'static str,
    name: &'static str,
    level: String,
    bytes: f64,
    write: f64,
    read: f64,
    /// Compressing, sending and decompressing these very bytes, in seconds.
    there: f64,
}

const CODECS: [(&str, &str); 4] = [("gzip", "gzip"), ("brotli", "Brotli"), ("zstd", "Zstandard"), ("lz4", "LZ4")];

/// The stage of the page of compression.
pub fn stage(state: PageState) -> AnyView {
    let now: Memo<Inputs> = Memo::new(move |_| inputs::<Compression>(state));
    let outcome = last_outcome(state);
    let sent = RwSignal::new(false);
    view! {
        <h2>"Three ways over the same link"</h2>
        <div class="lanes" class:sent=move || sent.get()>{move || now.with(lanes)}</div>
        <div class="transport">
            <button type="button" data-stage="send" on:click=click(move |_| {
                sent.set(false);
                request_animation_frame(move || sent.set(true));
            })>"Send all three"</button>
        </div>
        <h2>"Your bytes, measured here"</h2>
        {move || match outcome.get() {
            Some(outcome) => now.with(|now| measured(state, now, &outcome)),
            None => view! { <p class="help">"What each compressor leaves, and how fast, stands here as soon as they have run."</p> }.into_any(),
        }}
    }
    .into_any()
}

/// Three lanes to one scale: squeezing, the link, unpacking.
fn lanes(now: &Inputs) -> AnyView {
    let Ok(trade) = now.trade() else { return ().into_any() };
    let (squeeze, link, unpack) = (trade.compress_secs(), trade.compressed_secs(), trade.decompress_secs());
    let ways = [
        ("as it is", 0.0, trade.original_secs(), 0.0),
        ("compressed on the fly", squeeze, link, unpack),
        ("compressed beforehand", 0.0, link, unpack),
    ];
    let longest = ways.iter().map(|(_, a, b, c)| a + b + c).fold(0.0, f64::max);
    ways.map(|(name, squeeze, link, unpack)| {
        let whole = squeeze + link + unpack;
        let part = |class: &'static str, secs: f64| {
            let width = format!("{}%", 100.0 * secs / longest);
            (secs > 0.0).then(|| view! { <i class=class style:inline-size=width></i> })
        };
        let says = format!(
            "{name}: {} (compressing {}, on the link {}, decompressing {})",
            secs(whole),
            secs(squeeze),
            secs(link),
            secs(unpack)
        );
        // In the show, the longest way takes three seconds.
        let lasts = format!("{}s", (3.0 * whole / longest).max(0.05));
        view! {
            <p class="lane-name">{name}<b>{secs(whole)}</b></p>
            <div class="lane" role="img" aria-label=says>
                {part("squeeze", squeeze)}{part("link", link)}{part("unpack", unpack)}
                <span class="ride" style:inline-size=format!("{}%", 100.0 * whole / longest)>
                    <i class="rider" style:animation-duration=lasts></i>
                </span>
            </div>
        }
    })
    .into_iter()
    .collect_view()
    .into_any()
}

fn secs(secs: f64) -> String {
    quantity::format(secs * 1e3, Unit::MS)
}

fn rows(now: &Inputs, outcome: &Outcome, original: f64) -> Vec<Row> {
    let number = |key: String| outcome.number(&key).unwrap_or(0.0);
    let mut rows = Vec::new();
    for (codec, name) in CODECS {
        for (key, bytes) in &outcome.numbers {
            let Some(level) = key.strip_prefix(codec).and_then(|rest| rest.strip_prefix(':')) else { continue };
            if level.contains(' ') {
                continue;
            }
            let (write, read) = (number(format!("{key} write")), number(format!("{key} read")));
            let bits = 8.0 * bytes / Unit::MBPS.to_base(now.bandwidth_mbps);
            let there = original / 1e6 / write.max(1e-6) + bits + original / 1e6 / read.max(1e-6);
            rows.push(Row { codec, name, level: level.to_owned(), bytes: *bytes, write, read, there });
        }
    }
    rows.sort_by(|a, b| {
        let place = |row: &Row| (CODECS.iter().position(|c| c.0 == row.codec), row.level.parse::<i32>().unwrap_or(0));
        place(a).cmp(&place(b))
    });
    rows
}

/// The table of what was measured.
fn measured(state: PageState, now: &Inputs, outcome: &Outcome) -> AnyView {
    let original = outcome.number("original").unwrap_or(0.0);
    let rows = rows(now, outcome, original);
    let raw = 8.0 * original / Unit::MBPS.to_base(now.bandwidth_mbps);
    let best = rows.iter().map(|row| row.there).fold(raw, f64::min);
    let chosen = now.key(now.codec);
    let size = |bytes: f64| quantity::format(bytes, Unit::BYTES);
    let speed = |v: f64| quantity::format(v, Unit::MB_PER_SEC);
    let body = rows
        .into_iter()
        .map(|row| {
            let share = row.bytes / original.max(1.0);
            let soonest = row.there <= best;
            let key = format!("{}:{}", row.codec, row.level);
            let width = format!("{}%", (100.0 * share).min(100.0));
            let words = format!("use above: {} {}", row.name, row.level);
            let (level, write, read) = (row.level.clone(), row.write, row.read);
            view! {
                <tr data-codec=row.codec data-level=level data-bytes=row.bytes.to_string() class:chosen={key == chosen} class:soonest=soonest>
                    <th scope="row">{format!("{} {}", row.name, if row.codec == "lz4" { "" } else { &row.level })}</th>
                    <td class="number">{size(row.bytes)}</td>
                    <td class="left"><i style:inline-size=width></i><span>{quantity::format(share * 100.0, Unit::PERCENT)}</span></td>
                    <td class="number">{speed(row.write)}</td>
                    <td class="number">{speed(row.read)}</td>
                    <td class="number">{secs(row.there)}{soonest.then_some(" soonest")}</td>
                    <td><button type="button" class="tool" aria-label=words on:click=click(move |_| {
                        state.set_number("size_kb", original / 1e3);
                        state.set_number("reduction_pct", (1000.0 * (1.0 - share)).round() / 10.0);
                        state.set_number("compress_mb_per_sec", round(write));
                        state.set_number("decompress_mb_per_sec", round(read));
                    })>"use above"</button></td>
                </tr>
            }
        })
        .collect_view();
    let checked = outcome.word("checksum").unwrap_or_default().to_owned();
    let witness = outcome
        .number("browser gzip")
        .map(|bytes| format!(" This browser’s own gzip, which is not ours, makes {} of them.", size(bytes)));
    let (record, alone, known) =
        (outcome.number("record"), outcome.number("record alone"), outcome.number("record dictionary"));
    let dictionary = record.zip(alone).zip(known).map(|((record, alone), known)| {
        format!("A piece of {} compressed alone by Zstandard 3: {}. With the 16 KiB before it as a dictionary on both sides: {}.", size(record), size(alone), size(known))
    });
    view! {
        <div class="codecs-scroll" tabindex="0" role="region" aria-label="What was measured">
            <table class="codecs">
                <thead><tr>
                    <th scope="col">"level"</th><th scope="col" class="number">"bytes"</th><th scope="col">"left"</th>
                    <th scope="col" class="number">"there"</th><th scope="col" class="number">"back"</th>
                    <th scope="col" class="number">"in all"</th><th scope="col">"formula"</th>
                </tr></thead>
                <tbody>
                    <tr class:soonest={raw <= best}><th scope="row">"as it is"</th><td class="number">{size(original)}</td>
                    <td class="left"><i style:inline-size="100%"></i><span>"100 %"</span></td><td></td><td></td>
                    <td class="number">{secs(raw)}{(raw <= best).then_some(" soonest")}</td><td></td></tr>
                    {body}
                </tbody>
            </table>
        </div>
        <p class="help">{format!("Each was decompressed and compared: all came back with the checksum {checked}.")}{witness}</p>
        {dictionary.map(|words| view! { <p class="help">{words}</p> })}
        <p class="help">"Speeds count the original and are this browser’s, in WebAssembly; sizes are the same everywhere. “In all” is compressing, sending these bytes over your link, and decompressing."</p>
    }
    .into_any()
}

/// To three digits: what was measured is no more exact.
fn round(v: f64) -> f64 {
    format!("{v:.2e}").parse().unwrap_or(v)
}
