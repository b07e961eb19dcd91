//! Statistics of samples: quantiles, summaries, histograms, and how sure one may be of them.

// A negated comparison refuses NaN as well, which is what the checks are for.
#![allow(clippy::neg_cmp_op_on_partial_ord)]

pub mod batch;
pub mod binomial;
pub mod histogram;
pub mod interval;
pub mod mixture;
pub mod normal;
pub mod omission;
pub mod order;
pub mod poisson;
pub mod quantile;
pub mod select;
pub mod student;
pub mod summary;

pub use batch::{BatchMeans, MeanInterval};
pub use histogram::Histogram;
pub use interval::{DIFFERS_BEYOND, RankInterval, Verdict, quantile_ranks, samples_needed, share_interval, verdict};
pub use normal::normal_quantile;
pub use quantile::{Definition, quantile_grouped, quantile_sorted};
pub use select::quantiles_unsorted;
pub use student::student_quantile;
pub use summary::Summary;
