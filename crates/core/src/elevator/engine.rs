//! The simulated building: events in order of time, at equal times a person before a car and a lower car before a higher.
//!
//! A car decides floor by floor, at the last moment at which it could still brake, whether it stops: a call that comes later is
//! passed. At a stop the doors open, people step out one by one, then in one by one, and the doors close; who comes meanwhile waits
//! for the next car. In the morning (`Traffic::Up`) idle cars go home to the lobby.

use std::collections::VecDeque;

use super::building::{Building, BuildingError, Dispatch, Traffic};
use super::car::{Car, Doing};
use super::people::{People, Person};

/// A call from a floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// Nobody calls.
    Silent,
    /// Whichever car comes first answers.
    Anyone,
    /// This car answers.
    Given(u8),
}

/// What happened at a step, for who watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// A person came.
    Came(u32),
    /// A person stepped into a car.
    Boarded(u32, u8),
    /// A person steps out.
    Left(u32, u8),
    /// A full car's doors close before people who wait.
    LeftBehind(u8),
    /// A car stands before open doors.
    Opened(u8),
    /// A car began something else.
    Moved(u8),
}

/// A building with its lifts and people.
#[derive(Clone, Debug)]
pub struct Lifts {
    pub(super) building: Building,
    pub(super) now: f64,
    pub(super) cars: Vec<Car>,
    /// Everybody who has come, in order.
    pub(super) persons: Vec<Person>,
    /// Who waits on each floor, for up and for down.
    pub(super) queues: Vec<[VecDeque<u32>; 2]>,
    pub(super) calls: Vec<[Call; 2]>,
    /// Floors where whichever car comes first answers, for up and for down, a bit each.
    anyone: [u128; 2],
    people: People,
    coming: Option<Person>,
    /// Everybody before this one has left.
    pub(super) complete: usize,
    pub(super) waiting: usize,
    pub(super) events: u64,
    /// Round trips that ended: when, how long, with how many.
    pub(super) trips: Vec<(f64, f64, u32)>,
    /// When cars left the lobby with somebody aboard.
    pub(super) departures: Vec<f64>,
}

impl Lifts {
    /// An empty building, all cars in the lobby; `seed` fixes its people.
    ///
    /// # Errors
    /// Where the building makes no sense.
    pub fn new(building: &Building, seed: u64) -> Result<Self, BuildingError> {
        building.check()?;
        Ok(Self::with_people(building, People::drawn(seed)))
    }

    pub(super) fn with_people(building: &Building, mut people: People) -> Self {
        let storeys = building.floors as usize + 1;
        let coming = people.next(building);
        Self {
            building: *building,
            now: 0.0,
            cars: (0..building.cars).map(|_| Car::new(building.floors)).collect(),
            persons: Vec::new(),
            queues: vec![[VecDeque::new(), VecDeque::new()]; storeys],
            calls: vec![[Call::Silent; 2]; storeys],
            anyone: [0; 2],
            people,
            coming,
            complete: 0,
            waiting: 0,
            events: 0,
            trips: Vec::new(),
            departures: Vec::new(),
        }
    }

    /// The building.
    pub fn building(&self) -> &Building {
        &self.building
    }

    /// Simulated time, s.
    pub fn now(&self) -> f64 {
        self.now
    }

    /// The cars.
    pub fn cars(&self) -> &[Car] {
        &self.cars
    }

    /// Everybody who has come so far, in order.
    pub fn persons(&self) -> &[Person] {
        &self.persons
    }

