//! Lifts: what traffic theory says of a round trip, and a simulated building of cars, doors and people.
//!
//! * [`Motion`]: flight times of a car that has to speed up and slow down.
//! * [`UpPeak`]: Barney's round trip of the morning rush, its interval and handling capacity, and where the line grows for ever.
//! * [`Lifts`]: the building simulated event by event, to be measured ([`LiftRun`]) or watched ([`Lifts::run_until`]).
//! * [`Pair`]: what an offer changes for the very same people, with an interval.
//!
//! Floors are counted from the lobby, 0, to `floors`, the highest; distances are in floors and times in seconds.

mod building;
mod car;
mod dispatch;
mod doors;
mod engine;
mod measure;
mod motion;
mod pair;
mod people;
#[cfg(test)]
mod second;
#[cfg(test)]
mod tests;
mod up_peak;
mod waits;

pub use building::{Building, BuildingError, Dispatch, MOST_CARS, MOST_FLOORS, Traffic};
pub use car::{Car, Doing};
pub use engine::{Lifts, Noted};
pub use measure::{LiftEstimates, LiftRun, Unsteady};
pub use motion::Motion;
pub use pair::Pair;
pub use people::Person;
pub use up_peak::{Loads, RoundTrip, UpPeak};
pub use waits::mean_wait_secs;
