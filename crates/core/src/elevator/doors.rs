//! What happens at a stop: doors open, people step out one by one, then in one by one, and the doors close.

use super::building::Dispatch;
use super::car::Doing;
use super::engine::{Call, Lifts, Noted};

impl Lifts {
    pub(super) fn open(&mut self, c: usize) {
        let (floor, way) = (self.cars[c].floor, self.cars[c].way);
        self.set_call(floor, way, Call::Silent);
        if floor == 0 {
            self.cars[c].trip = Some((self.now, 0));
        }
        self.begin(c, Doing::Opening, 0.5 * self.building.door_secs);
        self.call_for_the_rest(c);
    }

    /// Another car for those for whom this one has no room.
    fn call_for_the_rest(&mut self, c: usize) {
        if self.building.dispatch != Dispatch::Destination {
            self.call(self.cars[c].floor, self.cars[c].way, Some(c));
        }
    }

    /// With open doors: the next steps out, or in, or the doors close.
    pub(super) fn exchange(&mut self, c: usize) -> Noted {
        let floor = self.cars[c].floor;
        let f = floor as usize;
        let step_secs = self.building.boarding_secs;
        if self.cars[c].wants[f] > 0
            && let Some(place) = self.cars[c].aboard.iter().position(|id| self.persons[*id as usize].to == floor)
        {
            let id = self.cars[c].aboard.remove(place);
            self.cars[c].wants[f] -= 1;
            if self.cars[c].wants[f] == 0 {
                self.cars[c].wanted &= !(1 << floor);
            }
            self.persons[id as usize].left = self.now + step_secs;
            while self.persons.get(self.complete).is_some_and(|p| !p.left.is_nan()) {
                self.complete += 1;
            }
            self.begin(c, Doing::Exchanging, step_secs);
            return Noted::Left(id, c as u8);
        }
        if self.cars[c].aboard.is_empty() {
            self.turn_where_needed(c);
            let way = self.cars[c].way;
            if self.would_board(c, floor, way) {
                self.set_call(floor, way, Call::Silent);
                self.call_for_the_rest(c);
            }
        }
        let way = self.cars[c].way;
        if self.would_board(c, floor, way)
            && let Some(id) = self.take_next(c, f, way)
        {
            let person = &mut self.persons[id as usize];
            (person.boarded, person.car) = (self.now, Some(c as u8));
            let to = person.to as usize;
            let car = &mut self.cars[c];
            car.aboard.push(id);
            car.wants[to] += 1;
            car.wanted |= 1 << to;
            if let Some((_, boarded)) = &mut car.trip {
                *boarded += 1;
            }
            self.waiting -= 1;
            self.begin(c, Doing::Exchanging, step_secs);
            return Noted::Boarded(id, c as u8);
        }
        self.begin(c, Doing::Closing, 0.5 * self.building.door_secs);
        if !self.queues[f][way].is_empty() { Noted::LeftBehind(c as u8) } else { Noted::Moved(c as u8) }
    }

    fn take_next(&mut self, c: usize, f: usize, way: usize) -> Option<u32> {
        if self.building.dispatch != Dispatch::Destination {
            return self.queues[f][way].pop_front();
        }
        let mine = |id: &u32| self.persons[*id as usize].car == Some(c as u8);
        let place = self.queues[f][way].iter().position(mine)?;
        self.cars[c].told[f][way] -= 1;
        if self.cars[c].told[f][way] == 0 {
            self.cars[c].called[way] &= !(1 << f);
        }
        self.queues[f][way].remove(place)
    }
}
