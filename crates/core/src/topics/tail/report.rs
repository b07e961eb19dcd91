//! What the page says: how the tail grows with the fan-out, what the remedy does at each load, and what was measured.

mod charts;

use super::inputs::{Hedge, Inputs};
use crate::chart::{Along, Axis, Bar, ChartSpec, Handle, Layer, Role, round_top};
use crate::quantity::{self, Unit};
use crate::tails::measured::{HEDGING, TABLE, TIED};
use crate::tails::{FanOut, Leaf, Remedy, Settled};
use crate::topic::{Known, Note, Readout, Refusal, Report};
use charts::{by_fan_out, by_load, measured, tail};

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
    /// Whether a budget holds second requests back: whom it reaches depends on the bursts, which no formula here follows.
    held_back: bool,
    never_settles: bool,
    q: f64,
}

impl Answer {
    fn new(inputs: &Inputs) -> Result<Self, Refusal> {
        let leaf = inputs.leaf()?;
        let leaves = inputs.fan_out as u64;
        let remedy = inputs.remedy();
        let held_back = inputs.is_held_back(&leaf);
        let settled = remedy.filter(|_| !held_back).and_then(|remedy| leaf.with(remedy));
        Ok(Self {
            fan: inputs.fan_out_of(leaves)?,
            plain: plain(&leaf),
            plain_fan: FanOut::new(leaves, 0, inputs.correlation)?,
            never_settles: remedy.is_some() && settled.is_none() && !held_back,
            held_back,
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
        let what = if answer.held_back { "whom a budget reaches in a burst" } else { "what withdrawn copies do" };
        return format!(
            "{one} of the leaves’ answers are slow, and a request asks {leaves}. **No formula** here knows {what}: watch the simulation."
        );
    };
    let plain = share(answer.plain_slow());
    match inputs.hedge {
        Hedge::None => format!(
            "{one} of the leaves’ answers are slow. A request that asks **{leaves}** of them waits for a slow one in **{}** of the cases; one in a hundred takes longer than {}.",
            share(slow),
            ms(p99)
        ),
        Hedge::DropSlowest => format!(
            "Doing without {} of {leaves} leaves, **{}** of the requests wait for a slow one instead of {plain}; one in a hundred takes longer than {}.",
            quantity::grouped(inputs.dropped() as f64, 0),
            share(slow),
            ms(p99)
        ),
        Hedge::Tied => format!(
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
    let hedged = inputs.hedge == Hedge::Hedged;
    let independent = Known::Approximation(if hedged {
        "independent leaves, second requests at random"
    } else {
        "independent leaves"
    });
    let last = answer.settled.is_some_and(|leaf| answer.fan.slow_come_last(&leaf));
    let known = if matches!(inputs.hedge, Hedge::None | Hedge::DropSlowest) && last {
        Known::Formula
    } else {
        independent.clone()
    };
    let extra_known = if hedged { independent.clone() } else { Known::Formula };
    let at = |q: f64| answer.quantile(q, scale(inputs)).map(|secs| secs * 1e3);
    let extra = answer.settled.filter(|_| inputs.hedge != Hedge::Tied).map(|s| s.hedged_share);
    let rows = [
        ("slow_request_share", "Wait for a slow leaf", answer.slow(), Unit::SHARE, known.clone()),
        ("p50_ms", "Half are answered within", at(0.5), Unit::MS, independent.clone()),
        ("p99_ms", "1 in 100 takes longer than", at(0.99), Unit::MS, independent.clone()),
        ("extra_load_share", "Extra requests to leaves", extra, Unit::SHARE, extra_known),
        ("hedge_after_ms", "Asked again after", inputs.hedge_after_secs().map(|s| s * 1e3), Unit::MS, Known::Formula),
        (
            "settled_utilization_share",
            "Servers busy, the remedy included",
            answer.settled.filter(|_| inputs.hedge == Hedge::Hedged).map(|s| s.utilization),
            Unit::SHARE,
            independent,
        ),
        (
            "answered_share",
            "Of the answer is there",
            (inputs.hedge == Hedge::DropSlowest).then(|| 1.0 - inputs.dropped() as f64 / inputs.fan_out),
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

fn notes(inputs: &Inputs, answer: &Answer) -> Vec<Note> {
    let mut notes = Vec::new();
    if inputs.hedge == Hedge::Hedged && !inputs.withdraw_losers && !answer.never_settles {
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
