//! What a topic is: data and one pure function, and a run where something takes longer than a moment.
//!
//! [`Topic`] is what authors write, over their own typed inputs. [`AnyTopic`] is the same without the type, over [`Values`]:
//! the page, the links and `evaluate` speak only to that, so that the page does not grow with each topic.

mod data;
mod declare;
mod erased;
mod gate;
mod param;
mod range;
mod report;

pub use data::{Durations, Own, Traced, Traces};
pub use declare::{Declared, Field, Slot, Words};
pub(crate) use declare::{inputs, words};
pub use erased::{AnyTopic, Erased, evaluate, evaluate_with};
pub use param::{Choice, Param, ParamInfo, Preset, Shape, Value, Values};
pub use range::{LARGEST_SEED, Range};
pub use report::{Known, Note, Quantity, Readout, Refusal, Report, Snapshot};

use crate::exercise::Exercise;
use crate::job::{Job, Outcome};
use crate::source::Source;

/// A topic's place in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Seeing slowness.
    See,
    /// Finding its cause.
    Find,
    /// Mending it.
    Fix,
    /// What happens under load.
    UnderLoad,
    /// Practising.
    Practise,
}

impl Part {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::See => "See",
            Self::Find => "Find",
            Self::Fix => "Fix",
            Self::UnderLoad => "Under load",
            Self::Practise => "Practise",
        }
    }
}

/// What a topic is called and asks.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// Folder name, route and `data-topic`; never renamed.
    pub slug: &'static str,
    /// Its name in the menu, a few words.
    pub title: &'static str,
    /// The question it answers: the headline of its page.
    pub asks: &'static str,
    /// One or two sentences that set the scene.
    pub lede: &'static str,
    /// Its part of the story.
    pub part: Part,
    /// Its floor in the building: the order in the menu.
    pub floor: u8,
}

/// A question to answer before the picture is touched.
#[derive(Clone, Copy, Debug)]
pub struct Predict {
    /// The question.
    pub asks: &'static str,
    /// The bets.
    pub bets: &'static [Bet],
    /// What explains the right one, shown after any bet.
    pub explains: &'static str,
    /// A preset that shows it.
    pub shows: &'static str,
    /// The chart whose curve the reader may draw before it is revealed, or empty.
    pub draw: &'static str,
}

impl Predict {
    /// What is said to those who chose a bet: the thinking behind it, and after a wrong one what is right.
    pub fn says_to(&self, bet: &Bet) -> String {
        match self.bets.iter().find(|b| b.right).filter(|_| !bet.right) {
            Some(right) => format!("{} The right bet: “{}”.", bet.says, right.label),
            None => bet.says.to_owned(),
        }
    }
}

/// One of the bets of a [`Predict`].
#[derive(Clone, Copy, Debug)]
pub struct Bet {
    /// What it says.
    pub label: &'static str,
    /// Whether it is the right one.
    pub right: bool,
    /// What is said to those who chose it: the thinking behind it, not just right or wrong.
    pub says: &'static str,
}

/// One step of a walkthrough: what is on the wall, and what the page is set to.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// A short heading.
    pub title: &'static str,
    /// A sentence or two, read from the last row.
    pub says: &'static str,
    /// The preset it shows, or empty to leave the page as it is.
    pub preset: &'static str,
    /// A question to the room, answered on the next click; empty for none.
    pub asks: &'static str,
    /// The answer.
    pub answer: &'static str,
}

/// A topic: data and one pure function.
pub trait Topic: Sized + 'static {
    /// An ordinary struct that `inputs!` declares; each field in the unit its name says, exactly as in the link.
    type Inputs: Declared + Clone + Default + PartialEq + Send + Sync + 'static;
    /// What takes longer than a moment; [`NoRun`] where nothing does.
    type Run: Run;
    /// Name, question, place.
    const META: Meta;
    /// Named states.
    const PRESETS: &'static [Preset];
    /// The question to answer first.
    const PREDICT: Predict;
    /// The steps of the walkthrough on a projector.
    const WALK: &'static [Step];
    /// At least three.
    const EXERCISES: &'static [Exercise];
    /// Markdown, turned to HTML when the app is built: `include_str!("lesson.md")`.
    const LESSON: &'static str;
    /// What the model leaves out, a sentence each.
    const LEAVES_OUT: &'static [&'static str];
    /// Where the formulas and figures are from.
    const SOURCES: &'static [Source];
    /// Readouts with their honesty labels and charts as data; or why not, in words. Instant.
    ///
    /// # Errors
    /// A [`Refusal`] with a sentence where the inputs have no answer.
    fn report(inputs: &Self::Inputs) -> Result<Report, Refusal>;
    /// Work too heavy for [`Topic::report`], to be done elsewhere: compressing real bytes, say. A topic that has any has no run.
    fn job(_: &Self::Inputs) -> Option<Job> {
        None
    }
    /// What the outcome of that work adds: readouts, and layers over charts of the report. Instant. The outcome may be of a job
    /// that failed (`failed` says why), and knows speeds only on a page, never in `evaluate`.
    fn finished(_: &Self::Inputs, _: &Outcome) -> Snapshot {
        Snapshot::default()
    }
    /// What deserves a word about the inputs themselves, a sentence each: data that was read only in part, say.
    fn notices(_: &Self::Inputs) -> Vec<String> {
        Vec::new()
    }
    /// Whether inputs read from a link can be used; where not, why: the default then stands instead of the text of that key.
    ///
    /// # Errors
    /// The key of the text that cannot be used, and a sentence.
    fn check(_: &Self::Inputs) -> Result<(), (&'static str, String)> {
        Ok(())
    }
    /// The run for these inputs, or none where they have nothing to simulate or are refused.
    fn start(inputs: &Self::Inputs) -> Option<Self::Run>;
}

/// Something advanced in slices, whose snapshot adds readouts and chart layers.
/// However it is sliced, the same number of steps gives the same digits.
pub trait Run: 'static {
    /// Advances by at most `steps` (customers, say) and never beyond the target unless `beyond`.
    fn advance(&mut self, steps: u64, beyond: bool);
    /// Steps done.
    fn done(&self) -> u64;
    /// Steps after which the readouts of the contract stand.
    fn target(&self) -> u64;
    /// What is known so far.
    fn snapshot(&self) -> Snapshot;
    /// Steps that take about a millisecond: what a slice is made of.
    fn steps_per_ms(&self) -> u64 {
        5_000
    }
}

/// For topics that calculate everything at once.
pub enum NoRun {}

impl Run for NoRun {
    fn advance(&mut self, _: u64, _: bool) {}
    fn done(&self) -> u64 {
        0
    }
    fn target(&self) -> u64 {
        0
    }
    fn snapshot(&self) -> Snapshot {
        Snapshot::default()
    }
}
