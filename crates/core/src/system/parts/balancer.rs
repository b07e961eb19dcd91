//! A balancer: which instance gets the next call.

/// How it chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Any.
    Random,
    /// One after another.
    RoundRobin,
    /// The one with the fewest calls on their way, the first of them.
    LeastOutstanding,
    /// The better of two drawn at random.
    PowerOfTwo,
    /// At random, by weight.
    Weighted,
}

/// A balancer. It takes no time of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Balancer {
    /// How it chooses.
    pub choice: Choice,
    /// Weights of the targets' instances, in their order, repeated as needed; empty is all alike.
    pub weights: Vec<f64>,
    /// An instance that fails so often in a row is left out for so many seconds.
    pub eject: Option<(u32, f64)>,
    /// Every so many seconds it asks which instances are up; without, it never knows.
    pub check_secs: Option<f64>,
    /// Whom it chooses from.
    pub targets: Vec<String>,
}

use crate::system::draw::{Draw, Purpose};
use crate::system::engine::World;
use crate::system::event::Happens;
use crate::system::plan::{Edge, Plan};
use crate::system::request::{REPLAY, SAID, WRITES};
use crate::system::scenario::Kind;

impl World {
    /// Whom a call by `edge` goes to. For a database it is decided here whether it writes.
    #[inline]
    pub(in crate::system) fn choose(
        &mut self,
        plan: &Plan,
        edge: &Edge,
        key: u64,
        item: u32,
        flags: &mut u8,
    ) -> (u16, u16) {
        if let Kind::Database(_) = plan.parts[edge.to as usize].kind {
            return (edge.to, self.node_of_database(plan, edge.to as usize, key, item, flags));
        }
        let (part, instance) = self.choose_open(plan, edge, key);
        match plan.parts[part as usize].kind {
            // A balancer before a database chooses the database; it knows its nodes itself.
            Kind::Database(_) => (part, self.node_of_database(plan, part as usize, key, item, flags)),
            _ => (part, instance),
        }
    }

    fn choose_open(&mut self, plan: &Plan, edge: &Edge, key: u64) -> (u16, u16) {
        let choices = &edge.choices[..];
        let mut dice = Draw::of(key, Purpose::Route);
        if choices.len() == 1 {
            return choices[0];
        }
        let Kind::Balancer(balancer) = &plan.parts[edge.to as usize].kind else {
            // Without a balancer: any instance that is not being replaced.
            return self.first_open(plan, choices, dice.below(choices.len()), false);
        };
        let n = choices.len();
        match balancer.choice {
            Choice::Random => self.first_open(plan, choices, dice.below(n), true),
            Choice::RoundRobin => {
                let round = &mut self.nodes[edge.to as usize].round;
                let at = *round % n;
                *round = (at + 1) % n;
                self.first_open(plan, choices, at, true)
            }
            Choice::LeastOutstanding => {
                let open = choices.iter().filter(|c| self.is_open(plan, **c, true));
                let least = open.min_by_key(|c| self.outstanding(plan, **c));
                least.copied().unwrap_or(choices[0])
            }
            Choice::PowerOfTwo => {
                let first = self.first_open(plan, choices, dice.below(n), true);
                let at = dice.below(n - 1);
                let place = choices.iter().position(|c| *c == first).unwrap_or(0);
                let second = self.first_open(plan, choices, if at >= place { at + 1 } else { at }, true);
                if self.outstanding(plan, second) < self.outstanding(plan, first) { second } else { first }
            }
            Choice::Weighted => {
                let weight = |at: usize| balancer.weights[at % balancer.weights.len()];
                let total: f64 = (0..n).map(weight).sum();
                let mut left = dice.uniform() * total;
                let at = (0..n).find(|&at| {
                    left -= weight(at);
                    left < 0.0
                });
                self.first_open(plan, choices, at.unwrap_or(n - 1), true)
            }
        }
    }

    fn outstanding(&self, plan: &Plan, (part, instance): (u16, u16)) -> u32 {
        self.insts[plan.parts[part as usize].first + instance as usize].outstanding
    }

    /// Whether the balancer (if it is one) believes an instance to be up.
    fn is_open(&self, plan: &Plan, (part, instance): (u16, u16), knows: bool) -> bool {
        let inst = &self.insts[plan.parts[part as usize].first + instance as usize];
        inst.drained == 0 && !(knows && (inst.seen_down || inst.ejected_until > self.now))
    }

    /// The choice at `at`, or the next one that is open; if none is, the one at `at`.
    fn first_open(&self, plan: &Plan, choices: &[(u16, u16)], at: usize, knows: bool) -> (u16, u16) {
        let from_here = choices[at..].iter().chain(&choices[..at]);
        from_here.copied().find(|c| self.is_open(plan, *c, knows)).unwrap_or(choices[at])
    }

    /// The primary for writes, a replica for reads.
    fn node_of_database(&mut self, plan: &Plan, part: usize, key: u64, item: u32, flags: &mut u8) -> u16 {
        let Kind::Database(database) = &plan.parts[part].kind else { return 0 };
        if *flags & SAID == 0 {
            let writes = database.writes > 0.0 && Draw::of(key, Purpose::Write).uniform() < database.writes;
            *flags = (*flags & !WRITES) | if writes { WRITES } else { 0 };
        }
        if database.replicas == 0 || *flags & (WRITES | REPLAY) != 0 {
            return 0;
        }
        let fresh = self.nodes[part].written.get(&item).is_some_and(|at| self.now - at < database.lag_secs);
        if database.sticky && fresh {
            return 0;
        }
        1 + Draw::of(key, Purpose::Replica).below(database.replicas as usize) as u16
    }

    pub(in crate::system) fn check(&mut self, plan: &Plan, part: usize) {
        let Kind::Balancer(balancer) = &plan.parts[part].kind else { return };
        for (target, own) in plan.parts.iter().enumerate() {
            let mine =
                plan.edges.iter().any(|e| e.via as usize == part && e.choices.iter().any(|c| c.0 as usize == target));
            if mine {
                let insts = &mut self.insts[own.first..own.first + own.instances as usize];
                insts.iter_mut().for_each(|inst| inst.seen_down = inst.down > 0);
            }
        }
        if let Some(every) = balancer.check_secs {
            self.events.schedule(self.now + every, Happens::Check, part as u32);
        }
    }
}
