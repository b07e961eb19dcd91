//! Shapes that are worth a second look: the same call again and again, and calls one after the other that might run side by side.
//!
//! A run of calls is a suspect for N+1 where at least five have the same name and parent and each begins when the last has ended.
//! Calls side by side are a batch, and no suspect. Whether one call needs another's answer no time stamp tells: what is said of
//! serial calls is a question, not a finding.

use super::Trace;
use super::critical::tolerance_ns;

/// Calls of one name from which they are a suspect.
pub const LEAST_CALLS: usize = 5;

/// What looks odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuspectKind {
    /// The same call, again and again.
    NPlusOne,
    /// Different calls, one after the other.
    Serial,
}

/// A run of calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// What looks odd.
    pub kind: SuspectKind,
    /// Place of their parent.
    pub parent: usize,
    /// Places of the calls.
    pub calls: Vec<usize>,
    /// What they take together.
    pub total_ns: i64,
    /// What the longest of them takes: all that would be left if the others cost nothing, or ran beside it.
    pub longest_ns: i64,
}

impl Suspect {
    /// At most so much less.
    #[must_use]
    pub fn at_most_saved_ns(&self) -> i64 {
        self.total_ns - self.longest_ns
    }
}

/// The suspects of a tree, those with the most to save first.
#[must_use]
pub fn suspects(trace: &Trace, root: usize, merge_gap_share: f64) -> Vec<Suspect> {
    let mut found = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    for parent in root..trace.spans[root].after as usize {
        let tolerance = tolerance_ns(trace.spans[parent].len_ns(), merge_gap_share);
        let awaited: Vec<usize> =
            trace.children(parent).filter(|c| trace.spans[*c].is_awaited() && trace.spans[*c].len_ns() > 0).collect();
        if awaited.len() < 2 {
            continue;
        }
        // The same name, whatever runs between.
        let mut by_name = awaited.clone();
        by_name.sort_by_key(|c| (trace.spans[*c].name, *c));
        for same in by_name.chunk_by(|a, b| trace.spans[*a].name == trace.spans[*b].name) {
            runs(trace, same, tolerance, &mut run, |run| {
                if run.len() >= LEAST_CALLS {
                    found.push(suspect(trace, SuspectKind::NPlusOne, parent, run));
                }
            });
        }
        runs(trace, &awaited, tolerance, &mut run, |run| {
            let mut names: Vec<u32> = run.iter().map(|c| trace.spans[*c].name).collect();
            names.sort_unstable();
            names.dedup();
            if names.len() >= 2 && run.len() < LEAST_CALLS * names.len() {
                found.push(suspect(trace, SuspectKind::Serial, parent, run));
            }
        });
    }
    found.sort_by_key(|s| (std::cmp::Reverse(s.at_most_saved_ns()), s.parent));
    found
}

/// Stretches of calls each of which begins when the last has ended, while no other of them is under way.
fn runs(trace: &Trace, calls: &[usize], tolerance: i64, run: &mut Vec<usize>, mut ends: impl FnMut(&[usize])) {
    run.clear();
    let mut until = i64::MIN;
    for (i, &call) in calls.iter().enumerate() {
        let span = &trace.spans[call];
        let overlaps_next =
            calls.get(i + 1).is_some_and(|next| trace.spans[*next].start_ns.saturating_add(tolerance) < span.stop_ns());
        let follows = span.start_ns.saturating_add(tolerance) >= until;
        if !follows || overlaps_next {
            ends(run);
            run.clear();
        }
        if follows && !overlaps_next {
            run.push(call);
        }
        until = until.max(span.stop_ns());
    }
    ends(run);
    run.clear();
}

fn suspect(trace: &Trace, kind: SuspectKind, parent: usize, run: &[usize]) -> Suspect {
    let lens = || run.iter().map(|c| trace.spans[*c].len_ns());
    Suspect { kind, parent, calls: run.to_vec(), total_ns: lens().sum(), longest_ns: lens().max().unwrap_or(0) }
}
