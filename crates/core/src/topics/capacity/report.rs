//! What the page says: the bill by row, how it swings, and what the cache leaves for the database.

use super::inputs::Inputs;
use crate::chart::{Along, Axis, Bar, ChartSpec, Handle, Layer, Role, round_top};
use crate::cost::{Plan, Swing};
use crate::quantity::{self, Unit};
use crate::topic::{Known, Note, Readout, Refusal, Report};

/// Swings shown.
const SHOWN: usize = 10;

fn usd(value: f64) -> String {
    quantity::format(value, Unit::USD)
}

fn share(value: f64) -> String {
    quantity::format(value, Unit::SHARE)
}

/// The answer to the inputs.
///
/// # Errors
/// Where an assumption is out of its range.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let assumptions = inputs.assumptions();
    let plan = assumptions.plan()?;
    let swings = assumptions.swings(inputs.vary_by)?;
    Ok(Report {
        says: says(inputs, &plan),
        readouts: readouts(&plan, &swings),
        charts: vec![tornado(inputs, &plan, &swings), bill(&plan), database(inputs)?, growth(inputs)?],
        notes: notes(inputs, &plan),
    })
}

fn dearest(plan: &Plan) -> (&'static str, f64) {
    let first = ("nothing", 0.0);
    plan.rows
        .iter()
        .fold(first, |best, row| if row.usd_per_month > best.1 { (row.what, row.usd_per_month) } else { best })
}

fn says(inputs: &Inputs, plan: &Plan) -> String {
    let (what, cost) = dearest(plan);
    let part = if plan.usd_per_month > 0.0 { cost / plan.usd_per_month } else { 0.0 };
    format!(
        "{} at the peak take **{} app servers**, **{} database nodes** and {} cache nodes: about **{} a month**, of which {} goes to {}.",
        quantity::format(inputs.requests_per_sec, Unit::PER_SEC),
        quantity::grouped(plan.app_servers, 0),
        quantity::grouped(plan.shards * plan.nodes_per_shard, 0),
        quantity::grouped(plan.cache_nodes, 0),
        usd(rounded(plan.usd_per_month)),
        share(part),
        what.to_lowercase().replace("cdn", "the CDN"),
    )
}

/// An envelope has two significant digits.
fn rounded(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let unit = libm::pow(10.0, libm::floor(libm::log10(value)) - 1.0);
    libm::round(value / unit) * unit
}

fn readouts(plan: &Plan, swings: &[Swing]) -> Vec<Readout> {
    let bill = |key, label, value| {
        Readout::formula(key, label, value, Unit::USD).known(Known::Rule("prices of napkin-math, 2026"))
    };
    vec![
        bill("cost_usd_per_month", "The bill a month", plan.usd_per_month),
        bill("usd_per_million_requests", "A million requests cost", plan.usd_per_million),
        Readout::text("most_sensitive", "It hangs most on", swings.first().map_or("nothing", |s| s.label)),
        Readout::formula("app_servers", "App servers", plan.app_servers, Unit::COUNT),
        Readout::formula("db_load_removed_share", "Queries the cache answers", plan.removed_share, Unit::SHARE),
        Readout::formula("db_queries_per_sec", "Queries that reach the database", plan.db_per_sec, Unit::PER_SEC),
        Readout::formula("db_shards", "Database shards", plan.shards, Unit::COUNT),
        Readout::formula("db_nodes", "Database nodes", plan.shards * plan.nodes_per_shard, Unit::COUNT),
        Readout::formula("cache_nodes", "Cache nodes", plan.cache_nodes, Unit::COUNT),
        Readout::formula("pool_connections", "Connections in use", plan.connections, Unit::COUNT),
        Readout::formula("worker_servers", "Servers for later jobs", plan.worker_servers, Unit::COUNT),
        Readout::formula("bandwidth_mbps", "Sent at the peak", plan.bits_per_sec / 1e6, Unit::MBPS),
    ]
}

