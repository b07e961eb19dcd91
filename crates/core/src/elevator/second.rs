//! The same rules a second time, written differently: a clock that ticks, one list of people, no queues, no events. Where all times
//! are whole ticks it must agree to the last digit.

use super::people::{People, Person};
use super::*;
use std::collections::BTreeMap;

/// Ticks a second.
const TICKS: f64 = 4.0;

#[derive(Clone, Copy, PartialEq, Debug)]
enum State {
    Resting,
    /// Ticks until the next floor.
    Riding(u32),
    /// Ticks until open; then until the next may step; then until closed.
    Opens(u32),
    Stands(u32),
    Closes(u32),
}

struct Cabin {
    state: State,
    floor: i64,
    up: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Where {
    Floor,
    In(usize),
    Gone,
}

struct Ticking {
    b: Building,
    cabins: Vec<Cabin>,
    all: Vec<(Person, Where)>,
    /// Who answers the bell of a floor for up: one car, or any.
    bells: BTreeMap<(i64, bool), Option<usize>>,
}

impl Ticking {
    fn count(&self, floor: i64, up: bool) -> usize {
        self.all
            .iter()
            .filter(|(p, w)| *w == Where::Floor && i64::from(p.from) == floor && (p.to > p.from) == up)
            .count()
    }
    fn load(&self, c: usize) -> usize {
        self.all.iter().filter(|(_, w)| *w == Where::In(c)).count()
    }
    /// Places of a standing cabin once all who want to have stepped out.
    fn places(&self, c: usize) -> usize {
        let here = self.cabins[c].floor;
        let staying = self.all.iter().filter(|(p, w)| *w == Where::In(c) && i64::from(p.to) != here).count();
        self.b.capacity as usize - staying
    }
    fn wanted_inside(&self, c: usize, floor: i64) -> bool {
        self.all.iter().any(|(p, w)| *w == Where::In(c) && i64::from(p.to) == floor)
    }
    fn mine(&self, c: usize, floor: i64, up: bool) -> bool {
        self.bells.get(&(floor, up)).is_some_and(|who| who.is_none_or(|who| who == c))
    }
    fn room_for(&self, c: usize, floor: i64, up: bool) -> bool {
        self.load(c) < self.b.capacity as usize && self.count(floor, up) > 0
    }
    fn beyond(&self, c: usize, up: bool) -> bool {
        let here = self.cabins[c].floor;
        (0..=i64::from(self.b.floors))
            .filter(|f| if up { *f > here } else { *f < here })
            .any(|f| self.wanted_inside(c, f) || self.mine(c, f, true) || self.mine(c, f, false))
    }
    fn ring(&mut self, floor: i64, up: bool, but: Option<usize>) {
        let standing = |c: &usize| {
            let cabin = &self.cabins[*c];
            matches!(cabin.state, State::Opens(_) | State::Stands(_)) && cabin.floor == floor && cabin.up == up
        };
        let room: usize = (0..self.cabins.len()).filter(standing).map(|c| self.places(c)).sum();
        if self.bells.contains_key(&(floor, up)) || self.count(floor, up) <= room {
            return;
        }
        let mut best: Option<(i64, usize)> = None;
        for (c, cabin) in self.cabins.iter().enumerate().filter(|(c, _)| Some(*c) != but) {
            let far = (cabin.floor - floor).abs();
            let resting = cabin.state == State::Resting;
            let comes = if cabin.up { floor >= cabin.floor } else { floor <= cabin.floor };
            let score = match self.b.dispatch {
                Dispatch::Collective if resting => -far,
                Dispatch::Collective => continue,
                _ if resting => i64::from(self.b.floors) + 1 - far,
                _ if comes && cabin.up == up => i64::from(self.b.floors) + 2 - far,
                _ if comes => i64::from(self.b.floors) + 1 - far,
                _ => 1,
            };
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, c));
            }
        }
        let who = best.map(|(_, c)| c);
        self.bells.insert((floor, up), who);
        if let Some(c) = who.filter(|c| self.cabins[*c].state == State::Resting) {
            self.go_on(c);
        }
    }
    fn doors(&mut self, c: usize) {
        let (floor, up) = (self.cabins[c].floor, self.cabins[c].up);
        self.bells.remove(&(floor, up));
        self.cabins[c].state = State::Opens((0.5 * self.b.door_secs * TICKS) as u32);
        self.ring(floor, up, Some(c));
    }
    fn ride(&mut self, c: usize, up: bool) {
        self.cabins[c].up = up;
        self.cabins[c].floor += if up { 1 } else { -1 };
        self.cabins[c].state = State::Riding((TICKS / self.b.motion.speed) as u32);
    }
    fn go_on(&mut self, c: usize) {
        let (floor, up) = (self.cabins[c].floor, self.cabins[c].up);
        if self.load(c) == 0 {
            for way in [up, !up] {
                if self.mine(c, floor, way) && self.room_for(c, floor, way) {
                    self.cabins[c].up = way;
                    return self.doors(c);
                }
            }
        }
        if self.beyond(c, up) {
            self.ride(c, up);
        } else if self.beyond(c, !up) {
            self.ride(c, !up);
        } else if self.b.traffic == Traffic::Up && floor > 0 {
            self.ride(c, false);
        } else {
            self.cabins[c].state = State::Resting;
        }
    }
    fn turn(&mut self, c: usize) {
        let (floor, up) = (self.cabins[c].floor, self.cabins[c].up);
        let reason = |t: &Self, way| t.beyond(c, way) || t.room_for(c, floor, way);
        if !reason(self, up) && reason(self, !up) {
            self.cabins[c].up = !up;
        }
    }
    fn at_floor(&mut self, c: usize) {
        let (floor, up) = (self.cabins[c].floor, self.cabins[c].up);
        let top = i64::from(self.b.floors);
        let passing_call = match self.b.dispatch {
            Dispatch::Collective => self.bells.contains_key(&(floor, up)),
            _ => self.mine(c, floor, up),
        };
        let stops = floor == 0
            || floor == top
            || self.wanted_inside(c, floor)
            || self.room_for(c, floor, up) && passing_call
            || !self.beyond(c, up) && (self.b.traffic != Traffic::Up || up || self.mine(c, floor, true));
        if !stops {
            return self.ride(c, up);
        }
        self.turn(c);
        if floor == 0 {
            self.cabins[c].up = true;
        } else if floor == top {
            self.cabins[c].up = false;
        }
        if self.wanted_inside(c, floor) || self.room_for(c, floor, self.cabins[c].up) {
            self.doors(c);
        } else {
            self.go_on(c);
        }
    }
    fn next_steps(&mut self, c: usize, now: f64) {
        let floor = self.cabins[c].floor;
        let step = (self.b.boarding_secs * TICKS) as u32;
        let inside = |(p, w): &(Person, Where)| *w == Where::In(c) && i64::from(p.to) == floor;
        // Who stepped in first steps out first.
        let first_in = (0..self.all.len())
            .filter(|i| inside(&self.all[*i]))
            .min_by(|a, b| self.all[*a].0.boarded.total_cmp(&self.all[*b].0.boarded));
        if let Some(i) = first_in {
            self.all[i].1 = Where::Gone;
            self.all[i].0.left = now + self.b.boarding_secs;
            self.cabins[c].state = State::Stands(step);
            return;
        }
        if self.load(c) == 0 {
            self.turn(c);
            if self.room_for(c, floor, self.cabins[c].up) {
                self.bells.remove(&(floor, self.cabins[c].up));
                self.ring(floor, self.cabins[c].up, Some(c));
            }
        }
        let up = self.cabins[c].up;
        if self.room_for(c, floor, up) {
            let i = self
                .all
                .iter()
                .position(|(p, w)| *w == Where::Floor && i64::from(p.from) == floor && (p.to > p.from) == up)
                .unwrap();
            self.all[i].1 = Where::In(c);
            self.all[i].0.boarded = now;
            self.cabins[c].state = State::Stands(step);
            return;
        }
        self.cabins[c].state = State::Closes((0.5 * self.b.door_secs * TICKS) as u32);
        self.ring(floor, up, Some(c));
    }
    fn run(mut self, list: &[Person], ticks: u32) -> Vec<Person> {
        let mut coming = list.iter().peekable();
        for tick in 0..ticks {
            let now = f64::from(tick) / TICKS;
            for cabin in &mut self.cabins {
                match &mut cabin.state {
                    State::Resting => {}
                    State::Riding(left) | State::Opens(left) | State::Stands(left) | State::Closes(left) => *left -= 1,
                }
            }
            while let Some(p) = coming.next_if(|p| p.came <= now) {
                self.all.push((*p, Where::Floor));
                self.ring(i64::from(p.from), p.to > p.from, None);
            }
            for c in 0..self.cabins.len() {
                match self.cabins[c].state {
                    State::Riding(0) => self.at_floor(c),
                    State::Opens(0) | State::Stands(0) => self.next_steps(c, now),
                    State::Closes(0) => self.go_on(c),
                    _ => {}
                }
            }
        }
        self.all.into_iter().map(|(p, _)| p).collect()
    }
}

