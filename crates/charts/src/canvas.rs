//! Drawing in px and in values on any plotters backend.

use crate::backend::UNITS_PER_PX;
use crate::clip;
use crate::ink::{Ink, Look};
use crate::projection::Projection;
use crate::scene::Px;
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{
    Cartesian2d, Circle, DrawingArea, DrawingAreaErrorKind, DrawingBackend, FontTransform, IntoFont, PathElement,
    Polygon, Rectangle, ShapeStyle, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, TextStyle};

pub(crate) type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// A picture that is being drawn: the whole in px, and the plot in shares of its width and height.
pub(crate) struct Canvas<DB: DrawingBackend> {
    page: DrawingArea<DB, Shift>,
    plot: DrawingArea<DB, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    pub projection: Projection,
    pub text_px: f64,
}

/// Where text is anchored: shares of its width and height.
pub(crate) type Anchor = (f64, f64);

impl<DB: DrawingBackend> Canvas<DB> {
    pub fn new(page: DrawingArea<DB, Shift>, projection: Projection, text_px: f64) -> Self {
        let plot = projection.plot;
        let shares = || RangedCoordf64::from(0.0..1.0);
        let pixels = (units(plot.left)..units(plot.right()), units(plot.bottom())..units(plot.top));
        let plot = page.apply_coord_spec(Cartesian2d::new(shares(), shares(), pixels));
        Self { page, plot, projection, text_px }
    }

    /// A value as a place in shares.
    pub fn share(&self, (x, y): (f64, f64)) -> clip::Share {
        (self.projection.x.share(x), self.projection.y.share(y))
    }

    /// A place in shares as px.
    pub fn px(&self, (x, y): clip::Share) -> Px {
        let plot = self.projection.plot;
        (plot.left + x * plot.width, plot.bottom() - y * plot.height)
    }

    /// A line through places in shares.
    pub fn line(&self, points: Vec<clip::Share>, ink: Ink, width_px: f64) -> Drawn<DB> {
        self.plot.draw(&PathElement::new(points, self.stroke(ink, width_px)))
    }

    /// A filled polygon through places in shares.
    pub fn polygon(&self, points: Vec<clip::Share>, ink: Ink) -> Drawn<DB> {
        self.plot.draw(&Polygon::new(points, self.stroke(ink, 0.0).filled()))
    }

    /// A rectangle between two places in shares, cut at the edges of the plot; nothing where nothing is left.
    pub fn rect(&self, a: clip::Share, b: clip::Share, ink: Ink, width_px: f64) -> Drawn<DB> {
        if !(a.0 <= 1.0 && b.0 >= 0.0 && a.1 <= 1.0 && b.1 >= 0.0) {
            return Ok(());
        }
        let hold = |(x, y): clip::Share| (x.clamp(0.0, 1.0), y.clamp(0.0, 1.0));
        let (a, b) = (hold(a), hold(b));
        self.plot.draw(&Rectangle::new([(a.0, b.1), (b.0, a.1)], self.stroke(ink, width_px).filled()))
    }

    /// A line through places in px.
    pub fn line_px(&self, points: &[Px], ink: Ink, width_px: f64) -> Drawn<DB> {
        let points: Vec<_> = points.iter().map(|&(x, y)| (units(x), units(y))).collect();
        self.page.draw(&PathElement::new(points, self.stroke(ink, width_px)))
    }

    /// A closed shape through places in px.
    pub fn polygon_px(&self, points: &[Px], ink: Ink, width_px: f64) -> Drawn<DB> {
        let points: Vec<_> = points.iter().map(|&(x, y)| (units(x), units(y))).collect();
        self.page.draw(&Polygon::new(points, self.stroke(ink, width_px).filled()))
    }

    /// A circle around a place in px.
    pub fn circle_px(&self, (x, y): Px, radius_px: f64, ink: Ink, width_px: f64) -> Drawn<DB> {
        self.page.draw(&Circle::new((units(x), units(y)), units(radius_px), self.stroke(ink, width_px).filled()))
    }

    /// A line of text at a place in px.
    pub fn text(&self, text: &str, (x, y): Px, anchor: Anchor, ink: Ink) -> Drawn<DB> {
        self.page.draw(&Text::new(text, (units(x), units(y)), self.text_style(anchor, ink, FontTransform::None)))
    }

    /// A line of text that runs upwards and ends at a place in px.
    pub fn text_upright(&self, text: &str, (x, y): Px, ink: Ink) -> Drawn<DB> {
        let style = self.text_style((1.0, 0.5), ink, FontTransform::Rotate270);
        self.page.draw(&Text::new(text, (units(x), units(y)), style))
    }

    fn text_style(&self, anchor: Anchor, ink: Ink, turn: FontTransform) -> TextStyle<'static> {
        let third = |share: f64| (share * 2.0).round() as u8;
        let h_pos = [HPos::Left, HPos::Center, HPos::Right][usize::from(third(anchor.0).min(2))];
        let v_pos = [VPos::Top, VPos::Center, VPos::Bottom][usize::from(third(anchor.1).min(2))];
        let font = ("sans-serif", self.text_px * f64::from(UNITS_PER_PX)).into_font().transform(turn);
        TextStyle { font, color: ink.sentinel().to_backend_color(), pos: Pos::new(h_pos, v_pos) }
    }

    /// Width of the whole picture.
    pub fn page_width_px(&self) -> f64 {
        f64::from(self.page.dim_in_pixel().0) / f64::from(UNITS_PER_PX)
    }

    fn stroke(&self, ink: Ink, width_px: f64) -> ShapeStyle {
        let width_px = width_px * stroke_scale(self.text_px);
        ShapeStyle {
            color: ink.sentinel().to_rgba(),
            filled: ink.look == Look::Ring,
            stroke_width: units(width_px) as u32,
        }
    }

    pub fn present(&self) -> Drawn<DB> {
        self.page.present()
    }
}

/// Where text is large (a projector, a reader's own size), so are strokes and dashes.
pub(crate) fn stroke_scale(text_px: f64) -> f64 {
    (text_px / 13.0).clamp(1.0, 2.0)
}

/// Px to the backend's integers.
fn units(px: f64) -> i32 {
    (px * f64::from(UNITS_PER_PX)).round() as i32
}
