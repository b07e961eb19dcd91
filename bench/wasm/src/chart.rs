//! A chart of three lines that move, painted as the explorer paints its charts: to be raced against uPlot.

use explorer_charts::{Size, svg};
use explorer_core::chart::{Axis, ChartSpec, Layer, Role};
use explorer_core::quantity::Unit;
use wasm_bindgen::prelude::wasm_bindgen;

/// Three lines over one axis.
#[wasm_bindgen]
pub struct MovingLines {
    spec: ChartSpec,
    size: Size,
    points: usize,
}

#[wasm_bindgen]
impl MovingLines {
    /// Lines of so many points, for a chart `width_px` wide.
    #[wasm_bindgen(constructor)]
    pub fn new(points: usize, width_px: f64) -> Self {
        let spec = ChartSpec {
            id: "moving-lines",
            title: "Three lines".into(),
            says: "Three lines move.".into(),
            x: Axis::linear("Share", Unit::SHARE, 0.0, 1.0),
            y: Axis::linear("Time", Unit::MS, 0.0, 400.0),
            layers: Vec::new(),
            handle: None,
        };
        let size = Size::fitting(&spec, width_px, 13.0);
        Self { spec, size, points }
    }

    /// The height of the chart, px.
    pub fn height_px(&self) -> f64 {
        self.size.height_px
    }

    /// Moves the lines: `lines` in `bench/charts.mjs` does the same.
    pub fn advance(&mut self, step: f64) {
        let line = |j: u8| {
            let at = |i: usize| {
                let x = i as f64 / self.points as f64;
                (x, f64::from(j + 1) * 80.0 + 60.0 * libm::sin(x * 40.0 + step * 0.1 + f64::from(j)))
            };
            let points = (0..self.points).map(at).collect();
            Layer::Line { role: Role::Series(j), label: format!("line {j}"), points, dashed: false }
        };
        self.spec.layers = (0..3).map(line).collect();
    }

    /// The chart as it is now, as SVG.
    pub fn paint(&self) -> String {
        let painted = svg(&self.spec, self.size);
        painted.element(&painted.marks)
    }
}
