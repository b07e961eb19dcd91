//! Made-up charts, one for each kind of picture the topics ask for.

use explorer_core::chart::{Along, Axis, Bar, ChartSpec, Handle, Layer, Point, Role};
use explorer_core::quantity::Unit;

/// A curve with a pole, simulated dots, a zone, a pinned curve and the handle.
pub fn curve() -> ChartSpec {
    let time = |busy: f64| 120.0 / (1.0 - busy);
    let line = |service: f64| (0..=400).map(|i| f64::from(i) / 400.0).map(|r| (r, service / (1.0 - r))).collect();
    let dots = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.93];
    let dot = |(i, x): (usize, &f64)| {
        let half = 12.0 / (1.0 - x);
        let y = time(*x) + half * [0.4, -0.5, 0.7][i % 3];
        Point { x: *x, y, low: y - half, high: y + half }
    };
    ChartSpec {
        id: "response-time",
        title: "Time in the shop against how busy the barista is".into(),
        says:
            "At 90 % busy a customer spends 20 min in the shop, ten times what the coffee takes; at 80 % it is 10 min."
                .into(),
        x: Axis::linear("Busy", Unit::SHARE, 0.0, 1.0),
        y: Axis::linear("Mean time in the shop", Unit::SECS, 0.0, 2640.0),
        layers: vec![
            Layer::Band { role: Role::Danger, label: "steep".into(), along: Along::X, from: 0.85, to: 1.0 },
            Layer::Line {
                role: Role::Pinned,
                label: "pinned: faster coffee".into(),
                points: line(60.0),
                dashed: false,
            },
            Layer::Line { role: Role::Theory, label: "formula".into(), points: line(120.0), dashed: false },
            Layer::Points {
                role: Role::Simulation,
                label: "simulated, with 95 % intervals".into(),
                points: dots.iter().enumerate().map(dot).collect(),
            },
        ],
        handle: Some(Handle {
            key: "arrivals_per_min",
            x: 0.9,
            y: 1200.0,
            value_per_x: 30.0,
            label: "you: 20 min".into(),
        }),
    }
}

/// Percentiles on the tail scale against time on a log scale.
pub fn tail() -> ChartSpec {
    let q = || (0..=200).map(|i| 1.0 - libm::pow(1e-4, f64::from(i) / 200.0));
    let line = |median: f64, slope: f64| q().map(|q| (q, median * libm::pow(1.0 - q, -slope))).collect();
    ChartSpec {
        id: "percentiles",
        title: "Latency by percentile".into(),
        says:
            "Half of the requests take 12 ms or less, but one in a hundred takes over 190 ms: sixteen times the median."
                .into(),
        x: Axis::tail("Share of requests that are faster", 0.9999),
        y: Axis::log("Latency", Unit::MS, 5.0, 20_000.0),
        layers: vec![
            Layer::Line { role: Role::Theory, label: "one server".into(), points: line(8.0, 0.6), dashed: false },
            Layer::Line { role: Role::Simulation, label: "simulated".into(), points: line(8.4, 0.58), dashed: false },
            Layer::Line { role: Role::Series(1), label: "ten servers".into(), points: line(14.0, 0.3), dashed: true },
            Layer::Rule { role: Role::Danger, label: "promised: 1 s".into(), along: Along::Y, at: 1000.0 },
        ],
        handle: None,
    }
}

/// Named bars on a log scale.
pub fn named_bars() -> ChartSpec {
    let names = [
        "Level 1 cache",
        "Main memory",
        "Solid-state disk, random read",
        "Round trip inside a data centre",
        "Round trip Frankfurt to Sydney and back",
        "<b>Reboot</b> & more",
    ];
    let ns = [1.0, 80.0, 90_000.0, 400_000.0, 2.6e8, 4e10];
    let says = ["1 ns", "80 ns", "90 µs", "400 µs", "260 ms", "40 s"];
    let bar = |i: usize| Bar { x0: 0.5, x1: ns[i], y0: i as f64 + 0.2, y1: i as f64 + 0.8, text: says[i].into() };
    ChartSpec {
        id: "numbers",
        title: "Latency numbers".into(),
        says:
            "A round trip to Sydney takes as long as three million reads from main memory, and a reboot 150 times that."
                .into(),
        x: Axis::log("Time", Unit::NS, 0.5, 1e11),
        y: Axis::categories("", names.iter().map(|n| (*n).to_owned()).collect()),
        layers: vec![Layer::Bars { role: Role::Theory, label: "time".into(), bars: (0..6).map(bar).collect() }],
        handle: None,
    }
}

