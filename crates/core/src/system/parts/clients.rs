//! Clients: those for whom it is done. Open ones come whatever happens; closed ones wait for their answer and think.

use super::Work;
use crate::system::caller::Caller;

/// How regular open arrivals are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gaps {
    /// Independent of each other.
    Poisson,
    /// Like clockwork.
    Fixed,
    /// In bursts: hyperexponential gaps with this cv (1 … 100).
    Bursty(f64),
}

/// Which items are asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Keys {
    /// How many there are, 1 … 1,000,000.
    pub count: u32,
    /// The exponent of Zipf's law, 0 … 4; 0 is uniform.
    pub skew: f64,
}

/// A rate that grows or falls in a straight line, and stays there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// Where it ends, arrivals a second.
    pub to_per_sec: f64,
    /// When it begins, seconds.
    pub from_secs: f64,
    /// When it ends, seconds.
    pub until_secs: f64,
}

/// Clients of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Clients {
    /// Arrivals a second and their gaps.
    pub open: Option<(f64, Gaps)>,
    /// Users, and how long they think.
    pub closed: Option<(u32, Work)>,
    /// A change of the open rate.
    pub ramp: Option<Ramp>,
    /// A day's curve: its length in seconds and the swing about the mean rate, 0 … 1.
    pub day: Option<(f64, f64)>,
    /// What they ask for.
    pub keys: Option<Keys>,
    /// Share of requests that write.
    pub writes: Option<f64>,
    /// Share of requests that have priority.
    pub priority: f64,
    /// How they call.
    pub caller: Caller,
    /// Whom they call.
    pub target: String,
}

use super::draw;
use crate::dist::exp1;
use crate::system::draw::{Draw, Purpose, mix};
use crate::system::engine::World;
use crate::system::event::Happens;
use crate::system::plan::{Plan, PlanPart};
use crate::system::request::{Call, NONE, Outcome, PRIORITY, SAID, WRITES};
use crate::system::scenario::Kind;
use crate::system::tally::Sum;

/// Users' requests are numbered from here, so that they are other requests than those of open clients.
const USERS: u64 = 1 << 40;

/// The gap before arrival `number` of a clock on which one comes a second.
fn gap(gaps: Gaps, key: u64, number: u64) -> f64 {
    let mut dice = Draw::of(mix(key, number), Purpose::Gap);
    match gaps {
        Gaps::Fixed => 1.0,
        Gaps::Poisson => exp1(&mut dice),
        Gaps::Bursty(cv) => {
            // Balanced means, as `dist::Hyperexponential`.
            let square = cv * cv;
            let long = 1.0 / ((square + 1.0) * (1.0 + ((square - 1.0) / (square + 1.0)).sqrt()));
            let share = if dice.uniform() < 1.0 - long { 1.0 - long } else { long };
            exp1(&mut dice) * 0.5 / share
        }
    }
}

impl World {
    /// The first of the open clients is on his way.
    pub(in crate::system) fn first_clients(&mut self, plan: &Plan, part: usize) {
        self.next_arrival(plan, part);
    }

    fn next_arrival(&mut self, plan: &Plan, part: usize) {
        let PlanPart { kind: Kind::Clients(clients), key, .. } = &plan.parts[part] else { return };
        let Some((_, gaps)) = clients.open else { return };
        let amount = gap(gaps, *key, self.nodes[part].came);
        let at = plan.parts[part].after(clients, self.now, amount);
        if at.is_finite() {
            self.events.schedule(at, Happens::Arrive, part as u32);
        }
    }

    pub(in crate::system) fn arrive(&mut self, plan: &Plan, part: usize) {
        let number = self.nodes[part].came;
        self.nodes[part].came += 1;
        self.next_arrival(plan, part);
        self.request(plan, part, number, NONE);
    }

    /// A user thinks.
    pub(in crate::system) fn think(&mut self, plan: &Plan, user: u32) {
        let (part, own) = plan.users[user as usize];
        let part = &plan.parts[part as usize];
        let number = mix(USERS + u64::from(own), self.users[user as usize].asked);
        let secs = draw(&part.work, mix(part.key, number), Purpose::Think);
        self.events.schedule(self.now + secs, Happens::Thought, user);
    }

    /// And asks.
    pub(in crate::system) fn ask(&mut self, plan: &Plan, user: u32) {
        let (part, own) = plan.users[user as usize];
        let number = mix(USERS + u64::from(own), self.users[user as usize].asked);
        self.users[user as usize].asked += 1;
        self.request(plan, part as usize, number, user);
    }

    /// A request: what it is about is drawn from its number alone.
    fn request(&mut self, plan: &Plan, part: usize, number: u64, user: u32) {
        let own = &plan.parts[part];
        let Kind::Clients(clients) = &own.kind else { return };
        let key = mix(own.key, number);
        let item = own.items.as_ref().map_or(0, |table| table.sample(&mut Draw::of(key, Purpose::Item)) as u32);
        let mut flags = 0;
        if clients.priority > 0.0 && Draw::of(key, Purpose::Class).uniform() < clients.priority {
            flags |= PRIORITY;
        }
        if let Some(share) = clients.writes {
            flags |= SAID | if Draw::of(key, Purpose::Write).uniform() < share { WRITES } else { 0 };
        }
        let node = &mut self.nodes[part];
        node.enter(self.now);
        let span = self.spans.sample(node.tally.get(Sum::Arrived) as u64, part, self.now);
        let call =
            Call { key, parent: NONE, sibling: NONE, edge: own.edge, tag: user, item, span, flags, ..Call::default() };
        self.call(plan, call);
    }

    pub(in crate::system) fn client_over(&mut self, plan: &Plan, part: usize, call: &Call, outcome: Outcome) {
        let took = self.now - call.started;
        self.spans.close(call.span, self.now, outcome);
        let node = &mut self.nodes[part];
        node.touch(self.now);
        node.inside -= 1;
        node.tally.add(Sum::Inside, took);
        if outcome == Outcome::Ok {
            node.tally.one(Sum::Served);
            node.tally.one(Sum::Good);
            node.tally.add(Sum::Response, took);
            node.window.record(took);
            if let Some(responses) = &mut node.responses {
                responses.push(took, false);
            }
        } else {
            node.tally.one(Sum::Failed);
            node.tally.one(match outcome {
                Outcome::Timeout => Sum::Timeouts,
                Outcome::Rejected => Sum::ErrRejected,
                Outcome::Breaker => Sum::ErrBreaker,
                Outcome::Shed => Sum::ErrShed,
                _ => Sum::ErrFailed,
            });
        }
        if call.tag != NONE {
            self.think(plan, call.tag);
        }
    }
}
