//! One type for every distribution, so that a scenario can hold any of them and a hot loop still knows which at compile time.

use super::ziggurat::fill_exp;
use super::*;
use rand::Rng;

/// A distribution of a non-negative quantity, usually a time in seconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// Memoryless.
    Exponential(Exponential),
    /// Always the same.
    Deterministic(Deterministic),
    /// Steadier than exponential.
    Erlang(Erlang),
    /// More variable than exponential.
    Hyperexponential(Hyperexponential),
    /// Skewed, as measured times are.
    Lognormal(Lognormal),
    /// A heavy tail with an end.
    Pareto(BoundedPareto),
    /// Between two bounds.
    Uniform(Uniform),
    /// The reader's values.
    Empirical(Empirical),
}

/// Runs one expression for whichever distribution `$law` holds.
macro_rules! each {
    ($law:expr, $inner:ident => $body:expr) => {
        match $law {
            Law::Exponential($inner) => $body,
            Law::Deterministic($inner) => $body,
            Law::Erlang($inner) => $body,
            Law::Hyperexponential($inner) => $body,
            Law::Lognormal($inner) => $body,
            Law::Pareto($inner) => $body,
            Law::Uniform($inner) => $body,
            Law::Empirical($inner) => $body,
        }
    };
}

impl Law {
    /// Exponential with mean `mean` > 0.
    /// # Errors
    /// When the mean is not positive.
    pub fn exponential(mean: f64) -> Result<Self, LawError> {
        Exponential::new(mean).map(Self::Exponential)
    }

    /// Always `value` ≥ 0.
    /// # Errors
    /// When the value is negative or not finite.
    pub fn deterministic(value: f64) -> Result<Self, LawError> {
        Deterministic::new(value).map(Self::Deterministic)
    }

    /// Erlang with mean `mean` > 0 and the cv nearest to `cv` in [0.01, 1].
    /// # Errors
    /// When mean or cv is outside.
    pub fn erlang(mean: f64, cv: f64) -> Result<Self, LawError> {
        Erlang::new(mean, cv).map(Self::Erlang)
    }

    /// Hyperexponential (two phases, balanced means) with mean `mean` > 0 and `cv` in [1, 1000].
    /// # Errors
    /// When mean or cv is outside.
    pub fn hyperexponential(mean: f64, cv: f64) -> Result<Self, LawError> {
        Hyperexponential::new(mean, cv).map(Self::Hyperexponential)
    }

    /// Lognormal with mean `mean` > 0 and `cv` in [0.01, 1000].
    /// # Errors
    /// When mean or cv is outside.
    pub fn lognormal(mean: f64, cv: f64) -> Result<Self, LawError> {
        Lognormal::new(mean, cv).map(Self::Lognormal)
    }

    /// Bounded Pareto (tail index 1.5) with mean `mean` > 0 and `cv` in [0.01, 1000].
    /// # Errors
    /// When mean or cv is outside.
    pub fn pareto(mean: f64, cv: f64) -> Result<Self, LawError> {
        BoundedPareto::new(mean, cv).map(Self::Pareto)
    }

    /// Uniform between `low` ≥ 0 and `high` > `low`.
    /// # Errors
    /// When the bounds are out of order.
    pub fn uniform(low: f64, high: f64) -> Result<Self, LawError> {
        Uniform::new(low, high).map(Self::Uniform)
    }

    /// Drawn at random from `values`, each ≥ 0.
    /// # Errors
    /// When there are none, or one is negative or not finite.
    pub fn empirical(values: &[f64]) -> Result<Self, LawError> {
        Empirical::new(values).map(Self::Empirical)
    }

    /// `values` in their order, repeated for ever.
    /// # Errors
    /// When there are none, or one is negative or not finite.
    pub fn trace(values: &[f64]) -> Result<Self, LawError> {
        Empirical::trace(values).map(Self::Empirical)
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        each!(self, law => law.mean())
    }

    /// The variance.
    pub fn variance(&self) -> f64 {
        each!(self, law => law.variance())
    }

    /// The coefficient of variation: standard deviation over mean (0 where the mean is 0).
    pub fn cv(&self) -> f64 {
        let mean = self.mean();
        if mean > 0.0 { self.variance().sqrt() / mean } else { 0.0 }
    }

    /// The second moment E\[X²\].
    pub fn second_moment(&self) -> f64 {
        self.variance() + self.mean() * self.mean()
    }

    /// The value not exceeded with probability `q` in [0, 1], where a closed form exists (not for Erlang and hyperexponential).
    pub fn quantile(&self, q: f64) -> Option<f64> {
        match self {
            Self::Exponential(law) => Some(law.quantile(q)),
            Self::Deterministic(law) => Some(law.quantile(q)),
            Self::Lognormal(law) => Some(law.quantile(q)),
            Self::Pareto(law) => Some(law.quantile(q)),
            Self::Uniform(law) => Some(law.quantile(q)),
            Self::Empirical(law) => Some(law.quantile(q)),
            Self::Erlang(_) | Self::Hyperexponential(_) => None,
        }
    }

    /// One draw (the next value, for a trace).
    #[inline]
    pub fn sample<R: Rng + ?Sized>(&mut self, rng: &mut R) -> f64 {
        match self {
            Self::Deterministic(law) => law.mean(),
            Self::Exponential(law) => law.sample(rng),
            Self::Erlang(law) => law.sample(rng),
            Self::Hyperexponential(law) => law.sample(rng),
            Self::Lognormal(law) => law.sample(rng),
            Self::Pareto(law) => law.sample(rng),
            Self::Uniform(law) => law.sample(rng),
            Self::Empirical(law) => law.sample(rng),
        }
    }

    /// Fills `block` with draws: the same values as as many calls of `sample`, but the law is looked up once.
    pub fn fill<R: Rng + Clone>(&mut self, rng: &mut R, block: &mut [f64]) {
        match self {
            Self::Deterministic(law) => block.fill(law.mean()),
            Self::Exponential(law) => fill_exp(law.mean(), rng, block),
            Self::Erlang(law) => block.iter_mut().for_each(|x| *x = law.sample(rng)),
            Self::Hyperexponential(law) => block.iter_mut().for_each(|x| *x = law.sample(rng)),
            Self::Lognormal(law) => block.iter_mut().for_each(|x| *x = law.sample(rng)),
            Self::Pareto(law) => block.iter_mut().for_each(|x| *x = law.sample(rng)),
            Self::Uniform(law) => block.iter_mut().for_each(|x| *x = law.sample(rng)),
            Self::Empirical(law) => block.iter_mut().for_each(|x| *x = law.sample(rng)),
        }
    }
}
