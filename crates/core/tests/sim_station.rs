//! Small queues worked by hand: who is served when, under each discipline.

use explorer_core::dist::Law;
use explorer_core::sim::{Arrivals, Departure, Discipline, Happened, Interesting, Scenario, Station};

/// Recorded arrivals and demands, one server.
fn station(times: &[f64], demands: &[f64], discipline: Discipline) -> Station {
    let arrivals = Arrivals::recorded(times).expect("in order");
    let scenario = Scenario::fifo(arrivals, Law::trace(demands).expect("valid"), 1).with_discipline(discipline);
    Station::new(&scenario, 1, 0).expect("valid")
}

fn departures(mut station: Station) -> Vec<(u64, f64)> {
    let mut left = Vec::new();
    while let Some(step) = station.step() {
        if let Happened::Departed(Departure { id, .. }) = step.happened {
            left.push((id, step.time));
        }
    }
    left
}

/// Four come while the first, who takes 10, is served; they take 4, 1, 3, 2.
const TIMES: [f64; 5] = [0.0, 1.0, 2.0, 3.0, 4.0];
const DEMANDS: [f64; 5] = [10.0, 4.0, 1.0, 3.0, 2.0];

#[test]
fn first_come_first_served_keeps_the_order() {
    let left = departures(station(&TIMES, &DEMANDS, Discipline::Fifo));
    assert_eq!(left, [(0, 10.0), (1, 14.0), (2, 15.0), (3, 18.0), (4, 20.0)]);
}

#[test]
fn last_come_first_served_turns_it_round_but_interrupts_nobody() {
    let left = departures(station(&TIMES, &DEMANDS, Discipline::Lifo));
    assert_eq!(left, [(0, 10.0), (4, 12.0), (3, 15.0), (2, 16.0), (1, 20.0)]);
}

#[test]
fn shortest_job_first_goes_by_demand() {
    let left = departures(station(&TIMES, &DEMANDS, Discipline::Sjf));
    assert_eq!(left, [(0, 10.0), (2, 11.0), (4, 13.0), (3, 16.0), (1, 20.0)]);
}

#[test]
fn sharers_slow_each_other_down() {
    // Alone until 1 (9 left), then two at half speed: the second needs 2, so leaves at 5; the first has 7 left then, leaves at 12.
    let left = departures(station(&[0.0, 1.0], &[10.0, 2.0], Discipline::ProcessorSharing));
    assert_eq!(left, [(1, 5.0), (0, 12.0)]);
}

#[test]
fn priority_passes_the_queue_and_with_preemption_the_one_in_service() {
    // Share 1: all have priority, so the order is that of arrival. Mixed classes are drawn, so the law is read off the steps:
    // nobody without priority is in service while one with priority waits.
    for discipline in [Discipline::Priority { high_share: 0.5 }, Discipline::PriorityPreemptive { high_share: 0.5 }] {
        let times: Vec<f64> = (0..200).map(|i| f64::from(i) * 0.9).collect();
        let mut station = station(&times, &[1.0, 0.5, 1.5, 0.8], discipline);
        let (mut interrupted, mut passed) = (0, 0);
        while let Some(step) = station.step() {
            let snapshot = station.snapshot();
            let high_waits = snapshot.waiting.iter().any(|c| c.has_priority);
            let first = snapshot.waiting.first();
            assert!(!high_waits || first.is_some_and(|c| c.has_priority), "priority heads the queue");
            if matches!(discipline, Discipline::PriorityPreemptive { .. }) {
                assert!(!high_waits || snapshot.serving.iter().all(|c| c.has_priority), "{snapshot:?}");
                if let Some(id) = step.interrupted {
                    interrupted += 1;
                    let back = snapshot.waiting.iter().find(|c| c.id == id).expect("back in the queue");
                    assert!(!back.has_priority && back.remaining >= 0.0);
                }
            } else {
                assert_eq!(step.interrupted, None);
            }
            if let Happened::Departed(departure) = step.happened {
                passed += u32::from(snapshot.serving.iter().chain([]).any(|c| c.id < departure.id));
                // Resumed service adds up: what was not waiting was the demand.
                let demand = [1.0, 0.5, 1.5, 0.8][departure.id as usize % 4];
                assert!((departure.response - departure.wait - demand).abs() < 1e-9, "{departure:?}");
            }
        }
        assert_eq!(interrupted > 0, matches!(discipline, Discipline::PriorityPreemptive { .. }));
        assert!(passed > 0, "someone overtook");
        assert_eq!(station.left(), 200);
    }
}

#[test]
fn a_departure_due_at_the_moment_of_an_arrival_makes_room_for_it() {
    let arrivals = Arrivals::deterministic(1.0).expect("a rate");
    let scenario = Scenario::fifo(arrivals, Law::deterministic(1.0).expect("a mean"), 1).with_capacity(1);
    let mut station = Station::new(&scenario, 1, 0).expect("valid");
    station.run_customers(1000);
    assert_eq!(station.blocked(), 0);
}

#[test]
fn a_full_system_turns_away_and_says_so() {
    let arrivals = Arrivals::recorded(&TIMES).expect("in order");
    let scenario = Scenario::fifo(arrivals, Law::trace(&DEMANDS).expect("valid"), 1).with_capacity(3);
    let mut station = Station::new(&scenario, 1, 0).expect("valid");
    station.remember(10);
    let found = station.run_to_interesting(9, 1e9, 100);
    assert_eq!(found, Some(Interesting::Blocked { id: 3 }));
    assert!(station.story(3).expect("remembered").was_blocked);
    assert_eq!((station.in_system(), station.in_queue(), station.now()), (3, 2, 3.0));
}

#[test]
fn the_next_interesting_event_is_a_longer_queue_a_long_wait_or_an_empty_house() {
    let mut station = station(&TIMES, &DEMANDS, Discipline::Fifo);
    let mut longest = 1;
    let mut seen = Vec::new();
    while let Some(event) = station.run_to_interesting(longest, 13.5, 100) {
        if let Interesting::LongestQueue { waiting } = event {
            longest = waiting;
        }
        seen.push((event, station.now()));
    }
    let expected = [
        (Interesting::LongestQueue { waiting: 2 }, 2.0),
        (Interesting::LongestQueue { waiting: 3 }, 3.0),
        (Interesting::LongestQueue { waiting: 4 }, 4.0),
        (Interesting::LongWait { id: 4 }, 20.0),
    ];
    assert_eq!(seen, expected);
}

#[test]
fn a_story_says_who_was_ahead_and_what_it_cost() {
    let mut station = station(&TIMES, &DEMANDS, Discipline::Fifo);
    station.remember(3);
    station.run_until(100.0);
    let story = station.story(4).expect("among the last three");
    assert_eq!((story.ahead.as_slice(), story.found_in_system, story.found_waiting), (&[0, 1, 2, 3][..], 4, 3));
    assert_eq!((story.started, story.left, story.wait), (Some(18.0), Some(20.0), Some(14.0)));
    assert_eq!(station.story(1), None, "forgotten");
}

#[test]
fn a_snapshot_between_events_shows_what_is_left_to_do() {
    let mut station = station(&TIMES, &DEMANDS, Discipline::Fifo);
    station.run_until(2.5);
    let snapshot = station.snapshot();
    assert_eq!((snapshot.time, snapshot.arrived, snapshot.left), (2.5, 3, 0));
    assert_eq!(snapshot.waiting.iter().map(|c| c.id).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((snapshot.serving[0].id, snapshot.serving[0].remaining), (0, 7.5));
}
