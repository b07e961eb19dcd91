//! Why a queueing model cannot answer, in words a reader can act on.

use core::fmt;

/// The models count servers one by one, so the number of servers is bounded to keep every answer instant.
pub const MOST_SERVERS: u32 = 1_000_000;

/// Why a model refuses its inputs. `Display` says what would make the system answerable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum QueueError {
    /// An input that must be above zero is not (or is not a number).
    NotPositive {
        /// The input in plain words, such as "the arrival rate".
        what: &'static str,
        /// The value that was refused.
        value: f64,
    },
    /// An input that must be zero or above is not (or is not a number).
    Negative {
        /// The input in plain words.
        what: &'static str,
        /// The value that was refused.
        value: f64,
    },
    /// An input is outside the range in which the model can compute.
    OutOfRange {
        /// The input in plain words.
        what: &'static str,
        /// Smallest value accepted.
        low: f64,
        /// Largest value accepted.
        high: f64,
    },
    /// Work arrives at least as fast as the servers can do it, and nothing limits the queue: it would grow for ever.
    Unstable {
        /// Arrivals a second.
        arrivals_per_sec: f64,
        /// Mean service time, in seconds.
        mean_service_secs: f64,
        /// Number of servers.
        servers: u32,
    },
    /// The variance of an input distribution is infinite, and with it the mean wait.
    InfiniteVariance {
        /// The distribution in plain words, such as "the service time".
        what: &'static str,
    },
}

impl fmt::Display for QueueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NotPositive { what, value } => {
                write!(f, "{} must be a number above zero{}.", Capital(what), Not(value))
            }
            Self::Negative { what, value } => {
                write!(f, "{} must be a number of zero or more{}.", Capital(what), Not(value))
            }
            Self::OutOfRange { what, low, high } => {
                write!(f, "{} must lie between {low} and {high}.", Capital(what))
            }
            Self::Unstable { arrivals_per_sec, mean_service_secs, servers } => {
                let busy = arrivals_per_sec * mean_service_secs;
                let limit = f64::from(servers) / mean_service_secs;
                let (noun, pronoun) = if servers == 1 { ("server", "one") } else { ("servers", "them") };
                let speed = if busy > f64::from(servers) * (1.0 + 1e-9) { "faster than" } else { "as fast as" };
                write!(
                    f,
                    "Work arrives {speed} {servers} {noun} can do it: it would keep {} busy. The queue would grow for ever. \
                     It needs at least {} servers, or arrivals below {} a second, or a limit on the queue.",
                    if (busy - f64::from(servers)).abs() < 1e-9 * busy {
                        format!("{pronoun} wholly")
                    } else {
                        format!("{} servers", Short(busy, false))
                    },
                    Short((busy * (1.0 + 1e-12)).floor() + 1.0, false),
                    Short(limit, true),
                )
            }
            Self::InfiniteVariance { what } => write!(
                f,
                "The variance of {what} is infinite, so the mean wait is infinite too. Choose a lighter tail or a finite variation."
            ),
        }
    }
}

impl core::error::Error for QueueError {}

/// Refuses what is not a finite number above zero, and what would overflow further on.
pub(crate) fn positive(what: &'static str, value: f64) -> Result<f64, QueueError> {
    if !(value > 0.0) {
        return Err(QueueError::NotPositive { what, value });
    }
    in_range(what, value, 1e-30, 1e30)
}

/// Refuses what is not a finite number of zero or more.
pub(crate) fn not_negative(what: &'static str, value: f64) -> Result<f64, QueueError> {
    if !(value >= 0.0) {
        return Err(QueueError::Negative { what, value });
    }
    in_range(what, value, 0.0, 1e30)
}

/// Refuses a squared coefficient of variation that is negative, and says so in words where it is infinite.
pub(crate) fn variation(what: &'static str, scv: f64) -> Result<f64, QueueError> {
    if scv == f64::INFINITY {
        return Err(QueueError::InfiniteVariance { what });
    }
    not_negative(what, scv)
}

/// Refuses what lies outside `low..=high` (NaN does).
pub(crate) fn in_range(what: &'static str, value: f64, low: f64, high: f64) -> Result<f64, QueueError> {
    if !(value >= low && value <= high) {
        return Err(QueueError::OutOfRange { what, low, high });
    }
    Ok(value)
}

/// Refuses zero servers and more than [`MOST_SERVERS`].
pub(crate) fn server_count(servers: u32) -> Result<u32, QueueError> {
    in_range("the number of servers", f64::from(servers), 1.0, f64::from(MOST_SERVERS))?;
    Ok(servers)
}

struct Capital(&'static str);

impl fmt::Display for Capital {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = self.0.chars();
        let first = letters.next().unwrap_or(' ').to_ascii_uppercase();
        write!(f, "{first}{}", letters.as_str())
    }
}

/// ", not −3" – but a reader never sees a NaN or an infinity.
struct Not(f64);

impl fmt::Display for Not {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_finite() { write!(f, ", not {}", Short(self.0, false)) } else { Ok(()) }
    }
}

/// Four significant digits without trailing zeros; rounded down where the flag asks for it, so that a limit stays a limit.
struct Short(f64, bool);

impl fmt::Display for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value, down) = *self;
        if value == 0.0 {
            return write!(f, "0");
        }
        let unit = libm::pow(10.0, libm::floor(libm::log10(value.abs())) - 3.0);
        let scaled = value / unit;
        let digits = if down { libm::floor(scaled * (1.0 + 1e-12)) } else { libm::round(scaled) };
        if unit >= 1.0 {
            // Whole numbers are written out: "12345 servers", not "12350".
            return write!(f, "{}", if down { libm::floor(value * (1.0 + 1e-12)) } else { libm::round(value) });
        }
        let decimals = libm::round(-libm::log10(unit)) as usize;
        let text = format!("{:.decimals$}", digits * unit);
        write!(f, "{}", if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unstable_queue_says_how_many_servers_or_how_few_arrivals_it_takes() {
        let error = QueueError::Unstable { arrivals_per_sec: 100.0, mean_service_secs: 0.025, servers: 1 };
        assert_eq!(
            error.to_string(),
            "Work arrives faster than 1 server can do it: it would keep 2.5 servers busy. The queue would grow for ever. \
             It needs at least 3 servers, or arrivals below 40 a second, or a limit on the queue."
        );
    }

    #[test]
    fn at_exactly_full_load_one_more_server_is_asked_for() {
        let error = QueueError::Unstable { arrivals_per_sec: 40.0, mean_service_secs: 0.025, servers: 1 };
        let text = error.to_string();
        assert!(
            text.starts_with("Work arrives as fast as 1 server can do it: it would keep one wholly busy."),
            "{text}"
        );
        assert!(text.contains("at least 2 servers"), "{text}");
    }

    #[test]
    fn what_is_not_a_number_is_refused_without_showing_it() {
        let error = positive("the arrival rate", f64::NAN).unwrap_err();
        assert_eq!(error.to_string(), "The arrival rate must be a number above zero.");
        let error = positive("the arrival rate", -3.0).unwrap_err();
        assert_eq!(error.to_string(), "The arrival rate must be a number above zero, not -3.");
        assert!(not_negative("x", f64::NAN).is_err() && not_negative("x", f64::INFINITY).is_err());
    }
}
