//! Who comes, when, from where and whereto. People are drawn in the order in which they come, whatever the lifts do, so that two
//! buildings on one seed have the same people; with another rate or height the same people come sooner or live higher.

use rand::RngExt;

use super::building::{Building, Traffic};
use crate::dist::exp1;
use crate::sim::streams::{Random, Stream, stream};

/// One who comes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// Where they come.
    pub from: u32,
    /// Where they go; another floor.
    pub to: u32,
    /// When they come, s.
    pub came: f64,
    /// When they step into a car, s; not a number before that.
    pub boarded: f64,
    /// When they have stepped out, s; not a number before that.
    pub left: f64,
    /// The car that they are told to take, or took.
    pub car: Option<u8>,
}

impl Person {
    /// One who comes at `came`.
    pub fn new(from: u32, to: u32, came: f64) -> Self {
        Self { from, to, came, boarded: f64::NAN, left: f64::NAN, car: None }
    }

    /// 0 for up, 1 for down.
    pub(super) fn way(&self) -> usize {
        usize::from(self.to < self.from)
    }

    /// Until stepping in, s; not a number before that.
    pub fn wait_secs(&self) -> f64 {
        self.boarded - self.came
    }

    /// Until having stepped out, s; not a number before that.
    pub fn journey_secs(&self) -> f64 {
        self.left - self.came
    }
}

/// The stream of people.
#[derive(Clone, Debug)]
pub(super) enum People {
    /// Drawn from a seed.
    Drawn(Box<Drawn>),
    /// A list, last first.
    #[cfg(test)]
    Listed(Vec<Person>),
}

#[derive(Clone, Debug)]
pub(super) struct Drawn {
    gaps: Random,
    ways: Random,
    sizes: Random,
    at: f64,
    left_in_group: u32,
}

impl People {
    pub(super) fn drawn(seed: u64) -> Self {
        Self::Drawn(Box::new(Drawn {
            gaps: stream(seed, Stream::Arrivals),
            ways: stream(seed, Stream::Routing),
            sizes: stream(seed, Stream::Class),
            at: 0.0,
            left_in_group: 0,
        }))
    }

    /// The next who comes; nobody only where a list has ended.
    pub(super) fn next(&mut self, building: &Building) -> Option<Person> {
        match self {
            Self::Drawn(drawn) => Some(drawn.next(building)),
            #[cfg(test)]
            Self::Listed(list) => list.pop(),
        }
    }
}

impl Drawn {
    fn next(&mut self, building: &Building) -> Person {
        if self.left_in_group == 0 {
            self.at += exp1(&mut self.gaps) * building.group / building.arrivals_per_sec;
            self.left_in_group = self.group_size(building.group);
        }
        self.left_in_group -= 1;
        // Two draws a person, whatever the traffic.
        let (kind, place) = (self.ways.random::<f64>(), self.ways.random::<f64>());
        let n = building.floors;
        let floor = |u: f64, among: u32| ((u * f64::from(among)) as u32).min(among - 1);
        let (coming, going) = building.traffic.shares();
        let (from, to) = if kind < coming || n == 1 && kind < 0.5 && building.traffic != Traffic::Down {
            (0, 1 + floor(place, n))
        } else if kind < coming + going || n == 1 {
            (1 + floor(place, n), 0)
        } else {
            // An ordered pair of different floors above the lobby, from one number.
            let pair = floor(place, n * (n - 1));
            let (a, b) = (pair / (n - 1), pair % (n - 1));
            (1 + a, 1 + if b >= a { b + 1 } else { b })
        };
        Person::new(from, to, self.at)
    }

    /// Geometric from 1, with this mean.
    fn group_size(&mut self, mean: f64) -> u32 {
        let u = self.sizes.random::<f64>();
        if mean <= 1.0 {
            return 1;
        }
        let beyond = libm::log(1.0 - u) / libm::log1p(-1.0 / mean);
        1 + libm::floor(beyond).min(999.0) as u32
    }
}
