//! CoDel: drops from a line in which everybody waits too long, ever more often until they do not.
//!
//! RFC 8289: when the time spent in line has been above `target` for a whole `interval`, drop one; the next after interval/√count, while
//! it stays above. The state lives at the head of the line: it is asked at each departure.

/// Its two numbers, seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Codel {
    /// A wait that is acceptable.
    pub target_secs: f64,
    /// For how long it may be exceeded.
    pub interval_secs: f64,
}

/// What the RFC proposes.
pub const DEFAULT: Codel = Codel { target_secs: 0.005, interval_secs: 0.1 };

/// What CoDel remembers of one line.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::system) struct CodelState {
    first_above: Option<f64>,
    dropping: bool,
    drop_next: f64,
    count: u32,
    last_count: u32,
}

impl CodelState {
    /// The gap to the next drop after `count` of them.
    fn gap(rule: &Codel, count: u32) -> f64 {
        rule.interval_secs / f64::from(count.max(1)).sqrt()
    }

    /// Whether the one who leaves the line at `now`, having waited so long, is to be dropped; `last` where nobody waits behind.
    pub(in crate::system) fn drops(&mut self, rule: &Codel, now: f64, waited_secs: f64, last: bool) -> bool {
        let ok = if waited_secs < rule.target_secs || last {
            self.first_above = None;
            false
        } else {
            match self.first_above {
                None => {
                    self.first_above = Some(now + rule.interval_secs);
                    false
                }
                Some(since) => now >= since,
            }
        };
        if self.dropping {
            if !ok {
                self.dropping = false;
                return false;
            }
            if now < self.drop_next {
                return false;
            }
            self.count += 1;
            self.drop_next += Self::gap(rule, self.count);
            return true;
        }
        if !ok {
            return false;
        }
        self.dropping = true;
        // A new spell soon after the last starts near the rate that was needed then.
        let delta = self.count - self.last_count;
        let recent = now - self.drop_next < 16.0 * rule.interval_secs;
        self.count = if recent && delta > 1 { delta } else { 1 };
        self.last_count = self.count;
        self.drop_next = now + Self::gap(rule, self.count);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One leaves each millisecond, all after 50 ms: the drops come at 100 ms, and then 100, 70.7, 57.7, 50 … ms apart.
    #[test]
    fn drops_come_closer_by_the_square_root() {
        let mut state = CodelState::default();
        let at: Vec<f64> = (0..=1_000_000u32)
            .map(|i| f64::from(i) * 1e-6)
            .filter(|&now| state.drops(&DEFAULT, now, 0.05, false))
            .collect();
        assert!((at[0] - 0.1).abs() < 1e-5, "{at:?}");
        let expected = [100.0, 70.710678, 57.735027, 50.0, 44.721360];
        for (gap, want) in at.windows(2).map(|w| (w[1] - w[0]) * 1000.0).zip(expected) {
            assert!((gap - want).abs() < 0.01, "{gap} against {want}");
        }
        // The tenth gap is interval/√10.
        assert!(((at[10] - at[9]) * 1000.0 - 31.6227766).abs() < 0.01);
    }

    #[test]
    fn a_wait_below_the_target_or_an_empty_line_ends_the_spell() {
        let mut state = CodelState::default();
        let drops = |state: &mut CodelState, from: f64, wait: f64, last: bool| {
            (0..1000).filter(|i| state.drops(&DEFAULT, from + f64::from(*i) * 1e-3, wait, last)).count()
        };
        assert_eq!(drops(&mut state, 0.0, 0.0049, false), 0);
        assert_eq!(drops(&mut state, 1.0, 0.05, true), 0);
        assert!(drops(&mut state, 2.0, 0.005, false) > 10, "at the target is above it");
        assert!(!state.drops(&DEFAULT, 3.0, 0.001, false) && !state.drops(&DEFAULT, 3.001, 0.05, false));
    }
}
