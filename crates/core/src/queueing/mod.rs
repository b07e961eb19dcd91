//! Queueing theory: closed forms, and approximations and bounds that say so. One file a model.
//!
//! All models share names: `utilization`, `wait_probability`, `mean_wait_secs`, `mean_response_secs`, `mean_queue_length`,
//! `mean_in_system`, `wait_quantile_secs(q)`, `response_quantile_secs(q)`, `wait_tail(secs)`, `response_tail(secs)`: where a
//! name is missing, the model has no closed form for it. Inputs are checked once, in `new`; after that every method answers.

mod geometric;
mod load;
mod mmck_tail;
mod root;

pub mod erlang;
pub mod error;
pub mod kingman;
pub mod md1;
pub mod mg1;
pub mod mm1;
pub mod mmc;
pub mod mmck;

pub use error::QueueError;
pub use kingman::Kingman;
pub use md1::MD1;
pub use mg1::MG1;
pub use mm1::MM1;
pub use mmc::MMc;
pub use mmck::MMcK;
