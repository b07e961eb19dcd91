//! The models, simulations and topics of Slow Elevator. This crate knows everything, draws nothing and names no browser.
//!
//! Rooms, in the only order in which they may use each other (a room uses rooms named before it; `tests/house.rs` keeps it so):
#![forbid(unsafe_code)]

pub mod quantity; // units, formatting for people, parsing "0.28 s"
pub mod source; // the one place where numbers from the world live, each with its source

pub mod stats; // quantiles, histograms, summaries, intervals
pub mod dist; // distributions: mean, variance, quantile, sample

pub mod queueing; // queueing theory: closed forms and named approximations

pub mod pipeline; // stages of a request: their sum, their narrowest, what mending one gains
pub mod tails; // fan-out, slow leaves, and what hedging does and costs
pub mod cost; // what slowness costs: orders, processor hours, machines; and what others have measured

pub mod import; // latencies from pastes and files: recognised, read in slices, summarised

pub mod sim; // the event engine, its fast roads, statistics and twins

pub mod chart; // a chart as data

pub mod exercise; // drawing problems from a seed, marking answers
pub mod topic; // what a topic is: parameters, presets, report, run

pub mod topics; // the one list of topics
pub mod url; // inputs ↔ query string

pub mod checks; // does this explorer tell the truth? checks for the reader's own browser