    /// Who waits on a floor for a way (0 up, 1 down), first come first.
    pub fn queue(&self, floor: u32, way: usize) -> impl Iterator<Item = u32> + '_ {
        self.queues[floor as usize][way].iter().copied()
    }

    /// How many wait in all.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Everybody before this one has left.
    pub fn complete(&self) -> usize {
        self.complete
    }

    /// Events so far.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// Who acts next, a car or nobody of them but a person who comes, and when, s.
    #[inline]
    fn next(&self) -> (Option<usize>, f64) {
        let mut first = (None, self.coming.map_or(f64::INFINITY, |p| p.came));
        for (c, car) in self.cars.iter().enumerate() {
            if car.next_at < first.1 {
                first = (Some(c), car.next_at);
            }
        }
        first
    }

    /// All events up to and at `until`; then it is `until`.
    pub fn run_until(&mut self, until: f64) {
        loop {
            let (who, at) = self.next();
            if at > until || at == f64::INFINITY {
                break;
            }
            self.act(who, at);
        }
        self.now = self.now.max(until);
    }

    /// The next event; nothing where nothing will happen any more.
    pub fn step(&mut self) -> Option<Noted> {
        let (who, at) = self.next();
        (at < f64::INFINITY).then(|| self.act(who, at))
    }

    #[inline]
    fn act(&mut self, who: Option<usize>, at: f64) -> Noted {
        self.now = at;
        self.events += 1;
        match who {
            None => self.person_comes(),
            Some(c) => self.car_acts(c),
        }
    }

    fn person_comes(&mut self) -> Noted {
        let Some(person) = self.coming else { return Noted::Came(0) };
        self.coming = self.people.next(&self.building);
        let id = self.persons.len() as u32;
        let (floor, way) = (person.from, person.way());
        self.persons.push(person);
        self.queues[floor as usize][way].push_back(id);
        self.waiting += 1;
        if self.building.dispatch == Dispatch::Destination {
            let c = self.car_for(&person);
            self.persons[id as usize].car = Some(c as u8);
            self.cars[c].told[floor as usize][way] += 1;
            self.cars[c].called[way] |= 1 << floor;
            self.wake(c);
        } else {
            self.call(floor, way, None);
        }
        Noted::Came(id)
    }

    /// Calls a car where those with open doors have no room for all who wait.
    pub(super) fn call(&mut self, floor: u32, way: usize, but: Option<usize>) {
        let f = floor as usize;
        let places = |car: &Car| self.building.capacity as usize - car.aboard.len() + car.wants[f] as usize;
        let room: usize = self.cars.iter().filter(|car| car.takes_in(floor, way)).map(places).sum();
        if self.calls[f][way] != Call::Silent || self.queues[f][way].len() <= room {
            return;
        }
        let given = self.answer(floor, way, but);
        self.set_call(floor, way, given.map_or(Call::Anyone, |c| Call::Given(c as u8)));
        if let Some(c) = given {
            self.wake(c);
        }
    }

    /// Keeps the bits with the call.
    pub(super) fn set_call(&mut self, floor: u32, way: usize, call: Call) {
        let bit = 1_u128 << floor;
        match std::mem::replace(&mut self.calls[floor as usize][way], call) {
            Call::Silent => {}
            Call::Anyone => self.anyone[way] &= !bit,
            Call::Given(c) => self.cars[usize::from(c)].called[way] &= !bit,
        }
        match call {
            Call::Silent => {}
            Call::Anyone => self.anyone[way] |= bit,
            Call::Given(c) => self.cars[usize::from(c)].called[way] |= bit,
        }
    }

    fn wake(&mut self, c: usize) {
        if self.cars[c].doing == Doing::Idle {
            self.choose(c);
        }
    }

    pub(super) fn begin(&mut self, c: usize, doing: Doing, secs: f64) {
        let now = self.now;
        let car = &mut self.cars[c];
        match (car.doing == Doing::Idle, doing == Doing::Idle) {
            (true, false) => car.busy_since = now,
            (false, true) => car.busy_secs += now - car.busy_since,
            _ => {}
        }
        (car.doing, car.since, car.next_at) = (doing, now, now + secs);
    }

    fn car_acts(&mut self, c: usize) -> Noted {
        match self.cars[c].doing {
            Doing::Idle | Doing::Closing => self.choose(c),
            Doing::Moving => self.decide(c),
            Doing::Braking => self.arrive(c),
            Doing::Opening => {
                self.exchange(c);
                return Noted::Opened(c as u8);
            }
            Doing::Exchanging => return self.exchange(c),
        }
        Noted::Moved(c as u8)
    }

    /// Whether somebody on this floor who goes this way is this car's business.
    pub(super) fn is_wanted(&self, c: usize, floor: u32, way: usize) -> bool {
        (self.cars[c].called[way] | self.anyone[way]) & (1 << floor) != 0
    }

    /// Whether somebody on this floor who goes this way would step into this car if it opened.
    pub(super) fn would_board(&self, c: usize, floor: u32, way: usize) -> bool {
        let f = floor as usize;
        let has_room = self.cars[c].aboard.len() < self.building.capacity as usize;
        has_room
            && match self.building.dispatch {
                Dispatch::Destination => self.cars[c].told[f][way] > 0,
                Dispatch::Collective | Dispatch::NearestCar => !self.queues[f][way].is_empty(),
            }
    }

    /// Whether anything is to do beyond a floor.
    pub(super) fn has_work_beyond(&self, c: usize, floor: u32, way: usize) -> bool {
        let car = &self.cars[c];
        let work = car.wanted | car.called[0] | car.called[1] | self.anyone[0] | self.anyone[1];
        let below = (1_u128 << floor) - 1;
        let beyond = if way == 0 { !((below << 1) | 1) } else { below };
        work & beyond != 0
    }

    /// With closed doors at a floor: what next?
    fn choose(&mut self, c: usize) {
        let (floor, way) = (self.cars[c].floor, self.cars[c].way);
        if self.cars[c].aboard.is_empty() {
            for way in [way, 1 - way] {
                if self.is_wanted(c, floor, way) && self.would_board(c, floor, way) {
                    self.cars[c].way = way;
                    return self.open(c);
                }
            }
        }
        for way in [way, 1 - way] {
            if self.has_work_beyond(c, floor, way) {
                return self.set_off(c, way);
            }
        }
        if self.building.traffic == Traffic::Up && floor > 0 {
            return self.set_off(c, 1);
        }
        self.begin(c, Doing::Idle, f64::INFINITY);
    }

    fn set_off(&mut self, c: usize, way: usize) {
        let now = self.now;
        let first = self.building.motion.braking_after_secs(1.0);
        let car = &mut self.cars[c];
        if car.floor == 0 && car.trip.is_some_and(|(_, boarded)| boarded > 0) {
            self.departures.push(now);
        }
        (car.way, car.from, car.set_off) = (way, car.floor, now);
        car.floor = if way == 0 { car.floor + 1 } else { car.floor - 1 };
        self.begin(c, Doing::Moving, first);
    }

    /// At the last moment at which it could stop at the next floor.
    fn decide(&mut self, c: usize) {
        let (floor, way, from, set_off) = {
            let car = &self.cars[c];
            (car.floor, car.way, car.from, car.set_off)
        };
        let motion = self.building.motion;
        let secs = if self.stops_at(c, floor, way) {
            let secs = motion.flight_secs(f64::from(floor.abs_diff(from)));
            self.begin(c, Doing::Braking, secs);
            secs
        } else {
            let next = if way == 0 { floor + 1 } else { floor - 1 };
            self.cars[c].floor = next;
            motion.braking_after_secs(f64::from(next.abs_diff(from)))
        };
        // From when it set off, so that roundings do not add up.
        self.cars[c].next_at = set_off + secs;
    }

    fn stops_at(&self, c: usize, floor: u32, way: usize) -> bool {
        let f = floor as usize;
        let at_end = floor == 0 || floor == self.building.floors;
        if at_end || self.cars[c].wants[f] > 0 {
            return true;
        }
        let picks_up = self.would_board(c, floor, way)
            && match self.building.dispatch {
                Dispatch::Collective => self.calls[f][way] != Call::Silent,
                Dispatch::NearestCar | Dispatch::Destination => self.is_wanted(c, floor, way),
            };
        if picks_up {
            return true;
        }
        let goes_home = self.building.traffic == Traffic::Up && way == 1;
        !self.has_work_beyond(c, floor, way) && (!goes_home || self.is_wanted(c, floor, 0))
    }

    /// At rest at a floor.
    fn arrive(&mut self, c: usize) {
        let floor = self.cars[c].floor;
        if floor == 0
            && let Some((began, boarded)) = self.cars[c].trip.take()
            && boarded > 0
        {
            self.trips.push((self.now, self.now - began, boarded));
        }
        self.turn_where_needed(c);
        let way = match floor {
            0 => 0,
            top if top == self.building.floors => 1,
            _ => self.cars[c].way,
        };
        self.cars[c].way = way;
        if self.cars[c].wants[floor as usize] > 0 || self.would_board(c, floor, way) {
            self.open(c);
        } else {
            self.choose(c);
        }
    }

    /// Goes on the way it came while there is a reason to, else the other.
    pub(super) fn turn_where_needed(&mut self, c: usize) {
        let (floor, way) = (self.cars[c].floor, self.cars[c].way);
        let has_reason = |way| self.has_work_beyond(c, floor, way) || self.would_board(c, floor, way);
        if !has_reason(way) && has_reason(1 - way) {
            self.cars[c].way = 1 - way;
        }
    }
}
