//! What the page of latency numbers says.

use super::estimate::{self, Item};
use super::inputs::{Figures, Inputs, Order};
use crate::chart::{Axis, Bar, ChartSpec, Handle, Layer, Point, Role};
use crate::quantity::{self, Unit};
use crate::source::operations::extrapolation::{memory_mb_ns, memory_off_ratio};
use crate::source::operations::{MEMORY_MB, OPERATIONS, Operation, operation};
use crate::topic::{Known, Note, Readout, Refusal, Report};

const POPULAR: Known = Known::Rule("latency numbers as passed around");
const MEASURED: Known = Known::Measured("the sources below, 2017 to 2026");

/// The answer to the inputs.
///
/// # Errors
/// Never: every row has its figures.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let (from, to) = (inputs.from.operation(), inputs.to.operation());
    let items = estimate::items(inputs);
    let mut charts = vec![ladder(from, to, inputs), felt(inputs)];
    if !items.is_empty() {
        charts.insert(0, request(&items, inputs));
    }
    charts.push(slider(inputs));
    Ok(Report {
        says: says(from, to, &items, inputs),
        readouts: readouts(from, to, &items, inputs),
        charts,
        notes: notes(inputs),
    })
}

fn ns(value: f64) -> String {
    quantity::format(value, Unit::NS)
}

fn figure(operation: &Operation, inputs: &Inputs) -> f64 {
    if inputs.figures == Figures::Measured { operation.measured.value } else { operation.popular.value }
}

/// Nanoseconds as if each were a second, the way a person would say it.
fn as_seconds(ns: f64) -> String {
    let years = ns / (365.25 * 86_400.0);
    if years >= 1.0 { format!("{} years", quantity::significant(years, 2)) } else { quantity::format(ns, Unit::SECS) }
}

fn says(from: &Operation, to: &Operation, items: &[Item], inputs: &Inputs) -> String {
    let parallel = inputs.order == Order::Parallel;
    if !items.is_empty() {
        let total = estimate::total(items, parallel);
        return format!(
            "All together **{}** by the figures that are passed around; by measured ones **{}**, anything from {} to {}.",
            ns(total.popular),
            ns(total.measured),
            ns(total.low),
            ns(total.high)
        );
    }
    let (a, b) = (figure(from, inputs), figure(to, inputs));
    let (quick, slow) = if a <= b { (from, to) } else { (to, from) };
    let ratio = a.max(b) / a.min(b);
    format!(
        "{}: {}. {}: {}, **{} times** as long. If a nanosecond were a second, that would be {} against **{}**.",
        quick.name,
        ns(a.min(b)),
        slow.name,
        ns(a.max(b)),
        quantity::significant(ratio, 3),
        as_seconds(a.min(b)),
        as_seconds(a.max(b))
    )
}

fn readouts(from: &Operation, to: &Operation, items: &[Item], inputs: &Inputs) -> Vec<Readout> {
    let known = || if inputs.figures == Figures::Measured { MEASURED } else { POPULAR };
    let total = estimate::total(items, inputs.order == Order::Parallel);
    let (a, b) = (figure(from, inputs), figure(to, inputs));
    let chosen = if inputs.figures == Figures::Measured { total.measured } else { total.popular };
    let us = |key, label, ns: f64, known| Readout::formula(key, label, ns / 1e3, Unit::US).known(known);
    let year = inputs.slider_year;
    vec![
        us("total_us", "The request takes", chosen, known()),
        us("measured_total_us", "By measured figures", total.measured, MEASURED),
        us("measured_low_us", "At least", total.low, MEASURED),
        us("measured_high_us", "At most", total.high, MEASURED),
        Readout::formula("ratio", "Slower by", b / a, Unit::RATIO).known(known()),
        Readout::formula("from_ns", "The first takes", a, Unit::NS).known(known()),
        Readout::formula("to_ns", "The second takes", b, Unit::NS).known(known()),
        Readout::formula("from_felt_secs", "The first, if 1 ns were 1 s", a, Unit::SECS).known(known()),
        Readout::formula("to_felt_secs", "The second, if 1 ns were 1 s", b, Unit::SECS).known(known()),
        Readout::formula("slider_memory_ns", "1 MB from memory, says the slider", memory_mb_ns(year), Unit::NS)
            .known(Known::Rule("C. Scott’s extrapolation of 2012")),
        Readout::formula(
            "slider_off_ratio",
            "Measured, over what the slider says",
            memory_off_ratio(year),
            Unit::RATIO,
        )
        .known(Known::Measured("napkin-math, 2026-03-08")),
    ]
}

/// Where the i-th row of n stands, the first on top.
fn height(i: usize, n: usize) -> f64 {
    (n - 1 - i) as f64 + 0.5
}

fn names_from_the_top(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.reverse();
    names
}

