//! Stacks merged into a tree: what a flame graph draws.
//!
//! Width is weight, and the order from left to right is the alphabet: time plays no part in it. The weight of a frame is its own
//! and that of all it called; of a trace it is self time added up, so that calls side by side may together be wider than the
//! request was long.

use std::collections::BTreeMap;

use super::spans::{NONE, Trace};
use super::{Names, own_times};

/// What a weight counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Nanoseconds.
    Nanoseconds,
    /// Samples.
    Samples,
    /// Bytes.
    Bytes,
    /// Something else, such as allocations.
    Count,
}

/// A box: one function called by the same line of callers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Number of its name.
    pub name: u32,
    /// Place of what called it, or [`NONE`].
    pub parent: u32,
    /// Callers above it.
    pub depth: u32,
    /// Place after the last it called, however deep.
    pub after: u32,
    /// Weight by itself.
    pub own: f64,
    /// Weight with all it called.
    pub total: f64,
    /// Weight of all that stands left of it.
    pub left: f64,
}

/// Boxes: callers before what they called, brothers by the alphabet.
#[derive(Clone, Debug)]
pub struct Flame {
    /// All names.
    pub names: Names,
    /// The boxes.
    pub frames: Vec<Frame>,
    /// What their weight counts.
    pub weight: Weight,
}

/// Weight of one function over all its callers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Function {
    /// Number of its name.
    pub name: u32,
    /// Weight by itself.
    pub own: f64,
    /// Weight of the stacks that it is in, each counted once however often it is in it.
    pub total: f64,
}

/// Merges stacks.
#[derive(Clone, Debug, Default)]
pub struct FlameBuilder {
    /// All names.
    pub names: Names,
    /// By caller and name.
    places: BTreeMap<(u32, u32), u32>,
    /// Caller, name, own weight; callers before what they called.
    frames: Vec<(u32, u32, f64)>,
}

/// Callers that an inverted graph shows of each function.
const MOST_CALLERS: usize = 128;

impl FlameBuilder {
    /// The place of a function called from a place (or from nowhere).
    pub fn step(&mut self, caller: u32, name: u32) -> u32 {
        let next = self.frames.len() as u32;
        let place = *self.places.entry((caller, name)).or_insert(next);
        if place == next {
            self.frames.push((caller, name, 0.0));
        }
        place
    }

    /// Adds weight to a place.
    pub fn weigh(&mut self, place: u32, weight: f64) {
        if let Some(frame) = self.frames.get_mut(place as usize) {
            frame.2 += weight;
        }
    }

    /// Adds a stack, outermost first.
    pub fn stack(&mut self, names: impl Iterator<Item = u32>, weight: f64) {
        let mut at = NONE;
        for name in names {
            at = self.step(at, name);
        }
        self.weigh(at, weight);
    }

    /// Boxes so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.frames.len()
    }

    /// The tree.
    #[must_use]
    pub fn finish(self, weight: Weight) -> Flame {
        let Self { names, frames: found, .. } = self;
        let alphabetical = names.alphabetical();
        let mut totals: Vec<f64> = found.iter().map(|(_, _, own)| *own).collect();
        for i in (0..found.len()).rev() {
            if let Some(caller) = totals.get(found[i].0 as usize).copied() {
                totals[found[i].0 as usize] = caller + totals[i];
            }
        }
        // Sorted so that, seen from the end, brothers come off a stack by the alphabet.
        let mut order: Vec<u32> = (0..found.len() as u32).collect();
        order.sort_by_key(|i| {
            let (caller, name, _) = found[*i as usize];
            (caller, alphabetical[name as usize])
        });
        let of = |caller: u32| {
            let from = order.partition_point(|i| found[*i as usize].0 < caller);
            let to = order.partition_point(|i| found[*i as usize].0 <= caller);
            &order[from..to]
        };
        let mut open: Vec<(u32, u32)> = of(NONE).iter().rev().map(|i| (*i, NONE)).collect();
        let mut frames: Vec<Frame> = Vec::with_capacity(found.len());
        let mut filled: Vec<f64> = Vec::with_capacity(found.len());
        let mut roots_filled = 0.0;
        while let Some((i, parent)) = open.pop() {
            let (place, total) = (frames.len() as u32, totals[i as usize]);
            let (depth, left) = match filled.get_mut(parent as usize) {
                Some(filled) => {
                    let left = *filled;
                    *filled += total;
                    (frames[parent as usize].depth + 1, left)
                }
                None => {
                    let left = roots_filled;
                    roots_filled += total;
                    (0, left)
                }
            };
            let (_, name, own) = found[i as usize];
            frames.push(Frame { name, parent, depth, after: place + 1, own, total, left });
            filled.push(left);
            open.extend(of(i).iter().rev().map(|child| (*child, place)));
        }
        for place in (0..frames.len()).rev() {
            let (parent, after) = (frames[place].parent, frames[place].after);
            if let Some(above) = frames.get_mut(parent as usize) {
                above.after = above.after.max(after);
            }
        }
        Flame { names, frames, weight }
    }
}

