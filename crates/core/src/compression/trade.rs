//! Smaller is faster, until it is not: bytes saved on a link against the time that compressing takes.
//!
//! **What.** A response is sent as it is, or compressed, sent and decompressed, one after the other.
//!
//! **Assumptions.** The link is the bottleneck and carries the response alone; the three steps do not overlap; speeds are those of
//! one core, counted in bytes of the original, as benchmarks of compressors do.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | S | `size_bytes` | B |
//! | r | `reduction`: share of the bytes that goes away | – |
//! | B | `link_bits_per_sec` | bit/s |
//! | v, w | `compress_bytes_per_sec`, `decompress_bytes_per_sec` | B/s |
//! | 8S/B | `original_secs` | s |
//! | 8S(1 − r)/B | `compressed_secs` | s |
//! | S/v + S/w | `cpu_secs` | s |
//! | 8r / (1/v + 1/w) | `break_even_bits_per_sec` | bit/s |
//!
//! **Source.** Setting 8S/B = 8S(1 − r)/B + S/v + S/w and solving for B: the size falls out.
//!
//! **Where it stops being true.** A server that compresses while it sends overlaps the steps: then compressing pays up to B = 8v of
//! the original, which is later. On a busy server the processor time is also other people's waiting. What is compressed once and
//! sent often costs nothing but the decompression.

use core::fmt;

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TradeError {
    /// A size or a speed that is not above zero, or no number.
    NotPositive,
    /// A reduction outside 0 to 1.
    Reduction,
}

impl fmt::Display for TradeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPositive => "Sizes and speeds must be above zero.",
            Self::Reduction => "The reduction must be at least 0 % and less than 100 %.",
        })
    }
}

impl std::error::Error for TradeError {}

/// A response, a link, and a compressor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trade {
    size_bytes: f64,
    reduction: f64,
    link_bits_per_sec: f64,
    compress_bytes_per_sec: f64,
    decompress_bytes_per_sec: f64,
}

impl Trade {
    /// A response of so many bytes, of which compressing takes away the share `reduction`.
    ///
    /// # Errors
    /// Where a size or speed is not above zero, or the reduction not from 0 to below 1.
    pub fn new(
        size_bytes: f64,
        reduction: f64,
        link_bits_per_sec: f64,
        compress_bytes_per_sec: f64,
        decompress_bytes_per_sec: f64,
    ) -> Result<Self, TradeError> {
        let speeds = [size_bytes, link_bits_per_sec, compress_bytes_per_sec, decompress_bytes_per_sec];
        if !speeds.iter().all(|v| *v > 0.0 && v.is_finite()) {
            return Err(TradeError::NotPositive);
        }
        if !(0.0..1.0).contains(&reduction) {
            return Err(TradeError::Reduction);
        }
        Ok(Self { size_bytes, reduction, link_bits_per_sec, compress_bytes_per_sec, decompress_bytes_per_sec })
    }

    /// The same over another link, in bit/s (above zero).
    #[must_use]
    pub fn over(self, link_bits_per_sec: f64) -> Self {
        Self { link_bits_per_sec, ..self }
    }

    /// Bytes after compressing.
    #[must_use]
    pub fn compressed_bytes(&self) -> f64 {
        self.size_bytes * (1.0 - self.reduction)
    }

    /// How many bytes of the original stand in one compressed byte.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        1.0 / (1.0 - self.reduction)
    }

    /// Seconds on the link without compressing.
    #[must_use]
    pub fn original_secs(&self) -> f64 {
        8.0 * self.size_bytes / self.link_bits_per_sec
    }

    /// Seconds on the link of the compressed bytes, processors apart.
    #[must_use]
    pub fn compressed_secs(&self) -> f64 {
        8.0 * self.compressed_bytes() / self.link_bits_per_sec
    }

    /// Seconds on the link that compressing saves.
    #[must_use]
    pub fn saved_secs(&self) -> f64 {
        self.original_secs() * self.reduction
    }

    /// Seconds that compressing takes.
    #[must_use]
    pub fn compress_secs(&self) -> f64 {
        self.size_bytes / self.compress_bytes_per_sec
    }

    /// Seconds that decompressing takes.
    #[must_use]
    pub fn decompress_secs(&self) -> f64 {
        self.size_bytes / self.decompress_bytes_per_sec
    }

    /// Compressing, sending and decompressing, in seconds.
    #[must_use]
    pub fn on_the_fly_secs(&self) -> f64 {
        self.compress_secs() + self.compressed_secs() + self.decompress_secs()
    }

    /// Seconds saved in all; negative where compressing loses.
    #[must_use]
    pub fn net_saved_secs(&self) -> f64 {
        self.original_secs() - self.on_the_fly_secs()
    }

    /// The link speed in bit/s beyond which compressing on the fly loses; 0 where nothing is saved.
    #[must_use]
    pub fn break_even_bits_per_sec(&self) -> f64 {
        8.0 * self.reduction / (1.0 / self.compress_bytes_per_sec + 1.0 / self.decompress_bytes_per_sec)
    }
}

