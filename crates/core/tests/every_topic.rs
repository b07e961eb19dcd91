//! Promises that every topic keeps, checked by walking the one list.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

use explorer_core::chart::{ChartSpec, Layer};
use explorer_core::exercise::mark;
use explorer_core::job::{Job, Outcome};
use explorer_core::topic::{AnyTopic, Known, Quantity, Readout, Shape, Snapshot, Topic, Value, Values, evaluate};
use explorer_core::topics::{self, Visitor};
use explorer_core::{quantity, url};

fn each(mut check: impl FnMut(&'static dyn AnyTopic)) {
    for topic in topics::ALL {
        check(*topic);
    }
}

/// The defaults, every preset, and both ends of every slider with the rest at the defaults.
fn states(topic: &dyn AnyTopic) -> Vec<(String, Values)> {
    let mut states = vec![("the defaults".to_owned(), topic.defaults())];
    states.extend(topic.presets().iter().map(|p| (format!("preset {}", p.slug), url::decode(topic, p.query).values)));
    for (i, param) in topic.params().iter().enumerate() {
        let mut add = |what: &str, value: Value| {
            let mut values = topic.defaults();
            values[i] = value;
            states.push((format!("{} at {what}", param.key), values));
        };
        match param.shape {
            Shape::Number(range) => {
                add("its low end", Value::Number(range.at_slider(0)));
                add("its high end", Value::Number(range.at_slider(range.slider_steps())));
            }
            Shape::Choice(choices) => choices.iter().for_each(|c| add(c.word, Value::Word(c.word))),
            Shape::Switch => {
                add("on", Value::Flag(true));
                add("off", Value::Flag(false));
            }
            Shape::Text(_) => {
                add("nothing", Value::Text(String::new()));
                add("rubbish", Value::Text("abc, 5 apples, NaN".into()));
            }
        }
    }
    states
}

#[test]
fn the_slug_is_the_folder_and_the_floor_is_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/topics");
    let mut floors = BTreeSet::new();
    each(|topic| assert!(folder.join(topic.meta().slug).is_dir(), "{} has no folder", topic.meta().slug));
    for topic in topics::ALL {
        assert!(floors.insert(topic.meta().floor), "floor {} twice", topic.meta().floor);
    }
    let folders = std::fs::read_dir(folder).unwrap().flatten().filter(|e| e.path().is_dir()).count();
    assert_eq!(folders, topics::ALL.len(), "a folder without its place in the list, or the other way round");
}

#[test]
fn defaults_write_an_empty_link_and_every_state_survives_its_link() {
    each(|topic| {
        assert_eq!(url::encode(topic, &topic.defaults()).query, "", "{}", topic.meta().slug);
        for (what, values) in states(topic) {
            if topic.check(&values).is_err() {
                // A text that means nothing gives way to the default, with a notice that names it.
                let decoded = url::decode(topic, &url::encode(topic, &values).query);
                assert!(
                    decoded.notices.len() == 1 && decoded.values == topic.defaults(),
                    "{what}: {:?}",
                    decoded.notices
                );
                continue;
            }
            let encoded = url::encode(topic, &values);
            let decoded = url::decode(topic, &encoded.query);
            assert_eq!(decoded.values, values, "{}: {what} by {}", topic.meta().slug, encoded.query);
            assert!(decoded.notices.is_empty(), "{}: {what}: {:?}", topic.meta().slug, decoded.notices);
            assert!(encoded.query.len() <= 2_000 || encoded.query.contains("data="), "{}: {what}", topic.meta().slug);
        }
    });
}

/// Does a job as `evaluate` does; each once, since several tests ask for the same ones.
fn work(job: &Job) -> Outcome {
    static DONE: Mutex<Vec<(Job, Outcome)>> = Mutex::new(Vec::new());
    let mut done = DONE.lock().unwrap();
    if let Some((_, outcome)) = done.iter().find(|(known, _)| known == job) {
        return outcome.clone();
    }
    let outcome = explorer_codecs::run(job, &mut explorer_codecs::Unwatched);
    done.push((job.clone(), outcome.clone()));
    outcome
}

