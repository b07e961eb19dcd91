//! The legend, for HTML: what the page lists under a chart because the plot does not name it.

use crate::ink::{Marker, dash_px, line_width_px, marker, role_class};
use crate::layout::Size;
use crate::words::are_lines_named_in_plot;
use explorer_core::chart::{ChartSpec, Layer, Role};
use std::fmt::Write;

/// One entry: a swatch and a name.
#[derive(Clone, Debug, PartialEq)]
pub struct LegendItem {
    /// Number of the layer it stands for.
    pub layer: usize,
    /// Class of the layer's role.
    pub class: &'static str,
    /// Its name.
    pub label: String,
    /// A small picture of its mark, as SVG with classes.
    pub swatch: String,
}

/// The entries of a chart at a size, in the order of its layers; empty where everything is named in the plot.
pub fn legend(spec: &ChartSpec, size: Size) -> Vec<LegendItem> {
    let mut items: Vec<LegendItem> = Vec::new();
    // The one series of a chart is what its title names.
    if spec.layers.iter().filter_map(entry).filter(|(_, label, _)| !label.is_empty()).count() < 2 {
        return items;
    }
    for (layer, (role, label, swatch)) in
        spec.layers.iter().enumerate().filter_map(|(i, layer)| Some((i, entry(layer)?)))
    {
        let is_line = matches!(spec.layers[layer], Layer::Line { .. });
        // A band of the same name as its line is one thing.
        let is_known = items.iter().any(|item| item.label == label && item.class == role_class(role));
        if label.is_empty() || is_known || (is_line && are_lines_named_in_plot(spec, size)) {
            continue;
        }
        items.push(LegendItem { layer, class: role_class(role), label: label.to_owned(), swatch });
    }
    items
}

fn entry(layer: &Layer) -> Option<(Role, &str, String)> {
    match layer {
        Layer::Line { role, label, dashed, .. } => Some((*role, label, line(*role, *dashed))),
        Layer::Area { role, label, .. } => Some((*role, label, area(*role))),
        Layer::Bars { role, label, .. } => Some((*role, label, bar(*role))),
        Layer::Points { role, label, .. } => Some((*role, label, dot(*role))),
        Layer::Band { .. } | Layer::Rule { .. } | Layer::Label { .. } => None,
    }
}

const OPEN: &str =
    "<svg class=\"swatch\" width=\"30\" height=\"14\" viewBox=\"0 0 30 14\" aria-hidden=\"true\" focusable=\"false\">";

fn line(role: Role, is_dashed: bool) -> String {
    let mut out = String::from(OPEN);
    let _ = write!(out, "<path class=\"line {}\" stroke-width=\"{}\"", role_class(role), line_width_px(role));
    let dash = dash_px(role, is_dashed);
    if !dash.is_empty() {
        let list: Vec<String> = dash.iter().map(u32::to_string).collect();
        let _ = write!(out, " stroke-dasharray=\"{}\"", list.join(" "));
    }
    out + " d=\"M1 7h28\"/></svg>"
}

fn area(role: Role) -> String {
    format!("{OPEN}<path class=\"area {}\" fill-opacity=\".3\" d=\"M1 1h28v12h-28z\"/></svg>", role_class(role))
}

fn bar(role: Role) -> String {
    let ink = crate::ink::Ink::of(crate::ink::Look::Bar, role, 0);
    let opacity = ink.fill_opacity().unwrap_or("1");
    let dash = if ink.dash_px().is_empty() { "" } else { " stroke-dasharray=\"4 3\"" };
    let class = role_class(role);
    format!(
        "{OPEN}<path class=\"bar {class}\" stroke-width=\"1\" fill-opacity=\"{opacity}\"{dash} d=\"M8 1h14v12h-14z\"/></svg>"
    )
}

fn dot(role: Role) -> String {
    let (look, path) = match marker(role) {
        Marker::Circle => ("dot", "M10 7a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"),
        Marker::Ring => ("ring", "M10.5 7a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0"),
        Marker::Square => ("dot", "M10.5 2.5h9v9h-9z"),
        Marker::Diamond => ("dot", "M15 1l6 6l-6 6l-6 -6z"),
        Marker::Triangle => ("dot", "M15 1.5l5.5 10h-11z"),
    };
    format!("{OPEN}<path class=\"{look} {}\" stroke-width=\"2\" d=\"{path}\"/></svg>", role_class(role))
}
