//! The Universal Scalability Law: contention bends the curve of throughput, coherency turns it down.
//!
//! **Assumptions.** N users or workers of equal demand; throughput falls short of N times one by waiting for what is shared
//! (contention) and by keeping pairs in agreement (coherency).
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | N | `workers` | ≥ 1 |
//! | γ | `one_worker_per_sec`, throughput of one | 1/s |
//! | α | `contention` | ≥ 0 |
//! | β | `coherency` | ≥ 0 |
//! | X(N) = γN/(1 + α(N−1) + βN(N−1)) | `throughput_per_sec` | 1/s |
//! | N* = √((1−α)/β) | `peak_workers` | – |
//!
//! **Source.** N. J. Gunther, *Guerrilla Capacity Planning* (Springer, 2007), ch. 4 and 5; "A general theory of computational
//! scalability based on rational functions" (2008), arXiv:0808.1431.
//!
//! **Where it stops being true.** A model fitted to points says little far beyond them; a coherency that the points do not
//! show is fitted as zero, and then no peak is claimed.

use super::error::{QueueError, in_range, not_negative, positive};

/// A curve of throughput over workers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usl {
    one_worker_per_sec: f64,
    contention: f64,
    coherency: f64,
}

impl Usl {
    /// A curve from the throughput of one worker, the contention in [0, 1], and the coherency of zero or more.
    ///
    /// # Errors
    /// [`QueueError`] for a value outside its range.
    pub fn new(one_worker_per_sec: f64, contention: f64, coherency: f64) -> Result<Self, QueueError> {
        Ok(Self {
            one_worker_per_sec: positive("the throughput of one worker", one_worker_per_sec)?,
            contention: in_range("the contention", contention, 0.0, 1.0)?,
            coherency: not_negative("the coherency", coherency)?,
        })
    }

    /// γ, throughput of one worker a second.
    #[must_use]
    pub fn one_worker_per_sec(&self) -> f64 {
        self.one_worker_per_sec
    }

    /// α, share of the work that waits for what is shared.
    #[must_use]
    pub fn contention(&self) -> f64 {
        self.contention
    }

    /// β, cost of keeping a pair in agreement.
    #[must_use]
    pub fn coherency(&self) -> f64 {
        self.coherency
    }

    /// Throughput over that of one worker (fewer than one count as one).
    #[must_use]
    pub fn capacity(&self, workers: f64) -> f64 {
        let n = workers.max(1.0);
        n / (1.0 + self.contention * (n - 1.0) + self.coherency * n * (n - 1.0))
    }

    /// Throughput of `workers`, a second.
    #[must_use]
    pub fn throughput_per_sec(&self, workers: f64) -> f64 {
        self.one_worker_per_sec * self.capacity(workers)
    }

    /// The number of workers (not rounded, at least one) beyond which more of them do less; nothing without coherency.
    #[must_use]
    pub fn peak_workers(&self) -> Option<f64> {
        (self.coherency > 0.0).then(|| libm::sqrt((1.0 - self.contention) / self.coherency).max(1.0))
    }

    /// The largest throughput a second: at the peak, or the limit γ/α without coherency; nothing where it has no limit.
    #[must_use]
    pub fn peak_throughput_per_sec(&self) -> Option<f64> {
        match self.peak_workers() {
            Some(workers) => Some(self.throughput_per_sec(workers)),
            None => (self.contention > 0.0).then(|| self.one_worker_per_sec / self.contention),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_workers_of_the_textbook_kind() {
        let curve = Usl::new(1.0, 0.02, 0.0005).unwrap();
        assert!((curve.capacity(100.0) / 12.610_340_479_192_939 - 1.0).abs() < 1e-14);
        let peak = curve.peak_workers().unwrap();
        assert!((peak - libm::sqrt(0.98 / 0.0005)).abs() < 1e-12);
        assert!(
            curve.capacity(peak) > curve.capacity(peak * 1.01) && curve.capacity(peak) > curve.capacity(peak * 0.99)
        );
    }

    #[test]
    fn without_coherency_it_is_amdahls_law() {
        let (curve, law) = (Usl::new(1.0, 0.05, 0.0).unwrap(), super::super::Amdahl::new(0.05).unwrap());
        for workers in [1.0, 2.0, 64.0, 1e6] {
            assert_eq!(curve.capacity(workers), law.speedup(workers));
        }
        assert_eq!((curve.peak_workers(), curve.peak_throughput_per_sec()), (None, Some(20.0)));
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(Usl::new(0.0, 0.1, 0.1).is_err() && Usl::new(1.0, 1.1, 0.1).is_err());
        assert!(Usl::new(1.0, 0.1, f64::NAN).is_err());
    }
}
