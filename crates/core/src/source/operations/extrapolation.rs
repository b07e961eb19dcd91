//! The year slider: a page of 2012 that lets its reader see the latency numbers of any year, by extrapolation.
//!
//! **What.** Bandwidths double for ever: memory from 4 GB/s in 2001 every three years, networks from 1 Gbit/s in 2003 every two,
//! flash from 3 GB/s in 2012 every three. Its first year is anchored with an exponent of 0.33 where it doubles with 1/3, which
//! is kept here, so that the digits are the page's own.
//!
//! **Source.** C. Scott, "Latency numbers every programmer should know (interactive)", 2012,
//! <https://colin-scott.github.io/personal_website/research/interactive_latency.html>; its slider ended in 2020, and copies moved
//! the end.
//!
//! **Where it stops being true.** Where it has always stopped: no exponential lasts. In 2026 it says 1.35 TB/s for one thread's
//! memory, which is 67 times what was measured.

/// The page counts years from the first PC.
const FIRST: f64 = 1982.0;

/// Nanoseconds to read 1 MB from memory in order in `year`, as the slider has it.
#[must_use]
pub fn memory_mb_ns(year: f64) -> f64 {
    1e6 / bandwidth(4e9, 2001.0, 0.33, 1.0 / 3.0, year) * 1e9
}

/// How many times as long as the slider has it a megabyte of 10⁶ bytes was measured to take: what was measured is a MiB of 2²⁰.
#[must_use]
pub fn memory_off_ratio(year: f64) -> f64 {
    super::MEMORY_MB.value * (1e6 / 1_048_576.0) / memory_mb_ns(year)
}

/// Nanoseconds to send 2 kB over a commodity network in `year`, as the slider has it.
#[must_use]
pub fn network_2kb_ns(year: f64) -> f64 {
    2e3 / bandwidth(125e6, 2003.0, 0.5, 0.5, year) * 1e9
}

/// Nanoseconds to read 1 MB from flash in order in `year`, as the slider has it.
#[must_use]
pub fn ssd_mb_ns(year: f64) -> f64 {
    1e6 / bandwidth(3e9, 2012.0, 0.33, 1.0 / 3.0, year) * 1e9
}

/// Bytes a second in `year`: `start` in `since`, anchored with one exponent a year and doubling with another.
fn bandwidth(start: f64, since: f64, anchor_per_year: f64, doublings_per_year: f64, year: f64) -> f64 {
    start * libm::exp2((year - FIRST) * doublings_per_year - (since - FIRST) * anchor_per_year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slider_says_742_ns_for_a_megabyte_and_5_5_ns_for_two_kilobytes_in_2026() {
        assert!((memory_mb_ns(2026.0) - 742.0).abs() < 1.0, "{}", memory_mb_ns(2026.0));
        assert!((network_2kb_ns(2026.0) - 5.5).abs() < 0.05, "{}", network_2kb_ns(2026.0));
        // What is passed around today is the slider's last year.
        assert!((ssd_mb_ns(2020.0) - 49_000.0).abs() < 500.0, "{}", ssd_mb_ns(2020.0));
        // 50 µs a MiB are 20.97 GB/s; the slider promises 1,348.
        let off = memory_off_ratio(2026.0);
        assert!((off - 64.3).abs() < 0.05, "{off}");
    }
}
