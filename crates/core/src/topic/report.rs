//! What a topic answers: readouts with their honesty labels, charts, notes; or a refusal in words.

use crate::chart::{ChartSpec, Layer};
use crate::quantity::Unit;

/// A topic's answer to its inputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// One sentence with the takeaway and the current numbers; `**…**` marks what matters.
    pub says: String,
    /// Numbers, the most important first.
    pub readouts: Vec<Readout>,
    /// Charts, the most important first.
    pub charts: Vec<ChartSpec>,
    /// Where the usual figure is wrong or loose, and what else deserves a word here.
    pub notes: Vec<Note>,
}

/// A word beside the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Heading, such as "The usual figure".
    pub title: String,
    /// A few sentences; `**…**` marks what matters.
    pub says: String,
    /// A preset that shows it, or empty.
    pub shows: &'static str,
}

impl Note {
    /// A note that corrects a popular figure, with the preset that shows it (or an empty word).
    pub fn usual_figure(says: impl Into<String>, shows: &'static str) -> Self {
        Self { title: "The usual figure".into(), says: says.into(), shows }
    }
}

/// Why there is no answer, in a sentence that says what would help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(pub String);

impl<E: std::error::Error> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// How a number is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// Exactly, by a formula.
    Formula,
    /// Nearly, by a named approximation.
    Approximation(&'static str),
    /// At most or at least, by a named bound.
    Bound(&'static str),
    /// By simulation: half-width of the 95 % interval, in the readout's unit, and the number of samples.
    Simulated {
        /// Half of the 95 % interval.
        half_width: f64,
        /// Samples behind it.
        n: u64,
    },
    /// Measured by somebody: who and when.
    Measured(&'static str),
    /// A rule of thumb: whose.
    Rule(&'static str),
}

impl Known {
    /// The word in `evaluate` and on the chip.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Formula => "formula",
            Self::Approximation(_) => "approximation",
            Self::Bound(_) => "bound",
            Self::Simulated { .. } => "simulated",
            Self::Measured(_) => "measured",
            Self::Rule(_) => "rule",
        }
    }

    /// Whose approximation, bound, measurement or rule.
    pub fn by(&self) -> Option<&'static str> {
        match self {
            Self::Approximation(by) | Self::Bound(by) | Self::Measured(by) | Self::Rule(by) => Some(by),
            _ => None,
        }
    }
}

/// A readout's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    /// In the readout's unit; finite and not −0 once it has passed the gate that every topic's answer goes through.
    Number(f64),
    /// A word, such as the name of the slowest span.
    Text(String),
}

/// One number of a report, in its key's unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// Public name; never renamed.
    pub key: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// The value.
    pub value: Quantity,
    /// Unit of the value.
    pub unit: Unit,
    /// How it is known.
    pub known: Known,
    /// How many samples would support it, where there are too few.
    pub needs_n: Option<u64>,
}

impl Readout {
    /// A number known by a formula.
    pub fn formula(key: &'static str, label: &'static str, value: f64, unit: Unit) -> Self {
        Self { key, label, value: Quantity::Number(value), unit, known: Known::Formula, needs_n: None }
    }

    /// A simulated number.
    pub fn simulated(key: &'static str, label: &'static str, value: f64, half_width: f64, n: u64, unit: Unit) -> Self {
        Self::formula(key, label, value, unit).known(Known::Simulated { half_width, n })
    }

    /// A word.
    pub fn text(key: &'static str, label: &'static str, word: impl Into<String>) -> Self {
        Self { value: Quantity::Text(word.into()), ..Self::formula(key, label, 0.0, Unit::COUNT) }
    }

    /// Says how it is known.
    pub fn known(mut self, known: Known) -> Self {
        self.known = known;
        self
    }

    /// The number, where it is one.
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Quantity::Number(value) => Some(value),
            Quantity::Text(_) => None,
        }
    }
}

/// What a run knows so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Simulated readouts.
    pub readouts: Vec<Readout>,
    /// Layers to paint over charts of the report: chart id and layer.
    pub layers: Vec<(&'static str, Layer)>,
    /// A sentence on what the run shows, or empty.
    pub says: String,
}
