//! The remedies, one a file, usable by any caller. Each is a small machine that knows nothing of the rest, so that it can be held
//! against the tool whose semantics it has.

pub mod breaker;
pub mod budget;
pub mod bulkhead;
pub mod codel;
pub mod hedge;
pub mod limit;
pub mod refresh;
pub mod retry;
pub mod shed;
pub mod single_flight;
