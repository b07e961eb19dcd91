//! The heavy work of a state, done by a worker: begun once the inputs rest, stopped when they change or it takes too long.

use std::time::Duration;

use leptos::prelude::*;

use super::PageState;
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
    /// Hands the work of a state to the worker once the inputs rest, and shows what comes of it.
    pub(super) fn keep_working(self) {
        let under_way: StoredValue<Option<worker::Work>, LocalStorage> = StoredValue::new_local(None);
        let waits: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
        let stop_waiting = move || {
            if let Some(Some(handle)) = waits.try_update_value(Option::take) {
                handle.clear();
            }
        };
        let stop = move || {
            stop_waiting();
            under_way.try_update_value(|work| *work = None);
        };
        let wait = move |ms: u64, then: Box<dyn FnOnce()>| {
            stop_waiting();
            waits.set_value(set_timeout_with_handle(then, Duration::from_millis(ms)).ok());
        };
        let hear = move |news: worker::News| {
            if self.work.is_disposed() {
                return;
            }
            match news {
                worker::News::Fetching(done, all) => self.work.set(Work::Fetching(done, all)),
                worker::News::At(share, at) => self.work.set(Work::At(share, at)),
                worker::News::Done(outcome, memory) => {
                    stop_waiting();
                    self.outcome.set(Some(outcome));
                    self.work.set(Work::Done(memory));
                }
                worker::News::Failed(why) => {
                    stop_waiting();
                    self.outcome.set(None);
                    self.work.set(Work::Failed(why));
                }
            }
        };
        let begin = move || {
            let Some(Some(job)) = self.job.try_get_untracked() else { return };
            let limit = move || {
                under_way.try_update_value(|work| *work = None);
                hear(worker::News::Failed(format!(
                    "Stopped after {JOB_LIMIT_MINUTES} minutes, the longest that work may take here. A lower level or a smaller file takes less."
                )));
            };
            wait(JOB_LIMIT_MINUTES * 60_000, Box::new(limit));
            under_way.set_value(Some(worker::start(job, hear)));
        };
        Effect::new(move |before: Option<()>| {
            self.again.track();
            let has_job = self.job.with(Option::is_some);
            stop();
            if has_job {
                self.work.set(Work::Waiting);
                wait(if before.is_none() { 0 } else { JOB_REST_MS }, Box::new(begin));
            } else {
                self.outcome.set(None);
                self.work.set(Work::None);
            }
        });
        // Stopped by the reader, or at its end in any other way: the worker goes at once.
        Effect::new(move |_| {
            if self.work.with(|work| matches!(work, Work::Failed(_))) {
                stop();
            }
        });
        // Between a change and its outcome the last outcome stays, as it was for the state it belongs to.
        Effect::new(move |_| {
            let settled = self.work.with(|work| !work.under_way());
            let has_job = self.job.with(Option::is_some);
            if has_job && settled {
                let outcome = self.outcome.get();
                self.snapshot.set(
                    self.values.with(|values| {
                        outcome.map(|outcome| self.topic.finished(values, &outcome)).unwrap_or_default()
                    }),
                );
            }
        });
        on_cleanup(stop);
    }
}
