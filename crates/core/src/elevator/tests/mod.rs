//! The lifts against theory, against enumeration, against themselves in slices, and against laws that hold on every path.

mod laws;
mod means;
mod theory;

use super::*;

/// A car at full speed at once, as the textbook's example has it: t_v, t_s and t_p given.
fn textbook(floors: u32, cars: u32, [tv, ts, tp]: [f64; 3]) -> Building {
    Building {
        floors,
        cars,
        capacity: 10,
        motion: Motion { speed: 1.0 / tv, acceleration: f64::INFINITY },
        door_secs: ts,
        boarding_secs: tp,
        arrivals_per_sec: 1.0,
        group: 1.0,
        traffic: Traffic::Up,
        dispatch: Dispatch::Collective,
    }
}

fn office() -> Building {
    Building { motion: Motion { speed: 0.45, acceleration: 0.3 }, ..textbook(10, 1, [2.0, 5.0, 1.2]) }
}

#[track_caller]
fn near(found: f64, wanted: f64) {
    assert!((found / wanted - 1.0).abs() < 1e-10, "{found} is not {wanted}");
}

fn of(floors: u32, passengers: f64) -> UpPeak {
    UpPeak::new(&textbook(floors, 1, [1.0, 8.0, 1.0]), passengers, Loads::Constant)
}

/// Cells of the comparison with theory: floors, cars, places, speed, acceleration, doors, boarding.
const CELLS: [(u32, u32, u32, f64, f64, f64, f64); 12] = [
    (3, 1, 4, 0.5, 0.3, 5.0, 1.2),
    (3, 2, 12, 1.0, 0.5, 3.0, 1.0),
    (5, 1, 8, 0.5, 0.3, 5.0, 1.2),
    (6, 3, 6, 0.7, 0.2, 4.0, 0.8),
    (8, 2, 10, 0.75, 0.3, 6.0, 1.2),
    (10, 1, 8, 0.5, f64::INFINITY, 9.0, 1.2),
    (10, 4, 10, 0.75, 0.3, 5.0, 1.2),
    (12, 8, 13, 1.0, 0.3, 4.0, 1.0),
    (16, 6, 13, 1.0, 0.4, 5.0, 1.2),
    (19, 8, 19, 1.2, 0.3, 4.5, 1.0),
    (20, 4, 16, 0.8, 0.3, 4.0, 1.0),
    (24, 5, 20, 1.5, 0.3, 5.0, 1.1),
];

fn cell(
    (floors, cars, capacity, speed, acceleration, door_secs, boarding_secs): (u32, u32, u32, f64, f64, f64, f64),
) -> Building {
    let motion = Motion { speed, acceleration };
    Building { floors, cars, capacity, motion, door_secs, boarding_secs, ..office() }
}

/// Mean, and its standard error for independent values.
fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    (mean, libm::sqrt(variance / n))
}

/// One false alarm in a million comparisons.
const Z: f64 = 4.9;

fn measured(building: &Building, people: usize) -> LiftRun {
    let mut run = LiftRun::new(building, 42, people, 50_000_000).unwrap();
    run.advance(people);
    run
}