/// Fails once, with everything that is wrong.
fn none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a state's run knows after so many steps, or nothing where there is none.
fn after(topic: &dyn AnyTopic, values: &Values, steps: u64) -> Option<Snapshot> {
    let mut run = topic.start(values)?;
    while run.done() < run.target().min(steps) {
        run.advance(1_000, false);
    }
    Some(run.snapshot())
}

#[test]
fn presets_are_read_without_a_notice_and_have_an_answer() {
    each(|topic| {
        for preset in topic.presets() {
            let place = format!("{}/{}", topic.meta().slug, preset.slug);
            let decoded = url::decode(topic, preset.query);
            assert!(decoded.notices.is_empty(), "{place}: {:?}", decoded.notices);
            assert!(!preset.label.is_empty(), "{place} has no label");
            let report = topic.report(&decoded.values).unwrap_or_else(|no| panic!("{place} is refused: {}", no.0));
            assert!(!report.readouts.is_empty() && !report.charts.is_empty(), "{place} says or shows nothing");
            if let Some(found) = after(topic, &decoded.values, 20_000) {
                assert!(!found.readouts.is_empty(), "{place}: its run says nothing");
            }
            if let Some(job) = topic.job(&decoded.values) {
                let found = topic.finished(&decoded.values, &work(&job));
                assert!(!found.readouts.is_empty(), "{place}: what its job found says nothing");
            }
        }
    });
}

#[test]
fn what_a_run_or_job_paints_belongs_to_a_chart_of_the_report() {
    let mut wrong = BTreeSet::new();
    each(|topic| {
        for (what, values) in states(topic) {
            let place = format!("{}: {what}", topic.meta().slug);
            let Ok(report) = topic.report(&values) else { continue };
            // Jobs take long and paint the same charts for all their settings: one each for the defaults and the presets.
            let job = (what == "the defaults" || what.starts_with("preset")).then(|| topic.job(&values)).flatten();
            let done = job.map(|job| topic.finished(&values, &work(&job)));
            for found in after(topic, &values, 500).into_iter().chain(done) {
                let charts: Vec<_> = report.charts.iter().map(|chart| chart.id).collect();
                for (chart, _) in found.layers.iter().filter(|(chart, _)| !charts.contains(chart)) {
                    wrong.insert(format!("{place} paints on {chart}, which is none of {charts:?}"));
                }
            }
        }
    });
    none(&wrong.into_iter().collect::<Vec<_>>());
}

#[test]
fn every_readout_is_finite_or_refused_in_a_sentence() {
    each(|topic| {
        for (what, values) in states(topic) {
            let place = format!("{}: {what}", topic.meta().slug);
            match topic.report(&values) {
                Err(refusal) => {
                    assert!(refusal.0.ends_with('.') && refusal.0.len() > 20, "{place}: {}", refusal.0);
                    assert!(!what.starts_with("preset") && what != "the defaults", "{place} is refused: {}", refusal.0);
                }
                Ok(report) => {
                    let mut keys = BTreeSet::new();
                    assert!(!report.readouts.is_empty() || !report.charts.is_empty(), "{place} says nothing");
                    for readout in &report.readouts {
                        assert!(keys.insert(readout.key), "{place}: {} twice", readout.key);
                        if let Quantity::Number(v) = readout.value {
                            assert!(v.is_finite(), "{place}: {} is {v}", readout.key);
                        }
                    }
                    assert!(report.says.len() > 20 && !report.says.contains("NaN"), "{place}: {}", report.says);
                    for note in &report.notes {
                        let known = note.shows.is_empty() || topic.presets().iter().any(|p| p.slug == note.shows);
                        assert!(known, "{place}: a note shows {}, which is no preset", note.shows);
                        assert!(!note.says.contains("NaN"), "{place}: {}", note.says);
                    }
                }
            }
        }
    });
}

