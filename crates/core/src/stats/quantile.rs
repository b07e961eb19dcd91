//! Quantiles of a sample, under every definition that tools in use have chosen.
//!
//! **What.** "The 95th percentile" of a sample is not one number: nine definitions are in common use, and they differ most
//! where samples are few and tails are long. With x₍₁₎ ≤ … ≤ x₍ₙ₎ each is (1 − γ)x₍ⱼ₎ + γx₍ⱼ₊₁₎ for some rank j and share γ.
//!
//! | symbol | name | range |
//! |---|---|---|
//! | q | `q` | \[0, 1\] |
//! | n | `count` | ≥ 1 |
//! | j = ⌊nq + m⌋, g = nq + m − j | rank and remainder | 0 … n |
//! | m | 0 for types 1, 2, 4; −½ for 3; ½ for 5; q for 6; 1 − q for 7; (q+1)/3 for 8; q/4 + 3/8 for 9 | – |
//! | γ | 1: ⌈g⌉; 2: ½ if g = 0 else 1; 3: 0 if g = 0 and j even else 1; 4–9: g | \[0, 1\] |
//!
//! `nearest_rank` is the value of rank ⌈nq⌉ (type 1 by another name); `floor_index` the value at 0-based position ⌊nq⌋.
//!
//! **Source.** R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50 (1996),
//! doi:10.1080/00031305.1996.10473566.
//!
//! **Where it stops being true.** A quantile is always computed, even where the sample cannot support it: see
//! [`samples_needed`](super::interval::samples_needed). A rank within four rounding errors of a whole number counts as
//! whole (as in R), so that 100 × 0.07 is rank 7, not 8.

use core::fmt;
use core::str::FromStr;

/// One of the definitions of a sample quantile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Definition {
    /// Inverse of the empirical distribution (SAS 3).
    Type1,
    /// As type 1, averaging at steps (SAS 5, the default of Stata's `summarize`).
    Type2,
    /// The nearest even rank (SAS 2).
    Type3,
    /// Linear interpolation of the empirical distribution.
    Type4,
    /// Hazen's midpoints, usual in hydrology.
    Type5,
    /// Weibull's expected ranks (SPSS, Minitab, Excel's `PERCENTILE.EXC`).
    Type6,
    /// Between first and last (NumPy, R, Excel's `PERCENTILE`); the usual choice.
    #[default]
    Type7,
    /// Median-unbiased whatever the distribution; Hyndman and Fan's recommendation.
    Type8,
    /// Unbiased for normal data.
    Type9,
    /// The value of rank ⌈nq⌉, the first where nq = 0.
    NearestRank,
    /// The value at 0-based position ⌊nq⌋, as home-made scripts have it; the last where there is none.
    FloorIndex,
}

impl Definition {
    /// All definitions, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Type1,
        Self::Type2,
        Self::Type3,
        Self::Type4,
        Self::Type5,
        Self::Type6,
        Self::Type7,
        Self::Type8,
        Self::Type9,
        Self::NearestRank,
        Self::FloorIndex,
    ];

    /// The word in links: `type1` … `type9`, `nearest_rank`, `floor_index`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Type1 => "type1",
            Self::Type2 => "type2",
            Self::Type3 => "type3",
            Self::Type4 => "type4",
            Self::Type5 => "type5",
            Self::Type6 => "type6",
            Self::Type7 => "type7",
            Self::Type8 => "type8",
            Self::Type9 => "type9",
            Self::NearestRank => "nearest_rank",
            Self::FloorIndex => "floor_index",
        }
    }

    /// The 1-based rank j, brought into 1 … n, and the share γ of the next value.
    fn place(self, count: u64, q: f64) -> (u64, f64) {
        let n = count as f64;
        let shift = match self {
            Self::Type1 | Self::Type2 | Self::Type4 | Self::NearestRank => 0.0,
            Self::Type3 => -0.5,
            Self::Type5 => 0.5,
            Self::Type6 => q,
            Self::Type7 => 1.0 - q,
            Self::Type8 => (q + 1.0) / 3.0,
            Self::Type9 => q / 4.0 + 0.375,
            Self::FloorIndex => 1.0,
        };
        let position = n * q + shift;
        let fuzz = 4.0 * f64::EPSILON * position.abs().max(1.0);
        let floor = libm::floor(position + fuzz);
        let remainder = if (position - floor).abs() <= fuzz { 0.0 } else { position - floor };
        let whole = remainder == 0.0;
        let share = match self {
            Self::Type1 | Self::NearestRank => f64::from(!whole),
            Self::Type2 => {
                if whole {
                    0.5
                } else {
                    1.0
                }
            }
            Self::Type3 => f64::from(!(whole && floor % 2.0 == 0.0)),
            Self::FloorIndex => 0.0,
            _ => remainder,
        };
        if floor < 1.0 {
            (1, 0.0)
        } else if floor >= n {
            (count, 0.0)
        } else {
            (floor as u64, share)
        }
    }
}

