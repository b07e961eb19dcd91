//! The range of a number: what is allowed, and where a slider's positions stand in it.

use crate::quantity::rounded;

/// The largest seed: the largest whole number up to which every whole number has its own double.
pub const LARGEST_SEED: f64 = 9_007_199_254_740_991.0;

/// How far a slider goes to each side of its anchor, as a factor.
const NEAR: f64 = 10.0;
/// A range with at most this between its ends needs no narrowing.
const NARROW: f64 = 1e3;
/// Steps a decade of a slider near its anchor.
const NEAR_STEPS: f64 = 100.0;

/// The range of a number, in the key's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Smallest value; on a logarithmic range the smallest above zero.
    pub min: f64,
    /// Largest finite value.
    pub max: f64,
    /// What an arrow key adds on a linear range; on a logarithmic one the number of steps a decade.
    pub step: f64,
    /// Logarithmic slider.
    pub log: bool,
    /// Whole numbers only.
    pub integer: bool,
    /// Whether zero is allowed below `min` (an explicit end of a logarithmic slider).
    pub zero: bool,
    /// Whether `inf` is allowed beyond `max`.
    pub infinity: bool,
}

impl Range {
    /// From `min` to `max`, an arrow key adding `step`.
    pub const fn linear(min: f64, max: f64, step: f64) -> Self {
        Self { min, max, step, log: false, integer: false, zero: false, infinity: false }
    }

    /// From `min` to `max`, both above zero, fifty steps a decade.
    pub const fn log(min: f64, max: f64) -> Self {
        Self { min, max, step: 50.0, log: true, integer: false, zero: false, infinity: false }
    }

    /// Whole numbers only.
    pub const fn whole(mut self) -> Self {
        self.integer = true;
        self
    }

    /// Zero too, as the slider's first position.
    pub const fn or_zero(mut self) -> Self {
        self.zero = true;
        self
    }

    /// Infinity too, as the slider's last position.
    pub const fn or_infinity(mut self) -> Self {
        self.infinity = true;
        self
    }

    /// Smallest value allowed.
    pub fn lowest(&self) -> f64 {
        if self.zero { self.min.min(0.0) } else { self.min }
    }

    /// Largest value allowed.
    pub fn highest(&self) -> f64 {
        if self.infinity { f64::INFINITY } else { self.max }
    }

    /// The nearest allowed value: the nearer bound outside the range.
    pub fn clamp(&self, value: f64) -> f64 {
        if value > self.max {
            return if self.infinity && value == f64::INFINITY { value } else { self.max };
        }
        if self.zero && value <= 0.0 {
            return 0.0;
        }
        if self.zero && value < self.min {
            // Between zero and the smallest value: keep what was typed, it is a fair value.
            return value;
        }
        value.max(self.min)
    }

    /// What a number becomes that a hand or a program sets: allowed, and whole where only whole numbers are.
    pub fn settle(&self, value: f64) -> f64 {
        self.clamp(if self.integer && value.is_finite() { libm::round(value) } else { value })
    }

    /// The part of the range that a slider goes over: a decade to each side of the anchor, two where the anchor stands at an end;
    /// beyond it one types. A range of at most three decades, a linear one, and one whose anchor says nothing about a scale (0 and
    /// infinity) stay whole.
    ///
    /// The anchor is the value of the last preset, link or typed number, never the one a hand is moving: else the scale would run
    /// away under the hand.
    pub fn near(&self, anchor: f64) -> Self {
        let is_narrow = self.max <= self.min * NARROW * (1.0 + 1e-9);
        if !self.log || is_narrow || !anchor.is_finite() || anchor <= 0.0 {
            return *self;
        }
        let low = (anchor / NEAR).clamp(self.min, self.max / (NEAR * NEAR));
        let (low, high) = (rounded(low, 12), rounded(low * NEAR * NEAR, 12));
        let (low, high) = if self.integer { (libm::floor(low), libm::ceil(high)) } else { (low, high) };
        let (min, max) = (low.max(self.min), high.min(self.max));
        let (zero, infinity) = (self.zero && min == self.min, self.infinity && max == self.max);
        Self { min, max, step: NEAR_STEPS, zero, infinity, ..*self }
    }

