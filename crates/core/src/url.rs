//! Inputs ↔ query string: links that carry the whole state, outlive versions, and can never break the page.
//!
//! `index.html#/queue?arrivals_per_sec=36&service_ms=25`. Defaults are left out. Reading never fails: what cannot be used is
//! named in a notice, and the nearest sensible value stands instead.

mod percent;

pub use percent::{decode as percent_decode, encode as percent_encode};

use crate::quantity::{self, Dimension};
use crate::topic::{AnyTopic, ParamInfo, Shape, Value, Values};

/// The version of links, of simulated digits and of exercises' numbers. A link without `v` is of version 1, and opens as it did:
/// version 2 draws some exercises again, so that every typical slip can be told from the right answer.
pub const VERSION: u32 = 2;

/// Longest query that is read, in bytes; what is beyond is ignored, with a notice.
pub const MAX_QUERY_BYTES: usize = 64_000;

/// Words after the hash that are not inputs.
const RESERVED: [&str; 3] = ["v", "step", "embed"];

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Route {
    /// Slug of the topic or page; empty for the first page.
    pub slug: String,
    /// The query after the question mark, undecoded.
    pub query: String,
}

impl Route {
    /// Reads what stands after (or from) the `#`.
    pub fn parse(hash: &str) -> Self {
        let rest = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Self { slug: percent_decode(path.trim_end_matches('/')), query: query.to_owned() }
    }

    /// Value of a reserved word (`v`, `step`, `embed`) in the query.
    pub fn reserved(&self, word: &str) -> Option<String> {
        pairs(&self.query).filter(|(key, _)| *key == word).last().map(|(_, value)| percent_decode(value))
    }

    /// The hash that leads here.
    pub fn hash(&self) -> String {
        if self.query.is_empty() { format!("#/{}", self.slug) } else { format!("#/{}?{}", self.slug, self.query) }
    }
}

/// What a query means for a topic, and what could not be used, a sentence each.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// All inputs.
    pub values: Values,
    /// What could not be used as it stood.
    pub notices: Vec<String>,
}

/// Reads a query over a topic's defaults. Never fails.
pub fn decode(topic: &dyn AnyTopic, query: &str) -> Decoded {
    let params = topic.params();
    let mut values = topic.defaults();
    let mut notices = Vec::new();
    let mut seen = vec![false; params.len()];
    let query = cut(query.trim_start_matches(['#', '?']), &mut notices);
    for (key, text) in pairs(query) {
        let key = percent_decode(key);
        if RESERVED.contains(&key.as_str()) {
            note_version(&key, text, &mut notices);
            continue;
        }
        let Some(i) = params.iter().position(|p| p.key == key) else {
            if !key.is_empty() {
                notices.push(format!("“{}” is not an input here and was ignored.", shortened(&key)));
            }
            continue;
        };
        if seen[i] {
            notices.push(format!("{} is given more than once; the last one counts.", params[i].label));
        }
        seen[i] = true;
        values[i] = topic.defaults().swap_remove(i);
        if let Some(value) = read(&params[i], text, &values[i], &mut notices) {
            values[i] = value;
        }
    }
    use_what_can_be_used(topic, &params, &mut values, &mut notices);
    notices.truncate(12);
    Decoded { values, notices }
}

/// Puts the default in place of a text that its topic cannot read.
fn use_what_can_be_used(topic: &dyn AnyTopic, params: &[ParamInfo], values: &mut Values, notices: &mut Vec<String>) {
    if !params.iter().zip(values.iter()).any(|(p, v)| matches!(p.shape, Shape::Text(_)) && matches!(v, Value::Text(_)))
    {
        return;
    }
    if let Err((key, why)) = topic.check(values)
        && let Some(i) = params.iter().position(|p| p.key == key)
    {
        let default = topic.defaults().swap_remove(i);
        notices.push(format!("{}: {why} {} is used instead.", params[i].label, shown(&params[i], &default)));
        values[i] = default;
    }
}

/// Reads one typed or linked value; `None` where it is unreadable, with a notice.
pub fn read(param: &ParamInfo, text: &str, fallback: &Value, notices: &mut Vec<String>) -> Option<Value> {
    let unreadable = |notices: &mut Vec<String>, text: &str, why: &str| {
        notices.push(format!(
            "{}: “{}” {why}; {} is used instead.",
            param.label,
            shortened(text),
            shown(param, fallback)
        ));
        None
    };
    match param.shape {
        Shape::Number(range) => {
            let text = percent_decode(text);
            let Ok(number) = quantity::parse(&text, param.unit) else {
                return unreadable(notices, &text, "was not understood");
            };
            if range.integer && number.is_finite() && number != libm::round(number) {
                return unreadable(notices, &text, "is not a whole number");
            }
            if number == f64::INFINITY && !range.infinity {
                return unreadable(notices, &text, "is not allowed here");
            }
            let allowed = range.clamp(number) + 0.0;
            if allowed != number {
                let bound = shown(param, &Value::Number(allowed));
                notices.push(format!(
                    "{}: {} is out of range; {bound} is used instead.",
                    param.label,
                    shortened(&text)
                ));
            }
            Some(Value::Number(allowed))
        }
        Shape::Choice(choices) => {
            let text = percent_decode(text);
            match choices.iter().find(|c| c.word == text) {
                Some(choice) => Some(Value::Word(choice.word)),
                None => unreadable(notices, &text, "is not one of the choices"),
            }
        }
        Shape::Switch => match percent_decode(text).as_str() {
            "1" => Some(Value::Flag(true)),
            "0" => Some(Value::Flag(false)),
            other => unreadable(notices, other, "is neither 0 nor 1"),
        },
        Shape::Text(_) => Some(Value::Text(percent_decode(&text.replace('+', " ")))),
    }
}

