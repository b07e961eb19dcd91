//! The models, simulations and topics of Slow Elevator. This crate knows everything, draws nothing and names no browser.
//!
//! Rooms, in the only order in which they may use each other (a room uses rooms named before it; `tests/house` keeps it so):
#![forbid(unsafe_code)]

// Units, formatting for people, parsing "0.28 s".
pub mod quantity;

// The one place where numbers from the world live, each with its source.
pub mod source;

// Quantiles, histograms, summaries, intervals.
pub mod stats;

// Distributions: mean, variance, quantile, sample.
pub mod dist;

// Queueing theory: closed forms and named approximations.
pub mod queueing;

// Networks: distances, handshakes, slow start, pages of many resources.
pub mod network;

// Making data smaller, and not sending it at all.
pub mod compression;

// Stages of a request: their sum, their narrowest, what mending one gains.
pub mod pipeline;

// Fan-out, slow leaves, and what hedging does and costs.
pub mod tails;

// What slowness costs: orders, processor hours, machines; and what others have measured.
pub mod cost;

// Caches: policies, streams, stack distances, Che, times to live, ways to write.
pub mod cache;

// Latencies from pastes and files: recognised, read in slices, summarised.
pub mod import;

// Traces and profiles: read, analysed, written; and traces with one thing wrong.
pub mod trace;

// The event engine, its fast roads, statistics and twins.
pub mod sim;

// Lifts: the traffic theory of a round trip, and a simulated building.
pub mod elevator;

// Whole systems of parts: clients, balancers, services, caches, databases, brokers; faults and remedies.
pub mod system;

// A chart as data.
pub mod chart;

// Heavy work as data: handed to a worker by the page, run natively by `evaluate`.
pub mod job;

// Drawing problems from a seed, marking answers.
pub mod exercise;

// What a topic is: parameters, presets, report, run.
pub mod topic;

// Inputs ↔ query string.
pub mod url;

// The one list of topics.
pub mod topics;

// Does this explorer tell the truth? Checks for the reader's own browser.
pub mod checks;
