//! A request that asks n leaves at once and waits for all of them, or for all but a few.
//!
//! Assumptions: leaves are independent of one another, but for a share `correlation` of requests on which one common fate falls:
//! all their answers are slow (with the leaves' own slow share) or none is. The correlation between any two leaves, or two copies
//! of one, is then just that share.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | n | `fan_out` | ≥ 1 |
//! | k | `dropped`: leaves not waited for | 0 … n−1 |
//! | c | `correlation` | \[0, 1\] |
//! | q | slow share of a leaf, after its remedy | \[0, 1\] |
//! | P(B(n, q) > k) | share of requests that wait for a slow leaf; 1 − (1−q)ⁿ for k = 0 | \[0, 1\] |
//! | F(t) = P(B(n, S(t)) ≤ k) | answered within t, with S the leaf's survival | share |
//!
//! Source: order statistics (David & Nagaraja, *Order Statistics*, 2003, §2.1); J. Dean, L. A. Barroso, "The Tail at Scale",
//! CACM 56(2), 2013. Validity: leaves asked by one request queue behind the same bursts, so their times resemble each other and
//! F is a little low where queues are long (fork–join: Nelson & Tantawi, IEEE Trans. Computers 37, 1988).

use super::leaf::{Fate, Settled, invert};
use crate::stats::binomial::binomial_cdf;

/// Why a leaf or a fan-out makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TailsError {
    /// A time not above zero, or not finite.
    Time,
    /// A share outside [0, 1].
    Share,
    /// Leaves that are always busy.
    Busy,
    /// No leaf to ask.
    Leaves,
}

impl std::fmt::Display for TailsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Time => "A leaf must take some time, and a slow one may not take less than none.",
            Self::Share => "Shares must lie between 0 and 1.",
            Self::Busy => "Leaves that are busy all the time never catch up: keep them below 100 %.",
            Self::Leaves => "A request must ask at least one leaf, and wait for at least one.",
        })
    }
}

impl std::error::Error for TailsError {}

/// How many leaves are asked, how many are not waited for, and how alike their fates are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FanOut {
    leaves: u64,
    dropped: u64,
    correlation: f64,
}

impl FanOut {
    /// Asks `leaves` ≥ 1 and waits for all but `dropped` < `leaves`; a share `correlation` in [0, 1] of requests has one fate.
    ///
    /// # Errors
    /// Where one of them is out of range.
    pub fn new(leaves: u64, dropped: u64, correlation: f64) -> Result<Self, TailsError> {
        if leaves == 0 || dropped >= leaves {
            return Err(TailsError::Leaves);
        }
        if !(0.0..=1.0).contains(&correlation) {
            return Err(TailsError::Share);
        }
        Ok(Self { leaves, dropped, correlation })
    }

    /// Over the fates that may befall a request: probability and fate, for a slow share `q` of one copy.
    fn fates(&self, q: f64) -> [(f64, Fate); 3] {
        [
            (1.0 - self.correlation, Fate::Independent),
            (self.correlation * (1.0 - q), Fate::AllQuick),
            (self.correlation * q, Fate::AllSlow),
        ]
    }

    /// Share of requests that have to wait for a slow leaf, where each copy is slow with probability `copy_slow_share`.
    pub fn slow_request_share(&self, leaf: &Settled, copy_slow_share: f64) -> f64 {
        let more_than_dropped = |q: f64| self.meets_slow(q, leaf.quick_after_slow());
        let exact = |q: f64| {
            if self.dropped == 0 { -libm::expm1(self.leaves as f64 * libm::log1p(-q)) } else { more_than_dropped(q) }
        };
        self.fates(copy_slow_share)
            .iter()
            .filter(|(weight, _)| *weight > 0.0)
            .map(|(weight, fate)| weight * exact(leaf.slow_share(*fate)))
            .sum()
    }

    /// Whether slow answers come last for sure, so that the share of those who wait for one is exact and not for independent leaves.
    pub fn slow_come_last(&self, leaf: &Settled) -> bool {
        self.dropped == 0 || self.leaves as f64 * leaf.quick_after_slow() < 1e-12
    }

