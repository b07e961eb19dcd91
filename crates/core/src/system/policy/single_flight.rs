//! One asks for all: while a key is being fetched, others who miss it wait for the same answer.
//!
//! The holder has a time limit: one who misses later than that after the holder began asks himself and is the holder then (the old
//! holder's answer still serves whoever waits when it comes).

use std::collections::BTreeMap;

/// Fetches in flight, by key.
#[derive(Clone, Debug, Default)]
pub(in crate::system) struct Flights {
    flights: BTreeMap<u32, Flight>,
}

#[derive(Clone, Debug)]
struct Flight {
    began: f64,
    waiting: Vec<(u32, u32)>,
}

impl Flights {
    /// One misses `key`: whether it is to ask itself. Otherwise it (and its number of use) waits.
    pub(in crate::system) fn leads(&mut self, key: u32, now: f64, limit_secs: f64, who: (u32, u32)) -> bool {
        match self.flights.get_mut(&key) {
            Some(flight) if now - flight.began < limit_secs => {
                flight.waiting.push(who);
                false
            }
            Some(flight) => {
                flight.began = now;
                true
            }
            None => {
                self.flights.insert(key, Flight { began: now, waiting: Vec::new() });
                true
            }
        }
    }

    /// Whether somebody is fetching `key` within his time.
    pub(in crate::system) fn in_flight(&self, key: u32, now: f64, limit_secs: f64) -> bool {
        self.flights.get(&key).is_some_and(|flight| now - flight.began < limit_secs)
    }

    /// The answer is there (or the failure): who waited for it.
    pub(in crate::system) fn land(&mut self, key: u32) -> Vec<(u32, u32)> {
        self.flights.remove(&key).map(|flight| flight.waiting).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_leads_others_wait_and_a_holder_too_slow_is_replaced() {
        let mut flights = Flights::default();
        assert!(flights.leads(7, 0.0, 1.0, (1, 0)));
        assert!(!flights.leads(7, 0.5, 1.0, (2, 0)) && flights.leads(8, 0.5, 1.0, (3, 0)));
        assert!(flights.in_flight(7, 0.9, 1.0) && !flights.in_flight(7, 1.0, 1.0));
        assert!(flights.leads(7, 1.0, 1.0, (4, 0)), "the holder's time is over");
        assert_eq!(flights.land(7), [(2, 0)]);
        assert!(flights.land(7).is_empty() && flights.leads(7, 1.1, 1.0, (5, 0)));
    }
}
