//! A road as a network: lanes are bandwidth, travel time is latency, cars past a point are throughput.
//!
//! **Assumptions.** Cars are spread evenly over road and lanes. Each drives as fast as it may, but keeps a gap of [`TIME_GAP`] seconds
//! besides the [`JAM_SPACING`] metres it takes in a jam (Newell's car-following).
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | n | `lanes` | – |
//! | V | `free_speed_m_per_sec` | m/s |
//! | ℓ | `length_m` | m |
//! | N | `cars` on the road | – |
//! | s = nℓ/N | `spacing_m` | m |
//! | v = min(V, (s − d)/τ) | `speed_m_per_sec` | m/s |
//! | ℓ/v | `travel_secs` | s |
//! | Nv/ℓ | `cars_per_sec` | 1/s |
//! | n/(τ + d/V) | `capacity_per_sec` | 1/s |
//!
//! Little's law holds throughout: N = cars a second × travel time.
//!
//! **Source.** G. F. Newell, "A simplified car-following theory: a lower order model", Transportation Research B 36 (2002) 195–205,
//! doi:10.1016/S0191-2615(00)00044-8.
//!
//! **Where it stops being true.** Jams that travel, lorries, lanes of different speed. A computer's queue has no such collapse by
//! itself: there throughput falls where work is thrown away or the line itself costs work.

use core::fmt;

use crate::quantity::Unit;
use crate::source::{Constant, Source, books};

const NEWELL: Source = books::NEWELL_2002;

/// The time a driver keeps behind the car ahead.
pub const TIME_GAP: Constant = Constant {
    name: "the time a driver keeps behind the car ahead",
    value: 1.5,
    low: 1.0,
    high: 2.0,
    unit: Unit::SECS,
    source: NEWELL,
};

/// The road a car takes in a jam, in metres (the unit is kilometres).
pub const JAM_SPACING: Constant = Constant {
    name: "the road a car takes in a jam",
    value: 0.007,
    low: 0.006,
    high: 0.009,
    unit: Unit::KM,
    source: NEWELL,
};

/// A road with cars on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Highway {
    lanes: f64,
    free_speed_m_per_sec: f64,
    length_m: f64,
    cars: f64,
}

/// What a road refuses: an input that is not above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotARoad;

impl fmt::Display for NotARoad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("A road needs lanes, a speed, a length and at least one car.")
    }
}

impl core::error::Error for NotARoad {}

impl Highway {
    /// Lanes, the speed allowed in m/s, the length in m, and the cars on it: all above zero.
    ///
    /// # Errors
    /// [`NotARoad`] where one is not.
    pub fn new(lanes: f64, free_speed_m_per_sec: f64, length_m: f64, cars: f64) -> Result<Self, NotARoad> {
        let fine = [lanes, free_speed_m_per_sec, length_m, cars].iter().all(|v| v.is_finite() && *v > 0.0);
        if fine { Ok(Self { lanes, free_speed_m_per_sec, length_m, cars }) } else { Err(NotARoad) }
    }

    /// The same road with other cars on it.
    #[must_use]
    pub fn with_cars(self, cars: f64) -> Self {
        Self { cars, ..self }
    }

    /// Lane metres for each car.
    #[must_use]
    pub fn spacing_m(&self) -> f64 {
        self.lanes * self.length_m / self.cars
    }

    /// How fast the cars drive, m/s; 0 where the road is full.
    #[must_use]
    pub fn speed_m_per_sec(&self) -> f64 {
        let jam = Unit::KM.to_base(JAM_SPACING.value);
        ((self.spacing_m() - jam) / TIME_GAP.value).clamp(0.0, self.free_speed_m_per_sec)
    }

    /// How long the journey takes, seconds; nothing where the cars stand.
    #[must_use]
    pub fn travel_secs(&self) -> Option<f64> {
        let speed = self.speed_m_per_sec();
        (speed > 0.0).then(|| self.length_m / speed)
    }

    /// Cars past a point, a second.
    #[must_use]
    pub fn cars_per_sec(&self) -> f64 {
        self.cars / self.length_m * self.speed_m_per_sec()
    }

    /// The most cars that can pass, a second.
    #[must_use]
    pub fn capacity_per_sec(&self) -> f64 {
        self.lanes / (TIME_GAP.value + Unit::KM.to_base(JAM_SPACING.value) / self.free_speed_m_per_sec)
    }

    /// The cars at which the road passes the most.
    #[must_use]
    pub fn best_cars(&self) -> f64 {
        self.capacity_per_sec() * self.length_m / self.free_speed_m_per_sec
    }

    /// The cars that fit on it, bumper to bumper.
    #[must_use]
    pub fn most_cars(&self) -> f64 {
        self.lanes * self.length_m / Unit::KM.to_base(JAM_SPACING.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn road(cars: f64) -> Highway {
        Highway::new(10.0, 120.0 / 3.6, 30_000.0, cars).unwrap()
    }

    #[test]
    fn a_free_road_takes_its_length_over_its_speed() {
        assert!((road(3000.0).travel_secs().unwrap() - 900.0).abs() < 1e-9);
        assert!((road(3000.0).cars_per_sec() * 3600.0 - 12_000.0).abs() < 1e-6);
    }

    #[test]
    fn in_the_rush_hour_ten_lanes_pass_a_third_of_what_they_could() {
        // 10 m each: (10 − 7)/1.5 = 2 m/s.
        let jam = road(30_000.0);
        assert!((jam.speed_m_per_sec() - 2.0).abs() < 1e-12);
        assert!((jam.cars_per_sec() * 3600.0 - 7200.0).abs() < 1e-6);
        assert!((jam.cars_per_sec() / jam.capacity_per_sec() - 0.342).abs() < 1e-3);
    }

    #[test]
    fn a_lane_passes_about_two_thousand_an_hour() {
        let lane = Highway::new(1.0, 120.0 / 3.6, 1000.0, 1.0).unwrap();
        assert!((lane.capacity_per_sec() * 3600.0 - 2105.0).abs() < 1.0);
    }

    #[test]
    fn the_most_pass_at_the_best_number_of_cars_and_none_when_full() {
        let best = road(1.0).best_cars();
        let at = |cars: f64| road(cars).cars_per_sec();
        assert!((at(best) / road(1.0).capacity_per_sec() - 1.0).abs() < 1e-12);
        assert!(at(best * 0.99) < at(best) && at(best * 1.01) < at(best));
        assert_eq!(road(road(1.0).most_cars() * 1.01).travel_secs(), None);
    }

    #[test]
    fn littles_law_holds_on_the_road() {
        for cars in [1.0, 100.0, 5_000.0, 20_000.0, 40_000.0] {
            let road = road(cars);
            assert!((road.cars_per_sec() * road.travel_secs().unwrap() / cars - 1.0).abs() < 1e-12);
        }
    }
}
