//! Files in the formats of tools are read rightly or refused in a sentence: by the same steps as `evaluate` takes.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop here")]

use std::path::Path;

use explorer_core::import::{Importer, Loaded, Wanted};
use explorer_core::topic::{Quantity, Value, evaluate};
use explorer_core::{topics, url};
use serde_json::Value as Json;

/// Why a case fails, or nothing.
fn wrong(name: &str, case: &Json, folder: &Path) -> Option<String> {
    let topic = topics::find(case["topic"].as_str().unwrap()).unwrap();
    let arguments: Vec<&str> = case["args"].as_array().unwrap().iter().map(|a| a.as_str().unwrap()).collect();
    let mut values = url::decode(topic, &arguments.join("&")).values;
    let accepts = |what: &str| case["accept"].as_array().unwrap().iter().any(|a| a == what);
    let words = |key: &str| -> Vec<&str> {
        case[key].as_array().map(|list| list.iter().filter_map(Json::as_str).collect()).unwrap_or_default()
    };
    let refused = |sentence: &str| {
        let fits = accepts("sentence")
            && words("sentence_must").iter().all(|w| sentence.contains(w))
            && words("sentence_must_not").iter().all(|w| !sentence.contains(w));
        (!fits).then(|| format!("refused: {sentence}"))
    };
    let file = folder.join(name);
    if file.exists() {
        let i = topic.params().iter().position(|p| p.key == "data").unwrap();
        let bytes = std::fs::read(&file).unwrap();
        let mut importer = Importer::new(name).with(Wanted::default());
        // Slices of an odd size: no format may depend on where they end.
        bytes.chunks(997).for_each(|slice| importer.push(slice));
        match importer.finish() {
            Ok(dataset) => values[i] = Value::Data(Loaded::new(dataset)),
            Err(error) => return refused(&error.to_string()),
        }
    }
    let said = topic.notices(&values).join(" ");
    if words("notices_must_not").iter().any(|w| said.contains(w)) {
        return Some(format!("says {said}"));
    }
    let readouts = match evaluate(topic, &values) {
        Ok(readouts) => readouts,
        Err(refusal) => return refused(&refusal.0),
    };
    if !accepts("values") {
        return Some("is not refused".into());
    }
    let tolerance = case["rel_tol"].as_f64().unwrap();
    case["values"].as_object().unwrap().iter().find_map(|(key, wanted)| {
        let wanted = wanted.as_f64().unwrap();
        let found = readouts.iter().find(|r| r.key == key).map(|r| r.value.clone());
        match found {
            Some(Quantity::Number(v)) if (v - wanted).abs() <= tolerance * wanted.abs() => None,
            other => Some(format!("{key} is {other:?}, not {wanted}; notices: {said}")),
        }
    })
}

#[test]
fn every_report_is_read_rightly_or_refused_in_a_sentence_that_is_true() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/reports");
    let expected: Json = serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    // What heavy work answers (the codecs) is held by the tests of that crate.
    let cases = expected["cases"].as_object().unwrap().iter().filter(|(_, case)| case["topic"] != "compression");
    let faults: Vec<String> =
        cases.filter_map(|(name, case)| wrong(name, case, &folder).map(|why| format!("{name}: {why}"))).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
