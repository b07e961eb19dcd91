//! What the page says: the three means, the pool they need, and a slow-down over time.

use super::inputs::{Inputs, SolveFor};
use crate::chart::{Along, Axis, ChartSpec, Handle, Layer, Role};
use crate::quantity::{self, Unit, format};
use crate::queueing::littles_law::LittlesLaw;
use crate::sim::Slowdown;
use crate::topic::{Known, Note, Readout, Refusal, Report};

/// The answer to the inputs.
///
/// # Errors
/// A refusal where two inputs do not give the third.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let law = inputs.law()?;
    let slowdown = inputs.slowdown()?;
    let pool = inputs.pool_size;
    let overflow = (law.arrivals_per_sec - pool / law.response_secs).max(0.0);
    let fluid = slowdown.fluid();
    let approximate = |r: Readout| r.known(Known::Approximation("fluid flow"));
    // A timeout that bites changes what is inside, by how much no mean tells: what follows is without it, and says so.
    let bites = inputs.timeout_bites(&law);
    let label = |plain, without| if bites { without } else { plain };
    let mut readouts = vec![
        Readout::formula(
            "in_system",
            label("Inside at once", "Inside at once, without the timeout"),
            law.in_system,
            Unit::COUNT,
        ),
        Readout::formula("arrivals_per_sec", "Coming", law.arrivals_per_sec, Unit::PER_SEC),
        Readout::formula(
            "response_ms",
            label("Time inside", "Time inside, without the timeout"),
            law.response_secs * 1e3,
            Unit::MS,
        ),
        Readout::formula(
            "pool_used_share",
            label("Pool in use", "Pool in use, without the timeout"),
            (law.in_system / pool).min(1.0),
            Unit::SHARE,
        ),
        Readout::formula(
            "overflow_per_sec",
            label("More than the pool can serve", "More than the pool can serve, without the timeout"),
            overflow,
            Unit::PER_SEC,
        ),
    ];
    if inputs.timeout_ms > 0.0 {
        let longest = Unit::MS.to_base(inputs.timeout_ms).min(law.response_secs);
        let bound = Readout::formula(
            "in_system_bound",
            "Inside at most, on average",
            law.arrivals_per_sec * longest,
            Unit::COUNT,
        );
        readouts.push(bound.known(Known::Bound("the timeout, by Little’s law")));
    }
    readouts.push(approximate(Readout::formula(
        "peak_waiting",
        "Longest line in the trouble",
        fluid.peak_waiting,
        Unit::COUNT,
    )));
    if let Some(secs) = fluid.recovery_secs {
        readouts.push(approximate(Readout::formula(
            "recovery_secs",
            "Still waiting after the trouble",
            secs,
            Unit::SECS,
        )));
    }
    Ok(Report {
        says: if bites { says_with_timeout(inputs, &law) } else { says(&law, pool, overflow) },
        readouts,
        charts: vec![product(inputs, &law), timeline(&slowdown)],
        notes: notes(&law, inputs),
    })
}

fn says(law: &LittlesLaw, pool: f64, overflow: f64) -> String {
    let product = format!(
        "{} × {} = **{} inside at once**",
        format(law.arrivals_per_sec, Unit::PER_SEC),
        format(law.response_secs, Unit::SECS),
        quantity::significant(law.in_system, 3),
    );
    let pool_words = quantity::grouped(pool, 0);
    if overflow > 0.0 {
        format!("{product}. The pool has room for {pool_words}: **{} pile up**.", format(overflow, Unit::PER_SEC))
    } else {
        format!("{product}. The pool of {pool_words} is **{} in use**.", format(law.in_system / pool, Unit::SHARE))
    }
}

fn says_with_timeout(inputs: &Inputs, law: &LittlesLaw) -> String {
    let longest = Unit::MS.to_base(inputs.timeout_ms);
    format!(
        "{} × at most {} = **at most {} inside at once**, on average. Without the timeout each stays {}, and {} are inside.",
        format(law.arrivals_per_sec, Unit::PER_SEC),
        format(longest, Unit::SECS),
        quantity::significant(law.arrivals_per_sec * longest, 3),
        format(law.response_secs, Unit::SECS),
        quantity::significant(law.in_system, 3),
    )
}

