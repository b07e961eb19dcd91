//! Exercises of the latency numbers.

use crate::exercise::{Draw, Exercise, Problem};
use crate::quantity::{Unit, format, grouped, significant};
use crate::source::operations::extrapolation::memory_mb_ns;
use crate::source::operations::{MEMORY_MB, OPERATIONS};

/// All of them.
pub const ALL: &[Exercise] = &[
    Exercise { slug: "round-trips", title: "Only geography", draw: round_trips },
    Exercise { slug: "ratio", title: "How many times", draw: ratio },
    Exercise { slug: "human-scale", title: "If a nanosecond were a second", draw: human_scale },
    Exercise { slug: "on-the-wire", title: "On the wire", draw: on_the_wire },
    Exercise { slug: "bandwidth-behind-it", title: "What the figure claims", draw: bandwidth_behind_it },
    Exercise { slug: "year-slider", title: "The slider that never stops", draw: year_slider },
];

fn ns(value: f64) -> String {
    format(value, Unit::NS)
}

fn round_trips(draw: &mut Draw) -> Problem {
    let trips: f64 = draw.pick(&[2.0, 3.0, 4.0, 5.0, 6.0]);
    let (place, row, rtt) = draw.pick(&[
        ("Sydney", "us_australia_rtt", 180.0),
        ("London", "us_europe_rtt", 80.0),
        ("San Francisco", "us_coasts_rtt", 40.0),
    ]);
    let replica = draw.pick(&[2.0, 5.0, 8.0]);
    let saved = trips * (rtt - replica);
    Problem::new(format!("A database stands in Virginia. A page for a user in {place} makes {trips} round trips to it, at {rtt} ms each. A replica in the user’s city answers in {replica} ms. How much time does it save a page?"), saved, Unit::MS)
        .within(0.01)
        .hint("First what the page spends on the way now.")
        .hint("Then the same with the replica; the difference is what is saved.")
        .worked(format!("{trips} × {rtt} ms = {} ms; {trips} × {replica} ms = {} ms; saved **{saved} ms**. No line of code changed.", trips * rtt, trips * replica))
        .trap(rtt - replica, "That is one round trip; the page makes several.")
        .trap(trips * rtt, "That is what the page spends now. The replica is not free either.")
        .trap(trips * replica, "That is what is left with the replica.")
        .given(format!("n_{row}={trips}"))
}

fn ratio(draw: &mut Draw) -> Problem {
    let quick = draw.integer(0, 5) as usize;
    let slow = draw.integer(quick as u32 + 2, 11) as usize;
    let (a, b) = (OPERATIONS[quick], OPERATIONS[slow]);
    let times = b.popular.value / a.popular.value;
    Problem::new(
        format!(
            "“{}” takes {}, “{}” takes {}. How many times as long?",
            a.name,
            ns(a.popular.value),
            b.name,
            ns(b.popular.value)
        ),
        times,
        Unit::RATIO,
    )
    .within(0.01)
    .hint("Bring both to the same unit first.")
    .worked(format!(
        "{} ns / {} ns = **{}**.",
        grouped(b.popular.value, 0),
        grouped(a.popular.value, 0),
        grouped(times, 0)
    ))
    .trap(a.popular.value / b.popular.value, "That is the other way round.")
    .given(format!("from={}&to={}", a.row, b.row))
}

fn human_scale(draw: &mut Draw) -> Problem {
    let operation = OPERATIONS[draw.pick(&[3_usize, 5, 7, 9, 10, 11])];
    let hours = operation.popular.value / 3600.0;
    Problem::new(
        format!(
            "If a nanosecond were a second, how many hours would “{}” take, which takes {}?",
            operation.name,
            ns(operation.popular.value)
        ),
        hours,
        Unit::COUNT,
    )
    .hint("How many nanoseconds is it? That many seconds.")
    .hint("3,600 seconds to the hour.")
    .worked(format!(
        "{} ns become as many seconds; divided by 3,600 that is **{} hours**, or {} days.",
        grouped(operation.popular.value, 0),
        significant(hours, 4),
        significant(hours / 24.0, 3)
    ))
    .trap(hours * 60.0, "That is in minutes.")
    .trap(hours / 24.0, "That is in days.")
    .trap(hours * 3600.0, "That is in seconds.")
    .given(format!("to={}", operation.row))
}

