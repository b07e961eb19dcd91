//! Prints a topic's answer to given inputs as JSON, or the list of topics: what the page shows, without the page.
//!
//! `cargo run -q -p explorer-core --example evaluate -- queue arrivals_per_sec=36 service_ms=25`

mod json;
mod system;

use std::io::Read;
use std::process::ExitCode;

use explorer_codecs::Unwatched;
use explorer_core::import::{ImportError, Importer, Loaded, Stated, Wanted};
use explorer_core::job::Bytes;
use explorer_core::topic::{AnyTopic, Known, ParamInfo, Quantity, Readout, Shape, Traced, Value, evaluate_with};
use explorer_core::trace::Reader;
use explorer_core::{quantity, topics, url};

use json::{list, number, object, text};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((slug, inputs)) = arguments.split_first() else {
        println!("{}", list(&topics::by_floor().into_iter().map(describe).collect::<Vec<_>>()));
        return ExitCode::SUCCESS;
    };
    if slug == "system" {
        return match system::answer(inputs) {
            Ok(answer) => {
                println!("{answer}");
                ExitCode::SUCCESS
            }
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    let Some(topic) = topics::find(slug) else {
        let known: Vec<_> = topics::by_floor().iter().map(|t| t.meta().slug).collect();
        eprintln!("unknown topic “{slug}”; known are: {}", known.join(", "));
        return ExitCode::from(2);
    };
    match answer(topic, &query(inputs)) {
        Ok(answer) => {
            println!("{answer}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// An argument as it was given, or the file it names.
enum Argument {
    Text(String),
    /// A file's name; `-` for standard input.
    File(String),
}

impl Argument {
    /// Hands the file on in slices, never holding more of it than one.
    fn read(name: &str, mut take: impl FnMut(&[u8])) -> Result<(), String> {
        let failed = |error: std::io::Error| format!("{}: {error}", shown_name(name));
        let mut source: Box<dyn Read> = match name {
            "-" => Box::new(std::io::stdin()),
            name => Box::new(std::fs::File::open(name).map_err(failed)?),
        };
        let mut slice = vec![0; 1 << 20];
        loop {
            match source.read(&mut slice).map_err(failed)? {
                0 => return Ok(()),
                length => take(&slice[..length]),
            }
        }
    }
}

fn shown_name(name: &str) -> &str {
    if name == "-" { "standard input" } else { name }
}

/// Splits `key=value` arguments; `data=@file` and `data=-` are files here and only here.
fn query(arguments: &[String]) -> Vec<(String, Argument)> {
    let of = |argument: &String| {
        let (key, value) = argument.split_once('=').unwrap_or((argument, ""));
        let value = match (key, value) {
            ("data", "-") => Argument::File("-".into()),
            ("data", file) if file.starts_with('@') => Argument::File(file[1..].to_owned()),
            _ => Argument::Text(value.to_owned()),
        };
        (key.to_owned(), value)
    };
    arguments.iter().map(of).collect()
}

/// What the reader chose by hand about the file, by the keys of the topic that has them.
fn wanted(topic: &dyn AnyTopic, values: &[Value]) -> Wanted {
    let of = |key: &str| match topic.params().iter().position(|p| p.key == key).map(|i| &values[i]) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Word(word)) => (*word).to_owned(),
        _ => String::new(),
    };
    Wanted::by_keys(of)
}

/// Why a file cannot be used: a sentence, and what the importer knows of it.
struct Unusable {
    says: String,
    error: Option<ImportError>,
}

impl From<String> for Unusable {
    fn from(says: String) -> Self {
        Self { says, error: None }
    }
}

/// A file read into an input, or why it cannot be used.
fn file_value(param: &ParamInfo, name: &str, wanted: Wanted) -> Result<Result<Value, Unusable>, String> {
    let shown = shown_name(name);
    if param.streams {
        let mut importer = Importer::new(shown).with(wanted);
        Argument::read(name, |slice| importer.push(slice))?;
        let read = importer.finish().map(|dataset| Value::Data(Loaded::new(dataset)));
        return Ok(read.map_err(|error| Unusable { says: format!("“{shown}”: {error}"), error: Some(error) }));
    }
    if param.traces {
        let mut reader = Reader::new(shown);
        Argument::read(name, |slice| reader.push(slice))?;
        let read = reader.finish().map(|opened| Value::Trace(Traced::new(opened)));
        return Ok(read.map_err(|error| Unusable::from(format!("“{shown}”: {error}"))));
    }
    let most = if param.most_bytes > 0 { param.most_bytes as usize } else { url::MAX_QUERY_BYTES * 1000 };
    let mut bytes = Vec::new();
    let mut length = 0;
    Argument::read(name, |slice| {
        length += slice.len();
        if length <= most {
            bytes.extend_from_slice(slice);
        }
    })?;
    if length > most {
        let most = quantity::format(most as f64, quantity::Unit::BYTES);
        return Ok(Err(format!("“{shown}” is larger than {most}.").into()));
    }
    Ok(Ok(if param.most_bytes > 0 {
        Value::Bytes(Bytes::new(shown, bytes))
    } else {
        Value::Text(String::from_utf8_lossy(&bytes).into_owned())
    }))
}

fn answer(topic: &dyn AnyTopic, arguments: &[(String, Argument)]) -> Result<String, String> {
    let params = topic.params();
    let short = |value: &str| value.len() <= url::MAX_QUERY_BYTES / 4;
    let query: Vec<_> = arguments
        .iter()
        .filter_map(|(key, value)| match value {
            Argument::Text(text) if short(text) => {
                Some(format!("{}={}", url::percent_encode(key), url::percent_encode(text)))
            }
            _ => None,
        })
        .collect();
    let mut decoded = url::decode(topic, &query.join("&"));
    // A file that cannot be used is refused: the default's numbers would pass for the file's.
    let mut refusal = None;
    // Files, and text too long for a link, are given to their input directly.
    for (key, value) in arguments {
        let Some(i) = params.iter().position(|p| p.key == key && matches!(p.shape, Shape::Text(_))) else { continue };
        match value {
            Argument::File(name) => match file_value(&params[i], name, wanted(topic, &decoded.values))? {
                Ok(value) => decoded.values[i] = value,
                Err(why) => refusal = refusal.or(Some(why)),
            },
            Argument::Text(text) if !short(text) => decoded.values[i] = Value::Text(text.clone()),
            Argument::Text(_) => continue,
        }
        if let Err((key, why)) = topic.check(&decoded.values)
            && key == params[i].key
        {
            if matches!(value, Argument::File(_)) {
                refusal = refusal.or(Some(why.into()));
                continue;
            }
            let instead = url::shown(&params[i], &topic.defaults()[i]);
            decoded.notices.push(format!("{}: {why} {instead} is used instead.", params[i].label));
            decoded.values[i] = topic.defaults().swap_remove(i);
        }
    }
    if let Some(Unusable { says, error }) = refusal {
        let shown = |(p, v): (&ParamInfo, &Value)| {
            let file = arguments.iter().find_map(|(key, value)| match value {
                Argument::File(name) if *key == p.key => Some(text(shown_name(name))),
                _ => None,
            });
            (p.key.to_owned(), file.unwrap_or_else(|| json_of(v)))
        };
        let inputs = topic.params().iter().zip(&decoded.values).map(shown).collect();
        let notices = list(&decoded.notices.iter().map(|n| text(n)).collect::<Vec<_>>());
        let mut fields = vec![
            ("topic".to_owned(), text(topic.meta().slug)),
            ("inputs".to_owned(), object(inputs)),
            ("notices".to_owned(), notices),
            ("refusal".to_owned(), text(&says)),
        ];
        if let Some((key, likely)) = error.as_ref().and_then(ImportError::offers) {
            let likely = list(&likely.iter().map(|word| text(word)).collect::<Vec<_>>());
            fields.push(("offers".to_owned(), object(vec![(key.to_owned(), likely)])));
        }
        fields.extend(error.as_ref().and_then(ImportError::states).map(|report| ("stated".to_owned(), stated(report))));
        return Ok(object(fields));
    }
    decoded.notices.extend(topic.notices(&decoded.values));
    let inputs = topic.params().iter().zip(&decoded.values).map(|(p, v)| (p.key.to_owned(), json_of(v))).collect();
    let mut fields = vec![
        ("topic".to_owned(), text(topic.meta().slug)),
        ("inputs".to_owned(), object(inputs)),
        ("notices".to_owned(), list(&decoded.notices.iter().map(|n| text(n)).collect::<Vec<_>>())),
    ];
    let report = decoded.values.iter().find_map(|value| match value {
        Value::Data(data) => data.report.as_deref(),
        _ => None,
    });
    fields.extend(report.map(|report| ("stated".to_owned(), stated(report))));
    fields.push(match evaluate_with(topic, &decoded.values, |job| explorer_codecs::run(job, &mut Unwatched)) {
        Ok(readouts) => {
            ("readouts".to_owned(), object(readouts.iter().map(|r| (r.key.to_owned(), readout(r))).collect()))
        }
        Err(refusal) => ("refusal".to_owned(), text(&refusal.0)),
    });
    Ok(object(fields))
}

/// What a tool states in its report: measured by it, and nothing of it worked out here.
fn stated(report: &Stated) -> String {
    let by = text(&format!("as {} states it", report.tool));
    let figures = report.figures.iter().map(|figure| {
        let fields = vec![
            ("value".to_owned(), number(figure.value_ms)),
            ("unit".to_owned(), text(quantity::Unit::MS.symbol)),
            ("known".to_owned(), text("measured")),
            ("by".to_owned(), by.clone()),
        ];
        (figure.name.clone(), object(fields))
    });
    let mut fields = vec![("tool".to_owned(), text(report.tool))];
    fields.extend(report.count.map(|n| ("count".to_owned(), n.to_string())));
    fields.push(("figures".to_owned(), object(figures.collect())));
    let steps = report
        .steps()
        .into_iter()
        .map(|(ms, n)| object(vec![("up_to_ms".to_owned(), number(ms)), ("count".to_owned(), n.to_string())]));
    let steps: Vec<String> = steps.collect();
    if !steps.is_empty() {
        fields.push(("no_slower".to_owned(), list(&steps)));
    }
    object(fields)
}

fn readout(readout: &Readout) -> String {
    let value = match &readout.value {
        Quantity::Number(v) => number(*v),
        Quantity::Text(word) => text(word),
    };
    let mut fields = vec![
        ("value".to_owned(), value),
        ("unit".to_owned(), text(readout.unit.symbol)),
        ("known".to_owned(), text(readout.known.word())),
    ];
    if let Some(by) = readout.known.by() {
        fields.push(("by".to_owned(), text(by)));
    }
    if let Known::Simulated { half_width, n } = readout.known {
        fields.push(("half_width".to_owned(), number(half_width)));
        fields.push(("n".to_owned(), n.to_string()));
    }
    if let Some(needs_n) = readout.needs_n {
        fields.push(("needs_n".to_owned(), needs_n.to_string()));
    }
    object(fields)
}

fn describe(topic: &dyn AnyTopic) -> String {
    let meta = topic.meta();
    let inputs: Vec<_> = topic
        .params()
        .iter()
        .zip(topic.defaults())
        .map(|(p, default)| {
            let mut fields = vec![
                ("key".to_owned(), text(p.key)),
                ("label".to_owned(), text(p.label)),
                ("unit".to_owned(), text(p.unit.symbol)),
            ];
            let kind = match p.shape {
                Shape::Number(range) if range.integer => "integer",
                Shape::Number(_) => "number",
                Shape::Choice(_) => "choice",
                Shape::Switch => "switch",
                Shape::Text(_) => "text",
            };
            fields.push(("kind".to_owned(), text(kind)));
            if let Shape::Number(range) = p.shape {
                fields.push(("min".to_owned(), number(range.lowest())));
                fields.push(("max".to_owned(), number(range.highest())));
            }
            fields.push(("default".to_owned(), json_of(&default)));
            if let Shape::Choice(choices) = p.shape {
                fields.push(("choices".to_owned(), list(&choices.iter().map(|c| text(c.word)).collect::<Vec<_>>())));
            }
            object(fields)
        })
        .collect();
    let presets: Vec<_> = topic
        .presets()
        .iter()
        .map(|preset| {
            let values = url::decode(topic, preset.query).values;
            let params = topic.params();
            let inputs = params.iter().zip(&values).zip(topic.defaults());
            let changed =
                inputs.filter(|((_, v), d)| *v != d).map(|((p, v), _)| (p.key.to_owned(), json_of(v))).collect();
            object(vec![("slug".to_owned(), text(preset.slug)), ("inputs".to_owned(), object(changed))])
        })
        .collect();
    let exercises: Vec<_> = topic
        .exercises()
        .iter()
        .map(|exercise| {
            let problem = exercise.problem(1);
            let answer = object(vec![
                ("value".to_owned(), number(problem.answer.value)),
                ("unit".to_owned(), text(problem.answer.unit.symbol)),
                ("rel_tol".to_owned(), number(problem.answer.rel_tol)),
            ]);
            object(vec![
                ("slug".to_owned(), text(exercise.slug)),
                ("asks".to_owned(), text(&problem.asks)),
                ("answer".to_owned(), answer),
            ])
        })
        .collect();
    object(vec![
        ("slug".to_owned(), text(meta.slug)),
        ("title".to_owned(), text(meta.title)),
        ("asks".to_owned(), text(meta.asks)),
        ("inputs".to_owned(), list(&inputs)),
        ("presets".to_owned(), list(&presets)),
        ("exercises".to_owned(), list(&exercises)),
    ])
}

fn json_of(value: &Value) -> String {
    match value {
        Value::Number(v) => number(*v),
        Value::Word(word) => text(word),
        Value::Flag(on) => on.to_string(),
        Value::Text(t) => text(t),
        Value::Bytes(file) => text(&format!("{}: {} bytes", file.name, file.len())),
        Value::Trace(traced) => text(&format!("{}: {}", traced.name, traced.format.name())),
        Value::Data(data) => text(
            &data.groups_text(1_000).unwrap_or_else(|| format!("{}: {} durations", data.name, data.sample.count())),
        ),
    }
}
