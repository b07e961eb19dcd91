//! The charts: round trip by distance, the figures side by side, measured stretches, and replicas by number.

use super::super::inputs::MOST_REPLICAS;
use super::{Answer, km, ms, times};
use crate::chart::{Along, Axis, Bar, ChartSpec, Handle, Layer, Point, Role, round_top};
use crate::network::fibre::{LIGHT_KM_PER_SEC, round_trip_ms};
use crate::network::measured_rtt::{self, outlier_stretch, regions};
use crate::network::replicas::Aim;
use crate::quantity::{self, Unit};

/// Where the axis of distances ends, km: half around the Earth.
const FAR_KM: f64 = 20_000.0;
/// Where the axis of times ends as long as everything fits, ms.
const USUAL_TOP_MS: f64 = 400.0;
/// Bins of the stretches: from 1 on, the last for everything beyond.
const BIN: f64 = 0.1;
const LAST_STRETCH: f64 = 4.0;

fn dot(x: f64, y: f64) -> Point {
    Point { x, y, low: y, high: y }
}

/// Floor and typical time by distance, with what was measured from the region nearest to the user.
pub fn by_distance(answer: &Answer) -> ChartSpec {
    let scene = &answer.scene;
    let line = |f: &dyn Fn(f64) -> f64| (0..=1).map(|i| f64::from(i) * FAR_KM).map(|d| (d, f(d))).collect();
    let from = measured_rtt::nearest(scene.user.place, f64::INFINITY).map_or(0, |(region, _)| region);
    let limit = outlier_stretch();
    let (mut usual, mut odd) = (Vec::new(), Vec::new());
    for pair in measured_rtt::pairs().iter().filter(|p| p.from == from || p.to == from) {
        let far = pair.km > measured_rtt::FAR_KM && pair.stretch() > limit;
        if far { &mut odd } else { &mut usual }.push(dot(pair.km, pair.ms));
    }
    let highest = scene.fibre.typical_ms(FAR_KM);
    let top = if highest <= USUAL_TOP_MS { USUAL_TOP_MS } else { round_top(highest) };
    let name = regions()[from].name;
    let marked = match odd.len() {
        0 => String::new(),
        n => format!(" {n} go a long way round."),
    };
    let mut layers = vec![
        Layer::Line {
            role: Role::Theory,
            label: "floor: light in fibre".into(),
            points: line(&|d| scene.fibre.floor_ms(d)),
            dashed: false,
        },
        Layer::Line {
            role: Role::Series(1),
            label: "a usual network".into(),
            points: line(&|d| scene.fibre.typical_ms(d)),
            dashed: true,
        },
        Layer::Points { role: Role::Muted, label: format!("measured from {name}"), points: usual },
    ];
    if !odd.is_empty() {
        layers.push(Layer::Points { role: Role::Danger, label: "measured, a long way round".into(), points: odd });
    }
    layers.extend([
        Layer::Rule { role: Role::You, label: String::new(), along: Along::X, at: scene.km.min(FAR_KM) },
        Layer::Points {
            role: Role::You,
            label: format!("{} to {}", scene.user.name, scene.server.name),
            points: vec![dot(scene.km.min(FAR_KM), answer.typical_ms())],
        },
    ]);
    ChartSpec {
        id: "by-distance",
        title: "Round trip by distance".into(),
        says: format!(
            "Over {} light in fibre needs {}, a usual network {}. Dots: medians measured from Azure’s region {name}; none lies below the floor.{marked}",
            km(scene.km),
            ms(answer.floor_ms()),
            ms(answer.typical_ms()),
        ),
        x: Axis::linear("distance", Unit::KM, 0.0, FAR_KM),
        y: Axis::linear("round trip", Unit::MS, 0.0, top),
        layers,
        handle: None,
    }
}

/// The bounds, the typical value, the measured one and the totals as bars.
pub fn side_by_side(answer: &Answer) -> ChartSpec {
    let scene = &answer.scene;
    let mut rows = vec![
        ("light without glass".to_owned(), round_trip_ms(scene.km, LIGHT_KM_PER_SEC), Role::Muted),
        ("floor: light in fibre".to_owned(), answer.floor_ms(), Role::Theory),
        ("a usual round trip".to_owned(), answer.typical_ms(), Role::Series(1)),
    ];
    rows.extend(answer.measured.map(|pair| ("measured, data centres".to_owned(), pair.ms, Role::Simulation)));
    rows.push(("until the answer".to_owned(), answer.total_ms, Role::You));
    rows.extend(answer.edge_total_ms.map(|edge| ("by way of the edge".to_owned(), edge, Role::Series(2))));
    let top = round_top(rows.iter().map(|r| r.1).fold(1.0, f64::max) * 1.15);
    let last = rows.len() - 1;
    let layers = rows.iter().enumerate().map(|(i, (name, value, role))| {
        let y = (last - i) as f64;
        let bar = Bar { x0: 0.0, x1: *value, y0: y + 0.2, y1: y + 0.8, text: ms(*value) };
        Layer::Bars { role: *role, label: name.clone(), bars: vec![bar] }
    });
    let measured = match answer.measured {
        Some(pair) => format!(
            " Between Azure’s {} and {} {} were measured.",
            regions()[pair.from].name,
            regions()[pair.to].name,
            ms(pair.ms)
        ),
        None => " Nothing measured is bundled for this pair.".to_owned(),
    };
    ChartSpec {
        id: "side-by-side",
        title: "Floor, usual, measured".into(),
        says: format!(
            "Bound {}, usual {}, the whole answer {}.{measured}",
            ms(answer.floor_ms()),
            ms(answer.typical_ms()),
            ms(answer.total_ms)
        ),
        layers: layers.collect(),
        x: Axis::linear("time", Unit::MS, 0.0, top),
        y: Axis::categories("figure", rows.iter().rev().map(|r| r.0.clone()).collect()),
        handle: None,
    }
}

