//! The heavy work of a state, done by a worker: begun once the inputs rest, stopped when they change or it takes too long.

use explorer_core::job::Job;
use leptos::prelude::*;

use super::found::Found;
#[cfg(test)]
use super::tests::worker;
use super::{PageState, Shared};
use crate::web::frames;
#[cfg(not(test))]
use crate::web::worker;

/// How long inputs must rest before their job is started.
const JOB_REST_MS: u64 = 200;
/// How long a job may take.
const JOB_LIMIT_MINUTES: u64 = 10;

/// How far heavy work is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Work {
    /// There is none.
    #[default]
    None,
    /// It begins once the inputs rest.
    Waiting,
    /// The codecs module is being fetched: bytes so far, and in all (0 where unknown).
    Fetching(f64, f64),
    /// How far it is, from 0 to 1, and what it is at.
    At(f64, String),
    /// Done, with the memory of the worker in bytes.
    Done(f64),
    /// It came to nothing; a sentence.
    Failed(String),
}

impl Work {
    /// Whether something is being done.
    pub fn under_way(&self) -> bool {
        matches!(self, Self::Waiting | Self::Fetching(..) | Self::At(..))
    }
}

impl PageState {
    /// It came to nothing, for a reason.
    pub(super) fn fail_work(&self, why: String) {
        // Where there is no work, nothing that a run has found is lost.
        if self.job.with_untracked(Option::is_none) {
            return;
        }
        self.find(Found::Nothing);
        self.work.set(Work::Failed(why));
    }

    /// News of a job; that of one which is no longer the present one is of no interest.
    fn hear(&self, of: &Job, news: worker::News) {
        if self.work.is_disposed() || self.job.with_untracked(|job| job.as_ref() != Some(of)) {
            return;
        }
        match news {
            worker::News::Fetching(done, all) => self.work.set(Work::Fetching(done, all)),
            worker::News::At(share, at) => self.work.set(Work::At(share, at)),
            worker::News::Done(outcome, memory) => {
                self.find(Found::Job { of: of.clone(), outcome: Shared::new(outcome) });
                self.work.set(Work::Done(memory));
            }
            worker::News::Failed(why) => self.fail_work(why),
        }
    }

    /// Hands the work of a state to the worker once the inputs rest, and shows what comes of it.
    pub(super) fn keep_working(self) {
        let under_way: StoredValue<Option<worker::Work>, LocalStorage> = StoredValue::new_local(None);
        let waits: StoredValue<Option<frames::Timer>, LocalStorage> = StoredValue::new_local(None);
        let stop = move || {
            waits.try_update_value(|timer| *timer = None);
            under_way.try_update_value(|work| *work = None);
        };
        let begin = move || {
            let Some(Some(job)) = self.job.try_get_untracked() else { return };
            let of = job.clone();
            let limit = move || {
                let why = format!(
                    "Stopped after {JOB_LIMIT_MINUTES} minutes, the longest that work may take here. A lower level or a smaller file takes less."
                );
                self.hear(&of, worker::News::Failed(why));
            };
            waits.set_value(Some(frames::after(JOB_LIMIT_MINUTES * 60_000, limit)));
            let of = job.clone();
            under_way.set_value(Some(worker::start(job, move |news| self.hear(&of, news))));
        };
        Effect::new(move |before: Option<()>| {
            self.again.track();
            let has_job = self.job.with(Option::is_some);
            stop();
            if has_job {
                self.work.set(Work::Waiting);
                let rest_ms = if before.is_none() { 0 } else { JOB_REST_MS };
                waits.set_value(Some(frames::after(rest_ms, begin)));
            } else {
                self.work.set(Work::None);
            }
        });
        // At its end, stopped by the reader or in any other way: nothing waits any more, and a worker that failed goes at once.
        Effect::new(move |_| match self.work.get() {
            Work::Failed(_) => stop(),
            Work::Done(_) => {
                waits.try_update_value(|timer| *timer = None);
            }
            _ => {}
        });
        on_cleanup(stop);
    }
}
