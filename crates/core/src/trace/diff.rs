//! Two flame graphs, one against the other: what grew, and by how much.

use super::flame::{Flame, FlameBuilder};
use super::spans::NONE;

/// A flame graph of all stacks of two, with the weight of each box in either.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The boxes of both, as wide as in the one where they are wider.
    pub flame: Flame,
    /// Weight with all it called, of each box, before.
    pub before: Vec<f64>,
    /// And after.
    pub after: Vec<f64>,
}

/// One function, before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its name.
    pub name: String,
    /// Weight of its own before.
    pub own_before: f64,
    /// And after.
    pub own_after: f64,
    /// Weight of its stacks before.
    pub total_before: f64,
    /// And after.
    pub total_after: f64,
}

impl Difference {
    /// What lies between two. `scale` makes of a weight before one that can be compared: 1, or the ratio of the totals where
    /// one profile ran for longer.
    #[must_use]
    pub fn between(before: &Flame, after: &Flame, scale: f64) -> Self {
        let mut union = FlameBuilder::default();
        let mut own: Vec<[f64; 2]> = Vec::new();
        for (side, flame) in [before, after].into_iter().enumerate() {
            let numbers: Vec<u32> =
                (0..flame.names.count() as u32).map(|n| union.names.number(flame.names.name(n))).collect();
            let mut places = vec![NONE; flame.frames.len()];
            for (place, frame) in flame.frames.iter().enumerate() {
                let caller = places.get(frame.parent as usize).copied().unwrap_or(NONE);
                let at = union.step(caller, numbers[frame.name as usize]);
                places[place] = at;
                own.resize(union.count(), [0.0; 2]);
                own[at as usize][side] += frame.own * if side == 0 { scale } else { 1.0 };
            }
        }
        for (place, [before, after]) in own.iter().enumerate() {
            union.weigh(place as u32, before.max(*after));
        }
        // The union's boxes keep their weights through the sorting: found again by their stacks.
        let (frames_before, frames_after) = (before, after);
        let flame = union.finish(after.weight);
        let sides = [(frames_before, scale), (frames_after, 1.0)].map(|(side, scale)| totals(side, &flame, scale));
        let [before, after] = sides;
        Self { flame, before, after }
    }

    /// Each function of either, the one that grew most first and the one that shrank most last.
    #[must_use]
    pub fn changes(before: &Flame, after: &Flame, scale: f64) -> Vec<Change> {
        let mut found: std::collections::BTreeMap<String, Change> = std::collections::BTreeMap::new();
        for (side, flame) in [before, after].into_iter().enumerate() {
            for function in flame.functions() {
                let name = flame.names.name(function.name).to_owned();
                let change = found.entry(name.clone()).or_insert(Change {
                    name,
                    own_before: 0.0,
                    own_after: 0.0,
                    total_before: 0.0,
                    total_after: 0.0,
                });
                if side == 0 {
                    (change.own_before, change.total_before) = (function.own * scale, function.total * scale);
                } else {
                    (change.own_after, change.total_after) = (function.own, function.total);
                }
            }
        }
        let mut changes: Vec<Change> = found.into_values().collect();
        changes.sort_by(|a, b| (b.own_after - b.own_before).total_cmp(&(a.own_after - a.own_before)));
        changes
    }
}

/// The total of each box of a union in one of its sides.
fn totals(side: &Flame, union: &Flame, scale: f64) -> Vec<f64> {
    // Both are sorted alike, so the side's boxes come in the order of the union's: one walk finds each.
    let mut found = vec![0.0; union.frames.len()];
    let mut places = vec![NONE; side.frames.len()];
    for (place, frame) in side.frames.iter().enumerate() {
        let above = places.get(frame.parent as usize).copied().unwrap_or(NONE);
        let (mut at, end) = match union.frames.get(above as usize) {
            Some(parent) => (above as usize + 1, parent.after as usize),
            None => (0, union.frames.len()),
        };
        let name = side.names.name(frame.name);
        // Where the last brother was found is where the search goes on.
        if let Some(brother) = last_brother(side, place).map(|b| places[b] as usize) {
            at = union.frames[brother].after as usize;
        }
        while at < end {
            if union.names.name(union.frames[at].name) == name {
                places[place] = at as u32;
                found[at] = frame.total * scale;
                break;
            }
            at = union.frames[at].after as usize;
        }
    }
    found
}

/// The brother before a box.
fn last_brother(flame: &Flame, place: usize) -> Option<usize> {
    let parent = flame.frames[place].parent;
    let mut at = place.checked_sub(1)? as u32;
    while at != parent {
        let frame = flame.frames.get(at as usize)?;
        if frame.parent == parent {
            return Some(at as usize);
        }
        at = frame.parent;
    }
    None
}
