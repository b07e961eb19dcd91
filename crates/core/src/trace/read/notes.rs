//! What deserves a word about a file.

use super::{Content, Format};
use crate::quantity::grouped;
use crate::trace::{Marks, Trace};

/// Sentences in the order in which they came up.
#[derive(Debug, Default)]
pub(super) struct Notes {
    sentences: Vec<String>,
    unreadable: u64,
    first: String,
}

impl Notes {
    pub fn say(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }

    /// A record or line that could not be read.
    pub fn unreadable(&mut self, what: &str) {
        self.unreadable += 1;
        if self.first.is_empty() {
            self.first = what.chars().take(80).collect();
        }
    }

    /// Takes over what a reader could not read.
    pub fn unreadables(&mut self, count: u64, first: &str) {
        if count > 0 {
            self.unreadable(first);
            self.unreadable += count - 1;
        }
    }

    pub fn sentences(mut self) -> Vec<String> {
        if self.unreadable > 0 {
            let count = grouped(self.unreadable as f64, 0);
            let (records, were) = if self.unreadable == 1 { ("record", "was") } else { ("records", "were") };
            self.sentences
                .push(format!("{count} {records} could not be read and {were} left out; the first: “{}”.", self.first));
        }
        self.sentences
    }

    /// Looks at what came of a file: what looks wrong in it is said, and nothing is mended.
    pub fn look_at(&mut self, content: &Content, format: Format) {
        let Content::Trace(trace) = content else { return };
        for (mark, one, many) in [
            (Marks::TWIN, "span shares its id with another", "spans share their ids with others"),
            (
                Marks::CYCLE,
                "circle of parents was cut at its earliest span",
                "circles of parents were cut, each at its earliest span",
            ),
            (
                Marks::ORPHAN,
                "span has a parent that is not in the file, and stands as a root",
                "spans have parents that are not in the file, and stand as roots",
            ),
            (
                Marks::NEGATIVE,
                "span ends before it begins, and counts as of no length",
                "spans end before they begin, and count as of no length",
            ),
            (
                Marks::OUTSIDE,
                "span lies partly outside its parent (clocks differ, or nobody waited): shown as recorded, marked, and cut for sums",
                "spans lie partly outside their parents (clocks differ, or nobody waited): shown as recorded, marked, and cut for sums",
            ),
            (Marks::UNFINISHED, "span has no end in the file", "spans have no end in the file"),
        ] {
            let found = trace.spans.iter().filter(|span| span.marks.has(mark)).count();
            if found > 0 {
                let words = if found == 1 { one } else { many };
                self.say(format!("{} {words}.", grouped(found as f64, 0)));
            }
        }
        let roots = trace.roots().count();
        if roots > 1 {
            self.say(format!(
                "{} trees are in it; the one of the chosen span is looked at, at first the longest.",
                grouped(roots as f64, 0)
            ));
        }
        self.look_at_units(trace, format);
    }

    /// Times since 1970 in another unit than the format's are a thousand times too early or too late.
    fn look_at_units(&mut self, trace: &Trace, format: Format) {
        if !matches!(format, Format::Otlp | Format::Jaeger | Format::Zipkin) {
            return;
        }
        const YEAR_NS: i64 = 31_557_600_000_000_000;
        let (mut early, mut fine, mut late) = (0_u64, 0_u64, 0_u64);
        for span in &trace.spans {
            match trace.epoch_ns.saturating_add(span.start_ns) {
                ns if ns < YEAR_NS && ns > 0 => early += 1,
                ns if ns > 130 * YEAR_NS => late += 1,
                _ => fine += 1,
            }
        }
        let count = |n: u64| grouped(n as f64, 0);
        if early > 0 && fine > 0 {
            self.say(format!(
                "{} spans lie in 1970 and {} in our time: nanoseconds and microseconds seem to be mixed in this file. Nothing was converted.",
                count(early),
                count(fine)
            ));
        } else if late > 0 && fine > 0 {
            self.say(format!(
                "{} spans lie centuries ahead and {} in our time: microseconds and nanoseconds seem to be mixed in this file. Nothing was converted.",
                count(late),
                count(fine)
            ));
        } else if late > 0 {
            self.say("Its times lie centuries ahead: they seem to be nanoseconds where the format has microseconds, and lengths look a thousand times too long.".into());
        } else if early > 1 && format == Format::Otlp && trace.epoch_ns > YEAR_NS / 100 {
            self.say("Its times lie in 1970: they seem to be microseconds where the format has nanoseconds, and lengths look a thousand times too short.".into());
        }
    }
}