/// How many are inside against how long each stays, at this rate.
fn product(inputs: &Inputs, law: &LittlesLaw) -> ChartSpec {
    let nice = |v: f64| {
        let decade = libm::pow(10.0, libm::floor(libm::log10(v.max(1e-9))));
        [1.0, 2.0, 5.0, 10.0].iter().map(|m| m * decade).find(|s| *s >= v).unwrap_or(v)
    };
    let ms = law.response_secs * 1e3;
    let right = nice((ms * 1.4).max(1.4e3 * inputs.pool_size / law.arrivals_per_sec).max(1e-3));
    let top = nice((law.arrivals_per_sec * right / 1e3).max(inputs.pool_size * 1.2).max(1e-3));
    let points = [0.0, right].map(|x| (x, law.arrivals_per_sec * x / 1e3)).to_vec();
    let inside = quantity::significant(law.in_system, 3);
    ChartSpec {
        id: "rate-times-time",
        title: "How many are inside, against how long each stays".into(),
        says: format!(
            "At {} and {} each, {inside} are inside at once. Twice the time is twice the crowd; the pool has room for {}.",
            format(law.arrivals_per_sec, Unit::PER_SEC),
            format(law.response_secs, Unit::SECS),
            quantity::grouped(inputs.pool_size, 0),
        ),
        x: Axis::linear("time inside", Unit::MS, 0.0, right),
        y: Axis::linear("inside at once", Unit::COUNT, 0.0, top),
        layers: vec![
            Layer::Band {
                role: Role::Danger,
                label: "no room in the pool".into(),
                along: Along::Y,
                from: inputs.pool_size,
                to: top,
            },
            Layer::Rule { role: Role::Muted, label: "pool".into(), along: Along::Y, at: inputs.pool_size },
            Layer::Line { role: Role::Theory, label: "L = λ × W".into(), points, dashed: false },
        ],
        handle: (inputs.solve_for != SolveFor::ResponseMs).then(|| Handle {
            key: "response_ms",
            x: ms,
            y: law.in_system,
            value_per_x: 1.0,
            label: format!("you: {inside}"),
        }),
    }
}

/// The slow-down over time, by flows; the simulation is painted over it.
fn timeline(slowdown: &Slowdown) -> ChartSpec {
    let fluid = slowdown.fluid();
    let points: Vec<(f64, f64)> = (0..=100)
        .map(|i| slowdown.length_secs * f64::from(i) / 100.0)
        .chain([slowdown.begins_secs, slowdown.ends_secs])
        .map(|t| (t, slowdown.fluid_waiting(t)))
        .collect();
    let mut points = points;
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let highest = points.iter().map(|p| p.1).fold(0.0, f64::max);
    let top = (highest * 1.15).max(f64::from(slowdown.places) * 1.3);
    let after = match fluid.recovery_secs {
        _ if fluid.peak_waiting == 0.0 => "The pool copes: by flows, no line forms.".to_owned(),
        Some(secs) => format!(
            "{} are waiting when it ends, and it takes {} more until nobody does.",
            quantity::significant(fluid.peak_waiting, 3),
            format(secs, Unit::SECS)
        ),
        None => "The pool is too small even without trouble: the line never ends.".to_owned(),
    };
    ChartSpec {
        id: "slowdown",
        title: "When the database turns slow for a while".into(),
        says: format!(
            "For {} each takes {} instead of {}. {after}",
            format(slowdown.ends_secs - slowdown.begins_secs, Unit::SECS),
            format(slowdown.slow_hold_secs, Unit::SECS),
            format(slowdown.hold_secs, Unit::SECS)
        ),
        x: Axis::linear("time", Unit::SECS, 0.0, slowdown.length_secs),
        y: Axis::linear("requests", Unit::COUNT, 0.0, top),
        layers: vec![
            Layer::Band {
                role: Role::Danger,
                label: "slow".into(),
                along: Along::X,
                from: slowdown.begins_secs,
                to: slowdown.ends_secs,
            },
            Layer::Rule { role: Role::Muted, label: "pool".into(), along: Along::Y, at: f64::from(slowdown.places) },
            Layer::Line { role: Role::Theory, label: "waiting, as a flow".into(), points, dashed: false },
        ],
        handle: None,
    }
}

fn notes(law: &LittlesLaw, inputs: &Inputs) -> Vec<Note> {
    let mut notes = vec![Note::usual_figure(
        "Pools are often sized by peak traffic alone. Traffic is only half of it: **the same traffic needs ten times the pool when each request takes ten times as long**, and what is behind the pool decides that.",
        "slow-database",
    )];
    if inputs.timeout_bites(law) {
        notes.push(Note {
            title: "What the timeout does".into(),
            says: format!(
                "Nobody stays longer than {}, so the mean cannot be more either: at most **{}** are inside, **on average**; for a moment it may be more. Those sent away are not served, though: a timeout protects the pool, not the customers.",
                format(inputs.timeout_ms, Unit::MS),
                quantity::significant(law.arrivals_per_sec * Unit::MS.to_base(inputs.timeout_ms), 3),
            ),
            shows: "",
        });
    }
    notes
}
