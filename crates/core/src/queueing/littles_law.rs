//! Little's law: how many are inside = how fast they come × how long each stays.
//!
//! **Assumptions.** Averages over a long time in which nothing piles up or is lost. No distribution, order of service or
//! number of servers is assumed; the boundary may be drawn around anything (a queue, a pool, a data centre).
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | L | `in_system` | customers |
//! | λ | `arrivals_per_sec` (that enter) | 1/s |
//! | W | `response_secs` | s |
//! | L = λW | [`LittlesLaw`] | |
//!
//! **Source.** J. D. C. Little, "A proof for the queuing formula L = λW", Operations Research 9 (1961),
//! doi:10.1287/opre.9.3.383.
//!
//! **Where it stops being true.** While a backlog grows or drains, with customers counted on one side only (those turned
//! away, say), or with percentiles in place of means.

use super::error::{QueueError, not_negative, positive};

/// Three means of which any two give the third.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LittlesLaw {
    /// L, mean number inside.
    pub in_system: f64,
    /// λ, arrivals a second that enter.
    pub arrivals_per_sec: f64,
    /// W, mean time inside, in seconds.
    pub response_secs: f64,
}

impl LittlesLaw {
    /// L from λ and W.
    ///
    /// # Errors
    /// [`QueueError`] for a negative or non-finite input.
    pub fn from_arrivals_and_response(arrivals_per_sec: f64, response_secs: f64) -> Result<Self, QueueError> {
        let arrivals_per_sec = not_negative("the arrival rate", arrivals_per_sec)?;
        let response_secs = not_negative("the response time", response_secs)?;
        Ok(Self { in_system: arrivals_per_sec * response_secs, arrivals_per_sec, response_secs })
    }

    /// λ from L and W.
    ///
    /// # Errors
    /// [`QueueError`] for a negative or non-finite input, or a response time of zero.
    pub fn from_in_system_and_response(in_system: f64, response_secs: f64) -> Result<Self, QueueError> {
        let in_system = not_negative("the number in the system", in_system)?;
        let response_secs = positive("the response time", response_secs)?;
        Ok(Self { in_system, arrivals_per_sec: in_system / response_secs, response_secs })
    }

    /// W from L and λ.
    ///
    /// # Errors
    /// [`QueueError`] for a negative or non-finite input, or an arrival rate of zero.
    pub fn from_in_system_and_arrivals(in_system: f64, arrivals_per_sec: f64) -> Result<Self, QueueError> {
        let in_system = not_negative("the number in the system", in_system)?;
        let arrivals_per_sec = positive("the arrival rate", arrivals_per_sec)?;
        Ok(Self { in_system, arrivals_per_sec, response_secs: in_system / arrivals_per_sec })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_two_give_the_third() {
        let law = LittlesLaw::from_arrivals_and_response(100.0, 0.2).unwrap();
        assert_eq!(law.in_system, 20.0);
        let back = LittlesLaw::from_in_system_and_arrivals(law.in_system, 100.0).unwrap();
        assert_eq!(back.response_secs, 0.2);
        assert_eq!(LittlesLaw::from_in_system_and_response(20.0, 0.2).unwrap().arrivals_per_sec, 100.0);
    }

    #[test]
    fn a_division_by_zero_is_refused() {
        assert!(LittlesLaw::from_in_system_and_response(1.0, 0.0).is_err());
        assert!(LittlesLaw::from_in_system_and_arrivals(1.0, 0.0).is_err());
        assert!(LittlesLaw::from_arrivals_and_response(f64::NAN, 1.0).is_err());
    }
}
