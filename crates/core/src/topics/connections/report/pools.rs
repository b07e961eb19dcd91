//! A pool: too few connections make requests wait, too many make the database slow.

use super::{ms, rate, share, whole};
use crate::chart::{Axis, ChartSpec, Handle, Layer, Role, round_top};
use crate::quantity::Unit;
use crate::queueing::impatient::all_busy_share;
use crate::queueing::{Impatient, Usl};
use crate::sim::PoolScenario;
use crate::topic::{Known, Note, Readout, Refusal, Report};
use crate::topics::connections::Inputs;
use crate::topics::connections::inputs::steady;

fn response_ms(steady: &Impatient) -> f64 {
    (steady.mean_wait_secs + steady.mean_service_secs) * 1e3
}

fn lost_share(steady: &Impatient) -> f64 {
    steady.timeouts_share + steady.rejected_share
}

pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let pool = inputs.pool();
    let now = steady(&pool)?;
    Ok(Report {
        says: says(inputs, &now),
        readouts: readouts(inputs)?,
        charts: vec![by_size(inputs, &pool, &now)?, by_load(inputs, &pool, &now)?],
        notes: notes(),
    })
}

/// What is never seen is said to be nothing.
fn seen(value: f64) -> f64 {
    if value < 1e-12 { 0.0 } else { value }
}

fn says(inputs: &Inputs, now: &Impatient) -> String {
    if !inputs.stays_open() {
        return format!(
            "Idle connections are closed after **{}**, so requests open new ones again and again, {} each. **No formula** knows how often: the simulation counts.",
            ms(inputs.idle_timeout_secs * 1e3),
            ms(inputs.setup_ms),
        );
    }
    let lost = lost_share(now);
    let wait = ms(now.mean_wait_secs * 1e3);
    if lost > 0.001 {
        return format!(
            "A pool of **{}** is too small for {}: **{}** of the requests get no connection, and the others wait **{wait}** for one.",
            whole(inputs.pool_size),
            rate(inputs.arrivals_per_sec),
            share(lost),
        );
    }
    let stretched = now.mean_service_secs * 1e3;
    let slow = if stretched > inputs.hold_ms * 1.05 {
        format!(" The database is slowed down to **{}** for each.", ms(stretched))
    } else {
        String::new()
    };
    format!(
        "A pool of **{}** saves each request {} of greeting and costs it **{wait}** of waiting; the connections are in use {} of the time.{slow}",
        whole(inputs.pool_size),
        ms(inputs.setup_ms),
        share(now.busy_share),
    )
}

/// The numbers of the pool.
pub fn readouts(inputs: &Inputs) -> Result<Vec<Readout>, Refusal> {
    let pool = inputs.pool();
    let now = &steady(&pool)?;
    let (arrivals, size) = (pool.arrivals_per_sec, pool.connections);
    let without_line = Impatient::new(arrivals, size, 0, 0.0, |n| pool.rate(n))?;
    let mut rows = vec![
        Readout::formula("pool_wait_ms", "Wait for a connection", seen(now.mean_wait_secs * 1e3), Unit::MS),
        Readout::formula("timeouts_share", "Give up waiting", seen(now.timeouts_share), Unit::SHARE),
        Readout::formula("rejected_share", "Find the line full", seen(now.rejected_share), Unit::SHARE),
        Readout::formula("busy_share", "Connections in use", now.busy_share, Unit::SHARE),
        Readout::formula("pool_response_ms", "From arrival to done", response_ms(now), Unit::MS),
        Readout::formula(
            "erlang_b_share",
            "Turned away if there were no line (Erlang B)",
            seen(without_line.rejected_share),
            Unit::SHARE,
        ),
    ];
    if inputs.stays_open() {
        rows.push(Readout::formula("setup_saved_ms", "Saved by not opening one", inputs.setup_ms, Unit::MS));
    } else {
        // Waits and times hold for a pool that stays open; this one does not.
        rows = rows.into_iter().map(|row| row.known(Known::Approximation("connections that stay open"))).collect();
    }
    if arrivals < pool.rate(size) {
        rows.push(Readout::formula(
            "erlang_c_share",
            "Wait if nobody gave up (Erlang C)",
            seen(all_busy_share(arrivals, size, |n| pool.rate(n))),
            Unit::SHARE,
        ));
    }
    Ok(rows)
}

