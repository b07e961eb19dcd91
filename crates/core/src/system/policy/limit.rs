//! A limit on what is inside at once, fixed or found by itself.
//!
//! * AIMD: +1 for each answer while at least half of the limit is used, × 0.9 for each drop or failure.
//! * gradient: limit ← 0.8·limit + 0.2·(g·limit + √limit), g = clamp(1.5·long/short, ½, 1) of the long and the last response time; not
//!   while less than half is used. Source: Netflix concurrency-limits, `AIMDLimit` and `Gradient2Limit` (2018), whose defaults these are;
//!   the long average here has the weight 1/600, without their warm-up.

/// How the limit is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// Always the same.
    Fixed,
    /// Additive increase, multiplicative decrease.
    Aimd,
    /// From the response times.
    Gradient,
}

/// A limit on requests inside one instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How it is found.
    pub kind: LimitKind,
    /// Where it starts, 1 … 1,000,000.
    pub start: u32,
}

const BACKOFF: f64 = 0.9;
const TOLERANCE: f64 = 1.5;
const SMOOTHING: f64 = 0.2;
const LONG_WEIGHT: f64 = 1.0 / 600.0;
const MOST: f64 = 1e6;

/// What a limit remembers.
#[derive(Clone, Copy, Debug)]
pub(in crate::system) struct LimitState {
    limit: f64,
    long_secs: f64,
}

impl LimitState {
    pub(in crate::system) fn new(rule: &Limit) -> Self {
        Self { limit: f64::from(rule.start), long_secs: 0.0 }
    }

    /// Whether one more may come in beside `inside` others.
    pub(in crate::system) fn allows(&self, inside: u32) -> bool {
        f64::from(inside) < self.limit.floor().max(1.0)
    }

    /// One has left after so long, with so many inside when it did.
    pub(in crate::system) fn record(&mut self, rule: &Limit, inside: u32, secs: f64, ok: bool) {
        let used = f64::from(inside) >= 0.5 * self.limit;
        match rule.kind {
            LimitKind::Fixed => {}
            LimitKind::Aimd if !ok => self.limit = (self.limit * BACKOFF).max(1.0),
            LimitKind::Aimd => self.limit = (self.limit + f64::from(u8::from(used))).min(MOST),
            LimitKind::Gradient => {
                if !ok {
                    return;
                }
                self.long_secs += if self.long_secs == 0.0 { secs } else { LONG_WEIGHT * (secs - self.long_secs) };
                if used && secs > 0.0 {
                    let gradient = (TOLERANCE * self.long_secs / secs).clamp(0.5, 1.0);
                    let next = gradient * self.limit + self.limit.sqrt();
                    self.limit = (self.limit + SMOOTHING * (next - self.limit)).clamp(1.0, MOST);
                }
            }
        }
    }

    #[cfg(test)]
    fn value(&self) -> f64 {
        self.limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aimd_adds_one_takes_a_tenth_and_does_not_grow_unused() {
        let rule = Limit { kind: LimitKind::Aimd, start: 20 };
        let mut state = LimitState::new(&rule);
        assert!(state.allows(19) && !state.allows(20));
        state.record(&rule, 10, 0.1, true);
        assert_eq!(state.value(), 21.0);
        state.record(&rule, 9, 0.1, true);
        assert_eq!(state.value(), 21.0, "less than half was used");
        state.record(&rule, 21, 0.1, false);
        assert!((state.value() - 18.9).abs() < 1e-12 && state.allows(17) && !state.allows(18));
    }

    #[test]
    fn the_gradient_grows_in_calm_and_shrinks_when_answers_take_twice_as_long_as_usual() {
        let rule = Limit { kind: LimitKind::Gradient, start: 100 };
        let mut state = LimitState::new(&rule);
        state.record(&rule, 60, 0.1, true);
        assert!((state.value() - 102.0).abs() < 1e-9, "0.2·√100 more");
        let before = state.value();
        state.record(&rule, 60, 1.0, true);
        assert!(state.value() < before - 5.0, "half of it and the root, a fifth of the way");
        let fixed = Limit { kind: LimitKind::Fixed, start: 5 };
        let mut state = LimitState::new(&fixed);
        state.record(&fixed, 5, 9.0, false);
        assert_eq!(state.value(), 5.0);
    }
}