fn on_the_wire(draw: &mut Draw) -> Problem {
    let mb: f64 = draw.pick(&[1.0, 2.0, 5.0, 10.0, 25.0]);
    let gbps: f64 = draw.pick(&[0.1, 1.0, 2.5, 10.0]);
    let ms = mb * 8.0 / gbps;
    Problem::new(
        format!("How long do {mb} MB take on a link of {}, headers left aside?", format(gbps * 1e3, Unit::MBPS)),
        ms,
        Unit::MS,
    )
    .within(0.01)
    .hint("A byte has eight bits; links are sold in bits.")
    .worked(format!(
        "{mb} MB = {} Mbit; at {} that is **{} ms**.",
        mb * 8.0,
        format(gbps * 1e3, Unit::MBPS),
        significant(ms, 4)
    ))
    .trap(mb / gbps, "That takes the link’s bits for bytes.")
    .trap(
        mb * 10.0 / gbps,
        "Ten bits to the byte is the rule of thumb behind the popular 10 ms. On the wire it is eight.",
    )
    .given(if gbps == 1.0 { format!("n_net_mb={mb}") } else { String::new() })
}

fn bandwidth_behind_it(draw: &mut Draw) -> Problem {
    let (what, us) = draw.pick(&[
        ("1 MB from SSD takes 50 µs", 50.0),
        ("1 MB from a hard disk takes 825 µs", 825.0),
        ("1 MB from memory takes 0.742 µs", 0.742),
        ("1 MB from SSD takes 116 µs", 116.0),
    ]);
    let gb_per_sec = 1e6 / (us * 1e-6) / 1e9;
    Problem::new(format!("“{what}.” What bandwidth does that claim, in MB a second?"), gb_per_sec * 1e3, Unit::MB_PER_SEC)
        .within(0.02)
        .hint("Bandwidth is amount over time.")
        .hint(format!("1 MB / {us} µs."))
        .worked(format!("1 MB / {us} µs = **{} MB/s**. A hard disk gives up to 270, a fast SSD about 8,600, one thread’s memory about 21,000: which claims can be true?", grouped(gb_per_sec * 1e3, 0)))
        .trap(us, "That is the time itself. Divide the amount by it.")
        .given("to=ssd_mb")
}

fn year_slider(draw: &mut Draw) -> Problem {
    let year = f64::from(draw.integer(2021, 2035));
    let says = memory_mb_ns(year);
    // What was measured is a MiB.
    let measured = MEMORY_MB.value / 1.048_576;
    let off = measured / says;
    Problem::new(
        format!("A slider of 2012 lets memory bandwidth double every three years for ever. For {year} it says that 1 MB comes from memory in {}. One thread was measured in 2026 to need {} for 1 MB. By what factor would the slider be off if nothing changed by {year}?", ns(says), ns(measured)),
        off,
        Unit::RATIO,
    )
    .within(0.02)
    .hint("Divide what was measured by what the slider says.")
    .hint("Mind the units: one is in nanoseconds, the other in microseconds.")
    .worked(format!("{} / {} = **{}**. The bandwidth it claims is {} TB/s for one thread.", ns(measured), ns(says), significant(off, 3), significant(1e6 / says * 1e9 / 1e12, 3)))
    .trap(1.0 / off, "That is the other way round: the slider says less time than was measured.")
    .trap(off / 2.0, "One doubling too few.")
    .trap(off * 2.0, "One doubling too many.")
    .given(format!("slider_year={year}"))
}