/// Upright bars in pairs, with names below and words at their ends.
pub fn pairs() -> ChartSpec {
    let names = ["gzip 6", "Brotli 5", "Brotli 11", "zstd 3", "zstd 19", "LZ4"];
    let shares = [(0.31, 0.33), (0.28, 0.3), (0.24, 0.25), (0.3, 0.31), (0.25, 0.27), (0.45, 0.48)];
    let bars = |side: usize| {
        (0..6)
            .map(|i| {
                let x0 = i as f64 + 0.12 + 0.38 * side as f64;
                let y1 = if side == 0 { shares[i].0 } else { shares[i].1 };
                Bar { x0, x1: x0 + 0.36, y0: 0.0, y1, text: format!("{:.0} %", y1 * 100.0) }
            })
            .collect()
    };
    ChartSpec {
        id: "sizes",
        title: "Compressed size".into(),
        says: "Brotli at level 11 leaves 24 % of the page, gzip 31 %: a fifth less to send for sixty times the work."
            .into(),
        x: Axis::categories("", names.iter().map(|n| (*n).to_owned()).collect()),
        y: Axis::linear("Size left", Unit::SHARE, 0.0, 0.5),
        layers: vec![
            Layer::Bars { role: Role::Series(0), label: "your page".into(), bars: bars(0) },
            Layer::Bars { role: Role::Pinned, label: "sample page".into(), bars: bars(1) },
        ],
        handle: None,
    }
}

/// A histogram with rules.
pub fn histogram() -> ChartSpec {
    let bar = |i: u32| {
        let x = f64::from(i) * 10.0;
        Bar { x0: x, x1: x + 10.0, y0: 0.0, y1: 900.0 * (x / 60.0) * libm::exp(-x / 60.0), text: String::new() }
    };
    ChartSpec {
        id: "latencies",
        title: "Your latencies".into(),
        says: "10,000 requests: the mean of 120 ms describes none of them well; the slowest one in a hundred takes 398 ms.".into(),
        x: Axis::linear("Latency", Unit::MS, 0.0, 500.0),
        y: Axis::linear("Requests", Unit::COUNT, 0.0, 360.0),
        layers: vec![
            Layer::Bars { role: Role::Simulation, label: "requests".into(), bars: (0..50).map(bar).collect() },
            Layer::Rule { role: Role::Theory, label: "mean 120 ms".into(), along: Along::X, at: 120.0 },
            Layer::Rule { role: Role::You, label: "median 101 ms".into(), along: Along::X, at: 101.0 },
            Layer::Rule { role: Role::Danger, label: "p99 398 ms".into(), along: Along::X, at: 398.0 },
        ],
        handle: None,
    }
}

/// A fan around a line, a zone of y, words at a place.
pub fn fan() -> ChartSpec {
    let x = || (0..=120).map(|i| f64::from(i) * 30.0);
    let y = |x: f64| 8.0 + 3.0 * libm::sin(x / 400.0);
    ChartSpec {
        id: "queue-over-time",
        title: "Queue over an hour".into(),
        says:
            "Over one hour between 2 and 16 customers wait; the mean settles at 8.1 but no single hour looks like it."
                .into(),
        x: Axis::linear("Time", Unit::SECS, 0.0, 3600.0),
        y: Axis::linear("Waiting", Unit::COUNT, 0.0, 20.0),
        layers: vec![
            Layer::Band { role: Role::Danger, label: "room is full".into(), along: Along::Y, from: 16.0, to: 20.0 },
            Layer::Area {
                role: Role::Simulation,
                label: "nine hours in ten".into(),
                points: x().map(|x| (x, y(x) * 0.5, y(x) * 1.6)).collect(),
            },
            Layer::Line {
                role: Role::Simulation,
                label: "this hour".into(),
                points: x().map(|x| (x, y(x))).collect(),
                dashed: false,
            },
            Layer::Label { role: Role::Muted, text: "lunch".into(), x: 600.0, y: 11.0 },
        ],
        handle: None,
    }
}

