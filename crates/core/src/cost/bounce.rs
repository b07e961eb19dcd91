//! How many visitors a load time drives away, by a source that the reader names.
//!
//! What: the bounce share at a load time, carried from a known bounce share at another load time by somebody's published figures.
//! Assumptions: that figures found on one site, in one year, by comparing slow visits with fast ones, hold on another site. They
//! need not: slow visits also differ in device, network and country. Each source keeps its own measure; they are not averaged.
//! Symbols: b₀ bounce share at load time t₀ · b(t) bounce share at t.
//! * BBC: 10 % of users leave for every further second. Read as: of those still there, one in ten goes each second;
//!   1 − b(t) = (1 − b₀)·0.9^(t − t₀).
//! * Google/SOASTA: the probability of a bounce rises by 32, 90, 106, 123 % as the load time goes from 1 s to 3, 5, 6, 10 s;
//!   b(t) = b₀·f(t)/f(t₀), with f linear between the published points, 1 below 1 s and constant beyond 10 s.
//!
//! Source: see the constants. Validity: 1 to 10 seconds; a bounce share above 1 is cut to 1.

use crate::source::Source;

/// Whose figures tie load time to bounces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BounceSource {
    /// BBC: a tenth of the users for every further second.
    Bbc,
    /// Google/SOASTA: the rise of the bounce probability over that at one second.
    GoogleSoasta,
}

/// Share of the users still there who leave in each further second, after the BBC.
pub const BBC_LEAVING_PER_SEC: f64 = 0.1;

/// Where the BBC's figure is from.
pub const BBC: Source = Source {
    author: "M. Clark, BBC",
    title: "How the BBC builds websites that scale (interview, net magazine)",
    as_of: "2017",
    at: "https://web.dev/learn/performance/why-speed-matters",
};

/// Load time in seconds, and the bounce probability over that at one second.
pub const GOOGLE_SOASTA_POINTS: [(f64, f64); 5] = [(1.0, 1.0), (3.0, 1.32), (5.0, 1.90), (6.0, 2.06), (10.0, 2.23)];

/// Where the points are from.
pub const GOOGLE_SOASTA: Source = Source {
    author: "D. An, Google/SOASTA",
    title: "Find out how you stack up to new industry benchmarks for mobile page speed",
    as_of: "2017",
    at: "https://www.thinkwithgoogle.com/marketing-strategies/app-and-mobile/mobile-page-speed-new-industry-benchmarks/",
};

/// The bounce share at `load_secs` ≥ 0, given that it is `known_share` in [0, 1] at `known_secs`; in [0, 1].
pub fn bounce_share(source: BounceSource, load_secs: f64, known_secs: f64, known_share: f64) -> f64 {
    let share = match source {
        // Where nobody stays, nobody stays at any time: the power alone would be 0 × ∞ for a page much quicker than the known one.
        BounceSource::Bbc if known_share >= 1.0 => 1.0,
        BounceSource::Bbc => 1.0 - (1.0 - known_share) * libm::pow(1.0 - BBC_LEAVING_PER_SEC, load_secs - known_secs),
        BounceSource::GoogleSoasta => known_share * rise(load_secs) / rise(known_secs),
    };
    share.clamp(0.0, 1.0)
}

/// The bounce probability at a load time over that at one second.
fn rise(load_secs: f64) -> f64 {
    let points = GOOGLE_SOASTA_POINTS;
    let upper = points.iter().position(|&(secs, _)| load_secs <= secs);
    match upper {
        Some(0) => points[0].1,
        Some(i) => {
            let ((t0, f0), (t1, f1)) = (points[i - 1], points[i]);
            f0 + (f1 - f0) * (load_secs - t0) / (t1 - t0)
        }
        None => points[points.len() - 1].1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_leaves_for_every_second_of_the_bbc() {
        let at = |t| bounce_share(BounceSource::Bbc, t, 1.0, 0.1);
        assert!((at(2.0) - 0.19).abs() < 1e-12 && (at(3.0) - 0.271).abs() < 1e-12);
        assert!((at(1.0) - 0.1).abs() < 1e-12);
        assert_eq!(at(0.0), 0.0, "never below nobody");
    }

    #[test]
    fn where_everybody_leaves_everybody_leaves_however_far_the_source_is_carried() {
        for secs in [1e-6, 1.0, 7_000.0, 86_400.0] {
            assert_eq!(bounce_share(BounceSource::Bbc, secs, 7_000.0, 1.0), 1.0, "{secs}");
            assert!((0.0..=1.0).contains(&bounce_share(BounceSource::Bbc, secs, 86_400.0, 0.99)), "{secs}");
        }
    }

    #[test]
    fn the_published_points_come_out_and_the_curve_is_flat_beyond_them() {
        for (secs, factor) in GOOGLE_SOASTA_POINTS {
            let share = bounce_share(BounceSource::GoogleSoasta, secs, 1.0, 0.2);
            assert!((share - 0.2 * factor).abs() < 1e-12, "{secs}");
        }
        let at = |t| bounce_share(BounceSource::GoogleSoasta, t, 1.0, 0.2);
        assert_eq!(at(60.0), at(10.0));
        assert_eq!(at(0.2), at(1.0));
        assert!((at(4.0) - 0.2 * 1.61).abs() < 1e-12);
        assert_eq!(bounce_share(BounceSource::GoogleSoasta, 10.0, 1.0, 0.9), 1.0, "never more than everybody");
    }

    #[test]
    fn the_known_point_is_kept_by_every_source() {
        for source in [BounceSource::Bbc, BounceSource::GoogleSoasta] {
            for secs in [0.8, 3.2, 12.0] {
                assert!((bounce_share(source, secs, secs, 0.37) - 0.37).abs() < 1e-12);
            }
        }
    }
}
