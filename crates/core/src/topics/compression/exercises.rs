//! Exercises on sizes, links and processors.

use crate::exercise::{Draw, Exercise, Problem};
use crate::quantity::{Unit, format, significant};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "on-the-link", title: "Time on the link", draw: on_the_link },
    Exercise { slug: "a-day", title: "What a day saves", draw: a_day },
    Exercise { slug: "break-even", title: "Where it stops paying", draw: break_even },
    Exercise { slug: "ratio", title: "Ratio and per cent", draw: ratio },
    Exercise { slug: "processors", title: "Processors counted", draw: processors },
];

fn on_the_link(draw: &mut Draw) -> Problem {
    let kb = draw.pick(&[100.0, 200.0, 500.0, 800.0]);
    let pct = draw.pick(&[60.0, 70.0, 80.0, 85.0]);
    let mbps = draw.pick(&[5.0, 10.0, 20.0, 40.0]);
    let raw = kb * 8.0 / mbps;
    let time = raw * (1.0 - pct / 100.0);
    Problem::new(
        format!(
            "A response of {kb} kB is compressed, which takes {pct} % away. How long is it on a link of {mbps} Mbit/s?"
        ),
        time,
        Unit::MS,
    )
    .hint("How many bytes are left?")
    .hint("A byte has eight bits.")
    .worked(format!(
        "{} kB are left. {} kB × 8 = {} kbit, over {mbps} Mbit/s: **{}**.",
        significant(kb * (1.0 - pct / 100.0), 4),
        significant(kb * (1.0 - pct / 100.0), 4),
        significant(8.0 * kb * (1.0 - pct / 100.0), 4),
        format(time, Unit::MS)
    ))
    .trap(raw, "That is the response as it is.")
    .trap(raw * pct / 100.0, "That is what is saved, not what is left.")
    .trap(time / 8.0, "A link is counted in bits, a file in bytes: times eight.")
    .given(format!("size_kb={kb}&reduction_pct={pct}&bandwidth_mbps={mbps}"))
}

fn a_day(draw: &mut Draw) -> Problem {
    let kb = draw.pick(&[200.0, 500.0, 1000.0]);
    let pct = draw.pick(&[60.0, 70.0, 80.0]);
    let thousands = draw.pick(&[20.0, 50.0, 100.0, 400.0]);
    let saved_ms = kb * 8.0 / 10.0 * pct / 100.0;
    let hours = saved_ms * thousands / 3600.0;
    Problem::new(format!("A page of {kb} kB is sent {thousands} thousand times a day over links of 10 Mbit/s. Compressing takes {pct} % away. How many hours of waiting does that save a day, on the link?"), hours, Unit::HOURS_PER_DAY)
        .hint("What does one page save?")
        .hint("3,600 seconds are an hour.")
        .worked(format!("One page: {kb} kB × 8 / 10 Mbit/s × {pct} % = {}. Times {thousands},000 = {} s = **{}**.", format(saved_ms, Unit::MS), significant(saved_ms * thousands, 4), format(hours, Unit::HOURS_PER_DAY)))
        .trap(hours * 100.0 / pct, "That is the whole time of the uncompressed page.")
        .trap(hours * (100.0 - pct) / pct, "That is the waiting that is left.")
        .trap(hours / 8.0, "Bytes and bits: times eight.")
        .given(format!("size_kb={kb}&reduction_pct={pct}&requests_per_day={}", thousands * 1e3))
}

fn break_even(draw: &mut Draw) -> Problem {
    let pct = draw.pick(&[50.0, 60.0, 70.0, 80.0]);
    let (write, name) = draw.pick(&[(25.0, "gzip 6"), (40.0, "Brotli 5"), (125.0, "Zstandard 5"), (400.0, "LZ4")]);
    let read = draw.pick(&[400.0, 800.0, 1200.0]);
    let mbps = 8.0 * pct / 100.0 / (1.0 / write + 1.0 / read);
    Problem::new(format!("{name} takes {pct} % away, compresses {write} MB of the original a second and decompresses {read} MB. Up to what speed of the link does compressing on the fly make a response sooner there, one step after the other?"), mbps, Unit::MBPS)
        .hint("Take one megabyte: how long do the processors need for it?")
        .hint("The link must need as long for what is saved of it.")
        .worked(format!("A megabyte takes 1/{write} + 1/{read} = {} ms of processors and saves {} Mbit. {} Mbit / {} ms = **{}**.", significant(1e3 / write + 1e3 / read, 4), significant(8.0 * pct / 100.0, 3), significant(8.0 * pct / 100.0, 3), significant(1e3 / write + 1e3 / read, 4), format(mbps, Unit::MBPS)))
        .trap(mbps / 8.0, "That is in megabytes a second. Links are counted in bits.")
        .trap(8.0 / (1.0 / write + 1.0 / read), "Only the share that goes away is saved on the link.")
        .trap(8.0 * write, "That is how fast the compressor reads; the link only saves a part of it, and somebody must unpack.")
        .given(format!("reduction_pct={pct}&compress_mb_per_sec={write}&decompress_mb_per_sec={read}&bandwidth_mbps={}", significant(mbps, 4).replace(',', "")))
}

fn ratio(draw: &mut Draw) -> Problem {
    let ratio = draw.pick(&[2.5, 4.0, 5.0, 8.0, 10.0]);
    let pct = 100.0 * (1.0 - 1.0 / ratio);
    Problem::new(
        format!("A compressor reports a ratio of {ratio} : 1. How many per cent of the bytes did it take away?"),
        pct,
        Unit::PERCENT,
    )
    .hint("What share of the bytes is left?")
    .worked(format!(
        "1/{ratio} = {} is left, so **{}** are gone.",
        format(1.0 / ratio, Unit::SHARE),
        format(pct, Unit::PERCENT)
    ))
    .trap(100.0 / ratio, "That is what is left.")
    .trap(ratio * 10.0, "A ratio is no tenth of a per cent: divide 1 by it.")
    .given(format!("reduction_pct={}", significant(pct, 3)))
}

fn processors(draw: &mut Draw) -> Problem {
    let kb = draw.pick(&[200.0, 500.0, 1000.0]);
    let mbps = draw.pick(&[20.0, 50.0, 400.0, 1000.0]);
    let (pct, write, read) = (70.0, 25.0, 100.0);
    let raw = kb * 8.0 / mbps;
    let cpu = kb / write + kb / read;
    let time = 0.3 * raw + cpu;
    let says = if time < raw { "sooner" } else { "later" };
    Problem::new(format!("{kb} kB go over {mbps} Mbit/s. gzip takes {pct} % away, compresses {write} MB of the original a second and decompresses {read}. How long until the response is unpacked, one step after the other?"), time, Unit::MS)
        .within(0.01)
        .hint("Three times: squeeze, send, unpack.")
        .hint("Speeds of compressors count the original, also when unpacking.")
        .worked(format!("Compressing {} + sending {} + decompressing {} = **{}**: {says} than as it is ({}).", format(kb / write, Unit::MS), format(0.3 * raw, Unit::MS), format(kb / read, Unit::MS), format(time, Unit::MS), format(raw, Unit::MS)))
        .trap(0.3 * raw, "That is the link alone.")
        .trap(raw, "That is the response as it is.")
        .trap(0.3 * raw + kb / write, "It must be unpacked too.")
        .given(format!("size_kb={kb}&bandwidth_mbps={mbps}&reduction_pct=70&compress_mb_per_sec=25&decompress_mb_per_sec=100"))
}
