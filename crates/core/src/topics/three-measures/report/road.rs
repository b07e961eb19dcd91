//! A road: how many cars pass depends on how many are on it.

use super::{count, share};
use crate::chart::{Along, Axis, ChartSpec, Handle, Layer, Role, round_top};
use crate::network::highway::Highway;
use crate::quantity::{self, Unit};
use crate::topic::{Known, Note, Readout, Refusal, Report};
use crate::topics::three_measures::Inputs;

const NEWELL: Known = Known::Approximation("Newell");

fn minutes(secs: f64) -> String {
    quantity::format(secs, Unit::SECS)
}

fn an_hour(per_sec: f64) -> String {
    count(per_sec * 3600.0)
}

pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let road = inputs.highway()?;
    let used = road.cars_per_sec() / road.capacity_per_sec();
    let lanes = if inputs.lanes == 1.0 { "one lane".into() } else { format!("{} lanes", count(inputs.lanes)) };
    let says = match road.travel_secs() {
        Some(secs) => format!(
            "On {lanes} a car takes **{}** for {}, and **{} cars** an hour arrive: {} of what the road could pass.",
            minutes(secs),
            quantity::format(inputs.road_km, Unit::KM),
            an_hour(road.cars_per_sec()),
            share(used),
        ),
        None => format!(
            "On {lanes} of {} there is room for {} cars bumper to bumper. With {} **nothing moves**: all the bandwidth, no throughput.",
            quantity::format(inputs.road_km, Unit::KM),
            count(road.most_cars()),
            count(inputs.cars),
        ),
    };
    let mut readouts = Vec::new();
    readouts.extend(road.travel_secs().map(|secs| {
        Readout::formula("travel_minutes", "A car is on the road for", secs / 60.0, Unit::MINUTES).known(NEWELL)
    }));
    readouts.push(
        Readout::formula("cars_per_hour", "Cars that arrive an hour", road.cars_per_sec() * 3600.0, Unit::COUNT)
            .known(NEWELL),
    );
    readouts.push(
        Readout::formula(
            "road_capacity_per_hour",
            "Cars that could, an hour",
            road.capacity_per_sec() * 3600.0,
            Unit::COUNT,
        )
        .known(NEWELL),
    );
    Ok(Report {
        says,
        readouts,
        charts: vec![flow(inputs, &road)],
        notes: vec![Note::usual_figure(
            "“The three are independent.” Two are free, the third follows: **cars on the road = cars a second × time on the road** (Little’s law). So a database that answers in 1 ms over ten connections is no narrow road: it can pass 10 / 1 ms = **10,000 a second**. What is narrow is a road that few cars fit on for how long they stay.",
            "sports-car",
        )],
    })
}

/// The fundamental diagram: cars an hour over cars on the road.
fn flow(inputs: &Inputs, road: &Highway) -> ChartSpec {
    let fit = road.most_cars();
    let best = road.best_cars();
    let right = round_top(fit.max(inputs.cars));
    let points: Vec<(f64, f64)> = [0.0_f64, best, fit, right]
        .into_iter()
        .chain((1..=60).map(|i| f64::from(i) / 60.0 * right))
        .map(|cars| (cars, if cars > 0.0 { road.with_cars(cars).cars_per_sec() * 3600.0 } else { 0.0 }))
        .collect();
    let mut points = points;
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let capacity = road.capacity_per_sec() * 3600.0;
    let now = road.cars_per_sec() * 3600.0;
    ChartSpec {
        id: "flow-by-cars",
        title: "Cars that arrive, by cars on the road".into(),
        says: format!(
            "With {} cars on the road {} an hour arrive. Up to {} cars each one more adds to that, up to {} an hour; beyond, they slow each other down, until at {} all stand.",
            count(inputs.cars),
            count(now),
            count(best),
            count(capacity),
            count(fit),
        ),
        x: Axis::linear("cars on the road", Unit::COUNT, 0.0, right),
        y: Axis::linear("arrive an hour", Unit::COUNT, 0.0, round_top(capacity * 1.05)),
        layers: vec![
            Layer::Rule {
                role: Role::Danger,
                label: "what the lanes could pass".into(),
                along: Along::Y,
                at: capacity,
            },
            Layer::Line { role: Role::Theory, label: "arrive an hour".into(), points, dashed: false },
        ],
        handle: Some(Handle {
            key: "cars",
            x: inputs.cars,
            y: now,
            value_per_x: 1.0,
            label: format!("you: {} an hour", count(now)),
        }),
    }
}