    /// Share of requests one of whose awaited answers is slow, where a leaf is slow with probability `slow` and a quick one is still
    /// out with probability `out` when the first slow one may come. From then on all that are out are alike (exponential times forget
    /// how long they have lasted), so with j slow and r quick ones out, the last k = `dropped` are any k of the j + r: all slow ones
    /// are among them with probability r!·k!/((k − j)!·(r + j)!), and for certain where j + r ≤ k.
    fn meets_slow(&self, slow: f64, out: f64) -> f64 {
        let (n, k) = (self.leaves, self.dropped);
        if out == 0.0 || slow >= 1.0 {
            return if slow >= 1.0 { 1.0 } else { 1.0 - binomial_cdf(k, n, slow) };
        }
        let mut unseen = 0.0;
        for j in 0..=k {
            let weight = binomial_pmf(j, n, slow);
            if weight < 1e-18 {
                continue;
            }
            let (from, to) = likely(n - j, out);
            let mut among = among(j, k, from);
            for r in from..=to {
                unseen += weight * binomial_pmf(r, n - j, out) * among;
                if r + j >= k {
                    among *= (r + 1) as f64 / (r + 1 + j) as f64;
                }
            }
        }
        (1.0 - unseen).max(0.0)
    }

    /// Share of requests still unanswered after `secs`.
    pub fn survival(&self, leaf: &Settled, copy_slow_share: f64, secs: f64) -> f64 {
        self.fates(copy_slow_share)
            .iter()
            .filter(|(weight, _)| *weight > 0.0)
            .map(|(weight, fate)| {
                let out = leaf.survival(secs, *fate);
                let late = if self.dropped == 0 {
                    -libm::expm1(self.leaves as f64 * libm::log1p(-out))
                } else {
                    1.0 - binomial_cdf(self.dropped, self.leaves, out)
                };
                weight * late
            })
            .sum()
    }

    /// The time that a share 1 − `q` of requests takes longer than, seconds; `scale_secs` is any time of the right order.
    pub fn quantile_secs(&self, leaf: &Settled, copy_slow_share: f64, q: f64, scale_secs: f64) -> f64 {
        invert(1.0 - q, scale_secs, |t| self.survival(leaf, copy_slow_share, t))
    }
}

/// The numbers that a binomial of `n` hardly ever leaves.
fn likely(n: u64, p: f64) -> (u64, u64) {
    let mean = n as f64 * p;
    let reach = 9.0 * libm::sqrt(mean * (1.0 - p)) + 30.0;
    ((mean - reach).max(0.0) as u64, ((mean + reach) as u64).min(n))
}

/// Probability that j particular ones are among the last k of j + r.
fn among(j: u64, k: u64, r: u64) -> f64 {
    // C(r, m)/C(r + j, m) with m = r + j − k, as a product over the j.
    if r + j <= k { 1.0 } else { (0..j).map(|i| (k - i) as f64 / (r + j - i) as f64).product() }
}

fn binomial_pmf(i: u64, n: u64, p: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 {
        return if (p <= 0.0 && i == 0) || (p >= 1.0 && i == n) { 1.0 } else { 0.0 };
    }
    let (i, n) = (i as f64, n as f64);
    let choose = libm::lgamma(n + 1.0) - libm::lgamma(i + 1.0) - libm::lgamma(n - i + 1.0);
    libm::exp(choose + i * libm::log(p) + (n - i) * libm::log1p(-p))
}

#[cfg(test)]
mod tests {
    use super::super::leaf::{Leaf, Remedy};
    use super::*;

    fn plain() -> Settled {
        Leaf::new(0.010, 1.0, 0.01, 0.0).unwrap().with(Remedy::None).unwrap()
    }

    fn slow(leaves: u64, dropped: u64, correlation: f64) -> f64 {
        FanOut::new(leaves, dropped, correlation).unwrap().slow_request_share(&plain(), 0.01)
    }

    #[test]
    fn one_slow_leaf_in_a_hundred_hits_one_request_in_ten_and_two_in_three() {
        assert!((1.0 - slow(10, 0, 0.0) - 0.904_382_075_008_804_5).abs() < 1e-12, "0.99^10");
        assert!((1.0 - slow(100, 0, 0.0) - 0.366_032_341_273_229_5).abs() < 1e-12, "0.99^100");
        for (n, share) in [(18, 0.1655), (40, 0.3310), (50, 0.3950)] {
            assert!((slow(n, 0, 0.0) - share).abs() < 5e-5, "{n}");
        }
    }

