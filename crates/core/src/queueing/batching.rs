//! Batching: the cost that every batch pays once, shared by many, against the wait until a batch is full.
//!
//! **Assumptions.** Items come at random (Poisson). A batch leaves when it holds exactly B items; one worker takes batches one after
//! another, each for the same time. Steady state.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | B | `batch_size` | items |
//! | α | `per_batch_secs` | s |
//! | β | `per_item_secs` | s |
//! | λ | `arrivals_per_sec` | 1/s |
//! | D = α + βB | `batch_secs` | s |
//! | B/D | `throughput_per_sec`: the most it can pass | 1/s |
//! | (B − 1)/(2λ) | `fill_secs`: mean wait until the batch is full | s |
//! | W_q ≈ ρ/(1−ρ) · 1/(2B) · D, ρ = λD/B | `mean_wait_secs` of a full batch | s |
//! | fill + W_q + D | `mean_latency_secs` | s |
//!
//! Gaps between full batches are sums of B exponential ones: their squared coefficient of variation is 1/B, that of the service 0.
//! So the wait is Kingman's approximation for E_B/D/1; at B = 1 it is exact (M/D/1).
//!
//! **Source.** The sum is elementary; J. F. C. Kingman, "The single server queue in heavy traffic" (1961),
//! doi:10.1017/S0305004100036094, for the wait.
//!
//! **Where it stops being true.** Where a batch also leaves after a while though it is not full; with several workers. Kingman
//! overrates the wait of large batches at low load, where it is small beside the filling.

use super::error::{QueueError, not_negative, positive};

/// A worker who takes items in batches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batching {
    batch_size: f64,
    per_batch_secs: f64,
    per_item_secs: f64,
    arrivals_per_sec: f64,
}

impl Batching {
    /// From the batch size (≥ 1), the seconds that each batch and each item takes, and the arrivals a second.
    ///
    /// # Errors
    /// [`QueueError`] for nonsense, and where neither batch nor item takes any time.
    pub fn new(
        batch_size: u32,
        per_batch_secs: f64,
        per_item_secs: f64,
        arrivals_per_sec: f64,
    ) -> Result<Self, QueueError> {
        let batch = Self {
            batch_size: positive("the batch size", f64::from(batch_size))?,
            per_batch_secs: not_negative("the time a batch takes", per_batch_secs)?,
            per_item_secs: not_negative("the time an item takes", per_item_secs)?,
            arrivals_per_sec: positive("the arrival rate", arrivals_per_sec)?,
        };
        positive("the time of a batch with its items", batch.batch_secs())?;
        Ok(batch)
    }

    /// The same with another batch size.
    #[must_use]
    pub fn with_size(self, batch_size: u32) -> Self {
        Self { batch_size: f64::from(batch_size.max(1)), ..self }
    }

    /// How long one batch takes, seconds.
    #[must_use]
    pub fn batch_secs(&self) -> f64 {
        self.per_batch_secs + self.per_item_secs * self.batch_size
    }

    /// The most items it can pass a second.
    #[must_use]
    pub fn throughput_per_sec(&self) -> f64 {
        self.batch_size / self.batch_secs()
    }

    /// Share of the time the worker is busy; 1 or more where it cannot keep up.
    #[must_use]
    pub fn utilization(&self) -> f64 {
        self.arrivals_per_sec / self.throughput_per_sec()
    }

    /// Mean time an item waits for its batch to fill, seconds.
    #[must_use]
    pub fn fill_secs(&self) -> f64 {
        (self.batch_size - 1.0) / (2.0 * self.arrivals_per_sec)
    }

    /// Mean time a full batch waits for the worker, seconds; nothing where the line would grow for ever.
    #[must_use]
    pub fn mean_wait_secs(&self) -> Option<f64> {
        let busy = self.utilization();
        (busy < 1.0).then(|| busy / (1.0 - busy) / (2.0 * self.batch_size) * self.batch_secs())
    }

