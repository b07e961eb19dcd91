//! A pool whose holders turn slow for a while: how the line grows, and how long after the trouble it still stands.
//!
//! Poisson arrivals, exponential holding times, `places` in the pool, first come, first served, no limit to the line. A holding
//! time's mean is the slow one if it begins in the slow stretch. Nothing here is in a steady state: the picture over time is the
//! result, in bins of equal length.
//!
//! Beside it the fluid approximation: arrivals and service as flows without randomness. It holds where flows are large and the
//! pool is either full or has room to spare; it misses the line of a pool that is nearly full. Source: L. Kleinrock, "Queueing
//! Systems, Volume 2" (1976), section 2.7.

use super::heap::{Heap, Key};
use super::streams::{Random, Stream, stream};
use crate::dist::exp1;

/// What happens, in SI units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slowdown {
    /// Arrivals a second, above 0.
    pub arrivals_per_sec: f64,
    /// Mean holding time, seconds, above 0.
    pub hold_secs: f64,
    /// Mean holding time during the trouble, seconds, above 0.
    pub slow_hold_secs: f64,
    /// Places in the pool, at least 1.
    pub places: u32,
    /// When the trouble begins, seconds.
    pub begins_secs: f64,
    /// When it ends, seconds.
    pub ends_secs: f64,
    /// How long the whole picture is, seconds.
    pub length_secs: f64,
}

/// One bin of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Mean number of places in use.
    pub in_use: f64,
    /// Mean number waiting for one.
    pub waiting: f64,
}

/// What the fluid approximation says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fluid {
    /// Longest line.
    pub peak_waiting: f64,
    /// Seconds from the end of the trouble until the line is gone; `None` where it never goes.
    pub recovery_secs: Option<f64>,
}

impl Slowdown {
    /// The fluid approximation.
    pub fn fluid(&self) -> Fluid {
        let peak = self.fluid_waiting(self.ends_secs);
        let drains = f64::from(self.places) / self.hold_secs - self.arrivals_per_sec;
        let recovery_secs = if peak == 0.0 {
            Some(0.0)
        } else if drains > 0.0 {
            Some(peak / drains)
        } else {
            None
        };
        Fluid { peak_waiting: peak, recovery_secs }
    }

    /// The line at a time by the fluid approximation, from an empty line at the beginning of the trouble.
    pub fn fluid_waiting(&self, secs: f64) -> f64 {
        let places = f64::from(self.places);
        let calm = self.arrivals_per_sec - places / self.hold_secs;
        let slow = self.arrivals_per_sec - places / self.slow_hold_secs;
        let mut line = (calm * secs.min(self.begins_secs)).max(0.0);
        line = (line + slow * (secs.min(self.ends_secs) - self.begins_secs).max(0.0)).max(0.0);
        (line + calm * (secs - self.ends_secs).max(0.0)).max(0.0)
    }
}

/// The same by simulation, advanced in slices; slices do not change a digit.
#[derive(Clone, Debug)]
pub struct SlowdownRun {
    what: Slowdown,
    free_at: Heap,
    gaps: Random,
    holds: Random,
    now: f64,
    came: u64,
    waiting_area: Vec<f64>,
    use_area: Vec<f64>,
    longest_wait_secs: f64,
    last_delayed_arrival: f64,
}

impl SlowdownRun {
    /// An empty pool, `bins` bins.
    pub fn new(what: Slowdown, bins: usize, seed: u64) -> Self {
        let mut free_at = Heap::with_capacity(what.places as usize);
        for place in 0..u64::from(what.places) {
            free_at.push(Key::new(0.0, place));
        }
        Self {
            what,
            free_at,
            gaps: stream(seed, Stream::Arrivals),
            holds: stream(seed, Stream::Service),
            now: 0.0,
            came: 0,
            waiting_area: vec![0.0; bins],
            use_area: vec![0.0; bins],
            longest_wait_secs: 0.0,
            last_delayed_arrival: 0.0,
        }
    }

