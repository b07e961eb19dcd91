//! The one gate between what topics compute and everybody who reads it: page, links, tables, files, `evaluate`.
//!
//! A number that passes is finite and not −0, whatever a topic did. A readout that is not a number becomes a word; a mark that has no
//! place is left out; a chart without a finite axis is left out whole. [`Erased`](super::Erased) sends everything through here, and
//! nothing else reaches the page.

use super::{Known, Quantity, Readout, Report, Run, Snapshot};
use crate::chart::{ChartSpec, Layer};
use crate::quantity::{self, Unit, rounded};

/// Digits that a formula's result is good for: beyond them stands only what adding and multiplying left (`245999.99999999997`).
const DIGITS: usize = 15;

/// A run whose snapshots pass the gate.
pub(super) struct Gated<R>(pub R);

impl<R: Run> Run for Gated<R> {
    fn advance(&mut self, steps: u64, beyond: bool) {
        self.0.advance(steps, beyond);
    }
    fn done(&self) -> u64 {
        self.0.done()
    }
    fn target(&self) -> u64 {
        self.0.target()
    }
    fn snapshot(&self) -> Snapshot {
        snapshot(self.0.snapshot())
    }
    fn steps_per_ms(&self) -> u64 {
        self.0.steps_per_ms()
    }
}

/// What is counted in sentences: many, and one.
const COUNTED: [(&str, &str); 13] = [
    ("round trips", "round trip"),
    ("servers", "server"),
    ("requests", "request"),
    ("customers", "customer"),
    ("leaves", "leaf"),
    ("items", "item"),
    ("machines", "machine"),
    ("connections", "connection"),
    ("files", "file"),
    ("times", "time"),
    ("cores", "core"),
    ("replicas", "replica"),
    ("resources", "resource"),
];

/// A one before what is counted, plain or marked, with a space or one that does not break.
const ONE: [&str; 4] = ["1 ", "1** ", "1\u{a0}", "1**\u{a0}"];

/// "1 leaves" as people write it.
fn words(text: &mut String) {
    for one_of in ONE {
        let mut from = 0;
        while let Some(at) = text[from..].find(one_of).map(|at| at + from) {
            from = at + one_of.len();
            // The end of another number, of a sum or of a range is not one.
            let before = &text[..at];
            let ends = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–' | '−' | '/' | '^');
            if before.ends_with(ends) || before.ends_with("− ") || before.ends_with("+ ") {
                continue;
            }
            if let Some((many, one)) = COUNTED.iter().find(|(many, _)| text[from..].starts_with(many)) {
                text.replace_range(from..from + many.len(), one);
            }
        }
    }
}

/// A report whose numbers are numbers.
pub(super) fn report(mut report: Report) -> Report {
    words(&mut report.says);
    report.notes.iter_mut().for_each(|note| words(&mut note.says));
    report.charts.iter_mut().for_each(|chart| words(&mut chart.says));
    report.readouts.iter_mut().for_each(readout);
    report.charts.retain_mut(chart);
    report
}

/// A snapshot whose numbers are numbers.
pub(super) fn snapshot(mut snapshot: Snapshot) -> Snapshot {
    words(&mut snapshot.says);
    snapshot.readouts.iter_mut().for_each(readout);
    snapshot.layers.retain_mut(|(_, l)| layer(l));
    snapshot
}

fn readout(readout: &mut Readout) {
    if let Known::Simulated { half_width, .. } = &mut readout.known
        && half_width.is_nan()
    {
        // Not known at all is as wide as can be.
        *half_width = f64::INFINITY;
    }
    if let Quantity::Number(value) = &mut readout.value {
        if value.is_finite() {
            // What was simulated keeps every digit: links promise them.
            let simulated = matches!(readout.known, Known::Simulated { .. });
            *value = if simulated { *value } else { rounded(*value, DIGITS) } + 0.0;
        } else {
            readout.value = Quantity::Text(quantity::format(*value, Unit::COUNT));
        }
    }
}

fn chart(chart: &mut ChartSpec) -> bool {
    chart.layers.retain_mut(layer);
    for axis in [&mut chart.x, &mut chart.y] {
        if !(place(&mut axis.min) & place(&mut axis.max)) {
            return false;
        }
    }
    if let Some(handle) = &mut chart.handle
        && !(place(&mut handle.x) & place(&mut handle.y) & place(&mut handle.value_per_x))
    {
        chart.handle = None;
    }
    true
}

