//! What holds for every building at every moment, and for every person.

use super::*;
use crate::elevator::engine::Noted;
use crate::elevator::people::People;

#[test]
fn people_are_as_many_and_go_where_the_traffic_says() {
    for traffic in [Traffic::Up, Traffic::Mixed, Traffic::Lunch, Traffic::Down] {
        let building = Building { traffic, group: 3.0, arrivals_per_sec: 0.5, cars: 6, ..office() };
        let mut people = People::drawn(5);
        let n = 60_000;
        let all: Vec<Person> = (0..n).map(|_| people.next(&building).unwrap()).collect();
        let share = |is: &dyn Fn(&Person) -> bool| all.iter().filter(|p| is(p)).count() as f64 / n as f64;
        let allowed = |p: f64| Z * libm::sqrt(p * (1.0 - p) / n as f64);
        let (coming, going) = traffic.shares();
        assert!((share(&|p| p.from == 0) - coming).abs() <= allowed(coming));
        assert!((share(&|p| p.to == 0) - going).abs() <= allowed(going));
        assert!(all.iter().all(|p| p.from != p.to && p.from.max(p.to) <= 10));
        for floor in 1..=10 {
            let expected = 0.1 * (coming + (1.0 - coming - going));
            assert!((share(&|p| p.to == floor) - expected).abs() <= allowed(expected), "{traffic:?} {floor}");
        }
        // Geometric groups of mean 3, a group every 6 s: the n-th comes about n/λ on, with variance n(2·3 − 1)/λ² and a bit.
        let (last, error) = (all[n - 1].came, libm::sqrt(n as f64 * 5.0) / 0.5);
        assert!((last - n as f64 / 0.5).abs() < Z * error, "{last}");
        let together = all.windows(2).filter(|two| two[0].came == two[1].came).count() as f64 / n as f64;
        assert!((together - 2.0 / 3.0).abs() < 1.5 * allowed(2.0 / 3.0), "{together}");
    }
}

/// Everything that must be true after every event.
fn holds(lifts: &Lifts) {
    let building = lifts.building();
    let aboard: usize = lifts.cars().iter().map(|c| c.aboard.len()).sum();
    let gone = lifts.persons().iter().filter(|p| !p.left.is_nan()).count();
    let waiting: usize = lifts.queues.iter().flatten().map(|q| q.len()).sum();
    assert_eq!(waiting + aboard + gone, lifts.persons().len());
    assert_eq!(waiting, lifts.waiting());
    for (f, queues) in lifts.queues.iter().enumerate() {
        for (way, queue) in queues.iter().enumerate() {
            if building.dispatch != Dispatch::Destination && lifts.calls[f][way] != super::engine::Call::Silent {
                assert!(!queue.is_empty(), "a call without anybody");
            }
            let room: usize = lifts
                .cars()
                .iter()
                .filter(|c| c.takes_in(f as u32, way))
                .map(|c| building.capacity as usize + c.wants[f] as usize - c.aboard.len())
                .sum();
            if building.dispatch != Dispatch::Destination && queue.len() > room {
                assert!(lifts.calls[f][way] != super::engine::Call::Silent, "somebody waits and nobody is called");
            }
            assert!(queue.iter().all(|id| lifts.persons()[*id as usize].from as usize == f));
        }
    }
    for (c, car) in lifts.cars().iter().enumerate() {
        for f in 0..=building.floors {
            let bit = |bits: u128| bits & (1 << f) != 0;
            assert_eq!(bit(car.wanted), car.wants[f as usize] > 0);
            for way in [0, 1] {
                let is_mine = match (building.dispatch, lifts.calls[f as usize][way]) {
                    (Dispatch::Destination, _) => car.told[f as usize][way] > 0,
                    (_, call) => call == super::engine::Call::Given(c as u8),
                };
                assert_eq!(bit(car.called[way]), is_mine);
            }
        }
        assert!(car.aboard.len() <= building.capacity as usize && car.floor <= building.floors);
        assert_eq!(car.wants.iter().sum::<u32>() as usize, car.aboard.len());
        assert!(
            car.next_at >= lifts.now()
                && (0.0..=f64::from(building.floors)).contains(&car.height(lifts.now(), &building.motion))
        );
        // Nobody is carried away from where they want to go.
        for id in &car.aboard {
            let to = lifts.persons()[*id as usize].to;
            match car.doing {
                Doing::Moving | Doing::Braking if car.way == 0 => assert!(to >= car.floor, "carried past"),
                Doing::Moving | Doing::Braking => assert!(to <= car.floor, "carried past"),
                _ => {}
            }
        }
    }
}

