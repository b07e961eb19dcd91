//! Amdahl's law: what cannot be shared out limits what sharing can gain. With Gustafson's answer beside it.
//!
//! **Assumptions.** A job of fixed size; a share of it runs on one worker only, the rest divides evenly at no cost.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | s | `serial_share` | \[0, 1\] |
//! | n | `workers` | ≥ 1 |
//! | 1/(s + (1 − s)/n) | `speedup` | – |
//! | 1/s | `ceiling` | – |
//! | n − s(n − 1) | `scaled_speedup` (the job grows with the workers) | – |
//!
//! **Source.** G. M. Amdahl, "Validity of the single processor approach to achieving large scale computing capabilities",
//! AFIPS 30 (1967), doi:10.1145/1465482.1465560; J. L. Gustafson, "Reevaluating Amdahl's law", CACM 31 (1988),
//! doi:10.1145/42411.42415.
//!
//! **Where it stops being true.** Where workers must talk to each other, more of them can be slower: see
//! [`Usl`](super::Usl). Caches that grow with the workers can beat it.

use super::error::{QueueError, in_range};

/// A job of which a share cannot be divided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amdahl {
    serial_share: f64,
}

impl Amdahl {
    /// A job of which the given share, in [0, 1], runs on one worker only.
    ///
    /// # Errors
    /// [`QueueError::OutOfRange`] outside [0, 1].
    pub fn new(serial_share: f64) -> Result<Self, QueueError> {
        Ok(Self { serial_share: in_range("the serial share", serial_share, 0.0, 1.0)? })
    }

    /// How many times faster the job is with `workers` (fewer than one count as one).
    #[must_use]
    pub fn speedup(&self, workers: f64) -> f64 {
        let workers = workers.max(1.0);
        workers / (1.0 + self.serial_share * (workers - 1.0))
    }

    /// What no number of workers exceeds; nothing where the whole job divides.
    #[must_use]
    pub fn ceiling(&self) -> Option<f64> {
        (self.serial_share > 0.0).then(|| 1.0 / self.serial_share)
    }

    /// Share of the workers' time that does useful work, in (0, 1].
    #[must_use]
    pub fn efficiency(&self, workers: f64) -> f64 {
        1.0 / (1.0 + self.serial_share * (workers.max(1.0) - 1.0))
    }

    /// Gustafson's speedup: how much more is done in the same time when the divisible part grows with `workers`.
    #[must_use]
    pub fn scaled_speedup(&self, workers: f64) -> f64 {
        let workers = workers.max(1.0);
        (1.0 - self.serial_share) * workers + self.serial_share
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twentieth_that_is_serial_caps_the_gain_at_twenty() {
        let job = Amdahl::new(0.05).unwrap();
        assert_eq!(job.ceiling(), Some(20.0));
        assert!((job.speedup(20.0) - 20.0 / 1.95).abs() < 1e-14);
        assert!(job.speedup(1e9) < 20.0 && job.speedup(1e9) > 19.99);
        assert!((job.scaled_speedup(20.0) - 19.05).abs() < 1e-13);
        assert_eq!(Amdahl::new(0.0).unwrap().ceiling(), None);
        assert!(Amdahl::new(1.1).is_err() && Amdahl::new(f64::NAN).is_err());
    }
}
