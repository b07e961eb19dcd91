//! A hundred people wait for their answers, in real time: what the mean hides is felt before it is understood.
//!
//! Each dot stands for a hundredth of the data, at its own quantile. The slowest in real time where that is between one and ten
//! seconds; otherwise time is stretched or squeezed so that it takes eight, and the clock says so.

use explorer_core::quantity::{self, Unit};
use explorer_core::stats::Definition;
use explorer_core::topics::percentiles::Percentiles;
use leptos::prelude::*;

use crate::ui::thin::word;

use super::inputs;
use crate::state::PageState;
use crate::ui::preferences::Preferences;
use crate::web::{frames, page};

/// People in the picture.
const PEOPLE: usize = 100;
/// How long the slowest takes on the reader's clock where time is not real, in ms.
const STRETCHED_MS: f64 = 8_000.0;
/// Between two dots, in units of the picture.
const STEP: usize = 24;
const COLUMNS: usize = 20;

/// What the picture shows: waits ascending, the mean, the limit.
#[derive(Clone, PartialEq)]
struct Crowd {
    waits_ms: Vec<f64>,
    mean_ms: f64,
    slow_ms: f64,
    /// Milliseconds of the data in one of the reader's.
    pace: f64,
}

impl Crowd {
    fn of(state: PageState) -> Option<Self> {
        let inputs = inputs::<Percentiles>(state);
        let data = inputs.dataset().ok()?;
        let sample = &data.sample;
        let at = |i: usize| sample.quantile((i as f64 + 0.5) / PEOPLE as f64, Definition::NearestRank).max(0.0);
        let waits_ms: Vec<f64> = (0..PEOPLE).map(at).collect();
        let slowest = waits_ms[PEOPLE - 1].max(1e-6);
        let pace = if (1_000.0..=10_000.0).contains(&slowest) { 1.0 } else { slowest / STRETCHED_MS };
        Some(Self { waits_ms, mean_ms: sample.mean_ms, slow_ms: inputs.threshold_ms, pace })
    }

    fn answered(&self, now_ms: f64) -> usize {
        self.waits_ms.partition_point(|wait| *wait <= now_ms)
    }
}

/// The stage of the page of percentiles.
pub fn stage(state: PageState) -> AnyView {
    view! { <Waiting state /> }.into_any()
}

#[component]
fn Waiting(state: PageState) -> impl IntoView {
    let crowd = Memo::new(move |before: Option<&Option<Crowd>>| Crowd::of(state).or_else(|| before.cloned().flatten()));
    let motion = Preferences::get().motion.get_untracked();
    let playing = RwSignal::new(motion);
    // Without motion the picture opens at its end: everybody has their answer, and the waits are written.
    let now_ms = RwSignal::new(if motion { 0.0 } else { f64::INFINITY });
    let answered = Memo::new(move |_| crowd.with(|c| c.as_ref().map_or(0, |c| c.answered(now_ms.get()))));
    let frames = frames::FrameLoop::new(move |elapsed_ms| {
        if !playing.try_get_untracked().unwrap_or(false) {
            return false;
        }
        // Nobody starts to wait before the reader can see it.
        if now_ms.get_untracked() == 0.0 && !page::in_sight(".crowd") {
            return true;
        }
        let pace = crowd.with_untracked(|c| c.as_ref().map_or(1.0, |c| c.pace));
        now_ms.update(|now| *now += elapsed_ms * pace);
        if answered.get_untracked() >= PEOPLE {
            playing.set(false);
        }
        true
    });
    let frames = StoredValue::new_local(frames);
    Effect::new(move |_| {
        if playing.get() {
            frames.with_value(frames::FrameLoop::wake);
        }
    });
    // Other data: everybody asks again.
    Effect::new(move |before: Option<Vec<f64>>| {
        let waits = crowd.with(|c| c.as_ref().map(|c| c.waits_ms.clone()).unwrap_or_default());
        if before.is_some_and(|b| b != waits) {
            now_ms.set(if motion { 0.0 } else { f64::INFINITY });
            playing.set(motion);
        }
        waits
    });
    let again = move |_| {
        now_ms.set(0.0);
        playing.set(true);
    };
    let play = move |event| {
        if answered.get_untracked() == PEOPLE && !playing.get_untracked() {
            again(event);
        } else {
            playing.update(|p| *p = !*p);
        }
    };
    let clock = move || {
        crowd.with(|c| {
            let Some(crowd) = c else { return String::new() };
            let end = crowd.waits_ms[PEOPLE - 1];
            let now = now_ms.get().min(end);
            let pace = if crowd.pace == 1.0 {
                "in real time".to_owned()
            } else if crowd.pace < 1.0 {
                format!("slowed down {} times", quantity::significant(1.0 / crowd.pace, 2))
            } else {
                format!("sped up {} times", quantity::significant(crowd.pace, 2))
            };
            format!("{} · {pace}", quantity::format(now, Unit::MS))
        })
    };
    view! {
        <h2>"Feel it"</h2>
        <figure class="crowd">
            <Dots crowd answered />
            <figcaption>{move || caption(crowd, answered.get())}</figcaption>
        </figure>
        <div class="transport" role="group" aria-label="Time">
            <button
                type="button"
                class="play"
                data-stage="play"
                aria-label=word(move || if playing.get() { "Pause" } else { "Let them wait" })
                on:click=play
            >
                {move || if playing.get() { "❚❚" } else { "▶" }}
            </button>
            <button type="button" data-stage="again" on:click=again>"All ask again"</button>
            <span class="clock">{clock}<br /><Dashboard crowd /></span>
        </div>
    }
}

