//! Batch means: an honest interval for the mean of values that resemble their neighbours.
//!
//! **What.** Successive waits in a queue are strongly correlated: taken as independent they give an interval 3, 9 or 19 times
//! too narrow at 50, 80 or 90 % load. Long batches of them are nearly independent of each other, so the spread of the batch
//! means, with Student's t, gives the interval.
//!
//! | symbol | name | meaning |
//! |---|---|---|
//! | k | `batches` | number of batches |
//! | t s/√k | `half_width` | s: standard deviation of the batch means, t: Student's quantile of k − 1 degrees |
//! | r₁ | `neighbour_correlation` | correlation of each batch mean with the next |
//! | √((1 + r₁)/(1 − r₁)) | – | factor by which the interval is widened where r₁ > 0 |
//!
//! **Source.** A. M. Law, *Simulation Modeling and Analysis*, 5th ed. (McGraw-Hill, 2015), §9.5.3 (batch means); J. von Neumann,
//! "Distribution of the ratio of the mean square successive difference to the variance", Ann. Math. Statist. 12 (1941),
//! doi:10.1214/aoms/1177731677 (the test on r₁); doubling batches: G. S. Fishman, *Discrete-Event Simulation* (Springer,
//! 2001), §6.6.
//!
//! **Where it stops being true.** A warm-up that was not removed biases the mean itself. Where r₁ is significant the batches are
//! too short: the interval is widened as for a first-order autoregression, and `trusted` says no.

use super::student::student_quantile;
use super::summary::Summary;

/// The mean of a run and how sure one may be of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanInterval {
    /// Mean of the values in whole batches.
    pub mean: f64,
    /// Half of the width of the confidence interval, in the unit of the values.
    pub half_width: f64,
    /// Values in whole batches.
    pub count: u64,
    /// Number of batches.
    pub batches: usize,
    /// Correlation of neighbouring batch means, in [−1, 1].
    pub neighbour_correlation: f64,
    /// Whether the batches are long enough to pass for independent.
    pub trusted: bool,
}

/// An interval from the means of equally long batches; nothing below eight of them.
#[must_use]
pub fn interval_of_batch_means(means: &[f64], batch_len: u64, confidence: f64) -> Option<MeanInterval> {
    if means.len() < 8 || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let summary = Summary::of(means);
    let (mean, variance) = (summary.mean()?, summary.variance()?);
    let batches = means.len() as f64;
    let products: f64 = means.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum();
    let squares = variance * (batches - 1.0);
    // The estimate leans below zero by 1/k; leaning back is the safe side.
    let correlation = if squares > 0.0 { (products / squares + 1.0 / batches).clamp(-1.0, 0.95) } else { 0.0 };
    let widening = if correlation > 0.0 { libm::sqrt((1.0 + correlation) / (1.0 - correlation)) } else { 1.0 };
    let t = student_quantile(0.5 + 0.5 * confidence, batches - 1.0);
    Some(MeanInterval {
        mean,
        half_width: t * libm::sqrt(variance / batches) * widening,
        count: batch_len * means.len() as u64,
        batches: means.len(),
        neighbour_correlation: correlation,
        // One-sided at 5 %: von Neumann's ratio is close to normal with variance 1/k.
        trusted: correlation <= 1.645 / libm::sqrt(batches),
    })
}

/// Collects a stream of values into 32 to 63 batches of equal length, doubling the length as the stream goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchMeans {
    batch_len: u64,
    in_batch: u64,
    sum: f64,
    means: Vec<f64>,
}

/// Batches at which pairs are merged; half of them remain.
const MOST_BATCHES: usize = 64;

impl Default for BatchMeans {
    fn default() -> Self {
        Self { batch_len: 1, in_batch: 0, sum: 0.0, means: Vec::with_capacity(MOST_BATCHES) }
    }
}

impl BatchMeans {
    /// Takes in the next value of the stream.
    #[inline]
    pub fn record(&mut self, value: f64) {
        self.sum += value;
        self.in_batch += 1;
        if self.in_batch == self.batch_len {
            self.close_batch();
        }
    }

    fn close_batch(&mut self) {
        self.means.push(self.sum / self.batch_len as f64);
        (self.sum, self.in_batch) = (0.0, 0);
        if self.means.len() == MOST_BATCHES {
            self.means = self.means.chunks_exact(2).map(|pair| 0.5 * (pair[0] + pair[1])).collect();
            self.batch_len *= 2;
        }
    }

    /// Values taken in so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.means.len() as u64 * self.batch_len + self.in_batch
    }

    /// The interval so far; nothing below eight batches. Values of the batch under way are not in it.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> Option<MeanInterval> {
        interval_of_batch_means(&self.means, self.batch_len, confidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream with correlation φ between neighbours, from a plain 64-bit congruential generator.
    fn autoregression(phi: f64, count: usize, seed: u64) -> Vec<f64> {
        let (mut state, mut value) = (seed.wrapping_mul(2) | 1, 0.0);
        let mut uniform = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5
        };
        (0..count + 1_000)
            .map(|_| {
                value = phi * value + uniform();
                value
            })
            .skip(1_000)
            .collect()
    }

    #[test]
    fn ninety_five_per_cent_cover_although_neighbours_resemble_each_other() {
        for phi in [0.0, 0.9] {
            let covered = (0..400)
                .filter(|&seed| {
                    let mut batches = BatchMeans::default();
                    autoregression(phi, 20_000, seed).into_iter().for_each(|value| batches.record(value));
                    let interval = batches.interval(0.95).unwrap();
                    interval.mean.abs() <= interval.half_width
                })
                .count();
            // 400 trials at 95 %: 380 ± 4.4; four standard deviations below, and wider is no fault.
            assert!(covered >= 362, "{phi}: {covered}");
        }
    }

    #[test]
    fn batches_too_short_are_not_trusted() {
        let values = autoregression(0.98, 64, 7);
        let mut batches = BatchMeans::default();
        values.iter().for_each(|&value| batches.record(value));
        let interval = batches.interval(0.95).unwrap();
        assert!(!interval.trusted && interval.neighbour_correlation > 0.5, "{interval:?}");
    }

    #[test]
    fn the_mean_is_that_of_whole_batches_and_few_values_give_none() {
        let mut batches = BatchMeans::default();
        (0..7).for_each(|i| batches.record(f64::from(i)));
        assert_eq!(batches.interval(0.95), None);
        (7..1_000).for_each(|i| batches.record(f64::from(i)));
        let interval = batches.interval(0.95).unwrap();
        assert_eq!(batches.count(), 1_000);
        assert_eq!((interval.count, interval.mean), (992, 495.5));
        let still: Vec<f64> = vec![2.0; 40];
        let constant = interval_of_batch_means(&still, 10, 0.95).unwrap();
        assert_eq!((constant.mean, constant.half_width, constant.trusted), (2.0, 0.0, true));
    }
}