#[test]
fn a_second_simulation_written_differently_agrees_person_by_person() {
    let mut compared = 0;
    for traffic in [Traffic::Up, Traffic::Mixed, Traffic::Lunch, Traffic::Down] {
        for dispatch in [Dispatch::Collective, Dispatch::NearestCar] {
            for (floors, cars, capacity, per_min) in
                [(3, 1, 2, 2.0), (6, 2, 4, 6.0), (10, 3, 8, 12.0), (12, 4, 3, 12.0)]
            {
                let b = Building {
                    floors,
                    cars,
                    capacity,
                    motion: Motion { speed: 0.5, acceleration: f64::INFINITY },
                    door_secs: 5.0,
                    boarding_secs: 1.25,
                    arrivals_per_sec: per_min / 60.0,
                    group: 1.3,
                    traffic,
                    dispatch,
                };
                let mut people = People::drawn(u64::from(floors));
                let list: Vec<Person> = (0..400)
                    .map(|_| people.next(&b).unwrap())
                    .map(|p| Person::new(p.from, p.to, (p.came * TICKS).ceil() / TICKS))
                    .collect();
                let mut lifts = Lifts::with_people(&b, People::Listed(list.iter().rev().copied().collect()));
                while lifts.step().is_some() {}
                let ticks = ((lifts.now() + 60.0) * TICKS) as u32;
                let cabins = (0..cars).map(|_| Cabin { state: State::Resting, floor: 0, up: true }).collect();
                let second = Ticking { b, cabins, all: Vec::new(), bells: BTreeMap::new() }.run(&list, ticks);
                assert_eq!(second.len(), 400);
                for (i, (one, two)) in lifts.persons().iter().zip(&second).enumerate() {
                    assert_eq!(
                        (one.boarded, one.left),
                        (two.boarded, two.left),
                        "{traffic:?} {dispatch:?} {floors} {i}"
                    );
                    compared += 1;
                }
            }
        }
    }
    assert_eq!(compared, 4 * 2 * 4 * 400);
}
