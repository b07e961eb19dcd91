//! What a run of the lifts says, and when it says nothing: a mean of a line that grows, or of those who were lucky enough to get
//! away, would be a number without a meaning.
//!
//! People are measured in the order in which they came, after a warm-up, and only as far as everybody has arrived where they
//! wanted: who waits longest is never left out. Intervals are by batch means ([`crate::stats::batch`]).

use super::building::{Building, BuildingError, Dispatch, Traffic};
use super::engine::Lifts;
use super::up_peak::UpPeak;
use crate::sim::Estimate;
use crate::stats::batch::interval_of_batch_means;

/// Batches of people.
const BATCHES: usize = 32;
/// An interval of half the mean to each side says nothing.
const WIDEST: f64 = 0.5;

/// Why there are no means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsteady {
    /// More come than the lifts can carry: so many wait at the end.
    Saturated(usize),
    /// Some who came long ago still wait or ride at the end.
    Censored(usize),
    /// The work allowed is done, and so many had arrived where they wanted.
    Cut(usize),
    /// Waits swing too slowly for a run this short.
    TooShort,
}

/// What is known of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiftEstimates {
    /// From coming to stepping in, s.
    pub wait_secs: Estimate,
    /// Of 95 in 100, at most, s.
    pub p95_wait_secs: Estimate,
    /// From coming to having stepped out, s.
    pub journey_secs: Estimate,
    /// From opening in the lobby to coming back there, s.
    pub round_trip_secs: Estimate,
    /// Between cars that leave the lobby with people, s.
    pub interval_secs: Estimate,
    /// People per car as it leaves the lobby.
    pub load: Estimate,
    /// Share of the cars' time in which they are not idle.
    pub utilization: Estimate,
}

/// Lifts that are measured.
#[derive(Clone, Debug)]
pub struct LiftRun {
    lifts: Lifts,
    warmup: usize,
    people: usize,
    most_events: u64,
    /// When the warm-up ended, how much cars had worked by then, and how many waited.
    mark: Option<(f64, f64, usize)>,
}

impl LiftRun {
    /// Measures so many `people` after a warm-up, within `most_events`.
    ///
    /// # Errors
    /// Where the building makes no sense.
    pub fn new(building: &Building, seed: u64, people: usize, most_events: u64) -> Result<Self, BuildingError> {
        let fill = (building.cars * building.capacity).min(400) as usize;
        let warmup = (people / 10).min(2_000).max(fill.min(people));
        Ok(Self { lifts: Lifts::new(building, seed)?, warmup, people, most_events, mark: None })
    }

    /// The building.
    pub fn lifts(&self) -> &Lifts {
        &self.lifts
    }

    /// People who count, of those who have arrived where they wanted.
    pub fn done(&self) -> usize {
        if self.is_over() { self.people.max(self.measured()) } else { self.measured() }
    }

    fn measured(&self) -> usize {
        self.lifts.complete.saturating_sub(self.warmup)
    }

    /// Whether nothing more can be learned: too many wait, or the work allowed is done.
    pub fn is_over(&self) -> bool {
        let measured = self.measured();
        measured < self.people && (self.lifts.events >= self.most_events || self.has_piled_up())
    }

    fn has_piled_up(&self) -> bool {
        self.lifts.persons.len() > self.warmup + self.people + self.people / 2 + 2_000
    }

    /// Until so many more count.
    pub fn advance(&mut self, people: usize) {
        let goal = self.warmup + self.measured() + people;
        while self.lifts.complete < goal && !self.is_over() {
            if self.lifts.step().is_none() {
                return;
            }
            if self.mark.is_none() && self.lifts.persons.len() > self.warmup {
                self.mark = Some((self.lifts.now, self.busy_secs(), self.lifts.waiting));
            }
        }
    }

    fn busy_secs(&self) -> f64 {
        let now = self.lifts.now;
        let of = |car: &super::car::Car| {
            let open = if car.doing == super::car::Doing::Idle { 0.0 } else { now - car.busy_since };
            car.busy_secs + open
        };
        self.lifts.cars.iter().map(of).sum()
    }

    /// Waits of those who count, in the order in which they came, s.
    pub fn waits(&self) -> Vec<f64> {
        self.counted(|p| p.wait_secs())
    }