/// Which assumption matters most: the bill with each smaller and larger.
fn tornado(inputs: &Inputs, plan: &Plan, swings: &[Swing]) -> ChartSpec {
    let shown: Vec<&Swing> = swings.iter().take(SHOWN).collect();
    let base = plan.usd_per_month;
    // The widest stands at the top.
    let row = |i: usize| (shown.len() - 1 - i) as f64;
    let bar = |i: usize, usd: f64| Bar {
        x0: usd.min(base),
        x1: usd.max(base),
        y0: row(i) + 0.2,
        y1: row(i) + 0.8,
        text: String::new(),
    };
    let less = shown.iter().enumerate().map(|(i, s)| bar(i, s.usd_at_less)).collect();
    let more = shown.iter().enumerate().map(|(i, s)| bar(i, s.usd_at_more)).collect();
    let top = round_top(shown.iter().map(|s| s.usd_at_less.max(s.usd_at_more)).fold(base, f64::max));
    let words = match shown.first() {
        Some(widest) if widest.span_usd() > 0.0 => format!(
            "The bill of {} hangs most on {}: {} times less or more, it is {} or {}. What moves it least needs no better estimate.",
            usd(base),
            widest.label,
            quantity::significant(inputs.vary_by, 2),
            usd(widest.usd_at_less),
            usd(widest.usd_at_more),
        ),
        _ => "Nothing is sent and nothing is rented, so no assumption moves the bill.".into(),
    };
    ChartSpec {
        id: "tornado",
        title: "Which assumption matters most".into(),
        says: words.chars().take(250).collect(),
        x: Axis::linear("the bill a month", Unit::USD, 0.0, top),
        y: Axis::categories("assumption", shown.iter().rev().map(|s| s.label.to_owned()).collect()),
        layers: vec![
            Layer::Bars {
                role: Role::Theory,
                label: format!("{} × less", quantity::significant(inputs.vary_by, 2)),
                bars: less,
            },
            Layer::Bars {
                role: Role::Simulation,
                label: format!("{} × more", quantity::significant(inputs.vary_by, 2)),
                bars: more,
            },
            Layer::Rule { role: Role::You, label: "as assumed".into(), along: Along::X, at: base },
        ],
        handle: None,
    }
}

/// The bill by row.
fn bill(plan: &Plan) -> ChartSpec {
    let rows: Vec<_> = plan.rows.iter().filter(|row| row.what != "Connection pools").collect();
    let place = |i: usize| (rows.len() - 1 - i) as f64;
    let bars = rows
        .iter()
        .enumerate()
        .map(|(i, row)| Bar {
            x0: 0.0,
            x1: row.usd_per_month,
            y0: place(i) + 0.2,
            y1: place(i) + 0.8,
            text: usd(rounded(row.usd_per_month)),
        })
        .collect();
    let (what, cost) = dearest(plan);
    let top = round_top(1.3 * rows.iter().map(|r| r.usd_per_month).fold(0.0, f64::max));
    ChartSpec {
        id: "bill",
        title: "What it costs a month".into(),
        says: format!(
            "The bill comes to {} a month. The largest row is {}: {}. The connection pools cost nothing.",
            usd(plan.usd_per_month),
            what.to_lowercase().replace("cdn", "the CDN"),
            usd(cost)
        ),
        x: Axis::linear("a month", Unit::USD, 0.0, top),
        y: Axis::categories("row", rows.iter().rev().map(|r| r.what.to_owned()).collect()),
        layers: vec![Layer::Bars { role: Role::Theory, label: "a month".into(), bars }],
        handle: None,
    }
}

/// What the database has to do, by the hit rate.
fn database(inputs: &Inputs) -> Result<ChartSpec, Refusal> {
    let at = |hit_pct: f64| -> Result<f64, Refusal> {
        Ok(Inputs { hit_pct, ..inputs.clone() }.assumptions().plan()?.db_per_sec)
    };
    let points =
        (0..=50).map(|i| f64::from(i) * 2.0).map(|hit| Ok((hit, at(hit)?))).collect::<Result<Vec<_>, Refusal>>()?;
    let (none, here) = (at(0.0)?, at(inputs.hit_pct)?);
    let writes = none * (1.0 - Unit::PERCENT.to_base(inputs.read_pct));
    Ok(ChartSpec {
        id: "database-load",
        title: "What reaches the database, by the hit rate".into(),
        says: format!(
            "With {} hits, {} reach the database instead of {}. No hit rate gets below the {} that are written.",
            quantity::format(inputs.hit_pct, Unit::PERCENT),
            quantity::format(here, Unit::PER_SEC),
            quantity::format(none, Unit::PER_SEC),
            quantity::format(writes, Unit::PER_SEC),
        ),
        x: Axis::linear("hits among hot reads", Unit::PERCENT, 0.0, 100.0),
        y: Axis::linear("queries that reach the database", Unit::PER_SEC, 0.0, round_top(none)),
        layers: vec![
            Layer::Rule { role: Role::Danger, label: "written".into(), along: Along::Y, at: writes },
            Layer::Line { role: Role::Theory, label: "queries".into(), points, dashed: false },
        ],
        handle: Some(Handle {
            key: "hit_pct",
            x: inputs.hit_pct,
            y: here,
            value_per_x: 1.0,
            label: format!("you: {}", quantity::format(here, Unit::PER_SEC)),
        }),
    })
}

