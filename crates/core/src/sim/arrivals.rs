//! How customers come: at random, by the clock, smoothed, in bursts, or as recorded.
//!
//! **Bursty** is a Markov-modulated Poisson process with two phases, calm and burst. `burst_ratio` r ≥ 1 is the arrival rate in a
//! burst over the rate in the calm. Bursts take a tenth of the time and last 10 mean gaps on average, calms 90, both exponential.
//! The mean rate λ is kept exactly: λ_calm = λ / (0.9 + 0.1 r), λ_burst = r λ_calm. r = 1 is the Poisson process.
//! A renewal process (Poisson, deterministic, Erlang) has independent gaps; in bursts neighbouring gaps resemble each other, so
//! the queue sees more than the gaps' own cv: the `index of dispersion` below is what counts in heavy traffic.
//! Source: Fischer & Meier-Hellstern, "The Markov-modulated Poisson process (MMPP) cookbook", Perf. Eval. 18 (1993) 149–171.

use crate::dist::{Law, LawError};
use core::fmt;
use std::sync::Arc;

/// The share of time that bursts take.
pub const BURST_SHARE: f64 = 0.1;
/// How long a calm and a burst together last on average, in mean gaps between arrivals.
pub const CYCLE_GAPS: f64 = 100.0;

/// The law of arrivals.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrivals {
    /// Independent gaps (seconds) with the given law; exponential gaps are the Poisson process.
    Renewal(Law),
    /// Calm and bursts.
    Bursty(Bursty),
    /// Recorded times, once; then nobody comes any more.
    Recorded(Recorded),
}

/// Calm and bursts: see the head of the file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bursty {
    /// Mean arrivals a second.
    pub rate_per_sec: f64,
    /// Rate in a burst over rate in the calm, ≥ 1.
    pub burst_ratio: f64,
}

/// Arrival times as recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    pub(super) gaps: Arc<[f64]>,
}

/// Why arrivals cannot be made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ArrivalsError {
    /// The rate is not a positive number.
    Rate(f64),
    /// The burst ratio is below 1, above 1e6 or not a number.
    BurstRatio(f64),
    /// Recorded times run backwards, are negative or not a number, at this place.
    Order(usize),
    /// The law of the gaps refuses.
    Law(LawError),
}

