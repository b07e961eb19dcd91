//! Paints a [`ChartSpec`] with plotters: as SVG with class names for the page, or with real colours for downloads. The
//! same spec and size give the same bytes natively and in the browser.
//!
//! From a spec to a picture: `layout` divides it (`ticks` says where axes are marked), `projection` is the geometry,
//! `marks` and `axes` paint through `canvas` on any backend (ours is `backend`), `words` finds room for names in the
//! `scene`. Around it: `legend`, `reading` (hover and keyboard), `handle` (what is dragged), `guess`, `standalone`.
#![forbid(unsafe_code)]

mod axes;
mod backend;
mod canvas;
mod clip;
mod guess;
mod handle;
mod ink;
mod layout;
mod legend;
mod marks;
mod projection;
mod reading;
mod scene;
mod standalone;
mod text;
mod theme;
mod ticks;
mod words;

pub use backend::UNITS_PER_PX;
pub use guess::judge;
pub use handle::{dragged_value, ring_px, ring_radius_px};
pub use ink::{Marker, dash_px, line_width_px, marker, role_class};
pub use layout::{LEAST_TEXT_PX, Size};
pub use legend::{LegendItem, legend};
pub use projection::{AxisMap, PlotRect, Projection};
pub use reading::{Reading, SeriesValue, position, read, read_along, stops};
pub use standalone::{standalone_size, svg_standalone};
pub use theme::{DARK, LIGHT, Theme};

use backend::SvgBackend;
use canvas::{Canvas, Drawn, stroke_scale};
use explorer_core::chart::ChartSpec;
use layout::Layout;
use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use scene::Scene;

/// A painted chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Painted {
    /// Everything but the handle: elements to stand inside an `<svg>`.
    pub marks: String,
    /// The handle, if the chart has one.
    pub handle: String,
    /// Values to px and back.
    pub projection: Projection,
    /// The size it was painted for.
    pub size: Size,
    scene: Scene,
}

/// Paints a chart with class names: the style sheet decides the colours.
pub fn svg(spec: &ChartSpec, size: Size) -> Painted {
    paint(spec, size, None)
}

impl Painted {
    /// The whole picture as one `<svg>`.
    pub fn markup(&self) -> String {
        self.element(&format!("{}{}", self.marks, self.handle))
    }

    /// Elements in an `<svg>` of this picture's size.
    pub fn element(&self, inner: &str) -> String {
        let (w, h) = (self.size.width_px as i32, self.size.height_px as i32);
        let (uw, uh) = (w * UNITS_PER_PX, h * UNITS_PER_PX);
        format!(
            "<svg width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {uw} {uh}\" aria-hidden=\"true\" focusable=\"false\">{inner}</svg>"
        )
    }

    /// Paints the handle of a spec that differs from the painted one in nothing else.
    pub fn repaint_handle(&mut self, spec: &ChartSpec) {
        self.handle = paint_handle(spec, self.size, self.projection, &self.scene, None);
    }
}

fn paint(spec: &ChartSpec, size: Size, theme: Option<&Theme>) -> Painted {
    let size = sound(size);
    let layout = Layout::new(spec, size);
    let projection = Projection::new(spec, layout.plot);
    let mut marks = String::with_capacity(16 * 1024);
    let mut scene = Scene::default();
    {
        let page = SvgBackend::new(&mut marks, units(size), theme, stroke_scale(size.text_px)).into_drawing_area();
        // Writing to a string cannot fail, and nothing else is left to.
        let _ = draw(&Canvas::new(page, projection, size.text_px), spec, &layout, &mut scene);
    }
    let handle = paint_handle(spec, size, projection, &scene, theme);
    Painted { marks, handle, projection, size, scene }
}

fn paint_handle(spec: &ChartSpec, size: Size, projection: Projection, scene: &Scene, theme: Option<&Theme>) -> String {
    let Some(handle) = &spec.handle else { return String::new() };
    let mut out = String::from("<g class=\"handle\">");
    {
        let page = SvgBackend::new(&mut out, units(size), theme, stroke_scale(size.text_px)).into_drawing_area();
        let canvas = Canvas::new(page, projection, size.text_px);
        let _ = handle::handle(&canvas, handle, scene).and_then(|()| canvas.present());
    }
    out + "</g>"
}

/// The one drawing routine: mesh, marks, axes, words; any backend will do.
fn draw<DB: DrawingBackend>(canvas: &Canvas<DB>, spec: &ChartSpec, layout: &Layout, scene: &mut Scene) -> Drawn<DB> {
    axes::mesh(canvas, layout)?;
    for (index, layer) in spec.layers.iter().enumerate() {
        marks::layer(canvas, layer, index, scene)?;
    }
    axes::axes(canvas, layout)?;
    words::words(canvas, spec, layout.size, scene)?;
    canvas.present()
}

fn sound(size: Size) -> Size {
    let hold = |v: f64, low: f64, high: f64| if v.is_nan() { low } else { v.clamp(low, high).floor() };
    Size {
        width_px: hold(size.width_px, 120.0, 16_000.0),
        height_px: hold(size.height_px, 80.0, 16_000.0),
        text_px: if size.text_px >= LEAST_TEXT_PX { size.text_px.min(200.0) } else { LEAST_TEXT_PX },
        compact: size.compact,
    }
}

fn units(size: Size) -> (u32, u32) {
    let units = |px: f64| px as u32 * UNITS_PER_PX as u32;
    (units(size.width_px), units(size.height_px))
}
