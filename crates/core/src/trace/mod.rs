//! Traces and profiles: where the time of one request went, and where a program's time went.
//!
//! A [`Trace`] is a list of spans in the order of a waterfall, each with the place of its parent; times are whole nanoseconds.
//! A [`Flame`] is a tree of stacks with weights. [`Reader`] makes either of what tools write. What spans say about waiting is in
//! [`own_times`], [`critical_path`], [`Replay`], [`suspects`]; nothing here recurses, since a trace may be a million spans deep.
//!
//! Nothing that looks wrong in a trace is mended: it is shown as it was recorded, and [`Marks`] say what looks wrong.

mod assemble;
mod critical;
mod diff;
mod error;
mod flame;
mod hunt;
mod names;
mod own;
mod read;
mod replay;
mod spans;
mod suspects;
#[cfg(test)]
mod tests;
mod write;

pub use assemble::{Builder, Raw};
pub use critical::{Critical, Piece, critical_path};
pub use diff::{Change, Difference};
pub use error::TraceError;
pub use flame::{Flame, FlameBuilder, Frame, Function, Weight};
pub use hunt::{Fault, Hunt, LEVELS};
pub use names::Names;
pub use own::{own_times, slowest};
pub use read::{Content, Format, Opened, Reader, open};
pub use replay::{Replay, faster};
pub use spans::{Marks, NONE, Span, Trace};
pub use suspects::{Suspect, SuspectKind, suspects};
pub use write::{to_csv, to_jaeger_json, to_otlp_json};
