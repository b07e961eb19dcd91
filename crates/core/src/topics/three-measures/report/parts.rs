//! A response taken apart.

use super::{ms, share};
use crate::chart::{Axis, Bar, ChartSpec, Layer, Role, round_top};
use crate::quantity::Unit;
use crate::topic::{Readout, Refusal, Report};
use crate::topics::three_measures::Inputs;
use crate::topics::three_measures::inputs::PARTS;

/// The place of the longest part.
fn longest(parts: &[f64; 4]) -> usize {
    (0..4).fold(0, |best, i| if parts[i] > parts[best] { i } else { best })
}

pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let parts = inputs.parts_ms();
    let total: f64 = parts.iter().sum();
    let network = inputs.request_network_ms + inputs.response_network_ms;
    let of_all = |v: f64| if total > 0.0 { v / total } else { 0.0 };
    let at = longest(&parts);
    let says = format!(
        "The user waits **{}**. The network’s part is **{}** ({}); the longest is **{}** with {}.",
        ms(total),
        ms(network),
        share(of_all(network)),
        PARTS[at].1,
        ms(parts[at]),
    );
    let readouts = vec![
        Readout::formula("response_time_ms", "The user waits", total, Unit::MS),
        Readout::formula("network_latency_ms", "… of it, in the network", network, Unit::MS),
        Readout::formula("network_share", "The network’s share", of_all(network), Unit::SHARE),
    ];
    Ok(Report { says, readouts, charts: vec![breakdown(&parts, total)], notes: Vec::new() })
}

/// The parts one below the other, each beginning where the one before ends.
fn breakdown(parts: &[f64; 4], total: f64) -> ChartSpec {
    let mut begins = 0.0;
    let mut bars = Vec::new();
    for (i, &part) in parts.iter().enumerate() {
        let y0 = (3 - i) as f64 + 0.2;
        bars.push((i, Bar { x0: begins, x1: begins + part, y0, y1: y0 + 0.6, text: ms(part) }));
        begins += part;
    }
    let (network, server): (Vec<_>, Vec<_>) = bars.into_iter().partition(|(i, _)| *i == 0 || *i == 3);
    let only = |bars: Vec<(usize, Bar)>| bars.into_iter().map(|(_, bar)| bar).collect::<Vec<_>>();
    ChartSpec {
        id: "breakdown",
        title: "One response taken apart".into(),
        says: format!(
            "Of {} the request’s way takes {}, the queue {}, the processing {}, the answer’s way {}.",
            ms(total),
            ms(parts[0]),
            ms(parts[1]),
            ms(parts[2]),
            ms(parts[3]),
        ),
        x: Axis::linear("time", Unit::MS, 0.0, round_top(total * 1.25)),
        y: Axis::categories("part", PARTS.iter().rev().map(|(_, name)| (*name).to_owned()).collect()),
        layers: vec![
            Layer::Bars { role: Role::Theory, label: "network".into(), bars: only(network) },
            Layer::Bars { role: Role::Simulation, label: "server".into(), bars: only(server) },
        ],
        handle: None,
    }
}
