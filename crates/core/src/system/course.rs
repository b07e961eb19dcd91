//! How a part fares as time goes by: slow times, cuts, leaks, the rate of arrivals.

use super::parts::clients::Clients;
use super::plan::PlanPart;

impl PlanPart {
    /// How fast an instance is at `now`.
    pub(super) fn speed(&self, instance: u16, now: f64) -> f64 {
        let speeds = &self.speeds[instance as usize];
        speeds.iter().rev().find(|(from, _)| *from <= now).map_or(1.0, |(_, speed)| *speed)
    }

    /// When work begun at `start` is done, through slow times and standstills.
    #[inline]
    pub(super) fn done_at(&self, instance: u16, start: f64, work: f64) -> f64 {
        let speeds = &self.speeds[instance as usize];
        if speeds.is_empty() {
            return start + work;
        }
        let mut at = speeds.partition_point(|(from, _)| *from <= start).saturating_sub(1);
        let (mut now, mut left) = (start, work);
        loop {
            let speed = speeds[at].1;
            let until = speeds.get(at + 1).map_or(f64::INFINITY, |next| next.0);
            if left <= speed * (until - now) || until == f64::INFINITY {
                return now + if left > 0.0 { left / speed } else { 0.0 };
            }
            left -= speed * (until - now);
            now = until;
            at += 1;
        }
    }

    /// When what would arrive at `at` does, cuts considered.
    #[inline]
    pub(super) fn reached_at(&self, at: f64) -> f64 {
        let mut at = at;
        for (from, until) in &self.cuts {
            if *from <= at && at < *until {
                at = *until;
            }
        }
        at
    }

    /// Workers of an instance at `now`, leaks considered.
    #[inline]
    pub(super) fn workers_now(&self, instance: u16, now: f64) -> u32 {
        let lost = |(at, rate, from, until): &(Option<u32>, f64, f64, f64)| {
            let here = at.is_none_or(|i| i == u32::from(instance)) && *from <= now && now < *until;
            if here { ((now - from) * rate) as u32 } else { 0 }
        };
        self.leaks.iter().fold(self.workers, |left, leak| left.saturating_sub(lost(leak)))
    }

    /// When so much of a unit-rate clock has passed since `now`: open clients whose rate changes.
    pub(super) fn after(&self, clients: &Clients, now: f64, amount: f64) -> f64 {
        let Some((base, _)) = clients.open else { return f64::INFINITY };
        if clients.ramp.is_none() && clients.day.is_none() && self.spikes.is_empty() {
            return now + amount / base;
        }
        // Between two corners the rate is a straight line.
        let smooth = |t: f64| {
            let ramped = clients.ramp.map_or(base, |ramp| {
                let share = ((t - ramp.from_secs) / (ramp.until_secs - ramp.from_secs)).clamp(0.0, 1.0);
                base + (ramp.to_per_sec - base) * share
            });
            let day = clients.day.map_or(1.0, |(length, swing)| 1.0 - swing * corner_cos(t / length));
            ramped * day
        };
        let (mut t, mut left) = (now, amount);
        loop {
            let corners = self.spikes.iter().flat_map(|s| [s.0, s.1]);
            let ramp = clients.ramp.into_iter().flat_map(|r| [r.from_secs, r.until_secs]);
            let grid = clients.day.map(|(length, _)| {
                let step = length / DAY_STEPS;
                let next = (t / step + 1.0).floor() * step;
                if next > t { next } else { t + step }
            });
            let next = corners.chain(ramp).chain(grid).filter(|c| *c > t).fold(f64::INFINITY, f64::min);
            let middle = if next.is_finite() { 0.5 * (t + next) } else { t };
            let spike = self.spikes.iter().filter(|s| s.0 <= middle && middle < s.1).fold(1.0, |f, s| f * s.2);
            let first = smooth(t) * spike;
            if next == f64::INFINITY {
                return t + left / first;
            }
            let last = smooth(next) * spike;
            let area = 0.5 * (first + last) * (next - t);
            if area >= left {
                let slope = (last - first) / (next - t);
                return t + 2.0 * left / (first + (first * first + 2.0 * slope * left).max(0.0).sqrt());
            }
            left -= area;
            t = next;
        }
    }
}

/// Straight lines in which a day's curve is drawn.
const DAY_STEPS: f64 = 96.0;

/// cos(2π·turns) at the corners of a day's curve, straight between them.
fn corner_cos(turns: f64) -> f64 {
    let at = turns * DAY_STEPS;
    let (below, share) = (at.floor(), at - at.floor());
    let cos = |step: f64| libm::cos(2.0 * core::f64::consts::PI * step / DAY_STEPS);
    cos(below) * (1.0 - share) + cos(below + 1.0) * share
}