/// A compressor's published figures on the Silesia corpus (211,947,520 B): name, bytes left, speeds there and back in MB/s.
pub const PUBLISHED: &[(&str, f64, f64, f64)] = &[
    ("LZ4", 100_880_800.0, 577.0, 3716.0),
    ("gzip 1", 77_259_029.0, 93.0, 323.0),
    ("gzip 6", 68_228_431.0, 25.3, 344.0),
    ("gzip 9", 67_644_548.0, 10.3, 348.0),
    ("Brotli 0", 78_433_298.0, 341.0, 352.0),
    ("Brotli 5", 59_555_446.0, 37.1, 451.0),
    ("Brotli 11", 50_407_795.0, 0.58, 389.0),
    ("zstd 1", 73_421_914.0, 422.0, 1347.0),
    ("zstd 5", 63_040_310.0, 125.0, 1197.0),
    ("zstd 22", 52_333_880.0, 2.08, 1073.0),
];

/// Size of the corpus behind [`PUBLISHED`] in bytes.
pub const PUBLISHED_BYTES: f64 = 211_947_520.0;

/// Which of these (size, speed) pairs no other beats in both: smaller and at least as quick, or quicker and at most as large.
#[must_use]
pub fn pareto(points: &[(f64, f64)]) -> Vec<bool> {
    let beats = |a: (f64, f64), b: (f64, f64)| a.0 <= b.0 && a.1 >= b.1 && a != b;
    points.iter().map(|p| !points.iter().any(|q| beats(*q, *p))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trade(size: f64, reduction: f64, link: f64) -> Trade {
        Trade::new(size, reduction, link, 25.3e6, 344e6).unwrap()
    }

    #[test]
    fn a_page_of_100_kb_at_10_mbit_takes_80_ms_and_compressed_12() {
        let page = trade(100e3, 0.85, 10e6);
        assert!((page.original_secs() - 0.080).abs() < 1e-12);
        assert!((page.compressed_secs() - 0.012).abs() < 1e-12);
        assert!((page.ratio() - 100.0 / 15.0).abs() < 1e-9);
    }

    #[test]
    fn half_a_megabyte_takes_400_120_and_60_ms() {
        assert!((trade(500e3, 0.70, 10e6).original_secs() - 0.400).abs() < 1e-12);
        assert!((trade(500e3, 0.70, 10e6).compressed_secs() - 0.120).abs() < 1e-12);
        assert!((trade(500e3, 0.85, 10e6).compressed_secs() - 0.060).abs() < 1e-12);
    }

    #[test]
    fn at_the_break_even_compressing_gains_and_loses_nothing_whatever_the_size() {
        for size in [1e3, 500e3, 1e9] {
            let here = trade(size, 0.7, 1e6);
            let there = here.over(here.break_even_bits_per_sec());
            assert!(there.net_saved_secs().abs() < 1e-9 * there.original_secs());
            assert!(there.over(0.9 * here.break_even_bits_per_sec()).net_saved_secs() > 0.0);
            assert!(there.over(1.1 * here.break_even_bits_per_sec()).net_saved_secs() < 0.0);
        }
    }

    #[test]
    fn zlib_6_breaks_even_at_132_mbit_for_70_per_cent() {
        // 8 × 0.7 / (1/25.3 + 1/344) = 131.97 Mbit/s
        assert!((trade(1e6, 0.7, 1e6).break_even_bits_per_sec() - 131.97e6).abs() < 0.01e6);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert_eq!(Trade::new(0.0, 0.5, 1.0, 1.0, 1.0), Err(TradeError::NotPositive));
        assert_eq!(Trade::new(1.0, 0.5, f64::NAN, 1.0, 1.0), Err(TradeError::NotPositive));
        assert_eq!(Trade::new(1.0, 1.0, 1.0, 1.0, 1.0), Err(TradeError::Reduction));
        assert_eq!(Trade::new(1.0, f64::NAN, 1.0, 1.0, 1.0), Err(TradeError::Reduction));
    }

    #[test]
    fn the_front_holds_what_nothing_beats() {
        assert_eq!(
            pareto(&[(10.0, 1.0), (20.0, 5.0), (20.0, 4.0), (30.0, 9.0), (9.0, 0.5)]),
            [true, true, false, true, true]
        );
    }
}
