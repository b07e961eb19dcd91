//! The lifts against theory, against enumeration, against themselves in slices, and against laws that hold on every path.

use super::engine::Noted;
use super::people::People;
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

#[test]
fn stops_and_highest_floor_are_those_computed_independently() {
    // Independent computation (Python, exhaustive enumeration for small cases), November 2026.
    for (floors, people, stops) in [
        (10, 10.0, 6.513_215_599),
        (12, 10.0, 6.973_153_345_384_887),
        (16, 13.0, 9.085_726_159_025_572),
        (20, 16.0, 11.197_466_626_964_694),
        (24, 20.0, 13.754_264_789_540_327),
        (10, 8.0, 5.695_327_9),
    ] {
        near(of(floors, people).probable_stops(), stops);
    }
    for (floors, people, highest) in [
        (10, 10.0, 9.508_565_807_5),
        (16, 13.0, 15.290_011_548_305_23),
        (20, 16.0, 19.257_440_698_835_467),
        (24, 20.0, 23.288_377_966_716_993),
        (19, 19.2, 18.476_392_950_977_84),
    ] {
        near(of(floors, people).highest_reversal(), highest);
    }
}

#[test]
fn round_trip_interval_and_handling_are_those_computed_independently() {
    let example = |floors, cars, times, people| UpPeak::new(&textbook(floors, cars, times), people, Loads::Constant);
    let usual = [1.32, 9.0, 1.2];
    near(example(10, 1, usual, 8.0).round_trip().secs(), 104.069_843_908_8);
    near(example(10, 1, usual, 8.0).handling_per_5min(), 23.061_435_569_204_88);
    near(example(10, 4, usual, 8.0).interval_secs(), 26.017_460_977_2);
    near(example(10, 1, [0.66, 9.0, 1.2], 8.0).round_trip().secs(), 91.763_897_504_399_99);
    near(example(12, 2, [1.0, 8.0, 1.0], 10.0).interval_secs(), 53.232_834_545_053_39);
    near(example(12, 2, [1.0, 8.0, 1.0], 10.0).handling_per_5min(), 56.356_194_924_411_966);
    near(example(16, 6, usual, 13.0).round_trip().secs(), 162.337_165_918_755_94);
    near(example(20, 4, [0.825, 7.0, 1.0], 16.0).round_trip().secs(), 149.157_043_541_831_37);
    near(example(20, 4, [0.825, 7.0, 1.0], 16.0).handling_per_5min(), 128.723_388_075_302_8);
    near(UpPeak::saturation_per_sec(&textbook(10, 2, usual)) * 60.0, 10.280_877_503_888_513);
    // Eighty per cent of ten places.
    assert_eq!(UpPeak::usual(&textbook(10, 1, usual)), example(10, 1, usual, 8.0));
}

/// Every way in which `people` can want `floors`, each as likely: stops, highest floor and flights, by going there.
fn by_enumeration(building: &Building, people: u32) -> [f64; 3] {
    let n = building.floors;
    let ways = n.pow(people);
    let mut sums = [0.0; 3];
    for way in 0..ways {
        let mut wanted = vec![false; n as usize + 1];
        let mut rest = way;
        for _ in 0..people {
            wanted[1 + (rest % n) as usize] = true;
            rest /= n;
        }
        let (mut at, mut flights) = (0, 0.0);
        for floor in (1..=n).filter(|f| wanted[*f as usize]) {
            flights += building.motion.flight_secs(f64::from(floor - at));
            at = floor;
        }
        flights += building.motion.flight_secs(f64::from(at));
        let stops = wanted.iter().filter(|w| **w).count() as f64;
        for (sum, value) in sums.iter_mut().zip([stops, f64::from(at), flights]) {
            *sum += value / f64::from(ways);
        }
    }
    sums
}

#[test]
fn going_to_every_set_of_floors_gives_the_same_means_whatever_the_acceleration() {
    for (floors, people) in [(1, 2), (4, 3), (5, 4), (3, 6), (8, 5)] {
        for motion in [Motion { speed: 1.0, acceleration: 0.2 }, Motion { speed: 0.5, acceleration: 0.3 }] {
            let building = Building { motion, ..textbook(floors, 1, [1.0, 5.0, 1.2]) };
            let theory = UpPeak::new(&building, f64::from(people), Loads::Constant);
            let [stops, highest, flights] = by_enumeration(&building, people);
            near(theory.probable_stops(), stops);
            near(theory.highest_reversal(), highest);
            let trip = theory.round_trip();
            near(trip.travel_secs + trip.slowing_secs, flights);
            near(trip.secs(), flights + 5.0 * (stops + 1.0) + 2.0 * f64::from(people) * 1.2);
            let chances = theory.chance_of_stops();
            near(chances.iter().sum(), 1.0);
            near(chances.iter().enumerate().map(|(s, p)| s as f64 * p).sum(), stops);
        }
    }
}

