//! The shifting bottleneck as a game: every turn halves one stage; how few turns reach the target?

use explorer_core::pipeline::halvings_until;
use explorer_core::quantity::{self, Unit};
use explorer_core::topics::bottleneck::{Inputs, STAGE_NAMES, STAGES};
use leptos::prelude::*;

use crate::ui::thin::{click, flag, text};

#[component]
pub fn Game(now: Memo<Inputs>) -> impl IntoView {
    let turns: RwSignal<Vec<usize>> = RwSignal::new(Vec::new());
    let start = Memo::new(move |_| now.with(|n| (n.stage_ms(), n.target_ms)));
    // Another request or another target: a new game.
    Effect::new(move |before: Option<([f64; 5], f64)>| {
        let now = start.get();
        if before.is_some_and(|before| before != now) {
            turns.set(Vec::new());
        }
        now
    });
    let stages = Memo::new(move |_| {
        let mut stages = start.get().0;
        turns.with(|turns| turns.iter().for_each(|&i| stages[i] /= 2.0));
        stages
    });
    let total = move || stages.get().iter().sum::<f64>();
    let target = move || start.get().1;
    let least = Memo::new(move |_| {
        let (stages, target) = start.get();
        halvings_until(&stages, target).len()
    });
    let won = move || total() <= target() * (1.0 + 1e-12);
    let says = move || {
        let ms = |v: f64| quantity::format(v, Unit::MS);
        let taken = turns.with(Vec::len);
        let weeks = |n: usize| if n == 1 { "1 halving".to_owned() } else { format!("{n} halvings") };
        if won() && taken == 0 {
            format!("{} is within the target of {} already: nothing to do.", ms(total()), ms(target()))
        } else if won() && taken <= least.get() {
            format!("{} after {}: it cannot be done with fewer.", ms(total()), weeks(taken))
        } else if won() {
            format!(
                "{} after {}. It can be done with {}: always halve what is longest now.",
                ms(total()),
                weeks(taken),
                least.get()
            )
        } else {
            format!("{} after {}; the target is {}.", ms(total()), weeks(taken), ms(target()))
        }
    };
    let buttons = (0..STAGES.len())
        .map(|stage| {
            let ms = move || stages.get()[stage];
            view! {
                <button
                    type="button"
                    data-stage=format!("halve-{}", STAGES[stage])
                    disabled=flag(move || won() || ms() == 0.0)
                    on:click=click(move |_| turns.update(|turns| turns.push(stage)))
                >
                    <span>{STAGE_NAMES[stage]}</span>
                    <b>{move || quantity::format(ms(), Unit::MS)}</b>
                    <meter min="0" max=text(move || start.get().0.iter().copied().fold(1e-9, f64::max).to_string()) value=text(move || ms().to_string()) aria-hidden="true"></meter>
                </button>
            }
        })
        .collect_view();
    view! {
        <p class="prose">"Each press halves a stage. Reach the target with as few as you can."</p>
        <div class="halves" role="group" aria-label="Halve a stage">{buttons}</div>
        <p class="event" role="status" data-game="" data-won=text(move || won().to_string())>{says}</p>
        <div class="transport">
            <button type="button" data-stage="undo-turn" disabled=flag(move || turns.with(Vec::is_empty)) on:click=click(move |_| turns.update(|t| { t.pop(); }))>"Take back"</button>
            <button type="button" data-stage="again" disabled=flag(move || turns.with(Vec::is_empty)) on:click=click(move |_| turns.set(Vec::new()))>"Start again"</button>
        </div>
    }
}
