//! A limit on retries as a whole, so that they cannot become the load.
//!
//! * *bucket*: every first try puts `share` of a token into a bucket of ten, every retry takes a whole one: at most 1 + share times the
//!   load in the long run.
//! * *grpc*: a failure takes one of ten tokens, a success gives `share` back; no retries while half or fewer are left
//!   (gRFC A6, "Client retries").
//! * *envoy*: retries in flight may be at most `share` of all calls in flight, retries included, and three at any rate
//!   (Envoy's `retry_budget`): at most 1/(1 − share) times the load.

/// Tokens that may be saved up, and what a fresh start has.
const MOST_TOKENS: f64 = 10.0;
/// Retries that Envoy's budget always allows at once.
const LEAST_RETRIES: u32 = 3;

/// Whose rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetKind {
    /// First tries earn tokens, retries spend them.
    Bucket,
    /// gRPC's throttling.
    Grpc,
    /// Envoy's share of calls in flight.
    Envoy,
}

/// How many retries are allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// Of what the rule says, 0 … 1.
    pub share: f64,
    /// Whose rule.
    pub kind: BudgetKind,
}

/// What a budget remembers.
#[derive(Clone, Debug)]
pub(in crate::system) struct BudgetState {
    tokens: f64,
    active: u32,
    retries: u32,
}

impl Default for BudgetState {
    fn default() -> Self {
        Self { tokens: MOST_TOKENS, active: 0, retries: 0 }
    }
}

impl BudgetState {
    /// A call begins; `retry` whether it is one.
    pub(in crate::system) fn begin(&mut self, rule: &Budget, retry: bool) {
        self.active += 1;
        self.retries += u32::from(retry);
        if !retry && rule.kind == BudgetKind::Bucket {
            self.tokens = (self.tokens + rule.share).min(MOST_TOKENS);
        }
    }

    /// A call has ended.
    pub(in crate::system) fn end(&mut self, rule: &Budget, retry: bool, ok: bool) {
        self.active = self.active.saturating_sub(1);
        self.retries = self.retries.saturating_sub(u32::from(retry));
        if rule.kind == BudgetKind::Grpc {
            self.tokens = if ok { (self.tokens + rule.share).min(MOST_TOKENS) } else { (self.tokens - 1.0).max(0.0) };
        }
    }

    /// Whether one more retry may be made; if so it is paid for.
    pub(in crate::system) fn allows(&mut self, rule: &Budget) -> bool {
        match rule.kind {
            BudgetKind::Bucket => {
                let pays = self.tokens >= 1.0;
                self.tokens -= f64::from(u8::from(pays));
                pays
            }
            BudgetKind::Grpc => self.tokens > MOST_TOKENS / 2.0,
            BudgetKind::Envoy => {
                let would = f64::from(self.retries + 1);
                self.retries < LEAST_RETRIES || would <= rule.share * f64::from(self.active + 1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_lets_one_retry_through_for_ten_first_tries() {
        let rule = Budget { share: 0.1, kind: BudgetKind::Bucket };
        let mut state = BudgetState::default();
        let mut retries = 0;
        for _ in 0..10_000 {
            state.begin(&rule, false);
            retries += u32::from(state.allows(&rule));
            state.end(&rule, false, false);
        }
        assert!((1000..=1010).contains(&retries), "{retries}: a tenth and the ten saved up");
    }

    #[test]
    fn grpc_stops_at_half_of_its_tokens_and_earns_them_back_by_successes() {
        let rule = Budget { share: 0.1, kind: BudgetKind::Grpc };
        let mut state = BudgetState::default();
        let fails = |state: &mut BudgetState| state.end(&rule, false, false);
        (0..4).for_each(|_| fails(&mut state));
        assert!(state.allows(&rule), "6 of 10 tokens are left");
        fails(&mut state);
        assert!(!state.allows(&rule), "5 of 10 are half");
        state.end(&rule, false, true);
        assert!(state.allows(&rule), "5.1");
    }

    #[test]
    fn envoy_counts_retries_in_flight_with_three_always_allowed() {
        let rule = Budget { share: 0.2, kind: BudgetKind::Envoy };
        let mut state = BudgetState::default();
        for _ in 0..3 {
            assert!(state.allows(&rule));
            state.begin(&rule, true);
        }
        assert!(!state.allows(&rule), "the fourth of four would be all of them");
        (0..15).for_each(|_| state.begin(&rule, false));
        assert!(!state.allows(&rule), "4 of 19 is more than a fifth");
        state.begin(&rule, false);
        assert!(state.allows(&rule), "4 of 20 is a fifth");
    }
}