/// The bill by the number of requests.
fn growth(inputs: &Inputs) -> Result<ChartSpec, Refusal> {
    let at = |requests_per_sec: f64| -> Result<f64, Refusal> {
        Ok(Inputs { requests_per_sec, ..inputs.clone() }.assumptions().plan()?.usd_per_month)
    };
    let (left, right) = (1.0, 1e6);
    let points = (0..=72)
        .map(|i| libm::pow(10.0, f64::from(i) / 12.0))
        .map(|rate| Ok((rate, at(rate)?)))
        .collect::<Result<Vec<(f64, f64)>, Refusal>>()?;
    let top = round_top(points.iter().map(|p| p.1).fold(1.0, f64::max));
    let low = points.iter().map(|p| p.1).filter(|y| *y > 0.0).fold(top, f64::min);
    let here = at(inputs.requests_per_sec)?;
    let shown = inputs.requests_per_sec >= left && here > 0.0;
    Ok(ChartSpec {
        id: "growth",
        title: "The bill by the number of requests".into(),
        says: format!(
            "{} at the peak cost {} a month. Below some rate the spare machines are the bill; above it, it grows in step with the requests.",
            quantity::format(inputs.requests_per_sec, Unit::PER_SEC),
            usd(here)
        ),
        x: Axis::log("requests at the peak", Unit::PER_SEC, left, right),
        y: Axis::log("the bill a month", Unit::USD, round_top(low) / 10.0, (10.0 * round_top(low) / 10.0).max(top)),
        layers: vec![Layer::Line {
            role: Role::Theory,
            label: "a month".into(),
            points: points.into_iter().filter(|p| p.1 > 0.0).collect(),
            dashed: false,
        }],
        handle: shown.then(|| Handle {
            key: "requests_per_sec",
            x: inputs.requests_per_sec,
            y: here,
            value_per_x: 1.0,
            label: format!("you: {}", usd(rounded(here))),
        }),
    })
}

fn notes(inputs: &Inputs, plan: &Plan) -> Vec<Note> {
    let read = Unit::PERCENT.to_base(inputs.read_pct);
    let hits = Unit::PERCENT.to_base(inputs.hit_pct);
    let mut notes = vec![
        Note::usual_figure(
            format!(
                "“80 % reads, 60 % of them hot, 90 % hits: the cache takes 72 % of the load.” 72 % is 80 × 90 %, as if every read were hot. Of hot reads only, it takes 80 × 60 × 90 % = **43.2 %**. Here: {} against {}.",
                share(plan.removed_share),
                share(read * hits),
            ),
            "all-reads-hot",
        ),
        Note::usual_figure(
            "“90 % reads: with replicas ten times the capacity.” Every replica repeats **every write**. With 10 % writes the limit is ten times, at infinitely many replicas; three to five give three to four times. And here the 20 % writes alone are more than one node can do: replicas do not help, **shards** do.",
            "nine-in-ten-read",
        ),
        Note::usual_figure(
            format!(
                "The usual answer to this interview question names caches, pools, replicas and servers, and forgets the largest row: **traffic**. {} at {} each is {} at the peak.",
                quantity::format(inputs.requests_per_sec, Unit::PER_SEC),
                quantity::format(inputs.response_kb, Unit::KB),
                quantity::format(plan.bits_per_sec / 1e6, Unit::MBPS)
            ),
            "small-answers",
        ),
    ];
    if inputs.busy_pct > 85.0 {
        notes.push(Note { title: "Very busy".into(), says: format!("Machines at {} have nothing left for a burst, a failed neighbour or a deployment. See why 90 % busy hurts.", quantity::format(inputs.busy_pct, Unit::PERCENT)), shows: "tutorial" });
    }
    notes
}
