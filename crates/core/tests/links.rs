//! Links: nothing in one can break the page, and what was released keeps its meaning.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

use explorer_core::exercise::Draw;
use explorer_core::topic::{AnyTopic, Shape, Value, Values};
use explorer_core::url::{self, Route};
use explorer_core::{quantity, topics};

/// A random but valid state.
fn state(topic: &dyn AnyTopic, draw: &mut Draw) -> Values {
    let mut values: Values = topic
        .params()
        .iter()
        .zip(topic.defaults())
        .map(|(param, default)| match param.shape {
            _ if draw.integer(0, 2) == 0 => default,
            Shape::Number(range) => Value::Number(range.at_slider(draw.integer(0, range.slider_steps()))),
            Shape::Choice(choices) => Value::Word(choices[draw.integer(0, choices.len() as u32 - 1) as usize].word),
            Shape::Switch => Value::Flag(draw.integer(0, 1) == 1),
            Shape::Text(_) => Value::Text(
                draw.pick(&["95×50, 4×500", "1\n2\n3", "0.5 s, 20 ms", "tokyo", "-33.87,151.21", "paris, lima"])
                    .to_owned(),
            ),
        })
        .collect();
    // A text that means nothing to this topic would not survive the link; its default does.
    while let Err((key, _)) = topic.check(&values) {
        let index = topic.params().iter().position(|param| param.key == key).expect("a key of the topic");
        values[index] = topic.defaults().swap_remove(index);
    }
    values
}

#[test]
fn decode_is_the_inverse_of_encode_on_a_hundred_thousand_states() {
    let mut draw = Draw::new(1, "links");
    for i in 0..100_000 {
        let topic = topics::ALL[i % topics::ALL.len()];
        let values = state(topic, &mut draw);
        let query = url::encode(topic, &values).query;
        let decoded = url::decode(topic, &query);
        assert_eq!(decoded.values, values, "{}: {query}", topic.meta().slug);
        assert!(decoded.notices.is_empty(), "{}: {query}: {:?}", topic.meta().slug, decoded.notices);
    }
}

/// A link with some of it deleted, doubled, or replaced by what hurts.
fn mutated(query: &str, draw: &mut Draw) -> String {
    const HURT: [&str; 24] = [
        "NaN",
        "inf",
        "-inf",
        "1e308",
        "-1",
        "0",
        "%",
        "%zz",
        "%00",
        "&&",
        "==",
        "<script>alert(1)</script>",
        "𝄞",
        "\u{202e}",
        "9999999999999999999999",
        "1e-400",
        "=",
        "&v=99",
        "&step=x",
        "0x10",
        "1,5",
        "--5",
        "ms",
        "∞",
    ];
    let mut text: Vec<char> = query.chars().collect();
    for _ in 0..draw.integer(1, 4) {
        let at = draw.integer(0, text.len() as u32) as usize;
        match draw.integer(0, 3) {
            0 if !text.is_empty() => {
                let to = (at + draw.integer(0, 5) as usize).min(text.len());
                text.drain(at..to);
            }
            1 => {
                let copy: Vec<char> = text.iter().copied().skip(at).take(12).collect();
                text.splice(at..at, copy);
            }
            2 => {
                text.splice(at..at, draw.pick(&HURT).chars());
            }
            _ => text.insert(at, char::from_u32(draw.integer(1, 0xd7ff)).unwrap_or('x')),
        }
    }
    text.into_iter().collect()
}

#[test]
fn no_mutated_link_breaks_anything_and_every_value_is_allowed() {
    let mut draw = Draw::new(2, "mutations");
    // A million in all where tests are optimised, fewer where they are not.
    let rounds = if cfg!(debug_assertions) { 60_000 } else { 1_000_000 };
    for i in 0..rounds {
        let topic = topics::ALL[i % topics::ALL.len()];
        let query = mutated(&url::encode(topic, &state(topic, &mut draw)).query, &mut draw);
        let decoded = url::decode(topic, &query);
        for (param, value) in topic.params().iter().zip(&decoded.values) {
            let allowed = match (param.shape, value) {
                (Shape::Number(range), Value::Number(v)) => {
                    range.clamp(*v) == *v && (!range.integer || v.fract() == 0.0 || v.is_infinite())
                }
                (Shape::Choice(choices), Value::Word(word)) => choices.iter().any(|c| c.word == *word),
                (Shape::Switch, Value::Flag(_)) | (Shape::Text(_), Value::Text(_)) => true,
                _ => false,
            };
            assert!(allowed, "{}: {query}: {} is {value:?}", topic.meta().slug, param.key);
        }
        assert!(decoded.notices.iter().all(|n| n.len() < 400 && !n.is_empty()), "{query}: {:?}", decoded.notices);
    }
}