/// Leaves out marks without a place; whether the layer has one.
fn layer(layer: &mut Layer) -> bool {
    match layer {
        Layer::Line { points, .. } => points.retain_mut(|(x, y)| place(x) & place(y)),
        Layer::Area { points, .. } => points.retain_mut(|(x, low, high)| place(x) & place(low) & place(high)),
        Layer::Points { points, .. } => points.retain_mut(|p| {
            let stands = place(&mut p.x) & place(&mut p.y);
            if !(place(&mut p.low) & place(&mut p.high)) {
                (p.low, p.high) = (p.y, p.y);
            }
            stands
        }),
        Layer::Bars { bars, .. } => {
            bars.retain_mut(|b| place(&mut b.x0) & place(&mut b.x1) & place(&mut b.y0) & place(&mut b.y1));
        }
        Layer::Band { from, to, .. } => return place(from) & place(to),
        Layer::Rule { at, .. } => return place(at),
        Layer::Label { x, y, .. } => return place(x) & place(y),
    }
    true
}

/// Takes the sign off a zero; whether the value is finite.
fn place(value: &mut f64) -> bool {
    *value += 0.0;
    value.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Along, Axis, Bar, Handle, Point, Role};

    const BAD: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

    fn line(points: Vec<(f64, f64)>) -> Layer {
        Layer::Line { role: Role::Theory, label: "a".into(), points, dashed: false }
    }

    fn spec(x: Axis, layers: Vec<Layer>) -> ChartSpec {
        let y = Axis::linear("y", Unit::COUNT, -0.0, 1.0);
        let handle = Some(Handle { key: "k", x: 0.0, y: f64::NAN, value_per_x: 1.0, label: String::new() });
        ChartSpec { id: "c", title: "t".into(), says: "s".into(), x, y, layers, handle }
    }

    #[test]
    fn a_readout_is_a_finite_number_without_a_minus_before_zero_or_else_a_word() {
        let readouts =
            [f64::NAN, f64::INFINITY, -0.0, 245_999.999_999_999_97].map(|v| Readout::formula("k", "l", v, Unit::MS));
        let passed = report(Report { readouts: readouts.to_vec(), ..Report::default() }).readouts;
        let texts: Vec<_> = passed.iter().map(|r| format!("{:?}", r.value)).collect();
        assert_eq!(texts, ["Text(\"unknown\")", "Text(\"no limit\")", "Number(0.0)", "Number(246000.0)"]);
    }

    #[test]
    fn one_is_not_many() {
        let mut says =
            "A request to 1 leaves takes **1** round trips, 11 servers, 2.1 times and n − 1 items.".to_owned();
        words(&mut says);
        assert_eq!(says, "A request to 1 leaf takes **1** round trip, 11 servers, 2.1 times and n − 1 items.");
    }

    #[test]
    fn what_was_simulated_keeps_all_its_digits() {
        let value = 245_999.999_999_999_97;
        let run = Snapshot {
            readouts: vec![Readout::simulated("k", "l", value, f64::NAN, 3, Unit::MS)],
            ..Snapshot::default()
        };
        let passed = &snapshot(run).readouts[0];
        assert_eq!(passed.number(), Some(value));
        assert_eq!(passed.known, Known::Simulated { half_width: f64::INFINITY, n: 3 });
    }

    #[test]
    fn a_mark_without_a_place_is_left_out_and_a_chart_without_an_axis_too() {
        for bad in BAD {
            let layers = vec![
                line(vec![(0.0, 1.0), (bad, 1.0), (1.0, bad), (-0.0, 2.0)]),
                Layer::Area { role: Role::You, label: "b".into(), points: vec![(0.0, bad, 1.0), (0.0, 0.0, 1.0)] },
                Layer::Points {
                    role: Role::You,
                    label: "c".into(),
                    points: vec![
                        Point { x: bad, y: 0.0, low: 0.0, high: 0.0 },
                        Point { x: 1.0, y: 2.0, low: 1.0, high: bad },
                    ],
                },
                Layer::Bars {
                    role: Role::You,
                    label: "d".into(),
                    bars: vec![Bar { x0: 0.0, x1: bad, y0: 0.0, y1: 1.0, text: String::new() }],
                },
                Layer::Band { role: Role::You, label: "e".into(), along: Along::X, from: 0.0, to: bad },
                Layer::Rule { role: Role::You, label: "f".into(), along: Along::X, at: bad },
                Layer::Label { role: Role::You, text: "g".into(), x: 0.0, y: bad },
            ];
            let fine = spec(Axis::linear("x", Unit::COUNT, 0.0, 1.0), layers);
            let lost = spec(Axis::linear("x", Unit::COUNT, 0.0, bad), Vec::new());
            let passed = report(Report { charts: vec![fine, lost], ..Report::default() }).charts;
            assert_eq!(passed.len(), 1);
            assert!(passed[0].handle.is_none() && passed[0].y.min.is_sign_positive());
            let table = passed[0].data_table();
            let cells: Vec<_> = table.rows.iter().map(|row| row.join(" ")).collect();
            assert_eq!(cells, ["a 0 1  ", "a 0 2  ", "b 0  0 1", "c 1 2  "]);
            assert_eq!(passed[0].layers.len(), 4, "lines, areas, dots and bars stay, three others had no place");
        }
    }
}
