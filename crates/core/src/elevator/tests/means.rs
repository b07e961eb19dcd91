//! Means of simulated buildings: against theory, against each other, and where there is none.

use super::*;

#[test]
fn with_a_line_that_never_ends_round_trip_and_interval_are_barneys() {
    for (i, numbers) in CELLS.into_iter().enumerate() {
        let full = cell(numbers);
        let arrivals_per_sec = 2.0 * UpPeak::saturation_per_sec(&full);
        let building = Building { arrivals_per_sec, ..full };
        let theory = UpPeak::new(&building, f64::from(building.capacity), Loads::Constant);
        let trip = theory.round_trip().secs();
        let mut lifts = Lifts::new(&building, 900 + i as u64).unwrap();
        let begins = 20.0 * trip;
        lifts.run_until(begins + 4_000.0 * trip / f64::from(building.cars));
        let trips: Vec<_> = lifts.trips.iter().filter(|(at, ..)| *at > begins).collect();
        assert!(trips.iter().all(|t| t.2 == building.capacity), "cars leave full");
        let secs: Vec<f64> = trips.iter().map(|t| t.1).collect();
        assert!(secs.len() > 3_900);
        let (mean, error) = mean_and_error(&secs);
        assert!((mean - trip).abs() < Z * error, "{numbers:?}: {mean} ± {error}, not {trip}");
        // Trips are independent of each other, so the interval is as uncertain as their mean.
        let gone: Vec<f64> = lifts.departures.iter().copied().filter(|at| *at > begins).collect();
        let interval = (gone[gone.len() - 1] - gone[0]) / (gone.len() - 1) as f64;
        let wanted = theory.interval_secs();
        assert!((interval / wanted - 1.0).abs() < Z * error / mean + 1e-3, "{numbers:?}: {interval}, not {wanted}");
    }
}

#[test]
fn at_any_load_a_trip_with_so_many_aboard_takes_what_barney_says() {
    for (i, numbers) in CELLS.into_iter().enumerate() {
        for dispatch in [Dispatch::Collective, Dispatch::NearestCar] {
            let full = cell(numbers);
            let arrivals_per_sec = (0.4 + 0.04 * i as f64) * UpPeak::saturation_per_sec(&full);
            let building = Building { arrivals_per_sec, dispatch, ..full };
            let theory: Vec<f64> = (0..=building.capacity)
                .map(|k| UpPeak::new(&building, f64::from(k), Loads::Constant).round_trip().secs())
                .collect();
            let mut lifts = Lifts::new(&building, 77 + i as u64).unwrap();
            while lifts.trips.len() < 3_000 {
                lifts.step();
            }
            let rest: Vec<f64> = lifts.trips.iter().map(|(_, secs, load)| secs - theory[*load as usize]).collect();
            let (mean, error) = mean_and_error(&rest);
            assert!(mean.abs() < Z * error, "{numbers:?} {dispatch:?}: off by {mean} ± {error}");
        }
    }
}

#[test]
fn a_pair_shows_what_each_offer_saves_more_surely_than_two_runs_apart() {
    let building = Building { arrivals_per_sec: 4.0 / 60.0, ..office() };
    let [first, motor, shaft] =
        [building, building.with_faster_motor(), building.with_another_car()].map(|b| measured(&b, 20_000));
    let wait = |run: &LiftRun| run.estimates().unwrap().wait_secs;
    for offer in [&motor, &shaft] {
        let pair = Pair::of(&first, offer).wait_secs;
        near(pair.value, wait(offer).value - wait(&first).value);
        let apart = libm::hypot(wait(offer).half_width, wait(&first).half_width);
        assert!(pair.value + pair.half_width < 0.0 && pair.half_width < apart, "{pair:?} {apart}");
    }
    assert!(wait(&shaft).value < 0.5 * wait(&motor).value, "a second car helps far more");
}

#[test]
fn near_the_edge_waits_grow_and_beyond_it_there_is_no_mean() {
    let at = |share: f64, building: Building| {
        measured(&Building { arrivals_per_sec: share * UpPeak::saturation_per_sec(&building), ..building }, 8_000)
    };
    let calm = at(0.5, office()).estimates().unwrap().wait_secs.value;
    let busy = at(0.9, office()).estimates().unwrap().wait_secs.value;
    assert!(busy > 3.0 * calm, "{calm} {busy}");
    assert_eq!(at(0.7, office()).unsteady(), None);
    assert!(matches!(at(1.0, office()).unsteady(), Some(Unsteady::Saturated(_))));
    let beyond = at(1.5, office());
    let Some(Unsteady::Saturated(waiting)) = beyond.unsteady() else { panic!("{:?}", beyond.unsteady()) };
    assert!(waiting > 1_000 && waiting == beyond.lifts().waiting());
    // Where no formula knows, the line tells.
    let evening = at(2.5, Building { traffic: Traffic::Down, ..office() });
    assert!(matches!(evening.unsteady(), Some(Unsteady::Saturated(_) | Unsteady::Censored(_))));
    let mut cut = LiftRun::new(&Building { arrivals_per_sec: 0.05, ..office() }, 1, 5_000, 20_000).unwrap();
    cut.advance(5_000);
    assert!(cut.is_over() && cut.done() == 5_000 && matches!(cut.unsteady(), Some(Unsteady::Cut(_))));
}

#[test]
fn said_together_carry_fewer_stops_and_more_people() {
    let collective = Building { cars: 4, ..office() };
    let arrivals_per_sec = 1.1 * UpPeak::saturation_per_sec(&collective);
    let told = Building { arrivals_per_sec, dispatch: Dispatch::Destination, ..collective };
    let run = measured(&told, 8_000);
    let unsteady = run.unsteady();
    assert!(
        !matches!(unsteady, Some(Unsteady::Saturated(_) | Unsteady::Censored(_))),
        "{unsteady:?}: ten per cent more than cars that stop for all can carry"
    );
    let stops_for_all = measured(&Building { dispatch: Dispatch::NearestCar, ..told }, 8_000);
    assert!(matches!(stops_for_all.unsteady(), Some(Unsteady::Saturated(_))));
}
