//! Requests one by one: a tile each, a dot for every leaf. One slow dot, and the whole tile waits.

use explorer_core::quantity::{self, Unit};
use explorer_core::sim::tail::Fates;
use explorer_core::topics::tail::{Inputs, Tail};
use leptos::prelude::*;

use crate::ui::thin::click;

use super::inputs;
use crate::state::PageState;

/// Requests shown at a time.
const TILES: usize = 24;
/// Most dots of a tile; with more leaves a dot stands for several.
const MOST_DOTS: usize = 50;

/// What has been sent so far.
#[derive(Clone, Default, PartialEq)]
struct Sent {
    /// For each tile on show its dots, slow or not.
    tiles: Vec<Vec<bool>>,
    requests: usize,
    slow: usize,
}

/// The stage of the page of tails.
pub fn stage(state: PageState) -> AnyView {
    let now: Memo<Inputs> = Memo::new(move |_| inputs::<Tail>(state));
    let fates: StoredValue<Option<Fates>> = StoredValue::new(None);
    let sent = RwSignal::new(Sent::default());
    let send = move || {
        let waited_for = now.with_untracked(|n| n.dropped() as usize);
        let mut next = Vec::new();
        fates.update_value(|fates| next.extend(fates.iter_mut().flat_map(|f| f.take(TILES).collect::<Vec<_>>())));
        sent.update(|sent| {
            sent.requests += next.len();
            sent.slow += next.iter().filter(|leaves| leaves.iter().filter(|slow| **slow).count() > waited_for).count();
            sent.tiles = next.iter().map(|leaves| dots(leaves)).collect();
        });
    };
    // Other leaves, or another seed: from the beginning.
    let what = Memo::new(move |_| now.with(|n| (n.scenario_without(), n.seed as u64, n.dropped())));
    Effect::new(move |_| {
        let (scenario, seed, _) = what.get();
        fates.set_value(Some(Fates::new(&scenario, seed)));
        sent.set(Sent::default());
        send();
    });
    let tiles = move || {
        let limit = now.with_untracked(|n| n.dropped() as usize);
        sent.with(|s| {
            s.tiles
                .iter()
                .map(|tile| {
                    let slow = tile.iter().filter(|slow| **slow).count();
                    let dots = tile.iter().map(|slow| view! { <i class="leaf" class:slow=*slow></i> }).collect_view();
                    view! { <span class="request" class:waits={slow > limit}>{dots}</span> }
                })
                .collect_view()
        })
    };
    let says = move || {
        sent.with(|s| {
            let share = s.slow as f64 / s.requests.max(1) as f64;
            format!(
                "{} of {} requests wait for a slow leaf: {}. Each box is a request, each dot {}.",
                quantity::grouped(s.slow as f64, 0),
                quantity::grouped(s.requests as f64, 0),
                quantity::format(share, Unit::SHARE),
                now.with(|n| if n.fan_out as usize <= MOST_DOTS {
                    "a leaf".to_owned()
                } else {
                    format!("{} leaves", quantity::significant(n.fan_out / MOST_DOTS as f64, 2))
                }),
            )
        })
    };
    view! {
        <h2>"One request after another"</h2>
        <figure>
            <div class="requests" aria-hidden="true">{tiles}</div>
            <figcaption data-tiles=""><span role="status">{says}</span></figcaption>
        </figure>
        <div class="transport">
            <button type="button" data-stage="send" on:click=click(move |_| send())>{format!("Send {TILES} more")}</button>
        </div>
    }
    .into_any()
}

/// A tile's dots: the leaves, or groups of them, slow where any is.
fn dots(leaves: &[bool]) -> Vec<bool> {
    let group = leaves.len().div_ceil(MOST_DOTS).max(1);
    leaves.chunks(group).map(|group| group.iter().any(|slow| *slow)).collect()
}
