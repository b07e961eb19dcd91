//! Pure geometry: from values to px and back, for one chart at one size. Painting, hover and dragging share it.

use explorer_core::chart::{Axis, ChartSpec, Scale};

/// The rectangle inside the axes, in px from the picture's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlotRect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width, above zero.
    pub width: f64,
    /// Height, above zero.
    pub height: f64,
}

impl PlotRect {
    /// Right edge.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Lower edge.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }
}

/// One axis as a function from values to [0, 1] and back. Bounds that cannot be drawn are replaced by ones that can.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AxisMap {
    /// How positions relate to values.
    pub scale: Scale,
    /// Smallest value shown; finite.
    pub min: f64,
    /// Largest value shown; finite, above `min`.
    pub max: f64,
    low: f64,
    span: f64,
}

/// Beyond this many widths of the plot nothing is told apart any more.
const FAR: f64 = 1e4;

impl AxisMap {
    /// The map of an axis.
    pub fn new(axis: &Axis) -> Self {
        let (min, max) = drawable_bounds(axis);
        let low = place(axis.scale, min);
        Self { scale: axis.scale, min, max, low, span: place(axis.scale, max) - low }
    }

    /// Where a value stands: 0 at the lower bound, 1 at the upper, outside beyond them; NaN for NaN, finite otherwise.
    pub fn share(&self, value: f64) -> f64 {
        ((place(self.scale, value) - self.low) / self.span).clamp(-FAR, FAR)
    }

    /// The value at a position: the inverse of [`AxisMap::share`] within [0, 1].
    pub fn value(&self, share: f64) -> f64 {
        let at = self.low + share * self.span;
        match self.scale {
            Scale::Linear => at,
            Scale::Log => libm::pow(10.0, at),
            Scale::Tail => 1.0 - libm::pow(10.0, -at),
        }
    }
}

fn place(scale: Scale, v: f64) -> f64 {
    match scale {
        Scale::Linear => v,
        Scale::Log => libm::log10(if v < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { v }),
        Scale::Tail => {
            let miss = 1.0 - v;
            -libm::log10(if miss < 1e-12 { 1e-12 } else { miss })
        }
    }
}

fn drawable_bounds(axis: &Axis) -> (f64, f64) {
    let (min, max) = (axis.min, axis.max);
    match axis.scale {
        Scale::Linear => {
            let min = if min.is_finite() { min } else { 0.0 };
            // A step too small to count by is no step.
            let least = (min.abs() * 1e-9).max(1e-300);
            if max.is_finite() && max - min > least { (min, max) } else { (min, min + 1.0_f64.max(min.abs() * 0.1)) }
        }
        Scale::Log => {
            let max = if max.is_finite() && max > 1e-300 { max } else { 1.0 };
            if min.is_finite() && min > 0.0 && min < max * 0.999 { (min, max) } else { (max / 1000.0, max) }
        }
        Scale::Tail => {
            let min = if (0.0..1.0).contains(&min) { min } else { 0.0 };
            let max = if max < 1.0 - 1e-9 { max } else { 1.0 - 1e-9 };
            if max > min { (min, max) } else { (0.0, 0.999) }
        }
    }
}

/// Values to px and back on both axes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// The rectangle inside the axes.
    pub plot: PlotRect,
    /// The horizontal axis.
    pub x: AxisMap,
    /// The vertical axis.
    pub y: AxisMap,
}

impl Projection {
    /// The projection of a chart onto a rectangle.
    pub fn new(spec: &ChartSpec, plot: PlotRect) -> Self {
        Self { plot, x: AxisMap::new(&spec.x), y: AxisMap::new(&spec.y) }
    }

    /// Horizontal place of a value in px; outside the plot where the value is outside the axis.
    pub fn x_px(&self, x: f64) -> f64 {
        self.plot.left + self.x.share(x) * self.plot.width
    }

    /// Vertical place of a value in px from the top.
    pub fn y_px(&self, y: f64) -> f64 {
        self.plot.bottom() - self.y.share(y) * self.plot.height
    }

    /// The value of x at a place, held within the axis.
    pub fn x_at(&self, px: f64) -> f64 {
        self.x.value(((px - self.plot.left) / self.plot.width).clamp(0.0, 1.0))
    }

    /// The value of y at a place, held within the axis.
    pub fn y_at(&self, px: f64) -> f64 {
        self.y.value(((self.plot.bottom() - px) / self.plot.height).clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use explorer_core::quantity::Unit;

    #[test]
    fn the_map_agrees_with_the_axis_it_comes_from() {
        for axis in
            [Axis::linear("a", Unit::MS, -5.0, 20.0), Axis::log("b", Unit::MS, 0.01, 1e6), Axis::tail("c", 0.9999)]
        {
            let map = AxisMap::new(&axis);
            for i in 0..=50 {
                let t = f64::from(i) / 50.0;
                let v = axis.value_at(t);
                assert!((map.share(v) - axis.position_share(v)).abs() < 1e-12, "{axis:?} at {t}");
                assert!((map.share(map.value(t)) - t).abs() < 1e-9, "{axis:?} at {t}");
            }
        }
    }

    #[test]
    fn bounds_that_cannot_be_drawn_are_replaced() {
        let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -3.0, 1.0, 1e300];
        for scale in [Scale::Linear, Scale::Log, Scale::Tail] {
            for min in bad {
                for max in bad {
                    let map = AxisMap::new(&Axis { scale, min, max, ..Axis::linear("", Unit::COUNT, 0.0, 1.0) });
                    for value in [0.0, -1.0, 0.5, 1e9, f64::INFINITY, f64::NEG_INFINITY] {
                        assert!(map.share(value).is_finite(), "{map:?} at {value}");
                    }
                    assert!(map.value(0.5).is_finite(), "{map:?}");
                }
            }
        }
    }
}
