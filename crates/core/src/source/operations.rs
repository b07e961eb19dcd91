//! What the computer's basic operations cost: the figures that are passed around, beside measured and specified ones.
//!
//! The popular column is the table of "latency numbers every programmer should know" as it circulates today; several of its
//! rows are extrapolations of 2012 that were never measured (see [`extrapolation`]). All times in nanoseconds.

pub mod extrapolation;

use super::{Constant, Source, books};
use crate::quantity::Unit;

/// One operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Operation {
    /// The word in links.
    pub row: &'static str,
    /// What is done, as a noun phrase.
    pub name: &'static str,
    /// The figure that is passed around.
    pub popular: Constant,
    /// A measured or specified figure with its range.
    pub measured: Constant,
    /// What the difference is about, a sentence.
    pub remark: &'static str,
}

const POPULAR: Source = Source {
    author: "J. Dean and P. Norvig, updated by many",
    title: "Latency numbers every programmer should know",
    as_of: "2024",
    at: "https://norvig.com/21-days.html#answers",
};

/// The author's own claim of accuracy: within two to three times.
pub const NAPKIN: Source = Source { title: "napkin-math, measured on a GCP c4-standard-48-lssd", ..books::NAPKIN_MATH };

const INTEL: Source = Source {
    author: "Intel",
    title: "64 and IA-32 Architectures Optimization Reference Manual: cache latencies in cycles, here at 3 to 5 GHz",
    as_of: "2023",
    at: "first level 5 cycles, second level 13 to 15",
};

const EXOS: Source = Source {
    author: "ComputerBase",
    title: "Seagate Exos X18: 270 MB/s specified, on the outermost tracks",
    as_of: "2022-11",
    at: "https://computerbase.de/2022-11/seagate-exos-2x18-erste-hdd-mit-550-mb-s-dank-dual-aktor-mach-2-enthuellt",
};

const ETHERNET: Source = Source {
    author: "IEEE",
    title: "802.3: 1 Gbit/s, 38 bytes of framing and gap for every 1,500",
    as_of: "2022",
    at: "calculated: 8 Mbit at 1 Gbit/s, and with headers",
};

const AWS: Source = Source {
    author: "Latency between AWS global regions",
    title: "averages between AWS regions, Virginia to Sydney 230 ms, N. California to Sydney 157.5 ms",
    as_of: "2017-04",
    at: "https://acomputerscientistlearnsaws.blogspot.com/2017/04/aws-regions.html",
};

const fn ns(name: &'static str, value: f64, low: f64, high: f64, source: Source) -> Constant {
    Constant { name, value, low, high, unit: Unit::NS, source }
}

/// A popular figure: said without a range.
const fn said(name: &'static str, value: f64) -> Constant {
    ns(name, value, value, value, POPULAR)
}

/// The operations, from the quickest to the slowest as the popular table has them.
pub const OPERATIONS: [Operation; 12] = [
    Operation {
        row: "l1",
        name: "L1 cache reference",
        popular: said("L1 cache reference", 1.0),
        measured: ns("L1 cache reference", 1.25, 1.0, 1.67, INTEL),
        remark: "Five cycles: it follows the clock, which stopped rising around 2005.",
    },
    Operation {
        row: "l2",
        name: "L2 cache reference",
        popular: said("L2 cache reference", 4.0),
        measured: ns("L2 cache reference", 3.5, 2.6, 5.0, INTEL),
        remark: "Fourteen cycles or so, and growing a little as caches grow.",
    },
    Operation {
        row: "ram",
        name: "Main memory reference",
        popular: said("main memory reference", 100.0),
        measured: ns("main memory reference", 100.0, 20.0, 120.0, RAM),
        remark: "About 100 ns where each address depends on the last; 20 ns a read where several can be under way at once.",
    },
    Operation {
        row: "ssd_random",
        name: "SSD random read",
        popular: said("SSD random read", 16_000.0),
        measured: ns("SSD random read of 8 KiB", 100_000.0, 50_000.0, 250_000.0, SSD),
        remark: "16 µs is where a forecast of 2012 was frozen; a local NVMe drive takes 50 to 100 µs, a network disk 250.",
    },
    Operation {
        row: "ssd_mb",
        name: "Read 1 MB from SSD",
        popular: said("1 MB from SSD, sequentially", 50_000.0),
        measured: ns("1 MB from SSD, sequentially", 116_400.0, 58_000.0, 233_000.0, NAPKIN),
        remark: "50 µs would be 20 GB/s; 8 GiB/s was measured, which is 116 µs.",
    },
    Operation {
        row: "datacenter_rtt",
        name: "Round trip in the data centre",
        popular: said("round trip in the same data centre", 500_000.0),
        measured: ns("round trip within a region", 250_000.0, 250_000.0, 3_370_000.0, REGION),
        remark: "A quarter of a millisecond between neighbours, over three where zones of a region lie far apart.",
    },
    Operation {
        row: "hdd_mb",
        name: "Read 1 MB from HDD",
        popular: said("1 MB from a hard disk, sequentially", 825_000.0),
        measured: ns("1 MB from a hard disk, sequentially", 3_700_000.0, 3_500_000.0, 7_400_000.0, EXOS),
        remark: "825 µs would be 1.2 GB/s; a disk gives 270 MB/s on its outer tracks and half of that on the inner.",
    },
    Operation {
        row: "hdd_seek",
        name: "HDD random read",
        popular: said("hard disk seek", 2_000_000.0),
        measured: ns("random read from a hard disk", 10_000_000.0, 4_170_000.0, 14_500_000.0, NAPKIN),
        remark: "At 7,200 turns a minute half a turn alone takes 4.17 ms: 2 ms is not to be had on average.",
    },
    Operation {
        row: "net_mb",
        name: "1 MB over 1 Gbit/s",
        popular: said("1 MB over a 1 Gbit/s network", 10_000_000.0),
        measured: ns("1 MB over a 1 Gbit/s network", 8_000_000.0, 8_000_000.0, 8_500_000.0, ETHERNET),
        remark: "8 Mbit at 1 Gbit/s take 8 ms on the wire, 8.4 with headers.",
    },
    Operation {
        row: "us_coasts_rtt",
        name: "Round trip US East to West",
        popular: said("round trip US East to West", 40_000_000.0),
        measured: ns("round trip US East to West", 60_000_000.0, 60_000_000.0, 87_000_000.0, COASTS),
        remark: "40 ms is the floor that light in fibre sets on the straight line; measured are 60 to 65, and were 87 in 2017.",
    },
    Operation {
        row: "us_europe_rtt",
        name: "Round trip US to Europe",
        popular: said("round trip US to Europe", 80_000_000.0),
        measured: ns("round trip US East to Europe", 80_000_000.0, 70_000_000.0, 100_000_000.0, NAPKIN),
        remark: "From the American east coast; from the middle of the continent it is 100.",
    },
    Operation {
        row: "us_australia_rtt",
        name: "Round trip US to Australia",
        popular: said("round trip US to Australia", 180_000_000.0),
        measured: ns("round trip US East to Sydney", 230_000_000.0, 157_500_000.0, 230_000_000.0, AWS),
        remark: "230 ms from Virginia, 157 from California: 180 is somewhere in between.",
    },
];

