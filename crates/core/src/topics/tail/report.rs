//! What the page says: how the tail grows with the fan-out, what the remedy does at each load, and what was measured.

use super::inputs::Inputs;
use crate::chart::{Along, Axis, Bar, ChartSpec, Handle, Layer, Role, round_top};
use crate::quantity::{self, Unit};
use crate::tails::measured::{HEDGING, TABLE, TIED};
use crate::tails::{FanOut, Leaf, Remedy, Settled};
use crate::topic::{Known, Note, Readout, Refusal, Report};

/// The load up to which the chart over load reaches.
const HIGHEST_LOAD: f64 = 0.95;

fn ms(secs: f64) -> String {
    quantity::format(secs, Unit::SECS)
}

fn share(value: f64) -> String {
    quantity::format(value, Unit::SHARE)
}

/// The formulas' view of the inputs.
struct Answer {
    fan: FanOut,
    /// Without a remedy, all leaves waited for.
    plain: Settled,
    plain_fan: FanOut,
    /// With the remedy; nothing where no formula knows it or it never settles.
    settled: Option<Settled>,
    never_settles: bool,
    q: f64,
}

impl Answer {
    fn new(inputs: &Inputs) -> Result<Self, Refusal> {
        let leaf = inputs.leaf()?;
        let leaves = inputs.fan_out as u64;
        let remedy = inputs.remedy();
        let settled = remedy.and_then(|remedy| leaf.with(remedy));
        Ok(Self {
            fan: inputs.fan_out_of(leaves)?,
            plain: plain(&leaf),
            plain_fan: FanOut::new(leaves, 0, inputs.correlation)?,
            never_settles: remedy.is_some() && settled.is_none(),
            settled,
            q: inputs.slow_share(),
        })
    }

    fn quantile(&self, q: f64, scale: f64) -> Option<f64> {
        self.settled.as_ref().map(|leaf| self.fan.quantile_secs(leaf, self.q, q, scale))
    }

    fn plain_quantile(&self, q: f64, scale: f64) -> f64 {
        self.plain_fan.quantile_secs(&self.plain, self.q, q, scale)
    }

    fn slow(&self) -> Option<f64> {
        self.settled.as_ref().map(|leaf| self.fan.slow_request_share(leaf, self.q))
    }

    fn plain_slow(&self) -> f64 {
        self.plain_fan.slow_request_share(&self.plain, self.q)
    }
}

/// A leaf without a remedy always settles.
fn plain(leaf: &Leaf) -> Settled {
    leaf.with(Remedy::None).unwrap_or_else(|| unreachable!("nothing is added to the load"))
}

/// The answer to the inputs.
///
/// # Errors
/// Where an input makes no sense.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let answer = Answer::new(inputs)?;
    Ok(Report {
        says: says(inputs, &answer),
        readouts: readouts(inputs, &answer),
        charts: vec![by_fan_out(inputs, &answer)?, by_load(inputs, &answer)?, tail(inputs, &answer), measured()],
        notes: notes(inputs, &answer),
    })
}

fn scale(inputs: &Inputs) -> f64 {
    Unit::MS.to_base(inputs.leaf_ms)
}

fn says(inputs: &Inputs, answer: &Answer) -> String {
    let leaves = quantity::grouped(inputs.fan_out, 0);
    let one = share(answer.q);
    if answer.never_settles {
        return format!(
            "At {} load, hedging **feeds itself**: second requests make the lines longer, so that more requests are late and are asked again. The lines **grow for ever**.",
            share(inputs.utilization_share)
        );
    }
    let (Some(slow), Some(p99)) = (answer.slow(), answer.quantile(0.99, scale(inputs))) else {
        return format!(
            "{one} of the leaves’ answers are slow, and a request asks {leaves}. **No formula** knows what withdrawn copies do: watch the simulation."
        );
    };
    let plain = share(answer.plain_slow());
    match inputs.hedge {
        "none" => format!(
            "{one} of the leaves’ answers are slow. A request that asks **{leaves}** of them waits for a slow one in **{}** of the cases; one in a hundred takes longer than {}.",
            share(slow),
            ms(p99)
        ),
        "drop_slowest" => format!(
            "Doing without {} of {leaves} leaves, **{}** of the requests wait for a slow one instead of {plain}; one in a hundred takes longer than {}.",
            quantity::grouped(inputs.dropped() as f64, 0),
            share(slow),
            ms(p99)
        ),
        "tied" => format!(
            "Tied requests share a line of two servers, which shortens waiting. A slow **answer** stays slow: **{}** of the requests meet one; one in a hundred takes longer than {}.",
            share(slow),
            ms(p99)
        ),
        _ => format!(
            "Asked again after {}, **{}** of the requests wait for a slow leaf instead of {plain}, at **{}** more load; one in a hundred takes longer than {}.",
            ms(inputs.hedge_after_secs().unwrap_or(0.0)),
            share(slow),
            share(answer.settled.map_or(0.0, |s| s.hedged_share)),
            ms(p99)
        ),
    }
}

