//! Works that more than one place leans on, each written once. A place that means a chapter says so: `LAZOWSKA_1984.section("chapter 3")`.

use super::Source;

const fn work(author: &'static str, title: &'static str, as_of: &'static str, at: &'static str) -> Source {
    Source { author, title, as_of, at }
}

/// L = λW.
pub const LITTLE_1961: Source =
    work("J. D. C. Little", "A proof for the queuing formula L = λW", "1961", "https://doi.org/10.1287/opre.9.3.383");

/// Part of the work stays serial.
pub const AMDAHL_1967: Source = work(
    "G. M. Amdahl",
    "Validity of the single processor approach to achieving large scale computing capabilities",
    "1967",
    "https://doi.org/10.1145/1465482.1465560",
);

/// The theory of queues.
pub const KLEINROCK_1975: Source = work("L. Kleinrock", "Queueing Systems, Volume 1: Theory", "1975", "Wiley");

/// Queues of computers.
pub const KLEINROCK_1976: Source =
    work("L. Kleinrock", "Queueing Systems, Volume 2: Computer Applications", "1976", "Wiley");

/// Utilization law, bounds, networks of queues.
pub const LAZOWSKA_1984: Source = work(
    "E. D. Lazowska, J. Zahorjan, G. S. Graham, K. C. Sevcik",
    "Quantitative System Performance",
    "1984",
    "Prentice Hall",
);

/// Queues with several servers and any law of service, nearly.
pub const ALLEN_1990: Source =
    work("A. O. Allen", "Probability, Statistics, and Queueing Theory", "1990", "2nd edition, Academic Press");

/// Cars that follow each other.
pub const NEWELL_2002: Source = work(
    "G. F. Newell",
    "A simplified car-following theory: a lower order model (Transportation Research B 36)",
    "2002",
    "https://doi.org/10.1016/S0191-2615(00)00044-8",
);

/// The first ten segments of a connection.
pub const RFC_6928: Source = work(
    "J. Chu, N. Dukkipati, Y. Cheng, M. Mathis",
    "Increasing TCP’s initial window (RFC 6928)",
    "2013",
    "https://www.rfc-editor.org/rfc/rfc6928",
);

/// Numbers for estimates, and prices.
pub const NAPKIN_MATH: Source = work(
    "S. Eskildsen",
    "napkin-math: techniques and numbers for estimating system performance from first principles",
    "2026-03-08",
    "https://github.com/sirupsen/napkin-math",
);

/// Nine definitions of a quantile.
pub const HYNDMAN_FAN_1996: Source = work(
    "R. J. Hyndman, Y. Fan",
    "Sample quantiles in statistical packages",
    "1996",
    "https://doi.org/10.1080/00031305.1996.10473566",
);

/// The largest, the smallest, and all between.
pub const DAVID_NAGARAJA_2003: Source =
    work("H. A. David, H. N. Nagaraja", "Order Statistics, 3rd edition", "2003", "Wiley");
