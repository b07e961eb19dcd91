//! Traces of some requests: who was asked when, when work began, when the answer came.

use super::request::{NONE, Outcome};

/// One stretch of a trace.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The request it belongs to: the number of its first span.
    pub trace: u32,
    /// The span of whoever asked; `u32::MAX` is nobody.
    pub parent: u32,
    /// The number of the part.
    pub part: u16,
    /// The instance.
    pub instance: u16,
    /// When it was asked, seconds.
    pub from: f64,
    /// When work began; not a number where none did.
    pub began: f64,
    /// When the answer came; not a number where none has.
    pub until: f64,
    /// How it ended.
    pub outcome: Outcome,
}

/// Spans kept at most: of several hundred requests.
const MOST_SPANS: usize = 20_000;

/// The traces of a run.
#[derive(Clone, Debug)]
pub(super) struct Spans {
    pub all: Vec<Span>,
    /// Every so manieth request is kept; 0 is none.
    pub every: u64,
}

impl Default for Spans {
    fn default() -> Self {
        Self { all: Vec::new(), every: 1000 }
    }
}

impl Spans {
    pub(super) fn sample(&mut self, number: u64, part: usize, now: f64) -> u32 {
        if self.every == 0 || !(number - 1).is_multiple_of(self.every) || self.all.len() + 100 > MOST_SPANS {
            return NONE;
        }
        let own = self.all.len() as u32;
        let (began, until) = (now, f64::NAN);
        let span = Span {
            trace: own,
            parent: NONE,
            part: part as u16,
            instance: 0,
            from: now,
            began,
            until,
            outcome: Outcome::Ok,
        };
        self.all.push(span);
        own
    }

    pub(super) fn open(&mut self, parent: u32, part: u16, instance: u16, now: f64) -> u32 {
        if self.all.len() >= MOST_SPANS {
            return NONE;
        }
        let trace = self.all[parent as usize].trace;
        let (began, until) = (f64::NAN, f64::NAN);
        self.all.push(Span { trace, parent, part, instance, from: now, began, until, outcome: Outcome::Ok });
        self.all.len() as u32 - 1
    }

    #[inline]
    pub(super) fn begin(&mut self, span: u32, now: f64) {
        if span != NONE {
            self.all[span as usize].began = now;
        }
    }

    #[inline]
    pub(super) fn close(&mut self, span: u32, now: f64, outcome: Outcome) {
        if span != NONE {
            let span = &mut self.all[span as usize];
            (span.until, span.outcome) = (now, outcome);
        }
    }

    /// A request moves on: its span ends, a sibling begins.
    pub(super) fn hand_over(&mut self, span: u32, part: u16, instance: u16, now: f64) -> u32 {
        if span == NONE {
            return NONE;
        }
        self.close(span, now, Outcome::Ok);
        let parent = self.all[span as usize].parent;
        if parent == NONE { NONE } else { self.open(parent, part, instance, now) }
    }

    pub(super) fn bytes(&self) -> usize {
        self.all.capacity() * size_of::<Span>()
    }
}
