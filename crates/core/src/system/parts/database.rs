//! A database: a primary that takes the writes, and replicas that take the reads and must repeat every write.

use super::Work;

/// A database. Each node has a line without limit unless one is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Database {
    /// Replicas beside the primary, 0 … 100.
    pub replicas: u32,
    /// Connections of each node: how many statements run at once.
    pub connections: u32,
    /// Places to wait at each node.
    pub line: u32,
    /// A read.
    pub read: Work,
    /// A write.
    pub write: Work,
    /// Share of calls that write, where the client does not say.
    pub writes: f64,
    /// How long after a write the replicas begin to repeat it, seconds.
    pub lag_secs: f64,
    /// What repeating costs a replica, as a share of the write.
    pub replay: f64,
    /// Whoever has written a key within the lag reads it from the primary.
    pub sticky: bool,
}

use crate::system::draw::{Draw, Purpose, mix};
use crate::system::engine::World;
use crate::system::plan::{NO_PART, Plan};
use crate::system::request::{Job, NONE, Outcome, REPLAY, WRITES};
use crate::system::scenario::Kind;
use crate::system::tally::Sum;

impl World {
    /// A statement has run.
    pub(in crate::system) fn statement_done(&mut self, plan: &Plan, part: usize, number: u32) {
        let Kind::Database(database) = &plan.parts[part].kind else { return };
        let job = &self.jobs[number];
        let (item, flags, key, instance) = (job.item, job.flags, job.key, job.instance);
        let now = self.now;
        let node = &mut self.nodes[part];
        if flags & REPLAY != 0 {
            return self.end_job(plan, number, Outcome::Ok);
        }
        if node.error_share > 0.0 && Draw::of(key, Purpose::Fail).uniform() < node.error_share {
            return self.end_job(plan, number, Outcome::Error);
        }
        if flags & WRITES != 0 {
            if database.replicas > 0 {
                node.written.insert(item, now);
                // Keeps what is younger than the lag; the rest nobody asks for.
                if node.written.len() > 100_000 {
                    node.written.retain(|_, at| now - *at < database.lag_secs);
                }
                self.line_up(plan.parts[part].extra_row, item, (key >> 32) as u32);
            }
        } else {
            node.tally.one(Sum::Lookups);
            let old = node.written.get(&item).is_some_and(|at| now - at < database.lag_secs);
            if instance > 0 && old {
                node.tally.one(Sum::Stale);
            }
        }
        self.end_job(plan, number, Outcome::Ok);
    }

    /// A write reaches the replicas: each repeats it on a connection of its own.
    pub(in crate::system) fn replay(&mut self, plan: &Plan, part: usize, item: u32, seed: u32) {
        let own = &plan.parts[part];
        for instance in 1..own.instances {
            let stamp = self.new_stamp();
            let job = self.jobs.add(Job {
                key: mix(mix(own.key, u64::from(seed)), u64::from(instance)),
                call: NONE,
                first_child: NONE,
                stamp,
                item,
                span: NONE,
                part: part as u16,
                instance,
                via: NO_PART,
                flags: REPLAY | WRITES,
                ..Job::default()
            });
            self.insts[own.first + instance as usize].outstanding += 1;
            self.deliver(plan, job);
        }
    }
}