#[test]
fn every_chart_says_a_sentence_and_stays_inside_a_finite_domain() {
    each(|topic| {
        for (what, values) in states(topic) {
            let Ok(report) = topic.report(&values) else { continue };
            for chart in &report.charts {
                check_chart(chart, &format!("{}: {what}: {}", topic.meta().slug, chart.id));
            }
        }
    });
}

fn check_chart(chart: &ChartSpec, place: &str) {
    let length = chart.says.chars().count();
    assert!((40..=250).contains(&length), "{place} says {length} characters: {}", chart.says);
    assert!(!chart.says.contains("NaN") && !chart.title.is_empty(), "{place}: {}", chart.says);
    for axis in [&chart.x, &chart.y] {
        assert!(axis.min.is_finite() && axis.max.is_finite() && axis.min < axis.max, "{place}: {axis:?}");
        assert!(
            axis.scale != explorer_core::chart::Scale::Log || axis.min > 0.0,
            "{place}: a log axis from {}",
            axis.min
        );
        assert!(!axis.label.is_empty(), "{place}: an axis without a label");
    }
    let finite = |vs: &[f64]| assert!(vs.iter().all(|v| v.is_finite()), "{place}: {vs:?}");
    for layer in &chart.layers {
        match layer {
            Layer::Line { points, .. } => points.iter().for_each(|p| finite(&[p.0, p.1])),
            Layer::Area { points, .. } => points.iter().for_each(|p| finite(&[p.0, p.1, p.2])),
            Layer::Points { points, .. } => points.iter().for_each(|p| finite(&[p.x, p.y, p.low, p.high])),
            Layer::Bars { bars, .. } => bars.iter().for_each(|b| finite(&[b.x0, b.x1, b.y0, b.y1])),
            Layer::Band { from, to, .. } => finite(&[*from, *to]),
            Layer::Rule { at, .. } => finite(&[*at]),
            Layer::Label { x, y, .. } => finite(&[*x, *y]),
        }
    }
    if let Some(handle) = &chart.handle {
        finite(&[handle.x, handle.y, handle.value_per_x]);
    }
}

#[test]
fn every_exercise_marks_its_own_answer_right_and_a_wrong_one_wrong() {
    each(|topic| {
        let slugs: BTreeSet<_> = topic.exercises().iter().map(|e| e.slug).collect();
        assert!(topic.exercises().len() >= 3 && slugs.len() == topic.exercises().len(), "{}", topic.meta().slug);
        for exercise in topic.exercises() {
            for seed in 1..=200 {
                let problem = exercise.problem(seed);
                let place = format!("{}/{} seed {seed}", topic.meta().slug, exercise.slug);
                let answer = problem.answer;
                assert!(answer.value.is_finite() && answer.value != 0.0, "{place}: {answer:?}");
                assert!(answer.rel_tol > 0.0 && answer.rel_tol <= 0.25, "{place}: {answer:?}");
                assert_eq!(mark(&problem, &format!("{}", answer.value)).word(), "right", "{place}");
                let shown = quantity::format(answer.value, answer.unit);
                assert_eq!(mark(&problem, &shown).word(), "right", "{place}: as shown, “{shown}”");
                assert_eq!(mark(&problem, &format!("{}", answer.value * 1.7)).word(), "wrong", "{place}");
                assert_eq!(mark(&problem, "a while").word(), "not_understood", "{place}");
                for trap in &problem.traps {
                    assert_eq!(
                        mark(&problem, &format!("{}", trap.value)).says(),
                        trap.says,
                        "{place}: a trap is told otherwise"
                    );
                }
                assert!(!problem.asks.is_empty() && !problem.worked.is_empty() && !problem.hints.is_empty(), "{place}");
                assert!(!format!("{problem:?}").contains("NaN"), "{place}");
                let given = url::decode(topic, &problem.given);
                assert!(given.notices.is_empty(), "{place}: {:?}", given.notices);
                assert!(topic.report(&given.values).is_ok(), "{place}: the page refuses {}", problem.given);
            }
        }
    });
}