    fn counted(&self, of: impl Fn(&super::people::Person) -> f64) -> Vec<f64> {
        // As many as were asked for; who looks on sees them by the thousand.
        let measured = self.measured();
        let counted = if measured < self.people { measured } else { self.people.max(measured / 1_000 * 1_000) };
        let from = self.warmup.min(self.lifts.complete);
        self.lifts.persons[from..from + counted].iter().map(of).collect()
    }

    /// Why means would mean nothing here; nothing where they do.
    pub fn unsteady(&self) -> Option<Unsteady> {
        let lifts = &self.lifts;
        let building = &lifts.building;
        let theory_knows =
            building.traffic == Traffic::Up && building.dispatch != Dispatch::Destination && building.group == 1.0;
        if theory_knows && building.arrivals_per_sec >= UpPeak::saturation_per_sec(building) {
            return Some(Unsteady::Saturated(lifts.waiting));
        }
        let at_first = self.mark.map_or(0, |(.., waiting)| waiting);
        let came = lifts.persons.len().saturating_sub(self.warmup);
        let grown = lifts.waiting.saturating_sub(at_first);
        let places = (4 * building.cars * building.capacity) as usize;
        if grown > places && grown * 100 > 3 * came {
            return Some(Unsteady::Saturated(lifts.waiting));
        }
        if self.measured() < self.people {
            if self.has_piled_up() {
                return Some(Unsteady::Censored(
                    lifts.persons.iter().take(self.warmup + self.people).filter(|p| p.left.is_nan()).count(),
                ));
            }
            if lifts.events >= self.most_events {
                return Some(Unsteady::Cut(self.measured()));
            }
        }
        let wait = of_batches(&self.waits(), mean);
        (wait.n > 0 && wait.half_width.is_nan() || wait.half_width > WIDEST * wait.value.max(1.0))
            .then_some(Unsteady::TooShort)
    }

    /// What the run says; nothing before anybody counts.
    pub fn estimates(&self) -> Option<LiftEstimates> {
        let (began, busy, _) = self.mark?;
        let (lifts, secs) = (&self.lifts, self.lifts.now - began);
        let trips: Vec<_> = lifts.trips.iter().filter(|(at, secs, _)| at - secs >= began).collect();
        let trip_secs: Vec<f64> = trips.iter().map(|t| t.1).collect();
        let loads: Vec<f64> = trips.iter().map(|t| f64::from(t.2)).collect();
        let first = lifts.departures.partition_point(|at| *at < began);
        let gaps: Vec<f64> = lifts.departures[first..].windows(2).map(|two| two[1] - two[0]).collect();
        let waits = self.waits();
        let share = (self.busy_secs() - busy) / (secs * f64::from(lifts.building.cars));
        // The share's own error: as that of people carried, the mean trip and the number of people a trip together.
        let trip = of_batches(&trip_secs, mean);
        let relative = if trip.value > 0.0 { trip.half_width / trip.value } else { f64::NAN };
        let come = 1.96 / libm::sqrt((waits.len() as f64).max(1.0));
        (!waits.is_empty() && secs > 0.0).then(|| LiftEstimates {
            wait_secs: of_batches(&waits, mean),
            p95_wait_secs: of_batches(&waits, p95),
            journey_secs: of_batches(&self.counted(|p| p.journey_secs()), mean),
            round_trip_secs: trip,
            interval_secs: of_batches(&gaps, mean),
            load: of_batches(&loads, mean),
            utilization: Estimate {
                value: share.clamp(0.0, 1.0),
                half_width: share * libm::hypot(relative, come),
                n: waits.len() as u64,
            },
        })
    }
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn p95(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    crate::stats::quantile_sorted(&sorted, 0.95, crate::stats::Definition::default()).unwrap_or(f64::NAN)
}

/// A statistic of all values, with the interval that its batches give.
pub(super) fn of_batches(values: &[f64], of: fn(&[f64]) -> f64) -> Estimate {
    let n = values.len() as u64;
    let long = values.len() / BATCHES;
    if long == 0 {
        return Estimate { value: f64::NAN, half_width: f64::NAN, n };
    }
    let batches: Vec<f64> = values.chunks_exact(long).map(of).collect();
    let half_width = interval_of_batch_means(&batches, long as u64, 0.95).map_or(f64::NAN, |i| i.half_width);
    Estimate { value: of(values), half_width, n }
}
