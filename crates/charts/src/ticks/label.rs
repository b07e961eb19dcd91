//! The words at a mark.

use explorer_core::chart::Axis;
use explorer_core::quantity::{Dimension, Unit, grouped, significant};

const NBSP: char = '\u{a0}';

/// How a whole axis writes its numbers: in which unit, and where that unit is said.
pub(super) struct Style {
    /// One of the shown unit, in the axis' unit.
    pub divisor: f64,
    /// The shown unit as the title says it; empty where the labels say it or there is none.
    pub in_title: &'static str,
    before: &'static str,
    after: &'static str,
}

/// Whether numbers on an axis are years of the calendar, which nobody groups by thousands.
pub(crate) fn are_years(axis: &Axis) -> bool {
    axis.unit == Unit::COUNT && axis.label.to_lowercase().contains("year") && axis.min >= 1000.0 && axis.max < 10_000.0
}

/// The style of a linear axis whose largest magnitude is `largest`.
pub(super) fn style(unit: Unit, largest: f64) -> Style {
    let base = unit.to_base(largest);
    let titled = |&(size, name): &(f64, &'static str)| Style {
        divisor: size / unit.in_base,
        in_title: name,
        before: "",
        after: "",
    };
    let plain = |name| Style { divisor: 1.0, in_title: name, before: "", after: "" };
    // A scale is left for the next when the axis reaches three of it, so that no axis ends at "1".
    let reach = |table: &[(f64, &'static str)], least: f64| {
        titled(table.iter().rev().find(|(size, _)| base >= size * least).unwrap_or(&table[0]))
    };
    match unit.dimension {
        Dimension::Share => Style { divisor: 0.01 / unit.in_base, in_title: "", before: "", after: "\u{a0}%" },
        Dimension::Ratio => Style { divisor: 1.0, in_title: "", before: "", after: "\u{a0}×" },
        Dimension::Money => Style { divisor: 1.0, in_title: "", before: "$", after: "" },
        Dimension::Count => plain(""),
        Dimension::Time if unit == Unit::HOURS_PER_DAY => plain("hours a day"),
        Dimension::Time => {
            const LONG: [(f64, &str); 3] = [(60.0, "min"), (3600.0, "h"), (86_400.0, "days")];
            const SHORT: [(f64, &str); 4] = [(1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1.0, "s")];
            if base >= 150.0 { reach(&LONG, 2.5) } else { reach(&SHORT, 1.5) }
        }
        Dimension::Rate if unit == Unit::PER_DAY => plain("a day"),
        Dimension::Rate if unit == Unit::PER_MONTH => plain("a month"),
        Dimension::Rate => reach(&[(1.0 / 3600.0, "an hour"), (1.0 / 60.0, "a minute"), (1.0, "a second")], 1.5),
        Dimension::Data => reach(&[(1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB"), (1e12, "TB")], 1.5),
        Dimension::DataRate if unit == Unit::MB_PER_SEC => {
            reach(&[(8.0, "B/s"), (8e3, "kB/s"), (8e6, "MB/s"), (8e9, "GB/s")], 1.5)
        }
        Dimension::DataRate => reach(&[(1.0, "bit/s"), (1e3, "kbit/s"), (1e6, "Mbit/s"), (1e9, "Gbit/s")], 1.5),
        Dimension::Length => reach(&[(1.0, "m"), (1e3, "km")], 1.5),
        Dimension::Speed => reach(&[(1.0, "m/s"), (1e3, "km/s")], 1.5),
    }
}

impl Style {
    /// A label for a value in the shown unit, on an axis that reaches `largest` in steps of `step`.
    pub fn label(&self, shown: f64, largest: f64, step: f64) -> String {
        // Long numbers are shortened for the whole axis or not at all.
        let (scale, suffix) = match largest {
            l if l >= 1e9 && step >= 1e7 => (1e9, " bn"),
            l if l >= 1e6 && step >= 1e4 => (1e6, " M"),
            l if l >= 2e4 && step >= 1e2 => (1e3, " k"),
            _ => (1.0, ""),
        };
        let decimals = decimals_of(step / scale);
        let number = if shown == 0.0 {
            "0".to_owned()
        } else {
            grouped(shown / scale, decimals) + &suffix.replace(' ', "\u{a0}")
        };
        match number.strip_prefix('−') {
            Some(number) => format!("−{}{number}{}", self.before, self.after),
            None => format!("{}{number}{}", self.before, self.after),
        }
    }
}

/// Decimals that tell multiples of a step apart.
fn decimals_of(step: f64) -> usize {
    let mut decimals = 0;
    let mut scaled = step;
    while decimals < 12 && (scaled - scaled.round()).abs() > 1e-6 * scaled.abs() {
        scaled *= 10.0;
        decimals += 1;
    }
    decimals
}

/// How a rate's unit is said.
pub(super) fn rate_words(unit: Unit) -> Option<&'static str> {
    (unit.dimension == Dimension::Rate).then_some(match unit {
        Unit::PER_MINUTE => "a minute",
        Unit::PER_DAY => "a day",
        Unit::PER_MONTH => "a month",
        _ => "a second",
    })
}

/// A label that says its unit itself, for log axes: "1 ms", "$10 k", "1 M".
pub(super) fn alone(value: f64, unit: Unit) -> String {
    let base = unit.to_base(value);
    match unit.dimension {
        Dimension::Time if unit != Unit::HOURS_PER_DAY && base > 0.9995 => {
            let (size, name) = match base {
                b if b < 59.9 => (1.0, "s"),
                b if b < 3599.0 => (60.0, "min"),
                b if b < 86_399.0 => (3600.0, "h"),
                b if b < 31_557_000.0 => (86_400.0, "day"),
                _ => (31_557_600.0, "year"),
            };
            let count = base / size;
            let plural = if size > 80_000.0 && count > 1.001 { "s" } else { "" };
            format!("{}{NBSP}{name}{plural}", significant(count, 3))
        }
        Dimension::Count | Dimension::Rate => short(value),
        Dimension::Money => format!("${}", short(value)),
        Dimension::Ratio => format!("{}{NBSP}×", short(value)),
        Dimension::Data if base < 1.0 => format!("{}{NBSP}B", significant(base, 3)),
        _ => explorer_core::quantity::format(value, unit),
    }
}

fn short(value: f64) -> String {
    match value {
        v if v >= 0.9995e9 => format!("{}{NBSP}bn", significant(v / 1e9, 3)),
        v if v >= 0.9995e6 => format!("{}{NBSP}M", significant(v / 1e6, 3)),
        v if v >= 0.9995e4 => format!("{}{NBSP}k", significant(v / 1e3, 3)),
        v => significant(v, 3),
    }
}
