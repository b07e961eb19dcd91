//! Self time: how long a span was at work by itself.
//!
//! The length of a span less the time during which at least one child for which it waits was under way. Children are cut to the
//! span, and where several overlap their common time is taken off once: so self time is never negative.

use super::Trace;

/// Self time of each span, in ns.
#[must_use]
pub fn own_times(trace: &Trace) -> Vec<i64> {
    let spans = &trace.spans;
    let mut own: Vec<i64> = spans.iter().map(|span| span.len_ns()).collect();
    // Children come by their beginning, so one mark a parent says how far its time is covered.
    let mut covered: Vec<i64> = spans.iter().map(|span| span.start_ns).collect();
    for span in spans.iter().filter(|span| span.is_awaited()) {
        let Some(above) = spans.get(span.parent as usize) else { continue };
        let parent = span.parent as usize;
        let from = span.start_ns.max(covered[parent]);
        let to = span.stop_ns().min(above.stop_ns());
        if to > from {
            own[parent] -= to - from;
            covered[parent] = to;
        }
    }
    own
}

/// The span of a tree with the most self time.
#[must_use]
pub fn slowest(trace: &Trace, root: usize, own: &[i64]) -> usize {
    let tree = root..trace.spans[root].after as usize;
    tree.max_by_key(|place| (own[*place], std::cmp::Reverse(*place))).unwrap_or(root)
}
