//! Samples, written by code: the same bytes everywhere.
/// The sample of a name.
#[must_use]
pub fn named(_name: &str) -> Option<Vec<u8>> {
    None
}
