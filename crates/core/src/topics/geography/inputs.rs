//! The inputs: who asks whom over what network, an edge between them, and users to place replicas for.

use std::sync::{Mutex, PoisonError};

use crate::network::cities::{self, City, NotAPlace, Spot};
use crate::network::fibre::{ACCESS_MS, Fibre, FibreError, LIGHT_KM_PER_SEC};
use crate::network::geodesic::distance_km;
use crate::network::replicas::{self, Aim, ReplicasError};
use crate::quantity::Unit;
use crate::topic::{Range, inputs, words};

words! {
    /// What stands nearer to the user than the server.
    pub enum Edge {
        None = "none", "none: everything from the server";
        Cdn = "cdn", "a CDN’s point of presence";
        Replica = "replica", "a replica of the server";
    }
}

words! { for Aim {
    Mean = "mean", "the mean user";
    Worst = "worst", "the user worst off";
} }

const MS: Range = Range::log(0.01, 60_000.0).or_zero();

inputs! {
    pub struct Inputs {
        /// Where the user is: a city, or latitude and longitude.
        user: String = "sydney".into() => text("The user is in", 60)
            .help("A city, or latitude and longitude such as -33.87,151.21.");
        /// Where the server is.
        server: String = "ashburn".into() => text("The server is in", 60);
        /// Round trips before the answer is there.
        round_trips: f64 = 1.0 => number("Round trips until the answer", Unit::COUNT, Range::log(1.0, 1000.0).whole())
            .help("Handshakes, redirects, queries one after another.");
        /// What stands nearer to the user than the server.
        edge: Edge = Edge::None => choice("Nearer to the user");
        /// Where the edge stands; empty for the nearest city.
        edge_at: String = String::new() => text("It stands in", 60)
            .help("Empty: the nearest city on the map.").when(|i| i.edge != Edge::None);
        /// Requests that the CDN answers from its cache.
        hit_pct: f64 = 100.0 => number("Answered from the CDN’s cache", Unit::PERCENT, Range::linear(0.0, 100.0, 1.0))
            .help("The rest asks the server over a connection that is open already.").when(|i| i.edge == Edge::Cdn);
        /// The server's own time.
        server_ms: f64 = 0.0 => number("The server itself takes", Unit::MS, MS);
        /// How many replicas to place.
        replicas: f64 = 2.0 => number("Place replicas", Unit::COUNT, Range::linear(1.0, MOST_REPLICAS as f64, 1.0).whole());
        /// What the replicas' choice should make least.
        aim: Aim = Aim::Mean => choice("to serve best");
        /// Where users are, for the choice of replicas.
        users: String = USERS.into() => text("Users to place them for", 600)
            .help("Up to 20 cities with commas between; coordinates too, with semicolons between.").more();
        /// Way taken over the shortest.
        stretch: f64 = 1.7 => number("Way taken over the shortest", Unit::RATIO, Range::linear(1.0, 10.0, 0.01))
            .help("Measured: half of all pairs have at most 1.7, one in ten more than 2.5.").more();
        /// Speed of light in fibre.
        fibre_km_per_sec: f64 = 204_190.0 => number("Light in fibre", Unit::KM_PER_SEC, Range::linear(100_000.0, LIGHT_KM_PER_SEC, 10.0))
            .help("204,190 km/s at the group index 1.468; tutorials round to 200,000.").more();
        /// Round trip between the user and their provider's hub.
        access_ms: f64 = ACCESS_MS.value => number("To the user’s provider and back", Unit::MS, MS)
            .help("Fibre 1 to 5 ms, cable 8 to 15, DSL 10 to 25, mobile 20 to 40.").more();
    }
}

/// Eight users around the world.
const USERS: &str = "new-york, sao-paulo, london, lagos, mumbai, singapore, tokyo, sydney";
/// Most users that replicas are placed for.
pub const MOST_USERS: usize = 20;
/// Most replicas.
pub const MOST_REPLICAS: usize = 5;

