//! The map: what is drawn, and moving it and its markers by pointer, wheel, fingers and keys.
//!
//! Land and lines are paths in units of the picture that change only with the projection; panning and zooming change one
//! attribute of the group around them.

use explorer_core::network::cities;
use explorer_core::network::geodesic::Place;
use explorer_core::quantity;
use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;
use leptos::svg::Svg;
use wasm_bindgen::JsCast;

use super::camera::{Camera, WIDTH, ZOOM_STEP, height};
use super::layers::{Ring, path, rings};
use super::marks::{marker, names, replica_labels, ring_labels};
use super::{End, World};
use crate::web::frames::FrameLoop;
use crate::web::resize;

/// A pointer that moved less than this has clicked, px.
const CLICK_PX: f64 = 5.0;
/// A marker let go so near to a city stands in it, px.
const SNAP_PX: f64 = 12.0;

/// Fingers or the mouse on the map: where they are, px, and how far they have gone.
#[derive(Clone, Default)]
struct Touch {
    at: Vec<(i32, f64, f64)>,
    gone_px: f64,
}

/// The picture.
pub fn map(world: World) -> AnyView {
    let svg: NodeRef<Svg> = NodeRef::new();
    // Units of the picture that a pixel is.
    let unit = RwSignal::new(1.0_f64);
    watch_size(svg, unit);
    let World { projection, camera, .. } = world;
    let tall = move || height(projection.get());
    let at_px = move |x: f64, y: f64| {
        let u = unit.get_untracked();
        camera.get_untracked().at(projection.get_untracked(), (x * u, y * u))
    };
    let put = move |end: End, x: f64, y: f64| {
        let map = projection.get_untracked();
        if let Some(place) = map.unproject(at_px(x, y)) {
            let km_per_px = camera.get_untracked().km_per_unit(map) * unit.get_untracked();
            world.put_at(end, place, SNAP_PX * km_per_px);
        }
    };
    let drawn = Memo::new(move |_| {
        let Some(end) = world.rings.get() else { return Vec::new() };
        let Some(fibre) = world.now.with(|(_, scene)| scene.as_ref().map(|s| s.fibre)) else { return Vec::new() };
        rings(projection.get(), world.place(end), |ms| fibre.km_within(ms))
    });
    let touch: StoredValue<Touch> = StoredValue::new(Touch::default());
    let wanted: StoredValue<Option<(End, f64, f64)>> = StoredValue::new(None);
    let frames = StoredValue::new_local(FrameLoop::new(move |_| {
        if let Some((end, x, y)) = wanted.try_update_value(Option::take).flatten() {
            put(end, x, y);
        }
        false
    }));
    let pointer = move |event: &PointerEvent| svg.get_untracked().map(|element| resize::pointer_px(&element, event));
    let down = move |event: PointerEvent| {
        let Some((x, y)) = pointer(&event) else { return };
        if event.button() != 0 {
            return;
        }
        if let Some(element) = svg.get_untracked() {
            let _ = element.set_pointer_capture(event.pointer_id());
        }
        touch.update_value(|touch| {
            if touch.at.is_empty() {
                touch.gone_px = 0.0;
            }
            touch.at.push((event.pointer_id(), x, y));
        });
    };
    let moved = move |event: PointerEvent| {
        let Some((x, y)) = pointer(&event) else { return };
        let u = unit.get_untracked();
        let tall = height(projection.get_untracked());
        touch.update_value(|touch| {
            let Some(index) = touch.at.iter().position(|p| p.0 == event.pointer_id()) else { return };
            // Let go where nobody saw it: outside the window, or behind a dialog.
            if event.buttons() == 0 {
                touch.at.remove(index);
                return;
            }
            let (_, old_x, old_y) = touch.at[index];
            touch.gone_px += (x - old_x).hypot(y - old_y);
            if let Some(end) = world.dragged.get_untracked() {
                wanted.set_value(Some((end, x, y)));
                frames.with_value(FrameLoop::wake);
            } else if let Some(other) = touch.at.iter().find(|p| p.0 != event.pointer_id()) {
                let gap = |x: f64, y: f64| (x - other.1).hypot(y - other.2).max(8.0);
                let middle = ((x + other.1) / 2.0 * u, (y + other.2) / 2.0 * u);
                let factor = gap(x, y) / gap(old_x, old_y);
                let (dx, dy) = ((x - old_x) / 2.0 * u, (y - old_y) / 2.0 * u);
                camera.update(|c| *c = c.zoomed(factor, middle, tall).moved(dx, dy, tall));
            } else {
                camera.update(|c| *c = c.moved((x - old_x) * u, (y - old_y) * u, tall));
            }
            touch.at[index] = (event.pointer_id(), x, y);
        });
    };
    let end = move |event: PointerEvent, is_click: bool| {
        let touched = touch.get_value();
        if !touched.at.iter().any(|p| p.0 == event.pointer_id()) {
            return;
        }
        touch.update_value(|touch| touch.at.retain(|p| p.0 != event.pointer_id()));
        if world.dragged.get_untracked().is_some() {
            world.state.hand.let_go(event.pointer_id());
        } else if is_click && touched.at.len() == 1 && touched.gone_px < CLICK_PX {
            let (_, x, y) = touched.at[0];
            put(world.moves.get_untracked(), x, y);
        }
    };
    let wheel = move |event: WheelEvent| {
        // Without Ctrl (or two fingers on a touch pad) the wheel scrolls the page, unless the map has the focus.
        let has_focus = svg.get_untracked().is_some_and(|element| element.matches(":focus-within").unwrap_or(false));
        let Some(element) = svg.get_untracked().filter(|_| has_focus || event.ctrl_key() || event.meta_key()) else {
            return;
        };
        event.prevent_default();
        let (x, y) = resize::pointer_px(&element, event.unchecked_ref::<PointerEvent>());
        let u = unit.get_untracked();
        let factor = 1.0 + (-event.delta_y() / 240.0).clamp(-0.5, 1.0);
        let tall = height(projection.get_untracked());
        camera.update(|c| *c = c.zoomed(factor, (x * u, y * u), tall));
    };
    let press = move |event: KeyboardEvent| {
        if view_key(world, &event.key()) && !(event.ctrl_key() || event.alt_key() || event.meta_key()) {
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let name = move || {
        let (user, server) = (world.name(End::User), world.name(End::Server));
        let km = world.now.with(|(_, scene)| scene.as_ref().map_or(0.0, |s| s.km));
        format!(
            "World map: {user} and {server}, {} km apart. Plus and minus zoom, arrow keys move the view.",
            quantity::grouped(km, 0)
        )
    };
    let group = move || {
        let c = camera.get();
        format!("translate({:.2} {:.2}) scale({:.4})", c.x, c.y, c.zoom)
    };
    view! {
        <figure class="globe">
            <div class="stack">
            // The land has a picture of its own, so that it is not painted again with every move of a marker.
            <svg class="ground" aria-hidden="true" viewBox=move || format!("0 0 {WIDTH} {}", tall())>
                <g transform=group>{ground(world)}</g>
            </svg>
            <svg
                node_ref=svg
                class="picture world"
                class:zoomed=move || camera.with(|c| c.zoom > 1.01)
                viewBox=move || format!("0 0 {WIDTH} {}", tall())
                tabindex="0"
                role="group"
                aria-label=name
                data-map=move || if world.is_around.get() { "around" } else { "equal-earth" }
                on:pointerdown=down
                on:pointermove=moved
                on:pointerup=move |event| end(event, true)
                on:pointercancel=move |event| end(event, false)
                on:wheel=wheel
                on:keydown=press
            >
                <g transform=group>{lines(world, drawn)}{names(world, unit)}</g>
                {ring_labels(world, unit, drawn)}
                {replica_labels(world, unit)}
                {marker(world, End::Server, unit)}
                {marker(world, End::User, unit)}
            </svg>
            </div>
            <figcaption>
                <span>{move || caption(world)}</span>
                " "
                <span class="map-hint">"Drag a marker or the map; click to move a marker; Ctrl and wheel, or two fingers, zoom."</span>
                <span role="status" class="visually-hidden">{move || world.said.get()}</span>
            </figcaption>
        </figure>
    }
    .into_any()
}

fn watch_size(svg: NodeRef<Svg>, unit: RwSignal<f64>) {
    let watched: StoredValue<Option<resize::Watched>, LocalStorage> = StoredValue::new_local(None);
    Effect::new(move |_| {
        let Some(element) = svg.get() else { return };
        let watch = element.clone();
        let look = move || {
            let (width, _) = resize::size_px(&watch);
            if width > 0.0 {
                unit.try_set(WIDTH / width);
            }
        };
        look();
        watched.set_value(resize::Watched::new(&element, look));
    });
    on_cleanup(move || {
        watched.try_update_value(Option::take);
    });
}

/// Moves the view by a key; whether it did.
pub fn view_key(world: World, key: &str) -> bool {
    let tall = height(world.projection.get_untracked());
    let middle = (WIDTH / 2.0, tall / 2.0);
    let step = 0.1 * WIDTH;
    let next = |c: Camera| match key {
        "+" | "=" => Some(c.zoomed(ZOOM_STEP, middle, tall)),
        "-" | "_" => Some(c.zoomed(1.0 / ZOOM_STEP, middle, tall)),
        "0" | "Home" => Some(Camera::default()),
        "ArrowLeft" => Some(c.moved(step, 0.0, tall)),
        "ArrowRight" => Some(c.moved(-step, 0.0, tall)),
        "ArrowUp" => Some(c.moved(0.0, step, tall)),
        "ArrowDown" => Some(c.moved(0.0, -step, tall)),
        _ => None,
    };
    let Some(camera) = next(world.camera.get_untracked()) else { return false };
    world.camera.set(camera);
    if !key.starts_with("Arrow") {
        world.said.set(format!("The map is {} times as large.", quantity::significant(camera.zoom, 2)));
    }
    true
}

fn caption(world: World) -> String {
    let ring = match world.rings.get() {
        Some(end) => format!("Rings: usual round trips from {}. ", world.name(end)),
        None => String::new(),
    };
    let kind = if world.is_around.get() {
        "Every distance from the user is true on this map, no other."
    } else {
        "Areas are true on this map, distances are not: the line is the shortest way."
    };
    format!("{ring}{kind}")
}

/// Sea, land and cities.
fn ground(world: World) -> impl IntoView {
    let map = world.projection;
    let outline = Memo::new(move |_| path(map.get(), &[map.get().outline()], true));
    let land = Memo::new(move |_| path(map.get(), &map.get().land(), true));
    let graticule = move || path(map.get(), &map.get().graticule(), false);
    let dots = move || {
        let mut d = String::new();
        for city in cities::all() {
            let (x, y) = super::camera::base(map.get(), map.get().project(city.place));
            d.push_str(&format!("M{x:.1} {y:.1}h0"));
        }
        d
    };
    view! {
        <defs><clipPath id="edge-of-the-land"><path d=move || outline.get() /></clipPath></defs>
        <path class="sea" d=move || outline.get() />
        <g clip-path="url(#edge-of-the-land)">
            <path class="graticule" d=graticule />
            <path class="land" d=move || land.get() />
            <path class="cities" d=dots />
        </g>
        <path class="edge" d=move || outline.get() />
    }
}

/// Rings and ways.
fn lines(world: World, drawn: Memo<Vec<Ring>>) -> impl IntoView {
    let map = world.projection;
    let outline = Memo::new(move |_| path(map.get(), &[map.get().outline()], true));
    let ring_paths = move || drawn.with(|rings| rings.iter().map(|ring| ring.d.as_str()).collect::<String>());
    let ways = move |legs: Vec<(Place, Place)>| {
        let lines: Vec<_> = legs.into_iter().flat_map(|(a, b)| map.get().way(a, b)).collect();
        path(map.get(), &lines, false)
    };
    let edge_place = move || world.now.with(|(_, scene)| scene.as_ref().and_then(|s| s.edge.as_ref().map(|e| e.place)));
    let whole = move || ways(vec![(world.place(End::User), world.place(End::Server))]);
    let near = move || ways(edge_place().map(|e| (world.place(End::User), e)).into_iter().collect());
    let served = move || {
        if !world.replicas.get() {
            return String::new();
        }
        let count = world.now.with(|(inputs, _)| inputs.replicas as usize);
        world.placed.with(|placed| {
            let Some(placed) = placed else { return String::new() };
            let chosen = placed.cities(count);
            let leg = |user: &cities::Spot| {
                cities::nearest(chosen.iter().copied(), user.place).map(|city| (user.place, city.place))
            };
            ways(placed.users.iter().filter_map(leg).collect())
        })
    };
    view! {
        <defs><clipPath id="edge-of-the-world"><path d=move || outline.get() /></clipPath></defs>
        <g clip-path="url(#edge-of-the-world)">
            <path class="rings" d=ring_paths />
            <path class="served" d=served />
            <path class="way" class:has-edge=move || edge_place().is_some() d=whole />
            <path class="way near" d=near />
        </g>
    }
}