/// Spans of a waterfall.
pub fn waterfall() -> ChartSpec {
    let names = ["DNS", "Connect", "TLS", "Request", "First byte", "Content"];
    let spans = [(0.0, 24.0), (24.0, 61.0), (61.0, 98.0), (98.0, 99.0), (99.0, 310.0), (310.0, 402.0)];
    let bar = |(i, &(x0, x1)): (usize, &(f64, f64))| Bar {
        x0,
        x1,
        y0: 5.0 - i as f64 + 0.2,
        y1: 5.0 - i as f64 + 0.8,
        text: format!("{} ms", x1 - x0),
    };
    ChartSpec {
        id: "waterfall",
        title: "One page load".into(),
        says:
            "Of 402 ms until the content has arrived, 211 ms are the server's and 98 ms went before anything was asked."
                .into(),
        x: Axis::linear("Time", Unit::MS, 0.0, 420.0),
        y: Axis::categories("", names.iter().rev().map(|n| (*n).to_owned()).collect()),
        layers: vec![Layer::Bars {
            role: Role::Series(2),
            label: "phase".into(),
            bars: spans.iter().enumerate().map(bar).collect(),
        }],
        handle: None,
    }
}

/// Six series.
pub fn six() -> ChartSpec {
    let line = |n: u8| {
        let points = (0..=60)
            .map(f64::from)
            .map(|x| (x.max(1.0), 1e5 * x.max(1.0) / (1.0 + 0.02 * f64::from(n) * x + 0.0002 * x * x)));
        Layer::Line {
            role: Role::Series(n),
            label: format!("contention {n} %"),
            points: points.collect(),
            dashed: false,
        }
    };
    ChartSpec {
        id: "scaling",
        title: "Throughput by servers".into(),
        says:
            "With 5 % contention the 60th server adds nothing: throughput peaks at a fourteenth of what was paid for."
                .into(),
        x: Axis::linear("Servers", Unit::COUNT, 1.0, 60.0),
        y: Axis::linear("Throughput", Unit::PER_SEC, 0.0, 4e6),
        layers: (0..6).map(line).collect(),
        handle: None,
    }
}

/// Everything that could go wrong at once.
pub fn hostile() -> ChartSpec {
    let words = "</text></svg><script>alert('x')</script>\" onload=\"x&\u{0}";
    let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -5.0, 1e300, 3.0];
    let points = || bad.iter().flat_map(|x| bad.iter().map(move |y| (*x, *y)));
    ChartSpec {
        id: "hostile",
        title: words.into(),
        says: words.into(),
        x: Axis::linear(words, Unit::MS, f64::NAN, f64::INFINITY),
        y: Axis::log(words, Unit::MS, 0.0, 10.0),
        layers: vec![
            Layer::Line { role: Role::Theory, label: words.into(), points: points().collect(), dashed: false },
            Layer::Area { role: Role::You, label: words.into(), points: points().map(|(x, y)| (x, y, -y)).collect() },
            Layer::Bars {
                role: Role::Series(9),
                label: words.into(),
                bars: points().map(|(x, y)| Bar { x0: x, x1: y, y0: y, y1: x, text: words.into() }).collect(),
            },
            Layer::Points {
                role: Role::Danger,
                label: words.into(),
                points: points().map(|(x, y)| Point { x, y, low: y - 1.0, high: y + 1.0 }).collect(),
            },
            Layer::Band { role: Role::Muted, label: words.into(), along: Along::X, from: f64::NAN, to: 1e300 },
            Layer::Band { role: Role::Muted, label: words.into(), along: Along::Y, from: -1.0, to: f64::INFINITY },
            Layer::Rule { role: Role::Muted, label: words.into(), along: Along::Y, at: f64::NAN },
            Layer::Label { role: Role::Muted, text: words.into(), x: f64::NAN, y: f64::INFINITY },
        ],
        handle: Some(Handle { key: "x", x: f64::INFINITY, y: f64::NAN, value_per_x: 1.0, label: words.into() }),
    }
}

/// All of them but the hostile one.
pub fn all() -> Vec<ChartSpec> {
    vec![curve(), tail(), named_bars(), pairs(), histogram(), fan(), waterfall(), six()]
}
