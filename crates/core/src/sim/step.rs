//! What one event was.

/// One event and what followed from it at the same moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When, in seconds.
    pub time: f64,
    /// What happened.
    pub happened: Happened,
    /// Who began service because of it.
    pub started: Option<Started>,
    /// Whose service was interrupted by it.
    pub interrupted: Option<u64>,
}

/// The three things that can happen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happened {
    /// A customer came and was let in.
    Arrived {
        /// Who; customers are numbered from 0 as they come.
        id: u64,
    },
    /// A customer came, found the system full and went away.
    Blocked {
        /// Who.
        id: u64,
    },
    /// A customer left, served.
    Departed(Departure),
}

/// A customer who left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Departure {
    /// Who.
    pub id: u64,
    /// From which server (or seat, where everyone shares).
    pub server: usize,
    /// When the customer came, seconds.
    pub arrived: f64,
    /// How long the customer was not being served, seconds.
    pub wait: f64,
    /// How long the customer was there, seconds.
    pub response: f64,
}

/// A customer who began service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Started {
    /// Who.
    pub id: u64,
    /// On which server (or seat).
    pub server: usize,
}
