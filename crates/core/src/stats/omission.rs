//! Coordinated omission: a tester that waits for each answer asks no questions while the server stands still, and so leaves
//! out the very requests that would have suffered.
//!
//! **What.** A tester means to send a request every `interval`. For `calm` all are answered in `service`; then the server stands
//! still for `stall`, and when it wakes everything that waits is answered at once. The closed loop sends the next request when
//! the last is answered; the open loop sends on plan.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | i | `interval_ms` | ms |
//! | s | `service_ms` | ms |
//! | c, h | `calm_secs`, `stall_secs` | s |
//! | h, h − i, h − 2i, … | latencies of requests planned during the stall | ms |
//!
//! **Correction.** A recorded value v > i stands for requests that were never sent: v − i, v − 2i, … down to i are recorded with
//! it. For the stall above this gives exactly what the open loop measures.
//!
//! **Source.** G. Tene, "How NOT to measure latency" (2013), and the README of HdrHistogram, section "Corrected vs. Raw value
//! recording calls": 10,000 × 1 ms every 10 ms, then a stall of 100 s.
//!
//! **Where it stops being true.** A server that serves one at a time wakes to a queue, and is then worse than this until it has
//! caught up. The correction invents values; it is right only for a stall that would have hit every request alike.

/// Values that a correction or a simulation may write out.
const MOST: f64 = 2_000_000.0;

/// A tester and a server that stalls once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stall {
    /// Between planned requests.
    pub interval_ms: f64,
    /// Of a request in calm times.
    pub service_ms: f64,
    /// Before the stall.
    pub calm_secs: f64,
    /// How long the server stands still.
    pub stall_secs: f64,
}

impl Stall {
    /// When the server answers a request sent at `at_ms`: after its service, or when it wakes.
    fn answers_at(&self, at_ms: f64) -> f64 {
        let (from, to) = (self.calm_secs * 1e3, (self.calm_secs + self.stall_secs) * 1e3);
        if at_ms >= from && at_ms < to { to.max(at_ms + self.service_ms) } else { at_ms + self.service_ms }
    }

    fn planned(&self) -> Option<u64> {
        let planned = libm::ceil((self.calm_secs + self.stall_secs) * 1e3 / self.interval_ms - 1e-9);
        (1.0..=MOST).contains(&planned).then_some(planned as u64)
    }

    /// What the closed loop records, as (ms, count); nothing for more than two million planned requests.
    #[must_use]
    pub fn closed_loop(&self) -> Option<Vec<(f64, u64)>> {
        let planned = self.planned()?;
        let mut recorded = Record::default();
        let (mut turn, mut free) = (0_u64, 0.0_f64);
        while turn < planned {
            let at = turn as f64 * self.interval_ms;
            // Sends on plan, or as soon as the last answer is there.
            let sent = at.max(free);
            free = self.answers_at(sent);
            recorded.add(free - sent);
            // The turns that went by meanwhile are never taken: they are what is omitted.
            turn = (turn + 1).max(libm::ceil(free / self.interval_ms - 1e-9) as u64);
        }
        Some(recorded.0)
    }

    /// What the open loop records, as (ms, count); nothing for more than two million planned requests.
    #[must_use]
    pub fn open_loop(&self) -> Option<Vec<(f64, u64)>> {
        let mut recorded = Record::default();
        for turn in 0..self.planned()? {
            let at = turn as f64 * self.interval_ms;
            recorded.add(self.answers_at(at) - at);
        }
        Some(recorded.0)
    }
}

/// Values with counts, neighbours that differ only by rounding merged.
#[derive(Default)]
struct Record(Vec<(f64, u64)>);

impl Record {
    fn add(&mut self, ms: f64) {
        // Times are sums of many intervals: a nanosecond is rounding.
        let ms = libm::rint(ms * 1e6) / 1e6;
        match self.0.last_mut() {
            Some(last) if last.0 == ms => last.1 += 1,
            _ => self.0.push((ms, 1)),
        }
    }
}

