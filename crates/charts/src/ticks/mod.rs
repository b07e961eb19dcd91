//! Where an axis is marked, and in which words: steps people count in, units on the axis, fewer marks where it is narrow.

pub(crate) mod label;
mod linear;
mod log;

use crate::projection::AxisMap;
use crate::text::width_em;
use explorer_core::chart::{Axis, Scale};

/// The marks of one axis and its title with the unit in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// Marks with words.
    pub major: Vec<Tick>,
    /// Marks without: where log axes have their multiples.
    pub minor: Vec<f64>,
    /// The title, unit included.
    pub title: String,
}

/// One mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where, in shares of the axis.
    pub share: f64,
    /// What is written there.
    pub label: String,
}

/// The room an axis has, in em of its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// Length of the axis.
    pub length: f64,
    /// Whether labels stand side by side (x) or one above the other (y).
    pub is_horizontal: bool,
}

impl Room {
    /// The most marks that are of use.
    fn most(&self) -> usize {
        let each = if self.is_horizontal { 5.0 } else { 3.4 };
        ((self.length / each) as usize).clamp(2, if self.is_horizontal { 7 } else { 6 })
    }

    /// Whether these labels stand clear of each other.
    fn fits(&self, ticks: &[Tick]) -> bool {
        let extent = |tick: &Tick| if self.is_horizontal { width_em(&tick.label) } else { 1.2 };
        let gap = if self.is_horizontal { 0.9 } else { 0.5 };
        ticks.windows(2).all(|pair| {
            let apart = (pair[1].share - pair[0].share).abs() * self.length;
            apart >= (extent(&pair[0]) + extent(&pair[1])) / 2.0 + gap
        })
    }
}

/// The marks of an axis in the room it has.
pub(crate) fn ticks(axis: &Axis, room: Room) -> Ticks {
    if !axis.categories.is_empty() {
        let map = AxisMap::new(axis);
        let tick = |(i, name): (usize, &String)| Tick { share: map.share(i as f64 + 0.5), label: name.clone() };
        let major = axis.categories.iter().enumerate().map(tick).filter(|tick| on_axis(tick.share)).collect();
        return Ticks { major, minor: Vec::new(), title: axis.label.clone() };
    }
    match axis.scale {
        Scale::Linear => linear::ticks(axis, room),
        Scale::Log => log::ticks(axis, room),
        Scale::Tail => tail(axis, room),
    }
}

fn on_axis(share: f64) -> bool {
    (-1e-9..=1.0 + 1e-9).contains(&share)
}

