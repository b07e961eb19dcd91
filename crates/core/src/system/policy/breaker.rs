//! The circuit breaker, with the semantics of resilience4j's count-based sliding window.
//!
//! Closed: the last `window` results are kept; once there are min(minimum, window) of them, each new result opens the breaker if the
//! share of failures is at least `threshold` (≥, not >), or, where asked for, the share of slow calls at least its own threshold.
//! Open: every call is refused until `open_secs` have passed; the first call after that makes it half open (no clock does).
//! Half open: `probes` calls are let through, further ones refused; when so many results are in, the same thresholds decide: open again
//! or closed with an empty window. Where sources disagree (min(minimum, permitted) in issues 1351 and 1523, permitted alone in 1869) we
//! take permitted alone. Results of calls that began before a change of state count in the state in which they arrive, as they do there.
//! A call whose caller gave up before it began returns its permission and counts for nothing.

/// When it opens, and for how long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breaker {
    /// Share of failures that opens it, above 0 and up to 1.
    pub threshold: f64,
    /// Results kept, 1 … 10,000.
    pub window: u32,
    /// Results needed before it may open; the window's size at most.
    pub minimum: u32,
    /// How long it stays open, seconds.
    pub open_secs: f64,
    /// Calls let through when half open, 1 … 10,000.
    pub probes: u32,
    /// Share of calls slower than so many seconds that opens it too.
    pub slow: Option<(f64, f64)>,
}

/// What resilience4j permits in the half-open state unless told otherwise.
pub const DEFAULT_PROBES: u32 = 10;

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Phase {
    /// Calls pass.
    #[default]
    Closed,
    /// Calls are refused.
    Open,
    /// A few calls pass, to see.
    HalfOpen,
}

/// The last results: failed and slow, in a ring.
#[derive(Clone, Debug, Default)]
struct Ring {
    results: Vec<(bool, bool)>,
    at: usize,
    failed: u32,
    slow: u32,
}

impl Ring {
    fn push(&mut self, size: usize, failed: bool, slow: bool) {
        if self.results.len() < size {
            self.results.push((failed, slow));
        } else {
            let (was_failed, was_slow) = std::mem::replace(&mut self.results[self.at], (failed, slow));
            self.failed -= u32::from(was_failed);
            self.slow -= u32::from(was_slow);
            self.at = (self.at + 1) % size;
        }
        self.failed += u32::from(failed);
        self.slow += u32::from(slow);
    }

    fn exceeds(&self, rule: &Breaker, minimum: u32) -> Option<bool> {
        let n = self.results.len() as f64;
        (self.results.len() as u32 >= minimum).then(|| {
            f64::from(self.failed) >= rule.threshold * n
                || rule.slow.is_some_and(|(share, _)| f64::from(self.slow) >= share * n)
        })
    }
}

/// What a breaker remembers.
#[derive(Clone, Debug, Default)]
pub(in crate::system) struct BreakerState {
    phase: Phase,
    since: f64,
    permitted: u32,
    ring: Ring,
    /// How often it has opened.
    pub(in crate::system) opened: u64,
}

impl BreakerState {
    pub(in crate::system) fn phase(&self) -> Phase {
        self.phase
    }

    fn enter(&mut self, phase: Phase, now: f64, rule: &Breaker) {
        (self.phase, self.since, self.permitted, self.ring) = (phase, now, rule.probes, Ring::default());
        self.opened += u64::from(phase == Phase::Open);
    }

    /// Whether a call may pass now.
    pub(in crate::system) fn allows(&mut self, rule: &Breaker, now: f64) -> bool {
        if self.phase == Phase::Open && now - self.since >= rule.open_secs {
            self.enter(Phase::HalfOpen, now, rule);
        }
        match self.phase {
            Phase::Closed => true,
            Phase::Open => false,
            Phase::HalfOpen => {
                let may = self.permitted > 0;
                self.permitted -= u32::from(may);
                may
            }
        }
    }

    /// A call that was let through never began.
    pub(in crate::system) fn give_back(&mut self, rule: &Breaker) {
        if self.phase == Phase::HalfOpen {
            self.permitted = (self.permitted + 1).min(rule.probes);
        }
    }

    /// A result comes in.
    pub(in crate::system) fn record(&mut self, rule: &Breaker, now: f64, failed: bool, took_secs: f64) {
        let slow = rule.slow.is_some_and(|(_, secs)| took_secs >= secs);
        match self.phase {
            Phase::Closed => {
                self.ring.push(rule.window as usize, failed, slow);
                if self.ring.exceeds(rule, rule.minimum.min(rule.window)) == Some(true) {
                    self.enter(Phase::Open, now, rule);
                }
            }
            Phase::Open => {}
            Phase::HalfOpen => {
                self.ring.push(rule.probes as usize, failed, slow);
                match self.ring.exceeds(rule, rule.probes) {
                    Some(true) => self.enter(Phase::Open, now, rule),
                    Some(false) => self.enter(Phase::Closed, now, rule),
                    None => {}
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "breaker_tests.rs"]
mod tests;
