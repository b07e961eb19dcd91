//! What is promised of every picture, on made-up charts: it is the data, it is sound markup, and it is reviewed.

mod made_up;

use explorer_charts::{DARK, LIGHT, Projection, Size, legend, read, stops, svg, svg_standalone};
use explorer_core::chart::{ChartSpec, Layer};

const WIDTHS_PX: [f64; 4] = [300.0, 640.0, 1100.0, 1800.0];

fn sizes(spec: &ChartSpec) -> impl Iterator<Item = Size> + '_ {
    WIDTHS_PX.into_iter().flat_map(move |width| [13.0, 26.0].map(|text| Size::fitting(spec, width, text)))
}

#[test]
fn pictures_are_as_reviewed() {
    for spec in made_up::all() {
        let wide = svg(&spec, Size::fitting(&spec, 640.0, 13.0)).markup();
        insta::assert_snapshot!(format!("{}_wide", spec.id), broken_up(&wide));
    }
    for spec in [made_up::curve(), made_up::pairs(), made_up::named_bars()] {
        let narrow = svg(&spec, Size::fitting(&spec, 330.0, 13.0)).markup();
        insta::assert_snapshot!(format!("{}_phone", spec.id), broken_up(&narrow));
    }
}

/// One element a line, for people who read changes.
fn broken_up(markup: &str) -> String {
    markup.replace("><", ">\n<")
}

/// The points of the paths of a layer in px: what is drawn, not what was meant.
fn points_of_layer(markup: &str, layer: usize) -> Vec<(f64, f64)> {
    let mark = format!("data-layer=\"{layer}\" d=\"");
    let mut points = Vec::new();
    for part in markup.split(&mark).skip(1) {
        let path = part.split('"').next().expect("an attribute ends");
        let (mut x, mut y) = (0.0, 0.0);
        for step in path.split_inclusive(['M', 'l']).collect::<Vec<_>>().windows(2) {
            let is_move = step[0].ends_with('M');
            let numbers: Vec<f64> =
                step[1].trim_end_matches(['M', 'l', 'z']).split(' ').filter_map(|n| n.parse().ok()).collect();
            (x, y) = if is_move { (numbers[0], numbers[1]) } else { (x + numbers[0], y + numbers[1]) };
            points.push((x / 4.0, y / 4.0));
        }
    }
    points
}

#[test]
fn lines_read_back_from_the_picture_are_the_data() {
    for spec in made_up::all() {
        for size in sizes(&spec) {
            let painted = svg(&spec, size);
            for (index, layer) in spec.layers.iter().enumerate() {
                let Layer::Line { points, .. } = layer else { continue };
                let drawn = points_of_layer(&painted.marks, index);
                let p = painted.projection;
                let shown: Vec<_> =
                    points.iter().filter(|(x, y)| inside(p.x.share(*x)) && inside(p.y.share(*y))).collect();
                assert!(!shown.is_empty(), "{} layer {index} shows nothing", spec.id);
                // Every point inside is drawn, within a quarter of a px and the half per cent that is promised …
                for &&(x, y) in &shown {
                    let off = |(px, py): &(f64, f64)| {
                        let (dx, dy) = ((px - p.plot.left) / p.plot.width, (p.plot.bottom() - py) / p.plot.height);
                        (dx - p.x.share(x)).abs().max((dy - p.y.share(y)).abs())
                    };
                    let least = drawn.iter().map(off).fold(f64::INFINITY, f64::min);
                    assert!(least <= 0.005, "{} at {size:?}: ({x}, {y}) is drawn {least} off", spec.id);
                }
                // … and nothing is drawn that is not: no line runs along the edge of the plot.
                for (px, py) in &drawn {
                    assert!(*px >= p.plot.left - 0.26 && *px <= p.plot.right() + 0.26, "{}: {px}", spec.id);
                    assert!(*py >= p.plot.top - 0.26 && *py <= p.plot.bottom() + 0.26, "{}: {py}", spec.id);
                }
                let at_top = drawn.iter().filter(|(_, py)| (py - p.plot.top).abs() < 0.3).count();
                let meant = points.iter().filter(|(_, y)| (p.y.share(*y) - 1.0).abs() < 0.01).count();
                assert!(at_top <= meant + 1, "{}: smeared along the top", spec.id);
            }
        }
    }
}

fn inside(share: f64) -> bool {
    (0.0..=1.0).contains(&share)
}

#[test]
fn bars_read_back_from_the_picture_are_the_data() {
    let spec = made_up::waterfall();
    let painted = svg(&spec, Size::fitting(&spec, 640.0, 13.0));
    let Layer::Bars { bars, .. } = &spec.layers[0] else { panic!("the waterfall has bars") };
    let path = painted.marks.split("data-layer=\"0\" d=\"").nth(1).and_then(|p| p.split('"').next()).expect("a path");
    let drawn: Vec<Vec<f64>> = path
        .split('M')
        .skip(1)
        .map(|rect| rect.split([' ', 'h', 'v', 'z']).filter_map(|n| n.parse().ok()).collect())
        .collect();
    assert_eq!(drawn.len(), bars.len());
    let plot = painted.projection.plot;
    for (bar, rect) in bars.iter().zip(drawn) {
        let from = painted.projection.x.value((rect[0] / 4.0 - plot.left) / plot.width);
        let width = rect[2] / 4.0 / plot.width * (spec.x.max - spec.x.min);
        let half_per_cent = 0.005 * (spec.x.max - spec.x.min);
        assert!((from - bar.x0).abs() <= half_per_cent, "{from} for {}", bar.x0);
        assert!((width - (bar.x1 - bar.x0)).abs() <= half_per_cent, "{width} for {bar:?}");
    }
}

