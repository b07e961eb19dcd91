//! The fast roads and the event engine are two ways to the same digits.
use explorer_core::dist::Law;
use explorer_core::sim::{Arrivals, Happened, QueueRun, Road, Scenario, Station};

fn scenarios() -> Vec<Scenario> {
    let poisson = |rate: f64| Arrivals::poisson(rate).expect("valid");
    let exponential = Law::exponential(1.0).expect("valid");
    vec![
        Scenario::fifo(poisson(0.9), exponential.clone(), 1),
        Scenario::fifo(poisson(1.8), Law::lognormal(1.0, 2.0).expect("valid"), 2),
        Scenario::fifo(poisson(2.4), Law::hyperexponential(1.0, 3.0).expect("valid"), 3),
        Scenario::fifo(poisson(3.6), exponential.clone(), 4),
        Scenario::fifo(Arrivals::bursty(4.2, 10.0).expect("valid"), Law::erlang(1.0, 0.5).expect("valid"), 7),
        Scenario::fifo(poisson(60.0), Law::pareto(1.0, 2.0).expect("valid"), 64),
        Scenario::fifo(Arrivals::deterministic(1.0).expect("valid"), Law::deterministic(0.75).expect("valid"), 1),
        Scenario::fifo(Arrivals::erlang(0.95, 0.3).expect("valid"), Law::uniform(0.5, 1.5).expect("valid"), 1),
    ]
}

#[test]
fn engine_and_road_agree_in_every_bit_customer_by_customer() {
    for scenario in scenarios() {
        let mut road = Road::new(&scenario, 11, 0).expect("stable");
        let mut engine = Station::new(&scenario, 11, 0).expect("valid");
        let n = 20_000;
        let mut by_engine = vec![None; n];
        while by_engine.iter().any(Option::is_none) {
            for _ in 0..n {
                let step = engine.step().expect("endless");
                if let Happened::Departed(d) = step.happened
                    && (d.id as usize) < n
                {
                    by_engine[d.id as usize] = Some((d.arrived, d.wait, d.response));
                }
            }
        }
        for (id, seen) in by_engine.into_iter().enumerate() {
            let passage = road.pass();
            assert_eq!(seen, Some((passage.arrived, passage.wait, passage.response)), "customer {id} of {scenario:?}");
        }
    }
}

#[test]
fn engine_and_road_measure_the_same_areas() {
    for scenario in scenarios() {
        let mut road = Road::new(&scenario, 3, 500).expect("stable");
        let mut engine = Station::new(&scenario, 3, 500).expect("valid");
        road.run_customers(30_000);
        engine.run_customers(30_000);
        let (road, engine) = (road.estimates(), engine.estimates());
        for (by_road, by_engine) in [
            (road.total.secs, engine.total.secs),
            (road.total.system_area, engine.total.system_area),
            (road.total.queue_area, engine.total.queue_area),
            (road.total.busy_area, engine.total.busy_area),
        ] {
            // The same areas summed by customer and by event: 30,000 additions, each within 1.1e-16 of the total.
            let tolerance = 1e-10 * (1.0 + engine.total.system_area);
            assert!((by_road - by_engine).abs() <= tolerance, "{by_road} {by_engine} {scenario:?}");
        }
        assert_eq!(road.total.arrivals, engine.total.arrivals);
    }
}

#[test]
fn the_size_of_the_slices_changes_no_digit() {
    for scenario in scenarios() {
        for make in [QueueRun::new, QueueRun::on_engine] {
            let mut whole = make(&scenario, 42, Some(1000)).expect("stable");
            whole.advance(50_000);
            let mut sliced = make(&scenario, 42, Some(1000)).expect("stable");
            let mut slice = 1;
            while sliced.arrived() < 50_000 {
                sliced.advance(slice.min(50_000 - sliced.arrived()));
                sliced.estimates();
                slice = slice * 3 % 1009 + 1;
            }
            // Debug output: not-a-number (no priority class) equals itself, and every digit shows.
            assert_eq!(format!("{:?}", sliced.estimates()), format!("{:?}", whole.estimates()));
        }
    }
}

#[test]
fn watching_a_station_changes_no_digit() {
    let scenario = &scenarios()[3];
    let mut plain = Station::new(scenario, 8, 100).expect("valid");
    let mut watched = Station::new(scenario, 8, 100).expect("valid");
    watched.remember(50);
    plain.run_customers(5000);
    while watched.arrived() < 5000 {
        let soon = watched.now() + 0.013;
        if watched.next_event_time().expect("endless") > soon {
            watched.run_until(soon);
            assert_eq!(watched.snapshot().waiting.len() as u64, watched.in_queue());
        } else {
            watched.step();
        }
    }
    assert_eq!(format!("{:?}", plain.estimates()), format!("{:?}", watched.estimates()));
}

#[test]
fn a_short_service_late_in_a_long_run_keeps_its_digits() {
    // A microsecond every three hours: after 100,000 customers the clock shows 10⁹ s, whose last digit is worth 0.1 µs.
    let arrivals = Arrivals::poisson(1e-4).expect("a rate");
    let scenario = Scenario::fifo(arrivals, Law::deterministic(1e-6).expect("a mean"), 1);
    for make in [QueueRun::new, QueueRun::on_engine] {
        let mut run = make(&scenario, 1, Some(100_000)).expect("stable");
        run.advance(110_000);
        assert!((run.estimates().response_secs.value / 1e-6 - 1.0).abs() < 1e-9);
    }
}
