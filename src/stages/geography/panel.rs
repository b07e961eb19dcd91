//! Around the map: what it shows, the lists of cities, and the same in a table. All that the pointer can do is here too.

use explorer_core::network::cities;
use explorer_core::network::geodesic::distance_km;
use explorer_core::network::measured_rtt;
use explorer_core::quantity::{self, Unit};
use leptos::prelude::*;

use super::map::view_key;
use super::{Camera, End, World, by_name};

/// Kind of map, rings, replicas, zoom.
pub fn tools(world: World) -> AnyView {
    let kind = move |event| {
        world.is_around.set(event_target_value(&event) == "around");
        world.camera.set(Camera::default());
    };
    let rings = move |event| {
        world.rings.set(match event_target_value(&event).as_str() {
            "user" => Some(End::User),
            "server" => Some(End::Server),
            _ => None,
        });
    };
    let swap = move |_| {
        let text = |end: End| {
            world.now.with_untracked(|(inputs, _)| match end {
                End::User => inputs.user.clone(),
                End::Server => inputs.server.clone(),
            })
        };
        let (user, server) = (text(End::User), text(End::Server));
        world.put(End::User, server);
        world.put(End::Server, user);
    };
    let zoom = |key: &'static str, tool: &'static str, label: &'static str, sign: &'static str| {
        view! {
            <button type="button" data-map-tool=tool aria-label=label title=label on:click=move |_| { view_key(world, key); }>{sign}</button>
        }
    };
    view! {
        <div class="transport map-tools" role="group" aria-label="Map">
            <select aria-label="Kind of map" data-map-tool="kind" on:change=kind>
                <option value="equal-earth">"The whole world"</option>
                <option value="around">"Around the user"</option>
            </select>
            <select aria-label="Rings of equal time" data-map-tool="rings" on:change=rings>
                <option value="user">"Rings around the user"</option>
                <option value="server">"Rings around the server"</option>
                <option value="none">"No rings"</option>
            </select>
            {zoom("+", "in", "Zoom in", "+")}
            {zoom("-", "out", "Zoom out", "−")}
            {zoom("0", "whole", "The whole map", "⤢")}
            <button type="button" data-map-tool="swap" on:click=swap>"⇄ Swap"</button>
            <button
                type="button"
                data-map-tool="replicas"
                aria-pressed=move || world.replicas.get().to_string()
                on:click=move |_| world.replicas.update(|on| *on = !*on)
            >
                "Best replicas"
            </button>
        </div>
    }
    .into_any()
}

/// The two ends from a list, and which of them a click moves.
pub fn pickers(world: World) -> AnyView {
    let picker = move |end: End| {
        let chosen = Memo::new(move |_| {
            world.now.with(|(_, scene)| {
                let spot = scene.as_ref().map(|s| match end {
                    End::User => &s.user,
                    End::Server => &s.server,
                });
                spot.and_then(|s| s.city).map_or("", |c| c.slug)
            })
        });
        // The first choice by the attribute, later ones by the property: else each option would watch for itself.
        let first = chosen.get_untracked();
        let options = by_name()
            .into_iter()
            .map(|c| {
                let slug = c.slug;
                view! { <option value=slug selected=slug == first>{format!("{}, {}", c.name, c.country)}</option> }
            })
            .collect_view();
        let pick = move |event| {
            let slug = event_target_value(&event);
            if !slug.is_empty() {
                world.put(end, slug);
            }
        };
        view! {
            <label class="pick">
                <span>{end.name()}</span>
                <select data-place=end.key() prop:value=move || chosen.get() on:change=pick>
                    <option value="" selected=first.is_empty()>{move || if chosen.get().is_empty() { world.name(end) } else { "elsewhere".into() }}</option>
                    {options}
                </select>
            </label>
        }
    };
    let radio = move |end: End, label: &'static str| {
        view! {
            <label>
                <input type="radio" name="map-click" prop:checked=move || world.moves.get() == end on:change=move |_| world.moves.set(end) />
                {label}
            </label>
        }
    };
    view! {
        <div class="picks">
            {picker(End::User)}
            {picker(End::Server)}
            <fieldset class="choice">
                <legend>"A click on the map moves"</legend>
                <div class="options">{radio(End::User, "the user")}{radio(End::Server, "the server")}</div>
            </fieldset>
        </div>
    }
    .into_any()
}

/// From the user to every city, and where the replicas stand, in words.
pub fn table(world: World) -> AnyView {
    let is_open = RwSignal::new(false);
    let rows = move || {
        world.now.with(|(_, scene)| {
            let Some(scene) = scene else { return Vec::new() };
            let from = scene.user.place;
            let mut list: Vec<_> = cities::all().iter().map(|c| (distance_km(from, c.place), c)).collect();
            list.sort_by(|a, b| a.0.total_cmp(&b.0));
            list.into_iter()
                .map(|(km, city)| {
                    let measured = measured_rtt::between(from, city.place);
                    view! {
                        <tr>
                            <th scope="row">{format!("{}, {}", city.name, city.country)}</th>
                            <td>{quantity::grouped(km, 0)}</td>
                            <td>{quantity::format(scene.fibre.floor_ms(km), Unit::MS)}</td>
                            <td>{quantity::format(scene.fibre.typical_ms(km), Unit::MS)}</td>
                            <td>{measured.map_or("–".to_owned(), |p| quantity::format(p.ms, Unit::MS))}</td>
                        </tr>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <p class="found" data-map-replicas="">
            {move || {
                let count = world.now.with(|(inputs, _)| inputs.replicas as usize);
                world.placed.with(|placed| placed.as_ref().map(|p| {
                    let names: Vec<&str> = p.cities(count).iter().map(|c| c.name).collect();
                    let best = p.of(count);
                    format!(
                        "Best places for {} users: {}. Their mean round trip is {}, the worst {}.",
                        p.users.len(),
                        names.join(" · "),
                        quantity::format(best.mean, Unit::MS),
                        quantity::format(best.worst, Unit::MS),
                    )
                }))
            }}
        </p>
        <div class="transport">
            <button type="button" data-map-tool="table" aria-expanded=move || is_open.get().to_string() on:click=move |_| is_open.update(|o| *o = !*o)>
                "Table: from the user to every city"
            </button>
        </div>
        <Show when=move || is_open.get()>
            <div class="table-scroll map-table" tabindex="0" role="region" aria-label="From the user to every city">
                <table>
                    <thead><tr><th scope="col">"City"</th><th scope="col">"Distance (km)"</th><th scope="col">"Floor"</th><th scope="col">"Usual"</th><th scope="col">"Measured"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Show>
    }
    .into_any()
}