/// What a dashboard of averages shows the whole time.
#[component]
fn Dashboard(crowd: Memo<Option<Crowd>>) -> impl IntoView {
    move || {
        crowd.with(|c| c.as_ref().map(|c| format!("Dashboard: {} on average", quantity::format(c.mean_ms, Unit::MS))))
    }
}

/// What the picture says now.
fn caption(crowd: Memo<Option<Crowd>>, answered: usize) -> String {
    crowd.with(|c| {
        let Some(crowd) = c else { return String::new() };
        let left = PEOPLE - answered;
        let slowest = crowd.waits_ms[PEOPLE - 1];
        let times = slowest / crowd.mean_ms;
        match left {
            0 if crowd.mean_ms > 0.0 && times >= 2.0 => format!(
                "The slowest waited {}, {} times the mean. {} of a hundred waited less than the mean says.",
                quantity::format(slowest, Unit::MS),
                quantity::significant(times, 2),
                crowd.waits_ms.iter().filter(|w| **w < crowd.mean_ms).count()
            ),
            0 => format!("All have their answer; the slowest waited {}.", quantity::format(slowest, Unit::MS)),
            1 => "Ninety-nine of a hundred have their answer. One waits.".to_owned(),
            left => format!("{answered} of a hundred have their answer, {left} wait."),
        }
    })
}

/// The dots, in an order that does not give the slow ones away.
#[component]
fn Dots(crowd: Memo<Option<Crowd>>, answered: Memo<usize>) -> impl IntoView {
    let dots = (0..PEOPLE)
        .map(|place| {
            // 37 has no factor in common with 100: every person gets a place.
            let person = (place * 37 + 11) % PEOPLE;
            let (column, row) = (place % COLUMNS, place / COLUMNS);
            let class = move || {
                if answered.get() <= person {
                    return "dot waiting";
                }
                let slow = crowd.with(|c| c.as_ref().is_some_and(|c| c.waits_ms[person] > c.slow_ms));
                if slow { "dot slow" } else { "dot answered" }
            };
            view! {
                <circle
                    class=class
                    cx=(column * STEP + STEP / 2).to_string()
                    cy=(row * STEP + STEP / 2).to_string()
                    r="9"
                ></circle>
            }
        })
        .collect_view();
    let says = move || format!("{} of a hundred people have their answer.", answered.get());
    view! {
        <svg class="picture" viewBox=format!("0 0 {} {}", COLUMNS * STEP, PEOPLE / COLUMNS * STEP) role="img" aria-label=says>
            {dots}
        </svg>
    }
}
