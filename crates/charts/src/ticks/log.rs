//! Marks of logarithmic axes: decades, thinned to every third (or to the units people say) where it is narrow, and
//! multiples of 1, 2 and 5 where the axis spans few decades.

use super::{Room, Tick, Ticks, label, on_axis};
use crate::projection::AxisMap;
use explorer_core::chart::Axis;
use explorer_core::quantity::{Dimension, Unit};

/// The densest set of marks whose labels fit.
pub(super) fn ticks(axis: &Axis, room: Room) -> Ticks {
    let map = AxisMap::new(axis);
    // Rates are counted in their own unit, which stands in the title: "1,000 a second" would be too long.
    let in_base = if axis.unit.dimension == Dimension::Rate { 1.0 } else { axis.unit.in_base };
    let (low, high) = (map.min * in_base, map.max * in_base);
    let (first, last) = (exponent(low) - 1, exponent(high) + 1);
    let decades: Vec<f64> = (first..=last).map(power_of_ten).collect();
    let is_clock = axis.unit.dimension == Dimension::Time && axis.unit != Unit::HOURS_PER_DAY;

    let many: Vec<f64> = decades.iter().flat_map(|d| [1.0, 2.0, 5.0].map(|times| times * d)).collect();
    let every = if is_clock { clock(&decades, &CLOCK) } else { decades.clone() };
    let third: Vec<f64> = if is_clock { clock(&thirds(first, last), &CLOCK_UNITS) } else { thirds(first, last) };

    let mark = |base: f64| {
        let share = map.share(base / in_base);
        on_axis(share).then(|| Tick { share: share.clamp(0.0, 1.0), label: label::alone(base / in_base, axis.unit) })
    };
    let sets = [if is_clock && high > 59.0 { &every } else { &many }, &every, &third];
    let mut major = Vec::new();
    for set in sets {
        let marks: Vec<Tick> = set.iter().copied().filter_map(mark).collect();
        if !marks.is_empty() && marks.len() <= room.most() + 1 && room.fits(&marks) {
            // Fewer than two marks say nothing about the scale.
            if marks.len() > 1 || major.is_empty() {
                major = marks;
            }
            break;
        }
    }
    // Where not even these fit: as many as do, the largest first.
    for set in [&third, &every, &many] {
        if major.len() >= 2 {
            break;
        }
        let mut kept: Vec<Tick> = Vec::new();
        for tick in set.iter().rev().copied().filter_map(mark) {
            kept.insert(0, tick);
            if !room.fits(&kept) || kept.len() > room.most() + 1 {
                kept.remove(0);
            }
        }
        if kept.len() > major.len() {
            major = kept;
        }
    }
    if major.len() < 2 {
        major = ends(&map, axis.unit, room);
    }
    let minor = if last - first <= 9 {
        decades.iter().flat_map(|d| (2..10).map(move |times| f64::from(times) * d)).collect()
    } else {
        Vec::new()
    };
    let minor = minor.into_iter().map(|base| map.share(base / in_base)).filter(|s| on_axis(*s)).collect();
    let said = label::rate_words(axis.unit).filter(|words| !axis.label.ends_with(words));
    let scale = said.map_or_else(|| "log scale".to_owned(), |words| format!("{words}, log scale"));
    let title = if axis.label.is_empty() { scale } else { format!("{} ({scale})", axis.label) };
    Ticks { major, minor, title }
}

/// Both ends of the axis, or the lower one alone.
fn ends(map: &AxisMap, unit: Unit, room: Room) -> Vec<Tick> {
    let end = |share: f64, v: f64| Tick { share, label: label::alone(v, unit) };
    let both = vec![end(0.0, map.min), end(1.0, map.max)];
    if room.fits(&both) { both } else { vec![end(0.0, map.min)] }
}

/// Above a second, clocks and calendars do not count in decades.
const CLOCK: [f64; 11] =
    [1.0, 10.0, 60.0, 600.0, 3600.0, 86_400.0, 864_000.0, YEAR, 10.0 * YEAR, 100.0 * YEAR, 1000.0 * YEAR];
const CLOCK_UNITS: [f64; 6] = [1.0, 60.0, 3600.0, 86_400.0, YEAR, 1000.0 * YEAR];
/// A Julian year in seconds.
const YEAR: f64 = 365.25 * 86_400.0;

fn clock(decades: &[f64], above_a_second: &[f64]) -> Vec<f64> {
    decades.iter().copied().filter(|d| *d < 0.9).chain(above_a_second.iter().copied()).collect()
}

fn thirds(first: i32, last: i32) -> Vec<f64> {
    (first..=last).filter(|e| e.rem_euclid(3) == 0).map(power_of_ten).collect()
}

fn exponent(v: f64) -> i32 {
    libm::floor(libm::log10(v) + 1e-9).clamp(-300.0, 300.0) as i32
}

fn power_of_ten(exponent: i32) -> f64 {
    format!("1e{exponent}").parse().unwrap_or(1.0)
}