#[test]
fn what_cannot_be_used_is_named() {
    let queue = topics::find("queue").unwrap();
    let decode = |query: &str| url::decode(queue, query);
    let number = |query: &str, key: &str| {
        let i = queue.params().iter().position(|p| p.key == key).unwrap();
        match decode(query).values[i] {
            Value::Number(v) => v,
            _ => f64::NAN,
        }
    };
    assert_eq!(number("service_ms=0.28s", "service_ms"), 280.0);
    assert_eq!(number("service_ms=abc", "service_ms"), 25.0);
    assert!(decode("service_ms=abc").notices[0].contains("abc"));
    assert_eq!(number("arrivals_per_sec=1e9", "arrivals_per_sec"), 1e6);
    assert!(decode("arrivals_per_sec=1e9").notices[0].contains("out of range"));
    assert_eq!(number("servers=2&servers=3", "servers"), 3.0);
    assert!(decode("servers=2&servers=3").notices[0].contains("more than once"));
    assert_eq!(number("servers=2.5", "servers"), 1.0);
    assert_eq!(number("capacity=inf", "capacity"), f64::INFINITY);
    assert_eq!(number("service_ms=inf", "service_ms"), 25.0);
    assert_eq!(number("seed=9007199254740991", "seed"), 9_007_199_254_740_991.0);
    assert!(decode("nonsense=1").notices[0].contains("nonsense"));
    assert!(decode("v=1&step=2&embed=1").notices.is_empty());
    assert!(decode("v=2").notices.is_empty());
    assert!(decode("v=7").notices[0].contains("another version"));
    // The last of duplicates counts even where it is unreadable: then the default stands.
    assert_eq!(number("servers=2&servers=x", "servers"), 1.0);
}

#[test]
fn routes_are_read_from_any_hash() {
    let route = |hash: &str| Route::parse(hash);
    assert_eq!(route("#/queue?a=1").slug, "queue");
    assert_eq!(route("#/queue?a=1").query, "a=1");
    assert_eq!(route("#queue").slug, "queue");
    assert_eq!(route("").slug, "");
    assert_eq!(route("#/queue/").slug, "queue");
    assert_eq!(route("#/queue?step=3").reserved("step").as_deref(), Some("3"));
    assert_eq!(route("#/queue?servers=4").hash(), "#/queue?servers=4");
}

/// Links that were given out. Append only: each must go on meaning what it meant.
#[test]
fn released_links_keep_their_meaning() {
    let released = include_str!("data/released_links.txt");
    for line in released.lines().filter(|l| !l.trim().is_empty() && !l.starts_with("//")) {
        let (link, wanted) = line.split_once(" -> ").unwrap_or_else(|| panic!("{line}"));
        let route = Route::parse(link);
        let topic = topics::find(&route.slug).unwrap_or_else(|| panic!("{link} leads nowhere"));
        let decoded = url::decode(topic, &route.query);
        assert!(decoded.notices.is_empty(), "{link}: {:?}", decoded.notices);
        for pair in wanted.split_whitespace() {
            let (key, value) = pair.split_once('=').unwrap();
            let i = topic.params().iter().position(|p| p.key == key).unwrap_or_else(|| panic!("{link}: no {key}"));
            assert_eq!(url::word(&decoded.values[i]), value, "{link}: {key}");
        }
    }
}

#[test]
fn a_value_as_shown_is_understood_when_typed_back() {
    for topic in topics::ALL {
        for (param, value) in topic.params().iter().zip(topic.defaults()) {
            if let (Shape::Number(_), Value::Number(v)) = (param.shape, &value) {
                let shown = url::shown(param, &value);
                let back =
                    quantity::parse(&shown, param.unit).unwrap_or_else(|e| panic!("{}: “{shown}”: {e}", param.key));
                assert!(
                    back == *v || (back - v).abs() <= 0.005 * v.abs(),
                    "{}: {v} shown as “{shown}” came back as {back}",
                    param.key
                );
            }
        }
    }
}