fn every_kind() -> impl Iterator<Item = Building> {
    let ways = [Traffic::Up, Traffic::Mixed, Traffic::Lunch, Traffic::Down];
    let dispatches = [Dispatch::Collective, Dispatch::NearestCar, Dispatch::Destination];
    ways.into_iter().flat_map(move |traffic| {
        dispatches.into_iter().flat_map(move |dispatch| {
            [(1, 1, 2), (4, 1, 3), (10, 3, 8), (24, 6, 5)].into_iter().map(move |(floors, cars, capacity)| {
                let rate = 0.8 * UpPeak::saturation_per_sec(&Building { floors, cars, capacity, ..office() });
                Building { floors, cars, capacity, traffic, dispatch, arrivals_per_sec: rate, group: 1.5, ..office() }
            })
        })
    })
}

#[test]
fn nobody_is_lost_carried_past_or_forgotten_and_the_waits_are_the_line_summed_up() {
    for (i, building) in every_kind().enumerate() {
        let mut source = People::drawn(i as u64);
        let mut list: Vec<Person> = (0..600).map(|_| source.next(&building).unwrap()).collect();
        list.reverse();
        let mut lifts = Lifts::with_people(&building, People::Listed(list));
        let (mut area, mut before) = (0.0, 0.0);
        loop {
            let waiting = lifts.waiting() as f64;
            let Some(noted) = lifts.step() else { break };
            area += waiting * (lifts.now() - before);
            before = lifts.now();
            if let Noted::Boarded(id, c) = noted {
                assert_eq!(lifts.persons()[id as usize].car, Some(c));
                assert_eq!(lifts.persons()[id as usize].boarded, lifts.now());
            }
            holds(&lifts);
            assert!(lifts.events() < 300_000, "{building:?} never comes to rest");
        }
        assert_eq!((lifts.persons().len(), lifts.complete()), (600, 600));
        assert!(lifts.cars().iter().all(|c| c.doing == Doing::Idle));
        assert!(
            building.traffic != Traffic::Up || lifts.cars().iter().all(|c| c.floor == 0),
            "in the morning they go home"
        );
        let waits: f64 = lifts.persons().iter().map(Person::wait_secs).sum();
        assert!((waits / area - 1.0).abs() < 1e-9, "{waits} {area}");
        for p in lifts.persons() {
            let quickest = building.motion.flight_secs(f64::from(p.to.abs_diff(p.from)))
                + building.door_secs
                + 2.0 * building.boarding_secs;
            assert!(p.boarded - p.came >= 0.0 && p.left - p.boarded >= quickest - 1e-9);
        }
    }
}

#[test]
fn one_rider_in_an_empty_building_takes_what_one_would_work_out() {
    let building = Building { traffic: Traffic::Mixed, ..office() };
    let ride = |from, to| {
        let mut lifts = Lifts::with_people(&building, People::Listed(vec![Person::new(from, to, 10.0)]));
        while lifts.step().is_some() {}
        lifts.persons()[0]
    };
    let fly = |floors| building.motion.flight_secs(floors);
    // From the lobby the car is there: half a door to open.
    let up = ride(0, 7);
    assert_eq!(up.wait_secs(), 2.5);
    near(up.journey_secs(), 2.5 + 1.2 + 2.5 + fly(7.0) + 2.5 + 1.2);
    // From the fourth floor down it has to come first.
    let down = ride(4, 1);
    near(down.wait_secs(), fly(4.0) + 2.5);
    near(down.journey_secs(), fly(4.0) + 2.5 + 1.2 + 2.5 + fly(3.0) + 2.5 + 1.2);
}

#[test]
fn a_call_in_time_is_answered_on_the_way_and_one_too_late_is_passed() {
    // The rider of time 10 leaves the lobby at 16.2 and passes the fourth floor; it can still brake for it until
    // four floors at full speed have passed.
    let building = Building { traffic: Traffic::Mixed, ..office() };
    let second = |came| {
        let list = vec![Person::new(4, 9, came), Person::new(0, 9, 10.0)];
        let mut lifts = Lifts::with_people(&building, People::Listed(list));
        while lifts.step().is_some() {}
        lifts.persons()[1]
    };
    let set_off = 10.0 + 2.5 + 1.2 + 2.5;
    let braking = set_off + building.motion.braking_after_secs(4.0);
    near(second(braking - 0.1).boarded, set_off + building.motion.flight_secs(4.0) + 2.5);
    assert!(second(braking + 0.1).boarded > set_off + building.motion.flight_secs(9.0) + 10.0);
}

