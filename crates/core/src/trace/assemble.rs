//! Spans in any order, with ids → a [`Trace`]. Circles are cut, orphans become roots, and each is marked.

use super::spans::{Marks, NONE, Span, Trace};
use super::{Names, TraceError};

/// A span as a file has it: ids instead of places.
#[derive(Clone, Copy, Debug, Default)]
pub struct Raw {
    /// The trace it belongs to.
    pub trace: u128,
    /// Its id within the trace.
    pub id: u128,
    /// Its parent's id; 0 for none.
    pub parent: u128,
    /// Beginning, in ns.
    pub start_ns: i64,
    /// End, in ns.
    pub end_ns: i64,
    /// Number of its name.
    pub name: u32,
    /// Number of its service's name.
    pub service: u32,
    /// Number of its detail.
    pub detail: u32,
    /// What is to be said of it.
    pub marks: Marks,
}

/// Most spans that are kept.
const MOST_SPANS: usize = 4_000_000;

/// Gathers spans.
#[derive(Clone, Debug, Default)]
pub struct Builder {
    /// All names.
    pub names: Names,
    spans: Vec<Raw>,
}

impl Builder {
    /// Adds a span.
    ///
    /// # Errors
    /// Where there are too many.
    pub fn push(&mut self, span: Raw) -> Result<(), TraceError> {
        if self.spans.len() >= MOST_SPANS {
            return Err(TraceError::TooMany(MOST_SPANS as u64));
        }
        self.spans.push(span);
        Ok(())
    }

    /// How many spans there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.spans.len()
    }

    /// The spans gathered so far.
    pub fn spans_mut(&mut self) -> &mut [Raw] {
        &mut self.spans
    }

    /// The spans in the order of a waterfall.
    #[must_use]
    pub fn finish(mut self) -> Trace {
        let count = self.spans.len();
        let mut by_id: Vec<u32> = (0..count as u32).collect();
        by_id.sort_by_key(|i| (self.spans[*i as usize].trace, self.spans[*i as usize].id, *i));
        for pair in by_id.windows(2) {
            let [a, b] = [pair[0], pair[1]].map(|i| i as usize);
            if self.spans[a].id == self.spans[b].id
                && self.spans[a].trace == self.spans[b].trace
                && self.spans[a].id != 0
            {
                for i in [a, b] {
                    self.spans[i].marks = self.spans[i].marks.with(Marks::TWIN);
                }
            }
        }
        let mut parents = self.parents(&by_id);
        drop(by_id);
        cut_circles(&mut self.spans, &mut parents);
        let order = Order::of(&self.spans, &parents);
        let epoch_ns = self.spans.iter().map(|span| span.start_ns).min().unwrap_or(0);
        let mut place_of = vec![NONE; count];
        for (place, i) in order.preorder.iter().enumerate() {
            place_of[*i as usize] = place as u32;
        }
        let mut spans: Vec<Span> = Vec::with_capacity(count);
        for (place, i) in order.preorder.iter().enumerate() {
            let raw = &self.spans[*i as usize];
            let parent = match parents[*i as usize] {
                NONE => NONE,
                parent => place_of[parent as usize],
            };
            let (start_ns, end_ns) = (raw.start_ns.saturating_sub(epoch_ns), raw.end_ns.saturating_sub(epoch_ns));
            let mut marks = raw.marks;
            if end_ns < start_ns {
                marks = marks.with(Marks::NEGATIVE);
            }
            let mut depth = 0;
            if let Some(above) = spans.get(parent as usize) {
                depth = above.depth + 1;
                let outside = start_ns < above.start_ns || end_ns.max(start_ns) > above.stop_ns();
                if outside && !marks.has(Marks::ASIDE) {
                    marks = marks.with(Marks::OUTSIDE);
                }
            }
            let (name, service, detail) = (raw.name, raw.service, raw.detail);
            let after = place as u32 + 1;
            spans.push(Span { start_ns, end_ns, name, service, detail, parent, depth, after, marks });
        }
        for place in (0..count).rev() {
            let (parent, after) = (spans[place].parent, spans[place].after);
            if let Some(above) = spans.get_mut(parent as usize) {
                above.after = above.after.max(after);
            }
        }
        Trace { names: self.names, spans, epoch_ns }
    }

    fn parents(&mut self, by_id: &[u32]) -> Vec<u32> {
        let mut parents = vec![NONE; self.spans.len()];
        for (i, found) in parents.iter_mut().enumerate() {
            let (trace, wanted) = (self.spans[i].trace, self.spans[i].parent);
            if wanted == 0 {
                continue;
            }
            let key = (trace, wanted);
            let at = by_id.partition_point(|j| (self.spans[*j as usize].trace, self.spans[*j as usize].id) < key);
            match by_id.get(at).filter(|j| (self.spans[**j as usize].trace, self.spans[**j as usize].id) == key) {
                Some(parent) => *found = *parent,
                None => self.spans[i].marks = self.spans[i].marks.with(Marks::ORPHAN),
            }
        }
        parents
    }
}

/// Makes a root of the earliest span of each circle.
fn cut_circles(spans: &mut [Raw], parents: &mut [u32]) {
    const NEW: u32 = 0;
    let mut walked = vec![NEW; spans.len()];
    for first in 0..spans.len() {
        let walk = first as u32 + 1;
        let mut at = first as u32;
        while at != NONE && walked[at as usize] == NEW {
            walked[at as usize] = walk;
            at = parents[at as usize];
        }
        if at == NONE || walked[at as usize] != walk {
            continue;
        }
        let (from, mut earliest) = (at, at);
        loop {
            at = parents[at as usize];
            if spans[at as usize].start_ns < spans[earliest as usize].start_ns {
                earliest = at;
            }
            if at == from {
                break;
            }
        }
        parents[earliest as usize] = NONE;
        spans[earliest as usize].marks = spans[earliest as usize].marks.with(Marks::CYCLE);
    }
}

struct Order {
    preorder: Vec<u32>,
}

impl Order {
    fn of(spans: &[Raw], parents: &[u32]) -> Self {
        let count = spans.len();
        let slot = |parent: u32| if parent == NONE { count } else { parent as usize };
        // Children of each, roots last, as one list: counted, then filled in the order of time.
        let mut firsts = vec![0_u32; count + 2];
        for parent in parents {
            firsts[slot(*parent) + 1] += 1;
        }
        for i in 1..firsts.len() {
            firsts[i] += firsts[i - 1];
        }
        let mut by_time: Vec<u32> = (0..count as u32).collect();
        by_time.sort_by_key(|i| {
            let span = &spans[*i as usize];
            (span.start_ns, std::cmp::Reverse(span.end_ns), *i)
        });
        let (mut fill, mut children) = (firsts.clone(), vec![0_u32; count]);
        for i in by_time {
            let slot = slot(parents[i as usize]);
            children[fill[slot] as usize] = i;
            fill[slot] += 1;
        }
        let of = |slot: usize| &children[firsts[slot] as usize..firsts[slot + 1] as usize];
        let mut stack: Vec<u32> = of(count).iter().rev().copied().collect();
        let mut preorder = Vec::with_capacity(count);
        while let Some(i) = stack.pop() {
            preorder.push(i);
            stack.extend(of(i as usize).iter().rev());
        }
        Self { preorder }
    }
}