    /// Mean time from an item's arrival until its batch is done, seconds; nothing where the line would grow for ever.
    #[must_use]
    pub fn mean_latency_secs(&self) -> Option<f64> {
        Some(self.fill_secs() + self.mean_wait_secs()? + self.batch_secs())
    }

    /// The smallest batch that keeps up with the arrivals; nothing where none does.
    #[must_use]
    pub fn least_size(&self) -> Option<f64> {
        let left = 1.0 - self.arrivals_per_sec * self.per_item_secs;
        // B/(α + βB) > λ ⇔ B(1 − λβ) > λα.
        (left > 0.0).then(|| libm::floor(self.arrivals_per_sec * self.per_batch_secs / left) + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queueing::MD1;
    use crate::stats::poisson::poisson_tail;

    #[test]
    fn a_hundred_at_a_time_by_hand() {
        let batch = Batching::new(100, 0.010, 0.0001, 2000.0).unwrap();
        assert!((batch.batch_secs() - 0.020).abs() < 1e-15);
        assert!((batch.throughput_per_sec() - 5000.0).abs() < 1e-9);
        assert!((batch.utilization() - 0.4).abs() < 1e-12);
        // 99/4000 s to fill, 0.4/0.6/200 of 20 ms in line, 20 ms of work.
        let by_hand = 0.02475 + 0.4 / 0.6 / 200.0 * 0.020 + 0.020;
        assert!((batch.mean_latency_secs().unwrap() - by_hand).abs() < 1e-15);
        assert_eq!(batch.least_size(), Some(26.0));
    }

    #[test]
    fn the_least_size_keeps_up_and_one_less_does_not() {
        for (per_batch, per_item, rate) in [(0.01, 0.0001, 2000.0), (0.05, 0.001, 300.0), (0.002, 0.0, 900.0)] {
            let batch = Batching::new(1, per_batch, per_item, rate).unwrap();
            let least = batch.least_size().unwrap() as u32;
            assert!(batch.with_size(least).utilization() < 1.0);
            assert!(least == 1 || batch.with_size(least - 1).utilization() >= 1.0);
        }
        assert_eq!(Batching::new(1, 0.01, 0.001, 1000.0).unwrap().least_size(), None);
    }

    #[test]
    fn a_batch_of_one_is_m_d_1() {
        let batch = Batching::new(1, 0.01, 0.002, 60.0).unwrap();
        let queue = MD1::new(60.0, 0.012).unwrap();
        assert!((batch.mean_latency_secs().unwrap() / queue.mean_response_secs() - 1.0).abs() < 1e-12);
    }

    /// The wait of E_B/D/1 by Spitzer's identity: Σ E[(nD − Gₙ)⁺]/n with Gₙ a sum of nB exponential gaps.
    fn spitzer_wait_secs(batch: &Batching) -> f64 {
        (1..3000)
            .map(|n| {
                let n = f64::from(n);
                let (span, count) = (n * batch.batch_secs(), n * batch.batch_size);
                let mean = batch.arrivals_per_sec * span;
                let within = span * poisson_tail(count as u64 - 1, mean);
                (within - count / batch.arrivals_per_sec * poisson_tail(count as u64, mean)) / n
            })
            .sum()
    }

    #[test]
    fn kingmans_wait_is_never_below_the_exact_one_and_near_it_where_waiting_matters() {
        for size in [2, 5, 20, 100] {
            for busy in [0.3, 0.6, 0.9, 0.95] {
                let batch = Batching::new(size, 0.0, 0.001, 1000.0 * busy).unwrap();
                let (near, exact) = (batch.mean_wait_secs().unwrap(), spitzer_wait_secs(&batch));
                let latency = batch.mean_latency_secs().unwrap();
                assert!(near >= exact * (1.0 - 1e-9), "{size} at {busy}: {near} below {exact}");
                // The error is largest for small batches at middling load, and small beside the whole latency.
                assert!((near - exact) / latency < 0.06, "{size} at {busy}: {near} for {exact} of {latency}");
            }
        }
    }
}