/// User, server and edge as places, and how far apart they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Who asks.
    pub user: Spot,
    /// Who answers.
    pub server: Spot,
    /// Who may answer in its place.
    pub edge: Option<Spot>,
    /// The network.
    pub fibre: Fibre,
    /// From user to server, km.
    pub km: f64,
    /// From user to edge and from edge to server, km; 0 without an edge.
    pub edge_km: (f64, f64),
}

impl Inputs {
    /// The places and the network.
    ///
    /// # Errors
    /// Where a text is no place, with a sentence.
    pub fn scene(&self) -> Result<Scene, GeographyError> {
        let (user, server, fibre) = (self.user_spot()?, self.server_spot()?, self.fibre()?);
        let edge = self.edge_spot(&user)?;
        let km = distance_km(user.place, server.place);
        let legs = |e: &Spot| (distance_km(user.place, e.place), distance_km(e.place, server.place));
        let edge_km = edge.as_ref().map_or((0.0, 0.0), legs);
        Ok(Scene { user, server, edge, fibre, km, edge_km })
    }

    fn user_spot(&self) -> Result<Spot, GeographyError> {
        cities::locate(&self.user).map_err(|error| GeographyError::Place("The user", error))
    }

    fn server_spot(&self) -> Result<Spot, GeographyError> {
        cities::locate(&self.server).map_err(|error| GeographyError::Place("The server", error))
    }

    fn edge_spot(&self, user: &Spot) -> Result<Option<Spot>, GeographyError> {
        if !self.edge_at.trim().is_empty() {
            let spot = cities::locate(&self.edge_at).map_err(|error| GeographyError::Place("The edge", error))?;
            return Ok((self.edge != Edge::None).then_some(spot));
        }
        let nearest = match self.edge {
            Edge::Cdn => cities::nearest(cities::all().iter(), user.place),
            Edge::Replica => cities::nearest(cities::with_region(), user.place),
            Edge::None => None,
        };
        Ok(nearest.map(|c| Spot { place: c.place, name: c.name.into(), city: Some(c) }))
    }

    /// The network.
    ///
    /// # Errors
    /// Where a number makes no sense.
    pub fn fibre(&self) -> Result<Fibre, FibreError> {
        Fibre::new(self.fibre_km_per_sec, self.stretch, self.access_ms)
    }

    /// The users that replicas are placed for.
    ///
    /// # Errors
    /// Where a name is no place, or there are none or too many.
    pub fn user_spots(&self) -> Result<Vec<Spot>, GeographyError> {
        let separators: &[char] = if self.users.contains([';', '\n']) { &[';', '\n'] } else { &[','] };
        let named = self.users.split(separators).map(str::trim).filter(|name| !name.is_empty());
        let spots: Vec<Spot> = named
            .take(MOST_USERS + 1)
            .map(|name| cities::locate(name).map_err(|error| GeographyError::Place("Of the users", error)))
            .collect::<Result<_, _>>()?;
        match spots.len() {
            0 => Err(ReplicasError::NoUsers.into()),
            n if n > MOST_USERS => Err(GeographyError::TooMany),
            _ => Ok(spots),
        }
    }

    /// Whether all texts can be used; where not, which and why.
    ///
    /// # Errors
    /// The key of the first that cannot, and a sentence.
    pub fn check(&self) -> Result<(), (&'static str, String)> {
        let said = |key: &'static str| move |error: GeographyError| (key, error.to_string());
        self.user_spot().map_err(said("user"))?;
        self.server_spot().map_err(said("server"))?;
        let anywhere =
            Spot { place: crate::network::geodesic::Place { lat: 0.0, lon: 0.0 }, name: String::new(), city: None };
        self.edge_spot(&anywhere).map_err(said("edge_at"))?;
        self.user_spots().map_err(said("users"))?;
        Ok(())
    }
}

impl Scene {
    /// Everything from the server, ms.
    pub fn total_ms(&self, inputs: &Inputs) -> f64 {
        inputs.round_trips * self.fibre.typical_ms(self.km) + inputs.server_ms
    }

