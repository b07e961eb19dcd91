//! A chart as data: axes, a closed vocabulary of layers, and a sentence that says what it shows.
//!
//! Topics build these; the charts crate paints them; the page takes its caption, text alternative, data table and CSV
//! from the same value, so that all four agree. Nothing here computes a statistic.

use crate::quantity::{self, Unit};

/// One chart: what it says, its two axes and its layers, painted in order.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartSpec {
    /// Stable name within its topic, lower-case words joined by `-`.
    pub id: &'static str,
    /// Short heading, a noun phrase.
    pub title: String,
    /// A full sentence with the takeaway and the current numbers, 40 to 250 characters: caption and text alternative.
    pub says: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is painted, from back to front.
    pub layers: Vec<Layer>,
    /// The point the reader may drag, if there is one.
    pub handle: Option<Handle>,
}

/// How positions along an axis relate to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps are equal differences.
    Linear,
    /// Equal steps are equal ratios; bounds must be above zero.
    Log,
    /// For quantiles q in [0, 1): equal steps are equal ratios of 1/(1−q), so that p90, p99 and p99.9 stand equally apart.
    Tail,
}

/// One axis: label, unit, scale and bounds, all in the axis' unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What is measured, without the unit.
    pub label: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Linear, logarithmic or tail.
    pub scale: Scale,
    /// Smallest value shown.
    pub min: f64,
    /// Largest value shown; above `min`.
    pub max: f64,
    /// Names instead of numbers: the i-th stands at i + 0.5. Empty for a numeric axis.
    pub categories: Vec<String>,
}

impl Axis {
    /// A linear axis from `min` to `max`.
    pub fn linear(label: impl Into<String>, unit: Unit, min: f64, max: f64) -> Self {
        Self { label: label.into(), unit, scale: Scale::Linear, min, max, categories: Vec::new() }
    }

    /// A logarithmic axis; both bounds above zero.
    pub fn log(label: impl Into<String>, unit: Unit, min: f64, max: f64) -> Self {
        Self { label: label.into(), unit, scale: Scale::Log, min, max, categories: Vec::new() }
    }

    /// An axis of quantiles from 0 to `max` (below 1) on a 1/(1−q) scale.
    pub fn tail(label: impl Into<String>, max: f64) -> Self {
        Self { label: label.into(), unit: Unit::SHARE, scale: Scale::Tail, min: 0.0, max, categories: Vec::new() }
    }

    /// An axis of names; the i-th stands at i + 0.5 on a scale from 0 to their number.
    pub fn categories(label: impl Into<String>, names: Vec<String>) -> Self {
        let max = names.len().max(1) as f64;
        Self { label: label.into(), unit: Unit::COUNT, scale: Scale::Linear, min: 0.0, max, categories: names }
    }

    /// Where a value stands between the bounds: 0 at `min`, 1 at `max`, outside beyond them.
    pub fn position_share(&self, value: f64) -> f64 {
        let place = |v: f64| match self.scale {
            Scale::Linear => v,
            Scale::Log => libm::log10(v.max(f64::MIN_POSITIVE)),
            Scale::Tail => -libm::log10((1.0 - v).max(1e-12)),
        };
        (place(value) - place(self.min)) / (place(self.max) - place(self.min))
    }

    /// The value at a position between the bounds: the inverse of [`Axis::position_share`].
    pub fn value_at(&self, position_share: f64) -> f64 {
        let t = position_share;
        match self.scale {
            Scale::Linear => self.min + t * (self.max - self.min),
            Scale::Log => {
                let (low, high) = (libm::log10(self.min), libm::log10(self.max));
                libm::pow(10.0, low + t * (high - low))
            }
            Scale::Tail => {
                let (low, high) = (-libm::log10(1.0 - self.min), -libm::log10(1.0 - self.max));
                1.0 - libm::pow(10.0, -(low + t * (high - low)))
            }
        }
    }
}

/// The smallest of 1, 2, 5, 10, … times a power of ten that holds `value`: a bound that moves seldom while a reader drags.
pub fn round_top(value: f64) -> f64 {
    if !(value > 0.0 && value.is_finite()) {
        return 1.0;
    }
    let decade = libm::pow(10.0, libm::floor(libm::log10(value)));
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|step| step * decade).find(|top| *top >= value).unwrap_or(10.0 * decade)
}

