//! What the page says: floor, typical and measured side by side, and what an edge saves.

mod charts;
mod notes;

use super::inputs::{Inputs, Placed, Scene};
use crate::network::fibre::{LIGHT_KM_PER_SEC, round_trip_ms};
use crate::network::geodesic::great_circle_km;
use crate::network::measured_rtt::{self, BY, Pair};
use crate::quantity::{self, Unit};
use crate::topic::{Known, Readout, Refusal, Report};

fn ms(value: f64) -> String {
    quantity::format(value, Unit::MS)
}

fn km(value: f64) -> String {
    format!("{} km", quantity::grouped(value, 0))
}

fn times(value: f64) -> String {
    quantity::significant(value, 3)
}

/// All that the page tells, worked out once.
struct Answer<'a> {
    inputs: &'a Inputs,
    scene: Scene,
    placed: Placed,
    measured: Option<Pair>,
    total_ms: f64,
    edge_total_ms: Option<f64>,
}

impl Answer<'_> {
    fn typical_ms(&self) -> f64 {
        self.scene.fibre.typical_ms(self.scene.km)
    }

    fn floor_ms(&self) -> f64 {
        self.scene.fibre.floor_ms(self.scene.km)
    }

    fn improvement(&self) -> Option<f64> {
        self.edge_total_ms.filter(|edge| *edge > 0.0).map(|edge| self.total_ms / edge)
    }
}

/// The answer to the inputs.
///
/// # Errors
/// Where a text is no place.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let scene = inputs.scene()?;
    let answer = Answer {
        inputs,
        placed: Placed::new(inputs, &scene)?,
        measured: measured_rtt::between(scene.user.place, scene.server.place),
        total_ms: scene.total_ms(inputs),
        edge_total_ms: scene.edge_total_ms(inputs),
        scene,
    };
    Ok(Report {
        says: says(&answer),
        readouts: readouts(&answer),
        charts: vec![
            charts::by_distance(&answer),
            charts::side_by_side(&answer),
            charts::stretches(&answer),
            charts::by_number(&answer),
        ],
        notes: notes::notes(&answer),
    })
}

fn says(answer: &Answer) -> String {
    let Answer { inputs, scene, .. } = answer;
    let trips = match inputs.round_trips as u64 {
        1 => String::new(),
        n => format!(" {} of them, one after another: **{}**.", quantity::grouped(n as f64, 0), ms(answer.total_ms)),
    };
    let edge = match (&scene.edge, answer.edge_total_ms) {
        (Some(edge), Some(edge_ms)) => {
            let times = answer.improvement().map_or(String::new(), |t| format!(", {} times as quick", times(t)));
            format!(" From {}: **{}**{times}.", edge.name, ms(edge_ms))
        }
        _ => String::new(),
    };
    format!(
        "{} and {} are {} apart. No round trip through fibre takes less than **{}**; a usual one takes about {}.{trips}{edge}",
        scene.user.name,
        scene.server.name,
        km(scene.km),
        ms(answer.floor_ms()),
        ms(answer.typical_ms()),
    )
}

fn readouts(answer: &Answer) -> Vec<Readout> {
    let Answer { inputs, scene, placed, .. } = answer;
    let typical = Known::Approximation("stretch × floor + access");
    let mut list = vec![
        Readout::formula("distance_km", "Shortest way", scene.km, Unit::KM),
        Readout::formula("floor_rtt_ms", "No round trip is quicker than", answer.floor_ms(), Unit::MS)
            .known(Known::Bound("light in fibre along the shortest way")),
        Readout::formula("typical_rtt_ms", "A usual round trip", answer.typical_ms(), Unit::MS).known(typical.clone()),
    ];
    if let Some(pair) = answer.measured {
        list.push(
            Readout::formula("measured_rtt_ms", "Measured between data centres there", pair.ms, Unit::MS)
                .known(Known::Measured(BY)),
        );
    }
    list.push(
        Readout::formula("total_ms", "Until the answer is there", answer.total_ms, Unit::MS).known(typical.clone()),
    );
    if let Some(edge_ms) = answer.edge_total_ms {
        list.push(Readout::formula("edge_total_ms", "By way of the edge", edge_ms, Unit::MS).known(typical.clone()));
        list.extend(
            answer.improvement().map(|t| {
                Readout::formula("improvement", "The edge is quicker by", t, Unit::RATIO).known(typical.clone())
            }),
        );
    }
    let straight = round_trip_ms(scene.km, LIGHT_KM_PER_SEC);
    list.push(
        Readout::formula("vacuum_rtt_ms", "Light without glass", straight, Unit::MS)
            .known(Known::Bound("light in a vacuum")),
    );
    list.push(
        Readout::formula(
            "great_circle_km",
            "Shortest way on a sphere",
            great_circle_km(scene.user.place, scene.server.place),
            Unit::KM,
        )
        .known(Known::Approximation("a sphere of the Earth’s mean radius")),
    );
    if let Some(pair) = answer.measured.filter(|p| p.km > 0.0) {
        list.push(
            Readout::formula("measured_stretch", "Measured over light at 200,000 km/s", pair.stretch(), Unit::RATIO)
                .known(Known::Measured(BY)),
        );
    }
    list.push(
        Readout::formula(
            "median_stretch",
            "The same, median of all pairs",
            measured_rtt::stretch_quantile(0.5),
            Unit::RATIO,
        )
        .known(Known::Measured(BY)),
    );
    let count = inputs.replicas as usize;
    let best = placed.of(count);
    let names: Vec<&str> = placed.cities(count).iter().map(|c| c.name).collect();
    list.extend([
        Readout::text("best_cities", "Best cities with a cloud region for replicas", names.join(" · "))
            .known(typical.clone()),
        Readout::formula("best_mean_ms", "Their users’ mean round trip", best.mean, Unit::MS).known(typical.clone()),
        Readout::formula("best_worst_ms", "The worst of them", best.worst, Unit::MS).known(typical.clone()),
        Readout::formula("server_mean_ms", "Mean, from the one server", placed.server_mean_ms, Unit::MS).known(typical),
    ]);
    list
}