/// All rows on a logarithmic axis: what is said, what was measured, and its range.
fn ladder(from: &Operation, to: &Operation, inputs: &Inputs) -> ChartSpec {
    let n = OPERATIONS.len();
    let dot = |x: f64, i: usize, above: f64| {
        let y = height(i, n) + above;
        Point { x, y, low: y, high: y }
    };
    let ranges = OPERATIONS.iter().enumerate().map(|(i, o)| {
        let y = height(i, n);
        Bar {
            x0: o.measured.low,
            x1: o.measured.high.max(o.measured.low * 1.03),
            y0: y - 0.28,
            y1: y + 0.02,
            text: String::new(),
        }
    });
    let said = OPERATIONS.iter().enumerate().map(|(i, o)| dot(o.popular.value, i, 0.2)).collect();
    let measured = OPERATIONS.iter().enumerate().map(|(i, o)| dot(o.measured.value, i, -0.13)).collect();
    let worst = OPERATIONS.iter().max_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(from);
    let (a, b) = (figure(from, inputs), figure(to, inputs));
    let chosen = [from, to]
        .iter()
        .filter_map(|o| OPERATIONS.iter().position(|p| p.row == o.row))
        .map(|i| dot(figure(&OPERATIONS[i], inputs), i, 0.2))
        .collect();
    ChartSpec {
        id: "ladder",
        title: "From a cache to another continent".into(),
        says: format!(
            "From {} to {}: {} times. The figure passed around that is furthest off is “{}”: {} against {} measured.",
            ns(a.min(b)),
            ns(a.max(b)),
            quantity::significant(a.max(b) / a.min(b), 3),
            worst.name,
            ns(worst.popular.value),
            ns(worst.measured.value)
        ),
        x: Axis::log("time", Unit::NS, 0.5, 1e9),
        y: Axis::categories("operation", names_from_the_top(OPERATIONS.iter().map(|o| o.name.to_owned()))),
        layers: vec![
            Layer::Bars { role: Role::Simulation, label: "range of measurements".into(), bars: ranges.collect() },
            Layer::Points { role: Role::Simulation, label: "measured".into(), points: measured },
            Layer::Points { role: Role::Muted, label: "as passed around".into(), points: said },
            Layer::Points { role: Role::You, label: "the two you compare".into(), points: chosen },
        ],
        handle: None,
    }
}

/// How far the popular figure is from the measured one, as a factor of at least 1.
fn off(operation: &Operation) -> f64 {
    let ratio = operation.popular.value / operation.measured.value;
    ratio.max(1.0 / ratio)
}

/// The same if a nanosecond were a second.
fn felt(inputs: &Inputs) -> ChartSpec {
    let n = OPERATIONS.len();
    let bars = OPERATIONS.iter().enumerate().map(|(i, o)| {
        let y = height(i, n);
        Bar { x0: 0.5, x1: figure(o, inputs), y0: y - 0.3, y1: y + 0.3, text: as_seconds(figure(o, inputs)) }
    });
    let at = |row: &str| as_seconds(operation(row).map_or(1.0, |o| figure(o, inputs)));
    ChartSpec {
        id: "felt",
        title: "If a nanosecond were a second".into(),
        says: format!(
            "If a nanosecond were a second, memory would answer in {}, an SSD in {}, a neighbour in the data centre in {}, and Australia in {}.",
            at("ram"),
            at("ssd_random"),
            at("datacenter_rtt"),
            at("us_australia_rtt")
        ),
        x: Axis::log("time, were 1 ns a second", Unit::SECS, 0.5, 1e11),
        y: Axis::categories("operation", names_from_the_top(OPERATIONS.iter().map(|o| o.name.to_owned()))),
        layers: vec![Layer::Bars { role: Role::Series(0), label: "felt time".into(), bars: bars.collect() }],
        handle: None,
    }
}

/// Where the time of the counted request goes.
fn request(items: &[Item], inputs: &Inputs) -> ChartSpec {
    let parallel = inputs.order == Order::Parallel;
    let total = estimate::total(items, parallel);
    let n = items.len() + 1;
    let all: Vec<(String, estimate::Total)> = items
        .iter()
        .map(|item| (format!("{} × {}", quantity::grouped(item.count, 0), item.name), item.total(parallel)))
        .chain([("all together".to_owned(), total)])
        .collect();
    let most = total.high.max(total.popular) * 1.4;
    let least = all.iter().map(|(_, t)| t.low.min(t.popular)).fold(most, f64::min);
    let low = libm::pow(10.0, libm::floor(libm::log10(least.max(1e-3))) - 1.0);
    let bar = |value: f64, y0: f64, y1: f64| Bar { x0: low, x1: value, y0, y1, text: ns(value) };
    let said =
        all.iter().enumerate().map(|(i, (_, t))| bar(t.popular, height(i, n) + 0.04, height(i, n) + 0.36)).collect();
    let measured =
        all.iter().enumerate().map(|(i, (_, t))| bar(t.measured, height(i, n) - 0.36, height(i, n) - 0.04)).collect();
    let slowest = items.iter().max_by(|a, b| a.total(parallel).measured.total_cmp(&b.total(parallel).measured));
    let share = slowest.map_or(0.0, |s| s.total(parallel).measured / total.measured);
    ChartSpec {
        id: "request",
        title: "Where the time goes".into(),
        says: format!(
            "{} takes {} of the time by measured figures. All together {}, from {} to {}; by the figures passed around {}.",
            slowest.map_or("Nothing", |s| s.name),
            quantity::format(share, Unit::SHARE),
            ns(total.measured),
            ns(total.low),
            ns(total.high),
            ns(total.popular)
        ),
        x: Axis::log("time", Unit::NS, low, libm::pow(10.0, libm::ceil(libm::log10(most)))),
        y: Axis::categories("operations", names_from_the_top(all.iter().map(|(name, _)| name.clone()))),
        layers: vec![
            Layer::Bars { role: Role::Muted, label: "as passed around".into(), bars: said },
            Layer::Bars { role: Role::Simulation, label: "measured".into(), bars: measured },
        ],
        handle: None,
    }
}

