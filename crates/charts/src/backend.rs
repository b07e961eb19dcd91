//! A thin plotters backend that writes SVG: one element a line, class names instead of colours, no measuring.
//!
//! Coordinates are integers at [`UNITS_PER_PX`] to a px (plotters knows integers only); the viewBox scales them down.
//! Marks of the same ink that follow one another share one `<path>`, so a chart is some forty elements, not hundreds.

use crate::ink::{Ink, Look, look_class, role_class};
use crate::text::{escape, width_em};
use crate::theme::Theme;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontTransform,
};
use std::convert::Infallible;
use std::fmt::Write;

/// Units of the drawing to a px.
pub const UNITS_PER_PX: i32 = 4;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Writes elements to a string.
pub(crate) struct SvgBackend<'a> {
    out: &'a mut String,
    size_units: (u32, u32),
    /// Real colours; class names where there are none.
    theme: Option<&'a Theme>,
    /// How much longer dashes are than in text of the usual size.
    dash_scale: f64,
    /// The path that is still being written: its ink and stroke width.
    open: Option<(Ink, u32)>,
}

impl<'a> SvgBackend<'a> {
    pub fn new(out: &'a mut String, size_units: (u32, u32), theme: Option<&'a Theme>, dash_scale: f64) -> Self {
        Self { out, size_units, theme, dash_scale, open: None }
    }

    /// Ends the path that is being written.
    fn close(&mut self) {
        if self.open.take().is_some() {
            self.out.push_str("\"/>");
        }
    }

    /// Goes on with the open path, or begins one.
    fn path<S: BackendStyle>(&mut self, style: &S) {
        let ink = Ink::read(style.color().rgb);
        let width = style.stroke_width();
        if self.open == Some((ink, width)) {
            return;
        }
        self.close();
        self.out.push_str("<path");
        self.dress(ink);
        if ink.is_stroked() {
            let _ = write!(self.out, " stroke-width=\"{width}\"");
            let dash = ink.dash_px();
            if !dash.is_empty() {
                self.out.push_str(" stroke-dasharray=\"");
                for (i, px) in dash.iter().enumerate() {
                    let units = (f64::from(px * UNITS_PER_PX as u32) * self.dash_scale).round() as u32;
                    let _ = write!(self.out, "{}{units}", if i > 0 { " " } else { "" });
                }
                self.out.push('"');
            }
        }
        if let Some(opacity) = ink.fill_opacity() {
            let _ = write!(self.out, " fill-opacity=\"{opacity}\"");
        }
        if ink.layer > 0 {
            let _ = write!(self.out, " data-layer=\"{}\"", ink.layer - 1);
        }
        self.out.push_str(" d=\"");
        self.open = Some((ink, width));
    }

    /// Class names, or colours.
    fn dress(&mut self, ink: Ink) {
        match self.theme {
            None => {
                self.out.push_str(" class=\"");
                self.out.push_str(look_class(ink.look));
                if let Some(role) = ink.role {
                    self.out.push(' ');
                    self.out.push_str(role_class(role));
                }
                self.out.push('"');
            }
            Some(theme) => {
                let colour = theme.colour(ink);
                let is_text = matches!(ink.look, Look::Tick | Look::Title | Look::Text | Look::Name);
                let fill = match ink.look {
                    Look::Ring => theme.card,
                    _ if is_text || ink.is_filled() => colour,
                    _ => "none",
                };
                let _ = write!(self.out, " fill=\"{fill}\"");
                if ink.look == Look::Text {
                    let _ = write!(self.out, " stroke=\"{}\" paint-order=\"stroke\"", theme.card);
                } else if ink.is_stroked() && !is_text {
                    let _ = write!(self.out, " stroke=\"{colour}\"");
                }
            }
        }
    }

    /// Points of a line or polygon: the first absolute, the others by difference, which is shorter.
    fn points(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        let mut before: Option<BackendCoord> = None;
        for (x, y) in points {
            match before {
                None => {
                    let _ = write!(self.out, "M{x} {y}");
                }
                Some(last) if last == (x, y) => continue,
                Some((x0, y0)) => {
                    let _ = write!(self.out, "l{} {}", x - x0, y - y0);
                }
            }
            before = Some((x, y));
        }
    }
}

impl DrawingBackend for SvgBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size_units
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.close();
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.path(&color);
        let _ = write!(self.out, "M{x} {y}h1v1h-1z");
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.path(style);
        self.points([from, to]);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, _fill: bool) -> Drawn {
        self.path(style);
        let (w, h) = (b.0 - a.0, b.1 - a.1);
        let _ = write!(self.out, "M{} {}h{w}v{h}h{}z", a.0, a.1, -w);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.path(style);
        self.points(path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, style: &S, _fill: bool) -> Drawn {
        self.path(style);
        let (r, d) = (radius, 2 * radius);
        let _ = write!(self.out, "M{} {y}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0", x - radius as i32);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, vert: I, style: &S) -> Drawn {
        self.path(style);
        self.points(vert);
        self.out.push('z');
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, (x, y): BackendCoord) -> Drawn {
        self.close();
        let ink = Ink::read(style.color().rgb);
        let size = style.size() as i32;
        let anchor = style.anchor();
        // Baselines by our own arithmetic: browsers and editors disagree about `dominant-baseline`.
        let drop = match anchor.v_pos {
            VPos::Top => size * 78 / 100,
            VPos::Center => size * 35 / 100,
            VPos::Bottom => -size * 22 / 100,
        };
        self.out.push_str("<text");
        self.dress(ink);
        match style.transform() {
            FontTransform::Rotate270 => {
                let _ = write!(self.out, " transform=\"translate({x} {y}) rotate(-90)\" y=\"{drop}\"");
            }
            _ => {
                let _ = write!(self.out, " x=\"{x}\" y=\"{}\"", y + drop);
            }
        }
        let _ = write!(self.out, " font-size=\"{size}\"");
        match anchor.h_pos {
            HPos::Left => {}
            HPos::Center => self.out.push_str(" text-anchor=\"middle\""),
            HPos::Right => self.out.push_str(" text-anchor=\"end\""),
        }
        if matches!(ink.look, Look::Text | Look::Name) {
            self.out.push_str(" font-weight=\"700\"");
        }
        if ink.look == Look::Text {
            // Drawn before the letters, in the colour of the card: keeps them legible on lines and bars.
            let _ = write!(self.out, " stroke-width=\"{}\"", size / 4);
        }
        self.out.push('>');
        escape(text, self.out);
        self.out.push_str("</text>");
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok(((width_em(text) * style.size()) as u32, style.size() as u32))
    }
}
