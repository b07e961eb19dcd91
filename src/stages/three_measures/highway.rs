//! A stretch of the road: cars keep the gaps and the speed that the model works out.

use explorer_core::quantity::{self, Unit};
use explorer_core::topics::three_measures::Inputs;
use leptos::prelude::*;

use crate::ui::thin::{click, text};

use crate::state::PageState;
use crate::ui::preferences::Preferences;
use crate::web::frames;

/// Width of the picture and height of a lane, in its own units.
const WIDTH: f64 = 720.0;
const LANE: f64 = 16.0;
/// Most lanes drawn, and the least stretch of road, metres.
const MOST_LANES: f64 = 10.0;
const STRETCH_M: f64 = 400.0;
/// A car, metres, and its least width in the picture.
const CAR_M: f64 = 4.5;
const LEAST_CAR: f64 = 9.0;
/// A stretch holds at least so many gaps where cars are few.
const GAPS: f64 = 2.5;

/// What the picture shows.
#[derive(Clone, Copy, PartialEq)]
struct Scene {
    lanes: usize,
    stretch_m: f64,
    spacing_m: f64,
    speed: f64,
    /// Picture seconds for a second of the reader's.
    pace: f64,
}

fn scene(inputs: &Inputs) -> Option<Scene> {
    let road = inputs.highway().ok()?;
    let spacing_m = road.spacing_m().max(7.0);
    let stretch_m = STRETCH_M.max(GAPS * spacing_m).min(Unit::KM.to_base(inputs.road_km).max(STRETCH_M));
    let lanes = inputs.lanes.min(MOST_LANES) as usize;
    Some(Scene { lanes, stretch_m, spacing_m, speed: road.speed_m_per_sec(), pace: stretch_m / STRETCH_M })
}

/// The four corners: preset and words.
const CORNERS: [(&str, &str); 4] = [
    ("sports-car", "Quick, few"),
    ("cargo", "Slow, many"),
    ("rush-hour", "Wide, stuck"),
    ("wide-and-free", "Quick, many"),
];

/// The road with its transport and the four corners.
#[component]
pub fn Road(state: PageState, now: Memo<Inputs>) -> impl IntoView {
    let shown = Memo::new(move |_| now.with(scene));
    let playing = RwSignal::new(Preferences::get().motion.get_untracked());
    // How far the cars have come since one stood at the edge, metres.
    let moved = RwSignal::new(0.0_f64);
    let drive = move |secs: f64| {
        if let Some(scene) = shown.get_untracked() {
            moved.update(|m| *m = (*m + secs * scene.pace * scene.speed) % scene.spacing_m);
        }
    };
    let frames = frames::FrameLoop::new(move |elapsed_ms| {
        if playing.get_untracked() {
            drive(elapsed_ms / 1e3);
        }
        playing.get_untracked()
    });
    let frames = StoredValue::new_local(frames);
    Effect::new(move |_| {
        if playing.get() {
            frames.with_value(frames::FrameLoop::wake);
        }
    });
    let cars = move || {
        let scene = shown.get()?;
        let scale = WIDTH / scene.stretch_m;
        let width = (CAR_M * scale).max(LEAST_CAR.min(scene.spacing_m * scale * 0.7));
        let mut path = String::new();
        for lane in 0..scene.lanes {
            // Neighbouring lanes are not abreast.
            let shift = (lane as f64 * 0.38) % 1.0 * scene.spacing_m;
            let y = lane as f64 * LANE + 4.0;
            let count = (scene.stretch_m / scene.spacing_m) as usize + 2;
            for car in 0..count {
                let x = ((car as f64 - 1.0) * scene.spacing_m + shift) * scale;
                path += &format!("M{x:.1} {y}h{width:.1}v8h-{width:.1}z");
            }
        }
        Some(path)
    };
    let place = move || {
        let scale = shown.get().map_or(1.0, |scene| WIDTH / scene.stretch_m);
        format!("translate({:.1})", moved.get() * scale)
    };
    let height = move || shown.get().map_or(1, |scene| scene.lanes) as f64 * LANE;
    let marks = move || {
        let lanes = shown.get().map_or(1, |s| s.lanes);
        (1..lanes).map(|i| format!("M0 {}H{WIDTH}", i as f64 * LANE)).collect::<String>()
    };
    let says = move || {
        let Some(scene) = shown.get() else { return String::new() };
        now.with(|n| {
            let lanes =
                if n.lanes > MOST_LANES { format!(", {MOST_LANES} of {} lanes", n.lanes) } else { String::new() };
            let pace = if scene.pace > 1.05 {
                format!(", {} times as fast as life", quantity::significant(scene.pace, 2))
            } else {
                String::new()
            };
            let drive = if scene.speed > 0.0 {
                format!(
                    "A car every {}, at {}.",
                    quantity::format(scene.spacing_m / 1e3, Unit::KM),
                    quantity::format(scene.speed * 3.6, Unit::KM_PER_HOUR)
                )
            } else {
                "Bumper to bumper: nothing moves.".into()
            };
            format!("{} of the road{lanes}{pace}. {drive}", quantity::format(scene.stretch_m / 1e3, Unit::KM))
        })
    };
    let corners = CORNERS
        .into_iter()
        .map(|(slug, words)| {
            let preset = state.topic.presets().iter().find(|p| p.slug == slug).map_or("", |p| p.query);
            view! { <button type="button" data-stage=slug on:click=click(move |_| state.load(preset))>{words}</button> }
        })
        .collect_view();
    view! {
        <figure>
            <svg class="picture road" viewBox=text(move || format!("0 0 {WIDTH} {}", height())) role="img" aria-label=says>
                <rect class="asphalt" width=WIDTH height=height></rect>
                <path class="lanes" d=marks></path>
                <path class="cars" transform=place d=cars></path>
            </svg>
            <figcaption data-road="">{says}</figcaption>
        </figure>
        <div class="transport">
            <button
                type="button"
                class="play"
                data-stage="drive"
                aria-pressed=text(move || playing.get().to_string())
                on:click=click(move |_| playing.update(|p| *p = !*p))
            >
                {move || if playing.get() { "Stop" } else { "Drive" }}
            </button>
            <button type="button" data-stage="second" on:click=click(move |_| { playing.set(false); drive(0.5); })>"A little further"</button>
            {corners}
        </div>
    }
}
