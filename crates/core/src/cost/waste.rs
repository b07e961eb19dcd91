//! Small sums of waste: queries in a loop, connections opened anew, prices gone stale, bytes nobody reads.
//!
//! | what | formula |
//! |---|---|
//! | N+1 queries | (n + 1)·t: one for the list, one for each of n rows, one after another |
//! | connections opened for each request | λ·s seconds of set-up begun in each second; by Little's law as many are being opened at any moment |
//! | a price that a cache keeps | (new − old) × orders while it is stale |
//! | a transfer | bits over bits a second |
//!
//! Assumptions: queries of a loop wait for each other and cost a round trip each; nothing else shares the link; orders come evenly.
//! Source: arithmetic; Little's law: J. D. C. Little, Operations Research 9 (1961), doi:10.1287/opre.9.3.383.
//! Validity: a transfer also has round trips and slow start (see the network room); a joined query may take longer than one of a loop.

/// Seconds that a list of `rows` ≥ 0 takes when every row asks once more, `query_secs` each.
pub fn n_plus_one_secs(rows: f64, query_secs: f64) -> f64 {
    (rows + 1.0) * query_secs
}

/// Seconds of set-up that begin in each second, `setup_secs` each: also the number of connections being opened at any moment.
pub fn setup_secs_per_sec(requests_per_sec: f64, setup_secs: f64) -> f64 {
    requests_per_sec * setup_secs
}

/// Dollars lost by selling at the old price for `stale_secs`, with `orders_per_sec`; negative where the old price was higher.
pub fn stale_loss_usd(old_usd: f64, new_usd: f64, orders_per_sec: f64, stale_secs: f64) -> f64 {
    (new_usd - old_usd) * orders_per_sec * stale_secs
}

/// Seconds that `bytes` take at `bits_per_sec` > 0.
pub fn transfer_secs(bytes: f64, bits_per_sec: f64) -> f64 {
    bytes * 8.0 / bits_per_sec
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_one_queries_of_two_milliseconds_take_102() {
        assert!((n_plus_one_secs(50.0, 0.002) - 0.102).abs() < 1e-15);
        assert!((n_plus_one_secs(0.0, 0.002) - 0.002).abs() < 1e-15);
    }

    #[test]
    fn a_thousand_connections_a_second_are_46_seconds_of_set_up_each_second() {
        assert!((setup_secs_per_sec(1_000.0, 0.046) - 46.0).abs() < 1e-12);
    }

    #[test]
    fn a_price_of_three_weeks_ago() {
        let day = 86_400.0;
        assert!((stale_loss_usd(29.99, 49.99, 20.0 / day, 21.0 * day) - 8_400.0).abs() < 1e-9);
        assert!((stale_loss_usd(29.99, 49.99, 20.0 / day, 300.0) - 1.388_888_9).abs() < 1e-6);
    }

    #[test]
    fn two_megabytes_over_ten_megabits_take_1600_milliseconds() {
        assert!((transfer_secs(2e6, 1e7) - 1.6).abs() < 1e-15);
        assert!((transfer_secs(5e3, 1e7) - 0.004).abs() < 1e-15);
    }
}
