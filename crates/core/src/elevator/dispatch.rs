//! Which car answers a call.
//!
//! *Nearest car*: the highest figure of suitability, N + 1 − d for an idle car or one that comes the other way's traffic, one more
//! for a car that comes this way, 1 for one that goes away; d is the distance in floors (G. C. Barney and L. Al-Sharif, *Elevator
//! Traffic Handbook*, 2nd ed. (2016), chapter 9). *Destination dispatch*: the car that promises to be there soonest, with the time that
//! one stop more costs those already on its list: people for one floor share a car. Real groups weigh more than this does.

use super::building::Dispatch;
use super::car::Doing;
use super::engine::Lifts;
use super::people::Person;

impl Lifts {
    /// The car that a call is given to, or nothing where whichever comes first answers.
    pub(super) fn answer(&self, floor: u32, way: usize, but: Option<usize>) -> Option<usize> {
        let others = (0..self.cars.len()).filter(|c| Some(*c) != but);
        match self.building.dispatch {
            Dispatch::Destination => None,
            Dispatch::Collective => others
                .filter(|c| self.cars[*c].doing == Doing::Idle)
                .min_by_key(|c| self.cars[*c].floor.abs_diff(floor)),
            // The first of the most suitable: max_by_key would take the last.
            Dispatch::NearestCar => others.min_by_key(|c| core::cmp::Reverse(self.suitability(*c, floor, way))),
        }
    }

    fn suitability(&self, c: usize, floor: u32, way: usize) -> u32 {
        let car = &self.cars[c];
        let near = self.building.floors + 1 - car.floor.abs_diff(floor);
        let comes = if car.way == 0 { floor >= car.floor } else { floor <= car.floor };
        match car.doing {
            Doing::Idle => near,
            _ if !comes => 1,
            _ if car.way == way => near + 1,
            _ => near,
        }
    }

    /// The car a person is told to take.
    pub(super) fn car_for(&self, person: &Person) -> usize {
        let mut best = (0, f64::INFINITY);
        for c in 0..self.cars.len() {
            let promise = self.promised_secs(c, person);
            if promise < best.1 {
                best = (c, promise);
            }
        }
        best.0
    }

    /// Roughly how long until this car is there, and what the person's stops cost the others on its list, s.
    fn promised_secs(&self, c: usize, person: &Person) -> f64 {
        let (car, building) = (&self.cars[c], &self.building);
        let (floor, way) = (person.from, person.way());
        let speed = building.motion.speed;
        let stop_secs = building.stop_secs() + 2.0 * building.boarding_secs;
        let told: u32 = car.told.iter().map(|t| t[0] + t[1]).sum();
        let stops = car.wants.iter().zip(&car.told).filter(|(w, t)| **w > 0 || t[0] + t[1] > 0).count() as f64;
        let here = car.takes_in(floor, way) || car.doing == Doing::Idle && car.floor == floor;
        let far = |way: usize| {
            let mut floors =
                (0..=building.floors).filter(|f| car.wants[*f as usize] > 0 || car.told[*f as usize] != [0, 0]);
            let found = if way == 0 { floors.next_back() } else { floors.next() };
            found.unwrap_or(car.floor)
        };
        let ahead = if car.way == 0 { floor > car.floor } else { floor < car.floor };
        let (floors, share_of_stops) = if here {
            (0.0, 0.0)
        } else if car.doing == Doing::Idle {
            (f64::from(car.floor.abs_diff(floor)), 0.0)
        } else if ahead && car.way == way {
            (f64::from(car.floor.abs_diff(floor)), 0.5)
        } else {
            let turn = far(car.way);
            let legs = car.floor.abs_diff(turn) + turn.abs_diff(floor);
            (f64::from(legs), 1.0)
        };
        // Whoever is told to take a full car waits for its next round.
        let carried = if way == 0 && floor == 0 { told } else { told + car.aboard.len() as u32 };
        let rounds = f64::from(carried / building.capacity.max(1));
        let round = 2.0 * f64::from(building.floors) / speed + stop_secs * (stops + 1.0);
        let stops_there = car.wants[person.to as usize] > 0 || self.shares_a_floor(c, person);
        let new_stops = f64::from(!stops_there);
        floors / speed
            + share_of_stops * stops * stop_secs
            + rounds * round
            + new_stops * stop_secs * (1.0 + f64::from(told))
    }

    /// Whether somebody who waits for this car on the same floor goes to the same place.
    fn shares_a_floor(&self, c: usize, person: &Person) -> bool {
        self.queues[person.from as usize][person.way()].iter().any(|id| {
            let other = &self.persons[*id as usize];
            other.car == Some(c as u8) && other.to == person.to && other.came <= person.came
        })
    }
}
