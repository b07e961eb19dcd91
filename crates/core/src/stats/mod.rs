//! Statistics of samples: quantiles, summaries, histograms, and how sure one may be of them.

pub mod poisson;
pub mod quantile;

pub use quantile::{Definition, quantile_grouped, quantile_sorted};
