//! The same moment under another text.

use super::engine::World;
use super::event::Happens;
use super::plan::{Plan, Turns};
use super::policy::limit::LimitState;
use super::request::{NONE, Row};
use super::scenario::Kind;

impl World {
    /// The same state under another plan of the same shape. Work in hand ends when it would have; calls under way keep the timeouts under
    /// which they were made: the new plan's rows come behind the old ones.
    pub(super) fn reform(&mut self, new: &mut Plan) {
        let kept = self.rows.len() as u32;
        self.rows.extend(new.rows.iter().map(|&(secs, ends)| Row { secs, ends, ..Row::default() }));
        let behind = |row: &mut u32| *row = if *row == NONE { NONE } else { *row + kept };
        for part in &mut new.parts {
            [&mut part.timeout_row, &mut part.deadline_row, &mut part.extra_row].into_iter().for_each(behind);
        }
        new.edges.iter_mut().filter_map(|edge| edge.pool.as_mut()).for_each(|(_, row)| behind(row));
        self.events.forget(Happens::Turn);
        for inst in &mut self.insts {
            (inst.down, inst.drained) = (0, 0);
        }
        self.nodes.iter_mut().for_each(|node| node.error_share = 0.0);
        for (number, turn) in new.turns.iter().enumerate() {
            if turn.at > self.now {
                self.events.schedule(turn.at, Happens::Turn, number as u32);
            } else if turn.what != Turns::Flush {
                self.turn(new, number);
            }
        }
        for part in &new.parts {
            let insts = &mut self.insts[part.first..part.first + part.instances as usize];
            if let Kind::Service(service) = &part.kind {
                for inst in insts {
                    inst.limit = service.limit.as_ref().map(|rule| inst.limit.unwrap_or(LimitState::new(rule)));
                }
            }
        }
        for (at, part) in new.parts.iter().enumerate() {
            if let (Kind::Cache(cache), Some(shelf)) = (&part.kind, &mut self.nodes[at].shelf) {
                shelf.resize(cache.capacity);
            }
            (0..part.instances).for_each(|i| self.start_next(new, at, i));
        }
    }
}