fn notes() -> Vec<Note> {
    vec![
        Note::usual_figure(
            "“More connections, more throughput.” Only until the database is the bottleneck. Beyond that they share the same processors, locks and disks, and each costs the others something. Here 40 serve everybody; with 500 **the same traffic brings the database down**.",
            "slow-db-500",
        ),
        Note::usual_figure(
            "“Opening 1,000 connections a second of 46 ms each eats 46 s of processor time a second.” It is 46 s of **waiting**: 46 connections being opened at any moment. Processor time is a part of it, on both sides.",
            "no-pool",
        ),
        Note {
            title: "Rule of thumb".into(),
            says: "As many connections as are at work at once, requests a second × time each keeps one (Little’s law), and some to spare for bursts: two or three times the square root of that. The rest is better off waiting in line than in the database.".into(),
            shows: "",
        },
    ]
}

/// Response over the size of the pool: a line on the left, a slow database on the right.
fn by_size(inputs: &Inputs, pool: &PoolScenario, now: &Impatient) -> Result<ChartSpec, Refusal> {
    let right: f64 = if inputs.pool_size > 1000.0 { 1e4 } else { 1e3 };
    let mut sizes: Vec<u32> = (0..=48).map(|i| libm::round(libm::pow(right, f64::from(i) / 48.0)) as u32).collect();
    sizes.push(pool.connections);
    sizes.sort_unstable();
    sizes.dedup();
    let at = |connections: u32| steady(&PoolScenario { connections, ..*pool });
    let mut responses = Vec::new();
    let mut holds = Vec::new();
    for &size in &sizes {
        let found = at(size)?;
        responses.push((f64::from(size), response_ms(&found).max(1e-6)));
        holds.push((f64::from(size), (found.mean_service_secs * 1e3).max(1e-6)));
    }
    let low = holds.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
    let high = responses.iter().map(|p| p.1).fold(0.0, f64::max);
    let bottom = libm::pow(10.0, libm::floor(libm::log10(low)));
    let usl = Usl::new(1.0 / pool.hold_secs, pool.contention, pool.coherency)?;
    let peak = match usl.peak_workers() {
        Some(peak) => format!("The database does most with {} at work.", whole(peak)),
        None => "This database does not mind how many are at work.".into(),
    };
    Ok(ChartSpec {
        id: "by-pool-size",
        title: "Too few, too many".into(),
        says: format!(
            "With {} connections a request takes {}: {} in line and {} in the database. {peak}",
            whole(inputs.pool_size),
            ms(response_ms(now)),
            ms(now.mean_wait_secs * 1e3),
            ms(now.mean_service_secs * 1e3),
        ),
        x: Axis::log("most connections", Unit::COUNT, 1.0, right),
        y: Axis::log("a request takes", Unit::MS, bottom, round_top(high.max(bottom * 10.0))),
        layers: vec![
            Layer::Line { role: Role::Muted, label: "in the database".into(), points: holds, dashed: true },
            Layer::Line { role: Role::Theory, label: "line and database".into(), points: responses, dashed: false },
        ],
        handle: Some(Handle {
            key: "pool_size",
            x: inputs.pool_size,
            y: response_ms(now).max(1e-6),
            value_per_x: 1.0,
            label: format!("you: {}", ms(response_ms(now))),
        }),
    })
}

/// Requests that get no connection, over the load.
fn by_load(inputs: &Inputs, pool: &PoolScenario, now: &Impatient) -> Result<ChartSpec, Refusal> {
    let full = pool.rate(pool.connections);
    let right = round_top((1.6 * full).max(inputs.arrivals_per_sec * 1.05));
    let mut points = vec![(0.0, 0.0), (inputs.arrivals_per_sec, lost_share(now))];
    for i in 1..=60 {
        let arrivals_per_sec = right * f64::from(i) / 60.0;
        points.push((arrivals_per_sec, lost_share(&steady(&PoolScenario { arrivals_per_sec, ..*pool })?)));
    }
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(ChartSpec {
        id: "losses-by-load",
        title: "Requests that get no connection".into(),
        says: format!(
            "At {} {} of the requests give up and {} find the line full. All {} connections together can serve {}.",
            rate(inputs.arrivals_per_sec),
            share(seen(now.timeouts_share)),
            share(seen(now.rejected_share)),
            whole(inputs.pool_size),
            rate(full),
        ),
        x: Axis::linear("requests", Unit::PER_SEC, 0.0, right),
        y: Axis::linear("get no connection", Unit::SHARE, 0.0, 1.0),
        layers: vec![
            Layer::Rule {
                role: Role::Danger,
                label: "all connections at work".into(),
                along: crate::chart::Along::X,
                at: full,
            },
            Layer::Line { role: Role::Theory, label: "give up or find the line full".into(), points, dashed: false },
        ],
        handle: Some(Handle {
            key: "arrivals_per_sec",
            x: inputs.arrivals_per_sec,
            y: lost_share(now),
            value_per_x: 1.0,
            label: format!("you: {}", share(lost_share(now))),
        }),
    })
}