#[test]
fn no_text_is_under_twelve_px_and_none_leaves_the_picture() {
    for spec in made_up::all() {
        for size in sizes(&spec) {
            let markup = svg(&spec, size).markup();
            for text in markup.split("<text").skip(1) {
                let px: f64 = attribute(text, "font-size").parse::<f64>().expect("a size") / 4.0;
                assert!(px >= 12.0, "{}: {px}", spec.id);
                if let Ok(x) = attribute(text, " x").parse::<f64>() {
                    assert!((-1.0..=size.width_px + 1.0).contains(&(x / 4.0)), "{}: {x}", spec.id);
                }
            }
        }
    }
}

fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    element.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("")
}

#[test]
fn hostile_charts_stay_sound_markup_without_numbers_that_are_none() {
    let spec = made_up::hostile();
    for size in sizes(&spec) {
        let painted = svg(&spec, size);
        for markup in [painted.markup(), svg_standalone(&spec, size, &LIGHT)] {
            for bad in ["NaN", "inf", "<script", "\u{0}", "-2147483648", "2147483647"] {
                assert!(!markup.contains(bad), "{bad} in {markup}");
            }
            balanced(&markup);
        }
        for item in legend(&spec, size) {
            balanced(&item.swatch);
        }
        for at in stops(&spec, &painted.projection) {
            assert!(at.is_finite());
            let reading = read(&spec, &painted.projection, at);
            assert!(reading.at_px.is_finite() && !reading.sentence().contains("NaN"));
        }
    }
}

/// Every element that is opened is closed, in order, and attributes are quoted.
fn balanced(markup: &str) {
    let mut open = Vec::new();
    for tag in markup.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("a tag ends");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "in {markup}");
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().expect("a name"));
        }
    }
    assert!(open.is_empty(), "{open:?} left open");
}

#[test]
fn pictures_for_the_page_have_no_styles_a_strict_policy_would_refuse() {
    for spec in made_up::all() {
        let markup = svg(&spec, Size::fitting(&spec, 640.0, 13.0)).markup();
        assert!(!markup.contains("style=") && !markup.contains("<style") && !markup.contains(" id="), "{markup}");
        assert!(!markup.contains('#'), "no colours in the page's picture");
    }
}

#[test]
fn pictures_have_few_elements() {
    for spec in made_up::all() {
        let markup = svg(&spec, Size::fitting(&spec, 640.0, 13.0)).markup();
        let count = markup.matches('<').count() - markup.matches("</").count();
        assert!(count <= 60, "{} has {count} elements", spec.id);
    }
}

#[test]
fn downloads_carry_their_title_sentence_and_colours() {
    for spec in made_up::all() {
        for theme in [LIGHT, DARK] {
            let svg = svg_standalone(&spec, Size::fitting(&spec, 900.0, 16.0), &theme);
            balanced(&svg);
            assert!(svg.contains("xmlns=") && svg.contains(theme.card) && !svg.contains("class=\"line"));
            assert!(svg.contains(&format!("<title>{}</title>", spec.title)));
        }
    }
}

#[test]
fn projecting_there_and_back_is_the_identity() {
    for spec in made_up::all() {
        let projection = Projection { ..svg(&spec, Size::fitting(&spec, 640.0, 13.0)).projection };
        for i in 0..=20 {
            let px = projection.plot.left + projection.plot.width * f64::from(i) / 20.0;
            assert!((projection.x_px(projection.x_at(px)) - px).abs() < 1e-6);
            let px = projection.plot.top + projection.plot.height * f64::from(i) / 20.0;
            assert!((projection.y_px(projection.y_at(px)) - px).abs() < 1e-6);
        }
    }
}

#[test]
fn the_handle_is_apart_from_the_marks_and_moves_alone() {
    let mut spec = made_up::curve();
    let mut painted = svg(&spec, Size::fitting(&spec, 640.0, 13.0));
    assert!(painted.handle.starts_with("<g class=\"handle\">") && !painted.marks.contains("handle"));
    let (marks, handle) = (painted.marks.clone(), painted.handle.clone());
    if let Some(handle) = &mut spec.handle {
        (handle.x, handle.y) = (0.5, 240.0);
    }
    painted.repaint_handle(&spec);
    assert!(painted.marks == marks && painted.handle != handle);
}

#[test]
fn readings_say_what_the_line_says_there() {
    let spec = made_up::curve();
    let painted = svg(&spec, Size::fitting(&spec, 640.0, 13.0));
    let reading = read(&spec, &painted.projection, 0.8);
    let said = reading.sentence().replace('\u{a0}', " ");
    assert!(said.starts_with("Busy: 80 %: pinned: faster coffee 5 min; formula 10 min"), "{said}");
}

#[test]
fn a_drawn_curve_is_judged_where_it_is_furthest_off() {
    let spec = made_up::curve();
    let projection = svg(&spec, Size::fitting(&spec, 640.0, 13.0)).projection;
    let Layer::Line { points, .. } = &spec.layers[2] else { panic!("the third layer is the formula") };
    let drawn: Vec<_> = (0..=9).map(|i| (f64::from(i) / 10.0, 120.0 + 13.0 * f64::from(i))).collect();
    let said = explorer_charts::judge(&spec, &projection, &drawn, points).expect("they can be compared");
    assert_eq!(said.replace('\u{a0}', " "), "At 90 % you drew 3.95 min; it is 20 min: 5.1 times what you drew.");
    let close: Vec<_> = points.iter().copied().filter(|p| p.1.is_finite()).collect();
    let said = explorer_charts::judge(&spec, &projection, &close, points).expect("they can be compared");
    assert!(said.starts_with("Well drawn"), "{said}");
}
