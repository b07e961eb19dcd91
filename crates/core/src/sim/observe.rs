//! What a run says: each value with a 95 % interval that allows for customers resembling their neighbours.
//!
//! Every value is a ratio of two sums (waits over customers, busy time over time …). Its standard error comes from the batches:
//! residuals x − r·y, their variance, and, where neighbouring batches still resemble each other, a correction for that
//! ((1+φ)/(1−φ) with the lag-one correlation φ of the residuals where it is positive, and fewer degrees of freedom to match).
//! Source: Law, *Simulation Modeling and Analysis*, 5th ed., §9.5.3; Steiger et al., "ASAP3", ACM TOMACS 15 (2005) 39–73,
//! for the correction by a first-order autoregression.
//!
//! From there two things widen it, because a run that saw too little also knows too little of how much it missed:
//! [`quantile_half_width`] for far percentiles, [`on_log_scale`] for everything. How often the intervals hold the truth is measured
//! by `examples/interval_coverage.rs`, told in `docs/model.md` and kept by `tests/sim_meets_theory.rs`.

use super::histogram::{Packed, RESOLUTION};
use super::record::{Batch, Record, Tally};
use super::student::t975;

/// A simulated value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value; not a number when nothing was observed.
    pub value: f64,
    /// Half the width of its 95 % interval; infinite while there are fewer than four batches (about 600 customers).
    pub half_width: f64,
    /// How many observations it rests on.
    pub n: u64,
}

impl Estimate {
    /// Whether `value` lies in the interval.
    pub fn covers(&self, value: f64) -> bool {
        (self.value - value).abs() <= self.half_width
    }

    /// Whether there is a value and an interval.
    pub fn is_known(&self) -> bool {
        self.value.is_finite() && self.half_width.is_finite()
    }

    /// A share never (or always) seen may still be up to 3/n away from that: the rule of three.
    fn of_share(self) -> Self {
        let extreme = self.value == 0.0 || self.value == 1.0;
        let unseen = if extreme { 3.0 / self.n as f64 } else { 0.0 };
        Self { half_width: self.half_width.max(unseen), ..self }
    }

    /// The same in another unit: value and half width times `factor`.
    pub fn scaled(self, factor: f64) -> Self {
        Self { value: self.value * factor, half_width: self.half_width * factor.abs(), n: self.n }
    }
}

/// The three numbers of Little's law, each measured for itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Little {
    /// L: the time average of the number in the system.
    pub in_system: f64,
    /// λ: customers let in, a second.
    pub arrivals_per_sec: f64,
    /// W: the mean time in the system of those who left, seconds.
    pub response_secs: f64,
}

impl Little {
    /// λ·W, to be held against L.
    pub fn product(&self) -> f64 {
        self.arrivals_per_sec * self.response_secs
    }
}

/// Everything a run says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimates {
    /// What was counted.
    pub total: Tally,
    /// Share of the (effective) servers busy.
    pub utilization: Estimate,
    /// Mean wait before or between service, seconds, of customers served.
    pub wait_secs: Estimate,
    /// Mean time in the system, seconds.
    pub response_secs: Estimate,
    /// Mean number waiting.
    pub queue_length: Estimate,
    /// Mean number in the system.
    pub in_system: Estimate,
    /// Share of customers who had to wait.
    pub wait_probability: Estimate,
    /// Share of customers turned away.
    pub blocked_share: Estimate,
    /// Customers served a second.
    pub throughput_per_sec: Estimate,
    /// Median time in the system, seconds.
    pub p50_response_secs: Estimate,
    /// 95th percentile of the time in the system, seconds.
    pub p95_response_secs: Estimate,
    /// 99th percentile of the time in the system, seconds.
    pub p99_response_secs: Estimate,
    /// The longest time in the system seen, seconds, rounded up by at most 0.39 %.
    pub longest_response_secs: f64,
    /// Mean wait of customers with priority, seconds; `n` 0 where there are none.
    pub wait_high_secs: Estimate,
    /// Mean wait of customers without, seconds.
    pub wait_low_secs: Estimate,
    /// Little's law.
    pub little: Little,
}