#[test]
fn however_sliced_and_watched_a_run_gives_the_same_digits() {
    for building in every_kind() {
        let mut whole = LiftRun::new(&building, 42, 800, 10_000_000).unwrap();
        whole.advance(800);
        let mut sliced = LiftRun::new(&building, 42, 800, 10_000_000).unwrap();
        while sliced.done() < 800 {
            sliced.advance(7);
        }
        assert_eq!(whole.waits()[..800], sliced.waits()[..800]);
        let mut watched = Lifts::new(&building, 42).unwrap();
        let mut t = 0.0;
        while watched.complete() < 300 {
            t += 0.37;
            watched.run_until(t);
        }
        for (a, b) in watched.persons()[..300].iter().zip(whole.lifts().persons()) {
            assert_eq!((a.boarded, a.left, a.car), (b.boarded, b.left, b.car));
        }
    }
}

#[test]
fn whatever_is_changed_about_the_lifts_the_people_are_the_same() {
    let building = Building { arrivals_per_sec: 0.07, traffic: Traffic::Lunch, cars: 2, ..office() };
    let come = |building: &Building| -> Vec<_> {
        let mut run = LiftRun::new(building, 3, 2_000, 10_000_000).unwrap();
        run.advance(2_000);
        run.lifts().persons()[..2_000].iter().map(|p| (p.came, p.from, p.to)).collect()
    };
    let first = come(&building);
    let others = [
        building.with_faster_motor(),
        building.with_another_car(),
        Building { dispatch: Dispatch::Destination, ..building },
    ];
    for other in others {
        assert_eq!(come(&other), first);
    }
}

#[test]
fn the_share_of_time_in_use_is_counted_whole() {
    // One car, one person after the other: busy exactly while it carries somebody or goes home.
    let building = Building { arrivals_per_sec: 0.001, ..office() };
    let run = measured(&building, 400);
    let lifts = run.lifts();
    let fly = |floors: u32| building.motion.flight_secs(f64::from(floors));
    let one = |p: &Person| 10.0 + 2.4 + 2.0 * fly(p.to);
    // 1/λ is 17 round trips: two meet seldom, and share little.
    let expected: f64 = lifts.persons().iter().map(one).sum::<f64>() / lifts.now();
    let found = run.estimates().unwrap().utilization.value;
    assert!((found / expected - 1.0).abs() < 0.06, "{found} {expected}");
}

#[test]
fn nonsense_is_refused() {
    assert_eq!(Building { cars: 0, ..office() }.check(), Err(BuildingError::Size));
    assert_eq!(Building { floors: 1_000, ..office() }.check(), Err(BuildingError::Size));
    assert_eq!(Building { door_secs: f64::NAN, ..office() }.check(), Err(BuildingError::Times));
    assert_eq!(Building { arrivals_per_sec: 0.0, ..office() }.check(), Err(BuildingError::Arrivals));
    assert_eq!(
        Building { motion: Motion { speed: 0.0, acceleration: 1.0 }, ..office() }.check(),
        Err(BuildingError::Motion)
    );
    assert_eq!(office().check(), Ok(()));
}

#[test]
fn a_car_that_never_rests_is_in_use_all_the_time() {
    let full = Building { arrivals_per_sec: 3.0 * UpPeak::saturation_per_sec(&office()), ..office() };
    let share = measured(&full, 1_000).estimates().unwrap().utilization.value;
    assert!(share > 0.999, "{share}");
}

#[test]
fn who_comes_while_the_building_fills_does_not_count() {
    let building = Building { arrivals_per_sec: 0.05, ..office() };
    let run = measured(&building, 2_000);
    let waits: Vec<f64> = run.lifts().persons()[200..2_200].iter().map(Person::wait_secs).collect();
    assert_eq!(run.waits(), waits);
    near(run.estimates().unwrap().wait_secs.value, waits.iter().sum::<f64>() / 2_000.0);
}
