//! Simulation: an event engine, fast roads beside it, honest statistics, twins.
//!
//! # Which to use
//! * [`QueueRun`]: one station from start to finish in slices, with [`Estimates`]; takes the fast road where there is one.
//!   `QueueRun::new(&scenario, seed, None)?`, `run.advance(10_000)`, `run.done()`, `run.estimates()`;
//!   or `while !run.advance_to(sim_customers, slice) {}`.
//! * [`Station`]: the same station to watch: `step()`, `run_until(t)`, `snapshot()`, `run_to_interesting(…)`,
//!   `remember(200)` and `story(id)`.
//! * [`Twins`]: two scenarios on the same random numbers, their difference with an interval.
//! * [`EventList`]: the kernel for simulations of another shape (fan-out, pools with timeouts, elevators):
//!   `schedule(time, event)`, `cancel(id)`, `pop()`; draws from [`streams`] and [`crate::dist`].
//! * [`Series`]: durations from a simulation of any shape → mean, percentiles, share marked, each an [`Estimate`].
//! * [`tail`]: a fan-out over leaves with queues, and what second copies do to it.
//! * [`PoolRun`]: a pool of connections with a timeout, a limited line, and a database that slows down.
//! * [`ClosedLoop`]: a fixed number of users who think, ask and wait; a worked example of the kernel.
//!
//! # Conventions
//! Times are seconds of simulated time from 0. Customers are numbered from 0 as they come. Events go by (time, sequence).
//! A seed fixes every digit, on every platform and however the run is sliced. `Estimate::half_width` is half the 95 % interval.
//!
//! ```
//! use explorer_core::dist::Law;
//! use explorer_core::sim::{Arrivals, QueueRun, Scenario};
//!
//! let scenario = Scenario::fifo(Arrivals::poisson(36.0)?, Law::exponential(0.025)?, 1); // 90 % busy
//! let mut run = QueueRun::new(&scenario, 42, None)?;
//! while !run.advance_to(100_000, 8_192) {}
//! let said = run.estimates();
//! assert!(said.response_secs.covers(0.25)); // 1/(μ − λ)
//! assert_eq!(said.response_secs.n, 100_000);
//! # Ok::<(), explorer_core::sim::ScenarioError>(())
//! ```

mod arrivals;
mod closed;
mod customer;
mod events;
mod gaps;
mod golden;
pub mod heap;
mod histogram;
mod history;
mod observe;
mod pool;
mod record;
mod road;
mod run;
mod scenario;
mod seats;
mod series;
mod servers;
mod slowdown;
mod snapshot;
mod station;
mod step;
pub mod streams;
mod stretch;
mod student;
pub mod tail;
mod tap;
mod twins;

pub use arrivals::{Arrivals, ArrivalsError, BURST_SHARE, Bursty, CYCLE_GAPS, Recorded};
pub use closed::{ClosedLoop, ClosedScenario};
pub use events::{EventId, EventList};
pub use golden::fingerprints;
pub use history::Story;
pub use observe::{Estimate, Estimates, Little};
pub use pool::{PoolEstimates, PoolRun, PoolScenario, PoolScene};
pub use record::Tally;
pub use road::{Passage, Road};
pub use run::QueueRun;
pub use scenario::{Discipline, MOST_SERVERS, Scenario, ScenarioError};
pub use series::Series;
pub use slowdown::{Bin, Fluid, Slowdown, SlowdownRun};
pub use snapshot::{Interesting, Serving, Snapshot, Waiting};
pub use station::Station;
pub use step::{Departure, Happened, Started, Step};
pub use twins::{Difference, Twins};
