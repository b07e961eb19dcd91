//! `evaluate system @file`: a system of parts, run to its end, and its figures.

use explorer_core::system;

use crate::Argument;
use crate::json::{list, number, object, text};

/// Runs a system of parts and prints its figures.
pub fn answer(arguments: &[String]) -> Result<String, String> {
    let (mut words, mut secs, mut seed, mut window) = (None, 60.0, 42, None);
    for argument in arguments {
        match argument.split_once('=') {
            Some(("secs", value)) => secs = number_of("secs", value, 1e9)?,
            Some(("window_secs", value)) => window = Some(number_of("window_secs", value, 1e9)?),
            Some(("seed", value)) => {
                seed = value.parse().map_err(|_| format!("seed needs a whole number, got “{value}”"))?;
            }
            _ => {
                let name = argument.strip_prefix('@').unwrap_or(argument);
                let mut bytes = Vec::new();
                Argument::read(name, |slice| bytes.extend_from_slice(slice))?;
                words = Some(String::from_utf8_lossy(&bytes).into_owned());
            }
        }
    }
    let words = words.ok_or("evaluate system needs a file: `system @shop.txt secs=60 seed=42`")?;
    let refusal = |says: String| object(vec![("refusal".to_owned(), text(&says))]);
    let scenario = match system::text::read(&words) {
        Ok(scenario) => scenario,
        Err(mistakes) => {
            return Ok(refusal(mistakes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")));
        }
    };
    let mut run = match system::Run::new(&scenario, secs, seed) {
        Ok(run) => run,
        Err(says) => return Ok(refusal(says)),
    };
    if let Some(window) = window {
        run = run.with_windows(window);
    }
    while !run.advance(1_000_000) {}
    let theory = system::theory::theory(&scenario);
    let mut notices = theory.says.clone();
    notices.extend(run.notices());
    let name = |part: usize| &scenario.parts()[part].name;
    let mut readouts = Vec::new();
    for figure in &theory.figures {
        let known = if figure.by.is_some() { "approximation" } else { "formula" };
        let mut fields = vec![
            ("value".to_owned(), number(figure.value)),
            ("unit".to_owned(), text(system::report::unit(figure.key))),
            ("known".to_owned(), text(known)),
        ];
        fields.extend(figure.by.map(|by| ("by".to_owned(), text(by))));
        readouts.push((format!("{}.{}", name(figure.part), figure.key), object(fields)));
    }
    for found in system::report::figures(&run) {
        let fields = vec![
            ("value".to_owned(), number(found.estimate.value)),
            ("unit".to_owned(), text(system::report::unit(found.key))),
            ("known".to_owned(), text("simulated")),
            ("half_width".to_owned(), number(found.estimate.half_width)),
            ("n".to_owned(), found.estimate.n.to_string()),
        ];
        readouts.push((format!("{}.sim_{}", name(found.part), found.key), object(fields)));
    }
    let mut fields = vec![
        ("scenario".to_owned(), text(&system::text::write(&scenario))),
        ("notices".to_owned(), list(&notices.iter().map(|n| text(n)).collect::<Vec<_>>())),
        ("readouts".to_owned(), object(readouts)),
    ];
    if window.is_some() {
        let values = |window: &system::observe::Window| {
            let values = system::report::window_figures(&run, window);
            let values =
                values.into_iter().map(|(part, key, v)| (format!("{}.{key}", name(part)), number(v))).collect();
            format!("[{},{},{}]", number(window.from), number(window.until), object(values))
        };
        fields.push(("windows".to_owned(), list(&run.windows().iter().map(values).collect::<Vec<_>>())));
    }
    Ok(object(fields))
}

fn number_of(key: &str, value: &str, most: f64) -> Result<f64, String> {
    let read = value.parse::<f64>().ok().filter(|v| *v > 0.0 && *v <= most);
    read.ok_or_else(|| format!("{key} needs a number above 0, got “{value}”"))
}
