//! The answer of the formula: times with and without, and where they cross.

use super::Inputs;
use crate::chart::{Along, Axis, ChartSpec, Handle, Layer, Point, Role};
use crate::compression::trade::{PUBLISHED, PUBLISHED_BYTES, Trade};
use crate::network::handshake::Handshake;
use crate::network::transfer::{Line, Transfer};
use crate::quantity::{self, Unit};
use crate::topic::{Note, Readout, Refusal, Report};

fn ms(secs: f64) -> f64 {
    secs * 1e3
}

fn say(secs: f64) -> String {
    quantity::format(ms(secs), Unit::MS)
}

pub(super) fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let trade = inputs.trade()?;
    let break_even = trade.break_even_bits_per_sec() / 1e6;
    let hours = trade.saved_secs() * inputs.requests_per_day / 3600.0;
    let line = Line::new(Unit::MBPS.to_base(inputs.bandwidth_mbps), inputs.round_trip_ms / 1e3)?;
    let greeting = f64::from(Handshake::Tcp.round_trips());
    let cold = |bytes: f64| Transfer::on_new_connection(line, bytes, greeting);
    let (cold_raw, cold_small) = (cold(Unit::KB.to_base(inputs.size_kb))?, cold(trade.compressed_bytes())?);
    let number = |key, label, value, unit| Readout::formula(key, label, value, unit);
    let readouts = vec![
        number("original_transfer_ms", "On the link as it is", ms(trade.original_secs()), Unit::MS),
        number("compressed_transfer_ms", "On the link compressed", ms(trade.compressed_secs()), Unit::MS),
        number("saved_ms", "Saved on the link", ms(trade.saved_secs()), Unit::MS),
        number("saved_hours_per_day", "Saved waiting a day", hours, Unit::HOURS_PER_DAY),
        number("compress_ms", "Compressing takes", ms(trade.compress_secs()), Unit::MS),
        number("decompress_ms", "Decompressing takes", ms(trade.decompress_secs()), Unit::MS),
        number("net_saved_ms", "Saved in all, processors counted", ms(trade.net_saved_secs()), Unit::MS),
        number("break_even_mbps", "On-the-fly compressing pays up to", break_even, Unit::MBPS),
        number("original_bytes", "As it is", Unit::KB.to_base(inputs.size_kb), Unit::BYTES),
        number("compressed_bytes", "Compressed", trade.compressed_bytes(), Unit::BYTES),
        number("ratio", "Ratio", trade.ratio(), Unit::RATIO),
        number("original_cold_ms", "As it is, on a new connection", ms(cold_raw.total_secs()), Unit::MS),
        number("compressed_cold_ms", "Compressed, on a new connection", ms(cold_small.total_secs()), Unit::MS),
    ];
    let link = quantity::format(inputs.bandwidth_mbps, Unit::MBPS);
    let verdict = if trade.net_saved_secs() > 0.0 {
        format!("compressing **saves {}**", say(trade.net_saved_secs()))
    } else {
        format!("compressing **costs {} more than it saves**", say(-trade.net_saved_secs()))
    };
    let says = format!(
        "At {link} the response takes **{}** as it is and {} compressed, {} of that on processors: {verdict}. Beyond {} it never pays on the fly.",
        say(trade.original_secs()),
        say(trade.on_the_fly_secs()),
        say(trade.compress_secs() + trade.decompress_secs()),
        quantity::format(break_even, Unit::MBPS),
    );
    Ok(Report { says, readouts, charts: vec![by_link(inputs, trade), scatter(), sizes()], notes: notes(inputs) })
}

