//! What the page says: the stages side by side, Amdahl's curve, the least work to a target, and the narrowest stage.

use super::inputs::{Inputs, STAGE_NAMES, STAGES};
use crate::chart::{Along, Axis, Bar, ChartSpec, Handle, Layer, Point, Role, round_top};
use crate::pipeline::halving::MOST_HALVINGS;
use crate::pipeline::{Chain, halvings_until};
use crate::quantity::{self, Unit};
use crate::topic::{Known, Note, Readout, Refusal, Report};

/// Rows are drawn from the bottom: the first stage stands at the top.
fn row(stage: usize) -> f64 {
    (STAGES.len() - 1 - stage) as f64
}

fn ms(value: f64) -> String {
    quantity::format(value, Unit::MS)
}

fn times(value: f64) -> String {
    quantity::format(value, Unit::RATIO)
}

/// The answer to the inputs.
///
/// # Errors
/// Where no stage takes any time.
pub fn report(inputs: &Inputs) -> Result<Report, Refusal> {
    let before = inputs.chain()?;
    let chosen = inputs.chosen();
    let after = before.with_faster(chosen, inputs.speedup);
    Ok(Report {
        says: says(inputs, &before, &after),
        readouts: readouts(inputs, &before, &after),
        charts: vec![
            stages(inputs, &before, &after),
            amdahl(inputs, &before),
            least_work(inputs, &before),
            capacity(inputs, &before, &after),
        ],
        notes: notes(inputs, &before, &after),
    })
}

fn says(inputs: &Inputs, before: &Chain, after: &Chain) -> String {
    let chosen = inputs.chosen();
    let next = after.longest();
    let tail = if next == chosen {
        format!("It is still the {}.", STAGE_NAMES[next])
    } else {
        format!("The next bottleneck is the {}.", STAGE_NAMES[next])
    };
    format!(
        "The {} made **{} faster** makes the whole request **{} faster**: {} instead of {}. {tail}",
        STAGE_NAMES[chosen],
        times(inputs.speedup),
        times(before.speedup(chosen, inputs.speedup)),
        ms(after.total_secs() * 1e3),
        ms(before.total_secs() * 1e3),
    )
}

fn readouts(inputs: &Inputs, before: &Chain, after: &Chain) -> Vec<Readout> {
    let chosen = inputs.chosen();
    let (narrow, per_sec) = before.narrowest();
    let halvings = halvings_until(&inputs.stage_ms(), inputs.target_ms).len() as f64;
    let mut readouts = vec![
        Readout::formula("total_ms", "The request takes", before.total_secs() * 1e3, Unit::MS),
        Readout::formula("after_ms", "Mended, it takes", after.total_secs() * 1e3, Unit::MS),
        Readout::formula(
            "speedup_overall",
            "The whole is faster by",
            before.speedup(chosen, inputs.speedup),
            Unit::RATIO,
        ),
    ];
    readouts
        .extend(before.ceiling(chosen).map(|c| Readout::formula("ceiling", "And never by more than", c, Unit::RATIO)));
    readouts.extend([
        Readout::text("next_bottleneck", "Then the longest is", STAGES[after.longest()]),
        Readout::formula("stage_share", "The stage’s share of the time", before.share(chosen), Unit::SHARE),
        Readout::formula("least_halvings", "Fewest halvings to the target", halvings, Unit::COUNT),
        Readout::formula("capacity_per_sec", "The chain can pass", per_sec, Unit::PER_SEC)
            .known(Known::Bound("utilization law")),
        Readout::formula("after_capacity_per_sec", "Mended, it can pass", after.narrowest().1, Unit::PER_SEC)
            .known(Known::Bound("utilization law")),
        Readout::text("throughput_bottleneck", "The narrowest stage is", STAGES[narrow]),
    ]);
    readouts
}

