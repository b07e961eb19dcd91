//! The round trip of a lift in the morning rush: everybody boards in the lobby, each floor is as likely as the other.
//!
//! | symbol | name | meaning, unit |
//! |---|---|---|
//! | N | `floors` | floors above the lobby |
//! | P | `passengers` | people in the car as it leaves the lobby; lift engineers take 80 % of its places |
//! | S = N(1 − (1 − 1/N)^P) | `probable_stops` | mean number of stops above the lobby |
//! | H = N − Σ_{i<N} (i/N)^P | `highest_reversal` | mean of the highest floor reached, floors |
//! | RTT = 2H·t_v + (S + 1)·t_s + 2P·t_p | `secs` | round trip, s; t_v = 1/v, t_s = doors + v/a, t_p = boarding of one |
//! | RTT/L | `interval_secs` | mean time between cars of a group of L, s |
//! | 300·P·L/RTT | `handling_per_5min` | people carried in five minutes |
//! | L·C/RTT(P = C) | `saturation_per_sec` | people a second beyond which the line grows for ever; C: places of a car |
//!
//! Where one floor is too short for the top speed the textbook's t_s is loose. Here each jump has its own flight time, weighted by
//! how often it occurs: with q(k) = (1 − k/N)^P, the chance that k given floors are nobody's, a car has q(d−1) − q(d) first jumps
//! over d floors and (N − d)(q(d−1) − 2q(d) + q(d+1)) later ones, and its way home is h floors with chance (h/N)^P − ((h−1)/N)^P.
//! Where one floor is enough, this is the textbook's sum exactly. With Poisson loads of mean P, q(k) = e^{−Pk/N}, so
//! S = N(1 − e^{−P/N}) (Tregenza).
//!
//! Source: G. C. Barney and L. Al-Sharif, *Elevator Traffic Handbook*, 2nd ed. (Routledge, 2016), chapters 4 to 6; P. R. Tregenza,
//! "The prediction of passenger lift performance", Architectural Science Review 15 (1972).
//! Where it stops being true: floors that are wanted unequally, people who leave in groups, cars that go less than full; it says
//! nothing of a wait. At light load cars leave with fewer than P, and the round trip is shorter.

use super::building::Building;

/// How many people a car takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loads {
    /// The same number each time.
    Constant,
    /// Poisson, with that mean.
    Poisson,
}

/// A car of the morning rush.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UpPeak {
    building: Building,
    passengers: f64,
    loads: Loads,
}

/// The mean round trip, and what it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoundTrip {
    /// As long as the ways at full speed take, s.
    pub travel_secs: f64,
    /// Doors, s.
    pub door_secs: f64,
    /// What speeding up and slowing down adds to the ways, s.
    pub slowing_secs: f64,
    /// Stepping in and out, s.
    pub boarding_secs: f64,
}

impl RoundTrip {
    /// The whole, s.
    pub fn secs(&self) -> f64 {
        self.travel_secs + self.door_secs + self.slowing_secs + self.boarding_secs
    }
}

impl UpPeak {
    /// A building (that has passed [`Building::check`]) whose cars leave the lobby with `passengers` ≥ 0 each.
    pub fn new(building: &Building, passengers: f64, loads: Loads) -> Self {
        Self { building: *building, passengers: passengers.max(0.0), loads }
    }

    /// With 80 % of the places taken, as lift engineers do.
    pub fn usual(building: &Building) -> Self {
        Self::new(building, 0.8 * f64::from(building.capacity), Loads::Constant)
    }

    /// The chance that nobody wants any of `k` given floors.
    fn nobody_wants(&self, k: u32) -> f64 {
        let share = f64::from(k) / f64::from(self.building.floors);
        match self.loads {
            Loads::Constant if share >= 1.0 => f64::from(self.passengers == 0.0),
            Loads::Constant => libm::pow(1.0 - share, self.passengers),
            Loads::Poisson => libm::exp(-self.passengers * share),
        }
    }

    /// S.
    pub fn probable_stops(&self) -> f64 {
        f64::from(self.building.floors) * (1.0 - self.nobody_wants(1))
    }

    /// H, floors.
    pub fn highest_reversal(&self) -> f64 {
        let floors = self.building.floors;
        f64::from(floors) - (0..floors).map(|i| self.nobody_wants(floors - i)).sum::<f64>()
    }

    /// The chance of exactly `stops` stops, for loads of a whole number of people: people thrown into floors.
    pub fn chance_of_stops(&self) -> Vec<f64> {
        let n = self.building.floors as usize;
        let mut chances = vec![0.0; n + 1];
        chances[0] = 1.0;
        for _ in 0..libm::round(self.passengers) as u64 {
            for s in (0..=n).rev() {
                let old = chances[s] * s as f64 / n as f64;
                let new = if s > 0 { chances[s - 1] * (n - s + 1) as f64 / n as f64 } else { 0.0 };
                chances[s] = old + new;
            }
        }
        chances
    }

    /// The mean round trip.
    pub fn round_trip(&self) -> RoundTrip {
        let (building, floors) = (&self.building, self.building.floors);
        let (stops, highest) = (self.probable_stops(), self.highest_reversal());
        let q = |k: u32| self.nobody_wants(k);
        let mut flights = 0.0;
        for d in 1..=floors {
            let again = if d < floors { f64::from(floors - d) * (q(d - 1) - 2.0 * q(d) + q(d + 1)) } else { 0.0 };
            let up = q(d - 1) - q(d) + again;
            let home = q(floors - d) - q(floors - d + 1);
            flights += (up + home) * building.motion.flight_secs(f64::from(d));
        }
        let travel_secs = 2.0 * highest / building.motion.speed;
        RoundTrip {
            travel_secs,
            door_secs: (stops + 1.0) * building.door_secs,
            slowing_secs: (flights - travel_secs).max(0.0),
            boarding_secs: 2.0 * self.passengers * building.boarding_secs,
        }
    }

    /// Mean time between cars, s.
    pub fn interval_secs(&self) -> f64 {
        self.round_trip().secs() / f64::from(self.building.cars)
    }

    /// People carried in five minutes.
    pub fn handling_per_5min(&self) -> f64 {
        300.0 * self.passengers / self.interval_secs()
    }

    /// People a second beyond which the line in the lobby grows for ever: every car full.
    pub fn saturation_per_sec(building: &Building) -> f64 {
        let capacity = f64::from(building.capacity);
        capacity / Self::new(building, capacity, Loads::Constant).interval_secs()
    }
}