/// What a mark stands for: its colour, dash and marker follow from it, the same on every screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// From a formula.
    Theory,
    /// From a simulation.
    Simulation,
    /// The reader's own setting.
    You,
    /// A limit or what goes wrong.
    Danger,
    /// Context.
    Muted,
    /// A pinned earlier state, or the other side of a comparison.
    Pinned,
    /// The n-th of several series that are none of the above (0 to 5).
    Series(u8),
}

/// Which axis a band or rule belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    /// Spans values of x: a vertical rule or band.
    X,
    /// Spans values of y: a horizontal rule or band.
    Y,
}

/// A point with an optional interval in y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Position.
    pub x: f64,
    /// Position.
    pub y: f64,
    /// Lower end of the interval; equal to `y` where there is none.
    pub low: f64,
    /// Upper end of the interval; equal to `y` where there is none.
    pub high: f64,
}

/// A rectangle in axis units: vertical bars, horizontal bars, spans of a waterfall.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Left edge.
    pub x0: f64,
    /// Right edge.
    pub x1: f64,
    /// Lower edge.
    pub y0: f64,
    /// Upper edge.
    pub y1: f64,
    /// What is written at its end, or nothing.
    pub text: String,
}

/// One layer of marks. `label` names it in the legend and the table; an empty label keeps it out of both.
#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    /// A line through points in order of x.
    Line {
        /// What it stands for.
        role: Role,
        /// Its name.
        label: String,
        /// (x, y) in axis units.
        points: Vec<(f64, f64)>,
        /// Whether it is dashed.
        dashed: bool,
    },
    /// The area between two lines.
    Area {
        /// What it stands for.
        role: Role,
        /// Its name.
        label: String,
        /// (x, lower y, upper y) in axis units.
        points: Vec<(f64, f64, f64)>,
    },
    /// Rectangles.
    Bars {
        /// What they stand for.
        role: Role,
        /// Their name.
        label: String,
        /// Rectangles in axis units.
        bars: Vec<Bar>,
    },
    /// Dots, with intervals where low and high differ.
    Points {
        /// What they stand for.
        role: Role,
        /// Their name.
        label: String,
        /// Dots in axis units.
        points: Vec<Point>,
    },
    /// A shaded stretch of one axis.
    Band {
        /// What it stands for.
        role: Role,
        /// Its name, written inside.
        label: String,
        /// The axis it spans.
        along: Along,
        /// Start, in that axis' unit.
        from: f64,
        /// End, in that axis' unit.
        to: f64,
    },
    /// A straight line across the chart at one value.
    Rule {
        /// What it stands for.
        role: Role,
        /// Its name, written beside it.
        label: String,
        /// The axis it stands on.
        along: Along,
        /// Where, in that axis' unit.
        at: f64,
    },
    /// A word at a place.
    Label {
        /// What it speaks of.
        role: Role,
        /// The words.
        text: String,
        /// Position.
        x: f64,
        /// Position.
        y: f64,
    },
}

/// The point a reader may drag: it moves along x, and sets one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// Key of the input it sets.
    pub key: &'static str,
    /// Where it stands.
    pub x: f64,
    /// Where it stands.
    pub y: f64,
    /// The input's value is x times this.
    pub value_per_x: f64,
    /// What is written beside it, such as "you: 20 min".
    pub label: String,
}

/// The numbers of a chart as rows, for the table twin and CSV.
#[derive(Clone, Debug, PartialEq)]
pub struct DataTable {
    /// Column headings, units included.
    pub columns: Vec<String>,
    /// Cells as text in full precision.
    pub rows: Vec<Vec<String>>,
}

