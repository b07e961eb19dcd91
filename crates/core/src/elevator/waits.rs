//! The wait of who comes at random: long gaps between cars catch more people than short ones.
//!
//! E[W] = E[I²]/(2 E[I]) = E[I](1 + c²)/2, I the interval between cars, c its coefficient of variation.
//! Source: W. Feller, *An Introduction to Probability Theory and Its Applications*, vol. 2, 2nd ed. (Wiley, 1971), §XI.4.
//! Where it stops being true: cars that leave people behind, and people who do not come at random.

/// Mean wait, in the unit of the intervals ≥ 0; nothing where they sum to nothing.
pub fn mean_wait_secs(intervals: &[f64]) -> Option<f64> {
    let sum: f64 = intervals.iter().sum();
    let squares: f64 = intervals.iter().map(|i| i * i).sum();
    (sum > 0.0).then(|| squares / (2.0 * sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_interval_halves_a_varying_one_does_not_and_two_cars_bunched_are_one() {
        assert_eq!(mean_wait_secs(&[40.0; 9]), Some(20.0));
        // Mean 40, coefficient of variation one half.
        assert_eq!(mean_wait_secs(&[20.0, 60.0]), Some(25.0));
        assert_eq!(mean_wait_secs(&[0.0, 40.0, 0.0, 40.0]), Some(20.0));
        assert_eq!(mean_wait_secs(&[]), None);
    }
}