/// Each stage as a bar, before and after; the end of the chosen one can be dragged.
fn stages(inputs: &Inputs, before: &Chain, after: &Chain) -> ChartSpec {
    let chosen = inputs.chosen();
    let longest = before.longest();
    let bar = |i: usize, secs: f64, low: f64, high: f64| Bar {
        x0: 0.0,
        x1: secs * 1e3,
        y0: row(i) + low,
        y1: row(i) + high,
        text: if low < 0.3 { ms(secs * 1e3) } else { String::new() },
    };
    let today = (0..STAGES.len()).map(|i| bar(i, before.stage_secs()[i], 0.15, 0.55)).collect();
    let mended = (0..STAGES.len()).map(|i| bar(i, after.stage_secs()[i], 0.6, 0.85)).collect();
    let top = round_top(1.3 * inputs.stage_ms().iter().copied().fold(0.0, f64::max));
    ChartSpec {
        id: "stages",
        title: "Where the time of one request goes".into(),
        says: format!(
            "The {} takes {} of {}, {} of the whole. Mending the {} leaves {}. Drag the ring to change that stage.",
            STAGE_NAMES[longest],
            ms(inputs.stage_ms()[longest]),
            ms(before.total_secs() * 1e3),
            quantity::format(before.share(longest), Unit::SHARE),
            STAGE_NAMES[chosen],
            ms(after.total_secs() * 1e3),
        ),
        x: Axis::linear("time", Unit::MS, 0.0, top),
        y: Axis::categories("stage", STAGE_NAMES.iter().rev().map(|s| (*s).to_owned()).collect()),
        layers: vec![
            Layer::Bars { role: Role::Theory, label: "today".into(), bars: today },
            Layer::Bars { role: Role::You, label: "mended".into(), bars: mended },
        ],
        handle: Some(Handle {
            key: [
                "stage_network_ms",
                "stage_app_ms",
                "stage_database_ms",
                "stage_serialization_ms",
                "stage_response_ms",
            ][chosen],
            x: inputs.stage_ms()[chosen],
            y: row(chosen) + 0.35,
            value_per_x: 1.0,
            label: ms(inputs.stage_ms()[chosen]),
        }),
    }
}

/// Amdahl: what making one stage faster does to the whole, and where it ends.
fn amdahl(inputs: &Inputs, before: &Chain) -> ChartSpec {
    let chosen = inputs.chosen();
    let right = if inputs.speedup > 1000.0 { 1e6 } else { 1000.0 };
    let points: Vec<(f64, f64)> = (0..=120)
        .map(|i| libm::pow(10.0, f64::from(i) / 120.0 * libm::log10(right)))
        .map(|k| (k, before.speedup(chosen, k)))
        .collect();
    let here = before.speedup(chosen, inputs.speedup);
    let (top, limit) = match before.ceiling(chosen) {
        Some(ceiling) if ceiling < 1e4 => (round_top(ceiling * 1.1), format!("It never exceeds {}.", times(ceiling))),
        _ => (
            round_top(before.speedup(chosen, right) * 1.1),
            "Nearly the whole request is this stage: there is no ceiling near.".into(),
        ),
    };
    let mut layers = vec![Layer::Line {
        role: Role::Theory,
        label: format!("mending the {}", STAGE_NAMES[chosen]),
        points,
        dashed: false,
    }];
    if let Some(ceiling) = before.ceiling(chosen).filter(|c| *c < 1e4) {
        layers.push(Layer::Rule { role: Role::Danger, label: "ceiling".into(), along: Along::Y, at: ceiling });
    }
    ChartSpec {
        id: "amdahl",
        title: "What it gains for the whole".into(),
        says: format!(
            "The {} is {} of the time. {} faster, it makes the whole {} faster. {limit}",
            STAGE_NAMES[chosen],
            quantity::format(before.share(chosen), Unit::SHARE),
            times(inputs.speedup),
            times(here),
        ),
        x: Axis::log("the stage is faster by", Unit::RATIO, 1.0, right),
        y: Axis::linear("the whole is faster by", Unit::RATIO, 0.0, top.max(2.0)),
        layers,
        handle: Some(Handle {
            key: "speedup",
            x: inputs.speedup,
            y: here,
            value_per_x: 1.0,
            label: format!("you: {}", times(here)),
        }),
    }
}

/// The whole request after each halving, always of the longest stage.
fn least_work(inputs: &Inputs, before: &Chain) -> ChartSpec {
    let order = halvings_until(&inputs.stage_ms(), inputs.target_ms);
    let mut stages = inputs.stage_ms();
    let mut points = vec![Point { x: 0.0, y: stages.iter().sum(), low: 0.0, high: 0.0 }];
    for (n, &i) in order.iter().enumerate() {
        stages[i] /= 2.0;
        points.push(Point { x: (n + 1) as f64, y: stages.iter().sum(), low: 0.0, high: 0.0 });
    }
    for point in &mut points {
        (point.low, point.high) = (point.y, point.y);
    }
    let total_ms = before.total_secs() * 1e3;
    let first: Vec<&str> = order.iter().take(6).map(|&i| STAGE_NAMES[i]).collect();
    let words = match order.len() {
        0 => format!(
            "The request takes {}, which is within the target of {}: nothing needs to be halved.",
            ms(total_ms),
            ms(inputs.target_ms)
        ),
        MOST_HALVINGS => format!(
            "The target of {} is out of reach: even {MOST_HALVINGS} halvings do not bring {} down to it.",
            ms(inputs.target_ms),
            ms(total_ms)
        ),
        n => format!(
            "From {} to {} takes {n} halvings at least, each of the stage that is longest then: {}{}.",
            ms(total_ms),
            ms(inputs.target_ms),
            first.join(", "),
            if n > 6 { " …" } else { "" }
        ),
    };
    let right = round_top((order.len() as f64 + 0.5).max(8.0));
    ChartSpec {
        id: "least-work",
        title: "The least work to the target".into(),
        says: words.chars().take(250).collect(),
        x: Axis::linear("halvings", Unit::COUNT, 0.0, right),
        y: Axis::linear("the whole request", Unit::MS, 0.0, round_top(total_ms.max(inputs.target_ms))),
        layers: vec![
            Layer::Rule { role: Role::You, label: "target".into(), along: Along::Y, at: inputs.target_ms },
            Layer::Line {
                role: Role::Theory,
                label: String::new(),
                points: points.iter().map(|p| (p.x, p.y)).collect(),
                dashed: true,
            },
            Layer::Points { role: Role::Theory, label: "always the longest".into(), points },
        ],
        handle: None,
    }
}