impl Flame {
    /// The flame graph of one tree of a trace: names in names, weighed by self time.
    #[must_use]
    pub fn of_trace(trace: &Trace, root: usize) -> Self {
        let own = own_times(trace);
        let mut flame = FlameBuilder { names: trace.names.clone(), ..FlameBuilder::default() };
        let mut places = vec![NONE; trace.spans.len()];
        for place in root..trace.spans[root].after as usize {
            let span = &trace.spans[place];
            let caller = if place == root { NONE } else { places[span.parent as usize] };
            places[place] = flame.step(caller, span.name);
            flame.weigh(places[place], own[place] as f64);
        }
        flame.finish(Weight::Nanoseconds)
    }

    /// Weight of all stacks.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.frames.iter().filter(|frame| frame.parent == NONE).map(|frame| frame.total).sum()
    }

    /// The name of a box.
    #[must_use]
    pub fn name(&self, place: usize) -> &str {
        self.names.name(self.frames[place].name)
    }

    /// Its line of callers, outermost first, itself last.
    #[must_use]
    pub fn stack(&self, place: usize) -> Vec<u32> {
        let mut stack = Vec::new();
        let mut at = place as u32;
        while let Some(frame) = self.frames.get(at as usize) {
            stack.push(frame.name);
            at = frame.parent;
        }
        stack.reverse();
        stack
    }

    /// Upside down: the function that had the weight by itself at the bottom, its callers above it, at most 128 of them.
    #[must_use]
    pub fn inverted(&self) -> Self {
        let mut flame = FlameBuilder { names: self.names.clone(), ..FlameBuilder::default() };
        for (place, frame) in self.frames.iter().enumerate() {
            if frame.own <= 0.0 {
                continue;
            }
            let (mut at, mut up) = (NONE, place as u32);
            for _ in 0..MOST_CALLERS {
                let Some(caller) = self.frames.get(up as usize) else { break };
                at = flame.step(at, caller.name);
                up = caller.parent;
            }
            flame.weigh(at, frame.own);
        }
        flame.finish(self.weight)
    }

    /// Each function once, the one with the most weight of its own first. One that calls itself is counted once a stack.
    #[must_use]
    pub fn functions(&self) -> Vec<Function> {
        let mut found: Vec<Function> =
            (0..self.names.count() as u32).map(|name| Function { name, own: 0.0, total: 0.0 }).collect();
        let mut within = vec![0_u32; found.len()];
        let mut open: Vec<usize> = Vec::new();
        for (place, frame) in self.frames.iter().enumerate() {
            while let Some(above) = open.last().copied().filter(|above| self.frames[*above].after as usize <= place) {
                within[self.frames[above].name as usize] -= 1;
                open.pop();
            }
            let function = &mut found[frame.name as usize];
            function.own += frame.own;
            if within[frame.name as usize] == 0 {
                function.total += frame.total;
            }
            within[frame.name as usize] += 1;
            open.push(place);
        }
        found.retain(|function| function.total != 0.0 || function.own != 0.0);
        found.sort_by(|a, b| b.own.total_cmp(&a.own).then(b.total.total_cmp(&a.total)).then(a.name.cmp(&b.name)));
        found
    }
}
