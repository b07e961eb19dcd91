//! The critical path: which span the request was waiting for, at each moment.
//!
//! From the end of a span backwards: it was waiting for the child that ended last; before that child began, for the one that had
//! ended last by then; and where no child was awaited, for itself. The same then holds within each of those children. Rules, on
//! which tools differ:
//!
//! * a child that ends exactly where the next begins is on the path (Jaeger's page drops it);
//! * children that overlap by no more than a share of their parent's length count as one after the other, since clocks differ
//!   (CRISP takes 1 %); their overlap is taken off the parent's own time where it has as much, and else off the earlier child;
//! * children are cut to their parent; those wholly outside, of no length, or awaited by nobody are not on the path.
//!
//! However a trace is made, the pieces add up to the length of the root. From time stamps alone nobody can tell who waited for
//! whom: where calls run side by side and only one of them is awaited, this says otherwise.
//!
//! Z. Zhang and others, "CRISP: critical path analysis of large-scale microservice architectures", USENIX ATC 2022.

use super::Trace;

/// A stretch of the critical path, as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Place of the span.
    pub span: u32,
    /// From, in ns.
    pub from_ns: i64,
    /// To, in ns.
    pub to_ns: i64,
}

/// The critical path of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Critical {
    /// How long each span of the trace is waited for by itself, in ns; 0 off the path and in other trees.
    pub ns: Vec<i64>,
    /// The path as stretches of time, the first first; they touch and do not overlap.
    pub pieces: Vec<Piece>,
}

impl Critical {
    /// The length of the path: that of its root.
    #[must_use]
    pub fn total_ns(&self) -> i64 {
        self.ns.iter().sum()
    }

    /// The span that is waited for the longest.
    #[must_use]
    pub fn most(&self) -> Option<usize> {
        let most = self.ns.iter().copied().max().filter(|ns| *ns > 0)?;
        self.ns.iter().position(|ns| *ns == most)
    }
}

/// How much children of a span of this length may overlap, in ns.
pub(super) fn tolerance_ns(len_ns: i64, merge_gap_share: f64) -> i64 {
    libm::floor(len_ns as f64 * merge_gap_share.clamp(0.0, 1.0)) as i64
}

/// A child on the path of its parent: where it ends there, and where it would if it overlapped nothing.
struct Step {
    child: usize,
    from_ns: i64,
    to_ns: i64,
    whole_to_ns: i64,
}

/// The critical path of the tree below a root; `merge_gap_share` is the share of the parent's length by which children may
/// overlap and still count as one after the other.
#[must_use]
pub fn critical_path(trace: &Trace, root: usize, merge_gap_share: f64) -> Critical {
    let spans = &trace.spans;
    let mut found = Critical { ns: vec![0; spans.len()], pieces: Vec::new() };
    // A span, from when and for how long it is waited for, and the window in which that is drawn: where a span overlaps the
    // next by no more than is allowed, it is drawn shorter than it counts.
    let whole = (spans[root].start_ns, spans[root].len_ns());
    let mut open = vec![(root, whole, (whole.0, spans[root].stop_ns()))];
    let mut ends: Vec<usize> = Vec::new();
    let mut steps: Vec<Step> = Vec::new();
    while let Some((place, (from_ns, given_ns), (drawn_from, drawn_to))) = open.pop() {
        let tolerance = tolerance_ns(spans[place].len_ns(), merge_gap_share);
        let to_ns = from_ns + given_ns;
        ends.clear();
        ends.extend(trace.children(place).filter(|c| {
            let child = &spans[*c];
            child.is_awaited() && child.stop_ns().min(to_ns) > child.start_ns.max(from_ns)
        }));
        ends.sort_by_key(|c| {
            (spans[*c].stop_ns().min(to_ns), std::cmp::Reverse(spans[*c].start_ns.max(from_ns)), std::cmp::Reverse(*c))
        });
        steps.clear();
        let mut at = to_ns;
        for &child in ends.iter().rev() {
            let (start, end) = (spans[child].start_ns.max(from_ns), spans[child].stop_ns().min(to_ns));
            if end > at.saturating_add(tolerance) || start >= at {
                continue;
            }
            steps.push(Step { child, from_ns: start, to_ns: end.min(at), whole_to_ns: end });
            at = start;
        }
        let cut: i64 = steps.iter().map(|s| s.to_ns - s.from_ns).sum();
        let whole: i64 = steps.iter().map(|s| s.whole_to_ns - s.from_ns).sum();
        let is_whole = whole <= given_ns;
        found.ns[place] += given_ns - if is_whole { whole } else { cut };
        let mut at = drawn_to;
        for step in &steps {
            let (start, end) = (step.from_ns.clamp(drawn_from, at), step.to_ns.clamp(drawn_from, at));
            if end < at {
                found.pieces.push(Piece { span: place as u32, from_ns: end, to_ns: at });
            }
            let given = if is_whole { step.whole_to_ns } else { step.to_ns } - step.from_ns;
            open.push((step.child, (step.from_ns, given), (start, end)));
            at = start;
        }
        if at > drawn_from {
            found.pieces.push(Piece { span: place as u32, from_ns: drawn_from, to_ns: at });
        }
    }
    found.pieces.sort_by_key(|piece| piece.from_ns);
    found
}
