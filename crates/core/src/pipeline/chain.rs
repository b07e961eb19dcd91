//! Stages in series: their sum is the latency, their narrowest is the throughput. The two need not be the same stage.
//!
//! Assumptions: a request passes every stage once, one after another; the times are those of an idle system, without queues;
//! each stage has its own workers, and a worker has one request at a time.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | tᵢ | `stage_secs`, time in stage i | s |
//! | T = Σ tᵢ | `total_secs` | s |
//! | p = tᵢ/T | `share` of stage i | \[0, 1\] |
//! | k | how many times faster stage i becomes | ≥ 1 |
//! | 1/((1−p) + p/k) | `speedup` of the whole (Amdahl) | – |
//! | 1/(1−p) | `ceiling`: k without end | – |
//! | nᵢ | workers of stage i | ≥ 1 |
//! | minᵢ nᵢ/tᵢ | `capacity_per_sec` | 1/s |
//!
//! Source: G. M. Amdahl, AFIPS 30 (1967), doi:10.1145/1465482.1465560, through [`Amdahl`]; the capacity is the utilization law
//! with every utilization at most one (E. D. Lazowska et al., *Quantitative System Performance*, 1984, chapter 5, asymptotic bounds).
//! Validity: near capacity, queues form and the sum is no longer the latency.

use crate::queueing::Amdahl;

/// Why a chain makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainError {
    /// A time below zero or not finite.
    Time,
    /// All times are zero.
    Nothing,
    /// A stage without a worker.
    Workers,
}

impl std::fmt::Display for ChainError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Time => "Every stage must take zero time or more.",
            Self::Nothing => "A request that takes no time has no bottleneck: give at least one stage some time.",
            Self::Workers => "Every stage needs at least one worker.",
        })
    }
}

impl std::error::Error for ChainError {}

/// Stages in series.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    stage_secs: Vec<f64>,
    workers: Vec<f64>,
}

impl Chain {
    /// Stages of the given times (seconds, ≥ 0, not all zero), each with its workers (≥ 1).
    ///
    /// # Errors
    /// Where a time or a number of workers is out of range.
    pub fn new(stages: &[(f64, f64)]) -> Result<Self, ChainError> {
        if stages.iter().any(|(secs, _)| !(*secs >= 0.0 && secs.is_finite())) {
            return Err(ChainError::Time);
        }
        if stages.iter().any(|(_, workers)| !(*workers >= 1.0 && workers.is_finite())) {
            return Err(ChainError::Workers);
        }
        let chain =
            Self { stage_secs: stages.iter().map(|s| s.0).collect(), workers: stages.iter().map(|s| s.1).collect() };
        if chain.total_secs() > 0.0 { Ok(chain) } else { Err(ChainError::Nothing) }
    }

    /// Time of each stage, seconds.
    pub fn stage_secs(&self) -> &[f64] {
        &self.stage_secs
    }

    /// Time of the whole, seconds.
    pub fn total_secs(&self) -> f64 {
        self.stage_secs.iter().sum()
    }

    /// Share of the whole that stage `i` takes, in [0, 1].
    pub fn share(&self, i: usize) -> f64 {
        self.stage_secs[i] / self.total_secs()
    }

    /// The chain with stage `i` made `times` (≥ 1) faster.
    pub fn with_faster(&self, i: usize, times: f64) -> Self {
        let mut chain = self.clone();
        chain.stage_secs[i] /= times.max(1.0);
        chain
    }

    /// How many times faster the whole is when stage `i` is `times` (≥ 1) faster.
    pub fn speedup(&self, i: usize, times: f64) -> f64 {
        Amdahl::new(1.0 - self.share(i)).map_or(1.0, |law| law.speedup(times))
    }

    /// What no improvement of stage `i` exceeds; nothing where the whole request is that stage.
    pub fn ceiling(&self, i: usize) -> Option<f64> {
        let rest: f64 = self.stage_secs.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, t)| t).sum();
        (rest > 0.0).then(|| self.total_secs() / rest)
    }

    /// The stage that takes longest; of equals the first.
    pub fn longest(&self) -> usize {
        (0..self.stage_secs.len()).fold(0, |best, i| if self.stage_secs[i] > self.stage_secs[best] { i } else { best })
    }

    /// Requests a second that stage `i` can pass at most; nothing where it takes no time.
    pub fn stage_capacity_per_sec(&self, i: usize) -> Option<f64> {
        (self.stage_secs[i] > 0.0).then(|| self.workers[i] / self.stage_secs[i])
    }

    /// The stage that passes fewest, and how many a second.
    pub fn narrowest(&self) -> (usize, f64) {
        (0..self.stage_secs.len())
            .filter_map(|i| Some((i, self.stage_capacity_per_sec(i)?)))
            .fold((0, f64::INFINITY), |best, here| if here.1 < best.1 { here } else { best })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tutorial() -> Chain {
        Chain::new(&[(0.005, 50.0), (0.015, 4.0), (0.150, 60.0), (0.008, 4.0), (0.002, 50.0)]).unwrap()
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-12 * b.abs()
    }

    #[test]
    fn a_database_fifteen_times_faster_makes_the_whole_4_5_times_faster_and_never_more_than_6() {
        let chain = tutorial();
        assert!(near(chain.total_secs(), 0.180));
        assert!(near(chain.speedup(2, 15.0), 4.5));
        assert!(near(chain.with_faster(2, 15.0).total_secs(), 0.040));
        assert!(near(chain.ceiling(2).unwrap(), 6.0));
        assert_eq!((chain.longest(), chain.with_faster(2, 15.0).longest()), (2, 1));
    }

    #[test]
    fn amdahl_and_adding_up_the_stages_agree() {
        let chain = tutorial();
        for i in 0..5 {
            for times in [1.0, 1.5, 2.0, 10.0, 1e6] {
                let direct = chain.total_secs() / chain.with_faster(i, times).total_secs();
                assert!((chain.speedup(i, times) / direct - 1.0).abs() < 1e-12, "stage {i}, {times}");
            }
        }
    }

    #[test]
    fn the_narrowest_stage_need_not_be_the_longest() {
        let chain = tutorial();
        let (narrowest, per_sec) = chain.narrowest();
        assert_eq!(narrowest, 1);
        assert!(near(per_sec, 4.0 / 0.015));
        assert!(near(chain.with_faster(2, 15.0).narrowest().1, per_sec), "a faster database passes not one more");
    }

    #[test]
    fn a_request_that_is_all_one_stage_has_no_ceiling() {
        let chain = Chain::new(&[(0.0, 1.0), (0.2, 1.0)]).unwrap();
        assert_eq!(chain.ceiling(1), None);
        assert!(near(chain.speedup(1, 8.0), 8.0));
        assert!(near(chain.ceiling(0).unwrap(), 1.0));
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(Chain::new(&[(0.0, 1.0)]), Err(ChainError::Nothing));
        assert_eq!(Chain::new(&[(f64::NAN, 1.0)]), Err(ChainError::Time));
        assert_eq!(Chain::new(&[(1.0, 0.0)]), Err(ChainError::Workers));
    }
}
