//! A second copy of a call that takes too long; the first answer counts.
//!
//! Source: J. Dean and L. A. Barroso, "The tail at scale", CACM 56 (2013), no. 2.

use crate::stats::Histogram;

/// When a second copy is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum After {
    /// After so many seconds.
    Secs(f64),
    /// When a call has taken longer than this share of the answers so far (0.5 … 0.999).
    Quantile(f64),
}

/// A second copy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hedge {
    /// When.
    pub after: After,
    /// Second copies that a first earns, 0 … 1; 1 is no limit.
    pub budget: f64,
}

/// Answers after which the quantile is read anew.
const REFRESH: u64 = 128;
/// Second copies that may be saved up.
const MOST_TOKENS: f64 = 10.0;

/// What a hedge remembers: how long answers took, and its tokens.
#[derive(Clone, Debug, Default)]
pub(in crate::system) struct HedgeState {
    seen: Histogram,
    quantile: Option<f64>,
    tokens: f64,
}

impl HedgeState {
    /// A first copy goes out: when its second is due, if ever.
    pub(in crate::system) fn begin(&mut self, rule: &Hedge) -> Option<f64> {
        self.tokens = (self.tokens + rule.budget).min(MOST_TOKENS);
        match rule.after {
            After::Secs(secs) => Some(secs),
            After::Quantile(_) => self.quantile,
        }
    }

    /// Whether the second copy may go out; if so it is paid for.
    pub(in crate::system) fn allows(&mut self, rule: &Hedge) -> bool {
        let may = rule.budget >= 1.0 || self.tokens >= 1.0;
        if may {
            self.tokens -= 1.0;
        }
        may
    }

    /// An answer came after so long.
    pub(in crate::system) fn record(&mut self, rule: &Hedge, secs: f64) {
        if let After::Quantile(q) = rule.after {
            self.seen.record(secs);
            if self.seen.count().is_multiple_of(REFRESH) {
                self.quantile = self.seen.quantile(q);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_learnt_and_a_budget_holds() {
        let rule = Hedge { after: After::Quantile(0.95), budget: 0.05 };
        let mut state = HedgeState::default();
        assert_eq!(state.begin(&rule), None, "nothing is known yet");
        (0..1280u32).for_each(|i| state.record(&rule, f64::from(i % 100 + 1) / 1000.0));
        let due = state.begin(&rule).unwrap_or_default();
        assert!((due - 0.095).abs() < 0.002, "{due}");
        let sent = (0..10_000).filter(|_| state.begin(&rule).is_some() && state.allows(&rule)).count();
        assert!((495..=510).contains(&sent), "{sent}");
    }
}
