//! Exercises: problems drawn from a seed, and a marker that names the slip behind a typical wrong answer.

pub mod doctor;
mod draw;
mod mark;

pub use draw::Draw;
pub use mark::{Verdict, mark};

use crate::quantity::Unit;

/// Draws before a template is taken as it comes; a test holds that none needs so many.
const MOST_DRAWS: u32 = 64;

/// A template: the same seed draws the same problem everywhere.
#[derive(Clone, Copy)]
pub struct Exercise {
    /// Stable name within its topic.
    pub slug: &'static str,
    /// Short title.
    pub title: &'static str,
    /// Draws the numbers and works out the answer.
    pub draw: fn(&mut Draw) -> Problem,
}

impl Exercise {
    /// The problem that `seed` draws: the first of its stream in which every typical slip can be told from the right answer.
    pub fn problem(&self, seed: u64) -> Problem {
        let mut draw = Draw::new(seed, self.slug);
        let mut problem = (self.draw)(&mut draw);
        for _ in 0..MOST_DRAWS {
            if problem.lost_traps.is_empty() {
                break;
            }
            problem = (self.draw)(&mut draw);
        }
        problem
    }
}

/// A drawn problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The question, with its numbers.
    pub asks: String,
    /// The answer.
    pub answer: Answer,
    /// Hints, each saying a little more than the last.
    pub hints: Vec<String>,
    /// The worked solution.
    pub worked: String,
    /// Typical wrong answers and the misconception behind each.
    pub traps: Vec<Trap>,
    /// Typical wrong answers that could not be told from the right one or from each other with these numbers.
    pub lost_traps: Vec<Trap>,
    /// Other answers that are right under another definition, each with a note.
    pub also_right: Vec<AlsoRight>,
    /// A query that sets the page to this problem's numbers, such as `arrivals_per_sec=36&service_ms=25`; empty for none.
    pub given: String,
}

/// The right answer and how near one must come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// In `unit`.
    pub value: f64,
    /// Unit of the value; answers in any unit of the same kind are accepted.
    pub unit: Unit,
    /// Accepted relative error.
    pub rel_tol: f64,
}

/// A typical wrong answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Trap {
    /// The wrong value, in the answer's unit.
    pub value: f64,
    /// The misconception, in a sentence.
    pub says: String,
}

/// An answer that is right under another definition.
#[derive(Clone, Debug, PartialEq)]
pub struct AlsoRight {
    /// In the answer's unit.
    pub value: f64,
    /// Which definition gives it.
    pub note: String,
}

impl Problem {
    /// A problem with a question and an answer; the rest by the methods below.
    pub fn new(asks: impl Into<String>, value: f64, unit: Unit) -> Self {
        Self {
            asks: asks.into(),
            answer: Answer { value, unit, rel_tol: 0.02 },
            hints: Vec::new(),
            worked: String::new(),
            traps: Vec::new(),
            lost_traps: Vec::new(),
            also_right: Vec::new(),
            given: String::new(),
        }
    }

    /// Sets the accepted relative error; 0.02 unless told.
    pub fn within(mut self, rel_tol: f64) -> Self {
        self.answer.rel_tol = rel_tol;
        self
    }

    /// Adds a hint.
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hints.push(text.into());
        self
    }

    /// Sets the worked solution.
    pub fn worked(mut self, text: impl Into<String>) -> Self {
        self.worked = text.into();
        self
    }

    /// Adds a typical wrong answer with its misconception. One nearer than three tolerances to the right answer, or to a trap
    /// before it, is lost: it could not be told apart, and [`Exercise::problem`] draws again.
    pub fn trap(mut self, value: f64, says: impl Into<String>) -> Self {
        let apart = |other: f64| libm::fabs(value - other) > 3.0 * self.answer.rel_tol * libm::fabs(other);
        let mut others = self.traps.iter().map(|t| t.value).chain(self.also_right.iter().map(|a| a.value));
        if value.is_finite() && apart(self.answer.value) && others.all(apart) {
            self.traps.push(Trap { value, says: says.into() });
        } else {
            self.lost_traps.push(Trap { value, says: says.into() });
        }
        self
    }

    /// Adds an answer that is right under another definition; a trap so near that it could not be told apart is lost.
    pub fn also_right(mut self, value: f64, note: impl Into<String>) -> Self {
        let reach = 3.0 * self.answer.rel_tol * libm::fabs(value);
        let (kept, lost) = self.traps.drain(..).partition(|trap: &Trap| libm::fabs(trap.value - value) > reach);
        self.traps = kept;
        self.lost_traps.extend::<Vec<Trap>>(lost);
        self.also_right.push(AlsoRight { value, note: note.into() });
        self
    }

    /// Sets the query that shows this problem on the page.
    pub fn given(mut self, query: impl Into<String>) -> Self {
        self.given = query.into();
        self
    }
}
