//! Caches: policies that decide what stays, streams of requests, and what theory knows of both.
//!
//! Keys are small whole numbers, given out in the order of first appearance or by rank, so that every policy finds its
//! bookkeeping by index. Capacity is counted in items, all alike; each policy admits every key that was missed; a cold start is
//! counted. Where tools differ, each policy's file says which way it goes.

pub mod belady;
pub mod che;
pub mod clock;
pub mod curve;
pub mod fifo;
mod heap;
pub mod lfu;
mod links;
pub mod lru;
#[cfg(test)]
mod naive;
pub mod payoff;
pub mod policy;
pub mod random;
pub mod s3_fifo;
pub mod sampling;
pub mod sieve;
pub mod stack;
pub mod streams;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod theory_tests;
pub mod ttl;
pub mod two_q;
pub mod writes;

pub use policy::{Kind, Mark, Policy, Shelf};
pub use streams::{Requests, Traffic};
