//! Stacks, one a line: frames from the outermost, between semicolons, and behind the last blank the weight, which may have
//! decimals. Lines that begin with `#` or `//` are remarks.

use super::notes::Notes;
use super::{Content, Lines};
use crate::trace::{FlameBuilder, NONE, TraceError, Weight};

#[derive(Default)]
pub(super) struct Collapsed {
    flame: FlameBuilder,
    stacks: usize,
    unreadable: (u64, String),
}

/// A line's stack and weight.
fn parts(line: &str) -> Option<(&str, f64)> {
    let (stack, weight) = line.trim_end().rsplit_once([' ', '\t'])?;
    let weight = weight.parse::<f64>().ok().filter(|w| w.is_finite() && *w >= 0.0)?;
    let stack = stack.trim_end();
    (!stack.is_empty()).then_some((stack, weight))
}

/// Whether a line looks like a stack with its weight.
pub(super) fn is_stack_line(line: &str) -> bool {
    parts(line).is_some_and(|(stack, _)| !stack.starts_with([' ', '\t']) && stack.parse::<f64>().is_err())
}

impl Lines for Collapsed {
    fn line(&mut self, line: &str, number: u64) -> Result<(), TraceError> {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() || line.starts_with('#') || line.starts_with("//") {
            return Ok(());
        }
        let Some((stack, weight)) = parts(line) else {
            self.unreadable.0 += 1;
            if self.unreadable.0 == 1 {
                self.unreadable.1 = format!("line {number}: {}", line.chars().take(60).collect::<String>());
            }
            return Ok(());
        };
        self.stacks += 1;
        let mut at = NONE;
        for frame in stack.split(';') {
            let name = self.flame.names.number(frame.trim());
            at = self.flame.step(at, name);
        }
        self.flame.weigh(at, weight);
        Ok(())
    }

    fn finish(self: Box<Self>, notes: &mut Notes) -> Result<Content, TraceError> {
        notes.unreadables(self.unreadable.0, &self.unreadable.1);
        Ok(Content::Profile(self.flame.finish(Weight::Samples)))
    }

    fn count(&self) -> usize {
        self.stacks
    }
}
