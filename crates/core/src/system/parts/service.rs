//! A service: instances with workers and a line, work of their own, and calls to others.

use super::Work;
use crate::system::caller::Caller;
use crate::system::policy::codel::Codel;
use crate::system::policy::limit::Limit;
use crate::system::policy::shed::Shed;

/// No limit on workers or places.
pub const UNLIMITED: u32 = u32::MAX;

/// Who is next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    /// The first to come.
    Fifo,
    /// The last to come.
    Lifo,
    /// The first to come, or, while more wait than there are workers, the last.
    AdaptiveLifo,
    /// Those with priority first.
    Priority,
    /// The first to come, unless CoDel drops it.
    Codel(Codel),
    /// Everybody at once: `workers` is how many run at full speed, more share them.
    Shared,
}

/// A part called so many times in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Callee {
    /// The part.
    pub name: String,
    /// How often, 1 … 1,000: N+1 is one of these.
    pub times: u32,
}

/// A service.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// How many alike, each with a line of its own, 1 … 1,000.
    pub instances: u32,
    /// Workers of each; a worker is held while the calls of its request last.
    pub workers: u32,
    /// Places to wait in each.
    pub line: u32,
    /// Who is next.
    pub order: Order,
    /// Its own work, done before the calls.
    pub work: Work,
    /// The universal scalability law's contention and coherency of the work: n at once take 1 + α(n − 1) + βn(n − 1) times as long.
    pub usl: Option<(f64, f64)>,
    /// Calls: stages one after another, the calls of a stage at once.
    pub calls: Vec<Vec<Callee>>,
    /// Whom it hands a request over to when its own work is done; the worker is free then.
    pub passes: Option<String>,
    /// How it calls.
    pub caller: Caller,
    /// Turning the less important away.
    pub shed: Option<Shed>,
    /// A limit on requests inside.
    pub limit: Option<Limit>,
    /// Share of its answers that are errors.
    pub fails: f64,
}

use crate::system::draw::mix;
use crate::system::engine::World;
use crate::system::plan::Plan;
use crate::system::request::{Call, NONE, Outcome, PRIORITY, SAID, WRITES};

impl World {
    /// The calls of a job's stage go out, all at once.
    pub(in crate::system) fn begin_stage(&mut self, plan: &Plan, number: u32) {
        let job = &mut self.jobs[number];
        let stage = &plan.parts[job.part as usize].stages[job.stage as usize];
        job.left = stage.len() as u16;
        // The last of them may end at once and with it the job: nothing is read from it after that.
        for place in 0..stage.len() {
            self.call_place(plan, number, place, 0);
        }
    }

    /// The call number `times` of a place in the job's stage.
    fn call_place(&mut self, plan: &Plan, number: u32, place: usize, times: u16) {
        let job = &self.jobs[number];
        let (edge, _) = plan.parts[job.part as usize].stages[job.stage as usize][place];
        let which = (u64::from(job.stage) << 32) | ((place as u64) << 16) | u64::from(times);
        let call = Call {
            key: mix(mix(job.key, 2), which),
            parent: number,
            sibling: NONE,
            edge,
            instance: job.instance,
            times,
            tag: place as u32,
            item: job.item,
            span: job.span,
            flags: job.flags & (PRIORITY | WRITES | SAID),
            ..Call::default()
        };
        self.call(plan, call);
    }

    /// One of a job's calls is over. All calls of a stage are waited for; one that failed fails the job then.
    pub(in crate::system) fn child_over(&mut self, plan: &Plan, number: u32, call: &Call, outcome: Outcome) {
        let job = &mut self.jobs[number];
        let stages = &plan.parts[job.part as usize].stages;
        let stage = &stages[job.stage as usize];
        if outcome == Outcome::Ok {
            if call.times + 1 < stage[call.tag as usize].1 {
                return self.call_place(plan, number, call.tag as usize, call.times + 1);
            }
        } else {
            job.outcome = outcome;
        }
        job.left -= 1;
        if job.left > 0 {
            return;
        }
        if job.outcome != Outcome::Ok {
            let outcome = job.outcome;
            return self.end_job(plan, number, outcome);
        }
        job.stage += 1;
        if (job.stage as usize) < stages.len() {
            self.begin_stage(plan, number);
        } else {
            self.end_job(plan, number, Outcome::Ok);
        }
    }
}