impl fmt::Display for ArrivalsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rate(rate) => write!(f, "The arrival rate must be a positive number, not {rate}."),
            Self::BurstRatio(ratio) => write!(f, "The burst ratio runs from 1 to 1,000,000; {ratio} is outside."),
            Self::Order(at) => write!(f, "Arrival number {} comes before the one ahead of it.", at + 1),
            Self::Law(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ArrivalsError {}

impl From<LawError> for ArrivalsError {
    fn from(error: LawError) -> Self {
        Self::Law(error)
    }
}

fn check_rate(rate_per_sec: f64) -> Result<f64, ArrivalsError> {
    if rate_per_sec > 0.0 && (1.0 / rate_per_sec).is_finite() && rate_per_sec.is_finite() {
        Ok(rate_per_sec)
    } else {
        Err(ArrivalsError::Rate(rate_per_sec))
    }
}

impl Arrivals {
    /// At random: independent of each other and of the clock.
    /// # Errors
    /// When the rate is not positive.
    pub fn poisson(rate_per_sec: f64) -> Result<Self, ArrivalsError> {
        Ok(Self::Renewal(Law::exponential(1.0 / check_rate(rate_per_sec)?)?))
    }

    /// By the clock, evenly spaced.
    /// # Errors
    /// When the rate is not positive.
    pub fn deterministic(rate_per_sec: f64) -> Result<Self, ArrivalsError> {
        Ok(Self::Renewal(Law::deterministic(1.0 / check_rate(rate_per_sec)?)?))
    }

    /// Smoothed: Erlang gaps with the cv nearest to `cv` in [0.01, 1].
    /// # Errors
    /// When rate or cv is outside.
    pub fn erlang(rate_per_sec: f64, cv: f64) -> Result<Self, ArrivalsError> {
        Ok(Self::Renewal(Law::erlang(1.0 / check_rate(rate_per_sec)?, cv)?))
    }

    /// In bursts with `burst_ratio` in [1, 1e6] times the calm's rate, keeping the mean rate.
    /// # Errors
    /// When rate or ratio is outside.
    pub fn bursty(rate_per_sec: f64, burst_ratio: f64) -> Result<Self, ArrivalsError> {
        check_rate(rate_per_sec)?;
        if !(1.0..=1e6).contains(&burst_ratio) {
            return Err(ArrivalsError::BurstRatio(burst_ratio));
        }
        Ok(Self::Bursty(Bursty { rate_per_sec, burst_ratio }))
    }

    /// At the recorded `times_secs` (≥ 0, in order), once.
    /// # Errors
    /// When there is none, or they run backwards.
    pub fn recorded(times_secs: &[f64]) -> Result<Self, ArrivalsError> {
        let mut last = 0.0;
        let mut gaps = Vec::with_capacity(times_secs.len());
        for (at, &time) in times_secs.iter().enumerate() {
            if !(time >= last && time.is_finite()) {
                return Err(ArrivalsError::Order(at));
            }
            gaps.push(time - last);
            last = time;
        }
        if gaps.is_empty() {
            Err(LawError::NoValues.into())
        } else {
            Ok(Self::Recorded(Recorded { gaps: gaps.into() }))
        }
    }

    /// The mean rate, arrivals a second. For recorded times: their number over the last of them.
    pub fn rate_per_sec(&self) -> f64 {
        match self {
            Self::Renewal(law) => 1.0 / law.mean(),
            Self::Bursty(bursty) => bursty.rate_per_sec,
            Self::Recorded(recorded) => recorded.gaps.len() as f64 / recorded.gaps.iter().sum::<f64>(),
        }
    }

    /// The squared coefficient of variation of the gaps between arrivals.
    pub fn gap_cv_squared(&self) -> f64 {
        match self {
            Self::Renewal(law) => law.cv() * law.cv(),
            Self::Bursty(bursty) => bursty.gap_cv_squared(),
            Self::Recorded(recorded) => Law::empirical(&recorded.gaps).map_or(0.0, |law| law.cv() * law.cv()),
        }
    }

    /// The limit of variance over mean of the number of arrivals in a long time: 1 for Poisson, the gaps' cv² for independent gaps,
    /// more in bursts. In heavy traffic a queue feels this number. For recorded times: the gaps' cv², as if independent.
    pub fn index_of_dispersion(&self) -> f64 {
        match self {
            Self::Bursty(bursty) => bursty.index_of_dispersion(),
            _ => self.gap_cv_squared(),
        }
    }

    /// Whether arrivals ever end.
    pub fn is_endless(&self) -> bool {
        !matches!(self, Self::Recorded(_))
    }
}

impl Bursty {
    /// Arrivals a second in the calm and in a burst.
    pub fn phase_rates(&self) -> (f64, f64) {
        let calm = self.rate_per_sec / (1.0 - BURST_SHARE + BURST_SHARE * self.burst_ratio);
        (calm, self.burst_ratio * calm)
    }

    /// Mean durations in seconds of a calm and of a burst.
    pub fn phase_secs(&self) -> (f64, f64) {
        let cycle = CYCLE_GAPS / self.rate_per_sec;
        ((1.0 - BURST_SHARE) * cycle, BURST_SHARE * cycle)
    }

    fn index_of_dispersion(&self) -> f64 {
        let ((calm, burst), (calm_secs, burst_secs)) = (self.phase_rates(), self.phase_secs());
        let (leave_calm, leave_burst) = (1.0 / calm_secs, 1.0 / burst_secs);
        let sum = leave_calm + leave_burst;
        1.0 + 2.0 * (burst - calm) * (burst - calm) * leave_calm * leave_burst
            / (sum * sum * (calm * leave_burst + burst * leave_calm))
    }

    fn gap_cv_squared(&self) -> f64 {
        let ((calm, burst), (calm_secs, burst_secs)) = (self.phase_rates(), self.phase_secs());
        let (leave_calm, leave_burst) = (1.0 / calm_secs, 1.0 / burst_secs);
        let sum = leave_calm + leave_burst;
        1.0 + 2.0 * leave_calm * leave_burst * (burst - calm) * (burst - calm)
            / (sum * sum * (calm * burst + calm * leave_burst + burst * leave_calm))
    }
}
