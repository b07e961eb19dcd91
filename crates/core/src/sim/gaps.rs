//! Draws the gaps between arrivals: keeps the phase of bursts and the place in a record.

use super::arrivals::Arrivals;
use crate::dist::{Law, exp1};
use crate::sim::streams::Random;
use std::sync::Arc;

/// Draws gaps; keeps the phase of bursts and the place in a record.
#[derive(Clone, Debug)]
pub(crate) enum Gaps {
    Renewal(Law),
    Bursty(Phases),
    Recorded { gaps: Arc<[f64]>, next: usize },
}

/// Where a bursty process stands.
#[derive(Clone, Debug)]
pub(crate) struct Phases {
    mean_gap: [f64; 2],
    mean_stay: [f64; 2],
    in_burst: usize,
    /// Seconds until the phase ends; negative before the first draw.
    stay_left: f64,
}

impl Gaps {
    pub(crate) fn new(arrivals: &Arrivals) -> Self {
        match arrivals {
            Arrivals::Renewal(law) => Self::Renewal(law.clone()),
            Arrivals::Recorded(recorded) => Self::Recorded { gaps: recorded.gaps.clone(), next: 0 },
            Arrivals::Bursty(bursty) => {
                let ((calm, burst), (calm_secs, burst_secs)) = (bursty.phase_rates(), bursty.phase_secs());
                let mean_gap = [1.0 / calm, 1.0 / burst];
                Self::Bursty(Phases { mean_gap, mean_stay: [calm_secs, burst_secs], in_burst: 0, stay_left: -1.0 })
            }
        }
    }

    pub(crate) fn fill(&mut self, rng: &mut Random, block: &mut [f64]) {
        match self {
            Self::Renewal(law) => law.fill(rng, block),
            Self::Bursty(phases) => block.iter_mut().for_each(|gap| *gap = phases.gap(rng)),
            Self::Recorded { gaps, next } => block.iter_mut().for_each(|gap| {
                *gap = gaps.get(*next).copied().unwrap_or(f64::INFINITY);
                *next += 1;
            }),
        }
    }
}

impl Phases {
    fn gap(&mut self, rng: &mut Random) -> f64 {
        if self.stay_left < 0.0 {
            // Starts as a passer-by would find it: in a burst with the share of time that bursts take.
            let burst_share = self.mean_stay[1] / (self.mean_stay[0] + self.mean_stay[1]);
            self.in_burst = usize::from(exp1(rng) < -libm::log1p(-burst_share));
            self.stay_left = self.mean_stay[self.in_burst] * exp1(rng);
        }
        let mut waited = 0.0;
        loop {
            let gap = self.mean_gap[self.in_burst] * exp1(rng);
            if gap <= self.stay_left {
                self.stay_left -= gap;
                return waited + gap;
            }
            // Memoryless: what is left of the gap is drawn afresh at the new phase's rate.
            waited += self.stay_left;
            self.in_burst = 1 - self.in_burst;
            self.stay_left = self.mean_stay[self.in_burst] * exp1(rng);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::ArrivalsError;
    use crate::sim::streams::{Stream, stream};

    #[test]
    fn bursts_keep_the_mean_rate_and_have_the_dispersion_they_claim() {
        for ratio in [1.0, 4.0, 30.0] {
            let law = Arrivals::bursty(5.0, ratio).expect("valid");
            let mut gaps = Gaps::new(&law);
            let mut block = vec![0.0; 4_000_000];
            gaps.fill(&mut stream(8, Stream::Arrivals), &mut block);
            let n = block.len() as f64;
            let mean = block.iter().sum::<f64>() / n;
            // Var(sum of n gaps) ≈ n · dispersion · mean gap².
            let standard_error = 0.2 * (law.index_of_dispersion() / n).sqrt();
            assert!((mean - 0.2).abs() < 4.9 * standard_error, "{ratio}: {mean}");
            let second = block.iter().map(|gap| gap * gap).sum::<f64>() / n;
            let cv2 = second / (mean * mean) - 1.0;
            assert!((cv2 / law.gap_cv_squared() - 1.0).abs() < 0.05, "{ratio}: {cv2} {}", law.gap_cv_squared());
            // Counts in windows of 2000 s (10,000 arrivals, 100 cycles).
            let (mut counts, mut time) = (vec![0.0], 0.0);
            for gap in &block {
                time += gap;
                while time > 2000.0 * counts.len() as f64 {
                    counts.push(0.0);
                }
                *counts.last_mut().expect("one") += 1.0;
            }
            counts.pop();
            let average = counts.iter().sum::<f64>() / counts.len() as f64;
            let spread = counts.iter().map(|c| (c - average) * (c - average)).sum::<f64>() / (counts.len() - 1) as f64;
            let ratio_of_indices = spread / average / law.index_of_dispersion();
            // A variance from 400 windows has a relative standard error of √(2/400) = 7 %.
            assert!((ratio_of_indices - 1.0).abs() < 0.35, "{ratio}: {ratio_of_indices}");
        }
    }

    #[test]
    fn a_record_is_replayed_once_and_then_nobody_comes() {
        let mut gaps = Gaps::new(&Arrivals::recorded(&[1.0, 1.5, 4.0]).expect("in order"));
        let mut block = [0.0; 5];
        gaps.fill(&mut stream(1, Stream::Arrivals), &mut block);
        assert_eq!(block, [1.0, 0.5, 2.5, f64::INFINITY, f64::INFINITY]);
        assert_eq!(Arrivals::recorded(&[1.0, 0.5]), Err(ArrivalsError::Order(1)));
    }
}
