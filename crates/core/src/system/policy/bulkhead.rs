//! A pool: so many calls to one callee at once, the next wait so long for a place. A pool without a wait is a bulkhead.

use std::collections::VecDeque;

/// Places for calls to one part.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// The part called.
    pub callee: String,
    /// Calls at once, 1 … 1,000,000.
    pub size: u32,
    /// How long a call may wait for a place, seconds; 0 is a bulkhead.
    pub wait_secs: f64,
}

/// What a pool remembers: places taken, and the calls that wait.
#[derive(Clone, Debug, Default)]
pub(in crate::system) struct PoolState {
    taken: u32,
    line: VecDeque<(u32, u32)>,
}

/// What a pool says to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::system) enum Place {
    Taken,
    Waits,
    Full,
}

impl PoolState {
    /// A call (and its number of use) asks for a place.
    pub(in crate::system) fn ask(&mut self, rule: &Pool, call: (u32, u32)) -> Place {
        if self.taken < rule.size {
            self.taken += 1;
            Place::Taken
        } else if rule.wait_secs > 0.0 {
            self.line.push_back(call);
            Place::Waits
        } else {
            Place::Full
        }
    }

    /// A place is given back: the longest waiting call for which `waits` holds has it now.
    pub(in crate::system) fn leave(&mut self, size: u32, mut waits: impl FnMut((u32, u32)) -> bool) -> Option<u32> {
        self.taken = self.taken.saturating_sub(1);
        while self.taken < size {
            let (call, generation) = self.line.pop_front()?;
            if waits((call, generation)) {
                self.taken += 1;
                return Some(call);
            }
        }
        None
    }

    #[cfg(test)]
    fn taken(&self) -> u32 {
        self.taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_to_the_longest_waiting_call_that_still_waits() {
        let rule = Pool { callee: "db".into(), size: 2, wait_secs: 1.0 };
        let mut pool = PoolState::default();
        assert_eq!(
            [1, 2, 3, 4].map(|c| pool.ask(&rule, (c, 0))),
            [Place::Taken, Place::Taken, Place::Waits, Place::Waits]
        );
        assert_eq!(pool.leave(2, |(call, _)| call != 3), Some(4), "3 has given up");
        assert_eq!((pool.leave(2, |_| true), pool.taken()), (None, 1));
        let bulkhead = Pool { wait_secs: 0.0, size: 1, ..rule };
        assert_eq!(pool.ask(&bulkhead, (5, 0)), Place::Full);
    }
}