impl Estimates {
    /// From what was recorded. `open` is the tally of the unfinished batch, completed up to now; `limited` whether customers can be
    /// turned away at all.
    pub(crate) fn of(record: &Record, open: &Tally, servers: f64, limited: bool) -> Self {
        let batches = &record.full;
        let total = record.total(open);
        let all = record.responses();
        let ratio = |n: u64, over: fn(&Tally) -> (f64, f64)| ratio_estimate(batches, &total, n, over);
        let quantile = |q: f64| quantile_estimate(record, &all, q);
        let blocked = ratio(total.arrivals, |t| (t.blocked as f64, t.arrivals as f64));
        let utilization = ratio(total.arrivals, |t| (t.busy_area, t.secs)).scaled(1.0 / servers);
        Self {
            total,
            // A sum of many parts may exceed the whole by a rounding error.
            utilization: Estimate { value: utilization.value.min(1.0), ..utilization },
            wait_secs: ratio(total.left, |t| (t.wait_secs, t.left as f64)),
            response_secs: ratio(total.left, |t| (t.response_secs, t.left as f64)),
            queue_length: ratio(total.arrivals, |t| (t.queue_area, t.secs)),
            in_system: ratio(total.arrivals, |t| (t.system_area, t.secs)),
            wait_probability: ratio(total.left, |t| (t.waited as f64, t.left as f64)).of_share(),
            blocked_share: if limited { blocked.of_share() } else { blocked },
            throughput_per_sec: ratio(total.left, |t| (t.left as f64, t.secs)),
            p50_response_secs: quantile(0.5),
            p95_response_secs: quantile(0.95),
            p99_response_secs: quantile(0.99),
            longest_response_secs: record.longest_response(),
            wait_high_secs: ratio(total.left_high, |t| (t.wait_high_secs, t.left_high as f64)),
            wait_low_secs: ratio(total.left - total.left_high, |t| {
                (t.wait_secs - t.wait_high_secs, (t.left - t.left_high) as f64)
            }),
            little: Little {
                in_system: total.system_area / total.secs,
                arrivals_per_sec: (total.arrivals - total.blocked) as f64 / total.secs,
                response_secs: total.response_secs / total.left as f64,
            },
        }
    }
}

/// The response not exceeded with probability `q`, with its interval.
pub(crate) fn quantile_estimate(record: &Record, all: &Packed, q: f64) -> Estimate {
    let histogram = &record.open_responses;
    let at = |q: f64| histogram.quantile(all, q.clamp(0.0, 1.0)).map_or(f64::NAN, |v| v.min(record.longest_response()));
    let value = at(q);
    let half_share = |value: f64| {
        let counts = |batch: &Batch| (histogram.count_above(&batch.responses, value), batch.tally.left as f64);
        half_width(&residuals(&record.full.iter().map(counts).collect::<Vec<_>>()))
    };
    // And the width of the bucket, within which the place is a guess.
    let half_width = quantile_half_width(q, value, at, half_share) + RESOLUTION * value;
    Estimate { value, half_width, n: all.total() }
}

