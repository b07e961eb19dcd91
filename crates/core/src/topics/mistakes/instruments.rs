//! What would have shown it: seven instruments, one for each trap.

use super::inputs::Trap;

/// An instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// The trap that it shows.
    pub trap: Trap,
    /// Its name.
    pub name: &'static str,
    /// What it would have shown.
    pub shows: &'static str,
}

/// All seven, in the order of the traps.
pub const INSTRUMENTS: [Instrument; 7] = [
    Instrument {
        trap: Trap::Guessing,
        name: "a trace of one slow request",
        shows: "One look at a trace: a bar of 800 ms for the query, and a hair for the parser. It takes a minute, the guess took a week.",
    },
    Instrument {
        trap: Trap::Averages,
        name: "a histogram of response times",
        shows: "A histogram has two heaps and nothing at the mean between them. Or simply the longest time beside the median.",
    },
    Instrument {
        trap: Trap::Premature,
        name: "a profile with shares of the whole",
        shows: "A profile that gives each part’s share of the whole request: the look-ups are a tenth of a per cent, so no work on them can gain more.",
    },
    Instrument {
        trap: Trap::NPlusOne,
        name: "a log of all queries of one page",
        shows: "A query log of one page view: the same query fifty times, only with another number. Count queries in a test, and it never comes back.",
    },
    Instrument {
        trap: Trap::NoPooling,
        name: "a count of new connections a second",
        shows: "The database’s own counter of new connections a second. With a pool it is near zero; here it equals the requests.",
    },
    Instrument {
        trap: Trap::NoExpiry,
        name: "a comparison of cached with true values",
        shows: "A job that compares a few cached values with the database each minute, and an alarm on the age of the oldest.",
    },
    Instrument {
        trap: Trap::Everything,
        name: "the browser’s network panel, on a slow link",
        shows: "The network panel with a slow link switched on: the size of the answer and the time it takes. On localhost it is invisible.",
    },
];

/// The instrument for a trap.
pub fn instrument_for(trap: Trap) -> Instrument {
    INSTRUMENTS.into_iter().find(|i| i.trap == trap).unwrap_or(INSTRUMENTS[0])
}
