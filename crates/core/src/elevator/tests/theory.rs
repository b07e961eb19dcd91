//! The formulas of a round trip: values computed elsewhere, enumeration, published examples.

use super::*;

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