    /// Number of positions of the slider beyond its first.
    pub fn slider_steps(&self) -> u32 {
        let body = if self.log {
            self.ones() + self.log_steps()
        } else {
            libm::round((self.max - self.min) / self.step) as u32
        };
        body + u32::from(self.log && self.zero) + u32::from(self.infinity)
    }

    /// Steps of one at the low end of a logarithmic range of whole numbers: there a step of the scale would be less than one,
    /// and an arrow key would do nothing.
    fn ones(&self) -> u32 {
        let apart = libm::ceil(1.0 / (libm::pow(10.0, 1.0 / self.step) - 1.0)).min(self.max);
        if self.integer && apart > self.min { (apart - self.min) as u32 } else { 0 }
    }

    /// Where the logarithmic steps begin.
    fn log_from(&self) -> f64 {
        self.min + f64::from(self.ones())
    }

    fn log_steps(&self) -> u32 {
        libm::ceil(libm::log10(self.max / self.log_from()) * self.step - 1e-9) as u32
    }

    /// The value at a slider's position, rounded to what a person would type.
    pub fn at_slider(&self, position: u32) -> f64 {
        let last = self.slider_steps();
        if self.infinity && position >= last {
            return f64::INFINITY;
        }
        let first = u32::from(self.log && self.zero);
        if position < first {
            return 0.0;
        }
        let position = position - first;
        let value = if !self.log {
            rounded(self.min + f64::from(position) * self.step, 12)
        } else if position <= self.ones() {
            self.min + f64::from(position)
        } else if position >= self.ones() + self.log_steps() {
            self.max
        } else {
            rounded(self.log_from() * libm::pow(10.0, f64::from(position - self.ones()) / self.step), 3)
        };
        let value = if self.integer { libm::round(value) } else { value };
        value.clamp(self.min, self.max)
    }

