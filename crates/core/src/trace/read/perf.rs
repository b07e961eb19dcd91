//! What `perf script` prints: a line that says whose sample it is, then its stack from the innermost, one frame a line, then a
//! blank line. Each sample counts once. Of several kinds of events those of the first are read.

use super::notes::Notes;
use super::{Content, Lines};
use crate::quantity::grouped;
use crate::trace::{FlameBuilder, TraceError, Weight};

#[derive(Default)]
pub(super) struct Perf {
    flame: FlameBuilder,
    /// The command of the sample that is being read, and its frames from the innermost.
    command: Option<String>,
    frames: Vec<u32>,
    event: Option<String>,
    samples: usize,
    others: u64,
    unreadable: (u64, String),
}

/// Command and event of a sample's first line: `comm pid[/tid] [cpu] time: [period] event:`.
fn head(line: &str) -> Option<(String, String)> {
    if line.starts_with([' ', '\t']) || line.starts_with('#') {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_id = |w: &str| {
        !w.is_empty()
            && w.bytes().all(|b| b.is_ascii_digit() || b == b'/' || b == b'-')
            && w.as_bytes()[0].is_ascii_digit()
    };
    let is_time = |w: &str| w.strip_suffix(':').is_some_and(|t| t.contains('.') && t.parse::<f64>().is_ok());
    let time = words.iter().position(|w| is_time(w))?;
    let id = words[..time].iter().rposition(|w| is_id(w))?;
    if id == 0 {
        return None;
    }
    let event = words[time + 1..]
        .iter()
        .find(|w| w.ends_with(':') && w.parse::<f64>().is_err())
        .map_or("", |w| w.trim_end_matches(':'));
    Some((words[..id].join(" "), event.to_owned()))
}

/// Whether a line begins a sample.
pub(super) fn is_sample_head(line: &str) -> bool {
    head(line).is_some()
}

/// A frame's name: `address symbol+offset (module)`.
fn frame(line: &str) -> Option<String> {
    let line = line.trim();
    let (address, rest) = line.split_once([' ', '\t'])?;
    if address.is_empty() || !address.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let rest = rest.trim();
    let (symbol, module) = match rest.rfind(" (") {
        Some(at) => (&rest[..at], rest[at + 2..].trim_end_matches(')')),
        None if rest.starts_with('(') => ("", rest.trim_matches(['(', ')'])),
        None => (rest, ""),
    };
    let symbol = symbol.rfind("+0x").map_or(symbol, |at| &symbol[..at]).trim();
    if symbol.is_empty() || symbol == "[unknown]" {
        let module = module.rsplit('/').next().unwrap_or_default();
        return Some(if module.is_empty() || module == "[unknown]" {
            "[unknown]".into()
        } else {
            format!("[{}]", module.trim_matches(['[', ']']))
        });
    }
    Some(symbol.to_owned())
}

impl Perf {
    fn sample_done(&mut self) {
        if let Some(command) = self.command.take() {
            let root = self.flame.names.number(&command);
            let frames = std::mem::take(&mut self.frames);
            self.flame.stack(std::iter::once(root).chain(frames.iter().rev().copied()), 1.0);
            self.samples += 1;
        }
        self.frames.clear();
    }
}

impl Lines for Perf {
    fn line(&mut self, line: &str, number: u64) -> Result<(), TraceError> {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            self.sample_done();
            return Ok(());
        }
        if line.starts_with('#') {
            return Ok(());
        }
        if let Some((command, event)) = head(line) {
            self.sample_done();
            let first = self.event.get_or_insert_with(|| event.clone());
            if *first == event {
                self.command = Some(command);
            } else {
                self.others += 1;
            }
        } else if let Some(frame) = frame(line) {
            if self.command.is_some() {
                let name = self.flame.names.number(&frame);
                self.frames.push(name);
            }
        } else {
            self.unreadable.0 += 1;
            if self.unreadable.0 == 1 {
                self.unreadable.1 = format!("line {number}: {}", line.trim().chars().take(60).collect::<String>());
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, notes: &mut Notes) -> Result<Content, TraceError> {
        self.sample_done();
        notes.unreadables(self.unreadable.0, &self.unreadable.1);
        if self.others > 0 {
            let event = self.event.clone().unwrap_or_default();
            notes.say(format!(
                "{} samples of other events than “{event}” are not shown.",
                grouped(self.others as f64, 0)
            ));
        }
        Ok(Content::Profile(self.flame.finish(Weight::Samples)))
    }

    fn count(&self) -> usize {
        self.samples + usize::from(self.command.is_some())
    }
}
