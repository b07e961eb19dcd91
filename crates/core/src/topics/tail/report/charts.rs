//! The charts of the tail: by fan-out, by load, by quantile, and what Google measured.

use super::*;

/// Share of slow requests against the number of leaves.
pub(super) fn by_fan_out(inputs: &Inputs, answer: &Answer) -> Result<ChartSpec, Refusal> {
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
        role: if inputs.hedge == Hedge::None { Role::Theory } else { Role::Muted },
        label: "waiting for all".into(),
        points: without,
        dashed: inputs.hedge != Hedge::None,
    }];
    if inputs.hedge != Hedge::None
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
            if inputs.hedge == Hedge::None {
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
pub(super) fn by_load(inputs: &Inputs, answer: &Answer) -> Result<ChartSpec, Refusal> {
    let scale = scale(inputs);
    let loads: Vec<f64> = (0..=57).map(|i| f64::from(i) / 60.0).collect();
    let mut without = Vec::new();
    let mut with = Vec::new();
    let mut ends = None;
    for &load in &loads {
        let leaf = inputs.leaf_at(load)?;
        without.push((load, answer.plain_fan.quantile_secs(&plain(&leaf), answer.q, 0.99, scale) * 1e3));
        match inputs.remedy().filter(|_| !inputs.is_held_back(&leaf)).map(|remedy| leaf.with(remedy)) {
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
    let is_hedged = inputs.hedge == Hedge::Hedged && !inputs.withdraw_losers;
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
        role: if inputs.hedge == Hedge::None { Role::Theory } else { Role::Muted },
        label: "waiting for all".into(),
        points: without,
        dashed: inputs.hedge != Hedge::None,
    });
    if inputs.hedge != Hedge::None && !with.is_empty() {
        layers.push(Layer::Line { role: Role::Theory, label: "with the remedy".into(), points: with, dashed: false });
    }
    let plain_here = answer.plain_quantile(0.99, scale);
    let here = answer.quantile(0.99, scale);
    let words = match (here, inputs.hedge) {
        (Some(secs), Hedge::None) => format!(
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
            "At {} load, without the remedy, one request in a hundred takes longer than {}. With it only the simulation knows.",
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
pub(super) fn tail(inputs: &Inputs, answer: &Answer) -> ChartSpec {
    let scale = scale(inputs);
    let levels: Vec<f64> = (0..=60).map(|i| 1.0 - libm::pow(10.0, -f64::from(i) / 20.0)).collect();
    let line = |leaf: &Settled, fan: &FanOut| -> Vec<(f64, f64)> {
        levels.iter().map(|&q| (q, fan.quantile_secs(leaf, answer.q, q, scale) * 1e3)).collect()
    };
    let without = line(&answer.plain, &answer.plain_fan);
    let top = round_top(without.last().map_or(1.0, |p| p.1));
    let mut layers = vec![Layer::Line {
        role: if inputs.hedge == Hedge::None { Role::Theory } else { Role::Muted },
        label: "waiting for all".into(),
        points: without,
        dashed: inputs.hedge != Hedge::None,
    }];
    if inputs.hedge != Hedge::None
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
pub(super) fn measured() -> ChartSpec {
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
