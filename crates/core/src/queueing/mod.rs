//! Queueing theory: closed forms, and approximations and bounds that say so. One file a model.
//!
//! All models share names: `utilization`, `wait_probability`, `mean_wait_secs`, `mean_response_secs`, `mean_queue_length`,
//! `mean_in_system`, `wait_quantile_secs(q)`, `response_quantile_secs(q)`, `wait_tail(secs)`, `response_tail(secs)`: where a
//! name is missing, the model has no closed form for it. Inputs are checked once, in `new`; after that every method answers.

// A negated comparison refuses NaN as well, which is what the checks are for.
#![allow(clippy::neg_cmp_op_on_partial_ord)]

mod geometric;
mod load;
mod mmck_tail;
mod root;

pub mod allen_cunneen;
pub mod amdahl;
pub mod batching;
pub mod erlang;
pub mod error;
pub mod finite_source;
pub mod gm1;
pub mod impatient;
pub mod interarrival;
pub mod kingman;
pub mod littles_law;
pub mod md1;
pub mod mg1;
pub mod mg1_lifo;
pub mod mg1_ps;
pub mod mg1_sjf;
pub mod mm1;
pub mod mm_inf;
pub mod mmc;
pub mod mmck;
pub mod priority;
pub mod sjf;
pub mod usl;
pub mod usl_fit;

pub use allen_cunneen::AllenCunneen;
pub use amdahl::Amdahl;
pub use batching::Batching;
pub use error::QueueError;
pub use finite_source::FiniteSource;
pub use gm1::GM1;
pub use impatient::Impatient;
pub use interarrival::Interarrival;
pub use kingman::Kingman;
pub use littles_law::LittlesLaw;
pub use md1::MD1;
pub use mg1::MG1;
pub use mg1_lifo::MG1Lifo;
pub use mg1_ps::MG1Ps;
pub use mg1_sjf::MG1Sjf;
pub use mm_inf::MMInf;
pub use mm1::MM1;
pub use mmc::MMc;
pub use mmck::MMcK;
pub use priority::{MG1Priority, Preemption, ServiceClass};
pub use sjf::MM1Sjf;
pub use usl::Usl;
pub use usl_fit::UslFit;
