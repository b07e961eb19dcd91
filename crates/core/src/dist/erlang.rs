//! Erlang: k exponential stages in a row; steadier than exponential, cv = 1/√k.
//!
//! Asked for by cv, k is the whole number nearest to 1/cv², so the cv obtained is 1/√k (cv 0.7 → k 2 → 0.7071).
//! Up to eight stages are summed; beyond, the sum is drawn as one gamma variate by Marsaglia and Tsang's exact rejection
//! ("A simple method for generating gamma variables", ACM TOMS 26 (2000) 363–372), so that cv 0.01 costs no 10,000 draws.

use super::LawError;
use super::error::{check_cv, check_mean};
use super::ziggurat::{exp1, normal, open01};
use rand::Rng;

/// Beyond this many stages one gamma draw is cheaper than the sum.
const MOST_SUMMED: u32 = 8;

/// The sum of `stages` exponential stages of equal mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Erlang {
    mean: f64,
    stages: u32,
    stage_mean: f64,
}

impl Erlang {
    /// With mean `mean` (> 0) and the cv nearest to `cv`, in [0.01, 1].
    /// # Errors
    /// When the mean is not positive or the cv is outside.
    pub fn new(mean: f64, cv: f64) -> Result<Self, LawError> {
        check_cv(cv, 0.01, 1.0)?;
        // Rounds to nearest; in range because of the check above.
        Self::with_stages(mean, (1.0 / (cv * cv) + 0.5) as u32)
    }

    /// With mean `mean` (> 0) and `stages` stages (at least 1).
    /// # Errors
    /// When the mean is not positive.
    pub fn with_stages(mean: f64, stages: u32) -> Result<Self, LawError> {
        let stages = stages.max(1);
        Ok(Self { mean: check_mean(mean)?, stages, stage_mean: mean / f64::from(stages) })
    }

    /// How many stages: 1/cv².
    pub fn stages(&self) -> u32 {
        self.stages
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// The variance: mean²/k.
    pub fn variance(&self) -> f64 {
        self.mean * self.mean / f64::from(self.stages)
    }

    /// One draw.
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        if self.stages <= MOST_SUMMED {
            let mut stages = exp1(rng);
            for _ in 1..self.stages {
                stages += exp1(rng);
            }
            self.stage_mean * stages
        } else {
            self.stage_mean * gamma(f64::from(self.stages), rng)
        }
    }
}

/// One draw of the gamma distribution with shape `shape` ≥ 1 and scale 1.
fn gamma<R: Rng + ?Sized>(shape: f64, rng: &mut R) -> f64 {
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(rng);
        let cube_root = 1.0 + c * x;
        if cube_root <= 0.0 {
            continue;
        }
        let v = cube_root * cube_root * cube_root;
        let u = open01(rng);
        if u < 1.0 - 0.0331 * (x * x) * (x * x) || libm::log(u) < 0.5 * x * x + d * (1.0 - v + libm::log(v)) {
            return d * v;
        }
    }
}