/// What the year slider says of memory, and what was measured.
fn slider(inputs: &Inputs) -> ChartSpec {
    let year = inputs.slider_year;
    let line = |from: i32, to: i32| (from..=to).map(|y| (f64::from(y), memory_mb_ns(f64::from(y)))).collect();
    // What was measured is a MiB, and the axis is a MB.
    let mb = |mib: f64| mib / 1.048_576;
    let measured = Point { x: 2026.0, y: mb(MEMORY_MB.value), low: mb(MEMORY_MB.low), high: mb(MEMORY_MB.high) };
    let times = memory_off_ratio(year);
    let verdict = if times >= 1.0 {
        format!("{} times less than", quantity::significant(times, 2))
    } else {
        format!("{} times more than", quantity::significant(1.0 / times, 2))
    };
    ChartSpec {
        id: "slider",
        title: "A forecast that never stops".into(),
        says: format!(
            "For {year} a slider made in 2012 says that 1 MB comes from memory in {}. That is {verdict} the {} measured in 2026. Drag the year.",
            ns(memory_mb_ns(year)),
            ns(mb(MEMORY_MB.value))
        ),
        x: Axis::linear("year", Unit::COUNT, 1990.0, 2040.0),
        y: Axis::log("1 MB from memory, in order", Unit::NS, 10.0, 1e7),
        layers: vec![
            Layer::Line {
                role: Role::Theory,
                label: "the slider, to its last year".into(),
                points: line(1990, 2020),
                dashed: false,
            },
            Layer::Line { role: Role::Danger, label: "beyond".into(), points: line(2020, 2040), dashed: true },
            Layer::Points { role: Role::Simulation, label: "measured, one thread".into(), points: vec![measured] },
        ],
        handle: Some(Handle {
            key: "slider_year",
            x: year,
            y: memory_mb_ns(year),
            value_per_x: 1.0,
            label: format!("{year}: {}", ns(memory_mb_ns(year))),
        }),
    }
}

fn notes(inputs: &Inputs) -> Vec<Note> {
    let count = |row: &str| OPERATIONS.iter().position(|o| o.row == row).map_or(0.0, |i| inputs.counts()[i]);
    let mut notes = Vec::new();
    if count("ssd_random") > 0.0 || count("ssd_mb") > 0.0 {
        notes.push(Note::usual_figure("50 random reads of 20 kB in 800 µs against 50 µs for the same megabyte in order: both figures are optimistic. **50 µs a megabyte is 20 GB/s; 8 GiB/s was measured, 116 µs**. And one random read takes 50 to 100 µs, not 16, so that fifty in a row take some 5 ms. In order wins by 40 times, not 16; many at once would win much of it back.", "ssd-random"));
    }
    if count("ram") > 0.0 && count("datacenter_rtt") > 0.0 {
        notes.push(Note::usual_figure("A look-up in Redis is often said to take 100 ns, because it is “in memory”. It is in the memory **of another machine**: the round trip in the data centre dominates, 250 to 500 µs, five thousand times as long.", "redis"));
    }
    if count("net_mb") > 0.0 {
        notes.push(Note::usual_figure("A megabyte over 1 Gbit/s is often said to take 10 ms. Eight million bits at a thousand million a second are **8 ms** on the wire; with headers 8.4.", "megabyte"));
    }
    if count("us_australia_rtt") > 0.0 || inputs.n_nearby_rtt > 0.0 {
        notes.push(Note::usual_figure("180 ms from the United States to Australia is between two figures: 157 ms were measured from California and **230 from Virginia**. Three round trips to the east coast are 690 ms rather than 540. A replica in the same city makes them 15.", "sydney"));
    }
    notes.push(Note::usual_figure(format!("Several rows that are passed around are not measurements but the last year of a slider: a page of 2012 extrapolated to 2020 gives **49 µs** for a megabyte from flash and **825 µs** from a disk, which no disk has ever reached. Copies moved the end; for 2026 it says 742 ns for a megabyte from memory, **64 times** less than was measured. For {} it says {}.", inputs.slider_year, ns(memory_mb_ns(inputs.slider_year))), "slider-2026"));
    notes
}