impl ChartSpec {
    /// All labelled data of the chart, one row a mark: series, x, y, and the interval where there is one.
    pub fn data_table(&self) -> DataTable {
        let head = |axis: &Axis| match axis.unit.symbol {
            "" => axis.label.clone(),
            symbol => format!("{} ({symbol})", axis.label),
        };
        let name = |axis: &Axis, v: f64| match axis.categories.get(v.max(0.0) as usize) {
            Some(name) => name.clone(),
            None => number(v),
        };
        let mut rows = Vec::new();
        let mut row = |label: &str, x: String, y: String, low: String, high: String| {
            rows.push(vec![label.to_owned(), x, y, low, high]);
        };
        for layer in &self.layers {
            match layer {
                Layer::Line { label, points, .. } if !label.is_empty() => {
                    for &(x, y) in points {
                        row(label, name(&self.x, x), name(&self.y, y), String::new(), String::new());
                    }
                }
                Layer::Area { label, points, .. } if !label.is_empty() => {
                    for &(x, low, high) in points {
                        row(label, name(&self.x, x), String::new(), number(low), number(high));
                    }
                }
                Layer::Points { label, points, .. } if !label.is_empty() => {
                    for p in points {
                        let interval =
                            if p.low < p.high { (number(p.low), number(p.high)) } else { Default::default() };
                        row(label, name(&self.x, p.x), name(&self.y, p.y), interval.0, interval.1);
                    }
                }
                Layer::Bars { label, bars, .. } if !label.is_empty() => {
                    for bar in bars {
                        if self.y.categories.is_empty() {
                            let x = name(&self.x, (bar.x0 + bar.x1) / 2.0);
                            row(label, x, number(bar.y1), number(bar.y0), number(bar.y1));
                        } else {
                            let y = name(&self.y, (bar.y0 + bar.y1) / 2.0);
                            row(label, number(bar.x1 - bar.x0), y, number(bar.x0), number(bar.x1));
                        }
                    }
                }
                Layer::Band { label, along, from, to, .. } if !label.is_empty() => match along {
                    Along::X => row(
                        label,
                        format!("{} to {}", number(*from), number(*to)),
                        String::new(),
                        String::new(),
                        String::new(),
                    ),
                    Along::Y => row(label, String::new(), String::new(), number(*from), number(*to)),
                },
                Layer::Rule { label, along, at, .. } if !label.is_empty() => match along {
                    Along::X => row(label, number(*at), String::new(), String::new(), String::new()),
                    Along::Y => row(label, String::new(), number(*at), String::new(), String::new()),
                },
                _ => {}
            }
        }
        let columns = vec!["series".into(), head(&self.x), head(&self.y), "from".into(), "to".into()];
        DataTable { columns, rows }
    }
}

impl DataTable {
    /// As comma-separated values by RFC 4180: CRLF line ends, quotes where needed.
    pub fn csv(&self) -> String {
        let field = |s: &String| {
            if s.contains([',', '"', '\n', '\r']) { format!("\"{}\"", s.replace('"', "\"\"")) } else { s.clone() }
        };
        let line = |cells: &Vec<String>| cells.iter().map(field).collect::<Vec<_>>().join(",") + "\r\n";
        std::iter::once(&self.columns).chain(&self.rows).map(line).collect()
    }
}

/// A number for a table: at most nine significant digits, plain decimals; an empty cell for what is not finite.
fn number(v: f64) -> String {
    if !v.is_finite() {
        return String::new();
    }
    format!("{}", quantity::rounded(v, 9) + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_values_are_inverse_on_every_scale() {
        let axes =
            [Axis::linear("a", Unit::MS, -5.0, 20.0), Axis::log("b", Unit::MS, 0.01, 1e6), Axis::tail("c", 0.9999)];
        for axis in axes {
            for i in 0..=100 {
                let t = f64::from(i) / 100.0;
                assert!((axis.position_share(axis.value_at(t)) - t).abs() < 1e-9, "{axis:?} at {t}");
            }
        }
    }

    #[test]
    fn a_rounded_top_holds_its_value_and_moves_seldom() {
        for (value, top) in [(0.0, 1.0), (1.0, 1.0), (1.1, 2.0), (30_000.0, 50_000.0), (0.07, 0.1), (6e9, 1e10)] {
            assert!((round_top(value) / top - 1.0).abs() < 1e-12, "{value}");
        }
    }

    #[test]
    fn the_tail_axis_sets_p90_p99_and_p99_9_equally_apart() {
        let axis = Axis::tail("quantile", 0.999);
        let place = |q| axis.position_share(q);
        assert!((place(0.9) - 1.0 / 3.0).abs() < 1e-9 && (place(0.99) - 2.0 / 3.0).abs() < 1e-9);
    }

    #[test]
    fn fields_with_commas_and_quotes_are_quoted() {
        let table = DataTable { columns: vec!["a,b".into()], rows: vec![vec!["say \"x\"".into()]] };
        assert_eq!(table.csv(), "\"a,b\"\r\n\"say \"\"x\"\"\"\r\n");
    }
}