fn readouts(inputs: &Inputs, answer: &Answer) -> Vec<Readout> {
    let independent = Known::Approximation("independent leaves");
    let exact = matches!(inputs.hedge, "none" | "drop_slowest");
    let known = if exact { Known::Formula } else { independent.clone() };
    let at = |q: f64| answer.quantile(q, scale(inputs)).map(|secs| secs * 1e3);
    let extra = answer.settled.filter(|_| inputs.hedge != "tied").map(|s| s.hedged_share);
    let rows = [
        ("slow_request_share", "Wait for a slow leaf", answer.slow(), Unit::SHARE, known.clone()),
        ("p50_ms", "Half are answered within", at(0.5), Unit::MS, independent.clone()),
        ("p99_ms", "1 in 100 takes longer than", at(0.99), Unit::MS, independent.clone()),
        ("extra_load_share", "Extra requests to leaves", extra, Unit::SHARE, known),
        ("hedge_after_ms", "Asked again after", inputs.hedge_after_secs().map(|s| s * 1e3), Unit::MS, Known::Formula),
        (
            "settled_utilization_share",
            "Servers busy, the remedy included",
            answer.settled.filter(|_| inputs.hedge == "hedged").map(|s| s.utilization),
            Unit::SHARE,
            independent,
        ),
        (
            "answered_share",
            "Of the answer is there",
            (inputs.hedge == "drop_slowest").then(|| 1.0 - inputs.dropped() as f64 / inputs.fan_out),
            Unit::SHARE,
            Known::Formula,
        ),
    ];
    let mut list: Vec<Readout> = rows
        .into_iter()
        .filter_map(|(key, label, value, unit, known)| Some(Readout::formula(key, label, value?, unit).known(known)))
        .collect();
    if list.is_empty() {
        list.push(Readout::formula(
            "plain_slow_request_share",
            "Without the remedy, wait for a slow leaf",
            answer.plain_slow(),
            Unit::SHARE,
        ));
    }
    list
}

/// Share of slow requests against the number of leaves.
fn by_fan_out(inputs: &Inputs, answer: &Answer) -> Result<ChartSpec, Refusal> {
    let right = if inputs.fan_out > 1000.0 { 10_000.0 } else { 1000.0 };
    let steps = 90;
    let mut counts: Vec<u64> =
        (0..=steps).map(|i| libm::round(libm::pow(right, f64::from(i) / f64::from(steps))) as u64).collect();
    counts.dedup();
    let line = |leaf: &Settled, remedied: bool| -> Result<Vec<(f64, f64)>, Refusal> {
        counts
            .iter()
            .map(|&n| {
                let fan = if remedied { inputs.fan_out_of(n)? } else { FanOut::new(n, 0, inputs.correlation)? };
                Ok((n as f64, fan.slow_request_share(leaf, answer.q)))
            })
            .collect()
    };
    let without = line(&answer.plain, false)?;
    let mut layers = vec![Layer::Line {
        role: if inputs.hedge == "none" { Role::Theory } else { Role::Muted },
        label: "waiting for all".into(),
        points: without,
        dashed: inputs.hedge != "none",
    }];
    if inputs.hedge != "none"
        && let Some(leaf) = &answer.settled
    {
        layers.push(Layer::Line {
            role: Role::Theory,
            label: "with the remedy".into(),
            points: line(leaf, true)?,
            dashed: false,
        });
    }
    let here = answer.slow().unwrap_or(answer.plain_slow());
    Ok(ChartSpec {
        id: "slow-by-fan-out",
        title: "Requests that wait for a slow leaf, by the number of leaves".into(),
        says: format!(
            "With {} of the answers slow, a request to {} leaves waits for a slow one in {} of the cases{}. Drag the ring along.",
            share(answer.q),
            quantity::grouped(inputs.fan_out, 0),
            share(here),
            if inputs.hedge == "none" {
                String::new()
            } else {
                format!("; without the remedy in {}", share(answer.plain_slow()))
            },
        ),
        x: Axis::log("leaves a request asks", Unit::COUNT, 1.0, right),
        y: Axis::linear("requests that wait for a slow leaf", Unit::SHARE, 0.0, 1.0),
        layers,
        handle: Some(Handle {
            key: "fan_out",
            x: inputs.fan_out,
            y: here,
            value_per_x: 1.0,
            label: format!("you: {}", share(here)),
        }),
    })
}

