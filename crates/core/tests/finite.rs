//! Numbers and words that reach a reader are numbers and words, for any inputs of any topic.
//!
//! `FINITE_INPUTS=1000000 cargo test --release -p explorer-core --test finite` tries a million states; without it as many as fit into a
//! few seconds.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

use std::time::{Duration, Instant};

use explorer_core::chart::Layer;
use explorer_core::exercise::Draw;
use explorer_core::quantity::rounded;
use explorer_core::topic::{AnyTopic, Known, Quantity, Readout, Shape, Value, Values};
use explorer_core::{topics, url};

/// States to try, or as many as fit into this time.
fn bound() -> (u64, Duration) {
    match std::env::var("FINITE_INPUTS").ok().and_then(|n| n.parse().ok()) {
        Some(states) => (states, Duration::from_secs(86_400)),
        None => (1_000_000, Duration::from_secs(8)),
    }
}

/// Any inputs: ends and positions of the sliders, values between, every word and switch.
fn anything(topic: &dyn AnyTopic, draw: &mut Draw) -> Values {
    let mut values = topic.defaults();
    for (value, param) in values.iter_mut().zip(topic.params()) {
        if draw.integer(0, 3) == 0 {
            continue;
        }
        *value = match param.shape {
            Shape::Number(range) => {
                let last = range.slider_steps();
                let at = match draw.integer(0, 5) {
                    0 => 0,
                    1 => last,
                    2 => last.saturating_sub(u32::from(range.infinity)),
                    _ => draw.integer(0, last),
                };
                let odd = if range.integer { 0.0 } else { f64::from(draw.integer(0, 1)) * 1.234_567e-3 };
                Value::Number(range.clamp(rounded(range.at_slider(at) * (1.0 + odd), 6)))
            }
            Shape::Choice(choices) => Value::Word(draw.pick(choices).word),
            Shape::Switch => Value::Flag(draw.integer(0, 1) == 1),
            Shape::Text(_) => continue,
        };
    }
    values
}

/// What is wrong with a text that a person reads.
fn flaw(text: &str) -> Option<&'static str> {
    let words = text.split(|c: char| c.is_whitespace() || "()[]“”*,;:".contains(c));
    let bytes = text.as_bytes();
    let mut digits = 0;
    for (i, b) in bytes.iter().enumerate() {
        digits = if b.is_ascii_digit() || (*b == b'.' && digits > 0) { digits + 1 } else { 0 };
        if digits > 15 && text[..=i].rfind('.').is_some_and(|dot| i - dot < digits && i - dot > 9) {
            return Some("digits that nobody writes");
        }
    }
    for word in words {
        let word = word.trim_matches('.');
        if matches!(word, "NaN" | "inf" | "-inf" | "−inf" | "-0" | "−0" | "-NaN") {
            return Some("not a number");
        }
    }
    let text = text.replace('\u{a0}', " ").replace("**", "");
    for plural in [
        "round trips",
        "servers",
        "requests",
        "customers",
        "leaves",
        "items",
        "machines",
        "connections",
        "files",
        "times",
        "cores",
        "replicas",
    ] {
        for (at, _) in text.match_indices(&format!("1 {plural}")) {
            let before = text[..at].chars().last();
            if before.is_none_or(|c| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–' | '−' | '/')))
                && !text[..at].ends_with("− ")
            {
                return Some("one, and many");
            }
        }
    }
    None
}

fn check_readout(readout: &Readout, place: &str) {
    match &readout.value {
        Quantity::Number(v) => {
            assert!(v.is_finite() && !(*v == 0.0 && v.is_sign_negative()), "{place}: {} is {v}", readout.key)
        }
        Quantity::Text(text) => {
            assert!(flaw(text).is_none() && text != "unknown", "{place}: {} is {text}", readout.key)
        }
    }
    if let Known::Simulated { half_width, .. } = readout.known {
        assert!(half_width >= 0.0 || half_width.is_infinite(), "{place}: {} ± {half_width}", readout.key);
    }
}

fn check_state(topic: &dyn AnyTopic, values: &Values) {
    let place = format!("{}?{}", topic.meta().slug, url::encode(topic, values).query);
    let says = |text: &str| assert!(flaw(text).is_none(), "{place}: {:?} in “{text}”", flaw(text));
    let values_of_link = place.split(['=', '&', '?']);
    for value in values_of_link {
        assert!(!["NaN", "-inf", "-0"].contains(&value), "{place}: the link itself");
    }
    let report = match topic.report(values) {
        Ok(report) => report,
        Err(refusal) => return says(&refusal.0),
    };
    report.readouts.iter().for_each(|r| check_readout(r, &place));
    says(&report.says);
    report.notes.iter().for_each(|note| says(&note.says));
    for chart in &report.charts {
        says(&chart.says);
        for axis in [&chart.x, &chart.y] {
            assert!(
                axis.min.is_finite() && axis.max.is_finite() && axis.min < axis.max,
                "{place}: {}: {axis:?}",
                chart.id
            );
        }
        for layer in &chart.layers {
            if let Layer::Bars { bars, .. } = layer {
                bars.iter().for_each(|bar| says(&bar.text));
            }
            if let Layer::Label { text, .. } = layer {
                says(text);
            }
        }
    }
}

#[test]
fn any_inputs_give_finite_numbers_and_words_as_people_write_them() {
    let (states, time) = bound();
    #[allow(clippy::disallowed_methods)] // A test's own clock.
    let begun = Instant::now();
    let mut draws: Vec<_> = topics::ALL.iter().map(|t| Draw::new(14, t.meta().slug)).collect();
    let mut tried = 0;
    'all: loop {
        for (topic, draw) in topics::ALL.iter().zip(&mut draws) {
            if tried >= states || begun.elapsed() > time {
                break 'all;
            }
            check_state(*topic, &anything(*topic, draw));
            tried += 1;
        }
    }
    println!("{tried} states in {:?}", begun.elapsed());
    assert!(tried >= 20 * topics::ALL.len() as u64, "{tried} states only");
}

#[test]
fn a_page_that_everybody_leaves_has_six_numbers_and_not_six_times_nothing() {
    let topic = topics::find("milliseconds-to-money").unwrap();
    let values = url::decode(topic, "bounce_source=bbc&improved_bounce_pct=100&improved_load_secs=7000").values;
    let report = topic.report(&values).unwrap();
    let of = |key: &str| report.readouts.iter().find(|r| r.key == key).and_then(Readout::number);
    // Everybody leaves before and after: 100,000 visitors, 2 % of whom would spend $50 each; the fix costs 200.
    assert_eq!((of("bounce_share"), of("lost_visitors"), of("lost_orders")), (Some(1.0), Some(1e5), Some(2_000.0)));
    let money = (of("lost_revenue_usd"), of("recovered_revenue_usd"), of("net_gain_usd"));
    assert_eq!(money, (Some(1e5), Some(0.0), Some(-200.0)));
}

#[test]
fn the_flaws_are_told_from_fair_text() {
    for bad in ["it is NaN.", "from -0 to 3", "245999.99999999997 a second", "1 round trips", "takes **1** servers"] {
        assert!(flaw(bad).is_some(), "{bad}");
    }
    for fair in
        ["11 round trips", "2.1 servers", "0.05 of 1 round trip", "information", "3.14159 and 100,000.5", "n − 1 items"]
    {
        assert!(flaw(fair).is_none(), "{fair}");
    }
}
