//! A transfer: what bandwidth can mend, and what only a shorter way can.

use super::{count, mbps, ms, share};
use crate::chart::{Along, Axis, ChartSpec, Handle, Layer, Role, round_top};
use crate::network::transfer::{Line, Transfer};
use crate::quantity::{self, Unit};
use crate::topic::{Note, Readout, Refusal, Report};
use crate::topics::three_measures::Inputs;

pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let transfer = inputs.transfer_over(inputs.line()?)?;
    let total_ms = transfer.total_secs() * 1e3;
    let data_ms = transfer.serialization_secs() * 1e3;
    let faster = inputs.transfer_over(Line::new(
        Unit::MBPS.to_base(inputs.bandwidth_mbps * 10.0),
        Unit::MS.to_base(inputs.round_trip_ms),
    )?)?;
    let says = format!(
        "{} over {} from {} away takes **{}**, of which the data keep the line busy for {}. Ten times the bandwidth would make it **{}**.",
        quantity::format(inputs.size_kb, Unit::KB),
        mbps(inputs.bandwidth_mbps),
        ms(inputs.round_trip_ms),
        ms(total_ms),
        ms(data_ms),
        ms(faster.total_secs() * 1e3),
    );
    let readouts = vec![
        Readout::formula("transfer_ms", "The transfer takes", total_ms, Unit::MS),
        Readout::formula("serialization_ms", "The line is busy with it for", data_ms, Unit::MS),
        Readout::formula("round_trips", "Round trips it waits for, at most", transfer.round_trips(), Unit::COUNT),
        Readout::formula("achieved_mbps", "Over the whole time", transfer.achieved_bits_per_sec() / 1e6, Unit::MBPS),
        Readout::formula(
            "bandwidth_used_share",
            "Of the bandwidth was used",
            transfer.bandwidth_used_share(),
            Unit::SHARE,
        ),
    ];
    Ok(Report {
        says,
        readouts,
        charts: vec![by_bandwidth(inputs, &transfer)?, arrivals(inputs, &transfer)?],
        notes: vec![
            Note::usual_figure(
                "“100 kB over 10 Mbit/s takes 80 ms.” That is how long the **line** is busy. From 50 ms away over a new connection the page waits for a handshake, the request and an opening window besides: 247 ms. Such sums are right for large things from near by.",
                "eighty-ms",
            ),
            Note::usual_figure(
                "Ten times the bandwidth is sold as ten times as fast. Beyond a few megabits a second, small things from far away are bound by round trips: **a shorter way, or a connection kept open, helps; a wider one does not**.",
                "ten-times-the-bandwidth",
            ),
        ],
    })
}

/// The transfer over bandwidth, at this distance and at a tenth of it.
fn by_bandwidth(inputs: &Inputs, transfer: &Transfer) -> Result<ChartSpec, Refusal> {
    let (left, right) = (inputs.bandwidth_mbps.clamp(0.001, 0.1), inputs.bandwidth_mbps.clamp(1e4, 1e6));
    let (left, right) = (10_f64.min(left), right.max(1e4));
    let decades = libm::log10(right / left);
    let curve = |round_trip_ms: f64| -> Result<Vec<(f64, f64)>, Refusal> {
        (0..=100)
            .map(|i| left * libm::pow(10.0, f64::from(i) / 100.0 * decades))
            .map(|x| {
                let line = Line::new(Unit::MBPS.to_base(x), Unit::MS.to_base(round_trip_ms))?;
                Ok((x, inputs.transfer_over(line)?.total_secs() * 1e3))
            })
            .collect()
    };
    let here = curve(inputs.round_trip_ms)?;
    let near = curve(inputs.round_trip_ms / 10.0)?;
    let total_ms = transfer.total_secs() * 1e3;
    let floor_ms = transfer.round_trips() * inputs.round_trip_ms;
    let lowest = near.iter().chain(&here).map(|p| p.1).fold(f64::INFINITY, f64::min);
    let bottom = libm::pow(10.0, libm::floor(libm::log10(lowest.max(1e-9))));
    let top = round_top(here[0].1.max(bottom * 10.0));
    let mut layers = vec![
        Layer::Line { role: Role::Muted, label: "from a tenth of the way".into(), points: near, dashed: true },
        Layer::Line { role: Role::Theory, label: "from here".into(), points: here, dashed: false },
    ];
    if floor_ms > bottom && floor_ms < top {
        layers.push(Layer::Rule {
            role: Role::Danger,
            label: "round trips alone".into(),
            along: Along::Y,
            at: floor_ms,
        });
    }
    Ok(ChartSpec {
        id: "by-bandwidth",
        title: "What bandwidth can mend".into(),
        says: format!(
            "At {} the transfer takes {}. However wide the line, its {} round trips of {} take {} together: there the curve lies flat.",
            mbps(inputs.bandwidth_mbps),
            ms(total_ms),
            count(transfer.round_trips()),
            ms(inputs.round_trip_ms),
            ms(floor_ms),
        ),
        x: Axis::log("bandwidth", Unit::MBPS, left, right),
        y: Axis::log("the transfer takes", Unit::MS, bottom, top),
        layers,
        handle: Some(Handle {
            key: "bandwidth_mbps",
            x: inputs.bandwidth_mbps,
            y: total_ms,
            value_per_x: 1.0,
            label: format!("you: {}", ms(total_ms)),
        }),
    })
}

/// How the bytes arrive, window by window.
fn arrivals(inputs: &Inputs, transfer: &Transfer) -> Result<ChartSpec, Refusal> {
    let corners = |t: &Transfer| t.arrivals().into_iter().map(|(secs, bytes)| (secs * 1e3, bytes / 1e3)).collect();
    let warm = Transfer::on_warm_connection(inputs.line()?, Unit::KB.to_base(inputs.size_kb))?;
    let total_ms = transfer.total_secs() * 1e3;
    let mut layers = vec![Layer::Line {
        role: Role::Muted,
        label: "on a connection in use".into(),
        points: corners(&warm),
        dashed: true,
    }];
    if inputs.new_connection {
        layers.push(Layer::Line {
            role: Role::Theory,
            label: "on a new connection".into(),
            points: corners(transfer),
            dashed: false,
        });
    }
    Ok(ChartSpec {
        id: "arrivals",
        title: "How the data arrive".into(),
        says: format!(
            "A new connection sends 14.6 kB, waits for a round trip, sends twice as much, and so on: {} needs {} such windows. On this line {} of the bandwidth is used.",
            quantity::format(inputs.size_kb, Unit::KB),
            count(inputs.transfer_over(inputs.line()?)?.windows()),
            share(transfer.bandwidth_used_share()),
        ),
        x: Axis::linear("time", Unit::MS, 0.0, round_top(total_ms)),
        y: Axis::linear("arrived", Unit::KB, 0.0, round_top(inputs.size_kb)),
        layers,
        handle: None,
    })
}
