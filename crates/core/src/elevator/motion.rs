//! How long a car takes from one floor to another: it speeds up evenly, runs at its top speed, and slows down evenly.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | v | `speed` | floors/s |
//! | a | `acceleration` | floors/s² (infinite: at full speed at once) |
//! | d | `floors` | floors |
//! | t = d/v + v/a | [`Motion::flight_secs`] where d ≥ v²/a | s |
//! | t = 2√(d/a) | the same where d is too short for the top speed | s |
//!
//! Source: R. D. Peters, "Ideal lift kinematics", Elevator Technology 6 (1995), without its limit on jerk.
//! Where it stops being true: real drives limit the jerk too, which costs about half a second a start; cars level in at the floor.

/// The motion of a car between floors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// Top speed, floors a second.
    pub speed: f64,
    /// Acceleration and deceleration, floors/s²; infinite for a car that is at full speed at once.
    pub acceleration: f64,
}

impl Motion {
    /// Whether a car reaches its top speed within `floors`.
    pub fn reaches_top_speed(&self, floors: f64) -> bool {
        floors * self.acceleration >= self.speed * self.speed
    }

    /// Seconds from standing to standing over `floors` ≥ 0.
    pub fn flight_secs(&self, floors: f64) -> f64 {
        if floors <= 0.0 {
            0.0
        } else if self.reaches_top_speed(floors) {
            floors / self.speed + self.speed / self.acceleration
        } else {
            2.0 * libm::sqrt(floors / self.acceleration)
        }
    }

    /// Seconds after setting off at which a car that would go on has to begin braking in order to stop after `floors`.
    pub fn braking_after_secs(&self, floors: f64) -> f64 {
        if self.reaches_top_speed(floors) { floors / self.speed } else { libm::sqrt(floors / self.acceleration) }
    }

    /// Floors covered `secs` after setting off, while nothing has been braked yet.
    pub fn covered(&self, secs: f64) -> f64 {
        let rise = self.speed / self.acceleration;
        if secs < rise { 0.5 * self.acceleration * secs * secs } else { self.speed * (secs - 0.5 * rise) }
    }

    /// Floors covered `secs` after setting off by a car that stops after `floors`.
    pub fn covered_of(&self, floors: f64, secs: f64) -> f64 {
        if secs <= self.braking_after_secs(floors) {
            return self.covered(secs).min(floors);
        }
        let left = (self.flight_secs(floors) - secs).max(0.0);
        let braking = if self.acceleration.is_finite() { 0.5 * self.acceleration * left * left } else { 0.0 };
        (floors - braking).clamp(0.0, floors)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_flight_loses_the_time_to_speed_up_once_and_a_short_one_never_gets_there() {
        let car = Motion { speed: 2.0, acceleration: 1.0 };
        // 4 floors is just enough: two seconds up to speed, two down, 2 floors each.
        assert_eq!(car.flight_secs(4.0), 4.0);
        assert_eq!(car.flight_secs(10.0), 7.0);
        assert_eq!(car.flight_secs(1.0), 2.0);
        assert!(!car.reaches_top_speed(3.9) && car.reaches_top_speed(4.0));
        let at_once = Motion { speed: 0.5, acceleration: f64::INFINITY };
        assert_eq!(
            (at_once.flight_secs(3.0), at_once.covered_of(3.0, 4.0), at_once.covered_of(3.0, 9.0)),
            (6.0, 2.0, 3.0)
        );
    }

    #[test]
    fn distance_is_speed_summed_up_over_small_steps() {
        for (speed, acceleration, floors) in [(2.0, 1.0, 10.0), (2.0, 1.0, 1.0), (0.5, 0.3, 1.0), (1.0, 0.3, 2.0)] {
            let car = Motion { speed, acceleration };
            let steps = 200_000;
            let dt = car.flight_secs(floors) / f64::from(steps);
            let (mut x, mut v, mut worst) = (0.0, 0.0_f64, 0.0_f64);
            for i in 0..steps {
                let braking = v * v / (2.0 * acceleration) >= floors - x;
                v = if braking { (v - acceleration * dt).max(0.0) } else { (v + acceleration * dt).min(speed) };
                x += v * dt;
                worst = worst.max((x - car.covered_of(floors, f64::from(i + 1) * dt)).abs());
            }
            assert!(worst < 2e-3 * floors && (x - floors).abs() < 1e-3, "{worst} {x}");
        }
    }

    #[test]
    fn who_begins_to_brake_at_the_last_moment_arrives_when_the_flight_ends() {
        let car = Motion { speed: 1.0, acceleration: 0.3 };
        for floors in [1.0, 2.0, 3.0, 4.0, 9.0] {
            let at = car.braking_after_secs(floors);
            let v = (at * 0.3).min(1.0);
            assert!((at + v / 0.3 - car.flight_secs(floors)).abs() < 1e-12);
            assert!((car.covered(at) + v * v / 0.6 - floors).abs() < 1e-12);
        }
    }
}
