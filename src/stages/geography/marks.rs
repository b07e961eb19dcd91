//! What stands on the map and keeps its size whatever the zoom: names, times of rings, and the markers one takes hold of.

use explorer_core::network::cities;
use explorer_core::network::geodesic::Place;
use explorer_core::quantity::{self, Unit};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use super::camera::WIDTH;
use super::layers::{Ring, seen};
use super::{End, World};
use crate::state::hand::On;

/// Names of cities appear from this zoom on.
const NAMES_FROM: f64 = 3.0;

/// Names of cities, once there is room.
pub fn names(world: World, unit: RwSignal<f64>) -> impl IntoView {
    let zoomed = Memo::new(move |_| world.camera.with(|c| c.zoom >= NAMES_FROM));
    let size = move || {
        let zoom = world.camera.with(|c| c.zoom);
        format!("{:.3}px", 11.0 * unit.get() / zoom)
    };
    move || {
        zoomed.get().then(|| {
            let map = world.projection.get();
            let list = cities::all()
                .iter()
                .map(|city| {
                    let (x, y) = super::camera::base(map, map.project(city.place));
                    view! { <text x=format!("{x:.1}") y=format!("{y:.1}") dx="0.5em" dy="0.3em">{city.name}</text> }
                })
                .collect_view();
            view! { <g class="names" aria-hidden="true" style:font-size=size>{list}</g> }
        })
    }
}

/// A word in the picture that keeps its size whatever the zoom.
fn word(world: World, unit: RwSignal<f64>, class: &'static str, at: Place, text: String) -> impl IntoView {
    let spot = Memo::new(move |_| seen(world.projection.get(), world.camera.get(), at));
    let size = move || format!("{:.2}px", 12.0 * unit.get());
    // A name begins with its mark, which stands on the place.
    let (anchor, dx) = if class == "ring-label" { ("middle", "0") } else { ("start", "-0.4em") };
    view! {
        <text class=class aria-hidden="true" text-anchor=anchor dx=dx dy="0.35em" style:font-size=size x=move || format!("{:.1}", spot.get().0) y=move || format!("{:.1}", spot.get().1)>
            {text}
        </text>
    }
}

/// The time of each ring.
pub fn ring_labels(world: World, unit: RwSignal<f64>, drawn: Memo<Vec<Ring>>) -> impl IntoView {
    move || {
        drawn.with(|rings| {
            let label = |ring: &Ring| word(world, unit, "ring-label", ring.label, quantity::format(ring.ms, Unit::MS));
            rings.iter().map(label).collect_view()
        })
    }
}

/// Names of the replicas and of the edge.
pub fn replica_labels(world: World, unit: RwSignal<f64>) -> impl IntoView {
    move || {
        let count = world.now.with(|(inputs, _)| inputs.replicas as usize);
        let chosen = world.placed.with(|p| p.as_ref().map(|p| p.cities(count)).unwrap_or_default());
        let shown = if world.replicas.get() { chosen } else { Vec::new() };
        let mut list: Vec<(Place, String, &'static str)> =
            shown.iter().map(|c| (c.place, format!("■ {}", c.name), "replica-label")).collect();
        world.now.with(|(_, scene)| {
            // In the user's own city the marker says it already.
            if let Some((edge, scene)) = scene.as_ref().and_then(|s| Some((s.edge.as_ref()?, s))) {
                let name = if scene.edge_km.0 < 100.0 { String::new() } else { format!("◆ {}", edge.name) };
                list.push((edge.place, name, "edge-label"));
            }
        });
        list.into_iter().map(|(at, text, class)| word(world, unit, class, at, text)).collect_view()
    }
}

/// A marker: dragged, or moved by arrow keys.
pub fn marker(world: World, end: End, unit: RwSignal<f64>) -> impl IntoView {
    let spot = Memo::new(move |_| {
        let at = world.now.with(|(_, scene)| super::place_of(scene.as_ref(), end));
        seen(world.projection.get(), world.camera.get(), at)
    });
    let transform = move || format!("translate({:.1} {:.1}) scale({:.3})", spot.get().0, spot.get().1, unit.get());
    let take = move |event: PointerEvent| {
        if event.button() == 0 {
            // The picture itself takes the pointer and sees it move.
            world.taken.set(end);
            world.state.hand.take(On::Picture, event.pointer_id());
        }
    };
    let press = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let at = world.now.with_untracked(|(_, scene)| super::place_of(scene.as_ref(), end));
        let step = if event.shift_key() { 10.0 } else { 1.0 };
        let (north, east) = match event.key().as_str() {
            "ArrowUp" => (step, 0.0),
            "ArrowDown" => (-step, 0.0),
            "ArrowRight" => (0.0, step),
            "ArrowLeft" => (0.0, -step),
            "Enter" | " " => {
                event.prevent_default();
                event.stop_propagation();
                world.put_at(end, at, f64::INFINITY);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        let lon = (at.lon + east + 540.0).rem_euclid(360.0) - 180.0;
        world.put_at(end, Place { lat: (at.lat + north).clamp(-90.0, 90.0), lon }, 0.0);
    };
    let label = move || {
        format!(
            "{}: {}. Arrow keys move by a degree, with Shift by ten; Enter to the nearest city.",
            end.name(),
            world.name(end)
        )
    };
    let is_left = move || spot.get().0 > 0.8 * WIDTH;
    view! {
        <g class="pin" class:server=end == End::Server class:held=move || world.dragged.get() == Some(end) transform=transform
            tabindex="0" role="button" aria-label=label data-place=end.key()
            on:pointerdown=take on:keydown=press
        >
            <circle class="reach" r="22" />
            {if end == End::User {
                view! { <circle class="body" r="8" /> }.into_any()
            } else {
                view! { <rect class="body" x="-8" y="-8" width="16" height="16" rx="2" /> }.into_any()
            }}
            <text
                x=move || if is_left() { "-14" } else { "14" }
                y=if end == End::User { "-10" } else { "20" }
                text-anchor=move || if is_left() { "end" } else { "start" }
                aria-hidden="true"
            >
                {move || world.name(end)}
            </text>
        </g>
    }
}
