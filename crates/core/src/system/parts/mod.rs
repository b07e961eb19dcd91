//! The parts of a system, one a file: what can be said of it, what it remembers, what happens in it.

pub mod balancer;
pub mod broker;
pub mod cache;
pub mod clients;
pub mod database;
pub mod service;
mod sharing;
pub(super) mod shelf;
mod working;

use super::draw::{Draw, Purpose};
use crate::dist::{Law, LawError};

/// How a time varies about its mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Always the same.
    Fixed,
    /// Memoryless.
    Exponential,
    /// The sum of so many exponential stages (1 … 100).
    Erlang(u32),
    /// Mostly short, sometimes long, with this cv (1 … 100).
    Hyperexponential(f64),
    /// Skewed, as measured times are, with this cv (0.01 … 100).
    Lognormal(f64),
    /// A heavy tail with an end, with this cv (0.01 … 100).
    Pareto(f64),
}

/// A time: its mean and how it varies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    /// Its mean, seconds ≥ 0.
    pub mean_secs: f64,
    /// How it varies.
    pub shape: Shape,
}

impl Work {
    /// Always `secs`.
    pub const fn fixed(secs: f64) -> Self {
        Self { mean_secs: secs, shape: Shape::Fixed }
    }

    /// The law.
    /// # Errors
    /// When mean or cv cannot be.
    pub fn law(&self) -> Result<Law, LawError> {
        if self.mean_secs == 0.0 {
            return Law::deterministic(0.0);
        }
        match self.shape {
            Shape::Fixed => Law::deterministic(self.mean_secs),
            Shape::Exponential => Law::exponential(self.mean_secs),
            Shape::Erlang(stages) => Law::erlang(self.mean_secs, 1.0 / f64::from(stages.max(1)).sqrt()),
            Shape::Hyperexponential(cv) => Law::hyperexponential(self.mean_secs, cv),
            Shape::Lognormal(cv) => Law::lognormal(self.mean_secs, cv),
            Shape::Pareto(cv) => Law::pareto(self.mean_secs, cv),
        }
    }

    /// The squared coefficient of variation.
    pub fn scv(&self) -> f64 {
        match self.shape {
            Shape::Fixed => 0.0,
            Shape::Exponential => 1.0,
            Shape::Erlang(stages) => 1.0 / f64::from(stages.max(1)),
            Shape::Hyperexponential(cv) | Shape::Lognormal(cv) | Shape::Pareto(cv) => cv * cv,
        }
    }
}

/// One draw of a law under a key.
#[inline]
pub(super) fn draw(law: &Law, key: u64, purpose: Purpose) -> f64 {
    match law {
        Law::Deterministic(law) => law.mean(),
        Law::Exponential(law) => law.sample(&mut Draw::of(key, purpose)),
        Law::Erlang(law) => law.sample(&mut Draw::of(key, purpose)),
        Law::Hyperexponential(law) => law.sample(&mut Draw::of(key, purpose)),
        Law::Lognormal(law) => law.sample(&mut Draw::of(key, purpose)),
        Law::Pareto(law) => law.sample(&mut Draw::of(key, purpose)),
        Law::Uniform(law) => law.sample(&mut Draw::of(key, purpose)),
        Law::Empirical(law) => law.quantile(Draw::of(key, purpose).uniform()),
    }
}
