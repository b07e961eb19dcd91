//! The numbers of a data set: percentiles, how sure they are, and what they mean a day and a session.

use super::inputs::Inputs;
use crate::import::{Loaded, Sample, Stated};
use crate::quantity::Unit;
use crate::stats::omission::corrected;
use crate::stats::order::share_any_above;
use crate::stats::{Definition, samples_needed};
use crate::topic::{Known, Readout, Refusal};

/// Key, label and quantile of each percentile, in the order of the page.
pub const PERCENTILES: [(&str, &str, f64); 7] = [
    ("p50_ms", "Half are faster than", 0.5),
    ("p75_ms", "p75", 0.75),
    ("p90_ms", "p90", 0.9),
    ("p95_ms", "p95: 1 in 20 is slower than", 0.95),
    ("p99_ms", "p99: 1 in 100 is slower than", 0.99),
    ("p99_9_ms", "p99.9: 1 in 1,000 is slower than", 0.999),
    ("p99_99_ms", "p99.99", 0.9999),
];

/// How a figure that a summary states is known, and one drawn between those.
const STATED: Known = Known::Measured("as the summary states it");
const DRAWN: Known = Known::Approximation("straight between the percentiles of the summary");

/// A data set with what was omitted put back, where that was asked for.
pub struct Answer {
    /// As it was read.
    pub loaded: Loaded,
    /// With the omitted values, where they were asked for.
    corrected: Option<Sample>,
    /// How to read a percentile.
    pub definition: Definition,
}

impl Answer {
    /// Reads the data.
    ///
    /// # Errors
    /// Where there is none, or a correction would make up too much.
    pub fn new(inputs: &Inputs) -> Result<Self, Refusal> {
        let loaded = inputs.dataset()?;
        let mut with_omitted = None;
        if inputs.expected_interval_ms > 0.0 {
            let groups: Vec<(f64, u64)> = loaded.sample.groups().collect();
            let fixed = corrected(&groups, inputs.expected_interval_ms).ok_or_else(|| {
                Refusal("With so short a planned interval more than two million requests would have to be made up; choose a longer one.".into())
            })?;
            with_omitted = Sample::of_groups(&fixed);
        }
        Ok(Self { loaded, corrected: with_omitted, definition: inputs.definition })
    }

    /// The sample the page speaks of.
    pub fn sample(&self) -> &Sample {
        self.corrected.as_ref().unwrap_or(&self.loaded.sample)
    }

    /// A percentile in ms: the one the file states, where it states nothing finer.
    pub fn percentile(&self, q: f64) -> f64 {
        self.stated(q).unwrap_or_else(|| self.sample().quantile(q, self.definition))
    }

    fn stated(&self, q: f64) -> Option<f64> {
        let stated = self.loaded.stated.iter().find(|(level, _)| *level == q && self.corrected.is_none());
        stated.map(|(_, ms)| *ms)
    }

    fn known(&self, q: f64) -> Known {
        if self.stated(q).is_some() {
            STATED
        } else if !self.loaded.stated.is_empty() {
            DRAWN
        } else if !self.sample().exact {
            Known::Approximation("histogram, 3 significant digits")
        } else {
            Known::Formula
        }
    }

    /// The readouts that are there for any data.
    pub fn readouts(&self, inputs: &Inputs) -> Vec<Readout> {
        let sample = self.sample();
        let count = sample.count();
        let mut readouts = vec![Readout::formula("mean_ms", "Mean", sample.mean_ms, Unit::MS)];
        let is_drawn = !self.loaded.stated.is_empty();
        if is_drawn {
            let says_mean = |report: &Stated| report.figures.iter().any(|figure| figure.quantile.is_none());
            let stated = self.corrected.is_none() && self.loaded.report.as_deref().is_some_and(says_mean);
            readouts[0].known = if stated { STATED } else { DRAWN };
        }
        for (key, label, q) in PERCENTILES {
            let mut readout = Readout::formula(key, label, self.percentile(q), Unit::MS).known(self.known(q));
            readout.needs_n = samples_needed(q, 0.95).filter(|needed| *needed > count);
            readouts.push(readout);
        }
        let slower = sample.above(inputs.threshold_ms) as f64 / count as f64;
        let session = inputs.requests_per_session as u64;
        // How many are slower than a limit hangs on what was drawn between the stated figures.
        let counted = if is_drawn { DRAWN } else { Known::Formula };
        readouts.extend([
            Readout::formula("max_ms", "Slowest", sample.max_ms, Unit::MS).known(if is_drawn {
                self.known(1.0)
            } else {
                Known::Formula
            }),
            Readout::formula("slower_share", "Slower than the limit", slower, Unit::SHARE).known(counted.clone()),
            Readout::formula(
                "affected_per_day",
                "Requests a day slower than the limit",
                slower * inputs.requests_per_day,
                Unit::PER_DAY,
            )
            .known(counted.clone()),
            Readout::formula(
                "sessions_hit_share",
                "Sessions that meet the slowest 1 %",
                share_any_above(session, 0.99),
                Unit::SHARE,
            ),
            Readout::formula(
                "sessions_slow_share",
                "Sessions slower than the limit once",
                share_any_above(session, 1.0 - slower),
                Unit::SHARE,
            )
            .known(counted),
            Readout::formula("count", "Requests in the data", count as f64, Unit::COUNT),
        ]);
        readouts
    }
}