    /// The slider's position nearest to a value.
    pub fn slider_at(&self, value: f64) -> u32 {
        let last = self.slider_steps();
        if self.infinity && value == f64::INFINITY {
            return last;
        }
        let top = last - u32::from(self.infinity);
        let first = u32::from(self.log && self.zero);
        if self.log && value <= 0.0 {
            return 0;
        }
        let position = if !self.log {
            libm::round((value - self.min) / self.step)
        } else if value <= self.log_from() {
            libm::round(value - self.min).min(f64::from(self.ones()))
        } else {
            f64::from(self.ones()) + libm::round(libm::log10(value / self.log_from()) * self.step)
        };
        (position.max(0.0) as u32).saturating_add(first).min(top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANGES: [Range; 5] = [
        Range::linear(0.0, 100.0, 0.1),
        Range::log(1e-4, 1e6),
        Range::log(1.0, 10_000.0).whole(),
        Range::log(1.0, 1e6).whole().or_infinity(),
        Range::log(0.001, 1e4).or_zero(),
    ];

    #[test]
    fn every_slider_position_is_an_allowed_value_and_finds_its_way_back() {
        for range in RANGES {
            for position in 0..=range.slider_steps() {
                let value = range.at_slider(position);
                assert_eq!(range.clamp(value), value, "{range:?} at {position}");
                let back = range.at_slider(range.slider_at(value));
                let near = value == back || (value - back).abs() <= value.abs() * 0.03 + 1e-9;
                assert!(near, "{range:?}: {value} came back as {back}");
            }
        }
    }

    #[test]
    fn the_ends_of_a_slider_are_the_ends_of_its_range() {
        for range in RANGES {
            assert_eq!(range.at_slider(0), range.lowest());
            assert_eq!(range.at_slider(range.slider_steps()), range.highest());
        }
    }

    #[test]
    fn each_step_of_a_slider_changes_the_value_upwards() {
        for range in RANGES {
            let values: Vec<f64> = (0..=range.slider_steps()).map(|p| range.at_slider(p)).collect();
            assert!(values.windows(2).all(|w| w[0] < w[1]), "{range:?}: {values:?}");
        }
    }

    #[test]
    fn a_slider_of_whole_numbers_begins_in_steps_of_one() {
        let servers = Range::log(1.0, 10_000.0).whole();
        assert_eq!((0..5).map(|p| servers.at_slider(p)).collect::<Vec<_>>(), [1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(servers.slider_at(4.0), 3);
    }

    #[test]
    fn what_is_set_is_whole_where_only_whole_numbers_are() {
        let leaves = Range::log(1.0, 10_000.0).whole();
        assert_eq!([8.75, 8.25, 0.2, -3.0, 1e9].map(|v| leaves.settle(v)), [9.0, 8.0, 1.0, 1.0, 10_000.0]);
        assert_eq!(Range::log(1.0, 100.0).whole().or_zero().settle(0.4), 0.0);
        assert_eq!(Range::log(1.0, 100.0).whole().or_infinity().settle(f64::INFINITY), f64::INFINITY);
        assert_eq!(Range::log(0.001, 100.0).settle(8.75), 8.75);
        assert!(RANGES.iter().all(|range| range.clamp(range.settle(f64::NAN)) == range.settle(f64::NAN)));
    }

    #[test]
    fn a_slider_near_its_anchor_spans_two_decades_around_it() {
        let arrivals = Range::log(1e-4, 1e6);
        let ends = |range: Range| (range.at_slider(0), range.at_slider(range.slider_steps()));
        assert_eq!(ends(arrivals.near(36.0)), (3.6, 360.0));
        // At an end of the range there is more of the other side.
        assert_eq!(ends(arrivals.near(1e6)), (1e4, 1e6));
        assert_eq!(ends(arrivals.near(1e-4)), (1e-4, 1e-2));
        assert_eq!(ends(Range::log(1.0, 10_000.0).whole().near(1.0)), (1.0, 100.0));
        assert_eq!(ends(Range::log(1.0, 10_000.0).whole().near(64.0)), (6.0, 640.0));
    }

    #[test]
    fn what_has_no_scale_or_is_narrow_stays_whole() {
        let timeout = Range::log(0.001, 1e4).or_zero();
        assert_eq!(timeout.near(0.0), timeout);
        let places = Range::log(1.0, 1e6).whole().or_infinity();
        assert_eq!(places.near(f64::INFINITY), places);
        assert_eq!(Range::log(1.0, 1000.0).near(30.0), Range::log(1.0, 1000.0));
        assert_eq!(Range::linear(0.0, 1e6, 1.0).near(30.0), Range::linear(0.0, 1e6, 1.0));
    }

    /// Anchors all over a range.
    fn anchors(range: &Range) -> impl Iterator<Item = f64> {
        (0..=range.slider_steps()).step_by(7).map(|position| range.at_slider(position))
    }

    #[test]
    fn a_slider_near_any_anchor_keeps_within_the_range_and_moves_in_small_steps_both_ways() {
        for range in RANGES {
            for anchor in anchors(&range) {
                let near = range.near(anchor);
                let values: Vec<f64> = (0..=near.slider_steps()).map(|p| near.at_slider(p)).collect();
                assert!(values.windows(2).all(|w| w[0] < w[1]), "{range:?} near {anchor}: {values:?}");
                assert!(values.iter().all(|v| range.settle(*v) == *v), "{range:?} near {anchor}: {values:?}");
                for (position, value) in values.iter().enumerate() {
                    assert!(near.slider_at(*value).abs_diff(position as u32) <= 1, "{range:?} near {anchor}: {value}");
                }
            }
        }
    }

    #[test]
    fn touching_a_slider_does_not_move_its_value_by_more_than_half_a_step() {
        for range in RANGES.iter().filter(|range| range.log) {
            for anchor in anchors(range).filter(|anchor| anchor.is_finite() && *anchor > 0.0) {
                let near = range.near(anchor);
                let touched = near.at_slider(near.slider_at(anchor));
                assert!((touched / anchor - 1.0).abs() <= 0.024, "{range:?}: {anchor} became {touched}");
            }
        }
    }
}