/// p50, p90, p99, p99.9 and so on: every further nine is one step.
fn tail(axis: &Axis, room: Room) -> Ticks {
    const MARKS: [(f64, &str); 9] = [
        (0.0, "p0"),
        (0.5, "p50"),
        (0.9, "p90"),
        (0.99, "p99"),
        (0.999, "p99.9"),
        (0.9999, "p99.99"),
        (0.99999, "p99.999"),
        (0.999999, "p99.9999"),
        (0.9999999, "p99.99999"),
    ];
    let map = AxisMap::new(axis);
    let mut major: Vec<Tick> = Vec::new();
    // The nines come first; the others where there is room left.
    for pass in [&MARKS[2..], &MARKS[1..2], &MARKS[..1]] {
        for &(q, label) in pass {
            let share = map.share(q);
            if !on_axis(share) || q < map.min - 1e-12 {
                continue;
            }
            let mut with = major.clone();
            with.push(Tick { share, label: label.to_owned() });
            with.sort_by(|a, b| a.share.total_cmp(&b.share));
            if room.fits(&with) {
                major = with;
            }
        }
    }
    Ticks { major, minor: Vec::new(), title: axis.label.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use explorer_core::quantity::Unit;

    fn labels(axis: &Axis, length: f64) -> Vec<String> {
        let room = Room { length, is_horizontal: true };
        ticks(axis, room).major.into_iter().map(|tick| tick.label.replace('\u{a0}', " ")).collect()
    }

    fn title(axis: &Axis) -> String {
        ticks(axis, Room { length: 40.0, is_horizontal: true }).title
    }

    #[test]
    fn time_is_counted_in_the_steps_of_a_clock() {
        let minutes = Axis::linear("wait", Unit::SECS, 0.0, 2400.0);
        assert_eq!(labels(&minutes, 40.0), ["0", "10", "20", "30", "40"]);
        assert_eq!(title(&minutes), "wait (min)");
        assert_eq!(labels(&Axis::linear("wait", Unit::SECS, 0.0, 90.0), 25.0), ["0", "30", "60", "90"]);
        assert_eq!(labels(&Axis::linear("wait", Unit::MS, 0.0, 0.4), 30.0), ["0", "100", "200", "300", "400"]);
        assert_eq!(title(&Axis::linear("wait", Unit::MS, 0.0, 0.4)), "wait (µs)");
    }

    #[test]
    fn long_stretches_of_time_are_marked_in_the_units_people_say() {
        let axis = Axis::log("pause", Unit::SECS, 1e-9, 1e6);
        assert_eq!(labels(&axis, 60.0), ["1 ns", "1 µs", "1 ms", "1 s", "1 min", "1 h", "1 day"]);
        let axis = Axis::log("pause", Unit::MS, 1.0, 100_000.0);
        assert_eq!(labels(&axis, 60.0), ["1 ms", "10 ms", "100 ms", "1 s", "10 s", "1 min"]);
        assert_eq!(title(&axis), "pause (log scale)");
        let axis = Axis::log("were it a second", Unit::SECS, 0.5, 4e8);
        assert_eq!(labels(&axis, 14.0), ["1 min", "1 day", "1 year"]);
    }

    #[test]
    fn narrow_axes_have_fewer_marks() {
        let axis = Axis::linear("busy", Unit::SHARE, 0.0, 1.0);
        assert_eq!(labels(&axis, 50.0).len(), 6);
        assert_eq!(labels(&axis, 12.0), ["0 %", "50 %", "100 %"]);
        let axis = Axis::log("size", Unit::BYTES, 1.0, 1e9);
        assert_eq!(labels(&axis, 20.0), ["1 B", "1 kB", "1 MB", "1 GB"]);
    }

    #[test]
    fn money_and_large_numbers_stay_short() {
        assert_eq!(
            labels(&Axis::log("a", Unit::USD, 1.0, 1e6), 60.0),
            ["$1", "$10", "$100", "$1,000", "$10 k", "$100 k", "$1 M"]
        );
        assert_eq!(labels(&Axis::linear("a", Unit::COUNT, 0.0, 2e6), 30.0), ["0", "0.5 M", "1.0 M", "1.5 M", "2.0 M"]);
        assert_eq!(
            labels(&Axis::linear("a", Unit::COUNT, 0.0, 0.3), 30.0),
            ["0", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"]
        );
    }

    #[test]
    fn rates_say_their_unit_once() {
        let axis = Axis::log("peak", Unit::PER_SEC, 1.0, 1e6);
        assert_eq!(labels(&axis, 14.0), ["1", "1,000", "1 M"]);
        assert_eq!(title(&axis), "peak (a second, log scale)");
        assert_eq!(title(&Axis::linear("hours a day", Unit::HOURS_PER_DAY, 0.0, 9.0)), "hours a day");
    }

    #[test]
    fn years_are_written_as_years() {
        let years = Axis::linear("Year", Unit::COUNT, 1990.0, 2030.0);
        assert_eq!(labels(&years, 40.0), ["1990", "2000", "2010", "2020", "2030"]);
    }

    #[test]
    fn nines_stand_equally_apart() {
        let axis = Axis::tail("of requests", 0.9999);
        assert_eq!(labels(&axis, 50.0), ["p0", "p50", "p90", "p99", "p99.9", "p99.99"]);
        assert_eq!(labels(&axis, 18.0).last().map(String::as_str), Some("p99.99"));
    }

    #[test]
    fn a_narrow_span_of_a_log_axis_is_marked_by_its_multiples() {
        assert_eq!(labels(&Axis::log("a", Unit::MS, 2.0, 60.0), 40.0), ["2 ms", "5 ms", "10 ms", "20 ms", "50 ms"]);
    }

    #[test]
    fn no_labels_ever_touch() {
        for unit in [Unit::SECS, Unit::MS, Unit::SHARE, Unit::USD, Unit::BYTES, Unit::PER_SEC, Unit::KM, Unit::COUNT] {
            for decades in 0..12 {
                let max: f64 = format!("3.7e{}", decades - 4).parse().expect("a number");
                for axis in [
                    Axis::linear("a", unit, 0.0, max),
                    Axis::log("a", unit, max / 1e5, max),
                    Axis::linear("a", unit, max * 0.98, max),
                ] {
                    for length in [8.0, 14.0, 22.0, 45.0, 90.0] {
                        let room = Room { length, is_horizontal: true };
                        let ticks = ticks(&axis, room);
                        assert!(room.fits(&ticks.major), "{axis:?} in {length}: {ticks:?}");
                        assert!(!ticks.major.is_empty() && ticks.major.len() < 12, "{axis:?} in {length}: {ticks:?}");
                    }
                }
            }
        }
    }
}
