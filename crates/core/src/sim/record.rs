//! What is counted while a simulation runs: sums over batches of arrivals, batches that grow with the run.
//!
//! A batch is a stretch of consecutive arrivals. When 40 batches are full, neighbours are joined and the next ones are twice as
//! long, so a run of any length has 20 to 40 of them. Long batches are nearly independent where single customers are anything
//! but: the customer behind one who waited long waits long too.

use super::histogram::{DurationHistogram, Packed};

/// Arrivals in the first batches.
const FIRST_SIZE: u64 = 156;
/// Batches at which neighbours are joined.
const MOST: usize = 40;

/// Counts and sums over a stretch of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Seconds of simulated time.
    pub secs: f64,
    /// Customers who came.
    pub arrivals: u64,
    /// Customers turned away because the system was full.
    pub blocked: u64,
    /// Customers who left served, and are counted below.
    pub left: u64,
    /// Of those, how many had to wait (or, where everyone shares, found no server free).
    pub waited: u64,
    /// Of those, how many had priority.
    pub left_high: u64,
    /// Their waits in all, seconds.
    pub wait_secs: f64,
    /// The waits of those with priority, seconds.
    pub wait_high_secs: f64,
    /// Their times in the system in all, seconds.
    pub response_secs: f64,
    /// ∫ number in the system dt.
    pub system_area: f64,
    /// ∫ number waiting dt.
    pub queue_area: f64,
    /// ∫ number of busy servers dt.
    pub busy_area: f64,
}

impl Tally {
    /// Adds what `other` counted.
    pub fn add(&mut self, other: &Self) {
        self.secs += other.secs;
        self.arrivals += other.arrivals;
        self.blocked += other.blocked;
        self.left += other.left;
        self.waited += other.waited;
        self.left_high += other.left_high;
        self.wait_secs += other.wait_secs;
        self.wait_high_secs += other.wait_high_secs;
        self.response_secs += other.response_secs;
        self.system_area += other.system_area;
        self.queue_area += other.queue_area;
        self.busy_area += other.busy_area;
    }
}

/// A full batch.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub tally: Tally,
    pub responses: Packed,
}

/// The batch being filled, and the full ones.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub open: Tally,
    pub open_responses: DurationHistogram,
    pub full: Vec<Batch>,
    /// When the open batch began.
    pub since: f64,
    size: u64,
    /// Customers before this one are not measured.
    pub first_id: u64,
    /// Arrivals at which the open batch (or the warm-up) ends.
    pub ends_at: u64,
    warming_up: bool,
    longest_of_full: f64,
}

impl Record {
    /// Measures from customer number `warmup` on; `typical` is the order of magnitude of a response, seconds.
    pub(crate) fn new(warmup: u64, typical: f64) -> Self {
        Self {
            open: Tally::default(),
            open_responses: DurationHistogram::around(typical),
            full: Vec::with_capacity(MOST),
            since: 0.0,
            size: FIRST_SIZE,
            first_id: warmup,
            ends_at: if warmup > 0 { warmup } else { FIRST_SIZE },
            warming_up: warmup > 0,
            longest_of_full: 0.0,
        }
    }

    /// Whether measuring has begun.
    pub(crate) fn is_measuring(&self) -> bool {
        !self.warming_up
    }

    /// Counts a customer who leaves served.
    #[inline(always)]
    pub(crate) fn leave(&mut self, wait: f64, response: f64, waited: bool) {
        self.open.left += 1;
        self.open.waited += u64::from(waited);
        self.open.wait_secs += wait;
        self.open.response_secs += response;
        self.open_responses.record(response);
    }

    /// Ends the open batch (or the warm-up) at time `now`, after the arrival that filled it.
    #[inline(never)]
    pub(crate) fn turn_page(&mut self, now: f64) {
        self.open.secs = now - self.since;
        self.since = now;
        let tally = core::mem::take(&mut self.open);
        let longest = self.open_responses.longest();
        let responses = self.open_responses.take();
        if self.warming_up {
            self.warming_up = false;
        } else {
            self.longest_of_full = self.longest_of_full.max(longest);
            self.full.push(Batch { tally, responses });
            if self.full.len() == MOST {
                self.join_neighbours();
            }
        }
        self.ends_at = self.size;
    }

    fn join_neighbours(&mut self) {
        for at in 0..MOST / 2 {
            self.full.swap(at, 2 * at);
            let (joined, rest) = self.full.split_at_mut(at + 1);
            // The neighbour lies right behind where the first of the pair was; at 0 the swap moved nothing.
            let second = &rest[at];
            joined[at].tally.add(&second.tally);
            joined[at].responses.add(&second.responses);
        }
        self.full.truncate(MOST / 2);
        self.size *= 2;
    }

    /// The longest response measured, rounded up to its bucket's edge.
    pub(crate) fn longest_response(&self) -> f64 {
        self.longest_of_full.max(self.open_responses.longest())
    }

    /// Everything measured, with the open batch up to `now` and whatever else `open` says.
    pub(crate) fn total(&self, open: &Tally) -> Tally {
        let mut total = Tally::default();
        self.full.iter().for_each(|batch| total.add(&batch.tally));
        total.add(open);
        total
    }

    /// All responses measured.
    pub(crate) fn responses(&self) -> Packed {
        let mut all = Packed::default();
        self.full.iter().for_each(|batch| all.add(&batch.responses));
        all.add(&self.open_responses.packed());
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_batches_keep_every_customer() {
        let mut record = Record::new(10, 1.0);
        let mut arrivals = 0;
        for n in 0..100_010u64 {
            record.leave(1.0, 2.0, n % 2 == 0);
            record.open.arrivals += 1;
            if record.open.arrivals == record.ends_at {
                record.turn_page(n as f64 + 1.0);
            }
            arrivals = record.total(&record.open).arrivals;
        }
        assert_eq!(arrivals, 100_000);
        assert_eq!(record.full.len(), 20, "a run of 100,000 has 20 batches of 4,992");
        assert_eq!(record.responses().total(), 100_000);
        assert_eq!(record.total(&record.open).waited, 50_000);
        assert!((record.since - 10.0 - 99_840.0).abs() < 1e-9);
    }
}
