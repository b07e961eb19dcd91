//! The living picture of a queueing station: customers come, wait, are served and leave, at a pace one can follow.
//!
//! It is the same engine, the same inputs and the same seed as the numbers beside it, slowed down. Customers are buttons:
//! each tells its story when asked, by pointer or keyboard.

mod picture;
mod story;

use explorer_core::quantity::{self, Unit};
use explorer_core::sim::{Interesting, Scenario, Snapshot, Station};
use explorer_core::topics::queue::{Inputs, Queue};
use leptos::prelude::*;

use crate::ui::thin::{click, input, text, word};

use crate::state::PageState;
use crate::ui::preferences::Preferences;
use crate::web::frames;

/// Arrivals a second of the reader's time at speed 1.
const ARRIVALS_PER_REAL_SEC: f64 = 1.6;
/// While the inputs change all the time, a new shop opens no more often than the eye can follow.
const BETWEEN_OPENINGS_MS: f64 = 200.0;
/// What is said of the picture changes no oftener than it can be read.
const BETWEEN_WORDS_MS: f64 = 150.0;
/// Customers let through before the picture opens, so that it shows a usual moment and not an empty shop.
const BEFORE_OPENING: u64 = 400;
/// Speeds to choose from.
const SPEEDS: [(f64, &str); 4] = [(0.25, "¼ ×"), (1.0, "1 ×"), (4.0, "4 ×"), (25.0, "25 ×")];

/// What the picture and its controls share.
#[derive(Clone, Copy)]
struct Watch {
    station: StoredValue<Option<Station>>,
    scene: RwSignal<Snapshot>,
    /// The scene as words tell it: while it plays, a few times a second.
    told: RwSignal<Snapshot>,
    told_ms: StoredValue<f64>,
    playing: RwSignal<bool>,
    speed: RwSignal<f64>,
    said: RwSignal<String>,
    chosen: RwSignal<Option<u64>>,
    longest: RwSignal<u64>,
}

impl Watch {
    fn look(&self) {
        let scene = self.station.with_value(|s| s.as_ref().map(Station::snapshot)).unwrap_or_default();
        let waiting = scene.waiting.len() as u64;
        if waiting > self.longest.get_untracked() {
            self.longest.set(waiting);
        }
        let now = frames::now_ms();
        if !self.playing.get_untracked() || now - self.told_ms.get_value() >= BETWEEN_WORDS_MS {
            self.told_ms.set_value(now);
            self.told.set(scene.clone());
        }
        self.scene.set(scene);
    }
}

/// What the picture shows.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The station; a refused state has none, and the picture keeps the last.
    pub scenario: Signal<Option<Scenario>>,
    /// Seed of its customers.
    pub seed: Signal<u64>,
    /// Arrivals a second.
    pub arrivals_per_sec: Signal<f64>,
}

/// The stage of the queue's page.
pub fn stage(state: PageState) -> AnyView {
    let number = move |key: &str| state.index(key).map_or(0.0, |index| state.number(index));
    let shown = Shown {
        scenario: Signal::derive(move || scenario(state)),
        seed: Signal::derive(move || number("seed") as u64),
        arrivals_per_sec: Signal::derive(move || number("arrivals_per_sec")),
    };
    view! { <QueueStage shown /> }.into_any()
}

/// The picture, its transport and the story of the chosen customer.
#[component]
pub fn QueueStage(shown: Shown) -> impl IntoView {
    let watch = Watch {
        station: StoredValue::new(None),
        scene: RwSignal::new(Snapshot::default()),
        told: RwSignal::new(Snapshot::default()),
        told_ms: StoredValue::new(f64::NEG_INFINITY),
        playing: RwSignal::new(Preferences::get().motion.get_untracked()),
        speed: RwSignal::new(1.0),
        said: RwSignal::new(String::new()),
        chosen: RwSignal::new(None),
        longest: RwSignal::new(0),
    };
    let rate = Memo::new(move |_| shown.arrivals_per_sec.get());
    // Inputs whose shop is not open yet, and when the last one was opened.
    let next: StoredValue<Option<(Scenario, u64)>> = StoredValue::new(None);
    let opened_ms = StoredValue::new(f64::NEG_INFINITY);
    let open = move |scenario: &Scenario, seed: u64| {
        let Ok(mut station) = Station::new(scenario, seed, 0) else { return };
        station.remember(2_000);
        station.run_customers(BEFORE_OPENING);
        opened_ms.set_value(frames::now_ms());
        watch.station.set_value(Some(station));
        watch.longest.set(0);
        watch.chosen.set(None);
        watch.said.set(String::new());
        watch.look();
    };
    let frames = frames::FrameLoop::new(move |elapsed_ms| {
        if frames::now_ms() - opened_ms.get_value() >= BETWEEN_OPENINGS_MS
            && let Some((scenario, seed)) = next.try_update_value(Option::take).flatten()
        {
            open(&scenario, seed);
        }
        if !watch.playing.get_untracked() {
            return next.with_value(Option::is_some);
        }
        let pace = ARRIVALS_PER_REAL_SEC / rate.get_untracked().max(1e-9) * watch.speed.get_untracked();
        watch.station.update_value(|station| {
            if let Some(station) = station {
                station.run_until(station.now() + elapsed_ms / 1e3 * pace);
            }
        });
        watch.look();
        true
    });
    let frames = StoredValue::new_local(frames);
    // New inputs open a new shop with the same customers (the seed is the same), already in its usual state; a refused state
    // leaves the last one open.
    Effect::new(move |_| {
        let Some(scenario) = shown.scenario.get() else { return };
        let seed = shown.seed.get();
        if watch.station.with_value(Option::is_none) {
            open(&scenario, seed);
        } else {
            next.set_value(Some((scenario, seed)));
            frames.with_value(frames::FrameLoop::wake);
        }
    });
    Effect::new(move |_| {
        if watch.playing.get() {
            frames.with_value(frames::FrameLoop::wake);
        } else {
            watch.look();
        }
    });
    view! {
        <h2>"Watch it"</h2>
        <picture::Picture watch />
        <Transport watch shown />
        <story::StoryLine watch />
    }
}

