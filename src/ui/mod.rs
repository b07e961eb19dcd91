//! What pages are made of. Nothing here names a topic.

pub mod choice;
pub mod data_drop;
pub mod drop_zone;
pub mod exercise;
pub mod file_take;
pub mod job_bar;
pub mod marked;
pub mod notes;
pub mod number;
pub mod pin;
pub mod predict;
pub mod preferences;
pub mod readouts;
pub mod thin;
pub mod took;
pub mod tools;
pub mod typed;
pub mod walk;

pub mod chart_view;
