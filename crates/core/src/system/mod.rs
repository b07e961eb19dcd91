//! One system: parts that meet, break, and can be mended.
//!
//! # Which to use
//! * [`text`]: a scenario as text, read and written.
//! * [`Scenario`]: the same as data, checked.
//! * [`Run`]: a scenario run for so long, in slices; checkpoints, windows, traces; a fork with another text.
//! * [`theory`]: which closed form holds for it, and its values.
//! * [`policy`]: the remedies, each a small machine by itself.
//!
//! # Conventions
//! Times are seconds of simulated time from 0. Draws are keyed by request, so that twins stay twins; a seed fixes every digit, on every
//! platform and however the run is sliced.

mod caller;
mod calling;
mod course;
mod decimal;
mod draw;
mod engine;
mod event;
mod fork;
pub mod observe;
pub mod parts;
mod plan;
pub mod policy;
pub mod report;
mod request;
mod run;
mod scenario;
mod seen;
mod spans;
mod tally;
#[cfg(test)]
mod tests;
pub mod text;
pub mod theory;

pub use caller::Caller;
pub use engine::{Moment, Remarkable};
pub use request::Outcome;
pub use run::{Run, Stopped};
pub use scenario::{Fault, Kind, Link, MOST_PARTS, Part, Place, Scenario, Trouble};
pub use spans::Span;
pub use tally::{Sum, Tally};
