//! Light in glass: the least a round trip can take, and what it usually takes.
//!
//! * floor = 2d/v: out and back along the shortest way d at the speed of light in fibre v. Nothing through cables is quicker.
//! * typical = s · 2d/v + a: cables follow coasts and roads, packets follow contracts (stretch s), and the last stretch to
//!   the user's home adds an access delay a that distance does not explain.
//!
//! Symbols ↔ names ↔ units: d `km`; v `km_per_sec`; s `stretch`; a `access_ms`; results in milliseconds.
//! v = c/n with the group index n of standard single-mode fibre (ITU-T G.652) at 1,550 nm.
//! Valid for terrestrial cables and submarine ones; satellites and microwave links are quicker or slower by other rules.

use std::fmt;

use crate::quantity::Unit;
use crate::source::{Constant, Source};

/// The speed of light in a vacuum, km/s, exactly.
pub const LIGHT_KM_PER_SEC: f64 = 299_792.458;
/// The round figure of tutorials, km/s: it hides a 2 % margin in the safe direction.
pub const ROUND_KM_PER_SEC: f64 = 200_000.0;

/// Group index of fibre.
pub const GROUP_INDEX: Constant = Constant {
    name: "group index of single-mode fibre at 1,550 nm",
    value: 1.4682,
    low: 1.462,
    high: 1.4685,
    unit: Unit::COUNT,
    source: Source {
        author: "Corning",
        title: "SMF-28 Ultra optical fibre, product information: effective group index 1.4676 at 1,310 nm, 1.4682 at 1,550 nm",
        as_of: "2021",
        at: "ITU-T G.652 fibres of other makers: 1.462 to 1.4685",
    },
};

/// The access delay of a good connection at home, round trip.
pub const ACCESS_MS: Constant = Constant {
    name: "round trip between a home and its provider’s nearest hub",
    value: 5.0,
    low: 1.0,
    high: 40.0,
    unit: Unit::MS,
    source: Source {
        author: "Rule of thumb",
        title: "fibre 1–5 ms, cable 8–15 ms, DSL 10–25 ms, mobile 20–40 ms",
        as_of: "2024",
        at: "orders of magnitude; measure your own",
    },
};

/// How a network carries light: speed, detours, access.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fibre {
    km_per_sec: f64,
    stretch: f64,
    access_ms: f64,
}

/// Why there is no such network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FibreError {
    /// A speed not above zero, or beyond that of light.
    Speed,
    /// A way shorter than the shortest.
    Stretch,
    /// An access delay below zero.
    Access,
}

impl fmt::Display for FibreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Speed => {
                "Light in fibre needs a speed above zero, and no more than 299,792 km/s: that is light in a vacuum."
            }
            Self::Stretch => "The way taken cannot be shorter than the shortest: the stretch is at least 1.",
            Self::Access => "An access delay cannot be below zero.",
        })
    }
}

impl std::error::Error for FibreError {}

impl Fibre {
    /// A network with light of `km_per_sec`, ways `stretch` (at least 1) times the shortest, and an access delay.
    ///
    /// # Errors
    /// Where an argument is out of range.
    pub fn new(km_per_sec: f64, stretch: f64, access_ms: f64) -> Result<Self, FibreError> {
        if !(km_per_sec > 0.0 && km_per_sec <= LIGHT_KM_PER_SEC) {
            return Err(FibreError::Speed);
        }
        if !(stretch >= 1.0 && stretch.is_finite()) {
            return Err(FibreError::Stretch);
        }
        if !(access_ms >= 0.0 && access_ms.is_finite()) {
            return Err(FibreError::Access);
        }
        Ok(Self { km_per_sec, stretch, access_ms })
    }

    /// The least a round trip over `km` can take, ms.
    pub fn floor_ms(&self, km: f64) -> f64 {
        round_trip_ms(km, self.km_per_sec)
    }

    /// What a round trip between a user and a server `km` apart usually takes, ms.
    pub fn typical_ms(&self, km: f64) -> f64 {
        self.access_ms + self.between_servers_ms(km)
    }

    /// What it usually takes between two data centres: without the access delay, ms.
    pub fn between_servers_ms(&self, km: f64) -> f64 {
        self.stretch * self.floor_ms(km)
    }

    /// How far a server may be for a typical round trip of `ms`, km; none where the access alone takes longer.
    pub fn km_within(&self, ms: f64) -> Option<f64> {
        let left = ms - self.access_ms;
        (left >= 0.0).then(|| left / 1e3 / 2.0 * self.km_per_sec / self.stretch)
    }
}

/// Out and back over `km` at `km_per_sec`, ms.
pub fn round_trip_ms(km: f64, km_per_sec: f64) -> f64 {
    2.0 * km / km_per_sec * 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_speed_is_that_of_light_over_the_group_index() {
        assert!((LIGHT_KM_PER_SEC / GROUP_INDEX.value - 204_190.0).abs() < 1.0);
    }

    #[test]
    fn the_tutorials_round_trips_follow_from_its_round_distances() {
        for (km, ms) in [(4_000.0, 40.0), (5_500.0, 55.0), (16_000.0, 160.0)] {
            assert_eq!(round_trip_ms(km, ROUND_KM_PER_SEC), ms);
        }
    }

    #[test]
    fn london_to_new_york_takes_at_least_54_7_ms_on_the_ellipsoid() {
        // 5,585.234 km by GeographicLib; 2 × 5,585.234 / 204,190 s.
        let fibre = Fibre::new(204_190.0, 1.7, 5.0).unwrap();
        assert!((fibre.floor_ms(5_585.233_579) - 54.706_2).abs() < 1e-4);
        assert!((fibre.typical_ms(5_585.233_579) - 98.000_6).abs() < 1e-4);
    }

    #[test]
    fn the_reach_of_a_round_trip_is_the_inverse_of_its_time() {
        let fibre = Fibre::new(204_190.0, 1.7, 5.0).unwrap();
        for km in [0.0, 100.0, 20_000.0] {
            assert!((fibre.km_within(fibre.typical_ms(km)).unwrap() - km).abs() < 1e-9);
        }
        assert_eq!(fibre.km_within(4.0), None);
    }

    #[test]
    fn faster_than_light_and_shorter_than_the_shortest_are_refused() {
        assert_eq!(Fibre::new(300_000.0, 1.0, 0.0), Err(FibreError::Speed));
        assert_eq!(Fibre::new(f64::NAN, 1.0, 0.0), Err(FibreError::Speed));
        assert_eq!(Fibre::new(2e5, 0.9, 0.0), Err(FibreError::Stretch));
        assert_eq!(Fibre::new(2e5, 1.0, -1.0), Err(FibreError::Access));
    }
}
