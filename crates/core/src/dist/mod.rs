//! Distributions of times and sizes: mean, variance, cv, quantile where closed, and draws that are the same on every platform.
//!
//! ```
//! use explorer_core::dist::Law;
//! use rand::{SeedableRng, rngs::Xoshiro256PlusPlus};
//!
//! let mut service = Law::lognormal(0.025, 2.0)?; // mean 25 ms, standard deviation twice that
//! let mut rng = Xoshiro256PlusPlus::seed_from_u64(42);
//! let secs = service.sample(&mut rng);
//! assert!(secs > 0.0 && (service.cv() - 2.0).abs() < 1e-12);
//! # Ok::<(), explorer_core::dist::LawError>(())
//! ```

mod deterministic;
mod empirical;
mod erlang;
mod error;
mod exponential;
mod hyperexponential;
mod law;
mod lognormal;
mod normal_quantile;
mod pareto;
mod split_mix;
#[cfg(test)]
mod tests;
mod uniform;
mod ziggurat;
mod ziggurat_tables;
mod zipf;

pub use deterministic::Deterministic;
pub use empirical::Empirical;
pub use erlang::Erlang;
pub use error::LawError;
pub use exponential::Exponential;
pub use hyperexponential::Hyperexponential;
pub use law::Law;
pub use lognormal::Lognormal;
pub use normal_quantile::normal_quantile;
pub use pareto::BoundedPareto;
pub use split_mix::{GOLDEN, SplitMix64, stirred};
pub use uniform::Uniform;
pub use ziggurat::{exp1, normal};
pub(crate) use ziggurat::{exp1_quick, exp1_rest};
pub use zipf::{AliasTable, zipf_weights};