/// Play, step, next interesting event, speed, clock.
#[component]
fn Transport(watch: Watch, shown: Shown) -> impl IntoView {
    let step = move |_| {
        watch.playing.set(false);
        watch.station.update_value(|station| {
            if let Some(step) = station.as_mut().and_then(Station::step) {
                watch.said.set(story::event_words(&step));
            }
        });
        watch.look();
    };
    let interesting = move |_| {
        watch.playing.set(false);
        let longest = watch.longest.get_untracked();
        watch.station.update_value(|station| {
            let Some(station) = station else { return };
            let found = station.run_to_interesting(longest, f64::INFINITY, 200_000);
            watch.said.set(match found {
                Some(Interesting::LongestQueue { waiting }) => format!("The longest queue so far: {waiting} waiting."),
                Some(Interesting::Blocked { id }) => format!("Customer {id} found no place and was turned away."),
                Some(Interesting::Interrupted { id }) => format!("Customer {id} was interrupted."),
                Some(Interesting::Emptied) => "The last customer has left: nobody is here.".into(),
                Some(_) => "A customer had to wait very long.".into(),
                None => "Nothing out of the ordinary for a long while.".into(),
            });
        });
        watch.look();
    };
    let clock = move || {
        watch.told.with(|scene| {
            let seed = quantity::grouped(shown.seed.get() as f64, 0);
            let blocked = if scene.blocked > 0 {
                format!(" · {} turned away", quantity::grouped(scene.blocked as f64, 0))
            } else {
                String::new()
            };
            format!(
                "{} · {} customers{blocked} · seed {seed}",
                quantity::format(scene.time, Unit::SECS),
                quantity::grouped(scene.arrived as f64, 0)
            )
        })
    };
    let pace = move || {
        let real = ARRIVALS_PER_REAL_SEC / shown.arrivals_per_sec.get().max(1e-9) * watch.speed.get();
        format!("A second here is {} there.", quantity::format(real, Unit::SECS))
    };
    let speeds = SPEEDS
        .iter()
        .enumerate()
        .map(|(i, (speed, label))| view! { <option value=i.to_string() selected=*speed == 1.0>{*label}</option> })
        .collect_view();
    let choose = move |event| {
        let chosen = event_target_value(&event).parse().ok().and_then(|i: usize| SPEEDS.get(i));
        if let Some((speed, _)) = chosen {
            watch.speed.set(*speed);
        }
    };
    view! {
        <div class="transport" role="group" aria-label="Time">
            <button
                type="button"
                class="play"
                data-stage="play"
                aria-label=word(move || if watch.playing.get() { "Pause" } else { "Play" })
                on:click=click(move |_| watch.playing.update(|p| *p = !*p))
            >
                {word(move || if watch.playing.get() { "❚❚" } else { "▶" })}
            </button>
            <button type="button" data-stage="step" aria-label="Step: the next event" title="Step: the next event" on:click=click(step)>"❙▶"</button>
            <button type="button" data-stage="next" aria-label="On to the next interesting event" title="On to the next interesting event" on:click=click(interesting)>
                "⇥"
            </button>
            <select aria-label="Speed" on:change=input(choose)>
                {speeds}
            </select>
            <span class="clock">{text(clock)}<br />{text(pace)}</span>
        </div>
    }
}

/// The station of the present inputs. Refused ones have none; a page that opens on them shows the opening state.
fn scenario(state: PageState) -> Option<Scenario> {
    let (is_refused, answered) = state.scene.with(|scene| (scene.refusal.is_some(), scene.answered));
    let inputs = match is_refused {
        false => super::inputs::<Queue>(state),
        true if answered => return None,
        true => Inputs::default(),
    };
    inputs.scenario().ok()
}
