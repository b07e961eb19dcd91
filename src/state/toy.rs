//! A small topic for tests that has everything: answers and refusals, charts, a run, heavy work, presets, a walkthrough.

use explorer_core::chart::{Axis, ChartSpec, Handle, Layer, Role};
use explorer_core::exercise::Exercise;
use explorer_core::job::{Job, Outcome};
use explorer_core::quantity::Unit;
use explorer_core::source::Source;
use explorer_core::topic::{
    AnyTopic, Meta, ParamInfo, Predict, Preset, Range, Readout, Refusal, Report, Run, Shape, Snapshot, Step, Value,
    Values,
};

pub struct Toy;

/// Numbers from 0 up to a bound, the same for the same seed.
pub fn luck(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        // SplitMix64.
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below.max(1)
    }
}

fn number(values: &Values, index: usize) -> f64 {
    match values[index] {
        Value::Number(v) => v,
        _ => 0.0,
    }
}

impl Toy {
    /// What a worker makes of its work.
    pub fn outcome(job: &Job) -> Outcome {
        let mut outcome = Outcome::default();
        outcome.put("sum", job.settings.iter().filter_map(|(_, text)| text.parse::<f64>().ok()).sum());
        outcome
    }
}

/// Runs for a hundred steps and knows the product.
struct Walk {
    done: u64,
    left: f64,
    right: f64,
}

impl Run for Walk {
    fn advance(&mut self, steps: u64, beyond: bool) {
        self.done += steps;
        if !beyond {
            self.done = self.done.min(self.target());
        }
        // Work takes time.
        crate::web::frames::by_hand::pass(1.0);
    }
    fn done(&self) -> u64 {
        self.done
    }
    fn target(&self) -> u64 {
        100
    }
    fn steps_per_ms(&self) -> u64 {
        8
    }
    fn snapshot(&self) -> Snapshot {
        let product = self.left * self.right * self.done as f64;
        let readouts = vec![Readout::simulated("sim_sum", "sum", product, 1.0, self.done, Unit::COUNT)];
        let line =
            Layer::Line { role: Role::Simulation, label: String::new(), points: vec![(0.0, product)], dashed: false };
        Snapshot { readouts, layers: vec![("second", line)], says: format!("{product}") }
    }
}

const PRESETS: [Preset; 3] = [
    Preset { slug: "runs", label: "Runs", query: "left=1&right=20&mode=run" },
    Preset { slug: "works", label: "Works", query: "left=2&right=30&mode=job" },
    Preset { slug: "refused", label: "Refused", query: "left=30&right=3" },
];

const MODES: &[explorer_core::topic::Choice] = &[
    explorer_core::topic::Choice { word: "plain", label: "plain" },
    explorer_core::topic::Choice { word: "run", label: "run" },
    explorer_core::topic::Choice { word: "job", label: "job" },
];

const fn step(preset: &'static str) -> Step {
    Step { preset, title: "", says: "", asks: "", answer: "" }
}

const WALK: [Step; 4] = [step("runs"), step("works"), step("refused"), step("")];

impl AnyTopic for Toy {
    fn meta(&self) -> Meta {
        explorer_core::topics::METAS[0]
    }
    fn params(&self) -> Vec<ParamInfo> {
        let info = |key, shape| ParamInfo {
            key,
            label: key,
            help: "",
            unit: Unit::COUNT,
            shape,
            more: false,
            streams: false,
            traces: false,
            most_bytes: 0,
        };
        vec![
            info("left", Shape::Number(Range::linear(0.0, 40.0, 1.0).whole())),
            info("right", Shape::Number(Range::linear(0.0, 40.0, 0.5))),
            info("mode", Shape::Choice(MODES)),
            // The work does not hang on it, its answer does.
            info("times", Shape::Number(Range::linear(1.0, 5.0, 1.0).whole())),
        ]
    }
    fn defaults(&self) -> Values {
        vec![Value::Number(5.0), Value::Number(10.0), Value::Word("plain"), Value::Number(1.0)]
    }
    fn applies(&self, values: &Values) -> Vec<bool> {
        vec![true; values.len()]
    }
    fn presets(&self) -> &'static [Preset] {
        &PRESETS
    }
    fn predict(&self) -> &'static Predict {
        explorer_core::topics::ALL[0].predict()
    }
    fn walk(&self) -> &'static [Step] {
        &WALK
    }
    fn exercises(&self) -> &'static [Exercise] {
        &[]
    }
    fn leaves_out(&self) -> &'static [&'static str] {
        &[]
    }
    fn sources(&self) -> &'static [Source] {
        &[]
    }
    fn report(&self, values: &Values) -> Result<Report, Refusal> {
        let (left, right) = (number(values, 0), number(values, 1));
        if left > right {
            return Err(Refusal(format!("{left} is more than {right}")));
        }
        let chart = |id, y| {
            let axis = || Axis::linear("x", Unit::COUNT, 0.0, 40.0);
            ChartSpec {
                id,
                title: id.to_owned(),
                says: format!("{y}"),
                x: axis(),
                y: axis(),
                layers: Vec::new(),
                handle: Some(Handle { key: "left", x: left, y, value_per_x: 1.0, label: String::new() }),
            }
        };
        Ok(Report {
            says: format!("{left} and {right}"),
            readouts: vec![Readout::formula("sum", "sum", left + right, Unit::COUNT)],
            charts: vec![chart("first", left + right), chart("second", right - left)],
            notes: Vec::new(),
        })
    }
    fn job(&self, values: &Values) -> Option<Job> {
        let works = values[2] == Value::Word("job") && number(values, 0) <= number(values, 1);
        works.then(|| Job::new("sum").with("left", number(values, 0)).with("right", number(values, 1)))
    }
    fn finished(&self, values: &Values, outcome: &Outcome) -> Snapshot {
        let sum = outcome.number("sum").unwrap_or(f64::NAN) * number(values, 3);
        Snapshot { readouts: vec![Readout::formula("work", "work", sum, Unit::COUNT)], ..Snapshot::default() }
    }
    fn notices(&self, _: &Values) -> Vec<String> {
        Vec::new()
    }
    fn check(&self, _: &Values) -> Result<(), (&'static str, String)> {
        Ok(())
    }
    fn start(&self, values: &Values) -> Option<Box<dyn Run>> {
        let (left, right) = (number(values, 0), number(values, 1));
        (values[2] == Value::Word("run") && left <= right)
            .then(|| Box::new(Walk { done: 0, left, right }) as Box<dyn Run>)
    }
}
