//! The story of one customer, in a sentence or two.

use explorer_core::quantity::{self, Unit};
use explorer_core::sim::{Happened, Station, Step, Story};
use leptos::prelude::*;

use super::Watch;
use crate::ui::thin::text;

/// What one event was, in words.
pub fn event_words(step: &Step) -> String {
    let started = step.started.map(|s| format!(" Customer {} is served now.", s.id)).unwrap_or_default();
    let what = match step.happened {
        Happened::Arrived { id } => format!("Customer {id} comes."),
        Happened::Blocked { id } => format!("Customer {id} comes, finds no place and goes away."),
        Happened::Departed(gone) => {
            format!("Customer {} leaves after {}.", gone.id, quantity::format(gone.response, Unit::SECS))
        }
    };
    what + &started
}

/// The last event, and the chosen customer's story.
#[component]
pub fn StoryLine(watch: Watch) -> impl IntoView {
    let story = move || {
        let now = watch.told.with(|s| s.time);
        let told = |id| {
            watch.station.with_value(|s| s.as_ref().and_then(|s: &Station| s.story(id).map(|story| words(story, now))))
        };
        watch.chosen.get().and_then(told).unwrap_or_default()
    };
    view! {
        <p class="event" role="status">{text(move || watch.said.get())}</p>
        <p class="story" data-story="">{text(story)}</p>
    }
}

fn words(story: &Story, now: f64) -> String {
    let time = |secs| quantity::format(secs, Unit::SECS);
    let found = match (story.found_in_system, story.found_waiting) {
        (0, _) => "found nobody here".to_owned(),
        (1, 0) => "found one being served and nobody waiting".to_owned(),
        (n, 0) => format!("found {n} being served and nobody waiting"),
        (_, 1) => "found one waiting".to_owned(),
        (_, w) => format!("found {w} waiting"),
    };
    let mut words = format!("Customer {} came at {} and {found}.", story.id, time(story.arrived));
    if story.was_blocked {
        return words + " There was no place left: turned away.";
    }
    if story.has_priority {
        words += " This one has priority.";
    }
    match (story.wait, story.left) {
        (Some(wait), Some(left)) => {
            words += &format!(
                " Waited {}, was served for {}, left at {}: {} in all.",
                time(wait),
                time(story.service),
                time(left),
                time(left - story.arrived)
            );
        }
        _ => {
            words +=
                &format!(" Here for {} so far; needs {} of service.", time(now - story.arrived), time(story.service))
        }
    }
    words
}
