//! What is counted at a part: sums that only grow, so that any stretch of time is a difference of two of them.

/// The sums of one part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tally([f64; SUMS]);

const SUMS: usize = 29;

/// What a sum counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Sum {
    /// Calls that arrived (for clients: first tries).
    Arrived,
    /// Calls whose work began.
    Begun,
    /// Answered well.
    Served,
    /// Answered with an error.
    Failed,
    /// Turned away at the door.
    Rejected,
    /// Turned away on purpose.
    Shed,
    /// Given up inside, by cancelling or by a crash.
    Lost,
    /// Handed over to another part.
    Passed,
    /// Seconds waited by those begun.
    Wait,
    /// Seconds inside of those who left, however.
    Inside,
    /// Seconds inside of those served.
    Response,
    /// Seconds of work finished.
    Work,
    /// Of that, for nobody.
    Wasted,
    /// ∫ number inside dt.
    InsideArea,
    /// ∫ workers held dt.
    BusyArea,
    /// Look-ups of a cache, reads of a database.
    Lookups,
    /// Of those, answered from what was there.
    Hits,
    /// Of those, with an old value.
    Stale,
    /// Tries sent by clients, retries and second copies included.
    Load,
    /// Answers in time to clients who still waited.
    Good,
    /// Requests ended by a timeout.
    Timeouts,
    /// By a full line or pool.
    ErrRejected,
    /// By a breaker.
    ErrBreaker,
    /// By shedding.
    ErrShed,
    /// By a failure.
    ErrFailed,
    /// Deliveries of a broker.
    Delivered,
    /// Of those, finished for a message that was done before.
    Duplicates,
    /// Messages given up.
    DeadLetters,
    /// Messages done.
    Acknowledged,
}

impl Default for Tally {
    fn default() -> Self {
        Self([0.0; SUMS])
    }
}

impl Tally {
    /// One sum.
    #[inline]
    pub fn get(&self, sum: Sum) -> f64 {
        self.0[sum as usize]
    }

    #[inline(always)]
    pub(super) fn add(&mut self, sum: Sum, value: f64) {
        self.0[sum as usize] += value;
    }

    #[inline(always)]
    pub(super) fn one(&mut self, sum: Sum) {
        self.0[sum as usize] += 1.0;
    }

    /// What has come since `earlier`.
    pub fn since(&self, earlier: &Self) -> Self {
        let mut difference = *self;
        difference.0.iter_mut().zip(&earlier.0).for_each(|(now, then)| *now -= then);
        difference
    }
}