/// Groups `(ms, count)` with what coordinated omission left out put back, for requests planned every `interval_ms`.
/// Nothing for an interval that is not above zero, or so short that more than two million values would have to be made up.
#[must_use]
pub fn corrected(groups: &[(f64, u64)], interval_ms: f64) -> Option<Vec<(f64, u64)>> {
    if !(interval_ms > 0.0) {
        return None;
    }
    let missing: f64 = groups.iter().map(|(ms, _)| libm::floor((ms / interval_ms).max(1.0)) - 1.0).sum();
    if missing > MOST {
        return None;
    }
    let mut all = groups.to_vec();
    for &(ms, count) in groups {
        let mut step = 1.0;
        loop {
            let value = ms - step * interval_ms;
            if value < interval_ms * (1.0 - 1e-12) {
                break;
            }
            all.push((libm::rint(value * 1e6) / 1e6, count));
            step += 1.0;
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Definition::NearestRank;
    use crate::stats::quantile::quantile_grouped;

    const README: Stall = Stall { interval_ms: 10.0, service_ms: 1.0, calm_secs: 100.0, stall_secs: 100.0 };

    fn sorted(mut groups: Vec<(f64, u64)>) -> Vec<(f64, u64)> {
        groups.sort_by(|a, b| a.0.total_cmp(&b.0));
        groups.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 += later.1;
            }
            same
        });
        groups
    }

    fn mean(groups: &[(f64, u64)]) -> f64 {
        let count: u64 = groups.iter().map(|g| g.1).sum();
        groups.iter().map(|g| g.0 * g.1 as f64).sum::<f64>() / count as f64
    }

    #[test]
    fn the_readme_of_hdr_histogram_is_matched_digit_for_digit() {
        let raw = sorted(README.closed_loop().unwrap());
        assert_eq!(raw, [(1.0, 10_000), (100_000.0, 1)]);
        assert_eq!(quantile_grouped(&raw, 0.9999, NearestRank), Some(1.0));
        assert_eq!(format!("{:.3}", mean(&raw)), "10.999");
        let fixed = sorted(corrected(&raw, 10.0).unwrap());
        assert_eq!(fixed.iter().map(|g| g.1).sum::<u64>(), 20_000);
        let at = |q| quantile_grouped(&fixed, q, NearestRank).unwrap();
        assert_eq!([0.5, 0.75, 0.9, 0.99, 0.999].map(at), [1.0, 50_000.0, 80_000.0, 98_000.0, 99_800.0]);
        assert_eq!(mean(&fixed), 25_003.0);
        assert_eq!(sorted(README.open_loop().unwrap()), fixed);
    }

    #[test]
    fn correction_is_the_open_loop_for_other_stalls_too() {
        for (interval_ms, service_ms, calm_secs, stall_secs) in
            [(5.0, 2.0, 30.0, 7.0), (100.0, 10.0, 600.0, 1.0), (1.0, 0.5, 2.0, 3.0)]
        {
            let stall = Stall { interval_ms, service_ms, calm_secs, stall_secs };
            let fixed = sorted(corrected(&stall.closed_loop().unwrap(), interval_ms).unwrap());
            let open = sorted(stall.open_loop().unwrap());
            assert_eq!(fixed.iter().map(|g| g.1).sum::<u64>(), open.iter().map(|g| g.1).sum::<u64>(), "{stall:?}");
            assert!((mean(&fixed) / mean(&open) - 1.0).abs() < 1e-9, "{stall:?}");
        }
    }

    #[test]
    fn without_a_stall_there_is_nothing_to_put_back() {
        let calm = Stall { stall_secs: 0.0, ..README };
        assert_eq!(calm.closed_loop(), calm.open_loop());
        assert_eq!(corrected(&[(5.0, 3), (10.0, 1)], 10.0).unwrap(), [(5.0, 3), (10.0, 1)]);
        assert_eq!(corrected(&[(1e9, 1)], 0.001), None);
        assert_eq!(corrected(&[(1.0, 1)], 0.0), None);
        assert_eq!(Stall { interval_ms: 1e-3, ..README }.open_loop(), None);
    }
}