/// How much longer than light measured round trips take: all pairs beyond 500 km.
pub fn stretches(answer: &Answer) -> ChartSpec {
    let all = measured_rtt::stretches();
    let bins = libm::round((LAST_STRETCH - 1.0) / BIN) as usize;
    let mut counts = vec![0_u32; bins];
    for stretch in all {
        let bin = ((stretch - 1.0) / BIN) as usize;
        counts[bin.min(bins - 1)] += 1;
    }
    let bar = |(i, count): (usize, &u32)| {
        let x0 = 1.0 + i as f64 * BIN;
        Bar { x0, x1: x0 + BIN, y0: 0.0, y1: f64::from(*count), text: String::new() }
    };
    let set = answer.inputs.stretch;
    let top = round_top(f64::from(counts.iter().copied().max().unwrap_or(1)) * 1.1);
    ChartSpec {
        id: "stretches",
        title: "How long the ways are".into(),
        says: format!(
            "Of {} pairs of data centres half have a stretch of at most {}, {} at most 1.5; one in ten has more than {}. You set {}; the last bar holds all beyond 3.9.",
            quantity::grouped(all.len() as f64, 0),
            times(measured_rtt::stretch_quantile(0.5)),
            quantity::format(measured_rtt::stretch_share(1.5), Unit::SHARE),
            times(measured_rtt::stretch_quantile(0.9)),
            times(set),
        ),
        x: Axis::linear("measured over light at 200,000 km/s", Unit::RATIO, 1.0, LAST_STRETCH),
        y: Axis::linear("pairs", Unit::COUNT, 0.0, top),
        layers: vec![
            Layer::Band {
                role: Role::Danger, label: "“30–50 % more”".into(), along: Along::X, from: 1.3, to: 1.5
            },
            Layer::Bars {
                role: Role::Simulation,
                label: "pairs measured".into(),
                bars: counts.iter().enumerate().map(bar).collect(),
            },
            Layer::Rule {
                role: Role::Muted,
                label: "median".into(),
                along: Along::X,
                at: measured_rtt::stretch_quantile(0.5),
            },
        ],
        handle: Some(Handle {
            key: "stretch",
            x: set.min(LAST_STRETCH),
            y: 0.5 * top,
            value_per_x: 1.0,
            label: format!("you: {}", times(set)),
        }),
    }
}

/// What each further replica brings.
pub fn by_number(answer: &Answer) -> ChartSpec {
    let (placed, inputs) = (&answer.placed, answer.inputs);
    let all = 1..=MOST_REPLICAS;
    let mean: Vec<(f64, f64)> = all.clone().map(|k| (k as f64, placed.of(k).mean)).collect();
    let worst: Vec<(f64, f64)> = all.map(|k| (k as f64, placed.of(k).worst)).collect();
    let chosen = inputs.replicas as usize;
    let (here, at) = (placed.of(chosen), inputs.replicas);
    let y = if inputs.aim == Aim::Worst { here.worst } else { here.mean };
    let top = round_top(worst.iter().chain(&mean).map(|p| p.1).fold(1.0, f64::max));
    let dots = |points: &[(f64, f64)]| points.iter().map(|(x, y)| dot(*x, *y)).collect();
    ChartSpec {
        id: "by-number",
        title: "What another replica brings".into(),
        says: format!(
            "For these {} places of users {} best replica{}: {} on average, {} at worst. One alone: {} and {}.",
            placed.users.len(),
            chosen,
            if chosen == 1 { "" } else { "s" },
            ms(here.mean),
            ms(here.worst),
            ms(placed.of(1).mean),
            ms(placed.of(1).worst),
        ),
        x: Axis::linear("replicas", Unit::COUNT, 0.5, MOST_REPLICAS as f64 + 0.5),
        y: Axis::linear("usual round trip", Unit::MS, 0.0, top),
        layers: vec![
            Layer::Points { role: Role::Theory, label: "mean of the users".into(), points: dots(&mean) },
            Layer::Line { role: Role::Theory, label: String::new(), points: mean, dashed: false },
            Layer::Points { role: Role::Danger, label: "the worst off".into(), points: dots(&worst) },
            Layer::Line { role: Role::Danger, label: String::new(), points: worst, dashed: true },
        ],
        handle: Some(Handle { key: "replicas", x: at, y, value_per_x: 1.0, label: format!("you: {chosen}") }),
    }
}