/// One in a hundred against the load: where the remedy helps, and where it feeds itself.
fn by_load(inputs: &Inputs, answer: &Answer) -> Result<ChartSpec, Refusal> {
    let scale = scale(inputs);
    let loads: Vec<f64> = (0..=57).map(|i| f64::from(i) / 60.0).collect();
    let mut without = Vec::new();
    let mut with = Vec::new();
    let mut ends = None;
    for &load in &loads {
        let leaf = inputs.leaf_at(load)?;
        without.push((load, answer.plain_fan.quantile_secs(&plain(&leaf), answer.q, 0.99, scale) * 1e3));
        match inputs.remedy().map(|remedy| leaf.with(remedy)) {
            Some(Some(settled)) => with.push((load, answer.fan.quantile_secs(&settled, answer.q, 0.99, scale) * 1e3)),
            Some(None) if ends.is_none() => ends = Some(load),
            _ => {}
        }
    }
    let top = round_top(
        without.iter().chain(&with).map(|p| p.1).filter(|y| y.is_finite()).fold(0.0, f64::max).min(2.5 * without[30].1),
    );
    let mut layers = Vec::new();
    let budget = Unit::PERCENT.to_base(inputs.hedge_budget_pct);
    let tips = 1.0 / (1.0 + budget);
    let is_hedged = inputs.hedge == "hedged" && !inputs.withdraw_losers;
    if is_hedged && tips < HIGHEST_LOAD {
        let until = ends.unwrap_or(HIGHEST_LOAD);
        if until > tips {
            layers.push(Layer::Band {
                role: Role::Muted,
                label: "a burst can tip it".into(),
                along: Along::X,
                from: tips,
                to: until,
            });
        }
        if let Some(ends) = ends {
            layers.push(Layer::Band {
                role: Role::Danger,
                label: "feeds itself".into(),
                along: Along::X,
                from: ends,
                to: HIGHEST_LOAD,
            });
        }
    }
    layers.push(Layer::Line {
        role: if inputs.hedge == "none" { Role::Theory } else { Role::Muted },
        label: "waiting for all".into(),
        points: without,
        dashed: inputs.hedge != "none",
    });
    if inputs.hedge != "none" && !with.is_empty() {
        layers.push(Layer::Line { role: Role::Theory, label: "with the remedy".into(), points: with, dashed: false });
    }
    let plain_here = answer.plain_quantile(0.99, scale);
    let here = answer.quantile(0.99, scale);
    let words = match (here, inputs.hedge) {
        (Some(secs), "none") => format!(
            "At {} load, one request in a hundred takes longer than {}. Drag the ring to see other loads.",
            share(inputs.utilization_share),
            ms(secs)
        ),
        (Some(secs), _) => format!(
            "At {} load, one request in a hundred takes longer than {} with the remedy, {} without. Drag the ring to see other loads.",
            share(inputs.utilization_share),
            ms(secs),
            ms(plain_here)
        ),
        (None, _) if answer.never_settles => format!(
            "At {} load the hedged requests never settle; without hedging one in a hundred takes longer than {}. Drag the ring to the left.",
            share(inputs.utilization_share),
            ms(plain_here)
        ),
        _ => format!(
            "At {} load, without the remedy, one request in a hundred takes longer than {}. With withdrawn copies only the simulation knows.",
            share(inputs.utilization_share),
            ms(plain_here)
        ),
    };
    let y = here.unwrap_or(if answer.never_settles { f64::INFINITY } else { plain_here }) * 1e3;
    Ok(ChartSpec {
        id: "by-load",
        title: "One in a hundred, by how busy the leaves are".into(),
        says: words,
        x: Axis::linear("leaf servers busy, before the remedy", Unit::SHARE, 0.0, HIGHEST_LOAD),
        y: Axis::linear("1 in 100 takes longer than", Unit::MS, 0.0, top),
        layers,
        handle: (inputs.utilization_share <= HIGHEST_LOAD).then(|| Handle {
            key: "utilization_share",
            x: inputs.utilization_share,
            y: y.min(top),
            value_per_x: 1.0,
            label: here.map_or_else(|| "you".into(), |secs| format!("you: {}", ms(secs))),
        }),
    })
}

