//! A topic without its type, for the page, the links and `evaluate`.

use std::marker::PhantomData;

use super::gate::{self, Gated};
use super::{Declared, Meta, ParamInfo, Predict, Preset, Readout, Refusal, Report, Run, Snapshot, Step, Topic, Values};
use crate::exercise::Exercise;
use crate::job::{Job, Outcome};
use crate::source::Source;

/// What the page asks of any topic.
pub trait AnyTopic: Send + Sync {
    /// Name, question, place.
    fn meta(&self) -> Meta;
    /// What is known of each input, in order.
    fn params(&self) -> Vec<ParamInfo>;
    /// The values a page opens with.
    fn defaults(&self) -> Values;
    /// For each input, whether it means anything in this state.
    fn applies(&self, values: &Values) -> Vec<bool>;
    /// Named states.
    fn presets(&self) -> &'static [Preset];
    /// The question to answer first.
    fn predict(&self) -> &'static Predict;
    /// The walkthrough.
    fn walk(&self) -> &'static [Step];
    /// Exercises.
    fn exercises(&self) -> &'static [Exercise];
    /// What the model leaves out.
    fn leaves_out(&self) -> &'static [&'static str];
    /// Where it is known from.
    fn sources(&self) -> &'static [Source];
    /// Readouts and charts, or why not.
    ///
    /// # Errors
    /// A [`Refusal`] with a sentence where the inputs have no answer.
    fn report(&self, values: &Values) -> Result<Report, Refusal>;
    /// Heavy work to be done elsewhere, where there is any.
    fn job(&self, values: &Values) -> Option<Job>;
    /// What its outcome adds.
    fn finished(&self, values: &Values, outcome: &Outcome) -> Snapshot;
    /// What deserves a word about the inputs themselves.
    fn notices(&self, values: &Values) -> Vec<String>;
    /// Whether the texts among the values can be used.
    ///
    /// # Errors
    /// The key of one that cannot, and a sentence.
    fn check(&self, values: &Values) -> Result<(), (&'static str, String)>;
    /// The run, where there is one.
    fn start(&self, values: &Values) -> Option<Box<dyn Run>>;
}

/// Wraps a [`Topic`] as an [`AnyTopic`].
pub struct Erased<T>(PhantomData<fn() -> T>);

impl<T: Topic> Erased<T> {
    /// The topic without its type.
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    fn inputs(values: &Values) -> T::Inputs {
        let mut inputs = T::Inputs::default();
        for (param, value) in <T::Inputs as Declared>::PARAMS.iter().zip(values) {
            (param.set)(&mut inputs, value);
        }
        inputs
    }
}

impl<T: Topic> Default for Erased<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Topic> AnyTopic for Erased<T> {
    fn meta(&self) -> Meta {
        T::META
    }
    fn params(&self) -> Vec<ParamInfo> {
        <T::Inputs as Declared>::PARAMS.iter().map(|p| p.info).collect()
    }
    fn defaults(&self) -> Values {
        let inputs = T::Inputs::default();
        <T::Inputs as Declared>::PARAMS.iter().map(|p| (p.get)(&inputs)).collect()
    }
    fn applies(&self, values: &Values) -> Vec<bool> {
        let inputs = Self::inputs(values);
        <T::Inputs as Declared>::PARAMS.iter().map(|p| (p.applies)(&inputs)).collect()
    }
    fn presets(&self) -> &'static [Preset] {
        T::PRESETS
    }
    fn predict(&self) -> &'static Predict {
        const { &T::PREDICT }
    }
    fn walk(&self) -> &'static [Step] {
        T::WALK
    }
    fn exercises(&self) -> &'static [Exercise] {
        T::EXERCISES
    }
    fn leaves_out(&self) -> &'static [&'static str] {
        T::LEAVES_OUT
    }
    fn sources(&self) -> &'static [Source] {
        T::SOURCES
    }
    fn report(&self, values: &Values) -> Result<Report, Refusal> {
        T::report(&Self::inputs(values)).map(gate::report)
    }
    fn job(&self, values: &Values) -> Option<Job> {
        T::job(&Self::inputs(values))
    }
    fn finished(&self, values: &Values, outcome: &Outcome) -> Snapshot {
        gate::snapshot(T::finished(&Self::inputs(values), outcome))
    }
    fn notices(&self, values: &Values) -> Vec<String> {
        T::notices(&Self::inputs(values))
    }
    fn check(&self, values: &Values) -> Result<(), (&'static str, String)> {
        T::check(&Self::inputs(values))
    }
    fn start(&self, values: &Values) -> Option<Box<dyn Run>> {
        T::start(&Self::inputs(values)).map(|run| Box::new(Gated(run)) as Box<dyn Run>)
    }
}

/// All readouts of a state but those of a job: those of the report, and those of the run once it stands at its target.
///
/// # Errors
/// A [`Refusal`] with a sentence where the inputs have no answer.
pub fn evaluate(topic: &dyn AnyTopic, values: &Values) -> Result<Vec<Readout>, Refusal> {
    let mut readouts = topic.report(values)?.readouts;
    if let Some(mut run) = topic.start(values) {
        while run.done() < run.target() {
            run.advance(run.target(), false);
        }
        readouts.extend(run.snapshot().readouts);
    }
    Ok(readouts)
}

/// All readouts of a state, a job's too: what `evaluate` prints and the page shows. `work` does jobs.
///
/// # Errors
/// A [`Refusal`] with a sentence where the inputs have no answer.
pub fn evaluate_with(
    topic: &dyn AnyTopic,
    values: &Values,
    work: impl FnOnce(&Job) -> Outcome,
) -> Result<Vec<Readout>, Refusal> {
    let mut readouts = evaluate(topic, values)?;
    if let Some(job) = topic.job(values) {
        readouts.extend(topic.finished(values, &work(&job)).readouts);
    }
    Ok(readouts)
}