#[test]
fn where_one_floor_is_enough_for_the_top_speed_the_sum_is_the_textbooks() {
    let building = Building { motion: Motion { speed: 0.5, acceleration: 0.25 }, ..textbook(12, 1, [2.0, 5.0, 1.2]) };
    let theory = UpPeak::new(&building, 7.0, Loads::Constant);
    let (tv, ts) = (2.0, 5.0 + 0.5 / 0.25);
    let textbook = 2.0 * theory.highest_reversal() * tv + (theory.probable_stops() + 1.0) * ts + 14.0 * 1.2;
    near(theory.round_trip().secs(), textbook);
    near(building.stop_secs(), ts);
}

#[test]
fn poisson_loads_are_a_mixture_of_constant_ones() {
    let building = office();
    let poisson = UpPeak::new(&building, 6.0, Loads::Poisson);
    near(poisson.probable_stops(), 10.0 * (1.0 - libm::exp(-0.6)));
    let mut chance = libm::exp(-6.0);
    let (mut stops, mut highest, mut secs) = (0.0, 0.0, 0.0);
    for k in 0..80_u32 {
        let constant = UpPeak::new(&building, f64::from(k), Loads::Constant);
        stops += chance * constant.probable_stops();
        highest += chance * constant.highest_reversal();
        secs += chance * constant.round_trip().secs();
        chance *= 6.0 / f64::from(k + 1);
    }
    near(poisson.probable_stops(), stops);
    near(poisson.highest_reversal(), highest);
    near(poisson.round_trip().secs(), secs);
}

#[test]
fn a_published_example_agrees() {
    // KONE (Sorsa, Hakonen, Siikonen, Elevcon 2005): a round trip of 202.3 s, 8 cars of 24, 1,900 people: an interval of 25.3 s,
    // 227.8 people in five minutes, 12.0 % of them.
    let (trip, cars, load) = (202.3, 8.0, 0.8 * 24.0);
    let handling = 300.0 * load * cars / trip;
    assert!((trip / cars - 25.3_f64).abs() < 0.05 && (handling - 227.8_f64).abs() < 0.05);
    near(handling / 1900.0, 0.119_884_486_302_260_84);
    // The same chain in ours, with doors that give just that round trip.
    let mut building = Building { capacity: 24, ..textbook(19, 8, [0.8, 5.0, 1.0]) };
    let theory = |building: &Building| UpPeak::usual(building);
    let missing = trip - theory(&building).round_trip().secs();
    building.door_secs += missing / (theory(&building).probable_stops() + 1.0);
    near(theory(&building).interval_secs(), 25.287_5);
    near(theory(&building).handling_per_5min(), 227.780_523_974_295_6);
    near(theory(&building).probable_stops(), 19.0 * (1.0 - libm::pow(18.0 / 19.0, 19.2)));
}

#[test]
fn twice_the_speed_saves_an_eighth_and_a_second_car_half_of_the_interval() {
    let before = textbook(10, 1, [1.32, 9.0, 1.2]);
    let saved =
        |after: &Building, of: fn(&UpPeak) -> f64| 1.0 - of(&UpPeak::usual(after)) / of(&UpPeak::usual(&before));
    let trip = saved(&before.with_faster_motor(), |p| p.round_trip().secs());
    assert!((trip - 0.118).abs() < 5e-4, "{trip}");
    near(saved(&before.with_another_car(), UpPeak::interval_secs), 0.5);
    // With a real acceleration, short hops never reach the new speed: about as little.
    let office = office();
    let trip = 1.0
        - UpPeak::usual(&office.with_faster_motor()).round_trip().secs() / UpPeak::usual(&office).round_trip().secs();
    assert!((0.115..0.125).contains(&trip), "{trip}");
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

fn measured(building: &Building, people: usize) -> LiftRun {
    let mut run = LiftRun::new(building, 42, people, 50_000_000).unwrap();
    run.advance(people);
    run
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