    /// Everything by way of the edge, on average, ms.
    pub fn edge_total_ms(&self, inputs: &Inputs) -> Option<f64> {
        self.edge.as_ref()?;
        let near = inputs.round_trips * self.fibre.typical_ms(self.edge_km.0);
        Some(match inputs.edge {
            Edge::Cdn => {
                let missed = 1.0 - Unit::PERCENT.to_base(inputs.hit_pct);
                near + missed * (self.fibre.between_servers_ms(self.edge_km.1) + inputs.server_ms)
            }
            Edge::None | Edge::Replica => near + inputs.server_ms,
        })
    }
}

/// The best places for replicas, by their number from one on.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The users.
    pub users: Vec<Spot>,
    /// The best choice of one place, of two, …; usual round trips in ms.
    pub best: Vec<replicas::Choice>,
    /// Mean round trip of the users to the server alone, ms.
    pub server_mean_ms: f64,
    /// Where replicas may stand, by number.
    pub places: Vec<&'static City>,
}

/// The choices last found, by users and aim: the same for every network, because a usual round trip grows with the distance
/// and by nothing else; so that moving a slider or a marker searches nothing.
static LAST: Mutex<Option<(String, Aim, Vec<replicas::Choice>)>> = Mutex::new(None);

/// The best choices by distance, km.
fn best_km(inputs: &Inputs, users: &[Spot], places: &[&'static City]) -> Result<Vec<replicas::Choice>, ReplicasError> {
    let aim = inputs.aim;
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, _, best)) = last.as_ref().filter(|(text, of, _)| *text == inputs.users && *of == aim) {
        return Ok(best.clone());
    }
    let row = |user: &Spot| places.iter().map(|city| distance_km(user.place, city.place)).collect();
    let km: Vec<Vec<f64>> = users.iter().map(row).collect();
    let best: Vec<_> = (1..=MOST_REPLICAS).map(|k| replicas::best(&km, k, aim)).collect::<Result<_, _>>()?;
    *last = Some((inputs.users.clone(), aim, best.clone()));
    Ok(best)
}

impl Placed {
    /// Places the replicas.
    ///
    /// # Errors
    /// Where a name is no place, or a number makes no sense.
    pub fn new(inputs: &Inputs, scene: &Scene) -> Result<Self, GeographyError> {
        let users = inputs.user_spots()?;
        let places: Vec<&'static City> = cities::with_region().collect();
        let ms = |km: f64| scene.fibre.typical_ms(km);
        let best = best_km(inputs, &users, &places)?
            .into_iter()
            .map(|c| replicas::Choice { places: c.places, mean: ms(c.mean), worst: ms(c.worst) })
            .collect();
        let sum: f64 = users.iter().map(|user| distance_km(user.place, scene.server.place)).sum();
        let server_mean_ms = ms(sum / users.len() as f64);
        Ok(Self { users, best, server_mean_ms, places })
    }

    /// The choice of so many.
    pub fn of(&self, count: usize) -> &replicas::Choice {
        &self.best[count.clamp(1, MOST_REPLICAS) - 1]
    }

    /// Its cities.
    pub fn cities(&self, count: usize) -> Vec<&'static City> {
        self.of(count).places.iter().map(|p| self.places[*p]).collect()
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum GeographyError {
    /// A text is no place: whose, and why.
    Place(&'static str, NotAPlace),
    /// More users than are handled.
    TooMany,
    /// A number of the network makes no sense.
    Fibre(FibreError),
    /// Replicas cannot be placed.
    Replicas(ReplicasError),
}

impl std::fmt::Display for GeographyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Place(who, error) => write!(f, "{who}: {error}"),
            Self::TooMany => write!(f, "Replicas are placed for at most {MOST_USERS} users; name the largest groups."),
            Self::Fibre(error) => write!(f, "{error}"),
            Self::Replicas(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for GeographyError {}

impl From<FibreError> for GeographyError {
    fn from(error: FibreError) -> Self {
        Self::Fibre(error)
    }
}

impl From<ReplicasError> for GeographyError {
    fn from(error: ReplicasError) -> Self {
        Self::Replicas(error)
    }
}