#[test]
fn every_typical_slip_is_told_from_the_right_answer_on_every_seed() {
    each(|topic| {
        for exercise in topic.exercises() {
            for seed in 1..=1_000 {
                let problem = exercise.problem(seed);
                let place = format!("{}/{} seed {seed}", topic.meta().slug, exercise.slug);
                assert!(problem.lost_traps.is_empty(), "{place}: {:?} beside {:?}", problem.lost_traps, problem.answer);
                for trap in &problem.traps {
                    let verdict = mark(&problem, &format!("{}", trap.value));
                    assert_eq!(verdict.word(), "wrong", "{place}: {trap:?} is taken for right");
                }
            }
        }
    });
}

#[test]
fn the_words_are_there() {
    struct Words;
    impl Visitor for Words {
        fn visit<T: Topic>(&mut self) {
            let slug = T::META.slug;
            assert!(T::LESSON.split_whitespace().count() > 120, "{slug}: the lesson is too short");
            assert!(T::META.asks.ends_with('?') && !T::META.lede.is_empty(), "{slug}");
            assert!(!T::LEAVES_OUT.is_empty() && !T::SOURCES.is_empty(), "{slug}");
            assert!(
                T::SOURCES.iter().all(|s| !s.as_of.is_empty() && !s.title.is_empty()),
                "{slug}: a source without year or title"
            );
            let bets = T::PREDICT.bets;
            assert!(bets.len() >= 2 && bets.iter().filter(|b| b.right).count() == 1, "{slug}: one bet must be right");
            let right = bets.iter().find(|b| b.right).map_or("", |b| b.label);
            for bet in bets {
                let named = T::PREDICT.says_to(bet).contains(&format!("“{right}”"));
                assert_eq!(named, !bet.right, "{slug}: after “{}” the right bet is named, and only then", bet.label);
            }
            let preset = |name: &str| name.is_empty() || T::PRESETS.iter().any(|p| p.slug == name);
            assert!(preset(T::PREDICT.shows), "{slug}: {}", T::PREDICT.shows);
            assert!(T::WALK.len() >= 3, "{slug}: the walkthrough is too short");
            for step in T::WALK {
                assert!(preset(step.preset), "{slug}: {}", step.preset);
                assert_eq!(step.asks.is_empty(), step.answer.is_empty(), "{slug}: {}", step.title);
            }
            let notes = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/classroom/{slug}.md"));
            assert!(notes.is_file(), "{slug} has no notes for teachers");
        }
    }
    topics::visit_all(&mut Words);
}

/// The part of the contract that speaks of one topic: from its heading to the next.
fn part_of<'a>(contract: &'a str, slug: &str) -> &'a str {
    let heading = format!("\n### `{slug}`\n");
    let from = contract.find(&heading).unwrap_or_else(|| panic!("docs/contract.md has no part on {slug}"));
    let part = &contract[from + heading.len()..];
    part.split("\n#").next().unwrap()
}