/// Half the 95 % interval of the quantile `value` at `q` of times that resemble their neighbours: `at` is the quantile function
/// found, `half_share` half the interval of the share of times beyond a value, from the batches.
///
/// Batches' own percentiles would not do: in a batch without a long queue the 99th is far too small, and the interval misses the
/// truth three times in ten. The share p of times beyond the value is a mean like any other (Woodruff, J. Amer. Statist. Assoc. 47
/// (1952) 635–646; Heidelberger & Lewis, Oper. Res. 32 (1984) 185–209). Carried over to times as it stands, though, its interval is
/// too narrow far out: at 90 % load 100,000 customers see five or so of the bursts that carry anyone past the 99th percentile, and a
/// run that happens to see three knows neither that it missed some nor how long they get. So
/// * the share's variance is also taken where 4 p and 16 p of the times lie beyond, and the largest over p counts. Bursts beyond
///   a high level come at a rate in proportion to p and are about equally long whatever the level (compound Poisson: Hsing, Hüsler &
///   Leadbetter, Probab. Theory Relat. Fields 78 (1988) 97–112), so that variance over p is about the same at all three, and better
///   known where more bursts are;
/// * the way from share to time goes along ln p, in which tails are near straight, on the side where they climb more steeply;
/// * the time's own interval is taken [`on_log_scale`].
pub(crate) fn quantile_half_width(q: f64, value: f64, at: impl Fn(f64) -> f64, half_share: impl Fn(f64) -> f64) -> f64 {
    let p = q.min(1.0 - q);
    // The value beyond which (or, of a low quantile, below which) a share of the times lies.
    let beyond = |share: f64| if q < 0.5 { at(share) } else { at(1.0 - share) };
    // Half the interval of ln p: at p itself, and from the levels further in.
    let mut half_log = half_share(value) / p;
    for share in [4.0 * p, 16.0 * p].into_iter().filter(|share| *share < 0.5) {
        let scale = (share * (1.0 - p) / (p * (1.0 - share))).sqrt();
        half_log = half_log.max(half_share(beyond(share)) / share * scale);
    }
    if half_log == 0.0 || !half_log.is_finite() {
        return half_log;
    }
    // Looked at inwards no further than the middle, and outwards no further than half the share.
    let inwards = half_log.min(libm::log(0.5 / p).max(0.25));
    let outwards = half_log.min(core::f64::consts::LN_2);
    let steep = |step: f64| (beyond(p * libm::exp(step)) - value).abs() / step.abs();
    on_log_scale(half_log * steep(inwards).max(steep(-outwards)), value)
}

/// The wider side of the interval with half width `half` around the logarithm of `value` > 0.
///
/// Runs whose value comes out too small come out too sure of it: the standard error of a mean wait or of a percentile grows with it, at
/// least in proportion. Its logarithm has an error that does not, so the interval is taken there and brought back: an interval
/// of ± 10 % becomes one of ± 10.5 %, one of ± 60 % one of ± 82 %. Source: the delta method, Lehmann, *Elements of Large-Sample
/// Theory* (1999), §2.5. Once the interval reaches down to 0 the factor grows no more.
pub(crate) fn on_log_scale(half: f64, value: f64) -> f64 {
    let relative = (half / value).min(1.0);
    if relative > 0.0 { half * (libm::expm1(relative) / relative) } else { half }
}

/// How far each batch's x is from what its y leads to expect, over the mean y.
fn residuals(sums: &[(f64, f64)]) -> Vec<f64> {
    let (x, y) = sums.iter().fold((0.0, 0.0), |(x, y), sum| (x + sum.0, y + sum.1));
    let (ratio, mean_y) = (x / y, y / sums.len() as f64);
    sums.iter().map(|(x, y)| (x - ratio * y) / mean_y).collect()
}

/// Σx/Σy ≥ 0 with its interval from the batches.
pub(crate) fn ratio_estimate(batches: &[Batch], total: &Tally, n: u64, over: fn(&Tally) -> (f64, f64)) -> Estimate {
    let (x, y) = over(total);
    let sums: Vec<(f64, f64)> = batches.iter().map(|batch| over(&batch.tally)).collect();
    Estimate { value: x / y, half_width: on_log_scale(half_width(&residuals(&sums)), x / y), n }
}

/// Half the 95 % interval of a mean, from the batches' residuals around it, in order of time.
pub(crate) fn half_width(residuals: &[f64]) -> f64 {
    let k = residuals.len() as f64;
    if k < 4.0 {
        return f64::INFINITY;
    }
    let squares: f64 = residuals.iter().map(|r| r * r).sum();
    if squares == 0.0 {
        return 0.0;
    }
    let neighbours: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    // Estimated from few batches, φ comes out too small by about (1 + 3φ)/k.
    let raw = neighbours / squares;
    let phi = (raw + (1.0 + 3.0 * raw) / k).clamp(0.0, 0.8);
    let inflation = (1.0 + phi) / (1.0 - phi);
    let degrees = (k / inflation - 1.0).max(1.0);
    let half = t975(degrees) * (squares / (k - 1.0) / k * inflation).sqrt();
    if half.is_finite() { half } else { f64::INFINITY }
}
