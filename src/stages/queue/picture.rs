//! Customers as discs in a line before the servers. Laid out for the width there is; past what fits, a number says the rest.

use explorer_core::quantity::{self, Unit};
use leptos::html::Div;
use leptos::prelude::*;

use crate::web::resize;

use crate::ui::thin::{click, flag, part, text};

use super::Watch;

/// Edge of a customer's place, in pixels.
const PLACE_PX: f64 = 44.0;
/// Most customers drawn one by one.
const MOST_DRAWN: usize = 48;
/// Most servers drawn as counters of their own; more are a grid of lamps.
const MOST_COUNTERS: usize = 6;

/// The picture.
#[component]
pub fn Picture(watch: Watch) -> impl IntoView {
    let lane: NodeRef<Div> = NodeRef::new();
    // How many places a row has. The browser tells when the room changes: asking it in every frame would make it lay the page
    // out once more each time.
    let columns = RwSignal::new(8);
    let watched: StoredValue<Option<resize::Watched>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(element) = lane.get() else { return };
        let room = element.clone();
        let look = move || {
            let fit = ((resize::size_px(&room).0 / PLACE_PX) as usize).clamp(3, 40);
            if columns.try_get_untracked().is_some_and(|before| before != fit) {
                columns.set(fit);
            }
        };
        look();
        watched.set_value(resize::Watched::new(&element, look));
    });
    on_cleanup(move || {
        watched.try_update_value(Option::take);
    });
    let fits = move || {
        let rows = if columns.get() < 10 { 4 } else { 3 };
        (columns.get() * rows).min(MOST_DRAWN)
    };
    let ids = Memo::new(move |_| watch.scene.with(|s| s.waiting.iter().take(fits()).map(|w| w.id).collect::<Vec<_>>()));
    let servers = Memo::new(move |_| {
        watch.scene.with(|s| s.servers.max(s.serving.iter().map(|x| x.server + 1).max().unwrap_or(0)))
    });
    // Of the scene that the words tell, like the sentence before it: the picture may be a few frames ahead.
    let rest = move || watch.told.with(|s| s.waiting.len()).saturating_sub(fits());
    let beyond = move || match rest() {
        0 => String::new(),
        n => format!(" {} more stand beyond the picture.", quantity::grouped(n as f64, 0)),
    };
    let rows = move || ids.with(Vec::len).div_ceil(columns.get()).max(1);
    let says = move || {
        watch.told.with(|s| {
            let served = match s.serving.len() {
                0 => "nobody is served".to_owned(),
                1 => "one is served".to_owned(),
                n => format!("{} are served", quantity::grouped(n as f64, 0)),
            };
            match s.waiting.len() {
                0 => format!("Nobody waits, {served}."),
                1 => format!("One waits, {served}."),
                n => format!("{} wait, {served}.", quantity::grouped(n as f64, 0)),
            }
        })
    };
    view! {
        <figure class="shop">
            <div class="scene" class:wide=flag(move || servers.get() > MOST_COUNTERS)>
                <div class="waiting-line" node_ref=lane style:height=text(move || format!("{}px", rows() as f64 * PLACE_PX))>
                    <For each=move || ids.get() key=|id| *id let(id)>
                        <WaitingCustomer watch id ids columns />
                    </For>
                </div>
                <Counters watch servers />
            </div>
            <figcaption>
                {text(says)}
                {text(beyond)}
                " Choose a customer for their story."
            </figcaption>
        </figure>
    }
}

/// One customer in the line; the next to be served stands nearest to the servers.
#[component]
fn WaitingCustomer(watch: Watch, id: u64, ids: Memo<Vec<u64>>, columns: RwSignal<usize>) -> impl IntoView {
    let place = Memo::new(move |_| ids.with(|ids| ids.iter().position(|i| *i == id)).unwrap_or(0));
    let transform = move || {
        let (column, row) = (place.get() % columns.get(), place.get() / columns.get());
        format!("translate({}px, {}px)", -(column as f64) * PLACE_PX, row as f64 * PLACE_PX)
    };
    // A customer's class never changes.
    let has_priority = watch.scene.with_untracked(|s| s.waiting.iter().any(|w| w.id == id && w.has_priority));
    let me = move || watch.told.with(|s| s.waiting.iter().find(|w| w.id == id).map(|w| s.time - w.arrived));
    let waited = move || me().map_or("a moment".to_owned(), |secs| quantity::format(secs, Unit::SECS));
    view! {
        <button
            type="button"
            class="customer"
            class:priority=has_priority
            class:chosen=flag(move || watch.chosen.get() == Some(id))
            style:transform=text(transform)
            aria-label=text(move || format!("{}: customer {id}, waiting for {}", id % 100, waited()))
            on:click=click(move |_| watch.chosen.set(Some(id)))
        >
            <span aria-hidden="true">{(id % 100).to_string()}</span>
        </button>
    }
}

/// The servers: counters with a ring for what is done, or lamps where they are many.
#[component]
fn Counters(watch: Watch, servers: Memo<usize>) -> impl IntoView {
    part(move || {
        let count = servers.get();
        if count <= MOST_COUNTERS {
            let counters = (0..count).map(|server| view! { <Counter watch server /> }).collect_view();
            view! { <div class="counters" class:two=count != 1>{counters}</div> }.into_any()
        } else {
            view! { <Lamps watch /> }.into_any()
        }
    })
}

#[component]
fn Counter(watch: Watch, server: usize) -> impl IntoView {
    let who = Memo::new(move |_| {
        watch.scene.with(|s| s.serving.iter().find(|x| x.server == server).map(|x| (x.id, x.has_priority)))
    });
    let done = move || {
        watch.scene.with(|s| {
            let serving = s.serving.iter().find(|x| x.server == server)?;
            Some(1.0 - serving.remaining / serving.service.max(1e-300))
        })
    };
    view! {
        <div class="counter" class:idle=flag(move || who.get().is_none()) style:--done=text(move || format!("{:.3}", done().unwrap_or(0.0)))>
            {part(move || match who.get() {
                Some((id, priority)) => view! {
                    <button
                        type="button"
                        class="customer served"
                        class:priority=priority
                        class:chosen=flag(move || watch.chosen.get() == Some(id))
                        aria-label=format!("{}: customer {id}, being served", id % 100)
                        on:click=click(move |_| watch.chosen.set(Some(id)))
                    >
                        <span aria-hidden="true">{(id % 100).to_string()}</span>
                    </button>
                }.into_any(),
                None => view! { <span class="free">"free"</span> }.into_any(),
            })}
        </div>
    }
}

#[component]
fn Lamps(watch: Watch) -> impl IntoView {
    let count = Memo::new(move |_| watch.scene.with(|s| s.servers.min(256)));
    let busy = Memo::new(move |_| {
        watch.scene.with(|s| {
            let mut lamps = vec![false; s.servers.min(256)];
            for serving in &s.serving {
                if let Some(lamp) = lamps.get_mut(serving.server) {
                    *lamp = true;
                }
            }
            lamps
        })
    });
    let says = move || {
        watch.scene.with(|s| format!("{} of {} servers busy", s.serving.len(), quantity::grouped(s.servers as f64, 0)))
    };
    let lamps = part(move || {
        (0..count.get())
            .map(
                |i| view! { <i class="lamp" class:busy=flag(move || busy.with(|b| b.get(i).copied().unwrap_or(false)))></i> },
            )
            .collect_view()
            .into_any()
    });
    view! { <div class="lamps"><div class="grid-of-lamps" aria-hidden="true">{lamps}</div><p>{text(says)}</p></div> }
}