/// How long the unlucky wait.
fn tail(inputs: &Inputs, answer: &Answer) -> ChartSpec {
    let scale = scale(inputs);
    let levels: Vec<f64> = (0..=60).map(|i| 1.0 - libm::pow(10.0, -f64::from(i) / 20.0)).collect();
    let line = |leaf: &Settled, fan: &FanOut| -> Vec<(f64, f64)> {
        levels.iter().map(|&q| (q, fan.quantile_secs(leaf, answer.q, q, scale) * 1e3)).collect()
    };
    let without = line(&answer.plain, &answer.plain_fan);
    let top = round_top(without.last().map_or(1.0, |p| p.1));
    let mut layers = vec![Layer::Line {
        role: if inputs.hedge == "none" { Role::Theory } else { Role::Muted },
        label: "waiting for all".into(),
        points: without,
        dashed: inputs.hedge != "none",
    }];
    if inputs.hedge != "none"
        && let Some(leaf) = &answer.settled
    {
        layers.push(Layer::Line {
            role: Role::Theory,
            label: "with the remedy".into(),
            points: line(leaf, &answer.fan),
            dashed: false,
        });
    }
    let words = match (answer.quantile(0.5, scale), answer.quantile(0.99, scale)) {
        (Some(p50), Some(p99)) => format!(
            "Half of the requests are answered within {}, one in a hundred takes longer than {}. Lines: theory for independent leaves. Dots: simulated.",
            ms(p50),
            ms(p99)
        ),
        _ => format!(
            "Without the remedy half of the requests are answered within {}, one in a hundred takes longer than {}. Dots: simulated.",
            ms(answer.plain_quantile(0.5, scale)),
            ms(answer.plain_quantile(0.99, scale))
        ),
    };
    ChartSpec {
        id: "response-tail",
        title: "How long the unlucky wait".into(),
        says: words,
        x: Axis::tail("share of requests answered sooner", 0.999),
        y: Axis::linear("time to the answer", Unit::MS, 0.0, top),
        layers,
        handle: None,
    }
}

/// Dean and Barroso's table.
fn measured() -> ChartSpec {
    let names = ["half within", "95 % within", "99 % within"];
    let bars = |q: usize| {
        let bar = |(i, row): (usize, &crate::tails::measured::MeasuredRow)| Bar {
            x0: i as f64 + 0.14 + 0.24 * q as f64,
            x1: i as f64 + 0.14 + 0.24 * (q as f64 + 1.0),
            y0: 0.0,
            y1: row.p50_p95_p99_ms[q],
            text: quantity::significant(row.p50_p95_p99_ms[q], 3),
        };
        TABLE.iter().enumerate().map(bar).collect()
    };
    let layer = |q: usize| Layer::Bars { role: Role::Series(q as u8), label: names[q].into(), bars: bars(q) };
    ChartSpec {
        id: "measured",
        title: "Measured at Google (Dean & Barroso, 2013)".into(),
        says: format!(
            "99 % of single leaves answer within {} ms, but all leaves of a request only within {} ms. Waiting for the last 5 % of the leaves is half of that.",
            TABLE[0].p50_p95_p99_ms[2], TABLE[2].p50_p95_p99_ms[2]
        ),
        x: Axis::categories("who has answered", TABLE.iter().map(|row| row.leaves.to_owned()).collect()),
        y: Axis::linear("time", Unit::MS, 0.0, 160.0),
        layers: (0..3).map(layer).collect(),
        handle: None,
    }
}

fn notes(inputs: &Inputs, answer: &Answer) -> Vec<Note> {
    let mut notes = Vec::new();
    if inputs.hedge == "hedged" && !inputs.withdraw_losers && !answer.never_settles {
        let worst = inputs.utilization_share * (1.0 + Unit::PERCENT.to_base(inputs.hedge_budget_pct));
        if worst >= 1.0 {
            notes.push(Note {
                title: "It holds until it tips".into(),
                says: format!("The figures are for the settled state. But if every leaf were asked as often as allowed, the servers would be busy **{}** of the time: after one long burst everything is late, so everything is asked again, and it stays that way. The simulation may show it.", share(worst)),
                shows: "hedged-80-budget",
            });
        }
    }
    notes.push(Note::usual_figure(
        "Hedging is often shown as free: slow twice in a row is one in 10,000, and that is that. Every second request is **work for somebody**. At 30 % load 6 % more is nothing; at 80 % it makes the lines longer, more requests are late, more are asked again.",
        "hedged-80",
    ));
    notes.push(Note::usual_figure(
        "“p99 is 100 ms, so with ten services about 10 % of requests exceed it.” Right, if they are slow **independently** (9.6 %). If one cause makes them slow together, a full disk or a collector’s pause, it is 1 %, and asking again does not help.",
        "one-fate",
    ));
    notes.push(Note {
        title: "Measured".into(),
        says: format!(
            "In the paper’s benchmark, asking again after 10 ms brought the 99.9th percentile from **{} to {}** with {} more requests; tied requests saved {} at the median and nearly {} at the 99.9th. Those clusters had room to spare. (Dean & Barroso, 2013.)",
            quantity::format(HEDGING[0].value, Unit::MS),
            quantity::format(HEDGING[1].value, Unit::MS),
            share(HEDGING[2].value),
            share(TIED[0].value),
            share(TIED[1].value),
        ),
        shows: "",
    });
    notes
}
