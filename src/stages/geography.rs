//! The world with the user and the server on it: dragged, picked from lists, or moved by keys. Rings of equal time, the
//! shortest way, what is measured, and the best places for replicas.

mod camera;
mod layers;
mod map;
mod marks;
mod panel;

use explorer_core::network::cities::{self, City};
use explorer_core::network::geodesic::{Place, great_circle_km};
use explorer_core::network::projection::Projection;
use explorer_core::topic::Value;
use explorer_core::topics::geography::{Edge, Geography, Inputs, Placed, Scene};
use leptos::prelude::*;

use camera::Camera;

use super::inputs;
use crate::state::PageState;
use crate::state::hand::On;

/// What the parts of the map share. Cheap to copy.
#[derive(Clone, Copy)]
struct World {
    state: PageState,
    /// The last inputs that had an answer, and their places.
    now: Memo<(Inputs, Option<Scene>)>,
    placed: Memo<Option<Placed>>,
    /// Whether the map is drawn around the user.
    is_around: RwSignal<bool>,
    projection: Memo<Projection>,
    camera: RwSignal<Camera>,
    /// Rings of equal time: off, around the user, around the server.
    rings: RwSignal<Option<End>>,
    /// Whether the best places for replicas are drawn.
    replicas: RwSignal<bool>,
    /// The marker that is being dragged.
    dragged: Signal<Option<End>>,
    /// The marker that was taken hold of last.
    taken: RwSignal<End>,
    /// Which marker a click on the map moves.
    moves: RwSignal<End>,
    /// Said after a change by key or button.
    said: RwSignal<String>,
}

/// One of the two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    User,
    Server,
}

impl End {
    fn key(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Server => "server",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::User => "The user",
            Self::Server => "The server",
        }
    }
}

impl World {
    /// Where an end is.
    fn place(&self, end: End) -> Place {
        self.now.with(|(_, scene)| place_of(scene.as_ref(), end))
    }

    /// Its name.
    fn name(&self, end: End) -> String {
        self.now.with(|(_, scene)| {
            scene.as_ref().map_or(String::new(), |s| match end {
                End::User => s.user.name.clone(),
                End::Server => s.server.name.clone(),
            })
        })
    }

    /// Moves an end to a city or to coordinates.
    fn put(&self, end: End, text: String) {
        if let Some(index) = self.state.index(end.key()) {
            self.state.set(index, Value::Text(text));
        }
    }

    /// Moves an end to a place, or to the city that is within `snap_km` of it.
    fn put_at(&self, end: End, at: Place, snap_km: f64) {
        let city = cities::nearest(cities::all().iter(), at).filter(|c| great_circle_km(c.place, at) <= snap_km);
        self.put(end, city.map_or_else(|| format!("{:.2},{:.2}", at.lat, at.lon), |c| c.slug.to_owned()));
    }
}

fn place_of(scene: Option<&Scene>, end: End) -> Place {
    let anywhere = Place { lat: 0.0, lon: 0.0 };
    scene.map_or(anywhere, |s| match end {
        End::User => s.user.place,
        End::Server => s.server.place,
    })
}

/// The cities in the order of their names.
fn by_name() -> Vec<&'static City> {
    let mut list: Vec<&City> = cities::all().iter().collect();
    list.sort_by_key(|c| c.slug);
    list
}

/// The stage of the page of distances.
pub fn stage(state: PageState) -> AnyView {
    // A text that is no place (yet) leaves the map as it was.
    let now = Memo::new(move |before: Option<&(Inputs, Option<Scene>)>| {
        let typed = inputs::<Geography>(state);
        match (typed.scene(), before) {
            (Ok(scene), _) => (typed, Some(scene)),
            (Err(_), Some(before)) => before.clone(),
            (Err(_), None) => {
                let usual = Inputs::default();
                let scene = usual.scene().ok();
                (usual, scene)
            }
        }
    });
    // The replicas do not hang on user, server and edge.
    let what = Memo::new(move |_| {
        now.with(|(inputs, _)| Inputs {
            user: "london".into(),
            server: "london".into(),
            edge: Edge::None,
            round_trips: 1.0,
            server_ms: 0.0,
            ..inputs.clone()
        })
    });
    let placed = Memo::new(move |_| what.with(|inputs| Placed::new(inputs, &inputs.scene().ok()?).ok()));
    let is_around = RwSignal::new(false);
    let taken = RwSignal::new(End::User);
    let dragged = Signal::derive(move || (state.hand.on() == Some(On::Picture)).then(|| taken.get()));
    // While the user is being dragged the map stays, or it would flee from the pointer.
    let projection = Memo::new(move |before: Option<&Projection>| {
        let user = now.with(|(_, scene)| place_of(scene.as_ref(), End::User));
        match (is_around.get(), dragged.get(), before) {
            (false, ..) => Projection::EqualEarth,
            (true, Some(_), Some(Projection::Around(centre))) => Projection::Around(*centre),
            (true, ..) => Projection::Around(user),
        }
    });
    let world = World {
        state,
        now,
        placed,
        is_around,
        projection,
        camera: RwSignal::new(Camera::default()),
        rings: RwSignal::new(Some(End::User)),
        replicas: RwSignal::new(false),
        dragged,
        taken,
        moves: RwSignal::new(End::User),
        said: RwSignal::new(String::new()),
    };
    view! {
        <h2>"On the map"</h2>
        {panel::tools(world)}
        {map::map(world)}
        {panel::pickers(world)}
        {panel::table(world)}
    }
    .into_any()
}