/// The keys listed after "Inputs" or "Readouts" in a part of the contract.
fn listed<'a>(part: &'a str, of: &str) -> BTreeSet<&'a str> {
    let paragraphs = part.split("\n\n").map(str::trim).filter(|paragraph| paragraph.starts_with(of));
    paragraphs.flat_map(|paragraph| paragraph.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn keys_keep_the_grammar_and_each_is_listed_in_its_own_topics_part_of_the_contract() {
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/contract.md");
    let contract = std::fs::read_to_string(contract).unwrap();
    let mut wrong = Vec::new();
    let fine = |key: &str| key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    each(|topic| {
        let slug = topic.meta().slug;
        let part = part_of(&contract, slug);
        let (inputs, readouts) = (listed(part, "Inputs"), listed(part, "Readouts"));
        for key in topic.params().iter().map(|p| p.key) {
            if !fine(key) || !inputs.contains(key) {
                wrong.push(format!("`{key}` is not among the inputs of {slug} in docs/contract.md"));
            }
        }
        let mut keys = BTreeSet::new();
        for (what, values) in states(topic) {
            keys.extend(topic.report(&values).map(|r| r.readouts).unwrap_or_default().iter().map(|r| r.key));
            keys.extend(after(topic, &values, 500).unwrap_or_default().readouts.iter().map(|r| r.key));
            if let (Some(job), "the defaults") = (topic.job(&values), what.as_str()) {
                keys.extend(topic.finished(&values, &work(&job)).readouts.iter().map(|r| r.key));
            }
        }
        for key in &keys {
            let twin = key.strip_prefix("sim_").is_some_and(|of| readouts.contains(of));
            if !fine(key) || !(twin || readouts.contains(key)) {
                wrong.push(format!("`{key}` is not among the readouts of {slug} in docs/contract.md"));
            }
        }
    });
    none(&wrong);
}

#[test]
fn a_key_listed_under_another_topic_is_not_found() {
    let contract = "# C\n\n### `one`\n\nInputs: `a`, `b` (`left`).\n\nReadouts: `c`.\n\n### `two`\n\nInputs: `d`.\n\n## End\n\nInputs: `e`.\n";
    assert!(listed(part_of(contract, "one"), "Inputs").into_iter().eq(["a", "b", "left"]));
    assert!(listed(part_of(contract, "one"), "Readouts").into_iter().eq(["c"]));
    assert!(listed(part_of(contract, "two"), "Inputs").into_iter().eq(["d"]));
}

#[test]
fn a_run_gives_the_same_digits_however_it_is_sliced() {
    each(|topic| {
        let values = topic.defaults();
        let Some(mut sliced) = topic.start(&values) else { return };
        let mut slice = 1;
        while sliced.done() < sliced.target() {
            sliced.advance(slice, false);
            slice = slice * 3 % 7919 + 1;
        }
        let whole = evaluate(topic, &values).unwrap();
        for readout in sliced.snapshot().readouts {
            assert!(whole.contains(&readout), "{}: {readout:?}", topic.meta().slug);
        }
        assert_eq!(sliced.done(), sliced.target(), "{}: ran past its target", topic.meta().slug);
    });
}

#[test]
fn simulated_readouts_are_finite_and_say_their_samples() {
    /// Steps enough for every readout to be there, and a longer run.
    const SHORT: u64 = 5_000;
    const LONG: u64 = 20_000;
    let samples = |readout: &Readout| match readout.known {
        Known::Simulated { n, .. } => Some(n),
        _ => None,
    };
    each(|topic| {
        let states = topic.presets().iter().map(|preset| (preset.slug, url::decode(topic, preset.query).values));
        for (what, values) in states.chain([("the defaults", topic.defaults())]) {
            let Some(short) = after(topic, &values, SHORT) else { continue };
            let long = after(topic, &values, LONG).unwrap();
            let went_on = topic.start(&values).unwrap().target() > SHORT;
            for readout in &long.readouts {
                let place = format!("{}/{what}: {}", topic.meta().slug, readout.key);
                if let Quantity::Number(value) = readout.value {
                    assert!(value.is_finite(), "{place} is {value}");
                }
                // Where a line only grows, what a run has seen so far is a bound, and is called one.
                if matches!(readout.known, Known::Bound(..)) {
                    continue;
                }
                let n = samples(readout).unwrap_or_else(|| panic!("{place} is not said to be simulated"));
                assert!(n > 0, "{place} has no samples");
                let before = short.readouts.iter().find(|r| r.key == readout.key).and_then(samples).unwrap_or(0);
                // What one run finds once (the length of a trouble) stays at one.
                assert!(
                    n > before || n == 1 || !went_on,
                    "{place}: {before} samples, then {n}, although the run went on"
                );
            }
        }
    });
}