    #[test]
    fn one_in_ten_thousand_at_two_thousand_servers_hits_one_in_five() {
        let leaf = Leaf::new(0.010, 1.0, 0.0001, 0.0).unwrap().with(Remedy::None).unwrap();
        let share = FanOut::new(2_000, 0, 0.0).unwrap().slow_request_share(&leaf, 0.0001);
        assert!((share - 0.1813).abs() < 1e-4, "{share}");
    }

    #[test]
    fn leaves_that_share_one_fate_are_slow_together_and_seldom() {
        assert!((slow(10, 0, 1.0) - 0.01).abs() < 1e-15);
        assert!((slow(10, 0, 0.5) - 0.5 * (0.01 + slow(10, 0, 0.0))).abs() < 1e-15);
    }

    #[test]
    fn who_does_not_wait_for_the_last_leaf_waits_for_a_slow_one_only_when_two_are() {
        let two = 1.0 - libm::pow(0.99, 10.0) - 10.0 * 0.01 * libm::pow(0.99, 9.0);
        assert!((slow(10, 1, 0.0) - two).abs() < 1e-12);
    }

    #[test]
    fn where_slow_is_hardly_slower_doing_without_the_last_leaves_spares_few() {
        // A tenth of a second's worth of leaves drawn one by one from a generator of its own, sorted, and looked at.
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
        };
        for (n, k, q, slow_secs) in [(10, 1, 0.01, 0.005), (10, 3, 0.2, 0.02), (5, 2, 0.5, 0.001), (40, 4, 0.05, 0.01)]
        {
            let leaf = Leaf::new(0.010, slow_secs, q, 0.0).unwrap().with(Remedy::None).unwrap();
            let found = FanOut::new(n, k, 0.0).unwrap().slow_request_share(&leaf, q);
            let runs = 40_000;
            let mut met = 0;
            for _ in 0..runs {
                let mut answers: Vec<(f64, bool)> = (0..n)
                    .map(|_| {
                        let slow = next() < q;
                        (-0.010 * libm::log(next()) + if slow { slow_secs } else { 0.0 }, slow)
                    })
                    .collect();
                answers.sort_by(|a, b| a.0.total_cmp(&b.0));
                met += u32::from(answers[..(n - k) as usize].iter().any(|a| a.1));
            }
            let share = f64::from(met) / f64::from(runs);
            let four = 4.0 * libm::sqrt(found * (1.0 - found) / f64::from(runs));
            assert!((share - found).abs() < four, "{n} {k} {q} {slow_secs}: {found} against {share} ± {four}");
        }
    }

    #[test]
    fn the_slowest_of_ten_exponentials_has_the_known_median() {
        let quick = Leaf::new(0.010, 0.0, 0.0, 0.0).unwrap().with(Remedy::None).unwrap();
        let median = FanOut::new(10, 0, 0.0).unwrap().quantile_secs(&quick, 0.0, 0.5, 0.01);
        let known = -0.010 * libm::log(1.0 - libm::pow(0.5, 0.1));
        assert!((median / known - 1.0).abs() < 1e-10, "{median} against {known}");
    }

    #[test]
    fn quantiles_and_survival_are_inverse_under_every_remedy() {
        let leaf = Leaf::new(0.010, 1.0, 0.01, 0.3).unwrap();
        for remedy in [Remedy::None, Remedy::Hedged { after: 0.95, budget: 1.0 }, Remedy::Tied] {
            let settled = leaf.with(remedy).unwrap();
            for (n, k, c) in [(1, 0, 0.0), (10, 0, 0.3), (100, 3, 0.0), (2_000, 0, 1.0)] {
                let fan = FanOut::new(n, k, c).unwrap();
                for q in [0.1, 0.5, 0.9, 0.99, 0.999] {
                    let t = fan.quantile_secs(&settled, 0.01, q, 0.01);
                    let back = 1.0 - fan.survival(&settled, 0.01, t);
                    assert!((back - q).abs() < 1e-9, "{remedy:?} {n} {k} {c} {q}: {back}");
                }
            }
        }
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(FanOut::new(0, 0, 0.0), Err(TailsError::Leaves));
        assert_eq!(FanOut::new(3, 3, 0.0), Err(TailsError::Leaves));
        assert_eq!(FanOut::new(3, 0, f64::NAN), Err(TailsError::Share));
    }
}
