//! The heavy work of Slow Elevator: real compressors and encoders on real bytes.
//!
//! A topic describes work as a [`Job`]; [`run`] does it. The page runs this crate in a worker (`main.rs` is its door), as a
//! WebAssembly file of its own; `evaluate` and the tests run the same code natively, and get the same sizes.
#![forbid(unsafe_code)]

pub mod codec;
pub mod compress;
pub mod formats;
pub mod samples;

use explorer_core::job::{Job, Outcome};

/// Who watches a job: told how far it is, and may know the time.
pub trait Watch {
    /// Told now and then how far the job is, as a share from 0 to 1, and what it is at.
    fn progress(&mut self, _share: f64, _at: &str) {}
    /// Milliseconds since some moment; `None` where no speeds are wanted.
    fn now_ms(&self) -> Option<f64> {
        None
    }
}

/// Watches nothing: sizes are the same every time, speeds are not measured.
pub struct Unwatched;

impl Watch for Unwatched {}

/// Does a job. Whatever the bytes are: where there is no result, the outcome's `failed` says why.
pub fn run(job: &Job, watch: &mut dyn Watch) -> Outcome {
    match job.kind.as_str() {
        "compress" => compress::run(job, watch),
        "formats" => formats::work::run(job, watch),
        _ => Outcome::failed(format!("The codecs module does not know the work “{}”. Reload the page.", job.kind)),
    }
}
