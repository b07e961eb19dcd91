//! Which closed form holds for a scenario, or for a part of it, and its values; where none is known, why.
//!
//! | what the text says | model | exact |
//! |---|---|---|
//! | Poisson → workers, exponential work | M/M/c | yes |
//! | … with a line that ends | M/M/c/K | yes |
//! | … one worker, any work | M/G/1 | means |
//! | … unlimited workers | M/G/∞ | yes |
//! | … one worker shared by all | M/G/1-PS | means |
//! | round robin over n single workers | Eₙ/M/1 | yes |
//! | power of two over single workers | Mitzenmacher's limit n → ∞ | no |
//! | handed on (`passes`), or called by who holds nobody up | Jackson's network, means add | yes |
//! | a pool with a wait before unlimited workers | M/M/c + D (impatience) | yes |
//! | closed clients | exact mean-value analysis | yes |
//! | cache by keys | Che's approximation | no |
//! | immediate retries on a timeout before one worker | fixed points of the load | fluid |
//! | a spike beyond capacity | fluid line | fluid |
//!
//! Sources: L. Kleinrock, *Queueing Systems* vol. 1 and 2; J. R. Jackson, "Networks of waiting lines", Oper. Res. 5 (1957); F. Baskett et al.,
//! "Open, closed, and mixed networks of queues", JACM 22 (1975); M. Reiser and S. Lavenberg, "Mean-value analysis of closed multichain
//! queuing networks", JACM 27 (1980); M. Mitzenmacher, "The power of two choices in randomized load balancing" (1996);
//! H. Che, Y. Tung and Z. Wang, "Hierarchical Web caching systems", IEEE JSAC 20 (2002).

mod closed;
mod fluid;
mod open;
mod response;
pub mod retries;
mod station;

pub use closed::{Centre, mva};
pub use fluid::Spike;

use super::scenario::{Kind, Scenario};

/// A value that theory gives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// The number of the part.
    pub part: usize,
    /// The key, as in [`super::report`].
    pub key: &'static str,
    /// The value in the key's unit.
    pub value: f64,
    /// Whose approximation it is; none for a formula that holds.
    pub by: Option<&'static str>,
}

/// What theory says.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Theory {
    /// Its values.
    pub figures: Vec<Figure>,
    /// The models that hold, and why there is none elsewhere: sentences.
    pub says: Vec<String>,
}

/// Looks for closed forms.
pub fn theory(scenario: &Scenario) -> Theory {
    let mut theory = Theory::default();
    let any_closed = scenario.parts().iter().any(|part| matches!(&part.kind, Kind::Clients(c) if c.closed.is_some()));
    if any_closed {
        closed::closed(scenario, &mut theory);
    } else {
        open::open(scenario, &mut theory);
    }
    retries::bistable(scenario, &mut theory);
    fluid::spikes(scenario, &mut theory);
    theory
}
