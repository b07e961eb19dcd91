//! What is noted of each request, and what follows: values with intervals that allow for neighbours resembling each other, and the
//! difference of twins.

use super::FanOutRun;
use crate::sim::Estimate;
use crate::sim::observe::{half_width, on_log_scale, quantile_half_width};

/// Most batches; each has at least [`SMALLEST_BATCH`] requests where there are enough.
const BATCHES: usize = 20;
const SMALLEST_BATCH: usize = 250;
/// Fewest batches that give an interval.
const FEWEST: usize = 5;

/// Noted by number of the request, from the first after the warm-up.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    warmup: u64,
    /// Seconds; not a number until answered.
    responses: Vec<f64>,
    saw_slow: Vec<bool>,
    /// Copies begun beyond one a leaf, for each leaf.
    extra: Vec<f64>,
    /// Processor time of all copies, seconds.
    work: f64,
    left: u64,
    leaves_left: f64,
    /// When the first and the last measured request came.
    first: f64,
    last: f64,
}

/// What a run says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FanOutEstimates {
    /// Share of requests that had to wait for a slow answer.
    pub slow_request_share: Estimate,
    /// Mean time to the answer, seconds.
    pub mean_secs: Estimate,
    /// Half are answered within, seconds.
    pub p50_secs: Estimate,
    /// 1 in 20 takes longer than, seconds.
    pub p95_secs: Estimate,
    /// 1 in 100 takes longer than, seconds.
    pub p99_secs: Estimate,
    /// Second copies served for each leaf request.
    pub extra_load_share: Estimate,
    /// Work that came in, over what the servers can do while it comes; above 1 the lines grow.
    pub offered_utilization: f64,
}

impl Measured {
    pub(crate) fn new(warmup: u64, target: u64) -> Self {
        // Grown as needed: a run may stop long before its target.
        let room = (target as usize).min(100_000);
        Self {
            warmup,
            responses: Vec::with_capacity(room),
            saw_slow: Vec::with_capacity(room),
            extra: Vec::with_capacity(room),
            work: 0.0,
            left: 0,
            leaves_left: 0.0,
            first: 0.0,
            last: 0.0,
        }
    }

    fn place(&self, id: u64) -> Option<usize> {
        id.checked_sub(self.warmup).map(|at| at as usize)
    }

    pub(super) fn arrived(&mut self, id: u64, now: f64) {
        if let Some(at) = self.place(id) {
            if at == 0 {
                self.first = now;
            }
            self.last = now;
            self.responses.push(f64::NAN);
            self.saw_slow.push(false);
            self.extra.push(0.0);
        }
    }

    pub(super) fn answered(&mut self, id: u64, response: f64, saw_slow: bool) {
        if let Some(at) = self.place(id) {
            self.responses[at] = response;
            self.saw_slow[at] = saw_slow;
        }
    }

    pub(super) fn left(&mut self, id: u64, begun: u32, leaves: u32, work: f64) {
        if let Some(at) = self.place(id) {
            self.extra[at] = (f64::from(begun) - f64::from(leaves)) / f64::from(leaves);
            self.work += work;
            self.left += 1;
            self.leaves_left += f64::from(leaves);
        }
    }

    /// Responses of the requests before the first that is still out.
    pub(super) fn responses(&self) -> &[f64] {
        let known = self.responses.iter().position(|r| r.is_nan()).unwrap_or(self.responses.len());
        &self.responses[..known]
    }

    pub(super) fn estimates(&self, servers: usize) -> FanOutEstimates {
        let responses = self.responses();
        let n = responses.len();
        let size = batch_size(n);
        let slow: Vec<f64> = self.saw_slow[..n].iter().map(|&slow| f64::from(u8::from(slow))).collect();
        let mut sorted = responses.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let span = self.last - self.first;
        let offered = self.work * (self.responses.len() as f64 / self.left.max(1) as f64) / (span * servers as f64);
        FanOutEstimates {
            slow_request_share: mean(&slow, size),
            mean_secs: mean(responses, size),
            p50_secs: quantile(responses, &sorted, size, 0.5),
            p95_secs: quantile(responses, &sorted, size, 0.95),
            p99_secs: quantile(responses, &sorted, size, 0.99),
            extra_load_share: mean(&self.extra[..n], size),
            offered_utilization: if offered.is_finite() { offered } else { 0.0 },
        }
    }
}

/// How long the batches of `n` requests are.
fn batch_size(n: usize) -> usize {
    let batches = (n / SMALLEST_BATCH).clamp(FEWEST, BATCHES);
    (n / batches).max(1)
}

fn mean(values: &[f64], size: usize) -> Estimate {
    let value = values.iter().sum::<f64>() / values.len() as f64;
    let residuals: Vec<f64> =
        values.chunks_exact(size).map(|batch| batch.iter().sum::<f64>() / size as f64 - value).collect();
    Estimate { value, half_width: on_log_scale(half_width(&residuals), value), n: values.len() as u64 }
}

fn at(sorted: &[f64], q: f64) -> f64 {
    let rank = libm::ceil(q * sorted.len() as f64) as usize;
    sorted.get(rank.clamp(1, sorted.len().max(1)) - 1).copied().unwrap_or(f64::NAN)
}

/// The quantile by nearest rank; its interval from how the share below it varies between batches.
fn quantile(values: &[f64], sorted: &[f64], size: usize, q: f64) -> Estimate {
    let value = at(sorted, q);
    let half_share = |limit: f64| {
        let below = |batch: &[f64]| batch.iter().filter(|v| **v <= limit).count() as f64 / batch.len() as f64;
        let shares: Vec<f64> = values.chunks_exact(size).map(below).collect();
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        half_width(&shares.iter().map(|share| share - mean).collect::<Vec<_>>())
    };
    let half_width = quantile_half_width(q, value, |q| at(sorted, q), half_share);
    Estimate { value, half_width, n: values.len() as u64 }
}

/// How much longer a quantile of the second run is than that of the first, seconds, on the same requests.
pub fn difference(first: &FanOutRun, second: &FanOutRun, q: f64) -> f64 {
    let of = |run: &FanOutRun| {
        let mut sorted = run.measured().responses().to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        at(&sorted, q)
    };
    of(second) - of(first)
}

/// Share of requests that took longer in the second run than in the first, on the same luck.
pub fn slower_share(first: &FanOutRun, second: &FanOutRun) -> Estimate {
    let pairs = first.measured().responses().iter().zip(second.measured().responses());
    // What rounding alone makes differ is no difference.
    let slower: Vec<f64> = pairs.map(|(a, b)| f64::from(u8::from(*b > *a * (1.0 + 1e-9)))).collect();
    mean(&slower, batch_size(slower.len()))
}