impl fmt::Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Definition {
    type Err = UnknownDefinition;

    fn from_str(word: &str) -> Result<Self, UnknownDefinition> {
        Self::ALL.into_iter().find(|definition| definition.word() == word).ok_or(UnknownDefinition)
    }
}

/// A word that names no definition of a quantile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownDefinition;

impl fmt::Display for UnknownDefinition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("A quantile's definition is one of type1 to type9, nearest_rank or floor_index.")
    }
}

impl core::error::Error for UnknownDefinition {}

/// The `q` quantile of values in ascending order; nothing where there are no values or `q` is outside \[0, 1\].
#[must_use]
pub fn quantile_sorted(sorted: &[f64], q: f64, definition: Definition) -> Option<f64> {
    quantile_by_rank(sorted.len() as u64, q, definition, |rank| sorted[(rank - 1) as usize])
}

/// The `q` quantile of groups `(value, count)` in ascending order of value: the same as that of the values written out.
#[must_use]
pub fn quantile_grouped(groups: &[(f64, u64)], q: f64, definition: Definition) -> Option<f64> {
    let total = groups.iter().fold(0_u64, |sum, group| sum.saturating_add(group.1));
    quantile_by_rank(total, q, definition, |rank| {
        let mut seen = 0_u64;
        for &(value, count) in groups {
            seen = seen.saturating_add(count);
            if rank <= seen {
                return value;
            }
        }
        groups.last().map_or(f64::NAN, |group| group.0)
    })
}

/// Sorts values in ascending order (a NaN, which has no place among measurements, goes to the end).
pub fn sort(values: &mut [f64]) {
    values.sort_unstable_by(f64::total_cmp);
}

/// The `q` quantile of `count` values of which `value_at` gives the one of 1-based rank r.
pub(crate) fn quantile_by_rank(
    count: u64,
    q: f64,
    definition: Definition,
    value_at: impl Fn(u64) -> f64,
) -> Option<f64> {
    if count == 0 || !(0.0..=1.0).contains(&q) {
        return None;
    }
    let (rank, share) = definition.place(count, q);
    let below = value_at(rank);
    if share == 0.0 {
        return Some(below);
    }
    let above = value_at(rank + 1);
    if share == 1.0 || below == above {
        return Some(above);
    }
    Some(below * (1.0 - share) + above * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 95 requests of 50 ms, four of 500 ms, one of 8 s.
    const LATENCIES: [(f64, u64); 3] = [(50.0, 95), (500.0, 4), (8_000.0, 1)];

    #[test]
    fn one_sample_has_three_ninety_fifth_percentiles() {
        let at = |q, definition| quantile_grouped(&LATENCIES, q, definition).unwrap();
        assert_eq!((at(0.95, Definition::NearestRank), at(0.99, Definition::NearestRank)), (50.0, 500.0));
        assert_eq!((at(0.95, Definition::FloorIndex), at(0.99, Definition::FloorIndex)), (500.0, 8_000.0));
        assert!(
            (at(0.95, Definition::Type7) - 72.5).abs() < 1e-9 && (at(0.99, Definition::Type7) - 575.0).abs() < 1e-9
        );
    }

    #[test]
    fn groups_and_written_out_values_agree_exactly() {
        let written: Vec<f64> = LATENCIES.iter().flat_map(|&(value, n)| vec![value; n as usize]).collect();
        for definition in Definition::ALL {
            for step in 0..=1_000 {
                let q = f64::from(step) / 1_000.0;
                let (a, b) = (quantile_sorted(&written, q, definition), quantile_grouped(&LATENCIES, q, definition));
                assert_eq!(a, b, "{definition} at {q}");
            }
        }
    }

    #[test]
    fn the_ends_are_the_smallest_and_the_largest() {
        for definition in Definition::ALL {
            assert_eq!(quantile_sorted(&[1.0, 2.0, 4.0], 0.0, definition), Some(1.0), "{definition}");
            assert_eq!(quantile_sorted(&[1.0, 2.0, 4.0], 1.0, definition), Some(4.0), "{definition}");
            assert_eq!(quantile_sorted(&[7.0], 0.3, definition), Some(7.0));
            assert_eq!(quantile_sorted(&[], 0.3, definition), None);
            assert_eq!(quantile_sorted(&[1.0], f64::NAN, definition), None);
            assert_eq!(definition.word().parse(), Ok(definition));
        }
        assert_eq!("type10".parse::<Definition>(), Err(UnknownDefinition));
    }

    #[test]
    fn a_rank_that_only_rounding_lifts_stays_where_it_is() {
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        // 100 × 0.07 is 7.000000000000001 in floating point.
        assert_eq!(quantile_sorted(&hundred, 0.07, Definition::NearestRank), Some(7.0));
        assert_eq!(quantile_sorted(&hundred, 0.29, Definition::FloorIndex), Some(30.0));
    }
}