const RAM: Source = Source {
    author: "PlanetScale; S. Eskildsen",
    title: "IO devices and latency (about 100 ns); napkin-math (20 ns for independent random reads)",
    as_of: "2026-03-08",
    at: "https://planetscale.com/blog/io-devices-and-latency",
};

const SSD: Source = Source {
    author: "S. Eskildsen; PlanetScale",
    title: "napkin-math (100 µs for 8 KiB); IO devices and latency (50 µs local, 250 µs over a network)",
    as_of: "2026-03-08",
    at: "https://github.com/sirupsen/napkin-math",
};

const REGION: Source = Source {
    author: "S. Eskildsen; K. Anderson",
    title: "napkin-math (250 µs in a region); measuring AWS region and AZ latency (0.25 to 3.37 ms between zones)",
    as_of: "2026-03-08",
    at: "https://www.xkyle.com/Measuring-AWS-Region-and-AZ-Latency/",
};

const COASTS: Source = Source {
    author: "S. Eskildsen; AWS",
    title: "napkin-math (60 ms); CloudWatch sample us-east-1 to us-west-2 (62.4 ms, 2022); AWS regions in 2017 (87 ms)",
    as_of: "2026-03-08",
    at: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-InfrastructurePerformance-CLI.html",
};

/// Reading 1 MiB from memory in order, one thread: what the year slider is held against.
pub const MEMORY_MB: Constant = ns("1 MiB from memory, sequentially", 50_000.0, 25_000.0, 100_000.0, NAPKIN);

/// A hop to something in the same city: a replica or the edge of a content network.
pub const NEARBY_RTT: Constant = ns(
    "round trip within a city",
    5_000_000.0,
    1_000_000.0,
    20_000_000.0,
    Source { author: "rule of thumb", title: "a replica or an edge server nearby", as_of: "2024", at: "" },
);

/// The operation of a row's word.
#[must_use]
pub fn operation(row: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.row == row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_has_a_source_a_year_and_a_range_that_holds_it() {
        for operation in &OPERATIONS {
            for constant in [operation.popular, operation.measured] {
                assert!(constant.low <= constant.value && constant.value <= constant.high, "{}", constant.name);
                assert!(
                    !constant.source.title.is_empty() && constant.source.as_of.starts_with("20"),
                    "{}",
                    constant.name
                );
            }
            assert!(operation.remark.ends_with('.'));
        }
    }

    #[test]
    fn derived_figures_follow_from_what_they_are_derived_from() {
        let at = |row: &str| operation(row).unwrap().measured.value;
        // 8 GiB/s.
        assert!((at("ssd_mb") - 1e6 / (8.0 * 1_073_741_824.0) * 1e9).abs() < 100.0);
        assert!((at("hdd_mb") / (1e6 / 270e6 * 1e9) - 1.0).abs() < 0.002);
        assert_eq!(at("net_mb"), 8e6 / 1e9 * 1e9);
        // Half a turn at 7,200 a minute.
        assert!((operation("hdd_seek").unwrap().measured.low - 60.0 / 7_200.0 / 2.0 * 1e9).abs() < 5_000.0);
    }
}
