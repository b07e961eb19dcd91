//! Living pictures, and the second list: which topic has one. A test holds it against the first list.

use leptos::prelude::*;

use crate::state::PageState;

mod percentiles;
mod queue;

/// Makes the living picture of a page.
pub type Stage = fn(PageState) -> AnyView;

/// Slug → living picture.
const STAGES: &[(&str, Stage)] = &[("percentiles", percentiles::stage), ("queue", queue::stage)];

/// The living picture of a topic, where it has one.
pub fn stage(slug: &str) -> Option<Stage> {
    STAGES.iter().find(|(s, _)| *s == slug).map(|(_, stage)| *stage)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_stage_belongs_to_a_topic() {
        for (slug, _) in super::STAGES {
            assert!(explorer_core::topics::find(slug).is_some(), "{slug}");
        }
    }
}