/// A query, and whether data was too long to be part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// Inputs that differ from the defaults; empty for the defaults.
    pub query: String,
    /// Whether text was left out because it is longer than a link may carry.
    pub left_out: bool,
}

/// The query for these values: [`decode`] gives them back.
pub fn encode(topic: &dyn AnyTopic, values: &Values) -> Encoded {
    let mut encoded = Encoded { query: String::new(), left_out: false };
    let defaults = topic.defaults();
    for ((param, value), default) in topic.params().iter().zip(values).zip(&defaults) {
        // What is not a number has no word in a link: the default stands there.
        if value == default || matches!(value, Value::Number(v) if v.is_nan() || *v == f64::NEG_INFINITY) {
            continue;
        }
        if let (Shape::Text(in_link), Value::Text(text)) = (param.shape, value)
            && text.chars().count() > in_link
        {
            encoded.left_out = true;
            continue;
        }
        // A small file travels as groups; a large one not at all.
        if let (Shape::Text(in_link), Value::Data(data)) = (param.shape, value) {
            match data.groups_text(in_link) {
                Some(groups) => push(&mut encoded.query, param.key, &percent_encode(&groups)),
                None => encoded.left_out = true,
            }
            continue;
        }
        if let Value::Bytes(_) | Value::Trace(_) = value {
            encoded.left_out = true;
            continue;
        }
        push(&mut encoded.query, param.key, &word(value));
    }
    encoded
}

fn push(query: &mut String, key: &str, word: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    *query += &format!("{key}={word}");
}

/// A value as it stands in a link.
pub fn word(value: &Value) -> String {
    match value {
        Value::Number(v) if *v == f64::INFINITY => "inf".into(),
        // Adding zero takes the sign off −0.
        Value::Number(v) => format!("{}", *v + 0.0),
        Value::Word(word) => (*word).into(),
        Value::Flag(on) => if *on { "1" } else { "0" }.into(),
        Value::Text(text) => percent_encode(text),
        Value::Data(data) => percent_encode(&data.groups_text(1_000).unwrap_or_default()),
        Value::Bytes(_) | Value::Trace(_) => String::new(),
    }
}

/// A value as a person would say it.
pub fn shown(param: &ParamInfo, value: &Value) -> String {
    match (value, param.shape) {
        (Value::Number(v), Shape::Number(range))
            if range.integer && param.unit.dimension == Dimension::Count && v.is_finite() =>
        {
            quantity::grouped(*v, 0)
        }
        (Value::Number(v), _) => quantity::format(*v, param.unit),
        (Value::Word(word), Shape::Choice(choices)) => {
            choices.iter().find(|c| c.word == *word).map_or(*word, |c| c.label).to_owned()
        }
        (Value::Word(word), _) => (*word).to_owned(),
        (Value::Flag(on), _) => if *on { "on" } else { "off" }.to_owned(),
        (Value::Text(text), _) => format!("“{}”", shortened(text)),
        (Value::Data(data), _) => format!("“{}”", shortened(&data.name)),
        (Value::Bytes(file), _) => format!("“{}”", shortened(&file.name)),
        (Value::Trace(traced), _) => format!("“{}”", shortened(&traced.name)),
    }
}

fn cut<'a>(query: &'a str, notices: &mut Vec<String>) -> &'a str {
    if query.len() <= MAX_QUERY_BYTES {
        return query;
    }
    notices.push("The link is too long; only its beginning was read.".into());
    let mut end = MAX_QUERY_BYTES;
    while !query.is_char_boundary(end) {
        end -= 1;
    }
    &query[..end]
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter(|part| !part.is_empty()).map(|part| part.split_once('=').unwrap_or((part, "")))
}

fn note_version(key: &str, text: &str, notices: &mut Vec<String>) {
    if key == "v" && !matches!(text.parse::<u32>(), Ok(1..=VERSION)) {
        notices.push("The link is from another version of this explorer; what is understood of it is used.".into());
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 32 { text.to_owned() } else { text.chars().take(31).chain(['…']).collect() }
}