    /// Lets at most `customers` more come; returns how many did before the picture was full.
    pub fn advance(&mut self, customers: u64) -> u64 {
        for done in 0..customers {
            if self.over() {
                return done;
            }
            self.now += exp1(&mut self.gaps) / self.what.arrivals_per_sec;
            let hold = exp1(&mut self.holds);
            if self.over() {
                return done + 1;
            }
            self.came += 1;
            let Some(place) = self.free_at.peek() else { return done };
            let starts = place.time().max(self.now);
            let slow = (self.what.begins_secs..self.what.ends_secs).contains(&starts);
            let ends = starts + hold * if slow { self.what.slow_hold_secs } else { self.what.hold_secs };
            self.free_at.replace_top(Key::new(ends, place.tag));
            let wait = starts - self.now;
            if wait > 0.0 {
                self.last_delayed_arrival = self.now;
                self.longest_wait_secs = self.longest_wait_secs.max(wait);
            }
            spread(&mut self.waiting_area, self.what.length_secs, self.now, starts);
            spread(&mut self.use_area, self.what.length_secs, starts, ends);
        }
        customers
    }

    /// Whether the picture is full.
    pub fn over(&self) -> bool {
        self.now >= self.what.length_secs
    }

    /// Customers who came.
    pub fn came(&self) -> u64 {
        self.came
    }

    /// How far it is, seconds.
    pub fn now(&self) -> f64 {
        self.now.min(self.what.length_secs)
    }

    /// The longest wait of anybody, seconds.
    pub fn longest_wait_secs(&self) -> f64 {
        self.longest_wait_secs
    }

    /// Seconds from the end of the trouble to the last customer who had to wait; 0 where there was none after it.
    pub fn recovery_secs(&self) -> f64 {
        (self.last_delayed_arrival - self.what.ends_secs).max(0.0)
    }

    /// The picture: bins wholly in the past.
    pub fn bins(&self) -> Vec<Bin> {
        let width = self.what.length_secs / self.waiting_area.len() as f64;
        let whole = (self.now() / width) as usize;
        let areas = self.waiting_area.iter().zip(&self.use_area);
        areas.take(whole).map(|(waiting, used)| Bin { in_use: used / width, waiting: waiting / width }).collect()
    }
}

/// Adds the time between two moments to the bins it falls in.
fn spread(bins: &mut [f64], length_secs: f64, from: f64, to: f64) {
    let width = length_secs / bins.len() as f64;
    let first = (from / width) as usize;
    let to = to.min(length_secs);
    for (i, bin) in bins.iter_mut().enumerate().skip(first) {
        let (left, right) = (i as f64 * width, (i + 1) as f64 * width);
        if left >= to {
            break;
        }
        *bin += to.min(right) - from.max(left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual() -> Slowdown {
        Slowdown {
            arrivals_per_sec: 100.0,
            hold_secs: 0.2,
            slow_hold_secs: 2.0,
            places: 50,
            begins_secs: 60.0,
            ends_secs: 180.0,
            length_secs: 600.0,
        }
    }

    #[test]
    fn the_fluid_line_grows_by_what_the_pool_cannot_do() {
        // 50 places at 2 s serve 25 a second of 100: 75 a second pile up for 120 s, and drain at 250 − 100.
        let fluid = usual().fluid();
        assert_eq!(fluid.peak_waiting, 9_000.0);
        assert_eq!(fluid.recovery_secs, Some(60.0));
    }

    #[test]
    fn simulation_and_fluid_agree_where_flows_are_large() {
        let mut run = SlowdownRun::new(usual(), 60, 42);
        while !run.over() {
            run.advance(1_000);
        }
        let peak = run.bins().iter().map(|b| b.waiting).fold(0.0, f64::max);
        // The peak of a ten-second bin lies 75·5 s below the very peak; chance adds about the root of what came: 110.
        assert!((peak - 8_625.0).abs() < 5.0 * 110.0, "{peak}");
        assert!((run.recovery_secs() - 60.0).abs() < 10.0, "{}", run.recovery_secs());
        let calm: f64 = run.bins()[1..5].iter().map(|b| b.in_use).sum::<f64>() / 4.0;
        // Forty seconds of M/M/∞ with 20 inside: standard error √(2·20·0.2/40) = 0.45.
        assert!((calm - 20.0).abs() < 5.0 * 0.45, "{calm}");
    }

    #[test]
    fn slices_do_not_change_a_digit() {
        let (mut whole, mut sliced) = (SlowdownRun::new(usual(), 60, 7), SlowdownRun::new(usual(), 60, 7));
        whole.advance(u64::MAX);
        while !sliced.over() {
            sliced.advance(13);
        }
        assert_eq!(whole.bins(), sliced.bins());
        assert_eq!(whole.came(), sliced.came());
    }
}
