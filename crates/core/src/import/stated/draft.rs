//! A report being read: figures gather here, and the sentences for people are made of them.

use super::{Figure, Holds, Stated};
use crate::quantity::grouped;

/// Figures named in the sentence; a table may have a hundred.
const SPOKEN: usize = 9;

pub(super) struct Draft {
    tool: &'static str,
    what: &'static str,
    /// What is counted: "requests", "runs".
    pub things: &'static str,
    pub figures: Vec<Figure>,
    pub count: Option<u64>,
    notes: Vec<String>,
}

impl Draft {
    /// `what` follows the tool's name: "wrk" and "'s report" make "This is wrk's report".
    pub fn new(tool: &'static str, what: &'static str) -> Self {
        Self { tool, what, things: "requests", figures: Vec::new(), count: None, notes: Vec::new() }
    }

    /// A stated figure; what could not be read is left out, and so is a second one of the same name.
    pub fn figure(&mut self, name: &str, quantile: Option<f64>, value_ms: Option<f64>) {
        let Some(value_ms) = value_ms.filter(|ms| ms.is_finite() && *ms >= 0.0) else { return };
        let known = self.figures.iter().any(|f| f.name == name || (quantile.is_some() && f.quantile == quantile));
        if !known {
            self.figures.push(Figure { name: name.into(), quantile, value_ms });
        }
    }

    pub fn mean(&mut self, value_ms: Option<f64>) {
        self.figure("mean", None, value_ms);
    }

    pub fn min(&mut self, value_ms: Option<f64>) {
        self.figure("min", Some(0.0), value_ms);
    }

    pub fn max(&mut self, value_ms: Option<f64>) {
        self.figure("max", Some(1.0), value_ms);
    }

    /// A sentence more.
    pub fn note(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.notes.contains(&sentence) {
            self.notes.push(sentence);
        }
    }

    /// Says that the text ends before the report does.
    pub fn cut_off(&mut self) {
        self.note("It is cut off or damaged: what is left of it was read.");
    }

    pub fn summary(self) -> Stated {
        if self.figures.is_empty() {
            return self.nothing("it states no latency that can be read: it is empty, cut off or damaged");
        }
        let of = self.count.map_or(String::new(), |n| format!(" of {} {}", grouped(n as f64, 0), self.things));
        let says = format!("it holds a summary{of}, not single {}", self.things);
        self.finish(Holds::Summary, &says)
    }

    pub fn histogram(self, mut groups: Vec<(f64, u64)>) -> Stated {
        groups.retain(|(ms, n)| ms.is_finite() && *n > 0);
        let total = groups.iter().fold(0_u64, |sum, (_, n)| sum.saturating_add(*n));
        if total == 0 {
            return self.nothing("its histogram is empty");
        }
        let says = format!("it holds a histogram of {} {}", grouped(total as f64, 0), self.things);
        Self { count: self.count.or(Some(total)), ..self }.finish(Holds::Histogram(groups), &says)
    }

    pub fn samples(self, samples: Vec<f64>) -> Stated {
        let says = format!("it holds {} single {}", grouped(samples.len() as f64, 0), self.things);
        let count = Some(samples.len() as u64);
        Self { count, ..self }.finish(Holds::Samples(samples), &says)
    }

    /// `why` completes "This is X's report, but …".
    pub fn nothing(self, why: &str) -> Stated {
        let says = format!("This is {}{}, but {why}.", self.tool, self.what);
        Stated { tool: self.tool, holds: Holds::Nothing(says.clone()), figures: Vec::new(), count: None, says }
    }

    fn finish(mut self, holds: Holds, what: &str) -> Stated {
        self.check_order();
        let mut says = format!("This is {}{}: {what}.", self.tool, self.what);
        if !self.figures.is_empty() {
            let spoken: Vec<String> =
                self.figures.iter().take(SPOKEN).map(|f| format!("{} {} ms", f.name, f.value_ms)).collect();
            let more = self.figures.len().saturating_sub(SPOKEN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            says += &format!(" It states: {}{more}.", spoken.join(", "));
        }
        for note in &self.notes {
            says.push(' ');
            says += note;
        }
        Stated { tool: self.tool, holds, figures: self.figures, count: self.count, says }
    }

    /// A higher percentile below a lower one tells of a changed or damaged text.
    fn check_order(&mut self) {
        let mut points: Vec<(f64, f64)> =
            self.figures.iter().filter_map(|f| f.quantile.map(|q| (q, f.value_ms))).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        if points.windows(2).any(|pair| pair[0].1 > pair[1].1) {
            self.note("These figures contradict each other: a higher percentile is below a lower one.");
        }
        let mean = self.figures.iter().find(|f| f.quantile.is_none()).map(|f| f.value_ms);
        let outside = |mean: f64| points.iter().any(|(q, ms)| (*q == 0.0 && mean < *ms) || (*q == 1.0 && mean > *ms));
        if mean.is_some_and(outside) {
            self.note("These figures contradict each other: the mean is not between the smallest and the largest.");
        }
    }
}
