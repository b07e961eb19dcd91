//! The pool in slow motion: a lamp for each connection, a mark for each request in line. It is the simulation's own engine.

use explorer_core::quantity::{self, Unit};
use explorer_core::sim::{PoolRun, PoolScene};
use explorer_core::topics::connections::Inputs;
use leptos::prelude::*;

use crate::ui::preferences::Preferences;
use crate::web::frames;

/// Requests a second of the reader's time.
const REQUESTS_PER_REAL_SEC: f64 = 12.0;
/// Requests let through before the picture opens.
const BEFORE_OPENING: u64 = 600;
/// Most lamps, and most marks in line; with more, each stands for several.
const MOST_LAMPS: u32 = 120;
const MOST_MARKS: u32 = 60;

/// The living pool.
pub fn stage(now: Memo<Inputs>) -> AnyView {
    let run: StoredValue<Option<PoolRun>> = StoredValue::new(None);
    let scene = RwSignal::new(PoolScene::default());
    let playing = RwSignal::new(Preferences::get().motion.get_untracked());
    let look = move || scene.set(run.with_value(|run| run.as_ref().map(PoolRun::scene).unwrap_or_default()));
    // So many seconds of the pool for one of the reader's.
    let pace = Memo::new(move |_| now.with(|n| REQUESTS_PER_REAL_SEC / n.arrivals_per_sec));
    let pass = move |real_secs: f64| {
        run.update_value(|run| {
            if let Some(run) = run {
                let until = run.scene().secs.max(0.0) + real_secs * pace.get_untracked();
                run.run_until(until);
            }
        });
        look();
    };
    let left = StoredValue::new(0.0_f64);
    let frames = frames::FrameLoop::new(move |elapsed_ms| {
        if playing.get_untracked() {
            // The clock of the run stands at its last event: what no event used up is kept for the next frame.
            let before = run.with_value(|run| run.as_ref().map_or(0.0, |r| r.scene().secs));
            let wanted = left.get_value() + elapsed_ms / 1e3;
            pass(wanted);
            let after = run.with_value(|run| run.as_ref().map_or(0.0, |r| r.scene().secs));
            left.set_value((wanted - (after - before) / pace.get_untracked()).clamp(0.0, 10.0));
        }
        playing.get_untracked()
    });
    let frames = StoredValue::new_local(frames);
    let what = Memo::new(move |_| now.with(|n| (n.pool(), n.seed as u64)));
    Effect::new(move |_| {
        let (pool, seed) = what.get();
        let mut fresh = PoolRun::new(&pool, seed);
        fresh.advance(BEFORE_OPENING);
        run.set_value(Some(fresh));
        left.set_value(0.0);
        look();
    });
    Effect::new(move |_| {
        if playing.get() {
            frames.with_value(frames::FrameLoop::wake);
        }
    });
    let size = Memo::new(move |_| now.with(|n| n.pool_size as u32));
    let each = move || size.get().div_ceil(MOST_LAMPS).max(1);
    // Working first, then being opened, then idle; the rest is closed.
    let counts = Memo::new(move |_| {
        let (s, each) = (scene.get(), each());
        [s.working, s.working + s.opening, s.working + s.opening + s.idle].map(|n| n.div_ceil(each))
    });
    let lamps = move || {
        let [working, opening, idle] = counts.get();
        (0..size.get().div_ceil(each()))
            .map(|i| {
                let class = if i < working {
                    "lamp busy"
                } else if i < opening {
                    "lamp opening"
                } else if i < idle {
                    "lamp"
                } else {
                    "lamp closed"
                };
                view! { <i class=class></i> }
            })
            .collect_view()
    };
    let marks = Memo::new(move |_| scene.with(|s| s.waiting).min(MOST_MARKS));
    let line = move || (0..marks.get()).map(|_| view! { <i class="in-line"></i> }).collect_view();
    let says = move || {
        scene.with(|s| {
            let lamp = if each() > 1 { format!(" A lamp is {} connections.", each()) } else { String::new() };
            format!(
                "{} of {} at work, {} being opened, {} idle; {} in line. {} gave up so far, {} found the line full.{lamp}",
                quantity::grouped(f64::from(s.working), 0),
                quantity::grouped(f64::from(size.get()), 0),
                quantity::grouped(f64::from(s.opening), 0),
                quantity::grouped(f64::from(s.idle), 0),
                quantity::grouped(f64::from(s.waiting), 0),
                quantity::grouped(s.timed_out as f64, 0),
                quantity::grouped(s.rejected as f64, 0),
            )
        })
    };
    let slow = move || {
        let pace = pace.get();
        let words = if pace < 1.0 {
            format!("{} times slower than life", quantity::significant(1.0 / pace, 2))
        } else {
            format!("{} times faster than life", quantity::significant(pace, 2))
        };
        format!("{words}, {}", quantity::format(scene.with(|s| s.secs), Unit::SECS))
    };
    view! {
        <h2>"Watch the pool"</h2>
        <figure class="pool">
            <div class="pool-line" aria-hidden="true">{line}</div>
            <div class="grid-of-lamps" aria-hidden="true">{lamps}</div>
            <figcaption data-pool="">{says}</figcaption>
        </figure>
        <div class="transport">
            <button
                type="button"
                class="play"
                data-stage="watch"
                aria-pressed=move || playing.get().to_string()
                on:click=move |_| playing.update(|p| *p = !*p)
            >
                {move || if playing.get() { "Stop" } else { "Watch" }}
            </button>
            <button type="button" data-stage="further" on:click=move |_| { playing.set(false); pass(1.0); }>"A little further"</button>
            <span class="clock">{slow}</span>
        </div>
    }
    .into_any()
}
