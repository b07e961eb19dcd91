//! A building and its lifts: what the simulation and the formulas are asked about.

use core::fmt;

use super::motion::Motion;

/// Most cars that are simulated.
pub const MOST_CARS: u32 = 24;
/// Most floors above the lobby that are simulated: each, and the lobby, is a bit of 128.
pub const MOST_FLOORS: u32 = 120;

/// Where people come from and go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traffic {
    /// All from the lobby to a floor, each floor as likely as the other: the morning.
    Up,
    /// Three tenths from the lobby, three tenths to it, the others between floors: the day.
    Mixed,
    /// Two fifths from the lobby, two fifths to it, a fifth between floors: noon.
    Lunch,
    /// All from a floor to the lobby: the evening.
    Down,
}

impl Traffic {
    /// Shares of people who come in through the lobby, and who go out through it.
    pub fn shares(self) -> (f64, f64) {
        match self {
            Self::Up => (1.0, 0.0),
            Self::Mixed => (0.3, 0.3),
            Self::Lunch => (0.4, 0.4),
            Self::Down => (0.0, 1.0),
        }
    }
}

/// Which car answers a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dispatch {
    /// Each car collects the calls on its way, up and then down; an idle one goes to the nearest call.
    Collective,
    /// A call is given to the car nearest to it that comes its way.
    NearestCar,
    /// People say where they go before they board, and are told which car to take.
    Destination,
}

/// A building in SI units and floors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Building {
    /// Floors above the lobby.
    pub floors: u32,
    /// Cars, each in its shaft.
    pub cars: u32,
    /// People a car holds.
    pub capacity: u32,
    /// How cars move.
    pub motion: Motion,
    /// Seconds to open and close the doors once, both together.
    pub door_secs: f64,
    /// Seconds one person takes to step in, or out.
    pub boarding_secs: f64,
    /// People who come, a second.
    pub arrivals_per_sec: f64,
    /// How many come together, on average; 1: each alone.
    pub group: f64,
    /// Where they go.
    pub traffic: Traffic,
    /// Who picks them up.
    pub dispatch: Dispatch,
}

/// Why a building makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildingError {
    /// Floors, cars or places: none, or more than are simulated.
    Size,
    /// Speed or acceleration not above zero.
    Motion,
    /// A time below zero, or none at all.
    Times,
    /// A rate or group that is none.
    Arrivals,
}

impl fmt::Display for BuildingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Size => "A building needs at least one floor, one car and one place in it, and is simulated up to 120 floors and 24 cars.",
            Self::Motion => "A car needs a speed and an acceleration above zero.",
            Self::Times => "Doors and boarding take a time of zero or more.",
            Self::Arrivals => "People come at a rate above zero, at least one at a time.",
        })
    }
}

impl core::error::Error for BuildingError {}

impl Building {
    /// Whether it can be calculated and simulated.
    ///
    /// # Errors
    /// The first of its numbers that makes no sense.
    pub fn check(&self) -> Result<(), BuildingError> {
        let sizes =
            (1..=MOST_FLOORS).contains(&self.floors) && (1..=MOST_CARS).contains(&self.cars) && self.capacity >= 1;
        let time = |secs: f64| secs >= 0.0 && secs.is_finite();
        if !sizes {
            Err(BuildingError::Size)
        } else if !(self.motion.speed > 0.0 && self.motion.speed.is_finite() && self.motion.acceleration > 0.0) {
            Err(BuildingError::Motion)
        } else if !(time(self.door_secs) && time(self.boarding_secs)) {
            Err(BuildingError::Times)
        } else if !(self.arrivals_per_sec > 0.0
            && self.arrivals_per_sec.is_finite()
            && self.group >= 1.0
            && self.group.is_finite())
        {
            Err(BuildingError::Arrivals)
        } else {
            Ok(())
        }
    }

    /// Twice the top speed, the rest as it is.
    #[must_use]
    pub fn with_faster_motor(self) -> Self {
        Self { motion: Motion { speed: 2.0 * self.motion.speed, ..self.motion }, ..self }
    }

    /// One car more, where that many can be simulated.
    #[must_use]
    pub fn with_another_car(self) -> Self {
        Self { cars: (self.cars + 1).min(MOST_CARS), ..self }
    }

    /// Seconds that one stop costs whoever rides past it: doors and lost speed.
    pub fn stop_secs(&self) -> f64 {
        self.door_secs + self.motion.flight_secs(1.0) - 1.0 / self.motion.speed
    }
}