/// How many requests a second each stage can pass.
fn capacity(inputs: &Inputs, before: &Chain, after: &Chain) -> ChartSpec {
    let (narrow, per_sec) = before.narrowest();
    let bars = |chain: &Chain, low: f64, high: f64, only: Option<bool>| -> Vec<Bar> {
        (0..STAGES.len())
            .filter(|i| only.is_none_or(|wanted| (*i == narrow) == wanted))
            .filter_map(|i| {
                let rate = chain.stage_capacity_per_sec(i)?;
                let text = if low < 0.3 { quantity::format(rate, Unit::PER_SEC) } else { String::new() };
                Some(Bar { x0: 0.0, x1: rate, y0: row(i) + low, y1: row(i) + high, text })
            })
            .collect()
    };
    // The narrowest must be seen: wide stages may leave the picture.
    let top = round_top(4.0 * per_sec);
    let cut = |mut list: Vec<Bar>| {
        for bar in &mut list {
            if bar.x1 > top * 0.8 {
                bar.text = format!("{} …", bar.text).replace(" …", "→");
                bar.x1 = top * 0.8;
            }
        }
        list
    };
    let gained = after.narrowest().1 / per_sec;
    let verdict = if gained > 1.0001 {
        format!("Mending the {} lets {} as many through.", STAGE_NAMES[inputs.chosen()], times(gained))
    } else {
        format!("Mending the {} lets not one more through.", STAGE_NAMES[inputs.chosen()])
    };
    ChartSpec {
        id: "capacity",
        title: "How many a second each stage can pass".into(),
        says: format!(
            "The narrowest stage is the {}: {}, and the chain passes no more than that. {verdict}",
            STAGE_NAMES[narrow],
            quantity::format(per_sec, Unit::PER_SEC)
        ),
        x: Axis::linear("requests passed", Unit::PER_SEC, 0.0, top),
        y: Axis::categories("stage", STAGE_NAMES.iter().rev().map(|s| (*s).to_owned()).collect()),
        layers: vec![
            Layer::Bars {
                role: Role::Theory,
                label: "can pass".into(),
                bars: cut(bars(before, 0.15, 0.55, Some(false))),
            },
            Layer::Bars {
                role: Role::Danger,
                label: "the narrowest".into(),
                bars: cut(bars(before, 0.15, 0.55, Some(true))),
            },
            Layer::Bars { role: Role::You, label: "mended".into(), bars: cut(bars(after, 0.6, 0.85, None)) },
        ],
        handle: None,
    }
}

fn notes(inputs: &Inputs, before: &Chain, after: &Chain) -> Vec<Note> {
    let mut notes = vec![
        Note::usual_figure(
            "“Over 80 % of a request is database and network”, “55 % database, 7 % JSON”: **rules of thumb** of the tutorial, from no published measurement. They are good bets for a first look and no ground for a week’s work. Measure yours.",
            "tutorial-request",
        ),
        Note::usual_figure(
            "“There are exactly four resources, and every problem is one of them full.” Often none is: requests wait for a **lock, a pool, or another service** while the machine idles. The doctor below has such patients.",
            "",
        ),
        Note::usual_figure(
            "“The bottleneck is the slowest stage.” For the **time** of one request it is the longest stage; for the **number** a second it is the narrowest, time over workers. Here they differ: a faster database, and not one request more.",
            "two-bottlenecks",
        ),
    ];
    let gain = 1.0 - after.total_secs() / before.total_secs();
    if gain < 0.05 {
        notes.push(Note {
            title: "Worth it?".into(),
            says: format!(
                "This saves {} of the request. A rule of thumb of the tutorial leaves anything below 5 % alone: the {} is where the time is.",
                quantity::format(gain, Unit::SHARE),
                STAGE_NAMES[before.longest()],
            ),
            shows: if before.longest() == inputs.chosen() { "" } else { "tutorial-request" },
        });
    }
    notes
}
