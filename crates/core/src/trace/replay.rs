//! What if a span were faster? The trace is played again with that span, and all within it, k times as fast.
//!
//! What is kept is who waited for whom, as far as times tell: a child begins as long after the last brother that had ended before
//! it as it did, or as long after its parent's beginning where none had; and a span ends as long after the last child that had
//! ended by then as it did. So where the next to begin was waiting for two and one of them becomes faster, the other is waited
//! for; a span off the critical path that becomes faster saves nothing.
//!
//! The same relations backwards give the slack: how much later a span could end without the whole ending later.
//!
//! Assumes that work takes as long as it took, whatever runs beside it: no queue becomes shorter. It usually does.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Trace;
use super::critical::tolerance_ns;

/// A trace played again.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The trace with its new times.
    pub trace: Trace,
    /// How much sooner its root ends, in ns.
    pub saved_ns: i64,
}

/// Plays the tree of a span again with that span `times` as fast; `times` is at least 1, and may be infinite.
#[must_use]
pub fn faster(trace: &Trace, span: usize, times: f64, merge_gap_share: f64) -> Replay {
    let root = trace.root_of(span);
    let factor = if times.is_nan() || times < 1.0 { 1.0 } else { 1.0 / times };
    let scaled = span..trace.spans[span].after as usize;
    let tree = root..trace.spans[root].after as usize;
    let of = |place: usize, ns: i64| if scaled.contains(&place) { libm::round(ns as f64 * factor) as i64 } else { ns };
    // New lengths from the leaves up, and each child's beginning after its parent's.
    let mut lens: Vec<i64> = trace.spans.iter().map(|s| s.end_ns - s.start_ns).collect();
    let mut offsets = vec![0_i64; trace.spans.len()];
    for place in tree.clone().rev() {
        let above = &trace.spans[place];
        let tolerance = tolerance_ns(above.len_ns(), merge_gap_share);
        // Brothers that have been placed, by their old end; those that had ended before the next began are taken out.
        let mut running: BinaryHeap<Reverse<(i64, i64)>> = BinaryHeap::new();
        let mut ended: Option<(i64, i64)> = None;
        for child in trace.children(place) {
            let now = &trace.spans[child];
            take(&mut running, &mut ended, now.start_ns.saturating_add(tolerance));
            let start = match ended {
                Some((old_end, new_end)) => new_end + of(place, now.start_ns - old_end),
                None => of(place, now.start_ns - above.start_ns),
            };
            offsets[child] = start;
            if now.is_awaited() && now.start_ns < above.stop_ns() {
                running.push(Reverse((now.stop_ns(), start + lens[child].max(0))));
            }
        }
        take(&mut running, &mut ended, above.stop_ns().saturating_add(tolerance));
        let len = match ended {
            Some((old_end, new_end)) => new_end + of(place, above.stop_ns() - old_end),
            None => of(place, above.end_ns - above.start_ns),
        };
        // Where a child began before its parent the sum may fall below nothing; a span does not end before it begins.
        lens[place] = len.max(lens[place].min(0));
    }
    let mut played = trace.clone();
    for place in tree {
        let parent = played.spans[place].parent;
        let start = match played.spans.get(parent as usize) {
            Some(above) if place != root => above.start_ns + offsets[place],
            _ => trace.spans[place].start_ns,
        };
        played.spans[place].start_ns = start;
        played.spans[place].end_ns = start + lens[place];
    }
    let saved_ns = trace.spans[root].len_ns() - played.spans[root].len_ns();
    Replay { trace: played, saved_ns }
}

/// Takes out what had ended by then; the latest old end and the latest new one stay.
fn take(running: &mut BinaryHeap<Reverse<(i64, i64)>>, ended: &mut Option<(i64, i64)>, by_ns: i64) {
    while let Some(Reverse((old_end, new_end))) = running.peek().copied().filter(|Reverse((old, _))| *old <= by_ns) {
        running.pop();
        *ended = Some(ended.map_or((old_end, new_end), |(old, new)| (old.max(old_end), new.max(new_end))));
    }
}

impl Replay {
    /// How much later each span of a tree could end without its root ending later, in ns. Spans that nobody waits for may end
    /// at any time: they have the slack of their parent and what is left of it.
    #[must_use]
    pub fn slack_ns(trace: &Trace, root: usize, merge_gap_share: f64) -> Vec<i64> {
        let spans = &trace.spans;
        let mut slack = vec![0_i64; spans.len()];
        let mut children: Vec<usize> = Vec::new();
        // Latest beginning less what lies between it and the end it waited for, and the least of it from each place on.
        let mut least: Vec<i64> = Vec::new();
        for place in root..spans[root].after as usize {
            let tolerance = tolerance_ns(spans[place].len_ns(), merge_gap_share);
            children.clear();
            children.extend(
                trace.children(place).filter(|c| spans[*c].is_awaited() && spans[*c].start_ns < spans[place].stop_ns()),
            );
            let waited = waited_for(trace, &children, tolerance);
            let last = children
                .iter()
                .map(|c| spans[*c].stop_ns())
                .filter(|e| *e <= spans[place].stop_ns().saturating_add(tolerance))
                .max();
            let latest_end = last.unwrap_or(spans[place].stop_ns()).saturating_add(slack[place]);
            least.clear();
            least.resize(children.len() + 1, i64::MAX);
            for i in (0..children.len()).rev() {
                let child = &spans[children[i]];
                let by = child.stop_ns().saturating_sub(tolerance);
                let next = children.partition_point(|c| spans[*c].start_ns < by).max(i + 1);
                let is_last = child.stop_ns() <= spans[place].stop_ns().saturating_add(tolerance);
                let end = if is_last { latest_end } else { i64::MAX }.min(least[next]);
                // One that outlives its parent holds nobody up.
                let end = if end == i64::MAX { child.stop_ns().saturating_add(slack[place]) } else { end };
                slack[children[i]] = end - child.stop_ns();
                let start = end.saturating_sub(child.len_ns());
                let wait = match waited[i] {
                    Some(old_end) => start - (child.start_ns - old_end),
                    None => i64::MAX,
                };
                least[i] = least[i + 1].min(wait);
            }
            for child in trace.children(place) {
                if !spans[child].is_awaited() || spans[child].start_ns >= spans[place].stop_ns() {
                    slack[child] = (latest_end - spans[child].stop_ns()).max(0);
                }
            }
        }
        slack
    }
}

/// For each of some children in the order of their beginnings: the latest end of those before it that had ended when it began.
fn waited_for(trace: &Trace, children: &[usize], tolerance: i64) -> Vec<Option<i64>> {
    let mut running: BinaryHeap<Reverse<(i64, i64)>> = BinaryHeap::new();
    let mut ended = None;
    let wait = |child: &usize| {
        let span = &trace.spans[*child];
        take(&mut running, &mut ended, span.start_ns.saturating_add(tolerance));
        running.push(Reverse((span.stop_ns(), span.stop_ns())));
        ended.map(|(old, _)| old)
    };
    children.iter().map(wait).collect()
}
