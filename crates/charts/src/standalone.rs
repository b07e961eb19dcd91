//! A picture that stands on its own: real colours, its title and sentence inside, for slides and documents.

use crate::backend::UNITS_PER_PX;
use crate::layout::Size;
use crate::legend::legend;
use crate::paint;
use crate::text::{escape, wrap};
use crate::theme::Theme;
use explorer_core::chart::ChartSpec;
use std::fmt::Write;

/// The chart as a complete SVG document: title above, legend and sentence below, colours of a theme.
pub fn svg_standalone(spec: &ChartSpec, size: Size, theme: &Theme) -> String {
    let painted = paint(spec, size, Some(theme));
    let size = painted.size;
    let em = size.text_px;
    let (title_px, pad) = ((em * 1.35).round(), (em * 1.2).round());
    let width_em = (size.width_px - 2.0 * pad.min(size.width_px / 8.0)) / em;
    let sentence = wrap(&spec.says, width_em, 6);
    let title = wrap(&spec.title, width_em * em / title_px / 1.06, 2);
    let key: Vec<_> = legend(spec, size);

    let top = pad + title.len() as f64 * 1.25 * title_px + 0.5 * em;
    let key_top = top + size.height_px + 0.6 * em;
    let key_height = if key.is_empty() { 0.0 } else { key.len() as f64 * 1.5 * em + 0.3 * em };
    let says_top = key_top + key_height;
    let (width, height) = (size.width_px + 2.0 * pad, (says_top + sentence.len() as f64 * 1.4 * em + pad).ceil());

    let mut out = String::with_capacity(painted.marks.len() + 2048);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"Atkinson Hyperlegible Next, system-ui, Segoe UI, Roboto, Noto Sans, sans-serif\" stroke-linejoin=\"round\">"
    );
    element(&mut out, "title", &spec.title);
    element(&mut out, "desc", &spec.says);
    let _ = write!(out, "<path fill=\"{}\" d=\"M0 0h{width}v{height}h-{width}z\"/>", theme.card);
    for (i, line) in title.iter().enumerate() {
        let at = (pad, pad + title_px * (0.8 + 1.25 * i as f64));
        text(&mut out, line, at, &format!("font-size=\"{title_px}\" font-weight=\"700\" fill=\"{}\"", theme.ink));
    }
    let _ = write!(out, "<g transform=\"translate({pad} {}) scale({})\">", round(top), 1.0 / f64::from(UNITS_PER_PX));
    out.push_str(&painted.marks);
    out.push_str(&painted.handle);
    out.push_str("</g>");
    for (i, item) in key.iter().enumerate() {
        let y = key_top + 1.5 * em * i as f64;
        let _ = write!(out, "<g transform=\"translate({pad} {})\">", round(y));
        out.push_str(&coloured(&item.swatch, item.class, theme));
        out.push_str("</g>");
        text(&mut out, &item.label, (pad + 38.0, y + 0.85 * em), &format!("font-size=\"{em}\" fill=\"{}\"", theme.ink));
    }
    for (i, line) in sentence.iter().enumerate() {
        let at = (pad, says_top + em * (1.0 + 1.4 * i as f64));
        text(&mut out, line, at, &format!("font-size=\"{em}\" fill=\"{}\"", theme.muted));
    }
    out + "</svg>"
}

/// Width and height in px of a document made by [`svg_standalone`].
pub fn standalone_size(svg: &str) -> (f64, f64) {
    let attribute = |name: &str| {
        let (_, rest) = svg.split_once(&format!(" {name}=\""))?;
        rest.split_once('"')?.0.parse().ok()
    };
    (attribute("width").unwrap_or(960.0), attribute("height").unwrap_or(540.0))
}

/// A swatch with colours in place of its classes.
fn coloured(swatch: &str, class: &str, theme: &Theme) -> String {
    let colour = crate::ink::role_named(class).map_or(theme.muted, |role| theme.role(role));
    let mut out = swatch.to_owned();
    for (look, fill, stroke) in [
        ("line", "none", colour),
        ("area", colour, "none"),
        ("bar", colour, colour),
        ("dot", colour, "none"),
        ("ring", theme.card, colour),
    ] {
        out = out.replace(&format!("class=\"{look} {class}\""), &format!("fill=\"{fill}\" stroke=\"{stroke}\""));
    }
    out
}

fn element(out: &mut String, name: &str, content: &str) {
    let _ = write!(out, "<{name}>");
    escape(content, out);
    let _ = write!(out, "</{name}>");
}

fn text(out: &mut String, line: &str, (x, y): (f64, f64), style: &str) {
    let _ = write!(out, "<text x=\"{}\" y=\"{}\" {style}>", round(x), round(y));
    escape(line, out);
    out.push_str("</text>");
}

/// Tenths are enough, and read better.
fn round(px: f64) -> f64 {
    (px * 10.0).round() / 10.0
}
