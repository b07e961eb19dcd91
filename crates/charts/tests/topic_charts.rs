//! Every chart of every topic: a reviewed picture of its defaults, and sound pictures in every preset at every size.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test -p explorer-charts`, then read the difference.

use explorer_charts::{Size, legend, read, stops, svg};
use explorer_core::chart::{ChartSpec, Scale};
use explorer_core::topic::{AnyTopic, Values};
use explorer_core::{topics, url};

/// A topic's defaults and presets, each with a name.
fn states(topic: &'static dyn AnyTopic) -> Vec<(&'static str, Values)> {
    let presets = topic.presets().iter().map(|preset| (preset.slug, url::decode(topic, preset.query).values));
    std::iter::once(("defaults", topic.defaults())).chain(presets).collect()
}

fn charts(topic: &'static dyn AnyTopic, values: &Values) -> Vec<ChartSpec> {
    topic.report(values).map(|report| report.charts).unwrap_or_default()
}

#[test]
fn the_default_pictures_of_every_topic_are_as_reviewed() {
    for topic in topics::ALL {
        for chart in charts(*topic, &topic.defaults()) {
            let markup = svg(&chart, Size::fitting(&chart, 640.0, 13.0)).markup();
            insta::assert_snapshot!(format!("{}_{}", topic.meta().slug, chart.id), reviewable(&chart, &markup));
        }
    }
}

/// The sentence, then one element a line, long paths shortened to their ends: what a reviewer can read.
fn reviewable(chart: &ChartSpec, markup: &str) -> String {
    let lines = markup.replace("><", ">\n<");
    let shorten = |line: &str| match line.split_once(" d=\"") {
        Some((head, path)) if path.len() > 160 => {
            let steps = path.matches(['l', 'M', 'a']).count();
            // Paths are ASCII.
            format!("{head} d=\"{} … {steps} steps … {}", &path[..60], &path[path.len() - 60..])
        }
        _ => line.to_owned(),
    };
    let body: Vec<String> = lines.lines().map(shorten).collect();
    format!("{}\n{}\n{}", chart.title, chart.says, body.join("\n"))
}

#[test]
fn every_picture_is_sound_in_every_preset_at_every_size() {
    for topic in topics::ALL {
        for (state, values) in states(*topic) {
            for chart in charts(*topic, &values) {
                let name = format!("{} in {state}, chart {}", topic.meta().slug, chart.id);
                for (width, text) in [(288.0, 13.0), (640.0, 13.0), (1200.0, 24.0)] {
                    let painted = svg(&chart, Size::fitting(&chart, width, text));
                    let markup = painted.markup();
                    for bad in ["NaN", "inf\"", "inf ", "style=", "-2147483648", "2147483647"] {
                        assert!(!markup.contains(bad), "{name}: {bad}");
                    }
                    let elements = markup.matches('<').count() - markup.matches("</").count();
                    assert!(elements <= 160, "{name}: {elements} elements");
                    assert!(markup.matches("class=\"tick\"").count() >= 2, "{name}: hardly a tick at {width} px");
                    for at in stops(&chart, &painted.projection) {
                        let reading = read(&chart, &painted.projection, at);
                        assert!(reading.at_px.is_finite(), "{name}: reading at {at}");
                    }
                    for item in legend(&chart, painted.size) {
                        assert!(!item.label.trim().is_empty(), "{name}: a nameless entry in the legend");
                    }
                }
            }
        }
    }
}

#[test]
fn every_chart_keeps_its_contract_in_every_preset() {
    for topic in topics::ALL {
        for (state, values) in states(*topic) {
            for chart in charts(*topic, &values) {
                let name = format!("{} in {state}, chart {}", topic.meta().slug, chart.id);
                assert!(!chart.title.is_empty(), "{name}: no title");
                let length = chart.says.chars().count();
                assert!((40..=250).contains(&length), "{name}: {length} characters say “{}”", chart.says);
                for axis in [&chart.x, &chart.y] {
                    assert!(axis.min.is_finite() && axis.max.is_finite() && axis.min < axis.max, "{name}: {axis:?}");
                    assert!(axis.scale != Scale::Log || axis.min > 0.0, "{name}: {axis:?}");
                    assert!(!axis.label.is_empty() || !axis.categories.is_empty(), "{name}: an axis without a name");
                }
                assert!(!chart.data_table().rows.is_empty(), "{name}: no numbers behind the picture");
            }
        }
    }
}
