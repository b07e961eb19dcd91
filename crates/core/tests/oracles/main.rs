//! Every closed form against two independent sources: tables computed in high precision (`data/closed_forms.json`, made by
//! `script/oracles/closed_forms.py`; `data/oracles.json`, made elsewhere with mpmath, SciPy, NumPy, R and Octave), and a
//! second algorithm written here in another way.
//!
//! Tolerance: relative max(1e-10, 8ε/(1 − ρ)) against the exact value at the inputs as doubles. The second term is what an
//! input's own last bit is worth near full load.

#![allow(clippy::unwrap_used, reason = "a test may stop here")]
// The second algorithms use the platform's functions on purpose: what they check uses libm.
#![allow(clippy::disallowed_methods)]

mod independent;
mod queues;
mod scaling;
mod second_queues;
mod second_stats;
mod statistics;
mod table;