/// Time in all against the speed of the link.
fn by_link(inputs: &Inputs, trade: Trade) -> ChartSpec {
    let links: Vec<f64> = (0..=60).map(|i| libm::pow(10.0, -1.0 + f64::from(i) / 10.0)).collect();
    let curve =
        |secs: fn(&Trade) -> f64| links.iter().map(|&l| (l, ms(secs(&trade.over(l * 1e6))))).collect::<Vec<_>>();
    let line = |role, label: &str, points, dashed| Layer::Line { role, label: label.into(), points, dashed };
    let raw = curve(Trade::original_secs);
    let live = curve(Trade::on_the_fly_secs);
    let ahead = curve(|t| t.compressed_secs() + t.decompress_secs());
    let decade = |v: f64, up: bool| {
        let log = libm::log10(v.clamp(1e-9, 1e15));
        libm::pow(10.0, if up { libm::ceil(log) } else { libm::floor(log) })
    };
    // The axis follows the size alone, so that it rests while the link or a speed is dragged.
    let top = decade(raw[0].1, true);
    let bottom = decade(raw[60].1 * 3.0, false).min(top / 1e4);
    let inside =
        |points: Vec<(f64, f64)>| points.into_iter().map(|(x, y)| (x, y.clamp(bottom, top))).collect::<Vec<_>>();
    let break_even = trade.break_even_bits_per_sec() / 1e6;
    let mut layers = vec![
        line(Role::Muted, "as it is", inside(raw), false),
        line(Role::Series(2), "compressed beforehand", inside(ahead), true),
        line(Role::Theory, "compressed on the fly", inside(live), false),
    ];
    if (0.1..1e5).contains(&break_even) {
        let label = format!("break-even {}", quantity::format(break_even, Unit::MBPS));
        layers.push(Layer::Rule { role: Role::Danger, label, along: Along::X, at: break_even });
    }
    let here = ms(trade.on_the_fly_secs()).clamp(bottom, top);
    ChartSpec {
        id: "time-by-link",
        title: "Time until the response is there, by the speed of the link".into(),
        says: format!(
            "At {} the response takes {} as it is and {} compressed on the fly; the lines cross at {}. Drag the ring along.",
            quantity::format(inputs.bandwidth_mbps, Unit::MBPS),
            say(trade.original_secs()),
            say(trade.on_the_fly_secs()),
            quantity::format(break_even, Unit::MBPS),
        ),
        x: Axis::log("speed of the link", Unit::MBPS, 0.1, 1e5),
        y: Axis::log("time until it is there", Unit::MS, bottom, top),
        layers,
        handle: Some(Handle {
            key: "bandwidth_mbps",
            x: inputs.bandwidth_mbps,
            y: here,
            value_per_x: 1.0,
            label: format!("you: {}", say(trade.on_the_fly_secs())),
        }),
    }
}

/// A dot without an interval.
pub(super) fn dot(x: f64, y: f64) -> Point {
    Point { x, y, low: y, high: y }
}

/// Size against speed: published figures, with room for those measured here.
fn scatter() -> ChartSpec {
    let points = PUBLISHED.iter().map(|(_, bytes, write, _)| dot(*write, bytes / PUBLISHED_BYTES)).collect();
    ChartSpec {
        id: "size-speed",
        title: "What is left, against how fast it was squeezed".into(),
        says: "Down is smaller, right is quicker: nothing is best in both. On a published corpus, LZ4 leaves 48 % at 577 MB/s, gzip 6 32 % at 25, Brotli 11 24 % at 0.58. Dots measured on your bytes join them.".into(),
        x: Axis::log("compressing, of the original", Unit::MB_PER_SEC, 0.01, 10_000.0),
        y: Axis::linear("left of the original", Unit::SHARE, 0.0, 1.1),
        layers: vec![Layer::Points { role: Role::Muted, label: "published (Silesia)".into(), points }],
        handle: None,
    }
}

/// What is left, codec by codec: filled by the worker.
fn sizes() -> ChartSpec {
    let names = ["gzip", "Brotli", "Zstandard", "LZ4", "twice over"].map(String::from).to_vec();
    ChartSpec {
        id: "sizes",
        title: "What four compressors leave of your bytes".into(),
        says: "Each bar is what one compressor, at the level you chose, leaves of the same bytes; the last is the chosen one applied to its own result. A bar above 100 % has grown.".into(),
        x: Axis::categories("compressor", names),
        y: Axis::linear("left of the original", Unit::SHARE, 0.0, 1.1),
        layers: vec![Layer::Rule { role: Role::Muted, label: "as it is".into(), along: Along::Y, at: 1.0 }],
        handle: None,
    }
}

fn notes(inputs: &Inputs) -> Vec<Note> {
    let left = |name: &str| PUBLISHED.iter().find(|p| p.0 == name).map_or(0.0, |p| p.1 / PUBLISHED_BYTES);
    let percent = |share: f64| quantity::format(share * 100.0, Unit::PERCENT);
    let mut notes = vec![Note::usual_figure(
        format!(
            "“gzip takes away 70 %, Brotli 85 %” makes Brotli twice as good. On the same bytes it is seldom so: on the Silesia corpus gzip 6 leaves {}, **Brotli 5 leaves {}**, and only level 11, sixty times slower, comes to {}. Both figures are possible, on different files.",
            percent(left("gzip 6")),
            percent(left("Brotli 5")),
            percent(left("Brotli 11")),
        ),
        "brotli-500k",
    )];
    let (raw, small) = (inputs.size_kb * 1e3, inputs.size_kb * (1e3 - 10.0 * inputs.reduction_pct));
    let first = 14_600.0;
    if small <= first && raw > first {
        notes.push(Note {
            title: "A round trip saved".into(),
            says: format!(
                "A new connection sends ten segments, **14.6 kB**, before it must wait for an answer. Compressed, the response fits into them; as it is, it does not. On a link of {} there and back that counts more than the bytes.",
                quantity::format(inputs.round_trip_ms, Unit::MS)
            ),
            shows: "",
        });
    }
    notes
}
