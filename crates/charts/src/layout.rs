//! How a picture is divided: room for words first, the rest is the plot.

use crate::projection::{AxisMap, PlotRect};
use crate::text::{bold_width_em, width_em, wrap};
use crate::ticks::{Room, Ticks, ticks};
use explorer_core::chart::{ChartSpec, Layer};

/// Least size of any text in px.
pub const LEAST_TEXT_PX: f64 = 12.0;

/// The size a picture is laid out for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Width of the picture.
    pub width_px: f64,
    /// Height of the picture.
    pub height_px: f64,
    /// Size of its text.
    pub text_px: f64,
    /// Whether it is narrow: lines are then named in the legend, not in the plot.
    pub compact: bool,
}

impl Size {
    /// The size for a width: flat where it is wide, taller on a phone, a line of text and more for each named bar.
    pub fn fitting(spec: &ChartSpec, width_px: f64, text_px: f64) -> Self {
        let text_px = text_px.max(LEAST_TEXT_PX);
        let width_px = width_px.clamp(160.0, 8000.0).floor();
        let width_em = width_px / text_px;
        let compact = width_em < 36.0;
        // The plot keeps its proportions; words around it come on top.
        let least = width_px * if compact { 0.56 } else { 0.42 } + 5.4 * text_px;
        let rows = spec.y.categories.len() as f64;
        let height_px = if rows > 0.0 { (rows * 2.5 + 5.6) * text_px } else { least };
        Self {
            width_px,
            height_px: height_px.clamp(13.0 * text_px, 44.0_f64.max(rows * 2.5 + 5.6) * text_px).floor(),
            text_px,
            compact,
        }
    }
}

/// Everything that is decided before painting.
pub(crate) struct Layout {
    pub size: Size,
    pub plot: PlotRect,
    pub x: Ticks,
    pub y: Ticks,
    /// Names under the axis, each in lines; empty for numbers.
    pub x_names: Vec<Vec<String>>,
    /// Whether these names are turned upright for want of room.
    pub are_names_upright: bool,
    /// Names beside the axis, each in lines.
    pub y_names: Vec<Vec<String>>,
}

impl Layout {
    pub fn new(spec: &ChartSpec, size: Size) -> Self {
        let em = size.text_px;
        let (width, height) = (size.width_px / em, size.height_px / em);
        let top = if spec.y.label.is_empty() { 0.9 } else { 2.1 };
        let upright = |lines: &[Vec<String>]| lines.iter().flatten().map(|l| width_em(l)).fold(0.0, f64::max);

        // The vertical axis needs the height that the names below leave, and takes the width they have.
        let mut y = ticks(&spec.y, Room { length: height - top - 3.0, is_horizontal: false });
        let is_named = !spec.y.categories.is_empty();
        let name_width = (width * 0.36).min(22.0);
        let y_names: Vec<Vec<String>> =
            if is_named { y.major.iter().map(|tick| wrap(&tick.label, name_width, 2)).collect() } else { Vec::new() };
        let mut labels: f64 = y.major.iter().map(|tick| width_em(&tick.label)).fold(0.0, f64::max);
        if is_named {
            labels = upright(&y_names);
        }
        let left = labels + 0.8;
        let right = end_room(spec, width - left).min((width - left) * 0.5);
        let mut plot_width = (width - left - right).max(4.0);
        let mut x = ticks(&spec.x, Room { length: plot_width, is_horizontal: true });
        // Half of the last number may stick out of the plot, but not out of the picture.
        if let Some(last) = x.major.last().filter(|_| spec.x.categories.is_empty()) {
            let beyond = width_em(&last.label) / 2.0 - (1.0 - last.share) * plot_width + 0.2;
            if beyond > right {
                plot_width = (width - left - beyond).max(4.0);
                x = ticks(&spec.x, Room { length: plot_width, is_horizontal: true });
            }
        }
        let (x_names, are_names_upright) = names(spec, &x, plot_width);
        let lines = x_names.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let words = if are_names_upright { upright(&x_names) + 0.7 } else { lines * 1.25 + 0.55 };
        let bottom = words + if spec.x.label.is_empty() && x.title.is_empty() { 0.2 } else { 1.5 };
        let plot_height = (height - top - bottom).max(3.0);
        if !is_named {
            y = ticks(&spec.y, Room { length: plot_height, is_horizontal: false });
        }
        let plot = PlotRect {
            left: whole(left * em),
            top: whole(top * em),
            width: whole(plot_width * em),
            height: whole(plot_height * em),
        };
        Self { size, plot, x, y, x_names, are_names_upright, y_names }
    }
}

/// Edges on whole px, so that hairlines are sharp.
fn whole(px: f64) -> f64 {
    px.round()
}

/// Room at the right edge in em: as much as the words at the ends of horizontal bars stick out of a plot in `width`.
fn end_room(spec: &ChartSpec, width: f64) -> f64 {
    let mut most: f64 = 0.6;
    if spec.y.categories.is_empty() {
        return most;
    }
    let map = AxisMap::new(&spec.x);
    // Words at the end that is dragged stand beyond the ring.
    let ring = if spec.handle.is_some() { 1.0 } else { 0.0 };
    for layer in &spec.layers {
        if let Layer::Bars { bars, .. } = layer {
            for bar in bars.iter().filter(|bar| !bar.text.is_empty()) {
                let share = map.share(bar.x1.max(bar.x0)).clamp(0.0, 1.0);
                let words = bold_width_em(&bar.text) + 0.7 + ring;
                // share × (width − room) + words ≤ width
                if share > 0.05 {
                    most = most.max(width - (width - words) / share);
                }
            }
        }
    }
    most
}

/// Names under the horizontal axis: in lines where words fit side by side, else upright.
fn names(spec: &ChartSpec, x: &Ticks, plot_width: f64) -> (Vec<Vec<String>>, bool) {
    if spec.x.categories.is_empty() {
        return (Vec::new(), false);
    }
    let slot = plot_width / spec.x.categories.len() as f64;
    let longest_word = |tick: &crate::ticks::Tick| tick.label.split(' ').map(width_em).fold(0.0, f64::max);
    let fits = x.major.iter().all(|tick| longest_word(tick) <= slot - 0.5);
    if fits {
        (x.major.iter().map(|tick| wrap(&tick.label, slot - 0.4, 3)).collect(), false)
    } else {
        (x.major.iter().map(|tick| wrap(&tick.label, 9.0, 1)).collect(), true)
    }
}
