//! Laws of the time between arrivals, as G/M/1 needs them: by their Laplace transform.

use super::error::{QueueError, in_range};

/// How regular the arrivals are, the mean being given elsewhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Interarrival {
    /// Always the same time: c_a² = 0.
    Deterministic,
    /// A sum of `stages` exponentials (1 … 1,000): c_a² = 1/stages.
    Erlang {
        /// Number of stages.
        stages: u32,
    },
    /// Poisson arrivals: c_a² = 1.
    Exponential,
    /// One of two exponentials, drawn anew for each arrival: c_a² ≥ 1, arrivals in bursts.
    Hyperexponential {
        /// Probability of the first, in (0, 1).
        first_share: f64,
        /// Mean of the first over the mean of all; positive, and below 1/`first_share`.
        first_relative_mean: f64,
    },
}

impl Interarrival {
    /// The hyperexponential law of the given squared coefficient of variation ≥ 1 whose two parts contribute equally to the
    /// mean ("balanced means"). A smaller one gives a law that every model refuses.
    #[must_use]
    pub fn balanced_means(scv: f64) -> Self {
        let first_share = 0.5 * (1.0 + libm::sqrt((scv - 1.0) / (scv + 1.0)));
        Self::Hyperexponential { first_share, first_relative_mean: 0.5 / first_share }
    }

    /// c_a², squared coefficient of variation.
    #[must_use]
    pub fn scv(&self) -> f64 {
        match *self {
            Self::Deterministic => 0.0,
            Self::Erlang { stages } => 1.0 / f64::from(stages),
            Self::Exponential => 1.0,
            Self::Hyperexponential { .. } => {
                2.0 * self.parts().iter().map(|(share, mean)| share * mean * mean).sum::<f64>() - 1.0
            }
        }
    }

    pub(crate) fn check(&self) -> Result<(), QueueError> {
        match *self {
            Self::Deterministic | Self::Exponential => {}
            Self::Erlang { stages } => {
                in_range("the number of Erlang stages", f64::from(stages), 1.0, 1_000.0)?;
            }
            Self::Hyperexponential { first_share, first_relative_mean } => {
                let what = "the share of the first exponential";
                in_range(what, first_share, f64::MIN_POSITIVE, 1.0 - f64::EPSILON)?;
                let what = "the relative mean of the first exponential";
                in_range(what, first_relative_mean, f64::MIN_POSITIVE, (1.0 - f64::EPSILON) / first_share)?;
            }
        }
        Ok(())
    }

    /// Shares and relative means of a hyperexponential.
    fn parts(&self) -> [(f64, f64); 2] {
        let Self::Hyperexponential { first_share, first_relative_mean } = *self else {
            return [(1.0, 1.0), (0.0, 1.0)];
        };
        let rest = 1.0 - first_share;
        [(first_share, first_relative_mean), (rest, (1.0 - first_share * first_relative_mean) / rest)]
    }

    /// E\[e^(−xT)\] for a time T of mean one.
    pub(crate) fn transform(&self, x: f64) -> f64 {
        match *self {
            Self::Deterministic => libm::exp(-x),
            Self::Erlang { stages } => libm::exp(-f64::from(stages) * libm::log1p(x / f64::from(stages))),
            Self::Exponential => 1.0 / (1.0 + x),
            Self::Hyperexponential { .. } => self.parts().iter().map(|(share, mean)| share / (1.0 + x * mean)).sum(),
        }
    }

    /// The 1 − ρ for which y = 1 − σ solves y = 1 − A*(μy), given ρ: the equation divided by y/ρ and taken from one, so that
    /// every law is a sum of positive terms and small y keeps its digits.
    pub(crate) fn idle_share_for(&self, y: f64, utilization: f64) -> f64 {
        let x = y / utilization;
        match *self {
            // 1 − (1 − e^−x)/x
            Self::Deterministic if x > 0.5 => 1.0 + libm::expm1(-x) / x,
            Self::Deterministic => {
                // x/2 − x²/6 + x³/24 …
                (2..=16).rev().fold(0.0, |sum, n| x / f64::from(n) * (1.0 - sum))
            }
            // (1 − (1+u)^−k)/(ku), u = x/k, is the mean of (1+u)^−j over j = 1 … k.
            Self::Erlang { stages } => {
                let k = f64::from(stages);
                let ln_stage = libm::log1p(x / k);
                (1..=stages).map(|j| -libm::expm1(-f64::from(j) * ln_stage)).sum::<f64>() / k
            }
            Self::Exponential => x / (1.0 + x),
            Self::Hyperexponential { .. } => {
                self.parts().iter().map(|(share, mean)| share * mean * (x * mean) / (1.0 + x * mean)).sum()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rearranged_equation_is_the_equation() {
        let laws = [
            Interarrival::Deterministic,
            Interarrival::Erlang { stages: 3 },
            Interarrival::Exponential,
            Interarrival::balanced_means(9.0),
        ];
        for law in laws {
            for x in [0.01, 0.3, 0.500_001, 2.0, 40.0] {
                let plain = 1.0 - (1.0 - law.transform(x)) / x;
                assert!((law.idle_share_for(x * 0.7, 0.7) - plain).abs() < 1e-13, "{law:?} {x}");
            }
        }
    }

    #[test]
    fn balanced_means_have_the_variation_asked_for() {
        for scv in [1.0, 1.5, 4.0, 100.0] {
            assert!((Interarrival::balanced_means(scv).scv() / scv - 1.0).abs() < 1e-12);
        }
    }
}
